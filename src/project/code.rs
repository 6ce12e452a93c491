//! The code of the project, each file asked once: what was parsed for the run, what it passed over, and what lies around
//! the files that are checked.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::imports::{Imports, Unread};
use super::links::{self, is_code};
use super::surroundings::Surroundings;
use super::{Ground, Target, load};
use crate::link::Member;
use crate::source::SourceFile;

/// The code of the project. To ask it walks over all of the project: only once something is sought.
pub(super) struct Code<'c, 's> {
    pub(super) around: &'c Surroundings<'s>,
    pub(super) ground: Ground<'c>,
    /// The files that were parsed, code or not.
    pub(super) members: &'c [Member],
    /// Files of code among those that are checked in which nothing speaks; some may have become members since.
    pub(super) silent: &'c [&'c Target],
}

impl<'c, 's> Code<'c, 's> {
    /// Asks all files in parallel, the parsed ones first in the answers; of one in which that panics nothing is said.
    pub(super) fn each<T: Send>(&self, ask: impl Fn(&File<'_, '_>) -> Option<T> + Sync) -> Vec<T> {
        let around = self.around;
        let parsed = self.members.par_iter().with_max_len(8).filter(|member| is_code(&member.path));
        let parsed = parsed.filter_map(|member| {
            let file = File { around, text: Text::Parsed(member) };
            around.attempt(&member.shown, || ask(&file)).flatten()
        });
        let mut answers: Vec<T> = parsed.collect();
        answers.extend(self.each_unparsed(ask));
        answers
    }

    /// The same of all files that are no tests, by their paths from the root and their texts.
    pub(super) fn each_outside_tests<T: Send>(&self, ask: impl Fn(&str, &[u8]) -> T + Sync) -> Vec<T> {
        self.each(|file| {
            let path = file.path()?;
            (!file.is_test(&path)).then(|| ask(&path, file.bytes()))
        })
    }

    /// Asks the files that were not parsed.
    pub(super) fn each_unparsed<T: Send>(&self, ask: impl Fn(&File<'_, '_>) -> Option<T> + Sync) -> Vec<T> {
        let around = self.around;
        let known = links::known(self.members);
        let unread = self.silent.iter().copied().chain(around.others());
        let unread: Vec<&Target> = unread.filter(|target| !known.contains(&links::of_target(target))).collect();
        around.each(&unread, |target| {
            let unread = Unread::new(target, self.ground, &around.imports);
            ask(&File { around, text: Text::Unread(unread) })
        })
    }
}

/// Files of code of a project at most that is read as a whole for what its members or modules come to: reading more would
/// cost a third of a run, and who has more of them has rarely all of a program.
pub(super) const MOST_FILES: usize = 1_000;

/// A file of code that is asked something; its text is read when that is first wanted.
pub(super) struct File<'f, 's> {
    around: &'f Surroundings<'s>,
    text: Text<'f>,
}

enum Text<'f> {
    Parsed(&'f Member),
    Unread(Unread<'f>),
}

impl File<'_, '_> {
    /// Its path from the root; absent if it lies elsewhere.
    pub(super) fn path(&self) -> Option<Cow<'_, str>> {
        match &self.text {
            Text::Parsed(member) => Some(Cow::Borrowed(&member.path)),
            Text::Unread(unread) => self.around.relative(unread.target).map(Cow::Owned),
        }
    }

    /// How it is reported.
    pub(super) fn shown(&self) -> &str {
        match &self.text {
            Text::Parsed(member) => &member.shown,
            Text::Unread(unread) => &unread.target.shown,
        }
    }

    /// Its text; empty if it cannot be read.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.text {
            Text::Parsed(member) => &member.file.bytes,
            Text::Unread(unread) => unread.bytes(),
        }
    }

    /// Asks its text as it is read by whoever parses it; nothing if it cannot be read.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&SourceFile) -> T) -> Option<T> {
        match &self.text {
            Text::Parsed(member) => Some(ask(&member.file)),
            Text::Unread(unread) => load::opened(unread.target, unread.ground).as_ref().map(ask),
        }
    }

    /// What it imports.
    pub(super) fn imports(&self) -> Arc<Imports> {
        match &self.text {
            Text::Parsed(member) => Arc::new(Imports::of_code(&member.path, &member.file.bytes)),
            Text::Unread(unread) => unread.imports(),
        }
    }

    /// It is a test, by its path from the root.
    pub(super) fn is_test(&self, path: &str) -> bool {
        match &self.text {
            Text::Parsed(member) => member.is_test,
            Text::Unread(unread) => self.around.is_test(path, || unread.bytes()),
        }
    }
}
