//! Who offers the items of a list that it is given: widgets, questions, options of command lines.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{Role as KeyRole, Sign, fold_name};

/// Names under which widgets are given what they offer.
pub(in crate::extract::code) const ITEMS: [&str; 5] = ["options", "choices", "items", "values", "suggestions"];

/// A widget that offers its items.
pub(in crate::extract::code) fn is_select_box(name: &str) -> bool {
    const WORDS: [&str; 7] = ["select", "radio", "dropdown", "combo", "choice", "quickpick", "autocomplete"];
    let folded = fold_name(name);
    WORDS.iter().any(|word| folded.contains(word))
}

impl Contexts<'_, '_> {
    /// A list that the file hands to a widget or an option which offers its items.
    pub(in crate::extract::code) fn is_handed_to_picker(&self, name: NodeId) -> bool {
        let names = self.names;
        let offers = |mention: &NodeId| {
            let given = self.listed_for_picker(*mention);
            if self.is_list_of_prompt(given) {
                return true;
            }
            let up = names.tree.node(given).parent;
            if names.tree.kind(up) == Kind::Param {
                return self.is_choice_of_function(up, given);
            }
            let (call, keyword) = match names.tree.kind(up) {
                Kind::Call if names.tree.role(given) == Role::Argument => (up, None),
                Kind::Keyword => (names.tree.node(up).parent, names.tree.child(up, Role::Name)),
                _ => return false,
            };
            let chain =
                names.tree.child(call, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
            let is_list = keyword.is_none_or(|k| ITEMS.contains(&names.text(k)));
            let widget = chain.last().is_some_and(|last| is_select_box(last)) || self.is_select_box_by_type(call);
            is_list && (widget || (keyword.is_some() && names.dialect.declares_option(&chain)))
        };
        let mentions = if names.tree.kind(name) == Kind::Name { names.mentions_of(names.text(name)) } else { &[] };
        let first = mentions.first();
        first.is_some_and(|first| self.once(Question::Picker, *first, || mentions.iter().any(offers)))
    }

    /// A list as it is handed over: `MODELS.map(asChoice)`, `Object.keys(MODELS)`.
    fn listed_for_picker(&self, mention: NodeId) -> NodeId {
        const MOST_STEPS: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let listed = |node: &NodeId| {
            let up = tree.parent(*node)?;
            match tree.kind(up) {
                Kind::Member if tree.role(*node) == Role::Object => {
                    let call = tree.parent(up).filter(|call| tree.child(*call, Role::Callee) == Some(up))?;
                    let chain = names.chain(up).names;
                    let is_listed = names.dialect.items(&chain).is_some() || names.dialect.keys(&chain).is_some();
                    let lists = is_listed || names.key_of(up) == Some("map");
                    lists.then_some(call)
                }
                Kind::Call if tree.role(*node) == Role::Argument => {
                    let chain = names.chain(tree.child(up, Role::Callee)?).names;
                    (names.dialect.items(&chain).is_some() || names.dialect.keys(&chain).is_some()).then_some(up)
                }
                _ => None,
            }
        };
        std::iter::successors(Some(mention), listed).take(MOST_STEPS).last().unwrap_or(mention)
    }

    /// An entry of what describes a question gives it the items to choose from: `{ name: "model", choices: MODELS }`.
    pub(in crate::extract::code) fn is_list_of_prompt(&self, list: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(list) == Role::Value);
        let Some(entry) = entry.filter(|entry| names.entry_key(*entry).is_some_and(|key| ITEMS.contains(&key))) else {
            return false;
        };
        let asks = |key: &String| matches!(key.as_str(), "type" | "label" | "message");
        tree.parent(entry).is_some_and(|map| self.folded_keys(map).iter().any(asks))
    }

    /// `def draw(model_names=models)`: a function is given a list of models to choose from.
    fn is_choice_of_function(&self, param: NodeId, default: NodeId) -> bool {
        let names = self.names;
        let name = names.tree.child(param, Role::Name).map_or("", |name| names.text(name));
        let function = names.function_of(param).and_then(|function| names.name_of(function));
        names.tree.role(default) == Role::Value
            && self.key(name).is_some_and(|key| key.role == KeyRole::Choice)
            && !function.is_some_and(|function| Self::records(names.text(function)))
    }

    /// A call that fills a box which is made before: `combo.addItems(MODELS)`. The box is called so, or made by such a class.
    pub(in crate::extract::code) fn fills_box(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
        let method = callee.and_then(|callee| names.key_of(callee));
        let fills = method.is_some_and(|method| self.vocabulary.is_sign(method, Sign::FillingMethod));
        let object = callee.filter(|_| fills).and_then(|callee| tree.child(callee, Role::Object));
        object.is_some_and(|object| {
            let is_made_by_box = |bound: Bound| {
                let made = if let Bound::Value(value) = bound { Some(value) } else { None };
                let class = made.and_then(|made| tree.child(made, Role::Callee)).map(|class| names.chain(class).names);
                class.is_some_and(|class| class.last().is_some_and(|last| is_select_box(last)))
            };
            let name = names.key_of(object).unwrap_or_else(|| names.text(object));
            is_select_box(name) || names.bounds_of(object).into_iter().any(is_made_by_box)
        })
    }

    /// `Field(type="dropdown", …)`: a word beside the items says what offers them.
    pub(in crate::extract::code) fn is_select_box_by_type(&self, call: NodeId) -> bool {
        let names = self.names;
        let types = ["type", "kind", "widget", "field_type", "input_type"].into_iter();
        let words = types.flat_map(|key| names.keywords(call, key)).filter_map(|value| names.literal(value));
        { words }.any(|word| is_select_box(&word.text))
    }
}
