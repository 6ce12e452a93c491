//! What names of one file are to other files.

use super::context::Contexts;
use super::dialect::Dialect;
use super::given::Made;
use super::idiom::Idiom;
use super::lower::{Lowered, Reaching};
use super::names::{Bound, Names};
use super::platforms::clients::Clients;
use super::platforms::foreign::Leads;
use super::read;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{Answer, Question, Reached, Want};
use crate::reference::{Context, Evidence, Platform, Route, Seen, Use, Value};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// Answers questions about the names of a file, in their order.
pub fn answer<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
    questions: &[Question],
) -> Vec<Answer> {
    let names = Names::new(file, &lowered.tree, Idiom::new(dialect, vocabulary));
    let reaching = match questions.iter().any(|question| question.want == Want::Callee) {
        true => lowered.reaching.get_or_init(|| read::reaching(&names, vocabulary)),
        false => &Vec::new(),
    };
    questions.iter().map(|question| one(&names, vocabulary, reaching, question)).collect()
}

fn one<'f>(names: &Names<'f>, vocabulary: &'f dyn Vocabulary, reaching: &[Reaching], question: &Question) -> Answer {
    let exported = names.exported(&question.names);
    let mut answer =
        Answer { bound: exported.bound, further: exported.routes, by_key: exported.by_key, ..Answer::default() };
    match question.want {
        Want::Value => {
            values(names, &exported.bounds, &mut answer);
            answer.values.extend(allowed(names, vocabulary, &exported.bounds));
            answer.nothing |= Clients { names, vocabulary }.may_be_nothing(&exported.bounds);
            answer.environment.extend(field_variable(names, &exported.bounds, &question.names));
        }
        Want::Client => client(&Clients { names, vocabulary }, &exported.bounds, &mut answer),
        Want::Callee => {
            callee(names, reaching, &exported.bounds, &mut answer);
            by_place(names, vocabulary, &exported.bounds, &mut answer);
            unsent(&Contexts::new(names, vocabulary), reaching, &exported.bounds, &mut answer);
            answer.reached.extend(Clients { names, vocabulary }.called_elsewhere(&question.names));
        }
    }
    let of_reached = answer.reached.iter_mut().map(|reached| &mut reached.used.platform);
    Clients { names, vocabulary }.redirect(of_reached.chain(&mut answer.client));
    answer
}

fn values(names: &Names<'_>, bounds: &[Bound], answer: &mut Answer) {
    if bounds.is_empty() {
        return;
    }
    let trail = names.follow_bounds(bounds);
    for found in trail.found.into_iter().filter(|found| !names.is_key_of_routes(found.node)) {
        let seen = if names.in_error(found.node) { Seen::ErrorRegion } else { Seen::Tree };
        let value = Value { text: found.text.text, span: found.span, pieces: found.text.pieces, seen };
        answer.values.push((value, found.choice));
    }
    answer.further.extend(trail.routes.into_iter().map(|(route, _)| route));
    answer.environment.extend(trail.environment);
    answer.nothing = trail.nothing;
}

/// The models that a type of this file allows: `Literal["…", "…"]`.
fn allowed(names: &Names<'_>, vocabulary: &dyn Vocabulary, bounds: &[Bound]) -> Vec<(Value, bool)> {
    let types = bounds.iter().filter_map(|bound| match bound {
        Bound::Value(value) if names.is_type_of_literals(*value) => Some(*value),
        _ => None,
    });
    let literals = types.flat_map(|node| names.texts_within(node));
    let value = |literal: NodeId| {
        let text = names.literal(literal).filter(|text| vocabulary.resembles_id(&text.text))?;
        let seen = if names.in_error(literal) { Seen::ErrorRegion } else { Seen::Tree };
        Some((Value { text: text.text, span: names.tree.node(literal).span, pieces: text.pieces, seen }, true))
    };
    literals.filter_map(value).collect()
}

/// The variable of the environment that a field of a class of settings is filled from: its name in capitals, where the
/// class says nothing else.
fn field_variable(names: &Names<'_>, bounds: &[Bound], path: &[String]) -> Option<String> {
    let mut fields = path.iter().filter(|step| *step != Route::CALLED).skip(1);
    let (field, None) = (fields.next()?, fields.next()) else { return None };
    let node = bounds.iter().find_map(|bound| match bound {
        Bound::Value(node) | Bound::Declared(node) => Some(*node),
        _ => None,
    })?;
    let class = names.class_of(node).filter(|_| names.function_of(node).is_none())?;
    let is_settings =
        |child: &NodeId| names.tree.role(*child) == Role::Base && names.text(*child).ends_with("Settings");
    let reads = names.tree.children(class).any(|child| is_settings(&child));
    (reads && !names.text(class).contains("env_prefix")).then(|| field.to_uppercase())
}

fn client<'f>(clients: &Clients<'_, 'f>, bounds: &[Bound], answer: &mut Answer) {
    let mut found = bounds.iter().map(|bound| clients.search_bound(bound, 0));
    let found = found.find(|found| !found.is_empty());
    answer.client = found.as_ref().and_then(|found| clients.platform_of(found));
    answer.host = found.and_then(|found| clients.host_elsewhere(&found));
    if answer.client.is_none() {
        let values = bounds.iter().filter_map(|bound| match bound {
            Bound::Value(value) => Some(*value),
            _ => None,
        });
        answer.further.extend(values.flat_map(|value| clients.routes_of(value)));
        let imported = bounds.iter().filter_map(|bound| match bound {
            Bound::Import(number) => Some(clients.names.import_route(*number)),
            _ => None,
        });
        answer.further.extend(imported);
    }
    let classes = bounds.iter().filter_map(|bound| if let Bound::Class(class) = bound { Some(*class) } else { None });
    for class in classes.filter(|_| answer.client.is_none()).collect::<Vec<NodeId>>() {
        match clients.leads(class) {
            Leads::Sdk(platform) => answer.client = Some(platform.unwrap_or(Platform::Unstated)),
            Leads::Further(routes) => answer.further.extend(routes),
            Leads::Nowhere => answer.client = Some(Platform::UnknownHost(Evidence::Client)),
        }
    }
}

fn callee(names: &Names<'_>, reaching: &[Reaching], bounds: &[Bound], answer: &mut Answer) {
    for bound in bounds {
        match bound {
            Bound::Import(number) => answer.further.push(names.import_route(*number)),
            Bound::Value(value) if names.tree.kind(*value) == Kind::Name => {
                answer.further.extend(names.routes_of(*value));
            }
            Bound::Class(class) => answer.further.extend(names.inherited_constructors(*class)),
            _ => {}
        }
        let Some(function) = names.as_function(*bound) else { continue };
        let params = names.own_params(function);
        let made = if let Bound::Class(class) = bound { Made::Object(*class) } else { Made::Unknown };
        let is_of = |reaching: &&Reaching| {
            names.function_of(reaching.param) == Some(function) && names.reached_by(made, reaching.user).is_some()
        };
        for Reaching { param, key, used, .. } in reaching.iter().filter(is_of) {
            let Some(name) = names.tree.child(*param, Role::Name) else { continue };
            let position = params.iter().position(|p: &NodeId| p == param);
            let name = names.text(name).to_owned();
            let (key, used) = (key.clone(), used.clone());
            answer.reached.push(Reached { name, position, key, used, is_callee: false });
        }
    }
}

/// Places at which functions and classes take a model, whatever they do with it.
fn by_place<'f>(names: &Names<'f>, vocabulary: &'f dyn Vocabulary, bounds: &[Bound], answer: &mut Answer) {
    let contexts = Contexts::new(names, vocabulary);
    for (position, at, key) in bounds.iter().flat_map(|bound| contexts.models_by_place(*bound)) {
        let name = names.text(at).to_owned();
        let used = contexts.keyed(Context::Slot, &key, name.clone(), names.tree.node(at).span, at);
        answer.reached.push(Reached { name, position: Some(position), key: None, used, is_callee: true });
    }
}

/// Parameters of functions and constructors that are sent nowhere.
fn unsent(contexts: &Contexts<'_, '_>, reaching: &[Reaching], bounds: &[Bound], answer: &mut Answer) {
    let names = contexts.names;
    for bound in bounds {
        let class = if let Bound::Class(class) = bound { Some(*class) } else { None };
        let Some(function) = names.as_function(*bound) else { continue };
        // A method may be replaced by one that sends.
        if class.is_none() && names.class_of(function).is_some() {
            continue;
        }
        let reaches = |param: NodeId| reaching.iter().any(|reaching| reaching.param == param);
        for (position, param) in names.own_params(function).into_iter().enumerate() {
            let Some(name) = names.tree.child(param, Role::Name).filter(|_| !reaches(param)) else { continue };
            if contexts.is_param_unsent(param, class) {
                let used = Use::new(Context::Comparison, names.tree.node(name).span, names.text(name));
                let name = names.text(name).to_owned();
                answer.reached.push(Reached { name, position: Some(position), key: None, used, is_callee: false });
            }
        }
    }
}
