//! What stands beside a model and tells of its platform: base URLs, deployments, names of providers.

use super::apart::is_below_another_prefix;
use super::clients::Clients;
use crate::extract::called::platform_of_kind;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::{roles, settings};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, Key, ProviderId, Role as KeyRole, fold_name};

/// Entries of a map that is a record of settings, at most.
pub(in crate::extract::code) const MOST_BESIDE: usize = 64;

/// The same, where a model's own URL is sought.
const MOST_OWN: usize = 256;

/// What is told of the platform of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::code) enum Told {
    /// It is this one.
    Platform(Platform),
    /// It is stated, by a word that nobody here knows: how names are spelled there is not known.
    Stranger,
}

/// A setting beside others: an entry, a keyword, a field, a parameter, an assignment to a member.
#[derive(Clone, Copy)]
pub(in crate::extract::code) struct Part<'f> {
    pub(in crate::extract::code) node: NodeId,
    pub(in crate::extract::code) name: &'f str,
    pub(in crate::extract::code) value: NodeId,
}

/// The name of a setting alone says who is asked.
fn is_by_name(stated: Platform) -> bool {
    matches!(stated, Platform::Known(_, Evidence::Key))
}

/// What is told by a name that people give: it may have the word for the models in it, whoever is asked.
fn by_name_alone(platform: Platform) -> Platform {
    match platform {
        Platform::Known(provider, _) => Platform::Known(provider, Evidence::Key),
        other => other,
    }
}

impl<'f> Contexts<'_, 'f> {
    /// What stands around a setting tells of its platform: a base URL or a provider beside it, the name of its class.
    pub(in crate::extract::code) fn told_around(&self, at: NodeId, stated: Platform) -> Option<Platform> {
        match self.stated_around(at, stated)? {
            Told::Platform(platform) => Some(platform),
            Told::Stranger => None,
        }
    }

    /// The same, and whether a provider is stated that nobody here knows.
    pub(in crate::extract::code) fn stated_around(&self, at: NodeId, stated: Platform) -> Option<Told> {
        let tree = &self.names.tree;
        // What a condition asks for is meant there, whatever is told beside it for the other case.
        if let Some(asked) = self.told_by_condition(at) {
            return Some(Told::Platform(asked));
        }
        let beside = tree.ancestors(at).take(4).find(|up| tree.kind(*up) == Kind::Map);
        let by_name = |map: NodeId| {
            let beside = self.stated_beside(map, Some(at));
            let beside = beside.or_else(|| self.stated_beside(self.holder_of_config(map)?, None));
            let beside = beside.or_else(|| self.told_by_deployment_beside(map).map(Told::Platform));
            let beside = beside.or_else(|| self.told_by_type_of_holder(map).map(Told::Platform));
            beside.or_else(|| self.told_by_key(map, stated).map(Told::Platform))
        };
        let unstated = stated == Platform::Unstated;
        let beside = self.told_by_clients_of_class(at).map(Told::Platform).or_else(|| beside.and_then(by_name));
        let beside = beside.or_else(|| self.told_by_given(at, unstated)).or_else(|| self.told_by_assigned(at));
        let beside = beside.or_else(|| self.told_by_url_of_platform(at, stated).map(Told::Platform));
        let beside = beside.or_else(|| self.told_by_guard(at).map(Told::Platform).filter(|_| unstated));
        let beside = beside.or_else(|| self.told_by_platforms_arm(at).map(Told::Platform).filter(|_| unstated));
        beside
            .or_else(|| self.told_by_url_of_class(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| self.told_by_flag(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| self.told_by_address_beside(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| self.told_by_row_around(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| self.told_by_stem(at).map(Told::Platform).filter(|_| unstated || is_by_name(stated)))
            .or_else(|| self.told_by_program(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| self.told_by_resource(at).map(Told::Platform).filter(|_| unstated))
            .or_else(|| {
                let class = self.names.class_of(at).filter(|_| unstated)?;
                let name = tree.child(class, Role::Name).map(|name| self.names.text(name))?;
                self.told_by_class(name).map(by_name_alone).map(Told::Platform)
            })
            .or_else(|| self.told_by_target(at).filter(|_| unstated).map(Told::Platform))
            .or_else(|| self.told_by_clients_of_batch(at).filter(|_| unstated).map(Told::Platform))
    }

    /// What is given beside it in one call, declared beside it in one class, or taken beside it by one function.
    fn told_by_given(&self, at: NodeId, unstated: bool) -> Option<Told> {
        const HIGHEST: usize = 24;
        let tree = &self.names.tree;
        let (mut part, mut maps) = (at, 0);
        for up in tree.ancestors(at).take(HIGHEST) {
            let holds = match tree.kind(up) {
                Kind::Call => tree.kind(part) == Kind::Keyword || (tree.kind(part) == Kind::Map && maps == 1),
                Kind::Class => unstated && tree.kind(part) == Kind::Assign,
                Kind::Function => unstated && tree.kind(part) == Kind::Param,
                _ => false,
            };
            maps += usize::from(tree.kind(up) == Kind::Map);
            let is_open_call = tree.kind(up) == Kind::Call && unstated;
            if holds
                && is_open_call
                && let Some(free) = self.told_by_client_beside(up)
            {
                return Some(Told::Platform(free));
            }
            let by_receiver =
                || if is_open_call { self.told_by_receiver(up).or_else(|| self.told_by_silence(up)) } else { None };
            let by_callee =
                || by_receiver().or_else(|| self.told_by_callee(up).filter(|_| unstated)).map(Told::Platform);
            if holds && let Some(told) = self.stated_beside(up, Some(at)).or_else(by_callee) {
                return Some(told);
            }
            if matches!(tree.kind(up), Kind::Function | Kind::Class | Kind::Block) {
                return None;
            }
            part = up;
        }
        None
    }

    /// A call is given a client of a platform where users choose names: `ensure(project, { model: "…" })`.
    fn told_by_client_beside(&self, call: NodeId) -> Option<Platform> {
        let clients = Clients { names: self.names, vocabulary: self.vocabulary };
        let given = clients.given_client(call)?;
        match given {
            Platform::Known(provider, _) if self.vocabulary.user_named(provider) => Some(given),
            _ => None,
        }
    }

    /// What is assigned to other members of the same object in the same block: `body.base_url = …; body.model = "…"`.
    fn told_by_assigned(&self, at: NodeId) -> Option<Told> {
        const HIGHEST: usize = 4;
        let names = self.names;
        let tree = &names.tree;
        let assign = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target)?;
        if let Some(told) = self.told_by_provider_beside(assign) {
            return Some(told);
        }
        let is_object = |object: &NodeId| matches!(tree.kind(*object), Kind::Name | Kind::Member | Kind::Index);
        let object = tree.child(target, Role::Object).filter(is_object)?;
        // What an object keeps of what it is given is asked where it is given.
        if names.is_itself(object) {
            let kept: Vec<&str> =
                names.class_of(assign).into_iter().flat_map(|class| names.own_attributes(class)).collect();
            return self.told_by_project(&kept, at).map(Told::Platform);
        }
        let beside = names.members_beside(assign, names.text(object)).into_iter();
        let part = |(name, value): (&'f str, NodeId)| Some(Part { node: tree.parent(value)?, name, value });
        let parts: Vec<Part<'f>> = beside.take(MOST_BESIDE).filter_map(part).collect();
        self.stated_by(&parts, Some(at))
    }

    /// The name and the value of an entry, a keyword, a field or a parameter.
    pub(super) fn part(&self, node: NodeId) -> Option<Part<'f>> {
        let value = self.names.tree.child(node, Role::Value)?;
        Some(Part { node, name: self.part_name(node)?, value })
    }

    fn part_name(&self, node: NodeId) -> Option<&'f str> {
        let names = self.names;
        match names.tree.kind(node) {
            Kind::Entry => names.entry_key(node),
            Kind::Keyword | Kind::Param => names.tree.child(node, Role::Name).map(|name| names.text(name)),
            Kind::Assign => names.tree.child(node, Role::Target).map(|target| names.text(target)),
            _ => None,
        }
    }

    /// The map that says what another one configures: `{ provider: "…", config: { model: "…" } }`.
    fn holder_of_config(&self, map: NodeId) -> Option<NodeId> {
        let names = self.names;
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let folded = fold_name(names.entry_key(entry)?);
        let whose = folded.strip_prefix("model").unwrap_or(&folded);
        let is_config =
            matches!(whose, "config" | "configuration" | "options" | "params" | "settings" | "kwargs" | "args");
        is_config.then(|| names.tree.node(entry).parent)
    }

    /// A base URL, a deployment or the name of a platform in the same map, call, class or list of parameters.
    pub(in crate::extract::code) fn told_beside(&self, holder: NodeId, model: Option<NodeId>) -> Option<Platform> {
        match self.stated_beside(holder, model)? {
            Told::Platform(platform) => Some(platform),
            Told::Stranger => None,
        }
    }

    fn stated_beside(&self, holder: NodeId, model: Option<NodeId>) -> Option<Told> {
        let tree = &self.names.tree;
        // Every entry asks for what stands beside it: a map of so many is a table, and no record.
        if tree.children(holder).nth(MOST_BESIDE).is_some() {
            let parts: Vec<Part<'f>> =
                tree.children(holder).take(MOST_OWN).filter_map(|node| self.part(node)).collect();
            return self.told_by_own_url(&parts, model).map(Told::Platform);
        }
        let parts: Vec<Part<'f>> = tree.children(holder).filter_map(|node| self.part(node)).collect();
        let names = || tree.children(holder).filter_map(|node| self.part_name(node)).collect::<Vec<&str>>();
        let by_project = || self.told_by_project(&names(), model?).map(Told::Platform);
        self.stated_by(&parts, model).or_else(by_project)
    }

    fn stated_by(&self, parts: &[Part<'f>], model: Option<NodeId>) -> Option<Told> {
        let server = self.told_by_own_url(parts, model);
        let may_be = |part: &&Part<'f>| {
            !self.is_deployed_elsewhere(**part, parts, model)
                && !is_below_another_prefix(part.name, parts, |part| self.holds(part, model))
                && !self.is_of_another_mode(**part, parts)
                && !self.is_of_another_word(**part, parts, model)
        };
        let server = server.or_else(|| parts.iter().filter(may_be).find_map(|part| self.told_by_server(*part)));
        if let Some(server) = server {
            return Some(Told::Platform(server));
        }
        if self.is_left_to_connection(parts) || self.has_voice_of_others(parts) {
            return Some(Told::Platform(Platform::UnknownHost(Evidence::Settings)));
        }
        let within = parts.iter().find_map(|part| self.told_within(*part));
        let is_free = |platform: &Platform| match platform {
            Platform::UnknownHost(_) => true,
            Platform::Known(provider, _) => self.vocabulary.user_named(*provider),
            Platform::Unstated => false,
        };
        if let Some(free) = within.filter(is_free) {
            return Some(Told::Platform(free));
        }
        let switched = || parts.iter().find_map(|part| self.switched_by(*part)).map(Told::Platform);
        self.stated_by_provider(parts, model).or(within.map(Told::Platform)).or_else(switched)
    }

    /// That there is no provider is said beside what says how the model is reached.
    fn is_left_to_connection(&self, parts: &[Part<'f>]) -> bool {
        let is_none = |part: &Part<'f>| {
            fold_name(part.name) == "provider" && matches!(self.names.text(part.value), "None" | "null")
        };
        let reaches = |part: &Part<'f>| matches!(fold_name(part.name).as_str(), "connection" | "deployment");
        parts.iter().any(is_none) && parts.iter().any(reaches)
    }

    /// The URL that shares a model's first words is that of its server: `acmeModelApiUrl` of `acmeModelName`.
    fn told_by_own_url(&self, parts: &[Part<'f>], model: Option<NodeId>) -> Option<Platform> {
        let tree = &self.names.tree;
        let model = model?;
        let own = parts.iter().find(|part| tree.node(part.node).span.contains(tree.node(model).span))?;
        let folded = fold_name(own.name);
        let whose = ["modelname", "modelid", "model"].iter().find_map(|end| folded.strip_suffix(end))?;
        let is_own = |part: &&Part<'f>| {
            let folded = fold_name(part.name);
            let rest = folded.strip_prefix(whose).filter(|_| !whose.is_empty());
            rest.is_some_and(|rest| matches!(rest.strip_prefix("model").unwrap_or(rest), "url" | "apiurl" | "baseurl"))
        };
        let url = self.names.follow(parts.iter().find(is_own)?.value).found.into_iter().next()?.text.text;
        match self.vocabulary.host(&url) {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        }
    }

    /// A project and its location stand beside a model that is served in projects.
    fn told_by_project(&self, beside: &[&str], model: NodeId) -> Option<Platform> {
        let is_given = |wanted: &[&str]| beside.iter().any(|name| wanted.contains(&fold_name(name).as_str()));
        if !(is_given(&["project", "projectid"]) && is_given(&["location", "region"])) {
            return None;
        }
        let provider = self.named(PROJECT_AND_LOCATION)?.provider?;
        if self.asks_maker_as_well(provider) {
            return None;
        }
        let id = self.names.follow(model).found.into_iter().next()?.text.text;
        self.vocabulary.lists_model(provider, &id).then_some(Platform::Known(provider, Evidence::Settings))
    }

    /// The address of the maker's own platform stands in the file: a project beside it may be for something else.
    fn asks_maker_as_well(&self, provider: ProviderId) -> bool {
        let signs = self.vocabulary.signs().into_iter().find(|signs| signs.provider == provider);
        signs.is_some_and(|signs| {
            let is_host =
                |word: &&str| self.vocabulary.host(&format!("https://{word}/")) == Host::Known(signs.instead_of);
            let mut hosts = signs.unless.iter().filter(is_host);
            hosts.any(|host| memchr::memmem::find(&self.names.file.bytes, host.as_bytes()).is_some())
        })
    }

    /// The platform that is switched on by its name: `vertex=True`, `use_acme: true`.
    fn switched_by(&self, part: Part<'f>) -> Option<Platform> {
        let is_on = || matches!(self.names.text(part.value), "True" | "true");
        if self.names.tree.kind(part.value) != Kind::Literal || !is_on() {
            return None;
        }
        let folded = fold_name(part.name);
        let word = ["use", "is"].iter().find_map(|start| folded.strip_prefix(start)).unwrap_or(&folded);
        let provider = self.vocabulary.provider_called(word).or_else(|| self.vocabulary.provider_word("", word))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The platform that a setting names as provider: that of the model's own role, else the one of all.
    fn stated_by_provider(&self, parts: &[Part<'f>], model: Option<NodeId>) -> Option<Told> {
        let tree = &self.names.tree;
        let holds =
            |part: &&Part<'f>| model.is_some_and(|model| tree.node(part.node).span.contains(tree.node(model).span));
        let own_role = parts.iter().find(holds).and_then(|part| roles::of_model(part.name));
        let (mut own, mut general) = (None, None);
        for part in parts {
            let role = roles::of_provider(part.name);
            let is_own = role.as_ref().is_some_and(|role| !role.is_empty()) && role == own_role;
            let is_of_another = || {
                let is_it = |part: &Part<'f>| role.is_some() && roles::of_model(part.name) == role;
                own_role.is_some() && role.as_ref().is_some_and(|role| !role.is_empty()) && parts.iter().any(is_it)
            };
            let key = self.named(part.name).filter(|key| key.role == KeyRole::Provider);
            let key = key.or_else(|| self.named("model_provider").filter(|_| self.serves_by_word(*part)));
            let place = match key {
                _ if is_own => &mut own,
                Some(_) if !is_of_another() => &mut general,
                _ => continue,
            };
            if place.is_none() {
                *place = self.stated_provider(*part, key);
            }
        }
        own.or(general)
    }

    /// Whoever serves is called by the word of a platform, and by no address: `server="acme"`, `host="acme"`.
    fn serves_by_word(&self, part: Part<'f>) -> bool {
        let is_server = matches!(fold_name(part.name).as_str(), "server" | "service" | "host");
        let literal = self.names.literal(part.value);
        let is_kind = |text: &str| platform_of_kind(part.name, text, self.vocabulary).is_some();
        literal.is_some_and(|Decoded { text, .. }| {
            let is_word = || self.vocabulary.provider_word("", &text.to_ascii_lowercase()).is_some();
            is_kind(&text) || is_server && is_word()
        })
    }

    pub(in crate::extract::code) fn stated_provider(&self, part: Part<'f>, key: Option<Key<'f>>) -> Option<Told> {
        let framework = key.or_else(|| self.named("model_provider")).map_or("", |key| key.framework);
        let trail = self.names.follow(part.value);
        let word = match trail.found.first() {
            Some(found) => Some(found.text.text.to_ascii_lowercase()),
            None => self.member_of_enumeration(part.value),
        };
        // Of what a router is asked for, the router comes first: `router/maker`.
        let first = |word: &String| word.split_once('/').map_or(word.clone(), |(first, _)| first.to_owned());
        let provider = |word: &String| {
            let whole = self.vocabulary.provider_word(framework, word);
            whole.or_else(|| self.vocabulary.provider_word(framework, &first(word)))
        };
        let by_kind = || platform_of_kind(part.name, &trail.found.first()?.text.text, self.vocabulary);
        match word.as_ref().and_then(provider).or_else(by_kind) {
            Some(provider) => Some(Told::Platform(Platform::Known(provider, Evidence::Settings))),
            // A field that is nothing by default states no provider.
            None if trail.nothing || word.as_ref().is_some_and(String::is_empty) => None,
            None if word.is_none() && !matches!(self.names.tree.kind(part.node), Kind::Entry | Kind::Keyword) => None,
            None => Some(Told::Stranger),
        }
    }

    /// The server that a setting names: a base URL, or a deployment.
    fn told_by_server(&self, part: Part<'f>) -> Option<Platform> {
        let names = self.names;
        let key = self.named(part.name);
        let is_key = |role: KeyRole| key.as_ref().is_some_and(|key| key.role == role);
        let is_deployment = key.as_ref().is_some_and(|key| key.form == Form::Deployment);
        let folded = fold_name(part.name);
        // `defaultBaseUrl`: the server that is asked unless somebody sets another.
        let by_default = || {
            let own = ["default_", "default"].iter().find_map(|start| part.name.strip_prefix(start))?;
            self.named(own).filter(|key| key.role == KeyRole::BaseUrl)
        };
        let is_base = is_key(KeyRole::BaseUrl) || by_default().is_some() || BASES.contains(&folded.as_str());
        if !(is_base || is_deployment || may_be_address(&folded)) {
            return None;
        }
        let trail = names.follow(part.value);
        let is_given = !trail.nothing || !trail.found.is_empty();
        // One call has one model; a class or a map may hold settings of several services.
        let is_route = || trail.found.iter().any(|found| self.is_route(&found.text.text));
        // So has an object to which both are assigned under their plain names.
        let is_assigned = || {
            let target = names.tree.child(part.node, Role::Target);
            let is_member = target.is_some_and(|target| names.tree.kind(target) != Kind::Name);
            is_member && matches!(folded.as_str(), "deployment" | "deploymentname" | "deploymentid")
        };
        let is_of_one = names.tree.kind(part.node) == Kind::Keyword || is_assigned() || self.is_deployed_field(part);
        if is_deployment && is_given && is_of_one && !is_route() {
            return Some(Platform::UnknownHost(Evidence::Settings));
        }
        let Some(text) = trail.found.first().map(|found| &found.text.text) else {
            // Where something is asked for a platform, the attribute of what it has is for the others.
            let is_for_others =
                || names.tree.kind(part.value) == Kind::Member && self.told_by_guard(part.node).is_some();
            let is_open = is_base && trail.unresolved && is_given && !self.may_be_unset(part) && !is_for_others();
            return is_open.then_some(Platform::UnknownHost(Evidence::Settings));
        };
        // Any URL may be that of a page; one whose path is an API's answers requests.
        let is_api = || folded == "url" && self.vocabulary.url(text).is_some();
        match self.vocabulary.host(text) {
            Host::Known(provider) if is_base || text.contains("://") => {
                Some(Platform::Known(provider, Evidence::Settings))
            }
            Host::Unknown if is_base || text.contains("://") && (folded.ends_with("endpoint") || is_api()) => {
                Some(Platform::UnknownHost(Evidence::Settings))
            }
            _ => None,
        }
        .filter(|_| is_base || !settings::is_page(text))
    }

    /// A field of a class under the plain name of a deployment, which has one by default: the class describes one model.
    fn is_deployed_field(&self, part: Part<'f>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_plain = matches!(fold_name(part.name).as_str(), "deployment" | "deploymentname" | "deploymentid");
        let is_field = tree.kind(part.node) == Kind::Assign
            && tree.parent(part.node).is_some_and(|up| tree.kind(up) == Kind::Class);
        is_plain && is_field && names.follow(part.value).found.iter().any(|found| !found.text.text.is_empty())
    }

    /// A route to a known platform, which no deployment can be called like.
    fn is_route(&self, text: &str) -> bool {
        let (prefix, rest) = text.split_once('/').unwrap_or_default();
        !rest.is_empty() && self.vocabulary.provider_word("", prefix).is_some()
    }

    /// What stands one level deeper, in what says how the server is reached: `api: Api({ baseUrl: "…" })`.
    fn told_within(&self, part: Part<'f>) -> Option<Platform> {
        let names = self.names;
        let folded = fold_name(part.name);
        let is_api = matches!(folded.as_str(), "api" | "connection" | "endpoint") || folded.ends_with("client");
        let is_config = folded.starts_with("config")
            || ["config", "configuration", "clientoptions"].iter().any(|end| folded.ends_with(end))
            || self.is_options_of_client(&folded);
        if !(is_api || is_config) {
            return None;
        }
        let bounds = names.bounds_of(part.value).into_iter();
        let made = bounds.filter_map(|bound| if let Bound::Value(value) = bound { Some(value) } else { None });
        let calls = made.filter(|value| names.tree.kind(*value) == Kind::Call && is_api).take(MOST_MADE);
        let maps = names.maps_of(part.value).into_iter().filter(|map| names.tree.kind(*map) == Kind::Map);
        let of_map = { maps.take(MOST_MADE) }.find_map(|map| self.told_by_parts_of(map));
        // The class itself, of which others make the client.
        let is_name = is_api && matches!(names.tree.kind(part.value), Kind::Name | Kind::Member);
        let of_class = || is_name.then(|| self.told_by_constructed(part.value)).flatten();
        of_map.or_else(of_class).or_else(|| {
            { calls }.find_map(|call| {
                let options = names.positional(call).into_iter().filter(|given| names.tree.kind(*given) == Kind::Map);
                let given = { std::iter::once(call).chain(options) }.find_map(|holder| self.told_by_parts_of(holder));
                given.or_else(|| self.told_by_callee(call))
            })
        })
    }

    /// What a client or a platform is given: `client_kwargs`, `acme_args`, `kwargs`.
    fn is_options_of_client(&self, folded: &str) -> bool {
        let whose = ["kwargs", "args", "params", "options"].iter().find_map(|end| folded.strip_suffix(end));
        whose.is_some_and(|whose| {
            matches!(whose, "" | "model" | "llm" | "connection")
                || whose.ends_with("client")
                || self.vocabulary.provider_called(whose).is_some()
        })
    }

    /// The server that one of the parts of a map or call names.
    pub(in crate::extract::code) fn told_by_parts_of(&self, holder: NodeId) -> Option<Platform> {
        let names = self.names;
        let nodes = names.tree.children(holder).take(MOST_BESIDE);
        { nodes.filter_map(|node| self.part(node)) }.find_map(|part| {
            let is_base = || self.named(part.name).is_some_and(|key| key.role == KeyRole::BaseUrl);
            let parts_of_url = || names.map_of(part.value, 0).filter(|map| !names.entries(*map, "host").is_empty());
            let in_parts =
                || (is_base() && parts_of_url().is_some()).then_some(Platform::UnknownHost(Evidence::Settings));
            self.told_by_server(part).or_else(in_parts)
        })
    }

    /// A field or parameter whose default may be nothing: only a name stands for a server that somebody chose.
    fn may_be_unset(&self, part: Part<'f>) -> bool {
        let tree = &self.names.tree;
        if self.is_left_out_of_schema(part.value) || self.is_looked_up_by_maker(part.value) {
            return true;
        }
        let declares = matches!(tree.kind(part.node), Kind::Assign | Kind::Param);
        declares && (!matches!(tree.kind(part.value), Kind::Name | Kind::Member) || self.is_sentinel(part.value))
    }

    /// A field of a schema that need not be given: `z.string().url().optional()`.
    fn is_left_out_of_schema(&self, value: NodeId) -> bool {
        const LONGEST: usize = 8;
        let (names, tree) = (self.names, &self.names.tree);
        let callee = |call: NodeId| tree.child(call, Role::Callee).filter(|_| tree.kind(call) == Kind::Call);
        let before = |call: &NodeId| callee(*call).and_then(|callee| tree.child(callee, Role::Object));
        let mut calls = std::iter::successors(Some(value), before).take(LONGEST).filter_map(callee);
        names.dialect.has_block_scope()
            && calls
                .any(|callee| names.key_of(callee).is_some_and(|m| matches!(m, "optional" | "nullish" | "nullable")))
    }

    /// `config.get("acme_api_base")`: looked up without a default by the name that a maker's own base URL has, which says
    /// that this maker is asked unless somebody sets another server.
    fn is_looked_up_by_maker(&self, value: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(_step) = names.step_in() else { return false };
        if matches!(tree.kind(value), Kind::Or | Kind::Conditional) {
            let mut sides = tree.children(value).filter(|side| tree.role(*side) != Role::Condition);
            return sides.any(|side| self.is_looked_up_by_maker(side));
        }
        let callee = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call);
        let is_get = callee.and_then(|callee| names.key_of(callee)).is_some_and(|method| method == "get");
        let given = names.positional(value);
        let name = match given.as_slice() {
            [name] if is_get => names.literal(*name),
            _ => None,
        };
        let key =
            name.and_then(|name| self.vocabulary.name(&name.text).or_else(|| self.vocabulary.environment(&name.text)));
        key.is_some_and(|key| key.role == KeyRole::BaseUrl && key.provider.is_some())
    }

    /// A name that stands for nothing given: `NOT_GIVEN`, `types.omit`.
    fn is_sentinel(&self, value: NodeId) -> bool {
        let name = self.names.key_of(value).unwrap_or_else(|| self.names.text(value));
        matches!(
            fold_name(name).as_str(),
            "notgiven" | "notset" | "unset" | "missing" | "omit" | "omitted" | "undefined"
        )
    }
}

/// The key that says whose models are served in projects with a location.
const PROJECT_AND_LOCATION: &str = "project_and_location";

/// Makings of one object that are looked at.
const MOST_MADE: usize = 4;

/// Names of base URLs beside a model, whoever they are for, folded.
pub(super) const BASES: [&str; 6] =
    ["apihost", "apiurl", "apiendpoint", "serverurl", "serverendpoint", "providerendpoint"];

/// A name, folded, that may be that of the server which answers: `endpoint`, `host`, `llm_url`.
fn may_be_address(folded: &str) -> bool {
    let before = ["endpoint", "host", "url", "server", "address"].iter().find_map(|end| folded.strip_suffix(end));
    let before = before.map(|before| before.strip_suffix("server").unwrap_or(before));
    matches!(
        before,
        Some("" | "api" | "llm" | "model" | "inference" | "provider" | "chat" | "completion" | "completions")
    )
}
