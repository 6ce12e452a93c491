//! Which file each thread is at, for whoever watches that the run goes on.

use std::sync::{Arc, Mutex, PoisonError};

/// The files that are being worked on.
#[derive(Debug, Clone)]
pub struct Watch(Arc<[Place]>);

/// Where one thread is: a file, and how often somebody has looked since it came there.
type Place = Mutex<Option<(String, u32)>>;

impl Default for Watch {
    fn default() -> Watch {
        let threads = rayon::current_num_threads();
        Watch(std::iter::repeat_with(Place::default).take(threads).collect())
    }
}

impl Watch {
    /// Works on a file.
    pub(super) fn during<T>(&self, file: &str, work: impl FnOnce() -> T) -> T {
        // A thread of nobody's pool is somebody's own: it sees for itself what takes long.
        let Some(place) = rayon::current_thread_index().and_then(|at| self.0.get(at)) else { return work() };
        let before = exchange(place, Some((file.to_owned(), 0)));
        let made = work();
        // One file may lead to another: then the first one goes on.
        exchange(place, before);
        made
    }

    /// A file on which a thread still is after so many looks, of which this is one.
    ///
    /// Looks are counted, not time: a process that is stopped for a while looks at nothing either.
    pub fn look(&self, most: u32) -> Option<String> {
        self.0.iter().find_map(|place| {
            let mut at = place.lock().unwrap_or_else(PoisonError::into_inner);
            let (file, looks) = at.as_mut()?;
            *looks += 1;
            (*looks >= most).then(|| file.clone())
        })
    }
}

fn exchange(place: &Place, at: Option<(String, u32)>) -> Option<(String, u32)> {
    std::mem::replace(&mut *place.lock().unwrap_or_else(PoisonError::into_inner), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_takes_too_long_is_named() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        pool.install(|| {
            let watch = Watch::default();
            let looks = |file| watch.during(file, || [0; 3].map(|_| watch.look(3)));
            assert_eq!(looks("a.py"), [None, None, Some("a.py".to_owned())]);
            assert_eq!(looks("b.py"), [None, None, Some("b.py".to_owned())], "each file is counted anew");
            assert_eq!(watch.look(1), None, "nothing is worked on");
        });
    }
}
