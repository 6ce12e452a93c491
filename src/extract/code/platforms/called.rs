//! Names that call a platform: of classes, of keys, of modules, of members of enumerations.

use super::optional::words;
use super::told::MOST_BESIDE;
use crate::extract::called::{capitalised, is_class, platform_in};
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::settings;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Host, ProviderId, Role as KeyRole};

/// Methods of a class that make its objects.
const MAKING: [&str; 6] = ["create", "make", "build", "layer", "new", "of"];

impl<'f> Contexts<'_, 'f> {
    /// A word in the name of a class that a call constructs is a platform, or what the class is taken from:
    /// `AzureSettings(model="…")`, `ollama.Chat({ model: "…" })`.
    pub(in crate::extract::code) fn told_by_callee(&self, call: NodeId) -> Option<Platform> {
        self.told_by_constructed(self.constructed_by(call)?)
    }

    /// The same of what is constructed.
    pub(in crate::extract::code) fn told_by_constructed(&self, constructed: NodeId) -> Option<Platform> {
        let chain = self.names.chain(constructed);
        let class = chain.names.last().copied()?;
        let by_base = || self.told_by_base(*chain.members.last().unwrap_or(&chain.base));
        // `ChatAcme.create(…)`: the class makes its objects itself.
        let class = match chain.names[..] {
            [.., class, method] if !is_class(method) && MAKING.contains(&method) => class,
            _ => class,
        };
        let by_class = || is_class(class).then(|| self.told_by_class(class)).flatten();
        by_base().or_else(by_class).or_else(|| self.told_by_module(chain.base, &chain.names))
    }

    /// What a call constructs, now or later: `Class(…)`, `partial(Class, …)`.
    fn constructed_by(&self, call: NodeId) -> Option<NodeId> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let is_later = names.dialect.calls_later(&names.chain(callee).names);
        let first = names.positional(call).first().copied().filter(|_| is_later);
        Some(first.unwrap_or(callee))
    }

    /// The class of this file that is called extends one that is called by a platform: what it is called itself says what
    /// it is for. What sends requests may only take over how they are made.
    fn told_by_base(&self, callee: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let classes = names.bounds_of(callee).into_iter();
        let mut classes = classes.filter_map(|bound| if let Bound::Class(class) = bound { Some(class) } else { None });
        classes.find_map(|class| {
            let mut bases = tree.children(class).filter(|child| tree.role(*child) == Role::Base);
            let base = bases.find_map(|base| self.told_by_class(names.chain(base).names.last()?))?;
            Some(self.told_by_own_server(class).or_else(|| self.told_by_own_client(class, base)).unwrap_or(base))
        })
    }

    /// The server whose address a class holds, if it is one: as a default, or given to the class that it extends.
    fn told_by_own_server(&self, class: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let given = tree.below(class).filter(|node| tree.kind(*node) == Kind::Str && tree.role(*node) == Role::Value);
        let hosts = given.filter_map(|node| names.literal(node)).filter(|text| text.text.contains("://"));
        let mut servers = hosts.filter_map(|text| match self.vocabulary.host(&text.text) {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        });
        let first = servers.next()?;
        servers.all(|other| other == first).then_some(first)
    }

    /// A client that is called by a platform asks that one, whose client it is made after.
    fn told_by_own_client(&self, class: NodeId, base: Platform) -> Option<Platform> {
        let name = self.names.text(self.names.tree.child(class, Role::Name)?);
        let is_client = capitalised(name).last().is_some_and(|word| matches!(word.as_str(), "client" | "provider"));
        let is_free = matches!(base, Platform::Known(provider, _) if self.vocabulary.user_named(provider));
        self.told_by_class(name).filter(|_| is_client && !is_free)
    }

    /// The module or parameter that a chain of names begins with is called by the name of a platform.
    fn told_by_module(&self, base: NodeId, chain: &[&str]) -> Option<Platform> {
        let [word, _, ..] = chain else { return None };
        let bounds = self.names.lookup(base, word);
        let comes_in = |bound: &Bound| matches!(bound, Bound::Import(_) | Bound::Param(_));
        let provider = self.vocabulary.provider_called(word).filter(|_| bounds.iter().any(comes_in))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// A name is put behind the words of a platform's own resources: `f"…/publishers/NAME/models/{model}"`.
    pub(in crate::extract::code) fn told_by_resource(&self, value: NodeId) -> Option<Platform> {
        let names = self.names;
        let tree = &names.tree;
        let holder = tree.parent(value)?;
        let (name, bound) = match tree.kind(holder) {
            Kind::Assign => (tree.child(holder, Role::Target)?, Bound::Value(value)),
            Kind::Param => (tree.child(holder, Role::Name)?, Bound::Param(holder)),
            _ => return None,
        };
        if tree.kind(name) != Kind::Name {
            return None;
        }
        let resource = |reader: NodeId| {
            let is_part = matches!(tree.kind(tree.parent(reader)?), Kind::Template | Kind::Concat);
            // `a + b + c` is `(a + b) + c`.
            let before = tree.before(reader).map(|before| match tree.kind(before) {
                Kind::Concat => tree.children(before).last().unwrap_or(before),
                _ => before,
            });
            let before = before.filter(|before| is_part && tree.kind(*before) == Kind::Str)?;
            self.vocabulary
                .resource(names.text(before))
                .or_else(|| self.vocabulary.resource(&self.outline_before(reader)))
        };
        let provider = { names.readers(holder, names.text(name), bound)?.into_iter() }.find_map(resource)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// What stands before a part of a text, with `{}` for each part that is no text.
    fn outline_before(&self, part: NodeId) -> String {
        let (names, tree) = (self.names, &self.names.tree);
        let whole = tree.parent(part).filter(|up| tree.kind(*up) == Kind::Template);
        let parts = whole.into_iter().flat_map(|whole| tree.children(whole)).take_while(|other| *other != part);
        parts.map(|part| if tree.kind(part) == Kind::Str { names.text(part) } else { "{}" }).collect()
    }

    /// An ID that stands itself behind the words of a platform's own resources (`f"projects/{p}/…/models/an-id"`): its
    /// platform and its place. What is given under any name holds a model then.
    pub(in crate::extract::code) fn behind_resource(
        &self,
        literal: NodeId,
        whole: NodeId,
        used: &mut Use,
    ) -> Option<(Platform, Span)> {
        let (names, tree) = (self.names, &self.names.tree);
        let text = names.text(literal);
        let at = text.rfind('/').filter(|_| used.platform == Platform::Unstated && !text.contains('\\'))? + 1;
        let provider = self.vocabulary.resource(&text[..at])?;
        let mut ids = [&text[at..], text[at..].split([':', '?']).next().unwrap_or_default()].into_iter();
        let id = ids.find(|id| self.vocabulary.lists_model(provider, id))?;
        let whole = names.formatted(whole).unwrap_or(whole);
        let holder = tree.parent(whole).filter(|_| tree.role(whole) == Role::Value);
        let is_given = || {
            let holder = holder.filter(|up| matches!(tree.kind(*up), Kind::Keyword | Kind::Entry));
            holder.is_some_and(|up| !self.says_what_is_allowed(up))
        };
        if used.context == Context::Text && is_given() {
            used.context = Context::Slot;
        }
        let start = tree.node(literal).span.start as usize + at;
        Some((Platform::Known(provider, Evidence::Settings), Span::new(start, start + id.len())))
    }

    /// The model in what goes behind an address that stands beside it in a map: `{ base: "https://…/models/", chat: "ID:method" }`.
    pub(in crate::extract::code) fn behind_address(&self, literal: NodeId) -> Option<(Use, Span)> {
        let (names, tree) = (self.names, &self.names.tree);
        let path = names.text(literal);
        let entry = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Entry && path.contains(':'))?;
        let map = tree.parent(entry)?;
        let beside = tree.children(map).take(MOST_BESIDE).filter(|other| *other != entry);
        let bases = beside.filter_map(|other| names.literal(tree.child(other, Role::Value)?));
        let (site, range) = { bases }.find_map(|base| settings::model_behind(&base.text, path, self.vocabulary))?;
        let start = tree.node(literal).span.start as usize;
        let mut used = self.plain(Context::Http, literal);
        used.endpoints = site.endpoints;
        if let Host::Known(provider) = site.host {
            used.platform = Platform::Known(provider, Evidence::Host);
        }
        Some((used, Span::new(start + range.start, start + range.end)))
    }

    /// A value that is only taken where something is a platform: `if provider == "acme": return "…"`.
    pub(in crate::extract::code) fn told_by_guard(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 8;
        let tree = &self.names.tree;
        let inside = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class);
        if let Some(asked) = self.told_by_condition(at) {
            return Some(asked);
        }
        // A branch of one statement has no block: `if (provider === "acme") return "…"`.
        let is_branch = |up: &NodeId| matches!(tree.kind(*up), Kind::Block | Kind::Return);
        let branches = tree.ancestors(at).take(HIGHEST).take_while(inside).filter(is_branch);
        let conditions = branches.filter_map(|block| tree.before(block));
        let guards = conditions.flat_map(|condition| match tree.kind(condition) {
            Kind::And => tree.below(condition).filter(|node| tree.kind(*node) == Kind::Compare).collect(),
            Kind::Compare | Kind::Name | Kind::Member => vec![condition],
            _ => Vec::new(),
        });
        let provider = { guards }.find_map(|guard| self.asked_platform(guard).or_else(|| self.flag_of(guard)))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The same, or a value that is given in the arm of a `match` or `switch` for a platform: `case "acme": return "…"`.
    pub(in crate::extract::code) fn told_by_arm(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 8;
        let tree = &self.names.tree;
        let inside = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class);
        let blocks = tree.ancestors(at).take(HIGHEST).take_while(inside).filter(|up| tree.kind(*up) == Kind::Block);
        let named = |arm: NodeId| {
            let word = self.word_of_arm(arm)?.to_ascii_lowercase();
            self.vocabulary.provider_called(&word).or_else(|| self.vocabulary.provider_word("", &word))
        };
        let by_word = { blocks }.find_map(named).map(|provider| Platform::Known(provider, Evidence::Settings));
        by_word.or_else(|| self.told_by_guard(at))
    }

    /// The platform that a comparison asks for: `provider == "acme"`.
    pub(super) fn asked_platform(&self, compare: NodeId) -> Option<ProviderId> {
        let names = self.names;
        let mut sides = names.tree.children(compare);
        let (Some(asked), Some(word), None) = (sides.next(), sides.next(), sides.next()) else { return None };
        let between = names.tree.node(asked).span.end..names.tree.node(word).span.start;
        let is_equal = names.file.bytes.get(between.start as usize..between.end as usize)?.contains(&b'=');
        let is_equal = is_equal && !names.file.bytes[between.start as usize..between.end as usize].contains(&b'!');
        let name = names.key_of(asked).unwrap_or_else(|| names.text(asked));
        self.named(name).filter(|key| is_equal && key.role == KeyRole::Provider)?;
        let literal = names.literal(word).map(|literal| literal.text.to_ascii_lowercase());
        let word = literal.or_else(|| self.member_of_enumeration(word))?;
        self.vocabulary.provider_word("", &word).or_else(|| self.vocabulary.provider_called(&word))
    }

    /// What is made of a model is kept under the name of a platform on which users choose the names:
    /// `ACME_SETTINGS = Settings(model="…")`.
    pub(in crate::extract::code) fn told_by_target(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 24;
        let (names, tree) = (self.names, &self.names.tree);
        let inside = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class | Kind::Block);
        let mut above = tree.ancestors(at).take(HIGHEST).take_while(inside);
        let target = tree.child(above.find(|up| tree.kind(*up) == Kind::Assign)?, Role::Target)?;
        let name = names.key_of(target).unwrap_or_else(|| names.text(target));
        let called = |word: &str| {
            let word = word.to_ascii_lowercase();
            [self.vocabulary.provider_called(&word), self.vocabulary.provider_word("", &word)].into_iter().flatten()
        };
        let is_cloud =
            |provider: &ProviderId| self.vocabulary.user_named(*provider) && self.vocabulary.serves(*provider);
        let provider = { words(name).into_iter() }.flat_map(called).find(is_cloud)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The key of a map is a platform: `ollama: { model: "…" }`.
    pub(in crate::extract::code) fn told_by_key(&self, map: NodeId, stated: Platform) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let holder = tree.parent(map).filter(|_| stated == Platform::Unstated)?;
        match tree.kind(holder) {
            Kind::Entry => self.platform_of_key(holder),
            // `TABLE["acme"] = { model: "…" }`
            Kind::Assign => {
                let target = tree.child(holder, Role::Target).filter(|target| tree.kind(*target) == Kind::Index)?;
                self.platform_in_key(names.key_of(target)?)
            }
            _ => None,
        }
    }

    /// A word in the name of a class is a platform: `GroqChat`, `AzureChat`.
    pub(in crate::extract::code) fn told_by_class(&self, class: &str) -> Option<Platform> {
        platform_in(class, self.vocabulary).map(|provider| Platform::Known(provider, Evidence::Settings))
    }

    /// The platform of a class that is named after it and after nothing but what it is: `ChatAcme`, `AcmeLLM`.
    pub(in crate::extract::code) fn platform_of_model_class(&self, class: &str) -> Option<Platform> {
        let platform = platform_in(class, self.vocabulary).filter(|_| is_class(class))?;
        let words = capitalised(class);
        let is_kind = |word: &String| matches!(word.as_str(), "chat" | "model" | "llm" | "embeddings" | "embedding");
        let rest: String = words.iter().filter(|word| !is_kind(word)).cloned().collect();
        // Capitals that belong together are cut apart: `LLM`.
        let rest = rest.strip_suffix("llm").unwrap_or(&rest);
        let is_named = words.len() > 1 && self.vocabulary.provider_called(rest) == Some(platform);
        is_named.then_some(Platform::Known(platform, Evidence::Settings))
    }

    /// The word of a member of an enumeration, in lower case: `azure` of `Kind.Azure`, also where the enumeration stands
    /// in another file.
    pub(in crate::extract::code) fn member_of_enumeration(&self, node: NodeId) -> Option<String> {
        let names = self.names;
        if names.tree.kind(node) != Kind::Member {
            return None;
        }
        let chain = names.chain(node);
        let path = match chain.names.as_slice() {
            [path @ .., "value"] => path,
            path => path,
        };
        let [.., class, member] = path else { return None };
        (chain.named_base && is_class(class) && is_class(member)).then(|| member.to_ascii_lowercase())
    }
}
