//! Words of requests, in settings as in code: a mapping that holds them is sent.

/// What only a request has beside its model, whoever writes it. What code or settings know of their own comes on top.
const SENT: [&str; 9] =
    ["messages", "prompt", "system", "systemprompt", "systemmessage", "instructions", "temperature", "topp", "apikey"];

/// Ends of names of the variable that holds the secret of a server: no fact about a model needs one.
const SECRETS: [&str; 7] = ["apikey", "apikeyenv", "apikeyname", "apikeyvar", "apikeyenvvar", "keyenv", "keyenvvar"];

/// The name, folded, is of something that only a request has.
pub(super) fn is_sent(folded: &str) -> bool {
    SENT.contains(&folded)
}

/// The name, folded, is of the variable that holds the secret with which a request is sent.
pub(super) fn names_secret(folded: &str) -> bool {
    SECRETS.iter().any(|end| folded.ends_with(end))
}
