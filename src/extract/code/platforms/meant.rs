//! The platform that a file speaks of, where two platforms have models of the same IDs and a call tells neither.

use super::clients::{Clients, Found};
use super::optional::words;
use crate::extract::Extraction;
use crate::extract::code::dialect::Import;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform, Use};
use crate::vocabulary::{ProviderId, Signs, is_on};

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// The file speaks of the platform.
    For,
    /// It speaks of the other one, or leaves both ways open.
    Against,
}

impl Clients<'_, '_> {
    /// Says of every use that no platform is told of which one the file speaks of.
    pub(in crate::extract::code) fn lay_meant(&self, extraction: &mut Extraction) {
        // A setting's name may have the word for the models in it: it tells the maker, and not who is asked.
        let is_named = |used: &Use| matches!(used.platform, Platform::Known(_, Evidence::Key));
        let may_be_open = |used: &Use| used.platform == Platform::Unstated || is_named(used);
        if !uses_of(extraction).any(|used| may_be_open(used)) {
            return;
        }
        let Some((meant, other)) = self.meant() else { return };
        for used in uses_of(extraction) {
            if is_named(used) && matches!(used.platform, Platform::Known(named, _) if named == other) {
                used.platform = Platform::Unstated;
            }
            if used.platform == Platform::Unstated {
                used.meant = Some(meant);
            }
        }
    }

    /// The only platform that the file speaks of, of two that have models of the same IDs, and the other one.
    fn meant(&self) -> Option<(ProviderId, ProviderId)> {
        let signs = self.vocabulary.signs().into_iter().find(|signs| self.speaks_of(signs))?;
        Some((signs.provider, signs.instead_of))
    }

    fn speaks_of(&self, signs: &Signs<'_>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let imports = || names.imports.iter().any(|import| self.is_of_modules(import, signs));
        let of_variables: Vec<Sign> = signs.variables.iter().flat_map(|name| self.sign_of_variable(name)).collect();
        if of_variables.contains(&Sign::Against)
            || signs.unless.iter().any(|word| memchr::memmem::find(&names.file.bytes, word.as_bytes()).is_some())
        {
            return false;
        }
        let is_told = imports() || !of_variables.is_empty() || self.calls_own(signs);
        let calls = tree.ids().filter(|id| tree.kind(*id) == Kind::Call);
        let mut switched = false;
        for sign in calls.filter_map(|call| self.sign_of_call(call, signs)) {
            match sign {
                Sign::Against => return false,
                Sign::For => switched = true,
            }
        }
        is_told || switched
    }

    /// The file calls functions of other files of the project that are called by the platform, and none by the other one:
    /// `import { acmeUrl } from "./acme"`.
    fn calls_own(&self, signs: &Signs<'_>) -> bool {
        let names = self.names;
        let is_own = |import: &&Import| import.module.starts_with(['.', '~']) || import.module.starts_with("@/");
        let is_of = |import: &Import, provider: ProviderId| {
            let called = words(&import.local).into_iter().map(|word| word.to_ascii_lowercase());
            { called }.any(|word| self.vocabulary.provider_called(&word) == Some(provider))
        };
        let is_called = |import: &Import| {
            let mentions = names.mentions_of(import.local.as_str()).iter();
            { mentions }.any(|mention| names.tree.role(*mention) == Role::Callee)
        };
        let own = || names.imports.iter().filter(is_own);
        own().any(|import| is_of(import, signs.provider) && is_called(import))
            && !own().any(|import| is_of(import, signs.instead_of))
    }

    /// A module that is of use on the platform alone: by its own name, or by that of what is taken out of a package.
    fn is_of_modules(&self, import: &Import, signs: &Signs<'_>) -> bool {
        let whole = import.name.as_ref().map(|name| format!("{}.{name}", import.module));
        Names::in_modules(&import.module, signs.modules.iter())
            || whole.is_some_and(|whole| Names::in_modules(&whole, signs.modules.iter()))
    }

    fn sign_of_variable(&self, name: &str) -> Vec<Sign> {
        let values = self.names.set_in_environment(name).into_iter();
        values.map(|value| if self.is_on(value) == Some(true) { Sign::For } else { Sign::Against }).collect()
    }

    /// What a client that is made, or a call whose platform its own class tells, says of the file.
    fn sign_of_call(&self, call: NodeId, signs: &Signs<'_>) -> Option<Sign> {
        let names = self.names;
        let chain = names.chain(names.tree.child(call, Role::Callee)?);
        let (platform, switches) = match self.class(&chain) {
            Some(client) => {
                let platform = self.platform(Found { client, made: Some(call) });
                let is_of_both = client.switches().any(|switch| switch.provider == signs.provider);
                (platform, is_of_both)
            }
            None => {
                let (platform, site) = match names.sited.get() {
                    Some(sited) => *sited.get(&call)?,
                    None => self.site_of(call).map(|found| (found.platform, found.site))?,
                };
                (platform, site.switches().any(|switch| switch.provider == signs.provider))
            }
        };
        match platform {
            Platform::Known(provider, _) if provider == signs.provider => Some(Sign::For),
            Platform::Known(provider, Evidence::Client | Evidence::Class | Evidence::CallSite | Evidence::Host)
                if provider == signs.instead_of =>
            {
                Some(Sign::Against)
            }
            // A switch that is open leaves both ways open; a class that is asked for neither says nothing.
            Platform::Unstated if switches && self.is_open_at(call, &chain.names) => Some(Sign::Against),
            _ => None,
        }
    }

    /// A switch between two platforms is given to a call, and which way it stands is not known.
    fn is_open_at(&self, call: NodeId, names: &[&str]) -> bool {
        let last = names.last().copied().unwrap_or_default();
        let language = self.names.dialect.language();
        let of_sites = self.vocabulary.sites(language, last).into_iter();
        let of_clients = self.vocabulary.clients(language, last).into_iter();
        { of_sites }.any(|site| self.is_switch_open(call, site.switches())) || { of_clients }
            .any(|client| self.is_switch_open(call, client.switches()))
    }

    /// A value switches something on, or off; nothing where it is not known.
    pub(in crate::extract::code) fn is_on(&self, value: NodeId) -> Option<bool> {
        const DEEPEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let mut value = value;
        for _ in 0..DEEPEST {
            let callee = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call);
            value = match (callee.map(|callee| names.text(callee)), names.bounds_of(value).as_slice()) {
                // What is put into the environment is made a text first.
                (Some("str" | "String"), _) => *names.positional(value).first()?,
                (None, [Bound::Value(bound)]) if *bound != value => *bound,
                _ => break,
            };
        }
        if tree.kind(value) == Kind::Literal {
            return Some(is_on(names.text(value)));
        }
        let mut words = names.follow(value).found.into_iter().map(|found| is_on(&found.text.text));
        let first = words.next()?;
        words.all(|other| other == first).then_some(first)
    }
}

/// All uses of a file that some rule may look at.
pub(in crate::extract::code) fn uses_of(extraction: &mut Extraction) -> impl Iterator<Item = &mut Use> {
    let links = &mut extraction.links;
    let of_values = extraction.references.iter_mut().flat_map(|reference| &mut reference.uses);
    let of_others = links.taken.iter_mut().map(|taken| &mut taken.used);
    let of_variables = links.environment.iter_mut().map(|(_, used)| used);
    of_values.chain(&mut extraction.bare_calls).chain(of_others).chain(of_variables)
}
