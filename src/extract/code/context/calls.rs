//! Literals among the arguments of calls: passed on, compared, told, expected, declared as defaults.

use super::{Climb, Contexts, NAMING_KEYS, tells};
use crate::extract::cases;
use crate::extract::code::clients::Clients;
use crate::extract::code::dialect::Effect;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::names::Bound;
use crate::extract::code::shapes::is_select_box;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::code::widgets::ITEMS;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Form, Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// `getenv("NAME", default="…")`: the name tells what the default is for.
    pub(super) fn environment_keyword(&self, call: NodeId, keyword: &str, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        let passing = names.dialect.passing(chain).filter(|p| p.keywords.contains(&keyword))?;
        let name_node = names.positional(call).get(passing.environment?).copied()?;
        let name = names.literal(name_node)?.text;
        let span = names.tree.node(name_node).span;
        if let Some(deployment) = self.given_as_deployment(call, from) {
            return Some(deployment);
        }
        if self.is_held_unsent(call, from) {
            return Some(Use::new(Context::Comparison, span, name));
        }
        Some(match self.vocabulary.environment(&name).or_else(|| self.vocabulary.name(&name)) {
            Some(key) => self.keyed(Context::Setting, &key, name, span, from),
            None => Use::new(Context::Slot, span, name),
        })
    }

    /// The name under which an expression with a default is given says that users choose its value.
    fn given_as_deployment(&self, node: NodeId, from: NodeId) -> Option<Use> {
        const HIGHEST: usize = 4;
        let tree = &self.names.tree;
        let passes = |up: &NodeId| matches!(tree.kind(*up), Kind::Or | Kind::Conditional);
        let up = tree.ancestors(node).take(HIGHEST).find(|up| !passes(up))?;
        let name_node = match tree.kind(up) {
            Kind::Keyword => tree.child(up, Role::Name)?,
            Kind::Entry => tree.child(up, Role::Key)?,
            Kind::Assign => tree.child(up, Role::Target)?,
            _ => return None,
        };
        let name = self.names.key_of(name_node).unwrap_or_else(|| self.names.text(name_node));
        let key = self.key(name).filter(|key| key.form == Form::Deployment)?;
        Some(self.keyed(Context::Key, &key, name.to_owned(), tree.node(name_node).span, from))
    }

    /// The map around a node records what was asked and what came of it.
    fn stands_in_record(&self, node: NodeId) -> bool {
        const HIGHEST: usize = 3;
        let tree = &self.names.tree;
        let map = tree.ancestors(node).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Map);
        map.is_some_and(|map| self.is_record(map))
    }

    /// The default of a form field or an option, where a property beside it names the field.
    pub(super) fn field_default(&self, map: NodeId, key: &str, span: Span, from: NodeId) -> Option<Use> {
        let names = self.names;
        if !matches!(fold_name(key).as_str(), "default" | "defaultvalue" | "initialvalue") {
            return None;
        }
        let named = ["name", "id", "key", "field"].into_iter().flat_map(|k| names.entries(map, k));
        let name = named.filter_map(|n| names.literal(n)).map(|d| d.text).next();
        let name = name.or_else(|| self.declared_flag(map)).or_else(|| self.described_key(map));
        let name = name.or_else(|| self.titled_field(map))?;
        let key = self.key(&name).filter(|k| k.role == KeyRole::Model)?;
        Some(self.keyed(Context::Setting, &key, name, span, from))
    }

    /// The key of a map that describes a field by its type: `model: { type: "string", default: "…" }`.
    fn described_key(&self, map: NodeId) -> Option<String> {
        let names = self.names;
        let describes = |key: &str| {
            matches!(key, "type" | "describe" | "description" | "alias" | "enum" | "env" | "param" | "required")
                || matches!(key, "options" | "choices" | "label" | "title")
        };
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let is_described = self.folded_keys(map).iter().any(|key| describes(key));
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

    /// The other side of an `or` reads the environment: its name tells what the default is for.
    pub(super) fn beside_environment(&self, or: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let function = names.function_of(or).and_then(|f| names.name_of(f));
        if function.is_some_and(|name| Self::records(names.text(name))) {
            return Some(self.plain(Context::Comparison, from));
        }
        let sides = names.tree.children(or).filter(|c| !names.tree.node(*c).span.contains(names.tree.node(from).span));
        let (mut read, mut settings) = (Vec::new(), Vec::new());
        for side in sides {
            read.extend(names.follow(side).environment);
            settings.extend(self.setting_of_object(side, from));
        }
        let span = names.tree.node(or).span;
        let setting = |name: String| {
            let key = self.vocabulary.environment(&name)?;
            Some(
                self.given_as_deployment(or, from)
                    .unwrap_or_else(|| self.keyed(Context::Setting, &key, name, span, from)),
            )
        };
        let told = read.into_iter().find_map(setting);
        let of_object = || Some(self.given_as_deployment(or, from).unwrap_or(settings.into_iter().next()?));
        told.or_else(of_object)
    }

    /// `settings.OPENAI_MODEL`: a property that is spelled like a variable of the environment says the same, if it
    /// names a platform as well.
    fn setting_of_object(&self, side: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let name = names.key_of(side).filter(|_| names.tree.kind(side) == Kind::Member)?;
        let key =
            self.vocabulary.environment(name).filter(|key| key.role == KeyRole::Model && is_setting_name(name))?;
        let words = || name.split('_').map(str::to_ascii_lowercase);
        let named = || words().find_map(|word| self.vocabulary.provider_word("", &word));
        let provider = key.provider.or_else(|| named().filter(|provider| !self.vocabulary.user_named(*provider)));
        let used = self.keyed(Context::Setting, &key, name.to_owned(), names.tree.node(side).span, from);
        match (used.platform, provider) {
            (Platform::Unstated, Some(provider)) => {
                Some(Use { platform: Platform::Known(provider, Evidence::Key), ..used })
            }
            (Platform::Unstated, None) if !key.exact => None,
            _ => Some(used),
        }
    }

    pub(super) fn keyword(&self, keyword: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        let name_node = names.tree.child(keyword, Role::Name)?;
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        let call = names.tree.parent(keyword)?;
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(silent) = self.effect(&chain, from).or_else(|| self.beside_the_point(name, from)) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l) || names.dialect.looks_for(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        if is_noting() || self.makes_attributes(call) || self.is_field_noted(call, name) {
            return Some(self.plain(Context::Text, from));
        }
        if self.is_answer_call(call) || self.is_record_call(call) || names.is_mocked(call) {
            return Some(self.plain(Context::Expectation, from));
        }
        if !climb.in_entry
            && self.key(name).is_some_and(|key| key.role == KeyRole::Model)
            && let Some(registered) = self.registered(call, from)
        {
            return Some(registered);
        }
        if self.is_row_call(call)
            || (climb.in_entry && tells(name) && !climb.map.is_some_and(|map| self.is_configured(map)))
        {
            return Some(Use::new(Context::Key, span, name));
        }
        let is_box = chain.last().is_some_and(|last| is_select_box(last));
        if is_box && !climb.in_list && !climb.in_entry && matches!(name, "value" | "default") {
            return Some(Use::new(Context::Slot, span, name));
        }
        if is_box && climb.in_list && !climb.in_entry && ITEMS.contains(&name) {
            if self.is_answer_unsent(call, from) {
                return Some(self.plain(Context::Comparison, from));
            }
            return Some(Use::new(Context::Choice, span, name));
        }
        if let Some(decided) = self.environment_keyword(call, name, &chain, from) {
            return Some(decided);
        }
        if let Some(value) = self.value_of_input(call, name, &chain, from).filter(|_| !climb.in_list && !climb.in_entry)
        {
            return Some(value);
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
        let passes = || names.dialect.passing(&chain).is_some_and(|p| p.keywords.contains(&name) && p.value == Some(0));
        if names.dialect.declares_option(&chain)
            || chain.last().is_some_and(|l| l.to_ascii_lowercase().ends_with("field"))
            || passes()
        {
            return Some(self.option(call, name, span, from));
        }
        if climb.in_entry {
            return Some(Use::new(Context::Key, span, name));
        }
        let given = names.tree.child(keyword, Role::Value).filter(|_| !climb.in_list);
        if given.is_some_and(|given| self.is_told_by_function(call, given)) {
            return Some(self.plain(Context::Comparison, from));
        }
        match self.key(name) {
            Some(key) if climb.in_list => Some(self.keyed(Context::Choice, &key, name.to_owned(), span, from)),
            Some(key) => Some(self.keyed(Context::Slot, &key, name.to_owned(), span, from)),
            None => Some(Use::new(Context::Text, span, name)),
        }
    }

    /// `TextInput(name="model", value="…")`: what an input holds at first, by its name.
    fn value_of_input(&self, call: NodeId, keyword: &str, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        /// The method that makes a parameter, and the class of it.
        const NAMES: usize = 2;
        let is_input = |name: &&str| {
            let name = name.to_ascii_lowercase();
            ["input", "param", "parameter"].iter().any(|ending| name.ends_with(ending))
        };
        if !matches!(keyword, "value" | "default") || !chain.iter().rev().take(NAMES).any(is_input) {
            return None;
        }
        let name_node = names.keyword(call, "name")?;
        let name = names.literal(name_node)?.text;
        let key = self.key(&name).filter(|key| key.role == KeyRole::Model)?;
        Some(self.keyed(Context::Setting, &key, name, names.tree.node(name_node).span, from))
    }

    /// What stands under a name that documents or filters: an example is for people, a filter compares.
    pub(super) fn beside_the_point(&self, name: &str, from: NodeId) -> Option<Use> {
        let folded = fold_name(name);
        let context = match folded.as_str() {
            "example" | "examples" | "openapiexamples" | "jsonschemaextra" => Context::Text,
            "filter" | "filters" | "filterdict" | "where" => Context::Comparison,
            _ if cases::is_expected(&folded) => Context::Expectation,
            _ => return None,
        };
        Some(self.plain(context, from))
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
            flag.map(|f| f.trim_start_matches('-').to_owned()).or_else(|| target.map(|t| names.text(t).to_owned()));
        let key = name.as_deref().and_then(|n| self.key(n));
        if self.is_in_history(call)
            || name.as_deref().is_some_and(|name| NAMING_KEYS.contains(&fold_name(name).as_str()))
        {
            return self.plain(Context::Key, from);
        }
        let is_renamed = names.keyword(call, "dest").is_some();
        if keyword == "default" && !is_renamed && name.as_deref().is_some_and(|name| self.is_option_unsent(name)) {
            return self.plain(Context::Comparison, from);
        }
        if keyword == "default" && self.is_option_of_command_unsent(call) {
            return self.plain(Context::Comparison, from);
        }
        let keyed_otherwise = key.as_ref().is_some_and(|key| !matches!(key.role, KeyRole::Model | KeyRole::Choice));
        match (keyword, key) {
            ("default" | "default_factory", Some(key)) if key.role == KeyRole::Model => {
                self.keyed(Context::Setting, &key, name.unwrap_or_default(), span, from)
            }
            // A default of something that is no model: a provider, a base URL, a version.
            ("default" | "default_factory", Some(_)) if keyed_otherwise => self.plain(Context::Key, from),
            ("default", _) => Use::new(Context::Slot, span, name.unwrap_or_default()),
            ("choices" | "type", Some(key)) => self.keyed(Context::Choice, &key, name.unwrap_or_default(), span, from),
            ("choices" | "type", None) => Use::new(Context::Choice, span, name.unwrap_or_default()),
            _ => Use::new(Context::Text, span, keyword),
        }
    }

    /// An argument by position: passed on, compared, told, expected; at an unknown callee it says nothing.
    pub(super) fn call(&self, call: NodeId, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        if names.tree.role(node) != Role::Argument {
            return Some(self.plain(Context::Text, from));
        }
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(declared) = self.declared_later(call, node, &chain, from) {
            return Some(declared);
        }
        if let Some(passing) = names.dialect.passing(&chain) {
            let positional = names.positional(call);
            let at = positional.iter().position(|a| *a == node);
            if at == passing.value {
                let environment = passing.environment.and_then(|e| positional.get(e)).and_then(|n| names.literal(*n));
                let looked_up = passing.environment.is_none().then(|| positional.first()).flatten();
                let looked_up = looked_up.filter(|n| at == Some(1) && **n != node).and_then(|n| names.literal(*n));
                if let Some(name) = looked_up {
                    let key = self.key(&name.text).filter(|key| key.role != KeyRole::Silent);
                    let Some(key) = key else {
                        return Some(Use::new(Context::Key, names.tree.node(from).span, name.text));
                    };
                    if chain.last() == Some(&"setdefault") {
                        let span = names.tree.node(positional[0]).span;
                        return Some(self.keyed(Context::Setting, &key, name.text, span, from));
                    }
                }
                if let Some(option) = self.chained_option(call, from) {
                    return Some(option);
                }
                if let Some(name) = environment {
                    let span = names.tree.node(positional[passing.environment.unwrap_or(0)]).span;
                    if self.stands_in_record(call) {
                        return Some(Use::new(Context::Key, span, name.text));
                    }
                    if let Some(deployment) = self.given_as_deployment(call, from) {
                        return Some(deployment);
                    }
                    if self.is_held_unsent(call, from) {
                        return Some(Use::new(Context::Comparison, span, name.text));
                    }
                    return match self.vocabulary.environment(&name.text).or_else(|| self.vocabulary.name(&name.text)) {
                        Some(key) => Some(self.keyed(Context::Setting, &key, name.text, span, from)),
                        None => Some(Use::new(Context::Slot, span, name.text)),
                    };
                }
                return None;
            }
            return Some(self.plain(Context::Comparison, from));
        }
        // `request.write(JSON.stringify({ model: "…" }))` sends what it writes.
        let is_sent = climb.key.is_some() && chain.last() == Some(&"write");
        if let Some(silent) = self.effect(&chain, from).filter(|_| !is_sent) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        if is_noting() || self.makes_attributes(call) || climb.in_list && self.is_noted_by_caller(call) {
            return Some(self.plain(Context::Text, from));
        }
        let positional = names.positional(call);
        let at = positional.iter().position(|a| *a == node);
        if !climb.in_entry
            && at == Some(0)
            && let Some(registered) = self.registered(call, from)
        {
            return Some(registered);
        }
        if !climb.in_entry && self.is_added_to_what_is_run_through(call, node, from) {
            return Some(self.plain(Context::Choice, from));
        }
        // `setattr(bot, "model", "…")` assigns.
        if chain.as_slice() == ["setattr"] && at == Some(2) {
            let name = names.literal(positional[1])?;
            let key = self.key(&name.text)?;
            return Some(self.keyed(Context::Setting, &key, name.text, names.tree.node(positional[1]).span, from));
        }
        if names.dialect.declares_option(&chain) {
            // `.option("--model <id>", "help", "default")`: the third is the default. As the default of a
            // parameter or field, `Option("default", "--model")`, the first one is.
            let in_param = names.tree.parent(call).is_some_and(|up| names.tree.kind(up) == Kind::Param);
            let keyword = if at == Some(2) || (in_param && at == Some(0)) { "default" } else { "help" };
            return Some(self.option(call, keyword, names.tree.node(from).span, from));
        }
        // `form.append("model", "…")`: a field of what is sent.
        if at == Some(1)
            && positional.len() == 2
            && chain.len() > 1
            && let Some(name) = names.literal(positional[0]).filter(|_| names.dialect.fills_field(&chain))
            && let Some(key) = self.key(&name.text).filter(|key| key.role == KeyRole::Model)
        {
            return Some(self.keyed(Context::Slot, &key, name.text, names.tree.node(positional[0]).span, from));
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
        if let Some(looked_up) = self.default_of_lookup(call, at, from).filter(|_| !climb.in_entry && !climb.in_list) {
            return Some(looked_up);
        }
        match &climb.key {
            Some((key, label, span)) => Some(self.keyed(Context::Slot, key, label.clone(), *span, from)),
            None if climb.in_list && !climb.in_entry && chain.last().is_some_and(|l| is_select_box(l)) => {
                let unsent = self.is_answer_unsent(call, from);
                Some(self.plain(if unsent { Context::Comparison } else { Context::Choice }, from))
            }
            None if climb.in_list
                && !climb.in_entry
                && at == Some(0)
                && let Some(tried) = self.tried_by_class(call, node) =>
            {
                Some(tried)
            }
            None if climb.in_entry || climb.in_list => Some(self.plain(Context::Key, from)),
            None if let Some(run) = self.run_by_class(&positional, at, from) => Some(run),
            // `ChatAcme("…")`: the class is named after a platform, whose model is the first that it is given.
            None if at == Some(0) => {
                let clients = Clients { names, vocabulary: self.vocabulary };
                let named = chain.last().and_then(|class| self.platform_of_model_class(class));
                let platform = named.filter(|_| clients.site_of(call).is_none());
                Some(match platform {
                    Some(platform) => Use { platform, ..self.plain(Context::Slot, from) },
                    None => self.handed_to_model(call, at).unwrap_or_else(|| self.plain(Context::Text, from)),
                })
            }
            None => Some(self.handed_to_model(call, at).unwrap_or_else(|| self.plain(Context::Text, from))),
        }
    }

    /// What a function of this file does with a positional argument, if it gives it to a model's name under that name:
    /// `def make(name, model): return Worker(model_name=model)`, also behind a route that it puts before it.
    fn handed_to_model(&self, call: NodeId, at: Option<usize>) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee)?;
        let [function] = names.functions_of(callee)[..] else { return None };
        let param = *names.own_params(function).get(at?)?;
        let name = tree.child(param, Role::Name)?;
        let is_model = |name: &str| self.key(name).is_some_and(|key| key.role == KeyRole::Model);
        if !is_model(names.text(name)) {
            return None;
        }
        let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
        // `f"gate/{provider}/{model}"`: what stands before it is a route.
        let routed = |reader: NodeId| {
            let whole = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Template)?;
            let is_last = tree.children(whole).last() == Some(reader);
            let before = tree.before(reader).filter(|part| tree.kind(*part) == Kind::Str);
            before.filter(|part| is_last && names.text(*part).ends_with('/')).map(|_| whole)
        };
        let mut doing = readers.into_iter().filter_map(|reader| {
            let route = routed(reader);
            let reader = route.unwrap_or(reader);
            let up = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword)?;
            let given = tree.child(up, Role::Name).filter(|given| is_model(names.text(*given)))?;
            let used = self.doing(reader)?;
            // Behind a route the class says only who takes it.
            let platform = route.map_or(used.platform, |_| Platform::Unstated);
            (used.context == Context::Slot).then(|| Use { span: tree.node(given).span, platform, ..used })
        });
        doing.next().or_else(|| self.taken_as_model(param, name))
    }

    /// A parameter that is called as a model's keyword is, where all that reads it hands it to functions of others.
    fn taken_as_model(&self, param: NodeId, name: NodeId) -> Option<Use> {
        let (names, text) = (self.names, self.names.text(name));
        let tree = &names.tree;
        let is_handed_on = |reader: &NodeId| {
            let call = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Call && self.may_send(*up));
            let callee = call.and_then(|call| tree.child(call, Role::Callee));
            callee.is_some_and(|callee| tree.kind(callee) == Kind::Name && !self.is_function_here(callee))
        };
        let is_called_so = matches!(fold_name(text).as_str(), "model" | "modelname" | "modelid");
        let key = self.key(text).filter(|_| is_called_so)?;
        let readers = names.readers(name, text, Bound::Param(param)).filter(|readers| !readers.is_empty())?;
        if !readers.iter().all(is_handed_on) {
            return None;
        }
        Some(self.keyed(Context::Slot, &key, text.to_owned(), names.tree.node(name).span, name))
    }

    /// `new Option("--model <id>").default("…")`: the option is declared before.
    fn chained_option(&self, call: NodeId, from: NodeId) -> Option<Use> {
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
    fn declared_later(&self, call: NodeId, node: NodeId, chain: &[&str], from: NodeId) -> Option<Use> {
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

    pub(super) fn effect(&self, chain: &[&str], from: NodeId) -> Option<Use> {
        let context = match self.names.dialect.effect(chain)? {
            Effect::Compares => Context::Comparison,
            Effect::Tells => Context::Text,
            Effect::Expects => Context::Expectation,
        };
        Some(self.plain(context, from))
    }
}
