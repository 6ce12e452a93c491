//! What is said of a model when all is done: in a reply to whoever asked, or beside how it went.

use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// What came of a request, in a reply to whoever asked.
const RESULTS: &[&str] = &[
    "answer",
    "audio",
    "completion",
    "content",
    "embedding",
    "image",
    "images",
    "imageurl",
    "message",
    "output",
    "reply",
    "response",
    "result",
    "text",
    "transcript",
    "transcription",
    "translation",
];

/// What puts a map into a text, or a text into bytes: the same goes on.
const WRITERS: [&str; 4] = ["stringify", "dumps", "encode", "from"];

impl Contexts<'_, '_> {
    /// The map, or one around it, is answered to whoever asked, and says beside the model what came of it:
    /// `Response.json({ text, model: "…" })`, `new Response(JSON.stringify({ text, model: "…" }))`.
    pub(in crate::extract::code) fn is_reply(&self, map: NodeId) -> bool {
        const HIGHEST: usize = 8;
        let (names, tree) = (self.names, &self.names.tree);
        self.once(Question::Reply, map, || {
            let chain = |call: NodeId| tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
            let writes = |call: NodeId| {
                let last = chain(call).and_then(|chain| chain.last().copied());
                last.is_some_and(|last| WRITERS.contains(&last))
            };
            let is_within = |up: &NodeId| match tree.kind(*up) {
                Kind::Map | Kind::Entry | Kind::Template | Kind::Concat => true,
                Kind::Call => writes(*up),
                _ => false,
            };
            let call = tree.ancestors(map).take(HIGHEST).find(|up| !is_within(up));
            let chain = call.filter(|call| tree.kind(*call) == Kind::Call).and_then(chain).unwrap_or_default();
            let is_of_result = |key: &String| RESULTS.contains(&key.as_str());
            names.dialect.replies(&chain) && self.folded_keys(map).iter().any(is_of_result)
        })
    }

    /// The map says whether something went well, and which model did it: `{"success": True, "result": …, "model": "…"}`.
    /// Where nothing went wrong yet it is the state that something begins with; a list alone is offered.
    pub(in crate::extract::code) fn is_outcome(&self, map: NodeId, in_list: bool) -> bool {
        const SENT: [&str; 3] = ["messages", "temperature", "apikey"];
        let (names, tree) = (self.names, &self.names.tree);
        let Some(success) = names.entries(map, "success").into_iter().next() else { return false };
        let is_false = tree.kind(success) == Kind::Literal && matches!(names.text(success), "false" | "False");
        let is_told = |error: NodeId| tree.kind(error) != Kind::Literal;
        let went_wrong = || names.entries(map, "error").into_iter().any(is_told);
        let keys = self.folded_keys(map);
        let is_result = |key: &String| RESULTS.contains(&key.as_str()) || key.ends_with("result");
        (!is_false || went_wrong())
            && (!in_list || went_wrong() || keys.iter().any(is_result))
            && !keys.iter().any(|key| SENT.contains(&key.as_str()))
    }
}
