//! Notebooks: the code cells of one, read as one module.

mod cells;
mod magics;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::extract::json::token::{Part, parts};
use crate::extract::python::Python;
use crate::extract::{Extraction, Extractor, Files, Mention, Trouble};
use crate::reference::Seen;
use crate::source::{Assembly, Decoded, SourceFile, decode};
use crate::vocabulary::Vocabulary;

use self::cells::Source;

/// Reads `.ipynb` files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notebook;

impl Extractor for Notebook {
    /// The code of all cells; none if the notebook speaks another language.
    fn open(&self, path: &str, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        let Decoded { bytes, encoding } = decode(raw)?;
        let document = cells::read(&bytes);
        let mut text = Assembly::new(&bytes);
        if document.is_python() {
            for source in &document.sources {
                take(source, &bytes, &mut text);
            }
        }
        Ok(text.finish(path, encoding, document.broken))
    }

    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        // A notebook is its cells, and none were taken from text that is no notebook.
        let Some(origin) = &file.origin else { return Extraction::default() };
        let mut extraction = Python.summarise(file, vocabulary);
        if origin.broken {
            extraction.trouble.get_or_insert(Trouble::SyntaxErrors);
            for reference in &mut extraction.references {
                reference.value.seen = reference.value.seen.min(Seen::ErrorRegion);
            }
        }
        extraction
    }

    fn resolve(&self, import: &str, from: &str, files: &dyn Files) -> Option<String> {
        Python.resolve(import, from, files)
    }

    fn submodule(&self, import: &str, name: &str) -> Option<String> {
        Python.submodule(import, name)
    }

    fn mentions(&self, file: &SourceFile, names: &HashSet<String>) -> Option<Vec<Mention>> {
        Python.mentions(file, names)
    }
}

/// Takes the source of a cell into the text, with what is no Python masked.
fn take(source: &Source, bytes: &[u8], text: &mut Assembly<'_>) {
    text.begin_cell(source.cell);
    let start = text.text().len();
    for line in &source.strings {
        for part in parts(bytes, *line) {
            match part {
                Part::Verbatim(span) => text.take(span),
                Part::Escape(span, decoded) => {
                    decoded.into_iter().for_each(|c| text.take_as(span, c));
                }
            }
        }
    }
    text.mask(start, magics::mask);
    if !text.text().ends_with(b"\n") {
        text.add('\n');
    }
}
