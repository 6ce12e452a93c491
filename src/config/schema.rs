//! The schema that editors complete configurations by: made from [`Layer`], committed for those who have no compiler.

use std::path::Path;

use schemars::JsonSchema;

use super::{FailOn, Layer};
use crate::diagnostic::{Rule, Severity};

/// A number of bytes, or text with a unit: `10485760`, `"10 MB"`.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "it is only described")]
pub(super) enum Size {
    Bytes(u64),
    Text(String),
}

/// The name of a rule, or `ALL` for all of them, those that are off by default as well.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "it is only described")]
pub(super) enum SelectedWord {
    Rule(Rule),
    All(AllRules),
}

/// All rules, those that are off by default as well.
#[derive(JsonSchema)]
#[schemars(rename_all = "UPPERCASE")]
#[allow(dead_code, reason = "it is only described")]
pub(super) enum AllRules {
    All,
}

/// From which severity on a run fails.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[allow(dead_code, reason = "it is only described")]
enum FailOnWord {
    Error,
    Warning,
    Note,
    Never,
}

impl JsonSchema for FailOn {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FailOn".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        FailOnWord::json_schema(generator)
    }
}

fn made() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Layer).to_value();
    schema["title"] = "Configuration of model-lint".into();
    schema["description"] = "`model-lint.toml`, `.model-lint.toml`, or `[tool.model-lint]` in `pyproject.toml`.".into();
    // Types cannot say that an absent list is an empty one.
    schema.as_object_mut().expect("an object").remove("required");
    schema["$defs"]["PathOverride"]["required"] = serde_json::json!(["paths"]);
    schema
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/model-lint.schema.json");
    let made = serde_json::to_string_pretty(&made()).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &made).expect("a file");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(published == made, "write it anew with `UPDATE_SCHEMA=1 cargo test --lib published_schema`");
}

#[test]
fn the_schema_knows_what_is_read_and_nothing_else() {
    let schema = made();
    let keys = |of: &serde_json::Value| {
        let mut keys: Vec<String> = of["properties"].as_object().expect("properties").keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&schema), super::read::KEYS);
    assert_eq!(keys(&schema["$defs"]["PathOverride"]), super::read::OVERRIDE_KEYS);
    let text = schema.to_string();
    for word in Rule::ALL.iter().map(|rule| rule.name()).chain(["never", "medium"]) {
        assert!(text.contains(&format!("\"{word}\"")), "{word}");
    }
    assert_eq!(Severity::parse("error"), Some(Severity::Error));
}
