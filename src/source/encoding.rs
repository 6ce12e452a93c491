//! From the bytes of a file to text: byte order marks, UTF-16, and what is no text at all.

/// How a file stores its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or bytes that were kept as they are.
    Utf8 {
        /// It begins with a byte order mark (3 bytes, not part of the text).
        bom: bool,
    },
    /// UTF-16 with a byte order mark; the text was transcoded, so its offsets are not those of the file.
    Utf16,
}

impl Encoding {
    /// Bytes of the file before the text.
    pub fn offset(self) -> usize {
        if self == (Encoding::Utf8 { bom: true }) { 3 } else { 0 }
    }
    /// Offsets in the text are offsets in the file, so edits can be applied.
    pub fn is_editable(self) -> bool {
        matches!(self, Encoding::Utf8 { .. })
    }
}

/// Text and how it was stored.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub bytes: Vec<u8>,
    /// How it was stored.
    pub encoding: Encoding,
}

/// A NUL this early (in bytes) marks a file as binary, as in git.
const BINARY_PROBE: usize = 8192;

/// A NUL stands early in content that no byte order mark explains.
pub fn is_binary(raw: &[u8]) -> bool {
    let is_marked = [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| raw.starts_with(mark));
    // UTF-32 begins as UTF-16 does, with NULs where no text has any.
    let is_wide = raw.starts_with(b"\xFF\xFE\0\0");
    is_wide || !is_marked && memchr::memchr(0, &raw[..raw.len().min(BINARY_PROBE)]).is_some()
}

/// The content of a file with the ends of lines that all readers know: where every one is a CR alone, each becomes an LF in
/// its place. UTF-16 stays as it is until it is decoded.
pub fn with_line_feeds(mut raw: Vec<u8>) -> Vec<u8> {
    let is_wide = raw.starts_with(&[0xFF, 0xFE]) || raw.starts_with(&[0xFE, 0xFF]);
    if !is_wide && memchr::memchr(b'\n', &raw).is_none() {
        raw.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    }
    raw
}

/// Decodes the content of a file.
///
/// # Errors
/// "binary" for content that is no text.
pub fn decode(raw: Vec<u8>) -> Result<Decoded, &'static str> {
    if is_binary(&raw) {
        return Err("binary");
    }
    let mut raw = with_line_feeds(raw);
    if raw.starts_with(&[0xEF, 0xBB, 0xBF]) {
        raw.drain(..3);
        return Ok(Decoded { bytes: raw, encoding: Encoding::Utf8 { bom: true } });
    }
    let utf16 = match raw.get(..2) {
        Some([0xFF, 0xFE]) => Some(encoding_rs::UTF_16LE),
        Some([0xFE, 0xFF]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, _) = encoding.decode_without_bom_handling(&raw[2..]);
        let bytes = with_line_feeds(text.into_owned().into_bytes());
        return Ok(Decoded { bytes, encoding: Encoding::Utf16 });
    }
    Ok(Decoded { bytes: raw, encoding: Encoding::Utf8 { bom: false } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_text() {
        let decoded = decode(b"\xEF\xBB\xBFx = 1".to_vec()).expect("text");
        assert_eq!((decoded.bytes.as_slice(), decoded.encoding.offset()), (b"x = 1".as_slice(), 3));
    }

    #[test]
    fn carriage_returns_alone_end_lines() {
        let of = |raw: &[u8]| decode(raw.to_vec()).expect("text").bytes;
        assert_eq!(of(b"\xEF\xBB\xBFa\rb\r"), b"a\nb\n");
        assert_eq!(of(b"\xFF\xFEa\0\r\0b\0"), b"a\nb");
        assert_eq!(of(b"a\rb\r\n"), b"a\rb\r\n");
    }

    #[test]
    fn utf16_becomes_utf8() {
        for bytes in [b"\xFF\xFEa\0\xF1\0".as_slice(), b"\xFE\xFF\0a\0\xF1"] {
            let decoded = decode(bytes.to_vec()).expect("text");
            assert_eq!(decoded.bytes, "añ".as_bytes());
            assert!(!decoded.encoding.is_editable());
        }
    }

    #[test]
    fn an_early_nul_is_binary_and_a_late_one_is_not() {
        assert_eq!(decode(b"a\0b".to_vec()).err(), Some("binary"));
        for wide in [b"\xFF\xFE\0\0a\0\0\0".as_slice(), b"\0\0\xFE\xFF\0\0\0a", b"a\0b\0"] {
            assert_eq!(decode(wide.to_vec()).err(), Some("binary"));
        }
        let mut late = vec![b'a'; BINARY_PROBE];
        late.push(0);
        assert!(decode(late).is_ok());
    }
}
