//! Modules that are clients themselves, and what is assigned to their members: `module.api_base = "…"`.

use std::collections::BTreeMap;

use super::clients::Clients;
use super::receivers::KEYS;
use crate::extract::code::names::Chain;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{ProviderId, Role as KeyRole};

impl<'f> Clients<'_, 'f> {
    /// The platform of a module that is its own client; `module.api_base = …` and its like redirect it.
    ///
    /// What is assigned only under a condition leaves the other way open: nothing is stated then.
    pub(in crate::extract::code) fn module_platform(
        &self,
        call: NodeId,
        chain: &Chain<'f>,
        module: &str,
        provider: ProviderId,
    ) -> Platform {
        let own = Platform::Known(provider, Evidence::CallSite);
        let mut found = None;
        let mut assigned: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
        for (key, values) in self.names.all_assigned_members(chain.names[0]) {
            assigned.entry(key).or_default().extend(values);
        }
        for (key, mut values) in assigned {
            values.sort_unstable();
            if KEYS.contains(&key) && self.reaching_values(call, values.clone()).0.is_some_and(|k| self.is_dummy_key(k))
            {
                return Platform::UnknownHost(Evidence::DummyKey);
            }
            let Some(known) = self.vocabulary.name(&format!("{module}.{key}")) else { continue };
            let told = |value: NodeId| match known.role {
                KeyRole::BaseUrl => Some(self.host(value, provider)),
                KeyRole::Provider => {
                    let word = self.names.literal(value)?.text;
                    let other = self.vocabulary.provider_word("", &word)?;
                    Some(Platform::Known(other, Evidence::Settings))
                }
                _ => None,
            };
            let (surely, perhaps) = self.reaching_values(call, values);
            let surely = surely.and_then(told);
            let differs = |other: Platform| !is_same(other, surely.unwrap_or(own));
            if perhaps.into_iter().filter_map(told).any(differs) {
                return Platform::Unstated;
            }
            // A placeholder for a base URL says nothing: what is assigned beside it decides.
            match surely {
                Some(platform) if !is_same(platform, own) => return platform,
                Some(platform) => found = Some(platform),
                None => {}
            }
        }
        found.unwrap_or(own)
    }

    /// Of the values that a member of a module is given in a file the one that a call meets in any case, and those that
    /// are only given under a condition.
    fn reaching_values(&self, call: NodeId, values: Vec<NodeId>) -> (Option<NodeId>, Vec<NodeId>) {
        let (names, tree) = (self.names, &self.names.tree);
        let at = tree.node(call).span;
        let is_sure = |value: &NodeId| {
            let block = names.block(*value);
            let is_body = || {
                names.dialect.has_block_scope() && tree.parent(block).is_some_and(|up| tree.kind(up) == Kind::Function)
            };
            let may_be_skipped = matches!(tree.kind(block), Kind::Block | Kind::For) && !is_body();
            (!may_be_skipped || tree.node(block).span.contains(at)) && !self.is_set_on_demand(*value, call)
        };
        let (sure, mut open): (Vec<NodeId>, Vec<NodeId>) = values.into_iter().partition(is_sure);
        let is_before = |value: &&NodeId| {
            names.function_of(**value) == names.function_of(call) && tree.node(**value).span.end <= at.start
        };
        let Some(own) = sure.iter().rfind(is_before).copied() else {
            return (sure.last().copied(), open);
        };
        // What is assigned right before the call replaces all that was assigned elsewhere.
        open.retain(|value| is_before(&value) && *value > own);
        (Some(own), open)
    }
}

impl Clients<'_, '_> {
    /// A value is assigned by a function that the file calls under conditions only, which is not the one that asks.
    fn is_set_on_demand(&self, value: NodeId, asking: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let function = names.function_of(value).filter(|setter| names.function_of(asking) != Some(*setter));
        let Some((function, name)) = function.and_then(|f| Some((f, names.text(names.name_of(f)?)))) else {
            return false;
        };
        let is_call = |mention: &&NodeId| {
            tree.role(**mention) == Role::Callee && names.functions_of(**mention).contains(&function)
        };
        let calls: Vec<NodeId> = names.mentions_of(name).iter().filter(is_call).copied().collect();
        !calls.is_empty() && calls.into_iter().all(|call| self.is_under_condition(call))
    }

    /// A call stands in a block that its file may skip; a script that is run skips nothing of what is for it.
    fn is_under_condition(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let block = names.block(call);
        let condition = tree.before(block).filter(|_| tree.kind(block) == Kind::Block);
        let is_own_block = tree.parent(block).is_some_and(|up| tree.kind(up) != Kind::Function);
        let asks = |condition: NodeId| {
            matches!(
                tree.kind(condition),
                Kind::Name | Kind::Member | Kind::Call | Kind::Compare | Kind::And | Kind::Or | Kind::Other
            ) && !names.text(condition).contains("__name__")
        };
        is_own_block && condition.is_some_and(asks)
    }
}

/// The same platform, for whatever reason.
fn is_same(one: Platform, other: Platform) -> bool {
    match (one, other) {
        (Platform::Known(one, _), Platform::Known(other, _)) => one == other,
        (Platform::UnknownHost(_), Platform::UnknownHost(_)) => true,
        (one, other) => one == other,
    }
}
