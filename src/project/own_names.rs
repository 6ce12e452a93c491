//! Names of the project's own: a table of it leads them to IDs (`NAMES = {"acme4": "acme-4"}`), or it asks for them by
//! itself (`if mode == "acme4-fast"`). Nobody sends them: what is sent stands in the table, or where they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::code::{Code, File};
use super::judge::{self, Run};
use super::links;
use super::pass::Pass;
use crate::checks;
use crate::diagnostic::Rule;
use crate::extract;
use crate::link::Member;
use crate::reference::{Context, Evidence, Platform, Reference, Use};
use crate::resolve::{Fault, Reading, Resolver};
use crate::vocabulary::Vocabulary as _;

/// What is said of names that no platform has.
const SPELLING: [Rule; 2] = [Rule::UnknownModel, Rule::ModelCasing];

/// Silences names of which a table of the project says which IDs they stand for, or for which it asks by itself.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let run = pass.run;
    let open = misspelled(pass, members);
    let names: BTreeSet<&str> = open.iter().map(|place| reference(members, *place).value.text.as_str()).collect();
    let Some(tables) = Tables::new(names) else { return };
    let found = tables.found(&pass.code(members), run);
    let resolver = Resolver { catalog: run.catalog, as_of: run.settings.as_of };
    let is_own = |place: &Place| {
        let reference = reference(members, *place);
        // What lies in a slip's distance of an ID is a slip, wherever else it was made.
        let is_slip = resolver.readings(reference).iter().any(is_slip);
        let tables = found.get(&reference.value.text).into_iter().flatten();
        let mut near = tables.filter(|table| is_near(&table.path, &members[place.0].path));
        near.any(|table| {
            let is_free = |used: &Use| match table.told {
                Told::Asked => !is_slip && !is_sent(used) && !has_client(used),
                Told::Led | Told::Joined => !is_sent(used) || used.path.as_ref() == Some(&table.shown),
            };
            reference.uses.iter().all(is_free)
        })
    };
    for (at, place) in open.into_iter().filter(is_own).collect::<Vec<Place>>() {
        let uses = &mut members[at].extraction.references[place].uses;
        uses.iter_mut().for_each(|used| used.context = Context::Key);
    }
}

/// A value of a member, by their places.
type Place = (usize, usize);

fn reference(members: &[Member], (at, place): Place) -> &Reference {
    &members[at].extraction.references[place]
}

/// What a call of a platform is given is sent as it stands, unless the call lies in the file of the table.
fn is_sent(used: &Use) -> bool {
    matches!(used.context, Context::Argument | Context::Http)
}

/// A name is said to be another ID, misspelled.
fn is_slip(reading: &Reading<'_>) -> bool {
    matches!(reading, Reading::Wrong(wrong) if !matches!(wrong.fault, Fault::NoSuchMember(_) | Fault::NoSuchSnapshot(_)))
}

/// The client of a use is known, which sends what it is given.
fn has_client(used: &Use) -> bool {
    matches!(used.platform, Platform::Known(_, Evidence::Client | Evidence::CallSite | Evidence::Host))
}

/// Names in code and in files of variables that are said to be misspelled.
fn misspelled(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Place> {
    let may_be = |path: &str| links::is_code(path) || extract::is_environment(extract::file_name(path));
    pass.found(members, |at, member| {
        if !may_be(&member.path) {
            return Vec::new();
        }
        let scene = judge::scene(pass.run, member, member.path.as_ref(), false);
        let is_misspelled =
            |reference: &Reference| checks::check(scene, reference).iter().any(|said| SPELLING.contains(&said.rule));
        let references = member.extraction.references.iter().enumerate();
        references.filter(|(_, reference)| is_misspelled(reference)).map(|(place, _)| (at, place)).collect()
    })
}

/// Two files belong together: they lie in one folder of the project's own, or one of them beside these.
fn is_near(table: &str, path: &str) -> bool {
    let first = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    match (first(table), first(path)) {
        (Some(table), Some(path)) => table == path,
        _ => true,
    }
}

/// The file of a table, by its path from the root and as it is reported.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Table {
    path: String,
    shown: String,
    told: Told,
}

/// How a file tells that a name is the project's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// A table leads from it to an ID, or to what asks a model.
    Led,
    /// It is compared with, alone.
    Asked,
    /// It is compared with as another spelling of an ID: `x == "acme-4" or x == "acme4"`.
    Joined,
}

/// Tables that are sought in the text of files.
struct Tables<'n> {
    names: Vec<&'n str>,
    automaton: AhoCorasick,
}

impl<'n> Tables<'n> {
    /// Nothing if there are no names.
    fn new(names: BTreeSet<&'n str>) -> Option<Tables<'n>> {
        let names: Vec<&str> = names.into_iter().collect();
        let automaton = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty())?;
        Some(Tables { names, automaton })
    }

    /// The files that have a table with a name, by the names.
    fn found(&self, project: &Code<'_, '_>, run: Run<'_>) -> BTreeMap<String, BTreeSet<Table>> {
        let of_file = |file: &File<'_, '_>| {
            let table = Table { path: file.path()?.into_owned(), shown: file.shown().to_owned(), told: Told::Led };
            Some((table, self.within(run, file.bytes())))
        };
        let mut found: BTreeMap<String, BTreeSet<Table>> = BTreeMap::new();
        for (table, names) in project.each(of_file) {
            for (name, told) in names {
                found.entry(name.to_owned()).or_default().insert(Table { told, ..table.clone() });
            }
        }
        found
    }

    /// The names that are keys of IDs in a text, and those that it compares with.
    fn within(&self, run: Run<'_>, bytes: &[u8]) -> BTreeSet<(&'n str, Told)> {
        let found = self.automaton.find_overlapping_iter(bytes);
        let is_own = |name: &str, range: Range<usize>| {
            let value = value_of_key(bytes, range.clone()).or_else(|| model_of_row(bytes, range));
            value.is_some_and(|value| value != name && run.catalog.resembles_id(value))
        };
        let found = found.map(|found| (self.names[found.pattern().as_usize()], found.range()));
        let told = |name: &str, range: Range<usize>| match () {
            () if is_own(name, range.clone()) || leads_to_function(bytes, range.clone()) => Some(Told::Led),
            () if !is_asked_for(bytes, range.clone()) => None,
            () if is_joined(bytes, range, |other| run.catalog.resembles_id(other)) => Some(Told::Joined),
            () => Some(Told::Asked),
        };
        found.filter_map(|(name, range)| Some((name, told(name, range)?))).collect()
    }
}

/// The text that stands behind a key in a map: `"key": "value"`.
fn value_of_key(bytes: &[u8], key: Range<usize>) -> Option<&str> {
    const LONGEST: usize = 200;
    let (before, behind) = (&bytes[..key.start], &bytes[key.end..bytes.len().min(key.end + LONGEST)]);
    let (quote, opened) = before.split_last()?;
    let (before, behind) = match behind.split_first() {
        Some((closed, rest)) if is_quote(quote) && quote == closed => (opened, rest),
        // A key that is a word needs no quotes in some languages.
        Some((b':' | b' ', _)) if !is_quote(quote) => (before, behind),
        _ => return None,
    };
    let value = behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(quote, _)| is_quote(quote))?;
    let end = memchr::memchr(*quote, value).filter(|_| begins_entry(before))?;
    std::str::from_utf8(&value[..end]).ok()
}

/// A function that is called by a key stands behind it in a map: `"acme4": ask_acme4`.
fn leads_to_function(bytes: &[u8], key: Range<usize>) -> bool {
    const LONGEST: usize = 200;
    let Some((quote, before)) = bytes[..key.start].split_last().filter(|(quote, _)| is_quote(quote)) else {
        return false;
    };
    let behind = bytes[key.end..bytes.len().min(key.end + LONGEST)].strip_prefix(&[*quote]);
    let Some(value) = behind.and_then(|behind| behind.trim_ascii_start().strip_prefix(b":")) else { return false };
    let value = value.trim_ascii_start();
    let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(value.len());
    let (function, rest) = value.split_at(end);
    let is_whole = matches!(rest.trim_ascii_start().first(), Some(b',' | b'}'));
    let bare = |text: &[u8]| text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let (called, name): (Vec<u8>, Vec<u8>) = (bare(function), bare(&bytes[key]));
    is_whole
        && begins_entry(before)
        && function.first().is_some_and(u8::is_ascii_lowercase)
        && called.len() > name.len()
        && called.ends_with(&name)
}

/// The model that a row holds which is called by a name: `"name": {"model_id": "…"}`, `{ id: "name", model: "…" }`.
fn model_of_row(bytes: &[u8], name: Range<usize>) -> Option<&str> {
    const LONGEST: usize = 400;
    const KEYS: [&str; 3] = ["model_id", "modelId", "model"];
    let (quote, before) = bytes[..name.start].split_last().filter(|(quote, _)| is_quote(quote))?;
    let behind = bytes[name.end..bytes.len().min(name.end + LONGEST)].strip_prefix(&[*quote])?.trim_ascii_start();
    let row = match behind.strip_prefix(b":").map(<[u8]>::trim_ascii_start) {
        Some(value) => value.strip_prefix(b"{").filter(|_| begins_entry(before))?,
        None if is_value_of_id(before) => behind.strip_prefix(b",")?,
        None => return None,
    };
    let row = &row[..memchr::memchr2(b'{', b'}', row).unwrap_or(row.len())];
    KEYS.iter().find_map(|key| {
        let places = memchr::memmem::find_iter(row, key.as_bytes()).map(|at| at..at + key.len());
        { places }.find_map(|place| value_of_key(row, place))
    })
}

/// Right behind some bytes stands what something is called by: `id: `.
fn is_value_of_id(before: &[u8]) -> bool {
    let Some(key) = before.trim_ascii_end().strip_suffix(b":").map(<[u8]>::trim_ascii_end) else { return false };
    let key = key.strip_suffix(b"\"").or(key.strip_suffix(b"'")).unwrap_or(key);
    key.strip_suffix(b"id").is_some_and(|rest| rest.last().is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_'))
}

/// The text in quotes is compared with something: `x == "name"`, `case "name":`.
fn is_asked_for(bytes: &[u8], name: Range<usize>) -> bool {
    let Some((quote, before)) = bytes[..name.start].split_last().filter(|(quote, _)| is_quote(quote)) else {
        return false;
    };
    let Some(behind) = bytes[name.end..].strip_prefix(&[*quote]) else { return false };
    let (before, behind) = (before.trim_ascii_end(), behind.trim_ascii_start());
    let is_case =
        before.strip_suffix(b"case").is_some_and(|rest| rest.last().is_none_or(|b| !b.is_ascii_alphanumeric()));
    before.ends_with(b"==") || behind.starts_with(b"==") || is_case && behind.starts_with(b":")
}

/// A comparison with an ID stands beside that with another spelling of it, and either will do.
fn is_joined(bytes: &[u8], name: Range<usize>, is_id: impl Fn(&str) -> bool) -> bool {
    let start = memchr::memrchr(b'\n', &bytes[..name.start]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[name.end..]).map_or(bytes.len(), |at| name.end + at);
    let line = &bytes[start..end];
    let Some(asked) = std::str::from_utf8(&bytes[name]).ok().filter(|_| line.len() <= LONGEST_LINE) else {
        return false;
    };
    let parts = std::str::from_utf8(line).into_iter().flat_map(|line| line.split("||")).flat_map(|p| p.split(" or "));
    let compared = parts.filter_map(|part| {
        let (_, value) = part.split_once("==").filter(|_| !part.contains(" and ") && !part.contains("&&"))?;
        let value = value.trim_start_matches('=').trim_start();
        let quote = value.bytes().next().filter(is_quote)?;
        value[1..].split(char::from(quote)).next()
    });
    let compared: Vec<&str> = compared.collect();
    let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let is_same = |other: &&str| *other != asked && bare(other) == bare(asked);
    compared.contains(&asked) && compared.iter().any(|other| is_same(other) && is_id(other))
}

/// Longer lines are not read for what stands beside a name.
const LONGEST_LINE: usize = 1000;

/// An entry of a map begins behind some bytes: `{`, `,`, or a line of its own.
fn begins_entry(before: &[u8]) -> bool {
    let last = before.iter().rfind(|byte| !matches!(byte, b' ' | b'\t'));
    last.is_none_or(|byte| matches!(byte, b'{' | b',' | b'\n'))
}

fn is_quote(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_asks_for_a_name() {
        let asks = |text: &str| {
            let at = text.find("acme4").expect("the name");
            is_asked_for(text.as_bytes(), at..at + 5)
        };
        for text in ["if x == \"acme4\":", "x === 'acme4'", "'acme4' == x", "case 'acme4':"] {
            assert!(asks(text), "{text}");
        }
        for text in ["x = 'acme4'", "x != 'my-acme4'", "lowercase('acme4')", "f(case='acme4')", "x == acme4"] {
            assert!(!asks(text), "{text}");
        }
    }

    #[test]
    fn comparisons_are_joined_with_those_with_ids() {
        let joined = |text: &str| {
            let at = text.find("acme4").expect("the name");
            is_joined(text.as_bytes(), at..at + 5, |other| other.starts_with("acme-"))
        };
        for text in ["if x == 'acme-4' or x == 'acme4':", "y\nif (x === \"acme4\" || x === \"acme-4\") {\nz"] {
            assert!(joined(text), "{text}");
        }
        for text in
            ["if x == 'acme4':\nif x == 'acme-4':", "x == 'acme4' and y == 'acme-4'", "x == 'acme4' or x == 'acme-5'"]
        {
            assert!(!joined(text), "{text}");
        }
    }

    #[test]
    fn a_row_says_which_model_is_called_so() {
        let model = |text: &str| {
            let at = text.find("acme4").expect("the name");
            model_of_row(text.as_bytes(), at..at + 5).map(str::to_owned)
        };
        assert_eq!(model("{'acme4': {'kind': 'x', 'model_id': 'acme-4'}}").as_deref(), Some("acme-4"));
        assert_eq!(model("[{ provider: 'p', id: 'acme4', model: 'acme-4' }]").as_deref(), Some("acme-4"));
        for other in [
            "x = {'model': 'acme4'}",
            "{ name: 'acme4', model: 'acme-4' }",
            "{ id: 'acme4' }, { model: 'acme-4' }",
            "{'acme4': {'limits': {'model': 'acme-4'}}}",
            "{ uuid: 'acme4', model: 'acme-4' }",
        ] {
            assert_eq!(model(other), None, "{other}");
        }
    }

    #[test]
    fn a_function_is_called_by_the_key_before_it() {
        let leads = |text: &str| {
            let at = text.find("acme-4").expect("the key");
            leads_to_function(text.as_bytes(), at..at + 6)
        };
        for text in ["{'acme-4': ask_acme4, 'x': y}", "{\n  \"acme-4\": askAcme4\n}"] {
            assert!(leads(text), "{text}");
        }
        for text in
            ["{'acme-4': ask_acme5,}", "{'acme-4': acme4}", "{'acme-4': ask_acme4()}", "x['acme-4'] = ask_acme4,"]
        {
            assert!(!leads(text), "{text}");
        }
    }

    #[test]
    fn a_key_says_what_stands_behind_it() {
        let value = |text: &str| {
            let at = text.find("acme4").expect("the key");
            value_of_key(text.as_bytes(), at..at + 5).map(str::to_owned)
        };
        assert_eq!(value("{'acme4' : 'acme-4'}").as_deref(), Some("acme-4"));
        assert_eq!(value("{\n  acme4: \"acme-4\",\n}").as_deref(), Some("acme-4"));
        for other in [
            "x = 'acme4'",
            "{'acme4': Acme}",
            "{'my-acme4': 'acme-4'}",
            "f('acme4', 'acme-4')",
            "'acme4-x': 'y'",
            "x ? 'acme4' : 'y'",
        ] {
            assert_eq!(value(other), None, "{other}");
        }
    }
}
