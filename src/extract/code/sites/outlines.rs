//! Models that are put into URLs of which the rest is written: `` `https://host/models/${model}:generate` ``.

use std::ops::Range;

use crate::extract::code::names::Bound;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId};
use crate::vocabulary::Host;

/// A URL with something at the place of its model.
pub(super) struct PutInto {
    /// The URL, with [`HOLE`] for each part that is not known.
    pub(super) outline: String,
    /// The expression at the place of the model.
    pub(super) model: NodeId,
}

/// What stands for a part that is not known.
const HOLE: &str = "{}";

/// Deepest nesting of names for parts of a URL.
const DEEPEST: usize = 4;

/// The text of a URL, and the expressions that are not written in it, each with its place.
#[derive(Default)]
struct Outline {
    text: String,
    holes: Vec<(Range<usize>, NodeId)>,
}

impl Clients<'_, '_> {
    /// The model that is put into the URL of a request, where the URL is that of a platform.
    pub(super) fn model_put_into(&self, url: NodeId) -> Option<PutInto> {
        let mut outline = Outline::default();
        self.outline(url, 0, &mut outline);
        let Outline { text, holes } = outline;
        let (_, rest) = text.split_once("://")?;
        let (host, _) = rest.split_once('/')?;
        // A place may stand before the host; its end says whose it is.
        let is_told =
            !host.trim_start_matches(HOLE).contains(HOLE) && matches!(self.vocabulary.host(&text), Host::Known(_));
        let range = self.vocabulary.url(&text).filter(|_| is_told)?.model?;
        let (_, model) = holes.into_iter().find(|(place, _)| *place == range)?;
        Some(PutInto { outline: text, model })
    }

    fn outline(&self, node: NodeId, depth: usize, outline: &mut Outline) {
        let names = self.names;
        if let Some(known) = names.fold(node) {
            return outline.text.push_str(&known.text);
        }
        let likely = self.likely(node);
        if depth < DEEPEST && likely.is_none() {
            match names.tree.kind(node) {
                Kind::Template | Kind::Concat => {
                    return names.tree.children(node).for_each(|part| self.outline(part, depth + 1, outline));
                }
                Kind::Name | Kind::Member => {
                    if let [Bound::Value(value)] = *names.bounds_of(node)
                        && matches!(names.tree.kind(value), Kind::Template | Kind::Concat | Kind::Name | Kind::Member)
                    {
                        return self.outline(value, depth + 1, outline);
                    }
                }
                _ => {}
            }
        }
        let start = outline.text.len();
        outline.text.push_str(likely.as_ref().map_or(HOLE, |likely| &likely.text));
        outline.holes.push((start..outline.text.len(), node));
    }
}
