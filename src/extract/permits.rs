//! What a gateway lets somebody ask, in settings as in code: its own names, whatever stands behind them.

/// Names, folded, of whom something is allowed, and for how long his budget is.
const WHO: [&str; 4] = ["teamid", "teamalias", "keyalias", "budgetduration"];

/// The list of this name, folded, stands beside such names: what it holds is allowed.
pub(super) fn is_permission<'n>(list: &str, mut beside: impl Iterator<Item = &'n str>) -> bool {
    matches!(list, "models" | "allowedmodels") && beside.any(|name| WHO.contains(&name))
}
