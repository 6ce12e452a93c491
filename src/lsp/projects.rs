//! Which project a document belongs to, and the settings that hold for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::client::Options;
use crate::baseline::{self, Baseline, Scope};
use crate::catalog::Date;
use crate::config::NamedFile;
use crate::diagnostic::Rule;
use crate::project::{Choice, Project, References, Target, today};
use crate::report::Report;
use crate::walk::shown;

/// What the command line says for every project, where the client says nothing else.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Which configuration holds.
    pub choice: Choice,
    /// The day that dates are judged against; today if absent.
    pub as_of: Option<Date>,
}

/// The projects of the open documents, by their folders.
#[derive(Debug, Default)]
pub(super) struct Projects {
    defaults: Defaults,
    options: Options,
    folders: Vec<PathBuf>,
    /// Absent where it cannot be opened.
    open: BTreeMap<PathBuf, Option<Open>>,
    /// As they were before their settings were to be read anew: they hold on where that cannot be done.
    before: BTreeMap<PathBuf, Open>,
    /// What the client was told already.
    told: Vec<String>,
    untold: Vec<String>,
}

/// A project, and what its baseline holds.
#[derive(Debug)]
struct Open {
    project: Project,
    baseline: Option<Baseline>,
}

/// A project and a document as one of its files.
pub(super) struct Member<'p> {
    pub(super) project: &'p mut Project,
    pub(super) target: Target,
    baseline: Option<&'p Baseline>,
}

impl Member<'_> {
    /// What is found in the document, without what the baseline holds.
    pub(super) fn check(&self) -> Report {
        let mut report = self.project.check(std::slice::from_ref(&self.target));
        if let Some(baseline) = self.baseline {
            let checked = |path: &str| path == self.target.shown;
            let speaks = |name: &str| Rule::parse(name).is_none_or(|rule| self.project.settings.selection.has(rule));
            baseline.apply(&mut report, &Scope { cwd: &self.project.cwd, checked: &checked, speaks: &speaks });
        }
        report
    }

    /// What would stand in the document if it had another text.
    pub(super) fn references_as(&mut self, other: &str, own: &str) -> Option<References> {
        self.project.update(&self.target.path, other.as_bytes());
        let found = self.project.references(&self.target);
        self.project.update(&self.target.path, own.as_bytes());
        found
    }
}

impl Projects {
    pub(super) fn new(defaults: Defaults) -> Projects {
        Projects { defaults, ..Projects::default() }
    }

    pub(super) fn set_folders(&mut self, folders: Vec<PathBuf>) {
        self.folders = folders;
        self.forget();
        self.before.clear();
    }

    pub(super) fn set_options(&mut self, options: Options) {
        self.options = options;
        self.forget();
    }

    /// The workspace folders.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Settings are read anew when they are needed next.
    pub(super) fn forget(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.before.extend(open.into_iter().filter_map(|(folder, open)| Some((folder, open?))));
        self.told.clear();
    }

    /// The client, the command line or the settings of a project name a file: as the configuration, a catalog, an
    /// inventory or a baseline.
    pub(super) fn names(&self, path: &Path) -> bool {
        let by_default = match &self.defaults.choice {
            Choice::File(file) => Some(file),
            Choice::Nearest | Choice::Isolated => None,
        };
        let configurations = self.options.config.iter().chain(by_default);
        let mut in_folders = configurations.flat_map(|file| self.folders.iter().map(move |folder| folder.join(file)));
        let mut projects = self.open.values().flatten().map(|open| &open.project.settings);
        in_folders.any(|file| file == path)
            || projects.any(|settings| {
                let lists = settings.inventory.values().chain(&settings.baseline).map(|file| &file.path);
                lists.chain(&settings.extend_catalog).any(|file| file == path)
            })
    }

    /// What went wrong since the last time, each thing once.
    pub(super) fn mistakes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.untold)
    }

    /// The text of a document as its client has it.
    pub(super) fn update(&mut self, path: &Path, bytes: &[u8]) {
        self.projects().for_each(|project| project.update(path, bytes));
    }

    /// The document was closed.
    pub(super) fn remove(&mut self, path: &Path) {
        self.projects().for_each(|project| project.remove(path));
    }

    fn projects(&mut self) -> impl Iterator<Item = &mut Project> {
        self.open.values_mut().flatten().chain(self.before.values_mut()).map(|open| &mut open.project)
    }

    /// The project of a path, with the path as a file of it; nothing if it is not to be checked.
    ///
    /// `documents` are the open ones, for a project that has to be opened first.
    pub(super) fn member<'d>(
        &mut self,
        path: &Path,
        documents: impl Iterator<Item = (&'d Path, &'d [u8])>,
    ) -> Option<Member<'_>> {
        let folder = self.folder_of(path);
        self.forget_yesterday();
        if !self.open.contains_key(&folder) {
            let open = self.opened(&folder, documents);
            self.open.insert(folder.clone(), open);
        }
        let Open { project, baseline } = self.open.get_mut(&folder)?.as_mut()?;
        let target = project.target(path)?;
        Some(Member { project, target, baseline: baseline.as_ref() })
    }

    /// Some project that is open, for what is the same in all that share their facts.
    pub(super) fn any(&self) -> Option<&Project> {
        self.open.values().flatten().next().map(|open| &open.project)
    }

    /// The innermost workspace folder, else the folder of the file itself.
    pub(super) fn folder_of(&self, path: &Path) -> PathBuf {
        let around = self.folders.iter().filter(|folder| path.starts_with(folder));
        let own = path.parent().unwrap_or(Path::new("/"));
        around.max_by_key(|folder| folder.components().count()).map_or(own, PathBuf::as_path).to_owned()
    }

    /// A server may run for days: dates are judged against the one that it is.
    fn forget_yesterday(&mut self) {
        let day = self.day();
        self.open.retain(|_, open| open.as_ref().is_none_or(|open| open.project.settings.as_of == day));
    }

    fn day(&self) -> Date {
        let fixed = self.options.day().ok().flatten().or(self.defaults.as_of);
        fixed.unwrap_or_else(today)
    }

    /// A project with its settings as they are, or as they were if a mistake is in them now.
    fn opened<'d>(&mut self, folder: &Path, documents: impl Iterator<Item = (&'d Path, &'d [u8])>) -> Option<Open> {
        let before = self.before.remove(folder);
        let mut open = self.configured(folder).map_or_else(
            |mistake| {
                if !self.told.contains(&mistake) {
                    self.told.push(mistake.clone());
                    self.untold.push(mistake);
                }
                let day = self.day();
                before.filter(|before| before.project.settings.as_of == day)
            },
            Some,
        )?;
        documents.for_each(|(path, bytes)| open.project.update(path, bytes));
        Some(open)
    }

    fn configured(&self, folder: &Path) -> Result<Open, String> {
        let choice = match &self.options.config {
            _ if self.options.isolated => Choice::Isolated,
            Some(file) if !file.as_os_str().is_empty() => Choice::File(file.clone()),
            _ => self.defaults.choice.clone(),
        };
        let mut project = Project::open(folder, &choice, self.day()).map_err(|e| e.to_string())?;
        project.settings.apply(self.options.layer()?);
        if let Some([one, other]) = project.settings.contradiction() {
            return Err(format!("`{}` and `{}` exclude each other", one.name(), other.name()));
        }
        project.read_inventories().map_err(|e| e.to_string())?;
        let baseline = project.settings.baseline.as_ref().map(|file| read_baseline(&project, file)).transpose()?;
        Ok(Open { project, baseline })
    }
}

fn read_baseline(project: &Project, file: &NamedFile) -> Result<Baseline, String> {
    let name = shown(&project.cwd, &file.path);
    let text = project.read(file, baseline::LARGEST).map_err(|reason| format!("{name}: {reason}"))?;
    Baseline::parse(&file.path, &text)
        .map_err(|mistake| format!("{name}:{}:{}: {}", mistake.place.0, mistake.place.1, mistake.message))
}
