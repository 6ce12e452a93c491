//! Names that a module surely binds: what other files take instead where there is no such name, they never take.

use super::modules;
use crate::extract::Files;
use crate::reference::Route;
use crate::vocabulary::SettingsProgram;

/// Modules that take all names of each other, one after the other, at most.
const MOST_MODULES: usize = 4;

/// A module of the project binds a name at its beginning of lines: under no condition.
pub(super) fn always_binds(name: &Route, from: &str, files: &dyn Files) -> bool {
    if let [class, Route::CALLED, attribute] = &name.names.iter().map(String::as_str).collect::<Vec<&str>>()[..] {
        let text = modules::resolve(&name.module, from, files).and_then(|path| files.text(&path));
        return text.is_some_and(|text| is_set_by_class(&text, class, attribute));
    }
    let module = match &name.names[..] {
        [_] => modules::resolve(&name.module, from, files),
        [object, _] => {
            let programs = files.vocabulary().settings_programs(&name.module, object);
            if programs.is_empty() {
                modules::resolve(&modules::submodule(&name.module, object), from, files)
            } else {
                programs.iter().find_map(|program| settings_of(program, from, files))
            }
        }
        _ => None,
    };
    let (Some(mut path), Some(name)) = (module, name.names.last()) else { return false };
    for _ in 0..MOST_MODULES {
        let Some(text) = files.text(&path) else { return false };
        if text.lines().any(|line| unbinds(line, name)) {
            return false;
        }
        if text.lines().any(|line| binds(line, name)) {
            return true;
        }
        let all = text.lines().find_map(|line| line.strip_prefix("from ")?.split_once(" import *"));
        let Some(below) = all.and_then(|(module, _)| modules::resolve(module.trim(), &path, files)) else {
            return false;
        };
        path = below;
    }
    false
}

/// Beginnings of the lines that end the class before them.
const BESIDE: [&str; 6] = ["class ", "def ", "async ", "@", "if ", "from "];

/// A class gives each of its objects an attribute: in its own body, or by its constructor under no condition.
fn is_set_by_class(text: &str, class: &str, attribute: &str) -> bool {
    let is_head = |line: &&str| {
        let rest = line.strip_prefix("class ").and_then(|rest| rest.strip_prefix(class));
        rest.is_some_and(|rest| rest.starts_with([':', '(']))
    };
    let behind = text.lines().skip_while(|line| !is_head(line)).skip(1);
    // What else stands at the beginning of a line is of a text over several lines.
    let body = behind.take_while(|line| !BESIDE.iter().any(|word| line.starts_with(word)));
    let body = body.filter(|line| line.starts_with([' ', '\t']));
    let (mut own, mut place) = (None, Place::Elsewhere);
    for line in body.filter(|line| !line.trim().is_empty()) {
        let (indented, code) = (line.len() - line.trim_start().len(), line.trim());
        let is_own = indented <= *own.get_or_insert(indented);
        let is_sure = match place {
            _ if is_own => binds(code, attribute),
            Place::Body(first) => {
                let is_first = first.is_none_or(|first| first == indented);
                place = Place::Body(first.or(Some(indented)));
                is_first && code.strip_prefix("self.").is_some_and(|rest| binds(rest, attribute))
            }
            _ => false,
        };
        if is_sure {
            return true;
        }
        place = match place {
            _ if code.starts_with("def __init__(") && is_own => Place::Signature,
            // The bracket that ends what it takes stands on a line of its own.
            Place::Signature if is_own && code.starts_with(')') => Place::Signature,
            _ if is_own => Place::Elsewhere,
            other => other,
        };
        if matches!(place, Place::Signature) && code.ends_with(':') {
            place = Place::Body(None);
        }
    }
    false
}

/// Where in a class a line stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the names that its constructor takes.
    Signature,
    /// In what its constructor does, of which the lines that stand under no condition are indented so far.
    Body(Option<usize>),
    Elsewhere,
}

/// The module of the settings that the nearest such program above a file names.
fn settings_of(program: &SettingsProgram<'_>, from: &str, files: &dyn Files) -> Option<String> {
    let mut folder = from;
    while !folder.is_empty() {
        folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        let path = if folder.is_empty() { program.file.to_owned() } else { format!("{folder}/{}", program.file) };
        if files.has(&path) {
            let text = files.text(&path)?;
            return modules::resolve(module_behind(&text, program.variable)?, &path, files);
        }
    }
    None
}

/// The text that is set for a variable: `environ.setdefault("VARIABLE", "module")`, `environ["VARIABLE"] = "module"`.
fn module_behind<'t>(text: &'t str, variable: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(variable)?;
    let behind = behind.trim_start_matches(['"', '\'', ']', ',', ' ', '=', '\n']);
    let end = behind.find(['"', '\''])?;
    let module = &behind[..end];
    module.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).then_some(module)
}

/// A line assigns to a name, and stands in no block.
fn binds(line: &str, name: &str) -> bool {
    let Some(rest) = line.strip_prefix(name).map(str::trim_start) else { return false };
    let assigned = match rest.strip_prefix(':') {
        Some(annotated) => annotated.split_once('=').map(|(_, value)| value),
        None => rest.strip_prefix('='),
    };
    assigned.is_some_and(|value| !value.starts_with('='))
}

fn unbinds(line: &str, name: &str) -> bool {
    line.trim_start().strip_prefix("del ").is_some_and(|names| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_binds_a_name() {
        for line in ["NAME = 1", "NAME='x'", "NAME: str = 1"] {
            assert!(binds(line, "NAME"), "{line}");
        }
        for line in ["    NAME = 1", "NAME == 1", "NAMES = 1", "NAME: str", "NAME.x = 1", "# NAME = 1"] {
            assert!(!binds(line, "NAME"), "{line}");
        }
    }

    #[test]
    fn a_class_sets_what_its_objects_have() {
        let class = |body: &str| {
            format!("import x\n\nclass Maker(Base):\n    \"\"\"Makes.\"\"\"\n\n{body}\n\nclass Other:\n    NAME = 1\n")
        };
        for body in [
            "    NAME = 1",
            "    def __init__(self, name):\n        self.a = 1\n        self.NAME = name or 'x'",
            "    def __init__(\n        self,\n        name: str = 'x',\n    ) -> None:\n        self.NAME = name",
            "    def __init__(self, a,\n                 b):\n        self.NAME: str = b",
        ] {
            assert!(is_set_by_class(&class(body), "Maker", "NAME"), "{body}");
        }
        for body in [
            "    def run(self):\n        self.NAME = 1",
            "    def __init__(self, name):\n        if name:\n            self.NAME = name",
            "    def __init__(self):\n        pass\n\n    def run(self):\n        self.NAME = 1",
            "    NAME: str",
        ] {
            assert!(!is_set_by_class(&class(body), "Maker", "NAME"), "{body}");
        }
    }

    #[test]
    fn a_program_names_a_module() {
        for text in ["os.environ.setdefault('X', 'shop.settings')", "os.environ[\"X\"] = \"shop.settings\""] {
            assert_eq!(module_behind(text, "X"), Some("shop.settings"), "{text}");
        }
        assert_eq!(module_behind("setdefault('X', NAME)\nx = 'y'", "X"), None);
    }
}
