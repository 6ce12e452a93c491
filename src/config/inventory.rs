//! Inventories: the saved answers of providers that list what an account may use.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{ConfigError, Settings};
use crate::catalog::Date;

/// Largest saved answer, in bytes.
const LARGEST: u64 = 16 << 20;

/// What accounts have, by the provider's key.
#[derive(Debug, Clone, Default)]
pub struct Inventories {
    listed: BTreeMap<String, Inventory>,
}

impl Inventories {
    /// What a provider lists, if its answer was given.
    pub fn of(&self, provider: &str) -> Option<&Inventory> {
        self.listed.get(provider)
    }
}

/// The models that an account has, with the days on which they end, where the answer says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    models: BTreeMap<String, Option<Date>>,
}

impl Inventory {
    /// The account has a model.
    pub fn contains(&self, id: &str) -> bool {
        self.models.contains_key(id)
    }
    /// The day on which a model is shut down, if the answer tells it.
    pub fn shutdown(&self, id: &str) -> Option<Date> {
        self.models.get(id).copied().flatten()
    }
    /// How many models it has.
    pub fn len(&self) -> usize {
        self.models.len()
    }
    /// It has none.
    pub fn is_empty(&self) -> bool {
        self.models.is_empty()
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

/// Where answers tell the day on which a model is shut down.
const ENDS: [&str; 2] = ["shutdown_date", "deprecation"];

/// The models of `{"data": [{"id": …}]}`, `{"models": [{"name": "models/…"}]}`, of the bare list, or of one model a line.
fn parse(text: &str) -> Result<Inventory, Mistake> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>().collect::<Result<Vec<_>, _>>();
    let answer = match &mut values {
        Ok(values) if values.len() == 1 => values.remove(0),
        Ok(values) if values.len() > 1 => Value::Array(std::mem::take(values)),
        Ok(_) => return Err((None, "it is empty".to_owned())),
        Err(e) => {
            return Err((Some((e.line() as u32, (e.column() as u32).max(1))), format!("it is not JSON: {e}")));
        }
    };
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
    let mut models = BTreeMap::new();
    for (place, model) in list.iter().enumerate() {
        let id = model.get("id").or_else(|| model.get("name")).and_then(Value::as_str);
        let id = id.ok_or_else(|| (None, format!("model {} of the list has neither `id` nor `name`", place + 1)))?;
        // Some list what the account can no longer call.
        if model.get("active") == Some(&Value::Bool(false)) {
            continue;
        }
        let end = ENDS.iter().find_map(|key| day(model.get(key)?.as_str()?));
        let aliases = model.get("aliases").and_then(Value::as_array).into_iter().flatten();
        let names = aliases.filter_map(Value::as_str).chain([id.strip_prefix("models/").unwrap_or(id)]);
        models.extend(names.map(|name| (name.to_owned(), end)));
    }
    if models.is_empty() {
        return Err(wrong("its list of models is empty"));
    }
    Ok(Inventory { models })
}

/// The day of an ISO day, with or without a time of it.
fn day(text: &str) -> Option<Date> {
    Date::parse(text.get(..10)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<String>, String> {
        parse(text).map(|found| found.models.into_keys().collect()).map_err(|(place, reason)| match place {
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
            "{\"id\": \"a\"}\n{\"id\": \"b\"}\n",
            r#"{"data": [{"id": "a", "active": true}, {"id": "b"}, {"id": "c", "active": false}]}"#,
        ] {
            assert_eq!(ids(text), Ok(vec!["a".to_owned(), "b".to_owned()]), "{text}");
        }
    }

    #[test]
    fn the_end_of_a_model_is_read() {
        let text = r#"{"data": [{"id": "a", "shutdown_date": "2027-01-14"}, {"id": "b", "shutdown_date": null},
            {"id": "c", "deprecation": "2027-02-03T12:00:00Z", "aliases": ["d"]}, {"id": "e", "shutdown_date": "soon"}]}"#;
        let found = parse(text).expect("an inventory");
        let days: Vec<Option<String>> =
            ["a", "b", "c", "d", "e"].iter().map(|id| found.shutdown(id).map(|day| day.to_string())).collect();
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(days, [day("2027-01-14"), None, day("2027-02-03"), day("2027-02-03"), None]);
    }

    #[test]
    fn what_is_no_inventory_is_told() {
        for (text, reason) in [
            ("{\n x", "2:2: it is not JSON"),
            ("", "it is empty"),
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
