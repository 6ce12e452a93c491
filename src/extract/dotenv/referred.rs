//! Variables that others of the same file refer to: `NAME=$OTHER`.

use std::collections::HashMap;

use super::Assignment;
use crate::extract::settings;
use crate::source::Span;
use crate::vocabulary::{Form, Vocabulary};

/// The values that a variable for the name of a deployment takes over: an edit of them would ask for a deployment that
/// nobody has made.
pub(super) fn deployed(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> Vec<Span> {
    let mut set: HashMap<&str, Span> = HashMap::new();
    let mut found = Vec::new();
    for one in assignments.iter().filter(|one| !one.commented) {
        let taken = referred(&one.value.text).and_then(|name| set.get(name).copied());
        if let Some(value) = taken.filter(|_| names_deployment(&one.name, vocabulary)) {
            found.push(value);
        }
        set.insert(&one.name, taken.unwrap_or(one.value.span));
    }
    found
}

fn names_deployment(name: &str, vocabulary: &dyn Vocabulary) -> bool {
    let key = settings::environment_key(name, vocabulary);
    key.is_some_and(|key| {
        key.form == Form::Deployment || key.provider.is_some_and(|provider| vocabulary.user_named(provider))
    })
}

/// The variable that a value is: `$NAME`, `${NAME}`.
fn referred(value: &str) -> Option<&str> {
    let name = value.trim().strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(name);
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_plain.then_some(name)
}
