//! Following values: from an expression to the literals that it may be.
//!
//! Nothing is run and nothing guessed: where the trail ends, it says so.

mod calls;
mod cut;
mod exchanged;
mod parts;

use super::names::{Bound, MOST_BOUND, Names};
use super::strings::Decoded;
use super::tree::{Kind, NodeId, Role};
use crate::reference::Route;
use crate::source::Span;

/// A literal that an expression may be.
#[derive(Debug, Clone)]
pub struct Found {
    /// The literal, or the expression that folds to one.
    pub node: NodeId,
    /// Its text.
    pub text: Decoded,
    /// The literal without its quotes, or the whole folded expression.
    pub span: Span,
    /// One of several that are offered or tried.
    pub choice: bool,
}

/// A parameter that a value comes from: itself, or a property of what is given for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Passed<'f> {
    /// The parameter.
    pub param: NodeId,
    /// The property.
    pub key: Option<&'f str>,
    /// Who uses it, where it is a constructor's: objects of other classes take other ways.
    pub user: Option<User>,
}

/// What uses a value that a constructor was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct User {
    /// The class whose objects use it.
    pub class: NodeId,
    /// The method.
    pub method: NodeId,
}

/// Where following an expression led.
#[derive(Debug, Default)]
pub struct Trail<'f> {
    /// The literals, in order of discovery.
    pub found: Vec<Found>,
    /// Parameters that it came from: callers give other values.
    pub params: Vec<Passed<'f>>,
    /// Names of the environment that it may come from.
    pub environment: Vec<String>,
    /// Ways to names of other files that it may be, and whether they are some of several that are tried.
    pub routes: Vec<(Route, bool)>,
    /// Some part leads out of the file, or nowhere.
    pub unresolved: bool,
    /// Some part is nothing: `None`, `null`.
    pub nothing: bool,
    /// Expressions that are put together, and not only of what is known.
    pub partial: Vec<NodeId>,
    /// Parameters of functions that only hand a value on, each with its function: what is given for them was followed.
    pub handed_on: Vec<(NodeId, Passed<'f>)>,
    /// Parameters whose values lose what stands before a `/`.
    pub cut: Vec<NodeId>,
    /// Parameters of whose values some are exchanged for others, with those.
    pub exchanged: Vec<(NodeId, Vec<String>)>,
    seen: Vec<NodeId>,
    choosing: usize,
}

/// Longest trail, in steps; a longer one is given up.
const MOST_STEPS: usize = 64;

/// Most ways to other files that one trail takes.
const MOST_ROUTES: usize = 16;

impl Trail<'_> {
    /// The rest may stand in other files.
    fn leave(&mut self, routes: impl IntoIterator<Item = Route>) {
        self.unresolved = true;
        // Whatever is one of several there is a choice here.
        for route in routes {
            let choice = self.choosing > 0
                || route.names.iter().any(|step| [Route::ANY, Route::KEYS, Route::ALL_KEYS].contains(&step.as_str()));
            let route = (route, choice);
            if self.routes.len() < MOST_ROUTES && !self.routes.contains(&route) {
                self.routes.push(route);
            }
        }
    }
}

impl<'f> Names<'f> {
    /// The literals that an expression may be.
    pub fn follow(&self, node: NodeId) -> Trail<'f> {
        let mut trail = Trail::default();
        self.step(node, &mut trail);
        trail
    }

    /// The literals that a field of an object may be.
    pub fn follow_field(&self, object: NodeId, field: &'f str) -> Trail<'f> {
        let mut trail = Trail::default();
        self.pass(object, field, &mut trail);
        let values = self.attributes_of(object, object, field);
        match values.is_empty() {
            true => trail.leave(self.routes_of(object).into_iter().map(|route| route.then(field))),
            false => self.step_bound(&values, &mut trail),
        }
        trail
    }

    fn step(&self, node: NodeId, trail: &mut Trail<'f>) {
        let step = self.step_in().filter(|_| trail.seen.len() < MOST_STEPS);
        let Some(_step) = step else {
            trail.unresolved = true;
            return;
        };
        if trail.seen.contains(&node) {
            return;
        }
        trail.seen.push(node);
        match self.tree.kind(node) {
            // `f"{model}"`: a text that is nothing but its hole.
            Kind::Template if self.only_hole(node).is_some() => self.step_all(self.only_hole(node).into_iter(), trail),
            Kind::Str | Kind::Template | Kind::Concat | Kind::Format => match self.fold(node) {
                Some(text) => self.find(node, text, trail),
                None => {
                    trail.unresolved = true;
                    trail.partial.push(node);
                }
            },
            Kind::Literal => trail.nothing = true,
            Kind::Name => {
                let bounds = self.lookup(node, self.text(node));
                let is_item = |bound: &Bound| matches!(bound, Bound::Item(_));
                if bounds.iter().any(is_item) && self.is_taken_if_listed(node) {
                    trail.unresolved = true;
                    return;
                }
                match bounds.is_empty() {
                    true => trail.leave(self.routes_of(node)),
                    false => self.step_bound(&bounds, trail),
                }
            }
            Kind::Member => self.step_member(node, trail),
            Kind::Index => self.step_index(node, trail),
            Kind::Call => self.step_call(node, trail),
            Kind::Or => {
                let (found, params) = (trail.found.len(), trail.params.len());
                self.step_sides(&self.tree.children(node).collect::<Vec<_>>(), trail);
                trail.exchange(self.exchanged_by_sides(node), found, params);
            }
            Kind::And => self.step_all(self.tree.children(node).last().into_iter(), trail),
            Kind::Conditional => {
                let dead = self.dead_side(node);
                let sides = self.tree.children(node).filter(|c| self.tree.role(*c) != Role::Condition);
                let sides: Vec<NodeId> = sides.filter(|side| Some(*side) != dead).collect();
                self.step_sides(&sides, trail);
            }
            Kind::Assign => self.step_all(self.tree.child(node, Role::Value).into_iter(), trail),
            _ => trail.unresolved = true,
        }
    }

    fn only_hole(&self, template: NodeId) -> Option<NodeId> {
        let mut parts = self.tree.children(template);
        parts.next().filter(|part| self.tree.kind(*part) != Kind::Str && parts.next().is_none())
    }

    fn find(&self, node: NodeId, text: Decoded, trail: &mut Trail<'f>) {
        let span = self.tree.node(node).span;
        trail.found.push(Found { node, text, span, choice: trail.choosing > 0 });
    }

    fn step_all(&self, nodes: impl Iterator<Item = NodeId>, trail: &mut Trail<'f>) {
        for node in nodes {
            if trail.seen.len() >= MOST_STEPS {
                trail.unresolved = true;
                return;
            }
            self.step(node, trail);
        }
    }

    /// The literals that what a name is bound to may be.
    pub(super) fn follow_bounds(&self, bounds: &[Bound]) -> Trail<'f> {
        let mut trail = Trail::default();
        self.step_bound(bounds, &mut trail);
        trail
    }

    fn step_bound(&self, bounds: &[Bound], trail: &mut Trail<'f>) {
        // One that is bound very often may be anything: each value speaks for itself.
        if bounds.is_empty() || bounds.len() > MOST_BOUND {
            trail.unresolved = true;
            return;
        }
        let (found, params) = (trail.found.len(), trail.params.len());
        for bound in bounds {
            match bound {
                Bound::Value(value) => self.step(*value, trail),
                Bound::Param(param) => self.step_param(*param, trail),
                Bound::Item(list) => {
                    self.pass(*list, Route::ANY, trail);
                    self.pass_within(*list, trail);
                    match self.items_of(*list) {
                        Some(items) => self.step_parts(*list, items, trail),
                        None => self.step_items_of(*list, trail),
                    }
                }
                Bound::ItemPart(list, place) => match self.parts_of_items(*list, *place) {
                    Some(parts) => self.step_parts(*list, parts, trail),
                    None => trail.leave(self.routes_of_keys(*list, *place)),
                },
                Bound::Part(value, place) => self.step_part(*value, *place, trail),
                Bound::Function(function) if self.is_getter(*function) => {
                    self.step_all(self.returns(*function).into_iter(), trail);
                }
                // What is only declared is given its value elsewhere.
                Bound::Declared(_) if bounds.len() > 1 => {}
                Bound::Import(number) => trail.leave([self.import_route(*number)]),
                Bound::Function(_) | Bound::Class(_) | Bound::Declared(_) => trail.unresolved = true,
            }
        }
        if bounds.len() > 1 && bounds.iter().any(|bound| self.is_bound_behind_slash(bound)) {
            trail.lose_prefixes(found, params);
        }
    }
}

/// A name in capitals, as settings have.
pub(super) fn is_setting_name(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
