//! What an expression is: of which class, or what leads to that in other files.

use super::{MOST_STEPS, Owners};
use crate::extract::Object;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Names that are bound to names, and objects in objects, that are followed at most.
const DEEPEST: usize = 5;

/// Words of annotations that say nothing of an object.
const BESIDE: [&str; 7] = ["Optional", "Union", "None", "Annotated", "Final", "ClassVar", "typing"];

/// Words of annotations for what has others in it.
const HOLDING: [&str; 20] = [
    "List",
    "list",
    "Sequence",
    "Iterable",
    "Tuple",
    "tuple",
    "Set",
    "set",
    "FrozenSet",
    "frozenset",
    "Dict",
    "dict",
    "Mapping",
    "MutableMapping",
    "Deque",
    "deque",
    "defaultdict",
    "DefaultDict",
    "Iterator",
    "Generator",
];

/// Words of annotations that allow any object.
const ANY: [&str; 7] = ["Any", "object", "Type", "type", "Callable", "Protocol", "Self"];

impl<'f> Owners<'_, 'f> {
    /// What an assignment binds its target to: what its annotation says, else its value.
    pub(super) fn assigned(&self, assign: NodeId) -> Object {
        let tree = &self.names.tree;
        match (tree.child(assign, Role::Type), tree.child(assign, Role::Value)) {
            (Some(annotation), _) => self.annotated(annotation, assign),
            (None, Some(value)) => self.object_of(value, 0),
            (None, None) => Object::Unknown,
        }
    }

    /// What a function answers, by its annotation.
    pub(super) fn answered(&self, function: NodeId) -> Object {
        let annotation = self.names.tree.child(function, Role::Type);
        annotation.map_or(Object::Unknown, |annotation| self.annotated(annotation, function))
    }

    /// What an expression is.
    pub(super) fn object_of(&self, node: NodeId, depth: usize) -> Object {
        let (names, tree) = (self.names, &self.names.tree);
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST || self.steps.get() > MOST_STEPS {
            return Object::Unknown;
        }
        match tree.kind(node) {
            Kind::Name if names.is_itself(node) => {
                let class = names.class_of(node).and_then(|class| self.class_name(class));
                class.map_or(Object::Unknown, |class| Object::Of(class.to_owned()))
            }
            Kind::Name => {
                let bounds = names.lookup(node, names.text(node));
                several(bounds.iter().map(|bound| self.bound(*bound, depth + 1)))
            }
            Kind::Member => {
                let (Some(object), Some(key)) = (tree.child(node, Role::Object), names.key_of(node)) else {
                    return Object::Unknown;
                };
                // `module.Class`: what a module has under the name of a class is one.
                match self.object_of(object, depth + 1) {
                    Object::Named(_) if is_class(key) => Object::Made(key.to_owned()),
                    Object::Of(module) if is_class(key) && module.contains('.') => Object::Made(module + key),
                    object => Object::Member(Box::new(object), key.to_owned()),
                }
            }
            Kind::Index => {
                let Some(object) = tree.child(node, Role::Object) else { return Object::Unknown };
                let object = self.object_of(object, depth + 1);
                // `calls[-10:]` holds what `calls` does.
                let key = tree.child(node, Role::Key).filter(|key| tree.kind(*key) == Kind::Other);
                let is_range = key.is_some_and(|key| names.text(key).contains(':'));
                if is_range { object } else { Object::Item(Box::new(object)) }
            }
            Kind::Call => self.made(node, depth),
            Kind::Or | Kind::Conditional => {
                let sides = tree.children(node).filter(|side| tree.role(*side) != Role::Condition);
                several(sides.map(|side| self.object_of(side, depth + 1)))
            }
            Kind::Str | Kind::Template | Kind::Concat | Kind::Map | Kind::List => Object::Of("dict".to_owned()),
            Kind::Literal if names.text(node) != "None" => Object::Of("int".to_owned()),
            _ => Object::Unknown,
        }
    }

    /// What a call answers.
    fn made(&self, call: NodeId, depth: usize) -> Object {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee) else { return Object::Unknown };
        let last = names.key_of(callee).filter(|_| tree.kind(callee) == Kind::Member);
        match (last, tree.child(callee, Role::Object)) {
            (Some("parse_args"), _) => return Object::Of("Namespace".to_owned()),
            (Some("get"), Some(table)) => return Object::Item(Box::new(self.object_of(table, depth + 1))),
            _ => {}
        }
        match self.object_of(callee, depth + 1) {
            Object::Made(class) => Object::Of(class),
            Object::Named(name) => Object::Named(format!("{name}()")),
            Object::Several(all) if all.iter().all(|one| matches!(one, Object::Made(_))) => {
                let made = |one| if let Object::Made(class) = one { Object::Of(class) } else { Object::Unknown };
                several(all.into_iter().map(made))
            }
            _ => {
                let functions = names.functions_of(callee);
                match functions[..] {
                    [] => Object::Unknown,
                    _ => several(functions.into_iter().map(|function| self.answered(function))),
                }
            }
        }
    }

    pub(super) fn bound(&self, bound: Bound, depth: usize) -> Object {
        let (names, tree) = (self.names, &self.names.tree);
        match bound {
            Bound::Value(value) => {
                let assign = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Assign);
                let annotation = assign.and_then(|assign| tree.child(assign, Role::Type));
                annotation.map_or_else(|| self.object_of(value, depth), |annotation| self.annotated(annotation, value))
            }
            Bound::Param(declared) | Bound::Declared(declared) => {
                let annotation = tree.child(declared, Role::Type);
                annotation.map_or(Object::Unknown, |annotation| self.annotated(annotation, declared))
            }
            Bound::Item(list) => Object::Item(Box::new(self.object_of(list, depth + 1))),
            Bound::Class(class) => {
                self.class_name(class).map_or(Object::Unknown, |class| Object::Made(class.to_owned()))
            }
            Bound::Import(number) => {
                let import = &names.imports[number];
                if !(self.is_of_project)(&import.module) {
                    let name = import.name.as_deref().unwrap_or_default();
                    let foreign = format!("{}.{name}", import.module);
                    return if is_class(name) { Object::Made(foreign) } else { Object::Of(foreign) };
                }
                match &import.name {
                    Some(name) if is_class(name) => Object::Made(name.clone()),
                    Some(name) => Object::Named(name.clone()),
                    None => Object::Named(import.module.rsplit('.').next().unwrap_or(&import.module).to_owned()),
                }
            }
            Bound::Function(_) => Object::Of("function".to_owned()),
            Bound::Part(..) | Bound::ItemPart(..) => Object::Unknown,
        }
    }

    /// What an annotation says: the classes that it names, or that they are in something.
    fn annotated(&self, annotation: NodeId, at: NodeId) -> Object {
        let names = self.names;
        let mut classes = Vec::new();
        let mut is_holder = false;
        for word in names.words_of(annotation) {
            let (first, last) = (word.split('.').next().unwrap_or(word), word.rsplit('.').next().unwrap_or(word));
            if BESIDE.contains(&last) {
                continue;
            }
            if HOLDING.contains(&last) {
                is_holder = true;
                continue;
            }
            let is_named = |bound: &Bound| matches!(bound, Bound::Class(_) | Bound::Import(_));
            let bounds = names.lookup(at, first);
            if ANY.contains(&last) || !bounds.iter().all(is_named) {
                return Object::Unknown;
            }
            let module = bounds.iter().find_map(|bound| match bound {
                Bound::Import(number) => Some(names.imports[*number].module.as_str()),
                _ => None,
            });
            let is_foreign = module.is_some_and(|module| !(self.is_of_project)(module));
            classes.push(Object::Of(if is_foreign {
                format!("{}.{last}", module.unwrap_or_default())
            } else {
                last.to_owned()
            }));
        }
        match (classes.is_empty(), is_holder) {
            (true, _) => Object::Unknown,
            (false, true) => Object::Holder(Box::new(several(classes.into_iter()))),
            (false, false) => several(classes.into_iter()),
        }
    }
}

/// One of several objects; nobody knows which if it is not known of one of them: those behind that are not looked at.
fn several(each: impl Iterator<Item = Object>) -> Object {
    let mut all: Vec<Object> = Vec::new();
    for one in each {
        if matches!(one, Object::Unknown) {
            return Object::Unknown;
        }
        all.push(one);
    }
    if all.len() > 1 { Object::Several(all) } else { all.pop().unwrap_or(Object::Unknown) }
}

pub(super) fn is_class(name: &str) -> bool {
    let mut chars = name.trim_start_matches('_').chars();
    chars.next().is_some_and(char::is_uppercase) && name.contains(|c: char| c.is_lowercase())
}
