//! Constants that are called alike: what stands beside a model under the same first words tells who answers it.

use crate::extract::code::context::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::settings;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, fold_name};

/// Ends of the names of models, folded, the longest first.
const MODELS: [&str; 4] = ["defaultmodel", "modelname", "modelid", "model"];
/// Ends of the names of addresses, folded.
const ADDRESSES: [&str; 9] =
    ["url", "baseurl", "apiurl", "apibase", "apibaseurl", "endpoint", "apiendpoint", "serverurl", "host"];
/// Shorter words are anything's.
const SHORTEST: usize = 3;

impl<'f> Contexts<'_, 'f> {
    /// The address of a constant that is called like that of a model: `GATEWAY_URL = "http://…"`, `GATEWAY_MODEL = "…"`.
    pub(in crate::extract::code) fn told_by_stem(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 3;
        /// Constants that are looked at.
        const MOST: usize = 512;
        let tree = &self.names.tree;
        let assign = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let own = fold_name(self.constant(assign)?);
        let stem = MODELS.iter().find_map(|end| own.strip_suffix(end)).filter(|stem| stem.len() >= SHORTEST)?;
        let is_address = |name: &str| {
            let folded = fold_name(name);
            folded.strip_prefix(stem).is_some_and(|end| ADDRESSES.contains(&end))
        };
        let beside = tree.children(tree.parent(assign)?).take(MOST).filter(|node| tree.kind(*node) == Kind::Assign);
        let mut addresses = beside.filter(|node| self.constant(*node).is_some_and(is_address));
        addresses.find_map(|node| self.answers_at(tree.child(node, Role::Value)?))
    }

    /// The name of a constant: in capitals, or what the language says is one.
    fn constant(&self, assign: NodeId) -> Option<&'f str> {
        let target = self.names.tree.child(assign, Role::Target)?;
        let name = Some(self.names.text(target)).filter(|_| self.names.tree.kind(target) == Kind::Name)?;
        settings::is_environment_name(name).then_some(name)
    }

    fn answers_at(&self, value: NodeId) -> Option<Platform> {
        let trail = self.names.follow(value);
        let text = &trail.found.first()?.text.text;
        let is_address = text.contains("://") && !settings::is_page(text);
        match self.vocabulary.host(text) {
            Host::Known(provider) if is_address => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown if is_address => Some(Platform::UnknownHost(Evidence::Settings)),
            _ => None,
        }
    }
}
