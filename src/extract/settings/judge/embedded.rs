//! What stands within a scalar: commands, options of one, files, bodies of requests.

use std::ops::Range;

use super::Judge;
use crate::extract::settings::scalar::{self, Style};
use crate::extract::settings::text::Text;
use crate::extract::settings::tree::{At, Kind, NodeId};
use crate::extract::settings::{shell, tells, words};
use crate::extract::{self, Reader, lexical};
use crate::reference::{Context, Platform, Reference};
use crate::source::Span;
use crate::vocabulary::fold_name;

/// Files within scalars that are read: each is read with what stands before it blanked out.
const MOST_DOCUMENTS: usize = 64;

impl Judge<'_> {
    /// Commands, files and JSON within a scalar; true if that is what it is.
    pub(super) fn embedded(&mut self, id: NodeId, style: Style) -> bool {
        let span = self.tree.nodes[id].span;
        let range = content(&self.file.bytes, span, style);
        let raw = &self.file.bytes[range.clone()];
        let spaced = raw.trim_ascii().iter().any(u8::is_ascii_whitespace);
        let name = self.tree.name(id);
        let owner = self.tree.parent(id).map_or("", |parent| self.tree.name(parent));
        if style == Style::Block && words::holds_files(owner) {
            if self.document_within(name, range.clone()) {
                return true;
            }
            let lines = lexical::lines(self.file, range, self.vocabulary);
            self.out.extend(lines.references);
            self.switches.extend(lines.switches);
            return true;
        }
        if style == Style::Block
            && let Some(file) = self.file_written(id)
            && self.document_within(&file, range.clone())
        {
            return true;
        }
        if style == Style::Block && self.is_configuration(id, raw) && self.document_within("config.yaml", range.clone())
        {
            return true;
        }
        let commands =
            (words::holds_commands(name) || words::holds_scripts(owner)) && !self.around.in_row(&self.around.place(id));
        if commands && (spaced || raw.starts_with(b"--")) {
            let variable =
                matches!(self.tree.nodes[id].at, At::Item(_)) && shell::assignment(&self.text(id, style)).is_some();
            if !variable {
                let read = shell::read(self.file, range, self.seen, self.vocabulary);
                self.commanded(id, read);
            }
            return !variable;
        }
        let json = raw.trim_ascii().starts_with(b"{\"") && raw.trim_ascii().ends_with(b"}");
        if json {
            self.out.extend(shell::bodies(self.file, range, &[], self.seen, self.vocabulary));
        }
        json
    }

    /// The name of the file of variables that a scalar is written to, by a path beside it:
    /// `{content: "…", dest: "/srv/app/.env"}`.
    fn file_written(&self, id: NodeId) -> Option<String> {
        const TEXTS: [&str; 3] = ["content", "contents", "text"];
        const PATHS: [&str; 4] = ["dest", "path", "filename", "destination"];
        let parent = self.tree.parent(id).filter(|_| TEXTS.contains(&self.tree.name(id)))?;
        let path = self.tree.entries(parent).iter().find(|entry| PATHS.contains(&entry.name.as_str()))?.value?;
        let (path, style) = self.tree.scalar(path)?;
        let path = self.text(path, style).text;
        let name = path.rsplit('/').next().unwrap_or_default();
        (name == ".env" || name.starts_with(".env.") || name.ends_with(".env")).then(|| name.to_owned())
    }

    /// A scalar holds the text of a configuration in YAML, as charts have it: `config: |`, `config: {app: |}`.
    fn is_configuration(&self, id: NodeId, raw: &[u8]) -> bool {
        let owner = self.tree.parent(id).map_or("", |parent| self.tree.name(parent));
        let is_named = holds_configuration(self.tree.name(id)) || holds_configuration(owner);
        is_named && std::str::from_utf8(raw).is_ok_and(is_mapping)
    }

    /// A file of settings that a scalar holds, under a key that is its name: it is read where it stands.
    fn document_within(&mut self, name: &str, text: Range<usize>) -> bool {
        let is_settings = |reader: &Reader| reader.language.is_none() && !reader.is_container;
        let Some(reader) = extract::extractor_of(name).filter(is_settings) else { return false };
        if self.documents == MOST_DOCUMENTS || text.len() as u64 > reader.largest {
            return false;
        }
        self.documents += 1;
        let folder = self.file.path.rfind(['/', '\\']).map_or("", |at| &self.file.path[..=at]);
        let inner = self.file.alone(format!("{folder}{name}"), text);
        let read = reader.extractor.summarise(&inner, self.vocabulary);
        self.out.extend(read.references);
        self.switches.extend(read.switches);
        true
    }

    /// `--model` and its value as two items of a list.
    pub(super) fn option_of_list(&mut self, id: NodeId, value: &Text) -> bool {
        let At::Item(seq) = self.tree.nodes[id].at else { return false };
        let Kind::Seq(items) = &self.tree.nodes[seq].kind else { return false };
        let before = items.binary_search(&id).ok().and_then(|at| items.get(at.checked_sub(1)?));
        let Some((before, style)) = before.and_then(|id| self.tree.scalar(*id)) else { return false };
        let option = self.text(before, style);
        if !option.text.starts_with("--") || option.text.contains('=') {
            return false;
        }
        let read = shell::option(&option, Some(value), self.seen, self.vocabulary);
        self.commanded(id, read);
        true
    }

    /// Models that options of a command name: what stands beside the command tells who runs it.
    fn commanded(&mut self, id: NodeId, read: impl IntoIterator<Item = Reference>) {
        let mut read: Vec<Reference> = read.into_iter().collect();
        let place = self.around.place(id);
        for one in read.iter_mut().flat_map(|reference| &mut reference.uses) {
            if one.context == Context::Slot && one.platform == Platform::Unstated {
                let tells = self.around.tells(&place, false);
                one.platform = tells::platform(&one.label, None, &tells, self.vocabulary);
            }
        }
        self.out.append(&mut read);
    }
}

/// A key for the text of a configuration: `config: |`, `app_config: |`.
fn holds_configuration(name: &str) -> bool {
    let folded = fold_name(name);
    ["config", "configyaml", "configuration"].iter().any(|end| folded.ends_with(end))
}

/// The lines of a text at its margin are keys of settings, or what belongs to them, and one of them is that of a mapping.
fn is_mapping(text: &str) -> bool {
    let margin =
        text.lines().find(|line| !line.trim().is_empty()).map_or(0, |line| line.len() - line.trim_start().len());
    let at_margin = |line: &&str| line.len() - line.trim_start().len() <= margin && !line.trim().is_empty();
    let is_key = |line: &str| {
        let name = line.trim().split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with(' '));
        name.is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')))
    };
    let belongs = |line: &str| line.trim().starts_with(['#', '-', '}', ']']);
    let mut lines = text.lines().filter(at_margin);
    text.lines().filter(at_margin).any(|line| is_key(line) && line.trim().ends_with(':'))
        && lines.all(|line| is_key(line) || belongs(line))
}

/// The bytes between the quotes, or below the sign of a block.
fn content(bytes: &[u8], span: Span, style: Style) -> Range<usize> {
    let range = span.range();
    match style {
        Style::Single | Style::Double | Style::Json if range.len() >= 2 => range.start + 1..range.end - 1,
        Style::Toml => scalar::toml_content(bytes, span).0.range(),
        Style::Block => {
            let header = memchr::memchr(b'\n', &bytes[range.clone()]).map_or(range.len(), |n| n + 1);
            range.start + header..range.end
        }
        _ => range,
    }
}
