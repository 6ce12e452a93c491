//! Steps that bring data from one version to the next (`4_to_5.ts`): where a later one goes on, what a step says was so
//! once. What the latest takes from earlier ones holds still.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::Ground;
use super::pass::Pass;
use super::surroundings::Surroundings;
use crate::extract::{self, Files};
use crate::link::Member;
use crate::reference::{Context, Use};

/// The word between the two versions.
const WORD: &str = "to";

/// Silences what steps do that others have taken the place of; what files beside them take of it holds.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let Pass { around, ground, .. } = pass;
    let mut folders: HashMap<String, HashSet<String>> = HashMap::new();
    for member in members.iter().filter(|member| Step::of(&member.path).is_some()) {
        let (folder, _) = split(&member.path);
        if !folders.contains_key(folder) {
            folders.insert(folder.to_owned(), Steps::of(folder, around, ground).past());
        }
    }
    let past: HashSet<&str> = folders.values().flatten().map(String::as_str).collect();
    let shown: HashMap<&str, &str> = members.iter().map(|m| (m.shown.as_str(), m.path.as_str())).collect();
    let is_past = |shown_path: &str| shown.get(shown_path).is_some_and(|path| past.contains(path));
    let mut silenced: Vec<(usize, usize, usize)> = Vec::new();
    for (at, member) in members.iter().enumerate().filter(|(_, member)| past.contains(member.path.as_str())) {
        for (place, reference) in member.extraction.references.iter().enumerate() {
            // What a step itself asks a model for is asked.
            let is_said = |used: &Use| !matches!(used.context, Context::Argument | Context::Http);
            let is_of_step = |used: &Use| is_said(used) && used.path.as_deref().is_none_or(is_past);
            let uses = reference.uses.iter().enumerate().filter(|(_, used)| is_of_step(used));
            silenced.extend(uses.map(|(one, _)| (at, place, one)));
        }
    }
    for (at, place, one) in silenced {
        members[at].extraction.references[place].uses[one].context = Context::Key;
    }
}

/// The folder of a file and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a file without its endings.
fn stem(path: &str) -> &str {
    split(path).1.split('.').next().unwrap_or_default()
}

/// A step by the name of its file: what stands before the versions, and these.
#[derive(Debug, PartialEq, Eq)]
struct Step<'p> {
    kind: &'p str,
    from: u32,
    to: u32,
}

impl<'p> Step<'p> {
    fn of(path: &'p str) -> Option<Step<'p>> {
        let stem = stem(path);
        { stem.match_indices(WORD).chain(stem.match_indices("To")) }.find_map(|(at, word)| {
            let (kind, from) = last_number(stem[..at].trim_end_matches(['_', '-']))?;
            let to = first_number(stem[at + word.len()..].trim_start_matches(['_', '-']))?;
            (from < to).then_some(Step { kind, from, to })
        })
    }
}

/// The number at the end of a text, and what stands before it.
fn last_number(text: &str) -> Option<(&str, u32)> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = text[before.len()..].parse().ok()?;
    Some((before.trim_end_matches(['v', 'V', '_', '-']), number))
}

/// The number at the beginning of a text, behind which a word of its own may follow.
fn first_number(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['v', 'V']);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let is_apart = text[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    text[..end].parse().ok().filter(|_| is_apart)
}

/// The steps in a folder, by the paths of their files.
struct Steps {
    texts: BTreeMap<String, Vec<u8>>,
}

impl Steps {
    /// Largest file that is looked through for what it takes from others, in bytes.
    const LARGEST: u64 = 1 << 20;

    fn of(folder: &str, around: &Surroundings<'_>, ground: Ground<'_>) -> Steps {
        let is_step = |path: &str| Step::of(path).is_some() && extract::extractor_of(path).is_some();
        let named = |file: std::path::PathBuf| {
            let name = file.file_name()?.to_str().filter(|name| is_step(name))?;
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            let text = ground.texts.read(&file, Self::LARGEST).ok()?;
            around.has(&path).then_some((path, text))
        };
        let files = ground.texts.in_folder(&around.absolute(folder), |_| true);
        Steps { texts: files.into_iter().filter_map(named).collect() }
    }

    /// The steps behind which a later one goes on, but for those from which the latest take something.
    fn past(&self) -> HashSet<String> {
        let paths: Vec<&str> = self.texts.keys().map(String::as_str).collect();
        let mut latest: HashMap<&str, u32> = HashMap::new();
        for step in paths.iter().filter_map(|path| Step::of(path)) {
            let from = latest.entry(step.kind).or_default();
            *from = step.from.max(*from);
        }
        let goes_on = |path: &str| Step::of(path).is_some_and(|own| latest[own.kind] >= own.to);
        let mut live: BTreeSet<&str> = paths.iter().copied().filter(|path| !goes_on(path)).collect();
        let mut open: Vec<&str> = live.iter().copied().collect();
        let Ok(stems) = AhoCorasick::new(paths.iter().map(|path| stem(path))) else { return HashSet::new() };
        while let Some(path) = open.pop() {
            let text = &self.texts[path];
            let named = stems.find_overlapping_iter(text).filter(|found| is_taken(text, found.range()));
            open.extend(named.map(|found| paths[found.pattern().as_usize()]).filter(|other| live.insert(other)));
        }
        paths.into_iter().filter(|path| !live.contains(path)).map(str::to_owned).collect()
    }
}

/// A text imports a module by the name at some place: `from "./4_to_5"`, `from .v4_to_v5 import TABLE`.
fn is_taken(text: &[u8], name: Range<usize>) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    matches!(text[..name.start].last(), Some(b'/' | b'.')) && !text.get(name.end).is_some_and(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_by_two_versions() {
        let step = |path| Step::of(path).map(|step| (step.kind, step.from, step.to));
        for (path, told) in [
            ("a/4_to_5.ts", ("", 4, 5)),
            ("v9-to-v10.js", ("", 9, 10)),
            ("migrate_v1_to_v2.py", ("migrate", 1, 2)),
            ("settings12To13.ts", ("settings", 12, 13)),
            ("1_to_2_add_models.ts", ("", 1, 2)),
        ] {
            assert_eq!(step(path), Some(told), "{path}");
        }
        for path in
            ["5_to_4.ts", "to_5.ts", "4_tools.ts", "0004_token.py", "4_to_5th.ts", "map_to_2.ts", "text_to_sql.py"]
        {
            assert_eq!(step(path), None, "{path}");
        }
    }

    #[test]
    fn a_module_is_taken_by_its_name() {
        let takes =
            |text: &str| text.match_indices("4_to_5").any(|(at, name)| is_taken(text.as_bytes(), at..at + name.len()));
        for text in ["from './4_to_5'", "from './4_to_5.js'", "from .4_to_5 import X", "require(\"../steps/4_to_5\")"] {
            assert!(takes(text), "{text}");
        }
        for text in ["from './14_to_5x'", "x = '14_to_5'", "from './14_to_5'"] {
            assert!(!takes(text), "{text}");
        }
    }
}
