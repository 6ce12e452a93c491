//! Finding models by their IDs: exactly, whatever the case, on one provider or on all.

use super::tables::{ModelRow, Tables};
use super::{Catalog, Entry, Model, ProviderId};

impl Catalog {
    /// The model with this exact ID on a provider.
    pub fn model(&self, provider: ProviderId, id: &str) -> Option<Model<'_>> {
        self.models_named(id).find(|m| m.entry.row.provider == provider)
    }

    /// The models with this exact ID on all providers, an overlay's first.
    pub fn models_named<'c>(&'c self, id: &str) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let found: Vec<_> = self.layers().map(|tables| (tables, exact(tables, id))).collect();
        self.without_replaced(found)
    }

    /// The models whose ID is this one when case is ignored, on all providers.
    pub fn models_folded<'c>(&'c self, lower: &str) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let found: Vec<_> = self.layers().map(|tables| (tables, folded(tables, lower))).collect();
        self.without_replaced(found)
    }

    /// All models, sorted by provider key and ID.
    pub fn models(&self) -> Vec<Model<'_>> {
        let mut all: Vec<_> = self.providers().flat_map(|p| self.models_of(p.id)).collect();
        all.sort_by_key(|m| (m.provider().key(), m.id()));
        all
    }

    /// All models of a provider.
    pub fn models_of(&self, provider: ProviderId) -> impl Iterator<Item = Model<'_>> {
        self.layers().enumerate().flat_map(move |(layer, tables)| {
            let rows = tables.models.iter().filter(move |row| row.provider == provider);
            let own = rows.filter(move |row| !self.is_replaced(layer, provider, tables.str(row.id)));
            own.map(move |row| Model { catalog: self, entry: Entry { tables, row } })
        })
    }

    /// `[provider/]id`: the ID on this provider, else on the named one.
    pub fn reachable(&self, provider: ProviderId, id: &str) -> Option<Model<'_>> {
        self.model(provider, id).or_else(|| {
            let (key, rest) = id.split_once('/')?;
            self.model(self.provider_named(key)?.id, rest)
        })
    }

    /// An overlay above a layer has the same model.
    fn is_replaced(&self, layer: usize, provider: ProviderId, id: &str) -> bool {
        self.layers().take(layer).any(|above| exact(above, id).iter().any(|at| above.models[*at].provider == provider))
    }

    fn without_replaced<'c>(
        &'c self,
        found: Vec<(&'c Tables, Vec<usize>)>,
    ) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let mut winners: Vec<Model<'c>> = Vec::new();
        let several = found.iter().filter(|(_, places)| !places.is_empty()).count() > 1;
        for (tables, places) in found {
            for place in places {
                let model = Model { catalog: self, entry: Entry { tables, row: &tables.models[place] } };
                let replaced = |w: &Model<'c>| w.entry.row.provider == model.entry.row.provider && w.id() == model.id();
                if !several || !winners.iter().any(replaced) {
                    winners.push(model);
                }
            }
        }
        winners.into_iter()
    }
}

fn exact(tables: &Tables, id: &str) -> Vec<usize> {
    let of = |row: &ModelRow| tables.str(row.id);
    let start = tables.models.partition_point(|row| of(row) < id);
    (start..tables.models.len()).take_while(|at| of(&tables.models[*at]) == id).collect()
}

fn folded(tables: &Tables, lower: &str) -> Vec<usize> {
    let of = |at: &u32| tables.str(tables.models[*at as usize].id);
    let compare = |at: &u32| of(at).bytes().map(|b| b.to_ascii_lowercase()).cmp(lower.bytes());
    let start = tables.models_folded.partition_point(|at| compare(at).is_lt());
    tables.models_folded[start..].iter().take_while(|at| compare(at).is_eq()).map(|at| *at as usize).collect()
}
