//! Text that is put together: strings side by side, templates, formats, joins.

use super::dialect::TextMethod;
use super::names::Names;
use super::strings::{self, Decoded};
use super::tree::{Kind, NodeId, Role};

impl Names<'_> {
    /// The text that a string, a template, a format or a concatenation folds to, if all its parts are known.
    pub fn fold(&self, node: NodeId) -> Option<Decoded> {
        let _step = self.step_in()?;
        match self.tree.kind(node) {
            Kind::Str => Some(strings::decode(&self.file.bytes, self.tree.node(node).span, self.tree.node(node).raw)),
            Kind::Template | Kind::Concat => self.fold_all(self.tree.children(node)),
            Kind::Format => self.fold_percent(node),
            Kind::Call => self.fold_call(node),
            Kind::Name | Kind::Member => {
                let trail = self.follow(node);
                match trail.found.as_slice() {
                    [only] if !trail.unresolved && trail.params.is_empty() => Some(only.text.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn fold_all(&self, parts: impl Iterator<Item = NodeId>) -> Option<Decoded> {
        let mut whole = Decoded::default();
        for part in parts {
            whole.append(self.fold(part)?);
        }
        Some(whole)
    }

    /// The text of a node that is a literal.
    pub fn literal(&self, node: NodeId) -> Option<Decoded> {
        (self.tree.kind(node) == Kind::Str).then(|| self.fold(node)).flatten()
    }

    /// A method that puts texts together.
    fn fold_call(&self, call: NodeId) -> Option<Decoded> {
        let callee = self.tree.child(call, Role::Callee).filter(|c| self.tree.kind(*c) == Kind::Member)?;
        let object = self.tree.child(callee, Role::Object)?;
        let method = self.dialect.text_method(self.key_of(callee)?)?;
        let arguments = self.positional(call);
        match method {
            // The text itself stands there, and is found where it stands.
            TextMethod::Same => None,
            TextMethod::Lower => {
                let text = self.fold(object)?;
                let lower = text.text.to_lowercase();
                (lower != text.text).then(|| Decoded::computed(lower, self.tree.node(call).span))
            }
            TextMethod::Format => self.fold_braces(object, call, &arguments),
            TextMethod::JoinArgument => self.fold_join(*arguments.first()?, Some(object)),
            TextMethod::JoinReceiver => self.fold_join(object, arguments.first().copied()),
            TextMethod::Concat => self.fold_all(std::iter::once(object).chain(arguments)),
        }
    }

    /// The call that fills what is open in a text (`"…{}…".format(x)`).
    pub fn formatted(&self, text: NodeId) -> Option<NodeId> {
        let callee = self.tree.parent(text).filter(|_| self.tree.role(text) == Role::Object)?;
        let is_format = self.dialect.text_method(self.key_of(callee)?) == Some(TextMethod::Format);
        self.tree.parent(callee).filter(|_| is_format && self.tree.role(callee) == Role::Callee)
    }

    fn fold_join(&self, list: NodeId, separator: Option<NodeId>) -> Option<Decoded> {
        if self.tree.kind(list) != Kind::List {
            return None;
        }
        let separator = self.fold(separator?)?;
        let mut whole = Decoded::default();
        for (at, item) in self.tree.children(list).enumerate() {
            if at > 0 {
                whole.append(separator.clone());
            }
            whole.append(self.fold(item)?);
        }
        Some(whole)
    }

    /// `"…%s…" % value`, `"…%s…%s" % (a, b)`.
    fn fold_percent(&self, node: NodeId) -> Option<Decoded> {
        let mut sides = self.tree.children(node);
        let (pattern, given) = (self.literal(sides.next()?)?, sides.next()?);
        let values: Vec<NodeId> =
            if self.tree.kind(given) == Kind::List { self.tree.children(given).collect() } else { vec![given] };
        let parts: Vec<&str> = pattern.text.split("%s").collect();
        if parts.len() != values.len() + 1 || parts.iter().any(|part| part.contains('%')) {
            return None;
        }
        let texts = values.into_iter().map(|value| Some(self.fold(value)?.text)).collect::<Option<Vec<String>>>()?;
        Some(self.woven(node, &parts, &texts))
    }

    /// `"…{}…{name}".format(a, name=b)`.
    fn fold_braces(&self, pattern: NodeId, call: NodeId, arguments: &[NodeId]) -> Option<Decoded> {
        let pattern = self.literal(pattern)?.text;
        let (mut parts, mut texts) = (Vec::new(), Vec::new());
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}')?;
            let value = match field {
                "" => arguments.get(texts.len()).copied(),
                _ => match field.parse::<usize>() {
                    Ok(place) => arguments.get(place).copied(),
                    Err(_) => self.keyword(call, field),
                },
            };
            parts.push(before);
            texts.push(self.fold(value?)?.text);
            rest = after;
        }
        parts.push(rest);
        (!texts.is_empty()).then(|| self.woven(call, &parts, &texts))
    }

    /// Runs of a pattern with the texts between them; no edit can be made in it.
    fn woven(&self, node: NodeId, parts: &[&str], texts: &[String]) -> Decoded {
        let between = texts.iter().map(String::as_str).chain([""]);
        let text = parts.iter().zip(between).flat_map(|(part, text)| [*part, text]).collect::<String>();
        Decoded::computed(text, self.tree.node(node).span)
    }

    /// The receiver of a method that gives the same value in another form: `.encode()`, `.strip()`.
    pub(super) fn same_value(&self, callee: NodeId) -> Option<NodeId> {
        let method = self.key_of(callee).filter(|_| self.tree.kind(callee) == Kind::Member)?;
        let same = matches!(self.dialect.text_method(method), Some(TextMethod::Same | TextMethod::Lower));
        same.then(|| self.tree.child(callee, Role::Object)).flatten()
    }
}
