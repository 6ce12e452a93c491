//! Words of formats: which keys hold variables, commands, arguments of a model, lists and names of it.
//!
//! What the path of a file says stands in `paths`, what only tells of models (prices, results, answers) in `told`.

mod paths;
mod told;

use crate::extract::{cases, requests};
use crate::reference::Context;
use crate::vocabulary::fold_name;

pub(crate) use self::paths::{is_archived, is_form_of_issues, is_recording, is_workflow};
pub(crate) use self::told::{
    Hint, declares_form, hint, holds_answer_facts, holds_compared, holds_observations, holds_results, holds_scores,
    is_count, is_moment_of_making, is_observed, is_price, names_model, records, says_only_when, silence_of_document,
};

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

/// A list that says for which models the prompt beside it is meant: of a mapping in a list of prompts.
pub(crate) fn tells_for_whom<'n>(name: &str, owner: &str, mut beside: impl Iterator<Item = &'n str>) -> bool {
    let is_prompts = || ["prompt", "template"].iter().any(|word| fold_name(owner).contains(word));
    let holds_text = |name: &str| {
        matches!(fold_name(name).as_str(), "content" | "messages" | "template" | "prompt" | "text" | "outputparser")
    };
    matches!(name, "models" | "for_models") && is_prompts() && beside.any(holds_text)
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
