//! One parse, bounded by the work that the parser reports: a file is read in the same way on every machine, however busy.
//!
//! What it reports are steps, and after errors one step may cost as much as the whole text before it. So there is a clock
//! besides, of the time that this thread works: it stops what was made to be slow, and nothing else comes near it.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{Language, ParseOptions, ParseState, Parser, Tree};

/// Reports of a hundred steps each within which a file has to end. Real code of a megabyte takes 8,200 at most; of 15,000
/// files one met the limit, which is generated and full of errors for this grammar.
const MOST_REPORTS: u32 = 12_000;
/// What a report counts that comes out of the recovery from errors, where steps may cost fifty times as much. Broken
/// code makes a dozen of them, noise nothing else.
const RECOVERY: u32 = 40;
/// Time of this thread within which a file has to end, and what each report adds to it: a hundred times what real code
/// takes.
const TIME: Duration = Duration::from_secs(2);
const TIME_OF_REPORT: Duration = Duration::from_millis(1);
/// Bytes that the parser gets at once: where it asks for the next ones it can be stopped as well.
const CHUNK: usize = 256;
/// The same once a parse takes longer than nearly all do: what a step costs grows with what is still open.
const SMALL_CHUNK: usize = 16;
const LONG: Duration = Duration::from_millis(100);

/// What one file may still cost.
pub(super) struct Budget(u32);

impl Default for Budget {
    fn default() -> Budget {
        Budget(MOST_REPORTS)
    }
}

/// Time that this thread has worked since some moment.
struct Clock {
    /// Costs less to ask than what the thread has worked, which is never more.
    wall: Instant,
    worked: Duration,
}

impl Clock {
    fn start() -> Clock {
        Clock { wall: Instant::now(), worked: worked() }
    }

    fn exceeds(&self, limit: Duration) -> bool {
        self.wall.elapsed() > limit && worked().saturating_sub(self.worked) > limit
    }
}

/// Time that this thread has worked.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Time that has gone by: how much of it this thread has worked cannot be told.
#[cfg(not(unix))]
fn worked() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

impl Budget {
    /// The tree of a text; nothing if the budget is spent before it ends.
    pub(super) fn parse(&mut self, grammar: &Language, bytes: &[u8]) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(grammar).ok()?;
        let (clock, limit, is_late) = (Clock::start(), Cell::new(TIME), Cell::new(false));
        let look = || {
            is_late.set(is_late.get() || clock.exceeds(limit.get()));
            is_late.get()
        };
        let mut report = |state: &ParseState| {
            self.0 = self.0.saturating_sub(if state.has_error() { RECOVERY } else { 1 });
            limit.set(limit.get() + TIME_OF_REPORT);
            if self.0 == 0 || look() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let mut chunk = |at: usize, _| {
            if look() {
                // A text that ends early is parsed to its end at once.
                return &[][..];
            }
            let size = if clock.wall.elapsed() > LONG { SMALL_CHUNK } else { CHUNK };
            bytes.get(at..(at + size).min(bytes.len())).unwrap_or_default()
        };
        let options = ParseOptions::new().progress_callback(&mut report);
        let tree = parser.parse_with_options(&mut chunk, None, Some(options));
        tree.filter(|_| !is_late.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> u32 {
        let mut budget = Budget::default();
        budget.parse(&tree_sitter_python::LANGUAGE.into(), text.as_bytes());
        budget.0
    }

    #[test]
    fn the_same_text_costs_the_same() {
        let text = "client.create(model='a', temperature=0.5)\n".repeat(2_000);
        assert_eq!(left(&text), left(&text));
        assert!((1..MOST_REPORTS / 4).contains(&(MOST_REPORTS - left(&text))), "{}", left(&text));
    }

    #[test]
    fn a_broken_line_costs_little_and_noise_all() {
        let text = "client.create(model='a', temperature=0.5)\n".repeat(500);
        assert!(left(&format!("{text}def f(:\n  ]\n{text}")) > MOST_REPORTS / 2);
        let mut state = 7_u32;
        let noise = (0..200_000).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b" \n\t\"'`[]{}()<>:;,.=+-*/#$%&|\\!?a1"[(state >> 24) as usize % 33])
        });
        assert_eq!(left(&noise.collect::<String>()), 0);
    }

    #[test]
    fn what_is_spent_stays_spent() {
        let mut budget = Budget(3);
        let grammar = tree_sitter_python::LANGUAGE.into();
        assert!(budget.parse(&grammar, b"x = 1\n").is_some());
        assert!(budget.parse(&grammar, "x = 1\n".repeat(500).as_bytes()).is_none());
        assert_eq!(budget.0, 0);
    }
}
