use super::*;
use crate::diagnostic::{Confidence, Facts, Related};
use crate::extract::{COMMENT_MARK, Comment};

/// A Python file and its comments, found without a parser.
fn python(text: &str) -> (SourceFile, Vec<Comment>) {
    let file = SourceFile::new("a.py", text.as_bytes().to_vec()).expect("text");
    let mut comments = Vec::new();
    for line in 0..file.lines.count() {
        let range = file.lines.range(line, &file.bytes);
        let text = std::str::from_utf8(&file.bytes[range.clone()]).expect("UTF-8");
        if let Some(sign) = text.find('#').filter(|_| text.contains(COMMENT_MARK)) {
            comments.push(Comment {
                span: Span::new(range.start + sign, range.end),
                text: text[sign + 1..].to_owned(),
                alone: text[..sign].trim().is_empty(),
            });
        }
    }
    (file, comments)
}

fn at(file: &SourceFile, rule: Rule, needle: &str) -> Diagnostic {
    let start = memchr::memmem::find(&file.bytes, needle.as_bytes()).expect("the needle");
    Diagnostic {
        rule,
        severity: rule.default_severity(),
        confidence: Confidence::High,
        span: Span::new(start, start + needle.len()),
        message: String::new(),
        help: None,
        related: Vec::new(),
        fix: None,
        facts: Facts::default(),
    }
}

/// What is left of the diagnostics (rule, needle), as `rule: text of the span`.
fn left(text: &str, diagnostics: &[(Rule, &str)]) -> Vec<String> {
    let (file, comments) = python(text);
    let diagnostics = diagnostics.iter().map(|(rule, needle)| at(&file, *rule, needle)).collect();
    let as_of = Date::parse("2026-06-01").expect("a day");
    let (kept, _) = apply(parse(&comments, &[], &file), diagnostics, &file, as_of, &|_| true);
    kept.iter().map(|d| format!("{}: {}", d.rule.name(), file.text(d.span))).collect()
}

/// The text after all fixes of the diagnostics about comments.
fn mended(text: &str, diagnostics: &[(Rule, &str)]) -> String {
    let (file, comments) = python(text);
    let diagnostics = diagnostics.iter().map(|(rule, needle)| at(&file, *rule, needle)).collect();
    let as_of = Date::parse("2026-06-01").expect("a day");
    let (kept, _) = apply(parse(&comments, &[], &file), diagnostics, &file, as_of, &|_| true);
    let mut edits: Vec<_> = kept.into_iter().filter_map(|d| d.fix).flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.content);
    }
    text
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn a_comment_covers_its_line() {
    let text = "a = 'gpt-4' # model-lint: ignore[retired-model] -- billing needs it\nb = 'gpt-5'\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4")]), NOTHING);
    assert_eq!(
        left(text, &[(Rule::RetiredModel, "gpt-4"), (Rule::RetiredModel, "gpt-5"), (Rule::ModelCasing, "gpt-4")]),
        ["model-casing: gpt-4", "retired-model: gpt-5"],
    );
}

#[test]
fn a_comment_covers_any_line_of_the_value() {
    let text = "a = ('gpt'\n  '-4') # model-lint: ignore[retired-model]\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "'gpt'\n  '-4'")]), NOTHING);
}

#[test]
fn a_comment_covers_related_places_of_the_same_file() {
    let (file, comments) = python("M = 'gpt-4'\nask(M) # model-lint: ignore[retired-model]\n");
    let as_of = Date::parse("2026-06-01").expect("a day");
    let related = |path: Option<&str>| {
        let place = at(&file, Rule::RetiredModel, "ask(M)").span;
        let related = Related { path: path.map(str::to_owned), span: place, message: String::new() };
        Diagnostic { related: vec![related], ..at(&file, Rule::RetiredModel, "gpt-4") }
    };
    for (path, suppressed) in [(None, 1), (Some("b.py"), 0)] {
        let done = apply(parse(&comments, &[], &file), vec![related(path)], &file, as_of, &|_| true);
        assert_eq!(done.1, suppressed, "{path:?}");
    }
}

#[test]
fn next_line_comments_can_be_stacked() {
    let text =
        "# model-lint: ignore-next-line[retired-model]\n# model-lint: ignore-next-line[model-casing]\na = 'gpt-4'\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4"), (Rule::ModelCasing, "gpt-4")]), NOTHING);
}

#[test]
fn a_file_comment_covers_the_file() {
    let text = "a = 'gpt-4'\n\n# model-lint: ignore-file[retired-model, unknown-model] until=2026-06-01\nb = 'gpt-5'\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4"), (Rule::UnknownModel, "gpt-5")]), NOTHING);
}

#[test]
fn unused_ones_are_named() {
    let text = "a = 'gpt-4' # model-lint: ignore[retired-model, model-casing]\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4")]), ["unused-suppression: model-casing"]);
    assert_eq!(left(text, &[]), ["unused-suppression: model-lint: ignore[retired-model, model-casing]"]);
}

#[test]
fn a_rule_that_did_not_run_is_not_unused() {
    let (file, comments) = python("a = 'x' # model-lint: ignore[retired-model]\n");
    let as_of = Date::parse("2026-06-01").expect("a day");
    let kept = apply(parse(&comments, &[], &file), Vec::new(), &file, as_of, &|rule| rule != Rule::RetiredModel).0;
    assert!(kept.is_empty());
}

#[test]
fn what_is_removed_leaves_no_trace() {
    assert_eq!(mended("a = 'x'  # model-lint: ignore[retired-model] -- why\nb\n", &[]), "a = 'x'\nb\n");
    assert_eq!(mended("a\r\n  # model-lint: ignore-file[retired-model]\r\nb\n", &[]), "a\r\nb\n");
    let one = [(Rule::RetiredModel, "gpt-4")];
    let text = |list| format!("a = 'gpt-4' # model-lint: ignore[{list}]\n");
    assert_eq!(mended(&text("retired-model, model-casing"), &one), text("retired-model"));
    assert_eq!(mended(&text("model-casing, retired-model"), &one), text(" retired-model"));
    let shared = "a = 'x' # noqa model-lint: ignore[retired-model]\n";
    assert_eq!(mended(shared, &[]), shared);
    assert_eq!(mended("a = 'x'  # noqa: E501  # model-lint: ignore[retired-model]\n", &[]), "a = 'x'  # noqa: E501\n");
}

#[test]
fn a_comment_alone_is_not_removed_but_explained() {
    let text = "# model-lint: ignore[retired-model]\na = 'gpt-4'\n";
    assert_eq!(mended(text, &[(Rule::RetiredModel, "gpt-4")]), text);
}

#[test]
fn expired_ones_hold_no_longer() {
    let text = "a = 'gpt-4' # model-lint: ignore[retired-model] until=2026-05-31\n";
    assert_eq!(
        left(text, &[(Rule::RetiredModel, "gpt-4")]),
        ["retired-model: gpt-4", "expired-suppression: model-lint: ignore[retired-model]"],
    );
}

#[test]
fn a_deprecation_comment_lapses_with_one_diagnostic() {
    let text = "a = 'gpt-4' # model-lint: ignore[deprecated-model]\n";
    assert_eq!(left(text, &[(Rule::DeprecatedModel, "gpt-4")]), NOTHING);
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4")]), ["retired-model: gpt-4"]);
    // Also where its day is past by then.
    let text = "a = 'gpt-4' # model-lint: ignore[deprecated-model] until=2026-05-31\n";
    assert_eq!(left(text, &[(Rule::RetiredModel, "gpt-4")]), ["retired-model: gpt-4"]);
    assert_eq!(left(text, &[]), ["expired-suppression: model-lint: ignore[deprecated-model]"]);
}

#[test]
fn a_comment_beside_a_string_covers_all_of_its_lines() {
    let text = "# model-lint: ignore-next-line[retired-model]\na = f(\"\"\"\n  gpt-4\n\"\"\")\nb = 'gpt-5'\n";
    let (file, comments) = python(text);
    let as_of = Date::parse("2026-06-01").expect("a day");
    let string = at(&file, Rule::RetiredModel, "\"\"\"\n  gpt-4\n\"\"\"").span;
    for (texts, kept) in [(&[string][..], &["gpt-5"][..]), (&[], &["gpt-4", "gpt-5"])] {
        let found = vec![at(&file, Rule::RetiredModel, "gpt-4"), at(&file, Rule::RetiredModel, "gpt-5")];
        let left = apply(parse(&comments, texts, &file), found, &file, as_of, &|_| true).0;
        let left: Vec<_> = left.iter().filter(|d| d.rule == Rule::RetiredModel).map(|d| file.text(d.span)).collect();
        assert_eq!(left, kept);
    }
}

#[test]
fn what_is_not_understood_is_said() {
    for (comment, said) in [
        ("ignore", "unknown-suppression: model-lint: ignore"),
        ("ignore[]", "unknown-suppression: model-lint: ignore[]"),
        ("ignore[retired-model", "unknown-suppression: model-lint: ignore"),
        ("disable[retired-model]", "unknown-suppression: disable"),
        ("", "unknown-suppression: model-lint:"),
        ("ignore[retired-modle]", "unknown-suppression: retired-modle"),
        ("ignore[unused-suppression]", "unknown-suppression: unused-suppression"),
        ("ignore[retired-model] until=2026-02-30", "unknown-suppression: until=2026-02-30"),
        ("ignore[retired-model] until=soon", "unknown-suppression: until=soon"),
    ] {
        let found = left(&format!("a = 'gpt-4' # model-lint: {comment}"), &[(Rule::RetiredModel, "gpt-4")]);
        assert_eq!(found.len(), 2, "{comment}: {found:?}");
        assert_eq!(found[1], said);
    }
    let found = left("a = 'gpt-4' # model-lint: ignore[retired-model] too old", &[(Rule::RetiredModel, "gpt-4")]);
    assert_eq!(found, ["unknown-suppression: too"]);
}

#[test]
fn slips_are_mended() {
    let text = "a = 'gpt-4' # model-lint: ignored[Retired_Model]\n";
    assert_eq!(mended(text, &[]), "a = 'gpt-4' # model-lint: ignore[Retired_Model]\n");
    let text = "a = 'gpt-4' # model-lint: ignore[Retired_Model]\n";
    assert_eq!(mended(text, &[]), "a = 'gpt-4' # model-lint: ignore[retired-model]\n");
    let text = "a = 'gpt-4' # model-lint: ignore [retired-model]\n";
    assert_eq!(mended(text, &[]), "a = 'gpt-4' # model-lint: ignore[retired-model]\n");
    let text = "# model-lint: ignore-files[retired-model]\n";
    assert!(mended(text, &[]).contains("ignore-file["));
}

/// A comment for one line is never made one for other lines or the whole file.
#[test]
fn no_slip_is_mended_to_a_wider_scope() {
    for directive in ["ignore-line", "ignore-this", "ignore-fine", "ignore-here", "ignore-prev-line"] {
        let text = format!("a = 'gpt-4' # model-lint: {directive}[retired-model]\n");
        assert_eq!(mended(&text, &[]), text);
    }
}
