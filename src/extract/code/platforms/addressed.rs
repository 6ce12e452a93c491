//! Conditions that ask where requests go: `isLocal = baseUrl.includes("localhost"); model = isLocal ? "…" : "…"`. What is
//! taken where they hold goes there, whomever the call asks by default.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::stems;
use crate::reference::{Evidence, Platform, Use};
use crate::vocabulary::{Host, Role as KeyRole};

/// Levels that are climbed to a condition at most.
const HIGHEST: usize = 12;

/// Names for conditions that are followed at most.
const DEEPEST: usize = 4;

/// Methods by which a text is asked what it has in it.
const ASKING: [&str; 6] = ["includes", "startsWith", "endsWith", "startswith", "endswith", "indexOf"];

/// A host that a condition asks for, in what is no host by its form.
const LOCAL: &str = "localhost";

impl Contexts<'_, '_> {
    /// Lays over the use that a call makes of a value what the condition says of the address under which it is taken.
    pub(in crate::extract::code) fn lay_address(&self, literal: NodeId, used: &mut Use) {
        let is_free = matches!(used.platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider));
        if is_free || matches!(used.platform, Platform::UnknownHost(_)) {
            return;
        }
        if let Some(told) = self.told_by_asked_address(literal, used.platform) {
            used.platform = told;
        }
    }

    /// The nearest condition around a value that tells something of the address.
    fn told_by_asked_address(&self, literal: NodeId, reached: Platform) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let inside = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class);
        let mut side = literal;
        for up in tree.ancestors(literal).take(HIGHEST).take_while(inside) {
            let told = match tree.kind(up) {
                Kind::Conditional if tree.role(side) != Role::Condition => {
                    let first = tree.children(up).find(|child| tree.role(*child) != Role::Condition);
                    let condition = tree.child(up, Role::Condition);
                    condition.and_then(|asked| self.address_asked(asked, first == Some(side), reached, 0))
                }
                Kind::Block => names.condition_of(up).and_then(|asked| match tree.kind(asked) {
                    // An address that is given at all may still be the maker's.
                    Kind::Member => None,
                    _ => self.address_asked(asked, true, reached, 0),
                }),
                _ => None,
            };
            if told.is_some() {
                return told;
            }
            side = up;
        }
        None
    }

    /// The platform that is asked where a condition holds, or does not; nothing if it does not speak of an address.
    fn address_asked(&self, condition: NodeId, holds: bool, reached: Platform, depth: usize) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        if depth > DEEPEST {
            return None;
        }
        let asked = |part: NodeId| self.address_asked(part, holds, reached, depth + 1);
        match tree.kind(condition) {
            Kind::Or | Kind::And => {
                let is_each = (tree.kind(condition) == Kind::Or) == holds;
                let mut told = tree.children(condition).map(asked);
                if !is_each {
                    return told.find_map(|told| told);
                }
                let first = told.next()??;
                told.all(|other| other == Some(first)).then_some(first)
            }
            Kind::Name => match *names.bounds_of(condition) {
                [Bound::Value(value)] => asked(value),
                _ => None,
            },
            Kind::Compare | Kind::Call => {
                let (address, word, is_so) = self.address_and_word(condition)?;
                self.is_address(address, 0).then_some(())?;
                self.asked_at(&word, holds == is_so, reached)
            }
            _ => {
                let text = names.text(condition);
                let is_not = text.starts_with("not ") || text.starts_with('!');
                let inner = tree.children(condition).next().filter(|_| is_not)?;
                self.address_asked(inner, !holds, reached, depth + 1)
            }
        }
    }

    /// What a condition compares, the text that it compares it with, and whether it holds where both are one.
    fn address_and_word(&self, condition: NodeId) -> Option<(NodeId, String, bool)> {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(condition) == Kind::Call {
            let callee = tree.child(condition, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member)?;
            names.key_of(callee).filter(|method| ASKING.contains(method))?;
            let word = names.literal(*names.positional(condition).first()?)?.text;
            return Some((tree.child(callee, Role::Object)?, word, true));
        }
        let mut sides = tree.children(condition);
        let (first, second, None) = (sides.next()?, sides.next()?, sides.next()) else { return None };
        let between = tree.node(first).span.end as usize..tree.node(second).span.start as usize;
        let between = std::str::from_utf8(names.file.bytes.get(between)?).ok()?;
        let operator = between.trim_matches(['"', '\'', '`', ' ', '(', ')']);
        match (operator, names.literal(first), names.literal(second)) {
            ("in", Some(word), None) => Some((second, word.text, true)),
            ("not in", Some(word), None) => Some((second, word.text, false)),
            ("==" | "===", None, Some(word)) => Some((first, word.text, true)),
            ("!=" | "!==", None, Some(word)) => Some((first, word.text, false)),
            _ => None,
        }
    }

    /// An expression is a base URL by its name, perhaps brought into a form.
    fn is_address(&self, node: NodeId, depth: usize) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        if depth > DEEPEST {
            return false;
        }
        let within = |inner: Option<NodeId>| inner.is_some_and(|inner| self.is_address(inner, depth + 1));
        match tree.kind(node) {
            Kind::Name | Kind::Member => {
                let name = names.key_of(node).unwrap_or_else(|| names.text(node));
                let is_key = |name| self.vocabulary.environment(name).is_some_and(|key| key.role == KeyRole::BaseUrl);
                stems::is_base_of_server(name, self.vocabulary) || is_key(name)
            }
            Kind::Or => within(tree.children(node).next()),
            Kind::Call => {
                let method = tree.child(node, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
                let made = method.and_then(|method| tree.child(method, Role::Object));
                within(made) || within(names.positional(node).first().copied())
            }
            _ => false,
        }
    }

    /// The platform where an address has a text in it, or has not.
    fn asked_at(&self, word: &str, has: bool, reached: Platform) -> Option<Platform> {
        let word = word.trim().to_ascii_lowercase();
        let is_host = word.contains("://") || word.starts_with(LOCAL) || word.trim_matches('.').contains('.');
        let called =
            |word: &str| self.vocabulary.provider_called(word).or_else(|| self.vocabulary.provider_word("", word));
        let told = if is_host {
            let url = if word.contains("://") { word.clone() } else { format!("https://{word}/") };
            match self.vocabulary.host(&url) {
                Host::Known(provider) => Platform::Known(provider, Evidence::Host),
                // A part of a host that says whose it is: `acme.com` of `api.acme.com`.
                Host::Unknown => match word.split(['.', '/', ':']).filter(|part| part.len() > 3).find_map(called) {
                    Some(provider) => Platform::Known(provider, Evidence::Settings),
                    None => Platform::UnknownHost(Evidence::Host),
                },
                Host::None => return None,
            }
        } else {
            Platform::Known(called(&word)?, Evidence::Settings)
        };
        let is_reached = matches!((told, reached), (Platform::Known(told, _), Platform::Known(it, _)) if told == it);
        match (has, is_reached) {
            (true, false) => Some(told),
            // It is asked at another address than the one that the call has by default.
            (false, true) => Some(Platform::UnknownHost(Evidence::Host)),
            (true, true) => Some(reached),
            (false, false) => None,
        }
    }
}
