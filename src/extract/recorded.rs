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

/// Counts that a program makes of a text by itself.
const ESTIMATED: [&str; 3] = ["estimatedtokens", "estimatedtokencount", "tokenestimate"];

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

/// The name, folded, is of what a program counts of a text that it takes apart.
pub(super) fn is_estimated(folded: &str) -> bool {
    ESTIMATED.contains(&folded)
}

/// The name, folded, is of something that only a span has.
pub(super) fn is_of_span(folded: &str) -> bool {
    OF_SPANS.contains(&folded)
}

/// The model that was asked, and the one that answered: both together stand in records alone.
const MODEL_ASKED: [&str; 3] = ["requestmodel", "requestedmodel", "modelrequested"];
const MODEL_ANSWERED: [&str; 3] = ["responsemodel", "usedmodel", "modelused"];

/// Among names, folded, stand that of the model which was asked and that of the one which answered.
pub(super) fn tells_both_models<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    let has = |words: &[&str]| names.clone().any(|name| words.contains(&name));
    has(&MODEL_ASKED) && has(&MODEL_ANSWERED)
}

/// Ends of the names of what is counted of many values: their mean, and how far they lie apart.
const MEANS: [&str; 3] = ["mean", "average", "avg"];
const SPREADS: [&str; 5] = ["std", "stddev", "stdev", "variance", "var"];

/// Among names, folded, stand the mean of something and how far its values lie apart: a row of statistics.
pub(super) fn tells_spread<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    /// What is done to pictures before a model sees them.
    const PREPARED: [&str; 2] = ["image", "pixel"];
    /// Means that are looked at.
    const MOST: usize = 8;
    let of_what = |ends: &[&str], name: &'n str| ends.iter().find_map(|end| name.strip_suffix(end));
    let mut means = names.clone().filter_map(|name| of_what(&MEANS, name)).take(MOST);
    means.any(|what| {
        let is_same = |name: &'n str| of_what(&SPREADS, name) == Some(what);
        !PREPARED.contains(&what) && names.clone().any(is_same)
    })
}

/// What was sent and what came back, each whole: one of a pair of names stands beside the other in records alone.
const EXCHANGES: [(&[&str], &[&str]); 3] = [
    (&["reqpayload", "requestpayload"], &["resppayload", "responsepayload"]),
    (&["reqbody", "requestbody"], &["respbody", "responsebody"]),
    (&["query"], &["rawresponse", "rawresponses"]),
];

/// What came back, by its names, where a name, folded, is of what was sent.
pub(super) fn exchanged_for(folded: &str) -> Option<&'static [&'static str]> {
    EXCHANGES.iter().find(|(sent, _)| sent.contains(&folded)).map(|(_, answers)| *answers)
}

/// Names, folded, of what a model answered to a task, and of the task, as benchmarks keep them.
const ANSWERS: [&str; 6] =
    ["prediction", "modelprediction", "modeloutput", "modelresponse", "modelanswer", "generatedtext"];
const TASKS: [&str; 5] = ["instanceid", "taskid", "questionid", "sampleid", "exampleid"];

/// The number of an answer, as benchmarks keep it.
const ANSWER: &str = "answerid";

/// A question and what was answered to it, each in words.
const QUESTION: &str = "question";
const IN_WORDS: &str = "answer";

/// A change of code that a model wrote, as benchmarks keep it.
const PATCH: &str = "modelpatch";

/// Among names, folded, stands what a model answered to one task of a benchmark, or to one question.
pub(super) fn is_prediction<'n>(names: impl Iterator<Item = &'n str> + Clone) -> bool {
    let has = |words: &[&str]| names.clone().any(|name| words.contains(&name));
    has(&[PATCH]) || has(&[QUESTION]) && has(&[IN_WORDS]) || has(&TASKS) && (has(&ANSWERS) || has(&[ANSWER]))
}

/// The name, folded, may be that of the moment at which something was done, not of one at which it was changed.
pub(super) fn may_be_moment(folded: &str) -> bool {
    /// Words of what is saved again and again.
    const CHANGED: [&str; 8] = ["updat", "modif", "creat", "sav", "last", "chang", "edit", "expir"];
    folded.ends_with("timestamp") && !CHANGED.iter().any(|word| folded.contains(word))
}

/// The text is a moment: seconds or milliseconds since 1970, or a day with its time.
pub(super) fn is_moment(text: &str) -> bool {
    /// Digits of seconds and of milliseconds.
    const LENGTHS: [usize; 2] = [10, 13];
    let whole = text.split('.').next().unwrap_or_default();
    let is_count = LENGTHS.contains(&whole.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_written = || {
        let (day, time) = text.split_once(['T', ' ']).unwrap_or_default();
        let has = |part: &str, sign: char, count: usize| part.matches(sign).count() >= count;
        has(day, '-', 2) && has(time, ':', 1) && day.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    is_count || is_written()
}

fn is_limit(folded: &str) -> bool {
    LIMITS.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_by_name_and_text() {
        for (name, text, is_told) in [
            ("evaluationtimestamp", "1729724614", true),
            ("runtimestamp", "1729724614.25", true),
            ("evaltimestamp", "2026-01-02T03:04:05Z", true),
            ("includetimestamp", "true", false),
            ("lastupdatedtimestamp", "1729724614", false),
            ("evaluationtimestamp", "2026-01-02", false),
            ("evaluationtime", "1729724614", false),
        ] {
            assert_eq!(may_be_moment(name) && is_moment(text), is_told, "{name} {text}");
        }
    }

    #[test]
    fn a_mean_beside_its_spread_is_of_statistics() {
        for (names, is_told) in [
            (["model", "scoremean", "scorestd"], true),
            (["model", "mean", "std"], true),
            (["model", "scoremean", "timestd"], false),
            (["model", "imagemean", "imagestd"], false),
            (["model", "scoremean", "scoremax"], false),
        ] {
            assert_eq!(tells_spread(names.into_iter()), is_told, "{names:?}");
        }
    }

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
