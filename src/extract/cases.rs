//! Cases of a test suite and recorded runs that are kept as data: what is asked, how a script answers, and what is expected of it.
//!
//! Nothing in them is sent. Rows of an evaluation are no such cases: they name what is asked and what is expected, and a
//! model that answers.

use crate::vocabulary::fold_name;

/// Keys of what was done one after the other, in a recorded run.
pub(super) const STEPS: [&str; 5] = ["steps", "turns", "events", "spans", "trajectory"];

/// Keys of what is asked or done.
const ASKED: [&str; 5] = ["request", "requests", "events", "operation", "operations"];

/// Beginnings of names of answers that nobody's server gives.
const SCRIPTED: [&str; 9] =
    ["transport", "mock", "mocked", "scripted", "stub", "stubbed", "canned", "fake", "simulated"];

/// Words in a key of what is expected, that only a check of what is sent has.
const OF_REQUESTS: [&str; 3] = ["request", "payload", "wire"];

/// The same, where what is asked stands beside it.
const OF_ASKED: [&str; 2] = ["setup", "error"];

/// The key says what is expected: `expected`, `expected_request`, `expectedOutput`.
pub(super) fn is_expected(name: &str) -> bool {
    /// How such a key begins.
    const START: &str = "expected";
    name.get(..START.len()).is_some_and(|start| start.eq_ignore_ascii_case(START))
}

/// A mapping with such keys is a case: it expects something of what is sent, or brings its answers along.
pub(super) fn is_case<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    if !names.clone().any(is_expected) {
        return false;
    }
    let folded: Vec<String> = names.map(fold_name).collect();
    let expects = |words: &[&str]| {
        let mut expected = folded.iter().filter_map(|name| name.strip_prefix("expected"));
        expected.any(|of| words.iter().any(|word| of.contains(word)))
    };
    let is_scripted = |name: &String| is_answers(name) && SCRIPTED.iter().any(|start| name.starts_with(start));
    let asks = || folded.iter().any(|name| ASKED.contains(&name.as_str()));
    folded.iter().any(is_scripted)
        || expects(&OF_REQUESTS)
        || asks() && expects(&OF_ASKED)
        || tells_names_apart(&folded)
}

/// The names, folded, are those of a case of what tells names of models apart: one, what comes of it, and no question.
fn tells_names_apart(folded: &[String]) -> bool {
    const NAMES: [&str; 3] = ["model", "modelname", "modelid"];
    const TITLES: [&str; 4] = ["name", "description", "desc", "note"];
    let has_name = folded.iter().any(|name| NAMES.contains(&name.as_str()));
    let is_of_case = |name: &String| {
        NAMES.contains(&name.as_str()) || TITLES.contains(&name.as_str()) || name.starts_with("expected")
    };
    has_name && folded.iter().all(is_of_case)
}

/// The name of answers of a server, folded.
fn is_answers(folded: &str) -> bool {
    folded.ends_with("response") || folded.ends_with("responses")
}

/// A mapping with such keys, in a list of this name, is an answer that is played back: `responses: [{status, json}]`.
pub(super) fn is_played<'n>(list: &str, mut names: impl Iterator<Item = &'n str> + Clone) -> bool {
    is_answers(&fold_name(list))
        && names.clone().any(|name| matches!(name, "status" | "status_code" | "statusCode"))
        && names.any(|name| matches!(name, "json" | "body" | "data" | "headers" | "chunks"))
}

/// A mapping with such keys, in a list of this name, shows what something is given and what it makes of it:
/// `samples: [{inputs, params, result}]`.
pub(super) fn is_sample<'n>(list: &str, mut names: impl Iterator<Item = &'n str> + Clone) -> bool {
    matches!(fold_name(list).as_str(), "samples" | "examples")
        && names.clone().any(|name| matches!(name, "inputs" | "input"))
        && names.any(|name| matches!(name, "result" | "results" | "output" | "outputs"))
}

/// The key of what a case asks, if it may hold the model itself.
pub(super) fn is_input(name: &str) -> bool {
    matches!(name, "input" | "args" | "arguments")
}

/// A file of cases that several programs share, by its path.
pub(super) fn is_shared_suite(path: &str) -> bool {
    const NAMES: [&str; 6] = ["conformance", "goldens", "golden", "vectors", "test-vectors", "test_vectors"];
    let mut parts = path.rsplit(['/', '\\']);
    let stem = parts.next().unwrap_or_default().rsplit_once('.').map_or("", |(stem, _)| stem);
    NAMES.contains(&stem) || stem.ends_with(".vectors") || parts.any(|folder| NAMES.contains(&folder))
}
