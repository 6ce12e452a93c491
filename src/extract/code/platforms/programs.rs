//! Programs that are started with a model: what else stands in the list of their arguments tells who is asked.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::fold_name;

/// Functions in one another that a model goes through.
const DEEPEST: usize = 3;
/// Arguments of a program that are looked at.
const MOST_ARGUMENTS: usize = 64;
/// Callers of functions give models by such a keyword at most so far up.
const HIGHEST: usize = 3;

impl<'f> Contexts<'_, 'f> {
    /// What a program is given beside a model names a platform where users choose names:
    /// `["acme", "-m", model, "-c", "model_providers.cloud.key=…"]`.
    pub(in crate::extract::code) fn told_by_program(&self, at: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let is_given = |up: &NodeId| matches!(tree.kind(*up), Kind::Param | Kind::Keyword | Kind::List);
        let holder = tree.ancestors(at).take(HIGHEST).find(is_given)?;
        let is_told = match tree.kind(holder) {
            Kind::Param => self.is_param_given_on(holder, 0),
            Kind::Keyword => self.param_of_keyword(holder).is_some_and(|param| self.is_param_given_on(param, 0)),
            _ => self.names_own_cloud(holder),
        };
        is_told.then_some(Platform::UnknownHost(Evidence::Settings))
    }

    fn is_param_given_on(&self, param: NodeId, depth: usize) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(name) = tree.child(param, Role::Name).filter(|_| depth < DEEPEST) else { return false };
        let is_told = |reader: NodeId| {
            let Some(up) = tree.parent(reader) else { return false };
            match tree.kind(up) {
                Kind::List => self.names_own_cloud(up),
                Kind::Keyword => {
                    self.param_of_keyword(up).is_some_and(|param| self.is_param_given_on(param, depth + 1))
                }
                Kind::Call => self.param_at(up, reader).is_some_and(|param| self.is_param_given_on(param, depth + 1)),
                _ => false,
            }
        };
        names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default().into_iter().any(is_told)
    }

    /// The parameter of a function of the file that a keyword gives.
    fn param_of_keyword(&self, keyword: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = names.text(tree.child(keyword, Role::Name)?);
        let is_it = |param: &&NodeId| tree.child(**param, Role::Name).is_some_and(|own| names.text(own) == name);
        names.params(self.function_called(tree.parent(keyword)?)?).iter().find(is_it).copied()
    }

    /// The same for an argument by its place.
    fn param_at(&self, call: NodeId, argument: NodeId) -> Option<NodeId> {
        let names = self.names;
        let at = names.positional(call).iter().position(|given| *given == argument)?;
        names.params(self.function_called(call)?).get(at).copied()
    }

    fn function_called(&self, call: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Name)?;
        self.names.functions_of(callee).first().copied()
    }

    /// An argument says that a provider is one on which users choose names.
    fn names_own_cloud(&self, arguments: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let texts = tree.children(arguments).take(MOST_ARGUMENTS).filter(|item| tree.kind(*item) == Kind::Str);
        { texts }.any(|text| names.literal(text).is_some_and(|literal| self.states_own_cloud(&literal.text)))
    }

    /// `model_provider=cloud`, `model_providers.cloud.key="…"`.
    fn states_own_cloud(&self, argument: &str) -> bool {
        let mut words = argument.split(['.', '=', '"', '\'', ' ']).filter(|word| !word.is_empty()).take(4);
        let is_provider = words.next().is_some_and(|first| {
            let folded = fold_name(first.trim_start_matches('-'));
            folded.ends_with("provider") || folded.ends_with("providers")
        });
        let is_own = |word: &str| {
            let provider = self.vocabulary.provider_word("", &word.to_ascii_lowercase());
            provider.is_some_and(|provider| self.vocabulary.user_named(provider))
        };
        is_provider && words.next().is_some_and(is_own)
    }
}
