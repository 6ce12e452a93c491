//! Reports on what a program did and measured, of which a part says with what.

use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::requests;
use crate::vocabulary::{fold_name, words_of_name};

/// Last words of the names of what is reported.
const REPORTS: [&str; 6] = ["result", "results", "report", "reports", "summary", "statistics"];

/// Beginnings of the keys, folded, under which stands how long something took.
const TOOK: [&str; 4] = ["executiontime", "elapsed", "processingtime", "totaltime"];

impl Contexts<'_, '_> {
    /// The map is a report, called so, that says how long it took what it tells of: `results = {"elapsed_seconds": end -
    /// start, "setup": {"llm_model": "…"}}`.
    pub(in crate::extract::code) fn is_report(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_called = || {
            let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign);
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let name = target.map(|target| names.key_of(target).unwrap_or_else(|| names.text(target)));
            let last = name.and_then(|name| words_of_name(name).last());
            last.is_some_and(|last| REPORTS.contains(&last.to_ascii_lowercase().as_str()))
        };
        let is_computed = |entry: NodeId| {
            tree.child(entry, Role::Value).is_some_and(|value| !matches!(tree.kind(value), Kind::Str | Kind::Literal))
        };
        let took = |entry: NodeId| {
            let key = names.entry_key(entry).map(fold_name);
            key.is_some_and(|key| TOOK.iter().any(|start| key.starts_with(start))) && is_computed(entry)
        };
        self.once(Question::Report, map, || {
            is_called()
                && tree.children(map).any(took)
                && !self.folded_keys(map).iter().any(|key| requests::is_sent(key))
        })
    }
}
