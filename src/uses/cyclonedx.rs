//! A bill of materials in CycloneDX 1.6 (ECMA-424): one component of type `machine-learning-model` for each model.
//!
//! Neither serial number nor time stand in it, so that the same repository gives the same bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::{Identity, ModelUse, Survey};
use crate::report::text::escape_json;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom<'s> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    bom_format: &'static str,
    spec_version: &'static str,
    version: u32,
    metadata: Metadata,
    components: Vec<Component<'s>>,
}

#[derive(Serialize)]
struct Metadata {
    tools: Tools,
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Tools {
    components: [Tool; 1],
}

#[derive(Serialize)]
struct Tool {
    r#type: &'static str,
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Component<'s> {
    r#type: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplier: Option<Supplier<'s>>,
    name: &'s str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_references: Vec<ExternalReference<'s>>,
    properties: Vec<Property>,
    evidence: Evidence<'s>,
}

#[derive(Serialize)]
struct Supplier<'s> {
    name: &'s str,
}

#[derive(Serialize)]
struct ExternalReference<'s> {
    r#type: &'static str,
    url: &'s str,
}

#[derive(Serialize)]
struct Property {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Evidence<'s> {
    occurrences: Vec<Occurrence<'s>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Occurrence<'s> {
    location: &'s str,
    line: u32,
    /// Columns count from 0 in this format's `offset`; ours start at 1.
    offset: u32,
    additional_context: &'s str,
}

/// Writes the survey as a bill of materials.
///
/// # Errors
/// What the writer says.
pub fn write(survey: &Survey, out: &mut dyn Write) -> io::Result<()> {
    let property = |name, value: String| Property { name, value };
    let mut properties = vec![property("model-lint:as-of", survey.as_of.to_string())];
    properties.extend(survey.catalog.map(|day| property("model-lint:catalog", day.to_string())));
    let bom = Bom {
        schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
        bom_format: "CycloneDX",
        spec_version: "1.6",
        version: 1,
        metadata: Metadata {
            tools: Tools {
                components: [Tool { r#type: "application", name: "model-lint", version: env!("CARGO_PKG_VERSION") }],
            },
            properties,
        },
        components: survey
            .by_model()
            .into_iter()
            .enumerate()
            .map(|(number, ((identity, name), uses))| component(number + 1, identity, name, &uses))
            .collect(),
    };
    let text = serde_json::to_string_pretty(&bom)?;
    out.write_all(escape_json(&text).as_bytes())?;
    out.write_all(b"\n")
}

fn component<'s>(number: usize, identity: &'s Identity, name: &'s str, uses: &[&'s ModelUse]) -> Component<'s> {
    let platform = identity.provider.as_deref().unwrap_or("unknown");
    let fact = |name, value: Option<String>| value.map(|value| Property { name, value });
    let mut endpoints: Vec<&str> = uses.iter().flat_map(|used| &used.endpoints).map(String::as_str).collect();
    endpoints.sort_unstable();
    endpoints.dedup();
    let properties = [
        fact("model-lint:provider", identity.provider.clone()),
        fact("model-lint:kind", identity.kind.clone()),
        fact("model-lint:status", Some(identity.status.to_owned())),
        fact("model-lint:shutdown", identity.shutdown.map(|day| day.to_string())),
        fact("model-lint:replacement", identity.replacement.clone()),
        fact("model-lint:endpoints", (!endpoints.is_empty()).then(|| endpoints.join(" "))),
    ];
    let occurrence = |used: &&'s ModelUse| Occurrence {
        location: &used.path,
        line: used.location.line,
        offset: used.location.column.saturating_sub(1),
        additional_context: &used.how,
    };
    let source = identity.source.as_deref().filter(|source| source.starts_with("https://"));
    Component {
        r#type: "machine-learning-model",
        reference: format!("{platform}/{name}#{number}"),
        supplier: (!identity.platform.is_empty()).then_some(Supplier { name: &identity.platform }),
        name,
        external_references: source.map(|url| ExternalReference { r#type: "documentation", url }).into_iter().collect(),
        properties: properties.into_iter().flatten().collect(),
        evidence: Evidence { occurrences: uses.iter().map(occurrence).collect() },
    }
}
