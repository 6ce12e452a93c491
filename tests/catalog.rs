//! Properties of the whole catalog, entry by entry: what a reviewer cannot see in one diff.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use model_lint::catalog::schema::RulesFile;
use model_lint::catalog::{Catalog, CodeLanguage, Date, FactCertainty, Family, Model, Provider, Status};
use model_lint::config::Settings;
use model_lint::prefilter::Prefilter;
use model_lint::reference::{Context, Evidence, Platform, Use};
use model_lint::resolve::{Fault, Reading, Resolver};
use model_lint::source::Span;
use model_lint::vocabulary::Vocabulary;

/// Days on which the dates are read: before most notices, between them, the day of the facts, after most shutdowns.
const DAYS: [&str; 4] = ["2024-06-01", "2025-06-01", "2026-11-23", "2027-06-01"];

/// The day of the facts.
const TODAY: &str = "2026-11-23";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn catalog() -> &'static Catalog {
    Catalog::bundled()
}

/// Fails with all that is wrong, not with the first.
#[track_caller]
fn nothing(what: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{what}: {}\n  {}", wrong.len(), wrong.join("\n  "));
}

fn name(model: &Model<'_>) -> String {
    format!("{}/{}", model.provider().key(), model.id())
}

/// A call to this platform, as sure as it can be.
fn call_on(provider: Provider<'_>) -> Use {
    let mut used = Use::new(Context::Argument, Span::default(), "create");
    used.platform = Platform::Known(provider.id, Evidence::Client);
    used
}

fn reading(provider: Provider<'static>, id: &str) -> Reading<'static> {
    Resolver { catalog: catalog(), as_of: day(TODAY) }.reading(id, &call_on(provider))
}

/// Platforms that judge the names which are sent to them.
fn judged(provider: Provider<'_>) -> bool {
    !provider.user_named()
}

#[test]
fn every_provider_is_there() {
    let with_models: BTreeSet<&str> = catalog().models().iter().map(|m| m.provider().key()).collect();
    let expected = [
        "ai21",
        "anthropic",
        "azure-openai",
        "bedrock",
        "cerebras",
        "cohere",
        "deepseek",
        "fireworks",
        "gemini",
        "github-models",
        "groq",
        "jina",
        "mistral",
        "openai",
        "perplexity",
        "together",
        "vertex",
        "voyage",
        "xai",
    ];
    assert_eq!(with_models.into_iter().collect::<Vec<_>>(), expected);
    for key in expected {
        assert!(catalog().provider_named(key).unwrap().compared().is_some(), "{key} was never compared");
    }
}

#[test]
fn every_id_resolves_to_itself() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let provider = model.provider();
        if catalog().model(provider.id, model.id()) != Some(model) {
            wrong.push(format!("{} is not found by its ID", name(&model)));
        }
        match reading(provider, model.id()) {
            Reading::Known(known) if known.model == model && known.id == (0..model.id().len()) => {}
            Reading::NotJudged if !judged(provider) => {}
            // The base of tuned IDs lacks the organisation and the job: nobody can send it.
            Reading::Wrong(w) if matches!(w.fault, Fault::MalformedTune) && model.not_callable() => {}
            other => wrong.push(format!("{} is read as {}", name(&model), told(&other))),
        }
    }
    nothing("IDs that are not themselves", &wrong);
}

fn told(reading: &Reading<'_>) -> String {
    match reading {
        Reading::NotJudged => "not judged".to_owned(),
        Reading::Known(known) => format!("known as {}", name(&known.model)),
        Reading::Unheard => "unheard of".to_owned(),
        Reading::Wrong(wrong) => {
            let candidates: Vec<String> = wrong.candidates.iter().map(name).collect();
            let fault = match wrong.fault {
                Fault::Case => "case",
                Fault::Spelling => "spelling",
                Fault::NoSuchMember(_) => "no such member",
                Fault::NoSuchSnapshot(_) => "no such snapshot",
                Fault::MalformedTune => "malformed tune",
                Fault::Elsewhere(_) => "spelled for another platform",
                Fault::Routed => "spelled for a router",
                Fault::Unscoped => "without its scope",
            };
            format!("wrong ({fault}; candidates {})", candidates.join(", "))
        }
    }
}

/// Two IDs that differ in case alone, on platforms that have both spellings.
const BOTH_CASES: &[(&str, &str, &str)] = &[
    // The table of deprecations and client lists of Together spell these differently; both were accepted.
    ("together", "black-forest-labs/flux.1-kontext-dev", "two client lists"),
    ("together", "black-forest-labs/flux.1-schnell-free", "two client lists"),
    ("together", "salesforce/llama-rank-v1", "two client lists"),
];

#[test]
fn no_id_is_a_casing_error_of_another() {
    let mut folded: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for model in catalog().models() {
        folded.entry((model.provider().key(), model.id().to_ascii_lowercase())).or_default().push(model.id());
    }
    let known = |provider: &str, lower: &str| BOTH_CASES.iter().any(|(p, id, _)| *p == provider && *id == lower);
    let twice = folded.iter().filter(|(_, ids)| ids.len() > 1);
    let wrong: Vec<String> = twice
        .filter(|((p, lower), _)| !known(p, lower))
        .map(|((p, _), ids)| format!("{p}: {}", ids.join(", ")))
        .collect();
    nothing("IDs that differ in case alone", &wrong);
    for (provider, lower, why) in BOTH_CASES {
        assert!(folded.get(&(*provider, (*lower).to_owned())).is_some_and(|ids| ids.len() > 1), "{lower} ({why})");
    }
}

#[test]
fn a_wrong_case_is_told_from_every_id() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let provider = model.provider();
        let upper = model.id().to_ascii_uppercase();
        let has_case = upper != model.id() && model.id().len() > 2;
        if !judged(provider) || provider.open_catalog() || model.not_callable() || !has_case {
            continue;
        }
        match reading(provider, &upper) {
            Reading::Wrong(w) if matches!(w.fault, Fault::Case | Fault::Elsewhere(_)) => {}
            Reading::Known(known) if known.model.id() == upper => {}
            other => wrong.push(format!("{} in capitals is {}", name(&model), told(&other))),
        }
    }
    nothing("IDs whose capitals are not seen", &wrong);
}

/// How a doubt says that a chain of replacements ends at nothing alive.
const GONE_AS_WELL: &str = "the models named in its place are gone as well";

#[test]
fn every_replacement_chain_ends_at_something_alive_or_is_said_not_to() {
    let today = day(TODAY);
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let ends = !matches!(model.status(today), Status::Active | Status::Legacy);
        let named = model.replacement().next().is_some() || model.redirects_to().is_some();
        if !ends || !named {
            continue;
        }
        match model.live_replacement(today) {
            None if !model.doubt().is_some_and(|doubt| doubt.contains(GONE_AS_WELL)) => {
                let chain: Vec<&str> = model.replacement().chain(model.redirects_to()).collect();
                wrong.push(format!("{} -> {} and no further", name(&model), chain.join(", ")));
            }
            Some(target) if !target.status(today).is_alive() => {
                wrong.push(format!("{} -> {}, which is dead", name(&model), name(&target)));
            }
            Some(target) if target == model => wrong.push(format!("{} replaces itself", name(&model))),
            // Templates name a model by its name and version, which stand here in one string.
            Some(target) if target.not_callable() && judged(model.provider()) => {
                wrong.push(format!("{} -> {}, which nobody can call", name(&model), name(&target)));
            }
            Some(target) if model.doubt().is_some_and(|doubt| doubt.contains(GONE_AS_WELL)) => {
                wrong.push(format!("{} -> {}, though its doubt denies it", name(&model), name(&target)));
            }
            Some(_) | None => {}
        }
    }
    nothing("replacements that lead nowhere", &wrong);
}

#[test]
fn every_name_that_an_entry_gives_resolves() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let provider = model.provider().id;
        if let Some(target) = model.points_to() {
            match catalog().model(provider, target) {
                None => wrong.push(format!("{} points to {target}, which does not exist", name(&model))),
                Some(target) if target == model => wrong.push(format!("{} points to itself", name(&model))),
                Some(target) if target.points_to().is_some() => {
                    wrong.push(format!("{} points to {}, an alias itself", name(&model), name(&target)));
                }
                Some(_) => {}
            }
        }
        for other in model.replacement().chain(model.redirects_to()) {
            if catalog().reachable(provider, other).is_none() {
                wrong.push(format!("{} names {other}, which does not exist", name(&model)));
            }
        }
    }
    nothing("names that do not resolve", &wrong);
}

#[test]
fn redirects_are_one_step() {
    let today = day(TODAY);
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let Some(target) = model.redirects_to().and_then(|id| catalog().reachable(model.provider().id, id)) else {
            continue;
        };
        if !target.status(today).is_alive() {
            wrong.push(format!("{} is answered by {}, which is dead", name(&model), name(&target)));
        }
    }
    nothing("redirects to the dead", &wrong);
}

#[test]
fn statuses_follow_from_dates() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        for text in DAYS {
            let today = day(text);
            let status = model.status(today);
            let known = model.announced().or(model.released()).is_none_or(|since| since <= today);
            let fits = match (model.shutdown(), status) {
                (Some(end), Status::Retired(since) | Status::Redirected(since, _)) => {
                    end <= today && since == Some(end)
                }
                (Some(end), Status::Deprecated(at)) => end > today && known && at == Some(end),
                (Some(end), Status::Active) => end > today && !known,
                (Some(_), Status::Legacy) => false,
                (None, Status::Deprecated(at)) => at.is_none() && known,
                (None, Status::Redirected(..)) => model.redirects_to().is_some(),
                (None, Status::Active | Status::Legacy | Status::Retired(None)) => true,
                (None, Status::Retired(Some(_))) => false,
            };
            if !fits {
                wrong.push(format!("{} on {text}: {status:?}", name(&model)));
            }
        }
    }
    nothing("statuses that do not follow", &wrong);
}

#[test]
fn nothing_comes_back_to_life() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let alive = DAYS.map(|text| model.status(day(text)).is_alive());
        if alive.windows(2).any(|pair| !pair[0] && pair[1]) {
            wrong.push(name(&model));
        }
    }
    nothing("models that come back", &wrong);
}

#[test]
fn every_fact_has_a_source() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let dated = [model.released(), model.announced(), model.shutdown(), model.not_before()];
        let source = model.source().unwrap_or_default();
        let claims = dated.iter().any(Option::is_some) || !model.status(day(TODAY)).is_alive();
        if claims && !source.starts_with("https://") {
            wrong.push(format!("{} has the source {source:?}", name(&model)));
        }
        if model.certainty() == FactCertainty::Conflict && model.doubt().is_none() {
            wrong.push(format!("{} is in conflict, and no doubt says how", name(&model)));
        }
    }
    nothing("facts without a source", &wrong);
}

#[test]
fn dates_are_in_order_and_possible() {
    let mut wrong = Vec::new();
    for model in catalog().models() {
        let days = [model.released(), model.announced(), model.shutdown()];
        let days: Vec<Date> = days.into_iter().flatten().collect();
        if !days.is_sorted() {
            wrong.push(format!("{}: {days:?}", name(&model)));
        }
        let all = days.iter().copied().chain(model.not_before());
        if all.into_iter().any(|d| d < day("2020-01-01") || d > day("2032-01-01")) {
            wrong.push(format!("{} has a day out of this world", name(&model)));
        }
        // What is released or announced has happened.
        let compared = model.provider().compared().unwrap();
        if model.released().is_some_and(|d| d > compared) || model.announced().is_some_and(|d| d > compared) {
            wrong.push(format!("{} was released or announced after the comparison", name(&model)));
        }
    }
    nothing("dates that cannot be", &wrong);
}

/// Families with the platform that they are of.
fn families() -> Vec<(Provider<'static>, Family<'static>)> {
    let of = |p: Provider<'static>| catalog().families_of(p.id).map(move |family| (p, family));
    catalog().providers().flat_map(of).collect()
}

#[test]
fn closed_families_are_judged_and_have_ended() {
    let mut wrong = Vec::new();
    for (provider, family) in families() {
        let Some(newest) = family.closed() else { continue };
        if !judged(provider) || provider.open_catalog() {
            wrong.push(format!("{}/{}: closed where nothing is judged", provider.key(), family.stem()));
        }
        if !family.source().starts_with("https://") {
            wrong.push(format!("{}/{}: closed without a source", provider.key(), family.stem()));
        }
        let compared = provider.compared().unwrap();
        if compared.days_since(newest) < 365 {
            wrong.push(format!("{}/{}: closed, but {newest} is less than a year old", provider.key(), family.stem()));
        }
        for model in catalog().models_of(provider.id) {
            let member = catalog().family(provider.id, model.id()).is_some_and(|f| f.stem() == family.stem());
            let status = model.status(compared);
            if member && matches!(status, Status::Active | Status::Legacy) && !model.not_callable() {
                wrong.push(format!("{} is {} in a closed family", name(&model), status.word()));
            }
        }
    }
    nothing("families that are not closed", &wrong);
}

#[test]
fn every_closed_family_rejects_an_invented_suffix() {
    let mut wrong = Vec::new();
    for (provider, family) in families().into_iter().filter(|(_, f)| f.closed().is_some()) {
        for suffix in ["-qzx", "-qzx-preview", "-1234-qzx"] {
            let id = format!("{}{suffix}", family.stem());
            if !matches!(reading(provider, &id), Reading::Wrong(w) if matches!(w.fault, Fault::NoSuchMember(_))) {
                wrong.push(format!("{}/{id} is {}", provider.key(), told(&reading(provider, &id))));
            }
        }
    }
    nothing("inventions that pass", &wrong);
}

#[test]
fn no_family_judges_a_snapshot_of_the_future() {
    let mut wrong = Vec::new();
    for (provider, family) in families() {
        for grammar in family.snapshots().filter(|g| g.contains("YY")) {
            let suffix = grammar.replace("YYYY", "2028").replace("YY", "28").replace("MM", "02").replace("DD", "03");
            let id = format!("{}{}", family.stem(), suffix.replace('N', "1"));
            if matches!(reading(provider, &id), Reading::Wrong(_)) {
                wrong.push(format!("{}/{id} is {}", provider.key(), told(&reading(provider, &id))));
            }
        }
    }
    nothing("snapshots of the future", &wrong);
}

/// The last number of a stem counted up, in each of its digits' places: `gpt-6.2` gives `gpt-6.3`, `o3-mini` `o4-mini`.
fn next_versions(stem: &str) -> Vec<String> {
    let mut next = Vec::new();
    let bytes = stem.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        // The empty run is no number.
        if let Ok(number) = stem[at..at + len].parse::<u64>() {
            next.push(format!("{}{}{}", &stem[..at], number + 90, &stem[at + len..]));
        }
        at += len.max(1);
    }
    next
}

#[test]
fn every_open_family_is_silent_on_a_new_version() {
    let mut wrong = Vec::new();
    for (provider, family) in families().into_iter().filter(|(_, f)| f.closed().is_none()) {
        let stem = family.stem();
        let mut ids = ["-qzxjwv", "-99", "-99-qzxjwv", "-0999"].map(|suffix| format!("{stem}{suffix}")).to_vec();
        ids.extend(next_versions(stem));
        // `claude-opus-4-98` is no member of the closed `claude-opus-4`: numbers of a line that ended go on elsewhere.
        ids.retain(|id| catalog().family(provider.id, id).is_none_or(|f| f.closed().is_none()));
        for id in ids {
            if matches!(reading(provider, &id), Reading::Wrong(_)) {
                wrong.push(format!("{}/{id} is {}", provider.key(), told(&reading(provider, &id))));
            }
        }
    }
    nothing("new models that are called wrong", &wrong);
}

#[test]
fn a_new_version_of_any_model_alive_is_silent() {
    let today = day(TODAY);
    let mut wrong = Vec::new();
    for model in catalog().models().iter().filter(|m| matches!(m.status(today), Status::Active)) {
        let provider = model.provider();
        for id in next_versions(model.id()) {
            let in_closed = catalog().family(provider.id, &id).is_some_and(|f| f.closed().is_some());
            let in_snapshot = catalog().family(provider.id, &id).is_some_and(|f| f.snapshots().next().is_some());
            if !in_closed && !in_snapshot && matches!(reading(provider, &id), Reading::Wrong(_)) {
                wrong.push(format!("{}/{id} is {}", provider.key(), told(&reading(provider, &id))));
            }
        }
    }
    nothing("new models that are called wrong", &wrong);
}

#[test]
fn stems_reach_every_id() {
    let mut wrong = Vec::new();
    let plain = plain_words();
    let prefilter = Prefilter::new(catalog(), &Settings::new(std::path::PathBuf::new(), day(TODAY)));
    for model in catalog().models().iter().filter(|m| !plain.contains(m.id())) {
        let is_dead = !model.status(day(TODAY)).is_alive();
        let text = format!("x = \"{}\"\n", model.id());
        if is_dead && judged(model.provider()) && !prefilter.wants(text.as_bytes(), Some(CodeLanguage::Python)) {
            wrong.push(format!("{} is dead, and no file would be read for it", name(model)));
        }
        // With an ending it is no known ID, and still looks like one.
        for id in [model.id().to_owned(), format!("{}-qzx", model.id())] {
            if !catalog().resembles_id(&id) {
                wrong.push(format!("{id} holds no stem of {}", model.provider().key()));
            }
        }
    }
    nothing("IDs that no stem reaches", &wrong);
}

/// IDs that are ordinary words, which stand everywhere: they are found at call sites only.
fn plain_words() -> BTreeSet<String> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/providers");
    let files = fs::read_dir(rules).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.flat_map(|text| serde_yaml::from_str::<RulesFile>(&text).unwrap().plain_words).collect()
}

#[test]
fn of_several_replacements_the_one_of_the_same_line_comes_first() {
    let provider = catalog().provider_named("cohere").unwrap();
    for (old, new) in [
        ("embed-multilingual-v2.0", "embed-multilingual-v3.0"),
        ("command-r-plus", "command-r-plus-08-2024"),
        ("command-r", "command-r-08-2024"),
    ] {
        let model = catalog().model(provider.id, old).unwrap();
        assert_eq!(model.live_replacement(day(TODAY)).map(|model| model.id()), Some(new), "{old}");
    }
}
