#![no_main]

use std::cell::OnceCell;

use model_lint::config;
use tempfile::TempDir;

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

// A configuration is refused or read.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| tempfile::tempdir().expect("a folder"));
        for name in ["model-lint.toml", "pyproject.toml"] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("a file");
            if let Err(error) = config::load(&path) {
                assert!(!error.to_string().is_empty());
            }
        }
    });
});
