//! A multi-string automaton that is built at build time: no start-up cost, one table look-up per byte.
//!
//! The construction is Aho and Corasick's, "Efficient string matching: an aid to
//! bibliographic search" (1975), with all transitions filled in. Letters are
//! matched whatever their case. Classes of bytes keep the table small.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

/// Bits of a class number: a row of the table has `1 << CLASS_BITS` entries.
const CLASS_BITS: u32 = 6;
const WIDTH: usize = 1 << CLASS_BITS;
/// Parts of a text that are looked at in turn.
const LANES: usize = 4;
/// Bytes that are searched before it is asked whether that is enough.
const BLOCK: usize = 1 << 14;

/// An automaton over some needles.
#[derive(Debug, Clone)]
pub struct Automaton {
    /// The class of each byte.
    pub classes: Cow<'static, [u8]>,
    /// Two bytes, little-endian, for each state and class: the next state.
    pub next: Cow<'static, [u8]>,
    /// Length of the longest needle in bytes.
    pub longest: usize,
    /// The first state that ends a needle: those before it end none.
    pub first_ending: u16,
    /// For each ending state, from `first_ending` on, where its needles begin in `ended`; one more at the end.
    pub starts: Cow<'static, [u32]>,
    /// Needles by ending state, longest first.
    pub ended: Cow<'static, [u16]>,
}

impl Automaton {
    /// Builds the automaton; needles are ASCII and in lower case.
    ///
    /// # Errors
    /// What does not fit: more than 63 different characters, more than 65,535 states or as many needles.
    pub fn build<S: AsRef<str>>(needles: &[S]) -> Result<Automaton, String> {
        let classes = classes(needles)?;
        let trie = Trie::new(needles, &classes)?;
        let longest = needles.iter().map(|n| n.as_ref().len()).max().unwrap_or(0);
        Ok(Automaton { longest, ..trie.finish(classes) })
    }

    /// The automaton that finds nothing.
    pub fn nothing() -> Automaton {
        Automaton {
            classes: Cow::Owned(vec![0; 256]),
            next: Cow::Owned(vec![0; WIDTH * 2]),
            longest: 0,
            first_ending: 1,
            starts: Cow::Borrowed(&[0]),
            ended: Cow::Borrowed(&[]),
        }
    }

    /// Some needle occurs.
    pub fn occurs(&self, bytes: &[u8]) -> bool {
        self.ends(bytes, 0..bytes.len(), &mut |_, _| true)
    }

    /// Calls `met` with needle and end of every occurrence, in order of ends, until it says that it is enough.
    ///
    /// Returns whether it said so.
    pub fn search(&self, bytes: &[u8], mut met: impl FnMut(usize, usize) -> bool) -> bool {
        let mut ends: [Vec<(usize, usize)>; LANES] = Default::default();
        (0..bytes.len()).step_by(BLOCK).any(|start| {
            ends.iter_mut().for_each(Vec::clear);
            self.ends(bytes, start..bytes.len().min(start + BLOCK), &mut |lane, end| {
                ends[lane].push(end);
                false
            });
            ends.iter().flatten().any(|(state, end)| {
                let ending = state - usize::from(self.first_ending);
                let range = self.starts[ending] as usize..self.starts[ending + 1] as usize;
                self.ended[range].iter().any(|needle| met(usize::from(*needle), *end))
            })
        })
    }

    /// Calls `met` with lane, state and end where some needle ends within a range, until it says that it is enough.
    ///
    /// Several parts of the range, the lanes, are looked at in turn, because each step waits for the one before it:
    /// about three times as fast as one pass. Within a lane the order is that of ends.
    fn ends(&self, bytes: &[u8], range: Range<usize>, met: &mut impl FnMut(usize, (usize, usize)) -> bool) -> bool {
        let table = Table::of(self);
        let part = range.len().div_ceil(LANES);
        // The state within a lane is right after as many bytes as the longest needle has.
        let starts: [usize; LANES] = std::array::from_fn(|lane| (range.start + lane * part).min(range.end));
        let warm: [usize; LANES] = starts.map(|start| start.saturating_sub(self.longest));
        let lanes: [&[u8]; LANES] =
            std::array::from_fn(|lane| &bytes[warm[lane]..(starts[lane] + part).min(range.end)]);
        let steps = lanes.iter().map(|lane| lane.len()).min().unwrap_or(0);
        let mut is_met = |lane: usize, at: usize, state: usize| {
            warm[lane] + at >= starts[lane] && met(lane, (state, warm[lane] + at + 1))
        };
        let mut states = [0usize; LANES];
        let [first, second, third, fourth] = lanes.map(|lane| &lane[..steps]);
        for at in 0..steps {
            states = [
                table.step(states[0], first[at]),
                table.step(states[1], second[at]),
                table.step(states[2], third[at]),
                table.step(states[3], fourth[at]),
            ];
            if states.iter().any(|state| table.is_ending(*state)) {
                let is_enough = |lane: usize| table.is_ending(states[lane]) && is_met(lane, at, states[lane]);
                if (0..LANES).any(is_enough) {
                    return true;
                }
            }
        }
        (0..LANES).any(|lane| {
            let mut state = states[lane];
            (steps..lanes[lane].len()).any(|at| {
                state = table.step(state, lanes[lane][at]);
                table.is_ending(state) && is_met(lane, at, state)
            })
        })
    }
}

/// What a step needs, without a check where none is needed.
struct Table<'a> {
    classes: &'a [u8; 256],
    next: &'a [[u8; 2]],
    first_ending: usize,
}

impl<'a> Table<'a> {
    fn of(automaton: &'a Automaton) -> Table<'a> {
        const NOTHING: &[u8; 256] = &[0; 256];
        Table {
            classes: automaton.classes.as_ref().try_into().unwrap_or(NOTHING),
            next: automaton.next.as_chunks().0,
            first_ending: usize::from(automaton.first_ending),
        }
    }

    #[inline(always)]
    fn step(&self, state: usize, byte: u8) -> usize {
        let entry = (state << CLASS_BITS) + usize::from(self.classes[usize::from(byte)]);
        usize::from(u16::from_le_bytes(self.next[entry]))
    }

    #[inline(always)]
    fn is_ending(&self, state: usize) -> bool {
        state >= self.first_ending
    }
}

/// A class for each character that occurs; 0 for all others.
fn classes<S: AsRef<str>>(needles: &[S]) -> Result<Vec<u8>, String> {
    let mut classes = vec![0u8; 256];
    let mut used = 0u8;
    for byte in needles.iter().flat_map(|n| n.as_ref().bytes()) {
        let byte = byte.to_ascii_lowercase();
        if classes[usize::from(byte)] == 0 {
            used += 1;
            if usize::from(used) >= WIDTH {
                return Err(format!("more than {} different characters in needles", WIDTH - 1));
            }
            classes[usize::from(byte)] = used;
            classes[usize::from(byte.to_ascii_uppercase())] = used;
        }
    }
    Ok(classes)
}

/// The trie of the needles, then its transitions.
struct Trie {
    next: Vec<[u16; WIDTH]>,
    ended: Vec<Vec<u16>>,
}

impl Trie {
    fn new<S: AsRef<str>>(needles: &[S], classes: &[u8]) -> Result<Trie, String> {
        const MOST: usize = u16::MAX as usize;
        let mut trie = Trie { next: vec![[0; WIDTH]], ended: vec![Vec::new()] };
        if needles.len() > MOST {
            return Err(format!("more than {MOST} needles"));
        }
        for (number, needle) in needles.iter().enumerate() {
            let mut state = 0usize;
            for byte in needle.as_ref().bytes() {
                let class = usize::from(classes[usize::from(byte)]);
                if trie.next[state][class] == 0 {
                    if trie.next.len() == MOST {
                        return Err(format!("more than {MOST} states"));
                    }
                    trie.next[state][class] = trie.next.len() as u16;
                    trie.next.push([0; WIDTH]);
                    trie.ended.push(Vec::new());
                }
                state = usize::from(trie.next[state][class]);
            }
            trie.ended[state].push(number as u16);
        }
        trie.fill();
        Ok(trie)
    }

    /// Fills in where a state goes on a character that does not continue its needles.
    fn fill(&mut self) {
        let mut waiting: VecDeque<(usize, usize)> = VecDeque::new();
        for child in self.next[0].into_iter().filter(|c| *c != 0) {
            waiting.push_back((usize::from(child), 0));
        }
        while let Some((state, failure)) = waiting.pop_front() {
            let inherited = self.ended[failure].clone();
            self.ended[state].extend(inherited);
            for class in 0..WIDTH {
                let fallback = self.next[failure][class];
                match self.next[state][class] {
                    0 => self.next[state][class] = fallback,
                    child => waiting.push_back((usize::from(child), usize::from(fallback))),
                }
            }
        }
    }

    /// Numbers the states anew, those that end a needle last, and writes the table.
    fn finish(self, classes: Vec<u8>) -> Automaton {
        let (plain, ending): (Vec<usize>, Vec<usize>) = (0..self.next.len()).partition(|s| self.ended[*s].is_empty());
        let mut number = vec![0u16; self.next.len()];
        for (new, old) in plain.iter().chain(&ending).enumerate() {
            number[*old] = new as u16;
        }
        let rows = plain.iter().chain(&ending).flat_map(|old| self.next[*old]);
        let next: Vec<u8> = rows.flat_map(|to| number[usize::from(to)].to_le_bytes()).collect();
        let mut starts = vec![0u32];
        let mut ended = Vec::new();
        for state in &ending {
            ended.extend(&self.ended[*state]);
            starts.push(ended.len() as u32);
        }
        Automaton {
            classes: Cow::Owned(classes),
            next: Cow::Owned(next),
            longest: 0,
            first_ending: plain.len() as u16,
            starts: Cow::Owned(starts),
            ended: Cow::Owned(ended),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(needles: &[&str], text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        Automaton::build(needles).expect("fits").search(text.as_bytes(), |needle, end| {
            found.push((needle, end));
            false
        });
        found
    }

    #[test]
    fn more_than_fits_is_refused() {
        let apart = |number: usize| -> String {
            (0..8).map(|place| char::from(b'a' + (((number * 7919) >> (place * 2)) & 15) as u8)).collect()
        };
        let names: Vec<String> = (0..70_000).map(apart).collect();
        assert!(Automaton::build(&names[..2_000]).is_ok());
        assert!(Automaton::build(&names[..60_000]).is_err_and(|why| why.contains("states")));
        assert!(Automaton::build(&names).is_err_and(|why| why.contains("needles")));
    }

    #[test]
    fn every_occurrence_is_met_whatever_its_case() {
        assert_eq!(all(&["he", "she", "hers"], "uSHErs"), [(1, 4), (0, 4), (2, 6)]);
        assert_eq!(all(&["gpt-", "zed"], "xgpt-zedgpt"), [(0, 5), (1, 8)]);
        assert_eq!(all(&["aa"], "aaaa"), [(0, 2), (0, 3), (0, 4)]);
        assert_eq!(all(&["a"], ""), []);
    }

    #[test]
    fn it_finds_what_a_naive_search_finds() {
        let needles = ["ab", "bab", "bca", "c-1", "abc-1x"];
        let alphabet = [b' ', b'q', b'w', b'e', b'a', b'b', b'c', b'-', b'1', b'x', b'Z', 0xC3];
        let mut seed = 7u64;
        for length in (0..400).chain([BLOCK - 1, BLOCK, 2 * BLOCK + 3]) {
            let text: Vec<u8> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    alphabet[(seed >> 33) as usize % alphabet.len()]
                })
                .collect();
            let mut expected = Vec::new();
            for end in 1..=text.len() {
                let ends = |n: &&str| end >= n.len() && text[end - n.len()..end].eq_ignore_ascii_case(n.as_bytes());
                expected.extend(needles.iter().filter(|n| ends(n)).map(|n| (*n, end)));
            }
            let automaton = Automaton::build(&needles).expect("fits");
            assert_eq!(automaton.occurs(&text), !expected.is_empty());
            let mut found = Vec::new();
            automaton.search(&text, |needle, end| {
                found.push((needles[needle], end));
                false
            });
            assert!(found.is_sorted_by_key(|(_, end)| *end));
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected);
        }
    }
}
