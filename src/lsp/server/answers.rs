//! What a client is answered of a document.

use std::path::Path;

use serde_json::{Value, json};

use super::{Refusal, Server, read};
use crate::lsp::actions::Subject;
use crate::lsp::diagnostics::Place;
use crate::lsp::position::{Text, Units};
use crate::lsp::projects::Member;
use crate::lsp::protocol::{AtPosition, CodeActionParams, Diagnostic, Markup, ModelKey};
use crate::lsp::{completion, hover};

impl Server {
    /// What holds of a document now.
    pub(super) fn diagnostics(&mut self, name: &str) -> Vec<Diagnostic> {
        self.check(name);
        let Some(document) = self.documents.get(name) else { return Vec::new() };
        let findings = document.findings.as_deref().unwrap_or_default();
        if findings.is_empty() {
            return Vec::new();
        }
        let cwd = document.path.as_deref().map(|path| self.projects.folder_of(path)).unwrap_or_default();
        let other = |path: &Path| {
            let open = self.documents.values().find(|document| document.path.as_deref() == Some(path));
            open.map(|document| document.text.clone())
        };
        let place = Place { uri: name, text: &document.text, units: self.client.units, cwd: &cwd, other: &other };
        findings.iter().map(|finding| place.diagnostic(finding)).collect()
    }

    /// Checks a document, unless what is known of it still holds.
    fn check(&mut self, name: &str) {
        let known = self.documents.get(name).is_none_or(|document| document.findings.is_some());
        if known {
            return;
        }
        let found = self.member(name).map(|member| member.check().findings);
        if let Some(document) = self.documents.get_mut(name) {
            document.findings = Some(found.unwrap_or_default());
        }
    }

    /// The project of a document, with it as a file.
    fn member(&mut self, name: &str) -> Option<Member<'_>> {
        let path = self.documents.get(name)?.path.as_deref()?;
        let open = self.documents.values().filter_map(|d| Some((d.path.as_deref()?, d.bytes())));
        self.projects.member(path, open)
    }

    fn text(&self, name: &str) -> Option<Text> {
        self.documents.get(name).map(|document| document.text.clone())
    }

    pub(super) fn code_actions(&mut self, params: &CodeActionParams) -> Value {
        let name = &params.text_document.uri;
        let told = self.diagnostics(name);
        let Some(document) = self.documents.get(name) else { return Value::Null };
        let findings = document.findings.clone().unwrap_or_default();
        let findings: Vec<_> = findings.into_iter().zip(told).collect();
        let (text, units) = (document.text.clone(), self.client.units);
        let version = self.client.versioned_edits.then_some(document.version);
        let Some(member) = self.member(name) else { return Value::Null };
        let mut subject = Subject { member, uri: name, version, text: &text, units, findings: &findings };
        json!(subject.actions(params.range, params.context.only.as_deref()))
    }

    pub(super) fn hover(&mut self, params: &AtPosition) -> Value {
        let units = self.client.units;
        let name = &params.text_document.uri;
        let Some(text) = self.text(name) else { return Value::Null };
        let Some(Member { project, target, .. }) = self.member(name) else { return Value::Null };
        let byte = text.offset(params.position, units);
        hover::at(project, &target, &text, byte, units).map_or(Value::Null, |hover| json!(hover))
    }

    pub(super) fn completion(&mut self, params: &AtPosition) -> Value {
        let units: Units = self.client.units;
        let name = &params.text_document.uri;
        let Some(text) = self.text(name) else { return Value::Null };
        let Some(Member { project, target, .. }) = self.member(name) else { return Value::Null };
        let byte = text.offset(params.position, units);
        let found = completion::at(project, &target, &text, byte, units);
        found.map_or(Value::Null, |found| json!({ "isIncomplete": found.incomplete, "items": found.items }))
    }

    /// The facts of a completion that the user looks at.
    pub(super) fn resolve(&mut self, mut item: Value) -> Result<Value, Refusal> {
        let key: ModelKey = read(item.get("data").cloned().unwrap_or_default())?;
        let found = self.projects.any().and_then(|project| {
            let catalog = project.catalog();
            let model = catalog.model(catalog.provider_named(&key.provider)?.id, &key.id)?;
            Some(hover::models(&[model], catalog, project.settings.as_of))
        });
        if let Some(text) = found {
            item["documentation"] = json!(Markup::markdown(text));
        }
        Ok(item)
    }
}
