//! Statements that are never come to, because one before them in the same block leaves it.

use super::Names;
use crate::extract::code::tree::{Kind, NodeId, Tree};

/// Statements before one that are looked at.
const MOST_BEFORE: usize = 256;

impl Names<'_> {
    /// A statement before that of a node, in its block or in one around it, ends the program or the function.
    ///
    /// Only where indentation shows what belongs together: elsewhere a `return` may be the arm of an `if`.
    pub(in crate::extract::code) fn is_never_reached(&self, node: NodeId) -> bool {
        let tree = &self.tree;
        if self.dialect.has_block_scope() {
            return false;
        }
        let mut statement = node;
        for up in tree.ancestors(node) {
            let is_block = matches!(tree.kind(up), Kind::Block | Kind::Function) || up == Tree::ROOT;
            if is_block && self.leaves_before(up, statement) {
                return true;
            }
            if matches!(tree.kind(up), Kind::Function | Kind::Class) {
                return false;
            }
            statement = up;
        }
        false
    }

    fn leaves_before(&self, block: NodeId, statement: NodeId) -> bool {
        let before = self.tree.children(block).take_while(|other| *other != statement).take(MOST_BEFORE);
        { before }.any(|other| self.leaves(other) && self.stands_in_line_with(other, statement))
    }

    /// `return …`, `raise …`, `exit(1)`.
    fn leaves(&self, statement: NodeId) -> bool {
        let tree = &self.tree;
        match tree.kind(statement) {
            Kind::Return => true,
            Kind::Call => {
                let callee = tree.children(statement).next();
                callee.is_some_and(|callee| self.dialect.ends_program(&self.chain(callee).names))
            }
            Kind::Other => self.text(statement).split_ascii_whitespace().next() == Some("raise"),
            _ => false,
        }
    }

    /// No line from one statement to another is indented less than the first: what holds the one, such as a `with` that
    /// catches what leaves it, holds the other as well.
    fn stands_in_line_with(&self, first: NodeId, then: NodeId) -> bool {
        const LONGEST: usize = 50_000;
        let (from, to) = (self.tree.node(first).span.start as usize, self.tree.node(then).span.start as usize);
        let bytes = &self.file.bytes;
        let line = bytes[..from].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let indent = from - line;
        let end = bytes[to..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| to + at);
        let is_alone = bytes[line..from].iter().all(u8::is_ascii_whitespace);
        let is_within = |line: &[u8]| {
            let text = line.trim_ascii_start();
            text.is_empty() || text.starts_with(b"#") || line.len() - text.len() >= indent
        };
        is_alone && (from..from + LONGEST).contains(&to) && bytes[line..end].split(|b| *b == b'\n').all(is_within)
    }
}
