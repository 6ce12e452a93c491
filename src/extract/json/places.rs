//! What the path of a JSON file says of it: settings lie elsewhere than what programs measured, answered or collected.

use crate::vocabulary::words_of_name;

/// What a path says of what lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Somebody reads it to ask a model.
    Settings,
    /// It tells what was.
    Records,
    /// Nothing: only who reads it would tell.
    Open,
}

/// Words of files and folders whose JSON somebody reads to ask a model.
const SETTINGS: &[&str] = &[
    "agent",
    "agents",
    "app",
    "args",
    "assistant",
    "assistants",
    "bot",
    "bots",
    "cdk",
    "cfg",
    "character",
    "characters",
    "chatbot",
    "chatbots",
    "conf",
    "config",
    "configs",
    "configuration",
    "constants",
    "crew",
    "default",
    "defaults",
    "deploy",
    "deployment",
    "env",
    "example",
    "examples",
    "flow",
    "flows",
    "gallery",
    "graph",
    "graphs",
    "infra",
    "llm",
    "llms",
    "mcp",
    "mode",
    "modes",
    "option",
    "options",
    "package",
    "parameters",
    "params",
    "persona",
    "personas",
    "pipeline",
    "pipelines",
    "plugin",
    "plugins",
    "preferences",
    "preset",
    "presets",
    "profile",
    "profiles",
    "prompt",
    "prompts",
    "provider",
    "providers",
    "sample",
    "samples",
    "schema",
    "service",
    "services",
    "setting",
    "settings",
    "skills",
    "spec",
    "specs",
    "task",
    "team",
    "teams",
    "template",
    "templates",
    "tfvars",
    "tool",
    "tools",
    "values",
    "variables",
    "vars",
    "workflow",
    "workflows",
];

/// Words of files and folders whose JSON tells what was.
const RECORDS: &[&str] = &[
    "ablation",
    "ablations",
    "annotations",
    "answers",
    "audit",
    "audits",
    "benchmark",
    "benchmarks",
    "comparison",
    "comparisons",
    "completions",
    "conversations",
    "eval",
    "evals",
    "evaluation",
    "evaluations",
    "experiment",
    "experiments",
    "generations",
    "judgements",
    "judgments",
    "leaderboard",
    "log",
    "logs",
    "metrics",
    "output",
    "outputs",
    "parsed",
    "predictions",
    "processed",
    "record",
    "records",
    "report",
    "reports",
    "responses",
    "result",
    "results",
    "rollouts",
    "run",
    "runs",
    "scores",
    "statistics",
    "stats",
    "summaries",
    "summary",
    "traces",
    "trajectories",
    "trajectory",
    "transcripts",
];

/// Words of files and folders whose JSON may be anything.
const COLLECTIONS: &[&str] =
    &["archive", "cache", "data", "dataset", "datasets", "history", "registry", "snapshot", "snapshots"];

/// Words of studies: what is set for one lies in a folder of settings.
const STUDIES: &[&str] = &["experiment", "experiments", "eval", "evals", "evaluation", "evaluations"];

/// Endings of words that are written without a seam: `appconfig.json`.
const ENDS: &[&str] = &["config", "configs", "configuration", "settings"];

/// What the path of a file says of what it holds. What stands nearer to the file counts more, and of several words of a
/// name the last, for which the others are made; settings do not reach as far down as records.
pub(super) fn place(path: &str) -> Place {
    /// The file itself and the folders above it whose words make settings of it.
    const NEAR: usize = 4;
    /// The same of records.
    const NEAREST: usize = 8;
    let parts: Vec<Option<Place>> = path.rsplit(['/', '\\']).take(NEAREST).map(said).collect();
    let told = parts.iter().position(Option::is_some).and_then(|at| Some((at, parts[at]?)));
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match told {
        // What was put down on a day is not what is set.
        Some((at, Place::Settings)) if at >= NEAR || has_day(name) => Place::Open,
        Some((at, Place::Records)) if is_study(path, at) && parts.get(at + 1) == Some(&Some(Place::Settings)) => {
            Place::Settings
        }
        Some((_, place)) => place,
        None => Place::Open,
    }
}

/// What a part of a path says.
fn said(part: &str) -> Option<Place> {
    let words: Vec<String> = words_of_name(part).map(|word| word.to_ascii_lowercase()).collect();
    let strong = words.iter().rev().find_map(|word| {
        let word = word.as_str();
        let is_settings = SETTINGS.contains(&word) || ENDS.iter().any(|end| word.ends_with(end));
        is_settings.then_some(Place::Settings).or_else(|| RECORDS.contains(&word).then_some(Place::Records))
    });
    let is_collected = || words.iter().any(|word| COLLECTIONS.contains(&word.as_str()));
    strong.or_else(|| is_collected().then_some(Place::Open))
}

/// Nothing but a word of studies makes records of what lies below a part of a path.
fn is_study(path: &str, at: usize) -> bool {
    let part = path.rsplit(['/', '\\']).nth(at).unwrap_or_default();
    at > 0 && words_of_name(part).all(|word| STUDIES.contains(&word.to_ascii_lowercase().as_str()))
}

/// A day stands in a name: `20260529`, `2026-05-29`.
fn has_day(name: &str) -> bool {
    let plain: Vec<u8> = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).collect();
    let is_day = |digits: &[u8]| {
        let number = |from: usize, to: usize| {
            digits[from..to].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0')))
        };
        digits.iter().all(u8::is_ascii_digit)
            && (2015..2100).contains(&number(0, 4))
            && (1..=12).contains(&number(4, 6))
            && (1..=31).contains(&number(6, 8))
    };
    plain.windows(8).any(is_day)
}

#[cfg(test)]
mod tests {
    use super::Place::{Open, Records, Settings};
    use super::place;

    #[test]
    fn the_nearest_word_tells_records_from_settings() {
        for (path, told) in [
            ("results.json", Records),
            ("public/data/results.json", Records),
            ("data/processed/zed-1.json", Records),
            ("data/zed.json", Open),
            ("position_benchmark/held-out/plan.json", Records),
            ("data/agents.json", Settings),
            ("graph_data/a.json", Settings),
            ("data/flows/a.json", Settings),
            ("templates/chatbot with history.json", Settings),
            ("results/config.json", Settings),
            ("results/appconfig.json", Settings),
            ("zed.json", Open),
            ("a/zed.json", Open),
            ("outputs/few/part/a/zed.json", Records),
            ("few/run_99/zed.json", Records),
            ("config/outputs/few/zed.json", Records),
            ("agents/few/zed.json", Settings),
            ("data/agents/few/a/b/zed.json", Open),
            ("agent_results.json", Records),
            ("example_report_config.json", Settings),
            ("docs/experiments/few/zed_audit.json", Records),
            ("docs/experiments/few/zed.json", Records),
            ("config/experiments/few.json", Settings),
            ("config/experiments/results.json", Records),
            ("config/few_20260529.json", Open),
            ("agents/few-2026-05-29.json", Open),
            ("agents/few-20260599.json", Settings),
            ("reports/few-2026-05-29.json", Records),
        ] {
            assert_eq!(place(path), told, "{path}");
        }
    }
}
