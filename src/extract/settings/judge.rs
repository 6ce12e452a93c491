//! What each value of a tree does.
//!
//! What stands within a value is read in `embedded`, what is used once more in `aliases`; `platforms` says who is asked.

mod aliases;
mod embedded;
mod platforms;

use std::collections::HashMap;

use crate::extract::settings::text::Text;
use crate::extract::settings::{self, Doing, live, tells};
use crate::extract::{BaseUrl, called};
use crate::reference::{Context, Evidence, Platform, Reference, Seen, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Form, Key, Role, Vocabulary};

use super::around::{Around, Named, Place, label};
use super::scalar::{Style, decode};
use super::shell;
use super::tree::{At, Kind, NodeId, Tree};
use super::words;

/// Longer scalars are no values of settings.
const LONGEST: usize = 2_048;

/// One pass over the values of a file.
pub(crate) struct Judge<'a> {
    file: &'a SourceFile,
    tree: &'a Tree,
    seen: Seen,
    vocabulary: &'a dyn Vocabulary,
    around: Around<'a>,
    /// The reference that a scalar became.
    made: HashMap<NodeId, usize>,
    merged: usize,
    /// Files within scalars that were read.
    documents: usize,
    out: Vec<Reference>,
    switches: Vec<BaseUrl>,
    /// Scalars that an alias uses where they are no model that is judged.
    tied: Vec<Span>,
}

/// What stands in a tree.
pub(crate) struct Judged {
    /// The models, in no order.
    pub references: Vec<Reference>,
    /// Base URLs, in no order.
    pub switches: Vec<BaseUrl>,
    /// Values that an edit would change in other places as well, which nobody sees there.
    pub parts: Vec<Span>,
}

impl<'a> Judge<'a> {
    pub fn new(file: &'a SourceFile, tree: &'a Tree, seen: Seen, vocabulary: &'a dyn Vocabulary) -> Judge<'a> {
        Judge {
            file,
            tree,
            seen,
            vocabulary,
            around: Around::new(file, tree, vocabulary),
            made: HashMap::new(),
            merged: 0,
            documents: 0,
            out: Vec::new(),
            switches: Vec::new(),
            tied: Vec::new(),
        }
    }

    pub fn run(mut self) -> Judged {
        for (id, node) in self.tree.nodes.iter().enumerate() {
            match (&node.kind, node.at) {
                (Kind::Scalar(style), At::Key(..)) => self.key(id, *style),
                (Kind::Scalar(style), _) => self.value(id, *style),
                (Kind::Alias(Some(target)), At::Value(..) | At::Item(_)) => self.alias(id, *target),
                _ => {}
            }
        }
        self.lay_router();
        Judged { references: self.out, switches: self.switches, parts: self.tied }
    }

    /// What nothing sends anywhere else goes to the router of the document, if it is spelled as routers have it.
    fn lay_router(&mut self) {
        let is_open =
            |used: &Use| used.platform == Platform::Unstated && used.form == Form::Id && !used.context.is_silent();
        let mut open =
            self.out.iter_mut().filter(|one| called::is_route(&one.value.text)).flat_map(|one| &mut one.uses);
        let mut open = { open.by_ref() }.filter(|used| is_open(used)).peekable();
        let Some(router) = open.peek().and_then(|_| self.around.only_router()) else { return };
        open.for_each(|used| used.platform = Platform::Known(router, Evidence::Settings));
    }

    fn text(&self, id: NodeId, style: Style) -> Text {
        decode(&self.file.bytes, self.tree.nodes[id].span, style)
    }

    /// An ID as a key begins a row of a table.
    fn key(&mut self, id: NodeId, style: Style) {
        if self.tree.nodes[id].span.len() > LONGEST || style == Style::Constant {
            return;
        }
        let text = self.text(id, style).trim();
        if self.vocabulary.resembles_id(&text.text) {
            let place = self.tree.path(id).map(|path| label(&path, 3)).unwrap_or_default();
            let mut one = Use::new(Context::Key, self.tree.nodes[id].span, place);
            let map = if let At::Key(map, _) = self.tree.nodes[id].at { Some(map) } else { None };
            let offered = map.filter(|_| self.around.silence(id).is_none());
            if let Some(platform) = offered.and_then(|map| self.around.platform_of_keys(map)) {
                one.context = Context::Choice;
                one.platform = Platform::Known(platform, Evidence::Settings);
            }
            self.push(id, text, one);
        }
    }

    fn value(&mut self, id: NodeId, style: Style) {
        let node = &self.tree.nodes[id];
        if style == Style::Constant || node.tagged {
            // A version may be written as a number.
            if !node.tagged && self.around.silence(id).is_none() {
                let (text, place) = (self.text(id, style), self.around.place(id));
                self.deployed(id, &text, &place);
            }
            return;
        }
        if self.around.silence(id).is_none() && self.embedded(id, style) {
            return;
        }
        if node.span.len() > LONGEST {
            return;
        }
        let text = self.text(id, style);
        let Some(value) = live::live(&text) else { return };
        if let Some(context) = self.around.silence(id).filter(|_| !self.around.checks_with(id)) {
            if self.vocabulary.resembles_id(&value.text) {
                let one = Use::new(context, self.place_span(id), self.tree.name(id));
                self.push(id, value, one);
            }
            return;
        }
        if self.variable_of_list(id, &text) || self.option_of_list(id, &value) {
            return;
        }
        if let Some(url) =
            settings::url_reference(&value, self.seen, self.place_span(id), self.tree.name(id), self.vocabulary)
        {
            self.out.push(url);
            return;
        }
        if let Some(path) = self.path_beside(id, &value) {
            self.out.push(path);
            return;
        }
        let variable = settings::key_of_variable(&text.text, self.vocabulary);
        self.named_value(id, value, variable);
    }

    /// `NAME=value` in a list of variables.
    fn variable_of_list(&mut self, id: NodeId, text: &Text) -> bool {
        let At::Item(_) = self.tree.nodes[id].at else { return false };
        let Some((name, value)) = shell::assignment(text) else { return false };
        let key = settings::environment_key(&name.text, self.vocabulary);
        let named = Named { name: name.text, key, by_path: false, variable: true, likely: false };
        if let Some(value) = live::live(&value) {
            let place = self.around.place(id);
            self.emit(id, value, name.span, &named, &place);
        }
        true
    }

    /// Name and version of a model that a template deploys: together they are one value, at the version.
    fn deployed(&mut self, id: NodeId, value: &Text, place: &Place) -> bool {
        if self.around.is_versioned_name(place) {
            return true;
        }
        let Some((key, name)) = self.around.version_of(place) else { return false };
        let mut one = settings::use_of(
            Context::Setting,
            self.place_span(id),
            self.tree.name(id),
            Some(&key),
            key.provider.map_or(Platform::Unstated, |p| Platform::Known(p, Evidence::Key)),
        );
        one.form = Form::Version;
        let text = format!("{name}@{}", value.text.trim());
        self.push(id, Text::put_together(text, value.span), one);
        true
    }

    /// The model of an item `name:model` in a list of aliases.
    fn aliased(&self, place: &Place, value: Text) -> Text {
        let is_item = place.key.is_none();
        let owner = place.container.filter(|_| is_item).map_or("", |container| self.tree.name(container));
        match value.text.find(':').filter(|at| words::lists_aliases(owner) && !value.text[..*at].contains('/')) {
            Some(at) => value.slice(at + 1..value.text.len()).trim(),
            None => value,
        }
    }

    /// A value that its name or path judges, or the variable that it is read from.
    fn named_value(&mut self, id: NodeId, value: Text, variable: Option<Key<'a>>) {
        let place = self.around.place(id);
        let value = self.aliased(&place, value);
        if self.deployed(id, &value, &place) {
            return;
        }
        if self.offered_by_field(id, &value, &place) {
            return;
        }
        let mut named = self.around.named(&place);
        // A name that tells no platform leaves that to the variable.
        if named.key.is_none_or(|key| key.role == Role::Model && key.provider.is_none() && key.form == Form::Id) {
            named.key = variable.or(named.key);
        }
        if let Some(key) = named.key.filter(|key| key.role == Role::BaseUrl && named.variable) {
            self.switches.push(BaseUrl { provider: key.provider, url: value.text, span: value.span });
            return;
        }
        self.emit(id, value, self.place_span(id), &named, &place);
    }

    /// A value among the choices of a form's field whose default is a model.
    fn offered_by_field(&mut self, id: NodeId, value: &Text, place: &Place) -> bool {
        if !self.vocabulary.resembles_id(&value.text) {
            return false;
        }
        let Some(field) = self.around.default_of_field(place) else { return false };
        let named = self.around.named(&field);
        if named.key.is_none_or(|key| key.role != Role::Model) {
            return false;
        }
        let one = self.use_of(Context::Choice, self.place_span(id), &named, &field, &value.text);
        self.push(id, value.clone(), one);
        true
    }

    fn emit(&mut self, id: NodeId, value: Text, span: Span, named: &Named<'_>, place: &Place) {
        let first =
            named.variable.then(|| settings::first_field(&named.name, named.key.as_ref(), &value, self.vocabulary));
        let (value, doing) = match first.flatten() {
            Some((first, context)) => (first, Doing::One(context)),
            None => {
                let doing = self.doing(named, place, &value.text);
                (value, doing)
            }
        };
        match doing {
            Doing::One(context) => {
                let (value, context) = settings::without_remark(value, context, self.vocabulary);
                let mut one = self.use_of(context, span, named, place, &value.text);
                self.reached(&mut one, &value.text, place, named.variable);
                self.push(id, value, one);
            }
            Doing::List(context) => {
                // Nobody chooses among what a workflow runs.
                let runs_all = named.variable && words::is_workflow(&self.file.path);
                let context = if runs_all { Context::Slot } else { context };
                let one = self.use_of(context, span, named, place, "");
                self.out.extend(settings::listed(&value, self.seen, &one, self.vocabulary));
            }
            Doing::Nothing => {}
        }
    }

    /// What a value does at a place, by name, neighbours and the kind of list or mapping.
    fn doing(&mut self, named: &Named<'_>, place: &Place, text: &str) -> Doing {
        let item = place.key.is_none() && !named.variable;
        let owner = place.container.map_or("", |container| self.tree.name(container));
        let doing = settings::doing(&named.name, named.key.as_ref(), text, self.vocabulary);
        if !named.variable && !matches!(doing, Doing::Nothing) && self.around.is_switched_off(place) {
            return Doing::One(Context::Key);
        }
        if named.by_path {
            return doing;
        }
        if !named.variable && self.around.is_unread_in_flow(place) {
            return if self.vocabulary.resembles_id(text) { Doing::One(Context::Key) } else { Doing::Nothing };
        }
        if named.likely {
            return if self.vocabulary.resembles_id(text) { Doing::One(Context::Slot) } else { Doing::Nothing };
        }
        if !named.variable && self.around.is_own_alias(place, named, text) {
            return Doing::One(Context::Key);
        }
        let is_row = || self.vocabulary.resembles_id(text) && self.platform_of_choice(place).is_some();
        if !named.variable && (self.around.is_offered_by_platform(place, text) || is_row()) {
            return Doing::One(Context::Choice);
        }
        if !named.variable && settings::could_name(text) && self.around.platform_of_offers(place).is_some() {
            return Doing::One(Context::Choice);
        }
        if self.vocabulary.resembles_id(text) && self.around.is_value_of_option(place) {
            return Doing::One(Context::Choice);
        }
        let is_of_tokenizer = || called::names_tokenizer(&named.name) || self.around.is_of_tokenizer(place);
        if !text.contains("embed") && is_of_tokenizer() {
            return if self.vocabulary.resembles_id(text) { Doing::One(Context::Key) } else { Doing::Nothing };
        }
        let context = match doing {
            Doing::One(Context::Setting) if item && self.around.is_sole_model(place) => Context::Setting,
            Doing::One(Context::Setting | Context::Slot) if item => Context::Choice,
            Doing::One(Context::Text) if item && words::holds_choices(owner) => Context::Choice,
            Doing::One(Context::Text) if item => Context::Key,
            Doing::One(Context::Text) if words::describes(&named.name) => Context::Text,
            Doing::One(Context::Text) if !settings::could_name(text) => Context::Text,
            Doing::One(Context::Text) if settings::is_environment_name(&named.name) => Context::Slot,
            Doing::One(Context::Text) if words::holds_aliases(owner) => Context::Slot,
            Doing::One(Context::Text) if !item && self.around.platform_of_tier(place).is_some() => Context::Slot,
            Doing::One(Context::Text) if self.around.is_route_of_holder(place, text) => Context::Slot,
            Doing::One(context) => context,
            other => return other,
        };
        if context == Context::Choice && item && self.around.is_own_key(text) {
            return Doing::One(Context::Key);
        }
        if context == Context::Slot && self.around.is_called_beside_model(place, text) {
            return Doing::One(Context::Key);
        }
        if !named.variable && !context.is_silent() && self.around.is_only_told(place, text) {
            return if self.vocabulary.resembles_id(text) { Doing::One(Context::Key) } else { Doing::Nothing };
        }
        Doing::One(context)
    }

    fn use_of(&mut self, mut context: Context, span: Span, named: &Named<'_>, place: &Place, text: &str) -> Use {
        let own = named.key.and_then(|key| key.provider);
        let platform = if context.is_silent() {
            own.map_or(Platform::Unstated, |provider| Platform::Known(provider, Evidence::Key))
        } else {
            let tells = self.around.tells(place, named.variable);
            // What a class is given under a maker's name may be a label, of which the class makes the ID.
            if context == Context::Setting && text.contains('/') && tells::is_made(&tells) {
                context = Context::Slot;
            }
            let by_address = self.around.told_by_address(place, &named.name, own.is_some());
            let stated = match by_address.unwrap_or_else(|| tells::platform(&named.name, own, &tells, self.vocabulary))
            {
                Platform::Unstated => tells::sent_by_switch(&tells, text, self.vocabulary)
                    .or_else(|| tells::served(&tells, text, self.vocabulary))
                    .or_else(|| self.platform_of_dotted(place, text)),
                stated => Some(stated),
            };
            match stated.unwrap_or(Platform::Unstated) {
                _ if self.around.has_dummy_key(place, &named.name) => Platform::UnknownHost(Evidence::DummyKey),
                Platform::Unstated if context == Context::Slot => self.platform_of_slot(place, text),
                Platform::Unstated if context.is_live() => self.platform_of_owner(place),
                Platform::Unstated if context == Context::Choice => self.platform_of_offered(place),
                Platform::Unstated => self.platform_of_holder(place),
                told => told,
            }
        };
        let of_row = || Some(Platform::Known(self.platform_of_choice(place)?, Evidence::Settings));
        let platform = of_row().filter(|_| context == Context::Choice).unwrap_or(platform);
        let platform = self.around.platform_of_input(place).filter(|_| !context.is_silent()).unwrap_or(platform);
        // A text of several words may be shown, and looked up by who reads it; what an extension contributes goes where
        // the extension likes.
        let is_free = text.trim().contains(' ') || self.around.is_contributed(place);
        if context == Context::Setting && platform == Platform::Unstated && is_free {
            context = Context::Slot;
        }
        let label = match &place.path {
            Some(path) if !named.variable => label(path, 4),
            _ => named.name.clone(),
        };
        settings::use_of(context, span, &label, named.key.as_ref(), platform)
    }

    /// What stands around a model, and the route to it, tell the endpoints where its name tells none.
    fn reached(&mut self, one: &mut Use, text: &str, place: &Place, variable: bool) {
        if !one.context.is_live() || !one.endpoints.is_empty() {
            return;
        }
        if one.form == Form::Route {
            one.endpoints = tells::endpoints_of_route(&one.framework, text, self.vocabulary);
        }
        if one.endpoints.is_empty() && !variable {
            one.endpoints = self.around.endpoints(place);
        }
    }

    fn push(&mut self, id: NodeId, value: Text, one: Use) {
        self.made.insert(id, self.out.len());
        self.out.push(settings::reference(value, self.seen, one));
    }

    /// The key of a value, or the value itself.
    fn place_span(&self, id: NodeId) -> Span {
        match self.tree.nodes[id].at {
            At::Value(map, entry) => {
                let key = self.tree.entries(map)[entry].key;
                key.map_or(self.tree.nodes[id].span, |key| self.tree.nodes[key].span)
            }
            _ => self.tree.nodes[id].span,
        }
    }
}
