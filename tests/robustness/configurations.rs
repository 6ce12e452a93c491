//! The configuration of a stranger's pull request.

use std::fs;

use crate::child::{check, folder};

#[test]
fn configurations_may_be_anything() {
    let good = b"\xEF\xBB\xBFmin-confidence = \"low\"\n".to_vec();
    let many = format!("exclude = [{}]\n", "\"a*b?c/**/d[a-z]\",".repeat(40_000)).into_bytes();
    let cases: Vec<(Vec<u8>, i32)> = vec![
        (good, 1),
        (b"".to_vec(), 1),
        (vec![b'#'; 2 << 20], 2),
        (format!("exclude = {}", "[".repeat(100_000)).into_bytes(), 2),
        (format!("x{} = 1", ".x".repeat(100_000)).into_bytes(), 2),
        (format!("exclude = [\"{}\"]", "{a,".repeat(1_000)).into_bytes(), 2),
        (format!("exclude = [\"{}x\"]", "*a".repeat(10_000)).into_bytes(), 1),
        (b"\0".to_vec(), 2),
        (b"\xFF\xFEa\0".to_vec(), 2),
        (b"exclude = [\"\xE9\"]".to_vec(), 2),
    ];
    for (bytes, code) in cases {
        let dir = folder();
        fs::write(dir.path().join("model-lint.toml"), &bytes).unwrap();
        let run = check(dir.path(), &[]);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(30)]).into_owned();
        assert_eq!(run.code(), code, "{start}: {}", &run.err[..run.err.len().min(500)]);
        assert!(run.err.len() < 4_000, "{start}: the message is as long as the file");
    }
    let dir = folder();
    fs::write(dir.path().join("model-lint.toml"), &many).unwrap();
    assert!(matches!(check(dir.path(), &[]).code(), 1 | 2));

    for facts in [
        format!("models: {}", "[".repeat(100_000)),
        format!("models: {}", "- ".repeat(300)),
        (1..12).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))
        }),
        "provider: 1\0".to_owned(),
    ] {
        let dir = folder();
        fs::write(dir.path().join("model-lint.toml"), "extend-catalog = [\"facts.yaml\"]\n").unwrap();
        fs::write(dir.path().join("facts.yaml"), &facts).unwrap();
        let run = check(dir.path(), &[]);
        assert_eq!(run.code(), 2, "{}", run.err);
        assert!(run.err.len() < 4_000);
    }
}
