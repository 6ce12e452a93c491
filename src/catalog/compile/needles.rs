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
pub(super) fn places<'r>(files: impl Iterator<Item = &'r s::RulesFile>) -> Vec<String> {
    let mut needles = Vec::new();
    for rules in files {
        let distinctive = rules.call_sites.iter().filter(|site| site.distinctive);
        needles.extend(distinctive.flat_map(|site| &site.callees).filter_map(|callee| end_of(callee)));
        needles.extend(rules.hosts.iter().flat_map(|entry| &entry.hosts).filter_map(|host| named_host(host)));
        needles.extend(rules.endpoints.iter().flat_map(|e| &e.paths).filter_map(|p| long_path(&p.path)));
        needles.extend(
            rules.keys.iter().filter(|k| tells(k)).flat_map(|k| &k.names).filter(|n| !n.contains('*')).cloned(),
        );
    }
    needles.retain(|needle| needle.len() >= SHORTEST);
    shortest(needles)
}

/// Modules of call sites and clients, or the roots that stand in their names.
pub(super) fn modules<'r>(files: impl Iterator<Item = &'r s::RulesFile>) -> Vec<String> {
    let mut needles = Vec::new();
    for rules in files {
        needles.extend(rules.needle_roots.iter().cloned());
        for site in rules.call_sites.iter().filter(|site| site.kind != s::SiteKind::Http) {
            let modules = if site.modules.is_empty() { &rules.call_site_defaults.modules } else { &site.modules };
            let language = site.language.or(rules.call_site_defaults.language);
            needles.extend(modules.iter().flat_map(|m| module(m, language)));
        }
        for client in &rules.clients {
            needles.extend(client.modules.iter().flat_map(|m| module(m, Some(client.language))));
        }
    }
    needles.retain(|needle| needle.len() >= SHORTEST);
    shortest(needles)
}

/// What is called in a file that imports a module: the last names of callees and of clients, with a parenthesis.
pub(super) fn callees<'r>(files: impl Iterator<Item = &'r s::RulesFile>) -> Vec<String> {
    let mut needles = Vec::new();
    for rules in files {
        let sites = rules.call_sites.iter().filter(|site| site.kind != s::SiteKind::Http);
        let lasts = sites.flat_map(|site| &site.callees).filter_map(|callee| callee.rsplit('.').next());
        let clients = rules.clients.iter().flat_map(|client| &client.names).map(String::as_str);
        let named = lasts.chain(clients).filter(|name| name.bytes().any(|b| b.is_ascii_alphabetic()));
        needles.extend(named.map(|name| format!("{name}(")));
    }
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
fn end_of(callee: &str) -> Option<String> {
    let mut segments = callee.rsplit('.');
    match (segments.next()?, segments.next()) {
        (last, Some(before)) => Some(format!("{before}.{last}")),
        (only, None) => (only.len() >= 2 * SHORTEST).then(|| only.to_owned()),
    }
}

/// A host that is not local, without its wildcard and path.
fn named_host(host: &str) -> Option<String> {
    let name = host.split('/').next()?.trim_start_matches("*.").trim_start_matches('*');
    let local =
        name.starts_with("localhost") || name.ends_with(".internal") || !name.bytes().any(|b| b.is_ascii_alphabetic());
    (!local && !name.contains('*') && name.contains('.')).then(|| name.to_owned())
}

/// A path of several segments: `/v1/chat/completions`.
fn long_path(path: &str) -> Option<String> {
    (path.matches('/').count() >= 3 && !path.contains('{')).then(|| path.to_owned())
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
