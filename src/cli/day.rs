//! Today, the one thing that is asked of the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::catalog::Date;

/// The current day in UTC; the first day of the epoch where the clock stands before it.
pub(super) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_unix_seconds(i64::try_from(seconds).unwrap_or(0))
}
