//! What a schema allows one of: `MODEL: z.enum(MODELS)`.

use crate::extract::code::context::Contexts;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{Role as KeyRole, fold_name};

/// Calls of one schema that follow one another.
const MOST_CALLS: usize = 8;
/// Expressions around a field that are looked at.
const MOST_AROUND: usize = 16;
/// Expressions between a name and the call that it is given to.
const MOST_LEVELS: usize = 4;
/// Functions of one tool that are looked at.
const MOST_FUNCTIONS: usize = 4;
/// Mentions of a name that are looked at.
const MOST_MENTIONS: usize = 64;

impl Contexts<'_, '_> {
    /// The list of which a schema allows one item under a model's name, of a program's settings or of what it is asked:
    /// `MODEL: z.enum(MODELS)`, `MODEL: str({ choices: MODELS })`.
    pub(super) fn allowed_by_schema(&self, field: NodeId, value: NodeId) -> Option<NodeId> {
        const ALLOWING: [&str; 6] = ["enum", "enums", "enumType", "oneOf", "valid", "picklist"];
        const CHOICES: &str = "choices";
        let (names, tree) = (self.names, &self.names.tree);
        let called = |call: &NodeId| {
            let callee = tree.child(*call, Role::Callee).filter(|_| tree.kind(*call) == Kind::Call)?;
            // What may be left out is a call around the schema, or one of its methods.
            let around = || tree.children(*call).find(|part| tree.role(*part) == Role::Argument);
            tree.child(callee, Role::Object).filter(|object| tree.kind(*object) == Kind::Call).or_else(around)
        };
        let calls = std::iter::successors(Some(value), called).filter(|call| tree.kind(*call) == Kind::Call);
        let allowed = |call: NodeId| {
            let given = tree.children(call).find(|part| tree.role(*part) == Role::Argument)?;
            let callee = tree.child(call, Role::Callee)?;
            let is_allowing = names.chain(callee).names.last().is_some_and(|last| ALLOWING.contains(last));
            if is_allowing {
                return Some(
                    tree.child(given, Role::Value).filter(|_| tree.kind(given) == Kind::Spread).unwrap_or(given),
                );
            }
            let map = Some(given).filter(|map| tree.kind(*map) == Kind::Map)?;
            names.entries(map, CHOICES).into_iter().next()
        };
        let list = calls.take(MOST_CALLS).find_map(allowed)?;
        let name = names.literal(field).map_or_else(|| names.text(field).to_owned(), |literal| literal.text);
        let is_model = self.key(&name).is_some_and(|key| key.role == KeyRole::Model);
        let is_setting = is_setting_name(&name);
        let is_unsent = || {
            let answers = self.answers_told(field);
            !answers.is_empty() && !answers.into_iter().any(|answer| self.is_asked_within(answer, &name))
        };
        (is_model && (is_setting || !is_unsent())).then_some(list)
    }

    /// The calls and maps by which a field belongs to what a model is to answer, or to what it gives a tool: such a schema
    /// stands under a name for it (`schema: …`, `inputSchema: …`, `parameters: …`), or is given to what asks for one
    /// (`withStructuredOutput(…)`), itself or by its name. What a server is asked (`{ schema: { body: … } }`) is none.
    fn answers_told(&self, field: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let (told, holder) = self.told_as_answer(field);
        let target = holder.filter(|up| tree.kind(*up) == Kind::Assign).and_then(|up| tree.child(up, Role::Target));
        let name = target.filter(|target| tree.kind(*target) == Kind::Name).map(|target| names.text(target));
        let mentions = name.map(|name| names.mentions_of(name)).unwrap_or_default().iter().take(MOST_MENTIONS);
        told.into_iter().chain(mentions.filter_map(|mention| self.told_as_answer(*mention).0)).collect()
    }

    /// The outermost call or map around a part of an expression, if what stands between says that it is such a schema; and
    /// what holds the expression.
    fn told_as_answer(&self, part: NodeId) -> (Option<NodeId>, Option<NodeId>) {
        /// Names of what a server is asked.
        const REQUESTS: [&str; 5] = ["body", "query", "querystring", "params", "request"];
        let (names, tree) = (self.names, &self.names.tree);
        let (mut is_told, mut outermost) = (false, part);
        for up in tree.ancestors(part).take(MOST_AROUND) {
            match tree.kind(up) {
                Kind::Entry => {
                    let key = names.entry_key(up).map(fold_name).unwrap_or_default();
                    if REQUESTS.contains(&key.as_str()) {
                        return (None, None);
                    }
                    is_told |= key.ends_with("schema") || matches!(key.as_str(), "parameters" | "responseformat");
                }
                Kind::Call => {
                    let callee = tree.child(up, Role::Callee).map(|callee| names.chain(callee).names);
                    let name = callee.and_then(|names| names.last().map(|last| fold_name(last))).unwrap_or_default();
                    is_told |= ["structuredoutput", "format", "tool"].iter().any(|word| name.ends_with(word));
                    outermost = up;
                }
                Kind::Map => outermost = up,
                Kind::List | Kind::Member => {}
                _ => return (is_told.then_some(outermost), Some(up)),
            }
        }
        (is_told.then_some(outermost), None)
    }

    /// A function within a call or map, such as that of a tool, asks the model that goes by a name: `acme(model)`,
    /// `acme(given.model)`.
    fn is_asked_within(&self, holder: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_it = |node: &NodeId| match tree.kind(*node) {
            Kind::Name => {
                names.text(*node) == name && !matches!(tree.role(*node), Role::Target | Role::Name | Role::Key)
            }
            Kind::Member => names.key_of(*node) == Some(name),
            _ => false,
        };
        let clients = Clients { names, vocabulary: self.vocabulary };
        let is_asked = |node: NodeId| {
            let call = tree.ancestors(node).take(MOST_LEVELS).find(|up| tree.kind(*up) == Kind::Call);
            call.is_some_and(|call| clients.site_of(call).is_some())
        };
        let mut functions = tree.below(holder).filter(|node| tree.kind(*node) == Kind::Function).take(MOST_FUNCTIONS);
        functions.any(|function| tree.below(function).filter(is_it).take(MOST_MENTIONS).any(is_asked))
    }
}
