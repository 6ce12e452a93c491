//! From the JSON of a notebook to the sources of its code cells: one pass, and nothing of the outputs is kept.

use std::mem;

use crate::extract::json::token::{Kind, Part, Token, Tokens, parts};
use crate::source::Span;
use crate::vocabulary::Language;

/// What matters of a notebook.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Code cells, in order.
    pub sources: Vec<Source>,
    /// The language of its kernel; empty if nothing says it.
    language: String,
    /// The name of its kernel.
    kernel: String,
    /// The JSON is cut off or wrong.
    pub broken: bool,
}

/// The source of a code cell.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Its number over all cells, from 1.
    pub cell: u32,
    /// The strings that it is made of, with their quotes.
    pub strings: Vec<Span>,
    /// The languages that the cell says it is written in; none where it is that of the notebook.
    languages: Vec<String>,
}

impl Source {
    /// The cell is written in the language of the notebook.
    pub fn is_in(&self, language: Language) -> bool {
        // An editor that was given no kernel calls every cell plain text.
        self.languages.iter().all(|name| name == "plaintext" || named(name) == Some(language))
    }
}

impl Document {
    /// What the kernel speaks, if it is read; Python where nothing says it.
    pub fn language(&self) -> Option<Language> {
        match (self.language.as_str(), self.kernel.as_str()) {
            ("", "") => Some(Language::Python),
            ("", kernel) if kernel.starts_with("conda") => Some(Language::Python),
            ("", name) | (name, _) => named(name),
        }
    }
}

/// The language that a notebook calls so, or whose kernel is called so.
fn named(name: &str) -> Option<Language> {
    const NAMES: [(&str, Language); 9] = [
        ("python", Language::Python),
        ("ipython", Language::Python),
        ("pypy", Language::Python),
        ("typescript", Language::TypeScript),
        ("javascript", Language::TypeScript),
        ("deno", Language::TypeScript),
        ("tslab", Language::TypeScript),
        ("jslab", Language::TypeScript),
        ("nodejs", Language::TypeScript),
    ];
    let name = name.to_ascii_lowercase();
    NAMES.iter().find(|(word, _)| name.starts_with(word)).map(|(_, language)| *language)
}

/// How the kind of a text begins that is Python, in whatever dialect.
const PYTHON: &str = "text/x-python";

/// What a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Other,
    Root,
    /// Worksheets of format 3.
    Sheets,
    Sheet,
    Cells,
    Cell,
    Source,
    CellMetadata,
    CellEditor,
    Metadata,
    Kernel,
    Language,
}

/// A container that is open.
#[derive(Debug, Clone, Copy)]
struct Frame {
    place: Place,
    /// It is a mapping; the key at hand.
    key: Option<Span>,
    is_map: bool,
    /// A colon stands behind the key.
    has_colon: bool,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Cell {
    is_code: bool,
    languages: Vec<String>,
    strings: Vec<Span>,
}

/// Reads the JSON of a notebook.
pub(super) fn read(bytes: &[u8]) -> Document {
    let mut reader = Reader {
        bytes,
        frames: Vec::new(),
        cell: Cell::default(),
        number: 0,
        mimetype: String::new(),
        document: Document::default(),
    };
    for token in Tokens::new(bytes, 0) {
        reader.take(token);
    }
    reader.end()
}

struct Reader<'b> {
    bytes: &'b [u8],
    frames: Vec<Frame>,
    cell: Cell,
    number: u32,
    mimetype: String,
    document: Document,
}

impl Reader<'_> {
    fn take(&mut self, token: Token) {
        match token.kind {
            Kind::Open(sign) => self.open(sign),
            Kind::Close(sign) => self.close(sign),
            Kind::Colon => self.each_frame(|frame| frame.has_colon = true),
            Kind::Comma => self.each_frame(|frame| (frame.key, frame.has_colon) = (None, false)),
            Kind::String { closed } => {
                self.document.broken |= !closed;
                self.string(token.span);
            }
            Kind::Word | Kind::Comment => {}
            Kind::Other => self.document.broken = true,
        }
    }

    fn each_frame(&mut self, change: impl Fn(&mut Frame)) {
        self.frames.last_mut().into_iter().for_each(change);
    }

    fn open(&mut self, sign: u8) {
        let is_map = sign == b'{';
        let place = self.inner(is_map);
        if place == Place::Cell {
            self.number += 1;
            self.cell = Cell::default();
        }
        self.frames.push(Frame { place, key: None, is_map, has_colon: false });
    }

    /// What the container that opens here is.
    fn inner(&self, is_map: bool) -> Place {
        let Some(outer) = self.frames.last() else { return if is_map { Place::Root } else { Place::Other } };
        let key = outer.key.map_or(&b""[..], |span| &self.bytes[span.range()]);
        match (outer.place, key, is_map) {
            (Place::Root | Place::Sheet, b"\"cells\"", false) => Place::Cells,
            (Place::Root, b"\"worksheets\"", false) => Place::Sheets,
            (Place::Root, b"\"metadata\"", true) => Place::Metadata,
            (Place::Sheets, _, true) => Place::Sheet,
            (Place::Cells, _, true) => Place::Cell,
            (Place::Cell, b"\"source\"" | b"\"input\"", false) => Place::Source,
            (Place::Cell, b"\"metadata\"", true) => Place::CellMetadata,
            (Place::CellMetadata, b"\"vscode\"" | b"\"dotnet_interactive\"" | b"\"polyglot_notebook\"", true) => {
                Place::CellEditor
            }
            (Place::Metadata, b"\"kernelspec\"", true) => Place::Kernel,
            (Place::Metadata, b"\"language_info\"", true) => Place::Language,
            _ => Place::Other,
        }
    }

    fn close(&mut self, sign: u8) {
        let Some(frame) = self.frames.pop() else {
            self.document.broken = true;
            return;
        };
        self.document.broken |= frame.is_map != (sign == b'}');
        if frame.place == Place::Cell {
            self.finish_cell();
        }
    }

    fn finish_cell(&mut self) {
        let cell = mem::take(&mut self.cell);
        if cell.is_code && !cell.strings.is_empty() {
            let (strings, languages) = (cell.strings, cell.languages);
            self.document.sources.push(Source { cell: self.number, strings, languages });
        }
    }

    fn string(&mut self, span: Span) {
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.is_map && !frame.has_colon {
            frame.key = Some(span);
            return;
        }
        let key = frame.key.map_or(&b""[..], |key| &self.bytes[key.range()]);
        match (frame.place, key) {
            (Place::Source, _) | (Place::Cell, b"\"source\"" | b"\"input\"") => self.cell.strings.push(span),
            (Place::Cell, b"\"cell_type\"") => self.cell.is_code = self.bytes[span.range()] == *b"\"code\"",
            (Place::Cell, b"\"language\"") | (Place::CellEditor, b"\"languageId\"" | b"\"language\"") => {
                let language = self.text(span);
                self.cell.languages.push(language);
            }
            (Place::Kernel | Place::Language, b"\"language\"") | (Place::Language, b"\"name\"") => {
                self.document.language = self.text(span);
            }
            (Place::Language, b"\"mimetype\"") => self.mimetype = self.text(span),
            (Place::Kernel, b"\"name\"") => self.document.kernel = self.text(span),
            _ => {}
        }
    }

    fn text(&self, span: Span) -> String {
        let mut text = String::new();
        for part in parts(self.bytes, span) {
            match part {
                Part::Verbatim(span) => text.push_str(&String::from_utf8_lossy(&self.bytes[span.range()])),
                Part::Escape(_, decoded) => text.extend(decoded),
            }
        }
        text
    }

    fn end(mut self) -> Document {
        self.document.broken |= !self.frames.is_empty();
        // A language that extends Python by another name.
        if self.mimetype.starts_with(PYTHON) {
            self.document.language = "python".to_owned();
        }
        // What the end cut off is read as far as it goes.
        if self.frames.iter().any(|frame| frame.place == Place::Cell) {
            self.finish_cell();
        }
        self.document
    }
}
