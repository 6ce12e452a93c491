//! Where an entry stands in its file, and what the YAML reader says in better words.

use std::ops::Range;

use super::{RulesError, Source, s};
use crate::suggest::did_you_mean;

/// A file after reading, with the lines of its entries.
pub(in super::super) struct Parsed {
    pub(in super::super) name: String,
    pub(in super::super) text: String,
    pub(in super::super) rules: s::RulesFile,
}

impl Parsed {
    /// An error at a key of an entry; at the entry itself where the key is not written.
    pub(in super::super) fn error(&self, section: &str, index: usize, key: &str, message: String) -> RulesError {
        let lines = block(&self.text, section, index);
        let at = line_of_key(&self.text, lines.clone(), key).unwrap_or(lines.start);
        RulesError { file: self.name.clone(), line: at + 1, message }
    }

    /// An error about the file as a whole.
    pub(super) fn whole(&self, message: String) -> RulesError {
        RulesError { file: self.name.clone(), line: 1, message }
    }
}

/// The lines (from 0) of an entry of a top-level sequence, or of a top-level mapping.
fn block(text: &str, section: &str, index: usize) -> Range<usize> {
    let head = format!("{section}:");
    let count = text.lines().count();
    let Some(start) = text.lines().position(|line| line.starts_with(&head)) else { return 0..count.min(1) };
    let in_section = |line: &str| line.starts_with([' ', '-', '#']) || line.trim().is_empty();
    let end = text.lines().skip(start + 1).position(|line| !in_section(line)).map_or(count, |len| start + 1 + len);
    let mut indent = None;
    let mut items = text.lines().enumerate().take(end).skip(start + 1).filter_map(|(at, line)| {
        let trimmed = line.trim_start();
        let depth = line.len() - trimmed.len();
        (trimmed.starts_with("- ") && *indent.get_or_insert(depth) == depth).then_some(at)
    });
    let is_mapping = text.lines().skip(start + 1).find(|line| {
        let trimmed = line.trim_start();
        !trimmed.is_empty() && !trimmed.starts_with('#')
    });
    if is_mapping.is_none_or(|line| !line.trim_start().starts_with("- ")) {
        return start..end;
    }
    match items.nth(index) {
        Some(first) => first..items.next().unwrap_or(end),
        None => start..end,
    }
}

/// The line within some lines on which a key is written, in block or in flow style.
fn line_of_key(text: &str, lines: Range<usize>, key: &str) -> Option<usize> {
    if key.is_empty() {
        return None;
    }
    let written = format!("{key}:");
    let is_key = |line: &str| {
        let starts = |at: usize| at == 0 || line[..at].ends_with([' ', '{', ',']);
        line.match_indices(&written).any(|(at, _)| starts(at))
    };
    let mut within = text.lines().enumerate().take(lines.end).skip(lines.start);
    within.find(|(_, line)| is_key(line)).map(|(at, _)| at)
}

/// Deepest nesting of brackets; the parser takes quadratic time to find out that there is more than it bears.
const DEEPEST: usize = 128;

fn is_too_deep(text: &str) -> bool {
    let mut open = 0usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

/// Reads a file.
pub(super) fn read(source: Source) -> Result<Parsed, RulesError> {
    if is_too_deep(&source.text) {
        return Err(RulesError { file: source.name, line: 0, message: "nested too deeply".to_owned() });
    }
    match serde_yaml::from_str::<s::RulesFile>(&source.text) {
        Ok(rules) => Ok(Parsed { name: source.name, text: source.text, rules }),
        Err(error) => Err(RulesError {
            file: source.name,
            line: error.location().map_or(1, |at| at.line()),
            message: worded(&error.to_string(), &source.text),
        }),
    }
}

/// The reader's message in the words of the others: what is wrong, in which entry, what would be right.
fn worded(message: &str, text: &str) -> String {
    let message = without_place(message);
    let (path, fault) = match message.split_once(": ") {
        Some((path, fault)) if !path.contains(' ') => (path, fault),
        _ => ("", message.as_str()),
    };
    let is_about_keys = ["unknown field", "missing field", "duplicate field"].iter().any(|f| fault.starts_with(f));
    let (section, index, key) = steps(path);
    let (section, key) = if section.is_empty() && is_about_keys { (key, "") } else { (section, key) };
    let quoted: Vec<&str> = fault.split('`').skip(1).step_by(2).collect();
    let entry = if section.is_empty() { String::new() } else { format!(" in {}", entry_name(text, section, index)) };
    let key = if key.is_empty() { String::new() } else { format!("`{key}` ") };
    match quoted.as_slice() {
        [unknown, known @ ..] if fault.starts_with("unknown field") => {
            format!("unknown key `{unknown}`{entry}: {}", advice(unknown, known))
        }
        [unknown, known @ ..] if fault.starts_with("unknown variant") => {
            format!("{key}cannot be `{unknown}`{entry}: {}", advice(unknown, known))
        }
        [missing] if fault.starts_with("missing field") => format!("`{missing}` is missing{entry}"),
        [twice] if fault.starts_with("duplicate field") => format!("`{twice}` stands twice{entry}"),
        _ => match fault.strip_prefix("invalid type: ").and_then(|types| types.split_once(", expected ")) {
            Some((found, expected)) if path.is_empty() => {
                format!("a rules file takes {}, not {found}", type_name(expected))
            }
            Some((found, expected)) => format!("{key}takes {}, not {found}{entry}", type_name(expected)),
            None if path.is_empty() && text.lines().any(|line| line.starts_with('\t')) => {
                format!("YAML is indented with blanks, not with tabs: {fault}")
            }
            None if path.is_empty() => format!("this is no YAML: {fault}"),
            None => format!("{key}{fault}{entry}"),
        },
    }
}

/// Without the line and column, which stand before the message already.
fn without_place(message: &str) -> String {
    let Some(at) = message.rfind(" at line ") else { return message.to_owned() };
    let place = " at line ".len();
    let is_place = |c: char| c.is_ascii_digit() || " column".contains(c);
    let end = message[at + place..].find(|c| !is_place(c)).map_or(message.len(), |len| at + place + len);
    format!("{}{}", &message[..at], &message[end..])
}

/// Section, index and key of a path such as `models[3].shutdown`.
fn steps(path: &str) -> (&str, usize, &str) {
    let (head, key) = path.split_once('.').unwrap_or((path, ""));
    match head.split_once('[') {
        Some((section, index)) => (section, index.trim_end_matches(']').parse().unwrap_or(0), key),
        None if key.is_empty() && head == path => ("", 0, head),
        None => (head, 0, key),
    }
}

/// An entry by the name that a reader would give it.
fn entry_name(text: &str, section: &str, index: usize) -> String {
    const NAMES: [&str; 8] = ["id", "key", "stem", "name", "framework", "callees", "names", "hosts"];
    let lines = block(text, section, index);
    let named = NAMES.iter().find_map(|name| {
        let line = text.lines().nth(line_of_key(text, lines.clone(), name)?)?;
        let at = line.find(&format!("{name}:"))? + name.len() + 1;
        let value = line[at..].split(" #").next()?.trim();
        let end = if value.starts_with('[') { value.find(']').map(|at| at + 1) } else { value.find([',', '}']) };
        Some(value[..end.unwrap_or(value.len())].trim_matches(['"', '\'']).to_owned())
    });
    match named.filter(|name| !name.is_empty()) {
        Some(name) => format!("`{section}`, entry `{name}`"),
        None => format!("`{section}`"),
    }
}

fn type_name(expected: &str) -> &str {
    match expected {
        "a sequence" => "a list",
        "a string" => "one text",
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" => "a whole number that is not negative",
        _ if expected.starts_with("struct") => "keys with values",
        _ => expected,
    }
}

/// The nearest of the names that would be right, or all of them.
pub(super) fn advice<S: AsRef<str>>(unknown: &str, known: &[S]) -> String {
    /// More names than these are not all told.
    const MOST: usize = 40;
    match did_you_mean(unknown, known.iter().map(AsRef::as_ref)) {
        Some(question) => question,
        None if known.is_empty() => "none is known".to_owned(),
        None => {
            let mut names: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
            let more = if names.len() > MOST { ", …" } else { "" };
            names.truncate(MOST);
            format!("known are {}{more}", names.join(", "))
        }
    }
}
