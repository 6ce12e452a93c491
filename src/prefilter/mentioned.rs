//! Where code does something with a name that it takes from elsewhere.

use std::ops::Range;

use super::quoted::Literals;
use crate::catalog::CodeLanguage;

/// Tells uses of names from mere mentions.
pub struct Mentions<'t> {
    bytes: &'t [u8],
    /// Where only in this language strings are this simple, and imports say all at one place.
    literals: Option<Literals<'t>>,
}

impl<'t> Mentions<'t> {
    /// Those in a text of a language.
    pub fn new(bytes: &'t [u8], language: Option<CodeLanguage>) -> Mentions<'t> {
        let is_plain = language == Some(CodeLanguage::Python);
        Mentions { bytes, literals: is_plain.then(|| Literals::new(bytes, CodeLanguage::Python)) }
    }

    /// The word at a place may be used there: it is not only imported, nor listed between quotes for others, nor told of in
    /// a text. Words are asked for in order.
    pub fn is_use(&mut self, word: &Range<usize>) -> bool {
        let Some(literals) = &mut self.literals else { return true };
        let is_quote = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'"' | b'\''));
        let is_quoted = || is_quote(self.bytes.get(word.start.wrapping_sub(1))) && is_quote(self.bytes.get(word.end));
        !is_imported(self.bytes, word)
            && match literals.is_text(word) {
                true => is_quoted() && !is_listed(self.bytes, word),
                false => true,
            }
    }
}

/// The word stands in the list of an import, under its own name: `from a import word`, `from a import (b, word)`.
fn is_imported(bytes: &[u8], word: &Range<usize>) -> bool {
    /// Longest list that is looked through, in bytes.
    const LONGEST: usize = 8_000;
    const IMPORT: &[u8] = b" import ";
    let before = &bytes[word.start.saturating_sub(LONGEST)..word.start];
    let is_listed = |b: &u8| b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || matches!(b, b'_' | b',' | b'(');
    let start = before.iter().rposition(|b| !is_listed(b)).map_or(0, |at| at + 1);
    let Some(at) = memchr::memmem::rfind(&before[start..], IMPORT).map(|at| start + at) else { return false };
    let line = &before[memchr::memrchr(b'\n', &before[..at]).map_or(0, |at| at + 1)..at];
    let list = &before[at + IMPORT.len()..];
    let is_one_list = match list.trim_ascii_start().strip_prefix(b"(") {
        Some(list) => !list.contains(&b'('),
        None => !list.iter().any(|b| matches!(b, b'(' | b'\n')),
    };
    let after = bytes[word.end..].trim_ascii_start();
    is_one_list && line.trim_ascii_start().starts_with(b"from ") && !after.starts_with(b"as ")
}

/// A word between quotes is one of a list, or the key of a map: `__all__ = ["word"]`, `{"word": "module"}`.
fn is_listed(bytes: &[u8], word: &Range<usize>) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b')' | b']');
    let after = bytes[word.end + 1..].trim_ascii_start().first();
    match bytes[..word.start - 1].trim_ascii_end() {
        [.., before, b'['] => !is_name(before) && matches!(after, Some(b',' | b']')),
        [.., b','] => matches!(after, Some(b',' | b']' | b':')),
        [.., b'{'] => after == Some(&b':'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_used(code: &str) -> bool {
        let mut mentions = Mentions::new(code.as_bytes(), Some(CodeLanguage::Python));
        code.match_indices("Name").any(|(at, name)| mentions.is_use(&(at..at + name.len())))
    }

    #[test]
    fn what_is_imported_and_listed_is_not_used() {
        for code in [
            "from a import Name\n",
            "from a.b import (\n    Other,\n    Name,\n)\n",
            "if TYPE_CHECKING:\n    from a import Name, Other\n",
            "from a import Name\n\n__all__ = [\n    \"Name\",\n    \"Other\",\n]\n_WHERE = {\"Name\": \"a\", 'Other': 'b'}\n",
            "def f():\n    \"\"\"As Name does.\"\"\"\n# Name\n",
        ] {
            assert!(!is_used(code), "{code}");
        }
        for code in [
            "from a import Name\nx = Name\n",
            "from a import Name as Own\n",
            "from a import (\n    Other,\n    Name as Own,\n)\n",
            "import Name\n",
            "from a import Other\nprint(Name)\n",
            "from a import (Other)\nprint(Name)\n",
            "def f(x: \"Name\"): ...\n",
            "x: Optional[\"Name\"] = None\n",
            "x = pick(\"Name\", 1)\n",
            "x = f'{Name}'\n",
        ] {
            assert!(is_used(code), "{code}");
        }
        let mut elsewhere = Mentions::new(b"import { Name } from 'a'", Some(CodeLanguage::TypeScript));
        assert!(elsewhere.is_use(&(9..13)));
    }
}
