//! Constants, and states of a page, that are called alike: what stands beside a model under the same first words tells
//! who answers it.

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
    /// The address of a constant that is called like that of a model: `GATEWAY_URL = "http://…"`, `GATEWAY_MODEL = "…"`,
    /// `const [gatewayUrl, setGatewayUrl] = useState("http://…")`.
    pub(in crate::extract::code) fn told_by_stem(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 3;
        /// Constants that are looked at.
        const MOST: usize = 512;
        let tree = &self.names.tree;
        let assign = tree.ancestors(at).take(HIGHEST).find_map(|up| match tree.kind(up) {
            Kind::Assign => Some(up),
            Kind::Call => self.made_of_state(up),
            _ => None,
        })?;
        let own = fold_name(self.constant(assign)?);
        let stem = MODELS.iter().find_map(|end| own.strip_suffix(end)).filter(|stem| stem.len() >= SHORTEST)?;
        let is_address = |name: &str| {
            let folded = fold_name(name);
            folded.strip_prefix(stem).is_some_and(|end| ADDRESSES.contains(&end))
        };
        let beside = tree.children(tree.parent(assign)?).take(MOST).filter(|node| tree.kind(*node) == Kind::Assign);
        let mut addresses = beside.filter(|node| self.constant(*node).is_some_and(is_address));
        addresses.find_map(|node| {
            let value = tree.child(node, Role::Value)?;
            self.answers_at(self.names.held_state(value).unwrap_or(value))
        })
    }

    /// The name of a constant, which stands in capitals, or of the state that a page holds.
    fn constant(&self, assign: NodeId) -> Option<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target)?;
        if tree.kind(target) == Kind::List {
            let value = tree.child(assign, Role::Value).filter(|value| names.held_state(*value).is_some());
            return value.and_then(|_| tree.children(target).next()).map(|name| names.text(name));
        }
        let name = Some(names.text(target)).filter(|_| tree.kind(target) == Kind::Name)?;
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
