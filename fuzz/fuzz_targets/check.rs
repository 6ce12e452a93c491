#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

use model_lint::report::Format;

// The whole check, of a file whose first byte says what it is called and in which format it is reported: writing all of
// them takes longer than everything before.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (format, name) = (usize::from(*first) / holds::NAMES.len(), usize::from(*first) % holds::NAMES.len());
    holds::reports(holds::NAMES[name], rest, &[Format::ALL[format % Format::ALL.len()]]);
});
