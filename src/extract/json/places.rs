//! Where JSON lies, by the words of its path: settings lie elsewhere than what programs measured, answered or collected.

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
    "chatbot",
    "chatbots",
    "cfg",
    "character",
    "characters",
    "conf",
    "config",
    "configs",
    "configuration",
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
    "team",
    "teams",
    "template",
    "templates",
    "tool",
    "tools",
    "workflow",
    "workflows",
];

/// Words of files and folders whose JSON tells what was.
const RECORDS: &[&str] = &[
    "answers",
    "archive",
    "benchmark",
    "benchmarks",
    "conversations",
    "data",
    "dataset",
    "datasets",
    "history",
    "leaderboard",
    "log",
    "logs",
    "metrics",
    "output",
    "outputs",
    "parsed",
    "processed",
    "record",
    "records",
    "report",
    "reports",
    "responses",
    "result",
    "results",
    "run",
    "runs",
    "statistics",
    "stats",
    "traces",
    "transcripts",
];

/// Nothing but the place of a file tells whether it holds settings, and that says it holds what was measured, answered
/// or collected. What stands nearer to the file counts more.
pub(super) fn holds_records(path: &str) -> bool {
    /// The file itself and the folders above it that are looked at.
    const NEAREST: usize = 8;
    let told = path.rsplit(['/', '\\']).take(NEAREST).find_map(|part| {
        let part = part.to_ascii_lowercase();
        let words = part.split(|c: char| !c.is_ascii_alphanumeric());
        let has = |list: &[&str]| words.clone().any(|word| list.contains(&word));
        match (has(SETTINGS), has(RECORDS)) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    });
    told.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::holds_records;

    #[test]
    fn the_nearest_word_tells_records_from_settings() {
        for (path, records) in [
            ("results.json", true),
            ("public/data/results.json", true),
            ("data/processed/zed-1.json", true),
            ("data/zed.json", true),
            ("position_benchmark/held-out/plan.json", true),
            ("data/agents.json", false),
            ("graph_data/a.json", false),
            ("data/flows/a.json", false),
            ("templates/chatbot with history.json", false),
            ("results/config.json", false),
            ("zed.json", false),
            ("a/zed.json", false),
            ("outputs/few/part/a/zed.json", true),
            ("few/run_99/zed.json", true),
            ("config/outputs/few/zed.json", true),
            ("data/agents/few/a/zed.json", false),
        ] {
            assert_eq!(holds_records(path), records, "{path}");
        }
    }
}
