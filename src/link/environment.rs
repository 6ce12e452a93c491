//! Settings of the environment: what code reads under a literal name stands in the `.env` files around it.

use std::collections::HashMap;

use super::apply::{AllLinked, Linked};
use super::{Demand, Linker, Member};
use crate::extract::{self, Want};
use crate::reference::{Context, Evidence, Platform, Use};

/// A file that sets the environment of its folder, by its name.
pub fn is_environment(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    extract::is_environment(name) || name.ends_with(".env")
}

/// A use in a file of variables sets one that code may read; an example in a comment sets nothing.
pub fn sets(used: &Use) -> bool {
    used.context != Context::Text && used.path.is_none()
}

impl Linker<'_> {
    /// Values of settings that calls of some files read by their names.
    pub(super) fn environment(&self, takers: &[usize], linked: &mut AllLinked) {
        let by_folder = by_folder(&self.members);
        if by_folder.is_empty() {
            return;
        }
        for at in takers.iter().copied() {
            let links = &self.members[at].extraction.links;
            for (name, used) in &links.environment {
                self.read(&by_folder, (at, at), name, used, linked);
            }
            for taken in &links.taken {
                let demand = Demand { from: at, route: taken.route.clone(), want: Want::Value };
                let reach = self.chase(&demand);
                let used = Use { spread: taken.used.spread || reach.by_key, ..taken.used.clone() };
                for (reader, name) in reach.environment {
                    self.read(&by_folder, (at, reader), name, &used, linked);
                }
            }
        }
    }

    /// What a file reads is set in the nearest folder above it that sets the name at all.
    fn read(
        &self,
        by_folder: &HashMap<&str, Vec<usize>>,
        (taker, reader): (usize, usize),
        name: &str,
        used: &Use,
        linked: &mut AllLinked,
    ) {
        let mut folder = self.members[reader].path.as_str();
        while !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
            let files = by_folder.get(folder).into_iter().flatten();
            let mut is_set = false;
            for at in files.copied().filter(|at| self.members[*at].is_test || !self.members[taker].is_test) {
                for reference in &self.members[at].extraction.references {
                    if let Some(own) = reference.uses.iter().find(|own| own.label == name && sets(own)) {
                        is_set = true;
                        let path = Some(self.members[taker].shown.clone());
                        let is_addressed = self.members[at].extraction.links.addressed.iter().any(|own| own == name);
                        let platform = if leaves_open(used, is_addressed) { own.platform } else { used.platform };
                        // The end of a whole service is told where its address is set: no call knows it.
                        if is_addressed
                            && matches!(own.platform, Platform::Known(to, _) if self.vocabulary.has_ended(to))
                        {
                            linked.push(Linked { at, value: reference.value.clone(), used: own.clone() });
                        }
                        let used = Use { path, platform, ..used.clone() };
                        linked.push(Linked { at, value: reference.value.clone(), used });
                    }
                }
            }
            if is_set {
                return;
            }
        }
    }
}

/// The code leaves it open where its model goes: then a switch beside the setting decides. So does the address that is set
/// beside it, where the code is given that of its server.
fn leaves_open(used: &Use, is_addressed: bool) -> bool {
    match used.platform {
        Platform::Unstated => true,
        Platform::UnknownHost(Evidence::Host) => is_addressed,
        _ => false,
    }
}

fn by_folder(members: &[Member]) -> HashMap<&str, Vec<usize>> {
    let mut by_folder: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, member) in members.iter().enumerate().filter(|(_, member)| is_environment(&member.path)) {
        let folder = member.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        by_folder.entry(folder).or_default().push(at);
    }
    by_folder
}
