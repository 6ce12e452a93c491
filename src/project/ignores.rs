//! Putting ignore comments beside what is found: each is tried, and stays only if the file, read again, says that it
//! hides what it should and changes nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::texts::Texts;
use super::{Ground, Project, References, Target};
use crate::catalog::Date;
use crate::diagnostic::{Edit, Rule};
use crate::prefilter::Prefilter;
use crate::report::{Finding, Report};
use crate::source::{SourceFile, Span};
use crate::suppress::insert::{self, Wish};
use crate::suppress::{self, Suppressions};

/// What became of a file.
#[derive(Debug, Default)]
pub struct Ignored {
    /// Its bytes with the comments; absent if there is none that could be put in.
    pub bytes: Option<Vec<u8>>,
    /// Comments that were put in or got longer.
    pub comments: usize,
    /// Findings that are ignored now.
    pub findings: usize,
    /// Places (line and column) beside which no comment can stand.
    pub left: Vec<(u32, u32)>,
}

/// Findings by what they say, and how many say so.
type Counts = BTreeMap<(Rule, String, Option<String>), usize>;

/// What comments are to hide.
#[derive(Default)]
struct Aim {
    rules: BTreeSet<Rule>,
    counts: Counts,
}

/// Findings that end on one line.
#[derive(Default)]
struct Group {
    wish: Wish,
    /// Where they stand, for people.
    findings: Vec<(u32, u32)>,
    /// Where they stand in the text as it is now.
    spans: Vec<(Rule, Span)>,
    counts: Counts,
}

/// Puts comments beside findings of the files of a project.
pub struct Ignoring<'p> {
    ground: Ground<'p>,
    prefilter: Prefilter<'p>,
    everything: Prefilter<'p>,
}

impl Project {
    /// What puts comments beside findings, for any number of files.
    pub fn ignoring(&self) -> Ignoring<'_> {
        let ground = self.ground();
        let everything = Prefilter::everything(ground.catalog, ground.settings);
        Ignoring { ground, prefilter: ground.prefilter(), everything }
    }
}

impl Ignoring<'_> {
    /// Puts comments beside findings of a file. Nothing is written.
    ///
    /// # Errors
    /// What the system says where the file cannot be read.
    pub fn with_ignores(
        &self,
        target: &Target,
        findings: &[&Finding],
        reason: Option<&str>,
    ) -> std::io::Result<Ignored> {
        let bytes = std::fs::read(&target.path)?;
        let mut ignored = Ignored::default();
        let (ours, others) = findings.iter().partition::<Vec<&Finding>, _>(|finding| !finding.local_file);
        ignored.left.extend(others.iter().filter_map(|finding| place(finding)));
        if let Some(mut trial) = Trial::begin(self, target, bytes, &ours, reason) {
            trial.run(&mut ignored);
            if ignored.comments > 0 {
                ignored.bytes = Some(trial.bytes);
            }
        } else {
            ignored.left.extend(ours.iter().filter_map(|finding| place(finding)));
        }
        ignored.left.sort_unstable();
        Ok(ignored)
    }
}

/// A file on its way to more comments.
struct Trial<'t, 'p> {
    ignoring: &'t Ignoring<'p>,
    /// The file as it is tried.
    texts: Texts,
    target: &'t Target,
    bytes: Vec<u8>,
    state: State,
    groups: Vec<Group>,
}

/// What a reading of the file says.
struct State {
    read: References,
    counts: Counts,
    spans: BTreeSet<(Rule, Span)>,
    suppressions: Suppressions,
}

impl<'t, 'p> Trial<'t, 'p> {
    fn begin(
        ignoring: &'t Ignoring<'p>,
        target: &'t Target,
        bytes: Vec<u8>,
        findings: &[&Finding],
        reason: Option<&str>,
    ) -> Option<Trial<'t, 'p>> {
        let texts = ignoring.ground.texts.clone();
        let state = State::of(ignoring, &texts, target)?;
        let groups = groups(findings, &state.read, reason);
        Some(Trial { ignoring, texts, target, bytes, state, groups })
    }

    /// Puts the comments of all groups in at once. Where the file then does not say what it should, it is tried with
    /// halves of them, down to one comment: a check of the whole file for each would take its square.
    fn run(&mut self, ignored: &mut Ignored) {
        let mut left: Vec<Group> = Vec::new();
        let mut batches = vec![(0..self.groups.len()).collect::<Vec<usize>>()];
        while let Some(mut batch) = batches.pop() {
            // A comment beside another one may have covered it as well.
            batch.retain(|group| {
                let group = &self.groups[*group];
                let is_there = group.spans.iter().any(|place| self.state.spans.contains(place));
                ignored.findings += if is_there { 0 } else { group.findings.len() };
                is_there
            });
            match batch.as_slice() {
                [] => {}
                [one] if self.is_put_in(*one) => self.count(&batch, ignored),
                [one] => left.push(std::mem::take(&mut self.groups[*one])),
                _ => {
                    let (edits, together, later) = self.side_by_side(&batch);
                    let is_held = together.len() > 1 && self.holds(&edits, &self.joined(&together));
                    if is_held {
                        self.count(&together, ignored);
                        batches.push(later);
                    } else {
                        let half = batch.split_off(batch.len() / 2);
                        batches.extend([batch, half]);
                    }
                }
            }
        }
        if let Some(group) = self.for_the_file(&left) {
            ignored.comments += 1;
            ignored.findings += group.findings.len();
        } else {
            ignored.left.extend(left.iter().flat_map(|group| &group.findings));
        }
    }

    fn count(&self, groups: &[usize], ignored: &mut Ignored) {
        ignored.comments += groups.len();
        ignored.findings += groups.iter().map(|group| self.groups[*group].findings.len()).sum::<usize>();
    }

    /// One comment, wherever it can stand.
    fn is_put_in(&mut self, group: usize) -> bool {
        self.edits(group).into_iter().any(|edit| self.holds(&[edit], &self.joined(&[group])))
    }

    /// Where the comment of a group may stand, the most fitting place first.
    fn edits(&self, group: usize) -> Vec<Edit> {
        let State { read, suppressions, .. } = &self.state;
        insert::insertions(&self.groups[group].wish, suppressions, &read.texts, &read.file)
    }

    /// The most fitting comments of some groups that stand apart from each other, in the order of the text, with their
    /// groups; and the groups of the others.
    fn side_by_side(&self, batch: &[usize]) -> (Vec<Edit>, Vec<usize>, Vec<usize>) {
        let first = |group: &usize| Some((self.edits(*group).into_iter().next()?, *group));
        let mut fitting: Vec<(Edit, usize)> = batch.iter().filter_map(first).collect();
        fitting.sort_by_key(|(edit, _)| edit.span);
        let (mut edits, mut together): (Vec<Edit>, Vec<usize>) = (Vec::new(), Vec::new());
        for (edit, group) in fitting {
            if edits.last().is_none_or(|last| last.span.end < edit.span.start) {
                edits.push(edit);
                together.push(group);
            }
        }
        let taken: BTreeSet<usize> = together.iter().copied().collect();
        let later = batch.iter().copied().filter(|group| !taken.contains(group)).collect();
        (edits, together, later)
    }

    /// What is to be hidden of several groups together.
    fn joined(&self, groups: &[usize]) -> Aim {
        let mut aim = Aim::default();
        for group in groups.iter().map(|group| &self.groups[*group]) {
            aim.rules.extend(&group.wish.rules);
            group.counts.iter().for_each(|(key, count)| *aim.counts.entry(key.clone()).or_default() += count);
        }
        aim
    }

    /// Where a settings file has no place beside a value, one comment stands for the whole file.
    fn for_the_file(&mut self, left: &[Group]) -> Option<Group> {
        let is_settings =
            crate::extract::extractor_of(&self.target.shown).is_some_and(|reader| reader.language.is_none());
        let first = left.first().filter(|_| is_settings)?;
        let mut all = Group { wish: first.wish.clone(), ..Group::default() };
        for group in left {
            all.wish.rules.extend(&group.wish.rules);
            all.findings.extend(&group.findings);
            group.counts.iter().for_each(|(key, count)| *all.counts.entry(key.clone()).or_default() += count);
        }
        all.wish.rules.sort_unstable();
        all.wish.rules.dedup();
        all.wish.until = None;
        let edit = insert::for_file(&all.wish, &self.state.read.file)?;
        let aim = Aim { rules: all.wish.rules.iter().copied().collect(), counts: all.counts.clone() };
        self.holds(&[edit], &aim).then_some(all)
    }

    /// Takes edits over, which are in the order of the text, if they hide what they aim at, nothing that other rules
    /// say, and add nothing.
    fn holds(&mut self, edits: &[Edit], aim: &Aim) -> bool {
        let Some(bytes) = edited(&self.bytes, edits, &self.state.read.file) else { return false };
        self.texts.insert(self.target.path.clone(), bytes.as_slice().into());
        let is_improved = |state: &State| self.is_improved(state, aim, edits.len());
        let Some(state) = State::of(self.ignoring, &self.texts, self.target).filter(is_improved) else { return false };
        (self.bytes, self.state) = (bytes, state);
        let shifts = shifts(edits);
        for group in &mut self.groups {
            let spans = group.spans.iter_mut().map(|(_, span)| span);
            spans.chain(&mut group.wish.places).for_each(|place| shift(place, &shifts));
        }
        true
    }

    fn is_improved(&self, after: &State, aim: &Aim, edits: usize) -> bool {
        let before = &self.state;
        let values = |state: &State| state.read.references.iter().map(|r| r.value.text.clone()).collect::<Vec<_>>();
        let known = before.read.comments.len();
        let is_seen = (known..=known + edits).contains(&after.read.comments.len());
        let left = |key: &(Rule, String, Option<String>)| after.counts.get(key).copied().unwrap_or(0);
        let nothing_new = after.counts.iter().all(|(key, count)| before.counts.get(key).is_some_and(|c| c >= count));
        let is_hidden =
            aim.counts.iter().all(|(key, count)| left(key) + count <= before.counts.get(key).copied().unwrap_or(0));
        let hides_only = before.counts.iter().all(|(key, count)| aim.rules.contains(&key.0) || left(key) == *count);
        let is_same = values(before) == values(after) && before.read.trouble == after.read.trouble;
        is_same && is_seen && nothing_new && is_hidden && hides_only
    }
}

impl State {
    fn of(ignoring: &Ignoring<'_>, texts: &Texts, target: &Target) -> Option<State> {
        let ground = Ground { texts, ..ignoring.ground };
        let read = References::of(target, ground, &ignoring.everything)?;
        let suppressions = suppress::parse(&read.comments, &read.texts, &read.file);
        let report: Report = ground.check(&ignoring.prefilter, std::slice::from_ref(target));
        let spans = report.findings.iter().map(|f| (f.diagnostic.rule, f.diagnostic.span)).collect();
        Some(State { read, counts: counts(report.findings.iter()), spans, suppressions })
    }
}

fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> Counts {
    let mut counts = Counts::new();
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        let key = (diagnostic.rule, diagnostic.message.clone(), diagnostic.facts.model.clone());
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Findings by the line on which they end, in the order of the file.
fn groups(findings: &[&Finding], read: &References, reason: Option<&str>) -> Vec<Group> {
    let mut by_line: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let end = (finding.diagnostic.span.end as usize).saturating_sub(1);
        by_line.entry(read.file.lines.index(end)).or_default().push(finding);
    }
    by_line.into_values().map(|findings| group(&findings, reason)).collect()
}

fn group(findings: &[&Finding], reason: Option<&str>) -> Group {
    let mut rules: Vec<Rule> = findings.iter().map(|finding| finding.diagnostic.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    // A comment at a use is as good only where it is the same one for all.
    let mut places: Vec<Span> = vec![findings[0].diagnostic.span];
    if let [one] = findings {
        let here = one.diagnostic.related.iter().filter(|related| related.path.is_none());
        places.extend(here.map(|related| related.span));
    }
    let until = ignored_until(findings, &rules);
    let wish = Wish { rules, until, reason: reason.map(str::to_owned), places };
    let counts = counts(findings.iter().copied());
    let spans = findings.iter().map(|finding| (finding.diagnostic.rule, finding.diagnostic.span)).collect();
    Group { wish, findings: findings.iter().filter_map(|finding| place(finding)).collect(), spans, counts }
}

/// What is only deprecated is ignored until the shutdown, if that is one day.
pub fn ignored_until(findings: &[&Finding], rules: &[Rule]) -> Option<Date> {
    let mut days = findings.iter().map(|finding| finding.diagnostic.facts.shutdown.as_deref().and_then(Date::parse));
    let first = days.next()??;
    (rules == [Rule::DeprecatedModel] && days.all(|day| day == Some(first))).then_some(first)
}

fn place(finding: &Finding) -> Option<(u32, u32)> {
    finding.location.map(|location| (location.line, location.column))
}

/// The bytes of a file after edits of its text, which are in its order; nothing where the text stands in the file in
/// several pieces.
fn edited(bytes: &[u8], edits: &[Edit], file: &SourceFile) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for edit in edits {
        let range = file.stretch(edit.span)?.range();
        out.extend_from_slice(bytes.get(copied..range.start)?);
        out.extend_from_slice(file.written(&edit.content).as_bytes());
        copied = range.end;
    }
    out.extend_from_slice(&bytes[copied..]);
    Some(out)
}

/// Where each edit ends, and how far what follows is moved by it and those before it.
fn shifts(edits: &[Edit]) -> Vec<(u32, u32)> {
    let mut by = 0u32;
    let moved = |edit: &Edit| {
        by = by.wrapping_add(edit.content.len() as u32).wrapping_sub(edit.span.end - edit.span.start);
        (edit.span.end, by)
    };
    edits.iter().map(moved).collect()
}

/// Where a place stands after edits, of which those before it count.
fn shift(place: &mut Span, shifts: &[(u32, u32)]) {
    let before = shifts.partition_point(|(end, _)| *end <= place.start);
    let by = before.checked_sub(1).map_or(0, |last| shifts[last].1);
    *place = Span { start: place.start.wrapping_add(by), end: place.end.wrapping_add(by) };
}
