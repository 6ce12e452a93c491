//! The forecast as one HTML page: no script, no network, readable in light and in dark.

use std::io::{self, Write};

use super::terminal::{days, headline};
use super::timeline::name;
use super::{End, Forecast, State};
use crate::catalog::Date;
use crate::report::text::{counted, escape};

/// Units of the drawing.
const WIDTH: usize = 960;
const BARS: usize = 180;
const TOP: usize = 28;
const BOTTOM: usize = 44;

/// Months that are drawn at most; later ones share the last bar.
const MONTHS: i32 = 24;

/// Writes the forecast as a page that stands alone.
///
/// # Errors
/// What the writer says.
pub fn write(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    // Nothing is loaded, whatever stands in the text.
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )?;
    writeln!(
        out,
        "<title>When this repository breaks</title>\n<style>\n{}</style>\n</head>\n<body>",
        include_str!("page.css")
    )?;
    writeln!(out, "<h1>When this repository breaks</h1>\n<p class=\"quiet\">{}.</p>", html(&headline(forecast)))?;
    cards(forecast, out)?;
    drawing(forecast, out)?;
    for (state, title) in
        [(State::Failed, "Fails today"), (State::Coming, "Will fail"), (State::Answered, "Answered by another model")]
    {
        table(forecast, state, title, out)?;
    }
    writeln!(out, "<footer>{}; model-lint {}</footer>", html(&days(forecast)), env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "</body>\n</html>")
}

fn cards(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let next = forecast.in_state(State::Coming).find_map(|end| end.day);
    let left = next.map(|day| counted(day.days_since(forecast.as_of).max(0) as usize, "day"));
    let next = next.map_or_else(|| "none".to_owned(), |day| day.to_string());
    let next_label =
        left.map_or_else(|| "no shutdown with a day".to_owned(), |left| format!("the next shutdown, in {left}"));
    let cards = [
        ("failed", forecast.places(State::Failed).to_string(), "places fail today".to_owned()),
        ("coming", next, next_label),
        ("coming", forecast.places(State::Coming).to_string(), "places will fail".to_owned()),
        ("answered", forecast.places(State::Answered).to_string(), "places are answered by another model".to_owned()),
    ];
    writeln!(out, "<div class=\"cards\">")?;
    for (class, figure, label) in cards {
        writeln!(out, "<div class=\"card\"><b class=\"{class}\">{}</b>{}</div>", html(&figure), html(&label))?;
    }
    writeln!(out, "</div>")
}

/// A bar of the drawing.
struct Bar {
    label: String,
    class: &'static str,
    count: usize,
    title: String,
}

/// Today, then month by month up to the last end.
fn bars(forecast: &Forecast) -> Vec<Bar> {
    let bar = |label: String, class, ends: &[&End]| Bar {
        label,
        class,
        count: ends.iter().map(|end| end.places.len()).sum(),
        title: ends.iter().map(|end| end.what.as_str()).collect::<Vec<_>>().join(", "),
    };
    let failed: Vec<&End> = forecast.in_state(State::Failed).collect();
    let mut bars = vec![bar("today".to_owned(), "failed", &failed)];
    let dated: Vec<(i32, &End)> =
        forecast.in_state(State::Coming).filter_map(|end| Some((month(end.day?), end))).collect();
    let first = month(forecast.as_of);
    let Some(last) = dated.iter().map(|(month, _)| *month).max() else { return bars };
    for at in first..=last.min(first + MONTHS) {
        let is_rest = at == first + MONTHS;
        let ends: Vec<&End> =
            dated.iter().filter(|(month, _)| *month == at || (is_rest && *month > at)).map(|(_, end)| *end).collect();
        let label = format!("{:04}-{:02}{}", at.div_euclid(12), at.rem_euclid(12) + 1, if is_rest { "…" } else { "" });
        bars.push(bar(label, "coming", &ends));
    }
    bars
}

/// Months since the year 0.
fn month(day: Date) -> i32 {
    let (year, month, _) = day.civil();
    year * 12 + month as i32 - 1
}

fn drawing(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let bars = bars(forecast);
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let height = TOP + BARS + BOTTOM;
    let step = WIDTH / bars.len();
    let width = (step * 7 / 10).clamp(4, 96);
    let label_every = (56usize).div_ceil(step.max(1));
    writeln!(out, "<h2>Places that fail, by month</h2>")?;
    writeln!(out, "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">", html(&headline(forecast)))?;
    let ground = TOP + BARS;
    writeln!(out, "<line class=\"axis\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{ground}\" y2=\"{ground}\"/>")?;
    for (number, bar) in bars.iter().enumerate() {
        let middle = step * number + step / 2;
        let tall = super::timeline::bar(bar.count, most, BARS);
        let (x, y) = (middle - width / 2, ground - tall);
        if bar.count > 0 {
            let title = format!("{}: {}: {}", bar.label, counted(bar.count, "place"), bar.title);
            writeln!(
                out,
                "<rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\" rx=\"3\"><title>{}</title></rect>",
                bar.class,
                html(&title)
            )?;
            writeln!(out, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>", y - 7, bar.count)?;
        }
        if number % label_every == 0 {
            let y = ground + 22;
            writeln!(
                out,
                "<text class=\"quiet\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
                bar.label
            )?;
        }
    }
    writeln!(out, "</svg>")
}

fn table(forecast: &Forecast, state: State, title: &str, out: &mut dyn Write) -> io::Result<()> {
    let ends: Vec<&End> = forecast.in_state(state).collect();
    if ends.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>{title}</h2>\n<div class=\"scroll\"><table>")?;
    writeln!(out, "<tr><th>Day</th><th>What</th><th>Platform</th><th>Instead</th><th>Where</th></tr>")?;
    for end in ends {
        row(forecast, end, out)?;
    }
    writeln!(out, "</table></div>")
}

fn row(forecast: &Forecast, end: &End, out: &mut dyn Write) -> io::Result<()> {
    let day = end.day.map_or_else(|| "not published".to_owned(), |day| day.to_string());
    let left = end.days_left(forecast.as_of).map(|days| format!("in {}", counted(days.max(0) as usize, "day")));
    let left = left.map_or_else(String::new, |left| format!("<br><span class=\"quiet\">{left}</span>"));
    let kind = if end.is_endpoint { " <span class=\"quiet\">endpoint</span>" } else { "" };
    let instead =
        end.replacement.as_ref().map_or_else(|| html(&end.advice()), |id| format!("<code>{}</code>", html(id)));
    writeln!(
        out,
        "<tr><td class=\"day\">{day}{left}</td><td><code>{}</code>{kind}</td><td>{}</td><td>{instead}</td><td>",
        html(&end.what),
        html(&end.platform)
    )?;
    let places = counted(end.places.len(), "place");
    writeln!(out, "<details><summary>{places} in {}</summary><ul>", counted(end.files(), "file"))?;
    for place in &end.places {
        writeln!(out, "<li><code>{}</code></li>", html(&name(place)))?;
    }
    writeln!(out, "</ul></details></td></tr>")
}

/// Text between tags or in a quoted attribute.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Place;

    fn forecast(days: &[&str]) -> Forecast {
        let end = |day: &&str| End {
            what: "<m>".to_owned(),
            is_endpoint: false,
            platform: "A & B".to_owned(),
            day: Date::parse(day),
            state: State::Coming,
            replacement: None,
            unconfirmed: None,
            places: vec![Place { path: "\"a'.py".to_owned(), line: 1, column: 1 }],
        };
        let as_of = Date::parse("2026-11-23").expect("a day");
        Forecast { as_of, catalog: None, ends: days.iter().map(end).collect(), files: 1, incomplete: false }
    }

    #[test]
    fn text_stays_text() {
        let mut page = Vec::new();
        write(&forecast(&["2027-01-01"]), &mut page).expect("a vector takes everything");
        let page = String::from_utf8(page).expect("text");
        assert!(page.contains("<code>&lt;m&gt;</code>") && page.contains("A &amp; B"), "{page}");
        assert!(page.contains("&quot;a&#39;.py:1") && !page.contains("<m>"), "{page}");
    }

    #[test]
    fn late_ends_share_the_last_bar() {
        let bars = bars(&forecast(&["2026-12-31", "2029-05-01", "2031-01-01"]));
        assert_eq!(bars.len(), MONTHS as usize + 2);
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>()[..3], [0, 0, 1]);
        assert_eq!((bars[25].label.as_str(), bars[25].count), ("2028-11…", 2));
    }
}
