//! Compiles `rules/` into static tables.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::exit, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

#[allow(dead_code)]
#[path = "src/catalog"]
mod catalog {
    pub mod automaton;
    pub mod compile;
    pub mod date;
    pub mod schema;
    pub mod tables;
    mod validate;
}

#[allow(dead_code)]
#[path = "src/suggest.rs"]
mod suggest;

use catalog::compile::{Source, compile};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let rules = root.join("rules");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/catalog");
    println!("cargo::rerun-if-changed=src/suggest.rs");
    let mut paths = Vec::new();
    collect(&rules, &mut paths);
    paths.sort();
    let sources = paths.iter().map(|path| Source {
        name: path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    });
    let tables = match compile(sources.collect(), None) {
        Ok(tables) => tables,
        Err(errors) => {
            for error in errors {
                println!("cargo::error={error}");
            }
            process::exit(1);
        }
    };
    let out = Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join("tables.rs");
    let folder = out.parent().expect("it lies in a folder");
    fs::write(folder.join("prefilter.bin"), &tables.prefilter.next).expect("the output folder is writable");
    fs::write(folder.join("stemmed.bin"), &tables.stemmed.next).expect("the output folder is writable");
    fs::write(&out, print(&tables)).expect("the output folder is writable");
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            paths.push(path);
        }
    }
}

/// The tables as Rust source: the `Debug` form of the rows is valid source.
fn print(tables: &catalog::tables::Tables) -> String {
    let mut source = String::from("Tables {\n");
    let mut row = |name: &str, value: String| writeln!(source, "{name}: {value},").expect("a string");
    let slice = |rows: &dyn std::fmt::Debug| format!("Cow::Borrowed(&{rows:?})");
    row("text", format!("Cow::Borrowed({:?})", tables.text));
    row("strings", slice(&tables.strings));
    row("kinds", slice(&tables.kinds));
    row("endpoints", slice(&tables.endpoints));
    row("paths", slice(&tables.paths));
    row("headers", slice(&tables.headers));
    row("ended", slice(&tables.ended));
    row("parameters", format!("{:?}", tables.parameters));
    row("providers", slice(&tables.providers));
    row("families", slice(&tables.families));
    row("models", slice(&tables.models));
    row("models_folded", slice(&tables.models_folded));
    row("parameter_rules", slice(&tables.parameter_rules));
    row("switches", slice(&tables.switches));
    row("clients", slice(&tables.clients));
    row("hosts", slice(&tables.hosts));
    row("call_sites", slice(&tables.call_sites));
    row("keys", slice(&tables.keys));
    row("key_patterns", slice(&tables.key_patterns));
    row("prefixes", slice(&tables.prefixes));
    row("inner", slice(&tables.inner));
    row("spellings", slice(&tables.spellings));
    row("routes", slice(&tables.routes));
    row("lists", slice(&tables.lists));
    row("callees", slice(&tables.callees));
    row("settings_programs", slice(&tables.settings_programs));
    row("stems", format!("{:?}", tables.stems));
    row("places", format!("{:?}", tables.places));
    row("modules", format!("{:?}", tables.modules));
    row("prefilter", automaton(&tables.prefilter, "prefilter.bin"));
    row("stemmed", automaton(&tables.stemmed, "stemmed.bin"));
    source.push_str("}\n");
    source
}

/// An automaton as Rust source; its table stands in a file of its own.
fn automaton(automaton: &catalog::automaton::Automaton, file: &str) -> String {
    let slice = |rows: &dyn std::fmt::Debug| format!("Cow::Borrowed(&{rows:?})");
    format!(
        "Automaton {{ classes: {}, next: Cow::Borrowed(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))), \
         longest: {}, first_ending: {}, starts: {}, ended: {} }}",
        slice(&automaton.classes),
        automaton.longest,
        automaton.first_ending,
        slice(&automaton.starts),
        slice(&automaton.ended),
    )
}
