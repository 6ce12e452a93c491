//! The host of a choice that only stands under the name of one, or beside others that only it has: it serves models of
//! several makers, under names that nothing else tells from those of other hosts.

use super::Contexts;
use crate::extract::code::platforms::optional::words;
use crate::extract::code::platforms::told::Told;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::ProviderId;

/// Choices that are looked at.
const MOST: usize = 64;
/// Choices beside one that tell whose the list is.
const TELLING: usize = 2;
/// Levels between an item and the name of its list: the value, its entry, the row, the list, what it is given to.
const HIGHEST: usize = 6;

impl Contexts<'_, '_> {
    /// The host that a choice goes to where nothing beside it tells: by the name of its list or file if it has that model,
    /// else by other choices that only it has. What it never had stands beside those of a list that is all its own.
    pub(in crate::extract::code) fn host_of_choice(&self, item: NodeId) -> Option<Platform> {
        let text = self.names.literal(item)?.text;
        let host = self.host_named_over(item, &text).or_else(|| self.host_told_beside(item, &text))?;
        let is_strangers = matches!(self.stated_around(item, Platform::Unstated), Some(Told::Stranger));
        (!is_strangers).then_some(Platform::Known(host, Evidence::Settings))
    }

    /// The host that the name of a setting calls, if it has the model: `ACME_MODEL_PRIMARY ?? "maker/big"`.
    pub(super) fn host_of_setting(&self, value: NodeId, name: &str) -> Option<Platform> {
        let hosts = self.vocabulary.hosts_of(&self.names.literal(value)?.text);
        let host = Some(name).filter(|_| !hosts.is_empty()).and_then(|name| self.only_platform_called(name))?;
        hosts.contains(&host).then_some(Platform::Known(host, Evidence::Key))
    }

    /// The host under whose word a value stands in a table by platforms, if it has that model:
    /// `{ acme: "maker/big", other: "…" }`.
    pub(super) fn host_of_entry(&self, value: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let text = self.names.literal(value)?.text;
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let hosts = self.vocabulary.hosts_of(&text);
        let platform = self.platform_by_word(entry).filter(|_| !hosts.is_empty())?;
        let is_host = matches!(platform, Platform::Known(provider, _) if hosts.contains(&provider));
        let others = tree.children(tree.parent(entry)?).take(MOST).filter(|other| *other != entry);
        let is_by_platform = { others }.any(|other| self.platform_by_word(other).is_some());
        (is_host && is_by_platform).then_some(platform)
    }

    /// The host that the list of an item is called by, or the file, if it has the item: `ACME_MODELS = ["maker/big"]`.
    fn host_named_over(&self, item: NodeId, text: &str) -> Option<ProviderId> {
        let (names, tree) = (self.names, &self.names.tree);
        let hosts = self.vocabulary.hosts_of(text);
        if hosts.is_empty() {
            return None;
        }
        let assign = tree.ancestors(item).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target)?;
        let list = names.key_of(target).unwrap_or_else(|| names.text(target));
        let file = names.file.path.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next());
        let called = [Some(list), file].into_iter().flatten().find_map(|name| self.only_platform_called(name))?;
        hosts.contains(&called).then_some(called)
    }

    /// The one platform that stands in a name.
    fn only_platform_called(&self, name: &str) -> Option<ProviderId> {
        let called = |word: &&str| {
            let word = word.to_ascii_lowercase();
            self.vocabulary.provider_called(&word).or_else(|| self.vocabulary.provider_word("", &word))
        };
        let mut called = words(name).into_iter().filter_map(|word| called(&word));
        let first = called.next()?;
        called.all(|other| other == first).then_some(first)
    }

    /// The host of which all known models of a list are, some of them its alone.
    fn host_told_beside(&self, item: NodeId, text: &str) -> Option<ProviderId> {
        let beside = self.choices_beside(item);
        let own = beside.iter().filter_map(|other| self.vocabulary.only_host(other));
        let (mut host, mut count) = (None, 0);
        for other in own {
            if host.is_some_and(|host| host != other) {
                return None;
            }
            (host, count) = (Some(other), count + 1);
        }
        let host = host.filter(|_| count >= TELLING)?;
        let is_elsewhere = |id: &str| self.vocabulary.is_model(id) && !self.vocabulary.lists_model(host, id);
        (!is_elsewhere(text) && !beside.iter().any(|other| is_elsewhere(other))).then_some(host)
    }

    /// What is offered beside an item of a list of texts, or beside the same entry of rows.
    fn choices_beside(&self, item: NodeId) -> Vec<String> {
        let (names, tree) = (self.names, &self.names.tree);
        let text = |value: NodeId| names.literal(value).map(|literal| literal.text);
        let Some(up) = tree.parent(item) else { return Vec::new() };
        match tree.kind(up) {
            Kind::List => tree.children(up).take(MOST).filter(|other| *other != item).filter_map(text).collect(),
            Kind::Entry => {
                let key = names.entry_key(up);
                let row = tree.parent(up);
                let list = row.and_then(|row| tree.parent(row)).filter(|up| tree.kind(*up) == Kind::List);
                let rows = list.into_iter().flat_map(|list| tree.children(list)).take(MOST);
                let rows = rows.filter(|other| Some(*other) != row && tree.kind(*other) == Kind::Map);
                rows.flat_map(|row| names.entries(row, key.unwrap_or_default())).filter_map(text).collect()
            }
            _ => Vec::new(),
        }
    }
}
