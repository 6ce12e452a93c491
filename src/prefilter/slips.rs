//! Which texts may be slips of an ID: a quick answer that is never wrong where it is no.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::catalog::Catalog;
use crate::resolve::{is_tuned, is_within};

/// The IDs that can be called, by what a slip leaves as it is.
pub(super) struct Slips<'c> {
    /// IDs without what separates words.
    squeezed: HashSet<u64>,
    /// IDs by their words in any order.
    worded: HashSet<u64>,
    /// IDs by their digits.
    near: HashMap<u64, Vec<Near<'c>>>,
    /// Stems of families, by their first two bytes.
    stems: HashMap<[u8; 2], Vec<&'c str>>,
}

struct Near<'c> {
    id: &'c str,
    letters: u64,
}

impl<'c> Slips<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Slips<'c> {
        let mut slips =
            Slips { squeezed: HashSet::new(), worded: HashSet::new(), near: HashMap::new(), stems: HashMap::new() };
        for tables in catalog.layers() {
            for row in tables.models.iter().filter(|row| !row.not_callable) {
                let id = tables.str(row.id);
                let marks = Marks::of(id);
                slips.squeezed.insert(marks.squeezed);
                slips.worded.insert(marks.worded);
                slips.near.entry(marks.digits).or_default().push(Near { id, letters: marks.letters });
            }
            for row in tables.families.iter() {
                let stem = tables.str(row.stem);
                if let [first, second, ..] = *stem.as_bytes() {
                    slips.stems.entry([first, second]).or_default().push(stem);
                }
            }
        }
        slips
    }

    /// The text may be a slip of an ID, or one that its family cannot have.
    pub(super) fn may_be(&self, text: &str) -> bool {
        let text = text.trim();
        let marks = Marks::of(text);
        self.squeezed.contains(&marks.squeezed)
            || self.worded.contains(&marks.worded)
            || is_tuned(text)
            || self.is_in_family(text)
            || self.is_near(text, &marks)
    }

    fn is_in_family(&self, text: &str) -> bool {
        let [first, second, ..] = *text.as_bytes() else { return false };
        let stems = self.stems.get(&[first.to_ascii_lowercase(), second.to_ascii_lowercase()]);
        let starts = |stem: &&str| text.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem));
        stems.is_some_and(|stems| stems.iter().any(starts))
    }

    /// One or two letters are wrong, as [`crate::resolve`] counts them.
    fn is_near(&self, text: &str, marks: &Marks) -> bool {
        let allowed = if text.len() >= 10 { 2 } else { usize::from(text.len() >= 5) };
        if allowed == 0 {
            return false;
        }
        let Some(near) = self.near.get(&marks.digits) else { return false };
        let could_be = |n: &&Near<'_>| {
            n.id.len().abs_diff(text.len()) <= allowed
                && (marks.letters ^ n.letters).count_ones() as usize <= 2 * allowed
        };
        let mut candidates = near.iter().filter(could_be).peekable();
        if candidates.peek().is_none() {
            return false;
        }
        let lower = text.to_ascii_lowercase();
        candidates.any(|n| is_within(&lower, n.id, allowed))
    }
}

/// The start of a hash, and its step: Fowler, Noll and Vo's, variant 1a.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mixed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// What a slip may leave as it is, each a hash but the last; read in one pass, whatever the case.
struct Marks {
    /// Without what separates words.
    squeezed: u64,
    /// The words: a sum, so that their order does not matter.
    worded: u64,
    digits: u64,
    /// A bit for each letter that occurs: two texts differ in at least half as many letters as their bits.
    letters: u64,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let mut marks = Marks { squeezed: SEED, worded: 0, digits: SEED, letters: 0 };
        let mut word = SEED;
        for byte in text.bytes().map(|byte| byte.to_ascii_lowercase()) {
            marks.letters |= 1 << (byte & 63);
            if matches!(byte, b'-' | b'_' | b'.' | b' ') {
                marks.worded = marks.worded.wrapping_add(if word == SEED { 0 } else { word });
                word = SEED;
                continue;
            }
            word = mixed(word, byte);
            if !matches!(byte, b'/' | b':') {
                marks.squeezed = mixed(marks.squeezed, byte);
            }
            if byte.is_ascii_digit() {
                marks.digits = mixed(marks.digits, byte);
            }
        }
        marks.worded = marks.worded.wrapping_add(if word == SEED { 0 } else { word });
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_met_and_words_are_not() {
        let slips = Slips::new(Catalog::bundled());
        for text in ["gpt4o", "gtp-4o", "GPT-4o", " gpt-4o", "claude-4.6-sonnet", "gpt 4o", "ft:gpt-4o", "gpt-4o-mni"] {
            assert!(slips.may_be(text), "{text}");
        }
        for text in ["messages", "content-type", "https", "user", "2024-01-01", "role", "temperature"] {
            assert!(!slips.may_be(text), "{text}");
        }
    }
}
