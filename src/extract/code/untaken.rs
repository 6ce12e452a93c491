//! What a file defines for others who do not take it: functions, classes and constants that nothing in the file comes to
//! either, but others that nobody takes.

use std::collections::BTreeSet;

use super::idiom::Idiom;
use super::lower::Lowered;
use super::names::Names;
use super::tree::{Kind, NodeId, Role, Tree};
use crate::source::{SourceFile, Span};

/// Definitions of a file that are looked at: of one with more nothing is said.
const MOST: usize = 512;

/// A thing that a file defines at its top.
struct Definition<'f> {
    node: NodeId,
    name: &'f str,
    /// Loading the file does something with it, or may.
    is_run: bool,
}

/// The places of what a file gives to others under names that none of them takes, and of what only that uses. `given` are
/// the names that it gives.
pub fn untaken(
    file: &SourceFile,
    lowered: &Lowered,
    idiom: Idiom<'_>,
    given: &[String],
    is_taken: &dyn Fn(&str) -> bool,
) -> Vec<Span> {
    let names = Names::new(file, &lowered.tree, idiom);
    let all: Vec<Definition<'_>> = names.tree.children(Tree::ROOT).filter_map(|node| names.defined(node)).collect();
    if all.len() > MOST {
        return Vec::new();
    }
    let is_given = |name: &str| given.iter().any(|own| own == name);
    let mut reached: Vec<bool> = Vec::with_capacity(all.len());
    let mut users: Vec<BTreeSet<usize>> = Vec::with_capacity(all.len());
    for one in &all {
        let mentions = names.mentions_of(one.name).iter().map(|mention| names.top(*mention));
        let mentions: BTreeSet<NodeId> = mentions.filter(|top| *top != one.node).collect();
        let place = |top: &NodeId| all.iter().position(|other| other.node == *top && !other.is_run);
        let by: BTreeSet<usize> = mentions.iter().filter_map(place).collect();
        // What nobody uses and nobody is given may be there for what only its text shows.
        let is_odd = !is_given(one.name) && (mentions.is_empty() || names.is_given_otherwise(one.name));
        let is_used = by.len() < mentions.len();
        reached.push(one.is_run || is_odd || is_used || is_given(one.name) && is_taken(one.name));
        users.push(by);
    }
    // Each round reaches something more, or is the last.
    while let Some(next) = (0..all.len()).find(|at| !reached[*at] && users[*at].iter().any(|user| reached[*user])) {
        reached[next] = true;
    }
    let left = all.iter().zip(reached).filter(|(_, is_reached)| !is_reached);
    left.map(|(one, _)| names.tree.node(one.node).span).collect()
}

impl<'f> Names<'f> {
    /// What a statement of the file itself defines, if that is a name.
    fn defined(&self, node: NodeId) -> Option<Definition<'f>> {
        let tree = self.tree;
        let (role, is_run) = match tree.kind(node) {
            Kind::Function | Kind::Class => (Role::Name, self.decorators(node).next().is_some()),
            Kind::Assign => {
                let value = tree.child(node, Role::Value)?;
                (Role::Target, tree.kind(value) != Kind::Function && self.runs_something(value))
            }
            _ => return None,
        };
        let target = tree.child(node, role).filter(|target| tree.kind(*target) == Kind::Name)?;
        let name = self.text(target);
        Some(Definition { node, name, is_run: is_run || self.dialect.is_sought(name) })
    }

    /// Something is called to make a value, whoever uses it.
    fn runs_something(&self, value: NodeId) -> bool {
        let tree = self.tree;
        let all = std::iter::once(value).chain(tree.below(value));
        { all }.any(|node| tree.kind(node) == Kind::Call && self.function_of(node).is_none())
    }

    /// A statement gives a name to others under another one.
    fn is_given_otherwise(&self, name: &str) -> bool {
        self.exports.iter().any(|export| export.local.as_deref() == Some(name))
    }
}
