//! Answers that many files ask for.

use std::sync::{PoisonError, RwLock};

use foldhash::HashMap;

/// Most answers that are remembered: of what comes then each is found anew.
const MOST: usize = 50_000;

/// Answers by a text, each found once.
#[derive(Debug)]
pub(crate) struct Remembered<T>(RwLock<HashMap<Box<str>, T>>);

impl<T> Default for Remembered<T> {
    fn default() -> Remembered<T> {
        Remembered(RwLock::default())
    }
}

impl<T: Clone> Remembered<T> {
    /// What is known of a text, or is found now.
    pub(crate) fn get(&self, text: &str, find: impl FnOnce() -> T) -> T {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        let found = find();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.insert(text.into(), found.clone());
        }
        found
    }
}
