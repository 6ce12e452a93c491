//! Options of command lines: what was declared for a name, where the parsed options are read.

use foldhash::{HashMap, HashMapExt};

use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

/// Names that parsed options go by when a function is given them.
const PARSED: [&str; 6] = ["args", "opts", "options", "argv", "parsed_args", "flags"];

impl<'f> Names<'f> {
    /// Names that the parsed options of the command line go by in this file; none where a command takes them by itself,
    /// or where they have no name.
    pub(in crate::extract::code) fn parsed_options(&self) -> Vec<&'f str> {
        let named = |id: NodeId| match self.tree.kind(id) {
            Kind::Assign => {
                let target = self.tree.child(id, Role::Target)?;
                let target =
                    if self.tree.kind(target) == Kind::List { self.tree.children(target).next()? } else { target };
                self.tree.child(id, Role::Value).filter(|value| self.is_parsed(*value)).map(|_| self.text(target))
            }
            Kind::Param if self.may_be_options(id) => self.tree.child(id, Role::Name).map(|name| self.text(name)),
            _ => None,
        };
        let takes = |id: NodeId| {
            let method = self.tree.child(id, Role::Callee).filter(|_| self.tree.kind(id) == Kind::Call);
            method.and_then(|method| self.key_of(method)).is_some_and(|method| matches!(method, "action" | "command"))
        };
        let is_assigned = |id: NodeId| self.tree.kind(id) == Kind::Assign && named(id).is_some();
        if !self.tree.ids().any(is_assigned) || self.tree.ids().any(takes) {
            return Vec::new();
        }
        let mut found: Vec<&'f str> = self.tree.ids().filter_map(named).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The default that the file declares for an option.
    pub(in crate::extract::code) fn option_default(&self, name: &str) -> Option<NodeId> {
        let find = || {
            let mut defaults = HashMap::new();
            for call in self.tree.ids().filter(|id| self.tree.kind(*id) == Kind::Call) {
                if let Some(default) = self.declared_default(call) {
                    for name in self.option_names(call) {
                        defaults.entry(fold_name(&name)).or_insert(default);
                    }
                }
                for (name, default) in self.later_defaults(call) {
                    defaults.entry(fold_name(&name)).or_insert(default);
                }
            }
            defaults
        };
        self.options.get_or_init(find).get(&fold_name(name)).copied()
    }

    /// What is read of the parsed options is one that people may leave out, and that is nothing then: `args.base_url` of
    /// `add_argument("--base-url")`.
    pub(in crate::extract::code) fn is_option_without_default(&self, member: NodeId) -> bool {
        let object = self.tree.child(member, Role::Object).filter(|object| self.tree.kind(*object) == Kind::Name);
        let (Some(object), Some(name)) = (object, self.key_of(member)) else { return false };
        let is_parsed = self.lookup(object, self.text(object)).iter().all(|bound| match bound {
            Bound::Value(value) | Bound::Part(value, _) => self.is_parsed(*value),
            Bound::Param(param) => self.may_be_options(*param),
            _ => false,
        });
        let folded = fold_name(name);
        let declares = |call: &NodeId| {
            self.tree.kind(*call) == Kind::Call
                && self.declares_optional(*call)
                && self.option_names(*call).iter().any(|option| fold_name(option) == folded)
        };
        is_parsed && self.option_default(name).is_none() && self.tree.ids().any(|call| declares(&call))
    }

    /// An option is declared that begins with dashes and that nothing makes people give.
    fn declares_optional(&self, call: NodeId) -> bool {
        let callee = self.tree.child(call, Role::Callee);
        let declares = callee.is_some_and(|callee| self.dialect.declares_option(&self.chain(callee).names));
        let first = || self.positional(call).first().and_then(|first| self.literal(*first));
        let is_asked_for = || self.keyword(call, "required").is_some_and(|value| self.text(value) != "False");
        declares && first().is_some_and(|flag| flag.text.starts_with('-')) && !is_asked_for()
    }

    /// A call reads the options of the command line.
    fn is_parsed(&self, value: NodeId) -> bool {
        let callee = self.tree.child(value, Role::Callee).filter(|_| self.tree.kind(value) == Kind::Call);
        callee.is_some_and(|callee| self.dialect.reads_options(&self.chain(callee).names))
    }

    /// The parameter may be the parsed options themselves.
    pub(in crate::extract::code) fn may_be_options(&self, param: NodeId) -> bool {
        let name = self.tree.child(param, Role::Name).map_or("", |name| self.text(name));
        PARSED.contains(&name)
    }

    /// The default of the option that a decorator of the function declares for a parameter.
    pub(in crate::extract::code) fn option_of_param(&self, param: NodeId) -> Option<NodeId> {
        let function = self.function_of(param)?;
        let name = fold_name(self.text(self.tree.child(param, Role::Name)?));
        let decorators = self.decorators(function);
        let calls = decorators.filter_map(|d| self.tree.children(d).find(|c| self.tree.kind(*c) == Kind::Call));
        let mut named = calls.filter(|call| self.option_names(*call).iter().any(|option| fold_name(option) == name));
        named.find_map(|call| self.declared_default(call))
    }

    /// The default in the declaration of an option.
    fn declared_default(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.tree.child(call, Role::Callee)?;
        if !self.dialect.declares_option(&self.chain(callee).names) || self.is_default_idle(call) {
            return None;
        }
        let positional = self.positional(call);
        let in_map = || positional.iter().find_map(|a| self.entries(*a, "default").pop());
        let third = || positional.get(2).copied().filter(|_| self.dialect.has_block_scope());
        self.keyword(call, "default").or_else(in_map).or_else(third)
    }

    /// The default of an option that has to be given: by its flag, or by its place where that may not be left out.
    pub(in crate::extract::code) fn is_default_idle(&self, call: NodeId) -> bool {
        let callee = self.tree.child(call, Role::Callee);
        if !callee.is_some_and(|callee| self.dialect.leaves_default_of_required(&self.chain(callee).names)) {
            return false;
        }
        let is_required = || self.keyword(call, "required").is_some_and(|value| self.text(value) == "True");
        let first = || self.positional(call).first().and_then(|name| self.literal(*name));
        let is_by_place = || first().is_some_and(|name| !name.text.starts_with('-'));
        is_required() || is_by_place() && self.keyword(call, "nargs").is_none()
    }

    /// Defaults that are given to options by their names: `.default("model", "…")`, `.default({ model: "…" })`.
    fn later_defaults(&self, call: NodeId) -> Vec<(String, NodeId)> {
        let callee = self.tree.child(call, Role::Callee);
        if !callee.is_some_and(|callee| self.dialect.declares_default(&self.chain(callee).names)) {
            return Vec::new();
        }
        match self.positional(call).as_slice() {
            [name, default] => self.literal(*name).map(|name| (name.text, *default)).into_iter().collect(),
            [map] if self.tree.kind(*map) == Kind::Map => {
                let entries = self.tree.children(*map);
                let named = |entry| Some((self.entry_key(entry)?.to_owned(), self.tree.child(entry, Role::Value)?));
                entries.filter_map(named).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The names of an option: `--the-model`, `-m, --model <name>`, `model`.
    pub(in crate::extract::code) fn option_names(&self, call: NodeId) -> Vec<String> {
        let texts = self.positional(call).into_iter().take(3).filter_map(|a| self.literal(a)).map(|d| d.text);
        let mut names = Vec::new();
        for (at, text) in texts.enumerate() {
            let flags = text.split([' ', ',', '|']).filter(|word| word.starts_with('-'));
            names.extend(flags.map(|flag| flag.trim_start_matches('-').to_owned()));
            if at == 0 && names.is_empty() {
                names.extend(text.split_whitespace().next().map(str::to_owned));
            }
        }
        names
    }
}
