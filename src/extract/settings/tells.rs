//! Which platform a model setting belongs to: its name, a provider key beside it, a base URL beside it.

use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, Key, ProviderId, Role, Vocabulary, fold_name};

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
    let says = match key.role {
        Role::Provider => Says::Provider(provider_of(key.framework, value, vocabulary)?),
        Role::BaseUrl => match vocabulary.host(value) {
            // A base URL from elsewhere, beside the model, is some server, though nobody knows which.
            Host::None if near && ["${", "{{", "os.environ/", "env:"].iter().any(|mark| value.contains(mark)) => {
                Says::Url(Host::Unknown)
            }
            Host::None => return None,
            host => Says::Url(host),
        },
        // A deployment beside a model: the model only describes it.
        Role::Silent if near && !value.trim().is_empty() => {
            Says::Provider(key.provider.filter(|p| vocabulary.user_named(*p))?)
        }
        _ => return None,
    };
    Some(Tell { of: key.provider, purpose: purpose(name), near, says })
}

/// The platform that a word names; of `a/b/c` and `a.b.c` the last part that is known.
fn provider_of(framework: &str, value: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let word = value.trim().to_ascii_lowercase();
    if word.is_empty() || word.len() > 256 {
        return None;
    }
    let known = |word: &str| {
        vocabulary
            .provider_word(framework, word)
            .or_else(|| vocabulary.provider_word("", word))
            .or_else(|| vocabulary.provider_word("", &word.replace('_', "-")))
    };
    known(&word).or_else(|| word.rsplit(['/', '.', ':']).skip_while(|part| *part == word).find_map(known))
}

/// The platform of a model setting.
pub(crate) fn platform(name: &str, own: Option<ProviderId>, tells: &[Tell], vocabulary: &dyn Vocabulary) -> Platform {
    let wanted = purpose(name);
    let word = named(own, wanted, tells);
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
        let Says::Provider(provider) = tell.says else { continue };
        let score = if own.is_some() && tell.of == own { 3 } else { suits(tell.purpose, wanted) };
        let applies = score > 0 && (own.is_none() || tell.of == own);
        match &mut best {
            _ if !applies => {}
            Some((old, of)) if *old == score => *of = of.filter(|p| *p == provider),
            Some((old, _)) if *old > score => {}
            _ => best = Some((score, Some(provider))),
        }
    }
    best.and_then(|(_, provider)| provider)
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
        match host {
            Host::Unknown => return Some(Platform::UnknownHost(Evidence::Settings)),
            Host::Known(provider) if vocabulary.user_named(provider) => {
                return Some(Platform::UnknownHost(Evidence::Settings));
            }
            Host::Known(provider) if same || general => found = Some(Platform::Known(provider, Evidence::Settings)),
            _ => {}
        }
    }
    found
}
