//! Modules of an application that nothing comes to: they run nothing by themselves, and only such modules import them, or
//! none. What they hold reaches nobody, as long as others beside them are imported.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aho_corasick::AhoCorasick;

use super::code::{Code, File, MOST_FILES};
use super::imports::is_word;
use super::links::{is_passage, own_name};
use super::pass::Pass;
use super::surroundings::Surroundings;
use crate::extract::{self, Extractor, Files};
use crate::link::Member;
use crate::reference::{Context, Use};
use crate::source::SourceFile;
use crate::vocabulary::Sign;

/// How often those are asked for that import what was found so.
const MOST_ROUNDS: usize = 4;
/// Modules that are followed at most: where there are more, nobody asks who imports the last ones, and something may.
const MOST_MODULES: usize = 256;
/// Files that import a module at most for them to be asked whether they run something: of so many one will.
const MOST_IMPORTERS: usize = 8;
/// Files that are asked so at most in one round, since each is parsed for it.
const MOST_ASKED: usize = 64;

/// What the languages have for loading modules that are found in a folder, or whose names are put together.
const LOADING: [&str; 8] = [
    "iter_modules",
    "walk_packages",
    "spec_from_file_location",
    "run_path",
    "run_module",
    "entry_points",
    "__import__",
    "pkgutil",
];

/// Silences what such modules hold, but for calls of their own.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let spoken = spoken(pass, members);
    let is_small = || pass.around.code_below("").len() <= MOST_FILES;
    if spoken.is_empty() || spoken.len() > MOST_MODULES || !is_small() {
        return;
    }
    let project = pass.code(members);
    let unreached = Modules::followed(&project, &spoken).unreached();
    for at in spoken.into_iter().filter(|(path, _)| unreached.contains(path)).map(|(_, at)| at) {
        let uses = members[at].extraction.references.iter_mut().flat_map(|reference| &mut reference.uses);
        uses.filter(|used| used.path.is_none() && used.is_held()).for_each(|used| used.context = Context::Text);
    }
}

/// Files of which something is said for what they hold, and that run nothing by themselves: their paths, and their places
/// among the members.
fn spoken(pass: Pass<'_, '_>, members: &[Member]) -> BTreeMap<String, usize> {
    let is_spoken = |member: &Member| {
        let is_held = |used: &Use| used.path.is_none() && used.is_held();
        let mut held = member.extraction.references.iter().filter(|reference| reference.uses.iter().any(is_held));
        // What asks by itself may be asked by hand.
        let asks = || {
            let uses = member.extraction.references.iter().flat_map(|reference| &reference.uses);
            { uses }.any(|used| used.context.is_live() && !is_held(used)) || !member.extraction.bare_calls.is_empty()
        };
        !member.is_test
            && !asks()
            && held.any(|reference| pass.is_spoken_of(member, reference))
            && is_idle(pass.around, &member.path, &member.file)
    };
    let found = |at, member: &Member| is_spoken(member).then(|| (member.path.clone(), at)).into_iter().collect();
    pass.found(members, found).into_iter().collect()
}

/// Loading a file of an application changes nothing but its names.
fn is_idle(around: &Surroundings<'_>, path: &str, file: &SourceFile) -> bool {
    let extractor = extract::extractor_of(path).map(|reader| reader.extractor);
    extractor.is_some_and(|extractor| extractor.is_private(path, around) && extractor.is_idle(path, file, around))
}

/// A module, and who imports it.
struct Module {
    path: String,
    /// The names that it gives to others, where these may be taken without an import.
    names: Vec<String>,
    /// Those that import it, so far as they run nothing by themselves.
    by_idle: BTreeSet<String>,
    /// Something comes to it, or may.
    is_reached: bool,
    /// Those that import another module beside it.
    beside: BTreeSet<String>,
}

impl Module {
    fn new(path: &str, file: &SourceFile) -> Module {
        let exported = |extractor: &dyn Extractor| extractor.exported(&file.bytes);
        let names = extract::extractor_of(path).map(|reader| exported(reader.extractor)).unwrap_or_default();
        let (by_idle, beside) = (BTreeSet::new(), BTreeSet::new());
        Module { path: path.to_owned(), names, by_idle, is_reached: false, beside }
    }

    /// Another file lies beside it: in its folder, or beside the folder that it stands for.
    fn is_beside(&self, other: &str) -> bool {
        if is_passage(&self.path) {
            let own = folder(&self.path);
            let is_in =
                |folder: &str| folder.is_empty() || other.strip_prefix(folder).is_some_and(|p| p.starts_with('/'));
            return !own.is_empty() && is_in(folder(own)) && !is_in(own);
        }
        other != self.path && folder(other) == folder(&self.path)
    }
}

/// Modules that only binding names could reach, by their paths.
struct Modules {
    all: BTreeMap<String, Module>,
}

/// What one file has to do with the modules that are asked for.
struct Look {
    path: String,
    takes: Vec<String>,
    /// What it comes to without an import.
    by_itself: Vec<String>,
    beside: Vec<String>,
    /// It is no test.
    may_be_idle: bool,
    /// The file as a module, if it runs nothing by itself.
    idle: Option<Module>,
}

impl Modules {
    /// Some modules, and those that import them, as long as these run nothing by themselves.
    fn followed(project: &Code<'_, '_>, spoken: &BTreeMap<String, usize>) -> Modules {
        let module = |(path, at): (&String, &usize)| (path.clone(), Module::new(path, &project.members[*at].file));
        let mut modules = Modules { all: spoken.iter().map(module).collect() };
        let mut open: Vec<String> = spoken.keys().cloned().collect();
        for _ in 0..MOST_ROUNDS {
            if modules.all.len() > MOST_MODULES {
                break;
            }
            let Some(sought) = Sought::new(project.around, open.iter().map(|path| &modules.all[path])) else { break };
            let mut looks = project.each(|file| sought.look(project.around, file));
            drop(sought);
            modules.ask(project, &mut looks);
            open = looks.into_iter().flat_map(|look| modules.note(look)).collect();
        }
        // Nobody asked who imports those.
        for path in open {
            modules.all.get_mut(&path).into_iter().for_each(|module| module.is_reached = true);
        }
        modules
    }

    /// Asks files whether they run something by themselves, where that alone decides of a module whether something comes
    /// to it.
    fn ask(&self, project: &Code<'_, '_>, looks: &mut [Look]) {
        let mut importers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let may_be_idle = |look: &&Look| look.may_be_idle && !look.takes.is_empty();
        for look in looks.iter() {
            // What a module that runs nothing says by itself brings nothing to where it leads.
            let all = look.takes.iter().chain(&look.by_itself).map(String::as_str);
            match may_be_idle(&look) {
                true => all.for_each(|path| *importers.entry(path).or_default() += 1),
                false => reached.extend(all),
            }
        }
        let is_open = |path: &String| {
            let known = self.all.get(path).is_none_or(|module| module.is_reached);
            !known && !reached.contains(path.as_str()) && importers.get(path.as_str()) <= Some(&MOST_IMPORTERS)
        };
        let asked =
            looks.iter().filter(may_be_idle).filter(|look| look.takes.iter().chain(&look.by_itself).any(is_open));
        let asked: BTreeSet<String> = asked.map(|look| look.path.clone()).collect();
        if asked.len() > MOST_ASKED {
            return;
        }
        let idle = |file: &File<'_, '_>| {
            let path = file.path().filter(|path| asked.contains(path.as_ref()))?.into_owned();
            let idle = |source: &SourceFile| is_idle(project.around, &path, source).then(|| Module::new(&path, source));
            let module = file.ask(idle).flatten()?;
            Some((path.clone(), module))
        };
        let mut idle: BTreeMap<String, Module> = project.each(idle).into_iter().collect();
        looks.iter_mut().for_each(|look| look.idle = idle.remove(&look.path));
    }

    /// Notes what a file takes; its path, if it is a module that is not known yet.
    fn note(&mut self, look: Look) -> Option<String> {
        for path in &look.takes {
            let Some(module) = self.all.get_mut(path) else { continue };
            match look.idle {
                Some(_) => _ = module.by_idle.insert(look.path.clone()),
                None => module.is_reached = true,
            }
        }
        // What is not asked may run something.
        for path in look.by_itself.iter().filter(|_| look.idle.is_none()) {
            self.all.get_mut(path).into_iter().for_each(|module| module.is_reached = true);
        }
        for path in &look.beside {
            self.all.get_mut(path).into_iter().for_each(|module| _ = module.beside.insert(look.path.clone()));
        }
        let new = look.idle.filter(|_| !look.takes.is_empty() && !self.all.contains_key(&look.path))?;
        self.all.insert(look.path.clone(), new);
        Some(look.path)
    }

    /// The paths of those that nothing comes to, while others beside them, or beside those that import them, are imported.
    fn unreached(&self) -> BTreeSet<String> {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        loop {
            let is_reached = |module: &&Module| {
                let is_known = |path: &String| !self.all.contains_key(path) || reached.contains(path.as_str());
                module.is_reached || module.by_idle.iter().any(is_known)
            };
            let now: BTreeSet<&str> = self.all.values().filter(is_reached).map(|module| module.path.as_str()).collect();
            if now.len() == reached.len() {
                break;
            }
            reached = now;
        }
        let is_left = |path: &str| self.all.contains_key(path) && !reached.contains(path);
        let is_among_others = |module: &Module| {
            let mut above: Vec<&Module> = vec![module];
            let mut seen: BTreeSet<&str> = BTreeSet::from([module.path.as_str()]);
            while let Some(module) = above.pop() {
                if module.beside.iter().any(|path| !is_left(path)) {
                    return true;
                }
                let further = module.by_idle.iter().filter_map(|path| self.all.get(path));
                above.extend(further.filter(|module| seen.insert(&module.path)));
            }
            false
        };
        let left = self.all.values().filter(|module| is_left(&module.path));
        left.filter(|module| is_among_others(module)).map(|module| module.path.clone()).collect()
    }
}

/// What is sought in files.
struct Sought<'m> {
    modules: Vec<&'m Module>,
    /// Names of modules and of those beside them.
    stems: AhoCorasick,
    /// By such a name, the modules that it may mean or lie beside.
    by_stem: Vec<BTreeSet<usize>>,
    /// Names that modules give, and the module of each.
    names: AhoCorasick,
    by_name: Vec<usize>,
    /// What modules are called where they are not imported: behind a dot or a slash.
    called: AhoCorasick,
    /// What stands in a text that loads modules without saying their names.
    loading: AhoCorasick,
}

impl<'m> Sought<'m> {
    /// Nothing if there are no modules.
    fn new(around: &Surroundings<'_>, modules: impl Iterator<Item = &'m Module>) -> Option<Sought<'m>> {
        let modules: Vec<&Module> = modules.collect();
        let mut by_stem: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let (mut names, mut by_name, mut called) = (Vec::new(), Vec::new(), Vec::new());
        for (at, module) in modules.iter().enumerate() {
            let own = own_name(&module.path)?;
            called.extend([format!(".{own}"), format!("/{own}")]);
            let above = folder(&module.path);
            let above = if is_passage(&module.path) { folder(above) } else { above };
            let beside = around.code_below(above).iter().filter(|path| module.is_beside(path));
            for stem in beside.filter_map(|path| own_name(path)).chain([own]) {
                by_stem.entry(stem).or_default().insert(at);
            }
            by_name.extend(module.names.iter().map(|_| at));
            names.extend(module.names.iter().cloned());
        }
        let stems = AhoCorasick::new(by_stem.keys()).ok().filter(|_| !modules.is_empty())?;
        let (names, called) = (AhoCorasick::new(names).ok()?, AhoCorasick::new(called).ok()?);
        let of_libraries = around.vocabulary().words(Sign::ModuleLoader);
        let loading = AhoCorasick::new(LOADING.iter().copied().chain(of_libraries)).ok()?;
        Some(Sought { modules, stems, by_stem: by_stem.into_values().collect(), names, by_name, called, loading })
    }

    /// What a file has to do with the modules.
    fn look(&self, around: &Surroundings<'_>, file: &File<'_, '_>) -> Option<Look> {
        let path = file.path()?;
        let imports = file.imports();
        let near: BTreeSet<usize> =
            imports.among(&self.stems).into_iter().flat_map(|stem| &self.by_stem[stem]).copied().collect();
        let taken = if near.is_empty() { None } else { around.imported_by(&path, &imports) };
        let by_itself: Vec<String> = self.said(&path, file).map(|module| module.path.clone()).collect();
        let own = path.clone().into_owned();
        let may_be_idle = !file.is_test(&path);
        let mut look = Look { path: own, takes: Vec::new(), by_itself, beside: Vec::new(), may_be_idle, idle: None };
        for module in near.into_iter().map(|at| self.modules[at]).filter(|module| module.path != path) {
            let stem = own_name(&module.path).unwrap_or_default();
            // A module of that name which is found nowhere may be this one.
            let is_namesake = |other: &String| own_name(other).as_deref() == Some(stem.as_str());
            let takes = match &taken {
                Some(taken) => taken.contains_key(&module.path) || imports.say(&stem) && !taken.keys().any(is_namesake),
                None => imports.say(&stem),
            };
            look.takes.extend(takes.then(|| module.path.clone()));
            let takes_other = taken.as_ref().is_some_and(|taken| taken.keys().any(|other| module.is_beside(other)));
            look.beside.extend(takes_other.then(|| module.path.clone()));
        }
        let is_empty = look.takes.is_empty() && look.beside.is_empty() && look.by_itself.is_empty();
        (!is_empty).then_some(look)
    }

    /// The modules that a text may come to without an import: by a name that is given or put together, or by what they give.
    fn said(&self, path: &str, file: &File<'_, '_>) -> impl Iterator<Item = &'m Module> {
        let bytes = file.bytes();
        let language = |path: &str| extract::extractor_of(path).and_then(|reader| reader.language);
        let own = language(path);
        let loads_any = !file.is_test(path) && (self.loading.is_match(bytes) || loads_unnamed(bytes));
        let called = self.called.find_overlapping_iter(bytes).filter(|found| ends_name(&bytes[found.end()..]));
        let mut said: BTreeSet<usize> = called.map(|found| found.pattern().as_usize() / 2).collect();
        let named = self.names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
        let named: HashMap<usize, &[u8]> =
            named.map(|found| (found.pattern().as_usize(), &bytes[found.range()])).collect();
        if !named.is_empty() {
            let imports = file.imports();
            let exported =
                extract::extractor_of(path).map(|reader| reader.extractor.exported(bytes)).unwrap_or_default();
            let is_free = |name: &[u8]| {
                let name = String::from_utf8_lossy(name);
                !imports.say(&name) && !exported.iter().any(|own| *own == name)
            };
            said.extend(named.into_iter().filter(|(_, name)| is_free(name)).map(|(at, _)| self.by_name[at]));
        }
        let all = (0..self.modules.len()).filter(|at| loads_any || said.contains(at));
        let modules: Vec<&'m Module> = all.map(|at| self.modules[at]).collect();
        modules.into_iter().filter(move |module| module.path != path && language(&module.path) == own)
    }
}

/// A name ends, and with it a text, or the path of a file.
fn ends_name(behind: &[u8]) -> bool {
    const ENDS: [&[u8]; 9] = [b"\"", b"'", b"`", b":", b".py", b".ts", b".js", b".mjs", b".tsx"];
    ENDS.iter().any(|end| behind.starts_with(end))
}

/// A text loads modules whose names it puts together.
fn loads_unnamed(bytes: &[u8]) -> bool {
    const CALLS: [&str; 3] = ["import_module(", "import(", "require("];
    let is_open = |call: &&str| {
        let mut found = memchr::memmem::find_iter(bytes, call.as_bytes());
        found.any(|at| {
            let given = bytes[at + call.len()..].trim_ascii_start().first();
            given.is_some_and(|first| !matches!(first, b'"' | b'\'' | b')' | b'/' | b'`'))
                || given == Some(&b'`') && bytes[at..(at + 200).min(bytes.len())].windows(2).any(|two| two == b"${")
        })
    };
    CALLS.iter().any(is_open)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
