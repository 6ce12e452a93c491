//! Providers, families, models and parameter rules.

use super::super::tables::{ConditionRow, FamilyRow, ModelRow, ParameterRuleRow, ProviderId, ProviderRow};
use super::{Compiler, Parsed, s};

impl<'f> Compiler<'f> {
    pub(super) fn providers(&mut self, file: &'f Parsed) {
        for (section, index, entry) in super::heads(file) {
            self.place = (Some(file), section, index);
            if self.is_bundled_provider(&entry.key) {
                continue;
            }
            let compared = self.date("compared", &entry.compared);
            let instead_of = entry.instead_of.as_ref();
            let other = instead_of.map(|other| self.provider(&other.provider));
            let words = |of: fn(&s::InsteadOfEntry) -> &Vec<String>| instead_of.map_or(&[] as &[String], |o| of(o));
            let row = ProviderRow {
                key: self.str(&entry.key),
                title: self.str(&entry.title),
                compared,
                first_party: entry.first_party,
                user_named: entry.user_named,
                open_catalog: entry.open_catalog,
                distinctive: self.list(&entry.distinctive),
                resources: self.list(&entry.resources),
                suffixes: self.list(&entry.suffixes),
                not_found: self.str(&entry.not_found),
                shut_down: self.str(&entry.shut_down),
                instead_of: other,
                meant_by_modules: self.list(words(|other| &other.modules)),
                meant_by_variables: self.list(words(|other| &other.variables)),
                meant_unless: self.list(words(|other| &other.unless)),
            };
            self.out.providers.to_mut().push(row);
            if let Some(ended) = &entry.ended {
                let provider = self.provider(&entry.key);
                self.ended(ended, provider, None);
            }
        }
    }

    pub(super) fn model_sections(&mut self, file: &'f Parsed) {
        let rules = &file.rules;
        let needs_provider =
            !(rules.models.is_empty() && rules.families.is_empty() && rules.parameter_rules.is_empty());
        let provider = match &rules.provider {
            Some(head) => self.provider(&head.key),
            None if needs_provider => {
                let message = "`models`, `families` and `parameter-rules` need a `provider:` in their file";
                self.errors.push(file.whole(message.to_owned()));
                return;
            }
            None => return,
        };
        for (index, family) in rules.families.iter().enumerate() {
            self.place = (Some(file), "families", index);
            let closed = self.date("closed", &family.closed);
            if closed.is_some() && family.source.is_empty() {
                self.fail_at("closed", format!("the family `{}` is closed without a `source`", family.stem));
            }
            let row = FamilyRow {
                provider,
                stem: self.str(&family.stem),
                snapshots: self.list(&family.snapshots),
                closed,
                source: self.str(&family.source),
            };
            self.out.families.to_mut().push(row);
        }
        for (index, model) in rules.models.iter().enumerate() {
            self.place = (Some(file), "models", index);
            self.model(model, provider, &rules.defaults);
        }
        for (index, rule) in rules.parameter_rules.iter().enumerate() {
            self.place = (Some(file), "parameter-rules", index);
            self.parameter_rule(rule, provider);
        }
    }

    pub(super) fn model(&mut self, model: &s::ModelEntry, provider: ProviderId, defaults: &s::ModelDefaults) {
        let released = self.date("released", &model.released);
        let announced = self.date("announced", &model.announced);
        let shutdown = self.date("shutdown", &model.shutdown);
        let not_before = self.date("not-before", &model.not_before);
        for (earlier, later, key, message) in [
            (released, announced, "announced", "announced before it was released"),
            (released, shutdown, "shutdown", "shut down before it was released"),
            (announced, shutdown, "shutdown", "shut down before that was announced"),
        ] {
            if let (Some(earlier), Some(later)) = (earlier, later)
                && earlier > later
            {
                self.fail_at(key, format!("`{}` was {message}: {later} is before {earlier}", model.id));
            }
        }
        if model.other_shutdowns.len() > 2 {
            let count = model.other_shutdowns.len();
            self.fail_at("other-shutdowns", format!("`other-shutdowns` takes two days at most, not {count}"));
        }
        let mut other_shutdowns = [None; 2];
        for (slot, day) in other_shutdowns.iter_mut().zip(&model.other_shutdowns) {
            *slot = self.date("other-shutdowns", day);
        }
        let source = if model.source.is_empty() { &defaults.source } else { &model.source };
        for (key, day) in [("shutdown", shutdown), ("not-before", not_before), ("announced", announced)] {
            if day.is_some() && source.is_empty() {
                let message = format!("`{key}` of `{}` needs a `source`, here or in `defaults`", model.id);
                self.fail_at(key, message);
            }
        }
        let kind = match self.names.kinds.get(&model.kind) {
            Some(number) => *number as u8,
            None => {
                self.unknown("kind", "kind", &model.kind, |names| &names.kinds);
                0
            }
        };
        if model.gone && shutdown.is_some() {
            self.fail_at("gone", format!("`{}` is `gone` and has a shutdown day: keep the day", model.id));
        }
        let certainty = super::certainty(model.confidence.or(defaults.confidence));
        let row = ModelRow {
            provider,
            id: self.str(&model.id),
            kind,
            endpoints: self.endpoints(&model.endpoints),
            points_to: self.str(&model.points_to),
            released,
            announced,
            shutdown,
            not_before,
            other_shutdowns,
            legacy: model.legacy,
            deprecated: model.deprecated,
            gone: model.gone,
            not_callable: model.not_callable,
            needs_scope: self.endpoints(&model.needs_scope),
            redirects_to: self.str(&model.redirects_to),
            replacement: self.list(&model.replacement),
            context: model.context,
            output: model.output,
            access: self.str(&model.access),
            source: self.str(source),
            certainty,
            doubt: self.str(&model.doubt),
        };
        self.models.push(row);
    }

    pub(super) fn parameter_rule(&mut self, rule: &s::ParameterRuleEntry, provider: ProviderId) {
        let beside = rule.beside.as_ref();
        let condition = match beside.map(|b| b.is) {
            None => ConditionRow::Always,
            Some(s::Condition::Present) => ConditionRow::Present,
            Some(s::Condition::Absent) => ConditionRow::Absent,
            Some(s::Condition::Equal) => ConditionRow::Equal,
            Some(s::Condition::NotEqual) => ConditionRow::NotEqual,
        };
        let one = beside.map(|b| &b.value).filter(|value| !value.is_empty());
        let beside_values: Vec<&String> = one.into_iter().chain(beside.iter().flat_map(|b| &b.values)).collect();
        self.check_parameter_rule(rule, condition, !beside_values.is_empty());
        let row = ParameterRuleRow {
            provider,
            models: self.list(&rule.models),
            endpoints: self.endpoints(&rule.endpoints),
            parameter: self.parameter("parameter", &rule.parameter),
            values: self.list(&rule.values),
            only: self.list(&rule.only),
            at_least: rule.at_least,
            at_most: rule.at_most,
            below: self.parameter("below", &rule.below),
            beside: self.parameter("beside", beside.map_or("", |b| &b.parameter)),
            condition,
            beside_values: self.list(&beside_values),
            rename: self.parameter("rename", &rule.rename),
            source: self.str(&rule.source),
            certainty: super::certainty(rule.confidence),
        };
        self.out.parameter_rules.to_mut().push(row);
    }

    /// A rule that could never hold, or holds for nothing that it names, is a mistake.
    fn check_parameter_rule(&mut self, rule: &s::ParameterRuleEntry, condition: ConditionRow, has_values: bool) {
        let named = &rule.parameter;
        if let (Some(least), Some(most)) = (rule.at_least, rule.at_most)
            && least > most
        {
            self.fail_at("at-most", format!("`{named}` takes no number at all: {least} is more than {most}"));
        }
        if rule.source.is_empty() {
            self.fail_at("source", format!("the rule about `{named}` needs a `source`"));
        }
        let compares = matches!(condition, ConditionRow::Equal | ConditionRow::NotEqual);
        if compares != has_values {
            let what = if compares { "needs a `value`" } else { "takes no `value`" };
            self.fail_at("beside", format!("this condition beside `{named}` {what}"));
        }
        let ways = [
            !rule.values.is_empty(),
            !rule.only.is_empty() || rule.at_least.is_some() || rule.at_most.is_some(),
            !rule.below.is_empty(),
        ];
        if ways.iter().filter(|way| **way).count() > 1 {
            self.fail_at("parameter", format!("`{named}` takes one of `values`, `only` with a range, and `below`"));
        }
    }
}
