//! The facts: models, providers, endpoints, families, and the words around them.
//!
//! The bundled rules are static tables; a user's `extend-catalog` files are
//! compiled to the same form and laid over them. Nothing here knows a syntax.

pub mod automaton;
pub mod compile;
mod date;
pub mod lookup;
mod model;
mod refusals;
mod remembered;
pub mod schema;
pub mod tables;
mod validate;

use std::sync::{Arc, OnceLock};

pub use self::compile::names::{fold_name, folds_to, words_of_name};
pub use self::compile::{RulesError, Source};
pub use self::date::Date;
pub use self::model::{Model, Status};
pub use self::refusals::{Beside, ParameterRule};
pub(crate) use self::remembered::Remembered;
pub use self::tables::{CodeLanguage, EndpointSet, FactCertainty, Form, ProviderId, Role, Site};
use self::tables::{EndedRow, EndpointRow, FamilyRow, KindRow, ProviderRow, Str, Tables};

/// The generated rows name the variants of every table; which of them occur depends on the rules.
#[allow(unused_imports, reason = "not every variant occurs in the bundled rules")]
mod bundled {
    use super::date::Date;
    use super::schema::Does::*;
    use super::tables::CodeLanguage::*;
    use super::tables::ConditionRow::*;
    use super::tables::FactCertainty::*;
    use super::tables::Form::*;
    use super::tables::Place::*;
    use super::tables::Role::*;
    use super::tables::Site::*;
    use super::tables::*;
    use std::borrow::Cow;

    use super::automaton::Automaton;

    pub(super) static TABLES: Tables = include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// All facts of a run: the bundled ones and those that a user lays over them.
#[derive(Debug)]
pub struct Catalog {
    overlay: Option<Tables>,
    /// What was asked of the keys of settings.
    pub(crate) remembered: RememberedKeys,
    /// Places of models, by layer and provider, found when they are asked for first.
    by_provider: OnceLock<Vec<Vec<Vec<u32>>>>,
}

/// A row of a table, by the layer and its number in it.
pub(crate) type Row = (usize, usize);

/// Rows of the keys of settings, by what was asked for.
#[derive(Debug, Default)]
pub(crate) struct RememberedKeys {
    /// By the name of a variable of the environment.
    pub(crate) variables: Remembered<Option<Row>>,
    /// By a name in code or the last key of a path.
    pub(crate) names: Remembered<Option<Row>>,
    /// Of paths, by the key in which they end.
    pub(crate) endings: Remembered<Arc<[Row]>>,
    /// Of paths that end in an item.
    pub(crate) items: OnceLock<Arc<[Row]>>,
}

/// A row of a table together with the table, which holds its texts.
#[derive(Debug)]
pub struct Entry<'c, Row> {
    /// The tables that the row belongs to.
    pub tables: &'c Tables,
    /// The row.
    pub row: &'c Row,
}

impl<Row> Clone for Entry<'_, Row> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Row> Copy for Entry<'_, Row> {}

impl<'c, Row> Entry<'c, Row> {
    /// The text of one of the row's strings.
    pub fn str(&self, s: Str) -> &'c str {
        self.tables.str(s)
    }
}

impl Catalog {
    /// The bundled facts alone.
    pub fn bundled() -> &'static Catalog {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| Catalog::over(None))
    }

    /// The bundled facts with a user's files over them; later files win.
    ///
    /// # Errors
    /// Everything that is wrong in the files, with file and line.
    pub fn extended(sources: Vec<Source>) -> Result<Catalog, Vec<RulesError>> {
        let overlay = compile::compile(sources, Some(&bundled::TABLES))?;
        Ok(Catalog::over(Some(overlay)))
    }

    fn over(overlay: Option<Tables>) -> Catalog {
        Catalog { overlay, remembered: RememberedKeys::default(), by_provider: OnceLock::new() }
    }

    /// The tables, the winning ones first.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &Tables> {
        self.overlay.iter().chain([&bundled::TABLES])
    }

    /// The row with a number that counts on through the layers, bundled ones first.
    fn numbered<'c, Row>(&'c self, number: usize, rows: impl Fn(&'c Tables) -> &'c [Row]) -> Option<Entry<'c, Row>> {
        let bundled = rows(&bundled::TABLES);
        if let Some(row) = bundled.get(number) {
            return Some(Entry { tables: &bundled::TABLES, row });
        }
        let tables = self.overlay.as_ref()?;
        rows(tables).get(number - bundled.len()).map(|row| Entry { tables, row })
    }

    /// The day on which the bundled facts were last compared with their sources: the oldest of all providers with models.
    pub fn compared(&self) -> Option<Date> {
        bundled::TABLES.providers.iter().filter_map(|p| p.compared).min()
    }

    /// The facts of a provider.
    pub fn provider(&self, id: ProviderId) -> Provider<'_> {
        let entry =
            self.numbered(usize::from(id.0), |t| &t.providers).expect("only the catalog makes provider numbers");
        Provider { id, entry }
    }

    /// The provider with a key.
    pub fn provider_named(&self, key: &str) -> Option<Provider<'_>> {
        self.providers().find(|p| p.key() == key)
    }

    /// All providers, in the order of their numbers.
    pub fn providers(&self) -> impl Iterator<Item = Provider<'_>> {
        (0u16..).map_while(|n| {
            let entry = self.numbered(usize::from(n), |t| &t.providers)?;
            Some(Provider { id: ProviderId(n), entry })
        })
    }

    fn endpoint(&self, number: usize) -> Entry<'_, EndpointRow> {
        self.numbered(number, |t| &t.endpoints).expect("only the catalog makes endpoint numbers")
    }

    /// The names of a set of endpoints.
    pub fn endpoint_names(&self, set: EndpointSet) -> impl Iterator<Item = &str> {
        set.iter().map(|n| {
            let entry = self.endpoint(n);
            entry.str(entry.row.name)
        })
    }

    /// The titles of a set of endpoints, for messages.
    pub fn endpoint_titles(&self, set: EndpointSet) -> impl Iterator<Item = &str> {
        set.iter().map(|n| {
            let entry = self.endpoint(n);
            entry.str(entry.row.title)
        })
    }

    /// The set that holds the endpoint with a name.
    pub fn endpoint_named(&self, name: &str) -> Option<EndpointSet> {
        (0..)
            .map_while(|n| self.numbered(n, |t| &t.endpoints).map(|e| (n, e)))
            .find(|(_, e)| e.str(e.row.name) == name)
            .map(|(n, _)| EndpointSet::one(n))
    }

    /// Of some endpoints those that a provider serves any model at; all of them if it serves none there.
    pub fn spoken(&self, provider: ProviderId, endpoints: EndpointSet) -> EndpointSet {
        let served = self.models_of(provider).fold(EndpointSet::EMPTY, |all, model| all.union(model.endpoints()));
        let spoken = served.intersection(endpoints);
        if spoken.is_empty() { endpoints } else { spoken }
    }

    /// The first HTTP path of an endpoint on a provider, for messages.
    pub fn endpoint_path(&self, endpoint: usize, provider: ProviderId) -> Option<&str> {
        self.layers()
            .flat_map(|t| t.paths.iter().map(move |row| (t, row)))
            .find(|(_, row)| usize::from(row.endpoint) == endpoint && row.provider.is_none_or(|p| p == provider))
            .map(|(t, row)| t.str(row.path))
    }

    /// The end of an endpoint on a provider, or of the provider as a whole.
    pub fn ended(&self, provider: ProviderId, endpoint: Option<usize>) -> Option<Entry<'_, EndedRow>> {
        self.layers()
            .flat_map(|tables| tables.ended.iter().map(move |row| Entry { tables, row }))
            .find(|e| e.row.provider == provider && e.row.endpoint.map(usize::from) == endpoint)
    }

    fn kind(&self, number: u8) -> Entry<'_, KindRow> {
        self.numbered(usize::from(number), |t| &t.kinds).expect("only the catalog makes kind numbers")
    }

    /// All families of a provider, the longest stems first.
    pub fn families_of(&self, provider: ProviderId) -> impl Iterator<Item = Family<'_>> {
        let own = self.overlay.as_ref();
        let is_replaced = move |e: &Entry<'_, FamilyRow>| {
            own.is_some_and(|tables| {
                let same = |row: &FamilyRow| row.provider == provider && tables.str(row.stem) == e.str(e.row.stem);
                !std::ptr::eq(tables, e.tables) && tables.families.iter().any(same)
            })
        };
        let rows = self.layers().flat_map(|tables| tables.families.iter().map(move |row| Entry { tables, row }));
        rows.filter(move |e| e.row.provider == provider && !is_replaced(e)).map(|entry| Family { entry })
    }

    /// The family of an ID on a provider: the longest stem that it is, or that a `-`, `_`, `:` or `@` follows in it:
    /// behind a `.` the number of another family goes on.
    pub fn family(&self, provider: ProviderId, id: &str) -> Option<Family<'_>> {
        self.families_of(provider)
            .filter(|family| {
                id.strip_prefix(family.stem())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', ':', '@', '_']))
            })
            .max_by_key(|family| family.stem().len())
    }
}

/// A provider.
#[derive(Debug, Clone, Copy)]
pub struct Provider<'c> {
    /// Its number.
    pub id: ProviderId,
    entry: Entry<'c, ProviderRow>,
}

impl<'c> Provider<'c> {
    /// The key, as entries and output name it.
    pub fn key(&self) -> &'c str {
        self.entry.str(self.entry.row.key)
    }
    /// How a message calls it.
    pub fn title(&self) -> &'c str {
        self.entry.str(self.entry.row.title)
    }
    /// Day of the last comparison with its sources.
    pub fn compared(&self) -> Option<Date> {
        self.entry.row.compared
    }
    /// It makes the models that it serves.
    pub fn first_party(&self) -> bool {
        self.entry.row.first_party
    }
    /// Names on it are chosen by users.
    pub fn user_named(&self) -> bool {
        self.entry.row.user_named
    }
    /// Anybody can add models.
    pub fn open_catalog(&self) -> bool {
        self.entry.row.open_catalog
    }
    /// Resource names that may stand before an ID, with `{}` for any one segment.
    pub fn resources(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.entry.tables.list(self.entry.row.resources)
    }
    /// What may stand behind an ID, with `N` for a number.
    pub fn suffixes(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.entry.tables.list(self.entry.row.suffixes)
    }
    /// How it answers an ID that it does not have: status and code.
    pub fn not_found(&self) -> Option<&'c str> {
        Some(self.entry.str(self.entry.row.not_found)).filter(|answer| !answer.is_empty())
    }
    /// How it answers a model that it has shut down: status and code.
    pub fn shut_down(&self) -> Option<&'c str> {
        Some(self.entry.str(self.entry.row.shut_down)).filter(|answer| !answer.is_empty())
    }
    /// Its row.
    pub(crate) fn entry(&self) -> Entry<'c, ProviderRow> {
        self.entry
    }
    /// The platform that IDs are read as where nothing tells that this one is meant.
    pub fn instead_of(&self) -> Option<ProviderId> {
        self.entry.row.instead_of
    }
    /// Stems that say by themselves whose model is meant.
    pub fn distinctive(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.entry.tables.list(self.entry.row.distinctive)
    }
}

/// A family of models.
#[derive(Debug, Clone, Copy)]
pub struct Family<'c> {
    entry: Entry<'c, FamilyRow>,
}

impl<'c> Family<'c> {
    /// What its members start with.
    pub fn stem(&self) -> &'c str {
        self.entry.str(self.entry.row.stem)
    }
    /// Grammar of the snapshot suffixes.
    pub fn snapshots(&self) -> impl Iterator<Item = &'c str> {
        self.entry.tables.list(self.entry.row.snapshots)
    }
    /// Day of the newest member, if no more will come.
    pub fn closed(&self) -> Option<Date> {
        self.entry.row.closed
    }
    /// Where it is written that the family ended.
    pub fn source(&self) -> &'c str {
        self.entry.str(self.entry.row.source)
    }
}
