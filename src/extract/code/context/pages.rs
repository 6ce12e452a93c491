//! Pages that tell people of a product: what they show of a model is made up, and asked by nobody.

use super::Contexts;
use crate::extract::code::clients::Clients;
use crate::extract::code::tree::Kind;

/// Folders of such pages.
const FOLDERS: [&str; 4] = ["landing", "landing-page", "landingpage", "marketing"];
/// Endings of files that hold markup.
const MARKUP: [&str; 5] = [".tsx", ".jsx", ".vue", ".svelte", ".astro"];
/// What a page says that asks something of a server.
const ASKS: [&str; 4] = ["fetch(", "axios", "/api/", "useChat"];

impl Contexts<'_, '_> {
    /// The file shows a product to people who do not use it yet, and asks nobody.
    pub(super) fn is_on_landing_page(&self) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let path = names.file.path.replace('\\', "/");
        let Some((folders, name)) = path.rsplit_once('/') else { return false };
        let is_page = MARKUP.iter().any(|ending| name.ends_with(ending))
            && folders.split('/').any(|folder| FOLDERS.contains(&folder.to_ascii_lowercase().as_str()));
        let clients = Clients { names, vocabulary: self.vocabulary };
        let says = |word: &str| memchr::memmem::find(&names.file.bytes, word.as_bytes()).is_some();
        let asks = || {
            ASKS.iter().any(|word| says(word))
                || tree.ids().any(|node| tree.kind(node) == Kind::Call && clients.site_of(node).is_some())
        };
        is_page && *self.asked.asks_nobody.get_or_init(|| !asks())
    }
}
