//! Keys of tables that say whose the model is which they lead to: words for platforms, labels that begin with one, and
//! words beside those of platforms.

use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::shapes::beside::is_default;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{ProviderId, Sign};

/// Platforms that the keys of a table call, at least, for what else they say to be one.
const FEWEST: usize = 3;
/// Entries of a table whose form is compared with that of another.
const MOST_ALIKE: usize = 16;

impl Contexts<'_, '_> {
    /// The platform that the key of an entry is called.
    pub(in crate::extract::code) fn platform_of_key(&self, entry: NodeId) -> Option<Platform> {
        let key = match self.names.entry_key(entry) {
            Some(key) => key.to_owned(),
            None => self.member_of_enumeration(self.names.tree.child(entry, Role::Key)?)?,
        };
        self.platform_in_key(&key)
    }

    /// The platform that a key calls.
    pub(in crate::extract::code) fn platform_in_key(&self, key: &str) -> Option<Platform> {
        let called = self.vocabulary.provider_called(&key.to_ascii_lowercase());
        let called = called.or_else(|| self.provider_of_words(&snake_case(key)));
        called.map(|provider| Platform::Known(provider, Evidence::Settings))
    }

    /// The platform that settings call by several words, or one with names of its own for others' models by one: one
    /// word may be anything else.
    fn provider_of_words(&self, name: &str) -> Option<ProviderId> {
        let key = self.vocabulary.name("model_provider")?;
        let provider = self.vocabulary.provider_word(key.framework, name)?;
        let resells = !self.vocabulary.serves(provider) && !self.vocabulary.user_named(provider);
        (resells || name.contains(['_', '-'])).then_some(provider)
    }

    /// Who answers by what the label begins with that leads to a value, in a table by such labels:
    /// `{ "Acme: Big": "…", "Acme Desktop: Big": "…" }`. What begins with no platform that is known is another server's.
    pub(in crate::extract::code) fn told_by_label(&self, value: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(value) == Role::Value)?;
        let owner = owner_in_label(names.entry_key(entry)?)?;
        let table = tree.parent(entry).filter(|table| tree.kind(*table) == Kind::Map)?;
        if !self.once(Question::ByLabels, table, || self.is_by_labels(table)) {
            return None;
        }
        let Some(provider) = self.provider_of_owner(owner) else {
            return Some(Platform::UnknownHost(Evidence::Settings));
        };
        let text = names.literal(value)?.text;
        // A router shows its models below the names of those who made them.
        let is_route = text.contains('/') && self.vocabulary.serves(provider);
        let is_there = !is_route || self.vocabulary.lists_model(provider, &text);
        is_there.then_some(Platform::Known(provider, Evidence::Settings))
    }

    /// Most keys of a table begin with a platform, and not all with the same.
    fn is_by_labels(&self, table: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let (mut count, mut known, mut first, mut is_several) = (0, 0, None, false);
        for entry in tree.children(table) {
            count += 1;
            let Some(owner) = names.entry_key(entry).and_then(owner_in_label) else { continue };
            known += usize::from(self.provider_of_owner(owner).is_some());
            is_several |= *first.get_or_insert(owner) != owner;
        }
        is_several && known > 1 && known * 2 >= count
    }

    /// The platform that somebody calls for people: `Acme`, `Acme Models`.
    fn provider_of_owner(&self, owner: &str) -> Option<ProviderId> {
        let word = owner.to_ascii_lowercase();
        match word.contains(' ') {
            true => self.vocabulary.provider_word("", &word.replace(' ', "_")),
            false => self.vocabulary.provider_word("", &word).or_else(|| self.vocabulary.provider_called(&word)),
        }
    }

    /// The server of a map of settings which stands in a table by platforms under a word that is none of those which are
    /// known: `{ acme: { model: "…" }, some_gateway: { model: "…" } }`.
    pub(in crate::extract::code) fn told_by_strange_key(&self, value: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(value) == Role::Value)?;
        let table = tree.parent(entry).filter(|table| tree.kind(*table) == Kind::Map)?;
        let key = names.entry_key(entry)?;
        if self.says_what_for(key)
            || !self.once(Question::TableOfPlatforms, table, || self.is_table_of_platforms(table))
        {
            return None;
        }
        match self.platform_by_word(entry) {
            // By one word it may be anything, but for others beside it.
            Some(platform) => Some(platform).filter(|platform| self.is_of_users(*platform)),
            None => self.is_like_platforms(value, table).then_some(Platform::UnknownHost(Evidence::Settings)),
        }
    }

    /// A key that says what a model is for, or which one is meant, and not whose it is.
    fn says_what_for(&self, key: &str) -> bool {
        is_default(key) || self.vocabulary.is_sign(key, Sign::Purpose) || self.is_id_or_part(key)
    }

    fn is_id_or_part(&self, key: &str) -> bool {
        self.vocabulary.resembles_id(key) || key.contains(|c: char| c.is_whitespace() || c == '.' || c == '/')
    }

    /// Two thirds of the keys of a table are platforms, apart from those that say what a model is for.
    fn is_table_of_platforms(&self, table: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let (mut known, mut others) = (0, 0);
        for entry in tree.children(table) {
            match self.platform_by_word(entry) {
                Some(_) => known += 1,
                None => others += usize::from(!names.entry_key(entry).is_some_and(|key| self.says_what_for(key))),
            }
        }
        known >= FEWEST && known >= others * 2
    }

    /// A map has the same keys as one that stands under a platform in a table.
    fn is_like_platforms(&self, map: NodeId, table: NodeId) -> bool {
        let tree = &self.names.tree;
        let of_platforms = tree.children(table).filter(|entry| self.platform_by_word(*entry).is_some());
        let maps = of_platforms.filter_map(|entry| tree.child(entry, Role::Value)).take(MOST_ALIKE);
        let keys = self.folded_keys(map);
        tree.kind(map) == Kind::Map && { maps }
            .any(|other| tree.kind(other) == Kind::Map && self.folded_keys(other) == keys)
    }
}

/// What a label says before all else of whom the model is: `Acme` of `Acme: Big`, `Acme | Big`, `Acme/Big`.
fn owner_in_label(label: &str) -> Option<&str> {
    /// Words of such a name, at most.
    const MOST_WORDS: usize = 3;
    let (owner, rest) = label.split_once([':', '|', '/'])?;
    let owner = owner.trim();
    let is_name = owner.split(' ').count() <= MOST_WORDS && owner.starts_with(char::is_alphabetic);
    (is_name && !rest.trim().is_empty()).then_some(owner)
}

/// A name in small letters, its words apart: `acmeCompatible` is `acme_compatible`.
fn snake_case(name: &str) -> String {
    let before = [' '].into_iter().chain(name.chars());
    let apart = |(before, c): (char, char)| (before.is_lowercase() && c.is_uppercase()).then_some('_');
    before.zip(name.chars()).flat_map(|pair| apart(pair).into_iter().chain([pair.1.to_ascii_lowercase()])).collect()
}
