//! Which of several clients a call goes to, and what is true for all of them.

use super::clients::{Clients, Found};
use crate::extract::code::sites::Call;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::Role as KeyRole;

impl<'f> Clients<'_, 'f> {
    /// The client that an expression is.
    pub fn of(&self, node: NodeId) -> Option<Found<'f>> {
        self.choose(&self.all_of(node))
    }

    /// The clients that an expression may be, in order of discovery.
    pub(in crate::extract::code) fn all_of(&self, node: NodeId) -> Vec<Found<'f>> {
        self.search(node, 0)
    }

    /// Of several clients that an expression may be, one on which names are chosen by users decides, then one that
    /// nobody knows for certain.
    pub(in crate::extract::code) fn choose(&self, clients: &[Found<'f>]) -> Option<Found<'f>> {
        if let [] | [_] = clients {
            return clients.first().copied();
        }
        let is_open = |found: &&Found<'f>| self.platform(**found) == Platform::Unstated;
        let chosen = clients.iter().find(|found| self.is_user_named(**found));
        chosen.or_else(|| clients.iter().find(is_open)).or(clients.first()).copied()
    }

    /// The platform of a call that goes to one of several clients: nothing is stated where they differ, since each model
    /// is sent to the one that serves it.
    pub(in crate::extract::code) fn platform_of(&self, clients: &[Found<'f>]) -> Option<Platform> {
        if let [only] = clients {
            return Some(self.platform(*only));
        }
        // One that is taken for names of a form of their own says nothing of all others.
        let (aside, others): (Vec<Found<'f>>, Vec<Found<'f>>) =
            clients.iter().copied().partition(|found| self.is_for_some_names(*found) || self.is_made_on_demand(*found));
        let left = if others.is_empty() { clients } else { others.as_slice() };
        let platform = self.platform(self.choose(left)?);
        let Platform::Known(provider, _) = platform else { return Some(platform) };
        if self.vocabulary.user_named(provider) {
            // Where the same name goes to its maker in another branch, it is that of a model as well. A server that is only
            // told by its address may serve anything.
            let is_makers = |found: &Found<'f>| {
                matches!(self.platform(*found), Platform::Known(other, _)
                    if self.vocabulary.serves(other) && !self.vocabulary.user_named(other))
            };
            let is_by_class = |found: &Found<'f>| matches!(self.platform(*found), Platform::Known(_, evidence) if evidence != Evidence::Host);
            let is_either = left.iter().any(is_makers) && left.iter().all(is_by_class);
            return Some(if is_either { Platform::Unstated } else { platform });
        }
        let is_other = |found: &Found<'f>| !matches!(self.platform(*found), Platform::Known(p, _) if p == provider);
        let is_one_of_several = left.iter().any(is_other) || (left.len() < clients.len() && !aside.is_empty());
        Some(if is_one_of_several { Platform::Unstated } else { platform })
    }

    /// The address is that of a platform that serves models by names of its own.
    pub(super) fn serves_its_own(&self, platform: Platform) -> bool {
        let served = |provider| self.vocabulary.serves(provider) && !self.vocabulary.user_named(provider);
        matches!(platform, Platform::Known(provider, Evidence::Host) if served(provider))
    }

    /// The branches in which the client of a call is made in different ways, each with the platform of the one made there.
    pub(in crate::extract::code) fn branches_of(&self, call: &Call<'f>) -> Vec<(NodeId, Platform)> {
        let names = self.names;
        let clients = self.receiver_of(call).map(|receiver| self.all_of(receiver)).unwrap_or_default();
        if clients.len() < 2 {
            return Vec::new();
        }
        let made = clients.into_iter().filter_map(|found| Some((names.block(found.made?), self.platform(found))));
        made.filter(|(block, _)| names.tree.kind(*block) == Kind::Block).collect()
    }

    /// A client that is only made for models whose names begin in some way: `if model.startswith("local/"):`.
    fn is_for_some_names(&self, found: Found<'f>) -> bool {
        found.made.is_some_and(|made| self.is_run_for_some_names(made))
    }

    /// A call is only made for models whose names begin in some way.
    pub(in crate::extract::code) fn is_run_for_some_names(&self, call: NodeId) -> bool {
        const HIGHEST: usize = 12;
        let tree = &self.names.tree;
        let mut node = call;
        for up in tree.ancestors(call).take(HIGHEST) {
            let condition = match tree.kind(up) {
                Kind::Function => return false,
                Kind::Block => tree.before(up),
                Kind::Conditional if tree.children(up).find(|c| tree.role(*c) != Role::Condition) == Some(node) => {
                    tree.child(up, Role::Condition)
                }
                _ => None,
            };
            if condition.is_some_and(|condition| self.asks_for_beginning(condition)) {
                return true;
            }
            node = up;
        }
        false
    }

    /// A client that is only made if callers give its base URL: `if url: client = Client(base_url=url)`.
    fn is_made_on_demand(&self, found: Found<'f>) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let Some(made) = found.made else { return false };
        let condition = tree.ancestors(made).take(4).find(|up| tree.kind(*up) == Kind::Block);
        let condition = condition.and_then(|block| tree.before(block)).filter(|asked| tree.kind(*asked) == Kind::Name);
        let url = self.any_argument(made, found.client.base_url).filter(|url| tree.kind(*url) == Kind::Name);
        let (Some(condition), Some(url)) = (condition, url) else { return false };
        let trail = names.follow(url);
        names.text(condition) == names.text(url) && trail.found.is_empty() && trail.environment.is_empty()
    }

    /// `model.startswith("…")`: asks how the name of a model begins.
    fn asks_for_beginning(&self, condition: NodeId) -> bool {
        let names = self.names;
        let callee = names.tree.child(condition, Role::Callee).filter(|_| names.tree.kind(condition) == Kind::Call);
        let Some(callee) = callee else { return false };
        let asks = matches!(names.key_of(callee), Some("startswith" | "startsWith"));
        let Some(object) = names.tree.child(callee, Role::Object).filter(|_| asks) else { return false };
        let name = names.key_of(object).unwrap_or_else(|| names.text(object));
        let first = names.positional(condition).first().and_then(|first| names.literal(*first));
        first.is_some() && self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::Model)
    }
}
