//! `unsupported-parameter`: parameters of a call that its model refuses.

use super::Subject;
use crate::catalog::{Beside, FactCertainty, Model, ParameterRule, fold_name};
use crate::diagnostic::{Applicability, Confidence, Diagnostic, Edit, Fix, Related, Rule, Severity};
use crate::reference::{Context, Given, LAST_ROLE, Parameter, Use};
use crate::resolve::Known;

/// Parameters that limit what a model writes, folded.
const LIMITS: [&str; 3] = ["maxtokens", "maxcompletiontokens", "maxoutputtokens"];

/// Where SDKs and requests nest them.
const NESTS: [&str; 4] = ["", "config", "generationconfig", "inferenceconfig"];

/// Parameters whose content the client lays over the others, or that change what the API accepts.
const CARRIERS: [&str; 5] = ["extra_body", "extra_headers", "extra_query", "betas", "headers"];

/// One diagnostic per parameter of a use.
pub(super) fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for (used, known) in subject.known().filter(|(used, known)| is_judged(subject, used, known)) {
        for (parameter, refusal) in refused(subject, used, known) {
            let diagnostic = diagnostic(subject, used, known, parameter, &refusal);
            let again = diagnostics.iter().any(|d| d.span == diagnostic.span && d.message == diagnostic.message);
            if !again {
                diagnostics.push(diagnostic);
            }
        }
    }
    diagnostics
}

/// The parameters reach a living model as they are written.
fn is_judged(subject: &Subject<'_>, used: &Use, known: &Known<'_>) -> bool {
    matches!(used.context, Context::Argument | Context::Http)
        && !used.rewrites_parameters
        && !used.rewrites_endpoint
        && known.model.status(subject.scene.as_of).is_alive()
}

/// A parameter of a call that a model refuses.
pub(super) struct Refused<'s> {
    used: &'s Use,
    parameter: &'s Parameter,
    refusal: Refusal<'s>,
}

/// What a model would refuse of a call whose parameters reach it as they are written.
pub(super) fn refused_by<'s>(subject: &Subject<'s>, used: &'s Use, known: &Known<'s>) -> Vec<Refused<'s>> {
    if !is_judged(subject, used, known) {
        return Vec::new();
    }
    let found = refused(subject, used, known).into_iter();
    found.map(|(parameter, refusal)| Refused { used, parameter, refusal }).collect()
}

impl Refused<'_> {
    /// What to do about it.
    pub(super) fn advice(&self) -> String {
        let name = &self.parameter.name;
        match &self.refusal {
            Refusal::Rule(rule) if let Some(to) = rule.rename() => format!("rename `{name}` to `{to}`"),
            _ => advice(self.parameter, &self.refusal),
        }
    }

    /// The edit after which it is accepted; none where a new name is not all that it takes.
    pub(super) fn rename(&self, subject: &Subject<'_>) -> Option<Edit> {
        match &self.refusal {
            Refusal::Rule(rule) if self.used.path.is_none() => rename_edit(subject, self.used, self.parameter, *rule),
            _ => None,
        }
    }
}

/// Why a parameter is refused.
enum Refusal<'s> {
    Rule(ParameterRule<'s>),
    /// Beyond what the model writes, or holds at all.
    TooMuch(Limit),
}

/// How many tokens are possible.
#[derive(Clone, Copy)]
enum Limit {
    Output(u32),
    Context(u32),
}

impl Limit {
    /// The limit of a model: its output, else its context, which is larger.
    fn of(model: Model<'_>) -> Option<Limit> {
        model.output().map(Limit::Output).or_else(|| model.context().map(Limit::Context))
    }
    fn tokens(self) -> u32 {
        match self {
            Limit::Output(tokens) | Limit::Context(tokens) => tokens,
        }
    }
}

fn refused<'s, 'u>(subject: &Subject<'s>, used: &'u Use, known: &Known<'s>) -> Vec<(&'u Parameter, Refusal<'s>)> {
    let call = Call { used };
    let id = if known.tuned { &subject.reference.value.text[known.id.clone()] } else { known.model.id() };
    let catalog = subject.scene.catalog;
    let mut found: Vec<(&Parameter, Refusal<'_>)> = Vec::new();
    for rule in catalog.parameter_rules(known.model.provider().id) {
        if !rule.is_about(id) || !rule.holds_at(used.endpoints) {
            continue;
        }
        let Some(parameter) = call.parameter(rule.parameter()) else { continue };
        let is_first = found.iter().all(|(other, _)| other.span != parameter.span);
        if is_first && is_refused(rule, &parameter.value, &call) && call.stands(rule) {
            found.push((parameter, Refusal::Rule(rule)));
        }
    }
    let limit = Limit::of(known.model).filter(|_| known.model.certainty() != FactCertainty::Conflict);
    if let Some(limit) = limit.filter(|_| !call.is_carried() && !used.endpoints.is_empty()) {
        let most = f64::from(limit.tokens());
        let is_first = |parameter: &&Parameter| found.iter().all(|(other, _)| other.span != parameter.span);
        let over =
            |parameter: &&Parameter| is_limit(&parameter.name) && number(&parameter.value).is_some_and(|n| n > most);
        let over: Vec<&Parameter> = used.parameters.iter().filter(over).filter(is_first).collect();
        found.extend(over.into_iter().map(|parameter| (parameter, Refusal::TooMuch(limit))));
    }
    found
}

/// The parameter limits what a model writes.
fn is_limit(name: &str) -> bool {
    let (nest, name) = name.rsplit_once('.').unwrap_or(("", name));
    LIMITS.contains(&fold_name(name).as_str()) && NESTS.contains(&fold_name(nest).as_str())
}

/// A rule refuses what is given.
fn is_refused(rule: ParameterRule<'_>, given: &Given, call: &Call<'_>) -> bool {
    let literal = matches!(given, Given::Text(_) | Given::Literal(_));
    let number = number(given);
    if let Some(larger) = rule.below() {
        let larger = self::number(&call.given(larger));
        return matches!((number, larger), (Some(own), Some(larger)) if own >= larger);
    }
    let (least, most) = rule.range();
    let is_listed = rule.only().any(|value| is(given, value));
    if least.is_some() || most.is_some() {
        let is_outside = |n: f64| least.is_some_and(|least| n < least) || most.is_some_and(|most| n > most);
        return !is_listed && number.is_some_and(is_outside);
    }
    match (rule.values().len(), rule.only().len()) {
        (0, 0) => literal || *given == Given::Compound,
        (0, _) => literal && !is_listed,
        _ => rule.values().any(|value| is(given, value)),
    }
}

/// A literal has a value: numbers and booleans by what they mean, the rest letter for letter.
fn is(given: &Given, value: &str) -> bool {
    match given {
        Given::Text(text) => text == value || number(given).is_some_and(|n| value.parse() == Ok(n)),
        Given::Literal(text) => {
            text == value
                || number(given).is_some_and(|n| value.parse() == Ok(n))
                || (matches!(text.as_str(), "True" | "False") && text.eq_ignore_ascii_case(value))
        }
        _ => false,
    }
}

fn number(given: &Given) -> Option<f64> {
    match given {
        Given::Text(text) | Given::Literal(text) => text.replace('_', "").parse().ok(),
        _ => None,
    }
}

/// What a call gives.
struct Call<'u> {
    used: &'u Use,
}

impl<'u> Call<'u> {
    /// The parameter with a name; the last one wins. SDKs write names in the case of their language.
    fn parameter(&self, name: &str) -> Option<&'u Parameter> {
        let folded = fold_name(name);
        self.used.parameters.iter().rev().find(|p| p.name == name || fold_name(&p.name) == folded)
    }

    /// What is given for a name; nothing if it may be given unseen.
    fn given(&self, name: &str) -> Given {
        if let Some(parameter) = self.parameter(name) {
            return parameter.value.clone();
        }
        let mut above = name;
        while let Some((parent, _)) = above.rsplit_once('.') {
            match self.parameter(parent).map(|p| &p.value) {
                Some(Given::Compound) => return Given::Nothing,
                Some(Given::Nothing) => return Given::Nothing,
                Some(_) => return Given::Unknown,
                None => above = parent,
            }
        }
        if self.used.spread || self.is_carried() { Given::Unknown } else { Given::Nothing }
    }

    /// Parameters are given in another way, too.
    fn is_carried(&self) -> bool {
        self.used.parameters.iter().any(|p| CARRIERS.contains(&p.name.as_str()) && p.value != Given::Nothing)
    }

    /// The condition of a rule holds for certain.
    fn stands(&self, rule: ParameterRule<'_>) -> bool {
        let is_one_of = |given: &Given| rule.beside_values().any(|value| is(given, value));
        match rule.beside() {
            Beside::Always => true,
            Beside::Present(other) => {
                matches!(self.given(other), Given::Text(_) | Given::Literal(_) | Given::Compound)
            }
            Beside::Absent(other) => self.given(other) == Given::Nothing,
            Beside::Equal(other) => is_one_of(&self.given(other)),
            Beside::NotEqual(other) => match self.given(other) {
                Given::Nothing => true,
                given @ (Given::Text(_) | Given::Literal(_)) => !is_one_of(&given),
                Given::Compound | Given::Unknown => false,
            },
        }
    }
}

fn diagnostic(
    subject: &Subject<'_>,
    used: &Use,
    known: &Known<'_>,
    parameter: &Parameter,
    refusal: &Refusal<'_>,
) -> Diagnostic {
    // What the provider does not say itself is no error.
    let official = FactCertainty::Official;
    let is_official = match refusal {
        Refusal::Rule(rule) => rule.certainty() == official,
        Refusal::TooMuch(_) => known.model.certainty() == official,
    };
    let severity = match (subject.scene.test, is_official) {
        (true, _) => Severity::Note,
        (false, true) => Severity::Error,
        (false, false) => Severity::Warning,
    };
    let confidence = subject.confidence(known.certain, used.context, None);
    let confidence = if is_official { confidence } else { confidence.min(Confidence::Medium) };
    let here = used.path.is_none();
    let value = subject.reference.value.span;
    let span = if here { parameter.span } else { value };
    let id = &subject.reference.value.text[known.id.clone()];
    let message = match refusal {
        Refusal::Rule(rule) => refusal_message(id, known.model, parameter, *rule),
        Refusal::TooMuch(limit) => too_much_message(id, known.model, parameter, *limit),
    };
    let mut diagnostic = subject.diagnostic(Rule::UnsupportedParameter, severity, confidence, span, message);
    diagnostic.help = Some(help(known.model, parameter, refusal));
    diagnostic.related = vec![if here {
        Related { path: None, span: value, message: "the model is named here".to_owned() }
    } else {
        Related {
            path: used.path.clone(),
            span: parameter.span,
            message: format!("`{}` is given here", parameter.name),
        }
    }];
    diagnostic.fix = match refusal {
        Refusal::Rule(rule) if here => rename(subject, used, known, parameter, *rule),
        _ => None,
    };
    diagnostic.facts = subject.facts(used, Some(known.model), None);
    diagnostic.facts.shutdown = None;
    diagnostic
}

fn too_much_message(id: &str, model: Model<'_>, parameter: &Parameter, limit: Limit) -> String {
    let what = match limit {
        Limit::Output(most) => format!("writes at most {most} tokens"),
        Limit::Context(most) => format!("has a context of {most} tokens"),
    };
    let (name, on) = (&parameter.name, model.provider().title());
    format!("`{id}` {what}: a larger `{name}` fails with HTTP 400 ({on})")
}

fn refusal_message(id: &str, model: Model<'_>, parameter: &Parameter, rule: ParameterRule<'_>) -> String {
    if let Some(list) = rule.parameter().strip_suffix(LAST_ROLE) {
        let on = model.provider().title();
        let what = format!("`{id}` takes no prefilled answer: requests whose `{list}` end with a turn of its own");
        return format!("{what} fail with HTTP 400 ({on})");
    }
    let name = &parameter.name;
    let value = match &parameter.value {
        Given::Text(text) => format!("`{text}`"),
        Given::Literal(text) => format!("`{}`", text.to_ascii_lowercase()),
        _ => "this".to_owned(),
    };
    let is_any = rule.only().len() == 0 && rule.values().len() == 0 && rule.range() == (None, None);
    let what = match rule.below() {
        Some(larger) => format!("`{id}` takes `{name}` only below `{larger}`"),
        None if is_any => format!("`{id}` does not take `{name}`"),
        None => format!("`{id}` does not take {value} for `{name}`"),
    };
    let quoted = || rule.beside_values().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ");
    let condition = match rule.beside() {
        Beside::Always => String::new(),
        Beside::Present(other) => format!(" beside `{other}`"),
        Beside::Absent(other) => format!(" without `{other}`"),
        Beside::Equal(other) => format!(" while `{other}` is {}", quoted()),
        Beside::NotEqual(other) => format!(" unless `{other}` is {}", quoted()),
    };
    format!("{what}{condition}: the request fails with HTTP 400 ({})", model.provider().title())
}

fn help(model: Model<'_>, parameter: &Parameter, refusal: &Refusal<'_>) -> String {
    let (source, is_official) = match refusal {
        Refusal::TooMuch(_) => (model.source(), true),
        Refusal::Rule(rule) => (Some(rule.source()), rule.certainty() == FactCertainty::Official),
    };
    let by_whom = if is_official { "" } else { " (reported by users)" };
    advice(parameter, refusal) + &source.map(|s| format!("; see {s}{by_whom}")).unwrap_or_default()
}

fn advice(parameter: &Parameter, refusal: &Refusal<'_>) -> String {
    let name = &parameter.name;
    let rule = match refusal {
        Refusal::TooMuch(limit) => return format!("write at most {} for `{name}`", limit.tokens()),
        Refusal::Rule(rule) => *rule,
    };
    if let Some(list) = rule.parameter().strip_suffix(LAST_ROLE) {
        return format!("let `{list}` end with the user's turn");
    }
    // A list with one number in two spellings is one value.
    let mut accepted: Vec<&str> = rule.only().collect();
    accepted.dedup_by(|a, b| a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if a == b));
    let value = rule.beside_values().next().unwrap_or_default();
    match (rule.rename(), rule.beside(), accepted.as_slice()) {
        (Some(to), ..) => format!("write `{to}` instead"),
        (None, ..) if let Some(range) = range_in_words(name, rule, &accepted) => range,
        (None, Beside::NotEqual(other), _) => format!("leave `{name}` out, or set `{other}` to `{value}`"),
        (None, Beside::Absent(other), _) => format!("leave `{name}` out, or give `{other}`"),
        (None, _, [only]) => format!("leave `{name}` out: only {only} is accepted"),
        (None, _, []) => format!("leave `{name}` out"),
        (None, _, several) => format!("`{name}` takes {}", several.join(", ")),
    }
}

/// What a rule with a range accepts.
fn range_in_words(name: &str, rule: ParameterRule<'_>, accepted: &[&str]) -> Option<String> {
    let also = if accepted.is_empty() { String::new() } else { format!(", or {}", accepted.join(", ")) };
    match (rule.below(), rule.range()) {
        (Some(larger), _) => Some(format!("write less than `{larger}`")),
        (None, (Some(least), Some(most))) => Some(format!("`{name}` takes {least} to {most}{also}")),
        (None, (Some(least), None)) => Some(format!("`{name}` takes {least} and more{also}")),
        (None, (None, Some(most))) => Some(format!("`{name}` takes up to {most}{also}")),
        (None, (None, None)) => None,
    }
}

/// The fix that gives a parameter its new name.
fn rename(
    subject: &Subject<'_>,
    used: &Use,
    known: &Known<'_>,
    parameter: &Parameter,
    rule: ParameterRule<'_>,
) -> Option<Fix> {
    let applicability = if known.certain { Applicability::Safe } else { Applicability::Unsafe };
    let edit = rename_edit(subject, used, parameter, rule)?;
    Some(Fix { applicability, edits: vec![edit] })
}

/// The edit of a name; none where other calls share it, the new name is given already, or may be.
fn rename_edit(subject: &Subject<'_>, used: &Use, parameter: &Parameter, rule: ParameterRule<'_>) -> Option<Edit> {
    let to = rule.rename()?;
    let call = Call { used };
    if !parameter.own || !subject.scene.editable || call.given(to) != Given::Nothing {
        return None;
    }
    let content = to.rsplit('.').next().unwrap_or(to).to_owned();
    Some(Edit { span: parameter.name_span, content })
}
