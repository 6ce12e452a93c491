//! Messages in, messages out: the state between them, and which handler answers what.

mod answers;
mod handshake;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::{Client, Options};
use super::document::Document;
use super::projects::{Defaults, Projects};
use super::protocol::{Diagnostic, DidChange, DidOpen, FoldersChanged, OfDocument, WatchedFiles};
use super::uri;
use super::wire::{self, Incoming, code};
use crate::config::FILE_NAMES;

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    #[default]
    New,
    Running,
    ShutDown,
}

/// One server for one client.
#[derive(Debug, Default)]
pub(super) struct Server {
    phase: Phase,
    exited: bool,
    client: Client,
    projects: Projects,
    documents: BTreeMap<String, Document>,
    /// The document that was changed last: it is checked first.
    current: Option<String>,
    outgoing: Vec<Value>,
    /// Requests that the server made.
    asked: u32,
    /// How long the last check took.
    effort: Duration,
}

/// A check that is over in less is begun at once: it ends before the next keystroke of most people.
const UNNOTICED: Duration = Duration::from_millis(100);

/// The longest silence that is waited for.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// An error that is answered: its code and its reason.
type Refusal = (i32, String);

impl Server {
    pub(super) fn new(defaults: Defaults) -> Server {
        Server { projects: Projects::new(defaults), ..Server::default() }
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.phase == Phase::ShutDown
    }

    pub(super) fn has_exited(&self) -> bool {
        self.exited
    }

    /// What is to be sent, in order.
    pub(super) fn outgoing(&mut self) -> Vec<Value> {
        for mistake in self.projects.mistakes() {
            self.tell(&mistake);
        }
        std::mem::take(&mut self.outgoing)
    }

    /// A request that was taken back before it was looked at.
    pub(super) fn cancelled(&mut self, message: Incoming) {
        if let Incoming::Request { id, .. } = message {
            self.outgoing.push(wire::error(id, code::REQUEST_CANCELLED, "cancelled"));
        }
    }

    /// Takes one message; a panic ends its handling and nothing else.
    pub(super) fn receive(&mut self, message: Incoming) {
        match message {
            Incoming::Request { id, method, params } => {
                let answer = catch_unwind(AssertUnwindSafe(|| self.request(&method, params)));
                let answer = answer.unwrap_or_else(|_| Err(self.panicked()));
                self.outgoing.push(match answer {
                    Ok(result) => wire::answer(id, result),
                    Err((code, reason)) => wire::error(id, code, &reason),
                });
            }
            Incoming::Notification { method, params } => {
                let done = catch_unwind(AssertUnwindSafe(|| self.notification(&method, params)));
                let done = done.unwrap_or_else(|_| Err(self.panicked()));
                if let Err((_, reason)) = done {
                    self.log(&format!("{method}: {reason}"));
                }
            }
            Incoming::Malformed { id, code, reason } => self.outgoing.push(wire::error(id, code, &reason)),
            Incoming::Response => {}
        }
    }

    /// What a handler left half done is made anew.
    fn panicked(&mut self) -> Refusal {
        self.projects.forget();
        self.outdate();
        (code::INTERNAL_ERROR, "this made the linter panic; please report it".to_owned())
    }

    fn request(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match (self.phase, method) {
            (Phase::New, "initialize") => Ok(self.initialize(&params)),
            (Phase::New, _) => Err((code::NOT_INITIALIZED, "`initialize` comes first".to_owned())),
            (Phase::ShutDown, _) => Err((code::INVALID_REQUEST, "the server was shut down".to_owned())),
            (Phase::Running, "initialize") => Err((code::INVALID_REQUEST, "this was done already".to_owned())),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Running, "textDocument/diagnostic") => {
                let params: OfDocument = read(params)?;
                let items: Vec<Diagnostic> = self.diagnostics(&params.text_document.uri);
                Ok(json!({ "kind": "full", "items": items }))
            }
            (Phase::Running, "textDocument/codeAction") => Ok(self.code_actions(&read(params)?)),
            (Phase::Running, "textDocument/hover") => Ok(self.hover(&read(params)?)),
            (Phase::Running, "textDocument/completion") => Ok(self.completion(&read(params)?)),
            (Phase::Running, "completionItem/resolve") => self.resolve(params),
            (Phase::Running, _) => Err((code::METHOD_NOT_FOUND, format!("`{method}` is not spoken here"))),
        }
    }

    fn notification(&mut self, method: &str, params: Value) -> Result<(), Refusal> {
        match method {
            "exit" => self.exited = true,
            _ if self.phase != Phase::Running => {}
            "initialized" => self.watch(),
            "textDocument/didOpen" => self.opened(read(params)?),
            "textDocument/didChange" => self.changed(read(params)?),
            "textDocument/didSave" => {
                let params: OfDocument = read(params)?;
                self.touched(&[params.text_document.uri]);
            }
            "textDocument/didClose" => {
                let params: OfDocument = read(params)?;
                self.closed(&params.text_document.uri);
            }
            "workspace/didChangeWatchedFiles" => {
                let params: WatchedFiles = read(params)?;
                let uris: Vec<String> = params.changes.into_iter().map(|change| change.uri).collect();
                self.touched(&uris);
            }
            "workspace/didChangeConfiguration" => {
                self.configured(Options::read_changed(params.get("settings").unwrap_or(&Value::Null)));
            }
            "workspace/didChangeWorkspaceFolders" => self.folders_changed(&read(params)?),
            // What is taken back was answered already, and what else there is may be passed over.
            _ => {}
        }
        Ok(())
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        self.outgoing.push(wire::request(&format!("model-lint-{}", self.asked), method, params));
    }

    /// Tells the user.
    fn tell(&mut self, message: &str) {
        let params = json!({ "type": 1, "message": format!("model-lint: {message}") });
        self.outgoing.push(wire::notification("window/showMessage", params));
    }

    fn log(&mut self, message: &str) {
        self.outgoing.push(wire::notification("window/logMessage", json!({ "type": 2, "message": message })));
    }

    fn opened(&mut self, params: DidOpen) {
        let folder = self.projects.folders().first().cloned().unwrap_or_default();
        let document = Document::new(params.text_document, &folder);
        let name = document.uri.clone();
        self.documents.insert(name.clone(), document);
        self.text_changed(&name);
    }

    fn changed(&mut self, params: DidChange) {
        let units = self.client.units;
        let name = params.text_document.uri;
        let Some(document) = self.documents.get_mut(&name) else { return };
        document.change(params.content_changes, params.text_document.version, units);
        self.text_changed(&name);
    }

    fn text_changed(&mut self, name: &str) {
        if let Some(document) = self.documents.get(name)
            && let Some(path) = &document.path
        {
            self.projects.update(path, document.bytes());
        }
        self.current = Some(name.to_owned());
        self.outdate();
    }

    fn closed(&mut self, name: &str) {
        let Some(document) = self.documents.remove(name) else { return };
        if let Some(path) = &document.path {
            self.projects.remove(path);
        }
        if !self.client.pulls && document.published.is_some_and(|published| !published.is_empty()) {
            self.publish(name, None, &[]);
        }
        self.outdate();
    }

    /// Files changed on the disk: settings are read anew where one of them may hold some, and everything is checked again.
    fn touched(&mut self, uris: &[String]) {
        if uris
            .iter()
            .filter_map(|uri| uri::to_path(uri))
            .any(|path| may_hold_settings(&path) || self.projects.names(&path))
        {
            self.projects.forget();
        }
        self.outdate();
        self.refresh();
    }

    fn configured(&mut self, said: Result<Option<Options>, String>) {
        match said {
            Ok(Some(options)) => self.projects.set_options(options),
            Ok(None) => self.projects.forget(),
            Err(reason) => self.tell(&format!("settings: {reason}")),
        }
        self.outdate();
        self.refresh();
    }

    fn folders_changed(&mut self, params: &FoldersChanged) {
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(|f| uri::to_path(&f.uri)).collect();
        let mut folders = self.projects.folders().to_vec();
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(params.event.added.iter().filter_map(|f| uri::to_path(&f.uri)));
        self.projects.set_folders(folders);
        self.outdate();
        self.refresh();
    }

    /// What was found is no longer sure: any file may be read by any other.
    fn outdate(&mut self) {
        self.documents.values_mut().for_each(|document| document.findings = None);
    }

    /// Tells a client that asks for diagnostics to ask again.
    fn refresh(&mut self) {
        if self.client.pulls && self.client.refreshes && !self.documents.is_empty() {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// A document waits for a check.
    pub(super) fn has_work(&self) -> bool {
        self.phase == Phase::Running && !self.client.pulls && self.next().is_some()
    }

    fn next(&self) -> Option<&str> {
        let waits = |name: &&str| self.documents.get(*name).is_some_and(|document| document.findings.is_none());
        self.current.as_deref().filter(waits).or_else(|| self.documents.keys().map(String::as_str).find(waits))
    }

    /// How long a client has to be silent before a document is checked: as long as the last check took, since the next
    /// keystroke would make it useless; nothing where it takes no time that anybody notices.
    pub(super) fn pause(&self) -> Duration {
        if self.effort < UNNOTICED { Duration::ZERO } else { self.effort.min(LONGEST_PAUSE) }
    }

    /// Checks one document that waits, and tells the client what is new.
    pub(super) fn work(&mut self) {
        let Some(name) = self.next().map(str::to_owned) else { return };
        let started = Instant::now();
        let found = catch_unwind(AssertUnwindSafe(|| self.diagnostics(&name))).unwrap_or_default();
        self.effort = started.elapsed();
        let Some(document) = self.documents.get_mut(&name) else { return };
        document.findings.get_or_insert_default();
        let is_current = self.current.as_deref() == Some(name.as_str());
        let is_new = document.published.as_ref().is_none_or(|published| *published != found);
        if !is_new && !is_current {
            return;
        }
        let version = document.version;
        document.published = Some(found.clone());
        if is_current {
            self.current = None;
        }
        self.publish(&name, version, &found);
    }

    fn publish(&mut self, name: &str, version: Option<i64>, diagnostics: &[Diagnostic]) {
        let mut params = json!({ "uri": name, "diagnostics": diagnostics });
        if let Some(version) = version {
            params["version"] = version.into();
        }
        self.outgoing.push(wire::notification("textDocument/publishDiagnostics", params));
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| (code::INVALID_PARAMS, error.to_string()))
}

/// Settings of the linter, a catalog, an inventory or a baseline that they name, or what git ignores.
fn may_hold_settings(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let data = path
        .extension()
        .is_some_and(|extension| ["yaml", "yml", "json", "jsonl"].iter().any(|known| extension == *known));
    FILE_NAMES.contains(&name) || matches!(name, "pyproject.toml" | ".gitignore" | ".ignore") || data
}
