//! How deep and how long values are followed.

use std::cell::Cell;

use super::Names;

/// How deep and how long values are followed at the moment.
#[derive(Default)]
pub(super) struct Effort {
    nesting: Cell<usize>,
    steps: Cell<usize>,
}

/// Deepest nesting of questions within questions: names can lead in circles.
const DEEPEST: usize = 24;
/// Most steps for one outermost question: names can branch at every step.
const MOST_STEPS: usize = 4096;

/// One more question is being followed.
pub struct Step<'n>(&'n Effort);

impl Names<'_> {
    /// Begins to follow one more question; nothing if that leads too deep or takes too long.
    pub fn step_in(&self) -> Option<Step<'_>> {
        let Effort { nesting, steps } = &self.effort;
        if nesting.get() == 0 {
            steps.set(0);
        }
        steps.set(steps.get() + 1);
        if nesting.get() >= DEEPEST || steps.get() > MOST_STEPS {
            return None;
        }
        nesting.set(nesting.get() + 1);
        Some(Step(&self.effort))
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.nesting.set(self.0.nesting.get() - 1);
    }
}
