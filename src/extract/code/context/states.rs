//! State that a page holds: what shows it, and what sets it anew, `const [model, setModel] = useState("…")`.

use super::readers::{DEEPEST, Done};
use super::{Climb, Contexts};
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

/// A pair of names, of a value and of what sets it.
struct State {
    /// The assignment that makes them.
    assign: NodeId,
    /// The name of the value.
    value: NodeId,
    /// What the value is bound to.
    bound: Bound,
}

impl<'f> Contexts<'_, 'f> {
    /// The state that a callee sets, by its name: `setModel` of `[model, setModel]`.
    fn state_set_by(&self, callee: NodeId) -> Option<State> {
        let (names, tree) = (self.names, &self.names.tree);
        let setter = (tree.kind(callee) == Kind::Name).then(|| names.text(callee))?;
        let [Bound::Part(made, 1)] = *names.lookup(callee, setter) else { return None };
        let assign = tree.parent(made).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::List)?;
        let value = tree.children(target).next().filter(|value| tree.kind(*value) == Kind::Name)?;
        let sets = fold_name(setter).strip_prefix("set").is_some_and(|what| what == fold_name(names.text(value)));
        let is_state = |bound: &&Bound| match **bound {
            Bound::Value(first) => tree.node(made).span.contains(tree.node(first).span),
            bound => bound == Bound::Part(made, 0),
        };
        let (_, bounds) = names.bound(assign, names.text(value)).filter(|_| sets)?;
        bounds.iter().find(is_state).map(|bound| State { assign, value, bound: *bound })
    }

    /// What makes the state that a call sets: `const [model, setModel] = useState("…")`.
    pub(in crate::extract::code) fn made_of_state(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.names.tree.child(call, Role::Callee)?;
        self.state_set_by(callee).map(|state| state.assign)
    }

    /// What is done with a state that a callee sets, wherever it is read.
    pub(super) fn done_with_state(&self, callee: NodeId, depth: usize) -> Option<Done> {
        let state = self.state_set_by(callee).filter(|_| depth < DEEPEST)?;
        if !self.stays_in_file(state.assign, state.value) {
            return None;
        }
        let mut readers = self.names.readers(state.assign, self.names.text(state.value), state.bound)?;
        readers.retain(|reader| *reader != state.value);
        self.least_of(readers, depth + 1)
    }

    /// A call sets a state to what it is given, which is only shown: `setPayload({ model: "…" })`.
    pub(super) fn is_shown_by_state(&self, call: NodeId, at: Option<usize>, climb: &Climb<'f>) -> bool {
        let callee = self.names.tree.child(call, Role::Callee).filter(|_| at == Some(0) && climb.key.is_some());
        callee.and_then(|callee| self.done_with_state(callee, 0)) > Some(Done::Compared)
    }

    /// A state begins with a map of which only boxes show the model: `const [form, setForm] = useState({ model: "…" })`.
    pub(super) fn is_shown_from_start(&self, call: NodeId, climb: &Climb<'f>) -> bool {
        /// What gives away what boxes hold.
        const SENDING: [&[u8]; 2] = [b"<form", b"FormData"];
        let (names, tree) = (self.names, &self.names.tree);
        let Some((_, own, _)) = climb.key.as_ref().filter(|_| climb.map.and_then(|map| tree.parent(map)) == Some(call))
        else {
            return false;
        };
        let target = tree.parent(call).and_then(|assign| tree.child(assign, Role::Target));
        let setter =
            target.filter(|target| tree.kind(*target) == Kind::List).and_then(|pair| tree.children(pair).nth(1));
        let Some(state) = setter.and_then(|setter| self.state_set_by(setter)) else { return false };
        let readers = names.readers(state.assign, names.text(state.value), state.bound).unwrap_or_default();
        let part = |reader: NodeId| tree.parent(reader).filter(|_| tree.role(reader) == Role::Object);
        let is_other = |part: NodeId| names.key_of(part).is_some_and(|key| key != own);
        let is_shown = |reader: &NodeId| part(*reader).is_some_and(|part| is_other(part) || self.is_value_shown(part));
        let is_sent = || SENDING.iter().any(|word| memchr::memmem::find(&names.file.bytes, word).is_some());
        let mut readers = readers.iter().filter(|reader| **reader != state.value).peekable();
        readers.peek().is_some() && self.stays_in_file(state.assign, state.value) && readers.all(is_shown) && !is_sent()
    }

    /// What sets a state that is called as a model is, and that goes farther than to the box it is chosen in:
    /// `setModel("…")`.
    pub(super) fn set_anew(&self, call: NodeId, at: Option<usize>, climb: &Climb<'f>, from: NodeId) -> Option<Use> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee).filter(|_| at == Some(0))?;
        let state = self.state_set_by(callee).filter(|_| climb.key.is_none() && !climb.in_entry && !climb.in_list)?;
        let name = names.text(state.value);
        let key = self.key(name).filter(|key| key.role == KeyRole::Model)?;
        let readers = names.readers(state.assign, name, state.bound).unwrap_or_default();
        let goes_on = |reader: &NodeId| *reader != state.value && !self.is_value_shown(*reader);
        if self.done_with_state(callee, 0).is_some() || !readers.iter().any(goes_on) {
            return None;
        }
        Some(self.keyed(Context::Slot, &key, name.to_owned(), names.tree.node(state.value).span, from))
    }

    /// What is read at a place is told or compared there, or is what a box shows as chosen: `<select value={model}>`.
    fn is_value_shown(&self, reader: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let attribute = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Attribute);
        let name = attribute.and_then(|attribute| tree.child(attribute, Role::Name));
        name.is_some_and(|name| names.text(name) == "value") || self.is_done_at(reader)
    }
}
