#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

use model_lint::project::Level;

// Fixes of a file whose first byte says what it is called and which of them are made.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (level, name) = (usize::from(*first) / holds::NAMES.len(), usize::from(*first) % holds::NAMES.len());
    holds::mends(holds::NAMES[name], rest, &[[Level::Safe, Level::Unsafe][level % 2]]);
});
