//! The calls that a file may hold, by the words in it: more than it does hold, never less.

use std::sync::RwLock;

use foldhash::{HashMap, HashSet};
use memchr::memmem;

use super::Asked;
use super::hosts::{self, Hosts};
use super::quoted::Literals;
use super::said::{Said, Sent};
use super::text::{Path, Text};
use super::words::Words;
use crate::catalog::tables::{CallSiteRow, ClientRow, List, Tables};
use crate::catalog::{Catalog, CodeLanguage, Date, EndpointSet, FactCertainty, Form, Model, ProviderId, Site};
use crate::extract::{BATCH_KEY, FETCHING};
use crate::vocabulary::Vocabulary;

/// Reads which calls a file may hold.
pub(super) struct Calls<'c> {
    catalog: &'c Catalog,
    as_of: Date,
    asked: Asked,
    words: Words<'c>,
    hosts: Hosts<'c>,
    /// Classes of models that a provider serves at some endpoints.
    spoken: RwLock<HashMap<(ProviderId, EndpointSet), HashSet<&'c str>>>,
}

/// What the calls of a file may be.
#[derive(Default)]
pub(super) struct Possible<'c> {
    /// Something is to be said whatever stands in them.
    pub(super) anyway: bool,
    /// Endpoints of each call, and whether it may send the model elsewhere.
    endpoints: Vec<(EndpointSet, bool)>,
    /// The only endpoint of a call, and the platform that it has by itself.
    single: Vec<(EndpointSet, Option<ProviderId>)>,
    /// The same of calls that follow routes: without a model nothing is said of them.
    routed: Vec<EndpointSet>,
    /// One of these has ended.
    ended_by_route: bool,
    /// Platforms of clients and hosts, which any call may talk to.
    told: Vec<ProviderId>,
    /// Some call may talk to a platform that nothing tells.
    unstated: bool,
    /// Platforms that they may talk to.
    providers: Vec<ProviderId>,
    /// Those of them to which IDs are sent as they are, without a route.
    direct: Vec<ProviderId>,
    /// Some of them follow routes.
    routes: bool,
    /// Some of them hand parameters on as they are.
    parameters: bool,
    /// Clients whose classes occur.
    clients: Vec<(&'c Tables, &'c ClientRow)>,
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

impl Possible<'_> {
    /// There is no call that takes a model.
    pub(super) fn is_nothing(&self) -> bool {
        !(self.anyway || self.unstated || self.routes) && self.endpoints.is_empty() && self.providers.is_empty()
    }
}

impl<'c> Calls<'c> {
    pub(super) fn new(catalog: &'c Catalog, as_of: Date, asked: Asked) -> Calls<'c> {
        Calls { catalog, as_of, asked, words: Words::new(catalog), hosts: Hosts::default(), spoken: RwLock::default() }
    }

    /// The calls that a text may hold; `places` are the needles that occur in it.
    pub(super) fn possible<'t>(&'t self, bytes: &'t [u8], language: CodeLanguage, places: &[&'c str]) -> Possible<'c>
    where
        'c: 't,
    {
        let mut within = self.words.within(bytes, language);
        let names = std::mem::take(&mut within.names);
        let mut text = Text::new(bytes, language, &self.words, within);
        let mut found = Possible::default();
        self.clients(&names, language, &mut text, &mut found);
        let mut is_request = false;
        for tables in self.catalog.layers() {
            for name in names.iter().chain(&[ITSELF]) {
                let start = tables.call_sites.partition_point(|row| tables.str(row.last) < *name);
                let rows = tables.call_sites[start..].iter().take_while(|row| tables.str(row.last) == *name);
                for row in rows.filter(|row| row.language == language) {
                    is_request |= row.kind == Site::Http;
                    if row.kind != Site::Http && self.may_stand(tables, row, &mut text, &found) {
                        self.site(tables, row, &mut found);
                    }
                }
            }
        }
        let is_batch = is_batch(bytes);
        if is_batch || places.iter().any(|place| place.contains(['.', '/'])) {
            self.hosts(&mut text, &mut found);
            if is_request || is_batch || memmem::find(bytes, FETCHING.as_bytes()).is_some() {
                self.paths(&mut text, &mut found);
            }
        }
        self.settings(places, &mut found);
        found.anyway |= self.asked.unheard && !found.providers.is_empty();
        found.anyway |= found.single.iter().any(|(set, own)| self.has_ended(*set, *own, &found));
        // Where a whole service has ended, every call of it is told, whatever it sends, and every client that is made for it.
        let may_ask = !found.endpoints.is_empty() || !found.clients.is_empty();
        found.anyway |= may_ask && found.told.iter().any(|told| self.is_over(*told, None));
        found.ended_by_route = found.routed.iter().any(|set| self.has_ended(*set, None, &found));
        found
    }

    /// Clients whose names and modules occur. A module's own value has no name of its own.
    fn clients<'t>(&self, names: &[&'c str], language: CodeLanguage, text: &mut Text<'t, 'c>, found: &mut Possible<'c>)
    where
        'c: 't,
    {
        for tables in self.catalog.layers() {
            for name in names.iter().chain(&["default"]) {
                let start = tables.clients.partition_point(|row| tables.str(row.name) < *name);
                let rows = tables.clients[start..].iter().take_while(|row| tables.str(row.name) == *name);
                for row in rows.filter(|row| row.language == language) {
                    if tables.list(row.modules).any(|module| text.has_module(module, language)) {
                        found.clients.push((tables, row));
                        add(&mut found.told, row.provider);
                        self.platform(row.provider, tables, row.switches, true, found);
                    }
                }
            }
        }
    }

    fn platform(
        &self,
        provider: ProviderId,
        tables: &Tables,
        (start, len): (u16, u16),
        is_direct: bool,
        found: &mut Possible<'c>,
    ) {
        let switches = tables.switches.iter().skip(start.into()).take(len.into());
        for provider in std::iter::once(provider).chain(switches.map(|row| row.provider)) {
            add(&mut found.providers, provider);
            if is_direct {
                add(&mut found.direct, provider);
            }
        }
    }

    /// The call may stand in the text: its receivers and one of its modules occur, or it needs none.
    fn may_stand<'t>(
        &self,
        tables: &'c Tables,
        row: &CallSiteRow,
        text: &mut Text<'t, 'c>,
        found: &Possible<'c>,
    ) -> bool
    where
        'c: 't,
    {
        let callee = tables.str(row.callee);
        let is_imported = row.kind != Site::Method || row.modules.len > 0;
        if callee != ITSELF && !(text.has_all(callee) && text.has_chain(callee, is_imported)) {
            return false;
        }
        // What leads to a method is written as steps of chains; where a function is imported, nothing need be.
        if row.kind == Site::Method && !text.has_steps(callee, row.modules.len > 0) {
            return false;
        }
        let is_client =
            |module: &str| found.clients.iter().any(|(t, client)| t.list(client.modules).any(|m| m == module));
        row.modules.len == 0
            || row.distinctive
            || text.may_have_class(callee, tables.list(row.modules))
                && tables.list(row.modules).any(|module| text.has_module(module, row.language) || is_client(module))
    }

    fn site(&self, tables: &'c Tables, row: &CallSiteRow, found: &mut Possible<'c>) {
        found.anyway |= self.asked.omitted && row.default_model.len > 0;
        let is_direct = row.form != Form::Route;
        match row.provider {
            Some(provider) => self.platform(provider, tables, row.switches, is_direct, found),
            None => {
                for provider in self.words_of(tables, row.modules) {
                    self.platform(provider, tables, row.switches, is_direct, found);
                }
            }
        }
        add(&mut found.endpoints, (row.endpoints, row.rewrites_endpoint));
        match row.form {
            Form::Route => add(&mut found.routed, row.endpoints),
            _ => add(&mut found.single, (row.endpoints, row.provider)),
        }
        found.unstated |= row.provider.is_none();
        found.routes |= row.form == Form::Route;
        found.parameters |= !row.rewrites_parameters && !row.rewrites_endpoint;
    }

    /// Platforms that modules are named after.
    fn words_of(&self, tables: &Tables, modules: List) -> Vec<ProviderId> {
        tables.list(modules).filter_map(|module| self.catalog.provider_word("", module)).collect()
    }

    /// The platforms and endpoints of settings among the needles that are places.
    fn settings(&self, places: &[&'c str], found: &mut Possible<'c>) {
        for key in places.iter().filter_map(|place| self.catalog.environment(place)) {
            found.providers.extend(key.provider);
            add(&mut found.endpoints, (key.endpoints, true));
        }
    }

    /// The platforms of hosts.
    fn hosts<'t>(&self, text: &mut Text<'t, 'c>, found: &mut Possible<'c>)
    where
        'c: 't,
    {
        let mut occur = self.hosts.within(self.catalog, text.bytes);
        for (tables, row) in hosts::rows(self.catalog) {
            let known = occur.as_mut().and_then(Iterator::next);
            if known.unwrap_or_else(|| text.has(hosts::name(tables, row))) {
                add(&mut found.told, row.provider);
                self.platform(row.provider, tables, (0, 0), true, found);
            }
        }
    }

    /// The endpoints of paths. The version may stand in a base URL of another file.
    fn paths<'t>(&self, text: &mut Text<'t, 'c>, found: &mut Possible<'c>)
    where
        'c: 't,
    {
        for (tables, row) in self.catalog.layers().flat_map(|tables| tables.paths.iter().map(move |row| (tables, row)))
        {
            let path = Path::new(tables.str(row.path));
            let is_told = !found.told.is_empty();
            if text.has_path(&path, is_told, |_, _| true) {
                let endpoint = EndpointSet::one(usize::from(row.endpoint));
                add(&mut found.endpoints, (endpoint, false));
                found.parameters = true;
                // Words of paths stand in much else, which is not parsed for the sake of them alone.
                found.anyway = found.anyway
                    || self.has_ended(endpoint, row.provider, found)
                        && text.has_path(&path, is_told, Literals::may_hold_url);
            }
        }
    }

    /// The only endpoint of a call has ended, or will: on its own platform, or on that of a client or host.
    fn has_ended(&self, endpoints: EndpointSet, own: Option<ProviderId>, found: &Possible<'_>) -> bool {
        let mut endpoints = endpoints.iter();
        let (Some(endpoint), None) = (endpoints.next(), endpoints.next()) else { return false };
        let is_over = |provider: &ProviderId| self.is_over(*provider, Some(endpoint)) || self.is_over(*provider, None);
        let is_told = |provider: &ProviderId| {
            let ended = self.catalog.ended(*provider, Some(endpoint));
            ended.is_some_and(|e| e.row.certainty == FactCertainty::Official)
        };
        // With the platform unknown, an end counts that one platform alone tells of itself.
        let is_over_alone = || {
            let mut told = self.catalog.providers().map(|p| p.id).filter(is_told);
            told.next().is_some_and(|only| told.next().is_none() && is_over(&only))
        };
        found.told.iter().any(is_over) || own.map_or_else(is_over_alone, |own| is_over(&own))
    }

    /// An endpoint of a platform, or all of it, has ended, or is known to.
    fn is_over(&self, provider: ProviderId, endpoint: Option<usize>) -> bool {
        let is_known =
            |day: Option<Date>, shutdown: Date| shutdown <= self.as_of || day.is_none_or(|d| d <= self.as_of);
        let ended = self.catalog.ended(provider, endpoint);
        ended.is_some_and(|ended| is_known(ended.row.announced, ended.row.shutdown))
    }

    /// One of the calls says something about a text that it is given.
    pub(super) fn speak_of(&self, sent: &Sent<'c>, possible: &Possible<'c>, said: &Said<'c>, bytes: &[u8]) -> bool {
        let may_reach = |provider: &ProviderId| possible.unstated || possible.providers.contains(provider);
        if sent.anyway
            || sent.ended_on.iter().any(may_reach)
            || (sent.wrong_by_route && possible.routes)
            || sent.wrong_on.iter().any(|provider| possible.providers.contains(provider))
        {
            return true;
        }
        if sent.known.is_empty() {
            return false;
        }
        if possible.ended_by_route {
            return true;
        }
        let is_own = |provider: ProviderId| sent.whole && sent.known.iter().any(|m| m.provider().id == provider);
        possible.direct.iter().any(|provider| said.is_judged(*provider) && !is_own(*provider))
            || sent.known.iter().any(|model| {
                let provider = model.provider();
                (possible.providers.contains(&provider.id) || provider.first_party())
                    && (possible.endpoints.iter().any(|(set, rewrites)| self.is_mismatch(*model, *set, *rewrites))
                        || (possible.parameters && self.may_be_refused(*model, possible, bytes)))
            })
    }

    /// As [`crate::checks`] has it.
    fn is_mismatch(&self, model: Model<'c>, endpoints: EndpointSet, rewrites: bool) -> bool {
        if endpoints.is_empty() || model.endpoints().is_empty() || model.endpoints().meets(endpoints) {
            return false;
        }
        let key = (model.provider().id, endpoints);
        let answer = |classes: &HashSet<&str>| !classes.is_empty() && (!rewrites || !classes.contains(model.class()));
        if let Ok(spoken) = self.spoken.read()
            && let Some(classes) = spoken.get(&key)
        {
            return answer(classes);
        }
        let served = self.catalog.models_of(key.0).filter(|m| m.endpoints().meets(endpoints));
        let classes: HashSet<&str> = served.map(|m| m.class()).collect();
        let answer = answer(&classes);
        if let Ok(mut spoken) = self.spoken.write() {
            spoken.insert(key, classes);
        }
        answer
    }

    /// A parameter that a model refuses occurs, or a number larger than what it writes.
    fn may_be_refused(&self, model: Model<'c>, possible: &Possible<'c>, bytes: &[u8]) -> bool {
        let occurs = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
        // A word is written letter for letter, if not with escapes; numbers and truth have several spellings.
        let is_word = |value: &str| value.bytes().all(|b| b.is_ascii_lowercase()) && !matches!(value, "true" | "false");
        let is_escaped = || occurs("\\x") || occurs("\\u") || occurs("\\N");
        let is_said = |value: &str| !is_word(value) || occurs(value) || is_escaped();
        let rules = self.catalog.parameter_rules(model.provider().id);
        let refused = rules.filter(|rule| rule.is_about(model.id())).any(|rule| {
            let name = rule.parameter().rsplit('.').next().unwrap_or_default();
            possible.endpoints.iter().any(|(set, _)| rule.holds_at(*set))
                && (occurs(name) || occurs(&camel(name)))
                && (rule.values().len() == 0 || rule.values().any(is_said))
        });
        refused || model.output().is_some_and(|most| occurs("max_") && has_number_above(bytes, most))
    }
}

/// Requests of a batch may stand in a text: they need no call.
pub(super) fn is_batch(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, BATCH_KEY.as_bytes()).is_some()
}

/// The callee of call sites that are the client itself.
const ITSELF: &str = "()";

/// `max_tokens` as `maxTokens`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |sum, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        sum + &head.to_ascii_uppercase() + tail
    })
}

/// Some number in decimal digits, also with `_` between them, is larger.
fn has_number_above(bytes: &[u8], most: u32) -> bool {
    let runs = bytes.split(|b| !b.is_ascii_digit() && *b != b'_').filter(|run| run.len() > 3);
    runs.filter(|run| run[0].is_ascii_digit()).any(|run| {
        let value = run
            .iter()
            .filter(|b| b.is_ascii_digit())
            .fold(0u64, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        value > u64::from(most)
    })
}
