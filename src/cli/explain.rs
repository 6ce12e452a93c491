//! `model-lint explain`: a rule's page, all facts of a model, or what may stand behind `model_not_found`.

use std::io::{self, Write};

use super::args::ExplainArgs;
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::table::{Table, wrapped};
use super::terminal::Terminal;
use crate::catalog::{Catalog, Date, Model};
use crate::diagnostic::Rule;
use crate::facts;
use crate::report::text::escape;
use crate::suggest::nearest;

/// Providers that stand side by side in one table.
const SIDE_BY_SIDE: usize = 3;

/// Characters of a column.
const COLUMN: usize = 32;

/// What the API's one answer may mean, and the rules that find it.
const CAUSES: &[(&str, &[Rule])] = &[
    ("The model was shut down.", &[Rule::RetiredModel, Rule::RedirectedModel]),
    ("The model is about to be shut down; some accounts lose it earlier.", &[Rule::DeprecatedModel]),
    ("The ID is misspelled, or no such model or snapshot ever was.", &[Rule::UnknownModel]),
    ("The ID is in the wrong case: IDs are case-sensitive.", &[Rule::ModelCasing]),
    ("The model exists but is not served by this endpoint.", &[Rule::EndpointMismatch]),
    ("The endpoint itself was shut down.", &[Rule::RetiredEndpoint]),
    ("The ID is spelled for another platform.", &[Rule::ProviderMismatch]),
    ("The ID of a fine-tune is malformed, or the fine-tune belongs to another organisation.", &[Rule::FineTuneId]),
    ("The account has no access to the model (needs an inventory).", &[Rule::NotInInventory]),
    ("The model is open to some accounts only (off by default).", &[Rule::RestrictedModel]),
    ("The call names no model, and the default of the library is gone (off by default).", &[Rule::OmittedModel]),
    ("Not this answer but HTTP 400: the model refuses a parameter.", &[Rule::UnsupportedParameter]),
];

/// What only the account can tell.
const NOT_IN_THE_CODE: &[&str] = &[
    "The key belongs to an organisation or project without access to the model (a new model, a tier, a region): `--inventory` tells.",
    "A fine-tuned model belongs to another project, or was deleted: `--inventory` tells.",
    "The name is an Azure deployment or a gateway's alias that does not exist there.",
    "The base URL leads to another server than the one that has the model.",
];

/// Explains a subject: an answer of the API or another one in many words, or each word, where some of them are known.
pub(super) fn run(args: &ExplainArgs, session: &Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    let is_known = |word: &String| {
        is_not_found(word) || Rule::parse(word).is_some() || !facts::models(session.catalog(), word).is_empty()
    };
    let joined = args.subject.join(" ");
    let is_answer = is_not_found(&joined) && !args.subject.first().is_some_and(is_known);
    let is_one = is_answer || !args.subject.iter().any(is_known);
    let subjects = if is_one { vec![joined] } else { args.subject.clone() };
    let mut outcome = Outcome::Clean;
    for (place, subject) in subjects.iter().enumerate() {
        if place > 0 {
            terminal.write(|out| writeln!(out))?;
        }
        if let Err(failure) = explain(subject.trim(), session, terminal) {
            // The others are explained all the same.
            terminal.fail(&failure);
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

fn explain(subject: &str, session: &Session, terminal: &Terminal) -> Result<(), Failure> {
    let (catalog, as_of) = (session.catalog(), session.settings.as_of);
    if is_not_found(subject) {
        terminal.write(|out| write_causes(subject, catalog, as_of, out))?;
    } else if let Some(rule) = Rule::parse(subject) {
        terminal.write(|out| writeln!(out, "{}", rule.explanation().trim_end()))?;
    } else {
        let models = facts::models(catalog, subject);
        if models.is_empty() {
            return Err(unknown(catalog, subject));
        }
        terminal.write(|out| write_models(subject, &models, catalog, as_of, out))?;
    }
    Ok(())
}

/// The code of the API's answer, or its text.
fn is_not_found(subject: &str) -> bool {
    let subject = subject.to_ascii_lowercase();
    subject.contains("model_not_found") || subject.contains("model") && subject.contains(" does not exist")
}

fn unknown(catalog: &Catalog, subject: &str) -> Failure {
    let failure = Failure::new(format!("there is no rule and no model `{subject}`"));
    match suggestion(catalog, subject) {
        Some(name) => failure.help(format!("did you mean `{name}`?")),
        None => failure.help("`model-lint list-rules` and `model-lint list-models` name them all"),
    }
}

/// The rule or model that was probably meant: the same but for case, else the nearest.
fn suggestion<'c>(catalog: &'c Catalog, subject: &str) -> Option<&'c str> {
    if let Some(model) = catalog.models_folded(&subject.to_ascii_lowercase()).next() {
        return Some(model.id());
    }
    let rules = Rule::ALL.iter().map(|rule| rule.name());
    let models = catalog.models();
    // Another number is another model, not a slip.
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let ids = models.iter().map(Model::id).filter(|id| digits(id) == digits(subject));
    nearest(subject, rules.chain(ids))
}

fn write_models(
    subject: &str,
    models: &[Model<'_>],
    catalog: &Catalog,
    as_of: Date,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{} as of {as_of}", escape(subject))?;
    let has_other_ids = models.iter().any(|model| model.id() != subject);
    for models in models.chunks(SIDE_BY_SIDE) {
        writeln!(out)?;
        let mut head = vec![""];
        head.extend(models.iter().map(|model| model.provider().title()));
        let mut table = Table::new(&head);
        if has_other_ids {
            let ids = models.iter().map(|model| model.id().to_owned());
            table.row(std::iter::once("ID".to_owned()).chain(ids).collect());
        }
        for (name, fact) in facts::FACTS {
            let cell = |model| narrow(&fact(model, catalog, as_of).unwrap_or_default());
            let cells: Vec<String> = models.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.row(std::iter::once((*name).to_owned()).chain(cells).collect());
            }
        }
        table.write(out)?;
    }
    writeln!(out)?;
    for model in models {
        writeln!(out, "{}: {}", model.provider().title(), model.source().unwrap_or("no source"))?;
    }
    Ok(())
}

/// A fact in lines that fit into a column.
fn narrow(fact: &str) -> String {
    fact.lines().map(|line| wrapped(line, COLUMN)).collect::<Vec<_>>().join("\n")
}

fn write_causes(subject: &str, catalog: &Catalog, as_of: Date, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "model_not_found: \"the model does not exist or you do not have access to it\"")?;
    writeln!(out, "\nThis one answer has many causes. What can be seen in the code, and the rules that find it:\n")?;
    for (cause, rules) in CAUSES {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
        writeln!(out, "  - {cause} [{}]", names.join(", "))?;
    }
    writeln!(out, "\nWhat only the account or the server can tell:\n")?;
    for cause in NOT_IN_THE_CODE {
        writeln!(out, "  - {cause}")?;
    }
    match quoted(subject).or_else(|| bare(catalog, subject)) {
        Some(id) => write_named(id, catalog, as_of, out),
        None => writeln!(out, "\n`model-lint explain MODEL-ID` has all that is known about one model."),
    }
}

/// What is known about the model in a pasted answer.
fn write_named(id: &str, catalog: &Catalog, as_of: Date, out: &mut dyn Write) -> io::Result<()> {
    let models = facts::models(catalog, id);
    writeln!(out)?;
    if !models.is_empty() {
        return write_models(id, &models, catalog, as_of, out);
    }
    match suggestion(catalog, id) {
        Some(name) => writeln!(out, "No model is known as `{}`: did you mean `{name}`?", escape(id)),
        None => writeln!(out, "No model is known as `{}`.", escape(id)),
    }
}

/// The word of an answer without quotes, as a shell leaves it, that is a model ID.
fn bare<'s>(catalog: &Catalog, answer: &'s str) -> Option<&'s str> {
    let words = answer.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':']));
    let known = words.clone().find(|word| !facts::models(catalog, word).is_empty());
    // What is no model is named where the answer names it.
    let place = words.clone().position(|word| word.eq_ignore_ascii_case("model"));
    known.or_else(|| place.and_then(|place| words.clone().nth(place + 1)).filter(|word| *word != "does"))
}

/// The first word in quotes or backticks that could be a model ID.
fn quoted(answer: &str) -> Option<&str> {
    let is_id = |part: &&str| {
        let id = part.chars().all(|c| c.is_ascii_alphanumeric() || "-._:/@".contains(c));
        id && part.contains(|c: char| c.is_ascii_digit() || c == '-') && part.len() > 2
    };
    answer.split(['`', '\'', '"']).skip(1).step_by(2).find(is_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_of_an_answer_is_found() {
        assert_eq!(quoted("The model `gpt-9` does not exist or you do not have access to it."), Some("gpt-9"));
        assert_eq!(quoted("{'code': 'model_not_found', 'message': 'x'}"), None);
        assert_eq!(quoted("model_not_found"), None);
    }

    #[test]
    fn the_answer_is_recognised_in_any_form() {
        assert!(is_not_found("Error code: 404 - {'error': {'code': 'model_not_found'}}"));
        assert!(is_not_found("The model `x` does not exist or you do not have access to it."));
        assert!(!is_not_found("retired-model"));
    }
}
