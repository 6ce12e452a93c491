//! IDs of fine-tunes: their base and their owner.

/// The value has the form of a fine-tune, old or new.
pub fn is_tuned(name: &str) -> bool {
    name.starts_with("ft:") || name.contains(":ft-")
}

/// The base of a fine-tune ID that follows the grammar.
///
/// Current: `ft:BASE:ORG:SUFFIX:ID`, SUFFIX may be empty, a checkpoint adds `:ckpt-step-N`.
/// Until 0.28 of the vendor's Python SDK: `BASE:ft-ORG[:SUFFIX]-YYYY-MM-DD-HH-MM-SS`.
pub fn tuned_base(name: &str) -> Option<&str> {
    if let Some(rest) = name.strip_prefix("ft:") {
        let fields: Vec<&str> = rest.split(':').collect();
        let (base, after) = fields.split_first()?;
        let after = match after {
            [head @ .., last] if last.starts_with("ckpt-step-") => head,
            all => all,
        };
        let [org, _suffix, job] = after else { return None };
        return (!base.is_empty() && !org.is_empty() && !job.is_empty()).then_some(*base);
    }
    let (base, rest) = name.split_once(":ft-")?;
    (!base.is_empty() && !rest.is_empty()).then_some(base)
}

/// The organisation that owns a fine-tune, of an ID that follows the grammar.
pub fn tuned_organisation(name: &str) -> Option<&str> {
    /// `-YYYY-MM-DD-HH-MM-SS`, with which the old form ends.
    const MOMENT: usize = 20;
    tuned_base(name)?;
    if let Some(rest) = name.strip_prefix("ft:") {
        return rest.split(':').nth(1);
    }
    let (_, rest) = name.split_once(":ft-")?;
    match rest.split_once(':') {
        Some((organisation, _)) => Some(organisation),
        None => rest.len().checked_sub(MOMENT).and_then(|end| rest.get(..end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fine_tunes_name_their_organisation() {
        for (id, organisation) in [
            ("ft:gpt-4o-mini-2024-07-18:org-abc:custom-name:abc123", Some("org-abc")),
            ("ft:gpt-4o-mini:openai::7p4lURel", Some("openai")),
            ("davinci:ft-acme-2023-01-02-03-04-05", Some("acme")),
            ("ada:ft-your-org:custom-model-name-2022-02-15-04-21-04", Some("your-org")),
            ("ft:gpt-4o-mini", None),
        ] {
            assert_eq!(tuned_organisation(id), organisation, "{id}");
        }
    }

    #[test]
    fn fine_tunes_name_their_base() {
        for (id, base) in [
            ("ft:gpt-4o-mini-2024-07-18:org-abc:custom-name:abc123", Some("gpt-4o-mini-2024-07-18")),
            ("ft:gpt-4o-mini:openai::7p4lURel", Some("gpt-4o-mini")),
            ("ft:gpt-4o-mini:org:name:abc:ckpt-step-90", Some("gpt-4o-mini")),
            ("davinci:ft-acme-2023-01-02-03-04-05", Some("davinci")),
            ("ada:ft-your-org:custom-model-name-2022-02-15-04-21-04", Some("ada")),
            ("ft:gpt-4o-mini", None),
            ("ft:gpt-4o-mini:org", None),
            ("ft::org:name:id", None),
            ("gpt-4o", None),
        ] {
            assert_eq!(tuned_base(id), base, "{id}");
        }
    }
}
