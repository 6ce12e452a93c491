//! Clients, hosts, call sites, keys and routes.

use super::super::tables::{
    CallSiteRow, ClientRow, CodeLanguage, Form, HostRow, InnerRow, KeyRow, Place, PrefixRow, Role, RouteRow, Site,
    SpellingRow, SwitchRow,
};
use super::{Compiler, Parsed, fold_name, s};

impl<'f> Compiler<'f> {
    pub(super) fn switches(&mut self, entries: &[s::SwitchEntry]) -> (u16, u16) {
        let place = (u16::try_from(self.out.switches.len()), u16::try_from(entries.len()));
        let (Ok(start), Ok(len)) = place else {
            self.fail_at("switches", format!("no more than {} switches can be told in one catalog", u16::MAX));
            return (0, 0);
        };
        for entry in entries {
            let row = SwitchRow {
                argument: self.str(&entry.argument),
                value: self.str(&entry.value),
                provider: self.provider(&entry.provider),
            };
            self.out.switches.to_mut().push(row);
        }
        (start, len)
    }

    pub(super) fn code_sections(&mut self, file: &'f Parsed) {
        let rules = &file.rules;
        for (index, client) in rules.clients.iter().enumerate() {
            self.place = (Some(file), "clients", index);
            for name in &client.names {
                let row = ClientRow {
                    language: language(client.language),
                    name: self.str(name),
                    modules: self.list(&client.modules),
                    provider: self.provider(&client.provider),
                    base_url: self.list(&client.base_url),
                    switches: self.switches(&client.switches),
                    wraps: match &client.wraps {
                        Some(s::WrapsEntry::Position(at)) => self.str(&at.to_string()),
                        Some(s::WrapsEntry::Argument(name)) => self.str(name),
                        None => self.str(""),
                    },
                    key: self.list(&client.key),
                };
                self.out.clients.to_mut().push(row);
            }
        }
        for (index, host) in rules.hosts.iter().enumerate() {
            self.place = (Some(file), "hosts", index);
            let provider = self.provider(&host.provider);
            for name in &host.hosts {
                let row = HostRow { host: self.str(name), provider };
                self.out.hosts.to_mut().push(row);
            }
        }
        for (index, site) in rules.call_sites.iter().enumerate() {
            self.place = (Some(file), "call-sites", index);
            for callee in &site.callees {
                self.call_site(site, callee, &rules.call_site_defaults);
            }
        }
    }

    pub(super) fn call_site(&mut self, site: &s::CallSiteEntry, callee: &str, defaults: &s::CallSiteDefaults) {
        let Some(of) = site.language.or(defaults.language) else {
            let message = format!("the call site `{callee}` needs a `language`, here or in `call-site-defaults`");
            return self.fail_at("callees", message);
        };
        let provider = if site.provider.is_empty() { &defaults.provider } else { &site.provider };
        let framework = if site.framework.is_empty() { &defaults.framework } else { &site.framework };
        let modules = if site.modules.is_empty() { &defaults.modules } else { &site.modules };
        let model = if site.model.is_empty() { &defaults.model } else { &site.model };
        let row = CallSiteRow {
            language: language(of),
            last: self.str(callee.rsplit('.').next().unwrap_or(callee)),
            callee: self.str(callee),
            modules: self.list(modules),
            kind: match site.kind {
                s::SiteKind::Method => Site::Method,
                s::SiteKind::Function => Site::Function,
                s::SiteKind::Http => Site::Http,
                s::SiteKind::Decorator => Site::Decorator,
            },
            model: self.list(model),
            position: site.position,
            object: site.object.or(defaults.object),
            url: self.list(&site.url),
            url_position: site.url_position,
            endpoints: self.endpoints(&site.endpoints),
            provider: self.optional_provider(provider),
            form: form(site.form),
            framework: self.framework(framework),
            switches: self.switches(&site.switches),
            base_url: self.list(&site.base_url),
            body: self.list(&site.body),
            rewrites_endpoint: site.rewrites_endpoint,
            rewrites_parameters: site.rewrites_parameters,
            lookup: site.lookup,
            picks: site.picks,
            counts_as: self.list(&site.counts_as),
            distinctive: site.distinctive,
            default_model: self.str(&site.default_model),
            default_in: self.str(&site.default_in),
        };
        self.out.call_sites.to_mut().push(row);
    }

    pub(super) fn key(&mut self, key: &s::KeyEntry) {
        let place = match key.place {
            s::KeyPlace::Environment => Place::Environment,
            s::KeyPlace::Yaml => Place::Yaml,
            s::KeyPlace::Name => Place::Name,
        };
        let role = match key.role {
            s::KeyRole::Model => Role::Model,
            s::KeyRole::Choice => Role::Choice,
            s::KeyRole::Silent => Role::Silent,
            s::KeyRole::BaseUrl => Role::BaseUrl,
            s::KeyRole::Provider => Role::Provider,
            s::KeyRole::Endpoint => Role::Endpoint,
        };
        for name in &key.names {
            let name = if place == Place::Yaml { name.clone() } else { fold_name(name) };
            let row = KeyRow {
                place,
                name: self.str(&name),
                files: self.list(&key.files),
                role,
                form: form(key.form),
                provider: self.optional_provider(&key.provider),
                endpoints: self.endpoints(&key.endpoints),
                framework: self.framework(&key.framework),
            };
            self.out.keys.to_mut().push(row);
        }
    }

    pub(super) fn route(&mut self, route: &s::RouteEntry) {
        let bundled = self.base.and_then(|base| {
            let row = base.routes.iter().find(|row| base.str(row.framework) == route.framework)?;
            Some((base, row))
        });
        let framework = self.str(&route.framework);
        if self.out.routes.iter().any(|row| row.framework == framework) {
            self.fail_at("framework", format!("the framework `{}` stands twice", route.framework));
        }
        if bundled.is_none() && route.separator.is_empty() {
            let message = format!("the framework `{}` needs a `separator`", route.framework);
            self.fail_at("framework", message);
        }
        let prefixes = self.out.prefixes.len() as u32;
        for entry in &route.prefixes {
            let provider = self.provider(&entry.provider);
            for name in &entry.names {
                let row = PrefixRow { name: self.str(name), provider };
                self.out.prefixes.to_mut().push(row);
            }
        }
        let inner = self.out.inner.len() as u32;
        for entry in &route.inner {
            let endpoints = self.endpoints(&entry.endpoints);
            for name in &entry.names {
                let row = InnerRow { name: self.str(name), endpoints };
                self.out.inner.to_mut().push(row);
            }
        }
        let spellings = self.out.spellings.len() as u32;
        for entry in &route.spellings {
            let row = SpellingRow {
                name: self.str(&entry.name),
                provider: self.provider(&entry.provider),
                id: self.str(&entry.id),
            };
            self.out.spellings.to_mut().push(row);
        }
        let mut suffixes = route.suffixes.clone();
        let (mut separator, mut bare) = (route.separator.clone(), route.bare);
        if let Some((base, row)) = bundled {
            // A user's entry adds to the bundled one; what it has as well is the user's.
            let (start, len) = row.prefixes;
            for of_base in &base.prefixes[start as usize..(start + len) as usize] {
                let name = self.str(base.str(of_base.name));
                if self.out.prefixes[prefixes as usize..].iter().all(|own| own.name != name) {
                    self.out.prefixes.to_mut().push(PrefixRow { name, ..*of_base });
                }
            }
            let (start, len) = row.inner;
            for of_base in &base.inner[start as usize..(start + len) as usize] {
                let name = self.str(base.str(of_base.name));
                if self.out.inner[inner as usize..].iter().all(|own| own.name != name) {
                    self.out.inner.to_mut().push(InnerRow { name, ..*of_base });
                }
            }
            let (start, len) = row.spellings;
            for of_base in &base.spellings[start as usize..(start + len) as usize] {
                let (name, id) = (self.str(base.str(of_base.name)), self.str(base.str(of_base.id)));
                if self.out.spellings[spellings as usize..].iter().all(|own| own.name != name) {
                    self.out.spellings.to_mut().push(SpellingRow { name, id, ..*of_base });
                }
            }
            suffixes.extend(base.list(row.suffixes).map(str::to_owned));
            bare |= row.bare;
            if separator.is_empty() {
                base.str(row.separator).clone_into(&mut separator);
            }
        }
        let row = RouteRow {
            framework,
            separator: self.str(&separator),
            bare,
            prefixes: shared(self.out.prefixes.to_mut(), prefixes),
            inner: shared(self.out.inner.to_mut(), inner),
            suffixes: self.list(&suffixes),
            spellings: (spellings, self.out.spellings.len() as u32 - spellings),
        };
        self.out.routes.to_mut().push(row);
    }
}

/// The range of the rows from a place on; where the same rows stand before them, those, and these are taken away.
fn shared<T: PartialEq>(rows: &mut Vec<T>, from: u32) -> (u32, u32) {
    let at = from as usize;
    let (before, own) = rows.split_at(at);
    let len = own.len();
    if len > 0
        && let Some(first) = before.windows(len).position(|rows| rows == own)
    {
        rows.truncate(at);
        return (first as u32, len as u32);
    }
    (from, len as u32)
}

pub(super) fn language(of: s::Language) -> CodeLanguage {
    match of {
        s::Language::Python => CodeLanguage::Python,
        s::Language::Typescript => CodeLanguage::TypeScript,
    }
}

fn form(of: s::ValueForm) -> Form {
    match of {
        s::ValueForm::Id => Form::Id,
        s::ValueForm::Route => Form::Route,
        s::ValueForm::Deployment => Form::Deployment,
        s::ValueForm::Arn => Form::Arn,
        s::ValueForm::List => Form::IdList,
        s::ValueForm::Version => Form::Version,
    }
}
