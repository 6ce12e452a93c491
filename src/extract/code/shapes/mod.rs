//! Shapes that tell tables, answers and lists from what is sent: siblings, names, and other mentions.

pub(super) mod aliases;
pub(super) mod beside;
pub(super) mod records;
pub(super) mod replies;
pub(super) mod reported;
pub(super) mod rows;
pub(super) mod stored;
pub(super) mod tables;

use std::cell::{OnceCell, RefCell};

use foldhash::{HashMap, HashSet};

use super::context::Contexts;
use super::dialect::Effect;
use super::tree::{Kind, NodeId, Role};
use crate::extract::cases;
use crate::vocabulary::{Key, fold_name};

/// Properties of recorded answers: a map with two of them was received, not sent.
const ANSWER_KEYS: &[&str] =
    &["object", "created", "createdat", "choices", "usage", "finishreason", "systemfingerprint", "stopreason"];

/// Words in the name of a function that counts, prices or records what was sent elsewhere.
const RECORDING: &[&str] = &[
    "token",
    "cost",
    "price",
    "pricing",
    "usage",
    "encod",
    "billing",
    "splitter",
    "capabilit",
    "span",
    "trace",
    "observ",
    "telemetry",
    "record",
    "logging",
    "logger",
    "capture",
    "track",
    "analytics",
    "statistics",
    "displaymodel",
    "displayname",
    "modeldisplay",
    "contextwindow",
    "contextlength",
    "contextlimit",
    "contextbudget",
    "budgeter",
    "modellimit",
    "outputreserve",
    "callcount",
    "countcalls",
    "calldata",
];

/// Beginnings of the names of functions that only answer a question about what they are given.
const ASKING: &[&str] = &["is", "has", "supports", "can", "should"];

/// Words in the name of a list whose items are offered or tried.
const OFFERING: &[&str] = &["choice", "option", "fallback", "avail", "candidate", "offer", "select", "picker"];

/// Answers about one file: each value of a map or class asks the same of it.
#[derive(Default)]
pub(super) struct Asked<'f> {
    answers: RefCell<HashMap<(Question, NodeId), bool>>,
    /// Names that are compared somewhere.
    compared: OnceCell<HashSet<&'f str>>,
    /// Places where attributes are read, by folded name.
    pub(super) attributes: OnceCell<HashMap<String, Vec<NodeId>>>,
    /// Names of the parsed options of a command line.
    pub(super) parsed: OnceCell<Vec<&'f str>>,
    /// Tables of addresses.
    pub(super) addresses: OnceCell<Vec<NodeId>>,
    /// Names are taken by what they are called.
    pub(super) takes_all_names: OnceCell<bool>,
    /// Answers that models gave before are looked at.
    pub(super) shows_answers: OnceCell<bool>,
    /// The file asks nobody.
    pub(super) asks_nobody: OnceCell<bool>,
    /// Something is called.
    pub(super) has_calls: OnceCell<bool>,
    /// What names in code mean.
    named: RefCell<HashMap<&'f str, Option<Key<'f>>>>,
    /// What names mean that may be those of the environment.
    pub(super) keys: RefCell<HashMap<String, Option<Key<'f>>>>,
}

/// What is asked of a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Question {
    Row,
    Sent,
    Rows,
    Answer,
    AnswerCall,
    Case,
    Record,
    RecordCall,
    Columns,
    RowCall,
    SentRows,
    AliasTable,
    UserNames,
    Enum,
    ListsModels,
    Offered,
    Searched,
    Reply,
    Compares,
    Spelled,
    Asker,
    ByPlatform,
    /// Something in a map asks the models that it holds.
    AsksItself,
    /// All entries of a table say which platform is asked for which model.
    Dispatch,
    ByClass,
    /// The keys of a table are labels that begin with platforms.
    ByLabels,
    TableOfPlatforms,
    Lists,
    AnsweredKeys,
    SentAliases,
    Spellings,
    Arms,
    Platforms,
    Steps,
    History,
    NamesForPeople,
    /// Of a name, by its first mention.
    Picker,
    /// The same, of a part of each item, where the list is called after models or not.
    RunThrough(Option<usize>, bool),
    ShownMasked,
    BesideStandIn,
    Report,
}

impl<'f> Contexts<'_, 'f> {
    /// What a name in code means, asked once for each.
    pub(super) fn named(&self, name: &'f str) -> Option<Key<'f>> {
        *self.asked.named.borrow_mut().entry(name).or_insert_with(|| self.vocabulary.name(name))
    }

    pub(super) fn once(&self, question: Question, node: NodeId, find: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.asked.answers.borrow().get(&(question, node)) {
            return *known;
        }
        let found = find();
        self.asked.answers.borrow_mut().insert((question, node), found);
        found
    }

    pub(super) fn folded_keys(&self, map: NodeId) -> Vec<String> {
        let names = self.names;
        names.tree.children(map).filter_map(|e| names.entry_key(e)).map(fold_name).collect()
    }

    /// The map is an answer that was received.
    pub(super) fn is_answer(&self, map: NodeId) -> bool {
        self.once(Question::Answer, map, || {
            let keys = self.folded_keys(map);
            let has = |words: &[&str]| keys.iter().filter(|k| words.contains(&k.as_str())).count();
            has(ANSWER_KEYS) > 1
        })
    }

    /// An entry of a policy lists on what somebody may act: `{"Effect": "Allow", "Action": […], "Resource": […]}`.
    pub(super) fn says_what_is_allowed(&self, entry: NodeId) -> bool {
        let is = |key: &str, words: &[&str]| words.contains(&key);
        let key = self.names.entry_key(entry).map(fold_name);
        key.is_some_and(|key| is(&key, &["resource", "resources", "notresource"])) && {
            let keys = self.folded_keys(self.names.tree.node(entry).parent);
            let has = |words: &[&str]| keys.iter().any(|key| is(key, words));
            has(&["effect"]) && has(&["action", "actions", "notaction"])
        }
    }

    /// The call builds an answer by hand, from the keywords of one.
    pub(super) fn is_answer_call(&self, call: NodeId) -> bool {
        let names = self.names;
        self.once(Question::AnswerCall, call, || {
            let keywords = names.tree.children(call).filter(|c| names.tree.kind(*c) == Kind::Keyword);
            let folded = keywords.filter_map(|k| names.tree.child(k, Role::Name)).map(|n| fold_name(names.text(n)));
            folded.filter(|name| ANSWER_KEYS.contains(&name.as_str())).count() > 1
        })
    }

    /// The map is a case of a test suite, or an answer that is played back in one.
    pub(super) fn is_case(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        self.once(Question::Case, map, || {
            let keys: Vec<&str> = tree.children(map).filter_map(|entry| names.entry_key(entry)).collect();
            let list = tree.parent(map).filter(|up| tree.kind(*up) == Kind::List);
            let holder = list.and_then(|list| tree.parent(list)).filter(|up| tree.kind(*up) == Kind::Entry);
            let called = holder.and_then(|holder| names.entry_key(holder));
            cases::is_case(keys.iter().copied())
                || called.is_some_and(|called| {
                    let keys = keys.iter().copied();
                    cases::is_played(called, keys.clone()) || cases::is_sample(called, keys)
                })
        })
    }

    /// A literal that looks like an ID.
    pub(super) fn is_id(&self, node: NodeId) -> bool {
        self.names.literal(node).is_some_and(|text| self.vocabulary.resembles_id(&text.text))
    }

    /// All values of a map are IDs: a table of names for models.
    pub(super) fn is_alias_table(&self, map: NodeId) -> bool {
        let names = self.names;
        let is_id = |v: &NodeId| self.is_id(*v);
        self.once(Question::AliasTable, map, || {
            let values: Vec<NodeId> =
                names.tree.children(map).filter_map(|e| names.tree.child(e, Role::Value)).collect();
            values.len() > 1 && values.iter().all(is_id) || values.iter().any(is_id) && self.is_by_platform(map)
        })
    }

    /// The keys of a map are platforms, and its values texts: defaults for each.
    fn is_by_platform(&self, map: NodeId) -> bool {
        let names = self.names;
        let mut entries = names.tree.children(map);
        let is_text = |entry: NodeId| names.tree.child(entry, Role::Value).is_some_and(|v| names.literal(v).is_some());
        names.tree.children(map).nth(1).is_some()
            && entries.all(|entry| is_text(entry) && self.platform_of_key(entry).is_some())
    }

    /// A table of names for models of which some are no IDs: then those that look like one are names as well.
    pub(super) fn has_names_of_users(&self, map: NodeId) -> bool {
        let names = self.names;
        self.is_alias_table(map)
            && self.once(Question::UserNames, map, || {
                let mut keys = names.tree.children(map).filter_map(|entry| names.entry_key(entry));
                keys.any(|key| !self.vocabulary.resembles_id(key))
            })
    }

    /// A function that counts, prices or records.
    pub(super) fn records(name: &str) -> bool {
        let folded = fold_name(name);
        let asks = |word: &&str| {
            let rest = name.strip_prefix(*word);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c == '_' || c.is_ascii_uppercase()))
        };
        RECORDING.iter().any(|word| folded.contains(word)) || ASKING.iter().any(asks)
    }

    /// A function that sorts what it is given into kinds: what it returns is one of them.
    pub(super) fn sorts(name: &str) -> bool {
        let folded = fold_name(name);
        ["family", "category", "kind", "tier", "class", "type"].iter().any(|word| folded.ends_with(word))
    }

    /// The same, by what it does with what it is given: `categorize_model(title)`.
    pub(super) fn sorts_given(name: &str) -> bool {
        let begins = |verb: &str| {
            let rest = name.strip_prefix(verb);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c == '_' || c.is_ascii_uppercase()))
        };
        ["categorize", "categorise", "classify", "group", "label"].into_iter().any(begins)
    }

    /// A name beside a map that holds the model itself: users chose it.
    pub(super) fn is_alias_of(&self, map: NodeId, key: &str) -> bool {
        let names = self.names;
        let holds_model = |entry: NodeId| {
            let value = names.tree.child(entry, Role::Value).filter(|v| names.tree.kind(*v) == Kind::Map);
            value.is_some_and(|inner| !names.entries(inner, "model").is_empty())
        };
        // `{ model: "…", llm: make({ config: { model: Names.BIG } }) }`
        let is_client = |entry: NodeId| {
            let call = names.tree.child(entry, Role::Value).filter(|value| names.tree.kind(*value) == Kind::Call);
            let given = call.map(|call| names.positional(call)).unwrap_or_default();
            let is_llm = names.entry_key(entry).is_some_and(|key| matches!(key, "llm" | "client" | "ai"));
            let holds =
                |map: &NodeId| !names.entries(*map, "model").is_empty() || names.tree.children(*map).any(holds_model);
            is_llm && given.iter().any(holds)
        };
        let mut entries = names.tree.children(map);
        match fold_name(key).as_str() {
            "modelname" => entries.any(holds_model),
            "model" => entries.any(is_client),
            // By the kind of a model its settings are found, beside the one that is asked.
            "basemodel" => names.entries(map, "model").into_iter().any(|model| self.is_id(model)),
            _ => false,
        }
    }

    /// A property of a table by columns: another one holds a list as well.
    pub(super) fn is_column(&self, map: NodeId, entry: NodeId) -> bool {
        let names = self.names;
        let is_list = |e: NodeId| {
            let value = names.tree.child(e, Role::Value).filter(|value| names.tree.kind(*value) == Kind::List);
            value.is_some_and(|value| !self.is_typed_default(value) && !self.is_list_with_options(value))
        };
        let lists = || names.tree.children(map).filter(|entry| is_list(*entry));
        // Lists of models, each for a purpose, are no columns; nor are those of a platform that is stated beside them.
        let holds_models = |entry: NodeId| {
            names.entry_key(entry).is_some_and(|key| ["models", "llms"].iter().any(|end| fold_name(key).ends_with(end)))
        };
        let several = || {
            let is_of_platform = || holds_models(entry) && self.told_beside(map, None).is_some();
            lists().nth(1).is_some() && !lists().all(holds_models) && !is_of_platform()
        };
        is_list(entry) && self.once(Question::Columns, map, several) && !self.is_list_of_routes(map, entry)
    }

    /// A pair of a type and a value of it: `(str, "…")` in the description of a field.
    pub(super) fn is_typed_default(&self, pair: NodeId) -> bool {
        let names = self.names;
        let parts: Vec<NodeId> = names.tree.children(pair).take(3).collect();
        let [first, _] = parts.as_slice() else { return false };
        let text = names.text(*first);
        let is_generic = || ["Optional[", "Literal[", "Annotated["].iter().any(|start| text.starts_with(start));
        matches!(text, "str" | "int" | "float" | "bool" | "list" | "dict" | "Any") || is_generic()
    }

    /// A list whose name says that its items are offered or tried, and that is not used to classify.
    pub(super) fn is_offered(&self, name: NodeId) -> bool {
        let text = self.names.text(name);
        let folded = fold_name(text);
        let offers = folded.starts_with("default") || offers(&folded);
        offers && !self.classifies(name)
    }

    /// Somewhere in the file a name is compared, or asked whether it holds something.
    pub(super) fn classifies(&self, name: NodeId) -> bool {
        let names = self.names;
        let all = || {
            let mentions = names.tree.ids().filter(|id| names.tree.kind(*id) == Kind::Name);
            mentions.filter(|id| self.is_compared(*id, names.text(*id))).map(|id| names.text(id)).collect()
        };
        self.asked.compared.get_or_init(all).contains(names.text(name))
    }

    /// A mention of a name stands in a comparison, or in a call that compares.
    pub(super) fn is_compared(&self, mention: NodeId, text: &str) -> bool {
        let names = self.names;
        let Some(up) = names.tree.parent(mention) else { return false };
        let compares = |chain: &[&str]| names.dialect.effect(chain) == Some(Effect::Compares);
        match names.tree.kind(up) {
            Kind::Compare => true,
            Kind::Entry => names.tree.role(mention) == Role::Key,
            Kind::Member => names.key_of(up).is_some_and(|method| compares(&[text, method])),
            Kind::Call if names.tree.role(mention) == Role::Argument => {
                names.tree.child(up, Role::Callee).is_some_and(|callee| compares(&names.chain(callee).names))
            }
            _ => false,
        }
    }

    /// A class whose base makes it an enumeration.
    pub(super) fn is_enumeration(&self, class: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_enum = |base: NodeId| tree.role(base) == Role::Base && names.text(base).ends_with("Enum");
        self.once(Question::Enum, class, || tree.children(class).any(is_enum))
    }

    /// An enumeration: of its own kind, or a class whose body lists several names of models.
    pub(super) fn in_enumeration(&self, assign: NodeId, is_model_key: bool) -> bool {
        let names = self.names;
        let Some(holder) = names.tree.parent(assign) else { return false };
        match names.tree.kind(holder) {
            Kind::Enum => true,
            Kind::Class if self.is_enumeration(holder) => true,
            // An attribute that is named like a setting is one, however many stand beside it.
            Kind::Class if is_model_key => false,
            Kind::Class => self.once(Question::ListsModels, holder, || {
                let values = names.tree.children(holder).filter(|c| names.tree.kind(*c) == Kind::Assign);
                let literals = values.filter_map(|a| names.tree.child(a, Role::Value)).filter_map(|v| names.literal(v));
                literals.filter(|d| self.vocabulary.resembles_id(&d.text)).count() > 2
            }),
            _ => false,
        }
    }
}

/// A list of this name, folded, is offered or tried.
pub(super) fn offers(folded: &str) -> bool {
    OFFERING.iter().any(|word| folded.contains(word))
}
