//! Settings in a text that code hands to whoever reads them: `yaml.safe_load("""…""")`, `build(yaml_content=CONFIG)`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::read::Reader;
use super::tree::{Kind, NodeId, Role};
use crate::extract::Extractor;
use crate::extract::settings::heredocs::Opening;
use crate::extract::yaml::Yaml;
use crate::source::SourceFile;
use crate::vocabulary::Role as KeyRole;

/// A file that commands write.
struct Written<'t> {
    opening: Opening<'t>,
    /// Where its lines stand.
    lines: Vec<Range<usize>>,
}

/// Names of what is given as settings, in a text or not.
const HOLDERS: &[&str] = &["settings", "config", "configuration", "environment", "environments"];
/// Texts of one file that are read.
const MOST_TEXTS: usize = 16;

impl<'f> Reader<'_, 'f> {
    /// Notes the models in texts that are settings, each at its place in the file.
    pub(super) fn settings_in_texts(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let mut texts: BTreeSet<NodeId> = BTreeSet::new();
        for call in tree.ids().filter(|id| tree.kind(*id) == Kind::Call) {
            for value in self.settings_given(call) {
                let found = names.follow(value).found.into_iter().map(|found| found.node);
                texts.extend(found.filter(|text| self.is_document(*text)));
            }
        }
        for text in texts.into_iter().take(MOST_TEXTS) {
            self.read_settings(text);
        }
        if memchr::memmem::find(&names.file.bytes, b"<<").is_none() {
            return;
        }
        let lists = tree.ids().filter(|id| matches!(tree.kind(*id), Kind::List | Kind::Call));
        let written: Vec<Written<'f>> = lists.flat_map(|list| self.written_by_lines(list)).collect();
        for one in written.into_iter().take(MOST_TEXTS) {
            self.read_lines(&one);
        }
    }

    /// Files that commands of a shell write, of which each line is a text of its own: `["cat > app.yaml << EOF", …, "EOF"]`.
    fn written_by_lines(&self, list: NodeId) -> Vec<Written<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let mut found = Vec::new();
        let mut open: Option<Written<'f>> = None;
        for line in tree.children(list).filter(|line| tree.kind(*line) == Kind::Str) {
            let text = names.text(line);
            match &mut open {
                Some(written) if text.trim() == written.opening.end => found.extend(open.take()),
                Some(written) => written.lines.push(tree.node(line).span.range()),
                None if text.contains("<<") => {
                    let opening = Opening::of(text).filter(|opening| opening.reader().is_some());
                    open = opening.map(|opening| Written { opening, lines: Vec::new() });
                }
                None => {}
            }
        }
        found
    }

    /// Reads a file that stands in a list line by line: what is around its lines is blank. Lines that begin elsewhere
    /// than the first are none of it.
    fn read_lines(&mut self, written: &Written<'_>) {
        let bytes = &self.names.file.bytes;
        let column =
            |line: &Range<usize>| line.start - memchr::memrchr(b'\n', &bytes[..line.start]).map_or(0, |at| at + 1);
        let (Some(first), Some((reader, name))) = (written.lines.first().map(column), written.opening.reader()) else {
            return;
        };
        let mut masked: Vec<u8> = bytes.iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' }).collect();
        for line in written.lines.iter().filter(|line| column(line) == first) {
            masked[line.clone()].copy_from_slice(&bytes[line.clone()]);
        }
        let masked = SourceFile::of_text(name, masked);
        for reference in reader.extractor.summarise(&masked, self.vocabulary).references {
            if self.vocabulary.resembles_id(&reference.value.text) {
                self.references.entry(reference.value.span).or_insert(reference);
            }
        }
    }

    /// What a call is given as settings in a text: as its argument, or under a name that says so.
    fn settings_given(&self, call: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee) else { return Vec::new() };
        let chain = names.chain(callee).names;
        if names.dialect.loads_settings(&chain) {
            return names.positional(call).into_iter().take(1).collect();
        }
        if names.dialect.effect(&chain).is_some() {
            return Vec::new();
        }
        let keywords = tree.children(call).filter(|part| tree.kind(*part) == Kind::Keyword);
        let given = keywords.filter_map(|keyword| {
            let name = names.text(tree.child(keyword, Role::Name)?).to_ascii_lowercase();
            let value = self.without_indentation(tree.child(keyword, Role::Value)?);
            let says_so = name.split('_').any(|word| word == "yaml");
            let may_be = || HOLDERS.contains(&name.as_str()) && self.is_all_settings(value);
            (says_so || may_be()).then_some(value)
        });
        given.collect()
    }

    /// What is given to a function that only takes away how far a text is indented.
    fn without_indentation(&self, value: NodeId) -> NodeId {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call);
        let is_dedent = callee.is_some_and(|callee| names.chain(callee).names.last() == Some(&"dedent"));
        if is_dedent { names.positional(value).into_iter().next().unwrap_or(value) } else { value }
    }

    /// Every line of a text sets something, one of them a model.
    fn is_all_settings(&self, text: NodeId) -> bool {
        if self.names.tree.kind(text) != Kind::Str {
            return false;
        }
        let lines =
            self.names.text(text).lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let name = |line: &str| {
            let (name, rest) = line.split_once(':')?;
            let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
            (is_name && (rest.is_empty() || rest.starts_with(' '))).then(|| name.to_owned())
        };
        let set: Option<Vec<String>> = lines.map(name).collect();
        let is_model = |name: &String| self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::Model);
        set.is_some_and(|set| set.iter().any(is_model))
    }

    /// A text that stands in the file as it is, line by line.
    fn is_document(&self, text: NodeId) -> bool {
        let names = self.names;
        let content = names.text(text);
        let begins_a_line = content.split_once('\n').is_some_and(|(first, _)| first.trim().is_empty());
        names.tree.kind(text) == Kind::Str && begins_a_line && content.contains(": ") && !content.contains("\\\n")
    }

    /// Reads one text where it stands: what is around it is blank.
    fn read_settings(&mut self, text: NodeId) {
        let span = self.names.tree.node(text).span.range();
        let bytes = &self.names.file.bytes[..span.end];
        let blank = bytes[..span.start].iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' });
        let masked: Vec<u8> = blank.chain(bytes[span.start..].iter().copied()).collect();
        let masked = SourceFile::of_text(self.names.file.path.clone(), masked);
        for reference in Yaml.summarise(&masked, self.vocabulary).references {
            // Plain words are too little to look for in every text.
            let text = &reference.value.text;
            if text.contains('-') && self.vocabulary.resembles_id(text) {
                self.references.entry(reference.value.span).or_insert(reference);
            }
        }
    }
}
