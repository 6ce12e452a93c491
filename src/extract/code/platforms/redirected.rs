//! Clients that a file sends elsewhere by what it puts into the environment: `os.environ["…_BASE_URL"] = "…"`.

use super::clients::Clients;
use super::meant::uses_of;
use crate::extract::Extraction;
use crate::extract::code::tree::Tree;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{ProviderId, Role as KeyRole};

/// A provider whose clients a file redirects, and who answers them.
type Redirect = (ProviderId, Platform);

impl Clients<'_, '_> {
    /// Uses whose platform is only their client's default talk to the host that the file names for such clients.
    pub(in crate::extract::code) fn lay_redirected(&self, extraction: &mut Extraction) {
        self.redirect(uses_of(extraction).map(|used| &mut used.platform));
    }

    /// Of some platforms, puts in the place of those that are only a client's default who answers it in the end.
    pub(in crate::extract::code) fn redirect<'p>(&self, platforms: impl Iterator<Item = &'p mut Platform>) {
        let redirects = self.redirects();
        if !redirects.is_empty() {
            platforms.for_each(|platform| *platform = redirected(&redirects, *platform));
        }
    }

    /// What the file itself sets before all else; what a function or a branch sets holds for some clients only.
    fn redirects(&self) -> Vec<Redirect> {
        let names = self.names;
        let is_of_all = |value| names.function_of(value).is_none() && names.block(value) == Tree::ROOT;
        let mut redirects: Vec<Redirect> = Vec::new();
        for (name, value) in names.variables_set().iter().filter(|(_, value)| is_of_all(*value)) {
            let key = self.vocabulary.environment(name).filter(|key| key.role == KeyRole::BaseUrl);
            let Some(provider) = key.and_then(|key| key.provider) else { continue };
            let told = self.host(*value, provider);
            match redirects.iter_mut().find(|(known, _)| *known == provider) {
                // Which of several servers answers a client is not known here.
                Some((_, platform)) if *platform != told => *platform = Platform::UnknownHost(Evidence::Settings),
                Some(_) => {}
                None => redirects.push((provider, told)),
            }
        }
        redirects
    }
}

fn redirected(redirects: &[Redirect], platform: Platform) -> Platform {
    let Platform::Known(own, Evidence::Client | Evidence::Class | Evidence::CallSite | Evidence::Key) = platform else {
        return platform;
    };
    match redirects.iter().find(|(provider, _)| *provider == own) {
        Some((_, Platform::Known(other, _))) if *other == own => platform,
        Some((_, told)) => *told,
        None => platform,
    }
}
