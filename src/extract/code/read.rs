//! Reading one file of code: calls first, then what no call explains.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::clients::Clients;
use super::context::Contexts;
use super::dialect::Dialect;
use super::follow::{Found, Passed, User};
use super::lower::{Lowered, Reaching};
use super::names::{Bound, Names};
use super::parameters::Surroundings;
use super::sites::Call;
use super::strings::Decoded;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{COMMENT_MARK, Comment, Extraction, Links, lexical, on_several_lines};
use crate::reference::{Context, Evidence, Platform, Reference, Route, Seen, Use, Value};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Form, SiteKind, Vocabulary};

/// How often callers of callers are followed.
const MOST_ROUNDS: usize = 3;
/// Uses of one parameter that are followed to its callers.
const MOST_USES: usize = 16;

/// Says what stands in a file of code.
pub fn read<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
) -> Extraction {
    let comments = comments(file, &lowered.comments);
    let names = Names::new(file, &lowered.tree, dialect);
    let mut reader = Reader::new(&names, vocabulary);
    let wrapped = reader.calls();
    reader.callers(wrapped);
    let reaching = std::mem::take(&mut reader.reaching);
    lowered.reaching.get_or_init(|| reaching);
    reader.offered();
    reader.members();
    reader.filled();
    reader.literals();
    reader.settings_in_texts();
    if lowered.trouble.is_some() {
        reader.unseen(&lowered.comments);
    }
    reader.constants();
    let references = reader.references.into_values().collect();
    let tree = &names.tree;
    let strings = tree.ids().filter(|id| matches!(tree.kind(*id), Kind::Str | Kind::Template));
    // Their quotes may stand on lines of their own.
    let quoted =
        |span: Span| Span { start: span.start.saturating_sub(1), end: (span.end + 1).min(file.bytes.len() as u32) };
    let texts = on_several_lines(file, strings.map(|id| quoted(tree.node(id).span)));
    let (bare_calls, trouble, parts, links) = (reader.bare, lowered.trouble, reader.parts, reader.links);
    let mut extraction =
        Extraction { references, bare_calls, comments, texts, trouble, parts, links, ..Extraction::default() };
    Clients { names: &names, vocabulary }.lay_meant(&mut extraction);
    extraction
}

/// Parameters that reach a call of a file, in order of discovery.
pub(super) fn reaching<'f>(names: &Names<'f>, vocabulary: &'f dyn Vocabulary) -> Vec<Reaching> {
    let mut reader = Reader::new(names, vocabulary);
    let wrapped = reader.calls();
    reader.callers(wrapped);
    reader.reaching
}

/// A parameter that reaches a call, and the use that the call makes of it.
type Wrapped<'f> = (Passed<'f>, Use);

pub(super) struct Reader<'n, 'f> {
    pub(super) names: &'n Names<'f>,
    pub(super) vocabulary: &'f dyn Vocabulary,
    pub(super) references: BTreeMap<Span, Reference>,
    /// Literals that a call explains, or that are no models for certain.
    explained: HashSet<NodeId>,
    /// Value, place and context of every use so far.
    noted: HashSet<(Span, Span, Context)>,
    /// Parameters whose value is looked up, and those whose value is sent.
    looked_up: HashSet<NodeId>,
    sent: HashSet<NodeId>,
    /// Calls of which no literal model was found.
    bare: Vec<Use>,
    /// Literals that a model is put together of with something unknown.
    parts: Vec<Span>,
    /// What the file takes from others.
    pub(super) links: Links,
    /// Names of the file itself, and the values like IDs that stand in them.
    pub(super) held: BTreeMap<&'f str, BTreeSet<Span>>,
    /// Blocks in which the client of a call is made, each with the platform of the one that is made there.
    branches: Vec<(NodeId, Platform)>,
    /// Parameters whose arguments reach a call as they are.
    reaching: Vec<Reaching>,
}

impl<'n, 'f> Reader<'n, 'f> {
    fn new(names: &'n Names<'f>, vocabulary: &'f dyn Vocabulary) -> Reader<'n, 'f> {
        Reader {
            names,
            vocabulary,
            references: BTreeMap::new(),
            explained: HashSet::new(),
            noted: HashSet::new(),
            bare: Vec::new(),
            parts: Vec::new(),
            looked_up: HashSet::new(),
            sent: HashSet::new(),
            links: Links::default(),
            held: BTreeMap::new(),
            branches: Vec::new(),
            reaching: Vec::new(),
        }
    }

    pub(super) fn clients(&self) -> Clients<'_, 'f> {
        Clients { names: self.names, vocabulary: self.vocabulary }
    }

    /// Every call site; parameters that reach one are returned.
    fn calls(&mut self) -> Vec<Wrapped<'f>> {
        let mut wrapped = Vec::new();
        let names = self.names;
        let surroundings = LazyCell::new(|| Surroundings::new(names));
        for node in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Call) {
            self.sent_to_strangers(node);
            let Some(call) = self.clients().site_of(node) else {
                self.pass_on(node);
                continue;
            };
            let before = self.explained.len();
            let used = if call.site.kind == SiteKind::Http {
                self.http(&call, &surroundings)
            } else {
                Some(self.clients().call_use(&call))
            };
            let Some(mut used) = used else {
                self.asked_of_strangers(&call);
                continue;
            };
            let models = self.clients().models(&call);
            surroundings.fill(self.names, &call, &models, &mut used);
            if models.is_empty() {
                wrapped.extend(self.clients().held_models(&call).into_iter().map(|held| (held, used.clone())));
            }
            self.branches = if models.is_empty() { Vec::new() } else { self.clients().branches_of(&call) };
            let in_items = call.site.model.iter().any(|path| path.contains("[]"));
            for model in models {
                let told = in_items.then(|| self.told_beside(model)).flatten();
                let used = Use { platform: told.unwrap_or(used.platform), ..used.clone() };
                self.sink(model, &used, &mut wrapped);
            }
            self.branches.clear();
            if self.is_user_named(&used) {
                self.names_of_users(node, &used);
            }
            let is_bare = !(used.endpoints.is_empty() && used.default_model.is_empty());
            if self.explained.len() == before && is_bare && used.context.is_live() {
                self.bare.push(used);
            }
        }
        wrapped
    }

    /// The platform that is told beside a model in one item of a list.
    fn told_beside(&self, model: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let map = tree.ancestors(model).take(2).find(|up| tree.kind(*up) == Kind::Map)?;
        // What a route or a model says of its platform does not hold where names are chosen by users.
        Some(match Contexts::new(self.names, self.vocabulary).told_beside(map, Some(model))? {
            Platform::UnknownHost(_) => Platform::UnknownHost(Evidence::Host),
            Platform::Known(provider, _) if self.vocabulary.user_named(provider) => {
                Platform::UnknownHost(Evidence::Host)
            }
            told => told,
        })
    }

    /// Names at this use are chosen by users.
    fn is_user_named(&self, used: &Use) -> bool {
        used.form == Form::Deployment
            || matches!(used.platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider))
    }

    /// Beside a deployment the model of a call describes it: nothing in the call is judged.
    fn names_of_users(&mut self, call: NodeId, used: &Use) {
        let names = self.names;
        let maps = names.positional(call).into_iter().filter(|a| names.tree.kind(*a) == Kind::Map);
        let holders: Vec<NodeId> = std::iter::once(call).chain(maps).collect();
        let children = holders.into_iter().flat_map(|holder| names.tree.children(holder).collect::<Vec<_>>());
        let values: Vec<NodeId> = children
            .filter(|c| matches!(names.tree.kind(*c), Kind::Keyword | Kind::Entry))
            .filter_map(|c| names.tree.child(c, Role::Value))
            .filter(|value| names.tree.kind(*value) == Kind::Str)
            .collect();
        for value in values {
            self.sink(value, &Use { form: Form::Deployment, ..used.clone() }, &mut Vec::new());
        }
    }

    /// The use of an HTTP request; a model in its URL is noted at once.
    fn http(&mut self, call: &Call<'f>, surroundings: &Surroundings<'f>) -> Option<Use> {
        let (mut used, in_path) = self.clients().http_use(call)?;
        if !used.endpoints.is_empty() {
            let headers = surroundings.headers(self.names, call);
            let led = headers.iter().find_map(|(name, value)| self.vocabulary.header(name, value));
            used.endpoints = led.unwrap_or(used.endpoints);
        }
        surroundings.fill(self.names, call, &[], &mut used);
        if let Some((node, span)) = in_path {
            let text = self.names.file.text(span).into_owned();
            self.explained.insert(node);
            self.note(Decoded::verbatim(text, span), span, node, used.clone());
        }
        Some(used)
    }

    /// Notes every literal that an expression may be as used by a call.
    fn sink(&mut self, expression: NodeId, used: &Use, wrapped: &mut Vec<Wrapped<'f>>) {
        self.sink_in(expression, None, used, wrapped);
    }

    /// The same, for one user of what a constructor was given if that is known.
    fn sink_in(&mut self, expression: NodeId, user: Option<User>, used: &Use, wrapped: &mut Vec<Wrapped<'f>>) {
        let mut trail = self.names.follow(expression);
        for passed in &mut trail.params {
            passed.user = self.names.user_of(expression, passed.param, user);
        }
        // A lookup says nothing of values that come from elsewhere: they are also sent.
        let records = Contexts::records(used.label.rsplit('.').next().unwrap_or_default());
        // What reaches an endpoint is a request, whatever it is called: `messages.count_tokens`.
        let is_lookup = used.context.is_silent() || (records && used.endpoints.is_empty());
        // A function that counts, and asks a server for some models, counts for the others by itself.
        let counts_for_others = |param: NodeId| records && self.is_param_of_counter(param);
        trail.params.retain(|passed| is_lookup || !counts_for_others(passed.param));
        let default_of_counter = |node: NodeId| self.names.tree.parent(node).is_some_and(counts_for_others);
        trail.found.retain(|found| is_lookup || !default_of_counter(found.node));
        let through = trail.params.iter().chain(trail.handed_on.iter().map(|(_, passed)| passed));
        if is_lookup {
            self.looked_up.extend(through.filter(|p| p.key.is_none()).map(|p| p.param));
        } else {
            self.sent.extend(through.filter(|p| p.key.is_none()).map(|p| p.param));
            self.allowed(&trail.params, used);
            wrapped.extend(trail.params.iter().map(|p| (*p, used.clone())));
            let whole = trail.params.iter().filter(|p| p.key.is_none());
            self.reaching.extend(whole.map(|p| Reaching { param: p.param, user: p.user, used: used.clone() }));
            self.take(&trail, used);
        }
        trail.partial.iter().for_each(|node| self.put_together(*node));
        for Found { node, text, span, choice } in trail.found {
            if is_lookup && node != expression {
                continue;
            }
            let carried = if node == expression { None } else { self.carried_to(node) };
            let carried = carried.or_else(|| self.of_branch(node));
            let is_unknown = used.context == Context::Http && matches!(used.platform, Platform::UnknownHost(_));
            let carried = carried.or_else(|| self.clients().host_of_row(node).filter(|_| is_unknown));
            let used = &Use { platform: carried.unwrap_or(used.platform), ..used.clone() };
            let context = if choice && used.context.is_live() { Context::Choice } else { used.context };
            self.explained.insert(node);
            self.note(text, span, node, Use { context, ..used.clone() });
        }
    }

    /// The parameter of a function whose name says that it counts or records.
    fn is_param_of_counter(&self, param: NodeId) -> bool {
        let names = self.names;
        let function = names.function_of(param).filter(|function| names.params(*function).contains(&param));
        let name = function.and_then(|function| names.name_of(function));
        name.is_some_and(|name| Contexts::records(names.text(name)))
    }

    /// A call explains a literal, or it is no model for certain.
    pub(super) fn is_explained(&self, literal: NodeId) -> bool {
        self.explained.contains(&literal)
    }

    /// Notes a literal that a use was found for.
    pub(super) fn explain(&mut self, found: Found, used: Use) {
        self.explained.insert(found.node);
        self.note(found.text, found.span, found.node, used);
    }

    /// A value may travel in a map that says beside it that users choose the names where it goes.
    fn carried_to(&self, literal: NodeId) -> Option<Platform> {
        let names = self.names;
        let tree = &names.tree;
        let assign = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Assign);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target)).filter(|t| tree.kind(*t) == Kind::Name);
        let readers = match (assign, target) {
            (Some(assign), Some(target)) if names.function_of(assign).is_some() => {
                names.readers(assign, names.text(target), Bound::Value(literal)).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let map_of = |value: NodeId| {
            let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry)?;
            tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)
        };
        let told = |map| Contexts::new(names, self.vocabulary).told_beside(map, Some(literal));
        let user_named =
            |platform: &Platform| matches!(platform, Platform::Known(p, _) if self.vocabulary.user_named(*p));
        std::iter::once(literal).chain(readers).filter_map(map_of).filter_map(told).find(user_named)
    }

    /// The platform of the client that is made in the same branch as a value.
    fn of_branch(&self, literal: NodeId) -> Option<Platform> {
        let block = self.names.block(literal);
        self.branches.iter().find(|(branch, _)| *branch == block).map(|(_, platform)| *platform)
    }

    /// Notes the literals behind the names in an expression whose whole is not known.
    fn put_together(&mut self, node: NodeId) {
        let names = self.names;
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            match names.tree.kind(node) {
                Kind::Template | Kind::Concat | Kind::Format => open.extend(names.tree.children(node)),
                Kind::Name | Kind::Member => {
                    self.parts.extend(names.follow(node).found.into_iter().map(|found| found.span));
                }
                _ => {}
            }
        }
    }

    /// Values that the type of a parameter allows, where it reaches a call.
    fn allowed(&mut self, params: &[Passed<'f>], used: &Use) {
        if !used.context.is_live() {
            return;
        }
        for param in params.iter().filter(|passed| passed.key.is_none()) {
            for literal in self.names.allowed_values(param.param) {
                let Some(text) = self.names.literal(literal).filter(|t| self.vocabulary.resembles_id(&t.text)) else {
                    continue;
                };
                self.explained.insert(literal);
                let span = self.names.tree.node(literal).span;
                self.note(text, span, literal, Use { context: Context::Choice, ..used.clone() });
            }
        }
    }

    /// Parameters by their function, without what was followed before and what is too much.
    fn by_function(
        &self,
        wrapped: Vec<Wrapped<'f>>,
        seen: &mut HashMap<Passed<'f>, Vec<Span>>,
    ) -> HashMap<NodeId, Vec<Wrapped<'f>>> {
        let mut functions: HashMap<NodeId, Vec<Wrapped<'f>>> = HashMap::new();
        for (param, used) in wrapped {
            let known = seen.entry(param).or_default();
            let Some(function) = self.names.function_of(param.param) else { continue };
            if known.len() < MOST_USES && !known.contains(&used.span) {
                known.push(used.span);
                functions.entry(function).or_default().push((param, used));
            }
        }
        functions
    }

    /// Follows parameters that reach a call to what callers in this file give for them.
    fn callers(&mut self, mut wrapped: Vec<Wrapped<'f>>) {
        let mut seen = HashMap::new();
        for _ in 0..MOST_ROUNDS {
            let by_function = self.by_function(wrapped, &mut seen);
            if by_function.is_empty() {
                return;
            }
            let mut next = Vec::new();
            for call in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Call) {
                let Some(callee) = self.names.tree.child(call, Role::Callee) else { continue };
                for (function, made) in self.names.called(call, callee) {
                    for (param, used) in by_function.get(&function).into_iter().flatten() {
                        let Some(user) = self.names.reached_by(made, param.user) else { continue };
                        let used = &self.with_given_client(call, used);
                        let is_one_of = param.key == Some(Route::ANY) && used.context.is_live();
                        let context = if is_one_of { Context::Choice } else { used.context };
                        for given in self.names.given(call, function, *param) {
                            self.sink_in(given, user, &Use { context, ..used.clone() }, &mut next);
                        }
                    }
                }
            }
            wrapped = next;
        }
    }

    /// A wrapper that is given a client or a base URL beside the model sends it there.
    fn with_given_client(&self, call: NodeId, used: &Use) -> Use {
        let clients = self.clients();
        let platform = clients.given_user_named(call).or_else(|| clients.given_server(call, used.platform));
        Use { platform: platform.unwrap_or(used.platform), ..used.clone() }
    }

    /// Literals that no call explains: what they are doing is read from where they stand.
    fn literals(&mut self) {
        let contexts = Contexts::new(self.names, self.vocabulary);
        for literal in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Str) {
            if self.explained.contains(&literal) {
                continue;
            }
            let source = self.names.text(literal);
            // What is escaped is decoded first; everything else is read as it stands.
            if !source.contains('\\') && !could_be_id(source) && !self.vocabulary.resembles_id(source) {
                continue;
            }
            let Some(text) = self.names.literal(literal) else { continue };
            let resembles = self.vocabulary.resembles_id(&text.text);
            if !resembles && !could_be_id(&text.text) {
                continue;
            }
            let Some((whole, mut used)) = contexts.of(literal) else { continue };
            if self.explained.contains(&whole) {
                continue;
            }
            if let Some((platform, span)) = contexts.behind_resource(literal, whole, &mut used) {
                used.platform = platform;
                self.explained.extend([literal, whole]);
                let id = self.names.file.text(span).into_owned();
                self.note(Decoded::verbatim(id, span), span, literal, used);
                continue;
            }
            let param =
                self.names.tree.parent(whole).filter(|up| self.looked_up.contains(up) && !self.sent.contains(up));
            if param.is_some() {
                used.context = Context::Comparison;
            }
            // A slot holds a model whatever stands in it; elsewhere only what looks like an ID matters.
            let told = matches!(used.platform, Platform::Known(..));
            let is_told_setting = used.context == Context::Setting && told;
            if !resembles && !is_told_setting {
                continue;
            }
            self.explained.insert(whole);
            let Some(text) = self.names.fold(whole) else { continue };
            let span = self.names.tree.node(whole).span;
            self.note(text, span, whole, used);
        }
    }

    /// Quoted tokens in regions that the parser could not read, where the tree holds no string for them.
    fn unseen(&mut self, comments: &[Span]) {
        let tree = &self.names.tree;
        let spans = |kind| tree.ids().filter(move |id| tree.kind(*id) == kind).map(|id| tree.node(id).span);
        let strings = spans(Kind::Str).chain(spans(Kind::Template)).chain(comments.iter().copied());
        let mut seen: Vec<Span> = strings.collect();
        seen.sort_unstable();
        let mut done = 0;
        for region in spans(Kind::Error) {
            let range = region.range().start.max(done)..region.range().end;
            if range.is_empty() {
                continue;
            }
            done = range.end;
            for reference in lexical::quoted_tokens(self.names.file, range, self.vocabulary) {
                let span = reference.value.span;
                let before = seen[..seen.partition_point(|s| s.start < span.end)].last();
                if before.is_none_or(|s| s.end < span.start) {
                    self.references.entry(span).or_insert(reference);
                }
            }
        }
    }

    fn note(&mut self, text: Decoded, span: Span, node: NodeId, used: Use) {
        let seen = self.seen(node);
        self.hold(node, span, used.context);
        let reference = self.references.entry(span).or_insert_with(|| Reference {
            value: Value { text: text.text, span, pieces: text.pieces, seen },
            uses: Vec::new(),
            repeats: Vec::new(),
        });
        if self.noted.insert((span, used.span, used.context)) {
            reference.uses.push(used);
        }
    }

    fn seen(&self, node: NodeId) -> Seen {
        if self.names.in_error(node) { Seen::ErrorRegion } else { Seen::Tree }
    }
}

/// Text that could be an ID by its shape: one short token of letters, digits and joiners.
fn could_be_id(text: &str) -> bool {
    const LONGEST: usize = 80;
    (2..=LONGEST).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'@'))
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The comments that mention the linter, without their signs.
fn comments(file: &SourceFile, spans: &[Span]) -> Vec<Comment> {
    let mut comments = Vec::new();
    for span in spans {
        let text = file.text(*span);
        if !text.contains(COMMENT_MARK) {
            continue;
        }
        let line = file.lines.range(file.lines.index(span.start as usize), &file.bytes);
        let alone = file.bytes[line.start..span.start as usize].iter().all(u8::is_ascii_whitespace);
        let text = text.trim_start_matches(['#', '/', '*']).trim_end_matches(['*', '/']).trim();
        comments.push(Comment { span: *span, text: text.to_owned(), alone });
    }
    comments
}
