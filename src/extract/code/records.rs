//! Records of calls: what was asked and what came of it, and what is noted of it for those who watch.

use super::context::Contexts;
use super::names::Bound;
use super::shapes::{Question, SENT_KEYS};
use super::tree::{Kind, NodeId, Role, Tree};
use crate::extract::cases::STEPS;
use crate::vocabulary::fold_name;

/// Properties of what is recorded of an answer: a map with one of them tells what was used.
const RECORD_KEYS: &[&str] = &[
    "answer",
    "reply",
    "audiourl",
    "imageurl",
    "videourl",
    "timestamp",
    "gitcommit",
    "cachehit",
    "latency",
    "latencyms",
    "elapsed",
    "elapsedms",
    "durationms",
    "tokensused",
    "totaltokens",
    "prompttokens",
    "completiontokens",
    "inputtokens",
    "outputtokens",
    "finishreason",
];

/// What came back, where something else says as well that the whole is a record.
const RESPONSES: &[&str] = &["response", "completion", "responsetext", "responsetime", "responsetimems"];

/// Steps that are looked at.
const MOST_STEPS: usize = 8;

/// Properties of what is sent, that no record of it has.
const ONLY_SENT_KEYS: &[&str] = &["messages", "apikey", "temperature"];

/// Words in the name of a function that notes what happens for those who watch it.
const NOTING: &[&str] = &["span", "trace", "telemetry", "observ", "record", "capture", "track", "analytics"];

/// Beginnings of the names of functions that note what their endings say.
const REPORTING: &[&str] = &["report", "log", "emit", "publish"];
const REPORTED: &[&str] = &["metric", "metrics", "usage"];

/// Names of objects all of whose methods tell.
const LOGS: &[&str] = &["logger", "log", "logging"];

/// Names of objects that note what is told them of a call, and the methods by which they do.
const NOTED_IN: &[&str] = &["trace", "generation", "observation"];
const NOTED_BY: &[&str] = &["update", "end", "event", "span", "generation", "observation", "score"];

impl Contexts<'_, '_> {
    /// The map records what was asked and what came of it.
    pub(super) fn is_record(&self, map: NodeId) -> bool {
        self.once(Question::Record, map, || {
            let keys = self.folded_keys(map);
            is_recorded(&keys)
        })
    }

    /// The call puts together a record of what was asked and what came of it from keywords.
    pub(super) fn is_record_call(&self, call: NodeId) -> bool {
        let names = self.names;
        self.once(Question::RecordCall, call, || {
            let keywords = names.tree.children(call).filter(|c| names.tree.kind(*c) == Kind::Keyword);
            let folded = keywords.filter_map(|k| names.tree.child(k, Role::Name)).map(|n| fold_name(names.text(n)));
            let keys: Vec<String> = folded.collect();
            keys.iter().any(|key| RESPONSES.contains(&key.as_str())) && is_recorded(&keys)
        })
    }

    /// The map holds what was done step by step: what stands beside the steps tells of whoever did them.
    pub(super) fn keeps_steps(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        self.once(Question::Steps, map, || {
            let steps = STEPS.iter().flat_map(|key| names.entries(map, key));
            let lists = steps.filter(|value| tree.kind(*value) == Kind::List);
            let items = lists.flat_map(|list| tree.children(list).take(MOST_STEPS));
            { items }.any(|item| tree.kind(item) == Kind::Map && self.is_record(item))
        })
    }

    /// What a call is given is noted where the call stands: `span.set_attribute("model", choice(["…", "…"]))`.
    pub(super) fn is_noted_by_caller(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Call && tree.role(call) == Role::Argument);
        let chain = up.and_then(|up| tree.child(up, Role::Callee)).map(|callee| names.chain(callee).names);
        chain.is_some_and(|chain| Self::notes(&chain) || chain.last().is_some_and(|last| names.dialect.describes(last)))
    }

    /// A field of a class of this file, of which all that reads it notes it; no other file may take objects of it.
    pub(super) fn is_field_noted(&self, call: NodeId, field: &str) -> bool {
        self.makes_object_of_file(call) && self.is_attribute_noted(field) && self.is_program()
    }

    /// The file asks whether it is the program itself: what it defines, it runs.
    fn is_program(&self) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let asks =
            |node: NodeId| tree.kind(node) == Kind::Compare && names.dialect.asks_whether_program(names.text(node));
        tree.children(Tree::ROOT).any(asks)
    }

    /// The call makes an object of a class of this file.
    fn makes_object_of_file(&self, call: NodeId) -> bool {
        let names = self.names;
        let bounds = names.tree.child(call, Role::Callee).map(|callee| names.bounds_of(callee)).unwrap_or_default();
        !bounds.is_empty() && bounds.iter().all(|bound| matches!(bound, Bound::Class(_)))
    }

    /// A field is given to the same field of another object of a class of this file.
    pub(super) fn is_handed_to_field(&self, reader: NodeId, field: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let keyword = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword);
        keyword.is_some_and(|keyword| {
            let name = tree.child(keyword, Role::Name).map_or("", |name| names.text(name));
            fold_name(name) == fold_name(field)
                && tree.parent(keyword).is_some_and(|call| self.makes_object_of_file(call))
        })
    }

    /// The key of an entry is one by which those who watch a program know what they see: `"llm.model_name"`,
    /// `SpanAttributes.MODEL`.
    pub(super) fn is_watched_by_key(&self, entry: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(key) = tree.child(entry, Role::Key) else { return false };
        let object = tree.child(key, Role::Object).filter(|_| tree.kind(key) == Kind::Member);
        object.is_some_and(|object| names.text(object).ends_with("SpanAttributes"))
            || names.literal(key).is_some_and(|key| ["llm.", "gen_ai."].iter().any(|start| key.text.starts_with(start)))
    }

    /// A name for people beside the model itself, which it is but for the case and the joiners.
    pub(super) fn is_display_name(&self, map: NodeId, key: &str, literal: NodeId) -> bool {
        let names = self.names;
        let alike = |text: &str| fold_name(&text.replace(' ', "_"));
        let beside = || ["model", "modelId", "model_id", "id"].into_iter().flat_map(|key| names.entries(map, key));
        let is_same = |shown: &str, held: &str| alike(held.rsplit('/').next().unwrap_or(held)) == alike(shown);
        let shown = names.literal(literal).filter(|_| fold_name(key) == "modelname");
        shown.is_some_and(|shown| {
            let held = beside().filter(|held| *held != literal).filter_map(|held| names.literal(held));
            { held }.any(|held| is_same(&shown.text, &held.text) && !held.text.ends_with(&shown.text))
        })
    }

    /// A callee that notes what happens for those who watch it: by its own name, or as a method of what it is noted in.
    pub(super) fn notes(chain: &[&str]) -> bool {
        let Some((last, before)) = chain.split_last() else { return false };
        let folded = fold_name(last);
        let is_span = |object: &&str| *object == "span" || object.ends_with("_span") || object.ends_with("Span");
        let is_noted_in = |object: &&str| is_span(object) || (NOTED_IN.contains(object) && NOTED_BY.contains(last));
        let reports =
            REPORTING.iter().any(|word| folded.starts_with(word)) && REPORTED.iter().any(|word| folded.ends_with(word));
        reports || NOTING.iter().any(|word| folded.contains(word)) || before.last().is_some_and(is_noted_in)
    }

    /// A method of what writes a log.
    pub(super) fn logs(chain: &[&str]) -> bool {
        matches!(chain, [.., object, method] if LOGS.contains(object) && !method.starts_with("get"))
    }

    /// What the call makes are the attributes by which somebody who watches knows another call:
    /// `span.set_attributes(describe(model="…"))`, `start_span("…", attributes={**describe(model="…")})`.
    pub(super) fn makes_attributes(&self, call: NodeId) -> bool {
        const HIGHEST: usize = 6;
        let (names, tree) = (self.names, &self.names.tree);
        let chain_of = |call: NodeId| tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
        if chain_of(call).is_some_and(|chain| chain.last().is_some_and(|last| makes_them(last))) {
            return true;
        }
        let mut node = call;
        for _ in 0..HIGHEST {
            let Some(up) = tree.parent(node) else { return false };
            match tree.kind(up) {
                Kind::Spread | Kind::Or | Kind::Conditional => {}
                Kind::Map if tree.kind(node) == Kind::Spread => {}
                Kind::Call if tree.role(node) == Role::Argument => {
                    let last = chain_of(up).and_then(|chain| chain.last().copied());
                    return last.is_some_and(|last| names.dialect.describes(last))
                        && names.positional(up).first() == Some(&node);
                }
                Kind::Keyword => {
                    let name = tree.child(up, Role::Name).map_or("", |name| names.text(name));
                    return name == "attributes"
                        && tree.parent(up).and_then(chain_of).is_some_and(|chain| Self::notes(&chain));
                }
                // `def attributes_of(…): return {**describe(model="…")}`
                Kind::Return => {
                    let function = names.function_of(up).and_then(|function| names.name_of(function));
                    let named = |text: &str| fold_name(text).contains("attributes");
                    let last = chain_of(call).and_then(|chain| chain.last().copied());
                    return function.is_some_and(|name| named(names.text(name))) && last.is_some_and(named);
                }
                _ => return false,
            }
            node = up;
        }
        false
    }
}

/// `getAcmeAttributes`, `build_span_attributes`: what is called so makes what a call is known by, and nothing else.
fn makes_them(name: &str) -> bool {
    let folded = fold_name(name);
    let making = ["get", "make", "build", "create", "to", "as"].iter().any(|verb| folded.starts_with(verb));
    making && folded.ends_with("attributes")
}

/// Properties say what came of a request: one does, where nothing is sent beside it, and two do beside what was asked.
fn is_recorded(keys: &[String]) -> bool {
    let count = |words: &[&str]| keys.iter().filter(|key| words.contains(&key.as_str())).count();
    let came = count(RECORD_KEYS);
    came > 0 && (count(SENT_KEYS) == 0 || (came + count(RESPONSES) > 1 && count(ONLY_SENT_KEYS) == 0))
}
