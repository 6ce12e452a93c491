//! Inventories: the saved answers of providers that list what an account may use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{ConfigError, Settings};

/// Largest saved answer, in bytes.
const LARGEST: u64 = 16 << 20;

/// What accounts have, by the provider's key.
#[derive(Debug, Clone, Default)]
pub struct Inventories {
    listed: BTreeMap<String, BTreeSet<String>>,
}

impl Inventories {
    /// The IDs that a provider lists, if its answer was given.
    pub fn of(&self, provider: &str) -> Option<&BTreeSet<String>> {
        self.listed.get(provider)
    }
}

impl Settings {
    /// Reads the inventories that the settings name; `root` is the repository.
    ///
    /// # Errors
    /// The first file that is none, with the place of the mistake.
    pub fn read_inventories(&mut self, root: &Path) -> Result<(), ConfigError> {
        for (provider, file) in &self.inventory {
            let failed = |reason: String| {
                let error = ConfigError::of(&file.path, reason);
                error.help(format!("this is the inventory of `{provider}`: the saved answer of GET /v1/models"))
            };
            let text = file.read(root, LARGEST).map_err(failed)?;
            let ids = parse(&text).map_err(|(place, reason)| ConfigError { place, ..failed(reason) })?;
            self.inventories.listed.insert(provider.clone(), ids);
        }
        Ok(())
    }
}

/// A place in a text and what is wrong there.
type Mistake = (Option<(u32, u32)>, String);

/// The IDs of `{"data": [{"id": …}]}`, `{"models": [{"name": "models/…"}]}`, or of the bare list.
fn parse(text: &str) -> Result<BTreeSet<String>, Mistake> {
    let answer: Value = serde_json::from_str(text)
        .map_err(|e| (Some((e.line() as u32, (e.column() as u32).max(1))), format!("it is not JSON: {e}")))?;
    let wrong = |reason: &str| (None, reason.to_owned());
    if answer.get("error").is_some() {
        return Err(wrong("it holds an error instead of a list of models"));
    }
    let is_cut = answer.get("has_more") == Some(&Value::Bool(true))
        || answer.get("nextPageToken").and_then(Value::as_str).is_some_and(|token| !token.is_empty());
    if is_cut {
        return Err(wrong("it is one page of several: save all models"));
    }
    let list = answer.get("data").or_else(|| answer.get("models")).unwrap_or(&answer);
    let list = list.as_array().ok_or_else(|| wrong("it holds no list of models under `data` or `models`"))?;
    let mut ids = BTreeSet::new();
    for (place, model) in list.iter().enumerate() {
        let id = model.get("id").or_else(|| model.get("name")).and_then(Value::as_str);
        let id = id.ok_or_else(|| (None, format!("model {} of the list has neither `id` nor `name`", place + 1)))?;
        ids.insert(id.strip_prefix("models/").unwrap_or(id).to_owned());
        let aliases = model.get("aliases").and_then(Value::as_array).into_iter().flatten();
        ids.extend(aliases.filter_map(Value::as_str).map(str::to_owned));
    }
    if ids.is_empty() {
        return Err(wrong("its list of models is empty"));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<String>, String> {
        parse(text).map(|ids| ids.into_iter().collect()).map_err(|(place, reason)| match place {
            Some((line, column)) => format!("{line}:{column}: {reason}"),
            None => reason,
        })
    }

    #[test]
    fn answers_of_several_shapes_are_read() {
        for text in [
            r#"{"object": "list", "data": [{"id": "b"}, {"id": "a", "object": "model"}]}"#,
            r#"{"models": [{"name": "models/a"}, {"name": "b"}]}"#,
            r#"[{"id": "a", "aliases": ["b"]}]"#,
            r#"{"data": [{"id": "a"}, {"id": "b"}], "has_more": false}"#,
        ] {
            assert_eq!(ids(text), Ok(vec!["a".to_owned(), "b".to_owned()]), "{text}");
        }
    }

    #[test]
    fn what_is_no_inventory_is_told() {
        for (text, reason) in [
            ("{\n x", "2:2: it is not JSON"),
            (r#"{"error": {"code": "invalid_api_key"}}"#, "it holds an error"),
            (r#"{"data": [{"id": "a"}], "has_more": true}"#, "it is one page of several"),
            (r#"{"models": [{"name": "a"}], "nextPageToken": "x"}"#, "it is one page of several"),
            (r#"{"data": [{"object": "model"}]}"#, "model 1 of the list has neither"),
            (r#"{"data": []}"#, "its list of models is empty"),
            (r#"{"x": 1}"#, "it holds no list of models"),
        ] {
            let found = ids(text).expect_err(text);
            assert!(found.starts_with(reason), "{text}: {found}");
        }
    }
}
