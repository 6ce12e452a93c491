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

/// A text that a condition seeks in what a name stands for.
struct Part {
    name: NodeId,
    text: String,
    /// It is sought at the beginning.
    at_start: bool,
    /// The condition holds where it is there.
    is_there: bool,
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
        self.is_passed_by(function, place, &|name| self.given_for(name, call, function))
    }

    /// A parameter that is left at its default does not come to a place in its function.
    pub(super) fn default_passes_by(&self, default: NodeId, place: Span) -> bool {
        let tree = &self.tree;
        let param = tree.parent(default).filter(|up| tree.kind(*up) == Kind::Param);
        let function = param.and_then(|param| self.function_of(param).filter(|f| self.params(*f).contains(&param)));
        param.zip(function).is_some_and(|(param, function)| {
            let given = |name: NodeId| self.is_param(name, param).then(|| self.as_given(default)).flatten();
            self.is_passed_by(function, place, &given)
        })
    }

    /// An arm before a place in a function is for the names that begin with a route: `if "acme/" in model: …`. To which
    /// platform the others go says nothing of these.
    pub(super) fn takes_routes_before(&self, param: NodeId, place: Span) -> bool {
        let tree = &self.tree;
        let Some(function) = self.function_of(param) else { return false };
        let blocks = tree.below(function).filter(|node| tree.kind(*node) == Kind::Block).take(MOST_BLOCKS);
        { blocks }.any(|block| {
            let part = self.condition_of(block).and_then(|asked| self.part_asked(asked));
            let is_route = |part: &Part| part.is_there && part.text.ends_with('/') && self.is_param(part.name, param);
            part.as_ref().is_some_and(is_route) && self.shuts_out(block, place)
        })
    }

    /// By what is given for its parameters, a function does not come to a place in it.
    fn is_passed_by(&self, function: NodeId, place: Span, given: &dyn Fn(NodeId) -> Option<Given>) -> bool {
        let tree = &self.tree;
        if !tree.node(function).span.contains(place) || tree.node(function).span == place {
            return false;
        }
        let blocks = tree.below(function).filter(|node| tree.kind(*node) == Kind::Block).take(MOST_BLOCKS);
        { blocks }.any(|block| {
            let Some(holds) = self.condition_of(block).and_then(|asked| self.decided(asked, given)) else {
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

    /// Whether a condition holds by what is given for the names in it.
    fn decided(&self, condition: NodeId, given: &dyn Fn(NodeId) -> Option<Given>) -> Option<bool> {
        let tree = &self.tree;
        if let Some(part) = self.part_asked(condition) {
            let Given::Text(whole) = given(part.name)? else { return None };
            let is_there = if part.at_start { whole.starts_with(&part.text) } else { whole.contains(&part.text) };
            return Some(is_there == part.is_there);
        }
        match tree.kind(condition) {
            Kind::Name => given(condition)?.holds(),
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
                Some((given(asked)? == self.as_given(wanted)?) == is_equal)
            }
            Kind::And => {
                let mut sides = tree.children(condition).map(|side| self.decided(side, given));
                sides.any(|side| side == Some(false)).then_some(false)
            }
            _ => {
                let text = self.text(condition);
                let is_not = text.starts_with("not ") || text.starts_with('!');
                let inner = tree.children(condition).next().filter(|_| is_not)?;
                self.decided(inner, given).map(|holds| !holds)
            }
        }
    }

    /// The part of a name that a condition asks for: `"acme/" in model`, `model.startswith("acme/")`.
    fn part_asked(&self, condition: NodeId) -> Option<Part> {
        let tree = &self.tree;
        match tree.kind(condition) {
            Kind::Compare if !self.dialect.has_block_scope() => {
                let mut sides = tree.children(condition);
                let (part, name, None) = (sides.next()?, sides.next()?, sides.next()) else { return None };
                let between = tree.node(part).span.end as usize..tree.node(name).span.start as usize;
                let between = std::str::from_utf8(self.file.bytes.get(between)?).ok()?;
                let is_there = match between.trim_matches(['"', '\'', ' ']) {
                    "in" => true,
                    "not in" => false,
                    _ => return None,
                };
                Some(Part { name, text: self.literal(part)?.text, at_start: false, is_there })
            }
            Kind::Call => {
                let callee = tree.child(condition, Role::Callee)?;
                let at_start = match self.key_of(callee)? {
                    "startswith" | "startsWith" => true,
                    "includes" => false,
                    _ => return None,
                };
                let name = tree.child(callee, Role::Object)?;
                let [part] = self.positional(condition)[..] else { return None };
                Some(Part { name, text: self.literal(part)?.text, at_start, is_there: true })
            }
            _ => None,
        }
    }

    fn is_param(&self, name: NodeId, param: NodeId) -> bool {
        let is_it = || matches!(*self.lookup(name, self.text(name)), [Bound::Param(bound)] if bound == param);
        self.tree.kind(name) == Kind::Name && is_it()
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
