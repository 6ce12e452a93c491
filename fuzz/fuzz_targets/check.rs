#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

// The whole check and every format, of a file whose first byte says what it is called.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    holds::reports(holds::NAMES[usize::from(*first) % holds::NAMES.len()], rest);
});
