//! From the summary of a file to what is reported of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::folders::Folders;
use super::path_rules::PathRules;
use super::{Ground, Target, Work};
use crate::catalog::{Catalog, Date};
use crate::checks::{self, Scene};
use crate::config::Settings;
use crate::diagnostic::{Confidence, Diagnostic, Facts, Fix, Rule, Severity};
use crate::extract::{Extraction, Trouble};
use crate::link::Member;
use crate::reference::{Reference, Use};
use crate::report::{self, Finding, Hidden, Location, RelatedPlace, SkipReason, Skipped};
use crate::source::{self, SourceFile, Span};
use crate::suppress::{self, Suppressions};

/// What is the same for all files of a run.
#[derive(Clone, Copy)]
pub(super) struct Run<'s> {
    pub(super) settings: &'s Settings,
    pub(super) catalog: &'s Catalog,
    pub(super) folders: &'s Folders<'s>,
    pub(super) paths: &'s PathRules<'s>,
}

/// What is reported of a file, and what is not.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) hidden: BTreeMap<Hidden, usize>,
    pub(super) skipped: Option<Skipped>,
    pub(super) parsed: bool,
    /// A test that was left as it is, since nothing that is said of tests is reported.
    pub(super) is_test: bool,
    pub(super) incomplete: bool,
}

/// A file that was skipped; who named it wants it checked.
pub(super) fn skipped(target: &Target, reason: SkipReason) -> Judged {
    let skipped = Some(Skipped { path: target.shown.clone(), reason, named: target.named });
    Judged { skipped, incomplete: target.named, ..Judged::default() }
}

/// A file that could not be checked.
pub(super) fn failed(target: &Target, rule: Rule, message: String) -> Judged {
    let diagnostic = about_the_run(rule, message);
    Judged { findings: vec![whole_file(target, diagnostic)], incomplete: true, ..Judged::default() }
}

/// A file in which the linter panicked, as it is reported.
pub(super) fn panicked(shown: String) -> Judged {
    let target = Target { path: PathBuf::from(&shown), shown, named: false, local: false };
    failed(&target, Rule::InternalError, PANICKED.to_owned())
}

/// What is said of a file in which the linter panicked.
pub(super) const PANICKED: &str = "made the linter panic; please report it";

/// Files by the paths that are reported, for places in them.
pub(super) struct Others<'m> {
    by_path: HashMap<&'m str, Other<'m>>,
    /// Values of other files that a file uses, with the file that defines each.
    used_in: HashMap<&'m str, Vec<(&'m Member, &'m Reference)>>,
}

/// One of them, and its ignore comments, read once if ever.
struct Other<'m> {
    member: &'m Member,
    suppressions: OnceLock<Suppressions>,
}

impl Other<'_> {
    fn covers(&self, rule: Rule, span: Span, as_of: Date) -> bool {
        let Member { file, extraction, .. } = self.member;
        let parse = || suppress::parse(&extraction.comments, &extraction.texts, file);
        !extraction.comments.is_empty() && self.suppressions.get_or_init(parse).covers(rule, span, file, as_of)
    }
}

impl<'m> Others<'m> {
    pub(super) fn new(members: &'m [Member]) -> Others<'m> {
        let mut used_in: HashMap<&str, Vec<(&Member, &Reference)>> = HashMap::new();
        for member in members {
            for reference in &member.extraction.references {
                let paths: BTreeSet<&str> = reference.uses.iter().filter_map(|used| used.path.as_deref()).collect();
                for path in paths.into_iter().filter(|path| *path != member.shown) {
                    used_in.entry(path).or_default().push((member, reference));
                }
            }
        }
        let other = |member| Other { member, suppressions: OnceLock::new() };
        Others { by_path: members.iter().map(|member| (member.shown.as_str(), other(member))).collect(), used_in }
    }

    /// Places in one file of what is said about values of others, with the rule that says it.
    fn said_at(&self, run: Run<'_>, here: &Member) -> Vec<(Rule, Span)> {
        let is_here = |path: &Option<String>| path.as_deref() == Some(here.shown.as_str());
        let used = self.used_in.get(here.shown.as_str()).into_iter().flatten();
        let said = used.flat_map(|(member, reference)| {
            checks::check(scene(run, member, Path::new(&member.path), false), reference)
        });
        let places = said.flat_map(|diagnostic| {
            let rule = diagnostic.rule;
            let related = diagnostic.related.into_iter().filter(|related| is_here(&related.path));
            related.map(|related| (rule, related.span)).collect::<Vec<(Rule, Span)>>()
        });
        places.collect()
    }

    /// An ignore comment beside a use in another file covers a diagnostic.
    fn cover(&self, settings: &Settings, diagnostic: &Diagnostic) -> bool {
        diagnostic.related.iter().any(|related| {
            let other = related.path.as_deref().and_then(|path| self.by_path.get(path));
            other.is_some_and(|other| other.covers(diagnostic.rule, related.span, settings.as_of))
        })
    }
}

/// Judges a file that was parsed; a panic stays in this file.
pub(super) fn file(
    ground: Ground<'_>,
    run: Run<'_>,
    target: &Target,
    (member, others): (&Member, &Others<'_>),
) -> Judged {
    let judge = || ground.during(&target.shown, Work::Judging, || judge(run, target, member, others));
    catch_unwind(AssertUnwindSafe(judge)).unwrap_or_else(|_| failed(target, Rule::InternalError, PANICKED.to_owned()))
}

fn judge(run: Run<'_>, target: &Target, member: &Member, others: &Others<'_>) -> Judged {
    let Run { settings, .. } = run;
    let Member { file, extraction, .. } = member;
    let relative = relative_to_root(settings, target);
    let scene = scene(run, member, relative, file.encoding.is_editable() && !target.local);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    diagnostics.extend(bare(extraction).flat_map(|used| checks::check_bare(scene, used)));
    diagnostics.extend(extraction.references.iter().flat_map(|reference| checks::check(scene, reference)));
    diagnostics.extend(extraction.trouble.and_then(trouble_message).map(|m| about_the_run(Rule::ParseTrouble, m)));
    diagnostics.retain(|d| settings.selection.has(d.rule));
    configure(run, relative, target, &mut diagnostics);
    let mut suppressions = suppress::parse(&extraction.comments, &extraction.texts, file);
    if !suppressions.is_empty() {
        for (rule, place) in others.said_at(run, member) {
            suppressions.cover(rule, &[place], file, settings.as_of);
        }
    }
    // Where a file was read by lines, what a comment ignores may be what was not seen. Errors only widen the search.
    let is_whole = extraction.trouble.is_none_or(|trouble| trouble_message(trouble).is_none());
    let speaks = |rule: Rule| settings.selection.has(rule) && (is_whole || rule.is_about_suppression());
    let (mut kept, mut suppressed) = suppress::apply(suppressions, diagnostics, file, settings.as_of, &speaks);
    let all = kept.len();
    kept.retain(|diagnostic| !others.cover(settings, diagnostic));
    suppressed += all - kept.len();
    if kept.iter().any(|diagnostic| diagnostic.fix.is_some()) {
        let is_editable = !target.local && !source::is_generated(file);
        let parts = parts(extraction);
        let is_made = |fix: &Fix| is_editable && !touches(fix, &parts) && stands_in_text(fix, file);
        kept.iter_mut().for_each(|d| d.fix = d.fix.take().filter(is_made));
    }
    let mut judged = Judged { parsed: true, ..Judged::default() };
    judged.count(Hidden::Suppressed, suppressed);
    for diagnostic in kept.into_iter().filter(|d| settings.selection.has(d.rule)) {
        match hidden_by(settings, &diagnostic) {
            Some(reason) => judged.count(reason, 1),
            None => judged.findings.push(finding(target, file, others, diagnostic)),
        }
    }
    judged
}

/// Literals that are parts of values put together: an edit of one would change them all.
fn parts(extraction: &Extraction) -> Vec<Span> {
    let pieces = extraction.references.iter().map(|reference| &reference.value.pieces);
    let several = pieces.filter(|pieces| pieces.len() > 1).flatten().map(|piece| piece.span);
    let mut all: Vec<Span> = several.chain(extraction.parts.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The lines of a fix are UTF-8: what another encoding puts beside the places that were read, nobody here can tell.
fn stands_in_text(fix: &Fix, file: &SourceFile) -> bool {
    let line = |byte: u32| file.lines.range(file.lines.index(byte as usize), &file.bytes);
    let mut lines = fix.edits.iter().map(|edit| line(edit.span.start).start..line(edit.span.end).end);
    lines.all(|lines| std::str::from_utf8(&file.bytes[lines]).is_ok())
}

/// `spans` are sorted.
fn touches(fix: &Fix, spans: &[Span]) -> bool {
    // Literals do not nest: of those that begin before an edit ends, the last one or two reach into it, if any.
    let near = |edit: Span| spans[..spans.partition_point(|span| span.start < edit.end)].iter().rev().take(4);
    fix.edits.iter().any(|edit| near(edit.span).any(|span| span.end > edit.span.start))
}

/// The calls of which no literal model was found, in whatever way.
fn bare(extraction: &Extraction) -> impl Iterator<Item = &Use> {
    let uses = extraction.references.iter().flat_map(|reference| &reference.uses);
    let named: HashSet<Span> =
        uses.filter(|used| used.path.is_none() && used.context.is_live()).map(|u| u.span).collect();
    extraction.bare_calls.iter().filter(move |used| !named.contains(&used.span))
}

/// What rules may look at in a file, by its path from the root.
pub(super) fn scene<'s>(run: Run<'s>, member: &Member, path: &Path, editable: bool) -> Scene<'s> {
    let mut scene = Scene::new(run.settings, run.catalog, member.is_test, editable);
    if let Some(organisations) = run.paths.tune_organisations(path) {
        scene.tune_organisations = Some(organisations);
    }
    scene
}

impl Judged {
    fn count(&mut self, reason: Hidden, count: usize) {
        if count > 0 {
            *self.hidden.entry(reason).or_default() += count;
        }
    }
}

/// The path that globs of the configuration are matched against.
fn relative_to_root<'t>(settings: &Settings, target: &'t Target) -> &'t Path {
    target.path.strip_prefix(&settings.root).unwrap_or(&target.path)
}

/// Severities of the configuration, and of files that exist only here.
fn configure(run: Run<'_>, path: &Path, target: &Target, diagnostics: &mut Vec<Diagnostic>) {
    for diagnostic in diagnostics.iter_mut() {
        if let Some(severity) = run.settings.severity.get(&diagnostic.rule) {
            diagnostic.severity = (*severity).min(cap(diagnostic));
        }
    }
    for of_path in run.paths.overrides(path) {
        diagnostics.retain(|d| !of_path.ignore.contains(&d.rule));
        for diagnostic in diagnostics.iter_mut() {
            if let Some(severity) = of_path.severity.get(&diagnostic.rule) {
                diagnostic.severity = *severity;
            }
        }
    }
    if target.local {
        for diagnostic in diagnostics.iter_mut() {
            diagnostic.severity = diagnostic.severity.min(Severity::Warning);
        }
    }
}

/// A setting for a rule does not raise what context or file lowered to a note.
fn cap(diagnostic: &Diagnostic) -> Severity {
    if diagnostic.severity == Severity::Note && !diagnostic.rule.is_about_the_run() {
        Severity::Note
    } else {
        Severity::Error
    }
}

fn hidden_by(settings: &Settings, diagnostic: &Diagnostic) -> Option<Hidden> {
    if settings.pedantic || (diagnostic.rule.is_about_the_run() && diagnostic.rule != Rule::ParseTrouble) {
        return None;
    }
    // A rule that speaks in notes was asked for by name: its notes are wanted.
    let is_asked = diagnostic.rule.default_severity() == Severity::Note
        && !diagnostic.rule.is_about_the_run()
        && settings.min_severity <= Severity::Warning;
    if diagnostic.severity < settings.min_severity && !is_asked {
        return Some(Hidden::Severity);
    }
    (diagnostic.confidence < settings.min_confidence).then_some(Hidden::Confidence)
}

fn trouble_message(trouble: Trouble) -> Option<String> {
    let message = match trouble {
        Trouble::TooDeep => "nested too deeply for the parser: read line by line, with lower confidence",
        Trouble::TooLong => "too long for the parser: read line by line, with lower confidence",
        Trouble::TooCostly => "too entangled for the parser: read line by line, with lower confidence",
        Trouble::SyntaxErrors => return None,
    };
    Some(message.to_owned())
}

fn about_the_run(rule: Rule, message: String) -> Diagnostic {
    Diagnostic {
        rule,
        severity: rule.default_severity(),
        confidence: Confidence::High,
        span: Span::default(),
        message,
        help: None,
        related: Vec::new(),
        fix: None,
        facts: Facts::default(),
    }
}

fn whole_file(target: &Target, diagnostic: Diagnostic) -> Finding {
    Finding {
        path: target.shown.clone(),
        location: None,
        excerpt: None,
        diagnostic,
        related: Vec::new(),
        edits: Vec::new(),
        local_file: target.local,
    }
}

/// A diagnostic with its places in the file.
fn finding(target: &Target, file: &SourceFile, others: &Others<'_>, mut diagnostic: Diagnostic) -> Finding {
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    let edits: Vec<Location> = edits.map(|edit| report::location(file, edit.span)).collect();
    diagnostic.fix = diagnostic.fix.and_then(|fix| report::fix_in_file(file, &fix));
    if diagnostic.rule.is_about_the_run() {
        return whole_file(target, diagnostic);
    }
    let related = diagnostic.related.iter().filter_map(|r| {
        let (path, file) = match &r.path {
            None => (&target.shown, file),
            Some(path) => (path, &others.by_path.get(path.as_str())?.member.file),
        };
        Some(RelatedPlace {
            path: path.clone(),
            location: report::location(file, r.span),
            message: r.message.clone(),
            excerpt: Some(report::excerpt(file, r.span)),
        })
    });
    Finding {
        path: target.shown.clone(),
        location: Some(report::location(file, diagnostic.span)),
        excerpt: Some(report::excerpt(file, diagnostic.span)),
        related: related.collect(),
        edits: if diagnostic.fix.is_some() { edits } else { Vec::new() },
        diagnostic,
        local_file: target.local,
    }
}
