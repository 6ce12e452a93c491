//! A vocabulary of its own words for tests: the makers are acme and borg, the models `zed-…`.

use crate::catalog::{Catalog, EndpointSet};
use crate::reference::{Evidence, Platform, Reference, Seen};
use crate::source::SourceFile;
use crate::vocabulary::{
    Client, Form, Host, Key, Language, ProviderId, Role, Sign, Site, Step, UrlSite, Vocabulary, Watched, fold_name,
};

pub(crate) const ACME: ProviderId = ProviderId(1);
pub(crate) const BORG: ProviderId = ProviderId(2);
/// Names on it are chosen by users.
pub(crate) const LOCAL: ProviderId = ProviderId(3);

/// The words of the tests.
pub(crate) struct Fake;

fn key(role: Role, form: Form, provider: Option<ProviderId>) -> Key<'static> {
    Key { role, form, provider, endpoints: EndpointSet::EMPTY, framework: "", exact: true }
}

impl Vocabulary for Fake {
    fn provider_called(&self, _: &str) -> Option<ProviderId> {
        None
    }
    fn serves(&self, provider: ProviderId) -> bool {
        provider != LOCAL
    }
    fn watched_key(&self, _: &str) -> Watched {
        Watched::No
    }
    fn is_sign(&self, name: &str, sign: Sign) -> bool {
        Catalog::bundled().is_sign(name, sign)
    }
    fn words(&self, sign: Sign) -> Vec<&str> {
        Catalog::bundled().words(sign)
    }
    fn sites(&self, _: Language, _: &str) -> Vec<Site<'_>> {
        Vec::new()
    }
    fn clients(&self, _: Language, _: &str) -> Vec<Client<'_>> {
        Vec::new()
    }
    fn environment(&self, name: &str) -> Option<Key<'_>> {
        let folded = fold_name(name);
        Some(match folded.as_str() {
            "acmemodel" | "acmeembeddingmodel" => {
                let mut one = key(Role::Model, Form::Id, Some(ACME));
                one.endpoints = EndpointSet::one(if folded.contains("embedding") { 2 } else { 1 });
                one
            }
            "borgmodel" => key(Role::Model, Form::Id, Some(BORG)),
            "llmmodel" | "model" | "embeddingmodel" | "defaultmodel" => key(Role::Model, Form::Id, None),
            "litemodel" => Key { framework: "lite", ..key(Role::Model, Form::Route, None) },
            "acmedeployment" => key(Role::Silent, Form::Deployment, Some(LOCAL)),
            "acmemodels" => key(Role::Choice, Form::IdList, Some(ACME)),
            "fallbackmodels" => key(Role::Choice, Form::Id, None),
            "acmebaseurl" => key(Role::BaseUrl, Form::Id, Some(ACME)),
            "llmbaseurl" => key(Role::BaseUrl, Form::Id, None),
            "acmeapitype" => key(Role::Provider, Form::Id, Some(ACME)),
            "acmeuseborg" => key(Role::Provider, Form::Id, Some(BORG)),
            "fallenmodels" => Key { exact: false, ..key(Role::Choice, Form::IdList, None) },
            "llmprovider" | "embeddingprovider" | "aiprovider" => key(Role::Provider, Form::Id, None),
            _ => return None,
        })
    }
    fn name(&self, name: &str) -> Option<Key<'_>> {
        let folded = fold_name(name);
        Some(match folded.as_str() {
            "deployment" | "deploymentname" => key(Role::Silent, Form::Deployment, Some(LOCAL)),
            "modelprovider" | "apitype" => key(Role::Provider, Form::Id, None),
            "baseurl" | "apibase" => key(Role::BaseUrl, Form::Id, None),
            "fallenmodels" => key(Role::Silent, Form::Id, None),
            "models" | "fallbacks" | "choices" => key(Role::Choice, Form::Id, None),
            "modelname" | "modelid" => key(Role::Model, Form::Id, None),
            _ if folded.ends_with("model") => Key { exact: folded == "model", ..key(Role::Model, Form::Id, None) },
            _ => return None,
        })
    }
    fn yaml(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>> {
        let path: Vec<&str> = path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.as_str(),
                Step::Item => "[]",
            })
            .collect();
        Some(match (file_name, path.as_slice()) {
            (_, ["model_list", "[]", "lite_params", "model"]) => {
                Key { framework: "lite", ..key(Role::Model, Form::Route, None) }
            }
            (_, ["model_list", "[]", "model_name"]) => key(Role::Silent, Form::Id, None),
            ("promptzed.yaml", ["providers", "[]"] | ["providers", "[]", "id"]) => {
                Key { framework: "prompt", ..key(Role::Model, Form::Route, None) }
            }
            ("settings.yml", ["[]", "name"]) => key(Role::Silent, Form::Id, None),
            _ => return None,
        })
    }
    fn host(&self, url: &str) -> Host {
        match url.trim() {
            "" => Host::None,
            url if url.contains("api.acme.example") => Host::Known(ACME),
            url if url.contains("api.borg.example") => Host::Known(BORG),
            url if url.contains("localhost") => Host::Known(LOCAL),
            url if url.contains("://") => Host::Unknown,
            _ => Host::None,
        }
    }
    fn url(&self, url: &str) -> Option<UrlSite> {
        let host = self.host(url);
        let site = |endpoint, model| UrlSite { host, endpoints: EndpointSet::one(endpoint), model };
        if let Some(at) = url.find("/models/") {
            let start = at + "/models/".len();
            let end = start + url[start..].find(':')?;
            return Some(site(3, Some(start..end)));
        }
        url.ends_with("/v1/chat").then(|| site(1, None))
    }
    fn provider_word(&self, framework: &str, word: &str) -> Option<ProviderId> {
        match (framework, word) {
            (_, "acme") => Some(ACME),
            (_, "borg") => Some(BORG),
            (_, "local") => Some(LOCAL),
            _ => None,
        }
    }
    fn user_named(&self, provider: ProviderId) -> bool {
        provider == LOCAL
    }
    fn resembles_id(&self, text: &str) -> bool {
        text.len() <= 256 && text.contains("zed-") && !text.contains(char::is_whitespace)
    }
}

/// The file of a test.
pub(crate) fn file(path: &str, text: impl AsRef<[u8]>) -> SourceFile {
    SourceFile::new(path, text.as_ref().to_vec()).expect("text")
}

/// A platform in short: `acme key`, `? settings`, `-`.
pub(crate) fn platform(of: Platform) -> String {
    let why = |evidence| match evidence {
        Evidence::Key => "key",
        Evidence::Settings => "settings",
        Evidence::Host => "host",
        _ => "other",
    };
    match of {
        Platform::Known(id, evidence) => format!("{} {}", ["", "acme", "borg", "local"][id.0 as usize], why(evidence)),
        Platform::UnknownHost(evidence) => format!("? {}", why(evidence)),
        Platform::Unstated => "-".to_owned(),
    }
}

/// References in short: `label=text context platform`, silent ones in brackets; several uses with `+`.
pub(crate) fn short(references: &[Reference]) -> Vec<String> {
    references
        .iter()
        .map(|reference| {
            let uses: Vec<String> = reference
                .uses
                .iter()
                .map(|one| format!("{} {} {}", one.label, one.context.name(), platform(one.platform)))
                .collect();
            format!("{}: {}", reference.value.text, uses.join(" + "))
        })
        .collect()
}

/// What every extraction keeps: spans in the file and on character boundaries, pieces that add up, order.
pub(crate) fn assert_sound(file: &SourceFile, references: &[Reference]) {
    let valid = std::str::from_utf8(&file.bytes).ok();
    let check = |span: crate::source::Span, what: &str| {
        assert!(span.start <= span.end && span.end as usize <= file.bytes.len(), "{what} {span:?}");
        if let Some(text) = valid {
            assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize), "{what}");
        }
    };
    let mut last = 0;
    for reference in references {
        let value = &reference.value;
        assert!(!reference.uses.is_empty(), "{}", value.text);
        assert!(last <= value.span.start, "order");
        last = value.span.start;
        check(value.span, "value");
        for one in &reference.uses {
            check(one.span, "use");
        }
        let mut at = 0;
        for piece in &value.pieces {
            check(piece.span, "piece");
            let decoded = &value.text[at..at + piece.len as usize];
            if piece.verbatim {
                assert_eq!(decoded.as_bytes(), &file.bytes[piece.span.range()], "{}", value.text);
            }
            at += piece.len as usize;
        }
        assert_eq!(at, value.text.len(), "{}", value.text);
        assert!(value.seen <= Seen::Tree);
    }
}
