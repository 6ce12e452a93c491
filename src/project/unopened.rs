//! Data whose own name does not say that it is settings (`zed.json`, `data/projects.json`): what stands in it is sent only
//! if code of the project opens that very file, and does not merely write it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::imports::is_word;
use super::pass::Pass;
use crate::link::Member;
use crate::reference::{Reference, Use};

/// Makes mere tales of what files hold that nobody opens.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let open = candidates(pass, members);
    let Some(names) = Names::new(&open, members) else { return };
    let project = pass.code(members);
    let opened: BTreeSet<usize> =
        project.each_outside_tests(|_, bytes| names.opened(bytes)).into_iter().flatten().collect();
    let unopened: Vec<usize> =
        (0..open.len()).filter(|place| !opened.contains(place)).map(|place| open[place]).collect();
    for at in unopened {
        members[at].extraction.references.iter_mut().for_each(Reference::tell);
    }
}

/// Files of which something is said that only who opens them could prove.
fn candidates(pass: Pass<'_, '_>, members: &[Member]) -> Vec<usize> {
    pass.found(members, |at, member| {
        let held = |reference: &&Reference| reference.uses.iter().any(Use::is_held);
        let mut held = member.extraction.references.iter().filter(|_| member.extraction.is_unproven).filter(held);
        held.any(|reference| pass.is_spoken_of(member, reference)).then_some(at).into_iter().collect()
    })
}

/// The names of some files, as code writes them.
struct Names<'m> {
    /// The files of each name: their places among the candidates, and their paths.
    files: Vec<Vec<(usize, &'m str)>>,
    automaton: AhoCorasick,
}

impl<'m> Names<'m> {
    /// Nothing if there are no files.
    fn new(open: &[usize], members: &'m [Member]) -> Option<Names<'m>> {
        let files: Vec<(usize, &str)> = open.iter().map(|at| members[*at].path.as_str()).enumerate().collect();
        // Those of a folder together, or each by its name.
        let all = |path: &str| {
            let mut parts = path.rsplit('/');
            let end = parts.next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
            parts.next().map(|folder| format!("{folder}/*.{end}"))
        };
        let mut of_name: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
        for (place, path) in files {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            for name in std::iter::once(name).chain(all(path)) {
                of_name.entry(name).or_default().push((place, path));
            }
        }
        let automaton = AhoCorasick::new(of_name.keys()).ok().filter(|_| !of_name.is_empty())?;
        Some(Names { files: of_name.into_values().collect(), automaton })
    }

    /// Places of the files that a text of code opens.
    fn opened(&self, bytes: &[u8]) -> BTreeSet<usize> {
        /// Places at which a file is looked at for what it does with a name.
        const MOST: usize = 256;
        let quoted = self.automaton.find_overlapping_iter(bytes).filter(|found| is_quoted(bytes, found.range()));
        let read = quoted.take(MOST).filter(|found| is_read(bytes, found.range()));
        let opened = read.flat_map(|found| {
            let files = self.files[found.pattern().as_usize()].iter();
            files.filter(move |(_, path)| is_written(bytes, found.start(), path)).map(|(place, _)| *place)
        });
        opened.collect()
    }
}

fn is_quote(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// A name ends a text between quotes.
fn is_quoted(bytes: &[u8], name: Range<usize>) -> bool {
    bytes.get(name.end).is_some_and(is_quote)
}

/// The folders that are written before a name are those of a file.
fn is_written(bytes: &[u8], name: usize, path: &str) -> bool {
    /// Longest path that is written before a name, in bytes.
    const LONGEST: usize = 400;
    let before = &bytes[name.saturating_sub(LONGEST)..name];
    let start = before.iter().rposition(|byte| is_quote(byte) || matches!(byte, b'\n' | b'}' | b')'));
    let Some(start) = start else { return false };
    let written = String::from_utf8_lossy(&before[start + 1..]);
    let Some(written) = written.strip_suffix('/').or_else(|| written.is_empty().then_some("")) else { return false };
    let written = written.split('/').filter(|part| !matches!(*part, "" | "." | ".." | "~" | "@"));
    let folders = path.rsplit('/').skip(1);
    written.rev().zip(folders).all(|(one, other)| one == other)
}

/// Words of what reads a file, and of what writes one.
const READING: [&str; 10] = ["load", "read", "open", "parse", "import", "require", "fetch", "from ", "exists", "glob"];
const WRITING: [&str; 12] =
    ["write", "dump", "save", "to_json", "\"w\"", "'w'", "\"a\"", "'a'", "mode=\"w", "unlink", "rename", "output"];

/// What stands at a place is opened to read it, or bound to a name under which it is.
fn is_read(bytes: &[u8], place: Range<usize>) -> bool {
    /// Mentions of such a name that are looked at.
    const MOST: usize = 64;
    let line = statement(bytes, place.start);
    let text = String::from_utf8_lossy(&bytes[line.clone()]).to_ascii_lowercase();
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    if has(&WRITING, &text) {
        return false;
    }
    if has(&READING, &text) {
        return true;
    }
    let Some(name) = bound(&bytes[line.start..place.start]) else { return false };
    let places = memchr::memmem::find_iter(bytes, &name);
    let elsewhere = places.filter(|at| !line.contains(at) && is_word(bytes, *at..*at + name.len()));
    { elsewhere }.take(MOST).any(|at| {
        let text = String::from_utf8_lossy(&bytes[statement(bytes, at)]).to_ascii_lowercase();
        has(&READING, &text) && !has(&WRITING, &text)
    })
}

/// The line of a place, with those before it that it goes on from.
fn statement(bytes: &[u8], at: usize) -> Range<usize> {
    /// Lines before it, and bytes of a line.
    const MOST: usize = 3;
    const LONGEST: usize = 400;
    let begin = |at: usize| {
        let near = at.saturating_sub(LONGEST);
        memchr::memrchr(b'\n', &bytes[near..at]).map_or(near, |far| near + far + 1)
    };
    let near = &bytes[at..(at + LONGEST).min(bytes.len())];
    let end = at + memchr::memchr(b'\n', near).unwrap_or(near.len());
    let mut start = begin(at);
    for _ in 0..MOST {
        let near = start.saturating_sub(LONGEST);
        let before = bytes[near..start].trim_ascii_end();
        if !matches!(before.last(), Some(b'(' | b',' | b'=' | b'[')) {
            break;
        }
        start = begin(near + before.len());
    }
    start..end
}

/// The name that a line binds to what stands behind: `const PATH = join(…`, `self.path = …`, `path: …`.
fn bound(before: &[u8]) -> Option<Vec<u8>> {
    let sign = before.iter().position(|byte| matches!(byte, b'=' | b':'))?;
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let left = before[..sign].trim_ascii_end();
    let start = left.iter().rposition(|byte| !word(byte)).map_or(0, |at| at + 1);
    Some(left[start..].to_vec()).filter(|name| name.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_opened_by_their_names() {
        for (text, is_opened) in [
            ("import zed from '../../data/zed.json';", true),
            ("import zed from '../../other/zed.json';", false),
            ("const PATH = join(cwd(), \"data\", \"zed.json\");\nconst raw = await readFile(PATH, 'utf8');", true),
            ("const PATH = join(cwd(), \"data\", \"zed.json\");\nawait writeFile(PATH, raw);", false),
            ("const PATH = join(cwd(), \"data\", \"zed.json\");\nshow(PATHS);", false),
            ("with open('data/zed.json') as f:\n    pass", true),
            ("with open('data/zed.json', 'w') as f:\n    json.dump(x, f)", false),
            ("raw = json.loads(\n    Path(\n        \"zed.json\",\n", true),
            ("self.path = folder / 'zed.json'\nself.path.read_text()", true),
            ("for path in glob('data/*.json'):\n    pass", true),
            ("for path in load_all('data/*.json'):", true),
            ("print('see zed.json')", false),
            ("load(f\"{folder}/zed.json\")", true),
            ("load('other-zed.json')", false),
        ] {
            let bytes = text.as_bytes();
            let (name, path) = (["zed.json", "data/*.json"], "app/data/zed.json");
            let names = Names { files: vec![vec![(0, path)]; 2], automaton: AhoCorasick::new(name).expect("names") };
            assert_eq!(!names.opened(bytes).is_empty(), is_opened, "{text}");
        }
    }

    #[test]
    fn a_statement_is_no_longer_than_what_is_read_of_a_line() {
        let long = "x".repeat(100_000);
        let text = format!("{long}'zed.json'{long}");
        assert!(statement(text.as_bytes(), long.len()).len() <= 800);
        let text = format!("f({}'zed.json'", " ".repeat(100_000));
        assert!(statement(text.as_bytes(), text.len() - 10).len() <= 800);
    }
}
