//! From the text of a configuration file to a layer of settings.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::DeTable;

use super::table::{Document, Item};
use super::{ConfigError, FailOn, Globs, Layer, NamedFile, PathOverride, Selected, parse_size};
use crate::diagnostic::{Confidence, Rule, Severity};

pub(super) const KEYS: &[&str] = &[
    "access",
    "baseline",
    "exclude",
    "extend-catalog",
    "extend-select",
    "fail-on",
    "fail-within",
    "fine-tune-orgs",
    "ignore",
    "inventory",
    "max-file-size",
    "min-confidence",
    "min-severity",
    "overrides",
    "pedantic",
    "select",
    "severity",
    "test-paths",
];
pub(super) const OVERRIDE_KEYS: &[&str] = &["fine-tune-orgs", "ignore", "paths", "severity", "test"];
const SEVERITIES: &[&str] = &["error", "warning", "note"];
const CONFIDENCES: &[&str] = &["high", "medium", "low"];

/// Reads a file of our own.
pub(super) fn own(path: &Path, text: &str, root: &Path) -> Result<Layer, ConfigError> {
    let document = Document { path, text };
    let table = parse(document)?;
    layer(&document.items(table.get_ref()), root)
}

/// Reads `[tool.model-lint]`; absent if the file has none.
pub(super) fn pyproject(path: &Path, text: &str, root: &Path) -> Result<Option<Layer>, ConfigError> {
    // A broken file that never names us is no business of ours.
    if !text.contains("model-lint") {
        return Ok(None);
    }
    let document = Document { path, text };
    let table = parse(document)?;
    let Some(tools) = section(document.items(table.get_ref()), "tool")? else { return Ok(None) };
    let Some(items) = section(tools, "model-lint")? else { return Ok(None) };
    layer(&items, root).map(Some)
}

/// The items of a table within a table.
fn section<'d>(items: Vec<Item<'d>>, key: &str) -> Result<Option<Vec<Item<'d>>>, ConfigError> {
    items.into_iter().find(|item| item.key == key).map(|item| item.table()).transpose()
}

fn parse(document: Document<'_>) -> Result<Spanned<DeTable<'_>>, ConfigError> {
    DeTable::parse(document.text).map_err(|e| document.error(e.span().unwrap_or(0..0), e.message().trim().to_owned()))
}

fn layer(items: &[Item<'_>], root: &Path) -> Result<Layer, ConfigError> {
    let mut layer = Layer::default();
    for item in items {
        match item.key {
            "select" => layer.select = Some(selected(item)?),
            "extend-select" => layer.extend_select = selected(item)?,
            "ignore" => layer.ignore = rules(item)?,
            "severity" => layer.severity = severities(item)?,
            "fail-within" => layer.fail_within = Some(item.number()?),
            "fail-on" => {
                layer.fail_on = Some(item.word(FailOn::parse, &["error", "warning", "note", "never"])?);
            }
            "min-severity" => layer.min_severity = Some(item.word(Severity::parse, SEVERITIES)?),
            "min-confidence" => layer.min_confidence = Some(item.word(Confidence::parse, CONFIDENCES)?),
            "exclude" => layer.exclude = globs(item, root)?,
            "test-paths" => layer.test_paths = globs(item, root)?,
            "overrides" => layer.overrides = overrides(item, root)?,
            "max-file-size" => layer.max_file_size = Some(size(item)?),
            "extend-catalog" => {
                layer.extend_catalog = item.texts("paths")?.into_iter().map(|path| root.join(path)).collect();
            }
            "fine-tune-orgs" => layer.fine_tune_orgs = Some(item.texts("organisations")?),
            "inventory" => {
                layer.inventory = inventory(item, root)?;
                layer.places.extend(item.table()?.iter().map(|one| (("inventory", one.key.to_owned()), one.place())));
            }
            "access" => {
                layer.access = item.texts("words")?;
                let words = item.elements("words")?;
                let said = layer.access.iter().zip(&words).map(|(text, one)| (("access", text.clone()), one.place()));
                layer.places.extend(said);
            }
            "pedantic" => layer.pedantic = Some(item.flag()?),
            "baseline" => {
                layer.baseline = Some(NamedFile { path: root.join(item.text()?), by_configuration: true });
            }
            _ => return Err(item.unknown("key", KEYS)),
        }
        layer.origins.extend(KEYS.iter().find(|key| **key == item.key).map(|key| (*key, item.origin())));
    }
    Ok(layer)
}

fn rules(item: &Item<'_>) -> Result<Vec<Rule>, ConfigError> {
    item.elements("rules")?.iter().map(rule).collect()
}

/// Rules by their names, or all of them.
fn selected(item: &Item<'_>) -> Result<Vec<Selected>, ConfigError> {
    let names: Vec<&str> = Selected::names().collect();
    item.elements("rules")?.iter().map(|element| element.word(Selected::parse, &names)).collect()
}

fn rule(item: &Item<'_>) -> Result<Rule, ConfigError> {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    item.word(Rule::parse, &names)
}

fn severities(item: &Item<'_>) -> Result<BTreeMap<Rule, Severity>, ConfigError> {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let one = |item: &Item<'_>| {
        let rule = Rule::parse(item.key).ok_or_else(|| item.unknown("rule", &names))?;
        let severity = item.word(Severity::parse, SEVERITIES);
        Ok((rule, severity.map_err(|error| if is_off(item) { error.help(switched_off(rule)) } else { error })?))
    };
    item.table()?.iter().map(one).collect()
}

fn is_off(item: &Item<'_>) -> bool {
    item.text().is_ok_and(|word| ["off", "none", "ignore"].contains(&word))
}

fn switched_off(rule: Rule) -> String {
    format!("`ignore = [\"{}\"]` switches the rule off", rule.name())
}

fn globs(item: &Item<'_>, root: &Path) -> Result<Vec<String>, ConfigError> {
    let elements = item.elements("globs")?;
    let globs = item.texts("globs")?;
    match Globs::new(root, &globs) {
        Ok(_) => Ok(globs),
        Err((place, reason)) => Err(elements[place].wrong(reason)),
    }
}

fn overrides(item: &Item<'_>, root: &Path) -> Result<Vec<PathOverride>, ConfigError> {
    item.elements("tables")?.iter().map(|element| path_override(element, root)).collect()
}

fn path_override(element: &Item<'_>, root: &Path) -> Result<PathOverride, ConfigError> {
    let mut found = PathOverride { origin: Some(element.origin()), ..PathOverride::default() };
    for item in &element.table()? {
        match item.key {
            "paths" => found.paths = globs(item, root)?,
            "ignore" => found.ignore = rules(item)?,
            "severity" => found.severity = severities(item)?,
            "test" => found.test = Some(item.flag()?),
            "fine-tune-orgs" => found.fine_tune_orgs = Some(item.texts("organisations")?),
            _ => return Err(item.unknown("key of an override", OVERRIDE_KEYS)),
        }
    }
    if found.paths.is_empty() {
        return Err(element.wrong("an override needs `paths`").help("paths = [\"legacy/**\"]"));
    }
    Ok(found)
}

fn inventory(item: &Item<'_>, root: &Path) -> Result<BTreeMap<String, NamedFile>, ConfigError> {
    let one = |item: &Item<'_>| {
        let file = NamedFile { path: root.join(item.text()?), by_configuration: true };
        Ok((item.key.to_owned(), file))
    };
    item.table()?.iter().map(one).collect()
}

fn size(item: &Item<'_>) -> Result<u64, ConfigError> {
    let size = item.text_or_number().and_then(parse_size);
    size.ok_or_else(|| item.wrong("this is not a size").help("write a number of bytes, or text such as \"10 MB\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Layer, String> {
        own(Path::new("model-lint.toml"), text, Path::new("/p")).map_err(|e| match &e.help {
            Some(help) => format!("{e} | {help}"),
            None => e.to_string(),
        })
    }

    #[test]
    fn every_key_is_read() {
        let layer = read(
            r#"
            select = ["retired-model"]
            extend-select = ["unknown-model"]
            ignore = ["model-casing"]
            fail-within = 30
            fail-on = "never"
            min-severity = "note"
            min-confidence = "high"
            exclude = ["fixtures/"]
            test-paths = ["spec/**"]
            max-file-size = "2 MB"
            extend-catalog = ["models.yaml"]
            fine-tune-orgs = ["acme"]
            inventory = { openai = "models.json" }
            access = ["tier-3"]
            pedantic = true
            baseline = "baseline.jsonl"
            severity.retired-model = "warning"

            [[overrides]]
            paths = ["legacy/**"]
            ignore = ["deprecated-model"]
            severity = { unknown-model = "note" }
            test = false
            fine-tune-orgs = []
            "#,
        )
        .expect("a configuration");
        assert_eq!(layer.select, Some(vec![Selected::Rule(Rule::RetiredModel)]));
        assert_eq!((layer.fail_within, layer.fail_on), (Some(30), Some(FailOn::Never)));
        assert_eq!(layer.severity[&Rule::RetiredModel], Severity::Warning);
        assert_eq!(layer.max_file_size, Some(2 << 20));
        assert_eq!(layer.extend_catalog, [Path::new("/p/models.yaml")]);
        assert_eq!(layer.fine_tune_orgs.as_deref(), Some(&["acme".to_owned()][..]));
        assert_eq!(layer.inventory["openai"].path, Path::new("/p/models.json"));
        assert_eq!(layer.access, ["tier-3"]);
        let place = |key, word: &str| layer.places.get(&(key, word.to_owned())).map(|at| (at.line, at.column));
        assert_eq!(place("inventory", "openai"), Some((14, 27)));
        assert_eq!(place("access", "tier-3"), Some((15, 23)));
        assert_eq!(layer.baseline.map(|file| file.path), Some("/p/baseline.jsonl".into()));
        assert_eq!(layer.origins.keys().copied().collect::<Vec<_>>(), KEYS);
        assert_eq!(layer.overrides[0].fine_tune_orgs, Some(Vec::new()));
        assert_eq!((layer.overrides[0].test, layer.pedantic), (Some(false), Some(true)));
    }

    #[test]
    fn all_rules_are_selected_by_one_name() {
        let layer = read("select = [\"ALL\"]\nignore = [\"dated-snapshot\"]").expect("a configuration");
        assert_eq!(layer.select, Some(vec![Selected::All]));
        assert_eq!(read("extend-select = [\"ALL\"]").expect("a configuration").extend_select, [Selected::All]);
        let mut settings = crate::config::Settings::new("/p".into(), crate::catalog::Date(0));
        settings.apply(layer);
        assert!(Rule::ALL.iter().all(|rule| settings.selection.has(*rule) != (*rule == Rule::DatedSnapshot)));
        let error = read("ignore = [\"ALL\"]").expect_err("one names what does not speak");
        assert!(error.contains("`ignore` cannot be `ALL`"), "{error}");
    }

    #[test]
    fn every_key_that_is_offered_is_read() {
        for key in KEYS {
            let error = read(&format!("{key} = 2026-01-01")).expect_err("no key takes a day");
            assert!(!error.contains("unknown key"), "{error}");
        }
    }

    #[test]
    fn mistakes_have_a_place_and_advice() {
        for (text, error) in [
            ("\nselct = []", "2:1: unknown key `selct` | did you mean `select`?"),
            ("pedantic = true\nignore = [\"x\", \"retired-modle\"]", "2:11: `ignore` cannot be `x`"),
            (
                "ignore = [\"retired-modle\"]",
                "1:11: `ignore` cannot be `retired-modle` | did you mean `retired-model`?",
            ),
            ("severity = { x = \"note\" }", "1:14: unknown rule `x`"),
            ("fail-on = \"warn\"", "1:11: `fail-on` cannot be `warn` | it is one of error"),
            ("fail-within = -1", "1:15: `fail-within` takes a whole number that is not negative, not `-1`"),
            (
                "severity.retired-model = \"off\"",
                "1:26: `retired-model` cannot be `off` | `ignore = [\"retired-model\"]` switches the rule off",
            ),
            ("pedantic = 1", "1:12: `pedantic` takes true or false, not integer"),
            ("[[overrides]]\ntest = true", "1:1: an override needs `paths`"),
            ("[[overrides]]\npath = []", "2:1: unknown key of an override `path` | did you mean `paths`?"),
            ("exclude = [\"a\", \"b[\"]", "1:17: "),
            ("max-file-size = \"big\"", "1:17: this is not a size"),
            ("select = [", "1:"),
        ] {
            let found = read(text).expect_err(text);
            assert!(found.starts_with(&format!("model-lint.toml:{error}")), "{text}: {found}");
        }
    }

    #[test]
    fn a_section_of_pyproject_is_read() {
        let read = |text| pyproject(Path::new("pyproject.toml"), text, Path::new("/p"));
        let layer =
            read("[project]\nname = 'x'\n[tool.model-lint]\nfail-within = 3\n").expect("TOML").expect("a section");
        assert_eq!(layer.fail_within, Some(3));
        assert!(read("[project]\ndependencies = ['model-lint']").expect("TOML").is_none());
        assert!(read("[tool.model-lint").is_err() && read("[tool.x").expect("not ours").is_none());
    }
}
