//! Values that are held against what stands elsewhere in the file: a type of literals, a comparison. Whoever edits one of
//! them alone gets a value that its type does not have, or another branch.

use std::collections::HashSet;

use super::{Kind, Names, NodeId};
use crate::reference::{Context, Reference};
use crate::source::Span;

/// What a type of literals is called where it is written as a value: `Kind = Literal["…", "…"]`.
const LITERALS: &str = "Literal";

/// Levels between a literal and its type at most.
const HIGHEST: usize = 8;

/// The values among some references that go on through a name, and stand once more in a type or a comparison.
pub(super) fn tied<'r>(names: &Names<'_>, references: impl Iterator<Item = &'r Reference> + Clone) -> Vec<Span> {
    let is_named = |one: &&Reference| {
        one.uses
            .iter()
            .any(|used| !used.context.is_silent() && (used.path.is_some() || used.span.start > one.value.span.start))
    };
    let named: Vec<&Reference> = references.clone().filter(is_named).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let wanted: HashSet<&str> = named.iter().map(|one| one.value.text.as_str()).collect();
    let is_compared =
        |one: &&Reference| !one.uses.is_empty() && one.uses.iter().all(|used| used.context == Context::Comparison);
    let compared = references.filter(|one| wanted.contains(one.value.text.as_str())).filter(is_compared);
    let compared: HashSet<&str> = compared.map(|one| one.value.text.as_str()).collect();
    let typed = literals_of_types(names);
    let is_tied = |one: &&Reference| {
        let text = one.value.text.as_str();
        compared.contains(text) || typed.contains(text)
    };
    named.into_iter().filter(is_tied).map(|one| one.value.span).collect()
}

/// The literals that stand in types, without their quotes.
fn literals_of_types<'n>(names: &'n Names<'_>) -> HashSet<&'n str> {
    let tree = names.tree;
    let is_typed = |node: &NodeId| {
        tree.ancestors(*node).take(HIGHEST).any(|up| match tree.kind(up) {
            Kind::Type => true,
            Kind::Index => {
                let name = names.text(up).split('[').next().unwrap_or_default();
                name.rsplit('.').next() == Some(LITERALS)
            }
            _ => false,
        })
    };
    let strings = tree.ids().filter(|node| tree.kind(*node) == Kind::Str);
    strings.filter(is_typed).map(|node| names.text(node).trim_matches(['"', '\''])).collect()
}
