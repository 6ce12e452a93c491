//! Rows of what was found out about a model: numbers that nobody types, measures of how well it did, or what it cost.

use super::super::tree::{Entry, Kind, NodeId, Tree};
use super::super::words;
use super::LONGEST;
use crate::source::SourceFile;
use crate::vocabulary::{fold_name, words_of_name};

/// Numbers or measures that make a row of results.
const FEWEST: usize = 2;

/// Measures of how well something did.
const MEASURES: [&str; 14] = [
    "accuracy",
    "f1",
    "f1score",
    "macrof1",
    "precision",
    "recall",
    "auc",
    "rocauc",
    "bleu",
    "rougel",
    "mrr",
    "ndcg",
    "winrate",
    "passrate",
];

/// A mapping names a model and says what was computed of its answers.
pub(super) fn is_measured(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    let entries = || tree.entries(id).iter().take(LONGEST);
    let number = |entry: &Entry| {
        let value = entry.value.filter(|value| tree.scalar(*value).is_some())?;
        Some(file.text(tree.nodes[value].span)).filter(|text| text.parse::<f64>().is_ok())
    };
    let is_measure = |entry: &&Entry| MEASURES.contains(&fold_name(&entry.name).as_str()) && number(entry).is_some();
    let is_computed = |entry: &&Entry| number(entry).as_deref().is_some_and(is_computed);
    let is_fraction = |entry: &Entry| number(entry).is_some_and(|text| text.contains('.'));
    let names_model = |entry: &Entry| words::names_model(&entry.name);
    let is_paid = || {
        let told = |is_it: fn(&str) -> bool| entries().any(|entry| is_it(&entry.name) && is_fraction(entry));
        told(is_cost) && told(is_time)
    };
    entries().any(names_model)
        && (entries().filter(is_computed).count() >= FEWEST
            || entries().filter(is_measure).count() >= FEWEST
            || is_scored_run(tree, id))
        || is_paid()
}

/// A mapping in a document that says when a program made it holds what was computed: all of it is a report.
pub(super) fn is_reported(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    let number = |entry: &Entry| {
        let value = entry.value.filter(|value| tree.scalar(*value).is_some())?;
        Some(is_computed(&file.text(tree.nodes[value].span)))
    };
    tree.entries(id).iter().take(LONGEST).filter(|entry| number(entry) == Some(true)).count() >= FEWEST
}

/// What something cost, by its name; not what it may cost.
fn is_cost(name: &str) -> bool {
    fold_name(name).contains("cost") && !is_bound(name)
}

/// How long something took, by its name; not how long it may take.
fn is_time(name: &str) -> bool {
    let folded = fold_name(name);
    ["seconds", "duration", "elapsed", "latency"].iter().any(|word| folded.contains(word)) && !is_bound(name)
}

/// A word of the name says that it is a limit or a rate.
fn is_bound(name: &str) -> bool {
    const BOUNDS: [&str; 12] = [
        "max",
        "min",
        "limit",
        "budget",
        "per",
        "timeout",
        "threshold",
        "interval",
        "delay",
        "retry",
        "wait",
        "target",
    ];
    words_of_name(name).any(|word| BOUNDS.contains(&word.to_ascii_lowercase().as_str()))
}

/// A number has more digits than anybody types: `0.6117542812170287`, `6.019344424894832e-34`.
fn is_computed(text: &str) -> bool {
    /// Digits, from the first that is no zero on.
    const MANY: usize = 9;
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    mantissa.contains('.') && digits >= MANY
}

/// A run by its number, and its scores.
fn is_scored_run(tree: &Tree, id: NodeId) -> bool {
    let entries = || tree.entries(id).iter().take(LONGEST);
    let is_map = |entry: &Entry| entry.value.is_some_and(|value| matches!(tree.nodes[value].kind, Kind::Map(_)));
    let is_scores = |entry: &Entry| ["scores", "breakdown"].iter().any(|end| fold_name(&entry.name).ends_with(end));
    entries().any(|entry| matches!(fold_name(&entry.name).as_str(), "runid" | "evalid"))
        && entries().any(|entry| is_scores(entry) && is_map(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_by_whole_words() {
        for (name, is_told) in [
            ("operation_cost", false),
            ("administrationSeconds", false),
            ("cost_per_call", true),
            ("maxCost", true),
            ("max_cost", true),
            ("timeout_seconds", true),
            ("latency-budget-seconds", true),
        ] {
            assert_eq!(is_bound(name), is_told, "{name}");
        }
    }

    #[test]
    fn computed_numbers_have_many_digits() {
        for (number, is_told) in [
            ("0.6117542812170287", true),
            ("-12.242046820181335", true),
            ("6.019344424894832e-34", true),
            ("0.7", false),
            ("0.00000015", false),
            ("4732", false),
            ("1729724614", false),
            ("1.5e-06", false),
        ] {
            assert_eq!(is_computed(number), is_told, "{number}");
        }
    }
}
