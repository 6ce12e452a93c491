//! Notebooks: the code cells of one, read as one module.

mod cells;
mod magics;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

use crate::extract::json::token::{Part, parts};
use crate::extract::python::Python;
use crate::extract::settings::shell;
use crate::extract::typescript::TypeScript;
use crate::extract::{Extraction, Extractor, Files, Mention, Trouble, extractor_of};
use crate::reference::{Reference, Seen};
use crate::source::{Assembly, Decoded, SourceFile, decode};
use crate::vocabulary::{Language, Vocabulary};

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
        let language = document.language();
        if let Some(language) = language {
            for source in document.sources.iter().filter(|source| source.is_in(language)) {
                take(source, language, &bytes, &mut text);
            }
        }
        let mut file = text.finish(path, encoding, document.broken);
        if let Some(origin) = &mut file.origin {
            origin.is_script = language == Some(Language::TypeScript);
        }
        Ok(file)
    }

    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        // A notebook is its cells, and none were taken from text that is no notebook.
        let Some(origin) = &file.origin else { return Extraction::default() };
        let mut extraction = reader(file).summarise(file, vocabulary);
        let mut named = named(commands(file), file, vocabulary);
        named.extend(written(file, vocabulary));
        if !named.is_empty() {
            extraction.references.extend(named);
            extraction.references.sort_by_key(|reference| reference.value.span);
        }
        if origin.broken {
            extraction.trouble.get_or_insert(Trouble::SyntaxErrors);
            for reference in &mut extraction.references {
                reference.value.seen = reference.value.seen.min(Seen::ErrorRegion);
            }
        }
        extraction
    }

    fn commands(&self, file: &SourceFile) -> Vec<Range<usize>> {
        commands(file).into_iter().chain(files(file).into_iter().map(|(_, text)| text)).collect()
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        match &file.origin {
            Some(origin) if !origin.broken => reader(file).syntax_errors(file),
            _ => Some(usize::MAX),
        }
    }

    fn import_words(&self) -> &'static [&'static str] {
        Python.import_words()
    }

    fn resolve(&self, import: &str, from: &str, files: &dyn Files) -> Option<String> {
        // A module of Python is no path.
        Python
            .resolve(import, from, files)
            .or_else(|| SCRIPT.resolve(import, from, files).filter(|_| import.contains('/')))
    }

    fn submodule(&self, import: &str, name: &str) -> Option<String> {
        Python.submodule(import, name)
    }

    fn mentions(
        &self,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        reader(file).mentions(file, vocabulary, names)
    }
}

/// Notebooks have no elements of JSX; types may stand in them.
const SCRIPT: TypeScript = TypeScript::TypeScript;

/// What reads the code of a notebook.
fn reader(file: &SourceFile) -> &'static dyn Extractor {
    if is_script(file) { &SCRIPT } else { &Python }
}

fn is_script(file: &SourceFile) -> bool {
    file.origin.as_ref().is_some_and(|origin| origin.is_script)
}

/// Where cells run commands of a shell.
fn commands(file: &SourceFile) -> Vec<Range<usize>> {
    if is_script(file) {
        return Vec::new();
    }
    let cells = file.cells().into_iter().flat_map(|cell| {
        let commands = magics::commands(&file.shown()[cell.clone()]).into_iter();
        commands.map(move |command| cell.start + command.start..cell.start + command.end)
    });
    cells.collect()
}

/// Most files that the cells of a notebook write and that are read: each is read with what stands before it blanked out.
const MOST_FILES: usize = 64;

/// The files that cells write, and where their texts stand; what is code of the notebook's own language is in its module.
fn files(file: &SourceFile) -> Vec<(String, Range<usize>)> {
    if is_script(file) {
        return Vec::new();
    }
    let cells = file.cells().into_iter().filter_map(|cell| {
        let (path, text) = magics::written(&file.shown()[cell.clone()])?;
        let reader = extractor_of(&path).filter(|reader| !reader.is_container)?;
        let is_other = reader.language != Some(Language::Python) && text.len() as u64 <= reader.largest;
        is_other.then(|| (path, cell.start + text.start..cell.start + text.end))
    });
    cells.take(MOST_FILES).collect()
}

/// What stands in files that cells write, each at its place.
fn written(file: &SourceFile, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let folder = file.path.rfind(['/', '\\']).map_or("", |at| &file.path[..=at]);
    let read = |(path, text): (String, Range<usize>)| {
        let shown = file.shown();
        let blank = shown[..text.start].iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' });
        let bytes: Vec<u8> = blank.chain(shown[text].iter().copied()).collect();
        let path = format!("{folder}{path}");
        let reader = extractor_of(&path)?;
        let inner = SourceFile::of_text(path, bytes);
        Some(reader.extractor.summarise(&inner, vocabulary).references)
    };
    files(file).into_iter().filter_map(read).flatten().collect()
}

/// What commands of a shell name: they are masked for the reader of the code.
fn named(commands: Vec<Range<usize>>, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let shown = if commands.is_empty() { None } else { file.as_shown() };
    let read = |shown: &SourceFile| {
        let each = commands.into_iter().flat_map(|command| shell::read(shown, command, Seen::Tree, vocabulary));
        each.collect()
    };
    shown.as_ref().map(read).unwrap_or_default()
}

/// Takes the source of a cell into the text, with what is no code masked.
fn take(source: &Source, language: Language, bytes: &[u8], text: &mut Assembly<'_>) {
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
    if language == Language::Python {
        text.mask(start, magics::mask);
    }
    if !text.text().ends_with(b"\n") {
        text.add('\n');
    }
}
