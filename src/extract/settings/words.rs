//! Words of formats: which keys hold variables, commands, examples, rows of tables.

use crate::extract::{cases, recorded, requests};
use crate::reference::Context;
use crate::vocabulary::{fold_name, words_of_name};

/// Mappings and lists of variables.
pub(crate) fn holds_variables(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "environment",
        "env",
        "envs",
        "envvars",
        "extraenv",
        "extraenvvars",
        "variables",
        "data",
        "stringdata",
        "buildargs",
    ];
    NAMES.contains(&fold_name(name).as_str())
}

/// Mappings of a client: its class, its address, what it is given.
pub(crate) fn is_client(name: &str) -> bool {
    let folded = fold_name(name);
    folded.contains("client") || matches!(folded.as_str(), "api" | "connection")
}

/// Names of addresses of any kind.
pub(crate) fn is_any_address(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "url" | "host" | "endpoint")
}

/// What only a call has, but for its model.
pub(crate) fn is_of_call(name: &str) -> bool {
    let folded = fold_name(name);
    requests::is_sent(&folded)
        || matches!(folded.as_str(), "seed" | "params" | "parameters" | "modelparams" | "modelparameters")
}

/// Whose arguments or settings a mapping holds, folded: `model` of `model_kwargs`, nothing of `args`.
pub(crate) fn whose_arguments(name: &str) -> Option<String> {
    const ENDS: &[&str] =
        &["kwargs", "args", "arguments", "params", "parameters", "config", "configuration", "options", "settings"];
    let folded = fold_name(name);
    ENDS.iter().find_map(|end| folded.strip_suffix(end)).map(str::to_owned)
}

/// Whose arguments those of a model are; the empty word stands for whatever is beside.
pub(crate) fn is_of_model(word: &str) -> bool {
    const WORDS: &[&str] =
        &["", "llm", "model", "chat", "completion", "connection", "api", "server", "request", "http", "init", "extra"];
    WORDS.contains(&word)
}

/// The class that a setting names, without its module: of `lib.chat:AcmeChat` the last part.
pub(crate) fn class_named<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    /// Names that hold a class in any form, and others that hold one where its module stands before it.
    const SURE: &[&str] = &["class_name", "classname", "_target_", "class_path", "classpath", "class", "cls", "_class"];
    const LIKELY: &[&str] = &["type", "_type", "client", "target", "impl", "implementation"];
    let (module, class) = value.trim().rsplit_once(['.', ':', '/']).unwrap_or(("", value.trim()));
    let is_name = class.starts_with(|c: char| c.is_ascii_uppercase())
        && class.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let lower = name.to_ascii_lowercase();
    let is_class = SURE.contains(&lower.as_str()) || !module.is_empty() && LIKELY.contains(&lower.as_str());
    (is_name && is_class).then_some(class)
}

/// How or where something runs, in lower case: such words name no deployment of a model.
pub(crate) fn is_mode(word: &str) -> bool {
    const MODES: &[&str] = &[
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "none",
        "null",
        "full",
        "minimal",
        "standard",
        "basic",
        "default",
        "auto",
        "local",
        "remote",
        "cloud",
        "hybrid",
        "onprem",
        "on-prem",
        "on-premise",
        "on-premises",
        "selfhosted",
        "self-hosted",
        "prod",
        "production",
        "dev",
        "development",
        "stage",
        "staging",
        "test",
        "testing",
        "kubernetes",
        "k8s",
        "serverless",
        "container",
        "cluster",
        "server",
    ];
    MODES.contains(&word)
}

/// Mappings of facts about the model that stands beside them.
pub(crate) fn holds_facts(name: &str) -> bool {
    fold_name(name) == "modelinfo"
}

/// Mappings whose values may be whole files.
pub(crate) fn holds_files(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "data" | "stringdata")
}

/// Text that a shell runs, or arguments of a program.
pub(crate) fn holds_commands(name: &str) -> bool {
    const NAMES: &[&str] =
        &["run", "script", "beforescript", "afterscript", "command", "commands", "cmd", "entrypoint", "shell", "exec"];
    let folded = fold_name(name);
    NAMES.contains(&folded.as_str()) || folded.ends_with("args")
}

/// Mappings from names of the user's own to commands.
pub(crate) fn holds_scripts(name: &str) -> bool {
    name == "scripts"
}

/// Keys that stand for the one above them: `model: {name: …}`, `inputs: {model: {default: …}}`.
pub(crate) fn stands_for_owner(name: &str) -> bool {
    matches!(name, "default" | "Default" | "value" | "name" | "id")
}

/// An LLM, or the one for something: `llm`, `llm_for_plans`, `judge_llm`.
pub(crate) fn is_llm(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.split(['_', '-']).next() == Some("llm") || lower.split(['_', '-']).next_back() == Some("llm")
}

/// The value of a pair, as all or some write it: `{name: …, value: …}`, `{Name: …, Value: …}`.
pub(crate) fn is_value(name: &str) -> bool {
    matches!(name, "value" | "Value")
}

/// Keys that describe something to people.
pub(crate) fn describes(name: &str) -> bool {
    const NAMES: &[&str] = &["name", "id", "label", "title", "description", "displayname", "prettyname", "slug", "key"];
    NAMES.contains(&fold_name(name).as_str())
}

/// Mappings from names of the user's own to models.
pub(crate) fn holds_aliases(name: &str) -> bool {
    let folded = fold_name(name);
    ["models", "llms", "alias", "aliases", "modelmap"].iter().any(|word| folded.ends_with(word))
}

/// Lists of names of the user's own, each with what it stands for behind a colon.
pub(crate) fn lists_aliases(name: &str) -> bool {
    matches!(name, "alias" | "aliases")
}

/// Lists of models with what each is asked with.
pub(crate) fn holds_models(name: &str) -> bool {
    let folded = fold_name(name);
    folded.ends_with("models") || folded.ends_with("llms")
}

/// What only a list of prices says.
pub(crate) fn is_price(name: &str) -> bool {
    let folded = fold_name(name);
    ["price", "pricing", "cost", "pertoken"].iter().any(|word| folded.contains(word))
}

/// Lists of models that are offered or tried.
pub(crate) fn holds_choices(name: &str) -> bool {
    let folded = fold_name(name);
    ["models", "llms", "fallbacks", "choices", "model"].iter().any(|word| folded.ends_with(word))
}

/// Nothing below such a key is in use.
pub(crate) fn silence_below(name: &str) -> Option<Context> {
    match fold_name(name).as_str() {
        "example" | "examples" | "xexample" | "xexamples" => Some(Context::Text),
        // The linter's own configuration, within that of a project.
        "modellint" => Some(Context::Text),
        "assert" | "asserts" | "assertions" | "expect" => Some(Context::Expectation),
        folded => (cases::is_expected(folded) || says_what_made_it(name)).then_some(Context::Expectation),
    }
}

/// What was done with what is kept, and by whom: `generated_using_model`, `annotatedBy`.
fn says_what_made_it(name: &str) -> bool {
    const DONE: [&str; 12] = [
        "generated",
        "created",
        "produced",
        "written",
        "annotated",
        "labeled",
        "labelled",
        "translated",
        "summarized",
        "extracted",
        "answered",
        "graded",
    ];
    const BY: [&str; 4] = ["using", "by", "with", "via"];
    let folded = fold_name(name);
    let after = DONE.iter().find_map(|done| folded.strip_prefix(done));
    after.is_some_and(|rest| {
        BY.iter().any(|by| rest.strip_prefix(by).is_some_and(|of| of.is_empty() || is_of_model(of)))
    })
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

/// A list that says for which models the prompt beside it is meant: of a mapping in a list of prompts.
pub(crate) fn tells_for_whom<'n>(name: &str, owner: &str, mut beside: impl Iterator<Item = &'n str>) -> bool {
    let is_prompts = || ["prompt", "template"].iter().any(|word| fold_name(owner).contains(word));
    let holds_text = |name: &str| {
        matches!(fold_name(name).as_str(), "content" | "messages" | "template" | "prompt" | "text" | "outputparser")
    };
    matches!(name, "models" | "for_models") && is_prompts() && beside.any(holds_text)
}

/// Mappings of what a server said of its answer, beside the answer.
pub(crate) fn holds_answer_facts(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "metadata" | "responsemetadata")
}

/// A list of labels for people and bills.
pub(crate) fn holds_labels(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "tags" | "resourcetags" | "labels")
}

/// An answer that is given in place of a model's.
pub(crate) fn is_played_answer(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "mockresponse" | "mockanswer" | "mockreply")
}

/// A key beside a model that says who answers.
pub(crate) fn names_provider(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "provider" | "llmprovider" | "modelprovider")
}

/// A key says who answers, also from further up or by its end: `preferred_provider`, `research_via`.
pub(crate) fn says_who_answers(name: &str) -> bool {
    const ENDS: &[&str] = &["provider", "via", "platform", "vendor", "backend", "gateway", "router", "service"];
    let folded = fold_name(name);
    ENDS.iter().any(|end| folded.ends_with(end))
}

/// A flow with all that it is made of: its steps, and how one leads to the next.
pub(crate) fn is_flow<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    ["nodes", "connections"].iter().all(|word| names.clone().any(|name| name == *word))
}

/// Under such a word a step of a flow says to which other flow it hands on what it has.
pub(crate) const NEXT_FLOW: [&str; 2] = ["workflowId", "flowId"];

/// Whoever hands requests on, by a name that nobody else knows.
pub(crate) fn is_relay(provider: &str) -> bool {
    let lower = provider.to_ascii_lowercase();
    ["proxy", "gateway"].iter().any(|word| lower.contains(word))
}

/// Whoever answers is no model.
pub(crate) fn is_stand_in(provider: &str) -> bool {
    matches!(provider.to_ascii_lowercase().as_str(), "fake" | "mock" | "dummy" | "stub" | "echo")
}

/// A file of jobs that a server runs, by its path.
pub(crate) fn is_workflow(path: &str) -> bool {
    path.replace('\\', "/").contains(".github/workflows/")
}

/// A form that people fill in who report something, by the path of its file.
pub(crate) fn is_form_of_issues(path: &str) -> bool {
    const FOLDERS: &[&str] = &["issue_template", "discussion_template"];
    path.rsplit(['/', '\\']).skip(1).any(|folder| FOLDERS.contains(&folder.to_ascii_lowercase().as_str()))
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

/// A folder of one run, named after its moment: `run_20250102_101112`.
fn is_of_a_run(folder: &str) -> bool {
    const DIGITS: usize = 14;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | 'T' | ':' | '.' | 'Z');
    let moment = &folder[folder.trim_end_matches(is_part).len()..];
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    let is_date = |from: usize, low: u32, high: u32| {
        digits.get(from..from + 2).and_then(|two| two.parse().ok()).is_some_and(|n: u32| (low..=high).contains(&n))
    };
    // Digits alone number things; a moment is written in parts.
    digits.len() == DIGITS
        && moment.len() > DIGITS
        && is_date(0, 19, 20)
        && is_date(4, 1, 12)
        && is_date(6, 1, 31)
        && is_date(8, 0, 23)
}

/// A file of recorded requests and answers, or a copy of what a run was given, by its path.
pub(crate) fn is_recording(path: &str) -> bool {
    const FOLDERS: &[&str] = &["cassettes", "recordings", "__recordings__", "recorded"];
    let mut parts = path.rsplit(['/', '\\']);
    let stem = parts.next().unwrap_or_default().split('.').next().unwrap_or_default().to_ascii_lowercase();
    // Not `recorder.yaml`, which is a program's.
    let is_named = ["recorded", "recording", "recordings", "cassette"]
        .iter()
        .any(|word| stem.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_'])));
    is_named || parts.any(|folder| FOLDERS.contains(&folder) || is_of_a_run(folder))
}

/// A file that was put away, by the folders in which it lies: `archive`, `_archived`, `experiment_archives`,
/// `configs_not_in_use`.
pub(crate) fn is_archived(path: &str) -> bool {
    const FOLDERS: &[&str] = &["archive", "archives", "archived", "unused"];
    // What ends in the singular may make archives.
    const ENDS: [&str; 4] = ["_archives", "-archives", "not_in_use", "not-in-use"];
    let is_kind = |folder: &str| ENDS.iter().any(|end| folder.ends_with(end));
    path.rsplit(['/', '\\']).skip(1).any(|folder| {
        let folder = folder.to_ascii_lowercase();
        FOLDERS.contains(&folder.trim_start_matches(['_', '.'])) || is_kind(&folder)
    })
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
