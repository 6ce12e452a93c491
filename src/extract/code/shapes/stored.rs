//! Rows that a program keeps in a database of what a model made: the model in them was asked before.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{Role as KeyRole, fold_name, words_of_name};

/// Columns, folded, of the model that made what stands in the row.
const MADE_BY: [&str; 8] =
    ["aimodel", "iamodel", "aimodelused", "generatedby", "generatedwith", "generationmodel", "modelused", "usedmodel"];

/// Words of columns that say what came of a request, or what became of it.
const CAME: [&str; 11] =
    ["parsed", "confidence", "raw", "output", "response", "result", "tokens", "credits", "cost", "duration", "status"];

/// Columns of this kind that make a row of what was made, whatever the column of its model is called.
const FEWEST: usize = 2;

/// Methods that put a new row into a table or collection.
const PUTTING: [&str; 6] = ["insert", "insertOne", "insert_one", "insertMany", "add", "set"];

/// Methods that take of a table the rows which have a value in a column.
const FILTERING: [&str; 4] = ["eq", "neq", "like", "ilike"];

/// Methods that say which table or collection is meant.
const CHOOSING: [&str; 3] = ["from", "collection", "table"];

/// Words in the name of a table whose rows say what to ask.
const ASKING: [&str; 11] = [
    "setting",
    "config",
    "preference",
    "agent",
    "assistant",
    "bot",
    "profile",
    "workspace",
    "user",
    "character",
    "model",
];

/// Ends of what is kept of an answer beside the model that gave it, under the same beginning.
const ANSWERED: [&str; 5] = ["parsed", "result", "results", "response", "raw"];

impl Contexts<'_, '_> {
    /// The call puts what it is given into a table, as rows of what was made, and the key is the column of the model that
    /// made it: `db.from("recipes").insert({ title, ai_model: "…" })`.
    pub(in crate::extract::code) fn puts_what_was_made(&self, call: NodeId, key: &str) -> bool {
        /// Calls in a chain that are looked at.
        const LONGEST: usize = 6;
        let (names, tree) = (self.names, &self.names.tree);
        let callee = |call: NodeId| tree.child(call, Role::Callee).filter(|_| tree.kind(call) == Kind::Call);
        let method = |call: NodeId| callee(call).and_then(|callee| names.key_of(callee));
        if self.creates_what_was_made(call, key) {
            return true;
        }
        let is_made_by = MADE_BY.contains(&fold_name(key).as_str()) || self.is_model_of_maker(call, key);
        if !is_made_by || !method(call).is_some_and(|m| PUTTING.contains(&m)) {
            return false;
        }
        let before = |call: &NodeId| {
            let mut node = tree.child(callee(*call)?, Role::Object)?;
            while tree.kind(node) == Kind::Member {
                node = tree.child(node, Role::Object)?;
            }
            // `const row = db.collection("…").doc()`
            let bound = if tree.kind(node) == Kind::Name { names.bounds_of(node) } else { Default::default() };
            let made = bound.iter().find_map(|bound| if let Bound::Value(value) = bound { Some(*value) } else { None });
            Some(made.unwrap_or(node)).filter(|node| tree.kind(*node) == Kind::Call)
        };
        let mut calls = std::iter::successors(Some(call), before).take(LONGEST);
        let table = calls.find(|call| method(*call).is_some_and(|method| CHOOSING.contains(&method)));
        let name = table.and_then(|table| names.positional(table).into_iter().next());
        let name = name.and_then(|name| names.literal(name));
        name.is_some_and(|name| is_of_answers(&name.text))
    }

    /// The column is called after whose model it holds, in a row that holds what came of asking it: `{ parsed_text: text,
    /// acme_model: "…" }`.
    fn is_model_of_maker(&self, call: NodeId, key: &str) -> bool {
        let maker = key.strip_suffix("_model").or_else(|| key.strip_suffix("Model"));
        let is_maker =
            maker.is_some_and(|maker| self.vocabulary.provider_called(&maker.to_ascii_lowercase()).is_some());
        is_maker && self.names.positional(call).into_iter().any(|row| self.columns_of_what_came(row) > 0)
    }

    /// The call makes a row of the table that it is called on, and the row says what became of what was asked:
    /// `db.summary.create({ data: { model: "…", status: "PENDING", credits } })`.
    fn creates_what_was_made(&self, call: NodeId, key: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names).unwrap_or_default();
        let [.., _, table, "create"] = chain.as_slice() else { return false };
        let rows = names.positional(call).into_iter().flat_map(|options| names.entries(options, "data"));
        let is_made = |row: NodeId| !names.entries(row, key).is_empty() && self.columns_of_what_came(row) >= FEWEST;
        is_of_answers(table) && { rows }.any(is_made)
    }

    /// Of the rows of a table those are taken that have what is given second in a column for models:
    /// `db.from("answers").eq("model", MODEL)`.
    pub(in crate::extract::code) fn filters_rows(&self, call: NodeId, chain: &[&str]) -> bool {
        let names = self.names;
        let column = names.positional(call).first().and_then(|column| names.literal(*column));
        chain.last().is_some_and(|method| FILTERING.contains(method))
            && column.is_some_and(|column| self.key(&column.text).is_some_and(|key| key.role == KeyRole::Model))
    }

    /// How many columns of a row say what came of a request.
    fn columns_of_what_came(&self, row: NodeId) -> usize {
        let (names, tree) = (self.names, &self.names.tree);
        let keys =
            tree.children(row).filter(|_| tree.kind(row) == Kind::Map).filter_map(|entry| names.entry_key(entry));
        let says = |key: &&str| words_of_name(key).any(|word| CAME.contains(&word.to_ascii_lowercase().as_str()));
        keys.filter(says).count()
    }

    /// What a name holds is put into a table as a row of what was made.
    pub(in crate::extract::code) fn is_put_as_made(&self, reader: NodeId, key: &str) -> bool {
        let tree = &self.names.tree;
        let call = tree.ancestors(reader).take(2).find(|up| tree.kind(*up) != Kind::List);
        call.is_some_and(|call| tree.kind(call) == Kind::Call && self.puts_what_was_made(call, key))
    }

    /// A keyword names the model of a step whose answer the call is given as well: `Scan(ocr_model="…", ocr_parsed=data)`.
    pub(in crate::extract::code) fn is_kept_beside_answer(&self, call: NodeId, keyword: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(step) = keyword.strip_suffix("_model").filter(|step| !step.is_empty()) else { return false };
        let keywords = tree.children(call).filter(|part| tree.kind(*part) == Kind::Keyword);
        let mut beside = keywords.filter_map(|part| tree.child(part, Role::Name)).map(|name| names.text(name));
        beside.any(|other| {
            let rest = other.strip_prefix(step).and_then(|rest| rest.strip_prefix('_'));
            rest.is_some_and(|rest| ANSWERED.contains(&rest))
        })
    }
}

/// A table holds no settings, by its name.
fn is_of_answers(table: &str) -> bool {
    let table = table.to_ascii_lowercase();
    !ASKING.iter().any(|word| table.contains(word))
}
