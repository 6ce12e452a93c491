//! Requests to servers that nobody here knows: what stands in their bodies are names of those servers.

use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::read::Reader;
use crate::extract::code::sites::Call;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Host, Role as KeyRole, fold_name};

/// Names under which calls are given the body of a request: among keywords, and in an object of options.
const KEYWORDS: [&str; 1] = ["json"];
const OPTIONS: [&str; 3] = ["body", "json", "data"];

/// Names in a body of what is asked in words.
const PROMPTS: [&str; 2] = ["prompt", "question"];

/// How the name of what was said so far begins, folded.
const MESSAGES: &str = "messages";

/// Maps in maps of a body that are looked at.
const DEEPEST: usize = 3;

impl<'f> Reader<'_, 'f> {
    /// Explains the models in the body of a request whose address names an unknown server, whatever they are called there
    /// and whoever sends it.
    pub(in crate::extract::code) fn sent_to_strangers(&mut self, call: NodeId) {
        let names = self.names;
        let bodies = self.bodies(call);
        if bodies.is_empty() {
            return;
        }
        let clients = self.clients();
        let address = |given: NodeId| Some((given, clients.requested_url(call, given)?.text.text));
        let mut addresses = names.positional(call).into_iter().chain(names.keyword(call, "url")).filter_map(address);
        let is_stranger = |place: NodeId, url: &str| match url.contains("://") {
            true => self.answers_by_own_names(url),
            // Where the path is that of an API, it says what is asked.
            false => self.vocabulary.url(url).is_none() && clients.begins_with_lookup(place),
        };
        let Some((place, url)) = addresses.find(|(place, url)| is_stranger(*place, url)) else { return };
        let used = self.unknown_host(place);
        self.asks_strangers |= self.vocabulary.host(&url) == Host::Unknown
            && url.contains("://")
            && bodies.iter().any(|body| self.asks_model(*body));
        for body in bodies {
            self.sent_in_body(body, call, &used, 0);
        }
    }

    /// The server is one that nobody here knows, or the machine itself.
    fn answers_by_own_names(&self, url: &str) -> bool {
        match self.vocabulary.host(url) {
            Host::Unknown => true,
            Host::Known(provider) => self.vocabulary.user_named(provider) && !self.vocabulary.serves(provider),
            Host::None => false,
        }
    }

    /// What a call is given as the body of a request: by a keyword, or in an object of options.
    fn bodies(&self, call: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let by_keyword = KEYWORDS.into_iter().filter_map(|name| names.keyword(call, name));
        let options = names.positional(call).into_iter().filter(|given| tree.kind(*given) == Kind::Map);
        let in_options = options.flat_map(|map| OPTIONS.into_iter().flat_map(move |name| names.entries(map, name)));
        let mut bodies: Vec<NodeId> = by_keyword.chain(in_options).collect();
        let positional = names.positional(call);
        // An address has to stand beside it.
        let has_address = positional.len() > 1 || names.keyword(call, "url").is_some();
        if bodies.is_empty() && has_address {
            bodies.extend(positional.into_iter().filter(|given| self.is_body(*given)));
        }
        bodies
    }

    /// A name for a map that is sent: it holds a model and what the model is asked.
    fn is_body(&self, given: NodeId) -> bool {
        let names = self.names;
        let holds = |map: NodeId, keys: &[&str]| keys.iter().any(|key| !names.entries(map, key).is_empty());
        let is_sent = |map: NodeId| holds(map, &["model"]) && holds(map, &["messages", "prompt", "input"]);
        matches!(names.tree.kind(given), Kind::Name | Kind::Member) && names.maps_of(given).into_iter().any(is_sent)
    }

    /// A body holds what a model is asked: its name or a prompt.
    fn asks_model(&self, body: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_model = |name: &str| self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::Model);
        let asks = |name: &str| is_model(name) || PROMPTS.contains(&name) || fold_name(name).starts_with(MESSAGES);
        let mut entries = names.maps_of(body).into_iter().flat_map(|map| tree.children(map).collect::<Vec<NodeId>>());
        entries.any(|entry| names.entry_key(entry).is_some_and(asks))
    }

    fn sent_in_body(&mut self, body: NodeId, call: NodeId, used: &Use, depth: usize) {
        let (names, tree) = (self.names, &self.names.tree);
        if depth > DEEPEST {
            return;
        }
        for map in names.maps_of(body) {
            for entry in tree.children(map) {
                let Some(value) = tree.child(entry, Role::Value) else { continue };
                let key = names.entry_key(entry).and_then(|key| self.vocabulary.name(key));
                match tree.kind(value) {
                    Kind::Map => self.sent_in_body(value, call, used, depth + 1),
                    _ if key.is_some_and(|key| key.role == KeyRole::Model) => self.sent_here(value, call, used),
                    _ => {}
                }
            }
        }
    }

    /// Explains the models of a request whose address is what somebody gives, as far as they stand beside it.
    pub(in crate::extract::code) fn asked_of_strangers(&mut self, call: &Call<'f>) {
        let Some(address) = self.clients().address(call) else { return };
        if !self.is_given_by_others(address) {
            return self.handed_to_strangers(call, address);
        }
        let used = self.unknown_host(address);
        for model in self.clients().models(call) {
            self.sent_here(model, call.node, &used);
        }
    }

    /// Explains what callers give as the models of a request, where they give the address of an unknown server as well.
    fn handed_to_strangers(&mut self, call: &Call<'f>, address: NodeId) {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(address) != Kind::Name {
            return;
        }
        let [Bound::Param(param)] = *names.lookup(address, names.text(address)) else { return };
        let Some((function, name)) = names.function_of(param).and_then(|f| Some((f, names.text(names.name_of(f)?))))
        else {
            return;
        };
        let models: Vec<Passed<'f>> =
            self.clients().models(call).into_iter().flat_map(|model| names.follow(model).params).collect();
        for mention in names.mentions_of(name) {
            let caller = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Callee);
            let Some(caller) = caller.filter(|_| names.functions_of(*mention).contains(&function)) else { continue };
            let given = |passed: Passed<'f>| names.given(caller, function, passed);
            let addresses = given(Passed { param, key: None, user: None });
            if !addresses.iter().any(|given| self.clients().leads_to_stranger(caller, *given)) {
                continue;
            }
            let used = self.unknown_host(address);
            let of_function = models.iter().filter(|passed| names.function_of(passed.param) == Some(function));
            for found in of_function.flat_map(|passed| given(*passed)).flat_map(|model| names.follow(model).found) {
                self.explain(found, used.clone());
            }
        }
    }

    fn unknown_host(&self, place: NodeId) -> Use {
        let mut used = Use::new(Context::Http, self.names.tree.node(place).span, self.names.text(place));
        used.platform = Platform::UnknownHost(Evidence::Host);
        used
    }

    /// Explains the literals of the functions and the class around a call that an expression may be: constants of the file
    /// may also go elsewhere.
    fn sent_here(&mut self, expression: NodeId, call: NodeId, used: &Use) {
        let names = self.names;
        for found in names.follow(expression).found {
            let is_constant = names.function_of(found.node).is_none() && names.class_of(found.node).is_none();
            if !is_constant || names.function_of(call).is_none() {
                self.explain(found, used.clone());
            }
        }
    }

    /// An address that is a parameter for which nothing in this file gives a value, or a part of one.
    fn is_given_by_others(&self, address: NodeId) -> bool {
        let names = self.names;
        if !matches!(names.tree.kind(address), Kind::Name | Kind::Member) {
            return false;
        }
        let trail = names.follow(address);
        let is_called = |param: NodeId| {
            let function = names.function_of(param).and_then(|function| names.name_of(function));
            function.is_some_and(|name| !names.mentions_of(names.text(name)).is_empty())
        };
        let of_request = |param: NodeId| names.tree.kind(names.tree.node(param).parent) == Kind::Pattern;
        let bounds = names.bounds_of(address);
        let is_own = bounds.iter().all(|bound| matches!(bound, Bound::Param(_)));
        is_own
            && trail.found.is_empty()
            && trail.environment.is_empty()
            && trail.routes.is_empty()
            && !trail.params.is_empty()
            && trail.params.iter().all(|passed| of_request(passed.param) || !is_called(passed.param))
    }
}
