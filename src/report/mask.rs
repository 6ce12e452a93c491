//! Secrets stay secret: finding what must not be printed.
//!
//! Two things give a secret away: its own form (`sk-…`, `Bearer …`, the marked
//! tokens of well-known services) and the name of the key that holds it. The
//! name is read word by word, so that `max_tokens`, `monkey` and `keyboard`
//! hold none.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::extract::extractor_of;
use crate::vocabulary::words_of_name;

/// What is printed in place of a secret.
pub(crate) const MASK: &str = "***";

/// How the value of a key ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Values without quotes are expressions, not secrets.
    Code,
    /// Values without quotes are text; they may hold blanks.
    Settings,
}

impl Dialect {
    /// The dialect of a file; what is not known to be code is read as settings, which mask more.
    pub(crate) fn of(path: &str) -> Dialect {
        let is_code = extractor_of(path).is_some_and(|reader| reader.language.is_some());
        if is_code { Dialect::Code } else { Dialect::Settings }
    }
}

/// A text with its secrets replaced by `***`, for messages and values.
///
/// Only quoted values of keys are taken for secrets here, since a message is prose.
pub fn mask(text: &str) -> Cow<'_, str> {
    let secrets = merged([by_form(text), by_key(text, Dialect::Code)].concat());
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        masked.push_str(&text[at..secret.start]);
        masked.push_str(MASK);
        at = secret.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

/// The bytes of one line that must not be printed, in order and apart; `shown` is spared unless it is a secret by its form.
pub(crate) fn secrets(line: &str, shown: &Range<usize>, dialect: Dialect) -> Vec<Range<usize>> {
    let mut found = by_form(line);
    for held in by_key(line, dialect) {
        found.push(held.start..held.end.min(shown.start));
        found.push(held.start.max(shown.end)..held.end);
    }
    merged(found)
}

/// The line names a key that holds a secret and leaves the value to the lines below it.
pub(crate) fn opens_secret(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let value = value.trim();
    holds_secret(name.trim_matches([' ', '\t', '-', '"', '\'', '?']))
        && (value.is_empty() || value.starts_with(['|', '>', '#', '&', '!']))
}

/// Secrets that show what they are.
fn by_form(text: &str) -> Vec<Range<usize>> {
    static FORMS: OnceLock<Option<Regex>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        // The group is the secret; what stands before it only says that it begins there.
        Regex::new(concat!(
            r"(?:^|[^A-Za-z0-9_-])(sk-[A-Za-z0-9_-]{4,}|(?:gsk|hf|ghp|gho|ghs|ghu|glpat|xai|pplx|r8|nvapi|pk)[-_][A-Za-z0-9_-]{20,}",
            r"|github_pat_[A-Za-z0-9_]{20,}|xox[a-z]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{30,}|AKIA[A-Z0-9]{12,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]{10,})",
            r#"|(?i:bearer|basic)(?:\s|%20)+([A-Za-z0-9_~+/=.-]{6,})"#,
            r"|://[^\s/:@]*:([^\s/@]+)@",
            r"|(?i:[?&](?:[a-z_-]*(?:key|token|secret|sig|signature|password)))=([^&\s\x22'`#]+)",
        ))
        .ok()
    });
    let Some(forms) = forms else { return Vec::new() };
    forms.captures_iter(text).filter_map(|found| found.iter().skip(1).flatten().next().map(|m| m.range())).collect()
}

/// Values of keys whose names say that they hold a secret.
fn by_key(text: &str, dialect: Dialect) -> Vec<Range<usize>> {
    static NAMES: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let parts = ["key", "token", "secret", "passw", "passphrase", "pwd", "credential", "authorization"];
        AhoCorasick::builder().ascii_case_insensitive(true).build(parts).ok()
    });
    let Some(names) = names else { return Vec::new() };
    let mut found = Vec::new();
    let mut done = 0;
    for hit in names.find_iter(text) {
        if hit.start() < done {
            continue;
        }
        let name = name_around(text, hit.range());
        done = name.end;
        if holds_secret(&text[name.clone()])
            && let Some(value) = value_after(text, &name, dialect)
        {
            done = value.end;
            found.push(value);
        }
    }
    found
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// The whole identifier that a part of a name stands in.
fn name_around(text: &str, part: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = bytes[..part.start].iter().rposition(|b| !is_name_byte(*b)).map_or(0, |at| at + 1);
    let end = bytes[part.end..].iter().position(|b| !is_name_byte(*b)).map_or(bytes.len(), |at| part.end + at);
    start..end
}

/// A name such as `OPENAI_API_KEY`, `apiKey`, `x-api-key`, `dbPassword2`, `access_token`; not `max_tokens`.
fn holds_secret(name: &str) -> bool {
    const WORDS: &[&str] =
        &["key", "token", "secret", "pwd", "passphrase", "credential", "credentials", "authorization"];
    const ENDS: &[&str] = &["apikey", "secretkey", "accesskey", "token", "secret", "password", "passwd"];
    words_of_name(name).any(|word| {
        let word = word.to_ascii_lowercase();
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        WORDS.contains(&word) || ENDS.iter().any(|end| word.ends_with(end))
    })
}

/// The value that follows a name: what stands in the next quotes, or for settings the rest of the line.
fn value_after(text: &str, name: &Range<usize>, dialect: Dialect) -> Option<Range<usize>> {
    static BETWEEN: OnceLock<Option<Regex>> = OnceLock::new();
    let between = BETWEEN.get_or_init(|| {
        // `KEY=`, `"key":`, `key: str = `, `["KEY"] = `, `getenv("KEY", `, `KEY || `, `set_key(`, `--key `
        Regex::new(concat!(
            r#"^["'`]?\]?\)?\s*"#,
            r"(?P<sign>:\s*[A-Za-z_][\w.\[\]| ]*=|[:=]=*|!==?|=>|[,(]|\|\|=?|\?\?=?|\bor\b|\s)",
            r"\s*(?P<prefix>[rbfuRBFU]{1,2})?"
        ))
        .ok()
    });
    let matched = between.as_ref()?.captures(&text[name.end..])?;
    let after = name.end + matched.get(0)?.end();
    if let Some(quote) = text.as_bytes().get(after).filter(|b| matches!(b, b'"' | b'\'' | b'`')) {
        return Some(quoted(text, after, *quote));
    }
    // Without quotes the letters were no prefix of a string: they belong to the value.
    let start = matched.name("prefix").map_or(after, |prefix| name.end + prefix.start());
    let is_setting = matches!(&matched["sign"], ":" | "=");
    (dialect == Dialect::Settings && is_setting).then(|| unquoted(text, name.start, start)).filter(|v| !v.is_empty())
}

/// The inside of a string that opens at `at`; to the end of the text where nothing closes it.
fn quoted(text: &str, at: usize, quote: u8) -> Range<usize> {
    let bytes = text.as_bytes();
    let width = if bytes[at..].starts_with(&[quote; 3]) { 3 } else { 1 };
    let mut end = at + width;
    while end < bytes.len() && !bytes[end..].starts_with(&[quote; 3][..width]) {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let mut end = end.min(bytes.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    at + width..end
}

/// A value without quotes: up to the end of the line, or of the item where the key stands within braces.
fn unquoted(text: &str, key: usize, start: usize) -> Range<usize> {
    let before = text[..key].trim_end_matches(['"', '\'', '-', ' ', '\t']);
    let in_flow = before.ends_with(['{', ',', '[']);
    let value = &text[start..];
    let end = if in_flow { value.find([',', '}', ']']).unwrap_or(value.len()) } else { value.len() };
    start..start + value[..end].trim_end().len()
}

/// In order, apart, and without what is empty.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|r| r.start < r.end);
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(line: &str) -> String {
        printed(line, Dialect::Code)
    }
    fn settings(line: &str) -> String {
        printed(line, Dialect::Settings)
    }
    fn printed(line: &str, dialect: Dialect) -> String {
        let mut out = line.to_owned();
        for secret in secrets(line, &(0..0), dialect).into_iter().rev() {
            out.replace_range(secret, MASK);
        }
        out
    }

    #[test]
    fn secrets_are_known_by_their_form() {
        assert_eq!(code(r#"run("sk-proj-abc123_x")"#), r#"run("***")"#);
        assert_eq!(code(r#"{"Authorization": f"Bearer abc.def-123"}"#), r#"{"Authorization": f"***"}"#);
        assert_eq!(code("curl -H 'X: Bearer abcdef123'"), "curl -H 'X: Bearer ***'");
        assert_eq!(code("https://me:hunter2@host/v1?key=AIzaX&x=1"), "https://me:***@host/v1?key=***&x=1");
        assert_eq!(code("risk-assessment, task-1234, sk-SK"), "risk-assessment, task-1234, sk-SK");
    }

    #[test]
    fn secrets_are_known_by_their_key() {
        for (line, shown) in [
            (r#"api_key="abc", model="m""#, r#"api_key="***", model="m""#),
            (r#"api_key: str = 'a\'bc'"#, "api_key: str = '***'"),
            (r#"os.environ["OPENAI_API_KEY"] = "abc""#, r#"os.environ["OPENAI_API_KEY"] = "***""#),
            (r#"os.getenv("OPENAI_API_KEY", "abc")"#, r#"os.getenv("OPENAI_API_KEY", "***")"#),
            ("{apiKey: `abc`, model: 'm'}", "{apiKey: `***`, model: 'm'}"),
            ("const k = process.env.TOKEN || 'abc'", "const k = process.env.TOKEN || '***'"),
            (r#"client.set_token(b"abc")"#, r#"client.set_token(b"***")"#),
            (r#"password = """abc""" + x"#, r#"password = """***""" + x"#),
            (r#""x-api-key": "unclosed"#, r#""x-api-key": "***"#),
        ] {
            assert_eq!(code(line), shown);
        }
    }

    #[test]
    fn names_are_read_word_by_word() {
        for line in [
            r#"monkey = "a", keyboard="b", turkey: "c""#,
            "max_tokens=4096, model='m'",
            "api_key=os.getenv('X_NAME')",
            "sorted(xs, key=lambda x: x)",
        ] {
            assert_eq!(code(line), line);
        }
    }

    #[test]
    fn settings_hold_text_without_quotes() {
        for (line, shown) in [
            ("OPENAI_API_KEY=abc def", "OPENAI_API_KEY=***"),
            ("export DB_PASSWORD=bull #1 # note", "export DB_PASSWORD=***"),
            ("  - token: my pass, word # why", "  - token: ***"),
            ("{model: m, secret: abc, x: y}", "{model: m, secret: ***, x: y}"),
            ("max_tokens: 100", "max_tokens: 100"),
            ("KEY=", "KEY="),
            ("key: four-letters", "key: ***"),
            ("key: bread", "key: ***"),
        ] {
            assert_eq!(settings(line), shown);
        }
    }

    #[test]
    fn what_is_reported_is_shown_unless_it_is_a_secret() {
        let line = r#"key: "gpt-4-32k""#;
        assert!(secrets(line, &(6..15), Dialect::Settings).is_empty());
        let line = "TOKEN=abc gpt-4 def";
        assert_eq!(secrets(line, &(10..15), Dialect::Settings), vec![6..10, 15..19]);
        let line = "model='sk-abcdefgh'";
        assert_eq!(secrets(line, &(7..18), Dialect::Code), vec![7..18]);
    }

    #[test]
    fn messages_are_masked_too() {
        assert_eq!(mask("`sk-abcdef123` is no model"), "`***` is no model");
        assert!(matches!(mask("`gpt-4` has no key: see the table"), Cow::Borrowed(_)));
    }
}
