//! Items of lists that markup offers: `models.map((model) => <option value={model.id}>…</option>)`.

use super::offered::HOLDING;
use super::pickers::{ITEMS, is_select_box};
use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Trail;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::{Sign, fold_name};

impl Reader<'_, '_> {
    /// Notes every model that an item of a widget may stand for.
    pub(in crate::extract::code) fn offered(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        for attribute in tree.ids().filter(|id| tree.kind(*id) == Kind::Attribute) {
            let offered = contexts.offered_value(attribute).map(|(name, value)| (name, names.follow(value)));
            let offered = offered.or_else(|| contexts.offered_items(attribute));
            let picked = || contexts.picked_value(attribute).map(|(name, value)| (name, names.follow(value)));
            let is_picked = offered.is_none();
            let Some((name, trail)) = offered.or_else(picked) else { continue };
            for (route, _) in trail.routes {
                let used = Use::new(Context::Choice, tree.node(name).span, names.text(name));
                self.links.taken.push(Taken { route, used });
            }
            for found in trail.found {
                let is_id = || self.vocabulary.resembles_id(&found.text.text);
                if self.is_explained(found.node) || !is_id() && contexts.platform_among(found.node).is_none() {
                    continue;
                }
                // What is clicked in a catalogue may only be shown.
                let row = tree.parent(found.node).and_then(|entry| tree.parent(entry));
                if is_picked && row.is_some_and(|row| contexts.tells_facts(row)) {
                    continue;
                }
                // What the call says that is made on a click is surer.
                let is_told = || contexts.of(found.node).is_some_and(|(_, used)| !used.context.is_silent());
                if is_picked && tree.role(found.node) == Role::Argument && is_told() {
                    continue;
                }
                let used = Use::new(Context::Choice, tree.node(name).span, names.text(name));
                let told = contexts.told_around(found.node, Platform::Unstated);
                let told = told.or_else(|| contexts.free_platform_of_rows(found.node));
                let told = told.or_else(|| contexts.platform_among(found.node));
                let told = told.or_else(|| contexts.host_of_choice(found.node));
                self.explain(found, Use { platform: told.unwrap_or(Platform::Unstated), ..used });
            }
        }
    }
}

impl Names<'_> {
    /// The list of which a widget answers one item, where the file says what is in it: `selectbox("Model", options=[…])`.
    pub(in crate::extract::code) fn offered_by(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.tree.child(call, Role::Callee)?;
        let chain = self.chain(callee).names;
        let is_box = chain.last().is_some_and(|last| is_select_box(last) && !last.starts_with("multi"));
        if !is_box || !self.functions_of(callee).is_empty() {
            return None;
        }
        let by_keyword = ITEMS.into_iter().find_map(|name| self.keyword(call, name));
        let is_list = |given: &NodeId| self.items_of(*given).is_some() || self.is_list_elsewhere(*given);
        let by_place = || {
            let given = self.positional(call);
            let items = given.iter().find(|given| self.items_of(**given).is_some()).copied();
            items.or_else(|| self.list_behind_label(&given))
        };
        by_keyword.filter(is_list).or_else(by_place)
    }

    /// A name that leads to another file.
    fn is_list_elsewhere(&self, given: NodeId) -> bool {
        matches!(self.tree.kind(given), Kind::Name | Kind::Member) && !self.routes_of(given).is_empty()
    }

    /// What a widget is given right behind its label, if that comes from another file: `selectbox("Model", MODELS)`.
    pub(in crate::extract::code) fn list_behind_label(&self, given: &[NodeId]) -> Option<NodeId> {
        let [label, list, ..] = given else { return None };
        let is_label = matches!(self.tree.kind(*label), Kind::Str | Kind::Template);
        Some(*list).filter(|list| is_label && self.is_list_elsewhere(*list))
    }
}

impl<'f> Contexts<'_, 'f> {
    /// All that reads what a widget answers tells, counts or compares it: nobody imports a file that draws one.
    pub(in crate::extract::code) fn is_answer_unsent(&self, call: NodeId, item: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(call) == Role::Value);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target)).filter(|t| tree.kind(*t) == Kind::Name);
        let (Some(assign), Some(target)) = (assign, target) else { return false };
        let bound = self.bound_by(target, item);
        bound.is_some_and(|bound: Bound| self.is_only_told(assign, names.text(target), bound))
    }

    /// The file shows answers that models gave before, and asks nobody: who is picked in it is found among them.
    pub(in crate::extract::code) fn shows_stored_answers(&self) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let is_name = |node: &NodeId| {
            tree.kind(*node) == Kind::Name && self.vocabulary.is_sign(names.text(*node), Sign::StoredAnswers)
        };
        let asks = |node: NodeId| tree.kind(node) == Kind::Call && clients.site_of(node).is_some();
        let shows = || tree.ids().any(|node| is_name(&node)) && !tree.ids().any(asks);
        *self.asked.shows_answers.get_or_init(shows)
    }

    /// The name of an attribute that gives a widget the items which it offers, and what they may be:
    /// `<Select options={Object.keys(models)} />`.
    fn offered_items(&self, attribute: NodeId) -> Option<(NodeId, Trail<'f>)> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.child(attribute, Role::Name).filter(|name| ITEMS.contains(&names.text(*name)))?;
        let element = tree.parent(attribute).and_then(|element| tree.children(element).next())?;
        let value = tree.child(attribute, Role::Value).filter(|_| is_select_box(names.text(element)))?;
        let items = names.items_of(value).filter(|_| tree.kind(value) != Kind::List)?;
        let texts = items.into_iter().filter(|item| matches!(tree.kind(*item), Kind::Str | Kind::Name | Kind::Member));
        let mut trail = Trail::default();
        for item in texts {
            let of_item = names.follow(item);
            trail.found.extend(of_item.found);
            trail.routes.extend(of_item.routes);
        }
        Some((name, trail))
    }

    /// The name of an attribute that calls something when an item of a list is clicked, and what of the item it gives:
    /// `LIST.map((m) => <li onClick={() => pick(m.id)}>…</li>)`.
    fn picked_value(&self, attribute: NodeId) -> Option<(NodeId, NodeId)> {
        const CLICKED: [&str; 3] = ["onClick", "onSelect", "onPress"];
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.child(attribute, Role::Name).filter(|name| CLICKED.contains(&names.text(*name)))?;
        let function = tree.child(attribute, Role::Value).filter(|value| tree.kind(*value) == Kind::Function)?;
        let is_item = |object: NodeId| {
            let bounds = names.lookup(object, names.text(object));
            matches!(*bounds, [Bound::Param(param)] if names.list_run_through(param).is_some())
        };
        let is_given = |node: &NodeId| {
            let holds = names.key_of(*node).is_some_and(|key| HOLDING.contains(&fold_name(key).as_str()));
            let object = tree.child(*node, Role::Object).filter(|object| tree.kind(*object) == Kind::Name);
            let is_argument = tree.kind(*node) == Kind::Member && tree.role(*node) == Role::Argument;
            is_argument && holds && object.is_some_and(is_item)
        };
        let is_shown = |node: &NodeId| {
            let is_argument = tree.kind(*node) == Kind::Str && tree.role(*node) == Role::Argument;
            is_argument && self.is_item_called(attribute, *node)
        };
        Some((name, tree.below(function).find(|node| is_given(node) || is_shown(node))?))
    }

    /// The attribute is that of an item of a menu on which nothing is written but a text that it gives:
    /// `<MenuItem onClick={() => update("type", "…")}>…</MenuItem>`.
    fn is_item_called(&self, attribute: NodeId, text: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(element) = tree.parent(attribute) else { return false };
        let name = tree.children(element).next().map(|name| fold_name(names.text(name))).unwrap_or_default();
        let is_item = ["item", "option"].iter().any(|word| name.ends_with(word));
        let behind = names.file.bytes.get(tree.node(element).span.end as usize..).unwrap_or_default();
        let written = names.literal(text).and_then(|text| behind.trim_ascii_start().strip_prefix(text.text.as_bytes()));
        is_item && written.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"</"))
    }

    /// The name and the value of an attribute that says what an item of a widget stands for, if that is a name.
    fn offered_value(&self, attribute: NodeId) -> Option<(NodeId, NodeId)> {
        let tree = &self.names.tree;
        let name = tree.child(attribute, Role::Name).filter(|_| self.is_value_of_item(attribute))?;
        let value = tree.child(attribute, Role::Value)?;
        matches!(tree.kind(value), Kind::Name | Kind::Member).then_some((name, value))
    }
}
