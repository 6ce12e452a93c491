//! What the rules that were asked for want to know of.

use crate::config::Settings;
use crate::diagnostic::Rule;

/// What the rules that were asked for speak about, besides what all runs ask.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    /// Models that are alive as well.
    pub(super) living: bool,
    /// Fine-tunes by their organisation.
    pub(super) tunes: bool,
    /// Names that no catalog lists, at calls.
    pub(super) unheard: bool,
    /// Defaults of libraries.
    pub(super) omitted: bool,
}

impl Asked {
    pub(super) fn by(settings: &Settings) -> Asked {
        let selection = &settings.selection;
        let policies = [Rule::DatedSnapshot, Rule::FloatingAlias, Rule::RestrictedModel];
        let inventory = !settings.inventory.is_empty();
        Asked {
            living: inventory || policies.iter().any(|rule| selection.has(*rule)),
            tunes: settings.fine_tune_orgs.is_some() || settings.overrides.iter().any(|o| o.fine_tune_orgs.is_some()),
            unheard: inventory,
            omitted: selection.has(Rule::OmittedModel),
        }
    }
}
