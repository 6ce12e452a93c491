//! Files that do nothing by themselves: loading one binds names and no more, and it has none by which a program or a
//! framework comes to it. Only who imports it makes use of it. Each node of a file is looked at once.

use super::idiom::Idiom;
use super::lower::Lowered;
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role, Tree};
use crate::source::SourceFile;
use crate::vocabulary::fold_name;

/// Last names of the languages' own that are called where a file is loaded, and change nothing but the file.
const HARMLESS: [&str; 35] = [
    "getlogger",
    "basicconfig",
    "setlevel",
    "compile",
    "getenv",
    "get",
    "typevar",
    "paramspec",
    "newtype",
    "namedtuple",
    "path",
    "resolve",
    "join",
    "dirname",
    "abspath",
    "set",
    "frozenset",
    "dict",
    "list",
    "tuple",
    "int",
    "float",
    "str",
    "bool",
    "cast",
    "timedelta",
    "decimal",
    "lower",
    "upper",
    "strip",
    "split",
    "freeze",
    "map",
    "literal",
    "field",
];

/// Last names of decorators that keep what they stand before in the file.
const KEEPING: [&str; 11] = [
    "dataclass",
    "totalordering",
    "lrucache",
    "cache",
    "contextmanager",
    "asynccontextmanager",
    "wraps",
    "runtimecheckable",
    "unique",
    "deprecated",
    "final",
];

/// Loading a file only binds names; `is_of_project` says whether a module that it imports is.
pub fn is_idle(file: &SourceFile, lowered: &Lowered, idiom: Idiom<'_>, is_of_project: &dyn Fn(&str) -> bool) -> bool {
    let names = Names::new(file, &lowered.tree, idiom);
    if names.default_export.is_some() {
        return false;
    }
    let mut open: Vec<NodeId> = names.tree.children(Tree::ROOT).collect();
    // Values alone are settings: a program may be told where they are.
    let is_code = |node: &NodeId| matches!(names.tree.kind(*node), Kind::Function | Kind::Class);
    let is_value = |node: &NodeId| {
        let target = names.tree.child(*node, Role::Target).map_or("", |target| names.text(target));
        names.tree.kind(*node) == Kind::Assign && !target.starts_with("__")
    };
    let is_function = |node: &NodeId| {
        let value = names.tree.child(*node, Role::Value);
        value.is_some_and(|value| names.tree.kind(value) == Kind::Function)
    };
    if open.iter().any(is_value) && !open.iter().any(|node| is_code(node) || is_function(node)) {
        return false;
    }
    while let Some(node) = open.pop() {
        match names.tree.kind(node) {
            Kind::Block => open.extend(names.tree.children(node)),
            kind => {
                if !binds(&names, node, kind, is_of_project) {
                    return false;
                }
            }
        }
    }
    true
}

/// A statement of the file itself only binds names that nobody looks for.
fn binds(names: &Names<'_>, node: NodeId, kind: Kind, is_of_project: &dyn Fn(&str) -> bool) -> bool {
    let tree = &names.tree;
    let runs_nothing = |node: NodeId| {
        let all = std::iter::once(node).chain(tree.below(node));
        let own = all.filter(|part| names.function_of(*part).is_none());
        { own }.filter(|part| tree.kind(*part) == Kind::Call).all(|call| is_harmless(names, call))
    };
    match kind {
        Kind::Import | Kind::Export | Kind::Type | Kind::Enum | Kind::Str | Kind::Literal | Kind::Name => true,
        Kind::Statement | Kind::Call | Kind::And | Kind::Member => runs_nothing(node),
        Kind::Compare => !names.dialect.asks_whether_program(names.text(node)) && runs_nothing(node),
        Kind::Assign => {
            let target = tree.child(node, Role::Target).map_or("", |target| names.text(target));
            !names.dialect.is_sought(target) && runs_nothing(node)
        }
        Kind::Function => !is_called_by_host(names, node),
        Kind::Class => is_own_class(names, node, is_of_project),
        Kind::Decorator => keeps(names.text(node)),
        _ => false,
    }
}

/// A function that is called by its name, or by what happened, from outside.
fn is_called_by_host(names: &Names<'_>, function: NodeId) -> bool {
    let tree = &names.tree;
    let param = |param: &NodeId| tree.child(*param, Role::Name).map(|name| names.text(name));
    let params = names.params(function);
    let of_host = params.iter().filter_map(param).filter(|param| names.dialect.is_of_host(param));
    let name = tree.child(function, Role::Name).map_or("", |name| names.text(name));
    // A method of HTTP stands for a route.
    let is_route = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase());
    names.dialect.is_sought(name) || is_route || of_host.count() > 1
}

/// A class that extends none, or only such as the project or the language itself has: a host looks for what extends its own.
fn is_own_class(names: &Names<'_>, class: NodeId, is_of_project: &dyn Fn(&str) -> bool) -> bool {
    /// Modules of the language whose classes say what an object is like, not who makes it.
    const PLAIN: [&str; 5] = ["abc", "enum", "typing", "dataclasses", "collections"];
    let tree = &names.tree;
    let bases = tree.children(class).filter(|child| tree.role(*child) == Role::Base);
    let name = tree.child(class, Role::Name).map_or("", |name| names.text(name));
    let is_plain = |base: NodeId| {
        let words = names.words_of(base);
        let first = words.first().map_or("", |word| word.split('.').next().unwrap_or(word));
        names.lookup(class, first).iter().all(|bound| match bound {
            Bound::Import(number) => {
                let module = names.imports[*number].module.as_str();
                PLAIN.contains(&module) || names.dialect.has_forms(module) || is_of_project(module)
            }
            _ => true,
        })
    };
    !names.dialect.is_sought(name) && { bases }.all(is_plain)
}

fn keeps(decorator: &str) -> bool {
    let name = decorator.trim_start_matches('@').split('(').next().unwrap_or_default().trim();
    KEEPING.contains(&fold_name(name.rsplit('.').next().unwrap_or(name)).as_str())
}

/// A call that makes a plain value, asks the environment, or makes an object of a class of this file.
fn is_harmless(names: &Names<'_>, call: NodeId) -> bool {
    let Some(callee) = names.tree.child(call, Role::Callee) else { return false };
    let chain = names.chain(callee).names;
    let Some(last) = chain.last() else { return false };
    let is_own = || {
        let bounds = names.bounds_of(callee);
        !bounds.is_empty() && bounds.iter().all(|bound| matches!(bound, Bound::Class(_) | Bound::Function(_)))
    };
    let is_path_added = || matches!(chain[..], [.., "path", "append" | "insert"]);
    HARMLESS.contains(&fold_name(last).as_str()) || names.dialect.sets_up_file(&chain) || is_path_added() || is_own()
}
