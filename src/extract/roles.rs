//! Roles in the names of settings: `planner_provider` belongs to `planner_model`.

use crate::vocabulary::fold_name;

/// The role in the name of a model, folded: `planner` of `planner_model` and of `planner_llm_model`; empty where it has
/// none.
pub(super) fn of_model(name: &str) -> Option<String> {
    role(name, &["llmmodelname", "llmmodelid", "llmmodel", "modelname", "modelid", "model"])
}

/// The role in the name of a provider: `planner` of `planner_provider` and of `planner_model_provider`.
pub(super) fn of_provider(name: &str) -> Option<String> {
    role(name, &["modelprovider", "llmprovider", "provider"])
}

/// The name may be that of a provider with a role.
pub(super) fn may_have_one(name: &str) -> bool {
    const PROVIDER: &[u8] = b"provider";
    let at = name.len().saturating_sub(PROVIDER.len());
    at > 0 && name.as_bytes()[at..].eq_ignore_ascii_case(PROVIDER)
}

/// Whoever is called so answers without a model: `fake`, `mock_llm`.
pub(super) fn is_stand_in(provider: &str) -> bool {
    let lower = provider.to_ascii_lowercase();
    let first = lower.split(['_', '-']).next().unwrap_or_default();
    lower == "echo" || matches!(first, "fake" | "mock" | "dummy" | "stub")
}

fn role(name: &str, ends: &[&str]) -> Option<String> {
    let folded = fold_name(name);
    ends.iter().find_map(|end| folded.strip_suffix(end)).map(str::to_owned)
}
