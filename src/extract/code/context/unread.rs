//! What nothing reads: names and entries that stay in the file, options of command lines, private attributes.

use super::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::vocabulary::Role as KeyRole;

impl<'f> Contexts<'_, 'f> {
    /// What a name is given is replaced before it is read.
    pub(super) fn is_replaced(&self, assign: NodeId, target: NodeId, from: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let value = tree.child(assign, Role::Value).unwrap_or(from);
        let bound = || self.bound_by(target, from).unwrap_or(Bound::Value(value));
        tree.kind(target) == Kind::Name && names.is_replaced(assign, names.text(target), bound())
    }

    /// Nothing reads a name that no other file can take, by its own name or with all the others.
    pub(super) fn is_name_unread(&self, assign: NodeId, target: NodeId, bound: Bound) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let name = names.text(target);
        let Some((scope, _)) = names.bound(assign, name) else { return false };
        // What a file of its own holds may be meant for others who load it, and a function may set it.
        let is_script = names.dialect.has_block_scope() && names.file.origin.is_none();
        let is_of_file = scope == Tree::ROOT && (is_script || names.function_of(assign).is_some());
        // A call does something with what it is given, unless it only looks up whether there is something else.
        let looks_up = |call: NodeId| {
            let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
            let passing = chain.and_then(|chain| names.dialect.passing(&chain));
            passing.is_some_and(|passing| passing.environment.is_some())
        };
        let value = tree.child(assign, Role::Value);
        let is_given = value.is_some_and(|value| tree.kind(value) == Kind::Call && !looks_up(value));
        if is_of_file || is_given || matches!(tree.kind(scope), Kind::Class | Kind::Enum) || names.is_added(assign) {
            return false;
        }
        // A notebook without a call may be run by others for its names.
        let has_calls = || tree.ids().any(|node| tree.kind(node) == Kind::Call);
        let runs = || scope != Tree::ROOT || *self.asked.has_calls.get_or_init(has_calls);
        (self.stays_in_file(assign, target) || self.is_hidden_in_script(assign, name))
            && runs()
            && names.readers(assign, name, bound).is_some_and(|readers| readers.is_empty())
            && self.takes_no_names()
    }

    /// A name of a script that only parameters and names of functions are called like: who imports a file takes what stands
    /// there for others, in capitals or where nothing runs.
    fn is_hidden_in_script(&self, assign: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let runs = |node: NodeId| match tree.kind(node) {
            Kind::Call => true,
            Kind::Compare => names.dialect.asks_whether_program(names.text(node)),
            _ => false,
        };
        !names.dialect.has_block_scope()
            && tree.parent(assign) == Some(Tree::ROOT)
            && !name.contains(|c: char| c.is_ascii_uppercase())
            && !names.mentions_of(name).is_empty()
            && !names.file.mentions_masked(name)
            && tree.children(Tree::ROOT).any(runs)
    }

    /// A function that does something and never reads a parameter. What is decorated may be read by its decorator.
    pub(super) fn is_unread(&self, param: NodeId, name: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(function) = names.function_of(param).filter(|function| tree.parent(param) == Some(*function)) else {
            return false;
        };
        // What only says how a method is bound takes no parameters by their names.
        let binds = |decorator: NodeId| matches!(names.text(decorator).trim(), "@classmethod" | "@staticmethod");
        let is_decorated = names.decorators(function).any(|decorator| !binds(decorator));
        let text = names.text(function);
        let is_attribute = names.dialect.declares_attribute(names.text(param));
        if is_decorated || is_attribute || text.contains("locals()") || text.contains("arguments") {
            return false;
        }
        let only_names = |node: NodeId| match tree.role(node) {
            Role::Property => true,
            Role::Name => tree.parent(node).is_some_and(|up| tree.kind(up) == Kind::Keyword),
            _ => false,
        };
        let reads = |node: &NodeId| {
            tree.kind(*node) == Kind::Name
                && *node != name
                && names.text(*node) == names.text(name)
                && !only_names(*node)
        };
        // A name says so itself: `_model`.
        let is_said = || names.text(name).starts_with('_');
        !tree.below(function).any(|node| reads(&node)) && (is_said() || self.does_something(function))
    }

    /// What a function takes out of an object, with a default, and never reads: `const { model = "…" } = options`.
    pub(super) fn is_taken_out_unread(&self, param: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        tree.parent(param).is_some_and(|up| tree.kind(up) == Kind::Pattern)
            && names.function_of(param).is_some()
            && names.readers(param, name, Bound::Param(param)).is_some_and(|readers| readers.is_empty())
            && self.takes_no_names()
    }

    /// A function calls others or answers with something: it is not left to others to say what it does.
    fn does_something(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_own = |node: NodeId| names.function_of(node) == Some(function);
        let hands_on = |node: NodeId| {
            let chain = tree.child(node, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
            let last = chain.last().filter(|_| tree.kind(node) == Kind::Call && is_own(node));
            last.is_some_and(|last| !last.ends_with("Error") && !last.ends_with("Exception"))
        };
        let is_made = |value: NodeId| match tree.kind(value) {
            Kind::Map | Kind::List => tree.children(value).next().is_some(),
            kind => matches!(kind, Kind::Template | Kind::For),
        };
        tree.below(function).any(hands_on) || names.returns(function).into_iter().any(is_made)
    }

    /// Nothing in the file takes names by what they are called.
    pub(super) fn takes_no_names(&self) -> bool {
        !self.asked.takes_all_names.get_or_init(|| self.takes_all_names())
    }

    /// Something in the file takes names by what they are called, or could not be read.
    fn takes_all_names(&self) -> bool {
        const WHOLE: [&str; 5] = ["locals", "globals", "vars", "eval", "exec"];
        let (names, tree) = (self.names, &self.names.tree);
        let is_called = |mention: &NodeId| tree.role(*mention) == Role::Callee;
        WHOLE.iter().any(|name| names.mentions_of(name).iter().any(is_called))
            || tree.ids().any(|node| tree.kind(node) == Kind::Error)
    }

    /// Nothing reads an option of the command line, by its own name or with all the others, and the options stay in the
    /// file: those for which it was declared are gone.
    pub(super) fn is_option_unread(&self, option: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let parsed = self.asked.parsed.get_or_init(|| names.parsed_options());
        // What an object of the file holds under the same name is its own.
        let is_of_object =
            |reader: &NodeId| tree.child(*reader, Role::Object).is_some_and(|object| names.is_itself(object));
        if parsed.is_empty() || !self.attribute_readers(option).iter().all(is_of_object) {
            return false;
        }
        let is_parsed = |target: NodeId| parsed.contains(&names.text(target));
        // `args, others = parser.parse_known_args()`
        let first = |target: NodeId| match tree.kind(target) {
            Kind::List => tree.children(target).next(),
            _ => Some(target),
        };
        let assigned = tree.ids().filter(|id| tree.kind(*id) == Kind::Assign);
        let assigned = assigned.filter_map(|assign| Some((assign, first(tree.child(assign, Role::Target)?)?)));
        let mut kept = assigned.filter(|(_, target)| is_parsed(*target));
        kept.all(|(assign, target)| self.stays_in_file(assign, target)) && {
            let mut seen = Vec::new();
            parsed.iter().all(|name| self.is_asked_one_by_one(name, &mut seen))
        }
    }

    /// All that reads options by a name takes one of them, or gives them to a function of this file which does so.
    fn is_asked_one_by_one(&self, name: &'f str, seen: &mut Vec<&'f str>) -> bool {
        /// Members that hold all options.
        const WHOLE: [&str; 4] = ["__dict__", "_get_kwargs", "items", "values"];
        let (names, tree) = (self.names, &self.names.tree);
        if seen.contains(&name) {
            return true;
        }
        seen.push(name);
        names.mentions_of(name).iter().all(|mention| {
            let up = tree.node(*mention).parent;
            let is_one = || !names.key_of(up).is_some_and(|key| WHOLE.contains(&key));
            let is_target = tree.kind(up) == Kind::List && tree.role(up) == Role::Target;
            is_target
                || self.stays_here(*mention)
                    && match tree.kind(up) {
                        Kind::Member => is_one(),
                        Kind::Call => {
                            self.takers_of(up, *mention).into_iter().all(|name| self.is_asked_one_by_one(name, seen))
                        }
                        _ => false,
                    }
        })
    }

    /// The names by which the functions of this file that a call calls take one of its arguments.
    fn takers_of(&self, call: NodeId, given: NodeId) -> Vec<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let functions = tree.child(call, Role::Callee).map(|callee| names.functions_of(callee)).unwrap_or_default();
        let taken = |function: NodeId| {
            let takes = |param: &&NodeId| {
                let passed = Passed { param: **param, key: None, user: None };
                names.given(call, function, passed).contains(&given)
            };
            let param = names.params(function).iter().find(takes).copied();
            param.and_then(|param| tree.child(param, Role::Name)).map(|name| names.text(name))
        };
        functions.into_iter().filter_map(taken).collect()
    }

    /// A function or constructor sends what it is given for a parameter nowhere: it never reads it, only tells it, or
    /// keeps it in an attribute that nothing reads, while its class asks another model. What is compared may find another
    /// by it, which is sent.
    pub(in crate::extract::code) fn is_param_unsent(&self, param: NodeId, class: Option<NodeId>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(name) = tree.child(param, Role::Name) else { return false };
        self.is_unread(param, name)
            || self.is_told_by_all(param, names.text(name), Bound::Param(param))
            || class.is_some_and(|class| self.is_kept_unread(class, param, name) && self.asks_another(class, name))
    }

    /// All that reads a parameter of a constructor keeps it in attributes that nothing in the file reads: what another
    /// class has under the same name is its own.
    fn is_kept_unread(&self, class: NodeId, param: NodeId, name: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let extends = |class: NodeId| tree.children(class).any(|child| tree.role(child) == Role::Base);
        let is_of_another = |reader: &NodeId| {
            let is_own = tree.child(*reader, Role::Object).is_some_and(|object| names.is_itself(object));
            is_own && names.class_of(*reader).is_some_and(|other| other != class && !extends(other))
        };
        let is_kept = |reader: &NodeId| {
            let assign = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Value);
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let object = target.and_then(|target| tree.child(target, Role::Object));
            let key = target.filter(|_| object.is_some_and(|object| names.is_itself(object)));
            let key = key.and_then(|target| names.key_of(target));
            key.is_some_and(|key| self.attribute_readers(key).iter().all(is_of_another))
        };
        let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
        !readers.is_empty() && readers.iter().all(is_kept) && !takes_itself_apart(names.text(class))
    }

    /// Something in a class is given a model, and no parameter of this name.
    fn asks_another(&self, class: NodeId, name: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_model = |keyword: NodeId| {
            let key = tree.child(keyword, Role::Name).and_then(|name| self.key(names.text(name)));
            key.is_some_and(|key| key.role == KeyRole::Model)
        };
        let is_other = |value: NodeId| {
            let value = names.key_of(value).unwrap_or_else(|| names.text(value));
            value != names.text(name)
        };
        let given = tree.below(class).filter(|node| tree.kind(*node) == Kind::Keyword && is_model(*node));
        { given }.filter_map(|keyword| tree.child(keyword, Role::Value)).any(is_other)
    }

    /// A value stands in a map in a private field of a class that nothing reads: no other class can take it.
    pub(super) fn is_in_unread_field(&self, value: NodeId) -> bool {
        const HIGHEST: usize = 8;
        let (names, tree) = (self.names, &self.names.tree);
        if tree.parent(value).is_none_or(|up| tree.kind(up) != Kind::Entry) {
            return false;
        }
        let is_of_field = |up: &NodeId| !matches!(tree.kind(*up), Kind::Function | Kind::Class | Kind::Call);
        let field =
            tree.ancestors(value).take(HIGHEST).take_while(is_of_field).find(|up| tree.kind(*up) == Kind::Assign);
        let field = field.filter(|field| tree.parent(*field).is_some_and(|up| tree.kind(up) == Kind::Class));
        let target = field.and_then(|field| tree.child(field, Role::Target));
        // What is shared by all objects is read by the name of the class.
        let is_unread = |name: &str| self.attribute_readers(name).is_empty();
        field.zip(target).is_some_and(|(field, target)| {
            is_unread(names.text(target)) && self.is_private_unread(field, names.text(target))
        })
    }

    /// A private attribute of an object that nothing in its class reads, by its own name or with all the others.
    pub(super) fn is_private_unread(&self, assign: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(class) = names.class_of(assign).filter(|_| names.dialect.has_block_scope()) else { return false };
        let text = names.text(class);
        let is_private = || {
            let declared = ["private ", "private readonly ", "private static "];
            declared.iter().any(|before| {
                let declared = format!("{before}{name}");
                let mut places = text.match_indices(&declared).map(|(at, found)| &text[at + found.len()..]);
                places.any(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$'))
            })
        };
        let is_of_another =
            |reader: &NodeId| tree.child(*reader, Role::Object).is_some_and(|object| !names.is_itself(object));
        (name.starts_with('#') || is_private())
            && self.attribute_readers(name).iter().all(is_of_another)
            && !takes_itself_apart(text)
    }
}

/// A class takes its own object apart, or gives it to others.
fn takes_itself_apart(class: &str) -> bool {
    const WHOLE: [&str; 8] = ["...this", "this[", "(this)", "(this,", ", this)", "__dict__", "vars(", "getattr(self"];
    const ASSIGNED: &str = "= this";
    let is_whole = |(at, _): (usize, &str)| !class[at + ASSIGNED.len()..].starts_with(['.', '?']);
    WHOLE.iter().any(|word| class.contains(word)) || class.match_indices(ASSIGNED).any(is_whole)
}
