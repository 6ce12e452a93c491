//! Files that take something from others: no rule could speak in them by themselves, but one could once it is known
//! what they take.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use aho_corasick::AhoCorasick;

use super::held::{
    Held, Sought, Way, automaton, is_nameless, passed_by_others, passes_all_on, settings, settings_held, ways,
};
use super::imports::Unread;
use super::links::{add, is_code, is_passage, mentions, stem};
use super::surroundings::Surroundings;
use super::{Ground, Target, wrapped};
use crate::extract;
use crate::link::Member;
use crate::prefilter::Seen;

/// How often files are sought that take names from files that were found so.
const MOST_ROUNDS: usize = 4;

/// Parses files that may take something from others, though no rule could speak in them by themselves.
///
/// Where only some files are checked, the others of the project may hold calls that take something from them.
pub(super) fn find(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    (silent, speaking): (&[&Target], &[(&Target, Seen)]),
    members: &mut Vec<Member>,
) {
    if around.is_whole() {
        takers_of_all(around, ground, (silent, speaking), members);
        return;
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut stems: BTreeSet<String> = BTreeSet::new();
    // Who imports from a package need not say from which of its files.
    let mut is_passed = false;
    for member in members.iter() {
        held(member, &mut names);
    }
    let mut first = 0;
    for _ in 0..MOST_ROUNDS {
        let before = (names.len(), stems.len(), is_passed);
        for member in &members[first..] {
            passed_on(member, &mut names);
            stems.extend(stem(&member.path));
            is_passed |= is_passage(&member.path) || !is_code(&member.path);
        }
        if names.is_empty() || before == (names.len(), stems.len(), is_passed) {
            return;
        }
        let (Ok(names), Ok(stems)) = (AhoCorasick::new(&names), AhoCorasick::new(&stems)) else { return };
        let is_near = |unread: &Unread<'_>| is_passed || unread.imports().any(&stems, |_, _| true);
        let takes_all = |unread: &Unread<'_>| unread.imports().any(&stems, |_, line| passes_all_on(line));
        let is_wanted =
            |unread: &Unread<'_>| (is_near(unread) && mentions(&names, unread.bytes())) || takes_all(unread);
        first = members.len();
        let named = speaking.iter().map(|(target, _)| *target).chain(silent.iter().copied());
        add(around, ground, named.chain(around.others()), is_wanted, members);
    }
}

/// Of a whole project, files with a call of which something is to be said once it is known what they import, and files
/// that pass something like an ID to a function which hands it on to a call.
fn takers_of_all(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    (silent, speaking): (&[&Target], &[(&Target, Seen)]),
    members: &mut Vec<Member>,
) {
    let with =
        |wanted: fn(&Seen) -> bool| speaking.iter().filter(move |(_, seen)| wanted(seen)).map(|(target, _)| *target);
    let (offering, calling): (Vec<&Target>, Vec<&Target>) =
        (with(|seen| seen.stem).collect(), with(|seen| seen.call).collect());
    givers(around, ground, &offering, &calling, members);
    wrapped::find(around, ground, &offering, &calling, members);
    let by = |member: &Member| around.attempt(&member.shown, || Held::by(around, member));
    let mut held: Vec<Held> = members.iter().filter_map(by).flatten().collect();
    held.extend(settings_held(around, ground, silent, members));
    if let Some(sought) = Sought::new(&held) {
        add(around, ground, calling.into_iter(), |unread| sought.meets(around, unread), members);
    }
    // Members and lists that stand for nothing by themselves are used by whoever gives them a name.
    held.retain(|held| held.is_one_of_many);
    passed_by_others(around, ground, silent, &mut held);
    if let Some(sought) = Sought::new(&held) {
        add(around, ground, silent.iter().copied(), |unread| !sought.taken(around, unread).is_empty(), members);
    }
    let wrappers: BTreeSet<&String> = members.iter().flat_map(|member| &member.extraction.links.wrappers).collect();
    if let Some(names) = automaton(&wrappers) {
        let passes =
            |unread: &Unread<'_>| mentions(&names, unread.bytes()) && around.offers(unread.target, unread.bytes());
        add(around, ground, offering.into_iter(), passes, members);
    }
}

/// Parses files that hold something like an ID, if a file with a call imports them.
fn givers(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    offering: &[&Target],
    calling: &[&Target],
    members: &mut Vec<Member>,
) {
    let read = |target: &Target| ground.texts.read(&target.path, ground.settings.max_file_size).ok();
    let gives = |target: &Target, bytes: &[u8]| {
        extract::extractor_of(&target.shown).is_some_and(|reader| reader.extractor.may_give(bytes))
    };
    let offers =
        |target: &Target| read(target).is_some_and(|bytes| gives(target, &bytes) && around.offers(target, &bytes));
    let giver = |target: &Target| {
        let path = around.relative(target).filter(|_| offers(target))?;
        Some((target.shown.clone(), ways(around, &path), path))
    };
    let givers: Vec<(String, Vec<Way>, String)> = around.each(offering, giver);
    // By the name of a module, who gives something by it, and the file that says so.
    let mut by_name: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (shown, ways, path) in &givers {
        for way in ways {
            by_name.entry(&way.name).or_default().push((shown, way.through.as_ref().unwrap_or(path)));
        }
    }
    let Some(automaton) = automaton(by_name.keys()) else { return };
    let by_name: Vec<Vec<(&str, &str)>> = by_name.into_values().collect();
    let imported = around.each(calling, |target| {
        let imports = Unread::new(target, ground, &around.imports).imports();
        let named = Some(imports.among(&automaton)).filter(|named| !named.is_empty())?;
        let paths = around.imported_by(&around.relative(target)?, &imports);
        let is_meant = |(_, path): &&(&str, &str)| paths.as_ref().is_none_or(|paths| paths.contains_key(*path));
        Some(named.into_iter().flat_map(|name| &by_name[name]).filter(is_meant).map(|(shown, _)| *shown).collect())
    });
    let imported: HashSet<&str> = imported.into_iter().flat_map(|shown: Vec<&str>| shown).collect();
    let is_giver = |unread: &Unread<'_>| imported.contains(unread.target.shown.as_str());
    add(around, ground, offering.iter().copied(), is_giver, members);
}

/// Adds the names by which other files may take something like an ID from a file.
fn held(member: &Member, names: &mut BTreeSet<String>) {
    let holders = &member.extraction.links.holders;
    names.extend(holders.iter().map(|holder| holder.name.clone()));
    // What has no name is imported by that of its file.
    if holders.iter().any(|holder| is_nameless(&holder.name)) {
        names.extend(stem(&member.path));
    }
    names.extend(settings(std::slice::from_ref(member)).into_keys());
}

/// Adds the names under which a file passes on what it takes by some names.
fn passed_on(member: &Member, names: &mut BTreeSet<String>) {
    let renamed = member.extraction.links.renamed.iter().filter(|(before, _)| names.contains(before));
    let renamed: Vec<String> = renamed.map(|(_, after)| after.clone()).collect();
    names.extend(renamed);
}

#[cfg(test)]
mod tests {
    use crate::catalog::Date;
    use crate::project::{Choice, Project, Target};

    const OLD: &str = "OLD_MODEL=gpt-4-0314\n";
    const READER: &str = "import os\n\nOLD_MODEL = os.environ['OLD_MODEL']\n";
    const TAKER: &str =
        "from openai import OpenAI\nfrom .own import OLD_MODEL\n\nOpenAI().chat.completions.create(model=OLD_MODEL)\n";

    /// What is said of the files of a project, and how many of them are parsed.
    fn told(files: &[(&str, &str)]) -> (usize, usize) {
        let dir = tempfile::tempdir().expect("a folder");
        let as_of = Date::parse("2026-11-23").expect("a day");
        let project = Project::open(dir.path(), &Choice::Isolated, as_of).expect("a project");
        let target = |(name, text): &(&str, &str)| -> Target {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(&path, text).expect("a file");
            project.target(&path).expect("a target")
        };
        let targets: Vec<Target> = files.iter().map(target).collect();
        let report = project.check_whole(&targets);
        (report.findings.len(), report.summary.parsed)
    }

    #[test]
    fn whoever_takes_a_setting_from_its_reader_is_parsed() {
        let (said, parsed) = told(&[(".env.example", OLD), ("app/own.py", READER), ("app/ask.py", TAKER)]);
        assert_eq!(said, 1);
        // With the file in which it is set, and its reader, which is asked.
        assert_eq!(parsed, 3);
    }

    #[test]
    fn an_example_in_a_comment_sets_nothing() {
        let commented = format!("# {OLD}");
        let files = [(".env.example", commented.as_str()), ("app/own.py", READER), ("app/ask.py", TAKER)];
        assert_eq!(told(&files), (0, 1));
    }

    #[test]
    fn a_file_between_gives_the_field_of_a_class_of_settings() {
        let own = "from pydantic_settings import BaseSettings\n\n\nclass Own(BaseSettings):\n    old_model: str\n\n\nown = Own()\n";
        let between = "from .settings import own\n\nCHOSEN = own.old_model\n";
        let taker = TAKER.replace("OLD_MODEL", "CHOSEN");
        let files =
            [(".env.example", OLD), ("app/settings.py", own), ("app/own.py", between), ("app/ask.py", taker.as_str())];
        assert_eq!(told(&files), (1, 4));
    }

    #[test]
    fn a_reader_gives_no_other_setting_than_it_reads() {
        let set = format!("{OLD}NEW_MODEL=acme-chat\n");
        let reader = READER.replace("OLD_MODEL", "NEW_MODEL");
        let taker = TAKER.replace("OLD_MODEL", "NEW_MODEL");
        let files = [(".env.example", set.as_str()), ("app/own.py", &reader), ("app/ask.py", &taker)];
        assert_eq!(told(&files), (1, 1), "what is said of the variable itself is all");
    }

    #[test]
    fn who_takes_something_may_be_named_as_well() {
        let models = "export const enum PerplexityModel {\n  OLD = \"llama-3.1-sonar-small-128k-chat\",\n}\n\n\
            export const perplexityModels = { [PerplexityModel.OLD]: \"Old\" };\n";
        let widget = "import { perplexityModels } from \"./models\";\n\n\
            export const show = (menu) => menu.addOptions(perplexityModels);\n";
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("a file");
        (0..40).for_each(|number| write(&format!("n{number}.ts"), "export const n = 1;\n"));
        write("models.ts", models);
        write("widget.ts", widget);
        let as_of = Date::parse("2026-11-23").expect("a day");
        let project = Project::open(dir.path(), &Choice::Isolated, as_of).expect("a project");
        let target = |name: &str| project.target(&dir.path().join(name)).expect("a target");
        for named in [vec![target("models.ts")], vec![target("models.ts"), target("widget.ts")]] {
            assert_eq!(project.check(&named).findings.len(), 1, "{} named", named.len());
        }
    }
}
