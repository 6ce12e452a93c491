//! What a selection of rules names: one of them, or all there are.

use crate::diagnostic::Rule;

/// One name in a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selected {
    /// This rule.
    Rule(Rule),
    /// All rules, those that are off by default as well: `ALL`.
    All,
}

/// The name of all rules.
const ALL: &str = "ALL";

impl Selected {
    /// What a name selects.
    pub fn parse(name: &str) -> Option<Selected> {
        if name == ALL { Some(Selected::All) } else { Rule::parse(name).map(Selected::Rule) }
    }

    /// Every name that selects something.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Rule::ALL.iter().map(|rule| rule.name()).chain([ALL])
    }
}
