//! Which lines of a text are still those of the text that it was before its fixes: what a patch is made of.

use super::Applied;

/// For each line of a text the line of the first text that it still is, from 0; nothing for a line that an edit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLines(Vec<Option<usize>>);

impl KeptLines {
    /// The lines of a text that nothing was done to.
    pub fn of(text: &[u8]) -> KeptLines {
        KeptLines((0..starts(text).len() - 1).map(Some).collect())
    }

    /// The same after a round of fixes of that text.
    #[must_use]
    pub fn after(&self, text: &[u8], applied: &Applied) -> KeptLines {
        let (before, after) = (starts(text), starts(&applied.bytes));
        let mut kept = vec![None; after.len() - 1];
        for (stretch, to) in &applied.stretches {
            let first = before.partition_point(|start| *start < stretch.start);
            let lines = before[first..].windows(2).take_while(|line| line[1] <= stretch.end);
            for (line, ends) in lines.enumerate() {
                let [start, end] = [ends[0], ends[1]].map(|end| end - stretch.start + to);
                // What an edit put before or behind it made another line of it.
                if let Ok(place) = after.binary_search(&start)
                    && after.get(place + 1) == Some(&end)
                {
                    kept[place] = self.0[first + line];
                }
            }
        }
        KeptLines(kept)
    }

    /// The lines of the first text, in the order of this one.
    pub fn lines(&self) -> &[Option<usize>] {
        &self.0
    }
}

/// Where the lines of a text begin, and behind them where it ends.
fn starts(text: &[u8]) -> Vec<usize> {
    let behind = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
    let mut starts: Vec<usize> = std::iter::once(0).chain(behind).collect();
    if starts.last() != Some(&text.len()) {
        starts.push(text.len());
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::super::apply;
    use super::*;
    use crate::diagnostic::{Applicability, Edit, Fix};
    use crate::source::Span;

    fn kept(text: &str, edits: &[(usize, usize, &str)]) -> (String, Vec<Option<usize>>) {
        let edit = |(start, end, content): &(usize, usize, &str)| Edit {
            span: Span::new(*start, *end),
            content: (*content).to_owned(),
        };
        let fix = Fix { applicability: Applicability::Safe, edits: edits.iter().map(edit).collect() };
        let applied = apply(text.as_bytes(), &[&fix]);
        let kept = KeptLines::of(text.as_bytes()).after(text.as_bytes(), &applied);
        (String::from_utf8(applied.bytes).expect("text"), kept.0)
    }

    #[test]
    fn lines_that_no_edit_touches_stay() {
        assert_eq!(kept("a\nb\nc", &[(2, 3, "xy")]), ("a\nxy\nc".to_owned(), vec![Some(0), None, Some(2)]));
        assert_eq!(kept("a\nb\nc\n", &[(2, 4, "")]), ("a\nc\n".to_owned(), vec![Some(0), Some(2)]));
        assert_eq!(kept("a\nb\n", &[(1, 2, " ")]), ("a b\n".to_owned(), vec![None]));
        assert_eq!(kept("a\nb", &[(3, 3, "\n")]), ("a\nb\n".to_owned(), vec![Some(0), None]));
        assert_eq!(kept("", &[(0, 0, "a")]), ("a".to_owned(), vec![None]));
        assert_eq!(kept("a", &[(0, 1, "")]), (String::new(), vec![]));
    }

    #[test]
    fn rounds_follow_each_other() {
        let first = KeptLines(vec![None, Some(4), Some(7)]);
        let fix = Fix {
            applicability: Applicability::Safe,
            edits: vec![Edit { span: Span::new(2, 3), content: "z".to_owned() }],
        };
        let applied = apply(b"a\nb\nc\n", &[&fix]);
        assert_eq!(first.after(b"a\nb\nc\n", &applied).lines(), [None, None, Some(7)]);
    }
}
