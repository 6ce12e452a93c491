//! Lists that are run through: a loop over names of models that sends each is no table of them.

use crate::extract::code::context::Contexts;
use crate::extract::code::dialect::{Growth, Items};
use crate::extract::code::names::Bound;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Role as KeyRole;

/// Methods and functions that only gather, count or look up what they are given.
const GATHERING: &[&str] = &[
    "append",
    "appendleft",
    "add",
    "push",
    "unshift",
    "insert",
    "extend",
    "set",
    "get",
    "pop",
    "len",
    "max",
    "min",
    "sum",
    "id",
    "repr",
    "hash",
    "zip",
    "sorted",
    "concat",
];

impl<'f> Contexts<'_, 'f> {
    /// The list of this name is looped over, and what the loop takes of it at a place of each item is sent.
    ///
    /// The list or what is taken of it must be named like a model: `is_model_list` says so of the list.
    pub(in crate::extract::code) fn is_run_through(
        &self,
        list: NodeId,
        place: Option<usize>,
        is_model_list: bool,
    ) -> bool {
        let names = self.names;
        if names.tree.kind(list) != Kind::Name || self.classifies(list) {
            return false;
        }
        let mentions = names.mentions_of(names.text(list));
        mentions.first().is_some_and(|first| {
            self.once(Question::RunThrough(place, is_model_list), *first, || {
                mentions.iter().any(|mention| self.items_are_sent(*mention, place, is_model_list))
            })
        })
    }

    fn items_are_sent(&self, list: NodeId, place: Option<usize>, is_model_list: bool) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let (list, place) = self.listed_by(list, place);
        let (list, column) = self.combined_by(list);
        let Some(up) = tree.parent(list) else { return false };
        let taken = match tree.kind(up) {
            Kind::For if tree.role(list) == Role::Iterable => {
                let Some(target) = tree.child(up, Role::Target) else { return false };
                let own = column.and_then(|at| Some((tree.children(target).nth(at)?, Bound::ItemPart(list, at))));
                match (tree.kind(target), place) {
                    (Kind::List, _) if column.is_some() => own.and_then(|(item, bound)| match place {
                        None => Some((item, bound)),
                        Some(place) => self.taken_apart(item, bound, place),
                    }),
                    (Kind::Name, Some(place)) => self.taken_apart(target, Bound::Item(list), place),
                    (Kind::Name, None) => Some((target, Bound::Item(list))),
                    (Kind::List, Some(at)) => {
                        tree.children(target).nth(at).map(|part| (part, Bound::ItemPart(list, at)))
                    }
                    _ => None,
                }
            }
            Kind::Member if place.is_none() => self.taken_by_callback(up),
            _ => None,
        };
        let Some((name, bound)) = taken.filter(|(name, _)| tree.kind(*name) == Kind::Name) else { return false };
        let text = names.text(name);
        let is_model = is_model_list || self.key(text).is_some_and(|key| key.role == KeyRole::Model);
        let is_sent = |mention: &NodeId| {
            is_model && self.is_handed_on(*mention) && !names.is_taken_if_listed(*mention)
                || self.is_run_through_within(*mention, is_model_list)
        };
        names.mentions_of(text).iter().any(|m| is_sent(m) && names.lookup(*m, text).contains(&bound))
    }

    /// What a loop takes is a list itself, which one within it runs through: `for models, make in ROWS: for model in models`.
    fn is_run_through_within(&self, list: NodeId, is_model_list: bool) -> bool {
        let Some(_step) = self.names.step_in() else { return false };
        self.names.tree.role(list) == Role::Iterable && self.items_are_sent(list, None, is_model_list)
    }

    /// What lists the items of a list in its turn, and their place in that: `tqdm(models)`, `enumerate(models)`.
    fn listed_by(&self, list: NodeId, place: Option<usize>) -> (NodeId, Option<usize>) {
        let (names, tree) = (self.names, &self.names.tree);
        let (mut list, mut place) = (list, place);
        while let Some(call) = tree.parent(list).filter(|_| tree.role(list) == Role::Argument)
            && let Some(callee) = tree.child(call, Role::Callee)
        {
            let chain = names.chain(callee).names;
            let is_taken = |which: Option<Items>| matches!(which, Some(Items::Argument(at)) if names.positional(call).get(at) == Some(&list));
            if is_taken(names.dialect.pairs(&chain)) && place.is_none() {
                place = Some(1);
            } else if !is_taken(names.dialect.items(&chain)) {
                break;
            }
            list = call;
        }
        (list, place)
    }

    /// What puts the items of a list beside those of others, and their place there: `product(models, numbers)`.
    fn combined_by(&self, list: NodeId) -> (NodeId, Option<usize>) {
        let (names, tree) = (self.names, &self.names.tree);
        let call = tree.parent(list).filter(|_| tree.role(list) == Role::Argument);
        let callee = call.and_then(|call| tree.child(call, Role::Callee));
        match call.zip(callee).filter(|(_, callee)| names.dialect.zips(&names.chain(*callee).names)) {
            Some((call, _)) => (call, names.positional(call).iter().position(|given| *given == list)),
            None => (list, None),
        }
    }

    /// The name that a statement of a loop gives a part of an item: `model, label = pair`.
    fn taken_apart(&self, item: NodeId, bound: Bound, place: usize) -> Option<(NodeId, Bound)> {
        let (names, tree) = (self.names, &self.names.tree);
        let text = Some(item).filter(|item| tree.kind(*item) == Kind::Name).map(|item| names.text(item))?;
        let part = |mention: &NodeId| {
            let assign = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::List)?;
            let is_value = tree.role(*mention) == Role::Value && names.lookup(*mention, text).contains(&bound);
            let name = tree.children(target).nth(place).filter(|_| is_value)?;
            Some((name, Bound::Part(*mention, place)))
        };
        names.mentions_of(text).iter().find_map(part)
    }

    /// The name by which a callback takes each item: `models.map((model) => …)`.
    fn taken_by_callback(&self, method: NodeId) -> Option<(NodeId, Bound)> {
        let names = self.names;
        let call = names.tree.parent(method).filter(|_| names.tree.role(method) == Role::Callee)?;
        let function = names.positional(call).first().copied().filter(|f| names.tree.kind(*f) == Kind::Function)?;
        names.called_with_items(function)?;
        let param = names.params(function).first().copied()?;
        Some((names.tree.child(param, Role::Name)?, Bound::Param(param)))
    }

    /// A mention that hands a name on: to a call as its model or by position, or to whoever called the function.
    fn is_handed_on(&self, mention: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(up) = tree.parent(mention) else { return false };
        let is_model = |name: Option<NodeId>| {
            let key = name.and_then(|name| self.key(self.names.text(name)));
            key.is_some_and(|key| key.role == KeyRole::Model)
        };
        match tree.kind(up) {
            Kind::Return => true,
            Kind::Call => tree.role(mention) == Role::Argument && self.may_send(up),
            Kind::Keyword => is_model(tree.child(up, Role::Name)) && tree.parent(up).is_some_and(|c| self.may_send(c)),
            Kind::Entry if tree.role(mention) == Role::Value && is_model(tree.child(up, Role::Key)) => {
                let call = tree.parent(up).and_then(|map| tree.parent(map));
                call.is_some_and(|call| tree.kind(call) == Kind::Call && self.may_send(call))
            }
            _ => false,
        }
    }

    /// A call that does more with what it is given than to tell, compare, count or gather it.
    pub(in crate::extract::code) fn may_send(&self, call: NodeId) -> bool {
        let names = self.names;
        let chain = names.tree.child(call, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
        let gathers = |last: &&str| GATHERING.contains(last) || Self::records(last) || is_select_box(last);
        !chain.is_empty()
            && names.dialect.effect(&chain).is_none()
            && names.dialect.passing(&chain).is_none()
            && names.dialect.items(&chain).is_none()
            && !chain.last().is_some_and(gathers)
    }

    /// `todo.append(("name", "…"))`: an item of a list that a loop runs through, which sends that part of it.
    pub(in crate::extract::code) fn is_added_to_what_is_run_through(
        &self,
        call: NodeId,
        item: NodeId,
        from: NodeId,
    ) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
        let grows = callee.and_then(|callee| names.key_of(callee)).and_then(|method| names.dialect.grows(method));
        let list = callee.and_then(|callee| tree.child(callee, Role::Object));
        let (Some(list), Some(Growth::Items)) = (list.filter(|list| tree.kind(*list) == Kind::Name), grows) else {
            return false;
        };
        let place = match tree.kind(item) {
            Kind::List => match tree.children(item).position(|part| part == from) {
                Some(place) => Some(place),
                None => return false,
            },
            _ if item == from => None,
            _ => return false,
        };
        let is_models = self.key(names.text(list)).is_some_and(|key| key.role != KeyRole::Silent);
        self.is_run_through(list, place, is_models)
    }
}
