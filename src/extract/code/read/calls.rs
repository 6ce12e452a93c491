//! Every call site of a file, and what it makes of its model.

use foldhash::{HashMap, HashMapExt};

use super::{Reader, Wrapped};
use crate::extract::code::context::Contexts;
use crate::extract::code::sites::{Call, InUrl};
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Form, SiteKind};

impl<'f> Reader<'_, 'f> {
    /// Every call site; parameters that reach one are returned.
    pub(super) fn calls(&mut self) -> Vec<Wrapped<'f>> {
        let mut wrapped = Vec::new();
        let mut sited = HashMap::new();
        let names = self.names;
        let contexts = Contexts::new(names, self.vocabulary);
        for node in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Call) {
            self.sent_to_strangers(node);
            let Some(call) = self.clients().site_of(node) else {
                self.pass_on(node);
                self.fall_back(node);
                self.fetched(node);
                continue;
            };
            sited.insert(node, (call.platform, call.site));
            let before = self.explained.len();
            let used = if call.site.kind == SiteKind::Http {
                self.http(&call, &mut wrapped)
            } else {
                Some(self.clients().call_use(&call))
            };
            let Some(mut used) = used else {
                self.asked_of_strangers(&call);
                continue;
            };
            if contexts.is_never_asked(node) {
                used.context = Context::Text;
            }
            let receiver = self.clients().receiver_of(&call);
            if let Some(param) = receiver.and_then(|receiver| self.clients().as_param(receiver)) {
                self.called_on.entry(used.span).or_default().push(param);
            }
            let models = self.clients().models(&call);
            if call.site.picks && models.len() != 1 {
                continue;
            }
            names.surroundings().fill(names, &call, &models, &mut used);
            if models.is_empty() {
                wrapped.extend(self.clients().held_models(&call).into_iter().map(|held| (held, used.clone())));
                for (object, field) in self.clients().dumped_models(&call) {
                    self.sink_trail(object, names.follow_field(object, field), None, &used, &mut wrapped);
                }
            }
            self.branches = if models.is_empty() { Vec::new() } else { self.clients().branches_of(&call) };
            let in_items = call.site.model.iter().any(|path| path.contains("[]"));
            for model in models {
                let told = in_items.then(|| self.told_beside(model)).flatten();
                let is_open = told.is_none() && used.platform == Platform::Unstated;
                let told = told.or_else(|| self.named_as_deployment(model).filter(|_| is_open));
                let used = Use { platform: told.unwrap_or(used.platform), ..used.clone() };
                self.sink(model, &used, &mut wrapped);
            }
            self.branches.clear();
            if self.is_user_named(&used) {
                self.names_of_users(node, &used);
            }
            let is_bare = !(used.endpoints.is_empty() && used.default_model.is_empty());
            if self.explained.len() == before && is_bare && used.context.is_live() {
                // No name is judged: what ended on one of them fails there.
                if receiver.is_some_and(|receiver| self.clients().is_typed_for_several(receiver)) {
                    used.platform = Platform::Unstated;
                }
                self.bare.push(used);
            }
        }
        names.sited.get_or_init(|| sited);
        wrapped
    }

    /// The platform that is told beside a model in one item of a list.
    pub(super) fn told_beside(&self, model: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let map = tree.ancestors(model).take(2).find(|up| tree.kind(*up) == Kind::Map)?;
        // What a route or a model says of its platform does not hold where names are chosen by users.
        Some(match Contexts::new(self.names, self.vocabulary).told_beside(map, Some(model))? {
            Platform::UnknownHost(_) => Platform::UnknownHost(Evidence::Host),
            Platform::Known(provider, _) if self.vocabulary.user_named(provider) => {
                Platform::UnknownHost(Evidence::Host)
            }
            told => told,
        })
    }

    /// What a call is given as its model is called a deployment: where nothing else tells who is asked, it is a name of
    /// the user's own.
    fn named_as_deployment(&self, model: NodeId) -> Option<Platform> {
        let names = self.names;
        let name = names.key_of(model).unwrap_or_else(|| names.text(model));
        let is_name = matches!(names.tree.kind(model), Kind::Name | Kind::Member);
        let key = self.vocabulary.name(name).filter(|key| is_name && key.form == Form::Deployment);
        key.map(|_| Platform::UnknownHost(Evidence::Settings))
    }

    /// Names at this use are chosen by users.
    fn is_user_named(&self, used: &Use) -> bool {
        used.form == Form::Deployment
            || matches!(used.platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider))
    }

    /// Beside a deployment the model of a call describes it: nothing in the call is judged.
    fn names_of_users(&mut self, call: NodeId, used: &Use) {
        let names = self.names;
        let maps = names.positional(call).into_iter().filter(|a| names.tree.kind(*a) == Kind::Map);
        let holders: Vec<NodeId> = std::iter::once(call).chain(maps).collect();
        let children = holders.into_iter().flat_map(|holder| names.tree.children(holder).collect::<Vec<_>>());
        let values: Vec<NodeId> = children
            .filter(|c| matches!(names.tree.kind(*c), Kind::Keyword | Kind::Entry))
            .filter_map(|c| names.tree.child(c, Role::Value))
            .filter(|value| names.tree.kind(*value) == Kind::Str)
            // How something is asked is none of their names: `method: "POST"`.
            .filter(|value| names.literal(*value).is_some_and(|text| self.vocabulary.resembles_id(&text.text)))
            .collect();
        for value in values {
            self.sink(value, &Use { form: Form::Deployment, ..used.clone() }, &mut Vec::new());
        }
    }

    /// The use of an HTTP request; a model in its URL is noted at once.
    fn http(&mut self, call: &Call<'f>, wrapped: &mut Vec<Wrapped<'f>>) -> Option<Use> {
        let (mut used, in_path) = self.clients().http_use(call)?;
        if !used.endpoints.is_empty() {
            let headers = self.names.surroundings().headers(self.names, call);
            let led = headers.iter().find_map(|(name, value)| self.vocabulary.header(name, value));
            used.endpoints = led.unwrap_or(used.endpoints);
        }
        self.names.surroundings().fill(self.names, call, &[], &mut used);
        match in_path {
            Some(InUrl::Written(node, span)) => {
                let text = self.names.file.text(span).into_owned();
                self.explained.insert(node);
                self.note(Decoded::verbatim(text, span), span, node, used.clone());
            }
            Some(InUrl::Put(model)) => self.sink(model, &used, wrapped),
            None => {}
        }
        Some(used)
    }
}
