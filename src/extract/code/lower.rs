//! From a parser's tree to ours, for any language: one iterative walk that a table of the language directs.

use tree_sitter::{Language as Grammar, Node as SyntaxNode, ParseOptions, Parser};

use super::tree::{Kind, NodeId, Role, Tree};
use crate::extract::Trouble;
use crate::source::Span;

/// What becomes of a node of the parser's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lowering {
    /// A node of ours; its children below it.
    Node(Kind),
    /// Nothing of its own: its children stand in its place and in its role.
    Through,
    /// A string without holes, with this content.
    Str {
        /// The content without quotes.
        content: Span,
        /// Backslashes stand for themselves.
        raw: bool,
    },
    /// A string with holes.
    Template {
        /// The content without quotes.
        content: Span,
        /// Backslashes stand for themselves.
        raw: bool,
    },
    /// A node of ours, and nothing below it.
    Leaf(Kind),
    /// A property that is named like its value: `{ model }`.
    Shorthand,
    /// A parameter that is only a name.
    BareParam,
    /// Neither it nor anything below it matters.
    Skip,
}

/// A language's table.
pub trait Grammarian {
    /// What becomes of a node; `parent` is its parent's kind in the parser's tree.
    fn lower(&self, node: &SyntaxNode<'_>, parent: &str) -> Lowering;
    /// What a child is to its parent, by the parent's kind in the parser's tree, the field, and its place among named children.
    fn role(&self, parent: &str, field: Option<&str>, index: usize) -> Role;
    /// The child is a hole of a template.
    fn is_hole(&self, kind: &str) -> bool;
    /// The node is a comment.
    fn is_comment(&self, kind: &str) -> bool;
}

/// A file's tree with what else the walk met.
#[derive(Debug)]
pub struct Lowered {
    /// The tree.
    pub tree: Tree,
    /// Comments.
    pub comments: Vec<Span>,
    /// What kept the parser from seeing everything.
    pub trouble: Option<Trouble>,
}

/// Longest that the parser may take for one file.
const PARSE_BUDGET: std::time::Duration = std::time::Duration::from_secs(2);

/// Parses within the budget; nothing if it ran out.
pub fn parse(grammar: &Grammar, bytes: &[u8]) -> Option<tree_sitter::Tree> {
    let mut parser = Parser::new();
    parser.set_language(grammar).ok()?;
    let started = std::time::Instant::now();
    let mut out_of_time = |_: &tree_sitter::ParseState| {
        if started.elapsed() > PARSE_BUDGET {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut out_of_time);
    let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
    parser.parse_with_options(&mut read, None, Some(options))
}

/// One level of the walk.
struct Level<'t> {
    /// Where children are added.
    target: NodeId,
    /// Children take this role instead of their own.
    role: Option<Role>,
    /// Kind of the parser's node, for roles.
    kind: &'t str,
    /// Named children met so far.
    named: usize,
    /// The content that holes cut up, while inside a template: next byte that is not yet covered, end, raw.
    run: Option<(u32, u32, bool)>,
}

/// Lowers a parser's tree.
pub fn lower(syntax: &tree_sitter::Tree, bytes: usize, grammarian: &dyn Grammarian) -> Lowered {
    let mut walk = Walk { out: Tree::new(bytes), comments: Vec::new(), grammarian };
    let mut cursor = syntax.walk();
    let root = Level { target: Tree::ROOT, role: None, kind: cursor.node().kind(), named: 0, run: None };
    let mut levels = vec![root];
    let mut descended = cursor.goto_first_child();
    while descended {
        let entered = walk.enter(&cursor.node(), cursor.field_name(), &mut levels);
        if let Some(level) = entered {
            levels.push(level);
            if cursor.goto_first_child() {
                continue;
            }
            walk.leave(levels.pop());
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() || levels.len() <= 1 {
                descended = false;
                break;
            }
            walk.leave(levels.pop());
        }
    }
    let trouble = syntax.root_node().has_error().then_some(Trouble::SyntaxErrors);
    Lowered { tree: walk.out, comments: walk.comments, trouble }
}

struct Walk<'g> {
    out: Tree,
    comments: Vec<Span>,
    grammarian: &'g dyn Grammarian,
}

impl Walk<'_> {
    /// Adds what a node becomes; the level for its children, if they matter.
    fn enter<'t>(&mut self, node: &SyntaxNode<'t>, field: Option<&str>, levels: &mut [Level<'t>]) -> Option<Level<'t>> {
        let up = levels.last_mut()?;
        if self.grammarian.is_comment(node.kind()) {
            self.comments.push(Span::new(node.start_byte(), node.end_byte()));
            return None;
        }
        if !node.is_named() && node.kind() != "this" {
            return None;
        }
        let own_role = self.grammarian.role(up.kind, field, up.named);
        up.named += 1;
        let role = match up.role {
            Some(inherited) if own_role == Role::Child => inherited,
            _ => own_role,
        };
        if let Some((from, _, raw)) = up.run {
            if !self.grammarian.is_hole(node.kind()) {
                return None;
            }
            run(&mut self.out, up.target, from, node.start_byte() as u32, raw);
            up.run = up.run.map(|(_, end, raw)| (node.end_byte() as u32, end, raw));
            return Some(Level { target: up.target, role: Some(Role::Child), kind: node.kind(), named: 0, run: None });
        }
        let span = Span::new(node.start_byte(), node.end_byte());
        let level = |target, role, run| Some(Level { target, role, kind: node.kind(), named: 0, run });
        match self.grammarian.lower(node, up.kind) {
            Lowering::Skip => None,
            Lowering::Through => level(up.target, Some(role).filter(|r| *r != Role::Child).or(up.role), None),
            Lowering::Leaf(kind) => {
                self.out.add(up.target, kind, role, span);
                None
            }
            Lowering::BareParam => {
                let param = self.out.add(up.target, Kind::Param, role, span);
                self.out.add(param, Kind::Name, Role::Name, span);
                None
            }
            Lowering::Node(kind) => {
                let id = self.out.add(up.target, kind, role, span);
                level(id, None, None)
            }
            Lowering::Str { content, raw } => {
                let id = self.out.add(up.target, Kind::Str, role, content);
                if raw {
                    self.out.set_raw(id);
                }
                None
            }
            Lowering::Template { content, raw } => {
                let id = self.out.add(up.target, Kind::Template, role, span);
                level(id, None, Some((content.start, content.end, raw)))
            }
            Lowering::Shorthand => {
                let entry = self.out.add(up.target, Kind::Entry, role, span);
                self.out.add(entry, Kind::Name, Role::Key, span);
                self.out.add(entry, Kind::Name, Role::Value, span);
                None
            }
        }
    }

    fn leave(&mut self, level: Option<Level<'_>>) {
        if let Some(Level { target, run: Some((from, end, raw)), .. }) = level {
            run(&mut self.out, target, from, end, raw);
        }
    }
}

/// Adds the run of a template between two holes.
fn run(out: &mut Tree, target: NodeId, from: u32, to: u32, raw: bool) {
    if from < to {
        let id = out.add(target, Kind::Str, Role::Child, Span { start: from, end: to });
        if raw {
            out.set_raw(id);
        }
    }
}
