//! The server that a setting beside a model names: a base URL, a deployment, what a client is given.

use super::told::{MOST_BESIDE, Part};
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::settings;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, Role as KeyRole, fold_name};

/// Makings of one object that are looked at.
const MOST_MADE: usize = 4;

/// Names of base URLs beside a model, whoever they are for, folded.
pub(super) const BASES: [&str; 6] =
    ["apihost", "apiurl", "apiendpoint", "serverurl", "serverendpoint", "providerendpoint"];

impl<'f> Contexts<'_, 'f> {
    /// The server that a setting names: a base URL, or a deployment.
    pub(super) fn told_by_server(&self, part: Part<'f>) -> Option<Platform> {
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

    /// The server behind a flag of a command line: `["--base-url", "https://…"]`.
    pub(in crate::extract::code) fn told_by_flags(&self, list: NodeId) -> Option<Platform> {
        let names = self.names;
        let items: Vec<NodeId> = names.tree.children(list).take(MOST_BESIDE).collect();
        items.windows(2).find_map(|pair| {
            let flag = names.literal(pair[0])?.text;
            let key = self.key(flag.strip_prefix("--")?).filter(|key| key.role == KeyRole::BaseUrl);
            let server = key.and_then(|_| names.follow(pair[1]).found.into_iter().next())?;
            match self.vocabulary.host(&server.text.text) {
                Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
                Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
                _ => None,
            }
        })
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
    pub(super) fn told_within(&self, part: Part<'f>) -> Option<Platform> {
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

/// A name, folded, that may be that of the server which answers: `endpoint`, `host`, `llm_url`.
fn may_be_address(folded: &str) -> bool {
    let before = ["endpoint", "host", "url", "server", "address"].iter().find_map(|end| folded.strip_suffix(end));
    let before = before.map(|before| before.strip_suffix("server").unwrap_or(before));
    matches!(
        before,
        Some("" | "api" | "llm" | "model" | "inference" | "provider" | "chat" | "completion" | "completions")
    )
}
