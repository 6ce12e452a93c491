//! What the path of a file of settings says of what it holds.

/// A file of jobs that a server runs, by its path.
pub(crate) fn is_workflow(path: &str) -> bool {
    path.replace('\\', "/").contains(".github/workflows/")
}

/// A form that people fill in who report something, by the path of its file.
pub(crate) fn is_form_of_issues(path: &str) -> bool {
    const FOLDERS: &[&str] = &["issue_template", "discussion_template"];
    path.rsplit(['/', '\\']).skip(1).any(|folder| FOLDERS.contains(&folder.to_ascii_lowercase().as_str()))
}

/// A folder of one run, named after its moment: `run_20250102_101112`.
fn is_of_a_run(folder: &str) -> bool {
    const DIGITS: usize = 14;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | 'T' | ':' | '.' | 'Z');
    let moment = &folder[folder.trim_end_matches(is_part).len()..];
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    let is_date = |from: usize, low: u32, high: u32| {
        digits.get(from..from + 2).and_then(|two| two.parse().ok()).is_some_and(|n: u32| (low..=high).contains(&n))
    };
    // Digits alone number things; a moment is written in parts.
    digits.len() == DIGITS
        && moment.len() > DIGITS
        && is_date(0, 19, 20)
        && is_date(4, 1, 12)
        && is_date(6, 1, 31)
        && is_date(8, 0, 23)
}

/// A file of recorded requests and answers, or a copy of what a run was given, by its path.
pub(crate) fn is_recording(path: &str) -> bool {
    const FOLDERS: &[&str] = &["cassettes", "recordings", "__recordings__", "recorded"];
    let mut parts = path.rsplit(['/', '\\']);
    let stem = parts.next().unwrap_or_default().split('.').next().unwrap_or_default().to_ascii_lowercase();
    // Not `recorder.yaml`, which is a program's.
    let is_named = ["recorded", "recording", "recordings", "cassette"]
        .iter()
        .any(|word| stem.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_'])));
    is_named || parts.any(|folder| FOLDERS.contains(&folder) || is_of_a_run(folder))
}

/// A file that was put away, by the folders in which it lies: `archive`, `_archived`, `experiment_archives`,
/// `configs_not_in_use`.
pub(crate) fn is_archived(path: &str) -> bool {
    const FOLDERS: &[&str] = &["archive", "archives", "archived", "unused"];
    // What ends in the singular may make archives.
    const ENDS: [&str; 4] = ["_archives", "-archives", "not_in_use", "not-in-use"];
    let is_kind = |folder: &str| ENDS.iter().any(|end| folder.ends_with(end));
    path.rsplit(['/', '\\']).skip(1).any(|folder| {
        let folder = folder.to_ascii_lowercase();
        FOLDERS.contains(&folder.trim_start_matches(['_', '.'])) || is_kind(&folder)
    })
}
