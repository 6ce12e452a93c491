//! What nothing reads: options of command lines that stay in the file, and private attributes.

use super::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::tree::{Kind, NodeId, Role};

impl<'f> Contexts<'_, 'f> {
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
        let assigned = tree.ids().filter(|id| tree.kind(*id) == Kind::Assign);
        let assigned = assigned.filter_map(|assign| Some((assign, tree.child(assign, Role::Target)?)));
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
            self.stays_here(*mention)
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

    /// A private attribute of an object that nothing in its class reads, by its own name or with all the others.
    pub(super) fn is_private_unread(&self, assign: NodeId, name: &str) -> bool {
        /// What takes an object apart.
        const WHOLE: [&str; 6] = ["...this", "this[", "(this)", "(this,", ", this)", "= this"];
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
            && !WHOLE.iter().any(|word| text.contains(word))
    }
}
