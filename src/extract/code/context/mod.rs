//! What a literal is doing, read from where it stands.
//!
//! The reading climbs from the literal to the construct that decides: a
//! comparison, a key, an assignment to a model-like name, an argument.

mod addressed;
mod asked;
mod asking_tables;
mod assigned;
mod calls;
mod declared;
mod defaults;
mod entries;
mod environment;
mod fallbacks;
mod filled;
mod handed;
mod helpers;
mod history;
mod hosts;
mod keywords;
mod listed;
mod made;
mod numbered;
mod options;
mod owned;
mod pages;
mod providers;
mod readers;
mod registered;
mod repeated;
mod respelled;
mod returned;
mod served;
mod shown;
mod siblings;
mod stand_ins;
mod states;
mod twins;
mod unasked;
mod unread;
mod unsent;
mod wrapped;

use super::names::Names;
use super::platforms::told::Told;
use super::shapes::Asked;
use super::tree::{Kind, NodeId, Role};
use crate::extract::called::names_tokenizer;
use crate::extract::lexical;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Key, Role as KeyRole, Vocabulary, fold_name};

/// Reading of contexts in one file.
pub struct Contexts<'n, 'f> {
    /// The file's names.
    pub names: &'n Names<'f>,
    /// The words.
    pub vocabulary: &'f dyn Vocabulary,
    /// What was asked of the file's maps, classes and names.
    pub(super) asked: Asked<'f>,
}

/// Levels that are climbed at most: what decides stands near.
const HIGHEST: usize = 256;

/// Alternatives that are climbed at most.
const MOST_ALTERNATIVES: usize = 16;

/// What was met on the way up.
#[derive(Clone)]
struct Climb<'v> {
    /// The key or name that the value belongs to, nearest first met.
    key: Option<(Key<'v>, String, Span)>,
    /// An entry of a map was passed.
    in_entry: bool,
    /// A list was passed.
    in_list: bool,
    /// Maps that were passed, beyond the first.
    outer_maps: usize,
    /// The first map that was passed.
    map: Option<NodeId>,
}

impl Climb<'_> {
    /// Nothing was met yet that a value may be a part of.
    fn is_bare(&self) -> bool {
        self.key.is_none() && !self.in_entry && !self.in_list
    }

    /// The value stands in a row that is offered.
    fn is_offered(&self) -> bool {
        self.key.as_ref().is_some_and(|(key, ..)| key.role == KeyRole::Choice)
    }
}

/// What a level on the way up makes of a value.
enum Level {
    /// It decides nothing: the climb goes on from here.
    Passed(NodeId),
    /// It decides; without a use the value can be no model at all.
    Decided(Option<Box<Use>>),
}

impl Level {
    fn decided(used: Use) -> Level {
        Level::Decided(Some(Box::new(used)))
    }
}

/// Properties whose value names a thing for people or machines, not a model that is sent.
const NAMING_KEYS: &[&str] =
    &["id", "name", "value", "label", "title", "slug", "key", "displayname", "description", "text"];

/// Names of maps that describe something for machines that watch, show how something looks, or say what is searched for.
const TELLING: &[&str] = &["properties", "dimensions", "example", "examples", "where", "experimentconfig", "modelinfo"];

/// The same as the last word of a name: `run_tags`, `experimentMetadata`.
const LAST_TELLING: &[&str] = &["tags", "metadata", "labels", "attributes"];

/// A map of this name describes something.
fn tells(name: &str) -> bool {
    let folded = fold_name(name);
    TELLING.contains(&folded.as_str()) || LAST_TELLING.iter().any(|word| folded.ends_with(word))
}

impl<'n, 'f> Contexts<'n, 'f> {
    /// Nothing was asked yet.
    pub fn new(names: &'n Names<'f>, vocabulary: &'f dyn Vocabulary) -> Contexts<'n, 'f> {
        Contexts { names, vocabulary, asked: Asked::default() }
    }

    /// The expression that a literal is a part of, and what that is doing; nothing if it can be no model value at all.
    pub fn of(&self, literal: NodeId) -> Option<(NodeId, Use)> {
        let whole = self.names.whole(literal);
        let span = self.names.tree.node(literal).span;
        let used = self.set_by_number(whole).or_else(|| self.climb(whole)).or_else(|| self.beside(literal));
        let mut used = used.unwrap_or_else(|| Use::new(Context::Text, span, ""));
        self.batched(whole, &mut used);
        if used.context == Context::Choice && used.platform == Platform::Unstated {
            let told = self.platform_among(literal).or_else(|| self.host_of_choice(literal));
            used.platform = told.unwrap_or(Platform::Unstated);
        }
        self.lay_told_by_keys(whole, &mut used);
        if used.platform == Platform::Unstated && matches!(used.context, Context::Setting | Context::Slot) {
            used.platform = self.host_of_setting(literal, &used.label).unwrap_or(Platform::Unstated);
        }
        if !used.context.is_silent() && self.names_tokenizer(&used.label, literal) {
            used.context = Context::Key;
        }
        self.lay_said_around(whole, &mut used);
        Some((whole, used))
    }

    /// The key of a table tells whose the model is which it leads to: people choose by labels that say so.
    fn lay_told_by_keys(&self, whole: NodeId, used: &mut Use) {
        let is_open = matches!(used.context, Context::Setting | Context::Slot | Context::Choice);
        if used.platform != Platform::Unstated || !is_open {
            return;
        }
        if let Some(platform) = self.told_by_label(whole) {
            used.platform = platform;
            used.context = Context::Choice;
        } else if let Some(platform) = self.told_by_strange_key(whole) {
            used.platform = platform;
        }
    }

    /// What stands around an expression takes it out of use: it is told again, made up, or of the past.
    pub(super) fn lay_said_around(&self, whole: NodeId, used: &mut Use) {
        if !used.context.is_silent() && self.is_told_again(whole) {
            used.context = Context::Text;
        }
        if !used.context.is_silent() && self.is_in_unread_field(whole) {
            used.context = Context::Comparison;
        }
        if !used.context.is_silent() && self.is_on_landing_page() {
            used.context = Context::Text;
        }
        if used.context == Context::Choice && self.is_label_of_pair(whole) {
            used.context = Context::Text;
        }
        if self.is_served(whole, used) {
            used.context = Context::Comparison;
        }
        if !used.context.is_silent() && (self.is_made_up(whole) || self.is_asked_of_stand_in(whole)) {
            used.context = Context::Expectation;
        }
        if !used.context.is_silent() && (self.is_in_history(whole) || self.is_in_arm_of_spellings(whole)) {
            used.context = Context::Key;
        }
    }

    /// What takes texts apart is called by the name of a model whose tokens it makes: `encoder_name="…"`. Models that
    /// turn texts into vectors are called so as well.
    fn names_tokenizer(&self, label: &str, literal: NodeId) -> bool {
        let is_vectors = || self.names.literal(literal).is_some_and(|text| text.text.contains("embed"));
        names_tokenizer(label) && !is_vectors()
    }

    /// What an expression that is no literal is doing.
    pub(super) fn doing(&self, node: NodeId) -> Option<Use> {
        self.climb(node)
    }

    /// Where the parser could not read, the name right before a literal tells: errors widen the search.
    fn beside(&self, literal: NodeId) -> Option<Use> {
        let names = self.names;
        let span = names.tree.node(literal).span;
        let place = Some(span).filter(|span| names.in_error(literal) && span.start > 0)?;
        let name_span = lexical::key_before(&names.file.bytes, place)?;
        let name = names.file.text(name_span).into_owned();
        let key = self.key(&name)?;
        Some(self.keyed(Context::Slot, &key, name, name_span, literal))
    }

    /// Climbs to the construct that decides.
    fn climb(&self, from: NodeId) -> Option<Use> {
        let mut climb = Climb { key: None, in_entry: false, in_list: false, outer_maps: 0, map: None };
        let mut node = from;
        let mut alternatives = 0;
        for _ in 0..HIGHEST {
            let up = self.names.tree.parent(node)?;
            alternatives += usize::from(self.names.tree.kind(up) == Kind::Or);
            if alternatives > MOST_ALTERNATIVES {
                return None;
            }
            let level = self.operand(node, up, from).or_else(|| self.container(node, up, from, &mut climb));
            match level.unwrap_or_else(|| self.holder(node, up, from, &climb)) {
                Level::Passed(next) => node = next,
                Level::Decided(decided) => return decided.map(|used| *used),
            }
        }
        None
    }

    /// A level on the way up that has no name for the value: a condition, an operator, a statement that only says something.
    fn operand(&self, node: NodeId, up: NodeId, from: NodeId) -> Option<Level> {
        let tree = &self.names.tree;
        let role = tree.role(node);
        let context = match tree.kind(up) {
            _ if role == Role::Condition => Context::Comparison,
            Kind::Or => {
                return Some(self.beside_environment(up, from).map_or(Level::Passed(up), Level::decided));
            }
            Kind::And if tree.children(up).last() != Some(node) => Context::Comparison,
            Kind::Conditional if self.names.dead_side(up) == Some(node) => Context::Comparison,
            Kind::Conditional | Kind::And | Kind::Spread | Kind::Error => return Some(Level::Passed(up)),
            Kind::Compare | Kind::Case => Context::Comparison,
            Kind::Statement | Kind::Decorator => Context::Text,
            Kind::Type => Context::Key,
            Kind::Assert => Context::Expectation,
            Kind::Index if role == Role::Key => Context::Key,
            // A cell shows what it ends with: the form of a request, or what came of one.
            Kind::Module | Kind::Block if tree.kind(node) == Kind::Map && self.names.file.origin.is_some() => {
                Context::Text
            }
            _ => return None,
        };
        Some(Level::decided(self.plain(context, from)))
    }

    /// A level that holds the value among others: what it does decides, or is remembered on the way up.
    fn container(&self, node: NodeId, up: NodeId, from: NodeId, climb: &mut Climb<'f>) -> Option<Level> {
        let tree = &self.names.tree;
        let decided = match tree.kind(up) {
            Kind::Entry => self.entry(up, tree.role(node), climb, from),
            Kind::Map => {
                let is_row = tree.kind(node) == Kind::Entry && climb.in_list && self.is_row_around(climb, up);
                is_row.then(|| self.plain(Context::Key, from))
            }
            Kind::List => {
                let decided = self.behind_flag(node, from);
                climb.in_list |= decided.is_none() && !self.is_typed_default(up);
                decided
            }
            Kind::Call => self.call(up, node, from, climb),
            _ => return None,
        };
        Some(decided.map_or(Level::Passed(up), Level::decided))
    }

    /// A level that gives the value a name, or takes it: it decides.
    fn holder(&self, node: NodeId, up: NodeId, from: NodeId, climb: &Climb<'f>) -> Level {
        let tree = &self.names.tree;
        let role = tree.role(node);
        Level::decided(match tree.kind(up) {
            Kind::Keyword => return Level::Decided(self.keyword(up, from, climb).map(Box::new)),
            Kind::For if role == Role::Iterable => self.run_through(up, node, from),
            Kind::Assign if role == Role::Value && self.names.is_added(up) && !climb.in_list => {
                self.plain(Context::Text, from)
            }
            Kind::Assign if role == Role::Value => self.assigned(up, from, climb),
            Kind::Param if role == Role::Value => self.parameter(up, from, climb),
            Kind::Return => self.returned(up, from, climb),
            Kind::Function if role == Role::Value && climb.in_list && self.makes_default(up) => {
                return Level::Passed(up);
            }
            Kind::Function if role == Role::Value => self.returned(node, from, climb),
            Kind::Attribute => self.attribute(up, from),
            Kind::Member if role == Role::Object => match self.kept_by(up, from) {
                Some(call) => return Level::Passed(call),
                None => self.plain(Context::Text, from),
            },
            Kind::Assign if tree.kind(tree.node(up).parent) == Kind::Error => return Level::Passed(up),
            _ => return Level::Decided(self.finish(climb, from).map(Box::new)),
        })
    }

    /// A list that a loop runs through: what it does with the items.
    fn run_through(&self, up: NodeId, list: NodeId, from: NodeId) -> Use {
        let compared = self.names.tree.child(up, Role::Target).is_some_and(|target| {
            let is_told = |bound| self.is_only_told(up, self.names.text(target), bound);
            self.is_only_compared(up, target, from)
                || self.bound_by(target, from).is_some_and(is_told)
                || self.bound_by(target, from).is_some_and(|b| self.is_only_key(up, target, b))
                || self.bound_by(target, from).is_some_and(|b| self.is_loop_over_listed(up, target, b))
                || self.is_loop_over_beginnings(up, list)
        });
        self.plain(if compared { Context::Comparison } else { Context::Choice }, from)
    }

    /// The call of a method that keeps what it is called on, but for its description: `….default("…").describe("…")`, or
    /// but for a prefix that the value has not: `(model or "…").removeprefix("acme/")`.
    fn kept_by(&self, member: NodeId, from: NodeId) -> Option<NodeId> {
        let names = self.names;
        let call = names.tree.parent(member).filter(|up| names.tree.kind(*up) == Kind::Call)?;
        let has_prefix = || names.literal(from).is_none_or(|text| text.text.contains('/'));
        let keeps = names.key_of(member).is_some_and(|method| names.dialect.keeps(method))
            || !has_prefix() && names.without_prefix(call).is_some();
        (keeps && names.tree.role(member) == Role::Callee).then_some(call)
    }

    /// A word of a command line behind the flag that it belongs to: `["--model", "…"]`.
    fn behind_flag(&self, item: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let flag = names.tree.before(item).filter(|_| item == from)?;
        let text = names.literal(flag)?.text;
        let key = text.strip_prefix("--").and_then(|name| self.key(name)).filter(|k| k.role == KeyRole::Model)?;
        let used = self.keyed(Context::Slot, &key, text, names.tree.node(flag).span, from);
        let server = names.tree.parent(item).and_then(|list| self.told_by_flags(list));
        Some(Use { platform: server.unwrap_or(used.platform), ..used })
    }

    /// Nothing above decided: a key that was met does.
    fn finish(&self, climb: &Climb<'f>, from: NodeId) -> Option<Use> {
        let (key, label, span) = climb.key.as_ref()?;
        Some(self.keyed(Context::Slot, key, label.clone(), *span, from))
    }

    pub(super) fn plain(&self, context: Context, at: NodeId) -> Use {
        Use::new(context, self.names.tree.node(at).span, "")
    }

    /// A use that a key tells about.
    pub(in crate::extract::code) fn keyed(
        &self,
        context: Context,
        key: &Key<'f>,
        label: String,
        span: Span,
        at: NodeId,
    ) -> Use {
        let context = match key.role {
            KeyRole::Model => context,
            KeyRole::Choice if context.is_silent() => context,
            KeyRole::Choice => Context::Choice,
            KeyRole::Silent | KeyRole::BaseUrl | KeyRole::Provider | KeyRole::Endpoint => Context::Key,
        };
        let mut used = Use::new(context, span, label);
        used.endpoints = key.endpoints;
        used.form = key.form;
        used.framework = key.framework.to_owned();
        if let Some(provider) = key.provider {
            used.platform = Platform::Known(provider, Evidence::Key);
        }
        match self.stated_around(at, used.platform) {
            Some(Told::Platform(told)) => used.platform = told,
            // How names are spelled on a platform that nobody here knows is its own affair.
            Some(Told::Stranger) if used.context == Context::Setting && used.platform == Platform::Unstated => {
                used.context = Context::Slot;
            }
            Some(Told::Stranger) => {}
            None if used.context == Context::Choice && used.platform == Platform::Unstated => {
                let told = self.platform_of_list(at).or_else(|| self.platform_of_rows(at));
                used.platform = told.unwrap_or(Platform::Unstated);
            }
            None => {}
        }
        used
    }

    /// What a name means: a setting's in capitals, else a name's in code.
    pub(in crate::extract::code) fn key(&self, name: &str) -> Option<Key<'f>> {
        if let Some(known) = self.asked.keys.borrow().get(name) {
            return *known;
        }
        let environment = name.chars().any(|c| c.is_ascii_uppercase()) && !name.chars().any(|c| c.is_ascii_lowercase());
        let exact = environment.then(|| self.vocabulary.environment(name)).flatten().filter(|k| k.exact);
        let key = exact.or_else(|| self.vocabulary.name(name));
        self.asked.keys.borrow_mut().insert(name.to_owned(), key);
        key
    }
}
