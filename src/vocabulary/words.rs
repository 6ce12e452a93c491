//! Lists of words: whether one of them is, or fits, what is asked.

use super::{Sign, wildcard};
use crate::catalog::schema::Fit;
use crate::catalog::tables::Tables;

/// A list has what is asked, as its words are compared.
pub(super) fn has(tables: &Tables, sign: Sign, asked: &str) -> bool {
    let list = tables.words(sign);
    match sign.fit() {
        Fit::Whole => tables.strings_of(list).binary_search_by(|word| tables.str(*word).cmp(asked)).is_ok(),
        Fit::AnyCase => tables.of_length(list, asked.len()).any(|word| word.eq_ignore_ascii_case(asked)),
        Fit::Start => tables.list(list).any(|word| asked.starts_with(word)),
        Fit::End => tables.list(list).any(|word| asked.ends_with(word)),
        Fit::Like => tables.list(list).any(|pattern| wildcard(pattern, asked)),
    }
}
