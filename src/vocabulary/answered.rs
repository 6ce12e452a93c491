//! What the catalog answers.

use super::{
    Client, Deeds, EndpointSet, Host, Key, Language, ProviderId, SettingsProgram, Sign, Signs, Site, Step, UrlSite,
    Vocabulary, Watched, Words, Wraps, words,
};
use crate::catalog::tables::{ClientRow, PrefixRow, Tables};
use crate::catalog::{Catalog, Entry, Provider};

fn client<'v>(entry: Entry<'v, ClientRow>) -> Client<'v> {
    let words = |list| Words { tables: entry.tables, list };
    Client {
        modules: words(entry.row.modules),
        provider: entry.row.provider,
        base_url: words(entry.row.base_url),
        key: words(entry.row.key),
        wraps: match entry.tables.str(entry.row.wraps) {
            "" => None,
            argument => Some(argument.parse().map_or(Wraps::Argument(argument), Wraps::Position)),
        },
        switches: (entry.tables, entry.row.switches),
    }
}

fn signs_of(provider: Provider<'_>) -> Option<Signs<'_>> {
    let entry = provider.entry();
    let words = |list| Words { tables: entry.tables, list };
    Some(Signs {
        provider: provider.id,
        instead_of: entry.row.instead_of?,
        modules: words(entry.row.meant_by_modules),
        variables: words(entry.row.meant_by_variables),
        unless: words(entry.row.meant_unless),
    })
}

impl Vocabulary for Catalog {
    fn sites(&self, language: Language, last_segment: &str) -> Vec<Site<'_>> {
        let mut sites = Vec::new();
        for tables in self.layers() {
            let rows = &tables.call_sites;
            let start = rows.partition_point(|row| tables.str(row.last) < last_segment);
            for row in rows[start..].iter().take_while(|row| tables.str(row.last) == last_segment) {
                if row.language != language {
                    continue;
                }
                let words = |list| Words { tables, list };
                sites.push(Site {
                    callee: tables.str(row.callee),
                    modules: words(row.modules),
                    kind: row.kind,
                    model: words(row.model),
                    position: row.position,
                    object: row.object,
                    url: words(row.url),
                    url_position: row.url_position,
                    endpoints: row.endpoints,
                    provider: row.provider,
                    form: row.form,
                    framework: tables.str(row.framework),
                    base_url: words(row.base_url),
                    body: words(row.body),
                    rewrites_endpoint: row.rewrites_endpoint,
                    rewrites_parameters: row.rewrites_parameters,
                    lookup: row.lookup,
                    picks: row.picks,
                    counts_as: words(row.counts_as),
                    distinctive: row.distinctive,
                    default_model: tables.str(row.default_model),
                    default_in: tables.str(row.default_in),
                    switches: (tables, row.switches),
                });
            }
        }
        sites
    }

    fn clients(&self, language: Language, name: &str) -> Vec<Client<'_>> {
        let mut clients = Vec::new();
        for tables in self.layers() {
            let rows = &tables.clients;
            let start = rows.partition_point(|row| tables.str(row.name) < name);
            let named = rows[start..].iter().take_while(|row| tables.str(row.name) == name);
            clients.extend(named.filter(|row| row.language == language).map(|row| client(Entry { tables, row })));
        }
        clients
    }

    fn environment(&self, name: &str) -> Option<Key<'_>> {
        self.environment_key(name)
    }

    fn name(&self, name: &str) -> Option<Key<'_>> {
        self.name_key(name)
    }

    fn yaml(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>> {
        self.yaml_key(file_name, path)
    }

    fn host(&self, url: &str) -> Host {
        self.host_of(url)
    }

    fn url(&self, url: &str) -> Option<UrlSite> {
        self.url_site(url)
    }

    fn header(&self, name: &str, value: &str) -> Option<EndpointSet> {
        let rows = self.layers().flat_map(|tables| tables.headers.iter().map(move |row| (tables, row)));
        let mut leading = rows
            .filter(|(tables, row)| tables.str(row.name).eq_ignore_ascii_case(name) && tables.str(row.value) == value);
        leading.next().map(|(_, row)| EndpointSet::one(usize::from(row.endpoint)))
    }

    fn provider_word(&self, framework: &str, word: &str) -> Option<ProviderId> {
        for tables in self.layers() {
            for route in tables.routes.iter().filter(|r| framework.is_empty() || tables.str(r.framework) == framework) {
                let (start, len) = route.prefixes;
                let prefixes = &tables.prefixes[start as usize..(start + len) as usize];
                let is_word = |row: &&PrefixRow| row.name.len as usize == word.len() && tables.str(row.name) == word;
                if let Some(row) = prefixes.iter().find(is_word) {
                    return Some(row.provider);
                }
            }
        }
        self.provider_named(word).map(|p| p.id)
    }

    fn member(&self, enumeration: &str, name: &str) -> Option<ProviderId> {
        Catalog::member(self, enumeration, name)
    }

    fn endpoints_word(&self, framework: &str, word: &str) -> EndpointSet {
        let of_layer = |tables: &Tables| {
            let route = tables.routes.iter().find(|route| tables.str(route.framework) == framework)?;
            let (start, len) = route.inner;
            let rows = &tables.inner[start as usize..(start + len) as usize];
            rows.iter().find(|row| tables.str(row.name) == word).map(|row| row.endpoints)
        };
        self.layers().find_map(of_layer).unwrap_or(EndpointSet::EMPTY)
    }

    fn provider_called(&self, word: &str) -> Option<ProviderId> {
        // A library that takes routes names no platform, though a server of its own does.
        let routes = || self.layers().any(|t| t.routes.iter().any(|route| t.str(route.framework) == word));
        let is_called = |key: &str| match key.strip_prefix(word) {
            Some("") => true,
            Some(rest) => rest.starts_with('-') && !routes(),
            None => false,
        };
        self.providers().find(|p| is_called(p.key())).map(|p| p.id)
    }

    fn resource(&self, text: &str) -> Option<ProviderId> {
        // A pattern of one word is no sign of anything.
        let ends = |pattern: &str| {
            if let Some(mark) = pattern.strip_prefix("**") {
                return text.ends_with(mark);
            }
            let (mut wanted, mut given) = (pattern.rsplit('/'), text.rsplit('/'));
            let fits = |wanted: &str, given: &str| wanted == given || (wanted == "{}" && !given.is_empty());
            pattern.contains("{}") && wanted.all(|wanted| given.next().is_some_and(|given| fits(wanted, given)))
        };
        self.providers().find(|provider| provider.resources().any(ends)).map(|provider| provider.id)
    }

    fn signs(&self) -> Vec<Signs<'_>> {
        self.providers().filter_map(signs_of).collect()
    }

    fn user_named(&self, provider: ProviderId) -> bool {
        self.provider(provider).user_named()
    }

    fn has_ended(&self, provider: ProviderId) -> bool {
        self.ended(provider, None).is_some()
    }

    fn serves(&self, provider: ProviderId) -> bool {
        self.models_of(provider).next().is_some()
    }

    fn plain_word(&self, text: &str) -> bool {
        self.is_plain_word(text)
    }

    fn maker_of(&self, id: &str) -> Option<ProviderId> {
        let makers = self.models_named(id).map(|model| model.provider());
        { makers }.find(|provider| provider.first_party()).map(|provider| provider.id)
    }

    fn hosts_of(&self, id: &str) -> Vec<ProviderId> {
        let serving = self.models_named(id).map(|model| model.provider());
        serving.filter(|provider| !provider.first_party() && !provider.user_named()).map(|p| p.id).collect()
    }

    fn only_host(&self, id: &str) -> Option<ProviderId> {
        let mut named = self.models_named(id);
        let model = named.next().filter(|_| named.next().is_none())?;
        let provider = model.provider();
        let is_host = !provider.first_party() && !provider.user_named();
        let is_own = || match id.split_once('/') {
            Some((prefix, _)) => self.leads_to(prefix, provider.id),
            None => !self.is_spelled_by_others(&model, id),
        };
        (is_host && is_own()).then_some(provider.id)
    }

    fn is_model(&self, id: &str) -> bool {
        self.models_named(id).next().is_some()
    }

    fn lists_model(&self, provider: ProviderId, id: &str) -> bool {
        self.model(provider, id).is_some()
    }

    fn serves_its_own(&self, provider: ProviderId) -> bool {
        self.provider(provider).first_party()
    }

    fn watched_key(&self, key: &str) -> Watched {
        if self.is_sign(key, Sign::WatchedKey) {
            Watched::Yes
        } else if self.is_sign(key, Sign::LikelyWatchedKey) {
            Watched::Maybe
        } else {
            Watched::No
        }
    }

    fn is_sign(&self, name: &str, sign: Sign) -> bool {
        self.layers().any(|tables| words::has(tables, sign, name))
    }

    fn words(&self, sign: Sign) -> Vec<&str> {
        self.layers().flat_map(|tables| tables.list(tables.words(sign))).collect()
    }

    fn deeds(&self, language: Language, chain: &[&str]) -> Deeds {
        self.layers().fold(Deeds::default(), |deeds, tables| deeds.and(tables.deeds(language, chain)))
    }

    fn settings_programs(&self, module: &str, name: &str) -> Vec<SettingsProgram<'_>> {
        let rows = self.layers().flat_map(|tables| tables.settings_programs.iter().map(move |row| (tables, row)));
        let named = rows.filter(|(tables, row)| tables.str(row.module) == module && tables.str(row.name) == name);
        named
            .map(|(tables, row)| SettingsProgram { file: tables.str(row.program), variable: tables.str(row.variable) })
            .collect()
    }

    fn resembles_id(&self, text: &str) -> bool {
        /// Longer text is no ID; ARNs and Hugging Face paths stay below.
        const LONGEST: usize = 256;
        if text.is_empty() || text.len() > LONGEST || text.contains(|c: char| c.is_control()) {
            return false;
        }
        let text = text.trim();
        if text.contains(char::is_whitespace) {
            return false;
        }
        let is_plain = |text: &str| self.is_sign(text, Sign::PlainWord);
        // The name of a platform before a plain word says what it is: `maker:word`.
        let is_routed = |(maker, word)| is_plain(word) && self.provider_word("", maker).is_some();
        self.layers().any(|t| t.stemmed.occurs(text.as_bytes()))
            || is_plain(text)
            || text.split_once([':', '/']).is_some_and(is_routed)
    }
}
