//! The rules: a resolved reference and the catalog in, diagnostics out.
//!
//! One module per rule. A rule knows no syntax and no terminal; what it says
//! about itself stands on its page under `docs/rules`.

mod access;
mod endpoints;
mod inventory;
mod lifecycle;
mod omitted;
mod parameters;
mod policy;
mod replacement;
mod spelling;
mod tunes;

use crate::catalog::{Catalog, Date, FactCertainty, Model, Status};
use crate::config::{Inventories, Selection, Settings};
use crate::diagnostic::{Applicability, Confidence, Diagnostic, Edit, Facts, Fix, Related, Rule, Severity};
use crate::reference::{Context, Platform, Reference, Seen, Use};
use crate::resolve::{Known, Reading, Resolver};
use crate::source::Span;

/// What rules may look at besides the reference.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'s> {
    /// The facts.
    pub catalog: &'s Catalog,
    /// The day that dates are judged against.
    pub as_of: Date,
    /// Days before a shutdown from which on a deprecation is an error.
    pub fail_within: u32,
    /// Silent contexts speak as notes.
    pub pedantic: bool,
    /// The file is a test.
    pub test: bool,
    /// Edits are possible: the file's offsets are those of its text.
    pub editable: bool,
    /// Organisations that own the fine-tunes of this file, where that is stated.
    pub tune_organisations: Option<&'s [String]>,
    /// What the accounts have.
    pub inventories: &'s Inventories,
    /// What the team has got access to, in the words of the facts.
    pub access: &'s [String],
    /// The rules that speak: those that are off are not even asked.
    pub selection: &'s Selection,
}

impl<'s> Scene<'s> {
    /// The scene of a file under settings.
    pub fn new(settings: &'s Settings, catalog: &'s Catalog, test: bool, editable: bool) -> Scene<'s> {
        Scene {
            catalog,
            as_of: settings.as_of,
            fail_within: settings.fail_within,
            pedantic: settings.pedantic,
            test,
            editable,
            tune_organisations: settings.fine_tune_orgs.as_deref(),
            inventories: &settings.inventories,
            access: &settings.access,
            selection: &settings.selection,
        }
    }
}

/// A reference with what is known of it.
pub struct Subject<'s> {
    /// The scene.
    pub scene: Scene<'s>,
    /// The reference.
    pub reference: &'s Reference,
    /// What the value is at each use.
    pub readings: Vec<Reading<'s>>,
}

/// Everything that is to be said about a reference, in order: what it is sent to first.
pub fn check(scene: Scene<'_>, reference: &Reference) -> Vec<Diagnostic> {
    let resolver = Resolver { catalog: scene.catalog, as_of: scene.as_of };
    let readings = resolver.readings(reference);
    let mut subject = Subject { scene, reference, readings };
    inventory::believe(&mut subject);
    let mut diagnostics = Vec::new();
    diagnostics.extend(spelling::check(&subject));
    if diagnostics.is_empty() {
        diagnostics.extend(endpoints::retired(&subject));
        diagnostics.extend(endpoints::mismatch(&subject));
        diagnostics.extend(lifecycle::check(&subject).or_else(|| inventory::ending(&subject)));
        diagnostics.extend(tunes::foreign(&subject));
        diagnostics.extend(inventory::check(&subject));
        diagnostics.extend(parameters::check(&subject));
        let asked: [(Rule, Check); 3] = [
            (Rule::RestrictedModel, access::check),
            (Rule::DatedSnapshot, policy::dated),
            (Rule::FloatingAlias, policy::floating),
        ];
        let asked = asked.into_iter().filter(|(rule, _)| scene.selection.has(*rule));
        diagnostics.extend(asked.filter_map(|(_, check)| check(&subject)));
    }
    if let more @ 1.. = reference.repeats.len() {
        let lines = if more == 1 { "line" } else { "lines" };
        diagnostics.iter_mut().for_each(|said| said.message += &format!(", and on {more} more {lines}"));
    }
    diagnostics
}

/// A rule that is off by default.
type Check = fn(&Subject<'_>) -> Option<Diagnostic>;

/// What is to be said about a call that names no literal model.
pub fn check_bare(scene: Scene<'_>, used: &Use) -> Vec<Diagnostic> {
    // Where a route tells the platform and no model is known, nothing does.
    let retired = (used.form != crate::catalog::Form::Route).then(|| endpoints::retired_call(scene, used)).flatten();
    let omitted = || scene.selection.has(Rule::OmittedModel).then(|| omitted::check(scene, used)).flatten();
    retired.into_iter().chain(omitted()).collect()
}

impl<'s> Subject<'s> {
    /// Uses with their readings.
    fn uses(&self) -> impl Iterator<Item = (&'s Use, &Reading<'s>)> {
        self.reference.uses.iter().zip(&self.readings)
    }

    /// Uses at which the value is a model that exists.
    fn known(&self) -> impl Iterator<Item = (&'s Use, &Known<'s>)> {
        self.uses().filter_map(|(used, reading)| match reading {
            Reading::Known(known) => Some((used, known)),
            _ => None,
        })
    }

    /// Live uses go to more than one platform.
    fn is_on_several_platforms(&self) -> bool {
        let live = self.reference.uses.iter().filter(|used| used.context.is_live());
        let mut known = live.filter_map(|used| match used.platform {
            Platform::Known(provider, _) => Some(provider),
            _ => None,
        });
        let first = known.next();
        known.any(|provider| Some(provider) != first)
    }

    /// Some use goes where names are not judged.
    fn is_elsewhere_too(&self) -> bool {
        self.readings.iter().any(|r| matches!(r, Reading::NotJudged))
    }

    /// The lowest of what the value, the provider and the fact allow.
    fn confidence(&self, certain: bool, context: Context, fact: Option<Model<'_>>) -> Confidence {
        let value = match self.reference.value.seen {
            Seen::Tree => Confidence::High,
            // Without a tree nothing tells a use from a table.
            Seen::Fallback if !context.is_live() => Confidence::Low,
            Seen::ErrorRegion | Seen::Fallback => Confidence::Medium,
        };
        let provider = if certain && context.is_live() { Confidence::High } else { Confidence::Medium };
        let fact = fact.map_or(Confidence::High, |m| match m.certainty() {
            FactCertainty::Official => Confidence::High,
            FactCertainty::Conflict if m.ended_by_all_sources(self.scene.as_of) => Confidence::High,
            // Whoever is right about the day, a model that is said to end is at best on its way out.
            FactCertainty::Conflict if m.disputed_on(self.scene.as_of) && !self.is_to_come(m) => Confidence::Low,
            FactCertainty::Secondary | FactCertainty::Conflict => Confidence::Medium,
        });
        let lowest = value.min(provider).min(fact);
        if self.is_elsewhere_too() { lowest.lowered() } else { lowest }
    }

    /// The end of a model is still to come, by the day that the facts give.
    fn is_to_come(&self, model: Model<'_>) -> bool {
        matches!(model.status(self.scene.as_of), Status::Deprecated(_))
    }

    /// The severity of a lifecycle in a context; nothing where the context is silent.
    fn severity(&self, date: Severity, context: Context) -> Option<Severity> {
        let severity = match context {
            Context::Argument | Context::Http | Context::Setting | Context::Slot => date,
            Context::Choice => date.lowered(),
            _ if self.scene.pedantic => Severity::Note,
            _ => return None,
        };
        Some(if self.scene.test { Severity::Note } else { severity })
    }

    /// The bytes of the file that are some bytes of the value's text, if they stand there as they are.
    fn span_of(&self, id: &std::ops::Range<usize>) -> Option<Span> {
        let mut at = 0;
        for piece in &self.reference.value.pieces {
            let end = at + piece.len as usize;
            if piece.verbatim && at <= id.start && id.end <= end {
                let start = piece.span.start as usize + (id.start - at);
                return Some(Span::new(start, start + id.len()));
            }
            at = end;
        }
        None
    }

    /// An edit of the ID; none where the value is put together, goes elsewhere too, or the file cannot be edited.
    fn fix(&self, id: &std::ops::Range<usize>, to: &str, applicability: Applicability) -> Option<Fix> {
        let single = matches!(self.reference.value.pieces.as_slice(), [piece] if piece.verbatim);
        /// More edits than these are no work for a linter, and nobody could look at them.
        const MOST_REPEATS: usize = 10_000;
        let is_much = self.reference.repeats.len() > MOST_REPEATS;
        // What has no meaning of its own in any string of any language can stand in each of them.
        let is_plain = to.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:/@+".contains(&b));
        let is_literal = single && self.reference.value.seen == Seen::Tree;
        if !self.scene.editable || !is_literal || !is_plain || is_much || self.is_elsewhere_too() {
            return None;
        }
        let span = self.span_of(id)?;
        let start = span.start - self.reference.value.span.start;
        let repeats = self.reference.repeats.iter().map(|repeat| {
            let start = (repeat.start + start) as usize;
            Span::new(start, start + span.len())
        });
        let edit = |span| Edit { span, content: to.to_owned() };
        Some(Fix { applicability, edits: std::iter::once(span).chain(repeats).map(edit).collect() })
    }

    /// The uses beside the definition, as related places.
    fn related(&self) -> Vec<Related> {
        let value = self.reference.value.span;
        let is_apart = |u: &&Use| u.path.is_some() || !is_direct(u.span, value);
        // A use by another file is the reason why the value is judged, by whatever name it is given there.
        let counts = |u: &&Use| u.context.is_live() || u.path.is_some() && !u.context.is_silent();
        let apart = self.reference.uses.iter().filter(counts).filter(is_apart);
        apart
            .map(|u| Related { path: u.path.clone(), span: u.span, message: format!("used here: `{}`", u.label) })
            .collect()
    }

    /// The fields for machines, of the use that decides.
    fn facts(&self, used: &Use, model: Option<Model<'_>>, replacement: Option<Model<'_>>) -> Facts {
        let endpoints: Vec<&str> = self.scene.catalog.endpoint_names(used.endpoints).collect();
        let same = self.reference.uses.iter().all(|u| u.endpoints == used.endpoints);
        let evidence = match used.platform {
            Platform::Known(_, evidence) | Platform::UnknownHost(evidence) => Some(evidence.reason().to_owned()),
            Platform::Unstated => None,
        };
        Facts {
            model: Some(self.reference.value.text.clone()),
            provider: model.map(|m| m.provider().key().to_owned()),
            context: Some(used.context.name()),
            endpoint: (same && endpoints.len() == 1).then(|| endpoints[0].to_owned()),
            uses: self.reference.uses.len(),
            shutdown: model.and_then(|m| m.shutdown()).map(|d| d.to_string()),
            replacement: replacement.map(|m| m.id().to_owned()),
            unconfirmed: None,
            evidence,
        }
    }

    fn diagnostic(
        &self,
        rule: Rule,
        severity: Severity,
        confidence: Confidence,
        span: Span,
        message: String,
    ) -> Diagnostic {
        Diagnostic {
            rule,
            severity,
            confidence,
            span,
            message,
            help: None,
            related: Vec::new(),
            fix: None,
            facts: Facts::default(),
        }
    }
}

/// The value stands in the call itself, just behind its callee: a reader sees both at once.
fn is_direct(used: Span, value: Span) -> bool {
    const BYTES: u32 = 400;
    used.start <= value.start && value.start - used.start < BYTES
}

/// How sure a context is to be a live use, the surest first.
fn rank(context: Context) -> u8 {
    match context {
        Context::Argument | Context::Http => 0,
        Context::Setting => 1,
        Context::Slot => 2,
        Context::Choice => 3,
        _ => 4,
    }
}

/// What awaits a model once it is spelled right: one clause for the help.
fn outlook(model: Model<'_>, as_of: Date) -> Option<String> {
    match model.status(as_of) {
        Status::Active | Status::Legacy => None,
        Status::Deprecated(Some(day)) => Some(format!("shuts down on {day}")),
        Status::Deprecated(None) => Some("is deprecated".to_owned()),
        Status::Retired(Some(day)) => Some(format!("was shut down on {day}")),
        Status::Retired(None) => Some("was shut down".to_owned()),
        Status::Redirected(_, target) => Some(format!("is answered by `{target}`")),
    }
}

/// The ID of a model as it is spelled beside another one of a provider.
fn spelled(model: Model<'_>, beside: Model<'_>) -> String {
    if model.provider().id == beside.provider().id {
        model.id().to_owned()
    } else {
        format!("{} ({})", model.id(), model.provider().title())
    }
}
