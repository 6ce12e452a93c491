//! Rows about what libraries add to a language.

use super::{CodeLanguage, Str, Tables};
use crate::catalog::schema::Does;

/// What a call does.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::CalleeEntry")]
pub struct CalleeRow {
    /// The last name of the chain.
    pub last: Str,
    pub language: CodeLanguage,
    pub name: Str,
    pub does: Does,
}

/// A program that names the module of a project's settings.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::SettingsProgramEntry")]
pub struct SettingsProgramRow {
    pub module: Str,
    pub name: Str,
    pub program: Str,
    pub variable: Str,
}

/// Some of what calls do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deeds(u32);

impl Deeds {
    /// One of them.
    pub fn has(self, does: Does) -> bool {
        self.0 >> does as u32 & 1 == 1
    }
    /// Those of both.
    pub fn and(self, other: Deeds) -> Deeds {
        Deeds(self.0 | other.0)
    }
}

impl Tables {
    /// What a call of a chain of names does.
    pub fn deeds(&self, language: CodeLanguage, chain: &[&str]) -> Deeds {
        let Some(last) = chain.last() else { return Deeds::default() };
        let start = self.callees.partition_point(|row| self.str(row.last) < *last);
        let named = self.callees[start..].iter().take_while(|row| self.str(row.last) == *last);
        let fitting = named.filter(|row| row.language == language && is_chain(self.str(row.name), chain));
        Deeds(fitting.fold(0, |deeds, row| deeds | 1 << row.does as u32))
    }
}

/// A chain of names is one that a pattern stands for: `*` is any one name, `**` any number of them.
fn is_chain(pattern: &str, chain: &[&str]) -> bool {
    let is_name = |(wanted, given): (&str, &&str)| wanted == "*" || wanted == *given;
    let Some((before, behind)) = pattern.split_once("**") else {
        return pattern.split('.').count() == chain.len() && pattern.split('.').zip(chain).all(is_name);
    };
    let before = || before.split_terminator('.');
    let behind = behind.trim_start_matches('.');
    let least = before().count() + behind.split('.').count();
    least <= chain.len() && before().zip(chain).all(is_name) && behind.rsplit('.').zip(chain.iter().rev()).all(is_name)
}

#[cfg(test)]
mod tests {
    use super::is_chain;

    #[test]
    fn a_pattern_stands_for_chains() {
        for (pattern, chain, fits) in [
            ("ask", "ask", true),
            ("ask", "a.ask", false),
            ("zed.ask", "zed.ask", true),
            ("zed.ask", "a.zed.ask", false),
            ("*.ask", "a.ask", true),
            ("*.ask", "ask", false),
            ("**.ask", "ask", true),
            ("**.ask", "a.b.ask", true),
            ("*.**.ask", "ask", false),
            ("*.**.ask", "a.b.ask", true),
            ("zed.**.ask", "zed.ask", true),
            ("zed.**.ask", "zed.a.b.ask", true),
            ("zed.**.ask", "a.ask", false),
            ("zed.**.a.ask", "zed.ask", false),
        ] {
            assert_eq!(is_chain(pattern, &chain.split('.').collect::<Vec<_>>()), fits, "{pattern} {chain}");
        }
    }
}
