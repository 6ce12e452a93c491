//! `--output-file FORMAT=PATH`: the report once more, in a file.

use std::fs;
use std::path::{Path, PathBuf};

use super::outcome::Failure;
use crate::report::{Format, Report, Style};
use crate::source::replace;

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

/// No two reports go into one file.
pub(super) fn are_apart(files: &[(Format, PathBuf)]) -> Result<(), Failure> {
    for (place, (_, path)) in files.iter().enumerate() {
        if files[..place].iter().any(|(_, other)| other == path) {
            return Err(Failure::new(format!("--output-file: {} is named twice", path.display())));
        }
    }
    Ok(())
}

fn write(report: &Report, format: Format, cwd: &Path, path: &Path, style: Style) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let written = format.write(report, style, &mut bytes).and_then(|()| put(&cwd.join(path), &bytes));
    written.map_err(|error| {
        Failure::new(format!("{}: {error}", path.display())).help(format!(
            "`--output-file {}=…` needs a file that can be written, in a folder that exists",
            format.name()
        ))
    })
}

/// A link is followed, a device or a pipe is written to: only a regular file can be replaced.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(there) if !there.is_file() => fs::write(&target, bytes),
        _ => replace(&target, bytes),
    }
}
