//! Components of Vue, Svelte and Astro: the scripts between the markup, read as one module at their place in the file,
//! and what the select boxes of the markup offer.

mod markup;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::extract::typescript::TypeScript;
use crate::extract::{Answer, Extraction, Extractor, Files, Mention, Mentioned, Question};
use crate::reference::Reference;
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// The extractors for components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// `.vue`, `.svelte`: scripts are elements.
    Markup,
    /// `.astro`: a script between fences opens the file as well.
    WithFrontMatter,
}

impl Component {
    /// The grammar in which the scripts of a file are written.
    fn grammar(self, file: &SourceFile) -> TypeScript {
        let has_fences = self == Component::WithFrontMatter;
        let dialects = markup::scripts(file.shown(), has_fences).into_iter().map(|script| script.dialect);
        dialects.max().unwrap_or_default().into()
    }
}

impl Component {
    /// What people choose from in a select box of the markup.
    fn offered(self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
        let shown = file.shown();
        let offers = markup::offers(shown, self == Component::WithFrontMatter);
        offers.iter().filter_map(|offer| offer.reference(shown, 0, vocabulary)).collect()
    }
}

impl Extractor for Component {
    /// The scripts, with everything else masked.
    fn open(&self, path: &str, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        SourceFile::masked(path, raw, |bytes| markup::mask(bytes, *self == Component::WithFrontMatter))
    }

    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        let mut found = self.grammar(file).summarise(file, vocabulary);
        // A text that nothing ends goes on into the markup, which the reader of the scripts does not see.
        found.references.retain(|reference| is_as_shown(reference, file));
        found.references.extend(self.offered(file, vocabulary));
        found.references.sort_by_key(|reference| reference.value.span);
        found
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        self.grammar(file).syntax_errors(file)
    }

    fn resolve(&self, import: &str, from: &str, files: &dyn Files) -> Option<String> {
        TypeScript::TypeScript.resolve(import, from, files)
    }

    fn modules_in<'l>(&self, lines: &'l [u8]) -> Option<Vec<Cow<'l, str>>> {
        TypeScript::TypeScript.modules_in(lines)
    }

    fn may_give(&self, bytes: &[u8]) -> bool {
        TypeScript::TypeScript.may_give(bytes)
    }

    fn answer(&self, file: &SourceFile, vocabulary: &dyn Vocabulary, questions: &[Question]) -> Vec<Answer> {
        self.grammar(file).answer(file, vocabulary, questions)
    }

    /// What markup does with a name nobody knows.
    fn mentions(
        &self,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        let mut found = self.grammar(file).mentions(file, vocabulary, names)?;
        let mut shown: Vec<&String> = names.iter().filter(|name| file.mentions_masked(name)).collect();
        shown.sort_unstable();
        let unknown = |name: &String| Mention { name: name.clone(), what: Mentioned::Unknown, silent: None };
        found.extend(shown.into_iter().map(unknown));
        Some(found)
    }
}

/// What a value was read from stands in the file.
fn is_as_shown(reference: &Reference, file: &SourceFile) -> bool {
    let shown = file.shown();
    reference.value.pieces.iter().map(|piece| piece.span.range()).all(|place| file.bytes[place.clone()] == shown[place])
}
