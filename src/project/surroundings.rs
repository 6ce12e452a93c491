//! The project around the files that are checked: read only as far as it is needed.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::HashSet;
use rayon::prelude::*;
use serde_json::Value;

use super::imports::{ImportLines, Imports};
use super::judge::Run;
use super::links::is_code;
use super::{Extent, Ground, Target, Work, load};
use crate::catalog::tables::Tables;
use crate::config::Globs;
use crate::extract::{self, Extraction, Files, settings_in_json};
use crate::link::{self, Member};
use crate::prefilter::Prefilter;
use crate::reference::Use;
use crate::source::SourceFile;
use crate::vocabulary::{Language, Vocabulary};
use crate::walk::{self, Admission, WalkOptions};

/// Largest file that says where modules lie, in bytes.
const LARGEST: u64 = 1 << 20;

/// The folder of a run, as it is reported.
pub(super) const FOLDER: &str = ".";

/// Files of the project by their paths from the root, and whether some module leads there that the rules do not know:
/// what those do is known, though their own sources may lie in the project.
pub(super) type Imported = HashMap<String, bool>;

/// What may be asked about the project.
pub(super) struct Surroundings<'s> {
    ground: Ground<'s>,
    run: Run<'s>,
    options: &'s WalkOptions<'s>,
    admission: Admission<'s>,
    /// The files that are checked, and their paths from the root.
    targets: &'s [Target],
    paths: OnceLock<HashSet<String>>,
    texts: Mutex<HashMap<String, Option<Arc<str>>>>,
    json: Mutex<HashMap<String, Option<Arc<Value>>>>,
    passages: Mutex<HashMap<String, Option<Arc<Imports>>>>,
    imported: Mutex<HashMap<String, Option<Arc<Imported>>>>,
    prefilter: Prefilter<'s>,
    others: OnceLock<Vec<Target>>,
    code: OnceLock<Vec<String>>,
    /// Modules of which the rules know callees.
    known: OnceLock<HashSet<&'s str>>,
    /// Files in which linking panicked, as they are reported.
    panicked: Mutex<BTreeSet<String>>,
    pub(super) imports: ImportLines,
}

impl<'s> Surroundings<'s> {
    pub(super) fn new(
        ground: Ground<'s>,
        run: Run<'s>,
        options: &'s WalkOptions<'s>,
        targets: &'s [Target],
        imports: ImportLines,
    ) -> Surroundings<'s> {
        let admission = Admission::new(options);
        let prefilter = Prefilter::new(run.catalog, run.settings);
        Surroundings {
            ground,
            run,
            options,
            admission,
            targets,
            paths: OnceLock::new(),
            texts: Mutex::default(),
            json: Mutex::default(),
            passages: Mutex::default(),
            imported: Mutex::default(),
            prefilter,
            others: OnceLock::new(),
            code: OnceLock::new(),
            known: OnceLock::new(),
            panicked: Mutex::default(),
            imports,
        }
    }

    /// Works on a file, within sight of whoever watches; nothing after a panic, which stays in the file.
    pub(super) fn attempt<T>(&self, shown: &str, work: impl FnOnce() -> T) -> Option<T> {
        self.holding(shown, || self.ground.during(shown, Work::Linking, work))
    }

    /// Asks some files in parallel; of one in which that panics nothing is said.
    pub(super) fn each<'t, T: Send>(
        &self,
        targets: &[&'t Target],
        ask: impl Fn(&'t Target) -> Option<T> + Sync,
    ) -> Vec<T> {
        let asked = |target: &&'t Target| self.attempt(&target.shown, || ask(target)).flatten();
        targets.par_iter().with_max_len(8).filter_map(asked).collect()
    }

    fn holding<T>(&self, shown: &str, work: impl FnOnce() -> T) -> Option<T> {
        let held = catch_unwind(AssertUnwindSafe(work));
        if held.is_err() {
            self.panicked.lock().unwrap_or_else(PoisonError::into_inner).insert(shown.to_owned());
        }
        held.ok()
    }

    /// Files in which linking panicked, as they are reported; the folder itself, if no file alone is to blame.
    pub(super) fn panicked(self) -> BTreeSet<String> {
        self.panicked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// All files are checked.
    pub(super) fn is_whole(&self) -> bool {
        self.ground.extent == Extent::Whole
    }

    /// The file is checked; its path is from the root on.
    fn is_checked(&self, path: &str) -> bool {
        let paths = || self.targets.iter().filter_map(|target| self.relative(target)).collect();
        self.paths.get_or_init(paths).contains(path)
    }

    /// Every file of code of the project that is not checked.
    pub(super) fn others(&self) -> &[Target] {
        self.others.get_or_init(|| {
            if self.is_whole() {
                return Vec::new();
            }
            let is_other = |target: &Target| {
                let path = relative(&self.ground.settings.root, &target.path);
                !target.local && is_code(&target.shown) && path.is_some_and(|path| !self.is_checked(&path))
            };
            walk::walk(self.options).targets.into_iter().filter(is_other).collect()
        })
    }

    /// The paths of all files of code of the project, from the root on, sorted.
    fn code(&self) -> &[String] {
        self.code.get_or_init(|| {
            let checked = self.targets.iter().filter(|target| is_code(&target.shown));
            let mut paths: Vec<String> =
                checked.chain(self.others()).filter_map(|target| self.relative(target)).collect();
            paths.sort_unstable();
            paths.dedup();
            paths
        })
    }

    /// The paths of the files of code in a folder and in those below it, from the root on.
    pub(super) fn code_below(&self, folder: &str) -> &[String] {
        let code = self.code();
        if folder.is_empty() {
            return code;
        }
        let start = format!("{folder}/");
        let first = code.partition_point(|path| path.as_str() < start.as_str());
        let behind = &code[first..];
        &behind[..behind.partition_point(|path| path.starts_with(&start))]
    }

    /// Something between quotes in a file of code may be sent to a call of another.
    pub(super) fn offers(&self, target: &Target, bytes: &[u8]) -> bool {
        could(target, |language| self.prefilter.offers(bytes, language))
    }

    /// What stands between quotes in a file of code and may be sent to a call of another; nothing if that cannot be told.
    pub(super) fn offered(&self, target: &Target, bytes: &[u8]) -> Option<Vec<String>> {
        let reader = extract::extractor_of(&target.shown)?;
        self.prefilter.offered(bytes, reader.language.filter(|_| !reader.is_container)?)
    }

    /// Places of those of some texts of which some rule could speak at a call of a file.
    pub(super) fn spoken_of(&self, target: &Target, bytes: &[u8], texts: &[&str]) -> Vec<usize> {
        let reader = extract::extractor_of(&target.shown);
        match reader.and_then(|reader| reader.language.filter(|_| !reader.is_container)) {
            Some(language) => self.prefilter.spoken_of(bytes, language, texts).collect(),
            None => (0..texts.len()).collect(),
        }
    }

    /// Some rule could speak of one of some texts at a call of a file.
    pub(super) fn speaks_of(&self, target: &Target, bytes: &[u8], texts: &[&str]) -> bool {
        could(target, |language| self.prefilter.speaks_of(bytes, language, texts))
    }

    /// Some rule could speak of a text wherever it is sent.
    pub(super) fn speaks_by_itself(&self, text: &str) -> bool {
        self.prefilter.speaks_by_itself_of(text)
    }

    /// The rules know callees of a module.
    pub(super) fn knows(&self, module: &str) -> bool {
        let known = || {
            let sites = |tables: &'s Tables| tables.call_sites.iter().flat_map(|row| tables.list(row.modules));
            self.run.catalog.layers().flat_map(sites).collect()
        };
        self.known.get_or_init(known).contains(module)
    }

    /// What a file through which others take names imports; its path is from the root on.
    pub(super) fn imports_of(&self, path: &str) -> Option<Arc<Imports>> {
        once(&self.passages, path, || Some(Arc::new(Imports::of_text(&self.text(path)?))))
    }

    /// The files of the project that a file imports by its own lines, or may; nothing if these do not say it all. Its
    /// path is from the root on.
    pub(super) fn imported_by(&self, from: &str, imports: &Imports) -> Option<Arc<Imported>> {
        once(&self.imported, from, || {
            let extractor = extract::extractor_of(from)?.extractor;
            let mut imported = Imported::default();
            for module in extractor.modules_in(imports.lines())? {
                if let Some(path) = extractor.resolve(&module, from, self) {
                    *imported.entry(path).or_default() |= !self.knows(&module);
                }
            }
            Some(Arc::new(imported))
        })
    }

    /// The path of a file from the root.
    pub(super) fn relative(&self, target: &Target) -> Option<String> {
        relative(&self.ground.settings.root, &target.path)
    }

    /// A file that takes part in linking, with its summary; without one, if that panics.
    pub(super) fn member(&self, target: &Target, summarised: load::Summarised) -> Member {
        let mut member = self.asked(target, summarised.file);
        self.attempt(&target.shown, || self.take_part(&target.path, &mut member, summarised.extraction));
        member
    }

    /// A file is a test, by its path from the root and its text.
    pub(super) fn is_test<'b>(&self, path: &str, bytes: impl Fn() -> &'b [u8]) -> bool {
        self.run.paths.is_test(Path::new(path), bytes)
    }

    /// A file that is only asked.
    fn asked(&self, target: &Target, file: SourceFile) -> Member {
        let root = &self.run.settings.root;
        let path = relative(root, &target.path).unwrap_or_else(|| target.path.to_string_lossy().replace('\\', "/"));
        let is_test = self.is_test(&path, || &file.bytes);
        let (shown, on_disk) = (target.shown.clone(), target.path.clone());
        let extraction = Extraction::default();
        Member { path, shown, on_disk, is_test, file, extraction, is_summarised: false, takes_part: false }
    }

    /// Adds what stands in a file.
    fn take_part(&self, path: &Path, member: &mut Member, extraction: Extraction) {
        // A file without a model, a call or a setting takes and gives nothing.
        let takes = !extraction.links.taken.is_empty();
        member.takes_part = takes || !self.prefilter.look(&member.file.bytes).is_nothing();
        (member.extraction, member.is_summarised) = (extraction, true);
        self.settle_all(path, member);
    }

    /// Lets the settings of the folders speak about all that a file does.
    fn settle_all(&self, path: &Path, member: &mut Member) {
        let folders = self.run.folders;
        let extraction = &mut member.extraction;
        for reference in &mut extraction.references {
            folders.apply(path, &mut reference.uses);
        }
        folders.apply(path, &mut extraction.bare_calls);
        let taken = extraction.links.taken.iter_mut().map(|taken| &mut taken.used);
        let read = extraction.links.environment.iter_mut().map(|(_, used)| used);
        taken.chain(read).for_each(|used| folders.apply(path, std::slice::from_mut(used)));
    }

    /// Where a file or folder lies whose path counts from the root.
    pub(super) fn absolute(&self, path: &str) -> PathBuf {
        self.run.settings.root.join(path)
    }

    fn target(&self, path: &str) -> Target {
        let path = self.absolute(path);
        Target { shown: walk::shown(self.ground.cwd, &path), path, named: false, local: false }
    }
}

impl Files for Surroundings<'_> {
    fn vocabulary(&self) -> &dyn Vocabulary {
        self.run.catalog
    }

    fn has(&self, path: &str) -> bool {
        self.is_checked(path) || (!self.is_whole() && self.admission.admits(&self.absolute(path)))
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        let read = || {
            let bytes = self.ground.texts.read(&self.absolute(path), LARGEST).ok()?;
            String::from_utf8(bytes).ok().map(Arc::from)
        };
        once(&self.texts, path, read)
    }

    fn settings(&self, path: &str) -> Option<Arc<Value>> {
        once(&self.json, path, || settings_in_json(&self.text(path)?))
    }

    fn folders(&self, path: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.absolute(path)).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut names: Vec<String> = folders.filter_map(|folder| folder.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

impl link::Surroundings for Surroundings<'_> {
    fn load(&self, path: &str) -> Option<Member> {
        let target = self.target(path);
        let file = self.attempt(&target.shown, || load::opened(&target, self.ground)).flatten()?;
        Some(self.asked(&target, file))
    }

    fn summarise(&self, member: &mut Member) {
        let Some(reader) = extract::extractor_of(&member.path) else { return };
        let mut extraction = Extraction::default();
        let mut work = || extraction = reader.extractor.summarise(&member.file, self.run.catalog);
        self.during(&member.shown, &mut work);
        self.take_part(&self.absolute(&member.path), member, extraction);
    }

    fn settle(&self, path: &str, used: &mut Use) {
        self.run.folders.apply(&self.absolute(path), std::slice::from_mut(used));
    }

    fn during(&self, shown: &str, work: &mut dyn FnMut()) {
        self.attempt(shown, work);
    }

    fn between(&self, work: &mut dyn FnMut()) {
        let work = || {
            #[cfg(debug_assertions)]
            super::watch::provoke(FOLDER, Work::Linking);
            work();
        };
        self.holding(FOLDER, work);
    }
}

/// What is known under a path, or is found now; whoever asks at the same time finds the same.
fn once<T: Clone>(known: &Mutex<HashMap<String, T>>, path: &str, find: impl FnOnce() -> T) -> T {
    let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = lock().get(path).cloned() {
        return found;
    }
    let found = find();
    lock().insert(path.to_owned(), found.clone());
    found
}

/// Something holds for the text of a file of code; what is escaped in another format is not searched, and could be anything.
fn could(target: &Target, holds: impl Fn(Language) -> bool) -> bool {
    let reader = extract::extractor_of(&target.shown);
    reader.is_some_and(|reader| reader.is_container || reader.language.is_some_and(holds))
}

/// A path from the root on, with `/`; nothing if it lies elsewhere or is not UTF-8.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    // Nearly all are written as they are asked for.
    if let Some(plain) = plainly_below(root, path) {
        return Some(plain.to_owned());
    }
    let below = path.strip_prefix(root).ok()?;
    let parts = below.components().map(|part| part.as_os_str().to_str());
    parts.collect::<Option<Vec<&str>>>().map(|parts| parts.join("/"))
}

/// What follows the root in a path that begins with it letter by letter and needs no cleaning.
fn plainly_below<'p>(root: &Path, path: &'p Path) -> Option<&'p str> {
    let below = path.to_str()?.strip_prefix(root.to_str()?)?.strip_prefix('/').filter(|_| MAIN_SEPARATOR == '/')?;
    let bytes = below.as_bytes();
    let is_plain = |at: usize| !matches!(bytes.get(at + 1), None | Some(b'/' | b'.'));
    let is_whole = !matches!(bytes.first(), None | Some(b'/' | b'.'));
    (is_whole && memchr::memchr_iter(b'/', bytes).all(is_plain)).then_some(below)
}

/// What a walk over the project leaves out; the globs were read once when the configuration was.
pub(super) fn exclude(ground: Ground<'_>) -> Globs {
    Globs::new(&ground.settings.root, &ground.settings.exclude).unwrap_or_else(|_| Globs::none())
}
