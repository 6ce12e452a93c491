//! What readers make of texts, kept so that it need not be made again: several questions are put to one file.

use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Most bytes of text of which something is kept at one time: a tree takes several times as much memory.
const MOST: usize = 8 << 20;

/// Bytes of text of which something is kept. It decides what is made twice, never what comes of it.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// Room for what one reader made of one text.
#[derive(Default)]
pub(super) struct Kept(OnceLock<(Arc<dyn Any + Send + Sync>, Room)>);

impl Kept {
    /// What is kept, or is made now of so many bytes.
    pub(super) fn get<T: Any + Send + Sync>(&self, bytes: usize, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some((made, _)) = self.0.get()
            && let Ok(made) = Arc::clone(made).downcast()
        {
            return made;
        }
        let made = Arc::new(make());
        if let Some(room) = Room::take(bytes) {
            // Whoever was faster made the same.
            let _ = self.0.set((Arc::<T>::clone(&made), room));
        }
        made
    }
}

/// A part of the room, given back when it is dropped.
struct Room(usize);

impl Room {
    fn take(bytes: usize) -> Option<Room> {
        let room = Room(bytes);
        (KEPT.fetch_add(bytes, Ordering::Relaxed) + bytes <= MOST).then_some(room)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        KEPT.fetch_sub(self.0, Ordering::Relaxed);
    }
}
