//! A short word among IDs is one: `["acme-4", "a1"]`, `[{ value: "acme-4" }, { value: "a1" }]`, `<option value="a1">`
//! beside others.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};

/// Siblings that are looked at.
const MOST: usize = 64;

impl Contexts<'_, '_> {
    /// The platform of a word that may be anything, where a choice beside it is an ID of a maker who has a model of that
    /// name.
    pub(in crate::extract::code) fn platform_among(&self, literal: NodeId) -> Option<Platform> {
        let word = self.names.literal(literal)?.text;
        // A product's code, as no word of a language is.
        let is_code = word.contains(|c: char| c.is_ascii_digit()) && self.vocabulary.plain_word(&word);
        if !is_code {
            return None;
        }
        let others = self.offered_beside(literal).into_iter().take(MOST);
        let makers = others.filter_map(|other| self.vocabulary.maker_of(&self.names.literal(other)?.text));
        let maker = { makers }.find(|maker| self.vocabulary.lists_model(*maker, &word))?;
        Some(Platform::Known(maker, Evidence::Settings))
    }

    /// What is offered beside an item of a list, or beside the value of an element of markup.
    fn offered_beside(&self, literal: NodeId) -> Vec<NodeId> {
        let tree = &self.names.tree;
        let Some(up) = tree.parent(literal) else { return Vec::new() };
        match tree.kind(up) {
            Kind::List => tree.children(up).filter(|item| *item != literal).collect(),
            // `[{ value: "acme-4" }, { value: "a1" }]`
            Kind::Entry => {
                let key = self.names.entry_key(up);
                let row = tree.parent(up);
                let list = row.and_then(|row| tree.parent(row)).filter(|list| tree.kind(*list) == Kind::List);
                let rows = list.into_iter().flat_map(|list| tree.children(list)).take(MOST);
                let others = rows.filter(|other| Some(*other) != row);
                others.filter_map(|other| self.names.entries(other, key?).into_iter().next()).collect()
            }
            Kind::Attribute if self.is_value_of_item(up) => {
                let element = tree.parent(up).filter(|element| tree.children(*element).next().is_some());
                let holder = element.and_then(|element| self.holder_of_items(element));
                let attributes = holder.into_iter().flat_map(|holder| tree.below(holder));
                let attributes = attributes.filter(|node| *node != up && tree.kind(*node) == Kind::Attribute);
                let values = attributes.filter(|node| self.is_value_of_item(*node));
                values.filter_map(|node| tree.child(node, Role::Value)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The element around an item: an opening tag stands in its element.
    fn holder_of_items(&self, opening: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let text = self.names.text(opening);
        let is_around = |up: &NodeId| self.names.text(*up).len() > text.len();
        let element = tree.ancestors(opening).find(|up| {
            let whole = self.names.text(*up);
            whole.trim_end().ends_with("/>") || whole.contains("</")
        })?;
        tree.parent(element).filter(is_around)
    }
}
