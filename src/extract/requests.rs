//! Words of requests, in settings as in code: a mapping that holds them is sent.

/// What only a request has beside its model, whoever writes it. What code or settings know of their own comes on top.
const SENT: [&str; 9] =
    ["messages", "prompt", "system", "systemprompt", "systemmessage", "instructions", "temperature", "topp", "apikey"];

/// The name, folded, is of something that only a request has.
pub(super) fn is_sent(folded: &str) -> bool {
    SENT.contains(&folded)
}
