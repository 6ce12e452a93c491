//! What the terminal and the page share: how long a bar is, and how places are named.

use super::Place;
use crate::report::text::escape;

/// Length of a bar for a count, of at most `width`; what is counted is seen.
pub(super) fn bar(count: usize, most: usize, width: usize) -> usize {
    if count == 0 { 0 } else { (count * width).div_ceil(most.max(1)).clamp(1, width) }
}

/// `src/a.py:3`.
pub(super) fn name(place: &Place) -> String {
    format!("{}:{}", escape(&place.path), place.line)
}

/// The first places, and how many there are besides.
pub(super) fn some(places: &[Place], most: usize) -> String {
    let first: Vec<String> = places.iter().take(most).map(name).collect();
    match places.len().saturating_sub(most) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_seen() {
        assert_eq!([0, 1, 50, 100].map(|count| bar(count, 100, 10)), [0, 1, 5, 10]);
        assert_eq!(bar(3, 0, 10), 10);
    }

    #[test]
    fn names_cannot_act_on_a_terminal() {
        let place = |line| Place { path: "a\u{1b}[31m.py".to_owned(), line, column: 1 };
        assert_eq!(some(&[place(1), place(2), place(3)], 1), "a\\u{1b}[31m.py:1 and 2 more");
    }
}
