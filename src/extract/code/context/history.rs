//! What was so once: steps of a database's history, and of settings that are brought up to date version by version.

use super::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::vocabulary::{Sign, fold_name};

/// Blocks in blocks that are looked at.
const MOST_BLOCKS: usize = 16;

/// What a file has for a step and for the way back.
const STEPS: [&str; 2] = ["up", "down"];

/// What a package says of its own version, in code that fits itself to it: nothing of that is history.
const OF_PACKAGES: [&str; 5] = ["__version__", "VERSION", "version(\"", "version('", "version_info"];

impl Contexts<'_, '_> {
    /// Something stands in a step of a database's history, by its class or since the file names the step before it or the
    /// way back, or in one for data of an older version: what it says was so once.
    pub(super) fn is_in_history(&self, node: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is = |name: &str, sign| self.vocabulary.is_sign(name, sign);
        let is_step = |base: NodeId| tree.role(base) == Role::Base && is(names.text(base), Sign::HistoryClass);
        let steps_both_ways = || STEPS.iter().all(|step| names.of_module().any(|(name, _)| name == *step));
        let names_a_step = || names.of_module().any(|(name, _)| is(name, Sign::HistoryName)) || steps_both_ways();
        self.once(Question::History, Tree::ROOT, names_a_step)
            || names.class_of(node).is_some_and(|class| tree.children(class).any(is_step))
            || self.is_for_older_data(node)
    }

    /// A block around it is only run for what an older version wrote: `if old < parse_version("2.0.16"):`.
    fn is_for_older_data(&self, node: NodeId) -> bool {
        let tree = &self.names.tree;
        let blocks = tree.ancestors(node).filter(|up| tree.kind(*up) == Kind::Block).take(MOST_BLOCKS);
        { blocks }.filter_map(|block| tree.before(block)).any(|condition| match tree.kind(condition) {
            Kind::And => tree.children(condition).any(|part| self.asks_for_older(part)),
            _ => self.asks_for_older(condition),
        })
    }

    /// The condition asks whether a version of data is lower than one that is written there.
    fn asks_for_older(&self, condition: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        match tree.kind(condition) {
            Kind::Compare => {
                let mut sides = tree.children(condition);
                let (Some(left), Some(right), None) = (sides.next(), sides.next(), sides.next()) else { return false };
                let between = tree.node(left).span.end as usize..tree.node(right).span.start as usize;
                let sign = names.file.bytes.get(between).unwrap_or_default().trim_ascii();
                match sign {
                    b"<" | b"<=" => self.is_version_of_data(left, right),
                    b">" | b">=" => self.is_version_of_data(right, left),
                    _ => false,
                }
            }
            // `versions.lt(stored, "2.0.0")`
            Kind::Call => {
                let chain = tree.child(condition, Role::Callee).map(|callee| names.chain(callee).names);
                let asks = chain.is_some_and(|chain| matches!(chain.as_slice(), [.., "lt" | "lte"]));
                let given = names.positional(condition);
                matches!(given.as_slice(), [asked, written] if asks && self.is_version_of_data(*asked, *written))
            }
            _ => false,
        }
    }

    /// What is asked is the version of some data, and what it is compared with a version that is written there.
    fn is_version_of_data(&self, asked: NodeId, written: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        // `parse(stored)`, `Version("2.0")`: what makes a version of a text.
        let within = |node: NodeId| {
            let callee = tree.child(node, Role::Callee).filter(|_| tree.kind(node) == Kind::Call);
            let last = callee.and_then(|callee| names.chain(callee).names.last().map(|last| fold_name(last)));
            let is_made =
                last.is_some_and(|last| last.ends_with("version") || matches!(last.as_str(), "parse" | "coerce"));
            is_made.then(|| names.positional(node).first().copied()).flatten()
        };
        let text = |node: NodeId| within(node).or(Some(node)).and_then(|node| names.literal(node));
        let is_dotted = text(written).is_some_and(|text| is_version(&text.text));
        let asked = within(asked).unwrap_or(asked);
        let name = names.key_of(asked).unwrap_or_else(|| names.text(asked));
        // Data may count its versions.
        let is_number = || {
            let is_digits = names.text(written).bytes().all(|byte| byte.is_ascii_digit());
            tree.kind(written) == Kind::Literal && is_digits && fold_name(name).ends_with("version")
        };
        (is_dotted || is_number())
            && matches!(tree.kind(asked), Kind::Name | Kind::Member | Kind::Index)
            && !self.is_version_of_package(asked)
    }

    /// It is the version of a package that is imported, or was asked of one.
    fn is_version_of_package(&self, asked: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let says = |node: NodeId| OF_PACKAGES.iter().any(|word| names.text(node).contains(word));
        let base = names.chain(asked).base;
        let is_package = |bound: &Bound| match bound {
            Bound::Import(_) => true,
            Bound::Value(value) => says(*value),
            _ => false,
        };
        says(asked) || (tree.kind(base) == Kind::Name && names.lookup(base, names.text(base)).iter().any(is_package))
    }
}

/// The text is a version: numbers with dots between them.
fn is_version(text: &str) -> bool {
    let text = text.trim_start_matches('v');
    text.contains('.')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'))
}
