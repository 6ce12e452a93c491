//! Parameters that models refuse.

use super::compile::names::fits;
use super::tables::{ConditionRow, EndpointSet, FactCertainty, ParameterRuleRow};
use super::{Catalog, Entry, ProviderId};

/// A parameter that some models of a provider refuse.
#[derive(Debug, Clone, Copy)]
pub struct ParameterRule<'c> {
    entry: Entry<'c, ParameterRuleRow>,
}

/// How another parameter must stand for a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside<'c> {
    /// However any stands.
    Always,
    /// This one is given.
    Present(&'c str),
    /// This one is not given.
    Absent(&'c str),
    /// This one has one of [`ParameterRule::beside_values`].
    Equal(&'c str),
    /// This one is absent or has none of [`ParameterRule::beside_values`].
    NotEqual(&'c str),
}

impl Catalog {
    /// The parameters that models of a provider refuse.
    pub fn parameter_rules(&self, provider: ProviderId) -> impl Iterator<Item = ParameterRule<'_>> {
        let rows = self.layers().flat_map(|tables| tables.parameter_rules.iter().map(move |row| Entry { tables, row }));
        rows.filter(move |e| e.row.provider == provider).map(|entry| ParameterRule { entry })
    }
}

impl<'c> ParameterRule<'c> {
    /// It speaks of this ID. What is said of a base holds for no fine-tune of it.
    pub fn is_about(&self, id: &str) -> bool {
        self.entry.tables.list(self.entry.row.models).any(|pattern| fits(pattern, id))
    }
    /// A call that may reach these endpoints is refused, whichever it reaches.
    pub fn holds_at(&self, endpoints: EndpointSet) -> bool {
        let own = self.entry.row.endpoints;
        !endpoints.is_empty() && (own.is_empty() || own.union(endpoints) == own)
    }
    /// The parameter, nested ones with dots.
    pub fn parameter(&self) -> &'c str {
        self.entry.str(self.entry.row.parameter)
    }
    /// The values that are refused; any if empty.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &'c str> + Clone + use<'c> {
        self.entry.tables.list(self.entry.row.values)
    }
    /// The only values that are accepted; no restriction if empty.
    pub fn only(&self) -> impl ExactSizeIterator<Item = &'c str> + Clone + use<'c> {
        self.entry.tables.list(self.entry.row.only)
    }
    /// The smallest and the largest number that are accepted, beside what [`Self::only`] lists.
    pub fn range(&self) -> (Option<f64>, Option<f64>) {
        (self.entry.row.at_least, self.entry.row.at_most)
    }
    /// The parameter of the same call whose number must be larger.
    pub fn below(&self) -> Option<&'c str> {
        Some(self.entry.str(self.entry.row.below)).filter(|name| !name.is_empty())
    }
    /// The values of the other parameter that a condition compares with.
    pub fn beside_values(&self) -> impl ExactSizeIterator<Item = &'c str> + Clone + use<'c> {
        self.entry.tables.list(self.entry.row.beside_values)
    }
    /// How sure the refusal is.
    pub fn certainty(&self) -> FactCertainty {
        self.entry.row.certainty
    }
    /// The condition on another parameter.
    pub fn beside(&self) -> Beside<'c> {
        let other = self.entry.str(self.entry.row.beside);
        match self.entry.row.condition {
            ConditionRow::Always => Beside::Always,
            ConditionRow::Present => Beside::Present(other),
            ConditionRow::Absent => Beside::Absent(other),
            ConditionRow::Equal => Beside::Equal(other),
            ConditionRow::NotEqual => Beside::NotEqual(other),
        }
    }
    /// The parameter that takes its place with the same value.
    pub fn rename(&self) -> Option<&'c str> {
        Some(self.entry.str(self.entry.row.rename)).filter(|name| !name.is_empty())
    }
    /// Where the refusal is documented.
    pub fn source(&self) -> &'c str {
        self.entry.str(self.entry.row.source)
    }
}
