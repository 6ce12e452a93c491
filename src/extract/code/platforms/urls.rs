//! URLs of requests: put together from a base, from what the file says, from what the HTTP client was given.

use super::clients::Clients;
use crate::extract::code::names::Bound;
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, Role as KeyRole};

/// The URL that a request is given, as far as it is known.
pub(in crate::extract::code) struct Url {
    /// The expression.
    pub(in crate::extract::code) node: NodeId,
    /// Its text: all of it, its beginning, or its path.
    pub(in crate::extract::code) text: Decoded,
    /// All of it is known.
    pub(in crate::extract::code) is_whole: bool,
}

/// Options of HTTP clients that hold the beginning of every URL.
const BASES: [&str; 4] = ["base_url", "baseURL", "prefixUrl", "baseUrl"];

impl Clients<'_, '_> {
    /// The URL of a request.
    pub(in crate::extract::code) fn requested_url(&self, call: NodeId, node: NodeId) -> Option<Url> {
        let names = self.names;
        let trail = names.follow(node);
        let whole = match trail.found.as_slice() {
            [only] => Some(Url { node: only.node, text: only.text.clone(), is_whole: true }),
            [] => self.put_together(node, 0),
            _ => None,
        }?;
        if whole.text.text.contains("://") {
            return Some(whole);
        }
        // A path alone: the client knows the rest.
        match self.base_of(call) {
            Some(base) => {
                let mut text = Decoded { text: base.trim_end_matches('/').to_owned(), ..Decoded::default() };
                text.skip(text.text.len());
                if !whole.text.text.starts_with('/') {
                    text.append(Decoded::default().with("/"));
                }
                text.append(whole.text);
                Some(Url { text, ..whole })
            }
            None => Some(whole),
        }
    }

    /// The address leads to a server that nobody here knows: it names one, or is put together around a host that is given.
    pub(in crate::extract::code) fn leads_to_stranger(&self, call: NodeId, address: NodeId) -> bool {
        let Some(url) = self.requested_url(call, address) else { return false };
        let text = &url.text.text;
        match text.contains("://") {
            true => self.vocabulary.host(text) == Host::Unknown,
            false => !url.is_whole && text.starts_with('/') && self.names_no_host(address, 0),
        }
    }

    /// An address begins with what the environment holds, under a name by which no maker's own server is set, and without
    /// a default: `f"{os.environ['TRACES']}/runs"`.
    pub(in crate::extract::code) fn begins_with_lookup(&self, address: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_joined = matches!(tree.kind(address), Kind::Template | Kind::Concat);
        let is_hole = |part: &NodeId| tree.kind(*part) != Kind::Str || !names.text(*part).is_empty();
        let Some(first) = tree.children(address).find(|part| is_joined && is_hole(part)) else { return false };
        let trail = names.follow(first);
        let is_of_maker = |name: &String| {
            let key = self.vocabulary.environment(name);
            key.is_some_and(|key| key.role == KeyRole::BaseUrl)
        };
        trail.found.is_empty() && !trail.environment.is_empty() && !trail.environment.iter().any(is_of_maker)
    }

    /// An address begins with a scheme, and what follows is not written.
    fn names_no_host(&self, address: NodeId, depth: usize) -> bool {
        const DEEPEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        match tree.kind(address) {
            Kind::Template | Kind::Concat => {
                let first = tree.children(address).next();
                first.is_some_and(|first| tree.kind(first) == Kind::Str && names.text(first).ends_with("://"))
            }
            Kind::Name | Kind::Member if depth < DEEPEST => names
                .bounds_of(address)
                .into_iter()
                .any(|bound| matches!(bound, Bound::Value(value) if self.names_no_host(value, depth + 1))),
            _ => false,
        }
    }

    /// What is known of a URL in several parts: its beginning up to what is not known, or what follows that.
    fn put_together(&self, node: NodeId, depth: usize) -> Option<Url> {
        const DEEPEST: usize = 4;
        let names = self.names;
        if depth > DEEPEST {
            return None;
        }
        match names.tree.kind(node) {
            Kind::Template | Kind::Concat => {}
            Kind::Name | Kind::Member => {
                let values = names.bounds_of(node).into_iter().filter_map(|bound| match bound {
                    Bound::Value(value) => Some(value),
                    _ => None,
                });
                return { values }.find_map(|value| self.put_together(value, depth + 1));
            }
            _ => return None,
        }
        let parts: Vec<Option<Decoded>> = names.tree.children(node).map(|part| self.likely(part)).collect();
        let known = parts.iter().take_while(|part| part.is_some()).count();
        let join = |parts: &[Option<Decoded>]| {
            let mut whole = Decoded::default();
            parts.iter().flatten().for_each(|part| whole.append(part.clone()));
            whole
        };
        if known == parts.len() {
            return Some(Url { node, text: join(&parts), is_whole: true });
        }
        let beginning = join(&parts[..known]);
        let has_host = beginning.text.find("://").is_some_and(|at| beginning.text[at + 3..].contains('/'));
        if has_host {
            return Some(Url { node, text: beginning, is_whole: false });
        }
        // Of an unknown server the path may be known.
        let after = parts.iter().rposition(Option::is_none).map_or(0, |at| at + 1);
        let path = join(&parts[after..]);
        path.text.starts_with('/').then_some(Url { node, text: path, is_whole: false })
    }

    /// The text of a part: also what it is unless the environment or a caller says otherwise.
    pub(in crate::extract::code) fn likely(&self, part: NodeId) -> Option<Decoded> {
        let folded = self.names.fold(part);
        folded.or_else(|| match self.names.follow(part).found.as_slice() {
            [only] => Some(only.text.clone()),
            _ => None,
        })
    }

    /// The base URL that the HTTP client of a call was given.
    fn base_of(&self, call: NodeId) -> Option<String> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let client = names.tree.child(callee, Role::Object)?;
        let made = names.bounds_of(client).into_iter().find_map(|bound| match bound {
            Bound::Value(value) if names.tree.kind(value) == Kind::Call => Some(value),
            _ => None,
        })?;
        let base = BASES.iter().find_map(|name| self.argument(made, name))?;
        let trail = names.follow(base);
        match trail.found.as_slice() {
            [only] => Some(only.text.text.clone()),
            _ => None,
        }
    }

    /// The host that stands beside a model in a row of a table, with or without a scheme: one row is one server.
    pub(in crate::extract::code) fn host_of_row(&self, literal: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let row = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)?;
        let values = tree.children(row).filter_map(|entry| tree.child(entry, Role::Value));
        let addresses = values.filter_map(|value| names.literal(value)).map(|address| address.text);
        let is_host = |address: &String| address.contains('.') && !address.contains(char::is_whitespace);
        let host = |address: String| {
            let url = if address.contains("://") { address } else { format!("https://{address}/") };
            match self.vocabulary.host(&url) {
                Host::Known(provider) => Some(Platform::Known(provider, Evidence::Host)),
                _ => None,
            }
        };
        addresses.filter(is_host).find_map(host)
    }
}
