//! Who answers at a URL, and which operation its path is.

use std::ops::Range;

use crate::catalog::{Catalog, EndpointSet, ProviderId};

/// Who answers at a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// This platform.
    Known(ProviderId),
    /// A server that the vocabulary does not know: a gateway, a proxy, something local.
    Unknown,
    /// The text is no URL of a server: empty, or a placeholder.
    None,
}

/// What a request to a URL reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlSite {
    /// Who answers.
    pub host: Host,
    /// The operations that the path may be.
    pub endpoints: EndpointSet,
    /// The bytes of the URL that are a model ID.
    pub model: Option<Range<usize>>,
}

/// Host and path of a URL, as ranges of its text.
struct Parts {
    host: Range<usize>,
    path: Range<usize>,
}

fn parts(url: &str) -> Option<Parts> {
    let start = url.find("://").map_or(0, |at| at + 3);
    if start == 0 && !url.starts_with("//") && !url.contains('.') && !url.starts_with("localhost") {
        return None;
    }
    let start = if start == 0 && url.starts_with("//") { 2 } else { start };
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let host_start = url[start..end].rfind('@').map_or(start, |at| start + at + 1);
    let authority = &url[host_start..end];
    let host_len = match authority.strip_prefix('[') {
        Some(ipv6) => ipv6.find(']').map_or(authority.len(), |at| at + 2),
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let path_end = url[end..].find(['?', '#']).map_or(url.len(), |at| end + at);
    Some(Parts { host: host_start..host_start + host_len, path: end..path_end })
}

impl Catalog {
    pub(super) fn host_of(&self, url: &str) -> Host {
        let url = url.trim();
        if url.starts_with('<') && url.ends_with('>') {
            return Host::None;
        }
        let Some(parts) = parts(url) else {
            return if url.is_empty() || url.contains(char::is_uppercase) { Host::None } else { Host::Unknown };
        };
        let host = url[parts.host].to_ascii_lowercase();
        let path = &url[parts.path];
        // Dots alone stand for what was left out.
        if !host.contains(char::is_alphanumeric) || is_for_readers(&host, path) {
            return Host::None;
        }
        let mut best: Option<(usize, ProviderId)> = None;
        for tables in self.layers() {
            for row in tables.hosts.iter() {
                let pattern = tables.str(row.host);
                let (wanted_host, wanted_path) = pattern.find('/').map_or((pattern, ""), |at| pattern.split_at(at));
                let fits = super::keys::wildcard(wanted_host, &host) && begins_with(path, wanted_path);
                if fits && best.is_none_or(|(len, _)| pattern.len() > len) {
                    best = Some((pattern.len(), row.provider));
                }
            }
        }
        best.map_or(Host::Unknown, |(_, provider)| Host::Known(provider))
    }

    pub(super) fn url_site(&self, url: &str) -> Option<UrlSite> {
        let host = self.host_of(url);
        let path = parts(url).map_or(0..url.len(), |p| p.path);
        let mut best: Option<(usize, UrlSite)> = None;
        for tables in self.layers() {
            for row in tables.paths.iter() {
                if row.provider.is_some_and(|p| host != Host::Known(p)) {
                    continue;
                }
                let pattern = tables.str(row.path);
                let Some(model) = match_path(pattern, url, path.clone()) else { continue };
                let endpoints = EndpointSet::one(usize::from(row.endpoint));
                match &mut best {
                    Some((len, site)) if *len == pattern.len() => site.endpoints = site.endpoints.union(endpoints),
                    Some((len, _)) if *len > pattern.len() => {}
                    _ => best = Some((pattern.len(), UrlSite { host, endpoints, model })),
                }
            }
        }
        best.map(|(_, mut site)| {
            site.model = site.model.or_else(|| model_in_query(url));
            site
        })
    }
}

/// A path begins with the segments of another, of which `*` is any one.
fn begins_with(path: &str, wanted: &str) -> bool {
    let mut segments = path.split('/');
    wanted.trim_end_matches('/').split('/').all(|want| segments.next().is_some_and(|it| want == "*" || want == it))
}

/// A page of documentation: nothing there answers a request.
fn is_for_readers(host: &str, path: &str) -> bool {
    host.starts_with("docs.") || path == "/docs" || path.starts_with("/docs/")
}

/// The value of `model=` in the query of a URL.
fn model_in_query(url: &str) -> Option<Range<usize>> {
    const NAME: &str = "model=";
    let query = url.find('?')?;
    let at = url[query..]
        .match_indices(NAME)
        .map(|(at, _)| query + at)
        .find(|at| matches!(url.as_bytes()[at - 1], b'?' | b'&'))?;
    let start = at + NAME.len();
    let end = url[start..].find(['&', '#']).map_or(url.len(), |len| start + len);
    (end > start).then_some(start..end)
}

/// The tail of a URL's path is `pattern`: `{}` fits one segment, `{model}` the bytes that are returned.
fn match_path(pattern: &str, url: &str, path: Range<usize>) -> Option<Option<Range<usize>>> {
    let text = url[path.clone()].trim_end_matches('/');
    let wanted: Vec<&str> = pattern.trim_start_matches('/').split('/').collect();
    let mut model = None;
    let mut end = text.len();
    for want in wanted.iter().rev() {
        let start = text[..end].rfind('/')? + 1;
        let segment = &text[start..end];
        match want.split_once("{model}") {
            Some((before, after)) => {
                let inner = segment.strip_prefix(before)?.strip_suffix(after)?;
                if inner.is_empty() {
                    return None;
                }
                let at = path.start + start + before.len();
                model = Some(at..at + inner.len());
            }
            None if *want == "{}" => {}
            None if *want == segment => {}
            None => return None,
        }
        end = start - 1;
    }
    Some(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_falls_into_host_and_path() {
        for (url, host, path) in [
            ("https://api.example.com/v1/chat", "api.example.com", "/v1/chat"),
            ("http://localhost:11434/v1?x=1", "localhost", "/v1"),
            ("https://user:pass@h.example/", "h.example", "/"),
            ("http://[::1]:8000/v1", "[::1]", "/v1"),
            ("api.example.com", "api.example.com", ""),
        ] {
            let found = parts(url).expect("a URL");
            assert_eq!((&url[found.host], &url[found.path]), (host, path), "{url}");
        }
    }

    #[test]
    fn a_path_begins_with_segments() {
        for (path, wanted, is_so) in [
            ("/v1/chat", "", true),
            ("", "", true),
            ("/v1/chat", "/v1", true),
            ("/v10/chat", "/v1", false),
            ("/v1/a/b/maker/chat", "/v1/*/*/maker", true),
            ("/v1/a/maker", "/v1/*/*/maker", false),
            ("/v1/a/b/maker-two", "/v1/*/*/maker", false),
        ] {
            assert_eq!(begins_with(path, wanted), is_so, "{path} {wanted}");
        }
    }

    #[test]
    fn the_tail_of_a_path_is_matched() {
        let path = |url: &str| parts(url).expect("a URL").path;
        let url = "https://h.example/proxy/v1/models/some-model:generate";
        let model = match_path("/v1/models/{model}:generate", url, path(url)).expect("fits").expect("a model");
        assert_eq!(&url[model], "some-model");
        let url = "https://h.example/v1/threads/th_1/runs/";
        assert_eq!(match_path("/v1/threads/{}/runs", url, path(url)), Some(None));
        assert_eq!(match_path("/v1/runs", url, path(url)), None);
    }
}
