//! Flags that switch between two platforms: `model = useCloud ? "…" : "…"`.

use super::clients::Clients;
use crate::extract::code::context::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform, Use};
use crate::vocabulary::{ProviderId, fold_name};

impl Contexts<'_, '_> {
    /// The platform of a value on one side of a conditional whose condition is called by a platform: that one, and on the
    /// other side the one that it takes the place of.
    pub(in crate::extract::code) fn told_by_flag(&self, at: NodeId) -> Option<Platform> {
        let provider = self.told_by_side(at, |condition, is_first| self.flagged(condition, is_first))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The platform of a value that is one side of a conditional which asks for it: `provider === "acme" ? "…" : …`.
    pub(in crate::extract::code) fn told_by_condition(&self, at: NodeId) -> Option<Platform> {
        let asked = |condition: NodeId| {
            let is_compare = self.names.tree.kind(condition) == Kind::Compare;
            if is_compare { self.asked_platform(condition) } else { None }
        };
        let provider = self.told_by_side(at, |condition, is_first| asked(condition).filter(|_| is_first))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// What the nearest condition tells that tells something of its side in which a value stands, the first or the other.
    fn told_by_side(&self, at: NodeId, tells: impl Fn(NodeId, bool) -> Option<ProviderId>) -> Option<ProviderId> {
        const HIGHEST: usize = 8;
        let tree = &self.names.tree;
        let inside = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class | Kind::Block);
        let mut side = at;
        for up in tree.ancestors(at).take(HIGHEST).take_while(inside) {
            if tree.kind(up) == Kind::Conditional && tree.role(side) != Role::Condition {
                let first = tree.children(up).find(|child| tree.role(*child) != Role::Condition);
                let told = tree.child(up, Role::Condition).and_then(|condition| tells(condition, first == Some(side)));
                if told.is_some() {
                    return told;
                }
            }
            side = up;
        }
        None
    }

    /// The platform by which a name is called that a condition consists of: `if (isAcme)`, `if self.use_acme`.
    pub(in crate::extract::code) fn flag_of(&self, condition: NodeId) -> Option<ProviderId> {
        let is_name = matches!(self.names.tree.kind(condition), Kind::Name | Kind::Member);
        let name = fold_name(self.names.key_of(condition).unwrap_or_else(|| self.names.text(condition)));
        let is_flag = is_name && ["use", "is"].iter().any(|start| name.starts_with(start));
        if is_flag { self.flagged(condition, true) } else { None }
    }

    /// The platform that is meant where a condition holds, or does not.
    fn flagged(&self, condition: NodeId, holds: bool) -> Option<ProviderId> {
        let text = self.names.text(condition);
        let plain = text.strip_prefix('!').or_else(|| text.strip_prefix("not "));
        let (path, holds) = plain.map_or((text, holds), |plain| (plain.trim(), !holds));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '?');
        let last = path.rsplit('.').next().filter(|_| path.chars().all(is_name))?;
        let folded = fold_name(last);
        let word = ["use", "is"].iter().find_map(|start| folded.strip_prefix(start)).unwrap_or(&folded);
        let provider = self.vocabulary.provider_called(word).or_else(|| self.vocabulary.provider_word("", word))?;
        let signs = self.vocabulary.signs().into_iter().find(|signs| signs.provider == provider);
        if holds { Some(provider) } else { signs.map(|signs| signs.instead_of) }
    }

    /// Lays what a flag tells of a value over the use that a call makes of it, where that leaves the platform open or goes
    /// to one of the two.
    pub(in crate::extract::code) fn lay_flag(&self, literal: NodeId, used: &mut Use) {
        let Some(told) = self.told_by_flag(literal) else { return };
        let Platform::Known(provider, _) = told else { return };
        let both = self.vocabulary.signs();
        let both = both.iter().find(|signs| [signs.provider, signs.instead_of].contains(&provider));
        match (used.platform, both) {
            (Platform::Unstated, None) => used.platform = told,
            (Platform::Unstated, Some(both)) => used.meant = (provider == both.provider).then_some(provider),
            (Platform::Known(called, _), Some(both)) if [both.provider, both.instead_of].contains(&called) => {
                used.platform = told;
            }
            _ => {}
        }
    }
}

impl Clients<'_, '_> {
    /// What a call is given stands on one side of a condition only: `flag ? { cloud: true } : { … }`.
    pub(in crate::extract::code) fn is_on_one_side(&self, given: NodeId, call: NodeId) -> bool {
        const HIGHEST: usize = 8;
        let tree = &self.names.tree;
        let inside = |up: &NodeId| *up != call && !matches!(tree.kind(*up), Kind::Function | Kind::Class | Kind::Block);
        let mut above = tree.ancestors(given).take(HIGHEST).take_while(inside);
        above.any(|up| matches!(tree.kind(up), Kind::Conditional | Kind::And))
    }
}
