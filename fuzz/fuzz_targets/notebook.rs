#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

// The file as it is, and as the source of a cell.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    holds::reads("a.ipynb", bytes);
    holds::reads("a.ipynb", &holds::notebook(bytes));
});
