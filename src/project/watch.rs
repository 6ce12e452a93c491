//! Which file each thread is at, for whoever watches that the run goes on.

use std::sync::{Arc, Mutex, PoisonError};

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// It is read and parsed.
    Reading,
    /// What it has to do with other files is found out.
    Linking,
    /// The rules speak.
    Judging,
}

impl Work {
    /// In a word, as a message begins.
    pub fn word(self) -> &'static str {
        match self {
            Work::Reading => "reading",
            Work::Linking => "linking",
            Work::Judging => "judging",
        }
    }
}

/// The files that are being worked on.
#[derive(Debug, Clone)]
pub struct Watch(Arc<[Place]>);

/// Where one thread is: a file, what it does with it, and how often somebody has looked since it came there.
type Place = Mutex<Option<(String, Work, u32)>>;

impl Default for Watch {
    fn default() -> Watch {
        // The last place is that of the thread which waits for the others, and does by itself what cannot be shared.
        let threads = rayon::current_num_threads() + 1;
        Watch(std::iter::repeat_with(Place::default).take(threads).collect())
    }
}

impl Watch {
    /// Works on a file.
    pub(super) fn during<T>(&self, file: &str, doing: Work, work: impl FnOnce() -> T) -> T {
        let own = rayon::current_thread_index().unwrap_or(self.0.len() - 1);
        let Some(place) = self.0.get(own) else { return work() };
        let _stay = Stay { place, before: exchange(place, Some((file.to_owned(), doing, 0))) };
        #[cfg(debug_assertions)]
        provoke(file, doing);
        work()
    }

    /// A file on which a thread still is after so many looks, of which this is one, and what it does there.
    ///
    /// Looks are counted, not time: a process that is stopped for a while looks at nothing either.
    pub fn look(&self, most: u32) -> Option<(String, Work)> {
        self.0.iter().find_map(|place| {
            let mut at = place.lock().unwrap_or_else(PoisonError::into_inner);
            let (file, doing, looks) = at.as_mut()?;
            *looks += 1;
            (*looks >= most).then(|| (file.clone(), *doing))
        })
    }
}

/// The stay of a thread at a file, which ends with the work or with a panic in it.
struct Stay<'w> {
    place: &'w Place,
    /// One file may lead to another: then the first one goes on.
    before: Option<(String, Work, u32)>,
}

impl Drop for Stay<'_> {
    fn drop(&mut self) {
        exchange(self.place, self.before.take());
    }
}

fn exchange(place: &Place, at: Option<(String, Work, u32)>) -> Option<(String, Work, u32)> {
    std::mem::replace(&mut *place.lock().unwrap_or_else(PoisonError::into_inner), at)
}

/// In a build for tests this variable names work that panics, as `linking b.py`: a run has to go on without it.
#[cfg(debug_assertions)]
pub const PANIC: &str = "MODEL_LINT_TEST_PANIC";

/// In a build for tests this variable names work that never ends, as `linking b.py`: a run has to be given up for it.
#[cfg(debug_assertions)]
pub const HANG: &str = "MODEL_LINT_TEST_HANG";

/// Hangs or panics, if a test asks for that.
#[cfg(debug_assertions)]
pub(super) fn provoke(file: &str, doing: Work) {
    let is_asked = |name| std::env::var(name).is_ok_and(|work| work.split_once(' ') == Some((doing.word(), file)));
    if is_asked(HANG) {
        std::thread::sleep(std::time::Duration::MAX);
    }
    assert!(!is_asked(PANIC), "a test asked for this panic");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_takes_too_long_is_named() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        pool.install(|| {
            let watch = Watch::default();
            let looks = |file| watch.during(file, Work::Reading, || [0; 3].map(|_| watch.look(3)));
            let found = |file: &str| Some((file.to_owned(), Work::Reading));
            assert_eq!(looks("a.py"), [None, None, found("a.py")]);
            assert_eq!(looks("b.py"), [None, None, found("b.py")], "each file is counted anew");
            let panics = || watch.during("c.py", Work::Judging, || panic!("as a rule may"));
            assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(panics)).is_err());
            assert_eq!(watch.look(1), None, "nothing is worked on");
        });
    }
}
