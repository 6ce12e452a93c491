//! How a path is reported: relative to the working directory, with `/`, without `./`.

use std::path::Path;

use crate::source::normalized;

/// How an absolute path is reported.
pub fn shown(cwd: &Path, path: &Path) -> String {
    if let Some(below) = plainly_below(cwd, path) {
        return below.to_owned();
    }
    let path = normalized(path);
    for (up, base) in cwd.ancestors().enumerate() {
        if let Ok(below) = path.strip_prefix(base) {
            let steps = std::iter::repeat_n("..".into(), up);
            let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            let shown = steps.chain(parts).collect::<Vec<_>>().join("/");
            return if shown.is_empty() { ".".to_owned() } else { shown };
        }
    }
    path.to_string_lossy().into_owned()
}

/// What follows the working directory in a path that begins with it and needs no cleaning.
fn plainly_below<'p>(cwd: &Path, path: &'p Path) -> Option<&'p str> {
    let below = path.to_str()?.strip_prefix(cwd.to_str()?)?.strip_prefix('/')?;
    let is_plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
    below.split('/').all(is_plain).then_some(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_where_one_stands() {
        let of = |path: &str| shown(Path::new("/p/q"), Path::new(path));
        assert_eq!(of("/p/q/a/b.py"), "a/b.py");
        assert_eq!(of("/p/q/./a/b.py"), "a/b.py");
        assert_eq!(of("/p/q/a//b.py"), "a/b.py");
        assert_eq!(of("/p/qa/b.py"), "../qa/b.py");
        assert_eq!(of("/p/q/../c.py"), "../c.py");
        assert_eq!(of("/x"), "../../x");
        assert_eq!(of("/p/q"), ".");
    }
}
