//! Copies that somebody kept of a file beside it (`writer.backup.ts`, `settings.old.yaml`): what they hold was so once.

use super::surroundings::Surroundings;
use crate::extract::Files;
use crate::link::Member;
use crate::reference::{Context, Use};

/// Words between the name of a file and its ending, in small letters, that say so.
const WORDS: [&str; 4] = ["old", "backup", "bak", "orig"];

/// Silences what copies hold of which nothing else takes anything.
pub(super) fn settle(around: &Surroundings<'_>, members: &mut [Member]) {
    for member in members.iter_mut() {
        let is_copy = original(&member.path).is_some_and(|original| around.has(&original));
        let references = &mut member.extraction.references;
        let is_taken = |used: &Use| used.path.as_deref().is_some_and(|path| path != member.shown);
        if is_copy && !references.iter().flat_map(|reference| &reference.uses).any(is_taken) {
            references
                .iter_mut()
                .flat_map(|reference| &mut reference.uses)
                .for_each(|used| used.context = Context::Key);
        }
    }
}

/// The file of which another one is a copy by its name.
fn original(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_word = |part: &str| WORDS.contains(&part.to_ascii_lowercase().as_str());
    let mut parts = name.split('.');
    let first = parts.next()?;
    let kept: Vec<&str> = std::iter::once(first).chain(parts.filter(|part| !is_word(part))).collect();
    let kept = kept.join(".");
    let is_copy = kept.len() < name.len();
    is_copy.then(|| if folder.is_empty() { kept } else { format!("{folder}/{kept}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_by_a_word() {
        for (path, of) in [
            ("a/writer.OLD.ts", Some("a/writer.ts")),
            ("writer.old.backup.tsx", Some("writer.tsx")),
            (".env.bak", Some(".env")),
            ("a/backup.ts", None),
            ("old.py", None),
            ("a.old/writer.ts", None),
            ("db_backup.yaml", None),
        ] {
            assert_eq!(original(path).as_deref(), of, "{path}");
        }
    }
}
