//! Options of command lines and fields of forms: the default is live, choices are offered, help is prose.

use super::{Contexts, NAMING_KEYS};
use crate::extract::code::offers::pickers::ITEMS;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::source::Span;
use crate::vocabulary::{Key, Role as KeyRole, fold_name};

/// Names under which a choice is given that is taken where nobody chooses.
const PRESELECTING: [&str; 3] = ["default", "value", "initial"];

/// The option is called by what it holds, an address: `--judge-api-base`.
fn names_address(option: &str) -> bool {
    const ENDS: [&str; 4] = ["apibase", "baseurl", "apiurl", "endpointurl"];
    let folded = fold_name(option);
    ENDS.iter().any(|end| folded.ends_with(end))
}

impl<'f> Contexts<'_, 'f> {
    /// One of several options that a list offers, each made of its label and its value: `[AcmeOption(label=…, value=…), …]`.
    pub(super) fn is_option_of_many(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
        let is_called_so = chain.last().is_some_and(|last| {
            let folded = fold_name(last);
            folded.contains("option") || folded.contains("choice")
        });
        let is_shown = || ["label", "title", "name", "text"].iter().any(|key| names.keyword(call, key).is_some());
        is_called_so
            && tree.parent(call).is_some_and(|up| tree.kind(up) == Kind::List)
            && is_shown()
            && self.is_one_of_many(call)
    }

    /// An option of a command line or a field of a class: its default is live, its choices are offered, its help is prose.
    pub(super) fn option(&self, call: NodeId, keyword: &str, span: Span, from: NodeId) -> Use {
        let names = self.names;
        let flags = names.positional(call).into_iter().filter_map(|a| names.literal(a));
        let word = |text: String| {
            // `-m, --model <id>`: the long name without what stands for its value.
            let long = text.split([' ', ',', '|']).find(|word| word.starts_with("--")).map(str::to_owned);
            long.unwrap_or(text)
        };
        let flags: Vec<String> = flags.map(|f| word(f.text)).collect();
        let is_word = |flag: &&String| flag.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let flag = flags.iter().find(|flag| flag.starts_with("--")).or_else(|| flags.iter().find(is_word)).cloned();
        let target = names.tree.ancestors(call).find(|up| matches!(names.tree.kind(*up), Kind::Assign | Kind::Param));
        let target = target.and_then(|t| names.tree.child(t, Role::Target).or_else(|| names.tree.child(t, Role::Name)));
        let name =
            flag.map(|f| f.trim_start_matches('-').to_owned()).or_else(|| target.map(|t| self.last_name(t).to_owned()));
        let key = name.as_deref().and_then(|n| self.key(n));
        // `add_option("model", value="…")`: what the option is at first.
        let is_model = key.as_ref().is_some_and(|key| key.role == KeyRole::Model);
        let keyword = if keyword == "value" && is_model { "default" } else { keyword };
        if self.is_in_history(call)
            || name.as_deref().is_some_and(|name| NAMING_KEYS.contains(&fold_name(name).as_str()))
        {
            return self.plain(Context::Key, from);
        }
        let is_renamed = names.keyword(call, "dest").is_some();
        if keyword == "default" && !is_renamed && name.as_deref().is_some_and(|name| self.is_option_unsent(name)) {
            return self.plain(Context::Comparison, from);
        }
        if keyword == "default" && (self.is_option_of_command_unsent(call) || names.is_default_idle(call)) {
            return self.plain(Context::Comparison, from);
        }
        let offers = matches!(keyword, "default" | "choices" | "type");
        if offers && !is_renamed && name.as_deref().is_some_and(|name| self.is_option_unread(name)) {
            return self.plain(Context::Comparison, from);
        }
        let keyed_otherwise = match key.as_ref() {
            Some(key) => !matches!(key.role, KeyRole::Model | KeyRole::Choice),
            None => name.as_deref().is_some_and(names_address),
        };
        match (keyword, key) {
            ("default" | "default_factory", Some(key)) if key.role == KeyRole::Model => {
                self.keyed(Context::Setting, &key, name.unwrap_or_default(), span, from)
            }
            // What a list of models is made of where nobody gives one.
            ("default_factory", Some(key)) if key.role == KeyRole::Choice => {
                self.keyed(Context::Choice, &key, name.unwrap_or_default(), span, from)
            }
            // A default of something that is no model: a provider, a base URL, a version.
            ("default" | "default_factory", _) if keyed_otherwise => self.plain(Context::Key, from),
            ("default", _) => Use::new(Context::Slot, span, name.unwrap_or_default()),
            ("choices" | "type", Some(key)) => self.keyed(Context::Choice, &key, name.unwrap_or_default(), span, from),
            ("choices" | "type", None) => Use::new(Context::Choice, span, name.unwrap_or_default()),
            _ => Use::new(Context::Text, span, keyword),
        }
    }

    /// The one of several choices that a call says is taken where nobody chooses: `List(choices=["…", "…"], default="…")`.
    pub(super) fn preselected_in_call(&self, call: NodeId, keyword: &str, from: NodeId) -> Option<Use> {
        let is_default = PRESELECTING.contains(&keyword);
        let offered = ITEMS.into_iter().filter(|_| is_default).filter_map(|name| self.names.keyword(call, name));
        self.preselected_of(offered.collect(), from)
    }

    /// The choice in some lists that has the text of a value.
    fn preselected_of(&self, lists: Vec<NodeId>, value: NodeId) -> Option<Use> {
        /// Choices that are looked at.
        const MOST: usize = 64;
        let names = self.names;
        let text = names.literal(value)?.text;
        let items = lists.into_iter().filter_map(|list| names.items_of(list)).flatten().take(MOST);
        let same = { items }.find(|item| names.literal(*item).is_some_and(|item| item.text == text))?;
        self.doing(same).filter(|used| used.context == Context::Choice)
    }

    /// The description of an input: what may be chosen, and perhaps what else is said of it: `(["…", "…"], {"default": "…"})`.
    pub(in crate::extract::code) fn is_list_with_options(&self, pair: NodeId) -> bool {
        let tree = &self.names.tree;
        let parts: Vec<Kind> = tree.children(pair).take(3).map(|part| tree.kind(part)).collect();
        matches!(parts[..], [Kind::List] | [Kind::List, Kind::Map])
    }

    /// The function makes what a field is by default: `default_factory=lambda: ["…"]`.
    pub(super) fn makes_default(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let keyword = tree.parent(function).filter(|up| tree.kind(*up) == Kind::Keyword);
        let name = keyword.and_then(|keyword| tree.child(keyword, Role::Name));
        name.is_some_and(|name| names.text(name) == "default_factory")
    }

    /// What a target is called: of `bpy.types.Scene.model` the last name.
    fn last_name(&self, target: NodeId) -> &'f str {
        self.names
            .key_of(target)
            .filter(|_| self.names.tree.kind(target) == Kind::Member)
            .unwrap_or(self.names.text(target))
    }

    /// `new Option("--model <id>").default("…")`: the option is declared before.
    pub(super) fn chained_option(&self, call: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let mut before = names.tree.child(callee, Role::Object)?;
        while names.tree.kind(before) == Kind::Call {
            let inner = names.tree.child(before, Role::Callee)?;
            if names.chain(inner).names.last().is_some_and(|last| *last == "Option") {
                return Some(self.option(before, "default", names.tree.node(from).span, from));
            }
            before = names.tree.child(inner, Role::Object)?;
        }
        None
    }

    /// `.default("model", "…")`: the default of an option that is called by its name.
    pub(super) fn declared_later(&self, call: NodeId, node: NodeId, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        let positional = names.positional(call);
        let [name, value] = positional.as_slice() else { return None };
        if !names.dialect.declares_default(chain) || *value != node {
            return None;
        }
        let text = names.literal(*name)?.text;
        let key = self.key(&text).filter(|key| key.role == KeyRole::Model)?;
        Some(self.keyed(Context::Setting, &key, text, names.tree.node(*name).span, from))
    }

    /// The default of a form field or an option, where a property beside it names the field.
    pub(super) fn field_default(&self, map: NodeId, key: &str, span: Span, from: NodeId) -> Option<Use> {
        if fold_name(key) == "value" {
            let (key, name) = self.key_of_input(map)?;
            return Some(self.keyed(Context::Setting, &key, name, span, from));
        }
        if !matches!(fold_name(key).as_str(), "default" | "defaultvalue" | "initialvalue") {
            return None;
        }
        match self.key_of_field(map) {
            Some((key, name)) => Some(self.keyed(Context::Setting, &key, name, span, from)),
            None => {
                let offered = ITEMS.into_iter().flat_map(|name| self.names.entries(map, name));
                self.preselected_of(offered.collect(), from)
            }
        }
    }

    /// What a field of a form offers beside a default of its own: `model: { type: "string", enum: ["…"], default: "…" }`.
    pub(super) fn field_choice(&self, map: NodeId, key: &str, span: Span, from: NodeId) -> Option<Use> {
        let has = |word: &str| !self.names.entries(map, word).is_empty();
        if !matches!(fold_name(key).as_str(), "enum" | "enumchoices") || !has("type") || !has("default") {
            return None;
        }
        let (key, name) = self.key_of_field(map)?;
        Some(self.keyed(Context::Choice, &key, name, span, from))
    }

    /// The name by which what people type into an input is read, if that is a model, and what the name means:
    /// `{ custom_id: "model", label: "Model", value: "…" }`.
    fn key_of_input(&self, map: NodeId) -> Option<(Key<'f>, String)> {
        let names = self.names;
        let named = ["custom_id", "customId"].into_iter().flat_map(|key| names.entries(map, key));
        let name = named.filter_map(|name| names.literal(name)).map(|name| name.text).next()?;
        let is_typed = !names.entries(map, "label").is_empty() && names.entries(map, "options").is_empty();
        let key = self.key(&name).filter(|key| is_typed && key.role == KeyRole::Model)?;
        Some((key, name))
    }

    /// The name of a field that holds a model, and what it means.
    fn key_of_field(&self, map: NodeId) -> Option<(Key<'f>, String)> {
        let names = self.names;
        let named = ["name", "id", "key", "field"].into_iter().flat_map(|k| names.entries(map, k));
        let name = named.filter_map(|n| names.literal(n)).map(|d| d.text).next();
        let name = name.or_else(|| self.declared_flag(map)).or_else(|| self.described_key(map));
        let name = name.or_else(|| self.titled_field(map))?;
        let key = self.key(&name).filter(|k| k.role == KeyRole::Model)?;
        Some((key, name))
    }

    /// The key of a map that describes a field by its type: `model: { type: "string", default: "…" }`.
    fn described_key(&self, map: NodeId) -> Option<String> {
        let names = self.names;
        let describes = |key: &str| {
            matches!(key, "type" | "describe" | "description" | "alias" | "enum" | "env" | "param" | "required")
                || matches!(key, "options" | "choices" | "label" | "title")
        };
        let up = names.tree.parent(map)?;
        let is_input = names.tree.kind(up) == Kind::List && self.is_list_with_options(up);
        let up = if is_input { names.tree.parent(up)? } else { up };
        let entry = Some(up).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let is_described = is_input || self.folded_keys(map).iter().any(|key| describes(key));
        is_described.then(|| names.entry_key(entry).map(str::to_owned)).flatten()
    }

    /// What a field of a form is called for people: `{ type: "string", title: "Judge model", default: "…" }`.
    fn titled_field(&self, map: NodeId) -> Option<String> {
        let names = self.names;
        let title = ["title", "label"].into_iter().flat_map(|key| names.entries(map, key)).next()?;
        let is_typed = !names.entries(map, "type").is_empty();
        names.literal(title).filter(|_| is_typed).map(|title| title.text.trim().replace(' ', "_"))
    }

    /// The flag of a call that declares an option with this map: `.option("model", { default: "…" })`.
    fn declared_flag(&self, map: NodeId) -> Option<String> {
        let names = self.names;
        let call = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Call)?;
        let chain = names.chain(names.tree.child(call, Role::Callee)?);
        let flag = names.positional(call).first().and_then(|f| names.literal(*f))?;
        names.dialect.declares_option(&chain.names).then(|| flag.text.trim_start_matches('-').to_owned())
    }
}
