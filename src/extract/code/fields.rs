//! What is given a model by its place: `Settings("…", timeout=10)`, where the first field is called `model`.
//!
//! The place has the name of a field or parameter, and says what a keyword of that name would.

use super::context::Contexts;
use super::names::{Bound, Names};
use super::shapes::records::is_recorded;
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Host, Key, Role as KeyRole, fold_name};

/// Endings of names of maps that requests are made with.
const REQUESTED: [&str; 9] =
    ["args", "params", "parameters", "options", "settings", "config", "payload", "request", "body"];

/// Bases of bases that are followed.
const DEEPEST: usize = 8;

/// What is taken without a name: the name by which it is called, and the parameter if one is written.
#[derive(Debug, Clone, Copy)]
struct Taking {
    name: NodeId,
    param: Option<NodeId>,
}

impl<'f> Names<'f> {
    /// What a function or class takes without names, in order: a class by its constructor, or the fields of which one is
    /// made.
    fn takings(&self, callee: Bound) -> Vec<Taking> {
        let of_param = |param: NodeId| Some(Taking { name: self.tree.child(param, Role::Name)?, param: Some(param) });
        match (self.as_function(callee), callee) {
            (Some(function), _) => self.own_params(function).into_iter().map_while(of_param).collect(),
            (None, Bound::Class(class)) => {
                let fields = self.fields_by_place(class, 0).unwrap_or_default();
                fields.into_iter().map(|name| Taking { name, param: None }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The fields of a class whose constructor the language makes of them, those of its bases first; nothing if it has
    /// none such, or fields that stand elsewhere.
    fn fields_by_place(&self, class: NodeId, depth: usize) -> Option<Vec<NodeId>> {
        let tree = &self.tree;
        let is_made_by = |maker: NodeId| {
            let text = self.text(maker).trim_start_matches('@');
            let (name, options) = text.split_once('(').unwrap_or((text, ""));
            self.dialect.makes_constructor(name.trim(), options)
        };
        let bases = || tree.children(class).filter(|child| tree.role(*child) == Role::Base);
        if depth > DEEPEST || !(self.decorators(class).any(is_made_by) || bases().any(is_made_by)) {
            return None;
        }
        let mut fields: Vec<NodeId> = Vec::new();
        for base in bases().filter(|base| !is_made_by(*base) && !self.dialect.is_plain_base(self.text(*base))) {
            let [Bound::Class(above)] = *self.lookup(class, self.text(base)) else { return None };
            fields.extend(self.fields_by_place(above, depth + 1)?);
        }
        for own in tree.children(class).filter_map(|child| self.declared_field(child)) {
            let same = |known: &&mut NodeId| self.text(**known) == self.text(own);
            match fields.iter_mut().find(same) {
                Some(known) => *known = own,
                None => fields.push(own),
            }
        }
        Some(fields)
    }

    /// The name of a field that a statement of a class declares, if it is given to the constructor.
    fn declared_field(&self, statement: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let annotation = tree.child(statement, Role::Type).filter(|_| tree.kind(statement) == Kind::Assign)?;
        let value = tree.child(statement, Role::Value).map_or("", |value| self.text(value));
        let is_of_class = self.text(annotation).contains("ClassVar") || value.contains("init=False");
        tree.child(statement, Role::Target).filter(|target| !is_of_class && tree.kind(*target) == Kind::Name)
    }
}

impl<'f> Contexts<'_, 'f> {
    /// What a function or class of this file takes by places as the name of a model: each place, and the name there.
    pub(super) fn models_by_place(&self, callee: Bound) -> Vec<(usize, NodeId, Key<'f>)> {
        let names = self.names;
        let takings = names.takings(callee);
        let model = |(at, taking): (usize, &Taking)| {
            let text = names.text(taking.name);
            let key = self.key(text).filter(|key| key.role == KeyRole::Model)?;
            let is_kept = taking.param.is_none_or(|param| self.goes_on(param, taking.name));
            is_kept.then_some((at, taking.name, key))
        };
        let models: Vec<_> = takings.iter().enumerate().filter_map(model).collect();
        if models.is_empty() {
            return models;
        }
        let called: Vec<String> = takings.iter().map(|taking| fold_name(names.text(taking.name))).collect();
        if is_recorded(&called) || self.is_row_of(&called) { Vec::new() } else { models }
    }

    /// What a parameter takes goes on as a model: under a name for one, as an attribute that is read, or by itself to the
    /// functions of others. What is put in its place on the way may be another one.
    fn goes_on(&self, param: NodeId, name: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let text = names.text(name);
        let is_attribute = |class| names.own_attribute(class, text).contains(&name);
        if names.class_of(param).is_some_and(is_attribute) {
            return true;
        }
        let is_replaced = names.bound(name, text).is_none_or(|(_, bounds)| bounds.len() > 1);
        let readers = names.readers(name, text, Bound::Param(param)).filter(|_| !is_replaced);
        let is_called_so = matches!(fold_name(text).as_str(), "model" | "modelname" | "modelid");
        readers.into_iter().flatten().any(|reader| {
            let is_side = |up: &NodeId| matches!(tree.kind(*up), Kind::Or | Kind::Conditional);
            let sides = std::iter::successors(Some(reader), |part| tree.parent(*part).filter(is_side));
            let whole = self.cut_of(sides.last().unwrap_or(reader));
            let Some(up) = tree.parent(whole).filter(|_| tree.role(whole) != Role::Condition) else { return false };
            match tree.kind(up) {
                Kind::Keyword | Kind::Entry if tree.role(whole) == Role::Value => self.is_model_there(whole),
                Kind::Assign if tree.role(whole) == Role::Value => {
                    self.is_kept_and_read(up) || self.is_put_into_arguments(up, whole)
                }
                Kind::Call if tree.role(whole) == Role::Argument => self.is_sent_by_others(up, is_called_so),
                _ => false,
            }
        })
    }

    /// The part of a name behind a `/` that an expression takes of it: `full.split("/")[-1]`; else the name itself.
    fn cut_of(&self, name: NodeId) -> NodeId {
        const LONGEST: usize = 4;
        let tree = &self.names.tree;
        let taken = |part: &NodeId| {
            let is_inner = matches!(tree.role(*part), Role::Object | Role::Callee);
            tree.parent(*part)
                .filter(|up| is_inner && matches!(tree.kind(*up), Kind::Member | Kind::Call | Kind::Index))
        };
        let whole = std::iter::successors(Some(name), taken).take(LONGEST).last().unwrap_or(name);
        if whole != name && self.names.is_cut_behind_slash(whole) { whole } else { name }
    }

    /// A name says that an expression is a model, and nothing silences that.
    fn is_model_there(&self, given: NodeId) -> bool {
        let used = self.doing(given).filter(|used| matches!(used.context, Context::Slot | Context::Setting));
        used.and_then(|used| self.key(&used.label)).is_some_and(|key| key.role == KeyRole::Model)
    }

    /// `self.args["model"] = model`: the value is put under a model's name into what a request is made with.
    fn is_put_into_arguments(&self, assign: NodeId, given: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Index);
        let Some(object) = target.and_then(|target| tree.child(target, Role::Object)) else { return false };
        let called = fold_name(names.key_of(object).unwrap_or_else(|| names.text(object)));
        REQUESTED.iter().any(|word| called.ends_with(word)) && self.is_model_there(given)
    }

    /// The attribute of an object that is assigned is read, by its own class or from outside.
    fn is_kept_and_read(&self, assign: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target);
        let object = target.and_then(|target| tree.child(target, Role::Object)).filter(|o| names.is_itself(*o));
        let Some(key) = object.and(target).and_then(|target| names.key_of(target)) else { return false };
        let class = names.class_of(assign);
        let is_read = |reader: &NodeId| {
            let object = tree.child(*reader, Role::Object).filter(|object| names.is_itself(*object));
            object.is_none() || names.class_of(*reader) == class
        };
        self.attribute_readers(key).iter().any(is_read)
    }

    /// A call hands what it is given to the class above, or to a function of others.
    fn is_sent_by_others(&self, call: NodeId, is_called_so: bool) -> bool {
        let Some(callee) = self.names.tree.child(call, Role::Callee) else { return false };
        self.names.is_super(callee) || is_called_so && self.may_send(call) && !self.is_function_here(callee)
    }

    /// A function or class of this file is given a model by its place.
    pub(super) fn given_by_place(&self, call: NodeId, at: Option<usize>, from: NodeId) -> Option<Use> {
        let names = self.names;
        let [callee] = names.bounds_of(names.tree.child(call, Role::Callee)?)[..] else { return None };
        let (_, name, key) = self.models_by_place(callee).into_iter().find(|(place, ..)| Some(*place) == at)?;
        let label = names.text(name);
        (!self.is_field_noted(call, label)).then(|| self.placed(call, &key, label, from)).flatten()
    }

    /// What a literal is that a call gives to a function or class of another file, if that takes a model at its place:
    /// nothing where the call says by itself what is done with it.
    pub(super) fn given_elsewhere(&self, call: NodeId, literal: NodeId) -> Option<Use> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        self.doing(literal).filter(|used| used.context == Context::Text && used.label.is_empty())?;
        let key = self.key("model").filter(|_| !Self::is_noting(names, callee) && !self.makes_attributes(call))?;
        let mut used = self.placed(call, &key, names.text(callee), literal)?;
        self.lay_said_around(literal, &mut used);
        (!used.context.is_silent()).then_some(used)
    }

    /// An argument that is a model by its place; nothing if what stands beside it says that the call only tells of one.
    fn placed(&self, call: NodeId, key: &Key<'f>, label: &str, literal: NodeId) -> Option<Use> {
        let callee = self.names.tree.child(call, Role::Callee)?;
        let is_told = self.is_answer_call(call) || self.is_record_call(call) || self.names.is_mocked(call);
        if is_told || self.is_row_call(call) {
            return None;
        }
        let span = self.names.tree.node(callee).span;
        let mut used = self.keyed(Context::Slot, key, label.to_owned(), span, literal);
        if used.platform == Platform::Unstated {
            used.platform = self.told_in_call(call, literal).unwrap_or(Platform::Unstated);
        }
        Some(used)
    }

    /// What else a call is given tells where the model goes: by a name, or a platform or an address at its place.
    fn told_in_call(&self, call: NodeId, model: NodeId) -> Option<Platform> {
        let names = self.names;
        let told = |literal: NodeId| {
            let text = names.literal(literal)?.text;
            if !text.contains("://") {
                let provider = self.vocabulary.provider_word("", &text.to_ascii_lowercase())?;
                return Some(Platform::Known(provider, Evidence::Settings));
            }
            Some(match self.vocabulary.host(&text) {
                Host::Known(provider) => Platform::Known(provider, Evidence::Settings),
                _ => Platform::UnknownHost(Evidence::Settings),
            })
        };
        let given = names.positional(call).into_iter().filter(|given| *given != model);
        let beside = self.told_beside(call, Some(model)).or_else(|| { given }.find_map(told));
        beside.or_else(|| self.told_by_callee(call))
    }
}
