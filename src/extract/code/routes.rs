//! Ways out of a file and into it: which name of another file an expression is, and what a name of this file is to others.

use super::dialect::Export;
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role};
use crate::reference::Route;

/// Most modules that one file passes on as a whole and that are asked for a name.
const MOST_STARS: usize = 48;

/// Deepest nesting that a way is read through.
const DEEPEST: usize = 8;
/// Most ways that one expression may have.
const MOST: usize = 8;

/// What a name of this file is to others.
#[derive(Debug, Default)]
pub(super) struct Exported {
    /// The file binds the first of the names.
    pub(super) bound: bool,
    /// What the last of the names is bound to.
    pub(super) bounds: Vec<Bound>,
    /// Where else it comes from.
    pub(super) routes: Vec<Route>,
    /// A function gives it out of several items, by a key that is not known here.
    pub(super) by_key: bool,
}

impl<'f> Names<'f> {
    /// The way to what an import binds.
    pub(super) fn import_route(&self, number: usize) -> Route {
        let import = &self.imports[number];
        Route { module: import.module.clone(), names: import.name.iter().cloned().collect() }
    }

    /// The ways to names of other files that an expression may be.
    pub(super) fn routes_of(&self, node: NodeId) -> Vec<Route> {
        let mut routes = Vec::new();
        self.find_routes(node, 0, &mut routes);
        routes.truncate(MOST);
        routes
    }

    /// The ways to what a name is that is taken out of an object: `{ name: other } = value`.
    pub(super) fn routes_of_param(&self, param: NodeId) -> Vec<Route> {
        let mut routes = Vec::new();
        self.bound_routes(&Bound::Param(param), 0, &mut routes);
        routes.truncate(MOST);
        routes
    }

    fn find_routes(&self, node: NodeId, depth: usize, out: &mut Vec<Route>) {
        let Some(_step) = self.step_in().filter(|_| depth <= DEEPEST && out.len() < MOST) else { return };
        match self.tree.kind(node) {
            Kind::Name => {
                let bounds = self.lookup(node, self.text(node));
                if bounds.is_empty() {
                    out.extend(self.star_routes(self.text(node)));
                }
                bounds.iter().take(MOST).for_each(|bound| self.bound_routes(bound, depth + 1, out));
            }
            Kind::Member | Kind::Index => {
                let Some(object) = self.tree.child(node, Role::Object) else { return };
                match (self.key_of(node), self.class_of(node)) {
                    (Some(key), Some(class)) if self.text(object) == self.dialect.itself() => {
                        let bounds = self.class_attribute(class, key, 0);
                        bounds.iter().take(MOST).for_each(|bound| self.bound_routes(bound, depth + 1, out));
                        if bounds.is_empty() {
                            out.extend(self.classes_above(class, 0).into_iter().map(|above| above.then(key)));
                        }
                    }
                    (key, _) => self.further(object, key.unwrap_or(Route::ANY), depth, out),
                }
            }
            Kind::Call => self.call_routes(node, depth, out),
            Kind::Or | Kind::Conditional => {
                let sides = self.tree.children(node).filter(|side| self.tree.role(*side) != Role::Condition);
                sides.for_each(|side| self.find_routes(side, depth + 1, out));
            }
            _ => {}
        }
    }

    /// The ways to an expression, one step further.
    fn further(&self, node: NodeId, step: &str, depth: usize, out: &mut Vec<Route>) {
        let before = out.len();
        self.find_routes(node, depth + 1, out);
        out[before..].iter_mut().for_each(|route| route.names.push(step.to_owned()));
    }

    fn call_routes(&self, call: NodeId, depth: usize, out: &mut Vec<Route>) {
        if let Some(module) = self.required(call) {
            return out.push(Route { module, names: Vec::new() });
        }
        let Some(callee) = self.tree.child(call, Role::Callee) else { return };
        if let Some(receiver) = self.same_value(callee) {
            return self.find_routes(receiver, depth + 1, out);
        }
        if let Some(list) = self.picked_from(call) {
            return self.further(list, Route::ANY, depth, out);
        }
        let listed = self.dialect.items(&self.chain(callee).names).and_then(|which| self.listed(call, callee, which));
        if let Some(list) = listed {
            return self.find_routes(list, depth + 1, out);
        }
        let looked_up = (self.key_of(callee) == Some("get")).then(|| self.tree.child(callee, Role::Object)).flatten();
        match looked_up {
            Some(table) => {
                let key = self.positional(call).first().and_then(|key| self.literal(*key)).map(|key| key.text);
                self.further(table, key.as_deref().unwrap_or(Route::ANY), depth, out);
            }
            None => self.further(callee, Route::CALLED, depth, out),
        }
    }

    fn bound_routes(&self, bound: &Bound, depth: usize, out: &mut Vec<Route>) {
        match bound {
            Bound::Import(number) => out.push(self.import_route(*number)),
            Bound::Value(value) => match self.required(*value) {
                Some(module) => out.push(Route { module, names: Vec::new() }),
                None => self.find_routes(*value, depth, out),
            },
            Bound::Param(param) | Bound::Declared(param) => {
                let up = self.tree.node(*param).parent;
                if let Some(list) = self.list_run_through(*param) {
                    self.further(list, Route::ANY, depth, out);
                } else if self.tree.kind(up) == Kind::Pattern {
                    self.pattern_routes(*param, up, depth, out);
                } else {
                    self.typed_routes(*param, depth, out);
                }
            }
            Bound::Item(list) => self.further(*list, Route::ANY, depth, out),
            Bound::ItemPart(pairs, place) => out.extend(self.routes_of_keys(*pairs, *place)),
            Bound::Function(_) | Bound::Class(_) | Bound::Part(..) => {}
        }
    }

    /// The ways to the keys of a table that is taken in pairs, of which they are the first part.
    pub(super) fn routes_of_keys(&self, pairs: NodeId, place: usize) -> Vec<Route> {
        let table = self.table_of_pairs(pairs).filter(|_| place == 0);
        let routes = table.map(|table| self.routes_of(table)).unwrap_or_default();
        routes.into_iter().map(|route| route.then(Route::ALL_KEYS)).collect()
    }

    /// Ways to the classes of other files that a class extends.
    fn classes_above(&self, class: NodeId, depth: usize) -> Vec<Route> {
        let bases = self.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        let above = |base: &NodeId| match *self.lookup(class, self.text(*base)) {
            [Bound::Class(own)] if own != class && depth < DEEPEST => self.classes_above(own, depth + 1),
            [Bound::Class(_)] => Vec::new(),
            _ => self.routes_of(*base),
        };
        bases.iter().flat_map(above).collect()
    }

    /// A name in `{ name: other } = value`.
    fn pattern_routes(&self, param: NodeId, pattern: NodeId, depth: usize, out: &mut Vec<Route>) {
        let holder = self.tree.node(pattern).parent;
        let name = self.tree.child(param, Role::Key).or_else(|| self.tree.child(param, Role::Name));
        let (Some(value), Some(name)) = (self.tree.child(holder, Role::Value), name) else { return };
        if value != pattern {
            self.further(value, self.text(name), depth, out);
        }
    }

    /// An object of a class that an annotation names.
    fn typed_routes(&self, declared: NodeId, depth: usize, out: &mut Vec<Route>) {
        let Some(annotation) = self.tree.child(declared, Role::Type) else { return };
        let mut names = self.tree.below(annotation).filter(|n| self.tree.kind(*n) == Kind::Name);
        match (names.next(), names.next()) {
            (Some(class), None) => self.further(class, Route::CALLED, depth, out),
            (None, _) => self.routes_of_type(annotation, out),
            _ => {}
        }
    }

    /// An object of the one class of other files that an annotation names where names of types are no expressions.
    fn routes_of_type(&self, annotation: NodeId, out: &mut Vec<Route>) {
        const NOTHING: [&str; 2] = ["null", "undefined"];
        let mut words = self.words_of(annotation);
        words.retain(|word| !NOTHING.contains(word));
        let [class] = words[..] else { return };
        if let [Bound::Import(number)] = *self.lookup(annotation, class) {
            out.push(self.import_route(number).then(Route::CALLED));
        }
    }

    /// The file takes all names of some module.
    pub(super) fn imports_all(&self) -> bool {
        self.imports.iter().any(|import| import.name.as_deref() == Some(Route::ALL))
    }

    /// The ways to a name that only an import of all names of a module can bind.
    fn star_routes(&self, name: &str) -> Vec<Route> {
        let stars = self.imports.iter().filter(|import| import.name.as_deref() == Some(Route::ALL));
        stars.map(|i| Route { module: i.module.clone(), names: vec![name.to_owned()] }).take(MOST).collect()
    }

    /// What others get who follow these names from the file on.
    pub(super) fn exported(&self, names: &[String]) -> Exported {
        let default = ["default".to_owned()];
        let (first, rest) = match names.split_first() {
            Some((first, rest)) => (first.as_str(), rest),
            None => (default[0].as_str(), &default[1..]),
        };
        let mut exported = Exported::default();
        self.exported_first(first, rest, &mut exported);
        for (at, step) in rest.iter().enumerate() {
            let bounds = std::mem::take(&mut exported.bounds);
            for bound in bounds.iter().take(MOST) {
                self.one_further(bound, step, &rest[at + 1..], 0, &mut exported);
            }
        }
        exported
    }

    /// What the first of the names is.
    fn exported_first(&self, name: &str, rest: &[String], exported: &mut Exported) {
        let route = |module: &str, names: Option<&str>| {
            let names = names.into_iter().map(str::to_owned).chain(rest.iter().cloned()).collect();
            Route { module: module.to_owned(), names }
        };
        let mut local = name;
        if let Some(export) = self.exports.iter().find(|export| export.name == name && name != Route::ALL) {
            exported.bound = true;
            match (&export.module, &export.local) {
                (Some(module), local) => return exported.routes.push(route(module, local.as_deref())),
                (None, Some(own)) => local = own,
                (None, None) => {}
            }
        }
        exported.bounds.extend(self.in_module(local));
        if name == "default" {
            exported.bounds.extend(self.default_export);
        }
        self.common_exports(name, exported);
        exported.bound |= !exported.bounds.is_empty();
        if !exported.bound {
            let stars = self.exports.iter().filter(|export| export.name == Route::ALL);
            let stars = stars.filter_map(|export| export.module.as_deref()).map(|module| route(module, Some(name)));
            exported.routes.extend(stars.take(MOST_STARS));
            let imported = self.star_routes(name).into_iter();
            exported.routes.extend(imported.map(|star| route(&star.module, Some(name))));
        }
    }

    /// The file says by assignments what it gives to others.
    pub(super) fn exports_by_assignment(&self) -> bool {
        memchr::memmem::find(&self.file.bytes, b"exports").is_some()
    }

    /// Other files can take a name of the file itself.
    pub(super) fn is_given(&self, name: &str) -> bool {
        let is_listed = |export: &Export| export.module.is_none() && export.local.as_deref() == Some(name);
        let bounds = self.in_module(name);
        bounds.is_empty()
            || self.exports.iter().any(is_listed)
            || bounds.iter().any(|bound| self.is_bound_for_all(bound))
    }

    fn is_bound_for_all(&self, bound: &Bound) -> bool {
        /// Longer lines are not looked at, in bytes.
        const LONGEST: usize = 400;
        let node = match bound {
            Bound::Value(node) | Bound::Function(node) | Bound::Class(node) => *node,
            _ => return true,
        };
        let start = self.tree.node(node).span.range().start;
        let before = self.file.bytes[..start].iter().rev().take(LONGEST).take_while(|byte| **byte != b'\n').count();
        let after = self.file.bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let line = std::str::from_utf8(&self.file.bytes[start - before..start + after]);
        before == LONGEST || line.is_ok_and(|line| self.dialect.gives(line))
    }

    /// `module.exports = { name }`, `exports.name = …`.
    fn common_exports(&self, name: &str, exported: &mut Exported) {
        let whole = self.module_members("module", "exports");
        match name {
            "default" => exported.bounds.extend(whole.iter().map(|value| Bound::Value(*value))),
            _ => {
                let maps = whole.iter().filter_map(|value| self.map_of(*value, 0));
                let values = maps.flat_map(|map| self.entries(map, name));
                exported.bounds.extend(values.map(Bound::Value));
            }
        }
        for base in ["exports", "module.exports"] {
            exported.bounds.extend(self.module_members(base, name).iter().map(|value| Bound::Value(*value)));
        }
    }

    /// What a step leads to from something that is bound.
    fn one_further(&self, bound: &Bound, step: &str, rest: &[String], depth: usize, exported: &mut Exported) {
        let Some(_step) = self.step_in().filter(|_| depth <= DEEPEST) else { return };
        let leave = |routes: Vec<Route>, exported: &mut Exported| {
            let whole = |mut route: Route| {
                route.names.push(step.to_owned());
                route.names.extend(rest.iter().cloned());
                route
            };
            exported.routes.extend(routes.into_iter().map(whole));
        };
        match bound {
            Bound::Import(number) => leave(vec![self.import_route(*number)], exported),
            Bound::Class(_) if step == Route::CALLED => exported.bounds.push(*bound),
            Bound::Class(class) => {
                let own = self.class_attribute(*class, step, 0);
                if own.is_empty() {
                    leave(self.classes_above(*class, 0), exported);
                }
                exported.bounds.extend(own);
            }
            Bound::Function(function) if step == Route::CALLED => {
                exported.by_key |= self.gives_by_key(*function);
                exported.bounds.extend(self.returns(*function).into_iter().take(MOST).map(Bound::Value));
            }
            Bound::Value(value) => {
                let found = self.value_further(*value, step, rest, depth, exported);
                if !found {
                    leave(self.routes_of(*value), exported);
                }
            }
            Bound::Item(list) if self.items_of(*list).is_some() => {
                for item in self.items_of(*list).unwrap_or_default() {
                    if !self.value_further(item, step, rest, depth + 1, exported) {
                        leave(self.routes_of(item), exported);
                    }
                }
            }
            Bound::Param(_) | Bound::Declared(_) | Bound::Item(_) => {
                let mut routes = Vec::new();
                self.bound_routes(bound, depth, &mut routes);
                leave(routes, exported);
            }
            Bound::Function(_) | Bound::ItemPart(..) | Bound::Part(..) => {}
        }
    }

    fn value_further(&self, value: NodeId, step: &str, rest: &[String], depth: usize, exported: &mut Exported) -> bool {
        let before = exported.bounds.len();
        match self.tree.kind(value) {
            Kind::Function if step == Route::CALLED => {
                exported.bounds.extend(self.returns(value).into_iter().take(MOST).map(Bound::Value));
            }
            // The value of a member of an enumeration.
            Kind::Str | Kind::Template | Kind::Concat if step == "value" => exported.bounds.push(Bound::Value(value)),
            Kind::Name => {
                let bounds = self.lookup(value, self.text(value)).into_owned();
                let routes = exported.routes.len();
                for bound in bounds.iter().take(MOST) {
                    self.one_further(bound, step, rest, depth + 1, exported);
                }
                return exported.bounds.len() > before || exported.routes.len() > routes;
            }
            Kind::List | Kind::Map if step == Route::ANY => exported.bounds.push(Bound::Item(value)),
            Kind::Call | Kind::For if step == Route::ANY && self.items_of(value).is_some() => {
                exported.bounds.push(Bound::Item(value));
            }
            Kind::Map if step == Route::KEYS => {
                exported.bounds.extend(self.labelled_keys(value).into_iter().map(Bound::Value));
            }
            Kind::Map if step == Route::ALL_KEYS => {
                exported.bounds.extend(self.keys_of_map(value).into_iter().map(Bound::Value));
            }
            kind => {
                exported.bounds.extend(self.attributes_of_value(value, step, 0));
                if exported.bounds.len() == before
                    && let Some(map) = self.map_of(value, 0)
                {
                    exported.bounds.extend(self.entries(map, step).into_iter().map(Bound::Value));
                }
                if kind == Kind::Call && exported.bounds.len() == before {
                    let routes = exported.routes.len();
                    let callee = self.tree.child(value, Role::Callee);
                    let made = callee.map(|callee| self.functions_of(callee)).unwrap_or_default();
                    for returned in made.into_iter().flat_map(|function| self.returns(function)).take(MOST) {
                        self.one_further(&Bound::Value(returned), step, rest, depth + 1, exported);
                    }
                    return exported.bounds.len() > before || exported.routes.len() > routes;
                }
            }
        }
        exported.bounds.len() > before
    }
}
