//! TypeScript and JavaScript, with and without JSX.

mod dialect;
mod grammar;

use std::sync::OnceLock;

use crate::extract::code::lower::Plans;
use crate::extract::code::{guard, lower, read};
use crate::extract::{Extraction, Extractor, Trouble};
use crate::source::SourceFile;
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

impl Extractor for TypeScript {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        if let Some(trouble) = guard::refuse(file) {
            return guard::without_tree(file, vocabulary, trouble);
        }
        let grammar = self.grammar();
        let Some(syntax) = lower::parse(&grammar, &file.bytes) else {
            return guard::without_tree(file, vocabulary, Trouble::Timeout);
        };
        let plans = Plans::of(&PLANS[*self as usize], &grammar, &grammar::TypeScript);
        let lowered = lower::lower(&syntax, file.bytes.len(), plans, &grammar::TypeScript);
        drop(syntax);
        read::read(file, lowered, &dialect::TypeScriptDialect, vocabulary)
    }

    fn syntax_errors(&self, file: &SourceFile) -> usize {
        match guard::refuse(file) {
            Some(_) => 0,
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
