//! The router that a project asks. A file that names nobody, in which `maker/ID` stands, spells it for the router whose
//! address stands in the files of code of the same package, or in its example of an environment, unless somebody in
//! these reads such names by himself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use aho_corasick::AhoCorasick;

use super::code::Code;
use super::links;
use super::pass::Pass;
use super::surroundings::Surroundings;
use crate::catalog::{Catalog, ProviderId};
use crate::extract::{self, Files as _};
use crate::link::Member;
use crate::reference::{Evidence, Platform, Reference, Use};
use crate::vocabulary::{Host, Role, Vocabulary as _};

/// Lets the routers of packages answer what is spelled for them.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let Pass { around, run, .. } = pass;
    let open = spelled(pass, members);
    // All files of the project are looked for only where something is sought.
    if open.is_empty() {
        return;
    }
    let packages = Packages::new(around);
    let mut wanted: BTreeSet<String> = open.iter().map(|(at, _)| packages.of(&members[*at].path)).collect();
    packages.leave_large(&mut wanted);
    // What is sought takes longer to prepare than most runs take.
    let Some(sought) = (!wanted.is_empty()).then(|| Sought::new(run.catalog)).flatten() else { return };
    let project = pass.code(members);
    let asked = asked(&project, (&sought, &packages, &wanted));
    for (at, place) in open {
        let Some(asked) = asked.get(&packages.of(&members[at].path)).filter(|asked| !asked.may_ask_makers()) else {
            continue;
        };
        let reference = &mut members[at].extraction.references[place];
        if let Some(platform) = asked.platform_of(&reference.value.text, run.catalog) {
            let text = reference.value.text.clone();
            let uses = reference.uses.iter_mut().filter(|used| is_open(used, &text, run.catalog));
            uses.for_each(|used| used.platform = platform);
        }
    }
}

/// Values of members that are spelled `maker/ID` where nothing tells who answers, and of which something is said.
fn spelled(pass: Pass<'_, '_>, members: &[Member]) -> Vec<(usize, usize)> {
    let is_spelled = |member: &Member, reference: &Reference| {
        let text = &reference.value.text;
        let is_open = |used: &Use| is_open(used, text, pass.run.catalog);
        extract::is_route(text) && reference.uses.iter().any(is_open) && pass.is_spoken_of(member, reference)
    };
    pass.found(members, |at, member| {
        let references = member.extraction.references.iter().enumerate();
        references.filter(|(_, reference)| is_spelled(member, reference)).map(|(place, _)| (at, place)).collect()
    })
}

/// Nothing tells who answers but the name of the setting, which may be that of the maker.
fn is_open(used: &Use, text: &str, catalog: &Catalog) -> bool {
    let is_told = match used.platform {
        Platform::Unstated => false,
        Platform::Known(provider, Evidence::Key) => catalog.model(provider, text).is_some(),
        _ => true,
    };
    !is_told && !used.context.is_silent() && used.framework.is_empty()
}

/// Whom a package asks.
#[derive(Debug, Default)]
struct Asked {
    /// The platforms whose addresses stand in it.
    platforms: BTreeSet<ProviderId>,
    /// Something takes the maker off a name, and asks him: a framework, or a word of a router before others says so.
    reads_routes: bool,
    /// The code itself makes two things of a name.
    takes_apart: bool,
    /// Clients of SDKs are imported.
    has_clients: bool,
}

impl Asked {
    fn add(&mut self, other: Asked) {
        self.platforms.extend(other.platforms);
        self.reads_routes |= other.reads_routes;
        self.takes_apart |= other.takes_apart;
        self.has_clients |= other.has_clients;
    }

    /// A name with its maker before it may go to that one. Where one address is all that anybody is asked at, its parts
    /// are only shown or looked at.
    fn may_ask_makers(&self) -> bool {
        self.reads_routes || self.takes_apart && (self.has_clients || self.platforms.len() != 1)
    }

    /// Who answers a name with its maker before it: the one platform that spells it so, or one of several.
    fn platform_of(&self, text: &str, catalog: &Catalog) -> Option<Platform> {
        let (maker, _) = text.split_once('/')?;
        let spells = |provider: &ProviderId| match catalog.serves(*provider) {
            true => catalog.model(*provider, text).is_some() && !catalog.serves_its_own(*provider),
            false => !catalog.user_named(*provider) && catalog.leads_to(maker, *provider),
        };
        let mut spelling = self.platforms.iter().filter(|provider| spells(provider));
        match (spelling.next(), spelling.next()) {
            (Some(only), None) => Some(Platform::Known(*only, Evidence::Settings)),
            (Some(_), Some(_)) => Some(Platform::UnknownHost(Evidence::Settings)),
            (None, _) => None,
        }
    }
}

/// Whom the packages ask, by the text of their files of code. What tests ask says nothing.
fn asked(
    project: &Code<'_, '_>,
    (sought, packages, wanted): (&Sought<'_>, &Packages<'_, '_>, &BTreeSet<String>),
) -> BTreeMap<String, Asked> {
    // Once something reads routes, no more is to be known.
    let is_wanted = |package: &str, all: &BTreeMap<String, Asked>| {
        wanted.contains(package) && all.get(package).is_none_or(|asked| !asked.reads_routes)
    };
    let mut all: BTreeMap<String, Asked> = BTreeMap::new();
    for member in project.members.iter().filter(|member| links::is_code(&member.path) && !member.is_test) {
        let package = packages.of(&member.path);
        if is_wanted(&package, &all) {
            let asked = project.around.attempt(&member.shown, || sought.within(&member.file.bytes));
            all.entry(package).or_default().add(asked.unwrap_or_default());
        }
    }
    let others = project.each_unparsed(|file| {
        let path = file.path()?;
        // Where packages begin is asked of the disk.
        let is_near = wanted.iter().any(|package| is_below(&path, package));
        let package = is_near.then(|| packages.of(&path)).filter(|package| is_wanted(package, &all))?;
        (!file.is_test(&path)).then(|| (package, sought.within(file.bytes())))
    });
    others.into_iter().for_each(|(package, asked)| all.entry(package).or_default().add(asked));
    for (package, asked) in all.iter_mut().filter(|(_, asked)| !asked.reads_routes) {
        asked.platforms.extend(packages.examples(package).iter().flat_map(|text| sought.set_in(text)));
    }
    all
}

/// What is sought in the text of files.
struct Sought<'c> {
    catalog: &'c Catalog,
    hosts: AhoCorasick,
    frameworks: AhoCorasick,
    clients: AhoCorasick,
}

impl<'c> Sought<'c> {
    /// What goes before the host of an address.
    const SCHEME: &'static str = "://";

    fn new(catalog: &'c Catalog) -> Option<Sought<'c>> {
        let (mut hosts, mut frameworks, mut clients) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for tables in catalog.layers() {
            let plain = tables.hosts.iter().map(|row| tables.str(row.host)).filter(|host| !host.contains('*'));
            hosts.extend(plain.map(|host| format!("{}{host}", Self::SCHEME)));
            let readers = tables.call_sites.iter().filter(|row| catalog.reads_makers(tables.str(row.framework)));
            frameworks.extend(readers.flat_map(|row| tables.list(row.modules)));
            clients.extend(tables.clients.iter().flat_map(|row| tables.list(row.modules)));
        }
        let [frameworks, clients] = [frameworks, clients].map(|modules| AhoCorasick::new(modules).ok());
        Some(Sought { catalog, hosts: AhoCorasick::new(hosts).ok()?, frameworks: frameworks?, clients: clients? })
    }

    fn within(&self, bytes: &[u8]) -> Asked {
        let platforms = self.platforms(bytes).collect();
        let imports = |modules: &AhoCorasick| !super::imports::imported(modules, bytes).is_empty();
        let reads_routes = names_routers(bytes, self.catalog) || imports(&self.frameworks);
        Asked { platforms, reads_routes, takes_apart: takes_apart(bytes), has_clients: imports(&self.clients) }
    }

    /// The platforms whose addresses stand in a text.
    fn platforms<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = ProviderId> + 'b {
        let found = self.hosts.find_iter(bytes).filter_map(|found| std::str::from_utf8(&bytes[found.range()]).ok());
        found.filter_map(|host| match self.catalog.host(host) {
            Host::Known(provider) => Some(provider),
            Host::Unknown | Host::None => None,
        })
    }

    /// The platforms that an example of an environment sets as base URLs; what is commented out sets nothing.
    fn set_in(&self, text: &str) -> Vec<ProviderId> {
        let is_base = |name: &str| self.catalog.environment(name).is_some_and(|key| key.role == Role::BaseUrl);
        let set = text.lines().filter_map(|line| line.split_once('='));
        let bases = set.filter(|(name, _)| is_base(name.trim().trim_start_matches("export ")));
        bases.flat_map(|(_, url)| self.platforms(url.as_bytes())).collect()
    }
}

/// A line makes two things of what stands before and behind a slash: `provider, model = name.split("/", 1)`.
fn takes_apart(bytes: &[u8]) -> bool {
    const CALLS: [&str; 6] =
        ["split(\"/\"", "split('/'", "partition(\"/\")", "partition('/')", "SplitN(", "split(/\\//"];
    let is_taken = |at: usize| {
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |start| start + 1);
        let line = &bytes[start..at];
        let names = memchr::memchr(b'=', line).map_or(&line[..0], |end| &line[..end]);
        names.contains(&b',') && !names.contains(&b'(')
    };
    CALLS.iter().any(|call| memchr::memmem::find_iter(bytes, call).any(is_taken))
}

/// A route begins with the word of a router: what has none goes to the maker.
fn names_routers(bytes: &[u8], catalog: &Catalog) -> bool {
    const LONGEST: usize = 120;
    let is_quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'`');
    memchr::memchr_iter(b'/', bytes).any(|slash| {
        let start = bytes[slash.saturating_sub(LONGEST)..slash].iter().rposition(|byte| is_quote(*byte));
        let Some(start) = start.map(|at| slash.saturating_sub(LONGEST) + at + 1) else { return false };
        let end = bytes[slash..].iter().take(LONGEST).position(|byte| is_quote(*byte)).map(|at| slash + at);
        let is_first = !bytes[start..slash].contains(&b'/') && start < slash;
        let text = end.filter(|_| is_first).and_then(|end| std::str::from_utf8(&bytes[start..end]).ok());
        text.is_some_and(|text| extract::names_router(text, catalog))
    })
}

/// The path lies in a folder, or in one below it.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Packages of the project: folders with a file that says what is installed for them.
struct Packages<'s, 'p> {
    around: &'s Surroundings<'p>,
    known: Mutex<HashMap<String, String>>,
}

impl<'s, 'p> Packages<'s, 'p> {
    const MANIFESTS: [&'static str; 5] = ["package.json", "pyproject.toml", "requirements.txt", "setup.py", "Pipfile"];

    fn new(around: &'s Surroundings<'p>) -> Packages<'s, 'p> {
        Packages { around, known: Mutex::default() }
    }

    /// The folder of the package in which a file lies; where none is, the topmost folder.
    fn of(&self, path: &str) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Ok(known) = self.known.lock()
            && let Some(package) = known.get(folder)
        {
            return package.clone();
        }
        let above = Path::new(folder).ancestors().map(|folder| folder.to_string_lossy().into_owned());
        let package = { above }.find(|folder| self.is_package(folder));
        let package = package.unwrap_or_else(|| folder.split('/').next().unwrap_or_default().to_owned());
        if let Ok(mut known) = self.known.lock() {
            known.insert(folder.to_owned(), package.clone());
        }
        package
    }

    /// Leaves packages of so many files of code, with what lies in packages below them, that nobody asks one router for
    /// all of them.
    fn leave_large(&self, wanted: &mut BTreeSet<String>) {
        const LARGEST: usize = 2_000;
        wanted.retain(|package| self.around.code_below(package).len() <= LARGEST);
    }

    /// Examples of the environment that a package runs in. What somebody keeps for himself is not the project's.
    fn examples(&self, package: &str) -> Vec<Arc<str>> {
        const NAMES: [&str; 3] = [".env.example", ".env.sample", ".env.template"];
        let path = |name: &&str| if package.is_empty() { (*name).to_owned() } else { format!("{package}/{name}") };
        NAMES.iter().filter_map(|name| self.around.text(&path(name))).collect()
    }

    fn is_package(&self, folder: &str) -> bool {
        let folder = self.around.absolute(folder);
        Self::MANIFESTS.iter().any(|name| folder.join(name).is_file())
    }
}
