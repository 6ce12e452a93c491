//! Names that call a platform, in code and in settings: `GroqChat`, `AzureChat`.

use crate::vocabulary::{ProviderId, Vocabulary, fold_name};

/// Words that a name of a platform is put together of, at most.
const MOST_WORDS: usize = 3;
/// Shorter words are parts of others.
const SHORTEST: usize = 4;

/// The platform that words of a class's name call, also several together; of several the one on which users choose
/// names, else the last.
pub(super) fn platform_in(name: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    chosen(&read(name, vocabulary).0, vocabulary)
}

/// A route of a maker to a router by the router's own name: what has none goes to the maker itself. A name of the router's
/// own begins with it as well.
pub(crate) fn names_router(text: &str, vocabulary: &dyn Vocabulary) -> bool {
    let behind = text.split_once('/').filter(|(_, route)| route.contains('/'));
    let called = behind.and_then(|(word, _)| vocabulary.provider_called(word));
    called.is_some_and(|provider| !vocabulary.serves(provider) && !vocabulary.user_named(provider))
}

/// A name with one maker before it, as routers spell it: `maker/id`.
pub(crate) fn is_route(text: &str) -> bool {
    text.split_once('/').is_some_and(|(maker, rest)| !maker.is_empty() && !rest.contains('/'))
}

/// The platform that the variable of a secret is called after: `ACME_API_KEY`.
pub(super) fn platform_of_secret(name: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let lower = name.to_ascii_lowercase();
    let stem = lower.find("api").map_or("", |at| &lower[..at]).trim_end_matches(['_', '-', '.']);
    let word = |word: &str| vocabulary.provider_word("", word);
    word(stem).or_else(|| word(stem.rsplit(['_', '-', '.']).next()?))
}

/// The platform of a class that settings alone name: of one that asks models, or is named after nothing else.
///
/// `AzureClient`, `LocalModel`, but not `LocalCache`.
pub(super) fn platform_of_client(name: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    const KINDS: &[&str] = &[
        "client",
        "chat",
        "model",
        "api",
        "provider",
        "backend",
        "engine",
        "generator",
        "completion",
        "completions",
        "converse",
        "embedding",
        "embeddings",
        "embedder",
        "service",
        "connector",
    ];
    /// Of these the word before may be what they are like: `CustomSolver`.
    const LIKELY: &[&str] = &["solver", "judge", "grader", "config", "settings"];
    let (found, rest) = read(name, vocabulary);
    let provider = chosen(&found, vocabulary)?;
    let is_one = |kinds: &[&str]| rest.last().is_some_and(|word| kinds.contains(&word.as_str()));
    let asks = rest.is_empty() || rest.concat().ends_with("llm") || is_one(KINDS);
    (asks || is_one(LIKELY) && !vocabulary.user_named(provider)).then_some(provider)
}

/// The platform of what is called by it and by its kind, under the name of that kind: `agent: acmeAgent`.
pub(super) fn platform_of_kind(name: &str, value: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    const KINDS: [(&str, &[&str]); 3] =
        [("agent", &["Agent"]), ("client", &["Client"]), ("llm", &["LLM", "Llm", "Chat", "Model", "Provider"])];
    let folded = fold_name(name);
    let (_, ends) = KINDS.into_iter().find(|(kind, _)| *kind == folded)?;
    let word = ends.iter().find_map(|end| value.strip_suffix(end))?;
    vocabulary.provider_word("", &word.to_ascii_lowercase()).filter(|provider| vocabulary.serves(*provider))
}

fn chosen(found: &[ProviderId], vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    found.iter().find(|provider| vocabulary.user_named(**provider)).or(found.last()).copied()
}

/// The platforms that words of a name call, and the words that call none.
fn read(name: &str, vocabulary: &dyn Vocabulary) -> (Vec<ProviderId>, Vec<String>) {
    let words = capitalised(name);
    let called = |at: usize, len: usize| {
        let word = words.get(at..at + len)?.concat();
        vocabulary.provider_called(&word).filter(|_| word.len() >= SHORTEST)
    };
    let (mut found, mut rest, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        let run = (1..=MOST_WORDS).rev().find_map(|len| Some((called(at, len)?, len)));
        // What is only like a platform is another one.
        let is_like = |len: usize| matches!(words.get(at + len).map(String::as_str), Some("like" | "compatible"));
        match run {
            Some((provider, len)) if !is_like(len) => found.push(provider),
            Some(_) => {}
            None => rest.push(words[at].clone()),
        }
        at += run.map_or(1, |(_, len)| len);
    }
    (found, rest)
}

/// The name begins with a capital, as classes and members of enumerations do.
pub(super) fn is_class(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// The words of a name that begin with capitals, in lower case.
pub(super) fn capitalised(name: &str) -> Vec<String> {
    let starts = name.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at).chain([name.len()]);
    let starts: Vec<usize> = starts.collect();
    starts.windows(2).map(|pair| name[pair[0]..pair[1]].to_ascii_lowercase()).collect()
}

/// Settings of a store of vectors: whatever stands in them, no model answers there.
pub(super) fn is_store(name: &str) -> bool {
    matches!(fold_name(name).as_str(), "vectorstore" | "vectordb" | "vectordatabase" | "vectorstoreconfig")
}

/// The name of a setting for what takes texts apart: `encoder_name`, `tokenizer`, `encoding_model`.
pub(super) fn names_tokenizer(name: &str) -> bool {
    let folded = fold_name(name);
    ["tokenizer", "tokenizername", "tokenizermodel", "encodername", "encodingname", "encodingmodel"]
        .iter()
        .any(|end| folded.ends_with(end))
}
