//! Text that is safe to print: nothing in it can move the cursor, reorder a line or end it.

use std::borrow::Cow;
use std::fmt::Write;

/// The character would act on a terminal or on the order of the text instead of being seen.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

/// A bracket behind this text begins a command to whoever reads the log of a job, wherever in a line it stands: GitHub's
/// runner acts on `##[…]` (`ActionCommand.TryParse`), Azure's agent on `##vso[…]` (`Command.TryParse`), TeamCity on
/// `##teamcity[…]`.
pub(crate) fn calls(before: &str) -> bool {
    before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

/// Such a command stands in a text.
pub(crate) fn has_command(text: &str) -> bool {
    text.contains("##") && text.match_indices('[').any(|(at, _)| calls(&text[..at]))
}

/// Paths and messages for output: control and bidi characters become escapes such as `\n` or `\u{202e}`, and so does what
/// begins a command in the log of a job.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !has_command(text) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        // Writing to a string cannot fail.
        if is_unsafe(c) {
            let _ = write!(safe, "{}", c.escape_default());
        } else if c == '[' && calls(&text[..at]) {
            let _ = write!(safe, "{}", c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// A path at the beginning of a line: a name like `::error::` would be a command to a workflow's runner there.
pub(crate) fn leading(path: &str) -> String {
    let here = if path.trim_start().starts_with("::") { "./" } else { "" };
    format!("{here}{}", escape(path))
}

/// JSON in which what would act on a terminal or on the log of a job is escaped too; control characters below space are
/// already.
pub(crate) fn escape_json(json: &str) -> Cow<'_, str> {
    let acts = |c: char| c >= '\u{7F}' && is_unsafe(c);
    if !json.contains(acts) && !has_command(json) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for (at, c) in json.char_indices() {
        // No bracket of JSON itself stands behind such letters.
        if acts(c) || c == '[' && calls(&json[..at]) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// One visible character in place of another behind some text, so that columns stay as they are. A tab stays a tab.
pub(crate) fn stand_in(before: &str, c: char) -> char {
    match c {
        '\t' => '\t',
        '[' if calls(before) => '\u{27E6}',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        c if is_unsafe(c) => '\u{FFFD}',
        c => c,
    }
}

/// A model to use instead, as a cell of a table: what its platform does not confirm is marked.
pub fn marked(replacement: &str, is_confirmed: bool) -> String {
    if is_confirmed { replacement.to_owned() } else { format!("{replacement} (not confirmed)") }
}

/// `1 place`, `2 places`.
pub(crate) fn counted(count: usize, singular: &str) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{count} {singular}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_forge_a_line() {
        assert_eq!(escape("a\n::error::b\u{1b}[31m\u{202e}"), r"a\n::error::b\u{1b}[31m\u{202e}");
        assert!(matches!(escape("src/größe.py"), Cow::Borrowed(_)));
        assert_eq!(escape("##[error]a ##vso[b #[c] ##[d"), r"##\u{5b}error]a ##vso\u{5b}b #[c] ##\u{5b}d");
    }

    #[test]
    fn json_says_the_same_in_ascii() {
        let text = "a\u{202e}\u{7f}\u{e0001}é\n##vso[b]";
        let json = serde_json::to_string(text).expect("JSON");
        assert_eq!(escape_json(&json), r###""a\u202e\u007f\udb40\udc01é\n##vso\u005bb]""###);
        assert_eq!(serde_json::from_str::<String>(&escape_json(&json)).expect("JSON"), text);
    }

    #[test]
    fn stand_ins_are_one_character() {
        let text = "a\u{1b}\t\u{7f}\u{202e}b##[c][";
        let shown: String = text.char_indices().map(|(at, c)| stand_in(&text[..at], c)).collect();
        assert_eq!(shown, "a␛\t␡\u{FFFD}b##⟦c][");
    }

    #[test]
    fn lists_read_like_prose() {
        let parts = |n: usize| (0..n).map(|i| counted(i + 1, "note")).collect::<Vec<_>>();
        assert_eq!(listed(&parts(3)), "1 note, 2 notes and 3 notes");
        assert_eq!(listed(&parts(1)), "1 note");
    }
}
