//! Which comments cover a line: asked for every diagnostic, so that it must not cost a look at every comment.

use std::collections::{BTreeMap, HashSet};

use super::{Scope, Suppression, succeeds};
use crate::catalog::Date;
use crate::diagnostic::Rule;

/// The comments of a file by what they cover.
#[derive(Debug, Default)]
pub(super) struct Covers {
    whole_file: Group,
    /// Those of some lines, in the order of their lines.
    groups: Vec<Group>,
    /// For each of them the last line that it covers, or one before it.
    reach: Vec<usize>,
}

/// Comments that cover the same.
#[derive(Debug, Default)]
struct Group {
    first: usize,
    last: usize,
    comments: Vec<usize>,
    /// The rules that they name, and until when the last of them holds; for ever without a day.
    rules: BTreeMap<Rule, Option<Date>>,
    /// Rules of which the comments were told that they cover something.
    told: HashSet<Rule>,
}

impl Covers {
    pub(super) fn of(comments: &[Suppression]) -> Covers {
        let mut whole_file = Group::default();
        let mut by_lines: BTreeMap<(usize, usize), Group> = BTreeMap::new();
        for (at, comment) in comments.iter().enumerate() {
            let group = match comment.scope {
                Scope::File => &mut whole_file,
                Scope::Lines { first, last } => {
                    by_lines.entry((first, last)).or_insert_with(|| Group { first, last, ..Group::default() })
                }
            };
            group.add(at, comment);
        }
        let groups: Vec<Group> = by_lines.into_values().collect();
        let mut reach: Vec<usize> = Vec::with_capacity(groups.len());
        for group in &groups {
            reach.push(reach.last().map_or(group.last, |before| group.last.max(*before)));
        }
        Covers { whole_file, groups, reach }
    }

    /// A comment of a rule covers one of the lines on a day.
    pub(super) fn has(&self, rule: Rule, lines: &[(usize, usize)], as_of: Date) -> bool {
        let mut met = lines.iter().flat_map(|lines| self.meeting(*lines));
        self.whole_file.holds(rule, as_of) || met.any(|at| self.groups[at].holds(rule, as_of))
    }

    /// The same; the comments remember that they were of use.
    pub(super) fn tell(
        &mut self,
        comments: &mut [Suppression],
        rule: Rule,
        lines: &[(usize, usize)],
        as_of: Date,
    ) -> bool {
        let mut covered = self.whole_file.tell(comments, rule, as_of);
        let met: Vec<usize> = lines.iter().flat_map(|lines| self.meeting(*lines)).collect();
        for at in met {
            covered |= self.groups[at].tell(comments, rule, as_of);
        }
        covered
    }

    /// The groups that share one of some lines.
    fn meeting(&self, (from, to): (usize, usize)) -> impl Iterator<Item = usize> {
        let before = self.groups.partition_point(|group| group.first <= to);
        let near = (0..before).rev().take_while(move |at| self.reach[*at] >= from);
        near.filter(move |at| self.groups[*at].last >= from)
    }
}

impl Group {
    fn add(&mut self, at: usize, comment: &Suppression) {
        self.comments.push(at);
        for entry in &comment.entries {
            let until = self.rules.entry(entry.rule).or_insert(comment.until);
            *until = until.zip(comment.until).map(|(one, other)| one.max(other));
        }
    }

    fn holds(&self, rule: Rule, as_of: Date) -> bool {
        self.rules.get(&rule).is_some_and(|until| until.is_none_or(|until| until >= as_of))
    }

    fn tell(&mut self, comments: &mut [Suppression], rule: Rule, as_of: Date) -> bool {
        if self.told.insert(rule) {
            for at in &self.comments {
                let comment = &mut comments[*at];
                let expired = comment.expired(as_of);
                for entry in &mut comment.entries {
                    entry.used |= entry.rule == rule && !expired;
                    entry.lapsed |= succeeds(rule, entry.rule);
                }
            }
        }
        self.holds(rule, as_of)
    }
}
