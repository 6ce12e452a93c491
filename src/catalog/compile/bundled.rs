//! What a user's file may say of what is bundled.

use super::{Compiler, s};

impl Compiler<'_> {
    pub(super) fn is_bundled_provider(&self, key: &str) -> bool {
        let bundled = self.base.map_or(0, |base| base.providers.len());
        self.names.providers.get(key).is_some_and(|number| *number < bundled)
    }

    pub(super) fn is_bundled_endpoint(&self, name: &str) -> bool {
        let bundled = self.base.map_or(0, |base| base.endpoints.len());
        self.names.endpoints.get(name).is_some_and(|number| *number < bundled)
    }

    /// A user's file names a bundled provider to add to it; what would change nothing is told.
    pub(super) fn check_bundled_head(&mut self, head: &s::ProviderEntry) {
        let without_effect = [
            ("title", !head.title.is_empty()),
            ("compared", !head.compared.is_empty()),
            ("first-party", head.first_party),
            ("user-named", head.user_named),
            ("open-catalog", head.open_catalog),
            ("distinctive", !head.distinctive.is_empty()),
            ("resources", !head.resources.is_empty()),
            ("suffixes", !head.suffixes.is_empty()),
            ("not-found", !head.not_found.is_empty()),
            ("shut-down", !head.shut_down.is_empty()),
            ("instead-of", head.instead_of.is_some()),
            ("ended", head.ended.is_some()),
        ];
        for (key, _) in without_effect.iter().filter(|(_, is_given)| *is_given) {
            let message = format!("`{key}` changes nothing: `{}` is bundled, and takes `stems` only", head.key);
            self.fail_at(key, message);
        }
    }
}
