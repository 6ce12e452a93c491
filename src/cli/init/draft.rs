//! The text of a first configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::session::Session;
use crate::reference::Evidence;
use crate::report::text::{counted, escape};
use crate::report::{Report, closing, mask};
use crate::resolve::tuned_organisation;
use crate::uses::{ModelUse, Survey};
use crate::walk::shown;

/// Folders whose names say that somebody else wrote what is in them.
const FOREIGN: [&str; 10] = [
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "thirdparty",
    "external",
    "submodules",
    "generated",
    "dist",
    "node_modules",
];

/// Names that are listed before the rest is counted.
const SHOWN: usize = 5;

/// Days of notice that a team is offered.
const NOTICE: i32 = 30;

/// What a first configuration is made from.
pub(super) struct Draft<'d> {
    pub(super) report: &'d Report,
    pub(super) survey: &'d Survey,
    /// Settings files that send clients to another server, and those of which providers.
    pub(super) redirections: &'d [(PathBuf, Vec<&'d str>)],
    pub(super) session: &'d Session,
}

impl Draft<'_> {
    pub(super) fn text(&self) -> String {
        let parts = [
            self.head(),
            self.dates(),
            self.exclude(),
            self.tests(),
            self.redirects(),
            self.tunes(),
            self.rules(),
            self.baseline().to_owned(),
            // Tables end the keys above them.
            self.inventory(),
            self.severities(),
        ];
        parts.concat()
    }

    fn head(&self) -> String {
        let as_of = self.survey.as_of;
        let mut text = format!(
            "# Configuration of model-lint, made by `model-lint init` on {as_of}.\n\
             # Everything is commented out: what is written here is what holds anyway, or what could be set.\n\
             # `model-lint --show-settings` prints what holds; unknown keys are errors.\n#\n"
        );
        text += &format!("# On that day: {}.\n", escape(&closing(self.report)));
        for (rule, count) in self.report.by_rule() {
            let of_rule = self.report.findings.iter().filter(|finding| finding.diagnostic.rule == rule);
            let values = names(of_rule.filter_map(|finding| finding.diagnostic.facts.model.as_deref()));
            text += format!("#   {count:>4}  {:<22}{values}", rule.name()).trim_end();
            text.push('\n');
        }
        text
    }

    fn dates(&self) -> String {
        let live = self.survey.uses.iter().filter(|used| !used.test);
        let coming = live.filter_map(|used| Some((used.identity.shutdown?, used)));
        let mut coming: Vec<_> = coming.filter(|(day, _)| *day > self.survey.as_of).collect();
        coming.sort_by(|a, b| (a.0, &a.1.value).cmp(&(b.0, &b.1.value)));
        let next = match coming.first() {
            Some((day, used)) => {
                let left = counted(day.days_since(self.survey.as_of).unsigned_abs() as usize, "day");
                format!("# Next here: {} on {day}, in {left}.\n", escape(&used.value))
            }
            None => "# No shutdown of a model that is used here is announced.\n".to_owned(),
        };
        format!(
            "\n# A shutdown within so many days is an error, not a warning.\n{next}# fail-within = {NOTICE}\n\
             # fail-on = \"error\"             # or \"warning\", \"note\", \"never\"\n"
        )
    }

    /// Folders of others, with what was found in them.
    fn exclude(&self) -> String {
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &self.report.findings {
            let path = self.relative_to_root(&finding.path);
            let parts: Vec<&str> = path.split('/').collect();
            if let Some(at) = parts.iter().position(|part| FOREIGN.contains(&part.to_ascii_lowercase().as_str()))
                && at + 1 < parts.len()
            {
                *folders.entry(parts[..=at].join("/") + "/").or_default() += 1;
            }
        }
        let found: Vec<String> =
            folders.iter().map(|(folder, count)| format!("{count} in {}", escape(folder))).collect();
        let found = if found.is_empty() { String::new() } else { format!("# Found: {}.\n", found.join(", ")) };
        let globs: Vec<String> = folders.keys().map(|folder| format!("/{folder}")).collect();
        let globs = if globs.is_empty() { vec!["third_party/".to_owned()] } else { globs };
        format!(
            "\n# What is not checked, as in .gitignore. What git ignores and what package managers fill is not anyway.\n\
             {found}# exclude = {}\n",
            list(&globs)
        )
    }

    fn tests(&self) -> String {
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for used in self.survey.uses.iter().filter(|used| used.test) {
            let path = self.relative_to_root(&used.path);
            let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned();
            *folders.entry(folder).or_default() += 1;
        }
        let found = match folders.values().sum::<usize>() {
            0 => "# No model is named in a file that is taken for a test.\n".to_owned(),
            all => format!(
                "# Taken for tests: {} in {}.\n",
                counted(all, "place"),
                names(folders.keys().map(String::as_str))
            ),
        };
        format!("\n# Files of tests speak in notes, which are hidden.\n{found}# test-paths = [\"examples/\"]\n")
    }

    /// Settings that silence clients, and the files in which they do.
    fn redirects(&self) -> String {
        let mut text =
            "\n# A base URL in a settings file sends the clients below it to a server whose names are not judged.\n"
                .to_owned();
        if self.redirections.is_empty() {
            return text + "# There is none here.\n";
        }
        for (path, providers) in self.redirections {
            text += &format!("#   {}: {}\n", escape(&shown(&self.session.settings.root, path)), providers.join(", "));
        }
        let is_silenced = |used: &&ModelUse| {
            used.identity.status == "not judged" && used.evidence == Some(Evidence::Settings.reason())
        };
        let files: Vec<String> =
            self.survey.uses.iter().filter(is_silenced).map(|u| self.relative_to_root(&u.path)).collect();
        match names(files.iter().map(String::as_str)) {
            none if none.is_empty() => text + "# No file with a model lies below.\n",
            files => text + &format!("# Silent because of that: {files}\n"),
        }
    }

    fn tunes(&self) -> String {
        let values = self.survey.uses.iter().map(|used| used.value.as_str());
        let organisations: BTreeSet<String> =
            values.filter_map(tuned_organisation).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let organisations: Vec<String> = organisations.into_iter().collect();
        let (found, example) = match organisations.as_slice() {
            [] => ("# No fine-tune is used here.\n", vec!["acme".to_owned()]),
            _ => ("# These are seen here: take out what is not yours.\n", organisations),
        };
        format!(
            "\n# The organisations that own the fine-tunes; others are errors.\n{found}# fine-tune-orgs = {}\n",
            list(&example)
        )
    }

    fn inventory(&self) -> String {
        let mut providers: BTreeMap<&str, usize> = BTreeMap::new();
        for key in self.survey.uses.iter().filter_map(|used| used.identity.provider.as_deref()) {
            *providers.entry(key).or_default() += 1;
        }
        let mut text = "\n# What the accounts have: saved answers of GET /v1/models. A model that is not in them is an error.\n# [inventory]\n".to_owned();
        for (key, count) in &providers {
            let line = format!("# {key} = {}", quoted(&format!("models/{key}.json")));
            text += &format!("{line:<44}# {}\n", counted(*count, "place"));
        }
        if providers.is_empty() {
            text += "# PROVIDER = \"models.json\"\n";
        }
        text
    }

    fn rules(&self) -> String {
        let rule = self.loudest();
        format!(
            "\n# Rules (`model-lint list-rules` names them) that are left out, and rules besides the default ones.\n\
             # ignore = [\"{rule}\"]\n# extend-select = [\"omitted-model\"]\n"
        )
    }

    fn severities(&self) -> String {
        let rule = self.loudest();
        format!(
            "\n# How bad a rule is, and what holds for some paths; later ones win.\n\
             # [severity]\n# {rule} = \"warning\"\n\
             # [[overrides]]\n# paths = [\"examples/\"]\n# ignore = [\"{rule}\"]\n"
        )
    }

    /// The rule that says most here.
    fn loudest(&self) -> &'static str {
        let loudest = self.report.by_rule().into_iter().max_by_key(|(_, count)| *count);
        loudest.map_or("deprecated-model", |(rule, _)| rule.name())
    }

    fn baseline(&self) -> &'static str {
        "\n# What was found before and is not reported again: `model-lint --write-baseline` makes it.\n\
         # baseline = \"model-lint-baseline.jsonl\"\n"
    }

    fn relative_to_root(&self, path: &str) -> String {
        shown(&self.session.settings.root, &self.session.cwd.join(path))
    }
}

/// Some names, each once, and how many more there are; those that occur most often first.
fn names<'n>(all: impl Iterator<Item = &'n str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut shown: Vec<String> = sorted.iter().take(SHOWN).map(|(name, _)| escape(&mask(name)).into_owned()).collect();
    if sorted.len() > SHOWN {
        shown.push(format!("and {} more", sorted.len() - SHOWN));
    }
    shown.join(", ")
}

/// A string as TOML writes it, safe to print.
fn quoted(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escape(&value))
}

fn list(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}
