//! Fields that may be read without their names: by one that is put together (`getattr(settings, f"{maker}_model")`), or with
//! all the others (`settings.model_dump()`, `{ ...env }`).

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::extract::Field;
use crate::vocabulary::words_of_name;

/// Functions that take all fields of what they are given.
const TAKING: [&str; 9] = ["asdict", "vars", "dict", "fields", "entries", "values", "keys", "stringify", "assign"];

/// Members that are all fields together.
const MEMBERS: [&str; 9] =
    ["model_dump", "model_dump_json", "dict", "json", "__dict__", "items", "values", "keys", "toJSON"];

/// Functions that look a field up by a name.
const LOOKING: [&str; 3] = ["getattr", "attrgetter", "get"];

/// What some fields may be read by, by their places among them.
pub(super) struct Whole {
    /// Parts of names as they stand in what puts names together, and the fields that are called so.
    parts: AhoCorasick,
    by_part: Vec<usize>,
    /// Last words of the names of what the fields belong to, and the fields that do.
    objects: AhoCorasick,
    by_object: Vec<usize>,
}

impl Whole {
    /// Nothing if there are no fields.
    pub(super) fn new<'f>(fields: impl Iterator<Item = &'f Field>) -> Option<Whole> {
        let (mut parts, mut by_part, mut objects, mut by_object) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (place, field) in fields.enumerate() {
            let own = parts_of(&field.name);
            by_part.extend(own.iter().map(|_| place));
            parts.extend(own);
            // Who is given the settings calls them so again, whatever stands before.
            let words: BTreeSet<String> = field.holder.objects.iter().map(|object| last_word(object)).collect();
            by_object.extend(words.iter().map(|_| place));
            objects.extend(words);
        }
        let automaton = |words: &[String]| AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok();
        let (parts, objects) = (automaton(&parts)?, automaton(&objects)?);
        (!by_part.is_empty()).then_some(Whole { parts, by_part, objects, by_object })
    }

    /// The fields that a text may read so.
    pub(super) fn taken(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let by_part = self.parts.find_overlapping_iter(bytes).map(|found| self.by_part[found.pattern().as_usize()]);
        let mut taken: BTreeSet<usize> = by_part.collect();
        for found in self.objects.find_overlapping_iter(bytes) {
            let place = self.by_object[found.pattern().as_usize()];
            if !taken.contains(&place) && is_taken(bytes, found.start(), found.end()) {
                taken.insert(place);
            }
        }
        taken
    }
}

/// The text of a class takes all fields of its own object, or one by a name that is put together.
pub(super) fn takes_itself(class: &[u8]) -> bool {
    const ITSELF: [&[u8]; 3] = [b"self", b"this", b"cls"];
    let mut found = ITSELF.iter().flat_map(|word| {
        let places = memchr::memmem::find_iter(class, word);
        places.map(|at| (at, at + word.len())).filter(|(at, _)| *at == 0 || !is_part(&class[at - 1]))
    });
    found.any(|(start, end)| is_taken(class, start, end))
}

fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// The last word of a name, in small letters: `settings` of `AppSettings` and of `get_settings`.
fn last_word(name: &str) -> String {
    words_of_name(name).last().unwrap_or(name).to_ascii_lowercase()
}

/// How the parts of a name stand where one is put together: `}_model`, `"_model"`, `acme_{`, `"acme_"`.
fn parts_of(name: &str) -> Vec<String> {
    let bytes = name.as_bytes();
    let is_hump = |at: usize| bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
    let mut parts = Vec::new();
    for at in 1..name.len().saturating_sub(1) {
        if bytes[at] == b'_' {
            let (before, behind) = (&name[..=at], &name[at..]);
            parts.extend(["}", "\"", "'", "`"].map(|mark| format!("{mark}{behind}")));
            parts.extend(["{", "$", "\"", "'", "`", "%"].map(|mark| format!("{before}{mark}")));
        } else if is_hump(at) {
            parts.extend(["}", "\"", "'", "`"].map(|mark| format!("{mark}{}", &name[at..])));
            parts.push(format!("{}${{", &name[..at]));
        }
    }
    parts
}

/// What ends with some bytes is a name of which all fields are taken, or one by a name that is put together.
fn is_taken(bytes: &[u8], start: usize, end: usize) -> bool {
    if bytes.get(end).is_some_and(is_part) {
        return false;
    }
    // The whole chain before it belongs to it: `app.state.settings`.
    let in_chain = |byte: &u8| is_part(byte) || matches!(byte, b'.' | b'?' | b'!');
    let first = bytes[..start].iter().rposition(|byte| !in_chain(byte)).map_or(0, |at| at + 1);
    let chain = &bytes[first..end];
    if chain.ends_with(b"process.env") || chain.ends_with(b"os.env") || chain.ends_with(b"meta.env") {
        return false;
    }
    let spread = [&b"..."[..], b"**"];
    if spread.iter().any(|mark| chain.starts_with(mark) || bytes[..first].ends_with(mark)) {
        return true;
    }
    let behind = bytes[end..].strip_prefix(b"()").unwrap_or(&bytes[end..]);
    if let Some(key) = behind.strip_prefix(b"[") {
        return !is_quoted(key);
    }
    let member = behind.strip_prefix(b"?.").or_else(|| behind.strip_prefix(b"."));
    if let Some(member) = member.map(first_name) {
        let looked_up = || argument(&behind[member.len() + 1..]).is_some_and(|argument| !is_quoted(argument));
        return MEMBERS.iter().any(|one| member == one.as_bytes())
            || LOOKING.iter().any(|one| member == one.as_bytes()) && looked_up();
    }
    let Some(before) = bytes[..first].strip_suffix(b"(") else { return false };
    let name = before.iter().rposition(|byte| !is_part(byte)).map_or(0, |at| at + 1);
    let called = &before[name..];
    let computes = || {
        let rest = behind.trim_ascii_start();
        rest.strip_prefix(b",").is_some_and(|name| !is_quoted(name.trim_ascii_start()))
    };
    TAKING.iter().any(|one| called == one.as_bytes())
        || LOOKING.iter().any(|one| called == one.as_bytes()) && computes()
}

fn first_name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// What stands within the brackets of a call behind a name.
fn argument(behind: &[u8]) -> Option<&[u8]> {
    behind.strip_prefix(b"(").map(|argument| argument.trim_ascii_start())
}

fn is_quoted(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'"' | b'\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_whole_is_told_by_what_stands_around() {
        let taken = |text: &str| {
            let at = text.find("settings").expect("the name");
            is_taken(text.as_bytes(), at, at + "settings".len())
        };
        for text in [
            "settings.model_dump()",
            "asdict(settings)",
            "start(**settings)",
            "{ ...settings }",
            "{ ...app.settings }",
            "getattr(settings, name)",
            "getattr(self.settings, f\"{maker}_model\")",
            "settings[name]",
            "Object.entries(settings)",
            "settings?.toJSON()",
            "settings.get(name)",
        ] {
            assert!(taken(text), "{text}");
        }
        for text in [
            "settings.acme_model",
            "start(settings)",
            "settings_of(x)",
            "getattr(settings, \"acme_model\")",
            "settings['acme_model']",
            "settings.get(\"acme_model\")",
            "settings = Settings()",
            "vars(settings.other)",
        ] {
            assert!(!taken(text), "{text}");
        }
    }

    #[test]
    fn names_are_put_together_from_parts() {
        let parts = parts_of("acme_model");
        for part in ["}_model", "\"_model", "acme_{", "\"acme_\""] {
            assert!(parts.iter().any(|one| part.contains(one.as_str())), "{part}");
        }
        assert!(parts_of("acmeModel").contains(&"}Model".to_owned()));
    }

    #[test]
    fn settings_are_called_by_a_last_word() {
        for (name, word) in
            [("AppSettings", "settings"), ("get_settings", "settings"), ("env", "env"), ("CONFIG", "config")]
        {
            assert_eq!(last_word(name), word, "{name}");
        }
    }
}
