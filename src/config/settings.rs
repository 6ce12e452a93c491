//! The settings of one run.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Inventories, NamedFile, Origin, Place, Selected};
use crate::catalog::Date;
use crate::diagnostic::{Confidence, Rule, Severity};

/// What a run is asked to do. There is one per run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The project's root: the configuration's folder, else the git root, else the working directory.
    pub root: PathBuf,
    /// The day that dates are judged against.
    pub as_of: Date,
    /// Rules that speak.
    pub selection: Selection,
    /// Severities that replace the rules' own.
    pub severity: BTreeMap<Rule, Severity>,
    /// Days before a shutdown from which on a deprecation is an error.
    pub fail_within: u32,
    /// The least severity that is reported.
    pub min_severity: Severity,
    /// The least confidence that is reported.
    pub min_confidence: Confidence,
    /// Silent contexts speak as notes, and everything is reported.
    pub pedantic: bool,
    /// Overrides by path, later ones win.
    pub overrides: Vec<PathOverride>,
    /// Globs of files that are tests, besides the built-in ones; relative to the root.
    pub test_paths: Vec<String>,
    /// Largest file that is read, in bytes.
    pub max_file_size: u64,
    /// The least severity that fails the run.
    pub fail_on: FailOn,
    /// Globs of files that are not checked; relative to the root.
    pub exclude: Vec<String>,
    /// Files of facts laid over the bundled ones, later ones win.
    pub extend_catalog: Vec<PathBuf>,
    /// Organisations that own the fine-tunes; any may if absent.
    pub fine_tune_orgs: Option<Vec<String>>,
    /// Files of inventories by the provider's key.
    pub inventory: BTreeMap<String, NamedFile>,
    /// What those files say, once they are read.
    pub inventories: Inventories,
    /// What the team has got access to, in the words of the facts.
    pub access: Vec<String>,
    /// Where its words and the providers of `inventory` stand in configuration files.
    pub places: BTreeMap<(&'static str, String), Place>,
    /// What was found before and is not reported again.
    pub baseline: Option<NamedFile>,
    /// Where settings come from, by key; what is not there is a default.
    pub origins: BTreeMap<&'static str, Vec<Origin>>,
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// From this one on.
    Severity(Severity),
    /// Findings never fail it.
    Never,
}

impl FailOn {
    /// The word in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Severity(severity) => severity.name(),
            FailOn::Never => "never",
        }
    }
    /// Reads the word.
    pub fn parse(word: &str) -> Option<FailOn> {
        if word == "never" { Some(FailOn::Never) } else { Severity::parse(word).map(FailOn::Severity) }
    }
    /// A run whose worst finding is this one fails.
    pub fn fails(self, worst: Option<Severity>) -> bool {
        matches!(self, FailOn::Severity(least) if worst >= Some(least))
    }
}

/// Which rules speak.
#[derive(Debug, Clone)]
pub struct Selection {
    /// One flag per rule, in the order of [`Rule::ALL`].
    on: Vec<bool>,
    /// All rules were asked for by one name.
    all: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Selection { on: Rule::ALL.iter().map(|r| r.on_by_default()).collect(), all: false }
    }
}

impl Selection {
    /// Nothing but what speaks about the run.
    pub fn none() -> Selection {
        Selection { on: Rule::ALL.iter().map(|r| r.is_about_the_run()).collect(), all: false }
    }
    /// Switches a rule; what speaks about the run stays on.
    pub fn set(&mut self, rule: Rule, on: bool) {
        self.on[rule as usize] = on || rule.is_about_the_run();
    }
    /// Switches on what is selected.
    pub fn add(&mut self, selected: Selected) {
        match selected {
            Selected::Rule(rule) => self.set(rule, true),
            Selected::All => {
                self.all = true;
                Rule::ALL.iter().for_each(|rule| self.set(*rule, true));
            }
        }
    }
    /// The rule speaks.
    pub fn has(&self, rule: Rule) -> bool {
        self.on[rule as usize]
    }
}

/// Settings for files that match a glob.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "kebab-case", deny_unknown_fields))]
pub struct PathOverride {
    /// Globs relative to the folder of the configuration.
    pub paths: Vec<String>,
    /// Rules that do not speak there.
    pub ignore: Vec<Rule>,
    /// Severities that replace the rules' own there.
    pub severity: BTreeMap<Rule, Severity>,
    /// Whether these files are tests; undecided if absent.
    pub test: Option<bool>,
    /// Organisations that own the fine-tunes there; undecided if absent.
    pub fine_tune_orgs: Option<Vec<String>>,
    /// Where it is said.
    #[cfg_attr(test, schemars(skip))]
    pub origin: Option<Origin>,
}

impl Settings {
    /// Two rules that cannot both be meant; who asks for all of them means to see both.
    pub fn contradiction(&self) -> Option<[Rule; 2]> {
        let policies = [Rule::DatedSnapshot, Rule::FloatingAlias];
        let are_named = !self.selection.all && policies.iter().all(|rule| self.selection.has(*rule));
        are_named.then_some(policies)
    }

    /// Nothing that is said of tests is reported: it is never more than a note, unless an override says so.
    pub fn hides_tests(&self) -> bool {
        let speaks_in_notes = |rule: &Rule| {
            !rule.is_about_the_run() && rule.default_severity() == Severity::Note && self.selection.has(*rule)
        };
        let is_raised = self.overrides.iter().any(|of_path| !of_path.severity.is_empty());
        !self.pedantic && self.min_severity > Severity::Note && !is_raised && !Rule::ALL.iter().any(speaks_in_notes)
    }

    /// The defaults for a project and a day.
    pub fn new(root: PathBuf, as_of: Date) -> Settings {
        Settings {
            root,
            as_of,
            selection: Selection::default(),
            severity: BTreeMap::new(),
            fail_within: 0,
            min_severity: Severity::Warning,
            min_confidence: Confidence::Medium,
            pedantic: false,
            overrides: Vec::new(),
            test_paths: Vec::new(),
            max_file_size: 64 << 20,
            fail_on: FailOn::Severity(Severity::Error),
            exclude: Vec::new(),
            extend_catalog: Vec::new(),
            fine_tune_orgs: None,
            inventory: BTreeMap::new(),
            inventories: Inventories::default(),
            access: Vec::new(),
            baseline: None,
            places: BTreeMap::new(),
            origins: BTreeMap::new(),
        }
    }
}
