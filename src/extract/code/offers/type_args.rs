//! What a type allows, where code lists it for people to choose from: `"acme": list(get_args(AcmeModels))`,
//! `options=[Option(model) for model in get_args(AcmeModels)]`.

use super::enumerated::MOST_MEMBERS;
use super::pickers::ITEMS;
use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::dialect::Items;
use crate::extract::code::names::Bound;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};

/// Levels between the call and the place that says what is done with the list.
const HIGHEST: usize = 8;

impl Reader<'_, '_> {
    /// Notes the texts of a type that are offered, here or to be found in other files.
    pub(in crate::extract::code) fn args_of_type(&mut self, call: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
        let Some(list) = names.dialect.lists_type(&chain).and_then(|at| names.positional(call).get(at).copied()) else {
            return;
        };
        let Some(used) = contexts.offered_type(call) else { return };
        for bound in names.bounds_of(list) {
            if let Bound::Value(value) = bound
                && names.is_type_of_literals(value)
            {
                let texts = tree.below(value).filter(|node| tree.kind(*node) == Kind::Str);
                let texts: Vec<NodeId> = texts.take(MOST_MEMBERS + 1).collect();
                if texts.len() <= MOST_MEMBERS {
                    texts.into_iter().for_each(|text| self.offer_one(text, &used));
                }
            }
        }
        let routes = names.routes_of(list).into_iter();
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
    }
}

impl Contexts<'_, '_> {
    /// What is done with the list that a call makes of a type, if that is to offer it: below a platform in a table of
    /// such lists, or among the options of a widget.
    fn offered_type(&self, call: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let used = |platform: Platform| Use { platform, ..self.plain(Context::Choice, call) };
        let mut node = call;
        for _ in 0..HIGHEST {
            let up = tree.parent(node)?;
            match tree.kind(up) {
                Kind::Call => {
                    let chain = names.chain(tree.child(up, Role::Callee)?).names;
                    names.dialect.items(&chain).filter(|items| matches!(items, Items::Argument(_)))?;
                }
                Kind::Spread | Kind::List | Kind::Other => {}
                // The clauses of a comprehension stand beside what they repeat.
                Kind::For if tree.role(node) == Role::Iterable || tree.child(up, Role::Iterable).is_none() => {}
                Kind::Entry => return self.platform_of_entry(up).map(used),
                Kind::Keyword => {
                    let name = tree.child(up, Role::Name).filter(|name| ITEMS.contains(&names.text(*name)));
                    let around = tree.parent(up).filter(|_| name.is_some())?;
                    let chain = names.chain(tree.child(around, Role::Callee)?).names;
                    let is_box =
                        chain.last().is_some_and(|last| is_select_box(last)) || self.is_select_box_by_type(around);
                    return is_box.then(|| used(Platform::Unstated));
                }
                _ => return None,
            }
            node = up;
        }
        None
    }
}
