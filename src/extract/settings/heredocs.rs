//! Files that a shell writes out of its own text: `cat > app.yaml << EOF`, and what follows up to `EOF`.

use std::ops::Range;

use crate::extract::{self, Reader};

/// A line of a shell behind which the text of a file stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening<'l> {
    /// The file that is written.
    pub path: &'l str,
    /// The line with which its text ends.
    pub end: &'l str,
}

impl<'l> Opening<'l> {
    /// What a line opens, if it writes what it is given to a file.
    pub fn of(line: &'l str) -> Option<Opening<'l>> {
        let (before, after) = line.split_once("<<").filter(|(_, after)| !after.starts_with('<'))?;
        let after = after.strip_prefix('-').unwrap_or(after).trim_start();
        let word = after.trim_start_matches(['\'', '"', '\\']);
        let length = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len());
        let (end, behind) = word.split_at(length);
        let first = |text: &'l str| text.split_whitespace().find(|word| *word != "-a");
        let teed = before.split_once("tee ").map(|(_, path)| path);
        let led = || [behind, before].into_iter().find_map(|text| text.rsplit_once('>')).map(|(_, path)| path);
        let path = teed.or_else(led).and_then(first)?.trim_matches(['\'', '"']);
        (!end.is_empty()).then_some(Opening { path, end })
    }

    /// How settings in such a file are read, and the name of the file.
    pub fn reader(&self) -> Option<(Reader, &'l str)> {
        let name = extract::file_name(self.path);
        let reader = extract::extractor_of(name).filter(|reader| reader.language.is_none() && !reader.is_container)?;
        Some((reader, name))
    }
}

/// The files that commands write, and where their texts stand.
pub(crate) fn written(text: &str) -> Vec<(Opening<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let mut open: Option<(Opening<'_>, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match &open {
            Some((opening, _)) if line.trim() == opening.end => {
                found.extend(open.take().map(|(o, from)| (o, from..start)))
            }
            Some(_) => {}
            None => open = Opening::of(line).map(|opening| (opening, at)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_up_to_a_word() {
        for (line, path, end) in [
            ("cat > /opt/app.yaml << EOF", "/opt/app.yaml", "EOF"),
            ("cat <<'END' > \"$DIR/.env\"", "$DIR/.env", "END"),
            ("cat >> app.toml <<-EOF", "app.toml", "EOF"),
            ("sudo tee /etc/app.json <<\"EOT\" >/dev/null", "/etc/app.json", "EOT"),
            ("tee -a app.yml << EOF", "app.yml", "EOF"),
        ] {
            assert_eq!(Opening::of(line), Some(Opening { path, end }), "{line}");
        }
        for line in ["cat <<< x > y.yaml", "python - << EOF", "cat > app.yaml", "x = 1 << 2"] {
            assert_eq!(Opening::of(line), None, "{line}");
        }
    }

    #[test]
    fn texts_stand_between() {
        let text = "echo x\n  cat > a.yaml << EOF\n  a: b\n  EOF\ncat > b.json << X\n{}\n";
        let found: Vec<(&str, &str)> = written(text).into_iter().map(|(o, range)| (o.path, &text[range])).collect();
        assert_eq!(found, [("a.yaml", "  a: b\n")]);
    }
}
