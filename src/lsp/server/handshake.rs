//! What client and server tell each other first.

use serde_json::{Value, json};

use super::{Phase, Server};
use crate::lsp::actions;
use crate::lsp::client::{Client, Options};

impl Server {
    pub(super) fn initialize(&mut self, params: &Value) -> Value {
        self.phase = Phase::Running;
        self.client = Client::new(params);
        self.projects.set_folders(self.client.folders.clone());
        if let Some(options) = params.get("initializationOptions") {
            self.configured(Options::read(options).map(Some));
        }
        let diagnostics =
            self.client.pulls.then(|| json!({ "interFileDependencies": true, "workspaceDiagnostics": false }));
        let mut capabilities = json!({
            "positionEncoding": self.client.units.name(),
            "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
            "codeActionProvider": { "codeActionKinds": actions::KINDS },
            "hoverProvider": true,
            "completionProvider": {
                "triggerCharacters": ["\"", "'", "`", "=", "-", "/"],
                "resolveProvider": true,
            },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        });
        if let Some(diagnostics) = diagnostics {
            capabilities["diagnosticProvider"] = diagnostics;
        }
        let server = json!({ "name": "model-lint", "version": env!("CARGO_PKG_VERSION") });
        json!({ "capabilities": capabilities, "serverInfo": server })
    }

    /// Asks to be told when files change of which diagnostics depend.
    pub(super) fn watch(&mut self) {
        if !self.client.watches {
            return;
        }
        let globs = [
            "**/*.{toml,prompt,yaml,yml,json,jsonc,json5,jsonl,ndjson,ipynb,py,pyi,ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}",
            "**/{.env,*.env}*",
            "**/.{gitignore,gitmodules,ignore}",
        ];
        let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
        let registration = json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }
}
