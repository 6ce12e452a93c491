//! Copies that somebody kept of a file beside it (`writer.backup.ts`, `settings.old.yaml`, `agent_backup.py`, `agent copy.py`):
//! what they hold was so once.

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::code::Code;
use super::links::{is_code, mentions, own_name};
use super::pass::Pass;
use crate::extract::{self, Files};
use crate::link::Member;
use crate::reference::Context;

/// Words between the name of a file and its ending, in small letters, that say so.
const WORDS: [&str; 4] = ["old", "backup", "bak", "orig"];

/// What may stand behind such a word, where it ends a name.
const BEHIND: [&str; 6] = ["old", "backup", "bak", "orig", "original", "copy"];

/// What file managers call copies by.
const COPY: &str = "copy";

/// Silences what copies hold of which nothing else takes anything.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let kept = |member: &Member| {
        let original = original(&member.path).filter(|original| pass.around.has(&original.path))?;
        member.is_used_by_itself().then_some(original.may_be_imported)
    };
    let copies: Vec<(usize, bool)> =
        members.iter().enumerate().filter_map(|(at, member)| Some((at, kept(member)?))).collect();
    for (at, may_be_imported) in copies {
        if may_be_imported && is_named_by_others(&pass.code(members), at) {
            continue;
        }
        let references = &mut members[at].extraction.references;
        references.iter_mut().flat_map(|reference| &mut reference.uses).for_each(|used| used.context = Context::Key);
    }
}

/// Some other file of code says the name of a file.
fn is_named_by_others(project: &Code<'_, '_>, at: usize) -> bool {
    let Some(name) = own_name(&project.members[at].path) else { return true };
    let Ok(name) = AhoCorasick::new([name]) else { return true };
    let beside = project.members.par_iter().enumerate().filter(|(other, member)| *other != at && is_code(&member.path));
    { beside }.any(|(_, member)| mentions(&name, &member.file.bytes))
        || !project.each_unparsed(|file| mentions(&name, file.bytes()).then_some(())).is_empty()
}

/// The file of which another one is a copy by its name.
#[derive(Debug, PartialEq, Eq)]
struct Original {
    path: String,
    /// The copy has a name by which code may take something from it.
    may_be_imported: bool,
}

fn original(path: &str) -> Option<Original> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let in_folder = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let is_word = |part: &str| WORDS.contains(&part.to_ascii_lowercase().as_str());
    let mut parts = name.split('.');
    let first = parts.next()?;
    let kept: Vec<&str> = std::iter::once(first).chain(parts.clone().filter(|part| !is_word(part))).collect();
    let kept = kept.join(".");
    if kept.len() < name.len() {
        return Some(Original { path: in_folder(&kept), may_be_imported: false });
    }
    let ending = &name[first.len()..];
    let made = of_file_manager(first).map(|stem| (stem, false));
    let (stem, may_be_imported) =
        made.or_else(|| Some((of_words(first)?, extract::extractor_of(path)?.language.is_some())))?;
    Some(Original { path: in_folder(&format!("{stem}{ending}")), may_be_imported })
}

/// What a file manager made a copy of: `agent copy`, `agent copy 2`, `agent - Copy`, `agent - Copy (2)`.
fn of_file_manager(stem: &str) -> Option<&str> {
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')'));
    let at = stem.len().checked_sub(COPY.len()).filter(|at| stem.is_char_boundary(*at))?;
    let (before, word) = stem.split_at(at);
    let kept = before.trim_end_matches([' ', '-']);
    (word.eq_ignore_ascii_case(COPY) && before.ends_with(' ') && !kept.is_empty()).then_some(kept)
}

/// What somebody kept under a word behind its name: `agent_backup`, `agent-old2`, `agent_backup_original`, `agent_bak_20250102`.
fn of_words(stem: &str) -> Option<&str> {
    let mut end = stem.len();
    let mut found = None;
    while let Some(at) = stem[..end].rfind(['_', '-']).filter(|at| *at > 0) {
        let word = stem[at + 1..end].trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
        if !(word.is_empty() && end - at > 1 || BEHIND.contains(&word.as_str())) {
            break;
        }
        if WORDS.contains(&word.as_str()) {
            found = Some(&stem[..at]);
        }
        end = at;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_by_a_word() {
        for (path, of) in [
            ("a/writer.OLD.ts", Some(("a/writer.ts", false))),
            ("writer.old.backup.tsx", Some(("writer.tsx", false))),
            (".env.bak", Some((".env", false))),
            ("a/writer copy.py", Some(("a/writer.py", false))),
            ("writer copy 2.test.ts", Some(("writer.test.ts", false))),
            ("writer - Copy (3).yaml", Some(("writer.yaml", false))),
            ("a/writer_backup.py", Some(("a/writer.py", true))),
            ("writer-old2.ts", Some(("writer.ts", true))),
            ("writer_backup_original.py", Some(("writer.py", true))),
            ("writer_bak_20250102.py", Some(("writer.py", true))),
            ("db_backup.yaml", Some(("db.yaml", false))),
            ("a/backup.ts", None),
            ("_old.ts", None),
            ("old.py", None),
            ("a.old/writer.ts", None),
            ("sales_copy.py", None),
            ("sales_original.py", None),
            ("copy.py", None),
            (" copy.py", None),
            ("year_2025.py", None),
        ] {
            let found = original(path);
            assert_eq!(found.as_ref().map(|of| (of.path.as_str(), of.may_be_imported)), of, "{path}");
        }
    }
}
