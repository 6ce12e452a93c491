//! Chains of names, and the module that one leads to.

use super::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};

/// A chain of names: `client.chat.completions.create`.
#[derive(Debug, Clone)]
pub struct Chain<'f> {
    /// The expression at its start: a name, or a call or other expression without one.
    pub base: NodeId,
    /// The names in order; the first is the base's own where the base is a name.
    pub names: Vec<&'f str>,
    /// The members in order, one for each name after the base.
    pub members: Vec<NodeId>,
    /// The base is a name, and the first of `names`.
    pub named_base: bool,
}

impl<'f> Names<'f> {
    /// The chain of names that an expression is.
    pub fn chain(&self, id: NodeId) -> Chain<'f> {
        let mut members = Vec::new();
        let mut base = id;
        while self.tree.kind(base) == Kind::Member {
            members.push(base);
            match self.tree.child(base, Role::Object) {
                Some(object) => base = object,
                None => break,
            }
        }
        members.reverse();
        let named_base = self.tree.kind(base) == Kind::Name;
        let mut names: Vec<&'f str> = Vec::with_capacity(members.len() + 1);
        names.extend(named_base.then(|| self.text(base)));
        names.extend(members.iter().filter_map(|m| self.key_of(*m)));
        Chain { base, names, members, named_base }
    }

    /// The names of a chain, and that of the call before them if it begins with one: `make` and `get` of `make().get`.
    pub(in crate::extract::code) fn names_from_call(&self, callee: NodeId) -> Vec<&'f str> {
        let chain = self.chain(callee);
        let made = self.tree.child(chain.base, Role::Callee).filter(|_| self.tree.kind(chain.base) == Kind::Call);
        let maker = made.and_then(|made| self.chain(made).names.last().copied());
        maker.into_iter().chain(chain.names).collect()
    }

    /// Module and path in it that a chain means, if its base is imported.
    pub fn qualified(&self, chain: &Chain<'f>) -> Option<(String, Vec<String>)> {
        if !chain.named_base {
            return None;
        }
        let rest = chain.names[1..].iter().map(|n| (*n).to_owned());
        for bound in self.lookup(chain.base, chain.names[0]).iter() {
            match bound {
                Bound::Import(number) => {
                    let import = &self.imports[*number];
                    return Some((import.module.clone(), import.name.clone().into_iter().chain(rest).collect()));
                }
                Bound::Value(value) => {
                    if let Some(module) = self.required(*value) {
                        let none = chain.names.len() == 1;
                        let default = none.then(|| "default".to_owned());
                        return Some((module, default.into_iter().chain(rest).collect()));
                    }
                }
                Bound::Param(param) if self.tree.kind(self.tree.node(*param).parent) == Kind::Pattern => {
                    let pattern = self.tree.node(*param).parent;
                    let assign = self.tree.node(pattern).parent;
                    let value = self.tree.child(assign, Role::Value)?;
                    if let Some(module) = self.required(value) {
                        // `{ Name: Other }` binds another name than the one that it takes.
                        let renamed = self.tree.child(*param, Role::Key).map(|key| self.text(key));
                        let name = renamed.unwrap_or(chain.names[0]).to_owned();
                        return Some((module, std::iter::once(name).chain(rest).collect()));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The module of `require("…")`, also with `.default` behind it.
    pub(in crate::extract::code) fn required(&self, value: NodeId) -> Option<String> {
        let call = if self.tree.kind(value) == Kind::Member { self.tree.child(value, Role::Object)? } else { value };
        if self.tree.kind(call) != Kind::Call {
            return None;
        }
        let callee = self.chain(self.tree.child(call, Role::Callee)?);
        let module = self.tree.child(call, Role::Argument).filter(|a| self.tree.kind(*a) == Kind::Str)?;
        self.dialect.requires(&callee.names).then(|| self.text(module).to_owned())
    }

    /// The module is one of `modules`, or lies in one.
    pub fn in_modules<'m>(module: &str, modules: impl Iterator<Item = &'m str>) -> bool {
        modules
            .into_iter()
            .any(|m| module.strip_prefix(m).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/'])))
    }
}
