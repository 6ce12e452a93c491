//! The editor's door, beside the command line: a language server on standard input and output.
//!
//! Messages are read on a thread of their own and answered one after the other
//! on one thread: a check of a file takes milliseconds. What has arrived is
//! looked at before anything is done, so that a cancellation overtakes what it
//! cancels, and files are checked when no message waits, so that a text which
//! is outdated already is not. Where a check takes long, it is begun only once
//! the client has been silent for as long.
//!
//! The few messages that are spoken here are written out in [`protocol`].
//! The crates for the whole protocol cost more to build than the linter, and
//! the scaffolds for servers end at the first message that is malformed, or
//! bring sockets along.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod document;
mod hover;
mod position;
mod projects;
mod protocol;
mod server;
mod uri;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};

pub use self::projects::Defaults;
use self::server::Server;
use self::wire::Incoming;

/// Serves one client until it leaves; whether it took its leave as agreed: `shutdown`, then `exit`.
///
/// # Errors
/// Output that cannot be written; a reader that has gone is no error.
pub fn serve(input: impl Read + Send + 'static, output: impl Write, defaults: Defaults) -> io::Result<bool> {
    let messages = listen(input);
    match converse(&messages, output, Server::new(defaults)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        ended => ended,
    }
}

/// Reads messages on a thread of its own; the channel closes where the input ends.
fn listen(input: impl Read + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(message)) = wire::read(&mut input) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    receiver
}

fn converse(messages: &Receiver<Incoming>, mut output: impl Write, mut server: Server) -> io::Result<bool> {
    let mut waiting: VecDeque<Incoming> = VecDeque::new();
    loop {
        waiting.extend(messages.try_iter());
        match waiting.pop_front() {
            Some(message) if is_cancelled(&message, &waiting) => server.cancelled(message),
            Some(message) => server.receive(message),
            None if server.has_work() => match messages.recv_timeout(server.pause()) {
                Ok(message) => waiting.push_back(message),
                Err(RecvTimeoutError::Timeout) => server.work(),
                Err(RecvTimeoutError::Disconnected) => return Ok(server.is_shut_down()),
            },
            None => match messages.recv() {
                Ok(message) => waiting.push_back(message),
                Err(_) => return Ok(server.is_shut_down()),
            },
        }
        for message in server.outgoing() {
            wire::write(&mut output, &message)?;
        }
        if server.has_exited() {
            return Ok(server.is_shut_down());
        }
    }
}

/// A later message takes the request back.
fn is_cancelled(message: &Incoming, later: &VecDeque<Incoming>) -> bool {
    let Incoming::Request { id, .. } = message else { return false };
    later.iter().any(|other| match other {
        Incoming::Notification { method, params } => method == "$/cancelRequest" && params.get("id") == Some(id),
        _ => false,
    })
}
