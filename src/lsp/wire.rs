//! Messages on the wire: JSON-RPC 2.0 behind a `Content-Length` header. What is malformed is answered and passed over.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// Largest message, in bytes: as much text as a file may hold, escaped.
const LARGEST: u64 = 256 << 20;

/// Longest header line, in bytes.
const LONGEST_HEADER: u64 = 4096;

/// The JSON-RPC error codes that are used.
pub(super) mod code {
    pub(in super::super) const PARSE_ERROR: i32 = -32700;
    pub(in super::super) const INVALID_REQUEST: i32 = -32600;
    pub(in super::super) const METHOD_NOT_FOUND: i32 = -32601;
    pub(in super::super) const INVALID_PARAMS: i32 = -32602;
    pub(in super::super) const INTERNAL_ERROR: i32 = -32603;
    pub(in super::super) const NOT_INITIALIZED: i32 = -32002;
    pub(in super::super) const REQUEST_CANCELLED: i32 = -32800;
}

/// What came in.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// Wants an answer.
    Request { id: Value, method: String, params: Value },
    /// Wants none.
    Notification { method: String, params: Value },
    /// An answer to a request of the server.
    Response,
    /// No message: an answer with this code, to this request if it can be told.
    Malformed { id: Value, code: i32, reason: String },
}

/// The next message; nothing where the input ends.
///
/// # Errors
/// Input that cannot be read, or that ends within a message.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(header) = header(input)? else { return Ok(None) };
    match header {
        Header::Length(length) if length <= LARGEST => {
            // What the header promises is not believed before it is there.
            let mut body = Vec::new();
            input.take(length).read_to_end(&mut body)?;
            if (body.len() as u64) < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(Some(parse(&body)))
        }
        Header::Length(length) => {
            io::copy(&mut input.take(length), &mut io::sink())?;
            Ok(Some(malformed(code::INVALID_REQUEST, format!("a message of {length} bytes is too large"))))
        }
        Header::Absent => Ok(Some(malformed(code::PARSE_ERROR, "a header without Content-Length".to_owned()))),
    }
}

enum Header {
    Length(u64),
    Absent,
}

/// The lines up to the blank one; lines that say nothing are passed over.
fn header(input: &mut impl BufRead) -> io::Result<Option<Header>> {
    let mut length = None;
    let mut lines = 0;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        match line.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok().or(length);
            }
            // Blank lines between messages are no header.
            _ if line.is_empty() && lines == 0 => continue,
            _ if line.is_empty() => return Ok(Some(length.map_or(Header::Absent, Header::Length))),
            _ => {}
        }
        lines += 1;
    }
}

fn malformed(code: i32, reason: String) -> Incoming {
    Incoming::Malformed { id: Value::Null, code, reason }
}

fn parse(body: &[u8]) -> Incoming {
    let mut message = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(message)) => message,
        Ok(_) => return malformed(code::INVALID_REQUEST, "a message is one object".to_owned()),
        Err(error) => return malformed(code::PARSE_ERROR, error.to_string()),
    };
    let id = message.remove("id");
    let params = message.remove("params").unwrap_or_default();
    match (message.remove("method"), id) {
        (Some(Value::String(method)), Some(id @ (Value::Number(_) | Value::String(_)))) => {
            Incoming::Request { id, method, params }
        }
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (None, Some(_)) if message.contains_key("result") || message.contains_key("error") => Incoming::Response,
        _ => malformed(code::INVALID_REQUEST, "neither a request nor a notification nor an answer".to_owned()),
    }
}

/// The answer to a request.
pub(super) fn answer(id: Value, result: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// The answer to a request that failed.
pub(super) fn error(id: Value, code: i32, reason: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": reason } })
}

/// A message that wants no answer.
pub(super) fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// A request of the server; its answer is not waited for.
pub(super) fn request(id: &str, method: &str, params: Value) -> Value {
    let mut request = json!({ "jsonrpc": "2.0", "id": id, "method": method });
    // What has no parameters has no field for them.
    if !params.is_null() {
        request["params"] = params;
    }
    request
}

/// Writes one message.
pub(super) fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(&body)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<Incoming> {
        std::iter::from_fn(|| read(&mut input).ok().flatten()).collect()
    }
    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }
    fn code_of(message: &Incoming) -> Option<i32> {
        match message {
            Incoming::Malformed { code, .. } => Some(*code),
            _ => None,
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let mut bytes = Vec::new();
        write(&mut bytes, &request("a", "x/y", json!({ "ü": "\u{1f600}" }))).expect("a message");
        write(&mut bytes, &notification("exit", Value::Null)).expect("a message");
        let request =
            Incoming::Request { id: "a".into(), method: "x/y".to_owned(), params: json!({ "ü": "\u{1f600}" }) };
        let exit = Incoming::Notification { method: "exit".to_owned(), params: Value::Null };
        assert_eq!(all(&bytes), [request, exit]);
    }

    #[test]
    fn a_malformed_message_is_passed_over() {
        let ping = framed(r#"{"jsonrpc":"2.0","method":"ping"}"#);
        for (broken, code) in [
            (framed("{"), code::PARSE_ERROR),
            (framed(&"[".repeat(100_000)), code::PARSE_ERROR),
            (framed("[]"), code::INVALID_REQUEST),
            (framed("null"), code::INVALID_REQUEST),
            (framed(r#"{"id":{},"method":"x"}"#), code::INVALID_REQUEST),
            (framed(r#"{"id":1}"#), code::INVALID_REQUEST),
            (framed(r#"{"method":1}"#), code::INVALID_REQUEST),
            ("X-Else: 1\r\n\r\n".to_owned(), code::PARSE_ERROR),
            ("Content-Length: -1\r\n\r\n".to_owned(), code::PARSE_ERROR),
            ("\r\n\r\nContent-Length: 1\r\nContent-Type: x\r\n\r\n{".to_owned(), code::PARSE_ERROR),
        ] {
            let messages = all(format!("{broken}{ping}").as_bytes());
            assert_eq!(messages.len(), 2, "{messages:?}");
            assert_eq!(code_of(&messages[0]), Some(code), "{messages:?}");
            assert!(matches!(&messages[1], Incoming::Notification { method, .. } if method == "ping"));
        }
    }

    #[test]
    fn a_length_is_not_believed() {
        let start = std::time::Instant::now();
        assert_eq!(all(b"Content-Length: 200000000\r\n\r\n{}"), []);
        assert_eq!(all(b"Content-Length: 18446744073709551615\r\n\r\n{}").len(), 1);
        assert_eq!(all(b"Content-Length: 99999999999999999999\r\n\r\n").len(), 1);
        assert!(start.elapsed().as_secs() < 5);
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        let body = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        let text =
            format!("content-length:{}\nContent-Type: application/vscode-jsonrpc; charset=utf-8\n\n{body}", body.len());
        assert_eq!(all(text.as_bytes()), [Incoming::Response]);
    }
}
