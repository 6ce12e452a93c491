//! The parameters of a call: what is given for each, and whether all of them are seen.

use foldhash::{HashSet, HashSetExt};

use super::dialect::TextMethod;
use super::names::{Bound, Names};
use super::sites::Call;
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Given, LAST_ROLE, Parameter, Use};
use crate::source::Span;
use crate::vocabulary::SiteKind;

/// Deepest nesting of parameters.
const DEEPEST: usize = 4;

/// What a file does with its names beside the calls.
pub struct Surroundings<'f> {
    /// Names of maps of which something is taken, deleted or assigned.
    changed: HashSet<&'f str>,
    /// Expressions that something is decided by, by the function around it.
    decisive: HashSet<(Option<NodeId>, &'f str)>,
    /// The same wherever they stand.
    decisive_anywhere: HashSet<&'f str>,
    /// Names that are handed to something, by the function around it: that may decide by them as well.
    handed: HashSet<(Option<NodeId>, &'f str)>,
}

impl<'f> Names<'f> {
    /// What the file does with its names beside the calls.
    pub(super) fn surroundings(&self) -> &Surroundings<'f> {
        self.surroundings.get_or_init(|| Surroundings::new(self))
    }
}

impl<'f> Surroundings<'f> {
    /// Reads a file.
    pub fn new(names: &Names<'f>) -> Surroundings<'f> {
        let mut found = Surroundings {
            changed: HashSet::new(),
            decisive: HashSet::new(),
            decisive_anywhere: HashSet::new(),
            handed: HashSet::new(),
        };
        let tree = &names.tree;
        for node in tree.ids().filter(|id| matches!(tree.kind(*id), Kind::Name | Kind::Member)) {
            let Some(up) = tree.parent(node) else { continue };
            let (text, role) = (names.text(node), tree.role(node));
            let place = (names.function_of(node), text);
            let is_called = || tree.parent(up).is_some_and(|call| tree.child(call, Role::Callee) == Some(up));
            match tree.kind(up) {
                Kind::Index if role == Role::Object => _ = found.changed.insert(text),
                Kind::Member if role == Role::Object && is_called() => {
                    found.changed.insert(text);
                    found.decisive.insert(place);
                }
                Kind::Compare | Kind::Case => _ = found.decisive.insert(place),
                Kind::Conditional if role == Role::Condition => _ = found.decisive.insert(place),
                Kind::Call if role == Role::Argument => _ = found.handed.insert(place),
                _ => {}
            }
        }
        found.decisive_anywhere = found.decisive.iter().map(|(_, text)| *text).collect();
        found
    }

    /// Code around a value looks at it before it goes on.
    pub fn look_at(&self, names: &Names<'f>, value: NodeId) -> bool {
        let text = names.text(value);
        match names.tree.kind(value) {
            Kind::Name => self.decisive.contains(&(names.function_of(value), text)),
            Kind::Member => self.decisive_anywhere.contains(text),
            _ => false,
        }
    }

    /// Completes a use by the parameters of its call.
    pub fn fill(&self, names: &Names<'f>, call: &Call<'f>, models: &[NodeId], used: &mut Use) {
        let own = names.tree.node(call.node).span;
        let mut reading = Reading { names, around: self, own, found: Vec::new(), unseen: false };
        reading.holder(call.node, "", 0);
        (used.parameters, used.spread) = (reading.found, reading.unseen);
        if call.site.kind == SiteKind::Http {
            only_body(call, used);
        }
        with_body(call, used);
        if models.iter().any(|model| self.decides(names, *model)) {
            used.parameters.clear();
            used.spread = true;
        }
        // Which of several models comes here somebody else knows.
        used.spread |= models.iter().any(|model| names.is_given_by_key(*model));
        let omitted = models.is_empty() && !used.spread;
        let default = |text: &str| if omitted { text.to_owned() } else { String::new() };
        (used.default_model, used.default_in) = (default(call.site.default_model), default(call.site.default_in));
    }

    /// Headers of a request: in a map, or as lines of a list.
    pub fn headers(&self, names: &Names<'f>, call: &Call<'f>) -> Vec<(String, String)> {
        let own = names.tree.node(call.node).span;
        let mut reading = Reading { names, around: self, own, found: Vec::new(), unseen: false };
        reading.holder(call.node, "", 0);
        let mut headers = Vec::new();
        for parameter in reading.found {
            if let Given::Text(value) = parameter.value {
                headers.push((parameter.name.rsplit('.').next().unwrap_or_default().to_owned(), value));
            }
        }
        let keywords = names.tree.children(call.node).filter(|child| names.tree.kind(*child) == Kind::Keyword);
        for value in keywords.filter_map(|keyword| names.tree.child(keyword, Role::Value)) {
            let list = match names.tree.kind(value) {
                Kind::List => value,
                Kind::Name => match *names.lookup(value, names.text(value)) {
                    [Bound::Value(bound)] if names.tree.kind(bound) == Kind::List => bound,
                    _ => continue,
                },
                _ => continue,
            };
            let lines = names.tree.children(list).filter(|item| names.tree.kind(*item) == Kind::Str);
            let lines = lines.filter_map(|item| names.literal(item));
            let split =
                |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
            headers.extend(lines.filter_map(|line| split(&line.text)));
        }
        headers
    }

    /// Other code depends on the model of a call: what is given beside it may do so, too.
    fn decides(&self, names: &Names<'f>, model: NodeId) -> bool {
        let text = names.text(model);
        match names.tree.kind(model) {
            Kind::Name => {
                let place = (names.function_of(model), text);
                let is_local = !names.lookup(model, text).iter().all(|bound| match bound {
                    Bound::Value(value) => names.function_of(*value).is_none(),
                    Bound::Import(_) => true,
                    _ => false,
                });
                if is_local {
                    self.decisive.contains(&place) || self.handed.contains(&place)
                } else {
                    self.decisive_anywhere.contains(text)
                }
            }
            Kind::Member => self.decisive_anywhere.contains(text),
            _ => false,
        }
    }
}

/// Of a request only what stands in its body, under the names of the body.
fn only_body(call: &Call<'_>, used: &mut Use) {
    let given = std::mem::take(&mut used.parameters);
    let mut is_seen = false;
    for path in call.site.model.iter() {
        let Some((body, _)) = path.rsplit_once('.') else { continue };
        is_seen |= given.iter().any(|p| p.name == body && p.value == Given::Compound);
        let inside = given.iter().filter_map(|p| {
            let name = p.name.strip_prefix(body)?.strip_prefix('.')?;
            Some(Parameter { name: name.to_owned(), ..p.clone() })
        });
        used.parameters.extend(inside);
    }
    used.spread |= !is_seen;
}

/// A request within an argument gives parameters of its own, under the names of the body.
fn with_body(call: &Call<'_>, used: &mut Use) {
    for body in call.site.body.iter() {
        let is_seen = used.parameters.iter().any(|p| p.name == body && p.value == Given::Compound);
        used.spread |= !is_seen;
        let inside = used.parameters.iter().filter_map(|p| {
            let name = p.name.strip_prefix(body)?.strip_prefix('.')?;
            Some(Parameter { name: name.to_owned(), ..p.clone() })
        });
        let inside: Vec<Parameter> = inside.collect();
        used.parameters.extend(inside);
    }
}

/// A call with more of them is not read to its end: maps that name maps would multiply.
const MOST_PARAMETERS: usize = 256;

struct Reading<'n, 'f> {
    names: &'n Names<'f>,
    around: &'n Surroundings<'f>,
    /// The call.
    own: Span,
    found: Vec<Parameter>,
    /// Something is spread in whose content is not known.
    unseen: bool,
}

impl Reading<'_, '_> {
    /// What a call or a map gives.
    fn holder(&mut self, holder: NodeId, prefix: &str, depth: usize) {
        let tree = &self.names.tree;
        let is_call = tree.kind(holder) == Kind::Call;
        let children: Vec<NodeId> =
            tree.children(holder).filter(|c| !is_call || tree.role(*c) == Role::Argument).collect();
        for child in children {
            match self.names.tree.kind(child) {
                Kind::Keyword => self.one(child, Role::Name, prefix, depth),
                Kind::Entry => self.one(child, Role::Key, prefix, depth),
                Kind::Spread => {
                    let value = self.names.tree.child(child, Role::Value);
                    self.inside(value.and_then(|v| self.map(v, 0)), prefix, depth);
                }
                Kind::Str | Kind::Template | Kind::Literal | Kind::List | Kind::Concat | Kind::Function => {}
                _ if is_call => self.inside(self.map(child, 0), prefix, depth),
                _ => self.unseen = true,
            }
        }
    }

    fn inside(&mut self, map: Option<NodeId>, prefix: &str, depth: usize) {
        match map.filter(|_| depth < DEEPEST) {
            Some(map) => self.holder(map, prefix, depth + 1),
            None => self.unseen = true,
        }
    }

    /// A parameter, and what is nested in it.
    fn one(&mut self, node: NodeId, name_role: Role, prefix: &str, depth: usize) {
        let names = self.names;
        if self.found.len() >= MOST_PARAMETERS {
            self.unseen = true;
            return;
        }
        let (Some(name), Some(value)) = (names.tree.child(node, name_role), names.tree.child(node, Role::Value)) else {
            return;
        };
        if !matches!(names.tree.kind(name), Kind::Name | Kind::Str) {
            self.unseen = true;
            return;
        }
        let (span, name_span) = (names.tree.node(node).span, names.tree.node(name).span);
        let is_shorthand = names.tree.node(value).span == name_span;
        let full = format!("{prefix}{}", names.text(name));
        let at = self.found.len();
        let own = self.own.start <= span.start && span.end <= self.own.end && !is_shorthand;
        self.found.push(Parameter { name: full.clone(), name_span, value: self.given(value), span, own });
        if depth >= DEEPEST {
            return;
        }
        if let Some(turn) = self.last_item(value).and_then(|item| self.map(item, 0).or_else(|| self.construction(item)))
        {
            self.turn(turn, &full);
        }
        if let Some(map) = self.map(value, 0).or_else(|| self.construction(value)) {
            let before = std::mem::take(&mut self.unseen);
            self.found[at].value = Given::Compound;
            self.holder(map, &format!("{full}."), depth + 1);
            if self.unseen {
                self.found[at].value = Given::Unknown;
            }
            self.unseen = before;
        }
    }

    /// Whose turn ends a conversation: `messages.last.role`.
    fn turn(&mut self, turn: NodeId, list: &str) {
        let names = self.names;
        let mut given =
            names.tree.children(turn).filter(|child| matches!(names.tree.kind(*child), Kind::Entry | Kind::Keyword));
        let named = |node: NodeId| names.tree.child(node, Role::Key).or_else(|| names.tree.child(node, Role::Name));
        let role = given.find_map(|node| Some((node, named(node).filter(|name| names.text(*name) == "role")?)));
        let Some((node, name)) = role else { return };
        let Some(value) = names.tree.child(node, Role::Value) else { return };
        self.found.push(Parameter {
            name: format!("{list}{LAST_ROLE}"),
            name_span: names.tree.node(name).span,
            value: self.given(value),
            span: names.tree.node(node).span,
            own: false,
        });
    }

    /// The item that surely ends a list: of a literal, of one that is put behind others, of a name that nothing changes.
    fn last_item(&self, node: NodeId) -> Option<NodeId> {
        let names = self.names;
        let is_changed = |name: NodeId| {
            let text = names.text(name);
            self.around.changed.contains(text) || self.around.handed.contains(&(names.function_of(name), text))
        };
        match names.tree.kind(node) {
            Kind::List => names.tree.children(node).last().filter(|item| names.tree.kind(*item) != Kind::Spread),
            Kind::Concat => self.last_item(names.tree.children(node).last()?),
            Kind::Name if !is_changed(node) => match *names.lookup(node, names.text(node)) {
                [Bound::Value(bound)] if names.tree.kind(bound) == Kind::List => self.last_item(bound),
                _ => None,
            },
            _ => None,
        }
    }

    /// What an expression is.
    fn given(&self, value: NodeId) -> Given {
        let names = self.names;
        match names.tree.kind(value) {
            Kind::Name => match *names.lookup(value, names.text(value)) {
                [Bound::Value(bound)] if names.tree.kind(bound) != Kind::Name => self.given(bound),
                _ if NOTHING.contains(&names.text(value)) => Given::Nothing,
                _ => Given::Unknown,
            },
            Kind::Str => names.literal(value).map_or(Given::Unknown, |d| Given::Text(d.text)),
            Kind::Literal if NOTHING.contains(&names.text(value)) => Given::Nothing,
            Kind::Literal => Given::Literal(names.text(value).to_owned()),
            Kind::List if names.tree.children(value).next().is_none() => Given::Unknown,
            Kind::Map | Kind::List | Kind::Template | Kind::Concat => Given::Compound,
            _ => Given::Unknown,
        }
    }

    /// The map that an expression surely is: a literal, or the only value of a name that nothing changes.
    fn map(&self, node: NodeId, depth: usize) -> Option<NodeId> {
        let names = self.names;
        match names.tree.kind(node) {
            Kind::Map => Some(node),
            Kind::Name if depth < DEEPEST && !self.around.changed.contains(names.text(node)) => {
                match *names.lookup(node, names.text(node)) {
                    [Bound::Value(bound)] => self.map(bound, depth + 1),
                    _ => None,
                }
            }
            Kind::Call if let Some(text) = self.same_text(node).filter(|_| depth < DEEPEST) => {
                self.map(text, depth + 1)
            }
            Kind::Call => {
                let inner = names.positional(node).into_iter().next();
                match inner {
                    Some(inner) => names.map_of(node, 0).filter(|map| Some(*map) == self.map(inner, depth + 1)),
                    None => names.map_of(node, 0),
                }
            }
            _ => None,
        }
    }

    /// The text of which a call makes the same in another encoding: `json.dumps(…).encode()`.
    fn same_text(&self, call: NodeId) -> Option<NodeId> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let method = names.key_of(callee).filter(|_| names.tree.kind(callee) == Kind::Member)?;
        let is_same = names.dialect.text_method(method) == Some(TextMethod::Same);
        names.tree.child(callee, Role::Object).filter(|object| is_same && names.tree.kind(*object) == Kind::Call)
    }

    /// A call that only puts keywords together: `Config(temperature=0)`.
    fn construction(&self, node: NodeId) -> Option<NodeId> {
        let names = self.names;
        let callee = names.tree.child(node, Role::Callee)?;
        let is_class =
            names.chain(callee).names.last().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_uppercase()));
        (is_class && names.positional(node).is_empty()).then_some(node)
    }
}

/// How languages write nothing.
pub(super) const NOTHING: [&str; 3] = ["None", "null", "undefined"];
