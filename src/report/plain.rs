//! What a finding says, in words that are safe wherever they are shown.

use super::Finding;
use super::mask::mask;
use super::text::escape;

/// Without secrets, on one line, without anything that acts on a terminal.
pub(super) fn clean(text: &str) -> String {
    escape(&mask(text)).into_owned()
}

/// The message, and that the file exists only here.
pub(super) fn message(finding: &Finding) -> String {
    let local = if finding.local_file { " (local file)" } else { "" };
    clean(&finding.diagnostic.message) + local
}

/// What to do.
pub(super) fn help(finding: &Finding) -> Option<String> {
    finding.diagnostic.help.as_deref().map(clean)
}

/// The message and what to do, on one line.
pub(super) fn message_and_help(finding: &Finding) -> String {
    match help(finding) {
        Some(help) => format!("{}; {help}", message(finding)),
        None => message(finding),
    }
}

/// `path:line:column`, as far as there is a place.
pub(super) fn place(finding: &Finding) -> String {
    let path = escape(&finding.path);
    finding.location.map_or_else(|| path.to_string(), |l| format!("{path}:{}:{}", l.line, l.column))
}
