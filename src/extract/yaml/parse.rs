//! One parse within its budget; lines of templates are masked where they break the tree.

use tree_sitter::Tree;

use crate::extract::parse::Budget;

/// What the parser made of a file.
pub(super) enum Parsed {
    /// A tree of the text as it is.
    Whole(Tree),
    /// A tree of the text with its template tags masked.
    Masked(Tree),
    /// No tree that holds the text.
    Broken,
    /// The budget was spent.
    TooCostly,
}

/// Parses; the bytes have passed the guard.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let (grammar, mut budget) = (tree_sitter_yaml::LANGUAGE.into(), Budget::default());
    let Some(tree) = budget.parse(&grammar, bytes) else { return Parsed::TooCostly };
    if !tree.root_node().is_error() && (!tree.root_node().has_error() || !has_tags(bytes)) {
        return Parsed::Whole(tree);
    }
    if !has_tags(bytes) {
        return Parsed::Broken;
    }
    match budget.parse(&grammar, &masked(bytes)) {
        Some(masked) if !masked.root_node().is_error() => Parsed::Masked(masked),
        Some(_) if !tree.root_node().is_error() => Parsed::Whole(tree),
        Some(_) => Parsed::Broken,
        None => Parsed::TooCostly,
    }
}

fn has_tags(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"{{").is_some() || memchr::memmem::find(bytes, b"{%").is_some()
}

/// The same number of bytes, with tags that stand alone blank, and those within values a word.
fn masked(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'{', &bytes[at..]).map(|n| at + n) {
        let close: &[u8] = match bytes.get(open + 1) {
            Some(b'{') => b"}}",
            Some(b'%') => b"%}",
            _ => {
                at = open + 1;
                continue;
            }
        };
        let Some(end) = memchr::memmem::find(&bytes[open..], close).map(|n| open + n + 2) else { break };
        let blank = stands_alone(bytes, open, end) || opens_lines(bytes, open, end);
        for byte in &mut out[open..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = if blank { b' ' } else { b'x' };
            }
        }
        at = end;
    }
    out
}

/// Nothing but other tags and white space stands on the lines of a tag.
fn stands_alone(bytes: &[u8], open: usize, end: usize) -> bool {
    let start = memchr::memrchr(b'\n', &bytes[..open]).map_or(0, |n| n + 1);
    let stop = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |n| end + n);
    let before = bytes[start..open].trim_ascii();
    let after = bytes[end..stop].trim_ascii();
    (before.is_empty() || before.ends_with(b"}}") || before.ends_with(b"%}"))
        && !before.contains(&b':')
        && (after.is_empty() || after.starts_with(b"{{") && after.ends_with(b"}}") && !after.contains(&b':'))
}

/// `key: {{- … }}` at a line's end puts lines of its own below the key, and others may follow.
fn opens_lines(bytes: &[u8], open: usize, end: usize) -> bool {
    let stop = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |n| end + n);
    bytes.get(open + 2) == Some(&b'-')
        && bytes[..open].trim_ascii_end().ends_with(b":")
        && bytes[end..stop].trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_masked_byte_for_byte() {
        for (text, expected) in [
            ("a:\n  {{- if .x }}\n  b: c\n  {{ end }}\n", "a:\n              \n  b: c\n           \n"),
            ("a: {{ .x }}", "a: xxxxxxxx"),
            ("a: b-{{ .x }}-c", "a: b-xxxxxxxx-c"),
            ("{% for a in b %}\n- x\n", "                \n- x\n"),
            ("{{ a }}{{ b }}\n", "              \n"),
            ("{{ a\n b }}\n", "    \n     \n"),
            ("a: {{- x }}\n  b: c", "a:         \n  b: c"),
            ("{{ open", "{{ open"),
            ("{a: b}", "{a: b}"),
            ("{{ a }}: b", "xxxxxxx: b"),
        ] {
            assert_eq!(String::from_utf8_lossy(&masked(text.as_bytes())), expected, "{text}");
        }
    }
}
