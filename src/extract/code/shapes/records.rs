//! Records of calls: what was asked and what came of it, and what is noted of it for those who watch.

use crate::extract::called::is_class;
use crate::extract::cases::STEPS;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::extract::{recorded, requests};
use crate::vocabulary::{Watched, fold_name};

/// Properties of what is recorded of an answer: a map with one of them tells what was used.
const RECORD_KEYS: &[&str] = &["answer", "reply", "audiourl", "imageurl", "videourl", "cachehit"];

/// What came back, where something else says as well that the whole is a record.
const RESPONSES: &[&str] = &["response", "completion", "responsetext", "responsetime", "responsetimems"];

/// Steps that are looked at.
const MOST_STEPS: usize = 8;

/// Properties of what is sent: those that no record of it has, and what was asked, which one may keep.
const ONLY_SENT_KEYS: &[&str] = &["messages", "apikey", "temperature"];
const KEPT: &str = "temperature";
const MOMENT: &str = "timestamp";
const ASKED_KEYS: &[&str] = &["prompt", "input"];

/// Words in the name of a function that notes what happens for those who watch it.
const NOTING: &[&str] = &["span", "trace", "telemetry", "observ", "record", "capture", "track", "analytics"];

/// Beginnings of the names of functions that note what their endings say.
const REPORTING: &[&str] = &["report", "log", "emit", "publish"];
const REPORTED: &[&str] = &["metric", "metrics", "usage"];

/// Names of objects all of whose methods tell.
const LOGS: &[&str] = &["logger", "log", "logging"];

/// Names of what compares several models, and the methods by which it is told apart whose results it shows.
const TRIALS: &[&str] = &["evaluation", "experiment"];
const COLUMNS: &[&str] = &["target", "with_target", "withTarget"];

/// Names of objects that note what is told them of a call, and the methods by which they do.
const NOTED_IN: &[&str] = &["trace", "generation", "observation"];
const NOTED_BY: &[&str] = &["update", "end", "event", "span", "generation", "observation", "score"];

impl Contexts<'_, '_> {
    /// The map records what was asked and what came of it.
    pub(in crate::extract::code) fn is_record(&self, map: NodeId) -> bool {
        self.once(Question::Record, map, || {
            let keys = self.folded_keys(map);
            is_recorded(&keys)
                || self.is_exchanged(map)
                || self.is_counted_in_answer(map, &keys)
                || self.is_answer_in_words(map, &keys)
        })
    }

    /// What came back stands in the map word for word, and nothing that is sent: `{ model: "…", response: "It is so." }`.
    fn is_answer_in_words(&self, map: NodeId, keys: &[String]) -> bool {
        const ANSWERS: [&str; 3] = ["response", "completion", "output"];
        let names = self.names;
        let is_sentence = |value| names.literal(value).is_some_and(|text| text.text.contains(' '));
        !keys.iter().any(|key| ONLY_SENT_KEYS.contains(&key.as_str()) || requests::is_sent(key))
            && ANSWERS.iter().flat_map(|key| names.entries(map, key)).any(is_sentence)
    }

    /// The map is what a function answers that counts a text: nothing in it is asked.
    fn is_counted_in_answer(&self, map: NodeId, keys: &[String]) -> bool {
        let tree = &self.names.tree;
        let is_answer = tree.parent(map).is_some_and(|up| tree.kind(up) == Kind::Return);
        let is_sent = |key: &String| {
            ONLY_SENT_KEYS.contains(&key.as_str()) || ASKED_KEYS.contains(&key.as_str()) || requests::is_sent(key)
        };
        is_answer && keys.iter().any(|key| recorded::is_estimated(key)) && !keys.iter().any(is_sent)
    }

    /// The map stands in one that describes a run, as what went into it or came out: `{ run_type: "…", inputs: { … } }`.
    pub(in crate::extract::code) fn is_of_run(&self, entry: NodeId, map: NodeId) -> bool {
        let key = self.names.entry_key(entry).map(fold_name);
        let is_side = key.is_some_and(|key| matches!(key.as_str(), "inputs" | "outputs"));
        is_side && self.folded_keys(map).iter().any(|key| key == "runtype")
    }

    /// The map is what was sent, kept beside what came back: `{ reqPayload: { … }, respPayload: { … } }`.
    fn is_exchanged(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Entry);
        let key = entry.and_then(|entry| names.entry_key(entry)).map(fold_name);
        let answers = key.and_then(|key| recorded::exchanged_for(&key));
        let outer = entry.and_then(|entry| tree.parent(entry));
        answers
            .zip(outer)
            .is_some_and(|(answers, outer)| self.folded_keys(outer).iter().any(|key| answers.contains(&key.as_str())))
    }

    /// The call puts together a record of what was asked and what came of it from keywords.
    pub(in crate::extract::code) fn is_record_call(&self, call: NodeId) -> bool {
        let names = self.names;
        self.once(Question::RecordCall, call, || {
            let keywords = names.tree.children(call).filter(|c| names.tree.kind(*c) == Kind::Keyword);
            let folded = keywords.filter_map(|k| names.tree.child(k, Role::Name)).map(|n| fold_name(names.text(n)));
            let keys: Vec<String> = folded.collect();
            let has = |word: &str| keys.iter().any(|key| key == word);
            let is_sent = || keys.iter().any(|key| requests::is_sent(key));
            let counts = || keys.iter().any(|key| recorded::counts_tokens(key) || recorded::is_measured(key));
            let callee = || names.tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
            let last = || callee().and_then(|chain| chain.last().copied());
            let logs = || last().is_some_and(|last| last.starts_with("log_"));
            keys.iter().any(|key| RESPONSES.contains(&key.as_str())) && is_recorded(&keys)
                || has("timestamp") && !is_sent() && last().is_some_and(is_class)
                || logs() && counts()
        })
    }

    /// The map holds what was done step by step: what stands beside the steps tells of whoever did them.
    pub(in crate::extract::code) fn keeps_steps(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        self.once(Question::Steps, map, || {
            let steps = STEPS.iter().flat_map(|key| names.entries(map, key));
            let lists = steps.filter(|value| tree.kind(*value) == Kind::List);
            let items = lists.flat_map(|list| tree.children(list).take(MOST_STEPS));
            { items }.any(|item| tree.kind(item) == Kind::Map && self.is_record(item))
        })
    }

    /// What a call is given is noted where the call stands: `span.set_attribute("model", choice(["…", "…"]))`.
    pub(in crate::extract::code) fn is_noted_by_caller(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Call && tree.role(call) == Role::Argument);
        let callee = up.and_then(|up| tree.child(up, Role::Callee));
        callee.is_some_and(|callee| {
            let describes = |last: &&str| names.dialect.describes(last);
            Self::is_noting(names, callee) || names.chain(callee).names.last().is_some_and(describes)
        })
    }

    /// A field of a class of this file, of which all that reads it notes it; no other file may take objects of it.
    pub(in crate::extract::code) fn is_field_noted(&self, call: NodeId, field: &str) -> bool {
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
    pub(in crate::extract::code) fn is_handed_to_field(&self, reader: NodeId, field: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let keyword = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword);
        keyword.is_some_and(|keyword| {
            let name = tree.child(keyword, Role::Name).map_or("", |name| names.text(name));
            fold_name(name) == fold_name(field)
                && tree.parent(keyword).is_some_and(|call| self.makes_object_of_file(call))
        })
    }

    /// The key of an entry is one by which those who watch a program know what they see.
    pub(in crate::extract::code) fn is_watched_by_key(&self, entry: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(key) = tree.child(entry, Role::Key) else { return false };
        let object = tree.child(key, Role::Object).filter(|_| tree.kind(key) == Kind::Member);
        object.is_some_and(|object| self.vocabulary.watched_by_class(names.text(object)))
            || names.literal(key).is_some_and(|key| self.vocabulary.watched_key(&key.text) != Watched::No)
    }

    /// An entry is watched for certain: a setting may have a key with dots as well.
    pub(in crate::extract::code) fn is_watched_for_certain(&self, entry: NodeId, map: NodeId) -> bool {
        /// Entries that are looked at.
        const MOST: usize = 64;
        let (names, tree) = (self.names, &self.names.tree);
        let text = |entry: NodeId| tree.child(entry, Role::Key).and_then(|key| names.literal(key)).map(|key| key.text);
        let is_sure = |entry: NodeId| text(entry).is_some_and(|key| self.vocabulary.watched_key(&key) == Watched::Yes);
        let has_dots = || text(entry).is_some_and(|key| key.contains('.'));
        self.is_watched_by_key(entry) && text(entry).is_none()
            || is_sure(entry)
            || has_dots() && tree.children(map).take(MOST).any(is_sure)
    }

    /// A name for people beside the model itself, which it is but for the case and the joiners.
    pub(in crate::extract::code) fn is_display_name(&self, map: NodeId, key: &str, literal: NodeId) -> bool {
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

    /// A map says what people call what stands behind its keys, which are values themselves: `{ [SMALL]: "ACME-4",
    /// [LARGE]: "Acme Large" }`. All of its values are written as names are, and one is of several words.
    pub(in crate::extract::code) fn names_for_people(&self, map: NodeId) -> bool {
        /// Words of a name.
        const MOST_WORDS: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let is_value = |entry: NodeId| {
            let Some(key) = tree.child(entry, Role::Key) else { return false };
            let is_computed = tree.node(entry).span.start < tree.node(key).span.start;
            tree.kind(key) == Kind::Member
                || tree.kind(key) == Kind::Name && (is_computed || !names.dialect.has_block_scope())
        };
        let said = |entry: NodeId| {
            let value = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::Str)?;
            names.literal(value).map(|text| text.text)
        };
        // A prompt is a sentence, and a path no name for people.
        let is_name =
            |text: &String| text.starts_with(char::is_uppercase) && !text.ends_with('.') && !text.contains('/');
        let is_words = |text: String| (2..=MOST_WORDS).contains(&text.split(' ').count());
        self.once(Question::NamesForPeople, map, || {
            tree.children(map).all(|entry| is_value(entry) && said(entry).as_ref().is_some_and(is_name))
                && tree.children(map).filter_map(said).any(is_words)
        })
    }

    /// In another row of a table the same key holds words for people (`defaultModel: "Not configured"`), and a label stands
    /// beside it: what the key holds is shown.
    pub(in crate::extract::code) fn is_shown_column(&self, row: NodeId, key: &str) -> bool {
        /// Rows that are looked at.
        const MOST: usize = 32;
        const LABELS: [&str; 4] = ["displayName", "display_name", "label", "title"];
        let (names, tree) = (self.names, &self.names.tree);
        let Some(holder) = tree.parent(row) else { return false };
        let rows: Vec<NodeId> = match tree.kind(holder) {
            Kind::List => tree.children(holder).take(MOST).collect(),
            Kind::Entry => {
                let others = tree.parent(holder).into_iter().flat_map(|table| tree.children(table).take(MOST));
                others.filter_map(|entry| tree.child(entry, Role::Value)).collect()
            }
            _ => return false,
        };
        let is_words = |value: NodeId| {
            let text = names.literal(value).map(|literal| literal.text).unwrap_or_default();
            let is_plain = text.chars().all(|c| c.is_alphabetic() || c == ' ');
            is_plain && text.starts_with(char::is_uppercase) && text.trim().contains(' ')
        };
        let is_labelled = LABELS.iter().any(|label| !names.entries(row, label).is_empty());
        let mut others = rows.into_iter().filter(|other| *other != row && tree.kind(*other) == Kind::Map);
        is_labelled && others.any(|other| names.entries(other, key).into_iter().any(is_words))
    }

    /// The callee of a call notes what happens or writes a log, also as a method of what another call gives: `current_span().update(…)`.
    pub(in crate::extract::code) fn is_noting(names: &Names<'_>, callee: NodeId) -> bool {
        let chain = names.chain(callee);
        let giver = || names.tree.child(chain.base, Role::Callee).filter(|_| names.tree.kind(chain.base) == Kind::Call);
        let given_by = || names.chain(giver()?).names.last().copied();
        // What a span is asked to do beside being told may ask a model.
        let is_told = |method: &&str| NOTED_BY.contains(method) || fold_name(method).starts_with("set");
        Self::notes(&chain.names)
            || Self::logs(&chain.names)
            || matches!(chain.names.as_slice(), [method] if is_told(method)
                && given_by().is_some_and(|giver| Self::notes(&[giver, *method])))
    }

    /// A callee that notes what happens for those who watch it: by its own name, or as a method of what it is noted in.
    fn notes(chain: &[&str]) -> bool {
        let Some((last, before)) = chain.split_last() else { return false };
        let folded = fold_name(last);
        let is_span = |object: &&str| *object == "span" || object.ends_with("_span") || object.ends_with("Span");
        let is_object = |object: &str| NOTED_IN.iter().any(|word| fold_name(object).ends_with(word));
        let is_noted_in = |object: &&str| {
            is_span(object)
                || (is_object(object) && NOTED_BY.contains(last))
                || (TRIALS.contains(object) && COLUMNS.contains(last))
        };
        let reports =
            REPORTING.iter().any(|word| folded.starts_with(word)) && REPORTED.iter().any(|word| folded.ends_with(word));
        reports || NOTING.iter().any(|word| folded.contains(word)) || before.last().is_some_and(is_noted_in)
    }

    /// A method of what writes a log.
    pub(in crate::extract::code) fn logs(chain: &[&str]) -> bool {
        matches!(chain, [.., object, method] if LOGS.contains(object) && !method.starts_with("get"))
    }

    /// What the call makes are the attributes by which somebody who watches knows another call:
    /// `span.set_attributes(describe(model="…"))`, `start_span("…", attributes={**describe(model="…")})`.
    pub(in crate::extract::code) fn makes_attributes(&self, call: NodeId) -> bool {
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
                        && tree
                            .parent(up)
                            .and_then(|call| tree.child(call, Role::Callee))
                            .is_some_and(|callee| Self::is_noting(names, callee));
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

/// Properties say what came of a request: one does, where nothing is sent beside it, two do beside what was asked, and
/// several whatever else was kept.
pub(in crate::extract::code) fn is_recorded(keys: &[String]) -> bool {
    /// As many measurements stand in no request.
    const MANY: usize = 3;
    let count = |words: &[&str]| keys.iter().filter(|key| words.contains(&key.as_str())).count();
    let is_measured = |key: &&String| recorded::is_measured(key) || recorded::counts_tokens(key);
    let measured = keys.iter().filter(is_measured).count();
    let came = count(RECORD_KEYS) + measured;
    let names = || keys.iter().map(String::as_str);
    let tells =
        recorded::tells_both_models(names()) || recorded::is_prediction(names()) || recorded::tells_spread(names());
    if tells || measured >= MANY || keys.iter().any(|key| recorded::is_of_span(key)) {
        return true;
    }
    // What was asked with may be kept beside the moment.
    let sent = count(ONLY_SENT_KEYS) - if keys.iter().any(|key| key == MOMENT) { count(&[KEPT]) } else { 0 };
    came > 0 && sent == 0 && (count(ASKED_KEYS) == 0 || came + count(RESPONSES) > 1)
}
