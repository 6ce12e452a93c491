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

/// Paths and messages for output: control and bidi characters become escapes such as `\n` or `\u{202e}`.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) {
            // Writing to a string cannot fail.
            let _ = write!(safe, "{}", c.escape_default());
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

/// JSON in which what would act on a terminal is escaped too; control characters below space are already.
pub(crate) fn escape_json(json: &str) -> Cow<'_, str> {
    let acts = |c: char| c >= '\u{7F}' && is_unsafe(c);
    if !json.contains(acts) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// One visible character in place of another, so that columns stay as they are. A tab stays a tab.
pub(crate) fn stand_in(c: char) -> char {
    match c {
        '\t' => '\t',
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
    }

    #[test]
    fn json_says_the_same_in_ascii() {
        let text = "a\u{202e}\u{7f}\u{e0001}é\n";
        let json = serde_json::to_string(text).expect("JSON");
        assert_eq!(escape_json(&json), r#""a\u202e\u007f\udb40\udc01é\n""#);
        assert_eq!(serde_json::from_str::<String>(&escape_json(&json)).expect("JSON"), text);
    }

    #[test]
    fn stand_ins_are_one_character() {
        let shown: String = "a\u{1b}\t\u{7f}\u{202e}b".chars().map(stand_in).collect();
        assert_eq!(shown, "a␛\t␡\u{FFFD}b");
    }

    #[test]
    fn lists_read_like_prose() {
        let parts = |n: usize| (0..n).map(|i| counted(i + 1, "note")).collect::<Vec<_>>();
        assert_eq!(listed(&parts(3)), "1 note, 2 notes and 3 notes");
        assert_eq!(listed(&parts(1)), "1 note");
    }
}
