//! What a cell holds beside Python: commands of the notebook, of the shell, questions for help. All keep their length.

use std::ops::Range;

/// Magics of a whole cell that run it as Python.
const PYTHON: &[&str] =
    &["time", "timeit", "capture", "prun", "python", "python3", "pypy", "debug", "memit", "snakeviz"];

/// Magics of a line before a statement of Python.
const BEFORE_CODE: &[&str] = &["time", "timeit", "prun", "memit"];

/// Magics of a whole cell that a shell runs.
const SHELLS: &[&str] = &["bash", "sh", "shell", "zsh", "!"];

/// Magics that write the rest of the cell to a file.
const WRITING: &[&str] = &["writefile", "file"];

/// The path that the line of a magic names.
fn path_written(line: &[u8]) -> &[u8] {
    let path = line.trim_ascii_end().rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let quote = |b: &u8| matches!(b, b'"' | b'\'');
    let start = path.iter().take_while(|b| quote(b)).count();
    let end = path.iter().rposition(|b| !quote(b)).map_or(start, |last| last + 1);
    &path[start..end.max(start)]
}

/// The file that a cell writes, and where its text stands in the cell.
pub(super) fn written(cell: &[u8]) -> Option<(String, Range<usize>)> {
    let first = lines(cell).into_iter().find(|line| !cell[line.clone()].trim_ascii().is_empty())?;
    let line = cell[first.clone()].trim_ascii();
    magic(line, b"%%").filter(|name| WRITING.contains(&name.as_str()))?;
    let path = String::from_utf8(path_written(line).to_vec()).ok()?;
    Some((path, first.end..cell.len()))
}

/// The file that the line of a magic names is a module, and no test of one.
fn writes_code(line: &[u8]) -> bool {
    let path = path_written(line);
    let name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
    name.ends_with(b".py") && !name.starts_with(b"test_") && !name.ends_with(b"_test.py")
}

/// Puts blanks in the place of everything that is no Python.
pub(super) fn mask(cell: &mut [u8]) {
    let lines = lines(cell);
    if let Some(first) = lines.iter().find(|line| !cell[(*line).clone()].trim_ascii().is_empty()).cloned()
        && let Some(name) = magic(cell[first.clone()].trim_ascii(), b"%%")
    {
        let text = cell[first.clone()].trim_ascii();
        if PYTHON.contains(&name.as_str()) || (WRITING.contains(&name.as_str()) && writes_code(text)) {
            blank(&mut cell[first]);
        } else {
            blank(cell);
            return;
        }
    }
    let mut goes_on = false;
    for line in lines {
        let text = &mut cell[line];
        let continued = text.trim_ascii_end().ends_with(b"\\");
        if goes_on {
            blank(text);
            goes_on = continued;
        } else {
            goes_on = mask_line(text) && continued;
        }
    }
}

/// What a shell runs of a cell: the cell behind a magic, or lines behind a `!`, with those that go on with them.
pub(super) fn commands(cell: &[u8]) -> Vec<Range<usize>> {
    let lines = lines(cell);
    let Some(first) = lines.iter().find(|line| !cell[(*line).clone()].trim_ascii().is_empty()) else {
        return Vec::new();
    };
    if let Some(name) = magic(cell[first.clone()].trim_ascii(), b"%%") {
        let is_shell = SHELLS.contains(&name.as_str());
        return is_shell.then_some(first.end..cell.len()).into_iter().collect();
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        let text = &cell[line.clone()];
        let sign = text.len() - text.trim_ascii_start().len();
        match out.last_mut().filter(|_| goes_on) {
            Some(command) => command.end = line.end,
            None if text[sign..].starts_with(b"!") && !text[sign..].starts_with(b"!=") => {
                out.push(line.start + sign + 1..line.end);
                goes_on = true;
            }
            None => {}
        }
        goes_on &= text.trim_ascii_end().ends_with(b"\\");
    }
    out
}

/// Masks one line; says whether a command of the shell or the notebook stands in it.
fn mask_line(line: &mut [u8]) -> bool {
    let start = line.len() - line.trim_ascii_start().len();
    let text = line[start..].trim_ascii_end();
    if let Some(name) = magic(text, b"%") {
        let is_prefix = BEFORE_CODE.contains(&name.as_str());
        let end = start + 1 + name.len();
        if is_prefix {
            // The statement behind it keeps its place, and needs something before it that may stand there.
            line[start..end].copy_from_slice(&b"if 1:        "[..end - start]);
        } else {
            statement(&mut line[start..]);
        }
        return !is_prefix;
    }
    if text.starts_with(b"!") && !text.starts_with(b"!=") {
        statement(&mut line[start..]);
        return true;
    }
    if asks_for_help(text) {
        statement(&mut line[start..]);
        return false;
    }
    match assigned_command(line) {
        Some(at) => {
            statement(&mut line[at..]);
            true
        }
        None => false,
    }
}

/// The name of a magic after its sign.
fn magic(text: &[u8], sign: &[u8]) -> Option<String> {
    let rest = text.strip_prefix(sign)?;
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let ends = rest.get(len).is_none_or(u8::is_ascii_whitespace);
    let begins = rest.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    // `%%!` runs a shell; `% name` at a line's start is what is left of an expression.
    match rest.first() {
        Some(b'!') if sign == b"%%" => Some("!".to_owned()),
        _ => (begins && (ends || sign == b"%%")).then(|| String::from_utf8_lossy(&rest[..len]).into_owned()),
    }
}

/// `?name`, `name?`, `name??`.
fn asks_for_help(text: &[u8]) -> bool {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'*' | b'%');
    let name = text.strip_prefix(b"?").map(|rest| rest.strip_prefix(b"?").unwrap_or(rest));
    let name = name.or_else(|| text.strip_suffix(b"?").map(|rest| rest.strip_suffix(b"?").unwrap_or(rest)));
    name.is_some_and(|name| name.iter().all(is_name))
}

/// Where the command begins in `files = !ls` and `files = %sql …`.
fn assigned_command(line: &[u8]) -> Option<usize> {
    let equals = memchr::memchr(b'=', line)?;
    let is_target = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b',' | b' ' | b'\t' | b'[' | b']');
    let at = equals + 1 + line[equals + 1..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let target = line[..equals].trim_ascii();
    let command = &line[at..];
    let is_command = command.starts_with(b"!") || magic(command.trim_ascii_end(), b"%").is_some();
    (is_command && !target.is_empty() && target.iter().all(is_target)).then_some(at)
}

/// Something that means nothing, of the same length: an empty block would be a mistake.
fn statement(text: &mut [u8]) {
    blank(text);
    if let Some(first) = text.first_mut().filter(|b| **b == b' ') {
        *first = b'0';
    }
}

fn blank(text: &mut [u8]) {
    text.iter_mut().filter(|b| !matches!(b, b'\n' | b'\r')).for_each(|b| *b = b' ');
}

/// Lines without their breaks.
fn lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut out = Vec::new();
    for end in memchr::memchr_iter(b'\n', text).chain([text.len()]) {
        out.push(start..end);
        start = end + 1;
    }
    out
}
