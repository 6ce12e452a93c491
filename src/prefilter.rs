//! Which files are worth parsing: bytes, one automaton, and a look-up of what it met.
//!
//! Needles come from the catalog in three classes: stems of IDs; call sites,
//! clients and URLs; names of settings. A file is parsed where some rule could
//! speak: on an ID that is not simply alive, or at a place that takes a model,
//! whatever stands in it (so that an ID without a stem is found where it is used).

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};

use crate::catalog::tables::{Place, Role, Site, Tables};
use crate::catalog::{Catalog, Date, Status};

/// What a needle says about the file that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A model ID may stand here.
    Id,
    /// A call, a client, a URL, a module, a setting: parse.
    Place,
    /// A base URL or a word of a platform: parse files of settings.
    Switch,
}

/// Decides which files are parsed.
#[derive(Debug)]
pub struct Prefilter<'c> {
    catalog: &'c Catalog,
    as_of: Date,
    everything: bool,
    automaton: AhoCorasick,
    classes: Vec<Class>,
}

/// Shortest needle: shorter words meet too much by accident.
const SHORTEST: usize = 4;

impl<'c> Prefilter<'c> {
    /// Builds the automaton over the needles of a catalog.
    pub fn new(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        let mut needles: Vec<(String, Class)> = Vec::new();
        for tables in catalog.layers() {
            ids(tables, &mut needles);
            places(tables, &mut needles);
            settings(tables, &mut needles);
        }
        for (needle, _) in &mut needles {
            needle.make_ascii_lowercase();
        }
        needles.retain(|(needle, _)| needle.len() >= SHORTEST - 1);
        needles.sort_by(|a, b| a.0.cmp(&b.0).then((a.1 as u8).cmp(&(b.1 as u8))));
        needles.dedup_by(|b, a| a.0 == b.0 && a.1 == b.1);
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(needles.iter().map(|(needle, _)| needle))
            .expect("the needles are few and short");
        Prefilter {
            catalog,
            as_of,
            everything: false,
            automaton,
            classes: needles.into_iter().map(|(_, class)| class).collect(),
        }
    }

    /// A prefilter that wants every file, to compare with.
    pub fn everything(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        Prefilter { everything: true, ..Prefilter::new(catalog, as_of) }
    }

    /// Some rule could speak in this text; `settings` says that it is a file of settings.
    pub fn wants(&self, bytes: &[u8], settings: bool) -> bool {
        if self.everything {
            return true;
        }
        let mut past = 0;
        for found in self.automaton.find_overlapping_iter(bytes) {
            match self.classes[found.pattern().as_usize()] {
                Class::Place => return true,
                Class::Switch if settings => return true,
                Class::Switch => {}
                Class::Id if found.start() < past => {}
                Class::Id => {
                    let token = token(bytes, found.start(), found.end());
                    past = token.end;
                    if self.speaks(&bytes[token]) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// A rule could speak on a token: it is no known ID that is simply alive.
    fn speaks(&self, token: &[u8]) -> bool {
        let Ok(token) = std::str::from_utf8(token) else { return true };
        let alive = |id: &str| {
            let mut known = self.catalog.models_named(id).peekable();
            known.peek().is_some() && known.all(|m| matches!(m.status(self.as_of), Status::Active | Status::Legacy))
        };
        if alive(token) {
            return false;
        }
        let tail = token.rsplit(['/', ':']).next().unwrap_or(token);
        !alive(tail)
    }
}

fn ids(tables: &Tables, needles: &mut Vec<(String, Class)>) {
    needles.extend(tables.list(tables.stems).map(|stem| (stem.to_owned(), Class::Id)));
}

fn places(tables: &Tables, needles: &mut Vec<(String, Class)>) {
    let mut place = |text: &str| needles.push((text.to_owned(), Class::Place));
    let quoted = |module: &str, place: &mut dyn FnMut(&str)| {
        // A short module name is looked for as it stands in an import.
        if module.len() > SHORTEST {
            place(module);
        } else {
            for quote in ["'", "\"", "import ", "from "] {
                place(&if quote.len() == 1 { format!("{quote}{module}{quote}") } else { format!("{quote}{module} ") });
            }
        }
    };
    for site in tables.call_sites.iter() {
        let callee = tables.str(site.callee);
        if site.kind != Site::Http {
            tables.list(site.modules).for_each(|m| quoted(m, &mut place));
        }
        if site.distinctive {
            let mut segments = callee.rsplit('.');
            match (segments.next(), segments.next()) {
                (Some(last), Some(before)) => place(&format!("{before}.{last}")),
                (Some(only), None) if only.len() >= SHORTEST * 2 => place(only),
                _ => {}
            }
        }
    }
    for client in tables.clients.iter() {
        tables.list(client.modules).for_each(|m| quoted(m, &mut place));
    }
    for host in tables.hosts.iter() {
        let host = tables.str(host.host).split('/').next().unwrap_or_default().trim_start_matches("*.");
        let local = host.starts_with("localhost") || host.bytes().all(|b| !b.is_ascii_alphabetic());
        if !local && !host.contains('*') && host.contains('.') {
            place(host);
        }
    }
    for path in tables.paths.iter() {
        let text = tables.str(path.path);
        if text.matches('/').count() >= 3 && !text.contains('{') {
            place(text);
        }
    }
}

fn settings(tables: &Tables, needles: &mut Vec<(String, Class)>) {
    for key in tables.keys.iter().filter(|k| k.place == Place::Environment && !tables.str(k.name).contains('*')) {
        // Names are folded; the needle is the name as people write it.
        let class = match key.role {
            Role::Model | Role::Choice if key.provider.is_some() => Class::Place,
            Role::BaseUrl | Role::Provider => Class::Switch,
            _ => continue,
        };
        needles.push((tables.str(key.name).to_owned(), class));
    }
}

/// The longest run of ID characters around some bytes.
fn token(bytes: &[u8], start: usize, end: usize) -> std::ops::Range<usize> {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'/' | b'@' | b'-');
    let before = bytes[..start].iter().rev().take_while(|b| is_part(b)).count();
    let after = bytes[end..].iter().take_while(|b| is_part(b)).count();
    start - before..end + after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(text: &str) -> bool {
        let as_of = Date::parse("2026-11-23").expect("a day");
        Prefilter::new(Catalog::bundled(), as_of).wants(text.as_bytes(), false)
    }

    #[test]
    fn only_files_that_a_rule_could_speak_in_are_wanted() {
        for (text, wanted) in [
            ("x = 1", false),
            ("model = 'gpt-4-32k'", true),
            ("model = 'text-embedding-3-small'", false),
            ("client.chat.completions.create(model='gtp-4o')", true),
            ("import openai", true),
            ("url = 'https://api.openai.com/v1'", true),
        ] {
            assert_eq!(wants(text), wanted, "{text}");
        }
    }
}
