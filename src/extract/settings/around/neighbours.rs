//! What the settings around a place tell of its platform: those beside it, those within them, those above.

use super::super::scalar::decode;
use super::super::shell;
use super::super::tells::{self, Says, Tell};
use super::super::tree::{Entry, Kind, NodeId};
use super::super::words;
use super::{Around, LONGEST, Place};
use crate::extract::roles;
use crate::extract::settings::{self, live};
use crate::vocabulary::{Form, Key, ProviderId, Role};

/// Entries beside a project that are looked at.
const MOST_NAMES: usize = 64;

impl<'a> Around<'a> {
    /// What the settings around a place tell about its platform, the nearest of each kind.
    pub fn tells(&mut self, place: &Place, variable: bool) -> Vec<Tell> {
        let Some(container) = place.container else { return Vec::new() };
        let list = self.tree.parent(container).filter(|_| place.key.as_deref().is_some_and(words::is_value));
        // `[{key: base_url, value: …}, {key: model, value: …}]`: pairs of a list are settings beside one another.
        let is_listed = || list.is_some_and(|list| matches!(self.tree.nodes[list].kind, Kind::Seq(_)));
        if variable || is_listed() && self.paired_name(place).is_some() {
            return self.tells_of(list.unwrap_or(container)).to_vec();
        }
        let mut out: Vec<Tell> = Vec::new();
        for level in self.mappings_above(container) {
            let mut found = match place.key.as_deref().filter(|_| level == container) {
                Some(key) => self.tells_of_role(level, key),
                None => self.tells_of(level).to_vec(),
            };
            if level == container {
                found.extend_from_slice(self.tells_within(level));
            } else {
                // A name further up, such as an alias for a list of models, describes none of them.
                found.retain(|tell| !matches!(tell.says, Says::Deployment(_)));
            }
            found.extend(self.tell_of_session(container, level));
            let has = |url: bool| {
                let is_one =
                    |tell: &Tell| matches!(tell.says, Says::Url(_)) == url && !matches!(tell.says, Says::Place(_));
                out.iter().any(is_one)
            };
            let (word, url) = (has(false), has(true));
            out.extend(found.into_iter().filter(|tell| if matches!(tell.says, Says::Url(_)) { !url } else { !word }));
        }
        out
    }

    /// The platform whose mapping holds that of a place: `{id: maker, aliases: {small: …}}`.
    pub fn provider_of_holder(&self, place: &Place) -> Option<ProviderId> {
        let holder = self.tree.parent(place.container?)?;
        let named = self.entry(holder, "id").or_else(|| self.entry(holder, "provider"))?;
        let word = self.text(named)?.to_ascii_lowercase();
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        self.vocabulary.provider_word(framework, &word)
    }

    /// What says how the server is reached may stand in a mapping of its own beside the model: a base URL, the class of
    /// a client, and what it is given.
    fn tells_within(&mut self, map: NodeId) -> &[Tell] {
        if !self.within.contains_key(&map) {
            let tree = self.tree;
            let mut found = Vec::new();
            for entry in tree.entries(map).iter().take(LONGEST) {
                let Some(within) = entry.value.filter(|_| self.reaches_server(&entry.name)) else { continue };
                let is_client = words::is_client(&entry.name);
                found.extend(self.tells_of_server(within, is_client, &entry.name));
                for given in tree.entries(within).iter().take(64).filter(|_| is_client) {
                    if let Some(value) = given.value.filter(|_| self.reaches_server(&given.name)) {
                        found.extend(self.tells_of_server(value, is_client, &given.name));
                    }
                }
            }
            found.extend(self.tells_of_deployed(map));
            self.within.insert(map, found);
        }
        self.within.get(&map).map_or(&[], Vec::as_slice)
    }

    /// A mapping beside the model is named after a platform where users choose names, and holds such a name:
    /// `model: …`, `cloud: {deployment_name: …}`. Others beside it must not be named after platforms that serve models
    /// by names of their own.
    fn tells_of_deployed(&mut self, map: NodeId) -> Vec<Tell> {
        let tree = self.tree;
        let maps = tree.entries(map).iter().take(64).filter_map(|entry| {
            let value = entry.value.filter(|value| matches!(tree.nodes[*value].kind, Kind::Map(_)))?;
            Some((self.vocabulary.provider_word("", &entry.name.to_ascii_lowercase())?, value))
        });
        let (free, others): (Vec<_>, Vec<_>) = maps.partition(|(provider, _)| self.vocabulary.user_named(*provider));
        if others.iter().any(|(provider, _)| self.vocabulary.serves(*provider)) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (_, value) in free {
            let told = { tree.entries(value).iter().take(64) }.filter_map(|entry| self.tell(value, entry));
            found.extend(told.filter(|tell| matches!(tell.says, Says::Deployment(_))));
        }
        found
    }

    /// What a mapping tells of the server that a client reaches, unless it is about a model of its own.
    fn tells_of_server(&mut self, map: NodeId, is_client: bool, name: &str) -> Vec<Tell> {
        let tree = self.tree;
        let is_model = |entry: &Entry| self.vocabulary.name(&entry.name).is_some_and(|key| key.role == Role::Model);
        if !is_client && tree.entries(map).iter().take(64).any(is_model) {
            return Vec::new();
        }
        // An address may be anybody's: of what listens here, of what is fetched.
        let is_meant = |entry: &&Entry| name == "config" || !words::is_any_address(&entry.name);
        let told = tree.entries(map).iter().take(64).filter(is_meant).filter_map(|entry| self.tell(map, entry));
        let is_of_server = |tell: &Tell| match tell.says {
            Says::Url(_) => true,
            Says::Class(_) | Says::Deployment(_) => is_client,
            Says::Provider(_) | Says::Switch(_) | Says::Place(_) => false,
        };
        told.filter(is_of_server).collect()
    }

    /// A mapping of this name says how a server is reached: `client_spec`, `api`, `model_kwargs`, `acme_options`.
    fn reaches_server(&self, name: &str) -> bool {
        words::is_client(name)
            || words::whose_arguments(name)
                .is_some_and(|of| words::is_of_model(&of) || self.vocabulary.provider_word("", &of).is_some())
    }

    /// What a mapping tells the model under one of its keys: a provider with a role belongs to the model of that role.
    fn tells_of_role(&mut self, map: NodeId, key: &str) -> Vec<Tell> {
        const MOST: usize = 64;
        let entries = self.tree.entries(map);
        // Merged mappings ask for each of their values: most have no provider with a role.
        let has_role = || entries.len() <= MOST && entries.iter().any(|entry| roles::may_have_one(&entry.name));
        let Some(own) = has_role().then(|| roles::of_model(key)).flatten() else {
            return self.tells_of(map).to_vec();
        };
        let role = |entry: &Entry| roles::of_provider(&entry.name).filter(|role| !role.is_empty());
        let has_model = |role: &String| entries.iter().any(|entry| roles::of_model(&entry.name).as_ref() == Some(role));
        let is_of_another = |entry: &Entry| role(entry).is_some_and(|role| role != own && has_model(&role));
        let provider = entries.iter().find(|entry| role(entry).as_ref() == Some(&own));
        let provider = provider.and_then(|entry| {
            let key = self.vocabulary.name("model_provider")?;
            tells::tell("", &key, &self.said(entry)?, true, self.vocabulary)
        });
        if provider.is_none() && !entries.iter().any(is_of_another) {
            return self.tells_of(map).to_vec();
        }
        let left: Vec<&Entry> =
            entries.iter().filter(|entry| !is_of_another(entry) && role(entry).as_ref() != Some(&own)).collect();
        let mut found: Vec<Tell> = left.into_iter().filter_map(|entry| self.tell(map, entry)).collect();
        if provider.is_some() {
            found.retain(|tell| matches!(tell.says, Says::Url(_)));
        }
        found.extend(provider);
        found
    }

    fn tells_of(&mut self, container: NodeId) -> &[Tell] {
        if !self.tells.contains_key(&container) {
            let found = match &self.tree.nodes[container].kind {
                Kind::Map(entries) => self.tells_of_map(container, entries),
                Kind::Seq(items) => self.tells_of_list(items),
                _ => Vec::new(),
            };
            self.tells.insert(container, found);
        }
        self.tells.get(&container).map_or(&[], Vec::as_slice)
    }

    fn tells_of_map(&mut self, map: NodeId, entries: &'a [Entry]) -> Vec<Tell> {
        let tree = self.tree;
        let mut out = Vec::new();
        for entry in entries.iter().take(LONGEST) {
            out.extend(self.tell(map, entry));
            if entry.name != "<<" {
                continue;
            }
            for source in entry.value.map(|value| tree.merged(value)).unwrap_or_default() {
                let own = |name: &str| entries.iter().take(64).any(|own| own.name == name);
                let merged = tree.entries(source).iter().take(64).filter(|other| !own(&other.name));
                out.extend(merged.filter_map(|other| self.tell(map, other)));
            }
        }
        let names = entries.iter().take(MOST_NAMES).map(|entry| entry.name.as_str());
        out.extend(tells::of_project(names, self.vocabulary));
        out
    }

    fn tell(&mut self, map: NodeId, entry: &Entry) -> Option<Tell> {
        let place = self.merged_place(map, &entry.name);
        let named = self.named(&place);
        let said = self.said(entry)?;
        let says = |key: &Key<'_>| {
            matches!(key.role, Role::Provider | Role::BaseUrl | Role::Silent) && key.form != Form::Version
        };
        let key = match named.key.filter(says) {
            None if !named.variable => match words::class_named(&entry.name, &said) {
                Some(class) => return tells::of_class(class, self.vocabulary),
                None if let Some(tell) = tells::of_kind(&entry.name, &said, self.vocabulary) => return Some(tell),
                None => settings::beside(self.name_beside(map, entry), &said, self.vocabulary)?,
            },
            key => key?,
        };
        // Where the path says what an entry is, words of its name (`image`) say nothing of what the models are for.
        let name = if named.by_path { "" } else { named.name.as_str() };
        let given = if key.role == Role::BaseUrl { self.address_of_input(&said) } else { None };
        tells::tell(name, &key, given.as_deref().unwrap_or(&said), !named.variable, self.vocabulary)
    }

    /// The name of an entry; in a list of models a backend is who serves one, beside the name of an LLM its type is, and
    /// elsewhere either may be anything's.
    fn name_beside<'e>(&self, map: NodeId, entry: &'e Entry) -> &'e str {
        let is_provider = entry.name == "backend" && self.is_item_of(map, words::holds_models)
            || entry.name == "type" && self.is_llm_with_name(map);
        if is_provider { "provider" } else { &entry.name }
    }

    /// Variables in a list: `NAME=value`, or `{name: …, value: …}`.
    fn tells_of_list(&mut self, items: &'a [NodeId]) -> Vec<Tell> {
        let mut out = Vec::new();
        for item in items.iter().take(LONGEST) {
            match &self.tree.nodes[*item].kind {
                Kind::Map(entries) => {
                    let value = entries.iter().take(8).find(|entry| words::is_value(&entry.name));
                    out.extend(value.and_then(|entry| self.tell(*item, entry)));
                }
                Kind::Scalar(style) if self.tree.nodes[*item].span.len() <= 2_048 => {
                    let text = decode(&self.file.bytes, self.tree.nodes[*item].span, *style);
                    let Some((name, value)) = shell::assignment(&text) else { continue };
                    let Some(key) = settings::environment_key(&name.text, self.vocabulary) else { continue };
                    let said = live::live(&value).map_or(value.text, |live| live.text);
                    out.extend(tells::tell(&name.text, &key, &said, false, self.vocabulary));
                }
                _ => {}
            }
        }
        out
    }
}
