//! Which platform a model setting belongs to: its name, a provider key beside it, a base URL beside it.

use crate::extract::called;
use crate::extract::settings;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{EndpointSet, Host, Key, ProviderId, Role, Vocabulary, fold_name};

use super::words;

/// What a setting that names no model says about those that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tell {
    /// The platform that the setting's own name speaks of.
    pub of: Option<ProviderId>,
    /// What it is for.
    purpose: Purpose,
    /// It stands in the same mapping, not just in the same file of variables.
    near: bool,
    /// What it says.
    pub says: Says,
}

/// What a setting says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// This platform.
    Provider(ProviderId),
    /// A name on this platform, for the models in the same mapping.
    Deployment(ProviderId),
    /// This platform, for the models of one other.
    Switch(ProviderId),
    /// A place where this platform serves its models: of one that it lists, where nothing else tells.
    Place(ProviderId),
    /// This platform, by the class that is made with the model.
    Class(ProviderId),
    /// Whoever answers there.
    Url(Host),
}

/// What a model is for, as far as the name of a setting tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Any,
    Chat,
    Embedding,
    Rerank,
    Image,
    Speech,
    Transcription,
    Moderation,
}

const PURPOSES: &[(&str, Purpose)] = &[
    ("embed", Purpose::Embedding),
    ("rerank", Purpose::Rerank),
    ("image", Purpose::Image),
    ("moderation", Purpose::Moderation),
    ("transcri", Purpose::Transcription),
    ("stt", Purpose::Transcription),
    ("speech", Purpose::Speech),
    ("tts", Purpose::Speech),
    ("llm", Purpose::Chat),
    ("chat", Purpose::Chat),
];

fn purpose(name: &str) -> Purpose {
    let folded = fold_name(name);
    PURPOSES.iter().find(|(word, _)| folded.contains(word)).map_or(Purpose::Any, |(_, purpose)| *purpose)
}

/// How well a tell suits a model: not at all, in general, exactly.
fn suits(tell: Purpose, model: Purpose) -> u8 {
    match (tell, model) {
        (a, b) if a == b => 2,
        (Purpose::Any, _) | (Purpose::Chat, Purpose::Any) => 1,
        _ => 0,
    }
}

/// What a setting tells; nothing if it is no provider or base URL, or its value says nothing.
pub(crate) fn tell(name: &str, key: &Key<'_>, value: &str, near: bool, vocabulary: &dyn Vocabulary) -> Option<Tell> {
    if let (Role::Provider, Some(provider)) = (key.role, key.provider)
        && key.framework.is_empty()
        && is_true(value)
    {
        let of = switched(name, provider, vocabulary);
        let says = if of.is_some() { Says::Switch(provider) } else { Says::Provider(provider) };
        return Some(Tell { of, purpose: purpose(name), near, says });
    }
    if let (Role::Provider, Some(provider), "") = (key.role, key.provider, key.framework)
        && is_place(name, value)
    {
        return Some(Tell { of: None, purpose: Purpose::Any, near, says: Says::Place(provider) });
    }
    let says = match key.role {
        Role::Provider => match provider_of(key.framework, value, vocabulary) {
            Some(provider) => Says::Provider(provider),
            None if near && words::is_relay(value) => Says::Url(Host::Unknown),
            None => return None,
        },
        Role::BaseUrl => match vocabulary.host(value) {
            // A base URL from elsewhere, beside the model, is some server, though nobody knows which.
            Host::None if near && ["{", "os.environ/", "env:"].iter().any(|mark| value.contains(mark)) => {
                Says::Url(Host::Unknown)
            }
            Host::None => return None,
            host => Says::Url(host),
        },
        // A deployment beside a model: the model only describes it.
        Role::Silent if near && names_deployment(value, vocabulary) => {
            Says::Deployment(key.provider.filter(|p| vocabulary.user_named(*p))?)
        }
        _ => return None,
    };
    Some(Tell { of: key.provider, purpose: purpose(name), near, says })
}

/// What the class that a setting names tells: `lib.chat.AcmeChat`.
pub(crate) fn of_class(class: &str, vocabulary: &dyn Vocabulary) -> Option<Tell> {
    let provider = called::platform_of_client(class, vocabulary)?;
    Some(Tell { of: None, purpose: Purpose::Any, near: true, says: Says::Class(provider) })
}

/// What tells who runs a model, called by its platform and its kind: `agent: acmeAgent`.
pub(crate) fn of_kind(name: &str, value: &str, vocabulary: &dyn Vocabulary) -> Option<Tell> {
    let provider = called::platform_of_kind(name, value, vocabulary)?;
    Some(Tell { of: None, purpose: Purpose::Any, near: true, says: Says::Class(provider) })
}

/// What tells that a cloud answers on which users choose names.
pub(crate) fn of_cloud(provider: ProviderId) -> Tell {
    Tell { of: None, purpose: Purpose::Any, near: true, says: Says::Provider(provider) }
}

/// The class that is made with a model tells its platform: what its settings call the model may be a label.
pub(crate) fn is_made(tells: &[Tell]) -> bool {
    tells.iter().any(|tell| matches!(tell.says, Says::Class(_)))
}

/// A value may be what somebody called a deployment: no mode, no platform, no route to one.
fn names_deployment(value: &str, vocabulary: &dyn Vocabulary) -> bool {
    let word = value.trim().to_ascii_lowercase();
    let platform = vocabulary.provider_word("", word.split_once('/').map_or(word.as_str(), |(maker, _)| maker));
    !word.is_empty()
        && !words::is_mode(&word)
        && !platform.is_some_and(|p| !word.contains('/') || !vocabulary.user_named(p))
}

/// What stands between the parts of a name: of modules and classes, images and versions.
const PARTS: [char; 4] = ['/', '.', ':', '@'];

fn is_true(value: &str) -> bool {
    ["1", "true", "yes", "on"].iter().any(|word| value.trim().eq_ignore_ascii_case(word))
}

/// A setting names the place where models are served: `ACME_LOCATION: europe-west4`.
fn is_place(name: &str, value: &str) -> bool {
    let folded = fold_name(name);
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let value = value.trim();
    ["location", "region"].iter().any(|end| folded.ends_with(end)) && !value.is_empty() && value.bytes().all(is_word)
}

/// What a project and its location tell that stand side by side, by no other name or by that of a maker
/// (`ACME_PROJECT`, `ACME_LOCATION`), where no key of the maker does: its models are served in projects.
pub(crate) fn of_project<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    vocabulary: &dyn Vocabulary,
) -> Option<Tell> {
    /// The key that says whose models are served in projects with a location.
    const PROJECT_AND_LOCATION: &str = "project_and_location";
    let ends =
        |name: &&str| ["PROJECT", "PROJECTID", "PROJECT_ID"].iter().any(|end| name.to_ascii_uppercase().ends_with(end));
    names.clone().find(ends)?;
    let folded: Vec<String> = names.map(fold_name).collect();
    let before = |ends: &[&str], name: &str| ends.iter().find_map(|end| name.strip_suffix(end)).map(str::to_owned);
    let places: Vec<String> = folded.iter().filter_map(|name| before(&["location", "region"], name)).collect();
    let projects = folded.iter().filter_map(|name| before(&["projectid", "project"], name));
    let provider = vocabulary.name(PROJECT_AND_LOCATION)?.provider?;
    let of = vocabulary.signs().into_iter().find(|signs| signs.provider == provider)?.instead_of;
    let is_of_maker = |prefix: &String| {
        let key = || vocabulary.environment(&format!("{}_MODEL", prefix.to_ascii_uppercase()));
        prefix.is_empty() || key().and_then(|key| key.provider) == Some(of)
    };
    let has_key = || folded.iter().any(|name| name.ends_with("apikey"));
    let is_told = { projects }.any(|prefix| places.contains(&prefix) && is_of_maker(&prefix)) && !has_key();
    is_told.then_some(Tell { of: Some(of), purpose: Purpose::Any, near: true, says: Says::Switch(provider) })
}

/// The platform in whose place a model is served that nothing else sends anywhere.
pub(crate) fn served(tells: &[Tell], id: &str, vocabulary: &dyn Vocabulary) -> Option<Platform> {
    let place = |tell: &Tell| if let Says::Place(provider) = tell.says { Some(provider) } else { None };
    let provider = tells.iter().find_map(place).filter(|provider| vocabulary.lists_model(*provider, id))?;
    Some(Platform::Known(provider, Evidence::Settings))
}

/// The platform to which a switch sends the models of one maker, whatever the setting is called that names one.
pub(crate) fn sent_by_switch(tells: &[Tell], id: &str, vocabulary: &dyn Vocabulary) -> Option<Platform> {
    let lists = |provider: &ProviderId| vocabulary.lists_model(*provider, id);
    let switch = |tell: &Tell| match tell.says {
        Says::Switch(provider) if tell.of.as_ref().is_some_and(lists) => Some(provider),
        _ => None,
    };
    let provider = tells.iter().find_map(switch).filter(lists)?;
    Some(Platform::Known(provider, Evidence::Settings))
}

/// Whose models a switch sends elsewhere: `ACME_USE_CLOUD` those of `ACME_MODEL`.
fn switched(name: &str, to: ProviderId, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let own = |word| vocabulary.environment(&format!("{word}_MODEL")).and_then(|key| key.provider);
    name.split('_').filter_map(own).find(|own| *own != to && !vocabulary.user_named(*own))
}

/// The platform that a word names; of `a/b/c` and `a.b.c` the last part that is known, but of `router/maker` the first.
pub(crate) fn provider_of(framework: &str, value: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let word = value.trim().to_ascii_lowercase();
    // How something is fetched names nobody: `docker://…`.
    let word = word.split_once("://").map_or(word.as_str(), |(_, rest)| rest);
    if word.is_empty() || word.len() > 256 {
        return None;
    }
    let known = |word: &str| {
        let dashed = || vocabulary.provider_word(framework, &word.replace('_', "-"));
        vocabulary.provider_word(framework, word).or_else(dashed)
    };
    let takes_routes = |provider: &ProviderId| vocabulary.user_named(*provider) || !vocabulary.serves(*provider);
    let router = || word.split_once('/').and_then(|(first, _)| known(first)).filter(takes_routes);
    let parts = || word.rsplit(PARTS).skip_while(|part| *part == word).find_map(known);
    let by_kind = || known(without_kind(word)?);
    known(word).or_else(router).or_else(parts).or_else(by_kind).or_else(|| put_together(word, known, vocabulary))
}

/// The platform in a word that says which of its APIs is meant: `acme_responses`.
fn without_kind(word: &str) -> Option<&str> {
    const KINDS: [&str; 5] = ["responses", "chat", "completions", "messages", "embeddings"];
    let (platform, kind) = word.split_once('_')?;
    KINDS.iter().any(|of| kind.rsplit('_').next() == Some(of)).then_some(platform)
}

/// The platform of a word that names it and the maker whose models it serves: `acmecloud` of `acme` and `cloud`.
fn put_together(
    word: &str,
    known: impl Fn(&str) -> Option<ProviderId>,
    vocabulary: &dyn Vocabulary,
) -> Option<ProviderId> {
    /// Parts that are shorter are no names.
    const SHORTEST: usize = 3;
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let serves = |part: &str| known(part).filter(|provider| vocabulary.serves(*provider));
    let split = |at: usize| Some((serves(&word[..at])?, serves(&word[at..])?));
    let (first, last) = (SHORTEST..word.len().saturating_sub(SHORTEST) + 1).find_map(split)?;
    match (vocabulary.serves_its_own(first), vocabulary.serves_its_own(last)) {
        (true, false) => Some(last),
        (false, true) => Some(first),
        _ => None,
    }
}

/// The platform of whose documentation a URL is a page: the API answers at the same domain.
pub(crate) fn of_page(url: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let (_, rest) = url.split_once("://").filter(|_| settings::is_page(url))?;
    let (_, domain) = rest.split('/').next()?.split_once('.').filter(|(_, domain)| domain.contains('.'))?;
    match vocabulary.host(&format!("https://api.{domain}/")) {
        Host::Known(provider) => Some(provider),
        Host::Unknown | Host::None => None,
    }
}

/// The endpoints that a setting tells for the models beside it: what it is for, or the kind of node, client or pipe.
pub(crate) fn endpoints_of(key: &Key<'_>, value: &str, vocabulary: &dyn Vocabulary) -> EndpointSet {
    if !matches!(key.role, Role::Provider | Role::Endpoint) || key.framework.is_empty() || value.len() > 256 {
        return EndpointSet::EMPTY;
    }
    let word = value.trim().to_ascii_lowercase();
    let told = |word: &str| Some(vocabulary.endpoints_word(key.framework, word)).filter(|told| !told.is_empty());
    told(&word).or_else(|| word.rsplit(PARTS).find_map(told)).unwrap_or(EndpointSet::EMPTY)
}

/// The endpoints that a segment of a route tells: `maker:embedding:model`.
pub(crate) fn endpoints_of_route(framework: &str, route: &str, vocabulary: &dyn Vocabulary) -> EndpointSet {
    let segments: Vec<&str> = route.split([':', '/']).collect();
    let [_, between @ .., _] = segments.as_slice() else { return EndpointSet::EMPTY };
    let told = between.iter().map(|segment| vocabulary.endpoints_word(framework, segment));
    told.fold(EndpointSet::EMPTY, EndpointSet::union)
}

/// The platform of a model setting.
pub(crate) fn platform(name: &str, own: Option<ProviderId>, tells: &[Tell], vocabulary: &dyn Vocabulary) -> Platform {
    let wanted = purpose(name);
    let word = named(own, wanted, tells).or_else(|| made(own, tells, vocabulary));
    let stated = match (word, own) {
        (Some(provider), _) => Platform::Known(provider, Evidence::Settings),
        (None, Some(provider)) => Platform::Known(provider, Evidence::Key),
        (None, None) => Platform::Unstated,
    };
    answering(own, word, wanted, tells, vocabulary).unwrap_or(stated)
}

/// The platform that a provider key beside it names; nothing where two disagree.
fn named(own: Option<ProviderId>, wanted: Purpose, tells: &[Tell]) -> Option<ProviderId> {
    let mut best: Option<(u8, Option<ProviderId>)> = None;
    for tell in tells {
        let (Says::Provider(provider) | Says::Deployment(provider) | Says::Switch(provider)) = tell.says else {
            continue;
        };
        let score = if own.is_some() && tell.of == own { 3 } else { suits(tell.purpose, wanted) };
        let general = own.is_none() && !matches!(tell.says, Says::Switch(_));
        let applies = score > 0 && (general || own.is_some() && tell.of == own);
        match &mut best {
            _ if !applies => {}
            Some((old, of)) if *old == score => *of = of.filter(|p| *p == provider),
            Some((old, _)) if *old > score => {}
            _ => best = Some((score, Some(provider))),
        }
    }
    best.and_then(|(_, provider)| provider)
}

/// The platform of the class that is made; one on which users choose names also where the name says another.
fn made(own: Option<ProviderId>, tells: &[Tell], vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let class = |tell: &Tell| if let Says::Class(provider) = tell.says { Some(provider) } else { None };
    tells.iter().find_map(class).filter(|provider| own.is_none() || vocabulary.user_named(*provider))
}

/// Whoever answers at the base URLs that apply.
fn answering(
    own: Option<ProviderId>,
    word: Option<ProviderId>,
    wanted: Purpose,
    tells: &[Tell],
    vocabulary: &dyn Vocabulary,
) -> Option<Platform> {
    let stated = own.or(word);
    let is_near = |tell: &&Tell| tell.near && matches!(tell.says, Says::Url(_));
    // The only base URL beside a model is its own, whoever the setting is called after.
    let is_only = tells.iter().filter(is_near).count() == 1;
    let mut found = None;
    for tell in tells {
        let Says::Url(host) = tell.says else { continue };
        let same = stated.is_some() && tell.of == stated;
        let general = tell.of.is_none() && (stated.is_none() || word.is_some() || tell.near);
        // A name that says no platform may go wherever the file's clients go.
        let anywhere = stated.is_none();
        let suits = same && tell.purpose == Purpose::Any || suits(tell.purpose, wanted) > 0;
        if !(same || general || anywhere) || !suits {
            continue;
        }
        // A URL beside the model is the call's own: there even the names after a route are free.
        let free = Platform::UnknownHost(if tell.near { Evidence::Host } else { Evidence::Settings });
        match host {
            Host::Unknown => return Some(free),
            Host::Known(provider) if vocabulary.user_named(provider) => return Some(free),
            Host::Known(provider) if same || general || stated.is_none() && tell.near && is_only => {
                found = Some(Platform::Known(provider, Evidence::Settings))
            }
            _ => {}
        }
    }
    found
}
