//! How names are compared.

/// An ID fits a pattern: the ID itself, or a part of it with `*` before, behind or on both sides.
pub fn fits(pattern: &str, id: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (None, None) => id == pattern,
        (None, Some(start)) => id.starts_with(start),
        (Some(end), None) => id.ends_with(end),
        (Some(rest), Some(_)) => id.contains(rest.strip_suffix('*').unwrap_or(rest)),
    }
}

/// How names of settings and code are compared: lower case, without `_` and `-`.
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    folded.extend(name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()));
    folded
}

/// A name is this one when it is folded.
pub fn folds_to(name: &str, folded: &str) -> bool {
    name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).eq(folded.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_stars_on_their_sides() {
        for (pattern, id, expected) in [
            ("acme-1", "acme-1", true),
            ("acme-1", "acme-10", false),
            ("acme-*", "acme-10", true),
            ("*-v1", "acme-v1", true),
            ("*-v1", "acme-v1-large", false),
            ("*acme*", "us.acme-1", true),
            ("*", "anything", true),
        ] {
            assert_eq!(fits(pattern, id), expected, "{pattern} {id}");
        }
    }
}
