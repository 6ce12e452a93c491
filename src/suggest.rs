//! "Did you mean": the name that was probably meant. (Model IDs have rules of their own, in `resolve`.)

/// The nearest of some names, if one is near enough.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word = word.to_ascii_lowercase().replace('_', "-");
    names
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_ascii_lowercase()), name))
        .filter(|(distance, name)| *distance * 3 <= name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The same as a question.
pub(crate) fn did_you_mean<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    nearest(word, names).map(|name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_meant() {
        let names = || ["retired-model", "select"].into_iter();
        assert_eq!(nearest("Retired_Modle", names()), Some("retired-model"));
        assert_eq!(nearest("selct", names()), Some("select"));
        assert_eq!(nearest("exclude", names()), None);
    }
}
