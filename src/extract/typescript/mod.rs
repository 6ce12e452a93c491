//! TypeScript and JavaScript, with and without JSX.

mod dialect;
mod grammar;
mod modules;
mod parts;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::extract::code::idiom::Idiom;
use crate::extract::code::lower::{Lowered, Plans};
use crate::extract::code::{answers, guard, idle, lower, mentions, read, unparsed, untaken};
use crate::extract::{Answer, Extraction, Extractor, Files, Mention, Question, Trouble};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// What becomes of the kinds of each grammar.
static PLANS: [OnceLock<Plans>; 3] = [const { OnceLock::new() }; 3];

/// The extractors for the grammars of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeScript {
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
    /// `.js`, `.mjs`, `.cjs`, `.jsx`.
    JavaScript,
}

/// A file of this name only declares types for code that is elsewhere: nothing in it is sent.
pub(super) fn declares(name: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end))
}

impl TypeScript {
    /// The tree of a file; what keeps it from being parsed if there is none.
    fn lowered(self, file: &SourceFile) -> Arc<Result<Lowered, Trouble>> {
        file.made(|| self.parsed(file))
    }

    fn parsed(self, file: &SourceFile) -> Result<Lowered, Trouble> {
        if let Some(trouble) = guard::refuse(file) {
            return Err(trouble);
        }
        let grammar = self.grammar();
        let syntax = lower::parse(&grammar, &file.bytes).ok_or(Trouble::TooCostly)?;
        let plans = Plans::of(&PLANS[self as usize], &grammar, &grammar::TypeScript);
        Ok(lower::lower(&syntax, file.bytes.len(), plans, &grammar::TypeScript))
    }
}

impl Extractor for TypeScript {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        match &*self.lowered(file) {
            Ok(lowered) => lowered
                .bounded(|| read::read(file, lowered, &dialect::TypeScriptDialect, vocabulary))
                .unwrap_or_else(|| guard::without_tree(file, vocabulary, Trouble::TooCostly)),
            Err(trouble) => guard::without_tree(file, vocabulary, *trouble),
        }
    }

    fn resolve(&self, import: &str, from: &str, files: &dyn Files) -> Option<String> {
        modules::resolve(import, from, files)
    }

    fn is_private(&self, path: &str, files: &dyn Files) -> bool {
        modules::is_private(path, files)
    }

    fn is_only_imported(&self, path: &str, files: &dyn Files) -> bool {
        parts::is_only_imported(path, files)
    }

    fn is_idle(&self, path: &str, file: &SourceFile, files: &dyn Files) -> bool {
        let is_of_project = |module: &str| modules::resolve(module, path, files).is_some();
        match &*self.lowered(file) {
            Ok(lowered) if !parts::is_found(path) => {
                let idiom = Idiom::new(&dialect::TypeScriptDialect, files.vocabulary());
                lowered.bounded(|| idle::is_idle(file, lowered, idiom, &is_of_project)).unwrap_or(false)
            }
            _ => false,
        }
    }

    fn untaken(
        &self,
        path: &str,
        file: &SourceFile,
        given: &[String],
        is_taken: &dyn Fn(&str) -> bool,
        files: &dyn Files,
    ) -> Vec<Span> {
        match &*self.lowered(file) {
            Ok(lowered) if !parts::is_found(path) => {
                let idiom = Idiom::new(&dialect::TypeScriptDialect, files.vocabulary());
                lowered.bounded(|| untaken::untaken(file, lowered, idiom, given, is_taken)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn exported(&self, bytes: &[u8]) -> Vec<String> {
        parts::exported(bytes)
    }

    fn modules_in<'l>(&self, lines: &'l [u8]) -> Option<Vec<Cow<'l, str>>> {
        Some(modules::quoted(lines).map(Cow::Borrowed).collect())
    }

    fn may_give(&self, bytes: &[u8]) -> bool {
        memchr::memmem::find(bytes, b"export").is_some()
    }

    fn answer(&self, file: &SourceFile, vocabulary: &dyn Vocabulary, questions: &[Question]) -> Vec<Answer> {
        let known = questions.iter().map(|question| unparsed::answer(&file.bytes, question));
        if let Some(known) = known.collect() {
            return known;
        }
        match &*self.lowered(file) {
            Ok(lowered) => {
                lowered.bounded(|| answers::answer(file, lowered, &dialect::TypeScriptDialect, vocabulary, questions))
            }
            Err(_) => None,
        }
        .unwrap_or_else(|| questions.iter().map(|_| Answer::default()).collect())
    }

    fn mentions(
        &self,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        self.lowered(file).as_ref().as_ref().ok().and_then(|lowered| {
            lowered.bounded(|| mentions::mentions(file, lowered, &dialect::TypeScriptDialect, vocabulary, names))
        })
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        match guard::refuse(file) {
            Some(_) => None,
            None => lower::syntax_errors(&self.grammar(), &file.bytes),
        }
    }
}

impl TypeScript {
    fn grammar(self) -> tree_sitter::Language {
        match self {
            TypeScript::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            TypeScript::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
            TypeScript::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_tell_declarations_from_code() {
        for (name, declares) in
            [("models.d.ts", true), ("a.d.mts", true), ("d.ts", false), ("models.ts", false), ("a.d.tsx", false)]
        {
            assert_eq!(super::declares(name), declares, "{name}");
        }
    }
}
