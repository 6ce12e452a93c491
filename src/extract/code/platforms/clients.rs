//! Which client a receiver is, and which platform it talks to.
//!
//! What its call is given stands in `arguments`, who answers at its base URL in `hosts_given`.

use crate::extract::code::follow::is_setting_name;
use crate::extract::code::names::{Bound, Chain, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform, Route};
use crate::vocabulary::{Client, ProviderId, Switch, Vocabulary, Wraps};

/// A client that an expression is.
#[derive(Debug, Clone, Copy)]
pub struct Found<'v> {
    /// What the vocabulary knows of its class.
    pub client: Client<'v>,
    /// The call that made it; nothing where only its type is known.
    pub made: Option<NodeId>,
}

/// Reading of clients in one file.
pub struct Clients<'n, 'f> {
    /// The file's names.
    pub names: &'n Names<'f>,
    /// The words.
    pub vocabulary: &'f dyn Vocabulary,
}

impl<'f> Clients<'_, 'f> {
    /// The clients that an expression may be, as far as it is followed from `depth` on.
    pub(in crate::extract::code) fn search(&self, node: NodeId, depth: usize) -> Vec<Found<'f>> {
        let Some(_step) = self.names.step_in().filter(|_| depth <= 8) else { return Vec::new() };
        let names = self.names;
        let tree = &names.tree;
        let all = |nodes: Vec<NodeId>| -> Vec<Found<'f>> {
            nodes.into_iter().flat_map(|node| self.search(node, depth + 1)).collect()
        };
        match tree.kind(node) {
            // A member that changes nothing: `client.with_raw_response`.
            Kind::Member if names.key_of(node).is_some_and(|key| self.vocabulary.transparent_segment(key)) => {
                all(tree.child(node, Role::Object).into_iter().collect())
            }
            Kind::Name | Kind::Member | Kind::Index => {
                let bounds = names.bounds_of(node);
                let found = self.search_bounds(&bounds, depth);
                let is_open = bounds.is_empty() && tree.kind(node) == Kind::Member;
                if is_open { self.property_of_param(node, depth) } else { found }
            }
            Kind::Call => self.search_call(node, depth),
            Kind::Or => all(tree.children(node).collect()),
            Kind::And => all(tree.children(node).last().into_iter().collect()),
            Kind::Conditional => all(tree.children(node).filter(|c| tree.role(*c) != Role::Condition).collect()),
            _ => Vec::new(),
        }
    }

    /// What is only declared says less than what is made where it is assigned.
    fn search_bounds(&self, bounds: &[Bound], depth: usize) -> Vec<Found<'f>> {
        let is_declared = |bound: &&Bound| matches!(bound, Bound::Declared(_));
        let search = |bound: &Bound| self.search_bound(bound, depth);
        let mut found: Vec<Found<'f>> = bounds.iter().filter(|bound| !is_declared(bound)).flat_map(search).collect();
        if !found.iter().any(|found| found.made.is_some()) {
            found.extend(bounds.iter().filter(is_declared).flat_map(search));
        }
        found
    }

    pub(in crate::extract::code) fn search_bound(&self, bound: &Bound, depth: usize) -> Vec<Found<'f>> {
        match bound {
            Bound::Value(value) => self.search(*value, depth + 1),
            Bound::Param(declared) => {
                let given = self.given_by_callers(*declared, None, depth);
                if !given.is_empty() {
                    return given;
                }
                let default = self.names.tree.child(*declared, Role::Value);
                let mut found: Vec<Found<'f>> = default.map(|d| self.search(d, depth + 1)).unwrap_or_default();
                found.extend(self.taken_out(*declared, depth));
                if found.is_empty() {
                    found.extend(self.typed(*declared).or_else(|| self.typed_part(*declared)));
                }
                found
            }
            Bound::Declared(declared) => self.typed(*declared).into_iter().collect(),
            // A getter, or a method that is taken as one.
            Bound::Function(function) => self.returned(*function, None, depth),
            _ => Vec::new(),
        }
    }

    /// The clients that a function gives: what it returns to a call, else what it says that it returns.
    fn returned(&self, function: NodeId, call: Option<NodeId>, depth: usize) -> Vec<Found<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let passes_by =
            |value: &NodeId| call.is_some_and(|call| names.passes_by(call, function, tree.node(*value).span));
        let all = names.returns(function);
        let come_to: Vec<NodeId> = all.iter().copied().filter(|value| !passes_by(value)).collect();
        let returned = if come_to.is_empty() { all } else { come_to }.into_iter();
        let found: Vec<Found<'f>> = returned.flat_map(|value| self.search(value, depth + 1)).collect();
        if found.is_empty() { self.typed(function).into_iter().collect() } else { found }
    }

    fn search_call(&self, node: NodeId, depth: usize) -> Vec<Found<'f>> {
        let names = self.names;
        let Some(callee) = names.tree.child(node, Role::Callee) else { return Vec::new() };
        let chain = names.chain(callee);
        if let Some(client) = self.class(&chain) {
            let own = || vec![Found { client, made: Some(node) }];
            let Some(inner) = client.wraps else { return own() };
            let inner = match inner {
                Wraps::Position(at) => names.positional(node).get(usize::from(at)).copied(),
                Wraps::Argument(path) => self.argument(node, path),
            };
            let wrapped = inner.map(|inner| self.search(inner, depth + 1));
            return wrapped.filter(|found| !found.is_empty()).unwrap_or_else(own);
        }
        // A method that gives the client back, perhaps with other options.
        let Some(last) = chain.names.last() else { return Vec::new() };
        if self.vocabulary.transparent_segment(last) && names.tree.kind(callee) == Kind::Member {
            let object = names.tree.child(callee, Role::Object);
            let inner = object.map(|object| self.search(object, depth + 1)).unwrap_or_default();
            let with_options = |found: Found<'f>| {
                let options = self.any_argument(node, found.client.base_url).is_some();
                if options { Found { made: Some(node), ..found } } else { found }
            };
            return inner.into_iter().map(with_options).collect();
        }
        let functions = names.functions_of(callee).into_iter();
        let made: Vec<Found<'f>> = functions.flat_map(|function| self.returned(function, Some(node), depth)).collect();
        if made.is_empty() { self.handed_over(node, &chain, depth) } else { made }
    }

    /// Clients that a call passes on, or that a function makes which the call is given (`default_factory=Client`).
    fn handed_over(&self, call: NodeId, chain: &Chain<'f>, depth: usize) -> Vec<Found<'f>> {
        let names = self.names;
        let Some(passing) = names.dialect.passing(&chain.names) else { return Vec::new() };
        let value = passing.value.and_then(|at| names.positional(call).get(at).copied());
        let given = value.or_else(|| passing.keywords.iter().find_map(|keyword| names.keyword(call, keyword)));
        let Some(given) = given else { return Vec::new() };
        let found = self.search(given, depth + 1);
        if !found.is_empty() {
            return found;
        }
        if let Some(client) = self.class(&names.chain(given)) {
            return vec![Found { client, made: None }];
        }
        let functions = names.functions_of(given).into_iter().map(|function| self.returned(function, None, depth));
        { functions }.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The ways to a client in other files that an expression may be.
    pub(in crate::extract::code) fn routes_of(&self, node: NodeId) -> Vec<Route> {
        let names = self.names;
        let mut node = node;
        for _ in 0..8 {
            let Some(callee) = names.tree.child(node, Role::Callee).filter(|_| names.tree.kind(node) == Kind::Call)
            else {
                break;
            };
            // A method that gives the client back.
            let gives_back = names.key_of(callee).is_some_and(|method| self.vocabulary.transparent_segment(method));
            match names.tree.child(callee, Role::Object).filter(|_| gives_back) {
                Some(object) => node = object,
                None => break,
            }
        }
        names.routes_of(node)
    }

    /// Names on the platform of a client are chosen by users.
    pub(in crate::extract::code) fn is_user_named(&self, found: Found<'f>) -> bool {
        match self.platform(found) {
            Platform::Known(provider, _) => self.vocabulary.user_named(provider),
            Platform::UnknownHost(_) => true,
            Platform::Unstated => false,
        }
    }

    /// The client class that a chain of names means, through the file's imports.
    pub fn class(&self, chain: &Chain<'f>) -> Option<Client<'f>> {
        let (module, path) = self.names.qualified(chain)?;
        let (name, before) = path.split_last()?;
        let module = before.iter().fold(module, |module, part| format!("{module}.{part}"));
        let exported = |name: &str| {
            let clients = self.vocabulary.clients(self.names.dialect.language(), name);
            clients.into_iter().find(|c| Names::in_modules(&module, c.modules.iter()))
        };
        // Who calls what a module gives by default like another of its clients means that one.
        let own = chain.names.first().filter(|own| chain.names.len() == 1 && *own != name && name == "default");
        own.and_then(|own| exported(own)).or_else(|| exported(name))
    }

    /// The client that a parameter's annotation names.
    fn typed(&self, param: NodeId) -> Option<Found<'f>> {
        let names = self.names;
        let annotation = names.tree.child(param, Role::Type)?;
        names.words_of(annotation).into_iter().find_map(|word| {
            let chain = Chain { base: param, names: word.split('.').collect(), members: Vec::new(), named_base: true };
            self.class(&chain).map(|client| Found { client, made: None })
        })
    }

    /// The platform that a client talks to.
    pub fn platform(&self, found: Found<'f>) -> Platform {
        let client = found.client;
        let Some(call) = found.made else {
            // What names only the class says nothing of which way its switches stand.
            let is_of_both = || {
                let signs = self.vocabulary.signs();
                let other = |s: Switch<'_>| signs.iter().any(|signs| signs.provider == s.provider);
                client.switches().any(other) && signs.iter().any(|signs| signs.instead_of == client.provider)
            };
            return if is_of_both() { Platform::Unstated } else { Platform::Known(client.provider, Evidence::Class) };
        };
        if self.is_answered_here(call) {
            return Platform::UnknownHost(Evidence::Client);
        }
        if let Some(provider) = self.switched(call, client.switches()) {
            return Platform::Known(provider, Evidence::Client);
        }
        if self.is_switch_open(call, client.switches()) {
            return Platform::Unstated;
        }
        if let Some(url) = self.base_url(call, client.base_url) {
            return self.host_given(url, call, client.provider);
        }
        if self.any_argument(call, client.key).is_some_and(|key| self.is_dummy_key(key)) {
            return Platform::UnknownHost(Evidence::DummyKey);
        }
        let mut spread = self.unresolved_spreads(call);
        spread.retain(|options| !self.is_without_server(*options, client.base_url));
        if self.is_cut(call) || !spread.iter().all(|options| self.may_be_left_out(*options)) {
            return Platform::UnknownHost(Evidence::Client);
        }
        // Where users choose the names, options that nobody gives change nothing.
        let is_of_users = self.vocabulary.user_named(client.provider);
        if !is_of_users && (!spread.is_empty() || self.has_unknown_options(call)) {
            return Platform::Unstated;
        }
        Platform::Known(client.provider, Evidence::Client)
    }

    /// The platform that arguments switch a call to.
    pub fn switched(&self, call: NodeId, switches: impl Iterator<Item = Switch<'f>>) -> Option<ProviderId> {
        let given = |switch: &Switch<'f>| {
            if is_setting_name(switch.argument) {
                return self.is_switched_on(switch.argument, call);
            }
            let value = self.argument(call, switch.argument).filter(|value| !self.is_on_one_side(*value, call));
            let Some(value) = value else { return false };
            let text = self.names.text(value);
            let literal = self.names.literal(value).map(|d| d.text);
            let is_none = matches!(text, "None" | "null" | "undefined" | "False" | "false");
            if switch.value.is_empty() {
                !is_none
            } else {
                text == switch.value || literal.as_deref() == Some(switch.value)
            }
        };
        let found: Option<Switch<'f>> = { switches }.find(given);
        found.map(|s| s.provider)
    }

    /// The file sets a variable of the environment that switches something on, and not only where it does not come to a
    /// call: `os.environ["ACME_USE_CLOUD"] = "true"`.
    fn is_switched_on(&self, variable: &str, call: NodeId) -> bool {
        let values = self.names.set_in_environment_for(variable, call);
        !values.is_empty() && values.into_iter().all(|value| self.is_on(value) == Some(true))
    }
}
