//! Reading values out of a TOML table so that every mistake is told with its place.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ConfigError, Origin, Place};
use crate::source::Lines;
use crate::suggest::did_you_mean;

/// The file that is read.
#[derive(Clone, Copy)]
pub(super) struct Document<'d> {
    pub(super) path: &'d Path,
    pub(super) text: &'d str,
}

/// One key of a table and its value.
#[derive(Clone, Copy)]
pub(super) struct Item<'d> {
    document: Document<'d>,
    pub(super) key: &'d str,
    key_span: (usize, usize),
    value: &'d Spanned<DeValue<'d>>,
    is_element: bool,
}

impl<'d> Document<'d> {
    pub(super) fn error(self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        ConfigError::of(self.path, message).at(self.text, span)
    }

    /// The items of a table in the order of the file.
    pub(super) fn items(self, table: &'d DeTable<'d>) -> Vec<Item<'d>> {
        let item = |(key, value): (&'d Spanned<_>, &'d Spanned<DeValue<'d>>)| {
            let key: &'d Spanned<std::borrow::Cow<'d, str>> = key;
            let span = key.span();
            Item { document: self, key: key.get_ref(), key_span: (span.start, span.end), value, is_element: false }
        };
        let mut items: Vec<Item<'d>> = table.iter().map(item).collect();
        items.sort_by_key(|item| item.key_span);
        items
    }
}

impl<'d> Item<'d> {
    /// A mistake in the value.
    pub(super) fn wrong(&self, message: impl Into<String>) -> ConfigError {
        self.document.error(self.value.span(), message)
    }

    /// Where it is said: the line of the key, of an element the line on which it begins.
    pub(super) fn origin(&self) -> Origin {
        let at = if self.is_element { self.value.span().start } else { self.key_span.0 };
        let line =
            self.document.text.as_bytes()[..at.min(self.document.text.len())].iter().filter(|b| **b == b'\n').count();
        Origin::File { path: self.document.path.to_owned(), line: line as u32 + 1 }
    }

    /// Where it stands: the key, of an element the value.
    pub(super) fn place(&self) -> Place {
        let start = if self.is_element { self.value.span().start } else { self.key_span.0 };
        let text = self.document.text;
        let position = Lines::new(text.as_bytes()).position(text.as_bytes(), start.min(text.len()));
        Place { path: self.document.path.to_owned(), line: position.line, column: position.column }
    }

    /// A key that nobody knows.
    pub(super) fn unknown(&self, what: &str, known: &[&str]) -> ConfigError {
        let error = self.document.error(self.key_span.0..self.key_span.1, format!("unknown {what} `{}`", self.key));
        let help = did_you_mean(self.key, known.iter().copied());
        error.help(help.unwrap_or_else(|| format!("known are {}", known.join(", "))))
    }

    fn expected(&self, what: &str) -> ConfigError {
        let found = self.value.get_ref().type_str();
        self.wrong(format!("`{}` takes {what}, not {found}", self.key))
    }

    pub(super) fn flag(&self) -> Result<bool, ConfigError> {
        self.value.get_ref().as_bool().ok_or_else(|| self.expected("true or false"))
    }

    pub(super) fn text(&self) -> Result<&'d str, ConfigError> {
        self.value.get_ref().as_str().ok_or_else(|| self.expected("a string"))
    }

    pub(super) fn number(&self) -> Result<u32, ConfigError> {
        let number = self.value.get_ref().as_integer().and_then(|n| n.as_str().replace('_', "").parse().ok());
        let what = "a whole number that is not negative";
        number.ok_or_else(|| match self.value.get_ref().as_integer() {
            Some(other) => self.wrong(format!("`{}` takes {what}, not `{}`", self.key, other.as_str())),
            None => self.expected(what),
        })
    }

    /// A string or a number, as text.
    pub(super) fn text_or_number(&self) -> Option<&'d str> {
        let value = self.value.get_ref();
        value.as_str().or_else(|| value.as_integer().map(|n| n.as_str()))
    }

    pub(super) fn table(&self) -> Result<Vec<Item<'d>>, ConfigError> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.expected("a table"))?;
        Ok(self.document.items(table))
    }

    /// The elements of an array, each under the array's key.
    pub(super) fn elements(&self, of: &str) -> Result<Vec<Item<'d>>, ConfigError> {
        let array = self.value.get_ref().as_array().ok_or_else(|| self.expected(&format!("a list of {of}")))?;
        Ok(array.iter().map(|value| Item { value, is_element: true, ..*self }).collect())
    }

    pub(super) fn texts(&self, of: &str) -> Result<Vec<String>, ConfigError> {
        self.elements(of)?.iter().map(|element| element.text().map(str::to_owned)).collect()
    }

    /// One of some words.
    pub(super) fn word<T>(&self, parse: impl Fn(&str) -> Option<T>, words: &[&str]) -> Result<T, ConfigError> {
        let word = self.text()?;
        parse(word).ok_or_else(|| self.unknown_word(word, words))
    }

    fn unknown_word(&self, word: &str, words: &[&str]) -> ConfigError {
        let error = self.wrong(format!("`{}` cannot be `{word}`", self.key));
        let help = did_you_mean(word, words.iter().copied());
        error.help(help.unwrap_or_else(|| format!("it is one of {}", words.join(", "))))
    }
}
