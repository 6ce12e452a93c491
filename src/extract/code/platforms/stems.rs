//! What is called alike: the address that stands beside a model under the same first words tells who answers it.

use crate::extract::code::context::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::{settings, stems};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::Host;

/// Shorter words before the end of a name are anything's.
const SHORTEST: usize = 3;

/// What something is assigned to beside which an address may stand.
enum Held<'f> {
    /// A constant in capitals, or a state of a page: any address that is called alike is meant.
    Constant(&'f str),
    /// A name of a function or an attribute of the object itself: a base URL is meant, also under no first words.
    Local(&'f str),
}

impl<'f> Held<'f> {
    fn name(&self) -> &'f str {
        match self {
            Held::Constant(name) | Held::Local(name) => name,
        }
    }
}

impl<'f> Contexts<'_, 'f> {
    /// The address that is called like a model, and assigned in the same block: `GATEWAY_URL = "http://…"`,
    /// `GATEWAY_MODEL = "…"`; `const [gatewayUrl, setGatewayUrl] = useState("http://…")`; in a branch
    /// `model = getenv("MODEL", "…")`, `base_url = getenv("URL", "https://…")`.
    pub(in crate::extract::code) fn told_by_stem(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 4;
        /// Assignments that are looked at.
        const MOST: usize = 512;
        let tree = &self.names.tree;
        let assign = tree.ancestors(at).take(HIGHEST).find_map(|up| match tree.kind(up) {
            Kind::Assign => Some(up),
            Kind::Call => self.made_of_state(up),
            _ => None,
        })?;
        let held = self.stemmed(assign)?;
        let stem = stems::of_model(held.name())?;
        if matches!(held, Held::Constant(_)) && stem.len() < SHORTEST {
            return None;
        }
        let is_own = |other: Held<'f>| {
            let is_of_kind = match held {
                Held::Constant(_) => matches!(other, Held::Constant(_)),
                Held::Local(_) => matches!(other, Held::Local(_)) && stems::is_base(other.name()),
            };
            is_of_kind && stems::of_address(other.name()).as_deref() == Some(&stem)
        };
        let beside = tree.children(tree.parent(assign)?).take(MOST).filter(|node| tree.kind(*node) == Kind::Assign);
        let mut addresses = beside.filter(|node| self.stemmed(*node).is_some_and(is_own));
        addresses.find_map(|node| {
            let value = tree.child(node, Role::Value)?;
            self.answers_at(self.names.held_state(value).unwrap_or(value), stem.is_empty())
        })
    }

    /// What an assignment gives a value to.
    fn stemmed(&self, assign: NodeId) -> Option<Held<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target)?;
        match tree.kind(target) {
            Kind::List => {
                tree.child(assign, Role::Value).filter(|value| names.held_state(*value).is_some())?;
                tree.children(target).next().map(|name| Held::Constant(names.text(name)))
            }
            Kind::Name if settings::is_environment_name(names.text(target)) => Some(Held::Constant(names.text(target))),
            Kind::Name if names.function_of(assign).is_some() => Some(Held::Local(names.text(target))),
            Kind::Member if names.is_itself(tree.child(target, Role::Object)?) => {
                Some(Held::Local(names.key_of(target)?))
            }
            _ => None,
        }
    }

    /// Who answers at an address, if all that it may be lead there. A base URL of a server that nobody knows, and that no
    /// first words join to the model, may be that of any page, unless its path is an API's.
    fn answers_at(&self, value: NodeId, is_plain: bool) -> Option<Platform> {
        let found = self.names.follow(value).found;
        let text = &found.first()?.text.text;
        if found.iter().any(|other| self.vocabulary.host(&other.text.text) != self.vocabulary.host(text)) {
            return None;
        }
        let is_address = text.contains("://") && !settings::is_page(text);
        match self.vocabulary.host(text) {
            Host::Known(provider) if is_address => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown if is_address && (!is_plain || is_of_api(text)) => {
                Some(Platform::UnknownHost(Evidence::Settings))
            }
            _ => None,
        }
    }
}

/// The path of a URL ends with the version of an API: `https://…/v1`.
fn is_of_api(url: &str) -> bool {
    let last = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
