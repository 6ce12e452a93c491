//! Who owns which files: `CODEOWNERS`, by the rules of GitHub.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

/// Where the file may be, in the order in which it is looked for.
pub const PLACES: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/// Largest file that is read, in bytes: larger ones do not count, as on GitHub.
const LARGEST: u64 = 3 << 20;

/// The owners of a repository's files.
#[derive(Debug)]
pub struct Owners {
    /// In the order of the file; the last that matches decides.
    rules: Vec<(Vec<GlobMatcher>, Vec<String>)>,
}

impl Owners {
    /// The owners that a repository names; nothing where it names none.
    pub fn of(root: &Path) -> Option<Owners> {
        let opened = PLACES.iter().map(|place| root.join(place)).find(|path| path.is_file())?;
        let mut bytes = Vec::new();
        File::open(opened).ok()?.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= LARGEST).then(|| Owners::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// Reads a file. A line that GitHub does not understand counts for nothing there and here.
    pub fn parse(text: &str) -> Owners {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        Owners { rules: text.lines().filter_map(rule).collect() }
    }

    /// The owners of a file; `path` is relative to the root, with `/`. Nobody owns it if none are named.
    pub fn owning(&self, path: &str) -> &[String] {
        let last = self.rules.iter().rev().find(|(globs, _)| globs.iter().any(|glob| glob.is_match(path)));
        last.map_or(&[], |(_, owners)| owners)
    }
}

/// A pattern and the owners after it, which may be none.
fn rule(line: &str) -> Option<(Vec<GlobMatcher>, Vec<String>)> {
    let mut words = words(line).into_iter();
    let pattern = words.next()?;
    // These mean something in .gitignore and nothing here.
    if pattern.starts_with('!') || pattern.contains(['[', ']']) {
        return None;
    }
    let globs: Option<Vec<GlobMatcher>> = globs(&pattern).iter().map(|glob| matcher(glob)).collect();
    Some((globs?, words.collect()))
}

/// The words of a line up to a comment; a backslash keeps the blank after it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '#' if word.is_empty() => break,
            '\\' => {
                word.extend(letters.next().map(|next| if next == ' ' { " ".to_owned() } else { format!("\\{next}") }))
            }
            letter if letter.is_whitespace() => words.extend(Some(std::mem::take(&mut word)).filter(|w| !w.is_empty())),
            letter => word.push(letter),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// What a pattern matches, as globs over whole paths: a name anywhere, with a slash from the root; a folder with all
/// that it holds, `folder/*` only with what lies directly in it.
fn globs(pattern: &str) -> Vec<String> {
    let is_folder = pattern.ends_with('/');
    let inner = pattern.trim_matches('/');
    let is_rooted = pattern.trim_end_matches('/').contains('/');
    let glob = if is_rooted { inner.to_owned() } else { format!("**/{inner}") };
    let below = format!("{glob}/**");
    let last = inner.rsplit('/').next().unwrap_or_default();
    match () {
        () if inner.is_empty() => vec!["**".to_owned()],
        () if is_folder => vec![below],
        () if matches!(last, "*" | "**") => vec![glob],
        () => vec![glob, below],
    }
}

fn matcher(glob: &str) -> Option<GlobMatcher> {
    let literal = glob.replace('{', "\\{").replace('}', "\\}");
    let glob = GlobBuilder::new(&literal).literal_separator(true).backslash_escape(true).build().ok()?;
    Some(glob.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of GitHub's documentation, in other words.
    const TEXT: &str = "\
# who looks after what
*       @everybody   # unless somebody below does
*.js    @js-owner
*.go    docs@example.com
*.txt   @octo/authors
/build/logs/ @doctocat
docs/*  docs@example.com
apps/   @octocat
/docs/  @doctocat
/scripts/ @doctocat @octocat
**/logs @octo/logs
/apps/github
/a\\ b/ @blank
!x @nobody
[ab].py @nobody
";

    #[test]
    fn the_last_match_owns() {
        let owners = Owners::parse(TEXT);
        for (path, owner) in [
            ("README.md", "@everybody"),
            ("src/a.js", "@js-owner"),
            ("src/a.go", "docs@example.com"),
            ("build/logs/a.js", "@octo/logs"),
            ("x/build/logs2/a.py", "@everybody"),
            ("x/docs/a.md", "@everybody"),
            ("docs/a.md", "@doctocat"),
            ("docs/x/a.md", "@doctocat"),
            ("x/apps/y/a.md", "@octocat"),
            ("scripts/a.sh", "@doctocat @octocat"),
            ("apps/github", ""),
            ("apps/github/a.py", ""),
            ("a b/c.py", "@blank"),
            ("a.py", "@everybody"),
        ] {
            assert_eq!(owners.owning(path).join(" "), owner, "{path}");
        }
    }

    #[test]
    fn a_star_in_a_folder_does_not_reach_below_it() {
        let owners = Owners::parse("docs/* @docs\n");
        assert_eq!(owners.owning("docs/a.md"), ["@docs"]);
        assert!(owners.owning("docs/x/a.md").is_empty() && owners.owning("x/docs/a.md").is_empty());
        assert!(Owners::parse("").owning("a").is_empty());
    }
}
