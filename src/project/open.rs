//! Opening a project: its root, its settings, its facts.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use super::folders::Folders;
use super::survey::survey;
use super::texts::Texts;
use super::{Extent, Ground, Target, Watch};
use crate::catalog::{Catalog, Date, ProviderId, Source};
use crate::config::{self, ConfigError, Found, Globs, NamedFile, Settings};
use crate::report::Report;
use crate::suggest::did_you_mean;
use crate::uses::Survey;
use crate::walk::{self, WalkOptions, shown};

/// The current day in UTC, the one thing that is asked of the clock; the first day of the epoch where it stands before that.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_unix_seconds(i64::try_from(seconds).unwrap_or(0))
}

/// Which configuration holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// The nearest one upwards, if there is any.
    #[default]
    Nearest,
    /// This file; relative to the working directory.
    File(PathBuf),
    /// None.
    Isolated,
}

/// What keeps a project from being opened: told to the user with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectError {
    /// What is wrong, with its place.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl ProjectError {
    fn new(message: impl Into<String>) -> ProjectError {
        ProjectError { message: message.into(), help: None }
    }
    fn help(mut self, help: impl Into<String>) -> ProjectError {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}\n{help}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ProjectError {}

/// A project: its settings, its facts, and the text of its files that is not saved.
#[derive(Debug)]
pub struct Project {
    /// The working directory: paths are reported relative to it.
    pub cwd: PathBuf,
    /// The repository's root, else the project's.
    pub repository: PathBuf,
    /// The configuration file, if there is one.
    pub configuration: Option<PathBuf>,
    /// Defaults and the configuration file; what somebody asks for besides comes on top.
    pub settings: Settings,
    /// Ignore files do not count, nor do the marks of vendored folders.
    pub no_ignore: bool,
    extended: Option<Catalog>,
    choice: Choice,
    /// The folder in which files must lie that the configuration names.
    trusted: PathBuf,
    texts: Texts,
    watch: OnceLock<Watch>,
}

impl Project {
    /// The project of a working directory on a day.
    ///
    /// # Errors
    /// What is wrong in the configuration, or in a file that it names.
    pub fn open(cwd: &Path, choice: &Choice, as_of: Date) -> Result<Project, ProjectError> {
        let cwd = cwd.to_owned();
        let found = configuration(choice, &cwd).map_err(|error| told_from(&cwd, error))?;
        let git_root = config::repository_root(&cwd);
        // A configuration from elsewhere holds for where one stands.
        let folder = found.as_ref().map(|found| found.folder.as_path()).filter(|folder| cwd.starts_with(folder));
        let root = folder.or(git_root).unwrap_or(&cwd).to_owned();
        let repository = git_root.unwrap_or(&root).to_owned();

        let mut settings = Settings::new(root, as_of);
        let mut trusted = repository.clone();
        let mut configuration = None;
        if let Some(found) = found {
            if matches!(choice, Choice::File(_)) {
                trusted.clone_from(&found.folder);
            }
            settings.apply(found.layer);
            configuration = Some(found.path);
        }
        let extended = extended(&settings.extend_catalog, &trusted, &cwd)?;
        Ok(Project {
            cwd,
            repository,
            configuration,
            settings,
            no_ignore: false,
            extended,
            choice: choice.clone(),
            trusted,
            texts: Texts::default(),
            watch: OnceLock::new(),
        })
    }

    /// A configuration that was come upon does not hold, and somebody may believe that it does; `path` is as it is
    /// reported.
    pub fn misses(&self, path: &str) -> bool {
        let holds = self.configuration.as_deref().is_some_and(|own| shown(&self.cwd, own) == path);
        self.choice != Choice::Isolated && !holds
    }

    /// The text of a file that the settings name, up to so many whole megabytes.
    ///
    /// # Errors
    /// The reason in words.
    pub fn read(&self, file: &NamedFile, limit: u64) -> Result<String, String> {
        file.read(&self.trusted, limit)
    }

    /// Reads what the accounts have, and holds what the team has got against the facts.
    ///
    /// # Errors
    /// A provider that does not exist, and what is wrong in a file.
    pub fn read_inventories(&mut self) -> Result<(), ProjectError> {
        self.check_access()?;
        for key in self.settings.inventory.keys() {
            if self.catalog().provider_named(key).is_none() {
                let known: Vec<&str> = self.catalog().providers().map(|p| p.key()).collect();
                let help = did_you_mean(key, known.iter().copied());
                let help = help.unwrap_or_else(|| format!("known are {}", known.join(", ")));
                let place = self.place_of("inventory", key);
                return Err(ProjectError::new(format!("{place}inventory: there is no provider `{key}`")).help(help));
            }
        }
        self.settings.read_inventories(&self.trusted).map_err(|error| told_from(&self.cwd, error))
    }

    /// Every word of `access` stands in some fact; numbers are levels.
    fn check_access(&self) -> Result<(), ProjectError> {
        if self.settings.access.is_empty() {
            return Ok(());
        }
        let words = |text: &str| {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_ascii_lowercase).collect::<Vec<_>>()
        };
        let facts = self.catalog().models().into_iter().filter_map(|model| model.access());
        let known: BTreeSet<String> = facts.flat_map(words).collect();
        let said = self.settings.access.iter().flat_map(|text| words(text).into_iter().map(move |word| (text, word)));
        let mut unknown = said.filter(|(_, word)| word.parse::<u32>().is_err() && !known.contains(word));
        let Some((text, word)) = unknown.next() else { return Ok(()) };
        let help = did_you_mean(&word, known.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| "`model-lint explain MODEL-ID` shows who may use a model".to_owned());
        let place = self.place_of("access", text);
        Err(ProjectError::new(format!("{place}access: no fact speaks of `{word}`")).help(help))
    }

    /// Where a configuration file says a word under a key, as the beginning of a message; nothing if a flag says it.
    fn place_of(&self, key: &'static str, word: &str) -> String {
        let place = self.settings.places.get(&(key, word.to_owned()));
        place.map_or_else(String::new, |at| format!("{}:{}:{}: ", shown(&self.cwd, &at.path), at.line, at.column))
    }

    /// The facts.
    pub fn catalog(&self) -> &Catalog {
        self.extended.as_ref().unwrap_or_else(|| Catalog::bundled())
    }

    /// From now on these bytes stand in for what the disk has under an absolute path.
    pub fn update(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Arc<[u8]>>) {
        self.texts.insert(path.into(), bytes.into());
    }

    /// The disk counts again.
    pub fn remove(&mut self, path: &Path) {
        self.texts.remove(path);
    }

    /// What the project is at, from now on: for whoever sees to it that it goes on.
    pub fn watch(&self) -> Watch {
        self.watch.get_or_init(Watch::default).clone()
    }

    /// Checks some files of the project: the same report at any thread count.
    pub fn check(&self, targets: &[Target]) -> Report {
        let ground = self.ground();
        ground.check_some(&ground.prefilter(), targets)
    }

    /// Checks files, which are all that a walk over the project meets.
    pub fn check_whole(&self, targets: &[Target]) -> Report {
        let ground = Ground { extent: Extent::Whole, ..self.ground() };
        ground.check(&ground.prefilter(), targets)
    }

    /// Lists the models that files use: the same list at any thread count.
    pub fn survey(&self, targets: &[Target]) -> Survey {
        survey(self.ground(), targets)
    }

    /// Lists the models that files use, which are all that a walk over the project meets.
    pub fn survey_whole(&self, targets: &[Target]) -> Survey {
        survey(Ground { extent: Extent::Whole, ..self.ground() }, targets)
    }

    /// Settings files beside these files, or in a folder above them, that send clients without a base URL to another
    /// server: each with the keys of the providers whose clients those are.
    pub fn redirections(&self, targets: &[Target]) -> Vec<(PathBuf, Vec<&str>)> {
        let above = |target: &'_ Target| {
            let folders = target.path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.settings.root));
            folders.map(Path::to_owned).collect::<Vec<_>>()
        };
        let folders: BTreeSet<PathBuf> = targets.iter().flat_map(above).collect();
        let known = Folders::new(self.ground());
        let keys = |providers: Vec<ProviderId>| {
            let keys: BTreeSet<&str> = providers.into_iter().map(|id| self.catalog().provider(id).key()).collect();
            keys.into_iter().collect()
        };
        let found = folders.iter().flat_map(|folder| known.redirecting(folder));
        found.map(|(path, providers)| (path, keys(providers))).collect()
    }

    /// One file as a walk over the whole project would meet it; absent if it would not.
    pub fn target(&self, path: &Path) -> Option<Target> {
        // Globs were read once when the configuration was: what could not be read was refused there.
        let exclude = Globs::new(&self.settings.root, &self.settings.exclude).unwrap_or_else(|_| Globs::none());
        let options = WalkOptions {
            cwd: &self.cwd,
            root: &self.repository,
            paths: &[],
            listed: &[],
            exclude: &exclude,
            force_exclude: true,
            no_ignore: false,
            threads: 1,
        };
        let is_read = walk::is_read(path) && !walk::is_vendored(&self.repository, path);
        is_read.then(|| walk::unsaved(&options, path)).flatten()
    }

    pub(super) fn ground(&self) -> Ground<'_> {
        Ground {
            repository: &self.repository,
            no_ignore: self.no_ignore,
            watch: self.watch.get(),
            ..Ground::new(&self.settings, self.catalog(), &self.texts, &self.cwd)
        }
    }
}

fn configuration(choice: &Choice, cwd: &Path) -> Result<Option<Found>, ConfigError> {
    match choice {
        Choice::Isolated => Ok(None),
        Choice::File(path) => config::load(&cwd.join(path)).map(Some),
        Choice::Nearest => config::find(cwd),
    }
}

/// A mistake with its path relative to where one stands.
fn told_from(cwd: &Path, error: ConfigError) -> ProjectError {
    let path = shown(cwd, Path::new(&error.path));
    let error = ConfigError { path, ..error };
    ProjectError { message: error.to_string(), help: error.help }
}

fn extended(paths: &[PathBuf], trusted: &Path, cwd: &Path) -> Result<Option<Catalog>, ProjectError> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut sources = Vec::new();
    for path in paths {
        let name = shown(cwd, path);
        let text = config::read_inside(trusted, path).map_err(|reason| {
            ProjectError::new(format!("{name}: {reason}")).help("`extend-catalog` names this file")
        })?;
        sources.push(Source { name, text });
    }
    Catalog::extended(sources).map(Some).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        ProjectError::new(errors.join("\n"))
            .help("`extend-catalog` names this file; it has the form of the bundled rules")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        let as_of = Date::parse("2026-11-23").expect("a day");
        let project = Project::open(dir.path(), &Choice::Nearest, as_of).expect("a project");
        (dir, project)
    }

    fn rules(project: &Project, path: &Path) -> Vec<&'static str> {
        let target = project.target(path).expect("a target");
        project.check(&[target]).findings.iter().map(|f| f.diagnostic.rule.name()).collect()
    }

    #[test]
    fn unsaved_text_counts_until_it_is_removed() {
        let (dir, mut project) = project(&[("a.py", "MODEL = 'gpt-4-32k'\n")]);
        let path = dir.path().join("a.py");
        assert_eq!(rules(&project, &path), ["retired-model"]);
        project.update(&path, *b"MODEL = 'GPT-4o'\n");
        assert_eq!(rules(&project, &path), ["model-casing"]);
        project.remove(&path);
        assert_eq!(rules(&project, &path), ["retired-model"]);
    }

    #[test]
    fn unsaved_settings_hold_for_their_folder() {
        let code = "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4-32k')\n";
        let (dir, mut project) = project(&[("a.py", code)]);
        let path = dir.path().join("a.py");
        assert_eq!(rules(&project, &path), ["retired-model"]);
        project.update(dir.path().join(".env"), *b"OPENAI_BASE_URL=http://localhost:11434/v1\n");
        assert!(rules(&project, &path).is_empty());
    }

    #[test]
    fn uses_are_listed_as_the_calls_of_other_files_make_them() {
        let code = "from config import EMBED\nfrom openai import OpenAI\nOpenAI().embeddings.create(model=EMBED)\n";
        let (dir, project) = project(&[("config.py", "EMBED = 'text-embedding-3-small'\n"), ("a.py", code)]);
        let targets: Vec<_> =
            ["a.py", "config.py"].iter().filter_map(|name| project.target(&dir.path().join(name))).collect();
        for survey in [project.survey(&targets), project.survey_whole(&targets)] {
            let uses: Vec<_> = survey.uses.iter().map(|one| (one.path.as_str(), one.endpoints.join(","))).collect();
            assert_eq!(uses, [("config.py", "embeddings".to_owned())]);
        }
    }

    #[test]
    fn what_a_walk_leaves_out_is_no_target() {
        let (dir, project) = project(&[
            (".git/HEAD", ""),
            (".gitignore", "build/\n.env\n"),
            ("model-lint.toml", "exclude = ['legacy/']\n"),
            ("venv/pyvenv.cfg", ""),
        ]);
        let target = |name: &str| project.target(&dir.path().join(name));
        for name in ["build/a.py", "legacy/a.py", "venv/lib/a.py", "README.md"] {
            assert_eq!(target(name), None, "{name}");
        }
        assert!(target(".env").is_some_and(|target| target.local));
        assert_eq!(target("src/a.py").map(|target| target.shown).as_deref(), Some("src/a.py"));
    }
}
