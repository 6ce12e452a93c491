//! What readers make of texts, kept so that it need not be made again: several questions are put to one file.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Most bytes of text of which something is kept at one time: a tree takes several times as much memory.
const MOST: usize = 20 << 20;

/// What is kept of all texts. It decides what is made twice, never what comes of it.
static SHELF: Mutex<Shelf> = Mutex::new(Shelf { entries: VecDeque::new(), bytes: 0 });

/// What one reader made of one text.
#[derive(Default)]
pub(super) struct Kept(Arc<Slot>);

#[derive(Default)]
struct Slot {
    made: Mutex<Option<Arc<dyn Any + Send + Sync>>>,
    /// It was asked for again since it was last looked at whether there is room for it.
    wanted: AtomicBool,
}

impl Kept {
    /// What is kept, or is made now of so many bytes.
    pub(super) fn get<T: Any + Send + Sync>(&self, bytes: usize, make: impl FnOnce() -> T) -> Arc<T> {
        let known = lock(&self.0.made).clone();
        if let Some(made) = known.and_then(|made| made.downcast().ok()) {
            self.0.wanted.store(true, Ordering::Relaxed);
            return made;
        }
        let made = Arc::new(make());
        // Whoever was faster made the same.
        let is_new = lock(&self.0.made).replace(Arc::<T>::clone(&made)).is_none();
        if is_new {
            lock(&SHELF).add(Arc::downgrade(&self.0), bytes);
        }
        made
    }
}

/// The texts of which something is kept, and how long each of them is: the second chance of Corbató's clock ("A Paging
/// Experiment with the Multics System", 1968).
struct Shelf {
    entries: VecDeque<(Weak<Slot>, usize)>,
    bytes: usize,
}

impl Shelf {
    /// Adds one, and lets go of those that nobody asked for again.
    fn add(&mut self, slot: Weak<Slot>, bytes: usize) {
        self.entries.push_back((slot, bytes));
        self.bytes += bytes;
        while self.bytes > MOST
            && let Some((slot, bytes)) = self.entries.pop_front()
        {
            match slot.upgrade() {
                Some(kept) if kept.wanted.swap(false, Ordering::Relaxed) => self.entries.push_back((slot, bytes)),
                Some(kept) => {
                    *lock(&kept.made) = None;
                    self.bytes -= bytes;
                }
                None => self.bytes -= bytes,
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_outlives_what_is_not() {
        let [again, once] = [(); 2].map(|()| Kept::default());
        assert_eq!((*again.get(MOST / 4, || 1), *once.get(MOST / 4, || 1)), (1, 1));
        let others: Vec<Kept> = (0..12).map(|_| Kept::default()).collect();
        for other in &others {
            other.get(MOST / 4, || 0);
            assert_eq!(*again.get(MOST / 4, || 2), 1);
        }
        assert_eq!(*once.get(MOST / 4, || 2), 2);
    }

    #[test]
    fn what_is_larger_than_the_room_is_made_each_time() {
        let large = Kept::default();
        assert_eq!((*large.get(MOST + 1, || 1), *large.get(MOST + 1, || 2)), (1, 2));
    }
}
