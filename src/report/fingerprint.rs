//! What tells a diagnostic again when the lines around it move: the rule, the file, the text that is wrong, and which
//! of several alike it is.

use std::collections::HashMap;

use super::Finding;
use super::plain::clean;

/// A finding among those that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    /// What is wrong, clean; empty when the file as a whole is meant.
    pub(super) subject: String,
    /// Which one of those alike it is, from 1, in the order of the report.
    pub(super) ordinal: usize,
    /// All of it in 128 bits, as 32 hexadecimal digits.
    pub(super) fingerprint: String,
}

/// The identities of findings, in their order; no two have the same fingerprint.
pub(super) fn identities(findings: &[Finding]) -> Vec<Identity> {
    let mut seen: HashMap<[String; 3], usize> = HashMap::new();
    let identity = |finding: &Finding| {
        let alike = [finding.diagnostic.rule.name().to_owned(), finding.path.clone(), subject(finding)];
        let ordinal = seen.entry(alike.clone()).and_modify(|count| *count += 1).or_insert(1);
        let parts = alike
            .iter()
            .map(String::as_str)
            .chain([ordinal.to_string()].iter().map(String::as_str))
            .fold(FNV_OFFSET, |hash, part| fnv(fnv(hash, part.as_bytes()), &[0]));
        let [.., subject] = alike;
        Identity { subject, ordinal: *ordinal, fingerprint: format!("{parts:032x}") }
    };
    findings.iter().map(identity).collect()
}

/// The value that is wrong, and the text of the span where that is another: no message, since messages count days.
fn subject(finding: &Finding) -> String {
    let marked = finding.excerpt.as_ref().map(|e| e.text[e.highlight.clone()].to_owned()).unwrap_or_default();
    match &finding.diagnostic.facts.model {
        Some(model) if marked.is_empty() || clean(model) == marked => clean(model),
        Some(model) => format!("{} {marked}", clean(model)),
        None => marked,
    }
}

/// FNV-1a with 128 bits (Fowler, Noll, Vo): small, and the same on every machine and in every version.
fn fnv(hash: u128, bytes: &[u8]) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    bytes.iter().fold(hash, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

const FNV_OFFSET: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // From the test vectors of its authors.
        assert_eq!(fnv(FNV_OFFSET, b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv(FNV_OFFSET, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fnv(FNV_OFFSET, b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
