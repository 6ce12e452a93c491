//! Which of the values that a name is bound to can be meant at a place: later ones replace earlier ones.
//!
//! Reaching definitions, read from the text alone: a binding that stands before a use, in a block around
//! the use, replaces all bindings before it; one in a block that may be skipped, or that a loop comes back
//! to, only adds to them.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt};

use super::budget::step;
use super::names::{Bound, MOST_BOUND, Names};
use super::tree::{Kind, NodeId, Role, Tree};
use crate::source::Span;

/// Mentions of one name that are asked about at most.
const MOST_MENTIONS: usize = 128;

/// Blocks in blocks that are looked at.
const MOST_BLOCKS: usize = 32;

/// Where a binding stands.
struct Place {
    span: Span,
    block: NodeId,
    function: Option<NodeId>,
    /// The loop that binds it at every turn.
    turn: Option<NodeId>,
}

impl<'f> Names<'f> {
    /// What a name can mean at a node.
    pub fn lookup(&self, at: NodeId, name: &str) -> Cow<'_, [Bound]> {
        match self.bound(at, name) {
            Some((scope, bounds)) => self.reaching(at, scope, bounds),
            None => Cow::Borrowed(&[]),
        }
    }

    fn place(&self, bound: Bound) -> Option<Place> {
        let node = match bound {
            Bound::Value(node) | Bound::Param(node) | Bound::Declared(node) => node,
            Bound::Item(node) | Bound::ItemPart(node, _) | Bound::Part(node, _) => node,
            Bound::Function(_) | Bound::Class(_) | Bound::Import(_) => return None,
        };
        let (span, block) = (self.tree.node(node).span, self.block(node));
        let turn = matches!(bound, Bound::Item(_) | Bound::ItemPart(..)).then(|| {
            // The clauses of a comprehension stand beside what they repeat.
            let up = self.tree.node(block).parent;
            if self.tree.kind(up) == Kind::For && self.tree.child(up, Role::Iterable).is_none() { up } else { block }
        });
        Some(Place { span, block, function: self.function_of(node), turn })
    }

    /// The blocks, loops, functions and classes above a node, nearest first.
    fn blocks(&self, at: NodeId) -> impl Iterator<Item = NodeId> {
        self.blocks_from(self.block(at))
    }

    /// The same, from one of them on.
    fn blocks_from(&self, block: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(block), |block| (*block != Tree::ROOT).then(|| self.block(*block))).take(MOST_BLOCKS)
    }

    /// The bindings of a scope that can be meant at a node.
    fn reaching<'n>(&'n self, at: NodeId, scope: NodeId, bounds: &'n [Bound]) -> Cow<'n, [Bound]> {
        let is_plain = bounds.len() < 2 || bounds.len() > MOST_BOUND;
        if is_plain || matches!(self.tree.kind(scope), Kind::Class | Kind::Enum) {
            return Cow::Borrowed(bounds);
        }
        let home = if self.tree.kind(scope) == Kind::Function { Some(scope) } else { self.function_of(scope) };
        let use_span = self.tree.node(at).span;
        let is_home = self.function_of(at) == home;
        // In a function of its own the code runs when the scope around it has been read to its end.
        let (from, within) = if is_home { (use_span.start, use_span) } else { (u32::MAX, self.tree.node(scope).span) };
        let places: Vec<Option<Place>> =
            bounds.iter().map(|bound| self.place(*bound).filter(|place| place.function == home)).collect();
        let in_turn = |place: &Place| place.turn.is_none_or(|turn| self.tree.node(turn).span.contains(use_span));
        let before = |place: &Place| place.span.end <= from || (place.turn.is_some() && in_turn(place));
        let surely = |place: &Place| match place.turn {
            Some(_) => in_turn(place),
            None => self.tree.node(place.block).span.contains(within),
        };
        let sure = places.iter().flatten().filter(|place| before(place) && surely(place));
        let replacing = sure.map(|place| place.span).max_by_key(|span| span.end);
        let in_both_arms = self.replaced_in_both_arms(places.iter().flatten(), from, within);
        let replaced_until = replacing.map(|span| span.end).max(in_both_arms);
        let loops: Vec<Span> = self
            .blocks(at)
            .take_while(|block| Some(*block) != home)
            .filter(|block| self.tree.kind(*block) == Kind::For)
            .map(|block| self.tree.node(block).span)
            .collect();
        // Loops stand nearest first: what replaces a name at every turn lets nothing come round to what stands behind it.
        let comes_back = |place: &Place| {
            let turn = loops.iter().find(|turn| turn.contains(place.span));
            turn.is_some_and(|turn| {
                place.span.end <= use_span.start || replacing.is_none_or(|replacing| !turn.contains(replacing))
            })
        };
        let reaches = |place: &Option<Place>| match place {
            None => true,
            Some(place) if !in_turn(place) => false,
            Some(place) if before(place) => {
                replaced_until.is_none_or(|until| place.span.end >= until)
                    && (surely(place) || comes_back(place) || !self.excludes(place.block, at))
            }
            Some(place) => comes_back(place),
        };
        let found: Vec<Bound> =
            bounds.iter().zip(&places).filter(|(_, place)| reaches(place)).map(|(bound, _)| *bound).collect();
        if found.is_empty() || found.len() == bounds.len() { Cow::Borrowed(bounds) } else { Cow::Owned(found) }
    }

    /// The last place before a use from which on both arms of an `if` give a name a value: none before it is left.
    fn replaced_in_both_arms<'p>(
        &self,
        places: impl Iterator<Item = &'p Place> + Clone,
        from: u32,
        within: Span,
    ) -> Option<u32> {
        let tree = &self.tree;
        let begins = |place: &Place| {
            let arm = Some(place.block).filter(|block| place.turn.is_none() && tree.kind(*block) == Kind::Block)?;
            let is_around = tree.node(self.block(arm)).span.contains(within);
            let other = self.other_arm(arm).filter(|other| is_around && tree.node(*other).span.end <= from)?;
            { places.clone() }.any(|place| place.block == other).then(|| tree.node(arm).span.start)
        };
        places.clone().filter_map(begins).max()
    }

    /// The `else` of an `if` that has no other arms.
    fn other_arm(&self, arm: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let up = tree.parent(arm).filter(|up| self.opens_otherwise(arm) && tree.kind(*up) != Kind::For)?;
        let blocks: Vec<NodeId> = tree.children(up).filter(|node| tree.kind(*node) == Kind::Block).collect();
        let at = blocks.iter().position(|block| *block == arm)?;
        let is_first = at == 0 || !self.opens_otherwise(blocks[at - 1]);
        let other = *blocks.get(at + 1).filter(|_| is_first)?;
        let between = tree.node(arm).span.end as usize..tree.node(other).span.start as usize;
        let word = self.file.bytes.get(between)?.trim_ascii();
        (word.strip_suffix(b":").unwrap_or(word) == b"else").then_some(other)
    }

    /// What stands in a block is done only where what stands at a node is not: they are arms of one `if`.
    fn excludes(&self, block: NodeId, at: NodeId) -> bool {
        let tree = &self.tree;
        let is_chain = |arm: NodeId, other: NodeId| {
            let later = tree.children(tree.node(arm).parent).skip_while(|node| *node != arm);
            let arms: Vec<NodeId> = later.filter(|node| tree.kind(*node) == Kind::Block).collect();
            let end = arms.iter().position(|node| *node == other).unwrap_or_default();
            end > 0 && arms[..=end].windows(2).all(|pair| self.is_otherwise(pair[0], pair[1]))
        };
        let is_arm = |arm: &NodeId| tree.kind(*arm) == Kind::Block && self.opens_otherwise(*arm);
        self.blocks_from(block).filter(is_arm).any(|arm| {
            let up = tree.parent(arm).filter(|up| tree.kind(*up) != Kind::For);
            let other = self.blocks(at).find(|other| *other != arm && tree.parent(*other) == up);
            other.filter(|_| up.is_some()).is_some_and(|other| is_chain(arm, other))
        })
    }

    /// The second of two blocks is done where the first one is not.
    pub(super) fn is_otherwise(&self, first: NodeId, second: NodeId) -> bool {
        self.opens_otherwise(first) && self.tree.node(first).span.end <= self.tree.node(second).span.start
    }

    /// Behind a block stands what is done otherwise: `else`, `elif`.
    fn opens_otherwise(&self, block: NodeId) -> bool {
        let rest = self.file.bytes.get(self.tree.node(block).span.end as usize..).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        let is_word = |rest: &[u8]| rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        ["else", "elif"].iter().any(|word| rest.strip_prefix(word.as_bytes()).is_some_and(is_word))
    }

    /// Places where a name is read.
    pub(super) fn mentions_of(&self, name: &str) -> &[NodeId] {
        if !step() {
            return &[];
        }
        let find = || {
            let mut all: HashMap<&'f str, Vec<NodeId>> = HashMap::new();
            for id in self.tree.ids().filter(|id| self.tree.kind(*id) == Kind::Name) {
                let is_read = match self.tree.role(id) {
                    Role::Target | Role::Name | Role::Property => false,
                    // A key in brackets is read; one in a map is a word where names are keys without quotes.
                    Role::Key => {
                        !self.dialect.has_block_scope() || self.tree.kind(self.tree.node(id).parent) == Kind::Index
                    }
                    _ => true,
                };
                if is_read {
                    all.entry(self.text(id)).or_default().push(id);
                }
            }
            all
        };
        self.mentions.get_or_init(find).get(name).map_or(&[], Vec::as_slice)
    }

    /// The mentions at which a name means this binding; nothing if they are too many to ask.
    pub(super) fn readers(&self, at: NodeId, name: &str, bound: Bound) -> Option<Vec<NodeId>> {
        let (scope, _) = self.bound(at, name)?;
        let span = self.tree.node(scope).span;
        let all = self.mentions_of(name);
        // Mentions stand in the order of the text: those outside of the scope need not be asked.
        let from = all.partition_point(|mention| self.tree.node(*mention).span.start < span.start);
        let mentions = &all[from..];
        let mentions = &mentions[..mentions.partition_point(|m| self.tree.node(*m).span.end <= span.end)];
        if mentions.len() > MOST_MENTIONS {
            return None;
        }
        let same_scope = mentions.iter().filter(|m| self.bound(**m, name).is_some_and(|(other, _)| other == scope));
        Some(same_scope.copied().filter(|m| self.lookup(*m, name).contains(&bound)).collect())
    }

    /// A binding that is replaced before anything reads it.
    pub(super) fn is_replaced(&self, at: NodeId, name: &str, bound: Bound) -> bool {
        let Some((scope, bounds)) = self.bound(at, name) else { return false };
        if bounds.len() < 2 || !bounds.contains(&bound) {
            return false;
        }
        // What a file's name means at its end may be read by other files.
        let at_the_end = scope == Tree::ROOT && {
            let places: Vec<Place> = bounds.iter().filter_map(|b| self.place(*b)).collect();
            let last =
                places.iter().filter(|p| p.block == Tree::ROOT && p.function.is_none()).map(|p| p.span.end).max();
            self.place(bound).is_none_or(|place| last.is_none_or(|last| place.span.end >= last))
        };
        let is_read_somewhere =
            self.mentions_of(name).iter().any(|m| self.bound(*m, name).is_some_and(|(s, _)| s == scope));
        !at_the_end && is_read_somewhere && self.readers(at, name, bound).is_some_and(|readers| readers.is_empty())
    }
}
