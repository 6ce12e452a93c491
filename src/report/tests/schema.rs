//! Checking JSON against a JSON schema (draft 7), as far as the schemas in `tests/schemas` go; a word of a schema that
//! is not known here is a failure, so that nothing goes unchecked.

use serde_json::Value;

/// What of a value its schema does not allow.
pub(super) fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check { root: schema }.check(schema, value, "", &mut found);
    found
}

struct Check<'s> {
    root: &'s Value,
}

impl Check<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        for (word, rule) in schema.as_object().expect("a schema is an object") {
            let holds = match word.as_str() {
                "$schema" | "$id" | "title" | "description" | "default" | "definitions" => true,
                "$ref" => {
                    let target = rule.as_str().and_then(|r| self.root.pointer(r.strip_prefix('#')?));
                    self.check(target.expect("the target of a reference"), value, at, found);
                    true
                }
                "type" => is_of(value, rule),
                "enum" => rule.as_array().expect("values").contains(value),
                "minimum" => value.as_i64().is_none_or(|n| n >= rule.as_i64().expect("a number")),
                "maximum" => value.as_f64().is_none_or(|n| n <= rule.as_f64().expect("a number")),
                "minItems" => value.as_array().is_none_or(|a| a.len() as u64 >= rule.as_u64().expect("a number")),
                "uniqueItems" => value.as_array().is_none_or(|a| (1..a.len()).all(|i| !a[..i].contains(&a[i]))),
                "pattern" => {
                    let pattern = regex::Regex::new(rule.as_str().expect("a pattern")).expect("a pattern");
                    value.as_str().is_none_or(|text| pattern.is_match(text))
                }
                "format" => value.as_str().is_none_or(|text| has_form(rule.as_str().expect("a format"), text)),
                "required" => value.as_object().is_none_or(|object| {
                    rule.as_array().expect("names").iter().all(|n| object.contains_key(n.as_str().expect("a name")))
                }),
                "properties" => {
                    for (name, of) in rule.as_object().expect("schemas") {
                        if let Some(inner) = value.get(name) {
                            self.check(of, inner, &format!("{at}/{name}"), found);
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    let own = schema.get("properties").and_then(Value::as_object);
                    let others = value.as_object().into_iter().flatten();
                    for (name, inner) in others.filter(|(name, _)| own.is_none_or(|own| !own.contains_key(*name))) {
                        match rule {
                            Value::Bool(true) => {}
                            Value::Bool(false) => found.push(format!("{at}: {name} is not allowed")),
                            of => self.check(of, inner, &format!("{at}/{name}"), found),
                        }
                    }
                    true
                }
                "items" => {
                    for (place, inner) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, inner, &format!("{at}/{place}"), found);
                    }
                    true
                }
                "anyOf" => self.fitting(rule, value) > 0,
                "oneOf" => self.fitting(rule, value) == 1,
                other => panic!("the schema says `{other}`, which is not known here"),
            };
            if !holds {
                found.push(format!("{at}: {value} breaks {word}: {rule}"));
            }
        }
    }

    /// How many of several schemas hold for a value.
    fn fitting(&self, schemas: &Value, value: &Value) -> usize {
        let fits = |schema: &&Value| {
            let mut found = Vec::new();
            self.check(schema, value, "", &mut found);
            found.is_empty()
        };
        schemas.as_array().expect("schemas").iter().filter(fits).count()
    }
}

fn is_of(value: &Value, types: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the schema says type `{other}`"),
    };
    types.as_array().map_or_else(|| is(types), |types| types.iter().any(is))
}

/// URIs by the characters that they may hold: what is to be encoded is encoded.
fn has_form(format: &str, text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    match format {
        "uri" => text.contains("://") && text.chars().all(is_allowed),
        "uri-reference" => {
            let first = text.split('/').next().unwrap_or_default();
            text.chars().all(is_allowed) && (text.contains("://") || !first.contains(':'))
        }
        other => panic!("the schema says format `{other}`"),
    }
}
