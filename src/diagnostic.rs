//! The second record: what is said about what was found.

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// It will fail, or may.
    Warning,
    /// It fails.
    Error,
}

impl Severity {
    /// The word in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Severity> {
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|s| s.name() == word)
    }
    /// One level lower, never below note.
    #[must_use]
    pub fn lowered(self) -> Severity {
        match self {
            Severity::Error => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

/// How sure we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
pub enum Confidence {
    /// A guess worth a look.
    Low,
    /// Likely.
    Medium,
    /// Sure.
    High,
}

impl Confidence {
    /// The word in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Confidence> {
        [Confidence::Low, Confidence::Medium, Confidence::High].into_iter().find(|c| c.name() == word)
    }
    /// One step less sure.
    #[must_use]
    pub fn lowered(self) -> Confidence {
        match self {
            Confidence::High => Confidence::Medium,
            _ => Confidence::Low,
        }
    }
}

macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $on:literal;)*) => {
        /// The rules; their names stay.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
        #[allow(missing_docs, reason = "each has a page under docs/rules")]
        pub enum Rule { $($variant,)* }

        impl Rule {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// The name in output, configuration and suppressions.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }
            /// The severity before dates, context and configuration.
            pub fn default_severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity,)* }
            }
            /// It is part of the default selection.
            pub fn on_by_default(self) -> bool {
                match self { $(Rule::$variant => $on,)* }
            }
            /// What it does, why, an example, the fix, its configuration and its limits, as Markdown.
            pub fn page(self) -> &'static str {
                match self { $(Rule::$variant => include_str!(concat!("../docs/rules/", $name, ".md")),)* }
            }
        }
    };
}

rules! {
    RetiredModel "retired-model" Error true;
    RedirectedModel "redirected-model" Warning true;
    DeprecatedModel "deprecated-model" Warning true;
    ModelCasing "model-casing" Error true;
    UnknownModel "unknown-model" Error true;
    EndpointMismatch "endpoint-mismatch" Error true;
    RetiredEndpoint "retired-endpoint" Error true;
    ProviderMismatch "provider-mismatch" Error true;
    UnsupportedParameter "unsupported-parameter" Error true;
    FineTuneId "fine-tune-id" Error true;
    NotInInventory "not-in-inventory" Error true;
    RestrictedModel "restricted-model" Warning false;
    OmittedModel "omitted-model" Note false;
    DatedSnapshot "dated-snapshot" Warning false;
    FloatingAlias "floating-alias" Warning false;
    UnusedSuppression "unused-suppression" Warning true;
    UnknownSuppression "unknown-suppression" Warning true;
    ExpiredSuppression "expired-suppression" Warning true;
    UnreadableFile "unreadable-file" Error true;
    ParseTrouble "parse-trouble" Note true;
    InternalError "internal-error" Error true;
}

impl Rule {
    /// The rule with a name.
    pub fn parse(name: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|r| r.name() == name)
    }
    /// What it does: the first sentence of its page, without links.
    pub fn summary(self) -> String {
        let paragraph = self.first_paragraph();
        let sentence = paragraph.find(". ").map_or(paragraph.as_str(), |end| &paragraph[..=end]);
        without_links(sentence)
    }
    /// What it does: the first paragraph of its page, without links.
    pub fn description(self) -> String {
        without_links(&self.first_paragraph())
    }
    /// The page for those who do not read it beside the others: its links are words, and what its examples expect of a
    /// test is said as a comment.
    pub fn explanation(self) -> String {
        let mut is_code = false;
        let lines = self.page().lines().map(|line| {
            is_code ^= line.starts_with("```");
            if is_code { without_markers(line) } else { without_links(line) }
        });
        lines.fold(String::new(), |text, line| text + &line + "\n")
    }
    fn first_paragraph(self) -> String {
        let lines = self.page().lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }
    /// It speaks about the run, not about a model: it cannot be switched off or suppressed.
    pub fn is_about_the_run(self) -> bool {
        matches!(self, Rule::UnreadableFile | Rule::ParseTrouble | Rule::InternalError)
    }
    /// It speaks about ignore comments: it cannot be suppressed.
    pub fn is_about_suppression(self) -> bool {
        matches!(self, Rule::UnusedSuppression | Rule::UnknownSuppression | Rule::ExpiredSuppression)
    }
}

/// What is said about one place.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// How sure we are.
    pub confidence: Confidence,
    /// The literal that is wrong, in bytes of the decoded text.
    pub span: Span,
    /// One line that is enough on its own.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The edit that would mend it.
    pub fix: Option<Fix>,
    /// The same in fields, for machines.
    pub facts: Facts,
}

/// Another place that belongs to a diagnostic.
#[derive(Debug, Clone)]
pub struct Related {
    /// The file as it is reported; the diagnostic's own if absent.
    pub path: Option<String>,
    /// The place.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Whether an edit keeps the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It does: the same model, spelled right.
    Safe,
    /// Another model answers.
    Unsafe,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it keeps the meaning.
    pub applicability: Applicability,
    /// What to replace by what, in bytes of the decoded text; spans do not overlap.
    pub edits: Vec<Edit>,
}

/// Text in which links are the words that they stand on.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](")
        && let Some((before, words)) = before.rsplit_once('[')
        && let Some((_, after)) = after.split_once(')')
    {
        plain.extend([before, words]);
        rest = after;
    }
    plain + rest
}

/// A line of an example whose marker, `#~ rule: "text"; rule: "text"`, names the rules alone.
fn without_markers(line: &str) -> String {
    let marked = ["#", "//"].iter().find_map(|sign| Some((*sign, line.split_once(&format!("{sign}~ "))?)));
    let Some((sign, (code, said))) = marked else { return line.to_owned() };
    let rules: Vec<&str> = said.split("; ").map(|one| one.split(':').next().unwrap_or(one)).collect();
    format!("{code}{sign} {}", rules.join(", "))
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub content: String,
}

/// The fields of a diagnostic, for machines; absent is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The value as it is written.
    pub model: Option<String>,
    /// The provider's key.
    pub provider: Option<String>,
    /// The context of the strongest use.
    pub context: Option<&'static str>,
    /// The endpoint; absent where uses differ.
    pub endpoint: Option<String>,
    /// Number of uses.
    pub uses: usize,
    /// The shutdown day, ISO.
    pub shutdown: Option<String>,
    /// The live replacement.
    pub replacement: Option<String>,
    /// Where there is none: the model that is named in its place, and why it is not sure to answer.
    pub unconfirmed: Option<(String, &'static str)>,
    /// Why this is a call and why this is the provider.
    pub evidence: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_words() {
        let text = "see [`a`](a.md), [not] a link, f(x[1])(2) and [b c](../b.md#c).";
        assert_eq!(without_links(text), "see `a`, [not] a link, f(x[1])(2) and b c.");
    }

    #[test]
    fn markers_become_comments() {
        assert_eq!(without_markers("f(x)  #~ one-rule: \"x\"; other-rule: \"y: z\""), "f(x)  # one-rule, other-rule");
        assert_eq!(without_markers("f(x); //~ one-rule: \"x\""), "f(x); // one-rule");
        assert_eq!(without_markers("f(x)  # why"), "f(x)  # why");
    }

    #[test]
    fn explanations_stand_alone() {
        for rule in Rule::ALL {
            let text = rule.explanation();
            assert!(!text.contains("](") && !text.contains("#~") && !text.contains("//~"), "{text}");
            assert_eq!(text.lines().count(), rule.page().lines().count());
            assert!(rule.description().starts_with(&rule.summary()));
        }
    }

    #[test]
    fn a_summary_is_one_sentence_of_plain_text() {
        for rule in Rule::ALL {
            let summary = rule.summary();
            assert!(summary.ends_with(['.', '`']) && !summary.contains("]("), "{}: {summary}", rule.name());
        }
        assert_eq!(without_links("a [`b`](b.md) that [c](d), [e]"), "a `b` that c, [e]");
    }
}
