//! Lists that reach whoever offers their items by a way of their own: spread into another, mapped into rows, held by a
//! name, or brought from another file: `choices: [...MODELS.map((m) => ({ name: m, value: m }))]`.

use super::offered::HOLDING;
use super::pickers::{ITEMS, is_select_box};
use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::dialect::Growth;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Route, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

/// Names that are given a list one after the other.
const DEEPEST: usize = 4;
/// Lists of which one is put together that are looked at.
const MOST_LISTS: usize = 16;

/// What is offered of a list.
#[derive(Clone, Copy)]
enum Offered {
    /// Each of its items.
    Items(NodeId),
    /// What a callback makes of each, and the call that is given it.
    Each(NodeId, NodeId),
}

/// The item of a widget under which it holds what it offers.
const WIDGET_ITEMS: &str = "values";

impl Reader<'_, '_> {
    /// Notes what is offered at a node, if that gives somebody a list to offer.
    pub(super) fn offered_list(&mut self, node: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let Some((name, list)) = contexts.given_to_offer(node) else { return };
        let used = Use::new(Context::Choice, tree.node(name).span, names.text(name));
        let mut lists = Vec::new();
        names.lists_put_together(list, 0, &mut lists);
        for offered in lists {
            let (expressions, place) = match offered {
                Offered::Items(list) => (names.items_of(list).unwrap_or_default(), list),
                Offered::Each(value, call) => (vec![value], call),
            };
            let platform = contexts.told_by_arm(place).unwrap_or(Platform::Unstated);
            // What is offered where users choose the names is a name of theirs.
            if matches!(platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider)) {
                continue;
            }
            // One question may offer the list for several platforms, each at a place of its own.
            let used = Use { platform, span: tree.node(place).span, ..used.clone() };
            if let Offered::Items(list) = offered {
                let routes = names.routes_of(list).into_iter().map(|route| route.then(Route::ANY));
                self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
            }
            for expression in expressions {
                self.offer_silent(expression, &used, contexts);
            }
        }
    }

    /// Notes what an expression may be as offered, where it would be silent by itself, and where else it may be found.
    fn offer_silent(&mut self, expression: NodeId, used: &Use, contexts: &Contexts<'_, '_>) {
        let trail = self.names.follow(expression);
        let routes = trail.routes.into_iter().map(|(route, _)| route);
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        for found in trail.found {
            let is_open = !self.is_explained(found.node) && self.vocabulary.resembles_id(&found.text.text);
            if is_open && contexts.is_silent_by_itself(found.node) {
                let told =
                    || contexts.told_by_arm(found.node).or_else(|| contexts.told_around(found.node, used.platform));
                let told = Some(used.platform).filter(|platform| *platform != Platform::Unstated).or_else(told);
                let told = told.or_else(|| contexts.free_platform_of_rows(found.node));
                let told = told.or_else(|| contexts.host_of_choice(found.node));
                self.explain(found, Use { platform: told.unwrap_or(Platform::Unstated), ..used.clone() });
            }
        }
    }
}

impl Contexts<'_, '_> {
    /// The name under which somebody is given a list to offer, and the list.
    fn given_to_offer(&self, node: NodeId) -> Option<(NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        match tree.kind(node) {
            Kind::Entry => {
                let value = tree.child(node, Role::Value)?;
                let name = tree.child(node, Role::Key)?;
                if self.is_list_of_prompt(value) {
                    return Some((name, value));
                }
                self.allowed_by_form(name, value)
                    .or_else(|| self.allowed_by_schema(name, value))
                    .map(|list| (name, list))
            }
            // `schema.prop("MODEL", string().enum(MODELS))`
            Kind::Call => match names.positional(node)[..] {
                [name, value] if tree.kind(name) == Kind::Str => {
                    self.allowed_by_schema(name, value).map(|list| (name, list))
                }
                [list] if self.fills_box(node) => Some((tree.child(node, Role::Callee)?, list)),
                _ => None,
            },
            Kind::Attribute => {
                let name = tree.child(node, Role::Name).filter(|name| ITEMS.contains(&names.text(*name)))?;
                let element = tree.parent(node).and_then(|element| tree.children(element).next())?;
                let value = tree.child(node, Role::Value).filter(|_| is_select_box(names.text(element)))?;
                Some((name, value))
            }
            Kind::For => self.value_of_option(node).map(|name| (name, node)),
            Kind::Assign => self.put_into_widget(node),
            _ => None,
        }
    }

    /// The widget that a list is put into, and the list: `dropdown["values"] = MODELS`.
    fn put_into_widget(&self, assign: NodeId) -> Option<(NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Index)?;
        let widget = tree.child(target, Role::Object).filter(|_| names.key_of(target) == Some(WIDGET_ITEMS))?;
        let name = names.key_of(widget).unwrap_or_else(|| names.text(widget));
        is_select_box(name).then_some((target, tree.child(assign, Role::Value)?))
    }

    /// The name under which an option is given each item of what a loop runs through, with a label of its own:
    /// `[Option(label=m, value=m) for m in MODELS]`.
    fn value_of_option(&self, made: NodeId) -> Option<NodeId> {
        const VALUE: &str = "value";
        const LABELS: [&str; 3] = ["label", "name", "title"];
        let (names, tree) = (self.names, &self.names.tree);
        let call = tree.children(made).next().filter(|option| tree.kind(*option) == Kind::Call)?;
        let clause = tree.children(made).find(|part| tree.kind(*part) == Kind::For)?;
        let class = names.chain(tree.child(call, Role::Callee)?).names.last().map(|class| fold_name(class))?;
        let is_option = class.contains("option") || class.contains("choice");
        let given = names.keyword(call, VALUE).filter(|_| is_option)?;
        let is_item = tree.child(clause, Role::Target).is_some_and(|item| names.text(item) == names.text(given));
        let is_shown = LABELS.iter().any(|label| names.keyword(call, label).is_some());
        let keyword = tree.parent(given).filter(|_| is_item && is_shown)?;
        tree.child(keyword, Role::Name)
    }

    /// The list of which the field of a form takes one item: `Optional("model", default=…): In(MODELS)`.
    fn allowed_by_form(&self, field: NodeId, value: NodeId) -> Option<NodeId> {
        const ALLOWING: &str = "In";
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call)?;
        let is_allowing = names.chain(callee).names.last() == Some(&ALLOWING);
        let asked =
            names.positional(field).first().copied().filter(|_| is_allowing && tree.kind(field) == Kind::Call)?;
        let name = names.literal(asked).map_or_else(|| names.text(asked).to_owned(), |literal| literal.text);
        self.key(&name).filter(|key| key.role == KeyRole::Model)?;
        names.positional(value).first().copied()
    }
}

impl Names<'_> {
    /// The lists of which an expression puts one together.
    fn lists_put_together(&self, value: NodeId, depth: usize, out: &mut Vec<Offered>) {
        let tree = &self.tree;
        if depth > DEEPEST || out.len() >= MOST_LISTS {
            return;
        }
        match tree.kind(value) {
            Kind::List => {
                let spread = |item| tree.child(item, Role::Value).filter(|_| tree.kind(item) == Kind::Spread);
                tree.children(value).filter_map(spread).for_each(|part| self.lists_put_together(part, depth + 1, out));
                // What a schema is given as it is: `z.enum(["…", "…"])`.
                if tree.parent(value).is_some_and(|up| tree.kind(up) == Kind::Call) {
                    out.push(Offered::Items(value));
                }
            }
            Kind::Conditional | Kind::Or | Kind::Concat => {
                let sides = tree.children(value).filter(|side| tree.role(*side) != Role::Condition);
                sides.for_each(|side| self.lists_put_together(side, depth + 1, out));
            }
            Kind::Call => self.lists_called(value, depth, out),
            Kind::For => {
                // The clauses of a comprehension stand beside what they repeat.
                let mut clauses = tree.children(value).filter(|part| tree.kind(*part) == Kind::For);
                let list = clauses.next().filter(|_| clauses.next().is_none());
                out.extend(list.and_then(|clause| tree.child(clause, Role::Iterable)).map(Offered::Items));
            }
            Kind::Name => {
                let made = self.made_lists(value);
                if made.is_empty() {
                    out.push(Offered::Items(value));
                }
                made.into_iter().for_each(|part| self.lists_put_together(part, depth + 1, out));
            }
            Kind::Member => out.push(Offered::Items(value)),
            // The lists of a table, by a key that is not known.
            Kind::Index if self.key_of(value).is_none() => {
                let rows = tree.child(value, Role::Object).and_then(|table| self.items_of(table)).unwrap_or_default();
                let lists = rows.into_iter().filter(|row| tree.kind(*row) == Kind::List);
                out.extend(lists.take(MOST_LISTS).map(Offered::Items));
            }
            _ => {}
        }
    }

    /// What a name is given that is put together of other lists.
    fn made_lists(&self, name: NodeId) -> Vec<NodeId> {
        let tree = &self.tree;
        let is_made = |value: &NodeId| match tree.kind(*value) {
            Kind::Call | Kind::Conditional | Kind::Or | Kind::Concat | Kind::For => true,
            Kind::List => tree.children(*value).any(|item| tree.kind(item) == Kind::Spread),
            _ => false,
        };
        let given = self.lookup(name, self.text(name));
        let given = given.iter().filter_map(|bound| if let Bound::Value(value) = bound { Some(*value) } else { None });
        let added = self.added_to(name, self.text(name));
        let added = added.into_iter().filter(|(growth, _)| *growth == Growth::List).map(|(_, value)| value);
        given.chain(added).filter(is_made).collect()
    }

    /// What a method makes of a list: rows of its items, or the same in another order.
    fn lists_called(&self, call: NodeId, depth: usize, out: &mut Vec<Offered>) {
        let tree = &self.tree;
        let Some(callee) = tree.child(call, Role::Callee) else { return };
        let chain = self.chain(callee).names;
        if self.key_of(callee) == Some("map") {
            let Some(list) = tree.child(callee, Role::Object) else { return };
            let function = self.positional(call).first().copied().filter(|f| tree.kind(*f) == Kind::Function);
            match function.map(|function| self.values_of_rows(function)) {
                Some(values) if !values.is_empty() => {
                    out.extend(values.into_iter().map(|value| Offered::Each(value, call)));
                }
                _ => self.lists_put_together(list, depth + 1, out),
            }
        } else if let Some(list) = self.dialect.items(&chain).and_then(|which| self.listed(call, callee, which)) {
            self.lists_put_together(list, depth + 1, out);
        }
    }

    /// What the rows hold that a callback makes: `(m) => ({ name: m.label, value: m.id })`.
    fn values_of_rows(&self, function: NodeId) -> Vec<NodeId> {
        let tree = &self.tree;
        let rows = self.returns(function).into_iter().filter(|row| tree.kind(*row) == Kind::Map);
        let held = |row: NodeId| {
            let holds = |key: &str| {
                tree.children(row).find(|entry| self.entry_key(*entry).is_some_and(|name| fold_name(name) == key))
            };
            let entry = HOLDING.into_iter().find_map(holds)?;
            let value = tree.child(entry, Role::Value)?;
            matches!(tree.kind(value), Kind::Name | Kind::Member).then_some(value)
        };
        rows.filter_map(held).collect()
    }
}
