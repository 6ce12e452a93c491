//! A client that talks to the server in this process.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::position::{Text, Units};
use super::protocol::{Position, TextEdit};
use super::server::Server;
use super::wire::{Incoming, code};
use super::{Defaults, converse, uri};
use crate::catalog::{Catalog, Date};
use crate::config::Settings;
use crate::project;

const RETIRED: &str = "MODEL = 'gpt-4-32k'\n";
const CALL: &str = "from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model='gpt-4-32k')\n";

/// An editor with one folder open.
struct Editor {
    server: Server,
    dir: TempDir,
    units: Units,
    asked: i64,
}

impl Editor {
    fn new(files: &[(&str, &str)]) -> Editor {
        Editor::with(files, json!({ "asOf": "2026-11-23" }), json!({}))
    }

    fn with(files: &[(&str, &str)], options: Value, capabilities: Value) -> Editor {
        let dir = tempfile::tempdir().expect("a folder");
        let server = Server::new(Defaults::default());
        let mut editor = Editor { server, dir, units: Units::Utf16, asked: 0 };
        files.iter().for_each(|(name, text)| editor.save(name, text));
        let folder = json!([{ "uri": uri::of_path(editor.dir.path()), "name": "folder" }]);
        let params =
            json!({ "workspaceFolders": folder, "initializationOptions": options, "capabilities": capabilities });
        let answer = editor.request("initialize", params);
        if answer["capabilities"]["positionEncoding"] == "utf-8" {
            editor.units = Units::Utf8;
        }
        editor.notify("initialized", json!({}));
        editor
    }

    fn save(&self, name: &str, text: &str) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn uri(&self, name: &str) -> String {
        uri::of_path(&self.dir.path().join(name))
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.server.receive(Incoming::Notification { method: method.to_owned(), params });
    }

    /// The result of a request, or its error.
    fn request(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = json!(self.asked);
        self.server.receive(Incoming::Request { id: id.clone(), method: method.to_owned(), params });
        let answers = self.server.outgoing();
        let answer = answers.into_iter().find(|answer| answer["id"] == id).expect("an answer");
        answer.get("result").or(answer.get("error")).cloned().expect("a result or an error")
    }

    fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.notify("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "version": 1, "text": text } }));
    }

    fn change(&mut self, name: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(name), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    fn watched(&mut self, name: &str) {
        let uri = self.uri(name);
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    }

    /// What the server sends by itself once all is checked.
    fn settle(&mut self) -> Vec<Value> {
        while self.server.has_work() {
            self.server.work();
        }
        self.server.outgoing()
    }

    /// What is published of a document, once all is checked; nothing if nothing is.
    fn published(&mut self, name: &str) -> Option<Value> {
        let uri = self.uri(name);
        let is_own = |m: &Value| m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri.as_str();
        self.settle().into_iter().rfind(is_own).map(|message| message["params"].clone())
    }

    /// The rules that are published of a document.
    fn rules(&mut self, name: &str) -> Vec<String> {
        let published = self.published(name).expect("diagnostics");
        codes(&published["diagnostics"])
    }

    fn actions(&mut self, name: &str, line: u32, only: Option<&str>) -> Vec<Value> {
        let place = json!({ "line": line, "character": 0 });
        let range = json!({ "start": place, "end": { "line": line, "character": 999 } });
        let context = only.map_or_else(|| json!({ "diagnostics": [] }), |kind| json!({ "only": [kind] }));
        let params = json!({ "textDocument": { "uri": self.uri(name) }, "range": range, "context": context });
        self.request("textDocument/codeAction", params).as_array().cloned().expect("actions")
    }

    fn at(&mut self, method: &str, name: &str, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        self.request(method, json!({ "textDocument": { "uri": self.uri(name) }, "position": position }))
    }

    /// The text of a document after an action.
    fn after(&self, name: &str, text: &str, action: &Value) -> String {
        let edits = &action["edit"]["changes"][self.uri(name)];
        let mut edits: Vec<(Position, Position, String)> = edits
            .as_array()
            .expect("edits")
            .iter()
            .map(|edit| {
                let place = |end: &str| serde_json::from_value(edit["range"][end].clone()).expect("a place");
                (place("start"), place("end"), edit["newText"].as_str().expect("text").to_owned())
            })
            .collect();
        edits.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
        edits
            .into_iter()
            .fold(Text::new(text.to_owned()), |text, (start, end, new)| {
                text.replaced(super::protocol::Range { start, end }, self.units, &new)
            })
            .as_str()
            .to_owned()
    }

    /// What a check finds in a document after an action.
    fn rules_after(&mut self, name: &str, text: &str, action: &Value) -> Vec<String> {
        let text = self.after(name, text, action);
        self.change(name, 99, json!([{ "text": text }]));
        self.rules(name)
    }

    /// The IDs that are offered for the place of a `|` in a text.
    fn completions(&mut self, name: &str, marked: &str) -> Vec<Value> {
        let (before, after) = marked.split_once('|').expect("a mark");
        let text = Text::new([before, after].concat());
        self.open(name, text.as_str());
        let Position { line, character } = text.position(before.len(), self.units);
        let answer = self.at("textDocument/completion", name, line, character);
        answer["items"].as_array().cloned().unwrap_or_default()
    }
}

fn codes(diagnostics: &Value) -> Vec<String> {
    let diagnostics = diagnostics.as_array().expect("diagnostics");
    diagnostics.iter().map(|d| d["code"].as_str().expect("a code").to_owned()).collect()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title)));
    found.unwrap_or_else(|| panic!("no action `{title}` in {actions:#?}"))
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().expect("a label")).collect()
}

#[test]
fn what_is_open_is_checked_at_every_change() {
    let mut editor = Editor::new(&[]);
    editor.open("a.py", RETIRED);
    let published = editor.published("a.py").expect("diagnostics");
    assert_eq!(published["version"], 1);
    let diagnostic = &published["diagnostics"][0];
    assert_eq!(
        diagnostic["range"],
        json!({ "start": { "line": 0, "character": 9 }, "end": { "line": 0, "character": 18 } })
    );
    assert_eq!((&diagnostic["severity"], &diagnostic["source"]), (&json!(1), &json!("model-lint")));
    assert_eq!((&diagnostic["code"], &diagnostic["tags"]), (&json!("retired-model"), &json!([2])));
    assert!(diagnostic["message"].as_str().expect("text").contains("was shut down on 2025-06-06"));

    editor.change("a.py", 2, json!([{ "text": "MODEL = 'gpt-5'\n" }]));
    let published = editor.published("a.py").expect("diagnostics");
    assert_eq!(
        (published["version"].clone(), codes(&published["diagnostics"])),
        (json!(2), vec!["deprecated-model".to_owned()])
    );
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("a.py") } }));
    assert_eq!(editor.published("a.py").expect("diagnostics")["diagnostics"], json!([]));
}

#[test]
fn only_the_last_of_many_changes_is_checked() {
    let mut editor = Editor::new(&[]);
    editor.open("a.py", "");
    for (version, text) in [(2, "M = 'gpt-4-32k'"), (3, "MODEL = 'gpt-4-32k"), (4, RETIRED)] {
        editor.change("a.py", version, json!([{ "text": text }]));
    }
    let sent = editor.settle();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["params"]["version"], 4);
}

#[test]
fn changes_of_ranges_are_counted_as_agreed() {
    for (offered, character) in [(json!(["utf-16"]), 3), (json!(["utf-8", "utf-16"]), 5)] {
        let mut editor =
            Editor::with(&[], json!({ "asOf": "2026-11-23" }), json!({ "general": { "positionEncodings": offered } }));
        editor.open("a.py", "\"\u{1f600}\"; MODEL = 'gpt-x'\n");
        let range = |from: u32, to: u32| json!({ "start": { "line": 0, "character": from }, "end": { "line": 0, "character": to } });
        let x = character + 17;
        editor.change(
            "a.py",
            2,
            json!([{ "range": range(x - 1, x), "text": "4-32k" }, { "range": range(0, 0), "text": "\n" }]),
        );
        let published = editor.published("a.py").expect("diagnostics");
        let start = character + 12;
        assert_eq!(
            published["diagnostics"][0]["range"],
            json!({ "start": { "line": 1, "character": start }, "end": { "line": 1, "character": start + 9 } })
        );
    }
}

#[test]
fn diagnostics_are_those_of_the_command_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let as_of = Date::parse("2026-11-23").expect("a day");
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(here).expect("a folder").flatten() {
            let (path, is_dir) = (entry.path(), entry.path().is_dir());
            if is_dir { folders.push(path) } else { files.push(path) }
        }
    }
    let mut server = Server::new(Defaults { as_of: Some(as_of), ..Defaults::default() });
    let initialize = json!({ "rootUri": uri::of_path(&folder) });
    server.receive(Incoming::Request { id: json!(0), method: "initialize".to_owned(), params: initialize });
    let mut seen = 0;
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let document = json!({ "uri": uri::of_path(&path), "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        server.receive(Incoming::Notification { method: "textDocument/didOpen".to_owned(), params });
        while server.has_work() {
            server.work();
        }
        let sent = server.outgoing();
        let sent = sent.iter().rfind(|message| message["params"]["uri"] == document["uri"]).expect("diagnostics");
        let told: Vec<(u64, u64, String)> = sent["params"]["diagnostics"]
            .as_array()
            .expect("diagnostics")
            .iter()
            .map(|d| {
                let start = &d["range"]["start"];
                let count = |key: &str| start[key].as_u64().expect("a number") + 1;
                (count("line"), count("character"), format!("{} {}", d["code"], d["message"]))
            })
            .collect();
        let mut settings = Settings::new(crate::config::repository_root(&folder).unwrap_or(&folder).to_owned(), as_of);
        if let Some(found) = crate::config::find(&folder).expect("a configuration") {
            settings.root = found.folder.clone();
            settings.apply(found.layer);
        }
        let shown = crate::walk::shown(&folder, &path);
        let target = project::Target { path, shown, named: false, local: false };
        let report = project::check(&settings, Catalog::bundled(), &[target]);
        let found: Vec<(u64, u64, String)> = report
            .findings
            .iter()
            .map(|f| {
                let place = f.location.expect("a place");
                let said =
                    f.diagnostic.help.iter().fold(f.diagnostic.message.clone(), |text, help| format!("{text}\n{help}"));
                (place.line.into(), place.column.into(), format!("\"{}\" {}", f.diagnostic.rule.name(), json!(said)))
            })
            .collect();
        seen += found.len();
        assert_eq!(told, found);
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn unsaved_text_holds_for_other_documents() {
    let mut editor = Editor::new(&[("a.py", CALL)]);
    editor.open("a.py", CALL);
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
    editor.open(".env", "OPENAI_BASE_URL=http://localhost:11434/v1\n");
    assert_eq!(editor.rules("a.py"), [""; 0]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri(".env") } }));
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
}

#[test]
fn fixes_are_offered_by_their_safety() {
    let text =
        "from openai import OpenAI\nOpenAI().chat.completions.create(model='GPT-5.6-luna')\nMODEL = 'gpt-4-32k'\n";
    let mut editor = Editor::new(&[]);
    editor.open("a.py", text);
    assert_eq!(editor.rules("a.py"), ["model-casing", "retired-model"]);
    let safe = editor.actions("a.py", 1, None);
    let fix = titled(&safe, "Change to `gpt-5.6-luna`");
    assert_eq!((&fix["isPreferred"], &fix["kind"]), (&json!(true), &json!("quickfix")));
    assert_eq!(fix["diagnostics"][0]["code"], "model-casing");
    let unsafe_fix = editor.actions("a.py", 2, Some("quickfix"));
    let unsafe_fix = titled(&unsafe_fix, "Change to");
    assert!(unsafe_fix["title"].as_str().expect("text").contains("unsafe"));
    assert_eq!(unsafe_fix.get("isPreferred"), None);
    let all = editor.actions("a.py", 0, Some("source.fixAll"));
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["kind"], "source.fixAll.model-lint");
    assert_eq!(editor.after("a.py", text, &all[0]), text.replace("GPT-5.6-luna", "gpt-5.6-luna"));
    assert_eq!(editor.rules_after("a.py", text, &all[0]), ["retired-model"]);
    assert!(editor.actions("a.py", 0, Some("refactor")).is_empty());
}

#[test]
fn edits_carry_the_version_where_it_is_checked() {
    let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut editor = Editor::with(&[], json!({ "asOf": "2026-11-23" }), capabilities);
    editor.open("a.py", RETIRED);
    let actions = editor.actions("a.py", 0, None);
    let change = &titled(&actions, "Change to")["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": editor.uri("a.py"), "version": 1 }));
}

#[test]
fn ignoring_writes_a_comment_of_the_language() {
    for (name, text, line, after) in [
        ("a.py", RETIRED, 0, "MODEL = 'gpt-4-32k'  # model-lint: ignore[retired-model]\n"),
        (
            "a.ts",
            "const model = 'gpt-4-32k';\r\n",
            0,
            "const model = 'gpt-4-32k'; // model-lint: ignore[retired-model]\r\n",
        ),
        ("a.yaml", "a:\n  model: gpt-4-32k\n", 1, "a:\n  model: gpt-4-32k  # model-lint: ignore[retired-model]\n"),
        (
            "config.jsonc",
            "{\n  \"provider\": \"openai\",\n  \"model\": \"gpt-4-32k\"\n}\n",
            2,
            "{\n  \"provider\": \"openai\",\n  \"model\": \"gpt-4-32k\" // model-lint: ignore[retired-model]\n}\n",
        ),
        (
            "a.toml",
            "[llm]\nmodel = 'gpt-4-32k'\n",
            1,
            "[llm]\nmodel = 'gpt-4-32k'  # model-lint: ignore[retired-model]\n",
        ),
        (".env", "OPENAI_MODEL=gpt-4-32k", 0, "# model-lint: ignore-next-line[retired-model]\nOPENAI_MODEL=gpt-4-32k"),
        (
            "b.py",
            "MODEL = 'gpt-4-32k'  # model-lint: ignore[model-casing] -- x\n",
            0,
            "MODEL = 'gpt-4-32k'  # model-lint: ignore[model-casing, retired-model] -- x\n",
        ),
        (
            // What stands behind another reason is read by nobody.
            "c.py",
            "MODEL = 'gpt-4-32k'  # model-lint: ignore[model-casing] until=2027-01-01 -- x\n",
            0,
            "# model-lint: ignore-next-line[retired-model]\n\
             MODEL = 'gpt-4-32k'  # model-lint: ignore[model-casing] until=2027-01-01 -- x\n",
        ),
        (
            "d.py",
            "MODEL = 'gpt-4-32k'  # model-lint: ignore[foo]\n",
            0,
            "# model-lint: ignore-next-line[retired-model]\nMODEL = 'gpt-4-32k'  # model-lint: ignore[foo]\n",
        ),
    ] {
        let mut editor = Editor::new(&[]);
        editor.open(name, text);
        assert!(editor.rules(name).contains(&"retired-model".to_owned()), "{name}");
        let actions = editor.actions(name, line, None);
        let ignore = titled(&actions, "Ignore `retired-model` here");
        assert_eq!(editor.after(name, text, ignore), after);
        assert!(!editor.rules_after(name, text, ignore).contains(&"retired-model".to_owned()), "{name}");
    }
}

#[test]
fn what_is_deprecated_is_ignored_until_its_shutdown() {
    let mut editor = Editor::new(&[]);
    let text = "MODEL = 'gpt-4o-2024-08-06'\n";
    editor.open("a.py", text);
    let actions = editor.actions("a.py", 0, None);
    let after = editor.after("a.py", text, titled(&actions, "Ignore `deprecated-model` here"));
    assert_eq!(after, "MODEL = 'gpt-4o-2024-08-06'  # model-lint: ignore[deprecated-model] until=2027-01-14\n");
    assert_eq!(editor.actions("a.py", 0, Some("")).len(), actions.len(), "the empty kind is above all");
}

#[test]
fn no_comment_is_written_where_there_can_be_none() {
    let mut editor = Editor::new(&[]);
    let text = "MODEL = f\"\"\"gpt-4-32k\"\"\"\nPROMPT = \"\"\"\n{'model': 'gpt-4-32k'}\n\"\"\"\n";
    editor.open("a.py", text);
    for finding in editor.published("a.py").expect("diagnostics")["diagnostics"].as_array().expect("diagnostics") {
        let line = finding["range"]["start"]["line"].as_u64().expect("a number") as u32;
        for action in editor.actions("a.py", line, Some("quickfix")) {
            let after = editor.after("a.py", text, &action);
            let title = action["title"].as_str().expect("text");
            assert!(!title.starts_with("Ignore") || after.contains("\"\"\"  # model-lint"), "{after}");
        }
    }
    let json = "{\"provider\": \"openai\", \"model\": \"gpt-4-32k\"}\n";
    editor.open("config.json", json);
    assert_eq!(editor.rules("config.json"), ["retired-model"]);
    assert_eq!(editor.actions("config.json", 0, Some("quickfix")).len(), 1, "JSON has no comments");
    let notebook = r##"{"cells": [{"cell_type": "code", "source": ["MODEL = 'gpt-4-32k'\n"]}],
        "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}"##;
    editor.open("a.ipynb", notebook);
    assert_eq!(editor.rules("a.ipynb"), ["retired-model"]);
    let actions = editor.actions("a.ipynb", 0, Some("quickfix"));
    assert_eq!(actions.len(), 1, "{actions:#?}");
    assert!(editor.after("a.ipynb", notebook, &actions[0]).contains("MODEL = 'gpt-6-luna'"));
    assert!(editor.at("textDocument/hover", "a.ipynb", 0, 60)["contents"]["value"].is_string());
    let component = "<p>é {{ MODEL }}</p><script>const MODEL = 'gpt-4-32k'</script>\n";
    editor.open("a.vue", component);
    assert_eq!(editor.rules("a.vue"), ["retired-model"]);
    let actions = editor.actions("a.vue", 0, Some("quickfix"));
    let after = editor.after("a.vue", component, &actions[0]);
    assert_eq!(after, component.replace("gpt-4-32k", "gpt-6-luna"));
}

#[test]
fn an_id_is_explained_where_it_stands() {
    let text = "é = 1; MODEL = 'gpt-4-32k'\nif model == 'gpt-4o': pass\n";
    let mut editor = Editor::new(&[]);
    editor.open("a.py", text);
    let hover = editor.at("textDocument/hover", "a.py", 0, 20);
    let said = hover["contents"]["value"].as_str().expect("text");
    assert!(said.starts_with("`gpt-4-32k`: OpenAI\n"), "{said}");
    assert!(said.contains("\n- status: retired since 2025-06-06\n") && said.contains("](https://"), "{said}");
    assert_eq!(hover["range"]["start"], json!({ "line": 0, "character": 16 }));
    assert!(
        editor.at("textDocument/hover", "a.py", 1, 16)["contents"]["value"].is_string(),
        "history is explained too"
    );
    assert!(editor.at("textDocument/hover", "a.py", 0, 2).is_null());
    assert!(editor.at("textDocument/hover", "a.py", 99, 99).is_null());
    assert!(editor.at("textDocument/hover", "b.py", 0, 0).is_null());
    editor.open("c.py", "MODEL = 'gpt4o'\n");
    let hover = editor.at("textDocument/hover", "c.py", 0, 10);
    let said = hover["contents"]["value"].as_str().expect("text");
    assert!(said.starts_with("`gpt4o` is no model of OpenAI. Did you mean `gpt-4o`?"), "{said}");
}

#[test]
fn live_ids_of_the_endpoint_are_offered() {
    let head = "from openai import OpenAI\nclient = OpenAI()\n";
    for (name, text, offered, lacking) in [
        ("a.py", format!("{head}client.embeddings.create(model='|')\n"), "text-embedding-3-small", "gpt-5.6-luna"),
        ("b.py", format!("{head}client.embeddings.create(model='text-|', input=x)\n"), "text-embedding-3-small", "gpt-4o"),
        ("c.py", format!("{head}client.chat.completions.create(model=\"gpt-|\n"), "gpt-5.6-luna", "text-embedding-3-small"),
        ("d.py", "import litellm\nlitellm.completion(model='anthropic/|', messages=[])\n".to_owned(), "claude-opus-4-5", "gpt-4o"),
        ("e.py", "MODEL = 'claude-|'\n".to_owned(), "claude-opus-4-5", "gpt-4o"),
        ("a.json", "{\"provider\": \"anthropic\", \"model\": \"claude-|\"}\n".to_owned(), "claude-opus-4-5", "gpt-4o"),
        ("a.toml", "[llm]\nprovider = \"anthropic\"\nmodel = \"|\"\n".to_owned(), "claude-opus-4-5", "gpt-4o"),
        (".env", "OPENAI_MODEL=gpt-|\n".to_owned(), "gpt-5.6-luna", "claude-opus-4-5"),
        ("a.yaml", "provider: anthropic\nmodel: claude-|\n".to_owned(), "claude-opus-4-5", "gpt-4o"),
        (
            "a.ts",
            "import Anthropic from '@anthropic-ai/sdk';\nnew Anthropic().messages.create({ model: '|', max_tokens: 1 });\n".to_owned(),
            "claude-opus-4-5",
            "gpt-4o",
        ),
    ] {
        let mut editor = Editor::new(&[]);
        let items = editor.completions(name, &text);
        let labels = labels(&items);
        assert!(labels.contains(&offered), "{name}: {labels:?}");
        assert!(!labels.contains(&lacking) && !labels.contains(&"gpt-4-32k"), "{name}: {labels:?}");
    }
}

#[test]
fn completions_replace_the_whole_value_and_say_what_ends() {
    let mut editor = Editor::new(&[]);
    let items =
        editor.completions("a.py", "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-|4')\n");
    let ending = items.iter().position(|item| item.get("tags") == Some(&json!([1]))).expect("a model that ends");
    assert!(items[ending..].iter().all(|item| item["tags"] == json!([1])), "what ends comes last");
    assert!(items[ending]["detail"].as_str().expect("text").contains("deprecated"));
    let edit = &items[0]["textEdit"];
    assert_eq!((&edit["range"]["start"]["character"], &edit["range"]["end"]["character"]), (&json!(40), &json!(45)));
    assert_eq!(edit["newText"], items[0]["label"]);
    let resolved = editor.request("completionItem/resolve", items[0].clone());
    assert!(resolved["documentation"]["value"].as_str().expect("text").contains("- status: active"));
    editor.open("a.py", "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4')\n");
    assert_eq!(editor.rules("a.py"), ["retired-model"], "a completion leaves the text as it is");
}

#[test]
fn where_names_are_free_nothing_is_offered() {
    let mut editor = Editor::new(&[]);
    for (name, text) in [
        (
            "a.py",
            "from openai import OpenAI\nOpenAI(base_url='http://localhost:1/v1').chat.completions.create(model='|')\n",
        ),
        ("b.py", "from openai import AzureOpenAI\nAzureOpenAI().chat.completions.create(model='|')\n"),
        ("c.py", "x = '|'\n"),
        ("d.py", "|"),
        ("e.py", "# model='|'\n"),
        ("f.py", "register(model='|')\n"),
        ("g.py", "MODEL = '|'\n"),
    ] {
        assert_eq!(labels(&editor.completions(name, text)), [""; 0], "{name}");
    }
}

#[test]
fn settings_are_read_anew() {
    let mut editor = Editor::new(&[]);
    editor.open("a.py", RETIRED);
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
    editor.save("model-lint.toml", "ignore = ['retired-model']\n");
    editor.watched("model-lint.toml");
    assert_eq!(editor.rules("a.py"), [""; 0]);
    editor.save("model-lint.toml", "ignor = []\n");
    editor.watched("model-lint.toml");
    let sent = editor.settle();
    let told: Vec<&Value> = sent.iter().filter(|message| message["method"] == "window/showMessage").collect();
    assert_eq!(told.len(), 1, "{sent:#?}");
    let message = told[0]["params"]["message"].as_str().expect("text");
    assert!(message.contains("model-lint.toml:1:1: unknown key `ignor`\ndid you mean `ignore`?"), "{message}");
    editor.change("a.py", 2, json!([{ "text": format!("{RETIRED}OTHER_MODEL = 'gpt-4-0314'\n") }]));
    editor.change("a.py", 3, json!([{ "text": RETIRED }]));
    assert_eq!(editor.rules("a.py"), [""; 0], "what was read before holds on");
    editor.save("model-lint.toml", "");
    editor.watched("model-lint.toml");
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
    for of_others in [json!(null), json!({}), json!({ "gopls": {} })] {
        editor.notify("workspace/didChangeConfiguration", json!({ "settings": of_others }));
        editor.change("a.py", 4, json!([{ "text": RETIRED }]));
        assert_eq!(editor.rules("a.py"), ["retired-model"], "what was said at the beginning holds on");
    }
    editor
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "model-lint": { "asOf": "2024-01-01" } } }));
    assert_eq!(editor.rules("a.py"), [""; 0]);
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "model-lint": { "asof": "x" } } }));
    let sent = editor.settle();
    assert!(
        sent[0]["params"]["message"].as_str().expect("text").contains("settings: unknown field `asof`"),
        "{sent:#?}"
    );
}

#[test]
fn files_that_are_named_as_settings_are_read_anew() {
    let options = json!({ "asOf": "2026-11-23", "config": "tools/lint.conf" });
    let mut editor = Editor::with(&[("tools/lint.conf", "")], options, json!({}));
    editor.open("a.py", RETIRED);
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
    editor.save("tools/lint.conf", "ignore = ['retired-model']\n");
    editor.watched("tools/lint.conf");
    assert_eq!(editor.rules("a.py"), [""; 0]);
}

#[test]
fn what_the_baseline_holds_is_not_shown() {
    let baseline = "{\"model-lint-baseline\":1}\n\
        {\"path\":\"a.py\",\"rule\":\"retired-model\",\"value\":\"gpt-4-32k\",\"count\":1}\n";
    let mut editor = Editor::new(&[("model-lint.toml", "baseline = 'old.jsonl'\n"), ("old.jsonl", baseline)]);
    let text = "MODEL = 'gpt-4-32k'\nOTHER_MODEL = 'gpt-3.5-turbo-0301'\n";
    editor.open("a.py", text);
    let published = editor.published("a.py").expect("diagnostics");
    assert_eq!(published["diagnostics"].as_array().map(Vec::len), Some(1), "{published}");
    let actions = editor.actions("a.py", 1, None);
    let ignore = titled(&actions, "Ignore `retired-model` here");
    assert_eq!(editor.rules_after("a.py", text, ignore), [""; 0]);
    editor.save("old.jsonl", "{}\n");
    editor.watched("old.jsonl");
    let sent = editor.settle();
    assert!(
        sent.iter().any(|m| m["params"]["message"].as_str().is_some_and(|m| m.contains("old.jsonl:1:"))),
        "{sent:#?}"
    );
}

#[test]
fn files_are_watched_if_the_client_can() {
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::with(&[], json!({}), capabilities);
    let sent = editor.settle();
    assert_eq!(sent[0]["method"], "client/registerCapability");
    assert!(Editor::new(&[]).settle().is_empty());
}

#[test]
fn a_client_that_asks_is_not_told_unasked() {
    let capabilities =
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut editor = Editor::with(&[], json!({ "asOf": "2026-11-23" }), capabilities);
    editor.open("a.py", RETIRED);
    assert!(editor.settle().is_empty());
    let ask = json!({ "textDocument": { "uri": editor.uri("a.py") } });
    let answer = editor.request("textDocument/diagnostic", ask);
    assert_eq!((answer["kind"].as_str(), codes(&answer["items"])), (Some("full"), vec!["retired-model".to_owned()]));
    editor.watched("model-lint.toml");
    assert_eq!(editor.settle()[0]["method"], "workspace/diagnostic/refresh");
    let unknown = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": "file:///x.py" } }));
    assert_eq!(unknown["items"], json!([]));
}

#[test]
fn any_file_and_text_may_be_opened() {
    let mut editor = Editor::new(&[(".gitignore", "build/\n"), (".git/HEAD", "")]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let outside = uri::of_path(&elsewhere.path().join("b.py"));
    for (uri, language, found) in [
        (outside, "python", 1),
        ("untitled:Untitled-1".to_owned(), "python", 1),
        ("untitled:Untitled-2".to_owned(), "plaintext", 0),
        ("https://example.org/a.py".to_owned(), "python", 0),
        (editor.uri("build/a.py"), "python", 0),
        (editor.uri("README.md"), "markdown", 0),
        (String::new(), "", 0),
    ] {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": RETIRED });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let sent = editor.settle();
        let count = sent.last().map(|message| message["params"]["diagnostics"].as_array().expect("a list").len());
        assert_eq!(count, Some(found), "{uri}");
    }
}

#[test]
fn folders_come_and_go() {
    let mut editor = Editor::new(&[("in/model-lint.toml", "ignore = ['retired-model']\n")]);
    editor.open("in/a.py", RETIRED);
    assert_eq!(editor.rules("in/a.py"), ["retired-model"]);
    let folder = json!({ "uri": editor.uri("in"), "name": "in" });
    let added = json!({ "event": { "added": [folder], "removed": [] } });
    editor.notify("workspace/didChangeWorkspaceFolders", added);
    assert_eq!(editor.rules("in/a.py"), [""; 0]);
    let removed = json!({ "event": { "added": [], "removed": [folder] } });
    editor.notify("workspace/didChangeWorkspaceFolders", removed);
    assert_eq!(editor.rules("in/a.py"), ["retired-model"]);
}

#[test]
fn what_is_not_understood_is_answered() {
    let mut editor = Editor::new(&[]);
    assert_eq!(editor.request("textDocument/rename", json!({}))["code"], code::METHOD_NOT_FOUND);
    assert_eq!(editor.request("textDocument/hover", json!({ "textDocument": 1 }))["code"], code::INVALID_PARAMS);
    assert_eq!(editor.request("completionItem/resolve", json!(1))["code"], code::INVALID_PARAMS);
    assert_eq!(editor.request("initialize", json!({}))["code"], code::INVALID_REQUEST);
    editor.notify("textDocument/didChange", json!([]));
    assert_eq!(editor.settle()[0]["method"], "window/logMessage");
    editor.change("unknown.py", 1, json!([{ "text": "" }]));
    editor.notify("$/unknown", Value::Null);
    assert!(editor.settle().is_empty());
    editor.open("a.py", RETIRED);
    let far = json!({ "start": { "line": 4_000_000_000u32, "character": 7 }, "end": { "line": 0, "character": 4_000_000_000u32 } });
    editor.change("a.py", 2, json!([{ "range": far, "text": "\u{0}" }]));
    editor.change("a.py", 3, json!([{ "text": RETIRED }]));
    assert_eq!(editor.rules("a.py"), ["retired-model"]);
    assert!(editor.request("shutdown", Value::Null).is_null());
    assert_eq!(editor.request("textDocument/hover", json!({}))["code"], code::INVALID_REQUEST);
    let mut early = Server::new(Defaults::default());
    early.receive(Incoming::Request { id: json!(1), method: "shutdown".to_owned(), params: Value::Null });
    assert_eq!(early.outgoing()[0]["error"]["code"], code::NOT_INITIALIZED);
}

#[test]
fn a_cancellation_overtakes_what_it_cancels() {
    let (sender, messages) = std::sync::mpsc::channel();
    let request = |id: Value, method: &str| Incoming::Request { id, method: method.to_owned(), params: json!({}) };
    let notify = |method: &str, params: Value| Incoming::Notification { method: method.to_owned(), params };
    for message in [
        request(json!(0), "initialize"),
        request(json!("a"), "textDocument/hover"),
        request(json!(2), "textDocument/hover"),
        notify("$/cancelRequest", json!({ "id": "a" })),
        Incoming::Malformed { id: Value::Null, code: code::PARSE_ERROR, reason: "x".to_owned() },
        request(json!(3), "shutdown"),
        notify("exit", Value::Null),
    ] {
        sender.send(message).expect("a receiver");
    }
    let mut output = Vec::new();
    assert!(converse(&messages, &mut output, Server::new(Defaults::default())).expect("output"));
    let output = String::from_utf8(output).expect("text");
    let answers: Vec<Value> = output
        .split("Content-Length: ")
        .filter_map(|part| part.split_once("\r\n\r\n"))
        .map(|(_, body)| serde_json::from_str(body).expect("JSON"))
        .collect();
    let told: Vec<_> = answers.iter().map(|a| (a["id"].clone(), a["error"]["code"].as_i64())).collect();
    assert_eq!(
        told,
        [
            (json!(0), None),
            (json!("a"), Some(i64::from(code::REQUEST_CANCELLED))),
            (json!(2), Some(i64::from(code::INVALID_PARAMS))),
            (Value::Null, Some(i64::from(code::PARSE_ERROR))),
            (json!(3), None),
        ]
    );
}

#[test]
fn edits_are_told_in_the_words_of_the_protocol() {
    let edit = TextEdit { range: Default::default(), new_text: "x".to_owned() };
    assert_eq!(json!(edit)["newText"], "x");
}

#[test]
fn unsaved_text_is_followed_across_files() {
    let call = "from openai import OpenAI\nfrom names import FAST\nOpenAI().chat.completions.create(model=FAST)\n";
    let mut editor = Editor::new(&[(".git/HEAD", ""), ("names.py", "FAST = 'gpt-5.6-luna'\n"), ("app.py", call)]);
    editor.open("names.py", "FAST = 'GPT-5.6-luna'\n");
    let published = editor.published("names.py").expect("diagnostics");
    assert_eq!(codes(&published["diagnostics"]), ["model-casing"], "the call in the other file says what it is");
    let related = &published["diagnostics"][0]["relatedInformation"][0]["location"];
    assert_eq!((&related["uri"], &related["range"]["start"]["line"]), (&json!(editor.uri("app.py")), &json!(2)));
    editor.open("app.py", "from names import FAST\nprint(FAST)\n");
    assert_eq!(editor.rules("names.py"), [""; 0], "the text that is not saved no longer sends it");
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("app.py") } }));
    assert_eq!(editor.rules("names.py"), ["model-casing"]);
}
