//! How much may be asked of one tree. Questions about names and values lead from each place to others, and what a file
//! holds decides how often: written with intent, or by a program, a small one can ask for the square of what it holds,
//! or more. So every step over a tree is counted, and beyond a budget that grows with the tree alone no step leads on.

use std::cell::Cell;

/// Steps that any file may take, and how many more for each node of its tree: some three times of what the costliest
/// real files took, 8.6 million with 36,000 nodes.
const ANY: u64 = 20_000_000;
const OF_A_NODE: u64 = 200;

thread_local! {
    /// Steps that are left to what is asked at the moment.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// Asks something about a tree with so many nodes; nothing if the answer takes more steps than it may.
pub(super) fn bounded<T>(nodes: usize, ask: impl FnOnce() -> T) -> Option<T> {
    let _before = Restored(LEFT.replace(ANY + OF_A_NODE * nodes as u64));
    let answer = ask();
    is_left().then_some(answer)
}

/// What was left to whoever asked before, whatever becomes of the answer.
struct Restored(u64);

impl Drop for Restored {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

/// Steps are left: what was found is all that there is.
pub(super) fn is_left() -> bool {
    LEFT.get() > 0
}

/// Takes a step; where none is left, nothing is there.
#[inline]
pub(super) fn step() -> bool {
    let left = LEFT.get();
    LEFT.set(left.saturating_sub(1));
    left > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_out_and_come_back() {
        assert_eq!(bounded(0, || 1), Some(1));
        let mut steps = 0;
        let endless = bounded(1, || {
            while step() {
                steps += 1;
            }
            // What is asked within is counted by itself.
            assert_eq!(bounded(0, step), Some(true));
        });
        assert_eq!((endless, steps), (None, ANY + OF_A_NODE));
        assert!(step());
    }
}
