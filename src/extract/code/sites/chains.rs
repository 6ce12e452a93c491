//! What the names before a call stand for, and where its receiver is among them.

use super::Call;
use crate::extract::code::dialect::Import;
use crate::extract::code::names::{Bound, Chain};
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::SiteKind;

impl<'f> Clients<'_, 'f> {
    /// What a callee is called where it comes from, if the import gives it another name here.
    pub(super) fn original_name(&self, chain: &Chain<'f>) -> Option<&str> {
        let [local] = chain.names.as_slice() else { return None };
        // What a module exports by default has no other name than that which importers give it.
        let is_renamed = |import: &&Import| {
            import.local == *local && import.name.as_deref().is_some_and(|name| name != *local && name != "default")
        };
        let renamed = self.names.imports.iter().find(is_renamed)?;
        let bounds = self.names.lookup(chain.base, local);
        let is_import =
            |bound: &Bound| matches!(bound, Bound::Import(n) if self.names.imports[*n].name == renamed.name);
        bounds.iter().any(is_import).then_some(renamed.name.as_deref()).flatten()
    }

    /// A chain with what its first name stands for: `completions` of `completions = client.chat.completions`.
    pub(super) fn expanded(&self, chain: Chain<'f>) -> Chain<'f> {
        const MOST_NAMES: usize = 4;
        let names = self.names;
        let mut chain = chain;
        for _ in 0..MOST_NAMES {
            if !chain.named_base {
                break;
            }
            let bounds = names.lookup(chain.base, chain.names[0]);
            let before = match *bounds {
                // What a module gives by default has no other name than this one.
                [Bound::Value(value)] if names.key_of(value) == Some("default") && names.required(value).is_some() => {
                    break;
                }
                [Bound::Value(value)] if names.tree.kind(value) == Kind::Member => names.chain(value),
                // `{ chat } = client`: a member of it, by the same name.
                [Bound::Param(param)] => match self.taken_from(param) {
                    Some(holder) => {
                        let mut before = names.chain(holder);
                        before.names.push(chain.names[0]);
                        before.members.push(chain.base);
                        before
                    }
                    None => break,
                },
                _ => break,
            };
            if before.names.is_empty() {
                break;
            }
            let rest = chain.names.split_off(1);
            let members = chain.members;
            chain = before;
            chain.names.extend(rest);
            chain.members.extend(members);
        }
        chain
    }

    /// A chain with what an attribute of the object itself stands for: `runs` of `self.runs = client.beta.threads.runs`.
    pub(super) fn without_attribute(&self, chain: Chain<'f>) -> Chain<'f> {
        let names = self.names;
        let [attribute, _, ..] = chain.members.as_slice() else { return chain };
        if !chain.named_base || !names.is_itself(chain.base) {
            return chain;
        }
        let value = match *names.bounds_of(*attribute) {
            [Bound::Value(value)] if names.tree.kind(value) == Kind::Member => value,
            _ => return chain,
        };
        // What is a client itself needs no way to one.
        if self.of(*attribute).is_some() {
            return chain;
        }
        let mut before = names.chain(value);
        if before.names.is_empty() {
            return chain;
        }
        before.names.extend(&chain.names[2..]);
        before.members.extend(&chain.members[1..]);
        before
    }

    /// The client, or part of one, that a name is taken out of.
    fn taken_from(&self, param: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let pattern =
            tree.parent(param).filter(|up| tree.kind(*up) == Kind::Pattern && tree.kind(param) == Kind::Param)?;
        let value = tree.child(tree.node(pattern).parent, Role::Value).filter(|value| *value != pattern)?;
        (matches!(tree.kind(value), Kind::Name | Kind::Member) && self.of(value).is_some()).then_some(value)
    }

    /// The client that a call is made on.
    pub(in crate::extract::code) fn receiver_of(&self, call: &Call<'f>) -> Option<NodeId> {
        let callee = self.names.tree.child(call.node, Role::Callee).filter(|_| call.site.kind == SiteKind::Method)?;
        let chain = self.without_attribute(self.expanded(self.names.chain(callee)));
        self.receiver(&chain, call.site.callee)
    }

    /// The expression before the callee's segments: `self.client` of `self.client.chat.completions.create`.
    pub(super) fn receiver(&self, chain: &Chain<'f>, callee: &str) -> Option<NodeId> {
        let names = self.names;
        let mut left = callee.split('.').count();
        for (at, member) in chain.members.iter().enumerate().rev() {
            // A name that was taken out of a client stands for the member that it names.
            let taken = names.tree.kind(*member) == Kind::Name;
            let name = if taken { names.text(*member) } else { names.key_of(*member)? };
            if !self.vocabulary.transparent_segment(name) {
                left -= 1;
            }
            if left > 0 {
                continue;
            }
            return match at {
                0 => Some(chain.base),
                _ if taken => chain.members.get(at - 1).copied(),
                _ => names.tree.child(*member, Role::Object),
            };
        }
        None
    }
}
