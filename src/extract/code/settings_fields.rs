//! Fields of settings that hold something like an ID: of a class that is called after what it holds, or of a schema of the
//! environment. Whether somebody reads them the project knows.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::follow::is_setting_name;
use super::names::Bound;
use super::read::Reader;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{Field, FieldHolder};

/// Endings of names of classes that hold settings, whatever they are made from.
const HOLDERS: [&str; 3] = ["Settings", "Config", "Configuration"];

/// Variables that a schema of the environment has at least.
const FEWEST: usize = 3;

/// What a field belongs to, and the declaration of the field in it.
#[derive(Clone, Copy)]
struct Declared {
    holder: NodeId,
    field: NodeId,
}

impl<'f> Reader<'_, 'f> {
    /// Notes the fields of settings in which something like an ID stands.
    pub(super) fn settings_fields(&mut self) {
        let tree = &self.names.tree;
        let literals = tree.ids().filter(|id| tree.kind(*id) == Kind::Str);
        let known = literals.filter(|id| self.references.contains_key(&tree.node(*id).span));
        let mut holders: HashMap<NodeId, Arc<FieldHolder>> = HashMap::new();
        let fields = known.filter_map(|literal| {
            let declared = self.declared(literal)?;
            let name = self.field_name(declared.field)?;
            let holder = holders.entry(declared.holder).or_insert_with(|| Arc::new(self.holder(declared.holder)));
            Some(Field {
                name: name.to_owned(),
                value: tree.node(literal).span,
                place: tree.node(declared.field).span,
                variables: self.variables(declared),
                holder: holder.clone(),
            })
        });
        let fields = fields.collect();
        self.links.fields = fields;
    }

    fn holder(&self, holder: NodeId) -> FieldHolder {
        /// Fields of which somebody has to read some for the others to be missed: who has more has read them.
        const MOST: usize = 1_000;
        let tree = &self.names.tree;
        let fields = tree.children(holder).filter_map(|field| self.field_name(field));
        FieldHolder {
            place: tree.node(holder).span,
            fields: fields.take(MOST).map(str::to_owned).collect(),
            objects: self.objects(holder).into_iter().map(str::to_owned).collect(),
            is_open: !self.reads_environment(holder),
        }
    }

    /// The field in whose declaration a literal stands, in nothing that runs by itself.
    fn declared(&self, literal: NodeId) -> Option<Declared> {
        const HIGHEST: usize = 16;
        let tree = &self.names.tree;
        let mut field = literal;
        for up in tree.ancestors(literal).take(HIGHEST) {
            let declared = Declared { holder: up, field };
            match tree.kind(up) {
                Kind::Class if tree.kind(field) == Kind::Assign => return self.holds_settings(up).then_some(declared),
                Kind::Map if self.is_schema(up) => return self.is_default(literal).then_some(declared),
                Kind::Function | Kind::Class | Kind::Module => return None,
                _ => field = up,
            }
        }
        None
    }

    /// The name of a field by its declaration.
    fn field_name(&self, field: NodeId) -> Option<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        match tree.kind(field) {
            Kind::Assign => {
                let target = tree.child(field, Role::Target).filter(|target| tree.kind(*target) == Kind::Name);
                target.map(|target| names.text(target))
            }
            Kind::Entry => names.entry_key(field),
            _ => None,
        }
    }

    fn holds_settings(&self, class: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.child(class, Role::Name).map_or("", |name| names.text(name));
        self.reads_environment(class) || HOLDERS.iter().any(|end| name.ends_with(end))
    }

    /// What holds settings fills them from the environment: nobody makes it with values of his own.
    fn reads_environment(&self, holder: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_settings = |child: NodeId| tree.role(child) == Role::Base && names.text(child).ends_with("Settings");
        tree.kind(holder) == Kind::Map || tree.children(holder).any(is_settings)
    }

    /// A map that says of nothing but variables what they have to be: `z.object({ ACME_MODEL: z.string() })`. Where a program
    /// is given variables, some have plain values.
    fn is_schema(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_said = |entry: NodeId| {
            let value = tree.child(entry, Role::Value);
            value.is_some_and(|value| matches!(tree.kind(value), Kind::Call | Kind::Member))
        };
        let is_variable =
            |entry: &NodeId| names.entry_key(*entry).is_some_and(|key| key.contains('_') && is_setting_name(key));
        matches!(tree.role(map), Role::Argument | Role::Value)
            && tree.children(map).all(is_said)
            && tree.children(map).filter(is_variable).nth(FEWEST - 1).is_some()
    }

    /// What a variable is where nobody sets it: `.default("…")`, `{ default: "…" }`.
    fn is_default(&self, literal: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.node(literal).parent;
        let name = match tree.kind(up) {
            Kind::Call => tree.child(up, Role::Callee).and_then(|callee| names.key_of(callee)),
            Kind::Entry => names.entry_key(up),
            _ => None,
        };
        name.is_some_and(|name| name.to_ascii_lowercase().contains("default"))
    }

    /// The variables of the environment that fill a field: those that its declaration names, else its own name.
    fn variables(&self, Declared { holder, field }: Declared) -> Vec<String> {
        let (names, tree) = (self.names, &self.names.tree);
        let texts = tree.below(field).filter(|node| tree.kind(*node) == Kind::Str).map(|node| names.text(node));
        let named: Vec<String> = texts.filter(|text| is_setting_name(text)).map(str::to_owned).collect();
        let has_prefix = names.text(holder).contains("env_prefix");
        match self.field_name(field).filter(|_| named.is_empty() && !has_prefix && self.reads_environment(holder)) {
            Some(name) => vec![name.to_uppercase()],
            None => named,
        }
    }

    /// The names of the file by which others have the settings: of the class, and of what is made from it; of a schema
    /// only where nothing is.
    fn objects(&self, holder: NodeId) -> Vec<&'f str> {
        /// What is made from what is made from it.
        const ROUNDS: usize = 2;
        let (names, tree) = (self.names, &self.names.tree);
        let bound = |bound: &Bound| match bound {
            Bound::Value(node) | Bound::Function(node) => Some(*node),
            _ => None,
        };
        let named = |holds: &dyn Fn(NodeId) -> bool| -> Vec<&'f str> {
            let names = names.of_module().filter(|(_, bounds)| bounds.iter().filter_map(bound).any(holds));
            names.map(|(name, _)| name).collect()
        };
        let own = tree.child(holder, Role::Name).filter(|_| tree.kind(holder) == Kind::Class);
        let own = match own {
            Some(name) => vec![names.text(name)],
            None => named(&|node| tree.node(node).span.contains(tree.node(holder).span)),
        };
        let mut made: Vec<&str> = Vec::new();
        for _ in 0..ROUNDS {
            let is_it = |part: NodeId| {
                let is_one = |name: &str| own.contains(&name) || made.contains(&name);
                tree.kind(part) == Kind::Name && is_one(names.text(part))
            };
            let further = named(&|node| std::iter::once(node).chain(tree.below(node)).any(is_it));
            let further: Vec<&str> =
                further.into_iter().filter(|name| !own.contains(name) && !made.contains(name)).collect();
            made.extend(further);
        }
        if tree.kind(holder) == Kind::Map && !made.is_empty() { made } else { [own, made].concat() }
    }
}
