//! Settings that say only what was said; the later layer wins.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::settings::{FailOn, PathOverride, Selection, Settings};
use super::{NamedFile, Origin, Place, Selected};
use crate::diagnostic::{Confidence, Rule, Severity};

/// What a configuration file or a command line says; absent is not said.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "kebab-case", deny_unknown_fields))]
pub struct Layer {
    /// Rules to run instead of the default ones.
    #[cfg_attr(test, schemars(with = "Option<Vec<super::schema::SelectedWord>>"))]
    pub select: Option<Vec<Selected>>,
    /// Rules to run besides.
    #[cfg_attr(test, schemars(with = "Vec<super::schema::SelectedWord>"))]
    pub extend_select: Vec<Selected>,
    /// Rules that do not speak.
    pub ignore: Vec<Rule>,
    /// Severities that replace the rules' own.
    pub severity: BTreeMap<Rule, Severity>,
    /// Days before a shutdown from which on a deprecation is an error; 0 by default.
    pub fail_within: Option<u32>,
    /// The least severity that fails the run; `error` by default.
    pub fail_on: Option<FailOn>,
    /// The least severity that is reported; `warning` by default.
    pub min_severity: Option<Severity>,
    /// The least confidence that is reported; `medium` by default.
    pub min_confidence: Option<Confidence>,
    /// Globs of files that are not checked, as in `.gitignore`.
    pub exclude: Vec<String>,
    /// Globs of files that are tests, besides the built-in ones.
    pub test_paths: Vec<String>,
    /// Settings for files that match globs; later ones win.
    pub overrides: Vec<PathOverride>,
    /// Largest file that is read, in bytes or with a unit; 64 MB by default.
    #[cfg_attr(test, schemars(with = "Option<super::schema::Size>"))]
    pub max_file_size: Option<u64>,
    /// Files of facts laid over the bundled ones; later ones win.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub extend_catalog: Vec<PathBuf>,
    /// Organisations that own the fine-tunes; any may if absent.
    pub fine_tune_orgs: Option<Vec<String>>,
    /// Saved answers of `GET /v1/models` by the provider's key.
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub inventory: BTreeMap<String, NamedFile>,
    /// What the team has got access to, in the words of the facts.
    pub access: Vec<String>,
    /// Everything is reported, also where nothing is sure to break.
    pub pedantic: Option<bool>,
    /// A file of what was found before and is not reported again, made with `--write-baseline`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub baseline: Option<NamedFile>,
    /// Where the words of `access` and the providers of `inventory` stand: only the facts tell whether there are such.
    #[cfg_attr(test, schemars(skip))]
    pub places: BTreeMap<(&'static str, String), Place>,
    /// Where its keys are said; those of a command line are said by flags of the same names.
    #[cfg_attr(test, schemars(skip))]
    pub origins: BTreeMap<&'static str, Origin>,
}

impl Layer {
    /// Every key that is said here is said by the flag of its name.
    pub fn is_said_by_flags(&mut self) {
        let said = [
            ("baseline", self.baseline.is_some()),
            ("exclude", !self.exclude.is_empty()),
            ("extend-select", !self.extend_select.is_empty()),
            ("fail-on", self.fail_on.is_some()),
            ("fail-within", self.fail_within.is_some()),
            ("ignore", !self.ignore.is_empty()),
            ("inventory", !self.inventory.is_empty()),
            ("max-file-size", self.max_file_size.is_some()),
            ("min-confidence", self.min_confidence.is_some()),
            ("min-severity", self.min_severity.is_some()),
            ("pedantic", self.pedantic.is_some()),
            ("select", self.select.is_some()),
        ];
        let flags = said.into_iter().filter(|(_, said)| *said).map(|(key, _)| (key, Origin::Flag(format!("--{key}"))));
        self.origins.extend(flags);
    }
}

impl Settings {
    /// Lays a layer over what is set already.
    pub fn apply(&mut self, layer: Layer) {
        self.remember_origins(&layer);
        self.select(layer.select, layer.extend_select, layer.ignore);
        self.severity.extend(layer.severity);
        self.pedantic = layer.pedantic.unwrap_or(self.pedantic);
        if layer.pedantic == Some(true) {
            self.min_severity = Severity::Note;
            self.min_confidence = Confidence::Low;
        }
        self.min_severity = layer.min_severity.unwrap_or(self.min_severity);
        self.min_confidence = layer.min_confidence.unwrap_or(self.min_confidence);
        self.fail_within = layer.fail_within.unwrap_or(self.fail_within);
        self.fail_on = layer.fail_on.unwrap_or(self.fail_on);
        self.max_file_size = layer.max_file_size.unwrap_or(self.max_file_size);
        self.exclude.extend(layer.exclude);
        self.test_paths.extend(layer.test_paths);
        self.overrides.extend(layer.overrides);
        self.extend_catalog.extend(layer.extend_catalog);
        self.inventory.extend(layer.inventory);
        self.access.extend(layer.access);
        self.places.extend(layer.places);
        self.fine_tune_orgs = layer.fine_tune_orgs.or(self.fine_tune_orgs.take());
        self.baseline = layer.baseline.or(self.baseline.take());
    }

    fn select(&mut self, select: Option<Vec<Selected>>, extend: Vec<Selected>, ignore: Vec<Rule>) {
        if let Some(select) = select {
            self.selection = Selection::none();
            select.into_iter().for_each(|selected| self.selection.add(selected));
        }
        extend.into_iter().for_each(|selected| self.selection.add(selected));
        ignore.into_iter().for_each(|rule| self.selection.set(rule, false));
    }

    /// What a layer replaces is said there, what it adds to is said there as well.
    fn remember_origins(&mut self, layer: &Layer) {
        const ADDED: [&str; 9] = [
            "access",
            "exclude",
            "extend-catalog",
            "extend-select",
            "ignore",
            "inventory",
            "overrides",
            "severity",
            "test-paths",
        ];
        if layer.select.is_some() {
            ["extend-select", "ignore"].iter().for_each(|key| _ = self.origins.remove(key));
        }
        if let Some(origin) = layer.origins.get("pedantic").filter(|_| layer.pedantic == Some(true)) {
            for key in ["min-severity", "min-confidence"] {
                self.origins.insert(key, vec![origin.clone()]);
            }
        }
        for (key, origin) in &layer.origins {
            let known = self.origins.entry(key).or_default();
            if !ADDED.contains(key) {
                known.clear();
            }
            known.push(origin.clone());
        }
    }
}

/// A number of bytes: `500000`, `500k`, `10 MB`, `1GiB`. Units are powers of 1024, as files are measured.
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Date;

    fn settings(layers: Vec<Layer>) -> Settings {
        let mut settings = Settings::new(PathBuf::new(), Date(0));
        layers.into_iter().for_each(|layer| settings.apply(layer));
        settings
    }

    #[test]
    fn selecting_replaces_what_was_selected() {
        let file = Layer { ignore: vec![Rule::ModelCasing], ..Layer::default() };
        assert!(!settings(vec![file.clone()]).selection.has(Rule::ModelCasing));
        let line = Layer { select: Some(vec![Selected::Rule(Rule::ModelCasing)]), ..Layer::default() };
        let both = settings(vec![file, line]).selection;
        assert!(both.has(Rule::ModelCasing) && !both.has(Rule::RetiredModel) && both.has(Rule::InternalError));
    }

    #[test]
    fn pedantic_reports_everything_that_is_not_limited_beside_it() {
        let file = Layer { min_confidence: Some(Confidence::High), ..Layer::default() };
        let line = Layer { pedantic: Some(true), min_severity: Some(Severity::Warning), ..Layer::default() };
        let both = settings(vec![file, line]);
        assert_eq!((both.min_severity, both.min_confidence), (Severity::Warning, Confidence::Low));
    }

    #[test]
    fn sizes_have_units() {
        let sizes = ["10", "2k", "3 MB", "1GiB", "x", "1.5M", "", "99999999999g"].map(parse_size);
        assert_eq!(sizes, [Some(10), Some(2048), Some(3 << 20), Some(1 << 30), None, None, None, None]);
    }
}
