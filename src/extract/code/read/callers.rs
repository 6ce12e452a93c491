//! Parameters that reach a call, followed to what callers in the file give for them.

use foldhash::{HashMap, HashMapExt};

use super::{Reader, Wrapped};
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Route, Use};
use crate::source::Span;
use crate::vocabulary::EndpointSet;

/// How often callers of callers are followed.
const MOST_ROUNDS: usize = 3;
/// Uses of one parameter that are followed to its callers.
const MOST_USES: usize = 16;

impl<'f> Reader<'_, 'f> {
    /// Parameters by their function, without what was followed before and what is too much.
    fn by_function(
        &self,
        wrapped: Vec<Wrapped<'f>>,
        seen: &mut HashMap<Passed<'f>, Vec<Span>>,
    ) -> HashMap<NodeId, Vec<Wrapped<'f>>> {
        let mut functions: HashMap<NodeId, Vec<Wrapped<'f>>> = HashMap::new();
        for (param, used) in wrapped {
            let known = seen.entry(param).or_default();
            let Some(function) = self.names.function_of(param.param) else { continue };
            if known.len() < MOST_USES && !known.contains(&used.span) {
                known.push(used.span);
                functions.entry(function).or_default().push((param, used));
            }
        }
        functions
    }

    /// What a function does with its parameters in one call: what stands in arms that the call does not take is left out,
    /// and of arms that it may take each may be meant.
    fn taken_in(&self, call: NodeId, function: NodeId, uses: &[Wrapped<'f>]) -> Vec<Wrapped<'f>> {
        let names = self.names;
        let mut taken: Vec<Wrapped<'f>> =
            uses.iter().filter(|(_, used)| !names.passes_by(call, function, used.span)).cloned().collect();
        let told: Vec<(Passed<'f>, Span, EndpointSet)> =
            taken.iter().map(|(param, used)| (*param, used.span, used.endpoints)).collect();
        for (param, used) in taken.iter_mut().filter(|(_, used)| !used.endpoints.is_empty()) {
            let (span, own) = (used.span, used.endpoints);
            let others = told.iter().filter(|(other, place, endpoints)| {
                other == param && *endpoints != own && names.are_exclusive(span, *place, function)
            });
            used.endpoints = { others }.fold(own, |all, (_, _, endpoints)| all.union(*endpoints));
        }
        taken
    }

    /// Follows parameters that reach a call to what callers in this file give for them.
    pub(super) fn callers(&mut self, mut wrapped: Vec<Wrapped<'f>>) {
        let mut seen = HashMap::new();
        for _ in 0..MOST_ROUNDS {
            let by_function = self.by_function(wrapped, &mut seen);
            if by_function.is_empty() {
                return;
            }
            let mut next = Vec::new();
            for call in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Call) {
                let Some(callee) = self.names.tree.child(call, Role::Callee) else { continue };
                for (function, made) in self.names.called(call, callee) {
                    let Some(uses) = by_function.get(&function) else { continue };
                    for (param, used) in &self.taken_in(call, function, uses) {
                        let Some(user) = self.names.reached_by(made, param.user) else { continue };
                        let used = &self.with_given_client(call, function, used);
                        let is_one_of = param.key == Some(Route::ANY) && used.context.is_live();
                        let context = if is_one_of { Context::Choice } else { used.context };
                        for given in self.given_uncut(call, function, *param) {
                            let before = next.len();
                            let spread = used.spread || self.names.surroundings().look_at(self.names, given);
                            let used = self.on_its_way(param.param, given, Use { context, spread, ..used.clone() });
                            self.sink_in(given, user, &used, &mut next);
                            self.hand_ways_on(param.param, &next[before..]);
                        }
                    }
                }
            }
            wrapped = next;
        }
    }

    /// What a call gives for a parameter; where what stands before a `/` is cut off, only names without one, and where
    /// names are exchanged for others, none of these.
    fn given_uncut(&self, call: NodeId, function: NodeId, param: Passed<'f>) -> Vec<NodeId> {
        let mut given = self.names.given(call, function, param);
        if self.cut.contains(&param.param) {
            given.retain(|given| !self.names.may_hold_slash(*given));
        }
        if let Some(keys) = self.exchanged.get(&param.param) {
            given.retain(|given| !self.names.may_be_one_of(*given, keys));
        }
        given
    }

    /// A function that tells names apart by a part of them may send some another way: which endpoint these reach is not
    /// known.
    fn on_its_way(&mut self, param: NodeId, given: NodeId, used: Use) -> Use {
        let names = self.names;
        let parts = self.apart.entry(param).or_insert_with(|| names.told_apart(param));
        if parts.is_empty() || used.endpoints.is_empty() {
            return used;
        }
        let has_part = |text: &str| parts.iter().any(|part| text.contains(part.as_str()));
        let is_apart = names.follow(given).found.iter().any(|found| has_part(&found.text.text));
        if is_apart { Use { endpoints: EndpointSet::EMPTY, ..used } } else { used }
    }

    /// What a function does with its parameter holds for the parameters that come to it.
    fn hand_ways_on(&mut self, from: NodeId, to: &[Wrapped<'f>]) {
        let (exchanged, apart) = (self.exchanged.get(&from).cloned(), self.apart.get(&from).cloned());
        for (passed, _) in to {
            self.exchanged.entry(passed.param).or_default().extend(exchanged.iter().flatten().cloned());
            let names = self.names;
            let own = self.apart.entry(passed.param).or_insert_with(|| names.told_apart(passed.param));
            own.extend(apart.iter().flatten().cloned());
        }
    }

    /// A wrapper that is given a client or a base URL beside the model sends it there.
    fn with_given_client(&mut self, call: NodeId, function: NodeId, used: &Use) -> Use {
        let by_client = self.client_called_on(call, function, used);
        let clients = self.clients();
        let platform = by_client.or_else(|| clients.given_user_named(call));
        let platform = platform.or_else(|| clients.given_server(call, Some(function), used.platform));
        let platform = platform.or_else(|| Contexts::new(self.names, self.vocabulary).told_by_silence(call));
        Use { platform: platform.unwrap_or(used.platform), ..used.clone() }
    }

    /// The platform of the client that a call gives for the parameter on which the model's call is made.
    fn client_called_on(&mut self, call: NodeId, function: NodeId, used: &Use) -> Option<Platform> {
        let names = self.names;
        let params = self.called_on.get(&used.span)?;
        let param = params.iter().copied().find(|param| names.function_of(*param) == Some(function))?;
        let given = names.given(call, function, Passed { param, key: None, user: None });
        let [given] = given[..] else { return None };
        if let Some(outer) = self.clients().as_param(given) {
            self.called_on.entry(used.span).or_default().push(outer);
        }
        self.clients().platform_of(&self.clients().all_of(given))
    }
}
