#![no_main]

use model_lint::config;

// A configuration is refused or read.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["model-lint.toml", "pyproject.toml"] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        if let Err(error) = config::load(&path) {
            assert!(!error.to_string().is_empty());
        }
    }
});
