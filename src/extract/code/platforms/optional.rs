//! What a caller may leave out: a client that is given such a base URL talks to its maker by default.
//!
//! A variable that somebody must have set says that another server answers. An option that may be absent only says
//! that one may be chosen.

use super::clients::Clients;
use crate::extract::code::follow::{Passed, Trail, is_setting_name};
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::parameters::NOTHING;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{ProviderId, Role as KeyRole, Switch, Words, words_of_name};

/// Deepest nesting of names for names.
const DEEPEST: usize = 4;

impl<'f> Clients<'_, 'f> {
    /// The expression is an option that may be absent, or options of which all may be.
    pub(in crate::extract::code) fn may_be_left_out(&self, node: NodeId) -> bool {
        self.left_out(node, 0)
    }

    /// What a call is given reaches it only under a condition: `...(url && { baseURL: url })`, or an entry that is
    /// assigned in a block that may be skipped.
    pub(in crate::extract::code) fn is_given_on_condition(&self, given: NodeId, call: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let inside = tree.node(call).span;
        let is_condition = |spread: NodeId| {
            let value = tree.child(spread, Role::Value).filter(|_| tree.kind(spread) == Kind::Spread);
            value.is_some_and(|value| matches!(tree.kind(value), Kind::And | Kind::Conditional))
        };
        let is_spread = || tree.ancestors(given).take_while(|up| *up != call).any(is_condition);
        let is_assigned = || {
            let assign = tree.parent(given).filter(|up| tree.kind(*up) == Kind::Assign);
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let block = assign.map(|assign| names.block(assign)).filter(|block| tree.kind(*block) == Kind::Block);
            target.is_some_and(|target| matches!(tree.kind(target), Kind::Index | Kind::Member))
                && block.is_some_and(|block| !tree.node(block).span.contains(inside))
        };
        let is_inside = inside.contains(tree.node(given).span);
        (if is_inside { is_spread() } else { is_assigned() }) && is_nothing(&names.follow(given))
    }

    /// Options out of which the base URL was taken before: `options.pop("base_url", None)`.
    pub(in crate::extract::code) fn is_without_server(&self, options: NodeId, base_url: Words<'_>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let takes_out = |mention: &&NodeId| {
            let method = tree.parent(**mention).filter(|up| names.key_of(*up) == Some("pop"))?;
            let call = tree.parent(method).filter(|call| tree.child(*call, Role::Callee) == Some(method))?;
            let taken = names.literal(*names.positional(call).first()?)?;
            base_url.iter().any(|name| name == taken.text).then_some(())
        };
        let is_before =
            |mention: &&NodeId| **mention < options && names.function_of(**mention) == names.function_of(options);
        let mentions = names.mentions_of(names.text(options)).iter().filter(is_before);
        tree.kind(options) == Kind::Name && { mentions }.any(|mention| takes_out(&mention).is_some())
    }

    /// The name that a client is assigned to, or its class, is that of a server on which users choose the names.
    pub(in crate::extract::code) fn is_named_for_another(&self, call: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let assign = tree.ancestors(call).take(3).find(|up| tree.kind(*up) == Kind::Assign);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target)).map(|target| names.text(target));
        let class = names.class_of(call).and_then(|class| tree.child(class, Role::Name)).map(|name| names.text(name));
        let is_free = |word: &str| {
            let word = word.to_ascii_lowercase();
            self.vocabulary.provider_called(&word).is_some_and(|provider| self.vocabulary.user_named(provider))
        };
        let named = target.into_iter().chain(class);
        { named }.any(|name| words(name).into_iter().any(is_free))
    }

    /// A switch between two platforms is given, and which way it stands is not known here.
    pub(in crate::extract::code) fn is_switch_open(
        &self,
        call: NodeId,
        switches: impl Iterator<Item = Switch<'f>>,
    ) -> bool {
        let is_flag = |switch: &Switch<'f>| matches!(switch.value, "True" | "true");
        let (of_environment, of_call): (Vec<Switch<'f>>, Vec<Switch<'f>>) =
            switches.partition(|switch| is_setting_name(switch.argument));
        let mut given = { of_call.iter().filter(|s| is_flag(s)) }.filter_map(|s| self.argument(call, s.argument));
        given.any(|value| !self.is_set_to_literal(value, 0) || self.is_on_one_side(value, call))
            || of_environment.iter().any(|switch| self.is_open_in_environment(switch.argument, call))
    }

    /// The file sets a variable of the environment, and to what is not known, or it depends.
    fn is_open_in_environment(&self, variable: &str, call: NodeId) -> bool {
        let values = self.names.set_in_environment_for(variable, call).into_iter();
        let mut ways = values.map(|value| self.is_on(value));
        let Some(first) = ways.next() else { return false };
        first.is_none() || ways.any(|way| way != first)
    }

    fn is_set_to_literal(&self, value: NodeId, depth: usize) -> bool {
        let names = self.names;
        let is_set = |bound: &Bound| matches!(bound, Bound::Value(value) if self.is_set_to_literal(*value, depth + 1));
        match names.tree.kind(value) {
            Kind::Literal | Kind::Str => true,
            Kind::Name | Kind::Member if depth < DEEPEST => {
                let bounds = names.bounds_of(value);
                !bounds.is_empty() && bounds.iter().all(is_set)
            }
            _ => false,
        }
    }

    /// A base URL is read from variables that the client itself reads, and that may be unset: `getenv("…_BASE_URL")`.
    pub(in crate::extract::code) fn is_own_variable(
        &self,
        url: NodeId,
        variables: &[String],
        maker: ProviderId,
    ) -> bool {
        let is_own = |name: &String| {
            let key = self.vocabulary.environment(name);
            key.is_some_and(|key| key.role == KeyRole::BaseUrl && key.provider == Some(maker))
        };
        let must_be_set = self.names.tree.kind(url) == Kind::Index;
        !must_be_set && !variables.is_empty() && variables.iter().all(is_own)
    }

    /// A base URL that is none unless somebody gives one.
    pub(in crate::extract::code) fn is_nothing_by_default(&self, url: NodeId) -> bool {
        let trail = self.names.follow(url);
        let is_empty = !trail.found.is_empty();
        is_nothing(&trail) && (is_empty || trail.nothing || self.may_be_left_out(url)) || self.is_nothing_otherwise(url)
    }

    /// A base URL that is given in one case, and none in the other: `url if local else None`.
    pub(in crate::extract::code) fn is_nothing_otherwise(&self, url: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let url = match *names.bounds_of(url) {
            [Bound::Value(value)] => value,
            _ => url,
        };
        let mut sides = tree.children(url).filter(|side| tree.role(*side) != Role::Condition);
        tree.kind(url) == Kind::Conditional && sides.any(|side| NOTHING.contains(&names.text(side)))
            || self.is_by_part(url)
    }

    /// A base URL that a function of the file answers among other things, and that is nothing in one of its answers:
    /// `key, url = self._settings()`.
    pub(in crate::extract::code) fn is_nothing_in_some_answer(&self, url: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let [Bound::Part(call, place)] = names.bounds_of(url)[..] else { return false };
        let callee = tree.child(call, Role::Callee).filter(|_| tree.kind(call) == Kind::Call);
        let functions = callee.map(|callee| names.functions_of(callee)).unwrap_or_default();
        let [function] = functions[..] else { return false };
        let answers = names.returns(function).into_iter().filter(|answer| tree.kind(*answer) == Kind::List);
        { answers }.filter_map(|answer| tree.children(answer).nth(place)).any(|part| self.left_out(part, 0))
    }

    /// What a name is bound to is an option that may be absent.
    pub(in crate::extract::code) fn may_be_nothing(&self, bounds: &[Bound]) -> bool {
        !bounds.is_empty() && bounds.iter().all(|bound| self.bound_left_out(bound, 0))
    }

    fn left_out(&self, node: NodeId, depth: usize) -> bool {
        let names = self.names;
        let Some(_step) = names.step_in().filter(|_| depth <= DEEPEST) else { return false };
        match names.tree.kind(node) {
            Kind::Literal => true,
            Kind::Str => names.text(node).is_empty(),
            Kind::Map => names.tree.children(node).next().is_none(),
            Kind::Call => self.makes_empty_map(node),
            Kind::Name => {
                let bounds = names.lookup(node, names.text(node));
                !bounds.is_empty() && bounds.iter().all(|bound| self.bound_left_out(bound, depth + 1))
            }
            Kind::Member if names.text(node).contains("?.") => {
                names.dialect.environment_object(&names.chain(node).names).is_none()
            }
            Kind::Member if self.is_optional_property(node) || self.is_of_optional_object(node) => true,
            Kind::Member if names.is_option_without_default(node) => true,
            Kind::Member => {
                let bounds = names.bounds_of(node);
                !bounds.is_empty() && bounds.iter().all(|bound| self.bound_left_out(bound, depth + 1))
            }
            Kind::Or => names.tree.children(node).all(|side| self.left_out(side, depth + 1)),
            Kind::And => true,
            Kind::Conditional => {
                let mut sides = names.tree.children(node).filter(|c| names.tree.role(*c) != Role::Condition);
                sides.any(|side| names.tree.kind(side) == Kind::Literal || self.left_out(side, depth + 1))
            }
            _ => false,
        }
    }

    /// A part of an object that callers may leave out, and that is then made of nothing: `config or Config()`, also where
    /// the class stands in another file.
    fn is_of_optional_object(&self, member: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let object = tree.child(member, Role::Object).filter(|object| tree.kind(*object) == Kind::Name);
        let Some(object) = object else { return false };
        let is_made_of_nothing = |value: NodeId| {
            tree.children(value).all(|child| tree.role(child) == Role::Callee) && self.is_construction(value)
        };
        let (mut optional, mut made) = (false, false);
        for bound in names.lookup(object, names.text(object)).iter() {
            match bound {
                Bound::Param(param) if self.is_declared_optional(*param, DEEPEST) => optional = true,
                Bound::Value(value) if is_made_of_nothing(*value) => made = true,
                Bound::Value(value) if tree.kind(*value) == Kind::Or => {
                    made = tree.children(*value).last().is_some_and(is_made_of_nothing);
                    if !made {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        optional && made
    }

    fn bound_left_out(&self, bound: &Bound, depth: usize) -> bool {
        match bound {
            Bound::Value(value) => self.left_out(*value, depth),
            Bound::Param(declared) | Bound::Declared(declared) => self.is_declared_optional(*declared, depth),
            _ => false,
        }
    }

    /// `dict()`.
    fn makes_empty_map(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|_| tree.children(call).nth(1).is_none());
        callee.is_some_and(|callee| names.dialect.makes_map(&names.chain(callee).names))
    }

    /// A call in this file gives nothing for a parameter, or what may be left out itself.
    fn is_left_out_by_caller(&self, param: NodeId, depth: usize) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let Some(function) = names.function_of(param).filter(|f| names.params(*f).contains(&param)) else {
            return false;
        };
        let Some(name) = names.name_of(function).map(|name| names.text(name)) else { return false };
        let leaves_out = |mention: &NodeId| {
            let call = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Call)?;
            (tree.role(*mention) == Role::Callee && names.functions_of(*mention).contains(&function)).then_some(())?;
            let given = names.given(call, function, Passed { param, key: None, user: None });
            given.into_iter().any(|value| self.left_out(value, depth + 1)).then_some(())
        };
        names.mentions_of(name).iter().any(|mention| leaves_out(mention).is_some())
    }

    /// `url?: string`, `url: str | None`, `options = {}`, `**options`.
    fn is_declared_optional(&self, declared: NodeId, depth: usize) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let default = tree.child(declared, Role::Value);
        if default.is_some_and(|value| self.left_out(value, depth)) {
            return true;
        }
        if default.is_none() && self.is_left_out_by_caller(declared, depth) {
            return true;
        }
        if self.is_optional_part(declared) {
            return true;
        }
        let text = names.text(declared);
        let name = tree.child(declared, Role::Name).or_else(|| tree.child(declared, Role::Target));
        let after = name
            .map(|name| tree.node(name).span.end)
            .and_then(|end| text.get((end - tree.node(declared).span.start) as usize..));
        let annotation = tree.child(declared, Role::Type).map_or("", |annotation| names.text(annotation));
        text.starts_with("**")
            || after.is_some_and(|after| after.starts_with('?'))
            || ["Optional[", "None", "undefined", "null"].iter().any(|word| annotation.contains(word))
    }

    /// The parser could not read the arguments of a call: some are not seen.
    pub(in crate::extract::code) fn is_cut(&self, call: NodeId) -> bool {
        let tree = &self.names.tree;
        let holders = std::iter::once(call).chain(tree.children(call).filter(|c| tree.kind(*c) == Kind::Map));
        holders.flat_map(|holder| tree.children(holder)).any(|child| tree.kind(child) == Kind::Error)
    }
}

impl Names<'_> {
    /// A call that is told to answer by itself: nothing is sent.
    pub(in crate::extract::code) fn is_mocked(&self, call: NodeId) -> bool {
        let keywords = self.tree.children(call).filter(|c| self.tree.kind(*c) == Kind::Keyword);
        let mut given = keywords.filter_map(|keyword| self.tree.child(keyword, Role::Name));
        given.any(|name| self.text(name).starts_with("mock_"))
    }
}

/// A trail leads to no text, or to an empty one, which stands for nothing as well.
fn is_nothing(trail: &Trail<'_>) -> bool {
    trail.found.iter().all(|found| found.text.text.is_empty())
}

/// The words of a name that may call something: those of more than three letters.
pub(in crate::extract::code) fn words(name: &str) -> Vec<&str> {
    words_of_name(name).filter(|word| word.len() > 3).collect()
}
