//! What settings files of a folder and the folders above it say about clients without a base URL, and about models of
//! which no platform is told.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::Ground;
use crate::catalog::ProviderId;
use crate::extract::{self, Extraction};
use crate::reference::{Evidence, Platform, Use};
use crate::source::SourceFile;
use crate::vocabulary::{Host, Vocabulary};

/// Largest settings file that is read for its folder, in bytes.
const LARGEST: u64 = 1 << 20;

/// Settings files by folder, read once and only where something asks.
pub(super) struct Folders<'s> {
    ground: Ground<'s>,
    known: Mutex<HashMap<PathBuf, Arc<Told>>>,
}

/// What a folder's own settings files say.
#[derive(Default)]
struct Told {
    /// Providers whose clients they redirect.
    redirected: Vec<ProviderId>,
    /// A platform that they switch clients to, or not, where another has models of the same IDs.
    meant: Option<(ProviderId, bool)>,
}

impl<'s> Folders<'s> {
    pub(super) fn new(ground: Ground<'s>) -> Folders<'s> {
        Folders { ground, known: Mutex::default() }
    }

    /// Uses whose platform is only their client's default talk to the host that the folder's settings name, and those of
    /// which no platform is told mean the one that the settings switch to.
    pub(super) fn apply(&self, path: &Path, uses: &mut [Use]) {
        for used in uses {
            match used.platform {
                Platform::Known(provider, Evidence::Client | Evidence::Class | Evidence::CallSite | Evidence::Key)
                    if self.is_redirected(path, provider) =>
                {
                    used.platform = Platform::UnknownHost(Evidence::Settings);
                }
                Platform::Unstated if used.meant.is_none() => used.meant = self.meant(path),
                _ => {}
            }
        }
    }

    /// Clients of a provider are redirected in the folder of a file or in one above it, up to the root.
    fn is_redirected(&self, path: &Path, provider: ProviderId) -> bool {
        self.above(path).any(|told| told.redirected.contains(&provider))
    }

    /// The platform that the nearest settings switch clients to.
    fn meant(&self, path: &Path) -> Option<ProviderId> {
        let (provider, is_on) = self.above(path).find_map(|told| told.meant)?;
        is_on.then_some(provider)
    }

    /// What the folder of a file says and those above it, up to the root.
    fn above(&self, path: &Path) -> impl Iterator<Item = Arc<Told>> {
        let mut is_over = false;
        let folders = path.ancestors().skip(1).take_while(move |folder| {
            let goes_on = !is_over;
            is_over = *folder == self.ground.settings.root || folder.as_os_str().is_empty();
            goes_on
        });
        folders.map(|folder| self.told(folder))
    }

    fn told(&self, folder: &Path) -> Arc<Told> {
        if let Ok(known) = self.known.lock()
            && let Some(found) = known.get(folder)
        {
            return Arc::clone(found);
        }
        let found = Arc::new(self.read(folder));
        if let Ok(mut known) = self.known.lock() {
            known.insert(folder.to_owned(), Arc::clone(&found));
        }
        found
    }

    fn read(&self, folder: &Path) -> Told {
        let mut told = Told::default();
        for (_, extraction) in self.settings_of(folder) {
            told.redirected.extend(self.redirects(&extraction));
            told.meant = told.meant.or(extraction.meant);
        }
        told
    }

    /// A folder's own settings files that redirect clients, and those of which providers.
    pub(super) fn redirecting(&self, folder: &Path) -> Vec<(PathBuf, Vec<ProviderId>)> {
        let of = |(path, extraction): (PathBuf, Extraction)| {
            let providers = self.redirects(&extraction);
            (!providers.is_empty()).then_some((path, providers))
        };
        self.settings_of(folder).into_iter().filter_map(of).collect()
    }

    /// A folder's own settings files, and what stands in them.
    fn settings_of(&self, folder: &Path) -> Vec<(PathBuf, Extraction)> {
        let limit = self.ground.settings.max_file_size.min(LARGEST);
        let of = |path: PathBuf| {
            let bytes = self.ground.texts.read(&path, limit).ok()?;
            let shown = path.to_string_lossy();
            let file = SourceFile::new(shown.as_ref(), bytes).ok()?;
            let extraction = extract::extractor_of(&shown)?.extractor.summarise(&file, self.ground.catalog);
            Some((path, extraction))
        };
        self.ground.texts.in_folder(folder, is_context).into_iter().filter_map(of).collect()
    }

    /// Providers whose base URL a settings file sets to another host.
    fn redirects(&self, extraction: &Extraction) -> Vec<ProviderId> {
        let elsewhere = |provider: ProviderId, url: &str| match self.ground.catalog.host(url) {
            Host::Known(host) => host != provider,
            Host::Unknown => true,
            Host::None => false,
        };
        let switches = extraction.switches.iter().filter_map(|s| s.provider.map(|p| (p, s)));
        switches.filter(|(provider, s)| elsewhere(*provider, &s.url)).map(|(provider, _)| provider).collect()
    }
}

/// A file that holds the settings of its folder: `.env` and its examples, compose files.
fn is_context(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|n| n.to_str()) else { return false };
    let compose = name.starts_with("docker-compose") || name.starts_with("compose");
    extract::is_environment(name) || (compose && (name.ends_with(".yml") || name.ends_with(".yaml")))
}
