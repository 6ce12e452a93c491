//! An open document: its text, and what was said about it.

use std::path::{Path, PathBuf};

use super::position::{Text, Units};
use super::protocol::{Change, Diagnostic, Opened};
use super::uri;
use crate::report::Finding;

/// A document that the client has open.
#[derive(Debug)]
pub(super) struct Document {
    /// Its name for the client.
    pub(super) uri: String,
    /// Where it lies, or would.
    pub(super) path: Option<PathBuf>,
    /// The client's number of this text.
    pub(super) version: Option<i64>,
    /// The text.
    pub(super) text: Text,
    /// What holds of this text and of all others as they are; absent where that is not known.
    pub(super) findings: Option<Vec<Finding>>,
    /// What the client was told last.
    pub(super) published: Option<Vec<Diagnostic>>,
}

impl Document {
    /// A document that was opened; one that was never saved gets a name in `folder` by its language.
    pub(super) fn new(opened: Opened, folder: &Path) -> Document {
        let Opened { uri, language_id, version, text } = opened;
        let path = uri::to_path(&uri).or_else(|| unsaved(&uri, &language_id, folder));
        Document { uri, path, version, text: Text::new(text), findings: None, published: None }
    }

    /// Takes changes over, one after the other.
    pub(super) fn change(&mut self, changes: Vec<Change>, version: Option<i64>, units: Units) {
        for change in changes {
            self.text = match change.range {
                Some(range) => self.text.replaced(range, units, &change.text),
                None => Text::new(change.text),
            };
        }
        self.version = version;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_str().as_bytes()
    }
}

/// Extensions of the languages that are read, by their names in the protocol.
const EXTENSIONS: &[(&str, &str)] = &[
    ("python", "py"),
    ("typescript", "ts"),
    ("typescriptreact", "tsx"),
    ("javascript", "js"),
    ("javascriptreact", "jsx"),
    ("vue", "vue"),
    ("svelte", "svelte"),
    ("astro", "astro"),
    ("yaml", "yaml"),
    ("dockercompose", "yaml"),
    ("json", "json"),
    ("jsonc", "jsonc"),
    ("jsonl", "jsonl"),
    ("toml", "toml"),
    ("dotenv", "env"),
];

fn unsaved(uri: &str, language: &str, folder: &Path) -> Option<PathBuf> {
    let name = uri.strip_prefix("untitled:")?;
    let (_, extension) = EXTENSIONS.iter().find(|(known, _)| *known == language)?;
    let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    Some(folder.join(format!("{name}.{extension}")))
}
