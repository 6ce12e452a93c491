//! From the bytes of a file to references: one extractor per language or format.
//!
//! An extractor has two duties: [`Extractor::summarise`] says what stands in a
//! file, [`Extractor::resolve`] says which file an import means. It knows no
//! model, provider or SDK; it asks the [`Vocabulary`].

mod called;
mod cases;
pub mod code;
pub mod component;
pub mod dotenv;
mod json;
pub mod lexical;
mod links;
pub mod notebook;
mod parse;
mod permits;
pub mod prompt;
pub mod python;
mod recorded;
mod requests;
mod roles;
mod settings;
mod stems;
mod tags;
pub mod toml;
pub mod typescript;
pub mod yaml;

pub(crate) use called::{is_route, names_router};
pub use links::{
    Answer, ClassFacts, Constant, Fallback, Field, FieldHolder, Files, Given, Holder, Links, MemberRead, MembersRead,
    Mention, Mentioned, Object, ObjectPart, Owned, Passed, Question, Reached, ReadOf, Slot, Taken, Want,
    settings_in_json,
};

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::reference::{Reference, Route, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Language, ProviderId, Vocabulary};

/// Words of imports in any language.
pub const ANY_WORDS: &[&str] = &["import", "from ", "require", "export"];

/// The key that marks a request of a batch.
pub const BATCH_KEY: &str = "custom_id";

/// What the names hold of functions that ask like the one of the language: `safeFetch`, `fetchWithRetry`.
pub const FETCHING: &str = "etch";

/// What stands in a file.
#[derive(Debug, Default)]
pub struct Extraction {
    /// Model values and their uses, by position.
    pub references: Vec<Reference>,
    /// Calls of known call sites that name no literal model, by position.
    pub bare_calls: Vec<Use>,
    /// Comments that may hold a suppression, by position: the text after the comment sign, and its place.
    pub comments: Vec<Comment>,
    /// Strings that stand on several lines, with what marks them, by position: no comment stands in them.
    pub texts: Vec<Span>,
    /// Settings that change how clients of the same folder are read.
    pub switches: Vec<BaseUrl>,
    /// A platform that a variable switches the clients of the same folder to, or not, where another has models of the
    /// same IDs.
    pub meant: Option<(ProviderId, bool)>,
    /// What kept the extractor from seeing everything.
    pub trouble: Option<Trouble>,
    /// Literals that a model is put together of with something unknown, that other places take over as a name of their own,
    /// or that are held against others in a type or a comparison: whoever changes one changes more than he sees.
    pub parts: Vec<Span>,
    /// What the file takes from other files.
    pub links: Links,
    /// Data that may be settings or may tell what was: only who reads the file would tell.
    pub is_unproven: bool,
}

impl Extraction {
    /// The place of the reference whose value is written somewhere.
    pub(crate) fn place(&self, value: Span) -> Option<usize> {
        self.references.binary_search_by_key(&value, |reference| reference.value.span).ok()
    }
}

/// Those spans that stand on several lines, by position.
fn on_several_lines(file: &SourceFile, spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut found: Vec<Span> =
        spans.filter(|span| memchr::memchr(b'\n', &file.bytes[span.range()]).is_some()).collect();
    found.sort_unstable();
    found
}

/// A comment that mentions the linter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The comment, with its sign.
    pub span: Span,
    /// The text without its sign.
    pub text: String,
    /// Nothing but white space stands before it on its line.
    pub alone: bool,
}

/// What marks a comment as meant for the linter.
pub const COMMENT_MARK: &str = "model-lint:";

/// A base URL in a settings file: clients of the provider in the same folder and below talk to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// The provider whose clients it redirects.
    pub provider: Option<ProviderId>,
    /// The URL.
    pub url: String,
    /// Its place.
    pub span: Span,
}

/// What kept an extractor from seeing everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nested too deeply for the parser; the line matcher read it.
    TooDeep,
    /// Too many lines or bytes for the parser; the line matcher read it.
    TooLong,
    /// The parser took too many steps; the line matcher read it.
    TooCostly,
    /// Regions with syntax errors.
    SyntaxErrors,
}

/// How comments are written, where one may be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentForm {
    /// What begins one.
    pub sign: &'static str,
    /// Blanks between code and comment.
    pub gap: &'static str,
    /// A comment may stand behind a value.
    pub behind: bool,
}

const HASH: CommentForm = CommentForm { sign: "# ", gap: "  ", behind: true };
const SLASHES: CommentForm = CommentForm { sign: "// ", gap: " ", behind: true };
/// What follows a value may belong to it, for those who do not read quotes as we do.
const HASH_ALONE: CommentForm = CommentForm { behind: false, ..HASH };

/// How a file is read.
#[derive(Clone, Copy)]
pub struct Reader {
    /// The language or format.
    pub extractor: &'static dyn Extractor,
    /// The language of code; none where it holds settings.
    pub language: Option<Language>,
    /// How comments are written; none where there are none.
    pub comments: Option<CommentForm>,
    /// The text is taken out of another format: what stands in the file's bytes says little of it.
    pub is_container: bool,
    /// Larger files of this kind hold data, in bytes: nothing is to be said of them.
    pub largest: u64,
}

impl Reader {
    fn new(extractor: &'static dyn Extractor, language: Option<Language>, comments: Option<CommentForm>) -> Reader {
        Reader { extractor, language, comments, is_container: false, largest: u64::MAX }
    }

    /// How the text of one file is read: some kinds of files hold one language or another.
    pub fn of_text(self, file: &SourceFile) -> Reader {
        if file.origin.as_ref().is_some_and(|origin| origin.is_script) {
            return Reader { language: Some(Language::TypeScript), comments: Some(SLASHES), ..self };
        }
        self
    }
}

/// How a file is read, by its name; nothing if it is no file of ours, or nothing is to be said of what it is.
pub fn extractor_of(path: &str) -> Option<Reader> {
    let name = file_name(path);
    // What the linter's own configuration names is named for the linter.
    let is_own = matches!(name, "model-lint.toml" | ".model-lint.toml");
    let is_silent = is_own || json::is_data(path) || typescript::declares(name);
    reader_of(name).filter(|_| !is_silent)
}

/// A file of a kind that is read, by its name.
pub fn is_read(path: &str) -> bool {
    reader_of(file_name(path)).is_some()
}

/// How files are read: every language and format, by what the names of its files end with.
fn reader_of(name: &str) -> Option<Reader> {
    let (python, script) = (Some(Language::Python), Some(Language::TypeScript));
    let (hash, slashes) = (Some(HASH), Some(SLASHES));
    let end = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, end)| end);
    let is_lower = end.bytes().all(|byte| !byte.is_ascii_uppercase());
    let end = if is_lower { Cow::Borrowed(end) } else { Cow::Owned(end.to_ascii_lowercase()) };
    let reader = match &*end {
        "py" | "pyi" => Reader::new(&python::Python, python, hash),
        "ipynb" => Reader { is_container: true, ..Reader::new(&notebook::Notebook, python, hash) },
        "ts" | "mts" | "cts" => Reader::new(&typescript::TypeScript::TypeScript, script, slashes),
        "tsx" => Reader::new(&typescript::TypeScript::Tsx, script, slashes),
        "js" | "mjs" | "cjs" | "jsx" => Reader::new(&typescript::TypeScript::JavaScript, script, slashes),
        "vue" | "svelte" => Reader::new(&component::Component::Markup, script, slashes),
        "astro" => Reader::new(&component::Component::WithFrontMatter, script, slashes),
        "yaml" | "yml" => Reader::new(&yaml::Yaml, None, hash),
        "json" | "json5" => Reader { largest: json::LARGEST, ..Reader::new(&json::Json, None, None) },
        "jsonc" => Reader { largest: json::LARGEST, ..Reader::new(&json::Json, None, slashes) },
        "jsonl" | "ndjson" => Reader::new(&json::JsonLines, None, None),
        "prompt" => Reader::new(&prompt::Prompt, None, hash),
        "toml" => Reader { largest: toml::LARGEST, ..Reader::new(&toml::Toml, None, hash) },
        // What the extension says comes first: `.env.yaml` is YAML.
        "env" => Reader::new(&dotenv::DotEnv, None, Some(HASH_ALONE)),
        _ if is_environment(name) => Reader::new(&dotenv::DotEnv, None, Some(HASH_ALONE)),
        _ => return None,
    };
    Some(reader)
}

/// Endings of examples for settings, under which these are not yet used.
const EXAMPLES: [&str; 5] = [".example", ".sample", ".template", ".tmpl", ".dist"];

/// A file of variables by its name: `.env`, `.env.local`, `env.example`, `env-sample.txt`.
pub fn is_environment(name: &str) -> bool {
    let is_example = |rest: &str| {
        let end = rest.strip_suffix(".txt").unwrap_or(rest).strip_prefix(['.', '-', '_']);
        end.is_some_and(|end| EXAMPLES.iter().any(|example| &example[1..] == end))
    };
    name.starts_with(".env") || name.strip_prefix("env").is_some_and(is_example)
}

/// The name of a file without its folders; that of an example for settings is the one under which it will be used.
pub fn file_name(path: &str) -> &str {
    const FORMATS: [&str; 4] = [".yaml", ".yml", ".json", ".toml"];
    let name = memchr::memrchr2(b'/', b'\\', path.as_bytes()).map_or(path, |at| &path[at + 1..]);
    let bare = EXAMPLES.iter().find_map(|end| name.strip_suffix(end));
    bare.filter(|bare| FORMATS.iter().any(|format| bare.ends_with(format))).unwrap_or(name)
}

/// A language or file format.
pub trait Extractor: Sync {
    /// The text that is read of a file: its own, or what another format holds of it.
    ///
    /// # Errors
    /// The reason why the content is no text.
    fn open(&self, path: &str, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        SourceFile::new(path, raw)
    }

    /// Says what stands in a file.
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction;

    /// Where a text as it is shown holds commands of a shell, which are read as settings are.
    fn commands(&self, _file: &SourceFile) -> Vec<Range<usize>> {
        Vec::new()
    }

    /// Places in the text of a file where it does not follow the grammar: an edit must add none. A format without a
    /// parser has none; nothing if the parser must not see the file, or would need too long.
    fn syntax_errors(&self, _file: &SourceFile) -> Option<usize> {
        Some(0)
    }

    /// The file, relative to the project's root, that an import in the file `from` means; nothing if it is none of the project.
    fn resolve(&self, _import: &str, _from: &str, _files: &dyn Files) -> Option<String> {
        None
    }

    /// The modules that lines import, and what may be one; nothing if it takes a parser to tell them.
    fn modules_in<'l>(&self, _lines: &'l [u8]) -> Option<Vec<Cow<'l, str>>> {
        None
    }

    /// The folder around a file whose name every import of it from elsewhere says; nothing if it may be imported without.
    fn package_of(&self, _path: &str, _files: &dyn Files) -> Option<String> {
        None
    }

    /// The package around a file is given to nobody outside of the project.
    fn is_private(&self, _path: &str, _files: &dyn Files) -> bool {
        false
    }

    /// A file lies where nothing makes use of it but who imports it.
    fn is_only_imported(&self, _path: &str, _files: &dyn Files) -> bool {
        false
    }

    /// Loading a file only binds names, and none by which a program or a framework comes to it.
    fn is_idle(&self, _path: &str, _file: &SourceFile, _files: &dyn Files) -> bool {
        false
    }

    /// The places of what a file gives to others under names of which none is taken, and of what only that uses; `given`
    /// are the names that it gives.
    fn untaken(
        &self,
        _path: &str,
        _file: &SourceFile,
        _given: &[String],
        _is_taken: &dyn Fn(&str) -> bool,
        _files: &dyn Files,
    ) -> Vec<Span> {
        Vec::new()
    }

    /// The names that a text gives to others, by the words before them.
    fn exported(&self, _bytes: &[u8]) -> Vec<String> {
        Vec::new()
    }

    /// A name of another file is surely bound there, whatever happens: by its path from the file `from`.
    fn always_binds(&self, _name: &Route, _from: &str, _files: &dyn Files) -> bool {
        false
    }

    /// The module that a name in a module is where the module itself binds no such name.
    fn submodule(&self, _import: &str, _name: &str) -> Option<String> {
        None
    }

    /// Words of which one stands on every line that imports something: these, or a single one.
    fn import_words(&self) -> &'static [&'static str] {
        ANY_WORDS
    }

    /// Other files may take something from a text, by the words in it.
    fn may_give(&self, _bytes: &[u8]) -> bool {
        true
    }

    /// What names of a file are, in the order of the questions.
    fn answer(&self, _file: &SourceFile, _vocabulary: &dyn Vocabulary, questions: &[Question]) -> Vec<Answer> {
        questions.iter().map(|_| Answer::default()).collect()
    }

    /// Where a file mentions names that it takes from other files, or that others may take from it; nothing if that
    /// cannot be said.
    fn mentions(
        &self,
        _file: &SourceFile,
        _vocabulary: &dyn Vocabulary,
        _names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        None
    }

    /// Which of some values of a file the objects of classes hold, and under which members; `values` are sorted.
    fn owned(
        &self,
        _path: &str,
        _file: &SourceFile,
        _vocabulary: &dyn Vocabulary,
        _values: &[Span],
        _files: &dyn Files,
    ) -> Vec<Owned> {
        Vec::new()
    }

    /// What a file says of the members of objects, of those whose names are wanted; nothing if that cannot be said.
    fn members_read(
        &self,
        _path: &str,
        _file: &SourceFile,
        _vocabulary: &dyn Vocabulary,
        _wanted: &dyn Fn(&str) -> bool,
        _files: &dyn Files,
    ) -> Option<MembersRead> {
        None
    }
}
