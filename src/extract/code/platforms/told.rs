//! What stands around a model and tells of its platform: where it is looked for, and in which order.
//!
//! What a setting beside it says is read in `server_beside` (base URLs, deployments, clients) and in `provider_beside`
//! (words, switches).

use super::apart::is_below_another_prefix;
use super::clients::Clients;
use crate::extract::code::context::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, ProviderId, fold_name};

/// The key that says whose models are served in projects with a location.
const PROJECT_AND_LOCATION: &str = "project_and_location";

/// Entries of a map that is a record of settings, at most.
pub(in crate::extract::code) const MOST_BESIDE: usize = 64;

/// The same, where a model's own URL is sought.
const MOST_OWN: usize = 256;

/// What follows a model's first words, folded, in the name of its own address.
const OWN_ADDRESS: [&str; 5] = ["url", "apiurl", "baseurl", "apibase", "endpoint"];

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
            let beside = beside.or_else(|| self.told_by_key(map, stated).map(Told::Platform));
            let strange = || self.told_by_strange_key(map).filter(|_| stated == Platform::Unstated);
            beside.or_else(|| strange().map(Told::Platform))
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
            .or_else(|| self.told_by_own_word(at).map(Told::Platform).filter(|_| unstated))
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
        let by_provider = self.stated_by_provider(parts, model).or(within.map(Told::Platform)).or_else(switched);
        by_provider.or_else(|| self.stated_by_router(parts, model).map(Told::Platform))
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
            rest.is_some_and(|rest| OWN_ADDRESS.contains(&rest.strip_prefix("model").unwrap_or(rest)))
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
}
