//! Which files git has, by its index: what it has belongs to the project, whatever an ignore file says since.
//!
//! The format: <https://git-scm.com/docs/index-format>, versions 2 to 4, with hashes of 20 or 32 bytes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Largest index that is read, in bytes: some two million files.
const LARGEST: u64 = 256 << 20;
/// What stands in an entry before its hash, in bytes: times, device, inode, mode, owner and size.
const BEFORE_HASH: usize = 40;
/// Where the mode stands in it.
const MODE: std::ops::Range<usize> = 24..28;
/// Mode of a regular file, without its permissions.
const REGULAR: u32 = 0o100_000;

/// The index of a repository; empty if there is none, or none that can be read.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    bytes: Vec<u8>,
    /// The paths, once single ones are asked for: there may be as many of these as files.
    paths: OnceLock<HashSet<Vec<u8>>>,
}

impl Tracked {
    /// Reads the index of the repository with a root.
    pub(super) fn of(root: &Path) -> Tracked {
        let is_small = |metadata: std::fs::Metadata| metadata.is_file() && metadata.len() <= LARGEST;
        let index = git_folder(root).map(|folder| folder.join("index"));
        let index = index.filter(|index| std::fs::metadata(index).is_ok_and(is_small));
        let bytes = index.and_then(|index| std::fs::read(index).ok()).unwrap_or_default();
        Tracked { bytes, paths: OnceLock::new() }
    }

    /// The paths of regular files from the root on, with `/`, in the order of the index. Nothing of an index that is not
    /// read to its end: half of a list says nothing about the other half.
    pub(super) fn each(&self, mut visit: impl FnMut(&[u8])) {
        let hash = [20, 32].into_iter().find(|hash| entries(&self.bytes, *hash, |_| ()).is_some());
        hash.map(|hash| entries(&self.bytes, hash, &mut visit));
    }

    /// Git has a file, by its path from the root.
    pub(super) fn has(&self, path: &Path) -> bool {
        let all = || {
            let mut paths = HashSet::new();
            self.each(|path| {
                paths.insert(path.to_vec());
            });
            paths
        };
        self.paths.get_or_init(all).contains(path.as_os_str().as_encoded_bytes())
    }
}

/// Where git keeps what it knows of a work tree: `.git`, or the folder that a file of this name leads to.
fn git_folder(root: &Path) -> Option<PathBuf> {
    /// The longest such file that is read, in bytes.
    const LONGEST: u64 = 8 << 10;
    let git = root.join(".git");
    let metadata = std::fs::metadata(&git).ok()?;
    if metadata.is_dir() {
        return Some(git);
    }
    let is_link = metadata.is_file() && metadata.len() <= LONGEST;
    let text = std::fs::read_to_string(git).ok().filter(|_| is_link)?;
    Some(root.join(text.strip_prefix("gitdir:")?.trim()))
}

/// Visits the regular files of an index with hashes of so many bytes; nothing if it is none.
fn entries(bytes: &[u8], hash: usize, mut visit: impl FnMut(&[u8])) -> Option<()> {
    let word = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let version = word(4).filter(|version| bytes.starts_with(b"DIRC") && (2..=4).contains(version))?;
    let mut path: Vec<u8> = Vec::new();
    let mut at = 12;
    for _ in 0..word(8)? {
        let entry = bytes.get(at..)?;
        let mode = u32::from_be_bytes(entry.get(MODE)?.try_into().ok()?);
        let flags = *entry.get(BEFORE_HASH + hash)?;
        let is_extended = version > 2 && flags & 0x40 != 0;
        let mut from = BEFORE_HASH + hash + if is_extended { 4 } else { 2 };
        if version == 4 {
            let dropped;
            (dropped, from) = offset(entry, from)?;
            path.truncate(path.len().checked_sub(dropped)?);
        } else {
            path.clear();
        }
        let end = from + memchr::memchr(0, entry.get(from..)?)?;
        path.extend_from_slice(&entry[from..end]);
        at += if version == 4 { end + 1 } else { (end + 8) & !7 };
        match mode & 0o170_000 {
            REGULAR if !path.is_empty() => visit(&path),
            // Links, modules within, and folders of a sparse index.
            0o120_000 | 0o160_000 | 0o040_000 if !path.is_empty() => {}
            _ => return None,
        }
    }
    Some(())
}

/// A number of variable length at a place, as packs write offsets, and where it ends.
fn offset(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut byte = *bytes.get(at)?;
    let mut value = usize::from(byte & 0x7F);
    while byte & 0x80 != 0 {
        at += 1;
        byte = *bytes.get(at)?;
        value = value.checked_add(1)?.checked_mul(128)? + usize::from(byte & 0x7F);
    }
    Some((value, at + 1))
}

/// An index of version 2 with some paths, for tests.
#[cfg(test)]
pub(super) fn index(paths: &[&str]) -> Vec<u8> {
    let entry = |path: &&str| tests::entry(path, 0o100_644, 20, 0);
    let count = u32::try_from(paths.len()).expect("few");
    [b"DIRC".to_vec(), 2_u32.to_be_bytes().to_vec(), count.to_be_bytes().to_vec()]
        .into_iter()
        .chain(paths.iter().map(entry))
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(mode: u32, hash: usize, flags: &[u8]) -> Vec<u8> {
        let mut entry = vec![7; BEFORE_HASH + hash];
        entry[MODE].copy_from_slice(&mode.to_be_bytes());
        entry.extend_from_slice(flags);
        entry
    }

    /// An entry of version 2, or of 3 with more flags.
    pub(super) fn entry(path: &str, mode: u32, hash: usize, extended: u8) -> Vec<u8> {
        let flags = if extended > 0 { &[0x40, 1, 0, 0][..] } else { &[0, 1] };
        let mut entry = [head(mode, hash, flags), path.as_bytes().to_vec()].concat();
        entry.resize((entry.len() + 8) & !7, 0);
        entry
    }

    fn file(version: u32, entries: &[Vec<u8>]) -> Vec<u8> {
        let count = u32::try_from(entries.len()).expect("few");
        let head = [b"DIRC".to_vec(), version.to_be_bytes().to_vec(), count.to_be_bytes().to_vec()];
        head.iter().chain(entries).flatten().copied().chain(*b"TREE").collect()
    }

    fn paths(bytes: Vec<u8>) -> Vec<String> {
        let mut paths = Vec::new();
        Tracked { bytes, paths: OnceLock::new() }.each(|path| paths.push(String::from_utf8_lossy(path).into_owned()));
        paths
    }

    #[test]
    fn regular_files_of_every_version_are_read() {
        for (version, hash, extended) in [(2, 20, 0), (2, 32, 0), (3, 20, 1), (3, 32, 1)] {
            let modes = [("a.py", 0o100_644), ("b/link", 0o120_000), ("c/module", 0o160_000), ("d/run.py", 0o100_755)];
            let entries: Vec<_> = modes.iter().map(|(path, mode)| entry(path, *mode, hash, extended)).collect();
            assert_eq!(paths(file(version, &entries)), ["a.py", "d/run.py"], "{version}, {hash}");
        }
    }

    #[test]
    fn paths_of_the_fourth_version_go_on_from_those_before() {
        let entry = |dropped: &[u8], rest: &str| {
            [head(0o100_644, 20, &[0, 1]), dropped.to_vec(), rest.as_bytes().to_vec(), vec![0]].concat()
        };
        // 300 bytes dropped are 0x81 0x2C, as packs count.
        let long = "x".repeat(300);
        let entries = [entry(&[0], "app/a.py"), entry(&[4], "b.py"), entry(&[4], &long), entry(&[0x81, 0x2C], "c.py")];
        assert_eq!(paths(file(4, &entries)), ["app/a.py", "app/b.py", &format!("app/{long}"), "app/c.py"]);
        assert!(paths(file(4, &[entry(&[1], "a.py")])).is_empty(), "nothing to drop");
    }

    #[test]
    fn a_broken_index_says_nothing() {
        let whole = file(2, &[entry("a.py", 0o100_644, 20, 0), entry("b.py", 0o100_644, 20, 0)]);
        assert_eq!(paths(whole.clone()).len(), 2);
        for length in 0..whole.len() - 12 {
            assert!(paths(whole[..length].to_vec()).is_empty(), "{length} bytes");
        }
        // Whatever a byte becomes, nothing panics.
        for at in 0..whole.len() {
            for byte in [0, 0x40, 0x80, 0xFF] {
                let mut broken = whole.clone();
                broken[at] = byte;
                assert!(paths(broken).len() <= 2, "byte {at}");
            }
        }
        assert!(paths(file(5, &[entry("a.py", 0o100_644, 20, 0)])).is_empty());
        assert!(paths(file(2, &[entry("a.py", 0o644, 20, 0)])).is_empty());
    }
}
