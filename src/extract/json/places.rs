//! What the path of a JSON file says of it: settings lie elsewhere than what programs measured, answered or collected.

use crate::vocabulary::{Sign, Vocabulary, words_of_name};

/// What a path says of what lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Somebody reads it to ask a model.
    Settings,
    /// It tells what was.
    Records,
    /// Nothing: only who reads it would tell.
    Open,
}

/// What the path of a file says of what it holds. What stands nearer to the file counts more, and of several words of a
/// name the last, for which the others are made; settings do not reach as far down as records.
pub(super) fn place(path: &str, vocabulary: &dyn Vocabulary) -> Place {
    /// The file itself and the folders above it whose words make settings of it.
    const NEAR: usize = 4;
    /// The same of records.
    const NEAREST: usize = 8;
    let parts: Vec<Option<Place>> = path.rsplit(['/', '\\']).take(NEAREST).map(|part| said(part, vocabulary)).collect();
    let told = parts.iter().position(Option::is_some).and_then(|at| Some((at, parts[at]?)));
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match told {
        // What was put down on a day is not what is set.
        Some((at, Place::Settings)) if at >= NEAR || has_day(name) => Place::Open,
        Some((at, Place::Records))
            if is_study(path, at, vocabulary) && parts.get(at + 1) == Some(&Some(Place::Settings)) =>
        {
            Place::Settings
        }
        Some((_, place)) => place,
        None => Place::Open,
    }
}

/// What a part of a path says.
fn said(part: &str, vocabulary: &dyn Vocabulary) -> Option<Place> {
    let words: Vec<String> = words_of_name(part).map(|word| word.to_ascii_lowercase()).collect();
    let is = |word: &str, sign| vocabulary.is_sign(word, sign);
    let strong = words.iter().rev().find_map(|word| {
        let is_settings = is(word, Sign::JsonSettings) || is(word, Sign::JsonSettingsEnd);
        is_settings.then_some(Place::Settings).or_else(|| is(word, Sign::JsonRecord).then_some(Place::Records))
    });
    let is_collected = || words.iter().any(|word| is(word, Sign::JsonCollection));
    strong.or_else(|| is_collected().then_some(Place::Open))
}

/// Nothing but a word of studies makes records of what lies below a part of a path.
fn is_study(path: &str, at: usize, vocabulary: &dyn Vocabulary) -> bool {
    let part = path.rsplit(['/', '\\']).nth(at).unwrap_or_default();
    at > 0 && words_of_name(part).all(|word| vocabulary.is_sign(&word.to_ascii_lowercase(), Sign::JsonStudy))
}

/// A day stands in a name: `20260529`, `2026-05-29`.
fn has_day(name: &str) -> bool {
    let plain: Vec<u8> = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).collect();
    let is_day = |digits: &[u8]| {
        let number = |from: usize, to: usize| {
            digits[from..to].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0')))
        };
        digits.iter().all(u8::is_ascii_digit)
            && (2015..2100).contains(&number(0, 4))
            && (1..=12).contains(&number(4, 6))
            && (1..=31).contains(&number(6, 8))
    };
    plain.windows(8).any(is_day)
}

#[cfg(test)]
mod tests {
    use super::Place::{Open, Records, Settings};
    use super::place;
    use crate::catalog::Catalog;

    #[test]
    fn the_nearest_word_tells_records_from_settings() {
        for (path, told) in [
            ("results.json", Records),
            ("public/data/results.json", Records),
            ("data/processed/zed-1.json", Records),
            ("data/zed.json", Open),
            ("position_benchmark/held-out/plan.json", Records),
            ("data/agents.json", Settings),
            ("graph_data/a.json", Settings),
            ("data/flows/a.json", Settings),
            ("templates/chatbot with history.json", Settings),
            ("results/config.json", Settings),
            ("results/appconfig.json", Settings),
            ("zed.json", Open),
            ("a/zed.json", Open),
            ("outputs/few/part/a/zed.json", Records),
            ("few/run_99/zed.json", Records),
            ("config/outputs/few/zed.json", Records),
            ("agents/few/zed.json", Settings),
            ("data/agents/few/a/b/zed.json", Open),
            ("agent_results.json", Records),
            ("example_report_config.json", Settings),
            ("docs/experiments/few/zed_audit.json", Records),
            ("docs/experiments/few/zed.json", Records),
            ("config/experiments/few.json", Settings),
            ("config/experiments/results.json", Records),
            ("config/few_20260529.json", Open),
            ("agents/few-2026-05-29.json", Open),
            ("agents/few-20260599.json", Settings),
            ("reports/few-2026-05-29.json", Records),
        ] {
            assert_eq!(place(path, Catalog::bundled()), told, "{path}");
        }
    }
}
