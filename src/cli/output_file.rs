//! `--output-file FORMAT=PATH`: the report once more, in a file.

use std::fs;
use std::path::{Path, PathBuf};

use super::outcome::Failure;
use crate::report::{Format, Report, Style};
use crate::source::replace;
use crate::walk;

/// Writes a report to files; what cannot be written does not keep the others from it.
pub(super) fn write_all(
    report: &Report,
    files: &[(Format, PathBuf)],
    cwd: &Path,
    style: Style,
) -> Result<(), Vec<Failure>> {
    let style = Style { color: false, ..style };
    let failures: Vec<Failure> =
        files.iter().filter_map(|(format, path)| write(report, *format, cwd, path, style).err()).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

/// No two reports go into one file, and none into a file that is checked or a folder that is not there.
pub(super) fn can_be_written(files: &[(Format, PathBuf)], cwd: &Path) -> Result<(), Failure> {
    for (format, path) in files {
        let name = format.name();
        if path == Path::new("-") {
            let help = format!("`--output-format {name}` writes it to standard output");
            return Err(Failure::new("--output-file: `-` is no file").help(help));
        }
        let target = cwd.join(path);
        if is_source(path) && target.is_file() {
            let help = "a report would take its place; name another file";
            return Err(Failure::new(format!("--output-file: {} is a file that is checked", path.display())).help(help));
        }
        if target.parent().is_some_and(|folder| !folder.is_dir()) {
            return Err(unwritable(*format, path, "there is no such folder"));
        }
    }
    for (place, (_, path)) in files.iter().enumerate() {
        if files[..place].iter().any(|(_, other)| other == path) {
            return Err(Failure::new(format!("--output-file: {} is named twice", path.display())));
        }
    }
    Ok(())
}

/// A file of a kind that is read and that no report has.
fn is_source(path: &Path) -> bool {
    let is_report = path.extension().is_some_and(|kind| kind == "json" || kind == "jsonl");
    walk::is_read(path) && !is_report
}

fn unwritable(format: Format, path: &Path, reason: &str) -> Failure {
    Failure::new(format!("{}: {reason}", path.display()))
        .help(format!("`--output-file {}=…` needs a file that can be written, in a folder that exists", format.name()))
}

fn write(report: &Report, format: Format, cwd: &Path, path: &Path, style: Style) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let written = format.write(report, style, &mut bytes).and_then(|()| put(&cwd.join(path), &bytes));
    written.map_err(|error| unwritable(format, path, &error.to_string()))
}

/// A link is followed, a device or a pipe is written to: only a regular file can be replaced.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(there) if !there.is_file() => fs::write(&target, bytes),
        _ => replace(&target, bytes),
    }
}
