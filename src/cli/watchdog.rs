//! The last line of defence: a file that never comes to its end ends the run, and is named.
//!
//! What a file may cost is bounded where it is read (`extract::parse` counts steps), so that results depend on no
//! clock. This watches what nobody has thought of. It cannot break off the work of a thread, only that of all.

use std::time::Duration;

use super::outcome::{Failure, Outcome};
use super::terminal::Terminal;
use crate::project::{Watch, Work};
use crate::report::text::escape;

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// Looks after which a file is given up: the largest that is read takes a few seconds on a slow machine.
const MOST_LOOKS: u32 = 120;

/// Watches over a run until its end.
pub(super) fn start(watch: Watch, terminal: Terminal) {
    let pause = pause();
    let look = move || {
        loop {
            std::thread::sleep(pause);
            if let Some((file, doing)) = watch.look(MOST_LOOKS) {
                give_up(&file, doing, &terminal);
            }
        }
    };
    // Without another thread the run goes on unwatched.
    let _ = std::thread::Builder::new().name("watchdog".to_owned()).spawn(look);
}

/// The tests that hold a run up do not wait for two minutes.
fn pause() -> Duration {
    #[cfg(debug_assertions)]
    if std::env::var_os(crate::project::HANG).is_some() {
        return PAUSE / 40;
    }
    PAUSE
}

#[expect(clippy::exit, reason = "another thread hangs, and nothing else ends it")]
fn give_up(file: &str, doing: Work, terminal: &Terminal) {
    let message = format!("{}: {} it takes longer than {MOST_LOOKS} seconds", escape(file), doing.word());
    let help = "the run is given up; leave the file out with `--exclude`, and please report it";
    terminal.fail(&Failure::new(message).help(help));
    std::process::exit(Outcome::Failed.code().into());
}
