//! Finding models by their IDs: exactly, whatever the case, on one provider or on all.

use std::ops::Range;

use super::tables::{ModelRow, Tables};
use super::{Catalog, Entry, Model, ProviderId};

impl Catalog {
    /// The model with this exact ID on a provider.
    pub fn model(&self, provider: ProviderId, id: &str) -> Option<Model<'_>> {
        self.models_named(id).find(|m| m.entry.row.provider == provider)
    }

    /// The models with this exact ID on all providers, an overlay's first.
    pub fn models_named<'c>(&'c self, id: &str) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let mut layers = self.layers().map(|tables| (tables, exact(tables, id)));
        let found = [layers.next(), layers.next()].into_iter().flatten();
        self.without_replaced(found.flat_map(|(tables, rows)| rows.map(move |at| (tables, at))))
    }

    /// The models whose ID is this one when case is ignored, on all providers.
    pub fn models_folded<'c>(&'c self, lower: &str) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let mut layers = self.layers().map(|tables| (tables, folded(tables, lower)));
        let found = [layers.next(), layers.next()].into_iter().flatten();
        self.without_replaced(found.flat_map(|(tables, places)| places.map(move |at| (tables, *at as usize))))
    }

    /// The platform of the model that a member of an enumeration stands for, by its name and that of the enumeration with
    /// its module: what has such names for models is a framework of that name.
    pub fn member(&self, enumeration: &str, name: &str) -> Option<ProviderId> {
        self.layers().find_map(|tables| {
            let route = tables.routes.iter().find(|route| tables.str(route.framework) == enumeration)?;
            let (start, len) = route.spellings;
            let mut spellings = tables.spellings[start as usize..(start + len) as usize].iter();
            spellings.find(|row| tables.str(row.name) == name).map(|row| row.provider)
        })
    }

    /// The names of enumerations whose members stand for models, without their modules.
    pub fn enumerations(&self) -> impl Iterator<Item = &str> {
        let frameworks = self.layers().flat_map(|tables| tables.routes.iter().map(|route| tables.str(route.framework)));
        frameworks.filter_map(|framework| framework.rsplit_once('.')).map(|(_, name)| name)
    }

    /// All models, sorted by provider key and ID.
    pub fn models(&self) -> Vec<Model<'_>> {
        let mut all: Vec<_> = self.rows().collect();
        all.sort_by_key(|m| (m.provider().key(), m.id()));
        all
    }

    /// All models of a provider.
    pub fn models_of(&self, provider: ProviderId) -> impl Iterator<Item = Model<'_>> {
        let places = self.by_provider.get_or_init(|| self.layers().map(|tables| self.places(tables)).collect());
        let layers = self.layers().zip(places);
        layers.flat_map(move |(tables, by_provider)| {
            let places = by_provider.get(usize::from(provider.0)).into_iter().flatten();
            let entries = places.map(move |at| Entry { tables, row: &tables.models[*at as usize] });
            entries.map(|entry| Model { catalog: self, entry })
        })
    }

    /// Places of the models in a table that count, by the numbers of their providers.
    fn places(&self, tables: &Tables) -> Vec<Vec<u32>> {
        let mut by_provider: Vec<Vec<u32>> = Vec::new();
        for (at, row) in tables.models.iter().enumerate() {
            let provider = usize::from(row.provider.0);
            if !self.is_replaced(&Model { catalog: self, entry: Entry { tables, row } }) {
                by_provider.resize_with(by_provider.len().max(provider + 1), Vec::new);
                by_provider[provider].push(at as u32);
            }
        }
        by_provider
    }

    /// All models, without those that an overlay replaces.
    fn rows(&self) -> impl Iterator<Item = Model<'_>> {
        let rows = self.layers().flat_map(|tables| tables.models.iter().map(move |row| Entry { tables, row }));
        let models = rows.map(|entry| Model { catalog: self, entry });
        models.filter(|model| !self.is_replaced(model))
    }

    fn is_replaced(&self, model: &Model<'_>) -> bool {
        self.overlay.as_ref().is_some_and(|own| {
            let same = |at: usize| own.models[at].provider == model.entry.row.provider;
            !std::ptr::eq(own, model.entry.tables) && exact(own, model.id()).any(same)
        })
    }

    /// `[provider/]id`: the ID on this provider, else on the named one.
    pub fn reachable(&self, provider: ProviderId, id: &str) -> Option<Model<'_>> {
        self.model(provider, id).or_else(|| {
            let (key, rest) = id.split_once('/')?;
            self.model(self.provider_named(key)?.id, rest)
        })
    }

    fn without_replaced<'c>(
        &'c self,
        found: impl Iterator<Item = (&'c Tables, usize)>,
    ) -> impl Iterator<Item = Model<'c>> {
        let entries = found.map(|(tables, at)| Entry { tables, row: &tables.models[at] });
        entries.map(|entry| Model { catalog: self, entry }).filter(|model| !self.is_replaced(model))
    }
}

/// The rows with an ID.
fn exact(tables: &Tables, id: &str) -> Range<usize> {
    let of = |row: &ModelRow| tables.str(row.id);
    let start = tables.models.partition_point(|row| of(row) < id);
    let count = tables.models[start..].iter().take_while(|row| of(row) == id).count();
    start..start + count
}

/// Places of the rows whose ID is this one when case is ignored.
fn folded<'t>(tables: &'t Tables, lower: &str) -> std::slice::Iter<'t, u32> {
    let of = |at: &u32| tables.str(tables.models[*at as usize].id);
    let compare = |at: &u32| of(at).bytes().map(|b| b.to_ascii_lowercase()).cmp(lower.bytes());
    let start = tables.models_folded.partition_point(|at| compare(at).is_lt());
    let count = tables.models_folded[start..].iter().take_while(|at| compare(at).is_eq()).count();
    tables.models_folded[start..start + count].iter()
}
