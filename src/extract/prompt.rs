//! Prompts with settings before them: YAML between two lines of dashes opens the file, and the text for the model follows.

use crate::extract::yaml::Yaml;
use crate::extract::{Extraction, Extractor};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// What stands before and behind the settings, on a line of its own.
const FENCE: &[u8] = b"---";

/// Reads `.prompt` files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Prompt;

impl Extractor for Prompt {
    /// The settings, with the prompt masked.
    fn open(&self, path: &str, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        SourceFile::masked(path, raw, |bytes| {
            let end = end_of_settings(bytes);
            bytes[end..].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        })
    }

    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        Yaml.summarise(file, vocabulary)
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        Yaml.syntax_errors(file)
    }
}

/// Where the settings end; at the beginning if there are none.
fn end_of_settings(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut fences = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii_end() == FENCE {
            fences.push(at);
        }
        if fences.first() != Some(&0) || fences.len() == 2 {
            break;
        }
        at += line.len();
    }
    fences.get(1).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_end_at_the_second_line_of_dashes() {
        for (text, end) in [
            ("---\nmodel: a\n---\nSay model: b\n", 13),
            ("---\r\nmodel: a\r\n---\r\nSay\r\n", 15),
            ("---\nmodel: a\n", 0),
            ("Say\n---\nmodel: a\n---\n", 0),
            ("---\n---\n", 4),
            ("", 0),
        ] {
            assert_eq!(end_of_settings(text.as_bytes()), end, "{text}");
        }
    }
}
