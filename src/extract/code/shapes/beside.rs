//! Properties that stand beside a model: which of them only a catalogue has, and which are sent.

use crate::extract::requests;
use crate::vocabulary::fold_name;

/// What only a catalogue of models, or a table of results, says beside a model.
const FACTS: &[&str] = &[
    "inputcost",
    "outputcost",
    "inputprice",
    "outputprice",
    "price",
    "prices",
    "pricing",
    "cost",
    "costs",
    "prettyname",
    "releasedate",
    "supportsvision",
    "supportstools",
    "supportsimages",
    "knowledgecutoff",
    "isdeprecated",
    "knowncontext",
    "score",
    "scores",
    "accuracy",
    "elo",
    "rank",
    "rating",
    "winrate",
    "passrate",
];

/// Where something came in a comparison, and how it did: both stand in tables of results alone, whatever else does.
pub(super) const PLACES: &[&str] = &["rank", "place", "position"];

pub(super) const RESULTS: &[&str] = &["score", "scores", "accuracy", "elo", "rating", "winrate", "passrate"];

/// Words in a property that only a catalogue of models has.
const FACT_WORDS: &[&str] = &["price", "cost", "pertoken", "per1k", "permillion"];

/// Sizes of a model: facts in a map, in a call also what a client is told about the model that it sends.
const LIMITS: &[&str] =
    &["contextsize", "maxcontext", "maxcontextlength", "tokenlimit", "maxtoken", "contexttokens", "maxinputtokens"];

/// Words in a property that holds the size of a model.
const LIMIT_WORDS: &[&str] = &["contextwindow", "contextlength"];

/// What a catalogue says of a model and a request asks of it: alone it tells nothing.
const ABILITIES: &[&str] = &["maxoutputtokens", "capabilities", "modality", "modalities"];

/// Properties for people: a map with two of them shows something.
pub(super) const SHOWN_KEYS: &[&str] = &[
    "label",
    "title",
    "displayname",
    "description",
    "icon",
    "badge",
    "deprecated",
    "family",
    "placeholder",
    "tooltip",
];

/// What code sends besides, unless it only says whether a model takes it.
const REQUESTED: &[&str] = &[
    "input",
    "prompttemplate",
    "tools",
    "toolchoice",
    "voice",
    "turndetection",
    "inputaudioformat",
    "outputaudioformat",
    "inputaudiotranscription",
    "timeout",
    "maxretries",
];

/// A property beside a model.
pub(super) struct Beside {
    /// Its name, folded.
    pub(super) key: String,
    /// It is true or false.
    pub(super) is_switch: bool,
}

impl Beside {
    pub(super) fn is_fact(&self) -> bool {
        let key = self.key.as_str();
        // `max_cost=2`, `track_cost=True`: what a run may cost.
        let watches = || self.is_switch || key.starts_with("max") || key.ends_with("limit");
        FACTS.contains(&key) || (FACT_WORDS.iter().any(|word| key.contains(word)) && !watches())
    }

    pub(super) fn is_limit(&self) -> bool {
        !self.is_switch && is_limit(&self.key)
    }

    pub(super) fn is_ability(&self) -> bool {
        !self.is_switch && ABILITIES.contains(&self.key.as_str())
    }

    pub(super) fn is_key(&self) -> bool {
        self.key.ends_with("credentials") || self.key.ends_with("apikey")
    }

    pub(super) fn is_sent(&self) -> bool {
        let key = self.key.as_str();
        !self.is_switch && (requests::is_sent(key) || REQUESTED.contains(&key))
    }
}

/// A property of this name, folded, is the size of a model.
pub(in crate::extract::code) fn is_limit(key: &str) -> bool {
    LIMITS.contains(&key) || LIMIT_WORDS.iter().any(|word| key.contains(word))
}

/// A property of this name, folded, says how long something may be: a request asks for no such thing.
pub(super) fn is_measure_of_limit(key: &str) -> bool {
    const ENDS: [&str; 7] = ["length", "chars", "characters", "size", "window", "limit", "limits"];
    let is_of_what_is_given =
        key.starts_with("max") && ["prompt", "input", "context"].iter().any(|of| key.contains(of));
    is_of_what_is_given || ENDS.iter().any(|end| key.ends_with(end))
}

/// A property of this name says what is taken by default, or to try something out.
pub(in crate::extract::code) fn is_default(key: &str) -> bool {
    let folded = fold_name(key);
    folded.starts_with("default") || folded.starts_with("test")
}
