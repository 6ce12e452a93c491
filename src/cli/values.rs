//! What the values of options may be.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::args::{ForecastFormat, ListFormat, UsesFormat};
use crate::catalog::Date;
use crate::config::{FailOn, Selected, parse_size};
use crate::diagnostic::{Confidence, Rule, Severity};
use crate::report::Format;
use crate::suggest::did_you_mean;

pub(super) fn day(text: &str) -> Result<Date, String> {
    let is_written_as_one = text.split('-').map(str::len).eq([4, 2, 2]) && !text.contains(|c: char| c.is_alphabetic());
    let reason = if is_written_as_one { "there is no such day" } else { "this is not a day, written YYYY-MM-DD" };
    Date::parse(text).ok_or_else(|| reason.to_owned())
}

pub(super) fn size(text: &str) -> Result<u64, String> {
    parse_size(text).ok_or_else(|| "this is not a size such as 500000, 500k or 10MB".to_owned())
}

pub(super) fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    match () {
        () if text.is_empty() => Err("a reason has words".to_owned()),
        () if text.chars().any(char::is_control) => Err("a reason stands on one line".to_owned()),
        () => Ok(text.to_owned()),
    }
}

pub(super) fn inventory(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((provider, file)) if !provider.is_empty() && !file.is_empty() => Ok((provider.to_owned(), file.into())),
        _ => Err("write the provider and the file, such as openai=models.json".to_owned()),
    }
}

pub(super) fn output_file(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').unwrap_or((text, ""));
    match Format::parse(format) {
        Some(_) if path.is_empty() => Err(format!("write the file too, such as {format}=report")),
        Some(known) => Ok((known, path.into())),
        None => {
            let meant = did_you_mean(format, Format::NAMES.iter().copied());
            Err(meant.unwrap_or_else(|| format!("no such format; there are {}", Format::NAMES.join(", "))))
        }
    }
}

pub(super) fn rule(name: &str) -> Result<Rule, String> {
    Rule::parse(name).ok_or_else(|| {
        let advice = did_you_mean(name, Rule::ALL.iter().map(|rule| rule.name()));
        advice.unwrap_or_else(|| "no such rule; `model-lint list-rules` names them".to_owned())
    })
}

/// A rule, or all of them.
pub(super) fn selected(name: &str) -> Result<Selected, String> {
    Selected::parse(name).ok_or_else(|| {
        let advice = did_you_mean(name, Selected::names());
        advice.unwrap_or_else(|| "no such rule; `model-lint list-rules` names them".to_owned())
    })
}

/// One of some words, all of which the parser knows.
fn word<T: Clone + Send + Sync + 'static>(
    words: &'static [&'static str],
    parse: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |word| parse(&word).ok_or("unknown word"))
}

pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    word(&["error", "warning", "note"], Severity::parse)
}

pub(super) fn confidence() -> impl TypedValueParser<Value = Confidence> {
    word(&["high", "medium", "low"], Confidence::parse)
}

pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    word(&["error", "warning", "note", "never"], FailOn::parse)
}

pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    word(Format::NAMES, Format::parse)
}

pub(super) fn list_format() -> impl TypedValueParser<Value = ListFormat> {
    word(&["table", "json"], |word| match word {
        "table" => Some(ListFormat::Table),
        "json" => Some(ListFormat::Json),
        _ => None,
    })
}

pub(super) fn forecast_format() -> impl TypedValueParser<Value = ForecastFormat> {
    word(&["text", "json", "ics", "html"], |word| match word {
        "text" => Some(ForecastFormat::Text),
        "json" => Some(ForecastFormat::Json),
        "ics" => Some(ForecastFormat::Calendar),
        "html" => Some(ForecastFormat::Page),
        _ => None,
    })
}

pub(super) fn uses_format() -> impl TypedValueParser<Value = UsesFormat> {
    word(&["table", "json", "markdown", "csv", "cyclonedx"], |word| match word {
        "table" => Some(UsesFormat::Table),
        "json" => Some(UsesFormat::Json),
        "markdown" => Some(UsesFormat::Markdown),
        "csv" => Some(UsesFormat::Csv),
        "cyclonedx" => Some(UsesFormat::CycloneDx),
        _ => None,
    })
}

pub(super) fn color() -> impl TypedValueParser<Value = ColorChoice> {
    word(&["auto", "always", "never"], |word| match word {
        "auto" => Some(ColorChoice::Auto),
        "always" => Some(ColorChoice::Always),
        "never" => Some(ColorChoice::Never),
        _ => None,
    })
}
