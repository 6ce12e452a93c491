//! Writing a file as a whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

/// Puts bytes in the place of a file: a temporary file in the same folder, synced, then renamed over it.
///
/// Whoever reads meanwhile, and whatever ends the program, finds the old content or the new. Mode and, as far as the
/// system lets us, owner of an existing file stay; a new one gets what the umask leaves. A symbolic link itself would
/// be replaced: pass what it points to.
///
/// # Errors
/// What the system says; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".model-lint-").suffix(".tmp");
    all_may(&mut builder);
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Ok(old) = fs::metadata(path) {
        keep(temporary.as_file(), &old)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync(folder);
    Ok(())
}

/// New files are not secret: the umask decides.
#[cfg(unix)]
fn all_may(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn all_may(_: &mut tempfile::Builder<'_, '_>) {}

/// Owner, then mode: a new owner clears some of its bits.
#[cfg(unix)]
fn keep(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only root may give files away; without that the file is ours from now on.
    let _ = fchown(file, Some(old.uid()), Some(old.gid())).or_else(|_| fchown(file, None, Some(old.gid())));
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// The new name survives a loss of power, where folders can be synced.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.txt");
        for bytes in [&b"one"[..], b"two"] {
            replace(&path, bytes).expect("a file");
            assert_eq!(fs::read(&path).expect("the file"), bytes);
        }
        assert_eq!(fs::read_dir(dir.path()).expect("the folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn modes_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        let mode = |path: &Path| fs::metadata(path).expect("the file").permissions().mode() & 0o7777;
        let path = dir.path().join("a.py");
        fs::write(&path, "x").expect("a file");
        let usual = mode(&path);
        for wanted in [0o755, 0o600, 0o4711] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).expect("a mode");
            replace(&path, b"y").expect("a file");
            assert_eq!(mode(&path), wanted);
        }
        let new = dir.path().join("new.sarif");
        replace(&new, b"y").expect("a file");
        assert_eq!(mode(&new), usual);
    }
}
