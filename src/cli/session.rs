//! What all subcommands stand on: the working directory, the settings and the facts.

use std::path::{Path, PathBuf};

use super::args::GlobalArgs;
use super::day::today;
use super::outcome::Failure;
use crate::catalog::{Catalog, Source};
use crate::config::{self, ConfigError, Found, Settings};
use crate::suggest::did_you_mean;
use crate::walk::shown;

/// The ground of a run.
#[derive(Debug)]
pub(super) struct Session {
    /// The working directory.
    pub(super) cwd: PathBuf,
    /// The repository's root, else the project's.
    pub(super) repository: PathBuf,
    /// The configuration file, if there is one.
    pub(super) configuration: Option<PathBuf>,
    /// Defaults and the configuration file; the command line comes on top.
    pub(super) settings: Settings,
    /// Lists everything.
    pub(super) verbose: bool,
    extended: Option<Catalog>,
    /// The folder in which files must lie that the configuration names.
    trusted: PathBuf,
}

impl Session {
    pub(super) fn open(args: &GlobalArgs) -> Result<Session, Failure> {
        let cwd = std::env::current_dir().map_err(|e| Failure::new(format!("the working directory: {e}")))?;
        let found = configuration(args, &cwd).map_err(|error| told_from(&cwd, error))?;
        let git_root = config::repository_root(&cwd);
        // A configuration from elsewhere holds for where one stands.
        let folder = found.as_ref().map(|found| found.folder.as_path()).filter(|folder| cwd.starts_with(folder));
        let root = folder.or(git_root).unwrap_or(&cwd).to_owned();
        let repository = git_root.unwrap_or(&root).to_owned();

        let mut settings = Settings::new(root, args.as_of.unwrap_or_else(today));
        let mut trusted = repository.clone();
        let mut configuration = None;
        if let Some(found) = found {
            if args.config.is_some() {
                trusted.clone_from(&found.folder);
            }
            settings.apply(found.layer);
            configuration = Some(found.path);
        }
        let extended = extended(&settings.extend_catalog, &trusted, &cwd)?;
        Ok(Session { cwd, repository, configuration, settings, verbose: args.verbose, extended, trusted })
    }

    /// Reads what the accounts have.
    pub(super) fn read_inventories(&mut self) -> Result<(), Failure> {
        for key in self.settings.inventory.keys() {
            if self.catalog().provider_named(key).is_none() {
                let known: Vec<&str> = self.catalog().providers().map(|p| p.key()).collect();
                let help = did_you_mean(key, known.iter().copied());
                let help = help.unwrap_or_else(|| "`model-lint list-models` shows the providers".to_owned());
                return Err(Failure::new(format!("inventory: there is no provider `{key}`")).help(help));
            }
        }
        self.settings.read_inventories(&self.trusted).map_err(|error| told_from(&self.cwd, error))
    }

    /// The facts of the run.
    pub(super) fn catalog(&self) -> &Catalog {
        self.extended.as_ref().unwrap_or_else(|| Catalog::bundled())
    }
}

fn configuration(args: &GlobalArgs, cwd: &Path) -> Result<Option<Found>, ConfigError> {
    match &args.config {
        _ if args.isolated => Ok(None),
        Some(path) => config::load(&cwd.join(path)).map(Some),
        None => config::find(cwd),
    }
}

/// A mistake with its path relative to where one stands.
fn told_from(cwd: &Path, error: ConfigError) -> Failure {
    let path = shown(cwd, Path::new(&error.path));
    Failure::from(ConfigError { path, ..error })
}

fn extended(paths: &[PathBuf], trusted: &Path, cwd: &Path) -> Result<Option<Catalog>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut sources = Vec::new();
    for path in paths {
        let name = shown(cwd, path);
        let text = config::read_inside(trusted, path)
            .map_err(|reason| Failure::new(format!("{name}: {reason}")).help("`extend-catalog` names this file"))?;
        sources.push(Source { name, text });
    }
    Catalog::extended(sources).map(Some).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Failure::new(errors.join("\n")).help("`extend-catalog` names this file; it has the form of the bundled rules")
    })
}
