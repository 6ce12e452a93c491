//! Names that begin alike: the address `GATEWAY_URL` is that of `GATEWAY_MODEL`.

use super::settings;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, Sign, Vocabulary, words_of_name};

/// Ends of the names of models.
const MODELS: [&str; 4] = ["defaultmodel", "modelname", "modelid", "model"];
/// Ends of the names of base URLs.
const BASES: [&str; 7] = ["baseurl", "apiurl", "apibase", "apibaseurl", "endpoint", "apiendpoint", "inferenceurl"];
/// Ends of the names of addresses that may be anybody's.
const ADDRESSES: [&str; 3] = ["url", "serverurl", "host"];
/// Words that an end has at most.
const MOST_WORDS: usize = 3;

/// The address of a server under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The words before the end of its name, with `_` between them.
    stem: String,
    /// Who answers there.
    host: Host,
}

/// The words of the name of a model before its end, with `_` between them: `gateway` of `GATEWAY_MODEL`.
pub(crate) fn of_model(name: &str) -> Option<String> {
    before(name, &MODELS).map(|(stem, _)| stem)
}

/// The words of the name of an address before its end: `gateway` of `gatewayBaseUrl`.
pub(crate) fn of_address(name: &str) -> Option<String> {
    before(name, &BASES).or_else(|| before(name, &ADDRESSES)).map(|(stem, _)| stem)
}

/// The name is that of a base URL, not of any address.
pub(crate) fn is_base(name: &str) -> bool {
    before(name, &BASES).is_some()
}

/// The name is that of a base URL, and not of one that an application calls its own.
pub(crate) fn is_base_of_server(name: &str, vocabulary: &dyn Vocabulary) -> bool {
    before(name, &BASES).is_some_and(|(stem, _)| !vocabulary.is_sign(&stem, Sign::OwnAddress))
}

/// The address that a setting gives. Of one that may be anybody's, or that an application has for itself
/// (`VITE_API_URL`), only a platform says that models are meant.
pub(crate) fn address(name: &str, value: &str, vocabulary: &dyn Vocabulary) -> Option<Address> {
    let stem = of_address(name).filter(|_| value.contains("://") && !settings::is_page(value))?;
    let host = match vocabulary.host(value) {
        // The machine itself has whatever somebody runs there.
        Host::Known(provider) if vocabulary.user_named(provider) && !vocabulary.serves(provider) => Host::Unknown,
        host => host,
    };
    let is_told = match host {
        Host::Known(_) => true,
        Host::Unknown => is_base(name) && !stem.is_empty() && !vocabulary.is_sign(&stem, Sign::OwnAddress),
        Host::None => false,
    };
    is_told.then_some(Address { stem, host })
}

/// Who answers at the address that is called like a model: by the same words, or, for a model whose name tells no
/// platform, by the first of them (`LLM_BASE_URL` of `LLM_VISION_MODEL`).
pub(crate) fn platform(
    name: &str,
    tells: bool,
    addresses: &[Address],
    vocabulary: &dyn Vocabulary,
) -> Option<Platform> {
    let stem = of_model(name).filter(|_| !addresses.is_empty())?;
    let is_own = |address: &&Address| {
        address.stem == stem || stem.is_empty() && matches!(address.stem.as_str(), "model" | "models")
    };
    let own = addresses.iter().find(is_own);
    let is_wider = |address: &&Address| {
        let rest = stem.strip_prefix(address.stem.as_str());
        matches!(address.host, Host::Known(_)) && rest.is_some_and(|rest| rest.starts_with('_'))
    };
    let wider = || addresses.iter().filter(is_wider).max_by_key(|address| address.stem.len()).filter(|_| !tells);
    match own.or_else(wider)?.host {
        Host::Known(provider) if !vocabulary.user_named(provider) => {
            Some(Platform::Known(provider, Evidence::Settings))
        }
        Host::Known(_) | Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
        Host::None => None,
    }
}

/// The words of a name before an end, and the end; the longest end that it has.
fn before(name: &str, ends: &[&'static str]) -> Option<(String, &'static str)> {
    let words: Vec<String> = words_of_name(name).map(str::to_lowercase).collect();
    (1..=MOST_WORDS.min(words.len())).rev().find_map(|count| {
        let (stem, last) = words.split_at(words.len() - count);
        let last = last.concat();
        ends.iter().find(|end| **end == last).map(|end| (stem.join("_"), *end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_stems() {
        for (name, model, address) in [
            ("GATEWAY_MODEL", Some("gateway"), None),
            ("LLM_DEFAULT_MODEL", Some("llm"), None),
            ("llmModelName", Some("llm"), None),
            ("llm_vision_model", Some("llm_vision"), None),
            ("MODEL", Some(""), None),
            ("REMODEL", None, None),
            ("LLM_API_BASE_URL", None, Some("llm")),
            ("llmBaseURL", None, Some("llm")),
            ("narrator-endpoint", None, Some("narrator")),
            ("narrator_url", None, Some("narrator")),
            ("base_url", None, Some("")),
            ("curl", None, None),
        ] {
            assert_eq!(of_model(name).as_deref(), model, "{name}");
            assert_eq!(of_address(name).as_deref(), address, "{name}");
        }
    }
}
