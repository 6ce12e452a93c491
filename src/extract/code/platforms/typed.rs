//! What callers and types say of the properties of objects: `(ctx: { client: Client })`, `interface Deps { client?: Client }`.

use foldhash::{HashMap, HashMapExt};

use super::clients::{Clients, Found};
use crate::extract::code::names::{Bound, Chain, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::ProviderId;

/// What makes a type of another, with its properties as they were.
const MAKERS: [&str; 3] = ["Omit", "Pick", "Partial"];

impl<'f> Clients<'_, 'f> {
    /// The clients that a property of what a function is given may be: what callers give, else what a type says.
    pub(super) fn property_of_param(&self, member: NodeId, depth: usize) -> Vec<Found<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let parts = tree.child(member, Role::Object).zip(names.key_of(member));
        parts.map(|(object, key)| self.property_given(object, key, member, depth)).unwrap_or_default()
    }

    /// The same of a name that an assignment takes out of it: `const { client, model } = params`.
    pub(super) fn taken_out(&self, part: NodeId, depth: usize) -> Vec<Found<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let pattern = tree.parent(part).filter(|up| tree.kind(*up) == Kind::Pattern);
        let assigned = pattern.and_then(|pattern| tree.parent(pattern)).filter(|up| tree.kind(*up) == Kind::Assign);
        let key = tree.child(part, Role::Key).or_else(|| tree.child(part, Role::Name));
        let parts = assigned.and_then(|assign| tree.child(assign, Role::Value)).zip(key);
        parts.map(|(object, key)| self.property_given(object, names.text(key), part, depth)).unwrap_or_default()
    }

    fn property_given(&self, object: NodeId, key: &'f str, at: NodeId, depth: usize) -> Vec<Found<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_name = tree.kind(object) == Kind::Name;
        let given = match is_name.then(|| names.lookup(object, names.text(object))).as_deref() {
            Some([Bound::Param(param)]) => self.given_by_callers(*param, Some(key), depth),
            _ => Vec::new(),
        };
        if given.is_empty() { self.typed_as_property(object, key, at).into_iter().collect() } else { given }
    }

    /// The client that a property of an object is by the type of that object.
    fn typed_as_property(&self, object: NodeId, key: &str, at: NodeId) -> Option<Found<'f>> {
        let bounds = self.names.bounds_of(object);
        let declared = bounds.iter().filter_map(|bound| match bound {
            Bound::Param(declared) | Bound::Declared(declared) => Some(*declared),
            _ => None,
        });
        { declared }.find_map(|declared| self.typed_in(declared, key, at))
    }

    /// The same of a name that is taken out of a parameter: `({ client }: { client: Client })`.
    pub(in crate::extract::code) fn typed_part(&self, part: NodeId) -> Option<Found<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let pattern = tree.parent(part).filter(|up| tree.kind(*up) == Kind::Pattern)?;
        let key = tree.child(part, Role::Key).or_else(|| tree.child(part, Role::Name))?;
        self.typed_in(tree.parent(pattern)?, names.text(key), part)
    }

    /// The type of an expression leaves open which of several platforms its client asks: `client: AcmeClient | OtherClient`.
    pub(in crate::extract::code) fn is_typed_for_several(&self, receiver: NodeId) -> bool {
        let names = self.names;
        let is_of_several = |declared: NodeId| {
            let annotation = names.tree.child(declared, Role::Type);
            let named = annotation.into_iter().flat_map(|annotation| names.words_of(annotation)).filter_map(|word| {
                let chain =
                    Chain { base: declared, names: word.split('.').collect(), members: Vec::new(), named_base: true };
                self.class(&chain).map(|client| client.provider)
            });
            let mut named = named.collect::<Vec<ProviderId>>().into_iter();
            let first = named.next();
            named.any(|other| Some(other) != first)
        };
        let is_it = |bound: &Bound| match bound {
            Bound::Param(declared) | Bound::Declared(declared) => is_of_several(*declared),
            _ => false,
        };
        self.all_of(receiver).iter().all(|found| found.made.is_none()) && names.bounds_of(receiver).iter().any(is_it)
    }

    fn typed_in(&self, declared: NodeId, key: &str, at: NodeId) -> Option<Found<'f>> {
        let names = self.names;
        let annotation = names.tree.child(declared, Role::Type)?;
        let words = self.texts_of_type(annotation).into_iter().filter_map(|text| property_type(text, key));
        { words }.find_map(|word| {
            let chain = Chain { base: at, names: word.split('.').collect(), members: Vec::new(), named_base: true };
            self.class(&chain).map(|client| Found { client, made: None })
        })
    }

    /// A property that the interface of a parameter in this file declares as optional: `interface Options { url?: string }`.
    pub(in crate::extract::code) fn is_optional_property(&self, member: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let (Some(object), Some(key)) = (tree.child(member, Role::Object), names.key_of(member)) else { return false };
        let is_own = |object: NodeId| tree.child(object, Role::Object).is_some_and(|holder| names.is_itself(holder));
        let bounds = match tree.kind(object) {
            Kind::Name => names.lookup(object, names.text(object)),
            Kind::Member if is_own(object) => names.bounds_of(object).into(),
            _ => return false,
        };
        let annotations = bounds.iter().filter_map(|bound| match bound {
            Bound::Param(declared) | Bound::Declared(declared) => tree.child(*declared, Role::Type),
            // `private config: Options = {}`
            Bound::Value(value) => {
                let field = tree.parent(*value).filter(|up| tree.kind(*up) == Kind::Assign);
                field.and_then(|field| tree.child(field, Role::Type))
            }
            _ => None,
        });
        let property = format!("{key}?:");
        annotations.flat_map(|annotation| self.texts_of_type(annotation)).any(|text| has_word(text, &property))
    }

    /// A name that an assignment takes out of something, where all types of the file that have a property of this name let
    /// it be left out: `const { url } = { ...params, ...config }`, `type Config = { url?: string }`.
    pub(in crate::extract::code) fn is_optional_part(&self, part: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let pattern = tree.parent(part).filter(|up| tree.kind(*up) == Kind::Pattern);
        let is_assigned =
            pattern.and_then(|pattern| tree.parent(pattern)).is_some_and(|up| tree.kind(up) == Kind::Assign);
        let name = tree.child(part, Role::Key).or_else(|| tree.child(part, Role::Name)).filter(|_| is_assigned);
        let Some(key) = name.map(|name| names.text(name)) else { return false };
        let (optional, needed) = (format!("{key}?:"), format!("{key}:"));
        let texts = || names.texts_of_types().values().flatten();
        texts().any(|text| has_word(text, &optional)) && !texts().any(|text| has_word(text, &needed))
    }

    /// The text of an annotation, and of the interfaces and types of this file that it names, also where a type is made
    /// of another: `type Settled = Omit<Options, "key">`.
    fn texts_of_type(&self, annotation: NodeId) -> Vec<&'f str> {
        let names = self.names;
        let types = names.texts_of_types();
        let named = names.words_of(annotation).into_iter().filter_map(|word| types.get(word));
        let named: Vec<&'f str> = named.flatten().copied().collect();
        let made_of = |text: &&'f str| {
            let (_, rest) = text.strip_prefix("type ")?.split_once('=')?;
            let (_, rest) = rest.split_once('<').filter(|(maker, _)| MAKERS.contains(&maker.trim()))?;
            types.get(rest.split(|c: char| !c.is_alphanumeric()).next()?)
        };
        let inner: Vec<&'f str> = named.iter().filter_map(made_of).flatten().copied().collect();
        std::iter::once(names.text(annotation)).chain(named).chain(inner).collect()
    }
}

impl<'f> Names<'f> {
    fn texts_of_types(&self) -> &HashMap<&'f str, Vec<&'f str>> {
        self.types.get_or_init(|| {
            let mut all: HashMap<&'f str, Vec<&'f str>> = HashMap::new();
            for id in self.tree.ids().filter(|id| self.tree.kind(*id) == Kind::Type) {
                let text = self.text(id);
                let rest = ["interface ", "type "].iter().find_map(|word| text.strip_prefix(word));
                let name = rest.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
                if let Some(name) = name {
                    all.entry(name).or_default().push(text);
                }
            }
            all
        })
    }
}

/// The name of the type that a text declares for a property: `Client` of `{ client?: Client }`; of what a function
/// returns (`ReturnType<typeof makeClient>`) that of the function.
fn property_type<'t>(text: &'t str, property: &str) -> Option<&'t str> {
    let types = words_of(text, property).filter_map(|at| {
        let rest = text[at + property.len()..].trim_start_matches('?').trim_start().strip_prefix(':')?.trim_start();
        let rest = rest.strip_prefix("ReturnType<typeof ").unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    });
    { types }.next()
}

/// A text holds a word that is no part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    words_of(text, word).next().is_some()
}

/// Where a word begins in a text, and is not the end of a longer one.
fn words_of(text: &str, word: &str) -> impl Iterator<Item = usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let found: Vec<usize> = text.match_indices(word).map(|(at, _)| at).collect();
    found.into_iter().filter(move |at| !text[..*at].ends_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_by_its_property() {
        let text = "{ toast(m: string): void; my_client: Other; client?: sdk.Client | null }";
        assert_eq!(property_type(text, "client"), Some("sdk.Client"));
        assert_eq!(property_type(text, "my_client"), Some("Other"));
        assert_eq!(property_type(text, "toast"), None);
        assert_eq!(property_type("{ acme: ReturnType<typeof makeAcme>; n: 1 }", "acme"), Some("makeAcme"));
        assert!(has_word(text, "client?:") && !has_word(text, "toast?:"));
    }
}
