//! Values that are used once more: by an alias, or by a mapping that others are merged into.

use super::super::around::Place;
use super::super::scalar::Style;
use super::super::tree::{At, Kind, NodeId};
use super::{Judge, LONGEST};
use crate::extract::settings::{Doing, live};
use crate::source::Span;

/// Entries of merged mappings that are looked at, so that merges of merges stay cheap.
const MOST_MERGED: usize = 10_000;

impl Judge<'_> {
    /// `*x` uses the value of its anchor once more; `<<: *x` those of a whole mapping.
    pub(super) fn alias(&mut self, id: NodeId, target: NodeId) {
        let span = self.tree.nodes[id].span;
        match &self.tree.nodes[target].kind {
            Kind::Scalar(_) => {
                let place = self.around.place(id);
                self.use_again(target, span, &place);
            }
            Kind::Map(_) => {
                if let Some(map) = self.merges_into(id) {
                    self.merge(map, target, span);
                }
            }
            _ => {}
        }
    }

    /// The mapping into which an alias merges, alone or in a list.
    fn merges_into(&self, id: NodeId) -> Option<NodeId> {
        let at = match self.tree.nodes[id].at {
            At::Item(seq) => self.tree.nodes[seq].at,
            at => at,
        };
        match at {
            At::Value(map, entry) if self.tree.entries(map)[entry].name == "<<" => Some(map),
            _ => None,
        }
    }

    fn merge(&mut self, map: NodeId, source: NodeId, span: Span) {
        let tree = self.tree;
        for entry in tree.entries(source) {
            self.merged += 1 + tree.entries(map).len().min(64);
            if self.merged > MOST_MERGED {
                return;
            }
            let own = tree.entries(map).iter().take(64).any(|own| own.name == entry.name);
            if let Some((target, _)) = entry.value.and_then(|value| tree.scalar(value)).filter(|_| !own) {
                let place = self.around.merged_place(map, &entry.name);
                self.use_again(target, span, &place);
            }
        }
    }

    /// A further use of a scalar, if it speaks there.
    fn use_again(&mut self, target: NodeId, span: Span, place: &Place) {
        let node = &self.tree.nodes[target];
        let Kind::Scalar(style) = node.kind else { return };
        let quiet = style == Style::Constant || node.tagged || node.span.len() > LONGEST;
        if quiet || self.around.silence(target).is_some() {
            return;
        }
        let Some(value) = live::live(&self.text(target, style)) else { return };
        let named = self.around.named(place);
        let context = match self.doing(&named, place, &value.text) {
            Doing::One(context) if !context.is_silent() => context,
            // What is called a model there, and is none that is judged, such as a deployment's name, goes with the value.
            _ => {
                self.tied.extend(named.key.is_some().then_some(node.span));
                return;
            }
        };
        let mut one = self.use_of(context, span, &named, place, &value.text);
        self.reached(&mut one, &value.text, place, named.variable);
        match self.made.get(&target) {
            Some(made) => self.out[*made].uses.push(one),
            None => self.push(target, value, one),
        }
    }
}
