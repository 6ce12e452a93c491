//! A page for people who review: the models, then every place.

use std::io::{self, Write};

use super::Survey;
use super::table::{status, summary};
use crate::report::text::{escape, marked};

/// Writes the survey as Markdown.
///
/// # Errors
/// What the writer says.
pub fn write(survey: &Survey, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Models in use\n\n{}.\n", summary(survey))?;
    writeln!(
        out,
        "| platform | model | kind | status | use instead | places |\n| --- | --- | --- | --- | --- | --: |"
    )?;
    for ((identity, name), uses) in survey.by_model() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&identity.platform),
            code(name),
            cell(identity.kind.as_deref().unwrap_or_default()),
            status(identity),
            identity.replacement.as_deref().map(|to| marked(&code(to), identity.is_confirmed)).unwrap_or_default(),
            uses.len()
        )?;
    }
    writeln!(out, "\n## Places\n\n| place | model | endpoint | how |\n| --- | --- | --- | --- |")?;
    for used in &survey.uses {
        let place = format!("{}:{}", used.path, used.location.line);
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            code(&place),
            code(used.name()),
            cell(&used.endpoints.join(", ")),
            cell(&used.how)
        )?;
    }
    Ok(())
}

/// Text in a cell: nothing ends the cell or is read as markup.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape(text).chars() {
        if matches!(c, '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Code in a cell.
fn code(text: &str) -> String {
    format!("`{}`", escape(text).replace('`', "'").replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_cells() {
        assert_eq!(cell("a|b<c>*"), "a\\|b\\<c\\>\\*");
        assert_eq!(code("a`|b"), "`a'\\|b`");
    }
}
