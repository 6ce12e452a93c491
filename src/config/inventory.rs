//! Inventories: the saved answers of providers that list what an account may use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{ConfigError, Settings};

/// Largest saved answer, in bytes.
const LARGEST: u64 = 16 << 20;

/// The file of an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryFile {
    /// The file.
    pub path: PathBuf,
    /// The configuration names it, which is untrusted in a pull request: it must lie inside the repository.
    pub by_configuration: bool,
}

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
            let text = read(root, file).map_err(failed)?;
            let ids = parse(&text).map_err(|(place, reason)| ConfigError { place, ..failed(reason) })?;
            self.inventories.listed.insert(provider.clone(), ids);
        }
        Ok(())
    }
}

fn read(root: &Path, file: &InventoryFile) -> Result<String, String> {
    let real = file.path.canonicalize().map_err(|e| e.to_string())?;
    if file.by_configuration && !root.canonicalize().is_ok_and(|root| real.starts_with(root)) {
        return Err("it lies outside of the repository".to_owned());
    }
    if !std::fs::metadata(&real).map_err(|e| e.to_string())?.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let opened = File::open(&real).map_err(|e| e.to_string())?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err("it is larger than 16 MB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{FEFF}').map_or_else(|| text.clone(), str::to_owned))
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

    #[test]
    fn a_configuration_names_only_files_of_its_repository() {
        let dir = tempfile::tempdir().expect("a folder");
        let inside = dir.path().join("in");
        std::fs::create_dir(&inside).expect("a folder");
        std::fs::write(dir.path().join("m.json"), r#"[{"id": "a"}]"#).expect("a file");
        let file = |by_configuration| InventoryFile { path: inside.join("../m.json"), by_configuration };
        assert!(read(&inside, &file(true)).is_err() && read(&inside, &file(false)).is_ok());
        let folder = InventoryFile { path: inside.clone(), by_configuration: true };
        assert_eq!(read(&inside, &folder).expect_err("a folder"), "it is not a regular file");
    }
}
