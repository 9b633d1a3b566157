//! From bytes to text (XML 1.0 section 4.3.3 and appendix F, RFC 7303 section 3).

use std::borrow::Cow;
use std::str;

use super::error::{XmlError, XmlErrorKind};
use super::prolog::Declaration;

/// Decodes the bytes of a document.
///
/// The encoding is that of the byte order mark, else `charset`, which is the parameter of a
/// `Content-Type` header, else that of the XML declaration, else UTF-8; so that a declaration
/// counts only where nothing outside the text says otherwise. The byte order mark is not part of
/// the text.
///
/// # Errors
///
/// [`XmlErrorKind::UnsupportedEncoding`] for an encoding other than UTF-8, UTF-16, US-ASCII,
/// ISO-8859-1 and windows-1252, and for a declared UTF-16 that the bytes are not in.
/// [`XmlErrorKind::InvalidBytes`] for bytes that are no text in the encoding, with their offset.
pub fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Result<Cow<'a, str>, XmlError> {
    let (encoding, mark) = match byte_order_mark(bytes) {
        Some(marked) => marked,
        None => match charset {
            Some(charset) => (Encoding::of_charset(charset, bytes)?, 0),
            None => (Encoding::of_bytes(bytes)?, 0),
        },
    };
    let text = bytes.get(mark..).unwrap_or_default();
    encoding.decode(text).map_err(|at| {
        let kind = XmlErrorKind::InvalidBytes {
            encoding: encoding.name(),
        };
        XmlError::new(kind, mark + at)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
    Ascii,
    Latin1,
    Windows1252,
}

fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16LittleEndian, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16BigEndian, 2)),
        _ => None,
    }
}

/// UTF-16 as shown by the `<` that a document starts with.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(Encoding::Utf16LittleEndian),
        [0, b'<', ..] => Some(Encoding::Utf16BigEndian),
        _ => None,
    }
}

impl Encoding {
    fn of_charset(charset: &str, bytes: &[u8]) -> Result<Self, XmlError> {
        let name = charset.trim().trim_matches(['"', '\'']).trim();
        match Encoding::named(name) {
            // RFC 2781 section 4.3: big-endian where nothing tells.
            Some(Named::Utf16) => Ok(unmarked_utf16(bytes).unwrap_or(Encoding::Utf16BigEndian)),
            Some(Named::Known(encoding)) => Ok(encoding),
            None => Err(unsupported(name)),
        }
    }

    fn of_bytes(bytes: &[u8]) -> Result<Self, XmlError> {
        if let Some(encoding) = unmarked_utf16(bytes) {
            return Ok(encoding);
        }
        let Some(name) = declared(bytes) else {
            return Ok(Encoding::Utf8);
        };
        match Encoding::named(name) {
            // As the declaration could be read, the bytes are in no UTF-16.
            Some(
                Named::Utf16 | Named::Known(Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian),
            )
            | None => Err(unsupported(name)),
            Some(Named::Known(encoding)) => Ok(encoding),
        }
    }

    fn named(name: &str) -> Option<Named> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Named::Known(Encoding::Utf8),
            "utf-16" | "utf16" => Named::Utf16,
            "utf-16le" => Named::Known(Encoding::Utf16LittleEndian),
            "utf-16be" => Named::Known(Encoding::Utf16BigEndian),
            "us-ascii" | "ascii" | "iso646-us" => Named::Known(Encoding::Ascii),
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" => {
                Named::Known(Encoding::Latin1)
            }
            "windows-1252" | "cp1252" | "cp-1252" | "x-cp1252" => {
                Named::Known(Encoding::Windows1252)
            }
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16LittleEndian => "UTF-16LE",
            Encoding::Utf16BigEndian => "UTF-16BE",
            Encoding::Ascii => "US-ASCII",
            Encoding::Latin1 => "ISO-8859-1",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The text, or where the bytes are none.
    fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
        match self {
            Encoding::Utf8 => utf8(bytes),
            Encoding::Utf16LittleEndian => utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16BigEndian => utf16(bytes, u16::from_be_bytes),
            Encoding::Ascii => by_table(bytes, |_| None),
            Encoding::Latin1 => by_table(bytes, |byte| Some(char::from(byte))),
            Encoding::Windows1252 => by_table(bytes, windows_1252),
        }
    }
}

/// What the name of an encoding means.
enum Named {
    Known(Encoding),
    /// UTF-16 of either byte order.
    Utf16,
}

#[cold]
fn unsupported(name: &str) -> XmlError {
    XmlError::new(
        XmlErrorKind::UnsupportedEncoding {
            name: name.to_owned(),
        },
        0,
    )
}

/// The most bytes of an XML declaration that is looked into for the encoding.
const DECLARATION: usize = 1024;

/// The encoding that the XML declaration names. A malformed declaration is left to the reader.
fn declared(bytes: &[u8]) -> Option<&str> {
    let start = bytes.get(..DECLARATION).unwrap_or(bytes);
    let rest = start.strip_prefix(b"<?")?;
    let end = rest.windows(2).position(|pair| pair == b"?>")?;
    let text = str::from_utf8(rest.get(..end)?).ok()?;
    if !text.starts_with("xml") {
        return None;
    }
    Declaration::parse(text).ok()?.encoding
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
    str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|error| error.valid_up_to())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, usize> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let character = character.map_err(|_| at)?;
        text.push(character);
        at += 2 * character.len_utf16();
    }
    if odd.is_empty() {
        Ok(Cow::Owned(text))
    } else {
        Err(at)
    }
}

/// Decodes single bytes, of which those of ASCII stand for themselves.
fn by_table(bytes: &[u8], table: fn(u8) -> Option<char>) -> Result<Cow<'_, str>, usize> {
    if bytes.is_ascii() {
        return utf8(bytes);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for (at, byte) in bytes.iter().enumerate() {
        let character = if byte.is_ascii() {
            Some(char::from(*byte))
        } else {
            table(*byte)
        };
        text.push(character.ok_or(at)?);
    }
    Ok(Cow::Owned(text))
}

/// What windows-1252 has from 0x80 to 0x9F; a space where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9F => WINDOWS_1252
            .get(usize::from(byte - 0x80))
            .copied()
            .filter(|found| *found != ' '),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn text_in_each_encoding() {
        let declared = |name: &str, rest: &[u8]| {
            let mut bytes = format!("<?xml version='1.0' encoding='{name}'?>").into_bytes();
            bytes.extend(rest);
            bytes
        };
        let cases: Vec<(Vec<u8>, Option<&str>, &str)> = vec![
            ("<a>é</a>".into(), None, "<a>é</a>"),
            ("\u{FEFF}<a>é</a>".into(), None, "<a>é</a>"),
            ("\u{FEFF}<a>é</a>".into(), Some("ISO-8859-1"), "<a>é</a>"),
            ("<a>é</a>".into(), Some(" \"UTF-8\" "), "<a>é</a>"),
            (
                utf16_bytes("\u{FEFF}<a>😀</a>", u16::to_le_bytes),
                None,
                "<a>😀</a>",
            ),
            (
                utf16_bytes("\u{FEFF}<a>😀</a>", u16::to_be_bytes),
                None,
                "<a>😀</a>",
            ),
            (
                utf16_bytes("\u{FEFF}<a/>", u16::to_be_bytes),
                Some("utf-8"),
                "<a/>",
            ),
            (
                utf16_bytes("<a>😀</a>", u16::to_le_bytes),
                None,
                "<a>😀</a>",
            ),
            (
                utf16_bytes("<a>😀</a>", u16::to_be_bytes),
                Some("utf-16"),
                "<a>😀</a>",
            ),
            (
                utf16_bytes("<a>😀</a>", u16::to_le_bytes),
                Some("UTF-16"),
                "<a>😀</a>",
            ),
            (
                utf16_bytes("<a/>", u16::to_le_bytes),
                Some("UTF-16LE"),
                "<a/>",
            ),
            (
                b"<a>\xE9\x80</a>".to_vec(),
                Some("latin1"),
                "<a>é\u{80}</a>",
            ),
            (
                b"<a>\xE9\x80</a>".to_vec(),
                Some("windows-1252"),
                "<a>é€</a>",
            ),
            (b"<a/>".to_vec(), Some("us-ascii"), "<a/>"),
        ];
        for (bytes, charset, expected) in cases {
            assert_eq!(
                decode(&bytes, charset).unwrap(),
                expected,
                "{bytes:?} {charset:?}"
            );
        }
        for (bytes, charset, expected) in [
            (declared("ISO-8859-1", b"<a>\xE9</a>"), None, "<a>é</a>"),
            (
                declared("Windows-1252", b"<a>\x93\xE9\x94</a>"),
                None,
                "<a>“é”</a>",
            ),
            (
                declared("ISO-8859-1", "<a>é</a>".as_bytes()),
                Some("utf-8"),
                "<a>é</a>",
            ),
            (declared("no-such", b"<a/>"), Some("utf-8"), "<a/>"),
            (
                declared("UTF-8", b"<a>\xE9</a>"),
                Some("ISO-8859-1"),
                "<a>é</a>",
            ),
        ] {
            let text = decode(&bytes, charset).unwrap();
            assert!(text.ends_with(expected), "{text} {charset:?}");
        }
        assert!(matches!(
            decode(b"<a/>", Some("latin1")),
            Ok(Cow::Borrowed("<a/>"))
        ));
    }

    #[test]
    fn bytes_that_are_no_text_are_errors_with_their_place() {
        let mut half = utf16_bytes("\u{FEFF}<a>", u16::to_le_bytes);
        half.push(0x3C);
        let lone = utf16_bytes("<a>", u16::to_le_bytes)
            .into_iter()
            .chain([0, 0xD8, 0x3C, 0]);
        let cases: Vec<(Vec<u8>, Option<&str>, &str, usize)> = vec![
            (b"<a>\xE9</a>".to_vec(), None, "UTF-8", 3),
            (b"\xEF\xBB\xBF<a>\xC0\x80</a>".to_vec(), None, "UTF-8", 6),
            (b"<a>\xE9</a>".to_vec(), Some("us-ascii"), "US-ASCII", 3),
            (b"<a>\x81</a>".to_vec(), Some("cp1252"), "windows-1252", 3),
            (half, None, "UTF-16LE", 8),
            (lone.collect(), None, "UTF-16LE", 6),
        ];
        for (bytes, charset, encoding, offset) in cases {
            let error = decode(&bytes, charset).unwrap_err();
            assert_eq!(error.kind(), &XmlErrorKind::InvalidBytes { encoding });
            assert_eq!(error.offset(), offset, "{bytes:?}");
        }
    }

    #[test]
    fn other_encodings_are_errors_with_their_name() {
        let cases: [(&[u8], Option<&str>, &str); 4] = [
            (b"<a/>", Some("shift_jis"), "shift_jis"),
            (
                b"<?xml version='1.0' encoding='EUC-JP'?><a/>",
                None,
                "EUC-JP",
            ),
            (
                b"<?xml version='1.0' encoding='UTF-16'?><a/>",
                None,
                "UTF-16",
            ),
            (
                b"<?xml version='1.0' encoding='UTF-16LE'?><a/>",
                None,
                "UTF-16LE",
            ),
        ];
        for (bytes, charset, name) in cases {
            let error = decode(bytes, charset).unwrap_err();
            assert_eq!(
                error.kind(),
                &XmlErrorKind::UnsupportedEncoding {
                    name: name.to_owned()
                }
            );
        }
    }
}
