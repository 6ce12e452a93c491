//! A patch that `git apply` takes, from the text of a file before and after its fixes.
//!
//! A line that must not be printed cannot be masked here: a patch with `***` in it would not apply. So such a line is
//! never context, which then is shorter, and a change that cannot do without it is left out and counted.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::mask::{self, Dialect};
use super::text::{calls, has_command, is_unsafe};

/// Lines of context, as in git.
const CONTEXT: usize = 3;

/// The part of a patch about one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The bytes; empty if nothing can be shown.
    pub bytes: Vec<u8>,
    /// Changes that stand on lines, or right before some, that must not be printed.
    pub left_out: usize,
}

/// The patch from one text of a file to another; `kept` says of each line of the new text which line of the old one it
/// is, from 0, unless it was touched.
pub fn patch(path: &str, (old, new): (&[u8], &[u8]), kept: &[Option<usize>]) -> Patch {
    let (old, new) = (lines(old), lines(new));
    let may_show = showable(path, &old);
    let may_add = showable(path, &new);
    let (shown, hidden): (Vec<Change>, Vec<Change>) = changes(&old, &new, kept).into_iter().partition(|change| {
        // Without a line after it, git takes a change to stand at the end of the file.
        let may_end = change.old.end == old.len() || may_show[change.old.end];
        may_end && all(&may_show[change.old.clone()]) && all(&may_add[change.new.clone()])
    });
    let mut patch = Patch { bytes: Vec::new(), left_out: hidden.len() };
    if !shown.is_empty() {
        header(path, &mut patch.bytes);
    }
    // Places in the new text count without what is left out.
    let mut grown = 0isize;
    for hunk in hunks(&shown, &may_show) {
        write_hunk(&hunk, &old, &new, &mut grown, &mut patch.bytes);
    }
    patch
}

/// Lines with their ends.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn all(may: &[bool]) -> bool {
    may.iter().all(|may| *may)
}

/// Lines that are replaced by others.
#[derive(Debug, Clone)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// Most lines between two that stay which are compared with each other: that takes the product of both sides.
const MOST_COMPARED: usize = 64;

/// What stands between the lines that stay, as small as it can be.
fn changes(old: &[&[u8]], new: &[&[u8]], kept: &[Option<usize>]) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let stays =
        kept.iter().enumerate().filter_map(|(new_line, old_line)| Some((old_line.as_ref().copied()?, new_line)));
    for (old_line, new_line) in stays.chain([(old.len(), new.len())]) {
        let between = trimmed(Change { old: old_at..old_line, new: new_at..new_line }, old, new);
        match between.old.len().max(between.new.len()) {
            0 => {}
            1..=MOST_COMPARED => changes.extend(compared(&between, old, new)),
            _ => changes.push(between),
        }
        (old_at, new_at) = (old_line + 1, new_line + 1);
    }
    changes
}

/// The change without lines that are the same on both sides at its beginning and its end.
fn trimmed(change: Change, old: &[&[u8]], new: &[&[u8]]) -> Change {
    let (before, after) = (&old[change.old.clone()], &new[change.new.clone()]);
    let first = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let last =
        before[first..].iter().rev().zip(after[first..].iter().rev()).take_while(|(old, new)| old == new).count();
    Change {
        old: change.old.start + first..change.old.end - last,
        new: change.new.start + first..change.new.end - last,
    }
}

/// The changes within one.
fn compared(change: &Change, old: &[&[u8]], new: &[&[u8]]) -> Vec<Change> {
    let found = capture_diff_slices(Algorithm::Myers, &old[change.old.clone()], &new[change.new.clone()]);
    let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let is_change = |op: &DiffOp| !matches!(op, DiffOp::Equal { .. });
    let changes = found.into_iter().filter(is_change);
    changes
        .map(|op| Change { old: moved(op.old_range(), change.old.start), new: moved(op.new_range(), change.new.start) })
        .collect()
}

/// Changes with the context around them.
struct Hunk<'c> {
    old: Range<usize>,
    changes: &'c [Change],
}

/// Changes whose contexts meet are one hunk; nothing that must not be shown lies in one.
fn hunks<'c>(changes: &'c [Change], may_show: &[bool]) -> Vec<Hunk<'c>> {
    let together = |one: &Change, next: &Change| {
        let between = one.old.end..next.old.start;
        between.len() <= 2 * CONTEXT && all(&may_show[between])
    };
    let mut hunks: Vec<Hunk<'c>> = Vec::new();
    for of_hunk in changes.chunk_by(together) {
        let (first, last) = (&of_hunk[0], &of_hunk[of_hunk.len() - 1]);
        let floor = hunks.last().map_or(0, |hunk| hunk.old.end);
        let before = may_show[floor..first.old.start].iter().rev().take(CONTEXT).take_while(|may| **may).count();
        let after = may_show[last.old.end..].iter().take(CONTEXT).take_while(|may| **may).count();
        hunks.push(Hunk { old: first.old.start - before..last.old.end + after, changes: of_hunk });
    }
    hunks
}

fn header(path: &str, out: &mut Vec<u8>) {
    for (mark, side) in [("---", 'a'), ("+++", 'b')] {
        // Without the line that git itself begins with, names are relative to where one stands.
        out.extend_from_slice(format!("{mark} {}\n", name(&format!("{side}/{path}"))).as_bytes());
    }
}

/// A name as git reads it: in quotes where it needs them, ended by a tab where it holds blanks.
fn name(name: &str) -> String {
    let must_quote = |c: char| is_unsafe(c) || matches!(c, '"' | '\\');
    if !name.contains(must_quote) && !has_command(name) {
        return if name.contains(' ') { format!("{name}\t") } else { name.to_owned() };
    }
    let mut quoted = String::from('"');
    for (at, c) in name.char_indices() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_unsafe(c) || c == '[' && calls(&name[..at]) => {
                let bytes = c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\{byte:03o}")).collect::<String>();
                quoted.push_str(&bytes);
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn write_hunk(hunk: &Hunk<'_>, old: &[&[u8]], new: &[&[u8]], grown: &mut isize, out: &mut Vec<u8>) {
    let added: usize = hunk.changes.iter().map(|change| change.new.len()).sum();
    let removed: usize = hunk.changes.iter().map(|change| change.old.len()).sum();
    let new_len = hunk.old.len() + added - removed;
    let new_start = hunk.old.start.saturating_add_signed(*grown);
    *grown += added as isize - removed as isize;
    let span = |start: usize, len: usize| match len {
        // An empty side names the line before it.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        len => format!("{},{len}", start + 1),
    };
    let head = format!("@@ -{} +{} @@\n", span(hunk.old.start, hunk.old.len()), span(new_start, new_len));
    out.extend_from_slice(head.as_bytes());
    let mut at = hunk.old.start;
    for change in hunk.changes {
        old[at..change.old.start].iter().for_each(|line| write_line(b' ', line, out));
        old[change.old.clone()].iter().for_each(|line| write_line(b'-', line, out));
        new[change.new.clone()].iter().for_each(|line| write_line(b'+', line, out));
        at = change.old.end;
    }
    old[at..hunk.old.end].iter().for_each(|line| write_line(b' ', line, out));
}

fn write_line(mark: u8, line: &[u8], out: &mut Vec<u8>) {
    out.push(mark);
    out.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        out.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

/// Which lines may be printed as they are: no secret stands on them, and nothing that acts on a terminal or on the log of a
/// job.
fn showable(path: &str, lines: &[&[u8]]) -> Vec<bool> {
    let dialect = Dialect::of(path);
    let mut within = Within::Nothing;
    let mut is_first = true;
    let may_show = |line: &&[u8]| {
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end_matches('\n').trim_end_matches('\r');
        // A byte order mark at the beginning of a file acts on nothing.
        let text = if std::mem::take(&mut is_first) { text.trim_start_matches('\u{FEFF}') } else { text };
        let continues = within.holds(text);
        within = within.after(text, dialect);
        // Without a character set, bytes from 0x80 to 0x9F may be control characters.
        let acts = line.utf8_chunks().any(|chunk| chunk.invalid().iter().any(|byte| (0x80..0xA0).contains(byte)));
        !continues
            && !acts
            && !text.contains(|c: char| c != '\t' && is_unsafe(c))
            && !has_command(text)
            && mask::secrets(text, &(0..0), dialect).is_empty()
    };
    lines.iter().map(may_show).collect()
}

/// What a secret that goes over several lines began with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    /// The lines of a key in the form of PEM.
    Armour,
    /// Lines that stand deeper than the key whose value they are.
    Deeper(usize),
}

impl Within {
    /// A line belongs to it.
    fn holds(self, line: &str) -> bool {
        match self {
            Within::Nothing => is_armour(line),
            Within::Armour => true,
            Within::Deeper(indent) => line.trim().is_empty() || indent_of(line) > indent,
        }
    }

    fn after(self, line: &str, dialect: Dialect) -> Within {
        match self {
            Within::Armour if line.contains("-----END") => Within::Nothing,
            Within::Armour => Within::Armour,
            Within::Deeper(_) if self.holds(line) => self,
            _ if is_armour(line) && !line.contains("-----END") => Within::Armour,
            _ if dialect == Dialect::Settings && mask::opens_secret(line) => Within::Deeper(indent_of(line)),
            _ => Within::Nothing,
        }
    }
}

fn is_armour(line: &str) -> bool {
    line.contains("-----BEGIN")
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(path: &str, old: &str, new: &str) -> (String, usize) {
        let kept = vec![None; new.split_inclusive('\n').count()];
        let patch = patch(path, (old.as_bytes(), new.as_bytes()), &kept);
        (String::from_utf8(patch.bytes).expect("text"), patch.left_out)
    }

    #[test]
    fn context_is_that_of_git() {
        let old = "a\nb\nc\nd\nmodel = 1\ne\nf\ng\nh\n";
        let expected = "--- a/x.py\n+++ b/x.py\n@@ -2,7 +2,7 @@\n b\n c\n d\n-model = 1\n+model = 2\n e\n f\n g\n";
        assert_eq!(made("x.py", old, &old.replace('1', "2")), (expected.to_owned(), 0));
        assert_eq!(made("x.py", old, old), (String::new(), 0));
    }

    #[test]
    fn lines_that_stay_are_not_compared() {
        // So many that to compare each with each would not end.
        let lines = |word: &str| (0..200_000).map(|n| format!("m{n} = '{word}'\n\n")).collect::<String>();
        let kept: Vec<Option<usize>> = (0..400_000).map(|line| (line % 2 == 1).then_some(line)).collect();
        let (old, new) = (lines("old"), lines("new"));
        let all = patch("a.py", (old.as_bytes(), new.as_bytes()), &kept);
        assert_eq!(all.bytes.iter().filter(|byte| **byte == b'+').count(), 200_004);
        // Touched and yet the same, at the edge of what was replaced.
        let (old, new) = ("a\n".repeat(70) + "old\n", "a\n".repeat(70) + "new\n");
        let patch = patch("a.py", (old.as_bytes(), new.as_bytes()), &[None; 71]);
        let text = String::from_utf8(patch.bytes).expect("text");
        assert!(text.ends_with("@@ -68,4 +68,4 @@\n a\n a\n a\n-old\n+new\n"), "{text}");
    }

    #[test]
    fn line_ends_stay() {
        let (text, _) = made("x.py", "a\r\nb", "a\r\nc");
        assert_eq!(
            text,
            "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn secrets_are_no_context() {
        let old = "A=1\nOPENAI_API_KEY=hush\nMODEL=old\nB=2\nDB_PASSWORD=hush\nMODEL_B=old\n";
        let (text, left_out) = made(".env.example", old, &old.replace("old", "new"));
        let expected = "--- a/.env.example\n+++ b/.env.example\n@@ -3,2 +3,2 @@\n-MODEL=old\n+MODEL=new\n B=2\n@@ -6 +6 @@\n-MODEL_B=old\n+MODEL_B=new\n";
        assert_eq!((text.as_str(), left_out), (expected, 0));
    }

    #[test]
    fn a_change_that_would_show_a_secret_is_left_out() {
        let old = "MODEL=old\nOPENAI_API_KEY=hush\nA=1\nMODEL_B=old\nC=1\n";
        let (text, left_out) = made(".env.example", old, &old.replace("old", "new"));
        assert_eq!(left_out, 1);
        assert!(!text.contains("hush") && text.contains("@@ -3,3 +3,3 @@\n A=1\n-MODEL_B"), "{text}");
        let old = "c = C(api_key='hush-hush', model='old')\n";
        assert_eq!(made("a.py", old, &old.replace("old", "new")), (String::new(), 1));
    }

    #[test]
    fn secrets_of_several_lines_are_no_context() {
        let old = "key: |\n  -----BEGIN PRIVATE KEY-----\n  hush\n  -----END PRIVATE KEY-----\na: 1\npassword:\n  hush\nmodel: old\nb: 1\n";
        let (text, left_out) = made("a.yaml", old, &old.replace("old", "new"));
        assert!(left_out == 0 && !text.contains("hush") && text.contains("@@ -8,2 +8,2 @@"), "{text}");
    }

    #[test]
    fn what_acts_on_a_terminal_is_no_context() {
        let old = "# \u{202e}\nmodel = 'old'\nx\n";
        let (text, _) = made("w\u{1b}\"e.py", old, &old.replace("old", "new"));
        assert!(text.starts_with("--- \"a/w\\033\\\"e.py\"\n") && !text.contains('\u{202e}'), "{text}");
        assert!(made("a b.py", old, "").0.is_empty());
        assert!(made("a b.py", "m = 1\n", "m = 2\n").0.starts_with("--- a/a b.py\t\n"));
    }

    #[test]
    fn lines_that_go_move_what_follows() {
        let old: String = (0..30).map(|n| format!("{n}\n")).collect();
        let new = old.replacen("3\n", "", 1).replace("25\n", "x\n");
        let (text, _) = made("a.py", &old, &new);
        assert!(text.contains("@@ -1,7 +1,6 @@\n") && text.contains("@@ -23,7 +22,7 @@\n"), "{text}");
    }
}
