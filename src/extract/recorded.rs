//! Words of what was measured or noted of a call, in settings as in code: a mapping that holds them is a record.

/// When and how a call was answered; nobody sets these.
const MEASURED: [&str; 9] = [
    "timestamp",
    "gitcommit",
    "latency",
    "latencyms",
    "elapsed",
    "elapsedms",
    "durationms",
    "finishreason",
    "tokensused",
];

/// What only a span of a trace has.
const OF_SPANS: [&str; 6] =
    ["spanid", "parentspanid", "starttimems", "endtimems", "starttimeunixnano", "endtimeunixnano"];

/// Endings of numbers of tokens that were used: `summary_prompt_tokens`.
const COUNTS: [&str; 4] = ["prompttokens", "inputtokens", "outputtokens", "totaltokens"];
const ONLY_COUNTED: &str = "completiontokens";

/// Words that make a limit or a price of a number of tokens.
const LIMITS: [&str; 9] = ["max", "min", "limit", "budget", "price", "cost", "per", "reserve", "threshold"];

/// The name, folded, is of something that is only measured.
pub(super) fn is_measured(folded: &str) -> bool {
    MEASURED.contains(&folded) || folded.ends_with(ONLY_COUNTED) && !is_limit(folded)
}

/// The name, folded, is of a number of tokens that were used.
pub(super) fn counts_tokens(folded: &str) -> bool {
    COUNTS.iter().any(|end| folded.ends_with(end)) && !is_limit(folded)
}

/// The name, folded, is of something that only a span has.
pub(super) fn is_of_span(folded: &str) -> bool {
    OF_SPANS.contains(&folded)
}

/// The model that was asked, and the one that answered: both together stand in records alone.
pub(super) const MODEL_ASKED: &str = "requestmodel";
pub(super) const MODEL_ANSWERED: &str = "responsemodel";

fn is_limit(folded: &str) -> bool {
    LIMITS.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_no_counts() {
        for (name, measured, counted) in [
            ("completiontokens", true, false),
            ("graphcompletiontokens", true, false),
            ("maxcompletiontokens", false, false),
            ("summaryprompttokens", false, true),
            ("inputtokens", false, true),
            ("maxinputtokens", false, false),
            ("costperinputtokens", false, false),
            ("maxtokens", false, false),
        ] {
            assert_eq!((is_measured(name), counts_tokens(name)), (measured, counted), "{name}");
        }
    }
}
