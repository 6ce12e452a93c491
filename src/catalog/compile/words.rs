//! Lists that all files add to, and the automata over them.

use std::collections::BTreeSet;

use super::{Compiler, Parsed, fold_name, needles, s};
use crate::catalog::automaton::Automaton;
use crate::catalog::tables::List;

impl<'f> Compiler<'f> {
    /// The automaton over some lists.
    fn automaton(&mut self, lists: &[List]) -> Automaton {
        let strings = lists.iter().flat_map(|l| &self.strings[l.start as usize..(l.start + l.len) as usize]);
        let needles: Vec<&str> = strings.map(|s| &self.text[s.start as usize..(s.start + s.len) as usize]).collect();
        Automaton::build(&needles).unwrap_or_else(|message| {
            self.fail(format!("the prefilter: {message}"));
            Automaton::nothing()
        })
    }

    /// Says what is wrong with the words of a file.
    pub(super) fn lists_of(&mut self, file: &'f Parsed) {
        for sign in s::Sign::ALL {
            let (key, words) = (sign.key(), sign.words(&file.rules));
            let mut seen = BTreeSet::new();
            for (index, word) in words.iter().enumerate() {
                let fault = match fault_of(*sign, word) {
                    None if !seen.insert(word) => Some("it stands there twice"),
                    fault => fault,
                };
                if let Some(fault) = fault {
                    self.errors.push(file.error(&key, index, "", format!("`{word}` cannot stand in `{key}`: {fault}")));
                }
            }
        }
    }

    /// Lists that all files add to.
    pub(super) fn words(&mut self, files: &[Parsed]) {
        let sorted = |of: &dyn Fn(&s::RulesFile) -> &Vec<String>| {
            let mut words: Vec<String> = files.iter().flat_map(|f| of(&f.rules).iter().cloned()).collect();
            words.sort();
            words.dedup();
            words
        };
        for sign in s::Sign::ALL {
            let list = self.list(&sorted(&|rules| sign.words(rules)));
            self.out.lists.to_mut().push(list);
        }
        let stems: Vec<String> = files.iter().flat_map(|f| &f.rules.provider).flat_map(|p| p.stems.clone()).collect();
        self.out.stems = self.list(&needles::shortest(stems));
        let rules = || files.iter().map(|f| &f.rules);
        self.out.places = self.list(&needles::places(rules(), self.base.is_some()));
        self.out.modules = self.list(&needles::modules(rules(), self.base.is_some()));
        self.out.prefilter = self.automaton(&[self.out.places, self.out.modules, self.out.stems]);
        self.out.stemmed = self.automaton(&[self.out.stems]);
        self.out.parameters = self.list(&sorted(&|rules| &rules.parameters));
    }
}

/// Why nothing that is asked could be, or fit, a word of a list, or why everything would.
fn fault_of(sign: s::Sign, word: &str) -> Option<&'static str> {
    use s::Sign::*;
    let in_two =
        |between: char| word.split_once(between).is_some_and(|(one, other)| !one.is_empty() && !other.is_empty());
    let is_folded = || fold_name(word) == word;
    if word.is_empty() || word.trim() != word {
        return Some("a word is not empty, and has no blanks around it");
    }
    match (sign.fit(), sign) {
        (s::Fit::Like, _) if word.chars().all(|c| c == '*') => Some("it would fit everything"),
        (s::Fit::Whole | s::Fit::AnyCase | s::Fit::Start | s::Fit::End, _) if word.contains('*') => {
            Some("its words are no patterns")
        }
        (_, JsonForm | JsonFormPair | JsonMoment) if !is_folded() => {
            Some("keys have small letters and no separators there")
        }
        (_, JsonFormPair) if !in_two('+') => Some("two keys stand there as `ONE+OTHER`"),
        (_, SwitchOf) if !in_two('=') => Some("a switch and its setting stand there as `SWITCH=SETTING`"),
        _ => None,
    }
}
