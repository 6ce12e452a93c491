//! Tables by the same words: what one calls a platform by, another gives the address of.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::Host;

/// Entries of a table that are looked at.
const MOST: usize = 64;

impl Contexts<'_, '_> {
    /// The server of a value in a table, by the address that another table of the file holds under the same key, if the
    /// two share most of theirs: `MODELS = { acme: "…" }`, `BASE_URLS = { acme: "https://…" }`.
    pub(super) fn server_of_entry(&self, value: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(value) == Role::Value)?;
        let table = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)?;
        let own = names.entry_key(entry)?;
        let keys = || tree.children(table).take(MOST).filter_map(|entry| names.entry_key(entry));
        let shares = |addresses: NodeId| {
            let shared = keys().filter(|key| !names.entries(addresses, key).is_empty()).count();
            shared > 1 && shared * 2 > keys().count()
        };
        let address = |addresses: NodeId| {
            let address = names.entries(addresses, own).into_iter().next()?;
            names.literal(address).filter(|_| addresses != table && shares(addresses))
        };
        let address = self.tables_of_addresses().iter().find_map(|addresses| address(*addresses))?;
        match self.vocabulary.host(&address.text) {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        }
    }

    /// The maps of the file that hold nothing but addresses, some of which may be left open.
    fn tables_of_addresses(&self) -> &[NodeId] {
        let (names, tree) = (self.names, &self.names.tree);
        let is_address = |entry: NodeId| {
            let text = tree.child(entry, Role::Value).and_then(|value| names.literal(value));
            text.is_some_and(|text| text.text.is_empty() || text.text.contains("://"))
        };
        let is_table = |map: &NodeId| {
            tree.kind(*map) == Kind::Map
                && tree.children(*map).nth(1).is_some()
                && tree.children(*map).take(MOST).all(is_address)
        };
        self.asked.addresses.get_or_init(|| tree.ids().filter(is_table).collect())
    }
}
