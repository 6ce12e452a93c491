//! How the time grows with the size of a file: each kind at a quarter, a half and the whole of its size.
//!
//! Linear work doubles from column to column. `cargo bench --bench growth [NAME]`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at what it does not expect")]

#[path = "../tests/inputs/mod.rs"]
mod inputs;

use std::path::PathBuf;
use std::time::Instant;

use model_lint::catalog::{Catalog, Date};
use model_lint::config::Settings;
use model_lint::project::{self, Target};

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let settings = Settings::new(PathBuf::from("/nowhere"), Date::parse("2026-11-23").unwrap());
    println!("{:<22}{:>9}{:>9}{:>9}   ratios        kB  findings", "ms", "n/4", "n/2", "n");
    for (name, size, make) in inputs::KINDS {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let target = Target { path: PathBuf::from(name), shown: (*name).to_owned(), named: false, local: false };
        let mut times = Vec::new();
        let (mut bytes, mut findings) = (0, 0);
        for n in [size / 4, size / 2, *size] {
            let text = make(n).into_bytes();
            bytes = text.len();
            let started = Instant::now();
            let report = project::check_text(&settings, Catalog::bundled(), &target, text);
            times.push(started.elapsed().as_secs_f64() * 1e3);
            findings = report.findings.len();
        }
        println!(
            "{name:<22}{:>9.1}{:>9.1}{:>9.1}   {:>4.1} {:>4.1}  {:>7}  {findings}",
            times[0],
            times[1],
            times[2],
            times[1] / times[0],
            times[2] / times[1],
            bytes / 1000,
        );
    }
}
