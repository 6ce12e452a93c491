//! What the text of a file alone answers to what others ask of its names, before anybody parses it.
//!
//! Only two things are read off so: that a name cannot be bound there, and that all it is there is a class, which is no
//! value and whose objects are none. Whatever could be anything else is left to the tree.

use std::ops::Range;

use memchr::memmem;

use crate::extract::{Answer, Question, Want};
use crate::reference::Route;

/// The answer to a question, as the tree would give it; nothing if that has to be asked.
pub fn answer(bytes: &[u8], question: &Question) -> Option<Answer> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let name = question.names.first().filter(|name| *name != "default" && name.chars().all(is_part))?;
    if memmem::find(bytes, b"exports").is_some() {
        return None;
    }
    if !words(bytes, name).any(|place| !is_step(bytes, place.start)) {
        return (!passes_all_on(bytes)).then(Answer::default);
    }
    let is_object = question.names[1..].iter().all(|step| step == Route::CALLED);
    let is_plain = question.want == Want::Value && is_object;
    (is_plain && is_only_a_class(bytes, name)).then(|| Answer { bound: true, ..Answer::default() })
}

/// The file gives whatever others have.
fn passes_all_on(bytes: &[u8]) -> bool {
    let before = |at: usize| bytes[..at].trim_ascii_end();
    memchr::memchr_iter(b'*', bytes).any(|at| [&b"import"[..], b"export"].iter().any(|word| before(at).ends_with(word)))
}

/// Where a name stands as a word. What is beside letters that are not ASCII may be one.
fn words<'b>(bytes: &'b [u8], name: &'b str) -> impl Iterator<Item = Range<usize>> + 'b {
    let is_apart = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| !is_of_word(*byte));
    let places = memmem::find_iter(bytes, name.as_bytes()).map(|at| at..at + name.len());
    places.filter(move |place| is_apart(place.start.checked_sub(1)) && is_apart(Some(place.end)))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// What stands there is taken from something: `acme.name`, also after `from`. The rest of a pattern, `...name`, is not.
fn is_step(bytes: &[u8], at: usize) -> bool {
    bytes[..at].ends_with(b".") && !bytes[..at].ends_with(b"..")
}

/// A line without indentation declares a class of the name, and nothing else can bind it.
fn is_only_a_class(bytes: &[u8], name: &str) -> bool {
    let mut classes = 0;
    for place in words(bytes, name) {
        if declares_class(bytes, place.start) {
            classes += 1;
        } else if !is_only_used(bytes, &place) {
            return false;
        }
    }
    classes == 1
}

/// What stands before a place in its line; nothing in lines that nobody writes.
fn line_before(bytes: &[u8], at: usize) -> Option<&[u8]> {
    const LONGEST: usize = 400;
    let from = at.saturating_sub(LONGEST);
    let start = memchr::memrchr(b'\n', &bytes[from..at]).map(|end| from + end + 1).or((from == 0).then_some(0))?;
    Some(&bytes[start..at])
}

/// `class NAME`, `export default abstract class NAME`.
fn declares_class(bytes: &[u8], at: usize) -> bool {
    let line = line_before(bytes, at).filter(|line| line.ends_with(b" ")).unwrap_or_default();
    let Some(modifiers) = line.trim_ascii_end().strip_suffix(b"class") else { return false };
    let is_modifier = |word: &[u8]| matches!(word, b"export" | b"default" | b"abstract" | b"");
    modifiers.split(|byte| *byte == b' ').all(is_modifier) && !modifiers.starts_with(b" ")
}

/// What stands there cannot be what a name of the module is bound by.
fn is_only_used(bytes: &[u8], place: &Range<usize>) -> bool {
    /// Before names that are bound.
    const BINDING: &str =
        "as class const def del enum for function global import interface let module namespace type var";
    /// Before names that are not.
    const USING: &str = "extends implements instanceof new return";
    /// At the beginning of lines that bind names wherever these stand in them.
    const OPENING: &str = "const export for from import let match var with";
    let is_one_of = |word: &[u8], words: &str| !word.is_empty() && words.split(' ').any(|one| one.as_bytes() == word);
    if is_step(bytes, place.start) {
        return true;
    }
    let Some(before) = line_before(bytes, place.start).map(<[u8]>::trim_ascii) else { return false };
    let last = &before[before.len() - before.iter().rev().take_while(|byte| is_of_word(**byte)).count()..];
    if is_one_of(last, BINDING) || is_one_of(last, USING) {
        return is_one_of(last, USING);
    }
    let after = bytes[place.end..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    if matches!(after, Some(b'(' | b'.' | b'[')) {
        return true;
    }
    let first = &before[..before.iter().take_while(|byte| is_of_word(**byte)).count()];
    // At the beginning of a line it may be one of several that are imported or given a value.
    !matches!(before.first(), None | Some(b'(' | b'[' | b'{' | b'}' | b'*'))
        && !is_one_of(first, OPENING)
        && after != Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, names: &[&str], want: Want) -> Option<bool> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        answer(text.as_bytes(), &Question { names, want }).map(|answer| answer.bound)
    }

    #[test]
    fn what_is_not_bound_is_not_known() {
        let unbound = |text: &str| asked(text, &["chosen"], Want::Callee);
        for text in ["export const other = 2 * 3;", "x = chosen_one", "from acme.chosen import x", "own.chosen()"] {
            assert_eq!(unbound(text), Some(false), "{text}");
        }
        for text in [
            "export const chosen = 1;",
            "const { a, ...chosen } = b;",
            "export * from './b';",
            "export*from'./b'",
            "from .b import *",
            "exports.a = b",
        ] {
            assert_eq!(unbound(text), None, "{text}");
        }
        for names in [&["default"][..], &[], &["a b"]] {
            assert_eq!(asked("export const other = 2 * 3;", names, Want::Value), None, "{names:?}");
        }
    }

    #[test]
    fn objects_of_a_class_are_no_values() {
        let object = |text: &str| asked(text, &["Acme", "()"], Want::Value);
        for text in [
            "class Acme:\n    def new(self) -> \"Acme\":\n        return Acme()\n",
            "class Acme(Base):\n    pass\n\nKINDS = [Acme, Other]\nsure = isinstance(x, Acme)\n",
            "export abstract class Acme<T> {}\n",
            "class Acme {}\nexport const make = () => new Acme();\n",
            "export class Other extends Acme {}\nexport class Acme {}\n",
        ] {
            assert_eq!(object(text), Some(true), "{text}");
            assert_eq!(asked(text, &["Acme"], Want::Value), Some(true), "{text}");
            assert_eq!(asked(text, &["Acme", "()"], Want::Callee), None, "{text}");
            assert_eq!(asked(text, &["Acme", "()", "model"], Want::Value), None, "{text}");
        }
        for text in [
            "if x:\n    class Acme:\n        pass\n",
            "class Acme:\n    pass\n\nAcme = make(Acme)\n",
            "class Acme:\n    pass\n\nAcme: Kind = make()\n",
            "class Acme:\n    pass\n\nOther, Acme = make()\n".trim_start(),
            "class Acme:\n    pass\n\nAcme, other = make()\n",
            "class Acme:\n    pass\n\nfrom other import More, Acme\n",
            "class Acme:\n    pass\n\nfrom other import (\n    Acme,\n    More,\n)\n",
            "class Acme:\n    pass\n\nimport other as Acme\n",
            "class Acme:\n    pass\n\ndef Acme():\n    return 'a'\n",
            "class Acme {}\nconst { Acme } = other;\n",
            "import { Acme } from './acme';\nexport const acme = new Acme();\n",
            "class Acme {}\nnamespace Acme { export const model = 'a'; }\n",
        ] {
            assert_eq!(object(text), None, "{text}");
        }
    }
}
