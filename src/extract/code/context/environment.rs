//! Defaults beside what is read from the environment or from an object of settings.

use super::Contexts;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Form, Role as KeyRole};

impl<'f> Contexts<'_, 'f> {
    /// `getenv("NAME", default="…")`: the name tells what the default is for.
    pub(super) fn environment_keyword(&self, call: NodeId, keyword: &str, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        let passing = names.dialect.passing(chain).filter(|p| p.keywords.contains(&keyword))?;
        let name_node = names.positional(call).get(passing.environment?).copied()?;
        let name = names.literal(name_node)?.text;
        let span = names.tree.node(name_node).span;
        if let Some(deployment) = self.given_as_deployment(call, from) {
            return Some(deployment);
        }
        if self.is_held_unsent(call, from) || self.is_told_at(call) {
            return Some(Use::new(Context::Comparison, span, name));
        }
        Some(match self.vocabulary.environment(&name).or_else(|| self.vocabulary.name(&name)) {
            Some(key) => self.keyed(Context::Setting, &key, name, span, from),
            None => {
                let platform = self.told_around(from, Platform::Unstated).unwrap_or(Platform::Unstated);
                Use { platform, ..Use::new(Context::Slot, span, name) }
            }
        })
    }

    /// The name under which an expression with a default is given says that users choose its value.
    pub(super) fn given_as_deployment(&self, node: NodeId, from: NodeId) -> Option<Use> {
        const HIGHEST: usize = 4;
        let tree = &self.names.tree;
        let passes = |up: &NodeId| matches!(tree.kind(*up), Kind::Or | Kind::Conditional);
        let up = tree.ancestors(node).take(HIGHEST).find(|up| !passes(up))?;
        let name_node = match tree.kind(up) {
            Kind::Keyword => tree.child(up, Role::Name)?,
            Kind::Entry => tree.child(up, Role::Key)?,
            Kind::Assign => tree.child(up, Role::Target)?,
            _ => return None,
        };
        let name = self.names.key_of(name_node).unwrap_or_else(|| self.names.text(name_node));
        let key = self.key(name).filter(|key| key.form == Form::Deployment)?;
        Some(self.keyed(Context::Key, &key, name.to_owned(), tree.node(name_node).span, from))
    }

    /// The map around a node records what was asked and what came of it.
    pub(super) fn stands_in_record(&self, node: NodeId) -> bool {
        const HIGHEST: usize = 3;
        let tree = &self.names.tree;
        let map = tree.ancestors(node).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Map);
        map.is_some_and(|map| self.is_record(map))
    }

    /// The other side of an `or` reads the environment: its name tells what the default is for.
    pub(super) fn beside_environment(&self, or: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let function = names.function_of(or).and_then(|f| names.name_of(f));
        if function.is_some_and(|name| Self::records(names.text(name)))
            || self.stands_in_record(or)
            || self.is_told_at(or)
        {
            return Some(self.plain(Context::Comparison, from));
        }
        let sides = names.tree.children(or).filter(|c| !names.tree.node(*c).span.contains(names.tree.node(from).span));
        let (mut read, mut settings) = (Vec::new(), Vec::new());
        for side in sides {
            read.extend(names.follow(side).environment);
            settings.extend(self.setting_of_object(side, from));
        }
        let span = names.tree.node(or).span;
        let setting = |name: String| {
            let key = self.vocabulary.environment(&name)?;
            Some(
                self.given_as_deployment(or, from)
                    .unwrap_or_else(|| self.keyed(Context::Setting, &key, name, span, from)),
            )
        };
        let told = read.into_iter().find_map(setting);
        let of_object = || Some(self.given_as_deployment(or, from).unwrap_or(settings.into_iter().next()?));
        told.or_else(of_object)
    }

    /// `settings.OPENAI_MODEL`: a property that is spelled like a variable of the environment says the same, if it
    /// names a platform as well.
    fn setting_of_object(&self, side: NodeId, from: NodeId) -> Option<Use> {
        let names = self.names;
        let name = names.key_of(side).filter(|_| names.tree.kind(side) == Kind::Member)?;
        let key =
            self.vocabulary.environment(name).filter(|key| key.role == KeyRole::Model && is_setting_name(name))?;
        let words = || name.split('_').map(str::to_ascii_lowercase);
        let named = || words().find_map(|word| self.vocabulary.provider_word("", &word));
        let provider = key.provider.or_else(|| named().filter(|provider| !self.vocabulary.user_named(*provider)));
        let used = self.keyed(Context::Setting, &key, name.to_owned(), names.tree.node(side).span, from);
        match (used.platform, provider) {
            (Platform::Unstated, Some(provider)) => {
                Some(Use { platform: Platform::Known(provider, Evidence::Key), ..used })
            }
            (Platform::Unstated, None) if !key.exact => None,
            _ => Some(used),
        }
    }
}
