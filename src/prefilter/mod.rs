//! Which files are worth parsing: bytes, one automaton, and a look-up of what it met.
//!
//! Needles come from the catalog in classes: places that take a model by
//! themselves (distinctive callees, hosts, paths, settings that tell a
//! platform); modules, whose callees do; stems of IDs. Settings are parsed where
//! any of them occurs, code only where some rule could speak of what stands
//! between quotes:
//!
//! 1. by itself, wherever it stands: an ID that is not simply alive, or one that
//!    is wrong where its stem alone says whose it is ([`said`]);
//! 2. at one of the calls that the file may hold ([`calls`]): an ID that one of
//!    their platforms or endpoints does not serve, or a slip of one, with or
//!    without a stem;
//! 3. together with its neighbours, where parts are put together ([`quoted`]).
//!
//! Each of these asks for less than the extractor does, so that nothing is
//! missed: tests and the example `without_prefilter` compare with parsing everything.

mod asked;
mod beside;
mod calls;
mod hosts;
mod mentioned;
mod met;
mod occurs;
mod quoted;
mod said;
mod slips;
mod text;
mod words;

use std::ops::Range;
use std::sync::Arc;

use self::asked::Asked;
use self::calls::{Calls, is_batch};
pub use self::mentioned::Mentions;
use self::met::Met;
pub use self::met::Seen;
use self::quoted::Literals;
use self::said::{Said, Sent};
use crate::catalog::tables::Tables;
use crate::catalog::{Catalog, CodeLanguage};
use crate::config::Settings;
use crate::extract::code::guard;

/// What a file is parsed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Interest {
    /// Some rule could speak.
    Findings,
    /// Some model could be named, also one of which there is nothing to say.
    Mentions,
    /// Whatever stands in it.
    Everything,
}

/// Decides which files are parsed.
pub struct Prefilter<'c> {
    catalog: &'c Catalog,
    interest: Interest,
    /// What is only compared is spoken of as well.
    compared: bool,
    said: Said<'c>,
    calls: Calls<'c>,
    /// How members of enumerations begin that stand for models.
    members: Vec<String>,
}

/// Texts of one file that are looked up and were not before; a file with more of them is parsed.
const MOST_LOOK_UPS: usize = 256;

impl<'c> Prefilter<'c> {
    /// A prefilter over the needles of a catalog, for the rules that settings ask for.
    pub fn new(catalog: &'c Catalog, settings: &Settings) -> Prefilter<'c> {
        let asked = Asked::by(settings);
        Prefilter {
            catalog,
            interest: Interest::Findings,
            compared: settings.pedantic,
            said: Said::new(catalog, settings.as_of, asked),
            calls: Calls::new(catalog, settings.as_of, asked),
            members: catalog.enumerations().map(|name| format!("{name}.")).collect(),
        }
    }

    /// A prefilter that wants every file, to compare with.
    pub fn everything(catalog: &'c Catalog, settings: &Settings) -> Prefilter<'c> {
        Prefilter { interest: Interest::Everything, ..Prefilter::new(catalog, settings) }
    }

    /// A prefilter that wants every file that may name a model, to list what is used.
    pub fn mentions(catalog: &'c Catalog, settings: &Settings) -> Prefilter<'c> {
        Prefilter { interest: Interest::Mentions, ..Prefilter::new(catalog, settings) }
    }

    /// Some rule could speak in this text: code of a language, or settings, where keys say much and little is parsed.
    pub fn wants(&self, bytes: &[u8], language: Option<CodeLanguage>) -> bool {
        match (self.interest, language) {
            (Interest::Everything, _) => true,
            (Interest::Findings, Some(language)) => self.wants_code(bytes, language),
            (Interest::Mentions, _) | (_, None) => self.catalog.layers().any(|tables| tables.prefilter.occurs(bytes)),
        }
    }

    /// What is told apart in a text, whether or not a rule could speak of it.
    pub fn look(&self, bytes: &[u8]) -> Seen {
        let mut seen = Seen::default();
        for tables in self.catalog.layers().filter(|tables| tables.prefilter.occurs(bytes)) {
            let first_stem = (tables.places.len + tables.modules.len) as usize;
            tables.prefilter.search(bytes, |needle, _| {
                seen.stem |= needle >= first_stem;
                seen.call |= needle < first_stem;
                seen.stem && seen.call
            });
        }
        seen
    }

    /// What is told apart in a text in which no rule could speak; nothing if one could. Some texts no parser sees.
    pub fn unwanted(&self, bytes: &[u8], language: Option<CodeLanguage>, is_closed: bool) -> Option<Seen> {
        let (Interest::Findings, Some(language)) = (self.interest, language) else {
            return (!self.wants(bytes, language)).then(Seen::default);
        };
        let layers: Vec<&'c Tables> = self.catalog.layers().filter(|tables| tables.prefilter.occurs(bytes)).collect();
        let mut met = Met::default();
        let is_wanted = self.wants_among(&layers, bytes, language, is_closed, &mut met);
        // Where nothing spoke the whole text was searched.
        let call = !is_closed && (met.module || !met.places.is_empty());
        (!is_wanted).then_some(Seen { stem: met.stem && !is_closed, call, is_closed })
    }

    /// Something between quotes could be sent to a call, wherever that stands.
    pub fn offers(&self, bytes: &[u8], language: CodeLanguage) -> bool {
        self.any_offered(bytes, language, |_| true)
    }

    /// What stands between quotes and could be sent to a call, wherever that stands; nothing if it is too much to tell.
    pub fn offered(&self, bytes: &[u8], language: CodeLanguage) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        let is_unknown = self.any_offered(bytes, language, |text| {
            texts.extend(text.map(str::to_owned));
            text.is_none()
        });
        (!is_unknown).then_some(texts)
    }

    /// Something holds for a run between quotes that could be sent to a call: for its text, if it could be looked up.
    fn any_offered(&self, bytes: &[u8], language: CodeLanguage, mut holds: impl FnMut(Option<&str>) -> bool) -> bool {
        let mut budget = MOST_LOOK_UPS;
        let mut literals = Literals::new(bytes, language);
        let mut past = 0;
        self.catalog.layers().filter(|tables| tables.prefilter.occurs(bytes)).any(|tables| {
            let first_stem = (tables.places.len + tables.modules.len) as usize;
            tables.prefilter.search(bytes, |needle, end| {
                let run = Some(end).filter(|end| needle >= first_stem && *end > past);
                run.and_then(|end| quoted::around(bytes, end)).is_some_and(|run| {
                    past = run.end;
                    let sent = self.could_send(bytes, &run, &mut budget);
                    let text = || std::str::from_utf8(&bytes[run.clone()]).ok().filter(|_| budget > 0);
                    sent.is_none_or(|sent| sent.is_some())
                        && self.may_be_sent(bytes, &run, &mut literals)
                        && holds(text())
                })
            })
        })
    }

    /// Some rule could speak of one of some texts, which stand elsewhere, at a call that this text may hold.
    pub fn speaks_of(&self, bytes: &[u8], language: CodeLanguage, texts: &[&str]) -> bool {
        self.spoken_of(bytes, language, texts).next().is_some()
    }

    /// Places of those texts, which stand elsewhere, of which some rule could speak at a call that this text may hold.
    pub fn spoken_of<'t>(
        &'t self,
        bytes: &'t [u8],
        language: CodeLanguage,
        texts: &'t [&str],
    ) -> impl Iterator<Item = usize> + 't {
        let mut met = Met::default();
        for tables in self.catalog.layers().filter(|tables| tables.prefilter.occurs(bytes)) {
            tables.prefilter.search(bytes, |needle, _| {
                met.place(tables, needle);
                false
            });
        }
        let possible = self.calls.possible(bytes, language, &met.places);
        let mut budget = MOST_LOOK_UPS;
        (0..texts.len()).filter(move |at| {
            let mut sent = || self.said.sent(texts[*at].trim(), &mut budget);
            possible.anyway
                || sent().is_some_and(|sent| self.calls.speak_of(&sent, &possible, &self.said, bytes))
                || budget == 0
        })
    }

    /// Some rule could speak of a text wherever it is sent.
    pub fn speaks_by_itself_of(&self, text: &str) -> bool {
        self.said.by_itself(text.trim(), &mut { MOST_LOOK_UPS })
    }

    fn wants_code(&self, bytes: &[u8], language: CodeLanguage) -> bool {
        let layers: Vec<&'c Tables> = self.catalog.layers().filter(|tables| tables.prefilter.occurs(bytes)).collect();
        self.wants_among(&layers, bytes, language, false, &mut Met::default())
    }

    /// Some rule could speak in code in which needles of some layers occur. Where no parser sees it, what is quoted is
    /// read word by word, and sent nowhere.
    fn wants_among(
        &self,
        layers: &[&'c Tables],
        bytes: &[u8],
        language: CodeLanguage,
        is_closed: bool,
        met: &mut Met<'c>,
    ) -> bool {
        if layers.iter().any(|tables| self.speaks_by_itself(tables, bytes, language, met)) {
            return true;
        }
        let is_met = met.stem || met.module || !met.places.is_empty();
        let may_call = || met.module || !met.places.is_empty() || (met.stem && is_batch(bytes));
        let has = |member: &String| memchr::memmem::find(bytes, member.as_bytes()).is_some();
        (is_met && self.said.names_code(bytes))
            || (!is_closed && met.module && self.members.iter().any(has))
            || (!is_closed && may_call() && self.speaks_at_calls(bytes, language, met))
            // Where no parser sees the file, comments are read like the rest.
            || (met.passed && (is_closed || guard::refuses(bytes)))
    }

    /// Something between quotes speaks wherever it stands.
    fn speaks_by_itself(&self, tables: &'c Tables, bytes: &[u8], language: CodeLanguage, met: &mut Met<'c>) -> bool {
        let first_module = tables.places.len as usize;
        let first_stem = first_module + tables.modules.len as usize;
        let mut past = 0;
        let mut budget = MOST_LOOK_UPS;
        let mut literals = Literals::new(bytes, language);
        let mut is_about_yaml = None;
        tables.prefilter.search(bytes, |needle, end| {
            if needle >= first_stem {
                met.stem = true;
                // One string holds several stems at times.
                let run = Some(end).filter(|end| *end > past).and_then(|end| quoted::around(bytes, end));
                if run.as_ref().is_some_and(|run| quoted::is_in_hole(bytes, run, end)) {
                    return false;
                }
                // A text of settings that code hands to whoever reads them.
                if run.is_none() && quoted::is_plain_value(bytes, end) {
                    return *is_about_yaml.get_or_insert_with(|| quoted::mentions_yaml(bytes));
                }
                return run.is_some_and(|run| {
                    past = run.end;
                    let speaks = self.said.quoted_by_itself(bytes, &run, &mut budget);
                    let may_be = speaks && self.may_be_sent(bytes, &run, &mut literals);
                    met.passed |= speaks && !may_be;
                    may_be
                });
            }
            if needle >= first_module {
                met.module = true;
            } else {
                met.place(tables, needle);
            }
            false
        })
    }

    /// A run between quotes may be a literal of which more is to be known than what it is compared with.
    fn may_be_sent(&self, bytes: &[u8], run: &Range<usize>, literals: &mut Literals<'_>) -> bool {
        literals.may_hold(run) && (self.compared || !beside::is_compared(bytes, run))
    }

    /// What could be said of a run between quotes that is sent; nothing if the text cannot be read.
    fn could_send(&self, bytes: &[u8], run: &Range<usize>, budget: &mut usize) -> Option<Option<Arc<Sent<'c>>>> {
        let text = std::str::from_utf8(&bytes[run.clone()]).ok()?.trim();
        Some(Some(text).filter(|text| could_be_sent(text)).and_then(|text| self.said.sent(text, budget)))
    }

    /// Something between quotes speaks at one of the calls that the text may hold, or one of them does by itself.
    fn speaks_at_calls(&self, bytes: &[u8], language: CodeLanguage, met: &mut Met<'c>) -> bool {
        let possible = self.calls.possible(bytes, language, &met.places);
        if possible.is_nothing() {
            return false;
        }
        let mut budget = MOST_LOOK_UPS;
        let mut literals = Literals::new(bytes, language);
        possible.anyway
            || quoted::all(bytes).any(|run| {
                let Some(sent) = self.could_send(bytes, &run, &mut budget) else { return true };
                // A plain word is a name of much else.
                let sent = sent.filter(|sent| sent.ended_on.is_empty() || !beside::is_asked_for(bytes, &run));
                let speaks =
                    budget == 0 || sent.is_some_and(|sent| self.calls.speak_of(&sent, &possible, &self.said, bytes));
                let may_be = speaks && self.may_be_sent(bytes, &run, &mut literals);
                met.passed |= speaks && !may_be;
                may_be
            })
    }
}

/// Longest text that is looked up where it is sent: slips of IDs are as long as IDs.
const LONGEST_SENT: usize = 128;

/// Text that could be an ID or a slip of one.
fn could_be_sent(text: &str) -> bool {
    (2..=LONGEST_SENT).contains(&text.len()) && text.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Date;

    fn wants(text: &str) -> bool {
        wants_of(text, CodeLanguage::Python)
    }

    fn wants_of(text: &str, language: CodeLanguage) -> bool {
        let settings = Settings::new(std::path::PathBuf::new(), Date::parse("2026-11-23").expect("a day"));
        Prefilter::new(Catalog::bundled(), &settings).wants(text.as_bytes(), Some(language))
    }

    #[test]
    fn a_module_is_met_where_it_may_be_imported_and_a_path_where_it_may_begin() {
        for (text, wanted) in [
            ("import O from 'openai'; c.edits.create()", true),
            ("const O = require ( \"openai\" ); c.edits.create()", true),
            ("const O = await import(/* the client */ 'openai'); c.edits.create()", true),
            ("const O = await import( // the client\n 'openai'); c.edits.create()", true),
            ("register('openai'); c.edits.create()", false),
            ("fetch(`${BASE}/edits`); x = 'https://host/v1' + '/v1/chat/completions'", true),
            ("fetch(`${BASE}/edits`); x = '/v1/chat/completions'", false),
            ("fetch(BASE + '/edits'); x = 'https://host/v1/' + '/v1/chat/completions'", true),
            ("fetch(BASE + '/edits'); x = '/v1/chat/completions'", false),
            ("fetch(BASE + '/v1/edits/'); x = '/v1/chat/completions'", true),
            ("fetch(`${BASE}/v1/edits?x=${y}`); x = '/v1/chat/completions'", true),
            ("fetch(BASE + '/v1/edits/kept'); x = '/v1/chat/completions'", false),
            ("fetch(BASE + '/v1/images/edits'); x = '/v1/chat/completions'", false),
            ("fetch(BASE + 'v1/edits'); x = '/v1/chat/completions'", true),
            ("fetch(BASE + 'core/edits'); x = '/v1/chat/completions'", false),
            ("fetch(BASE + 'edits'); x = '/v1/chat/completions'", false),
            ("fetch(BASE + '/editsKept'); x = '/v1/chat/completions'", false),
            ("fetch('https://api.openai.com/v1/' + 'edits')", true),
        ] {
            assert_eq!(wants_of(text, CodeLanguage::TypeScript), wanted, "{text}");
        }
    }

    #[test]
    fn where_no_parser_looks_only_what_speaks_by_itself_counts() {
        let settings = Settings::new(std::path::PathBuf::new(), Date::parse("2026-11-23").expect("a day"));
        let prefilter = Prefilter::new(Catalog::bundled(), &settings);
        let unwanted =
            |text: &str, is_closed| prefilter.unwanted(text.as_bytes(), Some(CodeLanguage::Python), is_closed);
        let call = "client.chat.completions.create(model='text-embedding-3-small')";
        let closed = Seen { is_closed: true, ..Seen::default() };
        assert_eq!([unwanted(call, false), unwanted(call, true)], [None, Some(closed)]);
        for text in ["model = 'gpt-4-32k'", "# it was 'gpt-4-32k'"] {
            assert_eq!(unwanted(text, true), None, "{text}");
        }
    }

    #[test]
    fn only_files_that_a_rule_could_speak_in_are_wanted() {
        for (text, wanted) in [
            ("x = 1", false),
            ("model = 'gpt-4-32k'", true),
            ("# gpt-4-32k in prose", false),
            ("yaml.safe_load(\"\"\"\nmodel: gpt-4-32k\n\"\"\")", true),
            ("yaml.safe_load(\"\"\"\nmodels:\n  - openai/gpt-4-32k\n\"\"\")", true),
            ("show(\"\"\"\nmodel: gpt-4-32k\n\"\"\")", false),
            ("# yaml\nif model == gpt-4-32k:", false),
            ("model = 'GPT-4o'", true),
            ("MODELS = ['text-embedding-3-small', 'o1']", true),
            ("MODELS = ['text-embedding-3-small', 'o1-pro-max-x']", false),
            ("MODELS = ['text-embedding-3-small'] # o1", false),
            ("LEVELS = ['o1']", false),
            ("model = 'text-embedding-3-small'", false),
            ("# a gpt-like thing, claude-code", false),
            ("client.chat.completions.create(model='gtp-4o')", false),
            ("import openai\nclient.chat.completions.create(model='gtp-4o')", true),
            ("client.chat.completions.create(model='text-embedding-3-small')", true),
            ("client.embeddings.create(model='text-embedding-3-small')", false),
            ("import openai", false),
            ("import openai as o\nask(o.Search)\nx.create()", true),
            ("from openai import Search\nask(Search)\nx.create()", true),
            ("from openai.x import y\nask(y.Search)\nx.create()", true),
            ("from openai.types import Kept\nask(Kind.Search)\nx.create()", false),
            ("claude_host = 'https://host'\nx = f'{claude_host}/models'", false),
            ("claude_host = 'https://host'\nx = f'{claude_host}/gpt-4-32k'", true),
            ("base = 'https://host'\nx = f'{base}/claude-code/list.json'", false),
            ("from openai import OpenAI\nOpenAI()", false),
            ("from openai import OpenAI\nOpenAI().beta.assistants.create()", true),
            ("os.getenv('OPENAI_MODEL', 'gtp-4o')", true),
            ("url = 'https://api.openai.com/v1'", false),
            ("A = {'custom_id': 1, 'url': '/v1/embeddings', 'body': {'model': 'gpt-5.6'}}", true),
            ("A = {'url': '/v1/embeddings', 'body': {'model': 'gpt-5.6'}}", false),
        ] {
            assert_eq!(wants(text), wanted, "{text}");
        }
    }
}
