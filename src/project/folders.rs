//! What settings files of a folder and the folders above it say about clients without a base URL.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::Ground;
use crate::catalog::ProviderId;
use crate::extract;
use crate::reference::{Evidence, Platform, Use};
use crate::source::SourceFile;
use crate::vocabulary::{Host, Vocabulary};

/// Largest settings file that is read for its folder, in bytes.
const LARGEST: u64 = 1 << 20;

/// Settings files by folder, read once and only where something asks.
pub(super) struct Folders<'s> {
    ground: Ground<'s>,
    known: Mutex<HashMap<PathBuf, Vec<ProviderId>>>,
}

impl<'s> Folders<'s> {
    pub(super) fn new(ground: Ground<'s>) -> Folders<'s> {
        Folders { ground, known: Mutex::default() }
    }

    /// Uses whose platform is only their client's default talk to the host that the folder's settings name.
    pub(super) fn apply(&self, path: &Path, uses: &mut [Use]) {
        for used in uses {
            let Platform::Known(provider, Evidence::Client | Evidence::CallSite | Evidence::Key) = used.platform else {
                continue;
            };
            if self.is_redirected(path, provider) {
                used.platform = Platform::UnknownHost(Evidence::Settings);
            }
        }
    }

    /// Clients of a provider are redirected in the folder of a file or in one above it, up to the root.
    fn is_redirected(&self, path: &Path, provider: ProviderId) -> bool {
        let folders = path.ancestors().skip(1);
        for folder in folders {
            if self.redirected(folder).contains(&provider) {
                return true;
            }
            if folder == self.ground.settings.root || folder.as_os_str().is_empty() {
                break;
            }
        }
        false
    }

    /// Providers whose clients a folder's own settings files redirect.
    fn redirected(&self, folder: &Path) -> Vec<ProviderId> {
        if let Ok(known) = self.known.lock()
            && let Some(found) = known.get(folder)
        {
            return found.clone();
        }
        let found = self.read(folder);
        if let Ok(mut known) = self.known.lock() {
            known.insert(folder.to_owned(), found.clone());
        }
        found
    }

    fn read(&self, folder: &Path) -> Vec<ProviderId> {
        self.redirecting(folder).into_iter().flat_map(|(_, providers)| providers).collect()
    }

    /// A folder's own settings files that redirect clients, and those of which providers.
    pub(super) fn redirecting(&self, folder: &Path) -> Vec<(PathBuf, Vec<ProviderId>)> {
        let limit = self.ground.settings.max_file_size.min(LARGEST);
        let of = |path: PathBuf| {
            let bytes = self.ground.texts.read(&path, limit).ok()?;
            let providers = self.redirects(&path, bytes);
            (!providers.is_empty()).then_some((path, providers))
        };
        self.ground.texts.in_folder(folder, is_context).into_iter().filter_map(of).collect()
    }

    /// Providers whose base URL a settings file sets to another host.
    fn redirects(&self, path: &Path, bytes: Vec<u8>) -> Vec<ProviderId> {
        let shown = path.to_string_lossy();
        let (Some(found), Ok(file)) = (extract::extractor_of(&shown), SourceFile::new(shown.as_ref(), bytes)) else {
            return Vec::new();
        };
        let extraction = found.extractor.summarise(&file, self.ground.catalog);
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
    name.starts_with(".env") || (compose && (name.ends_with(".yml") || name.ends_with(".yaml")))
}
