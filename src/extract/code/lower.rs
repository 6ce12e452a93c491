//! From a parser's tree to ours, for any language: one iterative walk that a table of the language directs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use tree_sitter::{Language as Grammar, Node as SyntaxNode, TreeCursor};

use super::budget;
use super::follow::User;
use super::tree::{Kind, NodeId, Role, Tree};
use crate::extract::Trouble;
use crate::extract::parse::Budget;
use crate::reference::Use;
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
    /// The same where the parent calls it a name; else it stands for its value.
    BareParamIfNamed,
    /// Neither it nor anything below it matters.
    Skip,
}

/// What has to be known of a node to tell what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Its kind.
    Kind,
    /// The kind of its parent as well.
    Parent,
    /// What stands in it.
    Node,
}

/// A language's table.
pub trait Grammarian {
    /// What becomes of a node; `parent` is its parent's kind in the parser's tree.
    fn lower(&self, node: &SyntaxNode<'_>, parent: &str) -> Lowering;
    /// What has to be known of the nodes of a kind.
    fn asks(&self, kind: &str) -> Asks;
    /// What a child is to its parent, by the parent's kind in the parser's tree, the field, and its place among named children.
    fn role(&self, parent: &str, field: Option<&str>, index: usize) -> Role;
    /// The child is a hole of a template.
    fn is_hole(&self, kind: &str) -> bool;
    /// The node is a comment.
    fn is_comment(&self, kind: &str) -> bool;
    /// An unnamed node of this kind counts like a named one.
    fn counts_unnamed(&self, kind: &str) -> bool {
        let _ = kind;
        false
    }
}

/// What a grammarian says of the kinds of a grammar, by their numbers: asked once in a run, since texts are slow.
pub struct Plans {
    kinds: Vec<Plan>,
    /// Roles by the parent's kind, the field and the place among named children, as far as they were asked for.
    roles: Vec<AtomicU8>,
    fields: usize,
}

/// Places of children that roles tell apart: the first, the second, the others.
const PLACES: usize = 3;

/// What becomes of the nodes of a kind.
#[derive(Debug)]
struct Plan {
    /// Found where the first node of the kind is met: one, one for each kind of parent, or none.
    lowerings: Vec<OnceLock<Lowering>>,
    is_comment: bool,
    is_hole: bool,
    counts_unnamed: bool,
}

impl Plans {
    /// The plans of a grammar, made where they are first asked for.
    pub fn of<'p>(cell: &'p OnceLock<Plans>, grammar: &Grammar, grammarian: &dyn Grammarian) -> &'p Plans {
        cell.get_or_init(|| {
            let kinds = grammar.node_kind_count();
            let fields = grammar.field_count() + 1;
            let plan = |id: usize| {
                let kind = grammar.node_kind_for_id(id as u16).unwrap_or_default();
                let known = match grammarian.asks(kind) {
                    Asks::Kind => 1,
                    Asks::Parent => kinds,
                    Asks::Node => 0,
                };
                Plan {
                    lowerings: std::iter::repeat_with(OnceLock::new).take(known).collect(),
                    is_comment: grammarian.is_comment(kind),
                    is_hole: grammarian.is_hole(kind),
                    counts_unnamed: grammarian.counts_unnamed(kind),
                }
            };
            let roles = std::iter::repeat_with(AtomicU8::default).take(kinds * fields * PLACES);
            Plans { kinds: (0..kinds).map(plan).collect(), roles: roles.collect(), fields }
        })
    }

    /// The plan of a node; errors have a number beyond those of the grammar, and none.
    fn plan(&self, node: &SyntaxNode<'_>) -> Option<&Plan> {
        self.kinds.get(usize::from(node.kind_id()))
    }

    /// What becomes of a node below a parent.
    fn lowering(
        &self,
        plan: Option<&Plan>,
        node: &SyntaxNode<'_>,
        parent: &SyntaxNode<'_>,
        grammarian: &dyn Grammarian,
    ) -> Lowering {
        let ask = || grammarian.lower(node, parent.kind());
        let cell = plan.and_then(|plan| match plan.lowerings.as_slice() {
            [only] => Some(only),
            by_parent => by_parent.get(usize::from(parent.kind_id())),
        });
        cell.map_or_else(ask, |cell| *cell.get_or_init(ask))
    }

    /// What a child is to its parent.
    fn role(
        &self,
        parent: &SyntaxNode<'_>,
        cursor: &TreeCursor<'_>,
        index: usize,
        grammarian: &dyn Grammarian,
    ) -> Role {
        let field = cursor.field_id().map_or(0, |id| usize::from(id.get()));
        let at = (usize::from(parent.kind_id()) * self.fields + field) * PLACES + index.min(PLACES - 1);
        let ask = || grammarian.role(parent.kind(), cursor.field_name(), index);
        let Some(cell) = self.roles.get(at) else { return ask() };
        // 0 stands for roles that nobody asked for yet.
        let known = usize::from(cell.load(Ordering::Relaxed));
        if let Some(role) = known.checked_sub(1).and_then(|at| Role::ALL.get(at)) {
            return *role;
        }
        let role = ask();
        if let Some(at) = Role::ALL.iter().position(|r| *r == role) {
            cell.store(at as u8 + 1, Ordering::Relaxed);
        }
        role
    }
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
    /// Parameters that reach a call, once somebody has found them.
    pub(super) reaching: OnceLock<Vec<Reaching>>,
}

impl Lowered {
    /// Asks something about the file; nothing if the answer takes more steps than a tree of this size is worth.
    pub fn bounded<T>(&self, ask: impl FnOnce() -> T) -> Option<T> {
        budget::bounded(self.tree.size(), ask)
    }
}

/// A parameter whose argument, or a property of it, reaches a call as it is.
#[derive(Debug, Clone)]
pub(super) struct Reaching {
    /// The parameter.
    pub(super) param: NodeId,
    /// The property.
    pub(super) key: Option<String>,
    /// Who uses it, where it is a constructor's.
    pub(super) user: Option<User>,
    /// The use that the call makes of it.
    pub(super) used: Use,
}

/// Parses within the budget of a file; nothing if it is spent.
pub fn parse(grammar: &Grammar, bytes: &[u8]) -> Option<tree_sitter::Tree> {
    Budget::default().parse(grammar, bytes)
}

/// Places in a text where it does not follow a grammar; nothing if it costs too much to tell.
pub fn syntax_errors(grammar: &Grammar, bytes: &[u8]) -> Option<usize> {
    parse(grammar, bytes).map(|syntax| error_nodes(&syntax))
}

/// Nodes of a tree that stand for what is wrong or missing; only what holds some is entered.
pub fn error_nodes(syntax: &tree_sitter::Tree) -> usize {
    let mut cursor = syntax.walk();
    let mut count = 0;
    loop {
        let node = cursor.node();
        count += usize::from(node.is_error() || node.is_missing());
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

/// One level of the walk.
struct Level<'t> {
    /// Where children are added.
    target: NodeId,
    /// Children take this role instead of their own.
    role: Option<Role>,
    /// The parser's node, for roles.
    node: SyntaxNode<'t>,
    /// Named children met so far.
    named: usize,
    /// The content that holes cut up, while inside a template: next byte that is not yet covered, end, raw.
    run: Option<(u32, u32, bool)>,
}

/// Lowers a parser's tree by the plans of its grammar.
pub fn lower(syntax: &tree_sitter::Tree, bytes: usize, plans: &Plans, grammarian: &dyn Grammarian) -> Lowered {
    let mut walk = Walk { out: Tree::new(bytes), comments: Vec::new(), plans, grammarian };
    let mut cursor = syntax.walk();
    let root = Level { target: Tree::ROOT, role: None, node: cursor.node(), named: 0, run: None };
    let mut levels = vec![root];
    let mut descended = cursor.goto_first_child();
    while descended {
        let entered = walk.enter(&cursor, &mut levels);
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
    Lowered { tree: walk.out.grown(), comments: walk.comments, trouble, reaching: OnceLock::new() }
}

struct Walk<'g> {
    out: Tree,
    comments: Vec<Span>,
    plans: &'g Plans,
    grammarian: &'g dyn Grammarian,
}

impl Walk<'_> {
    /// Adds what a node becomes; the level for its children, if they matter.
    fn enter<'t>(&mut self, cursor: &TreeCursor<'t>, levels: &mut [Level<'t>]) -> Option<Level<'t>> {
        let up = levels.last_mut()?;
        let node = cursor.node();
        let plan = self.plans.plan(&node);
        if plan.is_some_and(|p| p.is_comment) {
            self.comments.push(Span::new(node.start_byte(), node.end_byte()));
            return None;
        }
        if !node.is_named() && plan.is_some_and(|p| !p.counts_unnamed) {
            return None;
        }
        let own_role = self.plans.role(&up.node, cursor, up.named, self.grammarian);
        up.named += 1;
        let role = match up.role {
            Some(inherited) if own_role == Role::Child => inherited,
            _ => own_role,
        };
        if let Some((from, _, raw)) = up.run {
            if plan.is_none_or(|p| !p.is_hole) {
                return None;
            }
            run(&mut self.out, up.target, from, node.start_byte() as u32, raw);
            up.run = up.run.map(|(_, end, raw)| (node.end_byte() as u32, end, raw));
            return Some(Level { target: up.target, role: Some(Role::Child), node, named: 0, run: None });
        }
        let span = Span::new(node.start_byte(), node.end_byte());
        let level = |target, role, run| Some(Level { target, role, node, named: 0, run });
        match self.plans.lowering(plan, &node, &up.node, self.grammarian) {
            Lowering::Skip => None,
            Lowering::Through => level(up.target, Some(role).filter(|r| *r != Role::Child).or(up.role), None),
            Lowering::Leaf(kind) => {
                self.out.add(up.target, kind, role, span);
                None
            }
            Lowering::BareParamIfNamed if role != Role::Name => {
                self.out.add(up.target, Kind::Name, role, span);
                None
            }
            Lowering::BareParamIfNamed => {
                let param = self.out.add(up.target, Kind::Param, Role::Child, span);
                self.out.add(param, Kind::Name, Role::Name, span);
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
