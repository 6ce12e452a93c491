//! Functions of which a decorator makes something that is given the model when it is called: `@prompt def ask(…)`, `ask("…")`.

use super::Call;
use crate::extract::code::names::Bound;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::SiteKind;

impl<'f> Clients<'_, 'f> {
    /// The decorated function itself is called, or a method of what is made of it: `ask.stream("…")`.
    pub(super) fn site_of_decorated(&self, call: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let named = match tree.kind(callee) {
            Kind::Member => tree.child(callee, Role::Object)?,
            _ => callee,
        };
        let bounds = if tree.kind(named) == Kind::Name { names.bounds_of(named) } else { Vec::new() };
        let [Bound::Function(function)] = bounds[..] else { return None };
        names.decorators(function).find_map(|decorator| self.site_of_decorator(call, decorator))
    }

    fn site_of_decorator(&self, call: NodeId, decorator: NodeId) -> Option<Call<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        let made = tree.children(decorator).next()?;
        let name = tree.child(made, Role::Callee).filter(|_| tree.kind(made) == Kind::Call).unwrap_or(made);
        let chain = names.chain(name);
        let sites = self.sites_named(chain.names.last()?);
        let mut of_kind = sites.iter().filter(|site| site.kind == SiteKind::Decorator).peekable();
        of_kind.peek()?;
        let qualified = names.qualified(&chain);
        of_kind.find_map(|site| self.as_function(*site, call, &chain, qualified.as_ref()))
    }
}
