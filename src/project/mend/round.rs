//! One round of fixes of a file: those that leave its syntax as it is.

use crate::diagnostic::Fix;
use crate::extract;
use crate::fix::{self, Applied};
use crate::project::Target;

/// Bytes at most that the parser is shown to find out which of several fixes break the syntax, a file that is longer not
/// counted: some seconds.
const MOST_PARSED: usize = 64 << 20;

/// Trials at least, however long the file.
const LEAST_TRIALS: usize = 32;

/// A file after one round.
pub(super) struct Round {
    /// The file with those fixes that were made; nothing if there is none.
    pub(super) applied: Option<Applied>,
    /// Fixes that were not made.
    pub(super) withdrawn: usize,
    /// Those of them of which nobody can tell what they do to the syntax.
    pub(super) untold: usize,
}

/// What an edit does to the syntax.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It adds no error.
    Sound,
    /// It adds some.
    Breaks,
    /// The file is too much for its parser, before or after it.
    Untold,
}

/// Applies fixes together; where together they break the syntax, those that do not.
pub(super) fn round(target: &Target, bytes: &[u8], fixes: &[&Fix]) -> Round {
    let before = syntax_errors(target, bytes);
    let effect = |applied: &Applied| match (before, before.and_then(|_| syntax_errors(target, &applied.bytes))) {
        (Some(before), Some(after)) if after <= before => Effect::Sound,
        (Some(_), Some(_)) => Effect::Breaks,
        _ => Effect::Untold,
    };
    let together = fix::apply(bytes, fixes);
    let all = together.taken.len();
    match effect(&together) {
        Effect::Sound => Round { applied: Some(together).filter(|_| all > 0), withdrawn: 0, untold: 0 },
        Effect::Untold => Round { applied: None, withdrawn: all, untold: all },
        Effect::Breaks => {
            let taken: Vec<&Fix> = together.taken.iter().map(|place| fixes[*place]).collect();
            let trials = (MOST_PARSED / bytes.len().max(1)).max(LEAST_TRIALS);
            let is_sound = |fixes: &[&Fix]| effect(&fix::apply(bytes, fixes)) == Effect::Sound;
            let (sound, untold) = sound_ones(&taken, trials, is_sound);
            let applied = Some(fix::apply(bytes, &sound)).filter(|_| !sound.is_empty());
            Round { applied, withdrawn: all - sound.len(), untold }
        }
    }
}

/// Those of some fixes, which together are not sound, that are sound with those before them: found by halves, so that a
/// few that break something among many cost few trials. Besides, how many were not tried any more.
fn sound_ones<'f>(fixes: &[&'f Fix], trials: usize, is_sound: impl Fn(&[&'f Fix]) -> bool) -> (Vec<&'f Fix>, usize) {
    let mut sound: Vec<&Fix> = Vec::new();
    // The whole is known to be none.
    let mut parts = halves(fixes);
    for _ in 0..trials {
        let Some(part) = parts.pop() else { break };
        let tried = [sound.as_slice(), part].concat();
        if is_sound(&tried) {
            sound = tried;
        } else {
            parts.extend(halves(part));
        }
    }
    let untried = parts.iter().map(|part| part.len()).sum();
    (sound, untried)
}

/// The halves of several, the first one last; one alone has none.
fn halves<'p, 'f>(part: &'p [&'f Fix]) -> Vec<&'p [&'f Fix]> {
    let (first, second) = part.split_at(part.len() / 2);
    if part.len() < 2 { Vec::new() } else { vec![second, first] }
}

/// Syntax errors of a file, as many as can be if it is no text any more; nothing if its parser cannot tell.
fn syntax_errors(target: &Target, bytes: &[u8]) -> Option<usize> {
    let Some(reader) = extract::extractor_of(&target.shown) else { return Some(0) };
    let file = reader.extractor.open(&target.shown, bytes.to_vec());
    file.map_or(Some(usize::MAX), |file| reader.extractor.syntax_errors(&file))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::diagnostic::{Applicability, Edit};
    use crate::source::Span;

    fn fix(start: usize, end: usize, content: &str) -> Fix {
        let edits = vec![Edit { span: Span::new(start, end), content: content.to_owned() }];
        Fix { applicability: Applicability::Safe, edits }
    }

    fn made(path: &str, text: &str, fixes: &[Fix]) -> (String, usize, usize) {
        let target = Target { path: path.into(), shown: path.to_owned(), named: true, local: false };
        let round = round(&target, text.as_bytes(), &fixes.iter().collect::<Vec<_>>());
        let (bytes, fixed) = round.applied.map_or((text.into(), 0), |applied| (applied.bytes, applied.taken.len()));
        (String::from_utf8(bytes).expect("text"), fixed, round.withdrawn)
    }

    #[test]
    fn a_fix_that_breaks_the_syntax_is_withdrawn_and_the_others_are_made() {
        let fixes = [fix(5, 6, "x"), fix(13, 14, "'"), fix(21, 22, "y")];
        for (path, text, expected) in [
            ("a.py", "a = 'a'\nb = 'b'\nc = 'c'\n", "a = 'x'\nb = 'b'\nc = 'y'\n"),
            ("a.ts", "a = 'a'\nb = 'b'\nc = 'c'\n", "a = 'x'\nb = 'b'\nc = 'y'\n"),
        ] {
            assert_eq!(made(path, text, &fixes), (expected.to_owned(), 2, 1), "{path}");
        }
        assert_eq!(
            made("a.yaml", "a: b\nc: [d]\n", &[fix(3, 4, "x"), fix(9, 10, "[")]),
            ("a: x\nc: [d]\n".to_owned(), 1, 1)
        );
    }

    #[test]
    fn errors_that_were_there_withdraw_nothing() {
        assert_eq!(made("a.py", "def (:\na = 'b'\n", &[fix(12, 13, "x")]).1, 1);
    }

    #[test]
    fn what_breaks_is_found_by_halves() {
        let fixes: Vec<Fix> = (0..1_000).map(|place| fix(place, place + 1, "x")).collect();
        let all: Vec<&Fix> = fixes.iter().collect();
        let trials = Cell::new(0);
        let bad = [17, 500, 999];
        let is_sound = |tried: &[&Fix]| {
            trials.set(trials.get() + 1);
            tried.iter().all(|fix| !bad.contains(&fix.edits[0].span.start))
        };
        let (sound, untried) = sound_ones(&all, 100, is_sound);
        assert_eq!((sound.len(), untried), (997, 0));
        assert!(trials.get() <= 60, "{}", trials.get());
        // Where all break something it is given up.
        let (sound, untried) = sound_ones(&all, 100, |_| false);
        assert!(sound.is_empty() && untried > 900, "{untried}");
    }

    #[test]
    fn what_the_parser_must_not_see_is_not_edited() {
        // More lines than the parser of YAML counts.
        let lines = "# x\n".repeat(33_000);
        let (long, short) = (format!("a: b\n{lines}"), "a: b\n".to_owned());
        let target = Target { path: "a.yaml".into(), shown: "a.yaml".to_owned(), named: true, local: false };
        for (text, change) in [(long, fix(3, 4, "x")), (short, fix(3, 4, &format!("x\n{lines}")))] {
            let round = round(&target, text.as_bytes(), &[&change]);
            assert!(round.applied.is_none());
            assert_eq!((round.withdrawn, round.untold), (1, 1));
        }
    }
}
