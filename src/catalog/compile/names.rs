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

/// The words of a name in snake, kebab or camel case: `localServerClient`, `local_server_client`. A capital after
/// another one begins no word.
pub fn words_of_name(name: &str) -> impl Iterator<Item = &str> {
    let begins = |((_, before), (at, c)): ((usize, char), (usize, char))| {
        (c.is_uppercase() && !before.is_uppercase()).then_some(at)
    };
    name.split(|c: char| !c.is_alphanumeric()).flat_map(move |part| {
        let cuts = part.char_indices().zip(part.char_indices().skip(1)).filter_map(begins).chain([part.len()]);
        cuts.scan(0, move |from, to| Some(&part[std::mem::replace(from, to)..to])).filter(|word| !word.is_empty())
    })
}

/// A name is this one when it is folded.
pub fn folds_to(name: &str, folded: &str) -> bool {
    name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).eq(folded.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart_into_words() {
        for name in ["localServerClient", "local_server_client", "local-server.client", "__local_ServerClient_"] {
            let words: Vec<String> = words_of_name(name).map(str::to_ascii_lowercase).collect();
            assert_eq!(words, ["local", "server", "client"], "{name}");
        }
        assert_eq!(words_of_name("APIKey2Max").collect::<Vec<_>>(), ["APIKey2", "Max"]);
        assert_eq!(words_of_name("größeÄndern").collect::<Vec<_>>(), ["größe", "Ändern"]);
        assert_eq!(words_of_name("").count(), 0);
    }

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
