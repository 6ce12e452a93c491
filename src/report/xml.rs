//! Text in XML 1.0, which can hold neither control characters nor noncharacters, not even escaped.

use std::borrow::Cow;
use std::fmt::Write;

use super::text::escape;

/// Text for an attribute in double quotes, or for an element on one line.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    let clean = escape(text);
    let acts = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{FFFE}' | '\u{FFFF}');
    if !clean.contains(acts) {
        return clean;
    }
    let mut safe = String::with_capacity(clean.len() + 16);
    for c in clean.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // Writing to a string cannot fail.
            '\u{FFFE}' | '\u{FFFF}' => _ = write!(safe, "{}", c.escape_default()),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// The first line of a document.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_an_attribute_and_nothing_is_forbidden() {
        assert_eq!(xml("a\"/><b c='&'\u{1b}\u{FFFF}\n"), r"a&quot;/&gt;&lt;b c=&apos;&amp;&apos;\u{1b}\u{ffff}\n");
        assert!(matches!(xml("größe.py"), Cow::Borrowed(_)));
    }
}
