#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

// The file as it is, and its bytes as a script.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    holds::reads("i.vue", bytes);
    holds::reads("i.astro", bytes);
    holds::reads("i.svelte", &[b"<p>\xC3\xA9</p><script lang='ts'>", bytes, b"</script>"].concat());
});
