//! What a client says about itself, and what it wants.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::position::Units;
use super::uri;
use crate::catalog::Date;
use crate::config::{Layer, Selected};
use crate::diagnostic::{Confidence, Rule, Severity};

/// The client.
#[derive(Debug, Default)]
pub(super) struct Client {
    /// How it counts characters.
    pub(super) units: Units,
    /// Its workspace folders.
    pub(super) folders: Vec<PathBuf>,
    /// It asks for diagnostics itself.
    pub(super) pulls: bool,
    /// It asks for them again when it is told to.
    pub(super) refreshes: bool,
    /// It watches files if it is asked to.
    pub(super) watches: bool,
    /// It checks the version of a document before it edits it.
    pub(super) versioned_edits: bool,
}

impl Client {
    /// Reads the parameters of `initialize`; what is absent or of another form is not offered.
    pub(super) fn new(params: &Value) -> Client {
        let can = |path: &str| params.pointer(&format!("/capabilities/{path}")).is_some_and(is_yes);
        let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        Client {
            units: Units::best(offered.into_iter().flatten().filter_map(Value::as_str)),
            folders: folders(params),
            pulls: can("textDocument/diagnostic"),
            refreshes: can("workspace/diagnostics/refreshSupport"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            versioned_edits: can("workspace/workspaceEdit/documentChanges"),
        }
    }
}

/// A capability is there: an object, or a flag that is set.
fn is_yes(value: &Value) -> bool {
    value.is_object() || value == &Value::Bool(true)
}

fn folders(params: &Value) -> Vec<PathBuf> {
    let listed = params.get("workspaceFolders").and_then(Value::as_array);
    let listed: Vec<&str> =
        listed.into_iter().flatten().filter_map(|folder| folder.get("uri").and_then(Value::as_str)).collect();
    let root = params.get("rootUri").and_then(Value::as_str);
    let uris = if listed.is_empty() { root.into_iter().collect() } else { listed };
    uris.into_iter().filter_map(uri::to_path).collect()
}

/// What a client may set: `initializationOptions`, or the section `model-lint` of its configuration.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Options {
    /// Dates are judged as of this day.
    pub(super) as_of: Option<String>,
    /// The configuration file; relative to the workspace folder.
    pub(super) config: Option<PathBuf>,
    /// No configuration file holds.
    pub(super) isolated: bool,
    select: Option<Vec<String>>,
    extend_select: Vec<String>,
    ignore: Vec<String>,
    min_severity: Option<String>,
    min_confidence: Option<String>,
    fail_within: Option<u32>,
    pedantic: Option<bool>,
}

/// The section of a configuration under its name.
fn section(value: &Value) -> Option<&Value> {
    value.get("model-lint").or_else(|| value.get("modelLint"))
}

/// A key that may stand in the section.
fn is_key(key: &str) -> bool {
    let known = serde_json::to_value(Options::default()).unwrap_or_default();
    OF_THE_CLIENT.contains(&key) || known.get(key).is_some()
}

/// Keys of the section that the client keeps for itself: where the program is, what of the conversation is shown.
const OF_THE_CLIENT: [&str; 2] = ["path", "trace"];

impl Options {
    /// Reads what a client says when it begins: options that stand by themselves, or under the name of their section.
    pub(super) fn read(value: &Value) -> Result<Options, String> {
        let value = value.get("settings").filter(|settings| settings.is_object()).unwrap_or(value);
        Options::of_section(section(value).unwrap_or(value))
    }

    /// Reads what a client says of its configuration later; nothing where it says nothing of ours. Clients tell all
    /// servers of the settings of all, or only that there are new ones.
    pub(super) fn read_changed(value: &Value) -> Result<Option<Options>, String> {
        let is_ours = |value: &&Value| value.as_object().is_some_and(|said| said.keys().any(|key| is_key(key)));
        section(value).or_else(|| Some(value).filter(is_ours)).map(Options::of_section).transpose()
    }

    fn of_section(section: &Value) -> Result<Options, String> {
        let section = match section {
            Value::Object(section) => section,
            Value::Null => return Ok(Options::default()),
            // What a client writes in Lua is a list when it is empty.
            Value::Array(nothing) if nothing.is_empty() => return Ok(Options::default()),
            _ => return Err("an object is wanted".to_owned()),
        };
        let is_meant = |(key, value): &(&String, &Value)| !OF_THE_CLIENT.contains(&key.as_str()) && !value.is_null();
        let said = section.iter().filter(is_meant).map(|(key, value)| (key.clone(), value.clone())).collect();
        let options: Options = serde_json::from_value(Value::Object(said)).map_err(|e| e.to_string())?;
        options.day()?;
        options.layer()?;
        Ok(options)
    }

    /// The day that dates are judged against, if it is fixed.
    pub(super) fn day(&self) -> Result<Option<Date>, String> {
        let day = self.as_of.as_deref().filter(|day| !day.is_empty());
        let parse = |day| Date::parse(day).ok_or_else(|| format!("asOf: `{day}` is not a day, written YYYY-MM-DD"));
        day.map(parse).transpose()
    }

    /// What lies over the configuration file.
    pub(super) fn layer(&self) -> Result<Layer, String> {
        let word = |name: &str, word: &str| format!("{name} cannot be `{word}`");
        let severity = |text: &String| Severity::parse(text).ok_or_else(|| word("minSeverity", text));
        let confidence = |text: &String| Confidence::parse(text).ok_or_else(|| word("minConfidence", text));
        Ok(Layer {
            select: self.select.as_deref().map(selected).transpose()?,
            extend_select: selected(&self.extend_select)?,
            ignore: rules(&self.ignore)?,
            min_severity: self.min_severity.as_ref().map(severity).transpose()?,
            min_confidence: self.min_confidence.as_ref().map(confidence).transpose()?,
            fail_within: self.fail_within,
            pedantic: self.pedantic,
            ..Layer::default()
        })
    }
}

/// Rules by their names, or all of them.
fn selected(names: &[String]) -> Result<Vec<Selected>, String> {
    names.iter().map(|name| Selected::parse(name).ok_or_else(|| format!("there is no rule `{name}`"))).collect()
}

fn rules(names: &[String]) -> Result<Vec<Rule>, String> {
    names.iter().map(|name| Rule::parse(name).ok_or_else(|| format!("there is no rule `{name}`"))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_client_is_read_whatever_it_leaves_out() {
        for params in [json!(null), json!({}), json!({ "capabilities": 1, "workspaceFolders": [1, {}], "rootUri": 2 })]
        {
            let client = Client::new(&params);
            assert!(client.folders.is_empty() && !client.pulls && client.units == Units::Utf16);
        }
        let client = Client::new(&json!({
            "rootUri": "file:///r",
            "workspaceFolders": [{ "uri": "file:///a", "name": "a" }],
            "capabilities": {
                "general": { "positionEncodings": ["utf-16", "utf-8"] },
                "textDocument": { "diagnostic": { "dynamicRegistration": false } },
                "workspace": { "workspaceEdit": { "documentChanges": true } },
            },
        }));
        assert_eq!(client.folders, [PathBuf::from("/a")]);
        assert!(client.pulls && client.versioned_edits && !client.watches && client.units == Units::Utf8);
        assert_eq!(
            Client::new(&json!({ "rootUri": "file:///r", "workspaceFolders": null })).folders,
            [PathBuf::from("/r")]
        );
    }

    #[test]
    fn options_are_read_and_mistakes_are_told() {
        let options = Options::read(&json!({ "model-lint": { "asOf": "2026-11-23", "ignore": ["model-casing"] } }));
        let options = options.expect("options");
        assert_eq!(options.day(), Ok(Date::parse("2026-11-23")));
        assert_eq!(options.layer().expect("a layer").ignore, [Rule::ModelCasing]);
        for nothing in [Value::Null, json!([]), json!({}), json!({ "path": "x", "select": null })] {
            assert_eq!(Options::read(&nothing), Ok(Options::default()));
        }
        let started = Options::read(&json!({ "settings": { "asOf": "2026-11-23" } })).expect("options");
        assert_eq!(started.day(), Ok(Date::parse("2026-11-23")));
        for of_others in [Value::Null, json!([]), json!({}), json!({ "gopls": {}, "pylsp": { "plugins": {} } })] {
            assert_eq!(Options::read_changed(&of_others), Ok(None), "{of_others}");
        }
        let among_others = json!({ "gopls": {}, "model-lint": { "isolated": true } });
        for ours in [among_others, json!({ "isolated": true })] {
            let changed = Options::read_changed(&ours).expect("options").expect("ours");
            assert!(changed.isolated, "{ours}");
        }
        assert_eq!(Options::read_changed(&json!({ "model-lint": null })), Ok(Some(Options::default())));
        for (wrong, reason) in [
            (json!({ "asof": "x" }), "unknown field `asof`"),
            (json!({ "asOf": "2026-13-01" }), "asOf: `2026-13-01` is not a day"),
            (json!({ "select": ["x"] }), "there is no rule `x`"),
            (json!({ "minSeverity": "loud" }), "minSeverity cannot be `loud`"),
            (json!(["x"]), "an object is wanted"),
        ] {
            let found = Options::read(&wrong).expect_err("a mistake");
            assert!(found.contains(reason), "{found}");
        }
    }

    #[test]
    fn the_extension_sets_what_is_read_and_all_of_it() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |path: &str| std::fs::read_to_string(folder.join(path)).expect("a file of the repository");
        let package: Value = serde_json::from_str(&read("editors/vscode/package.json")).expect("JSON");
        let properties = package["contributes"]["configuration"]["properties"].as_object().expect("settings");
        let named = |name: &str| name.strip_prefix("model-lint.").expect("our section").to_owned();
        let mut set = serde_json::Map::new();
        for (name, property) in properties {
            let (key, kind) = (named(name), &property["type"]);
            let has = |word: &str| kind == word || kind.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == word));
            let value = match &property["enum"][0] {
                word @ Value::String(_) => word.clone(),
                _ if key == "asOf" => json!("2026-11-23"),
                _ if has("boolean") => json!(true),
                _ if has("integer") => json!(1),
                _ if has("array") => json!([]),
                _ => json!("x"),
            };
            set.insert(key, value);
        }
        let options = Options::read(&json!({ "model-lint": &set })).expect("what the extension offers is read");
        let page = read("docs/editors.md");
        set.keys().filter(|key| *key != "path").for_each(|key| assert!(page.contains(&format!("`{key}`")), "{key}"));
        // None of the fields kept its default.
        let Options { as_of, config, isolated, select, min_severity, min_confidence, fail_within, pedantic, .. } =
            options;
        let all = as_of.is_some() && config.is_some() && isolated && select.is_some() && min_severity.is_some();
        assert!(all && min_confidence.is_some() && fail_within.is_some() && pedantic.is_some());
        assert!(set.contains_key("extendSelect") && set.contains_key("ignore"));
    }
}
