//! JSON that holds data and no settings, by its name: such files are not even opened.

/// Files that package managers, compilers and generators write or read, and no program takes a model from.
const NAMES: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "packages.lock.json",
    "project.assets.json",
    "composer.json",
    "bun.lock",
    "deno.lock",
    "tsconfig.json",
    "jsconfig.json",
    "angular.json",
    "lerna.json",
    "nx.json",
    "turbo.json",
    "vcpkg.json",
    "manifest.json",
    "components.json",
    "strings.json",
    "icons.json",
    "openapi.json",
    "swagger.json",
    ".eslintrc.json",
    ".prettierrc.json",
    ".markdownlint.json",
    ".all-contributorsrc.json",
    "uv.lock",
];

/// Beginnings of names.
const STARTS: &[&str] = &["tsconfig.", "model_prices", "model-prices", "pricing", "prices", "openapi", "swagger"];

/// Endings of names.
const ENDS: &[&str] = &[
    "-lock.json",
    ".lock.json",
    ".schema.json",
    "-schema.json",
    "_schema.json",
    ".tsbuildinfo.json",
    ".min.json",
    ".map.json",
    "pricing.json",
    "prices.json",
    "metadata.json",
    "leaderboard.json",
    "catalog.json",
    "_backup.json",
    "_cache.json",
    "-cache.json",
];

/// Folders of texts in many languages, one file for each.
const TEXTS: &[&str] =
    &["translations", "locales", "locale", "i18n", "lang", "langs", "languages", "_locales", "messages"];

/// The file holds facts about models, by its path: nothing in it is sent, though somebody may choose from its rows.
pub fn is_of_models(path: &str) -> bool {
    path.rsplit(['/', '\\']).next() == Some("models.json")
}

/// No number stands in a text: nothing says what a model costs, or takes.
pub fn counts_nothing(bytes: &[u8]) -> bool {
    let begins_value = |at: usize| matches!(bytes[..at].trim_ascii_end().last(), Some(b':' | b'[' | b','));
    let (mut in_text, mut at) = (false, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b'0'..=b'9' if !in_text && begins_value(at) => return false,
            _ => {}
        }
        at += 1;
    }
    true
}

/// The file holds data, by its path with `/`.
pub fn is_data(path: &str) -> bool {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let is_json = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("json"));
    is_json
        && (NAMES.contains(&name)
            || STARTS.iter().any(|start| name.starts_with(start))
            || ENDS.iter().any(|end| name.ends_with(end))
            || parts.take(3).any(|folder| TEXTS.contains(&folder)))
}

#[cfg(test)]
mod tests {
    use super::is_data;

    #[test]
    fn names_tell_data_from_settings() {
        for (path, data) in [
            ("package.json", false),
            ("package-lock.json", true),
            ("a/translations/de.json", true),
            ("a/i18n/app/de.json", true),
            ("config.json", false),
            ("app/settings.json", false),
            ("tsconfig.build.json", true),
            ("a/tsconfig.json", true),
            ("a/tool_schema.json", true),
            ("a/strings.json", true),
            ("lang.json", false),
            ("lang/a.yaml", false),
        ] {
            assert_eq!(is_data(path), data, "{path}");
        }
    }
}
