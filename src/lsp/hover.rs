//! What is known about the ID under the cursor, as `model-lint explain` says it.

use std::fmt::Write;

use super::position::{Text, Units};
use super::protocol::{Hover, Markup};
use crate::catalog::{Catalog, Date, Model};
use crate::facts;
use crate::project::{Project, Target};
use crate::reference::{Platform, Reference};
use crate::resolve::{Reading, Resolver};

/// Providers that stand one below the other.
const SIDE_BY_SIDE: usize = 3;

/// What is known about the value at a byte of a document.
pub(super) fn at(project: &Project, target: &Target, text: &Text, byte: usize, units: Units) -> Option<Hover> {
    let found = project.references(target)?;
    let resolver = Resolver { catalog: project.catalog(), as_of: project.settings.as_of };
    let place = |reference: &Reference| {
        let bytes = found.file.place(reference.value.span).bytes;
        bytes.start as usize..bytes.end as usize
    };
    let holds = |reference: &&Reference| place(reference).contains(&byte) || place(reference).end == byte;
    let reference = found.references.iter().find(holds)?;
    let mut readings = resolver.readings(reference);
    readings.sort_by_key(|reading| !matches!(reading, Reading::Known(_)));
    let certain = reference.uses.iter().any(|used| matches!(used.platform, Platform::Known(..)));
    let value = said(project, &reference.value.text, readings.first()?, certain)?;
    Some(Hover { contents: Markup::markdown(value), range: text.range(place(reference), units) })
}

/// The facts of what a value is read as.
fn said(project: &Project, text: &str, reading: &Reading<'_>, certain: bool) -> Option<String> {
    let (catalog, as_of) = (project.catalog(), project.settings.as_of);
    match reading {
        Reading::Known(known) if certain => Some(models(&[known.model], catalog, as_of)),
        Reading::Known(known) => {
            let mut all = vec![known.model];
            all.extend(facts::models(catalog, known.model.id()).into_iter().filter(|model| *model != known.model));
            Some(models(&all, catalog, as_of))
        }
        Reading::Wrong(wrong) => {
            let on = catalog.provider(wrong.provider).title();
            let id = &text[wrong.id.clone()];
            let head = format!("{} is no model of {on}.", code(id));
            Some(match wrong.candidates.first() {
                Some(candidate) => {
                    format!(
                        "{head} Did you mean {}?\n\n{}",
                        code(candidate.id()),
                        models(&[*candidate], catalog, as_of)
                    )
                }
                None => head,
            })
        }
        Reading::NotJudged | Reading::Unheard => None,
    }
}

/// Models one below the other, in Markdown.
pub(super) fn models(models: &[Model<'_>], catalog: &Catalog, as_of: Date) -> String {
    let mut shown: Vec<String> = models.iter().take(SIDE_BY_SIDE).map(|model| one(model, catalog, as_of)).collect();
    if let Some(more) = models.len().checked_sub(SIDE_BY_SIDE).filter(|more| *more > 0) {
        shown.push(format!("and on {more} more: `model-lint explain {}`", models[0].id()));
    }
    shown.join("\n\n---\n\n")
}

fn one(model: &Model<'_>, catalog: &Catalog, as_of: Date) -> String {
    let mut text = format!("{}: {}\n", code(model.id()), model.provider().title());
    for (name, fact) in facts::of(model, catalog, as_of) {
        let fact = fact.lines().collect::<Vec<_>>().join(", ");
        // Writing to a string cannot fail.
        let _ = write!(text, "\n- {name}: {fact}");
    }
    if let Some(source) = model.source() {
        let _ = write!(text, "\n\n[source]({source})");
    }
    text
}

/// An ID as code; what is in the catalog or was read as an ID holds no backtick, and what does is shown without.
fn code(id: &str) -> String {
    format!("`{}`", id.replace(['`', '\n', '\r'], " "))
}
