//! What a literal is doing, read from where it stands.
//!
//! The reading climbs from the literal to the construct that decides: a
//! comparison, a key, an assignment to a model-like name, an argument.

use super::dialect::Effect;
use super::names::Names;
use super::shapes::Asked;
use super::tree::{Kind, NodeId, Role};
use crate::extract::lexical;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Form, Key, Role as KeyRole, Vocabulary, fold_name};

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

/// Properties whose value names a thing for people or machines, not a model that is sent.
const NAMING_KEYS: &[&str] =
    &["id", "name", "value", "label", "title", "slug", "key", "displayname", "description", "text"];

impl<'n, 'f> Contexts<'n, 'f> {
    /// Nothing was asked yet.
    pub fn new(names: &'n Names<'f>, vocabulary: &'f dyn Vocabulary) -> Contexts<'n, 'f> {
        Contexts { names, vocabulary, asked: Asked::default() }
    }

    /// The expression that a literal is a part of, and what that is doing; nothing if it can be no model value at all.
    pub fn of(&self, literal: NodeId) -> Option<(NodeId, Use)> {
        let whole = self.names.whole(literal);
        let span = self.names.tree.node(literal).span;
        let used = self.climb(whole).or_else(|| self.beside(literal));
        let used = used.unwrap_or_else(|| Use::new(Context::Text, span, ""));
        Some((whole, used))
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
        let tree = &self.names.tree;
        let mut climb = Climb { key: None, in_entry: false, in_list: false, outer_maps: 0, map: None };
        let mut node = from;
        let mut alternatives = 0;
        for _ in 0..HIGHEST {
            let up = tree.parent(node)?;
            let role = tree.role(node);
            if role == Role::Condition {
                return Some(self.plain(Context::Comparison, from));
            }
            match tree.kind(up) {
                Kind::Or => {
                    alternatives += 1;
                    if alternatives > MOST_ALTERNATIVES {
                        return None;
                    }
                    if let Some(decided) = self.beside_environment(up, from) {
                        return Some(decided);
                    }
                }
                Kind::Conditional | Kind::Spread | Kind::Error => {}
                Kind::Compare | Kind::Case => return Some(self.plain(Context::Comparison, from)),
                Kind::Statement | Kind::Decorator => return Some(self.plain(Context::Text, from)),
                Kind::Type => return Some(self.plain(Context::Key, from)),
                Kind::Assert => return Some(self.plain(Context::Expectation, from)),
                Kind::Index if role == Role::Key => return Some(self.plain(Context::Key, from)),
                Kind::Entry => {
                    if let Some(decided) = self.entry(up, role, &mut climb, from) {
                        return Some(decided);
                    }
                }
                Kind::Keyword => return self.keyword(up, from, &climb),
                Kind::Map => {
                    if tree.kind(node) == Kind::Entry && climb.in_list && self.is_row(up) {
                        return Some(self.plain(Context::Key, from));
                    }
                }
                Kind::List => climb.in_list = true,
                Kind::Call => {
                    if let Some(decided) = self.call(up, node, from, &climb) {
                        return Some(decided);
                    }
                }
                Kind::For if role == Role::Iterable => {
                    let target = tree.child(up, Role::Target);
                    let compared = target.is_some_and(|target| self.classifies(target));
                    return Some(self.plain(if compared { Context::Comparison } else { Context::Choice }, from));
                }
                Kind::Assign if role == Role::Value => return Some(self.assigned(up, from, &climb)),
                Kind::Param if role == Role::Value => return Some(self.parameter(up, from, &climb)),
                Kind::Return => return Some(self.returned(up, from, &climb)),
                Kind::Function if role == Role::Value => return Some(self.returned(node, from, &climb)),
                Kind::Attribute => return Some(self.attribute(up, from)),
                Kind::Member if role == Role::Object => return Some(self.plain(Context::Text, from)),
                Kind::Assign if tree.kind(tree.node(up).parent) == Kind::Error => {}
                _ => return self.finish(climb, from),
            }
            node = up;
        }
        None
    }

    /// Nothing above decided: a key that was met does.
    fn finish(&self, climb: Climb<'f>, from: NodeId) -> Option<Use> {
        let (key, label, span) = climb.key?;
        Some(self.keyed(Context::Slot, &key, label, span, from))
    }

    fn plain(&self, context: Context, at: NodeId) -> Use {
        Use::new(context, self.names.tree.node(at).span, "")
    }

    /// A use that a key tells about.
    fn keyed(&self, context: Context, key: &Key<'f>, label: String, span: Span, at: NodeId) -> Use {
        let context = match key.role {
            KeyRole::Model => context,
            KeyRole::Choice if context.is_silent() => context,
            KeyRole::Choice => Context::Choice,
            KeyRole::Silent | KeyRole::BaseUrl | KeyRole::Provider => Context::Key,
        };
        let mut used = Use::new(context, span, label);
        used.endpoints = key.endpoints;
        used.form = key.form;
        used.framework = key.framework.to_owned();
        if let Some(provider) = key.provider {
            used.platform = Platform::Known(provider, Evidence::Key);
        }
        if let Some(told) = self.told_around(at, used.platform) {
            used.platform = told;
        }
        used
    }

    /// An entry of a map: the key decides at once, or is remembered.
    fn entry(&self, entry: NodeId, role: Role, climb: &mut Climb<'f>, from: NodeId) -> Option<Use> {
        let names = self.names;
        if role == Role::Key {
            return Some(self.plain(Context::Key, from));
        }
        let key_node = names.tree.child(entry, Role::Key)?;
        let span = names.tree.node(key_node).span;
        let Some(text) = names.entry_key(entry) else {
            climb.in_entry = true;
            return None;
        };
        let map = names.tree.node(entry).parent;
        climb.map.get_or_insert(map);
        if self.is_row(map) {
            return Some(Use::new(Context::Key, span, text));
        }
        if self.is_answer(map) {
            return Some(Use::new(Context::Expectation, span, text));
        }
        if climb.key.is_some() || climb.in_entry {
            climb.outer_maps += 1;
        } else {
            if self.vocabulary.resembles_id(text) && names.tree.kind(key_node) == Kind::Str {
                return Some(Use::new(Context::Key, span, text));
            }
            if let Some(field) = self.field_default(map, text, span, from) {
                return Some(field);
            }
            let known = self.key(text);
            let folded = fold_name(text);
            if known.is_none() && NAMING_KEYS.contains(&folded.as_str()) {
                return Some(Use::new(Context::Key, span, text));
            }
            climb.key = known.map(|key| (key, text.to_owned(), span));
        }
        climb.in_entry = true;
        None
    }

    /// What a name means: a setting's in capitals, else a name's in code.
    fn key(&self, name: &str) -> Option<Key<'f>> {
        if let Some(known) = self.asked.keys.borrow().get(name) {
            return *known;
        }
        let environment = name.chars().any(|c| c.is_ascii_uppercase()) && !name.chars().any(|c| c.is_ascii_lowercase());
        let exact = environment.then(|| self.vocabulary.environment(name)).flatten().filter(|k| k.exact);
        let key = exact.or_else(|| self.vocabulary.name(name));
        self.asked.keys.borrow_mut().insert(name.to_owned(), key);
        key
    }

    /// `getenv("NAME", default="…")`: the name tells what the default is for.
    fn environment_keyword(&self, call: NodeId, keyword: &str, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        let passing = names.dialect.passing(chain).filter(|p| p.keywords.contains(&keyword))?;
        let name_node = names.positional(call).get(passing.environment?).copied()?;
        let name = names.literal(name_node)?.text;
        let span = names.tree.node(name_node).span;
        Some(match self.vocabulary.environment(&name).or_else(|| self.vocabulary.name(&name)) {
            Some(key) => self.keyed(Context::Setting, &key, name, span, from),
            None => Use::new(Context::Slot, span, name),
        })
    }

    /// The default of a form field or an option, where a property beside it names the field.
    fn field_default(&self, map: NodeId, key: &str, span: Span, from: NodeId) -> Option<Use> {
        let names = self.names;
        if !matches!(fold_name(key).as_str(), "default" | "defaultvalue" | "initialvalue") {
            return None;
        }
        let named = ["name", "id", "key", "field"].into_iter().flat_map(|k| names.entries(map, k));
        let name = named.filter_map(|n| names.literal(n)).map(|d| d.text).next().or_else(|| self.declared_flag(map))?;
        let key = self.key(&name).filter(|k| k.role == KeyRole::Model)?;
        Some(self.keyed(Context::Setting, &key, name, span, from))
    }

    /// The flag of a call that declares an option with this map: `.option("model", { default: "…" })`.
    fn declared_flag(&self, map: NodeId) -> Option<String> {
        let names = self.names;
        let call = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Call)?;
        let chain = names.chain(names.tree.child(call, Role::Callee)?);
        let flag = names.positional(call).first().and_then(|f| names.literal(*f))?;
        names.dialect.declares_option(&chain.names).then(|| flag.text.trim_start_matches('-').to_owned())
    }

    /// The other side of an `or` reads the environment: its name tells what the default is for.
    fn beside_environment(&self, or: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let sides = names.tree.children(or).filter(|c| !names.tree.node(*c).span.contains(names.tree.node(from).span));
        let read = sides.flat_map(|side| names.follow(side).environment);
        let span = names.tree.node(or).span;
        read.into_iter().find_map(|name| {
            let key = self.vocabulary.environment(&name)?;
            Some(self.keyed(Context::Setting, &key, name, span, from))
        })
    }

    fn keyword(&self, keyword: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        let name_node = names.tree.child(keyword, Role::Name)?;
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        let call = names.tree.parent(keyword)?;
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(silent) = self.effect(&chain, from) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        if self.is_answer_call(call) {
            return Some(self.plain(Context::Expectation, from));
        }
        if let Some(decided) = self.environment_keyword(call, name, &chain, from) {
            return Some(decided);
        }
        if let Some(inner) = &climb.key {
            let (key, label, at) = inner;
            return Some(self.keyed(
                if climb.in_list { Context::Slot } else { Context::Setting },
                key,
                label.clone(),
                *at,
                from,
            ));
        }
        if names.dialect.declares_option(&chain) || chain.last().is_some_and(|l| l.eq_ignore_ascii_case("field")) {
            return Some(self.option(call, name, span, from));
        }
        if climb.in_entry {
            return Some(Use::new(Context::Key, span, name));
        }
        match self.key(name) {
            Some(key) if climb.in_list => Some(self.keyed(Context::Choice, &key, name.to_owned(), span, from)),
            Some(key) => Some(self.keyed(Context::Slot, &key, name.to_owned(), span, from)),
            None => Some(Use::new(Context::Text, span, name)),
        }
    }

    /// An option of a command line or a field of a class: its default is live, its choices are offered, its help is prose.
    fn option(&self, call: NodeId, keyword: &str, span: Span, from: NodeId) -> Use {
        let names = self.names;
        let flags = names.positional(call).into_iter().filter_map(|a| names.literal(a));
        let flag = flags
            .map(|f| f.text)
            .find(|f| f.starts_with("--") || f.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'));
        let target = names.tree.ancestors(call).find(|up| matches!(names.tree.kind(*up), Kind::Assign | Kind::Param));
        let target = target.and_then(|t| names.tree.child(t, Role::Target).or_else(|| names.tree.child(t, Role::Name)));
        let name =
            flag.map(|f| f.trim_start_matches('-').to_owned()).or_else(|| target.map(|t| names.text(t).to_owned()));
        let key = name.as_deref().and_then(|n| self.key(n));
        match (keyword, key) {
            ("default" | "default_factory", Some(key)) if key.role == KeyRole::Model => {
                self.keyed(Context::Setting, &key, name.unwrap_or_default(), span, from)
            }
            ("default" | "default_factory", Some(key)) if key.role == KeyRole::Silent => self.plain(Context::Key, from),
            ("default", _) => Use::new(Context::Slot, span, name.unwrap_or_default()),
            ("choices" | "type", Some(key)) => self.keyed(Context::Choice, &key, name.unwrap_or_default(), span, from),
            ("choices" | "type", None) => Use::new(Context::Choice, span, name.unwrap_or_default()),
            _ => Use::new(Context::Text, span, keyword),
        }
    }

    /// An argument by position: passed on, compared, told, expected; at an unknown callee it says nothing.
    fn call(&self, call: NodeId, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        if names.tree.role(node) != Role::Argument {
            return Some(self.plain(Context::Text, from));
        }
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(passing) = names.dialect.passing(&chain) {
            let positional = names.positional(call);
            let at = positional.iter().position(|a| *a == node);
            if at == passing.value {
                let environment = passing.environment.and_then(|e| positional.get(e)).and_then(|n| names.literal(*n));
                let looked_up = passing.environment.is_none().then(|| positional.first()).flatten();
                let looked_up = looked_up.filter(|n| at == Some(1) && **n != node).and_then(|n| names.literal(*n));
                if let Some(name) = looked_up.filter(|name| self.key(&name.text).is_none()) {
                    return Some(Use::new(Context::Key, names.tree.node(from).span, name.text));
                }
                if let Some(name) = environment {
                    let span = names.tree.node(positional[passing.environment.unwrap_or(0)]).span;
                    return match self.vocabulary.environment(&name.text).or_else(|| self.vocabulary.name(&name.text)) {
                        Some(key) => Some(self.keyed(Context::Setting, &key, name.text, span, from)),
                        None => Some(Use::new(Context::Slot, span, name.text)),
                    };
                }
                return None;
            }
            return Some(self.plain(Context::Comparison, from));
        }
        if let Some(silent) = self.effect(&chain, from) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let positional = names.positional(call);
        let at = positional.iter().position(|a| *a == node);
        if names.dialect.declares_option(&chain) {
            // `.option("--model <id>", "help", "default")`: the third is the default. As the default of a
            // parameter or field, `Option("default", "--model")`, the first one is.
            let in_param = names.tree.parent(call).is_some_and(|up| names.tree.kind(up) == Kind::Param);
            let keyword = if at == Some(2) || (in_param && at == Some(0)) { "default" } else { "help" };
            return Some(self.option(call, keyword, names.tree.node(from).span, from));
        }
        // `get_setting("MODEL_NAME", "…")`: a reader of settings by the form of its first argument.
        if at == Some(1)
            && positional.len() == 2
            && let Some(name) = names.literal(positional[0]).filter(|n| is_setting_name(&n.text))
        {
            let span = names.tree.node(positional[0]).span;
            let key = self.vocabulary.environment(&name.text).or_else(|| self.vocabulary.name(&name.text))?;
            return Some(self.keyed(Context::Setting, &key, name.text, span, from));
        }
        match &climb.key {
            Some((key, label, span)) => Some(self.keyed(Context::Slot, key, label.clone(), *span, from)),
            None if climb.in_list && !climb.in_entry && chain.last().is_some_and(|l| is_select_box(l)) => {
                Some(self.plain(Context::Choice, from))
            }
            None if climb.in_entry || climb.in_list => Some(self.plain(Context::Key, from)),
            None => Some(self.plain(Context::Text, from)),
        }
    }

    fn effect(&self, chain: &[&str], from: NodeId) -> Option<Use> {
        let context = match self.names.dialect.effect(chain)? {
            Effect::Compares => Context::Comparison,
            Effect::Tells => Context::Text,
            Effect::Expects => Context::Expectation,
        };
        Some(self.plain(context, from))
    }

    fn assigned(&self, assign: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let target = names.tree.child(assign, Role::Target).unwrap_or(assign);
        if let Some(paired) = self.paired_target(assign, target, from) {
            return self.assigned_to(assign, paired, from, &Climb { in_list: false, ..climb.clone() });
        }
        self.assigned_to(assign, target, from, climb)
    }

    /// The target that belongs to a value in `a, b = "x", "y"`.
    fn paired_target(&self, assign: NodeId, target: NodeId, from: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let value = tree.child(assign, Role::Value)?;
        if tree.kind(target) != Kind::List || tree.kind(value) != Kind::List {
            return None;
        }
        let place = tree.children(value).position(|v| tree.node(v).span.contains(tree.node(from).span))?;
        tree.children(target).nth(place)
    }

    fn assigned_to(&self, assign: NodeId, target: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name = names.key_of(target).unwrap_or_else(|| names.text(target));
        let span = names.tree.node(target).span;
        let target_key = self.key(name);
        if let Some((key, label, at)) = &climb.key {
            let classifies = target_key.as_ref().is_some_and(|k| k.role == KeyRole::Silent);
            let context = match () {
                () if classifies => Context::Key,
                () if climb.in_list || climb.outer_maps > 1 => Context::Slot,
                () => Context::Setting,
            };
            return self.keyed(context, key, label.clone(), *at, from);
        }
        let is_model_key = target_key.as_ref().is_some_and(|k| k.role == KeyRole::Model);
        if !climb.in_entry && !climb.in_list && self.in_enumeration(assign, is_model_key) {
            return Use::new(Context::Key, span, name);
        }
        let function = names.function_of(assign).and_then(|f| names.tree.child(f, Role::Name));
        if function.is_some_and(|f| Self::records(names.text(f))) {
            return Use::new(Context::Comparison, span, name);
        }
        // A constant that is only compared is not sent.
        if target_key.is_none() && !climb.in_entry && !climb.in_list && self.classifies(target) {
            return Use::new(Context::Comparison, span, name);
        }
        match target_key {
            Some(_) if climb.in_list && !climb.in_entry && !self.is_offered(target) => {
                Use::new(Context::Key, span, name)
            }
            Some(_)
                if climb.in_entry && !climb.in_list && climb.outer_maps == 0 && fold_name(name).contains("alias") =>
            {
                Use::new(Context::Slot, span, name)
            }
            Some(key) if climb.in_entry => {
                // Values of a table: aliases if it is named like one, else facts about something.
                let context = if key.role == KeyRole::Silent || climb.outer_maps > 0 || climb.in_list {
                    Context::Key
                } else {
                    Context::Slot
                };
                Use { endpoints: key.endpoints, ..Use::new(context, span, name) }
            }
            Some(key) if climb.in_list => {
                self.keyed(Context::Choice, &Key { form: Form::Id, ..key }, name.to_owned(), span, from)
            }
            Some(key) => self.keyed(Context::Setting, &key, name.to_owned(), span, from),
            None if climb.in_entry && climb.outer_maps == 0 && climb.map.is_some_and(|m| self.is_alias_table(m)) => {
                Use::new(Context::Slot, span, name)
            }
            None if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            None => Use::new(Context::Slot, span, name),
        }
    }

    fn parameter(&self, param: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name_node = names.tree.child(param, Role::Name).unwrap_or(param);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        if let Some((key, label, at)) = &climb.key {
            return self.keyed(Context::Setting, key, label.clone(), *at, from);
        }
        let function = names.function_of(param).and_then(|f| names.tree.child(f, Role::Name));
        let class = names.class_of(param).and_then(|c| names.tree.child(c, Role::Name));
        if function.into_iter().chain(class).any(|f| Self::records(names.text(f))) {
            return self.plain(Context::Comparison, from);
        }
        match self.key(name) {
            Some(key) if climb.in_list => self.keyed(Context::Choice, &key, name.to_owned(), span, from),
            Some(key) if !climb.in_entry => self.keyed(Context::Setting, &key, name.to_owned(), span, from),
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    fn returned(&self, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let function = names.function_of(node);
        let name_node = function.and_then(|f| {
            names.tree.child(f, Role::Name).or_else(|| {
                let up = names.tree.parent(f).filter(|up| names.tree.kind(*up) == Kind::Assign)?;
                names.tree.child(up, Role::Target)
            })
        });
        let name = name_node.map_or("", |n| names.text(n));
        let span = names.tree.node(name_node.unwrap_or(node)).span;
        if let Some((key, label, at)) = &climb.key {
            let context = if climb.in_list { Context::Slot } else { Context::Setting };
            return self.keyed(context, key, label.clone(), *at, from);
        }
        if Self::records(name) {
            return Use::new(Context::Comparison, span, name);
        }
        let key = self.key(name).or_else(|| self.key(name.trim_start_matches("get_").trim_start_matches("get")));
        match key {
            Some(key) if !climb.in_entry && !climb.in_list => {
                self.keyed(Context::Setting, &key, name.to_owned(), span, from)
            }
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    fn attribute(&self, attribute: NodeId, from: NodeId) -> Use {
        let names = self.names;
        let name_node = names.tree.child(attribute, Role::Name).unwrap_or(attribute);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        match self.key(name) {
            Some(key) => self.keyed(Context::Slot, &key, name.to_owned(), span, from),
            None if name.starts_with("default") => Use::new(Context::Slot, span, name),
            None => Use::new(Context::Text, span, name),
        }
    }
}

/// A widget that offers its items.
fn is_select_box(name: &str) -> bool {
    let folded = fold_name(name);
    ["select", "radio", "dropdown", "combobox"].iter().any(|word| folded.contains(word))
}

/// A name in capitals, as settings have.
fn is_setting_name(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
