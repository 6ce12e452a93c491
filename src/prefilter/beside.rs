//! What a run between quotes is, by what stands right beside it.

use std::ops::Range;

use super::quoted::{FAR, LONGEST};

/// Methods that ask whether a text is like another, or holds it.
const COMPARING: [&str; 5] = [".startsWith(", ".endsWith(", ".includes(", ".startswith(", ".endswith("];

/// The run is compared with something, by what stands right beside it: it is sent nowhere.
pub(super) fn is_compared(bytes: &[u8], run: &Range<usize>) -> bool {
    let (open, close) = (run.start - 1, run.end);
    let before = bytes[open.saturating_sub(FAR)..open].trim_ascii_end();
    let after = bytes[close + 1..bytes.len().min(close + 1 + FAR)].trim_ascii_start();
    let is_operator = |text: &[u8]| text == b"==" || text == b"!=";
    let is_asked = || after.starts_with(b")") && COMPARING.iter().any(|method| before.ends_with(method.as_bytes()));
    before.last_chunk::<2>().is_some_and(|end| is_operator(end))
        || after.first_chunk::<2>().is_some_and(|start| is_operator(start))
        || ["in ", "not in "].iter().any(|word| after.starts_with(word.as_bytes()))
        || is_asked()
}

/// The run is a key of a map: `{"word": …`, `, "word": …`, `map["word"]`.
pub(super) fn is_key(bytes: &[u8], run: &Range<usize>) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b')' | b']');
    let after = bytes[run.end + 1..].trim_ascii_start().first();
    match bytes[..run.start - 1].trim_ascii_end() {
        [.., b'{' | b','] => after == Some(&b':'),
        [.., before, b'['] => is_name(before) && after == Some(&b']'),
        _ => false,
    }
}

/// The run is a word in a list from which no path is put together, or one of the texts that a type allows.
pub(super) fn is_listed_word(bytes: &[u8], run: &Range<usize>) -> bool {
    let before = &bytes[run.start.saturating_sub(FAR)..run.start - 1];
    let mut open = 0;
    let opener = before.iter().rposition(|byte| {
        open += i32::from(matches!(byte, b'(' | b'[' | b'{')) - i32::from(matches!(byte, b')' | b']' | b'}'));
        open > 0
    });
    let is_path = bytes[run.clone()].contains(&b'/');
    let is_list = |at: usize| match &before[..at] {
        list if before[at] != b'[' || list.ends_with(b"join(") => false,
        list => !is_path || list.ends_with(b"Literal"),
    };
    opener.is_some_and(is_list)
}

/// The run stands in a line that begins with a decorator.
pub(super) fn is_decorated(bytes: &[u8], run: &Range<usize>) -> bool {
    let before = &bytes[run.start.saturating_sub(LONGEST)..run.start];
    let line = memchr::memrchr(b'\n', before).map_or(before, |at| &before[at + 1..]);
    line.trim_ascii_start().starts_with(b"@")
}

/// The run is what a value is asked for by: `options.get("word")`, `getattr(options, "word", None)`.
pub(super) fn is_asked_for(bytes: &[u8], run: &Range<usize>) -> bool {
    let open = run.start - 1;
    let before = bytes[open.saturating_sub(FAR)..open].trim_ascii_end();
    let call = memchr::memrchr(b'(', before).map(|at| (&before[..at], &before[at + 1..]));
    call.is_some_and(|(callee, first)| {
        let is_first = first.trim_ascii().is_empty();
        let is_second = first.iter().filter(|b| **b == b',').count() == 1 && first.ends_with(b",");
        (is_first && callee.ends_with(b".get")) || (is_second && callee.ends_with(b"getattr"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::quoted::all;
    use super::*;

    #[test]
    fn what_is_compared_is_told_by_what_stands_beside_it() {
        for (code, expected) in [
            ("if model == 'id':", true),
            ("if (model !== \"id\") {", true),
            ("'id' === model", true),
            ("if 'id' in model and x:", true),
            ("'id' not in models", true),
            ("model.startsWith('id') ? a : b", true),
            ("model = 'id'", false),
            ("f(model='id', x == y)", false),
            ("use(model.startsWith('id', 1))", false),
            ("['id', 'other'].includes(model)", false),
            ("x == y ? 'id' : z", false),
        ] {
            let run = all(code.as_bytes()).find(|run| &code[run.clone()] == "id").expect("it is there");
            assert_eq!(is_compared(code.as_bytes(), &run), expected, "{code}");
        }
    }

    #[test]
    fn texts_of_lists_and_types_are_put_into_no_path() {
        for (code, expected) in [
            ("KINDS = ['id', 'other']", true),
            ("kind: Literal['id', '/other'] = x", true),
            ("kind: Literal['/id', '/other'] = x", true),
            ("PATHS = ['/id', '/other']", false),
            ("'/'.join(['id', 'other'])", false),
            ("f('id')", false),
        ] {
            let run = all(code.as_bytes()).find(|run| code[run.clone()].ends_with("id")).expect("it is there");
            assert_eq!(is_listed_word(code.as_bytes(), &run), expected, "{code}");
        }
    }

    #[test]
    fn what_is_asked_for_is_no_value() {
        for (code, expected) in [
            ("x = options.get('word') or y", true),
            ("x = options.get(\n  'word', None)", true),
            ("x = getattr(options, 'word', None)", true),
            ("x = options.get('y', 'word')", false),
            ("x = getattr(options, y, 'word')", false),
            ("x = f('word')", false),
        ] {
            let run = all(code.as_bytes()).find(|run| &code[run.clone()] == "word").expect("it is there");
            assert_eq!(is_asked_for(code.as_bytes(), &run), expected, "{code}");
        }
    }
}
