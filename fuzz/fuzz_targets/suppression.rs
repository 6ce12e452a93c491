#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|comment: &str| {
    let line = format!("model = 'gpt-4-32k'  # model-lint: {comment}\n");
    holds::holds("a.py", line.repeat(2).into_bytes());
});
