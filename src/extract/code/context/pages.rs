//! Pages that tell people of a product: what they show of a model is made up, and asked by nobody.

use super::Contexts;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId};
use crate::vocabulary::Sign;

/// Endings of files that hold markup.
const MARKUP: [&str; 5] = [".tsx", ".jsx", ".vue", ".svelte", ".astro"];
/// What a page says that asks something of a server, by what all pages have.
const ASKS: [&str; 2] = ["fetch(", "/api/"];

impl Contexts<'_, '_> {
    /// The file shows a product to people who do not use it yet, and asks nobody.
    pub(super) fn is_on_landing_page(&self) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let path = names.file.path.replace('\\', "/");
        let Some((folders, name)) = path.rsplit_once('/') else { return false };
        let is_page = MARKUP.iter().any(|ending| name.ends_with(ending))
            && folders.split('/').any(|folder| self.vocabulary.is_sign(folder, Sign::LandingFolder));
        let clients = Clients { names, vocabulary: self.vocabulary };
        let says = |word: &str| memchr::memmem::find(&names.file.bytes, word.as_bytes()).is_some();
        let is_request = |node: NodeId| match tree.kind(node) {
            Kind::Name => self.vocabulary.is_sign(names.text(node), Sign::PageRequest),
            Kind::Call => clients.site_of(node).is_some(),
            _ => false,
        };
        let asks = || ASKS.iter().any(|word| says(word)) || tree.ids().any(is_request);
        is_page && *self.asked.asks_nobody.get_or_init(|| !asks())
    }
}
