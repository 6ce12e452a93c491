//! Forms of notebooks: a comment behind an assignment lists what may stand there instead, `MODEL = "…"  # @param ["…", "…"]`.

use super::Reader;
use crate::extract::code::strings::Decoded;
use crate::reference::{Context, Platform, Reference, Seen, Use, Value};
use crate::source::Span;

/// How such a comment begins, behind its sign.
pub const FORM_MARK: &str = "@param";
/// Items of one list that are read.
const MOST_ITEMS: usize = 64;

impl Reader<'_, '_> {
    /// What the forms of a notebook offer is a choice where what is assigned there goes.
    pub(super) fn forms(&mut self, comments: &[Span]) {
        if self.names.file.origin.is_none() {
            return;
        }
        for comment in comments {
            let Some(items) = self.listed_in(*comment) else { continue };
            let Some(assigned) = self.assigned_before(*comment) else { continue };
            if !items.iter().any(|(text, _)| *text == assigned.value.text) {
                continue;
            }
            let as_choice = |used: &Use| Use { context: Context::Choice, ..used.clone() };
            // Weights of the same names run anywhere.
            let is_told = |used: &&Use| used.context.is_live() && matches!(used.platform, Platform::Known(..));
            let uses: Vec<Use> = assigned.uses.iter().filter(is_told).map(as_choice).collect();
            let others: Vec<(String, Span)> =
                items.into_iter().filter(|(text, _)| self.vocabulary.resembles_id(text)).collect();
            for (text, span) in others.into_iter().filter(|_| !uses.is_empty()) {
                let Decoded { text, pieces } = Decoded::verbatim(text, span);
                let value = Value { text, span, pieces, seen: Seen::Tree };
                let uses = uses.clone();
                self.references.entry(span).or_insert_with(|| Reference { value, uses, repeats: Vec::new() });
            }
        }
    }

    /// The texts that the comment of a form lists, and where they stand.
    fn listed_in(&self, comment: Span) -> Option<Vec<(String, Span)>> {
        let text = self.names.file.text(comment);
        let list = text.trim_start_matches(['#', ' ']).strip_prefix(FORM_MARK)?.trim_start().strip_prefix('[')?;
        let list = &list[..list.find(']')?];
        let mut at = text.find('[')? + 1;
        let mut items = Vec::new();
        for part in list.split(',').take(MOST_ITEMS) {
            let item = part.trim();
            let quote = item.chars().next().filter(|quote| matches!(quote, '"' | '\''));
            let inner = quote.and_then(|quote| item.strip_prefix(quote)?.strip_suffix(quote));
            if let Some(inner) = inner.filter(|inner| !inner.contains(['"', '\'', '\\'])) {
                let start = comment.start as usize + at + part.find(inner)?;
                items.push((inner.to_owned(), Span::new(start, start + inner.len())));
            }
            at += part.len() + 1;
        }
        Some(items)
    }

    /// What is said of the text right before a comment, on its line.
    fn assigned_before(&self, comment: Span) -> Option<&Reference> {
        let bytes = &self.names.file.bytes[..comment.start as usize];
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let end = bytes.iter().rposition(|byte| !is_blank(byte))?;
        let (_, last) = self.references.range(..Span::new(end, end)).next_back()?;
        let is_quote = matches!(bytes[end], b'"' | b'\'');
        (is_quote && last.value.span.end as usize == end).then_some(last)
    }
}
