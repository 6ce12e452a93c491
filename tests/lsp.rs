//! The language server as editors start it: the real program, its standard input and output, its exit code.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

struct Client {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn start(folder: &Path, arguments: &[&str]) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
        command.args(arguments).arg("lsp").arg("--stdio").current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Client { child, output }
    }

    fn initialized(folder: &Path, arguments: &[&str]) -> Client {
        let mut client = Client::start(folder, arguments);
        let root = format!("file://{}", folder.display());
        client.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "rootUri": root, "capabilities": {} } }));
        assert_eq!(client.next()["result"]["serverInfo"]["name"], "model-lint");
        client.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        client
    }

    fn raw(&mut self, bytes: &[u8]) {
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn open(&mut self, path: &Path, text: &str) -> Value {
        let document =
            json!({ "uri": format!("file://{}", path.display()), "languageId": "python", "version": 1, "text": text });
        self.send(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        );
        self.next()["params"]["diagnostics"].clone()
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server ended");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => panic!("{line}"),
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The exit code, once the input is closed.
    fn code(mut self) -> Option<i32> {
        drop(self.child.stdin.take());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(started.elapsed() < Duration::from_secs(60), "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

const RETIRED: &str = "MODEL = 'gpt-4-32k'\n";

#[test]
fn a_client_that_takes_its_leave_ends_it_well() {
    let dir = tempfile::tempdir().unwrap();
    let mut client = Client::initialized(dir.path(), &["--as-of", "2026-11-23"]);
    assert_eq!(client.open(&dir.path().join("a.py"), RETIRED)[0]["code"], "retired-model");
    client.send(&json!({ "jsonrpc": "2.0", "id": "bye", "method": "shutdown" }));
    assert_eq!(client.next(), json!({ "jsonrpc": "2.0", "id": "bye", "result": null }));
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.code(), Some(0));
}

#[test]
fn a_client_that_just_goes_is_told_by_the_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Client::start(dir.path(), &[]).code(), Some(1));
    let mut client = Client::initialized(dir.path(), &[]);
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.code(), Some(1));
}

#[test]
fn arguments_hold_for_the_projects_of_the_editor() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("other.toml"), "ignore = ['retired-model']\n").unwrap();
    let path = dir.path().join("a.py");
    let mut client = Client::initialized(dir.path(), &["--as-of", "2026-11-23", "--config", "other.toml"]);
    assert_eq!(client.open(&path, RETIRED), json!([]));
    std::fs::write(dir.path().join("model-lint.toml"), "ignore = ['retired-model']\n").unwrap();
    let mut client = Client::initialized(dir.path(), &["--as-of", "2026-11-23", "--isolated"]);
    assert_eq!(client.open(&path, RETIRED)[0]["code"], "retired-model");
}

#[test]
fn a_configuration_that_is_wrong_does_not_keep_it_from_starting() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("model-lint.toml"), "x = 1\n").unwrap();
    let mut client = Client::initialized(dir.path(), &[]);
    let document = json!({ "uri": format!("file://{}/a.py", dir.path().display()), "version": 1, "text": RETIRED });
    client.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    let told = [client.next(), client.next()];
    let message = told.iter().find(|m| m["method"] == "window/showMessage").unwrap();
    assert!(message["params"]["message"].as_str().unwrap().contains("unknown key `x`"));
}

#[test]
fn nothing_that_is_sent_ends_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut client = Client::initialized(dir.path(), &["--as-of", "2026-11-23"]);
    client.raw(b"Content-Length: 5\r\n\r\n{\xff\xfe}\0");
    assert_eq!(client.next()["error"]["code"], -32700);
    client.raw(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(client.next()["error"]["code"], -32700);
    let deep = format!("{{\"method\":{}", "[".repeat(200_000));
    client.raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    assert_eq!(client.next()["error"]["code"], -32700);
    client.send(&json!([{ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }]));
    assert_eq!(client.next()["error"]["code"], -32600);
    let text = "[".repeat(100_000) + RETIRED;
    client.open(&dir.path().join("b.py"), &text);
    assert_eq!(client.open(&dir.path().join("a.py"), RETIRED)[0]["code"], "retired-model");
}
