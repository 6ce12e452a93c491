//! Rows of a catalogue: what stands beside a model tells facts about it, and sends nothing.
//!
//! Which properties do stands in `beside`; here is what maps and calls are made of them.

use crate::extract::code::context::Contexts;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::shapes::Question;
use crate::extract::code::shapes::beside::{Beside, PLACES, RESULTS, SHOWN_KEYS, is_default, is_measure_of_limit};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::roles;
use crate::vocabulary::{Role as KeyRole, fold_name};

/// Properties that only what describes a field of a form has beside its default.
const OF_FIELDS: &[&str] = &["default", "options", "choices", "enum", "type"];

/// Literals below a map that are compared with its names.
const MOST_COMPARED: usize = 16;

/// Offers of one model that are looked at.
const MOST_OFFERS: usize = 8;

/// Endings of the names of classes and functions that put facts about a model together.
const TELLING_OF_MODELS: &[&str] =
    &["info", "spec", "card", "metadata", "details", "descriptor", "definition", "limits", "entry"];

impl Contexts<'_, '_> {
    /// The map describes a model: a row of a catalogue.
    pub(in crate::extract::code) fn is_row(&self, map: NodeId) -> bool {
        self.once(Question::Row, map, || {
            self.describes_model(map) || self.is_row_of_limits(map) || self.is_among_rows(map)
        })
    }

    /// The map is a row that tells facts about a model, which nobody needs who only chooses one: what stands in it for
    /// the model is the model's name there, however it comes in.
    pub(in crate::extract::code) fn is_row_of_facts(&self, map: NodeId) -> bool {
        self.tells_facts(map) && self.is_row(map)
    }

    /// The same, where the row is no answer: one tells what came of the model, which may be looked up besides.
    pub(in crate::extract::code) fn is_row_kept(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        self.is_row_of_facts(map) && tree.parent(map).is_none_or(|up| tree.kind(up) != Kind::Return)
    }

    /// The map holds what is sent with a model, and tells nothing about it.
    pub(in crate::extract::code) fn is_sent(&self, map: NodeId) -> bool {
        self.once(Question::Sent, map, || {
            let beside = self.stands_beside(map);
            let tells = |property: &Beside| property.is_fact() || property.is_limit();
            beside.iter().any(Beside::is_sent) && !beside.iter().any(tells)
        })
    }

    /// One of several maps in a list that hold a name and numbers alone, one of which says how much is too much:
    /// `{ model: "…", maxPromptLength: 21000 }`.
    fn is_row_of_limits(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_number = |value: NodeId| {
            let text = names.text(value);
            tree.kind(value) == Kind::Literal && text.starts_with(|c: char| c.is_ascii_digit())
        };
        let numbers = tree.children(map).filter(|entry| tree.child(*entry, Role::Value).is_some_and(is_number));
        let numbers: Vec<String> = numbers.filter_map(|entry| names.entry_key(entry)).map(fold_name).collect();
        let is_in_list = tree.parent(map).is_some_and(|up| tree.kind(up) == Kind::List);
        is_in_list
            && numbers.iter().any(|key| is_measure_of_limit(key))
            && tree.children(map).count() == numbers.len() + 1
            && self.holds_model(map)
            && self.is_one_of_many(map)
    }

    /// Most of the maps beside it in a list are rows: it is one, too, though it says less.
    fn is_among_rows(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(list) = tree.parent(map).filter(|up| tree.kind(*up) == Kind::List) else { return false };
        self.once(Question::Rows, list, || {
            let maps: Vec<NodeId> = tree.children(list).filter(|item| tree.kind(*item) == Kind::Map).collect();
            let is_row = |map: &&NodeId| self.holds_model(**map) && self.describes_model(**map);
            let rows = maps.iter().filter(is_row).count();
            rows > 2 && rows * 2 > maps.len()
        })
    }

    /// A property of the map itself is a model, or a name for one.
    fn holds_model(&self, map: NodeId) -> bool {
        const HOLDING: [&str; 4] = ["id", "value", "key", "slug"];
        let (names, tree) = (self.names, &self.names.tree);
        tree.children(map).any(|entry| {
            let property = names.entry_key(entry).zip(tree.child(entry, Role::Value));
            property.is_some_and(|(key, value)| {
                let is_id = names.literal(value).is_some_and(|text| self.vocabulary.resembles_id(&text.text));
                let is_name = matches!(tree.kind(value), Kind::Name | Kind::Member);
                let is_model = || self.key(key).is_some_and(|key| key.role == KeyRole::Model);
                is_id || (is_name && HOLDING.contains(&fold_name(key).as_str())) || is_model()
            })
        })
    }

    /// The map tells facts about a model that nobody needs who only chooses one.
    pub(in crate::extract::code) fn tells_facts(&self, map: NodeId) -> bool {
        self.stands_beside(map)
            .iter()
            .any(|property| property.is_fact() || property.is_limit() || property.is_ability())
    }

    /// The property says in which role a model is wanted: what is told beside it to people is of whoever has that model.
    pub(in crate::extract::code) fn wants_in_role(&self, map: NodeId, key: &str) -> bool {
        let has_role = roles::of_model(key).is_some_and(|role| !role.is_empty());
        has_role
            && !is_default(key)
            && self.key(key).is_some_and(|key| key.role == KeyRole::Model)
            && !self.tells_facts(map)
    }

    /// The map describes a field of a form, which holds a model: what it tells people is of the field.
    fn describes_field(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(map);
        let name = up.and_then(|up| match tree.kind(up) {
            Kind::Entry => names.entry_key(up),
            Kind::Keyword => tree.child(up, Role::Name).map(|name| names.text(name)),
            _ => None,
        });
        let is_model = name.and_then(|name| self.key(name)).is_some_and(|key| key.role == KeyRole::Model);
        let has = |word: &str| !names.entries(map, word).is_empty();
        let default = names.entries(map, "default").into_iter().next();
        let is_schema = has("type") && default.is_some_and(|default| tree.kind(default) == Kind::Str);
        is_schema || (is_model && OF_FIELDS.iter().any(|word| has(word)))
    }

    /// A property holds the name of a model for people, in words; `as_model` asks that it has some word of a model in the map.
    fn shows_name(&self, map: NodeId, as_model: bool) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_name = |entry: &NodeId| {
            let key = names.entry_key(*entry).map(fold_name);
            matches!(key.as_deref(), Some("modelname" | "name" | "title"))
        };
        let shown = tree.children(map).filter(is_name).filter_map(|entry| tree.child(entry, Role::Value));
        let shown = shown.filter_map(|value| names.literal(value)).map(|name| name.text);
        let shown: Vec<String> = shown.filter(|name| name.contains(' ')).collect();
        if shown.is_empty() || !as_model {
            return !shown.is_empty();
        }
        let texts = tree.below(map).filter(|node| tree.kind(*node) == Kind::Str);
        let texts = texts.filter_map(|node| names.literal(node)).map(|literal| literal.text);
        let models: Vec<String> = texts.filter(|text| self.vocabulary.resembles_id(text)).take(MOST_COMPARED).collect();
        models.is_empty() || shown.iter().any(|name| models.iter().any(|model| shares_a_word(name, model)))
    }

    /// The property says which model something takes by default that is described for people: a platform, by its row.
    pub(in crate::extract::code) fn is_default_of_described(&self, map: NodeId, key: &str) -> bool {
        let is_sent = || self.stands_beside(map).iter().any(Beside::is_sent);
        is_default(key) && self.words_for_people(map, false) > 1 && !is_sent() && !self.is_all_that_is_given(map)
    }

    /// Properties of a map that are for people.
    fn words_for_people(&self, map: NodeId, as_model: bool) -> usize {
        let shown = self.stands_beside(map).into_iter().filter(|beside| SHOWN_KEYS.contains(&beside.key.as_str()));
        shown.count() + usize::from(self.shows_name(map, as_model))
    }

    /// The properties of a map, or the keywords of a call.
    fn stands_beside(&self, holder: NodeId) -> Vec<Beside> {
        let names = self.names;
        let is_switch = |part: NodeId| {
            let value = names.tree.child(part, Role::Value).filter(|value| names.tree.kind(*value) == Kind::Literal);
            value.is_some_and(|value| matches!(names.text(value), "true" | "false" | "True" | "False"))
        };
        let name = |part: NodeId| match names.tree.kind(part) {
            Kind::Keyword => names.tree.child(part, Role::Name).map(|name| names.text(name)),
            Kind::Entry => names.entry_key(part),
            _ => None,
        };
        let beside = |part| Some(Beside { key: fold_name(name(part)?), is_switch: is_switch(part) });
        names.tree.children(holder).filter_map(beside).collect()
    }

    fn describes_model(&self, map: NodeId) -> bool {
        let beside = self.stands_beside(map);
        let count = |is: fn(&Beside) -> bool| beside.iter().filter(|property| is(property)).count();
        let shown = if self.describes_field(map) { 0 } else { self.words_for_people(map, true) };
        let abilities = count(Beside::is_ability);
        let has = |words: &[&str]| beside.iter().any(|property| words.contains(&property.key.as_str()));
        let is_placed = has(PLACES) && has(RESULTS);
        is_placed
            || count(Beside::is_sent) == 0
                && (count(Beside::is_fact) + count(Beside::is_limit) > 0
                    || self.is_offered_with_facts(map)
                    || abilities > 1
                    || (abilities > 0 && (shown > 0 || self.is_one_of_many(map)))
                    || (shown > 1 && !self.is_all_that_is_given(map)))
    }

    /// A list in the map says by whom the model is offered, and under what terms:
    /// `{ model: "…", providers: [{ modelName: "…", inputPrice: 3 }] }`.
    fn is_offered_with_facts(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_offer = |item: NodeId| {
            let is_platform = |entry| names.entry_key(entry).is_some_and(|key| fold_name(key).starts_with("provider"));
            tree.kind(item) == Kind::Map
                && (self.holds_model(item) || tree.children(item).any(is_platform))
                && self.stands_beside(item).iter().any(|property| property.is_fact() || property.is_limit())
        };
        let lists = tree.children(map).filter_map(|entry| tree.child(entry, Role::Value));
        let mut lists = lists.filter(|value| tree.kind(*value) == Kind::List);
        lists.any(|list| tree.children(list).next().is_some() && tree.children(list).take(MOST_OFFERS).all(is_offer))
    }

    /// Others of its kind stand beside it: maps, or calls of the same function, in a list or as values of a map.
    pub(in crate::extract::code) fn is_one_of_many(&self, node: NodeId) -> bool {
        self.like(node).nth(1).is_some()
    }

    /// A node and those of its kind that stand beside it.
    fn like(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let called = move |call: NodeId| tree.child(call, Role::Callee).map(|callee| names.text(callee));
        let is_like = move |other: &NodeId| tree.kind(*other) == tree.kind(node) && called(*other) == called(node);
        let up = tree.parent(node);
        let list = up.filter(|up| tree.kind(*up) == Kind::List);
        let table = up.filter(|up| tree.kind(*up) == Kind::Entry).and_then(|entry| tree.parent(entry));
        let items = list.into_iter().flat_map(|list| tree.children(list));
        let entries = table.into_iter().flat_map(|table| tree.children(table));
        items.chain(entries.filter_map(|entry| tree.child(entry, Role::Value))).filter(is_like)
    }

    /// One of those beside it holds what is sent: so do the others, though they say less.
    fn is_one_of_sent(&self, call: NodeId) -> bool {
        let is_sent = |other: NodeId| self.stands_beside(other).iter().any(Beside::is_sent);
        let first = self.like(call).next().unwrap_or(call);
        self.once(Question::SentRows, first, || self.like(call).any(is_sent))
    }

    /// The map holds the options of a call: what is shown besides the model describes what the call makes.
    fn is_all_that_is_given(&self, map: NodeId) -> bool {
        let names = self.names;
        let call = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Call);
        let is_sender = |call: NodeId| {
            let chain = names.tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
            let last = chain.and_then(|chain| chain.last().map(|last| fold_name(last)));
            last.is_some_and(|last| !last.contains("model")) && self.may_send(call)
        };
        names.tree.role(map) == Role::Argument && call.is_some_and(is_sender)
    }

    /// The call puts together a row of a catalogue from keywords.
    pub(in crate::extract::code) fn is_row_call(&self, call: NodeId) -> bool {
        self.once(Question::RowCall, call, || {
            let beside = self.stands_beside(call);
            let has = |is: fn(&Beside) -> bool| beside.iter().any(is);
            let has_facts = || {
                has(Beside::is_fact)
                    || (has(|property| property.is_limit() || property.is_ability())
                        && (self.tells_of_models(call) || (self.is_one_of_many(call) && !self.is_one_of_sent(call))))
            };
            !has(Beside::is_sent) && has_facts() && !self.is_given_key(call)
        })
    }

    /// What is called takes what only a row of a catalogue, an answer or a record of one has, by these names, folded.
    pub(in crate::extract::code) fn is_row_of(&self, taken: &[String]) -> bool {
        let beside = || taken.iter().map(|key| Beside { key: key.clone(), is_switch: false });
        let tells = |property: Beside| property.is_fact() || property.is_limit();
        !beside().any(|property| property.is_sent()) && beside().any(tells)
    }

    /// The call, or what is put together within it, is given a key, or names of variables that hold one: whoever says
    /// where the key is asks the model.
    fn is_given_key(&self, call: NodeId) -> bool {
        const ENDINGS: [&str; 3] = ["KEY", "TOKEN", "CREDENTIALS"];
        let (names, tree) = (self.names, &self.names.tree);
        let is_variable = |node: NodeId| {
            let text = names.literal(node).filter(|text| is_setting_name(&text.text));
            text.is_some_and(|text| ENDINGS.iter().any(|ending| text.text.ends_with(ending)))
        };
        let value = |part: NodeId| tree.child(part, Role::Value).unwrap_or(part);
        let is_key = |given: NodeId| match tree.kind(given) {
            Kind::List => tree.children(given).any(is_variable),
            Kind::Call | Kind::Map => self.stands_beside(given).iter().any(Beside::is_key),
            _ => is_variable(given),
        };
        self.stands_beside(call).iter().any(Beside::is_key) || tree.children(call).map(value).any(is_key)
    }

    /// What is called puts facts about a model together, by its name.
    fn tells_of_models(&self, call: NodeId) -> bool {
        let callee = self.names.tree.child(call, Role::Callee);
        let chain = callee.map(|callee| self.names.chain(callee).names).unwrap_or_default();
        let Some(last) = chain.last().map(|last| fold_name(last)) else { return false };
        matches!(last.as_str(), "model" | "llm" | "modelconfig")
            || TELLING_OF_MODELS.iter().any(|ending| last.ends_with(ending))
    }
}

/// A name for people has some word of a model's ID, its maker's name apart.
fn shares_a_word(shown: &str, model: &str) -> bool {
    const SHORTEST: usize = 3;
    let own = model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase();
    let own: String = own.chars().filter(char::is_ascii_alphanumeric).collect();
    let shown = shown.to_ascii_lowercase();
    let words = shown
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= SHORTEST || (word.len() > 1 && word.bytes().any(|byte| byte.is_ascii_digit())));
    { words }.any(|word| own.contains(word))
}
