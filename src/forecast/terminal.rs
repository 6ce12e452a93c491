//! The forecast for a terminal: a bar for every month, and what ends in it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::timeline::{bar, some};
use super::{End, Forecast, State};
use crate::report::text::{counted, escape};

/// Characters of the longest bar.
const WIDTH: usize = 24;

/// Places that are named with an end; `verbose` names all.
const PLACES: usize = 3;

/// How the text looks.
#[derive(Clone, Copy)]
struct Look {
    color: bool,
    places: usize,
    /// Places of the month with most of them.
    most: usize,
}

/// Writes the forecast as text.
///
/// # Errors
/// What the writer says.
pub fn write(forecast: &Forecast, color: bool, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    let months = forecast.months();
    let of_month = |ends: &[&End]| ends.iter().map(|end| end.places.len()).sum::<usize>();
    let failed = forecast.places(State::Failed);
    let answered = forecast.places(State::Answered);
    let most = months.iter().map(|(_, ends)| of_month(ends)).chain([failed, answered]).max().unwrap_or(0);
    let look = Look { color, places: if verbose { usize::MAX } else { PLACES }, most };
    writeln!(out, "{}", headline(forecast))?;
    for (state, title, tint) in
        [(State::Failed, "fails today", AnsiColor::Red), (State::Answered, "redirected", AnsiColor::Cyan)]
    {
        let ends: Vec<&End> = forecast.in_state(state).collect();
        part(forecast, look, title, tint, &ends, out)?;
    }
    for (month, ends) in &months {
        part(forecast, look, month.as_deref().unwrap_or("no day given"), AnsiColor::Yellow, ends, out)?;
    }
    writeln!(out, "\n{}", days(forecast))
}

/// One sentence that is enough on its own.
pub(super) fn headline(forecast: &Forecast) -> String {
    let failed = forecast.places(State::Failed);
    let coming = forecast.places(State::Coming);
    let next = forecast.in_state(State::Coming).find_map(|end| Some((end.day?, end.days_left(forecast.as_of)?)));
    let incomplete = if forecast.incomplete { "; the run is incomplete" } else { "" };
    let coming = match next {
        Some((day, left)) => {
            format!(
                "{} will fail, the first on {day}, in {}",
                counted(coming, "place"),
                counted(left.max(0) as usize, "day")
            )
        }
        None if coming > 0 => format!("{} will fail, on days that are not published", counted(coming, "place")),
        None => "no shutdown is announced for what is used here".to_owned(),
    };
    match failed {
        0 => format!("{coming}{incomplete}"),
        _ => format!("{} fail today; {coming}{incomplete}", counted(failed, "place")),
    }
}

/// The days that the forecast stands on.
pub(super) fn days(forecast: &Forecast) -> String {
    let files = counted(forecast.files, "file");
    match forecast.catalog {
        Some(catalog) => format!("{files}; as of {}, catalog of {catalog}", forecast.as_of),
        None => format!("{files}; as of {}", forecast.as_of),
    }
}

fn part(
    forecast: &Forecast,
    look: Look,
    title: &str,
    tint: AnsiColor,
    ends: &[&End],
    out: &mut dyn Write,
) -> io::Result<()> {
    if ends.is_empty() {
        return Ok(());
    }
    let count = ends.iter().map(|end| end.places.len()).sum();
    let drawn = "█".repeat(bar(count, look.most, WIDTH));
    let (on, off) = if look.color {
        let style = Style::new().fg_color(Some(tint.into())).bold();
        (style.render().to_string(), style.render_reset().to_string())
    } else {
        Default::default()
    };
    writeln!(out, "\n{on}{title:<12}  {drawn}{off} {}", counted(count, "place"))?;
    let width = ends.iter().map(|end| escape(&end.what).chars().count()).max().unwrap_or(0);
    for end in ends {
        let what = escape(&end.what);
        writeln!(out, "  {what:width$}  {}", said(forecast, end))?;
        writeln!(out, "  {:width$}  {}", "", some(&end.places, look.places))?;
    }
    Ok(())
}

/// When, where and what instead, in one line.
fn said(forecast: &Forecast, end: &End) -> String {
    let when = match (end.day, end.days_left(forecast.as_of)) {
        (Some(day), Some(left)) => format!("{day}, in {}", counted(left.max(0) as usize, "day")),
        (Some(day), None) => format!("since {day}"),
        (None, _) => "no day published".to_owned(),
    };
    let what = if end.is_endpoint { "endpoint of " } else { "" };
    let how_many = format!("{} in {}", counted(end.places.len(), "place"), counted(end.files(), "file"));
    format!("{when}  {what}{}  {how_many}: {}", end.platform, end.advice())
}
