//! Where a file mentions names of other files, or its own constants, and whether that says that they are sent.

use std::collections::HashSet;

use super::context::Contexts;
use super::dialect::{Dialect, Effect};
use super::follow::is_setting_name;
use super::idiom::Idiom;
use super::lower::Lowered;
use super::names::{Bound, Names};
use super::shapes::aliases;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{Mention, Mentioned, recorded};
use crate::reference::{Context, Route};
use crate::source::SourceFile;
use crate::vocabulary::{Role as KeyRole, Vocabulary, fold_name};

/// The names of a file, and what is known of their words.
type Scene<'n, 'f> = (&'n Names<'f>, &'f dyn Vocabulary);

/// Levels that are climbed from a mention at most.
const HIGHEST: usize = 64;

/// Every mention of some names, in order: by the names themselves, or by those that they are imported as.
pub fn mentions<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
    wanted: &HashSet<String>,
) -> Vec<Mention> {
    let names = Names::new(file, &lowered.tree, Idiom::new(dialect, vocabulary));
    let renamed = names.imports.iter().filter(|import| import.name.as_ref().is_some_and(|n| wanted.contains(n)));
    let renamed: Vec<(&str, &str)> =
        renamed.filter_map(|i| i.name.as_deref().map(|name| (i.local.as_str(), name))).collect();
    let mut found = Vec::new();
    for node in names.tree.ids() {
        match names.tree.kind(node) {
            Kind::Name if is_read(&names, node) => {
                let text = names.text(node);
                let original = renamed.iter().find(|(local, _)| *local == text).map(|(_, name)| *name);
                if let Some(name) = original.or(wanted.get(text).map(String::as_str)) {
                    found.extend(named((&names, vocabulary), node, name));
                }
            }
            Kind::Member | Kind::Index if names.tree.role(node) != Role::Target => {
                let key = names.key_of(node).filter(|key| wanted.contains(*key));
                found.extend(key.map(|key| member((&names, vocabulary), node, key)));
            }
            Kind::Str if is_argument(&names, node) => {
                let text = names.text(node);
                let whole = wanted.contains(text).then(|| text.to_owned()).filter(|_| !looks_itself_up(&names, node));
                found.extend(whole.map(|name| Mention { name, what: Mentioned::Unknown, silent: None }));
            }
            _ => {}
        }
    }
    found
}

/// A name that stands for its value, not one that is bound, declared or given.
fn is_read(names: &Names<'_>, node: NodeId) -> bool {
    let up = names.tree.parent(node).map(|up| names.tree.kind(up));
    match names.tree.role(node) {
        Role::Property | Role::Target | Role::Name => false,
        // A key by itself is a name in some languages; where it is an expression it is a lookup.
        Role::Key => up == Some(Kind::Index),
        _ => true,
    }
}

/// `model = config.get("model", "…")`: by its own name a constant is given its value, and read by nobody.
fn looks_itself_up(names: &Names<'_>, text: NodeId) -> bool {
    const HIGHEST: usize = 4;
    let tree = &names.tree;
    let assign = tree.ancestors(text).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign);
    let target = assign.and_then(|assign| tree.child(assign, Role::Target));
    target.is_some_and(|target| names.text(target) == names.text(text))
}

/// Who is given the name of a setting, in capitals or as an argument, may look it up: `{ model: "ACME_MODEL" }`.
fn is_argument(names: &Names<'_>, node: NodeId) -> bool {
    match names.tree.role(node) {
        Role::Argument | Role::Key => true,
        Role::Value => {
            let text = names.text(node);
            text.contains('_') && is_setting_name(text)
        }
        _ => false,
    }
}

fn named((names, vocabulary): Scene<'_, '_>, node: NodeId, name: &str) -> Option<Mention> {
    let text = names.text(node);
    let bounds = names.lookup(node, text);
    // Members of an imported name are read with it.
    let outermost = outermost(names, node);
    let silent = silence((names, vocabulary), outermost);
    let what = match bounds.first() {
        Some(Bound::Import(_)) => Mentioned::There(first(names.routes_of(outermost))?),
        None => names.routes_of(node).into_iter().next().map_or(Mentioned::Unknown, Mentioned::There),
        Some(_) if is_own(names, text, &bounds) => Mentioned::Own,
        Some(Bound::Value(value)) if names.required(*value).is_some() => {
            Mentioned::There(first(names.routes_of(outermost))?)
        }
        Some(Bound::Param(_)) => Mentioned::There(first(names.routes_of(node))?),
        Some(_) => return None,
    };
    Some(Mention { name: name.to_owned(), what, silent })
}

fn first(routes: Vec<Route>) -> Option<Route> {
    routes.into_iter().next()
}

/// The name is bound in the file itself.
fn is_own(names: &Names<'_>, text: &str, bounds: &[Bound]) -> bool {
    let own = names.in_module(text);
    bounds.iter().any(|bound| own.contains(bound)) && matches!(bounds.first(), Some(Bound::Value(_)))
}

/// The whole chain of members that a name begins.
fn outermost(names: &Names<'_>, node: NodeId) -> NodeId {
    let mut node = node;
    while let Some(up) = names.tree.parent(node) {
        let is_object = names.tree.role(node) == Role::Object;
        if !is_object || !matches!(names.tree.kind(up), Kind::Member | Kind::Index) || is_called(names, up) {
            break;
        }
        node = up;
    }
    node
}

fn is_called(names: &Names<'_>, node: NodeId) -> bool {
    names.tree.role(node) == Role::Callee
}

fn member((names, vocabulary): Scene<'_, '_>, node: NodeId, key: &str) -> Mention {
    let what = names.routes_of(node).into_iter().next().map_or(Mentioned::Unknown, Mentioned::There);
    Mention { name: key.to_owned(), what, silent: silence((names, vocabulary), node) }
}

/// What surely says nothing about a model that is sent: a comparison, a key, a message.
fn silence((names, vocabulary): Scene<'_, '_>, mention: NodeId) -> Option<Context> {
    let tree = &names.tree;
    if is_called(names, mention) {
        return is_answer_told((names, vocabulary), tree.parent(mention)?).then_some(Context::Text);
    }
    let is_whole = |node: NodeId| node == mention || tree.kind(node) == Kind::List;
    let mut node = mention;
    for _ in 0..HIGHEST {
        let up = tree.parent(node)?;
        let role = tree.role(node);
        if role == Role::Condition {
            return Some(Context::Comparison);
        }
        match tree.kind(up) {
            // What is found by comparing is sent by its finder.
            Kind::Compare if selects(names, up) => return None,
            Kind::Compare | Kind::Case => return Some(Context::Comparison),
            Kind::Assert => return Some(Context::Expectation),
            Kind::Type => return Some(Context::Key),
            Kind::Statement | Kind::Decorator => return Some(Context::Text),
            Kind::Index | Kind::Entry if role == Role::Key => return Some(Context::Key),
            Kind::Member if role == Role::Object => {
                let method = names.key_of(up)?;
                let compares = names.dialect.effect(&["", method]) == Some(Effect::Compares);
                return (compares && is_called(names, up)).then_some(Context::Comparison);
            }
            // All of an object together go where the list of them goes.
            Kind::Call if role == Role::Argument && names.dialect.lists_values(callee_of(names, up)) => {}
            Kind::Call if role == Role::Argument && is_asked_only(names, up) => return Some(Context::Comparison),
            Kind::Call if role == Role::Argument => return told(names, up),
            Kind::Keyword => return told(names, tree.parent(up)?),
            Kind::Entry if is_of_answer(names, tree.parent(up)?) => return Some(Context::Text),
            Kind::Entry if Contexts::new(names, vocabulary).is_row_of_facts(tree.parent(up)?) => {
                return Some(Context::Key);
            }
            Kind::Entry if aliases::leads_to_key(names, up) => return Some(Context::Key),
            Kind::Assign if is_whole(node) && classifies(names, vocabulary, up) => {
                return Some(Context::Key);
            }
            Kind::Template | Kind::Concat | Kind::Or | Kind::Conditional | Kind::List | Kind::Spread => {}
            _ => return None,
        }
        node = up;
    }
    None
}

/// What a call answers is held by a name in a function, and all that reads it takes a part of it and tells that:
/// `const routed = route(model); console.log(routed.model)`.
fn is_answer_told((names, vocabulary): Scene<'_, '_>, call: NodeId) -> bool {
    let tree = &names.tree;
    let assign = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(call) == Role::Value);
    let target = assign.and_then(|assign| tree.child(assign, Role::Target));
    let Some((assign, target)) = assign.zip(target).filter(|(_, target)| tree.kind(*target) == Kind::Name) else {
        return false;
    };
    let readers = names.readers(assign, names.text(target), Bound::Value(call)).unwrap_or_default();
    let contexts = Contexts::new(names, vocabulary);
    let is_told = |reader: &NodeId| {
        let part = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Object);
        part.is_some_and(|part| contexts.is_told_at(part))
    };
    names.function_of(assign).is_some() && !readers.is_empty() && readers.iter().all(is_told)
}

/// A name is called as those are that say what models are like, or that count with one: `DEPRECATED_MODELS = […]`,
/// `TOKEN_COUNT_MODEL = ACME_4`.
fn classifies(names: &Names<'_>, vocabulary: &dyn Vocabulary, assign: NodeId) -> bool {
    let target = names.tree.child(assign, Role::Target).map(|target| names.text(target));
    target.and_then(|name| vocabulary.name(name)).is_some_and(|key| key.role == KeyRole::Silent)
}

fn callee_of<'f>(names: &Names<'f>, call: NodeId) -> &'f str {
    names.tree.child(call, Role::Callee).map_or("", |callee| names.text(callee))
}

/// A set is asked what is in it, unless it is made a list at once: `[...new Set([…])]`.
fn is_asked_only(names: &Names<'_>, made: NodeId) -> bool {
    const HIGHEST: usize = 2;
    let tree = &names.tree;
    let is_listed = || {
        let mut around = tree.ancestors(made).take(HIGHEST);
        around.any(|up| matches!(tree.kind(up), Kind::Spread | Kind::Call | Kind::List | Kind::For | Kind::Member))
    };
    names.dialect.makes_set(callee_of(names, made)) && !is_listed()
}

/// The map is a row that keeps what was answered to a task.
fn is_of_answer(names: &Names<'_>, map: NodeId) -> bool {
    let keys = names.tree.children(map).filter_map(|entry| names.entry_key(entry)).map(fold_name);
    let keys: Vec<String> = keys.collect();
    recorded::is_prediction(keys.iter().map(String::as_str))
}

/// A comparison picks items of a list: `models.find((m) => m.id === MODEL)`, `[m for m in models if m == MODEL]`.
pub(super) fn selects(names: &Names<'_>, compare: NodeId) -> bool {
    const HIGHEST: usize = 4;
    let tree = &names.tree;
    tree.ancestors(compare).take(HIGHEST).any(|up| match tree.kind(up) {
        Kind::Function => {
            let callee = tree.parent(up).and_then(|call| tree.child(call, Role::Callee));
            callee.and_then(|callee| names.key_of(callee)).is_some_and(|method| names.dialect.selects(method))
        }
        Kind::Other => tree.children(up).any(|part| tree.kind(part) == Kind::For),
        _ => false,
    })
}

/// What a call does with its arguments, where its name says that it sends nothing.
fn told(names: &Names<'_>, call: NodeId) -> Option<Context> {
    let callee = names.tree.child(call, Role::Callee)?;
    let chain = names.chain(callee);
    match names.dialect.effect(&chain.names) {
        Some(Effect::Compares) => Some(Context::Comparison),
        Some(Effect::Tells) => Some(Context::Text),
        Some(Effect::Expects) => Some(Context::Expectation),
        None if Contexts::is_noting(names, callee) => Some(Context::Text),
        None => chain.names.last().is_some_and(|last| Contexts::records(last)).then_some(Context::Comparison),
    }
}
