//! Which texts may be slips of an ID: a quick answer that is never wrong where it is no.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::catalog::Catalog;
use crate::resolve::is_tuned;

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
                slips.squeezed.insert(squeezed(id));
                slips.worded.insert(worded(id));
                slips.near.entry(digits(id)).or_default().push(Near { id, letters: letters(id) });
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
        self.squeezed.contains(&squeezed(text))
            || self.worded.contains(&worded(text))
            || is_tuned(text)
            || self.is_in_family(text)
            || self.is_near(text)
    }

    fn is_in_family(&self, text: &str) -> bool {
        let [first, second, ..] = *text.as_bytes() else { return false };
        let stems = self.stems.get(&[first.to_ascii_lowercase(), second.to_ascii_lowercase()]);
        let starts = |stem: &&str| text.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem));
        stems.is_some_and(|stems| stems.iter().any(starts))
    }

    /// One or two letters are wrong, as [`crate::resolve`] counts them.
    fn is_near(&self, text: &str) -> bool {
        let allowed = if text.len() >= 10 { 2 } else { usize::from(text.len() >= 5) };
        if allowed == 0 {
            return false;
        }
        let own = letters(text);
        let Some(near) = self.near.get(&digits(text)) else { return false };
        let mut candidates = near.iter().filter(|n| {
            n.id.len().abs_diff(text.len()) <= allowed && (own ^ n.letters).count_ones() as usize <= 2 * allowed
        });
        candidates.any(|n| strsim::osa_distance(&text.to_ascii_lowercase(), n.id) <= allowed)
    }
}

/// The start of a hash, and its step: Fowler, Noll and Vo's, variant 1a.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mixed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
}

fn squeezed(text: &str) -> u64 {
    let kept = text.bytes().filter(|b| !matches!(b, b'-' | b'_' | b'.' | b' ' | b'/' | b':'));
    kept.fold(SEED, mixed)
}

/// The words of a text: a sum, so that their order does not matter.
fn worded(text: &str) -> u64 {
    let words = text.split(['-', '_', '.', ' ']).filter(|word| !word.is_empty());
    words.fold(0u64, |sum, word| sum.wrapping_add(word.bytes().fold(SEED, mixed)))
}

fn digits(text: &str) -> u64 {
    text.bytes().filter(u8::is_ascii_digit).fold(SEED, mixed)
}

/// A bit for each letter that occurs: two texts differ in at least half as many letters as their bits.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |bits, byte| bits | 1 << (byte.to_ascii_lowercase() & 63))
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
