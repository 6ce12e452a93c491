//! What the prefilter looks for: few strings, short ones, and rare ones.

use super::s;

/// Shortest needle, in bytes: shorter words meet too much by accident.
const SHORTEST: usize = 5;

/// Without the needles that hold another one, in lower case, sorted.
pub(super) fn shortest(mut needles: Vec<String>) -> Vec<String> {
    for needle in &mut needles {
        needle.make_ascii_lowercase();
    }
    needles.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    let mut kept: Vec<String> = Vec::new();
    for needle in needles {
        if !kept.iter().any(|k| needle.contains(k.as_str())) {
            kept.push(needle);
        }
    }
    kept.sort();
    kept
}

/// Distinctive callees, hosts, paths and settings that tell a platform.
///
/// A user's own settings are few, and any of them may stand alone in a file: they are needles by themselves.
pub(super) fn places<'r>(files: impl Iterator<Item = &'r s::RulesFile>, own: bool) -> Vec<String> {
    let mut needles = Vec::new();
    for rules in files {
        let distinctive = rules.call_sites.iter().filter(|site| site.distinctive);
        needles.extend(distinctive.flat_map(|site| &site.callees).filter_map(|callee| end_of(callee, own)));
        needles.extend(rules.hosts.iter().flat_map(|entry| &entry.hosts).filter_map(|host| named_host(host, own)));
        needles.extend(rules.endpoints.iter().flat_map(|e| &e.paths).filter_map(|p| long_path(&p.path)));
        for key in rules.keys.iter().filter(|key| own || tells(key)) {
            needles.extend(key.names.iter().filter_map(|name| setting(key.place, name)));
        }
    }
    needles.retain(|needle| needle.len() >= SHORTEST);
    shortest(needles)
}

/// Modules of call sites and clients, or the roots that stand in their names.
pub(super) fn modules<'r>(files: impl Iterator<Item = &'r s::RulesFile>, own: bool) -> Vec<String> {
    let mut needles = Vec::new();
    for rules in files {
        needles.extend(rules.needle_roots.iter().cloned());
        for site in rules.call_sites.iter().filter(|site| site.kind != s::SiteKind::Http) {
            let modules = if site.modules.is_empty() { &rules.call_site_defaults.modules } else { &site.modules };
            let language = site.language.or(rules.call_site_defaults.language);
            needles.extend(modules.iter().flat_map(|m| module(m, language)));
            if own {
                // `from acme import llm` for `acme.llm`; the roots of the bundled ones stand in both.
                let parents = modules.iter().filter_map(|m| m.rsplit_once('.'));
                needles.extend(parents.map(|(parent, _)| format!("from {parent} ")));
            }
        }
        for client in &rules.clients {
            needles.extend(client.modules.iter().flat_map(|m| module(m, Some(client.language))));
        }
    }
    needles.retain(|needle| needle.len() >= SHORTEST);
    shortest(needles)
}

/// A module; a name that is one word only with what stands around it in an import.
fn module(name: &str, language: Option<s::Language>) -> Vec<String> {
    let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric());
    match language {
        _ if !is_word => vec![name.to_owned()],
        Some(s::Language::Typescript) => vec![format!("'{name}'"), format!("\"{name}\"")],
        _ => vec![format!("import {name}"), format!("from {name} "), format!("from {name}.")],
    }
}

/// The last two segments of a callee, or a long last one.
fn end_of(callee: &str, own: bool) -> Option<String> {
    let mut segments = callee.rsplit('.');
    match (segments.next()?, segments.next()) {
        (last, Some(before)) => Some(format!("{before}.{last}")),
        (only, None) => (own || only.len() >= 2 * SHORTEST).then(|| only.to_owned()),
    }
}

/// A host that is not local, without its wildcard and path.
fn named_host(host: &str, own: bool) -> Option<String> {
    let name = host.split('/').next()?.trim_start_matches("*.").trim_start_matches('*');
    let is_network = name.ends_with(".internal") && !own;
    let local = name.starts_with("localhost") || is_network || !name.bytes().any(|b| b.is_ascii_alphabetic());
    (!local && !name.contains('*') && name.contains('.')).then(|| name.to_owned())
}

/// A path of several segments: `/v1/chat/completions`.
fn long_path(path: &str) -> Option<String> {
    (path.matches('/').count() >= 3 && !path.contains('{')).then(|| path.to_owned())
}

/// What is written where a setting stands: its name, of a path the last key.
fn setting(place: s::KeyPlace, name: &str) -> Option<String> {
    let written = match place {
        s::KeyPlace::Yaml => name.trim_end_matches("[]").rsplit('.').next()?,
        s::KeyPlace::Environment | s::KeyPlace::Name => name,
    };
    (!written.contains('*')).then(|| written.to_owned())
}

/// A setting for a model whose name tells the platform.
fn tells(key: &s::KeyEntry) -> bool {
    let is_model = matches!(key.role, s::KeyRole::Model | s::KeyRole::Choice);
    key.place == s::KeyPlace::Environment && is_model && !key.provider.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_that_holds_another_is_not_needed() {
        let needles = ["Acme_model", "acme", "zed-", "big-zed-1", "other"].map(str::to_owned).to_vec();
        assert_eq!(shortest(needles), ["acme", "other", "zed-"]);
    }
}
