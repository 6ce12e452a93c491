//! What of a value is text that reaches the program: defaults of interpolations are, templates are not.

use super::is_environment_name;
use super::text::Text;

/// Longer values hold prose or programs, not names.
const LONGEST: usize = 512;
/// Interpolations within defaults of interpolations, this deep.
const DEEPEST: usize = 8;

/// Words before a reference to something that stands elsewhere.
const INDIRECTIONS: &[&str] = &["os.environ/", "env:", "env.", "ENV[", "secret:", "vault:", "ssm:", "file:"];

/// The text that arrives when nothing else is set: the value itself, or the defaults in it; nothing for a template.
///
/// `${NAME:-x}`, `${NAME-x}`, `${NAME:=x}`, `${NAME:x}`, `${oc.env:NAME,x}` and `${{ … || 'x' }}` arrive as `x`.
pub(crate) fn live(text: &Text) -> Option<Text> {
    let text = text.trim();
    if text.text.is_empty()
        || has_blank_to_fill(&text.text)
        || INDIRECTIONS.iter().any(|word| text.text.starts_with(word))
    {
        return None;
    }
    if !text.text.contains(['$', '{', '}', '<', '>', '%']) {
        return Some(text);
    }
    if text.text.len() > LONGEST {
        return None;
    }
    if text.text.starts_with("${{") {
        return expression_default(&text);
    }
    if text.text.starts_with("{{") {
        return template_default(&text);
    }
    folded(&text, DEEPEST).filter(|t| !t.text.is_empty())
}

/// A part of a value is a word in brackets for people to replace: `ft:acme-1:[id_of_yours]`, but not `acme-1[1m]`.
fn has_blank_to_fill(text: &str) -> bool {
    let is_word =
        |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'));
    let word = |part: &str| part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_word);
    text.ends_with(']') && text.rsplit([':', '/']).next().is_some_and(|last| last.len() < text.len() && word(last))
}

/// The literal that ends an expression of a workflow: `${{ inputs.x || 'literal' }}`.
fn expression_default(text: &Text) -> Option<Text> {
    let inner = text.text.strip_prefix("${{")?.strip_suffix("}}")?;
    if inner.contains("${{") {
        return None;
    }
    let end = 3 + inner.trim_end().strip_suffix('\'')?.len();
    let start = text.text[..end].rfind('\'')? + 1;
    let before = text.text[..start - 1].trim_end();
    (before.ends_with("||") && start < end).then(|| text.slice(start..end))
}

/// The default of a chart's template: `{{ .Values.x | default "literal" }}`, `{{ default "literal" .Values.x }}`.
fn template_default(text: &Text) -> Option<Text> {
    const WORD: &str = "default ";
    let inner = text.text.strip_prefix("{{")?.strip_suffix("}}").filter(|inner| !inner.contains("{{"))?;
    let at = inner.find(WORD).filter(|at| *at == 0 || inner[..*at].ends_with([' ', '-', '|', '(']))?;
    let rest = &inner[at + WORD.len()..];
    let quoted = rest.trim_start();
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '`' | '\''))?;
    let start = 2 + at + WORD.len() + (rest.len() - quoted.len()) + 1;
    let end = start + text.text[start..].find(quote)?;
    (start < end).then(|| text.slice(start..end))
}

/// Literal runs and defaults, put together; nothing if a part has neither.
fn folded(text: &Text, depth: usize) -> Option<Text> {
    let mut out = Text::new(text.span);
    let bytes = text.text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = text.text[at..].find(['$', '{', '}', '<', '>', '%']).map_or(bytes.len(), |n| at + n);
        if end > at {
            out.append(&text.slice(at..end));
        }
        if end == bytes.len() {
            break;
        }
        if depth == 0 || !text.text[end..].starts_with("${") {
            return None;
        }
        let close = closing(bytes, end + 1)?;
        let default = default_of(&text.text[end + 2..close])? + end + 2;
        out.append(&folded(&text.slice(default..close).trim().unquoted(), depth - 1)?);
        at = close + 1;
    }
    if let [one] = out.pieces.as_slice() {
        out.span = one.span;
    }
    Some(out)
}

/// The brace that closes the one at `open`.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The variable whose value arrives, where the whole text stands for it: `NAME` of `${NAME:-x}` and `${oc.env:NAME,x}`.
pub(crate) fn variable(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("${")?.strip_suffix('}')?;
    let rest = RESOLVERS.iter().find_map(|word| inner.strip_prefix(word)).unwrap_or(inner);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|name| is_environment_name(name))
}

/// What says that a name is one of the environment: `${env:NAME:-x}`, `${oc.env:NAME,x}`.
const RESOLVERS: [&str; 2] = ["env:", "oc.env:"];
/// How other resolvers of the same language begin.
const OTHERS: &str = "oc.";

/// Where the default begins in `NAME:-default`, in `env:NAME:-default` or in `env:NAME,default`.
fn default_of(inner: &str) -> Option<usize> {
    if let Some((word, rest)) = RESOLVERS.iter().find_map(|word| Some((word, inner.strip_prefix(word)?))) {
        let named = rest.find([':', ',']).filter(|at| *at > 0)?;
        let skip = if rest[named..].starts_with(',') { 1 } else { 2 };
        return (skip == 1 || rest[named..].starts_with(":-")).then_some(word.len() + named + skip);
    }
    // What else is resolved so has no default behind its first colon: `oc.select:KEY,default`.
    if inner.starts_with(OTHERS) {
        return None;
    }
    let name = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
    let operator = &inner[name..];
    if name == 0 {
        return None;
    }
    let skip = match operator.as_bytes() {
        [b':', b'-' | b'=', ..] => 2,
        [b':', b'+' | b'?', ..] => return None,
        [b'-' | b'=' | b':', ..] => 1,
        _ => return None,
    };
    Some(name + skip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn text_of(value: &str) -> Option<String> {
        let text = Text::verbatim(value.as_bytes(), Span::new(0, value.len()));
        let live = live(&text)?;
        assert_eq!(live.text.len(), live.pieces.iter().map(|p| p.len as usize).sum::<usize>(), "{value}");
        assert!(live.span.end as usize <= value.len());
        for piece in &live.pieces {
            assert!(live.span.contains(piece.span), "{value}");
        }
        Some(live.text)
    }

    #[test]
    fn literals_and_defaults_arrive() {
        for (value, arrives) in [
            ("zed-1", "zed-1"),
            ("zed-1[1m]", "zed-1[1m]"),
            (" zed-1 ", "zed-1"),
            ("${MODEL:-zed-1}", "zed-1"),
            ("${MODEL-zed-1}", "zed-1"),
            ("${MODEL:=zed-1}", "zed-1"),
            ("${MODEL=zed-1}", "zed-1"),
            ("${MODEL:zed-1}", "zed-1"),
            ("${app.model:zed-1}", "zed-1"),
            ("${env:MODEL:-zed-1}", "zed-1"),
            ("${env:MODEL, 'zed-1'}", "zed-1"),
            ("${oc.env:MODEL,zed-1}", "zed-1"),
            ("${oc.env:MODEL, zed-1:latest}", "zed-1:latest"),
            ("${oc.env:MODEL,${oc.env:OTHER,zed-1}}", "zed-1"),
            ("${MODEL:-\"zed-1\"}", "zed-1"),
            ("${MODEL:-'zed-1'}", "zed-1"),
            ("${A:-${B:-zed-1}}", "zed-1"),
            ("acme/${MODEL:-zed-1}", "acme/zed-1"),
            ("${HOST:-acme}/${MODEL:-zed-1}", "acme/zed-1"),
            ("${{ vars.MODEL || 'zed-1' }}", "zed-1"),
            ("{{ .Values.model | default \"zed-1\" }}", "zed-1"),
            ("{{ .Values.model | default \"zed-1\" | quote }}", "zed-1"),
            ("{{- default 'zed-1' .Values.model -}}", "zed-1"),
            ("${{ inputs.a && inputs.b || 'zed-1'}}", "zed-1"),
            ("acme:zed-1", "acme:zed-1"),
        ] {
            assert_eq!(text_of(value).as_deref(), Some(arrives), "{value}");
        }
    }

    #[test]
    fn templates_do_not() {
        for value in [
            "",
            "  ",
            "${MODEL}",
            "$MODEL",
            "${MODEL:-}",
            "${MODEL:-${OTHER}}",
            "${MODEL:?missing}",
            "${MODEL:+zed-1}",
            "${MODEL",
            "${:-zed-1}",
            "prefix-${MODEL}",
            "${env:MODEL}",
            "${env:MODEL:zed-1}",
            "${oc.env:MODEL}",
            "${oc.env:MODEL,}",
            "${oc.env:,zed-1}",
            "${oc.select:model,zed-1}",
            "{{ model }}",
            "{{ .Values.model | default .Values.other }}",
            "{{ .Values.isdefault \"zed-1\" }}",
            "{{ .a | default \"x\" }}-{{ .b }}",
            "${{ vars.MODEL }}",
            "${{ vars.MODEL == 'zed-1' }}",
            "${{ a || 'x' }}-${{ b || 'y' }}",
            "${{ 'zed-1' }}",
            "{model}",
            "<your-model>",
            "%MODEL%",
            "os.environ/MODEL",
            "env:MODEL",
            "$(cat model)",
            "zed-1$",
        ] {
            assert_eq!(text_of(value), None, "{value}");
        }
    }

    #[test]
    fn variables_are_named() {
        for (value, name) in [
            ("${MODEL:-zed-1}", Some("MODEL")),
            (" ${MODEL=zed-1} ", Some("MODEL")),
            ("${MODEL}", Some("MODEL")),
            ("${oc.env:MODEL,zed-1}", Some("MODEL")),
            ("${env:MODEL, 'zed-1'}", Some("MODEL")),
            ("${app.model:zed-1}", None),
            ("acme/${MODEL:-zed-1}", None),
            ("zed-1", None),
        ] {
            assert_eq!(variable(value), name, "{value}");
        }
    }

    #[test]
    fn nested_defaults_end_somewhere() {
        let deep = format!("{}zed-1{}", "${A:-".repeat(90), "}".repeat(90));
        assert_eq!(text_of(&deep), None);
    }
}
