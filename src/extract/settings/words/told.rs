//! Keys that only tell of models: what they cost, how they did, what they answered, and when.

use super::is_of_call;
use crate::extract::{recorded, requests};
use crate::reference::Context;
use crate::vocabulary::{fold_name, words_of_name};

/// What only a list of prices says.
pub(crate) fn is_price(name: &str) -> bool {
    let folded = fold_name(name);
    ["price", "pricing", "cost", "pertoken"].iter().any(|word| folded.contains(word))
}

/// The name is of how many of something there are: `totalEntries`, `num_samples`. What is spent or allowed is none.
pub(crate) fn is_count(name: &str) -> bool {
    const COUNTING: [&str; 3] = ["total", "num", "count"];
    const SPENT: [&str; 6] = ["timeout", "budget", "retries", "limit", "ctx", "predict"];
    let mut words = words_of_name(name).map(str::to_ascii_lowercase);
    let counts = words.next().is_some_and(|first| COUNTING.contains(&first.as_str()));
    let mut rest = words.peekable();
    counts && rest.peek().is_some() && !rest.any(|word| SPENT.contains(&word.as_str()))
}

/// A document with such keys at its top declares the form of others.
pub(crate) fn declares_form(names: &[&str]) -> bool {
    names.contains(&"$schema") && ["properties", "definitions", "$defs"].iter().any(|name| names.contains(name))
}

/// A document with such a key at its top only describes or records.
pub(crate) fn silence_of_document(name: &str) -> Option<Context> {
    match name {
        "openapi" | "swagger" | "asyncapi" => Some(Context::Text),
        "interactions" | "http_interactions" => Some(Context::Expectation),
        _ => None,
    }
}

/// A mapping with such keys records what happened: an answer, a run, a trace. Nothing in it is a setting.
pub(crate) fn records<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    const SIGNS: &[&str] = &[
        "startedat",
        "finishedat",
        "completedat",
        "completiontime",
        "starttime",
        "endtime",
        "stopreason",
        "systemfingerprint",
        "totaldurationseconds",
    ];
    const OUTCOMES: &[&str] = &[
        "numsteps",
        "instanceid",
        "runid",
        "resolved",
        "success",
        "passed",
        "failed",
        "exitstatus",
        "exitcode",
        "trajectory",
    ];
    const DELIVERY: &[&str] =
        &["ok", "status", "statuscode", "runid", "requestid", "totalbytes", "contenttype", "headers"];
    let (mut has_usage, mut has_answer) = (false, false);
    // What is said of a place in a file, by a linter or a compiler.
    let (mut has_file, mut has_line) = (false, false);
    // What a mocked server answers, and to which request.
    let (mut has_matcher, mut has_reply) = (false, false);
    // When something was done, and what came of it.
    let (mut has_moment, mut has_outcome) = (false, false);
    // What servers say of each answer: what it is, and when they made it.
    let (mut has_object, mut has_creation) = (false, false);
    // How a request went, of which the answer says so much.
    let mut delivered = 0;
    // A message of a conversation that says which model wrote it.
    let (mut has_role, mut has_content, mut has_model) = (false, false, false);
    let folded: Vec<String> = names.map(fold_name).collect();
    let all = || folded.iter().map(String::as_str);
    if recorded::tells_both_models(all()) || recorded::is_prediction(all()) {
        return true;
    }
    for folded in &folded {
        if SIGNS.contains(&folded.as_str()) || recorded::is_measured(folded) || recorded::is_of_span(folded) {
            return true;
        }
        has_file |= matches!(folded.as_str(), "path" | "file" | "filename");
        has_line |= matches!(folded.as_str(), "line" | "lineno" | "linenumber");
        has_matcher |= matches!(folded.as_str(), "match" | "matcher" | "matchers" | "requestmatcher");
        has_reply |= matches!(folded.as_str(), "response" | "responses" | "reply" | "replies");
        has_moment |= matches!(folded.as_str(), "createdat" | "created" | "date" | "time");
        has_outcome |= OUTCOMES.contains(&folded.as_str());
        delivered += usize::from(DELIVERY.contains(&folded.as_str()));
        has_object |= folded == "object";
        has_creation |= matches!(folded.as_str(), "created" | "createdat");
        has_role |= folded == "role";
        has_content |= matches!(folded.as_str(), "content" | "items");
        has_model |= matches!(folded.as_str(), "model" | "modelid");
        has_usage |= matches!(folded.as_str(), "usage" | "created" | "request");
        has_answer |= matches!(folded.as_str(), "choices" | "completion" | "response" | "output");
    }
    let is_of_a_run = (has_moment && has_outcome || delivered > 2) && has_model;
    let is_of_an_answer =
        has_usage && has_answer || has_role && has_content && has_model || has_object && has_creation && has_model;
    is_of_a_run || is_of_an_answer || has_file && has_line || has_matcher && has_reply
}

/// The name of a model in a row of results.
pub(crate) fn names_model(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "model" | "modelid" | "modelname" | "llm")
}

/// A row names a model, and beside it nothing but when that came.
pub(crate) fn says_only_when<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    const OF_COMING: [&str; 5] = ["creat", "releas", "publish", "announc", "launch"];
    const MOMENTS: [&str; 2] = ["timestamp", "date"];
    let (mut models, mut moments) = (0, 0);
    for name in names {
        let folded = fold_name(name);
        let is_moment =
            OF_COMING.iter().any(|word| folded.starts_with(word)) || MOMENTS.iter().any(|end| folded.ends_with(end));
        match (names_model(name), is_moment) {
            (true, _) => models += 1,
            (false, true) => moments += 1,
            (false, false) => return false,
        }
    }
    models == 1 && moments > 0
}

/// A list of what was compared, by how it did.
pub(crate) fn holds_compared(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "baselines" | "leaderboard" | "results" | "benchmarks")
}

/// A mapping of how something did.
pub(crate) fn holds_results(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "results" | "scores")
}

/// A mapping of numbers that, in a row of what was compared, say how it did.
pub(crate) fn holds_scores(name: &str) -> bool {
    fold_name(name) == "metrics"
}

/// Mappings of what a server said of its answer, beside the answer.
pub(crate) fn holds_answer_facts(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "metadata" | "responsemetadata")
}

/// A document with such a key at its top was made by a program, on that day.
pub(crate) fn is_moment_of_making(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "builtat" | "generatedat" | "generatedon" | "fetchedat")
}

/// A row says which model answered to a text, and nothing that a call takes.
pub(crate) fn is_observed<'n>(mut names: impl Iterator<Item = &'n str> + Clone) -> bool {
    const TEXTS: &[&str] = &["phrase", "text", "question", "utterance", "sentence", "query"];
    let is_one_of = |name: &str, words: &[&str]| words.contains(&fold_name(name).as_str());
    names.clone().any(|name| is_one_of(name, &["model", "modelid", "modelname"]))
        && names.clone().any(|name| is_one_of(name, TEXTS))
        && !names.any(|name| is_of_call(name) || matches!(hint(name), Some(Hint::Parameter)))
}

/// A list of what was seen.
pub(crate) fn holds_observations(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "evidence" | "observations" | "measurements")
}

/// What a key says about the mapping in which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A fact about a model.
    Fact,
    /// A word for people, or a limit that may be a parameter.
    Label,
    /// A parameter of a call.
    Parameter,
}

/// What a key says about the mapping in which it stands.
pub(crate) fn hint(name: &str) -> Option<Hint> {
    const FACTS: &[&str] = &[
        "price",
        "pricing",
        "cost",
        "pertoken",
        "contextwindow",
        "contextlength",
        "contextsize",
        "cutoff",
        "passrate",
    ];
    const EXACT_FACTS: &[&str] = &[
        "tokens",
        "maxinputtokens",
        "released",
        "releasedate",
        "capabilities",
        "modalities",
        "score",
        "accuracy",
        "elo",
        "testcases",
    ];
    const LABELS: &[&str] = &[
        "label",
        "title",
        "description",
        "displayname",
        "prettyname",
        "maxtokens",
        "maxoutputtokens",
        "author",
        "logo",
        "icon",
        "group",
        "category",
        "tags",
    ];
    const PARAMETERS: &[&str] =
        &["prompts", "stream", "seed", "tools", "baseurl", "apibase", "timeout", "modelparameters"];
    let folded = fold_name(name);
    let name = folded.as_str();
    let is_fact = FACTS.iter().any(|word| name.contains(word)) || EXACT_FACTS.contains(&name);
    if is_fact || recorded::counts_tokens(name) {
        Some(Hint::Fact)
    } else if LABELS.contains(&name) {
        Some(Hint::Label)
    } else if requests::is_sent(name) || requests::names_secret(name) || PARAMETERS.contains(&name) {
        Some(Hint::Parameter)
    } else {
        None
    }
}
