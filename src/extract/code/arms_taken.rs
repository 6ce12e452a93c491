//! Arms of an `if` of which a call takes one, by what it gives: `def ask(model, chat=False)`, `if chat: … else: …`.

use super::follow::Passed;
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role};
use crate::source::Span;

/// Blocks of a function that are looked at.
const MOST_BLOCKS: usize = 64;

/// What a parameter is in one call, as far as a condition asks for it.
#[derive(PartialEq)]
enum Given {
    Text(String),
    Literal(String),
}

impl Given {
    fn holds(&self) -> Option<bool> {
        match self {
            Given::Text(text) => Some(!text.is_empty()),
            Given::Literal(word) => match word.as_str() {
                "True" | "true" => Some(true),
                "False" | "false" | "None" | "null" | "undefined" | "0" => Some(false),
                _ => None,
            },
        }
    }
}

impl<'f> Names<'f> {
    /// By what a call gives a function, it does not come to a place in it.
    pub(super) fn passes_by(&self, call: NodeId, function: NodeId, place: Span) -> bool {
        let tree = &self.tree;
        if !tree.node(function).span.contains(place) || tree.node(function).span == place {
            return false;
        }
        let blocks = tree.below(function).filter(|node| tree.kind(*node) == Kind::Block).take(MOST_BLOCKS);
        { blocks }.any(|block| {
            let Some(holds) = self.condition_of(block).and_then(|asked| self.decided(asked, call, function)) else {
                return false;
            };
            let is_within = tree.node(block).span.contains(place);
            if holds { !is_within && self.shuts_out(block, place) } else { is_within }
        })
    }

    /// Of two places in a function only one is come to in one call.
    pub(super) fn are_exclusive(&self, one: Span, other: Span, function: NodeId) -> bool {
        let tree = &self.tree;
        let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
        let blocks = tree.below(function).filter(|node| tree.kind(*node) == Kind::Block).take(MOST_BLOCKS);
        let mut around =
            blocks.filter(|block| tree.node(*block).span.contains(first) && self.condition_of(*block).is_some());
        around.any(|block| !tree.node(block).span.contains(second) && self.shuts_out(block, second))
    }

    /// Two places of one function are never come to one after the other: they stand in two arms of an `if`, or the first
    /// leaves the function, and no loop comes back.
    pub(super) fn is_on_another_way(&self, one: NodeId, other: NodeId) -> bool {
        let tree = &self.tree;
        let function = self.function_of(one);
        if one == other || function != self.function_of(other) {
            return false;
        }
        let spans = [tree.node(one).span, tree.node(other).span];
        let (first, second) = if spans[0].start <= spans[1].start { (one, spans[1]) } else { (other, spans[0]) };
        let above = tree.ancestors(first).take_while(|up| Some(*up) != function).take(MOST_BLOCKS);
        for up in above {
            if tree.node(up).span.contains(second) {
                return false;
            }
            if tree.kind(up) == Kind::Block && self.condition_of(up).is_some() && self.shuts_out(up, second) {
                // What one turn of a loop does is there in the next.
                return !self.is_in_one_loop(up, function);
            }
        }
        false
    }

    /// What is around a block in its function repeats it.
    fn is_in_one_loop(&self, block: NodeId, function: Option<NodeId>) -> bool {
        let mut above = self.tree.ancestors(block).take_while(|up| Some(*up) != function).take(MOST_BLOCKS);
        above.any(|up| self.tree.kind(up) == Kind::For)
    }

    /// What stands in a block is all that is done of what is at a place behind it: that is another arm, or the block leaves
    /// the function before.
    fn shuts_out(&self, block: NodeId, place: Span) -> bool {
        let tree = &self.tree;
        let Some(up) = tree.parent(block).filter(|up| tree.kind(*up) != Kind::For) else { return false };
        let is_behind = tree.node(block).span.end <= place.start;
        let is_in_arm = || {
            let later =
                tree.children(up).skip_while(|node| *node != block).filter(|node| tree.kind(*node) == Kind::Block);
            let arms: Vec<NodeId> = later.collect();
            let chain = arms.windows(2).take_while(|pair| self.is_otherwise(pair[0], pair[1]));
            { chain }.any(|pair| tree.node(pair[1]).span.contains(place))
        };
        let leaves = || {
            let last = tree.children(block).last().is_some_and(|last| tree.kind(last) == Kind::Return);
            last && tree.parent(up).is_some_and(|around| tree.node(around).span.contains(place))
        };
        is_behind && (is_in_arm() || leaves())
    }

    /// The condition of an arm: what stands behind its `if`.
    pub(super) fn condition_of(&self, block: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let condition = tree.before(block).filter(|before| tree.kind(*before) != Kind::Block)?;
        let before = self.file.bytes.get(..tree.node(condition).span.start as usize)?;
        let before = before.trim_ascii_end();
        let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
        before.ends_with(b"if").then_some(condition)
    }

    /// Whether a condition holds in a call.
    fn decided(&self, condition: NodeId, call: NodeId, function: NodeId) -> Option<bool> {
        let tree = &self.tree;
        match tree.kind(condition) {
            Kind::Name => self.given_for(condition, call, function)?.holds(),
            Kind::Compare => {
                let mut sides = tree.children(condition);
                let (asked, wanted, None) = (sides.next()?, sides.next()?, sides.next()) else { return None };
                let between = tree.node(asked).span.end as usize..tree.node(wanted).span.start as usize;
                let between = std::str::from_utf8(self.file.bytes.get(between)?).ok()?;
                let is_equal = match between.trim_matches(['"', '\'', '`', ' ']) {
                    "==" | "===" | "is" => true,
                    "!=" | "!==" | "is not" => false,
                    _ => return None,
                };
                let (given, wanted) = (self.given_for(asked, call, function)?, self.as_given(wanted)?);
                Some((given == wanted) == is_equal)
            }
            Kind::And => {
                let mut sides = tree.children(condition).map(|side| self.decided(side, call, function));
                sides.any(|side| side == Some(false)).then_some(false)
            }
            _ => {
                let text = self.text(condition);
                let is_not = text.starts_with("not ") || text.starts_with('!');
                let inner = tree.children(condition).next().filter(|_| is_not)?;
                self.decided(inner, call, function).map(|holds| !holds)
            }
        }
    }

    /// The literal that a call gives for the parameter which a name is, or leaves it at.
    fn given_for(&self, name: NodeId, call: NodeId, function: NodeId) -> Option<Given> {
        let tree = &self.tree;
        let [Bound::Param(param)] = *self.lookup(name, self.text(name)) else { return None };
        if tree.kind(name) != Kind::Name || !self.params(function).contains(&param) {
            return None;
        }
        if tree.children(call).any(|given| tree.kind(given) == Kind::Spread) {
            return None;
        }
        match self.given(call, function, Passed { param, key: None, user: None })[..] {
            [given] => self.as_given(given),
            [] => self.as_given(tree.child(param, Role::Value)?),
            _ => None,
        }
    }

    fn as_given(&self, node: NodeId) -> Option<Given> {
        match self.tree.kind(node) {
            Kind::Str => Some(Given::Text(self.literal(node)?.text)),
            Kind::Literal => Some(Given::Literal(self.text(node).to_owned())),
            _ => None,
        }
    }
}
