//! The lines that a patch without context adds, by file.

use std::collections::HashMap;
use std::path::PathBuf;

/// What changed in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Changed {
    /// It is new.
    Whole,
    /// These lines, from 1, first and last; in order and apart.
    Lines(Vec<(u32, u32)>),
}

impl Changed {
    /// Some of these lines changed.
    pub(super) fn meets(&self, first: u32, last: u32) -> bool {
        match self {
            Changed::Whole => true,
            Changed::Lines(ranges) => {
                let at = ranges.partition_point(|(_, end)| *end < first);
                ranges.get(at).is_some_and(|(start, _)| *start <= last)
            }
        }
    }
}

/// Reads what `git diff --unified=0` writes. Files that are gone are not in it.
///
/// Lines are told apart by the counts of their hunk: an added line may read like a head.
pub(super) fn parse(patch: &[u8]) -> HashMap<PathBuf, Changed> {
    let mut files: HashMap<PathBuf, Changed> = HashMap::new();
    let mut current: Option<PathBuf> = None;
    let mut inside = 0;
    for line in patch.split(|byte| *byte == b'\n') {
        if inside > 0 && matches!(line.first(), Some(b'+' | b'-')) {
            inside -= 1;
        } else if line.starts_with(b"diff --git ") {
            current = None;
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            current = new_name(name);
        } else if let Some(Hunk { start, removed, added }) = hunk(line) {
            inside = removed + added;
            if let Some(path) = current.as_ref().filter(|_| added > 0) {
                let known = files.entry(path.clone()).or_insert_with(|| Changed::Lines(Vec::new()));
                if let Changed::Lines(ranges) = known {
                    ranges.push((start, start + added - 1));
                }
            }
        }
    }
    files
}

struct Hunk {
    start: u32,
    removed: u32,
    added: u32,
}

/// `@@ -a,b +c,d @@ …`; a count of one is left out.
fn hunk(line: &[u8]) -> Option<Hunk> {
    let line = std::str::from_utf8(line.get(..line.len().min(80))?)
        .or_else(|e| std::str::from_utf8(&line[..e.valid_up_to()]))
        .ok()?;
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let numbers = |part: &str| -> Option<(u32, u32)> {
        match part.split_once(',') {
            Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
            None => Some((part.parse().ok()?, 1)),
        }
    };
    let ((_, removed), (start, added)) = (numbers(old)?, numbers(new)?);
    Some(Hunk { start, removed, added })
}

/// The name after `+++ `; none for `/dev/null`.
fn new_name(name: &[u8]) -> Option<PathBuf> {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let name = match name.strip_prefix(b"\"") {
        Some(quoted) => unquoted(quoted.strip_suffix(b"\"")?)?,
        None => name.to_owned(),
    };
    name.strip_prefix(b"b/").map(path_of)
}

/// The bytes of a name that git quotes as C does.
fn unquoted(name: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(name.len());
    let mut bytes = name.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next()? {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            first @ b'0'..=b'3' => {
                let digit = |byte: u8| (b'0'..=b'7').contains(&byte).then_some(byte - b'0');
                ((first - b'0') << 6) | (digit(bytes.next()?)? << 3) | digit(bytes.next()?)?
            }
            other => other,
        });
    }
    Some(out)
}

#[cfg(unix)]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(patch: &str) -> Vec<(String, Vec<(u32, u32)>)> {
        let ranges = |changed| match changed {
            Changed::Lines(ranges) => ranges,
            Changed::Whole => Vec::new(),
        };
        let mut all: Vec<_> = parse(patch.as_bytes())
            .into_iter()
            .map(|(path, changed)| (path.to_string_lossy().into_owned(), ranges(changed)))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn added_lines_count_and_removed_ones_do_not() {
        let patch = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -3 +3 @@ def f():\n-x\n+y\n@@ -7,2 +6,0 @@\n-p\n-q\n@@ -20,0 +18,3 @@\n+1\n+2\n+3\n\\ No newline at end of file\n";
        assert_eq!(ranges(patch), [("a.py".to_owned(), vec![(3, 3), (18, 20)])]);
    }

    #[test]
    fn a_line_that_reads_like_a_head_is_a_line() {
        let patch =
            "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n--- a/z\n-@@ -1 +1 @@\n+++ b/z\n+@@ -1 +9 @@\n";
        assert_eq!(ranges(patch), [("a".to_owned(), vec![(1, 2)])]);
    }

    #[test]
    fn names_are_read_as_git_writes_them() {
        let names = |name: &str| new_name(name.as_bytes()).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(names("b/a b.py\t").as_deref(), Some("a b.py"));
        assert_eq!(names(r#""b/gr\303\266\303\237e\t\"\\.py""#).as_deref(), Some("größe\t\"\\.py"));
        assert_eq!(names("/dev/null"), None);
    }

    #[test]
    fn gone_and_renamed_files() {
        let patch = "diff --git a/old b/old\ndeleted file mode 100644\n--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\ndiff --git a/p b/q\nsimilarity index 90%\nrename from p\nrename to q\n--- a/p\n+++ b/q\n@@ -4 +4,2 @@\n-x\n+y\n+z\n";
        assert_eq!(ranges(patch), [("q".to_owned(), vec![(4, 5)])]);
    }

    #[test]
    fn any_line_of_a_place_counts() {
        let changed = Changed::Lines(vec![(3, 4), (9, 9)]);
        let met: Vec<bool> =
            [(1, 2), (1, 3), (4, 8), (5, 8), (9, 12), (10, 12)].map(|(a, b)| changed.meets(a, b)).to_vec();
        assert_eq!(met, [false, true, true, false, true, false]);
    }
}
