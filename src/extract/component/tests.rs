use super::Component;
use super::markup::{Dialect, scripts};
use crate::extract::Extractor;
use crate::source::{SourceFile, Span};

fn read(text: &str) -> Vec<(&str, Dialect)> {
    scripts(text.as_bytes(), false).into_iter().map(|script| (&text[script.range], script.dialect)).collect()
}

fn open(kind: Component, text: &str) -> SourceFile {
    kind.open("a.vue", text.as_bytes().to_vec()).expect("text")
}

#[test]
fn scripts_stand_between_their_tags() {
    for (text, expected) in [
        ("<script>a</script>", vec![("a", Dialect::JavaScript)]),
        ("<p>b</p>\n<script setup lang=\"ts\">a</script >", vec![("a", Dialect::TypeScript)]),
        ("<script lang=tsx>a</script>", vec![("a", Dialect::Tsx)]),
        ("<SCRIPT type='module' generic=\"T extends A<'b'>\">a</Script>", vec![("a", Dialect::JavaScript)]),
        (
            "<script>a</script><script lang='ts'>b</script>",
            vec![("a", Dialect::JavaScript), ("b", Dialect::TypeScript)],
        ),
        // The first end tag closes, quoted or not.
        ("<script>'</script>'</script>", vec![("'", Dialect::JavaScript)]),
        ("<script>a", vec![("a", Dialect::JavaScript)]),
        ("<script src=\"./a.ts\" />b<script>c</script>", vec![("c", Dialect::JavaScript)]),
        ("<script type=\"application/ld+json\">{}</script>", vec![]),
        ("<script lang=\"coffee\">a</script>", vec![]),
        ("<!-- <script>a</script> --><scripts>b</scripts>", vec![]),
        ("<style>/* <script>a</script> */</style>", vec![]),
        ("<!-- <script>a</script>", vec![]),
        ("<script", vec![]),
        ("<script lang=\"ts", vec![]),
        ("<script lang=", vec![]),
        ("<script ==\"'/", vec![]),
        ("<script></script>", vec![]),
        ("<", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn front_matter_is_a_script() {
    let fenced = |text: &'static str| {
        let found = scripts(text.as_bytes(), true).into_iter();
        found.map(|script| &text[script.range]).collect::<Vec<_>>()
    };
    assert_eq!(fenced("---\na\n---\n<p>b</p><script>c</script>"), ["\na\n", "c"]);
    assert_eq!(fenced("\n---\na"), ["\na"]);
    assert_eq!(fenced("<p>---\na\n---</p>"), [""; 0]);
    assert_eq!(fenced("---"), [""; 0]);
}

#[test]
fn what_is_read_keeps_its_place() {
    let text = "<p title=\"é\">{{ MODEL }}</p><script>\nconst a = 'é'; b\n</script>\r\n<p/>";
    let file = open(Component::Markup, text);
    assert_eq!(file.bytes.len(), text.len());
    assert_eq!(file.shown(), text.as_bytes());
    assert!(file.bytes.starts_with(b"    ") && file.bytes.ends_with(b"\r\n    "));
    let b = text.find("; b").expect("it is there") + 2;
    let place = file.place(Span::new(b, b + 1));
    assert_eq!((place.start.line, place.start.column, place.bytes), (2, 16, b as u32..b as u32 + 1));
    assert_eq!(file.stretch(Span::new(b, b + 1)), Some(Span::new(b, b + 1)));
    // On the line of the markup as well.
    let break_at = text.find('\n').expect("it is there");
    assert_eq!(file.position(break_at as u32).column, break_at as u32);
}

#[test]
fn names_of_the_markup_are_known() {
    let text = "<p :a=\"MODEL\">{{ other }} {{ MODELS }}</p><script>\nconst own = 1\n</script>";
    let file = open(Component::Markup, text);
    for (name, expected) in [("MODEL", true), ("other", true), ("own", false), ("MOD", false), ("", false)] {
        assert_eq!(file.mentions_masked(name), expected, "{name}");
    }
}
