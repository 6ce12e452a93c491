//! Settings that say only what was said; the later layer wins.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::InventoryFile;
use super::settings::{FailOn, PathOverride, Selection, Settings};
use crate::diagnostic::{Confidence, Rule, Severity};

/// What a configuration file or a command line says; absent is not said.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// Rules that replace the default set, and with it what earlier layers selected and ignored.
    pub select: Option<Vec<Rule>>,
    /// Rules besides.
    pub extend_select: Vec<Rule>,
    /// Rules that do not speak.
    pub ignore: Vec<Rule>,
    /// Severities that replace the rules' own.
    pub severity: BTreeMap<Rule, Severity>,
    /// Days before a shutdown from which on a deprecation is an error.
    pub fail_within: Option<u32>,
    /// The least severity that fails the run.
    pub fail_on: Option<FailOn>,
    /// The least severity that is reported.
    pub min_severity: Option<Severity>,
    /// The least confidence that is reported.
    pub min_confidence: Option<Confidence>,
    /// Globs of files that are not checked; those of all layers hold.
    pub exclude: Vec<String>,
    /// Globs of files that are tests; those of all layers hold.
    pub test_paths: Vec<String>,
    /// Overrides by path, after those of earlier layers.
    pub overrides: Vec<PathOverride>,
    /// Largest file that is read, in bytes.
    pub max_file_size: Option<u64>,
    /// Files of facts, after those of earlier layers.
    pub extend_catalog: Vec<PathBuf>,
    /// Organisations that own the fine-tunes.
    pub fine_tune_orgs: Option<Vec<String>>,
    /// Files of inventories by the provider's key; a later one replaces an earlier one.
    pub inventory: BTreeMap<String, InventoryFile>,
    /// What the team has got access to, besides what earlier layers say.
    pub access: Vec<String>,
    /// Everything is reported.
    pub pedantic: Option<bool>,
}

impl Settings {
    /// Lays a layer over what is set already.
    pub fn apply(&mut self, layer: Layer) {
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
        self.fine_tune_orgs = layer.fine_tune_orgs.or(self.fine_tune_orgs.take());
    }

    fn select(&mut self, select: Option<Vec<Rule>>, extend: Vec<Rule>, ignore: Vec<Rule>) {
        if let Some(select) = select {
            self.selection = Selection::none();
            select.into_iter().for_each(|rule| self.selection.set(rule, true));
        }
        extend.into_iter().for_each(|rule| self.selection.set(rule, true));
        ignore.into_iter().for_each(|rule| self.selection.set(rule, false));
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
        let line = Layer { select: Some(vec![Rule::ModelCasing]), ..Layer::default() };
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
