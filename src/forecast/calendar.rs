//! The forecast as a calendar (iCalendar, RFC 5545): one all-day event for each end to come.

use std::io::{self, Write};

use super::timeline::some;
use super::{End, Forecast, State};
use crate::catalog::Date;
use crate::report::text::{calls, counted, is_unsafe};

/// Octets of a line before it is folded (RFC 5545, 3.1).
const LINE: usize = 75;

/// Days before a shutdown on which a calendar reminds of it.
const REMINDERS: [u32; 2] = [30, 7];

/// Places that an event names.
const PLACES: usize = 20;

/// Writes the ends that have a day as events; the same forecast gives the same bytes.
///
/// # Errors
/// What the writer says.
pub fn write(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!("PRODID:-//model-lint//model-lint {}//EN", env!("CARGO_PKG_VERSION")),
        "CALSCALE:GREGORIAN".to_owned(),
        "X-WR-CALNAME:Model shutdowns".to_owned(),
    ];
    for (end, day) in forecast.in_state(State::Coming).filter_map(|end| end.day.map(|day| (end, day))) {
        lines.extend(event(forecast, end, day));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().try_for_each(|line| out.write_all(folded(line).as_bytes()))
}

fn event(forecast: &Forecast, end: &End, day: Date) -> Vec<String> {
    let uses = counted(end.places.len(), "place");
    let title = format!("{} shuts down ({}): {uses}", end.what, end.platform);
    let description = format!("{}\n{}", end.advice(), some(&end.places, PLACES));
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", uid(end, day)),
        format!("DTSTAMP:{}T000000Z", basic(forecast.as_of)),
        format!("DTSTART;VALUE=DATE:{}", basic(day)),
        format!("DTEND;VALUE=DATE:{}", basic(Date(day.0 + 1))),
        format!("SUMMARY:{}", escaped(&title)),
        format!("DESCRIPTION:{}", escaped(&description)),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    for days in REMINDERS {
        lines.extend([
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&title)),
            format!("TRIGGER:-P{days}D"),
            "END:VALARM".to_owned(),
        ]);
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// The same shutdown keeps its event when the calendar is made anew.
fn uid(end: &End, day: Date) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
    };
    format!("{}-{}-{}@model-lint", plain(&end.platform), plain(&end.what), basic(day))
}

fn basic(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '[' if calls(&text[..at]) => out.push('('),
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if is_unsafe(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded between characters and ended.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let line = folded(&format!("SUMMARY:{}", "ü".repeat(60)));
        assert!(line.ends_with("\r\n"));
        assert!(line.split("\r\n").all(|part| part.len() <= LINE), "{line}");
        assert_eq!(line.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "ü".repeat(60)));
    }

    #[test]
    fn text_cannot_end_its_property() {
        assert_eq!(escaped("a;b,c\\\nEND:VEVENT\r\u{202e}"), "a\\;b\\,c\\\\\\nEND:VEVENT");
    }
}
