//! Putting ignore comments beside what is found: each is tried, and stays only if the file, read again, says that it
//! hides what it should and changes nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Project, References, Target};
use crate::catalog::Date;
use crate::diagnostic::{Edit, Rule};
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

/// Findings that end on one line.
struct Group {
    wish: Wish,
    /// Where they stand, for people.
    findings: Vec<(u32, u32)>,
    /// Where they stand in the text as it is now.
    spans: Vec<(Rule, Span)>,
    counts: Counts,
}

impl Project {
    /// Puts comments beside findings of a file. Nothing is written.
    ///
    /// # Errors
    /// What the system says where the file cannot be read.
    pub fn with_ignores(
        &mut self,
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
        self.remove(&target.path);
        ignored.left.sort_unstable();
        Ok(ignored)
    }
}

/// A file on its way to more comments.
struct Trial<'t> {
    project: &'t mut Project,
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

impl<'t> Trial<'t> {
    fn begin(
        project: &'t mut Project,
        target: &'t Target,
        bytes: Vec<u8>,
        findings: &[&Finding],
        reason: Option<&str>,
    ) -> Option<Trial<'t>> {
        let state = State::of(project, target)?;
        let groups = groups(findings, &state.read, reason);
        Some(Trial { project, target, bytes, state, groups })
    }

    fn run(&mut self, ignored: &mut Ignored) {
        let mut left: Vec<Group> = Vec::new();
        while let Some(group) = self.groups.pop() {
            // A comment beside another one may have covered it as well.
            if !group.spans.iter().any(|place| self.state.spans.contains(place)) {
                ignored.findings += group.findings.len();
                continue;
            }
            let State { read, suppressions, .. } = &self.state;
            let edits = insert::insertions(&group.wish, suppressions, &read.texts, &read.file);
            match edits.into_iter().any(|edit| self.holds(&edit, &group)) {
                true => {
                    ignored.comments += 1;
                    ignored.findings += group.findings.len();
                }
                false => left.push(group),
            }
        }
        if let Some(group) = self.for_the_file(&left) {
            ignored.comments += 1;
            ignored.findings += group.findings.len();
        } else {
            ignored.left.extend(left.iter().flat_map(|group| &group.findings));
        }
    }

    /// Where a settings file has no place beside a value, one comment stands for the whole file.
    fn for_the_file(&mut self, left: &[Group]) -> Option<Group> {
        let is_settings =
            crate::extract::extractor_of(&self.target.shown).is_some_and(|reader| reader.language.is_none());
        let first = left.first().filter(|_| is_settings)?;
        let (findings, spans) = (Vec::new(), Vec::new());
        let mut all = Group { wish: first.wish.clone(), findings, spans, counts: Counts::new() };
        for group in left {
            all.wish.rules.extend(&group.wish.rules);
            all.findings.extend(&group.findings);
            group.counts.iter().for_each(|(key, count)| *all.counts.entry(key.clone()).or_default() += count);
        }
        all.wish.rules.sort_unstable();
        all.wish.rules.dedup();
        all.wish.until = None;
        let edit = insert::for_file(&all.wish, &self.state.read.file)?;
        self.holds(&edit, &all).then_some(all)
    }

    /// Takes an edit over if it hides the group, nothing that other rules say, and adds nothing.
    fn holds(&mut self, edit: &Edit, group: &Group) -> bool {
        let Some(bytes) = edited(&self.bytes, edit, &self.state.read.file) else { return false };
        self.project.update(&self.target.path, bytes.clone());
        let Some(state) = State::of(self.project, self.target).filter(|state| self.is_improved(state, group)) else {
            self.project.update(&self.target.path, self.bytes.clone());
            return false;
        };
        (self.bytes, self.state) = (bytes, state);
        for group in &mut self.groups {
            let spans = group.spans.iter_mut().map(|(_, span)| span);
            spans.chain(&mut group.wish.places).for_each(|place| shift(place, edit));
        }
        true
    }

    fn is_improved(&self, after: &State, group: &Group) -> bool {
        let before = &self.state;
        let values = |state: &State| state.read.references.iter().map(|r| r.value.text.clone()).collect::<Vec<_>>();
        let comments = after.read.comments.len();
        let is_seen = comments == before.read.comments.len() + 1 || comments == before.read.comments.len();
        let left = |key: &(Rule, String, Option<String>)| after.counts.get(key).copied().unwrap_or(0);
        let nothing_new = after.counts.iter().all(|(key, count)| before.counts.get(key).is_some_and(|c| c >= count));
        let is_hidden =
            group.counts.iter().all(|(key, count)| left(key) + count <= before.counts.get(key).copied().unwrap_or(0));
        let hides_only =
            before.counts.iter().all(|(key, count)| group.wish.rules.contains(&key.0) || left(key) == *count);
        let is_same = values(before) == values(after) && before.read.trouble == after.read.trouble;
        is_same && is_seen && nothing_new && is_hidden && hides_only
    }
}

impl State {
    fn of(project: &Project, target: &Target) -> Option<State> {
        let read = project.references(target)?;
        let suppressions = suppress::parse(&read.comments, &read.texts, &read.file);
        let report: Report = project.check(std::slice::from_ref(target));
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
    let until = until(findings, &rules);
    let wish = Wish { rules, until, reason: reason.map(str::to_owned), places };
    let counts = counts(findings.iter().copied());
    let spans = findings.iter().map(|finding| (finding.diagnostic.rule, finding.diagnostic.span)).collect();
    Group { wish, findings: findings.iter().filter_map(|finding| place(finding)).collect(), spans, counts }
}

/// What is only deprecated is ignored until the shutdown, if that is one day.
fn until(findings: &[&Finding], rules: &[Rule]) -> Option<Date> {
    let mut days = findings.iter().map(|finding| finding.diagnostic.facts.shutdown.as_deref().and_then(Date::parse));
    let first = days.next()??;
    (rules == [Rule::DeprecatedModel] && days.all(|day| day == Some(first))).then_some(first)
}

fn place(finding: &Finding) -> Option<(u32, u32)> {
    finding.location.map(|location| (location.line, location.column))
}

/// The bytes of a file after an edit of its text; nothing where the text stands in the file in several pieces.
fn edited(bytes: &[u8], edit: &Edit, file: &SourceFile) -> Option<Vec<u8>> {
    let range = file.stretch(edit.span)?.range();
    let mut out = bytes[..range.start].to_vec();
    out.extend_from_slice(file.written(&edit.content).as_bytes());
    out.extend_from_slice(&bytes[range.end..]);
    Some(out)
}

/// Where a place stands after an edit before it.
fn shift(place: &mut Span, edit: &Edit) {
    if place.start >= edit.span.end {
        let by = |at: u32| at + edit.content.len() as u32 - (edit.span.end - edit.span.start);
        *place = Span { start: by(place.start), end: by(place.end) };
    }
}
