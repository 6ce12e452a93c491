//! Rows of a catalogue: what stands beside a model tells facts about it, and sends nothing.

use super::context::Contexts;
use super::shapes::{Question, SENT_KEYS};
use super::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

/// What only a catalogue of models, or a table of results, says beside a model.
const FACTS: &[&str] = &[
    "inputcost",
    "outputcost",
    "inputprice",
    "outputprice",
    "price",
    "prices",
    "pricing",
    "cost",
    "costs",
    "prettyname",
    "releasedate",
    "supportsvision",
    "supportstools",
    "supportsimages",
    "knowledgecutoff",
    "isdeprecated",
    "knowncontext",
    "score",
    "scores",
    "accuracy",
    "elo",
    "rank",
    "rating",
    "winrate",
    "passrate",
];

/// Words in a property that only a catalogue of models has.
const FACT_WORDS: &[&str] = &["price", "cost", "pertoken", "per1k", "permillion"];

/// Sizes of a model: facts in a map, in a call also what a client is told about the model that it sends.
const LIMITS: &[&str] =
    &["contextsize", "maxcontext", "maxcontextlength", "tokenlimit", "maxtoken", "contexttokens", "maxinputtokens"];

/// Words in a property that holds the size of a model.
const LIMIT_WORDS: &[&str] = &["contextwindow", "contextlength"];

/// What a catalogue says of a model and a request asks of it: alone it tells nothing.
const ABILITIES: &[&str] = &["maxoutputtokens", "capabilities", "modality", "modalities"];

/// Properties for people: a map with two of them shows something.
const SHOWN_KEYS: &[&str] = &[
    "label",
    "title",
    "displayname",
    "description",
    "icon",
    "badge",
    "deprecated",
    "family",
    "placeholder",
    "tooltip",
];

/// Properties of what is sent, unless they only say whether a model takes them.
const REQUESTED: &[&str] = &[
    "system",
    "systemprompt",
    "systemmessage",
    "instructions",
    "tools",
    "toolchoice",
    "topp",
    "voice",
    "turndetection",
    "inputaudioformat",
    "outputaudioformat",
    "inputaudiotranscription",
    "timeout",
    "maxretries",
];

/// Endings of the names of classes and functions that put facts about a model together.
const TELLING_OF_MODELS: &[&str] =
    &["info", "spec", "card", "metadata", "details", "descriptor", "definition", "limits", "entry"];

/// A property beside a model.
struct Beside {
    /// Its name, folded.
    key: String,
    /// It is true or false.
    is_switch: bool,
}

impl Beside {
    fn is_fact(&self) -> bool {
        let key = self.key.as_str();
        // `max_cost=2`, `track_cost=True`: what a run may cost.
        let watches = || self.is_switch || key.starts_with("max") || key.ends_with("limit");
        FACTS.contains(&key) || (FACT_WORDS.iter().any(|word| key.contains(word)) && !watches())
    }

    fn is_limit(&self) -> bool {
        let key = self.key.as_str();
        !self.is_switch && (LIMITS.contains(&key) || LIMIT_WORDS.iter().any(|word| key.contains(word)))
    }

    fn is_ability(&self) -> bool {
        !self.is_switch && ABILITIES.contains(&self.key.as_str())
    }

    fn is_sent(&self) -> bool {
        let key = self.key.as_str();
        !self.is_switch && (SENT_KEYS.contains(&key) || REQUESTED.contains(&key))
    }
}

impl Contexts<'_, '_> {
    /// The map describes a model: a row of a catalogue.
    pub(super) fn is_row(&self, map: NodeId) -> bool {
        self.once(Question::Row, map, || self.describes_model(map) || self.is_among_rows(map))
    }

    /// The map holds what is sent with a model, and tells nothing about it.
    pub(super) fn is_sent(&self, map: NodeId) -> bool {
        self.once(Question::Sent, map, || {
            let beside = self.stands_beside(map);
            let tells = |property: &Beside| property.is_fact() || property.is_limit();
            beside.iter().any(Beside::is_sent) && !beside.iter().any(tells)
        })
    }

    /// Most of the maps beside it in a list are rows: it is one, too, though it says less.
    fn is_among_rows(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(list) = tree.parent(map).filter(|up| tree.kind(*up) == Kind::List) else { return false };
        self.once(Question::Rows, list, || {
            let maps: Vec<NodeId> = tree.children(list).filter(|item| tree.kind(*item) == Kind::Map).collect();
            let rows = maps.iter().filter(|map| self.describes_model(**map)).count();
            rows > 2 && rows * 2 > maps.len()
        })
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
        let shown = count(|property| SHOWN_KEYS.contains(&property.key.as_str()));
        let shown = shown + usize::from(self.shows_model_name(map));
        let abilities = count(Beside::is_ability);
        count(Beside::is_sent) == 0
            && (count(Beside::is_fact) + count(Beside::is_limit) > 0
                || abilities > 1
                || (abilities > 0 && (shown > 0 || self.is_one_of_many(map)))
                || (shown > 1 && !self.is_all_that_is_given(map)))
    }

    /// Others of its kind stand beside it: maps, or calls of the same function, in a list or as values of a map.
    pub(super) fn is_one_of_many(&self, node: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let called = |call: NodeId| tree.child(call, Role::Callee).map(|callee| names.text(callee));
        let is_like = |other: NodeId| tree.kind(other) == tree.kind(node) && called(other) == called(node);
        let Some(up) = tree.parent(node) else { return false };
        match tree.kind(up) {
            Kind::List => tree.children(up).filter(|item| is_like(*item)).nth(1).is_some(),
            Kind::Entry => tree.parent(up).is_some_and(|table| {
                let values = tree.children(table).filter_map(|entry| tree.child(entry, Role::Value));
                { values }.filter(|value| is_like(*value)).nth(1).is_some()
            }),
            _ => false,
        }
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
    pub(super) fn is_row_call(&self, call: NodeId) -> bool {
        self.once(Question::RowCall, call, || {
            let beside = self.stands_beside(call);
            let has = |is: fn(&Beside) -> bool| beside.iter().any(is);
            let has_facts = || {
                has(Beside::is_fact)
                    || (has(|property| property.is_limit() || property.is_ability())
                        && (self.tells_of_models(call) || self.is_one_of_many(call)))
            };
            !has(Beside::is_sent) && has_facts()
        })
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
