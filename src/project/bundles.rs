//! Bundles that lie beside what they were made of: before each part stands the path of its source (`// src/models.ts`),
//! where the same is told.

use std::sync::Arc;

use super::links::is_code;
use super::pass::Pass;
use super::surroundings::Surroundings;
use crate::extract::Files;
use crate::link::Member;
use crate::reference::Context;

/// Parts with sources of the project that make a bundle.
const FEWEST: usize = 2;

/// Parts of a file that are looked at.
const MOST: usize = 4_096;

/// What a bundler writes before the path of a source.
const MARK: &[u8] = b"// ";

/// Silences what stands in parts of bundles whose sources the project has.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    for member in members.iter_mut().filter(|member| is_code(&member.path)) {
        if !member.is_used_by_itself() {
            continue;
        }
        let parts = parts(&member.file.bytes);
        if parts.len() < FEWEST {
            continue;
        }
        let sources: Vec<Option<&String>> = parts.iter().map(|part| part.made_of(pass.around, &member.path)).collect();
        if sources.iter().flatten().count() < FEWEST {
            continue;
        }
        for reference in &mut member.extraction.references {
            let behind = parts.partition_point(|part| part.start <= reference.value.span.start as usize);
            let source = behind.checked_sub(1).and_then(|part| sources[part]);
            // What stands there under the path of its reader alone is told here.
            let is_there = |text: Arc<str>| text.contains(&reference.value.text);
            if source.and_then(|source| pass.around.text(source)).is_some_and(is_there) {
                reference.uses.iter_mut().for_each(|used| used.context = Context::Key);
            }
        }
    }
}

/// A part of a bundle: where it begins, and the path of its source as it is written there.
#[derive(Debug, PartialEq, Eq)]
struct Part<'b> {
    start: usize,
    source: &'b str,
}

impl Part<'_> {
    /// The source, if it is another file of the project: its path may count from any folder.
    fn made_of<'s>(&self, around: &'s Surroundings<'_>, bundle: &str) -> Option<&'s String> {
        let below = self.source.trim_start_matches("../").trim_start_matches("./");
        let is_source =
            |path: &str| path.strip_suffix(below).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        around.code_below("").iter().find(|path| is_source(path)).filter(|_| !is_source(bundle))
    }
}

/// The parts of a file, by the lines that say where each comes from.
fn parts(bytes: &[u8]) -> Vec<Part<'_>> {
    let marked = memchr::memmem::find_iter(bytes, MARK).filter_map(|at| {
        let before = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        let line = &bytes[at + MARK.len()..];
        let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
        let source = std::str::from_utf8(line).ok()?.trim_end();
        let is_alone = bytes[before..at].iter().all(|byte| byte.is_ascii_whitespace());
        let is_path = source.contains('/') && !source.contains(char::is_whitespace) && is_code(source);
        (is_alone && is_path).then_some(Part { start: at, source })
    });
    marked.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_begin_with_the_paths_of_their_sources() {
        let text = "// src/models.ts\nvar A = 1;\n\n  // ../shared/b.ts\nvar B = 2; // src/c.ts\n// see src/d.ts\n// https://e/f\n";
        let sources: Vec<&str> = parts(text.as_bytes()).iter().map(|part| part.source).collect();
        assert_eq!(sources, ["src/models.ts", "../shared/b.ts"]);
    }
}
