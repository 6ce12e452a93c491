//! One parse, bounded by the work that the parser reports: a file is read in the same way on every machine, however busy.

use std::ops::ControlFlow;

use tree_sitter::{Language, ParseOptions, ParseState, Parser, Tree};

/// Reports of a hundred steps each within which a file has to end. Real code of a megabyte takes 8,200 at most; of 15,000
/// files one met the limit, which is generated and full of errors for this grammar.
const MOST_REPORTS: u32 = 12_000;
/// What a report counts that comes out of the recovery from errors, where steps may cost fifty times as much. Broken
/// code makes a dozen of them, noise nothing else.
const RECOVERY: u32 = 40;

/// What one file may still cost.
pub(super) struct Budget(u32);

impl Default for Budget {
    fn default() -> Budget {
        Budget(MOST_REPORTS)
    }
}

impl Budget {
    /// The tree of a text; nothing if the budget is spent before it ends.
    pub(super) fn parse(&mut self, grammar: &Language, bytes: &[u8]) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(grammar).ok()?;
        let mut report = |state: &ParseState| {
            self.0 = self.0.saturating_sub(if state.has_error() { RECOVERY } else { 1 });
            if self.0 == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut report);
        parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
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
