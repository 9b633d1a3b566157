//! Bytes to text: the encodings that XML files have in practice.

use std::fmt;

/// A decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// The encoding of the declaration, where the bytes are in another one that they prove themselves.
    pub(super) contradicted: Option<(String, Encoding)>,
}

/// Why bytes are not text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DecodeError {
    /// The declared encoding is not one that is known.
    UnknownEncoding(String),
    /// A byte that the encoding does not have.
    InvalidByte {
        /// The encoding that was tried.
        encoding: Encoding,
        /// Whether the XML declaration or a byte order mark says so; otherwise it is the default.
        declared: bool,
        /// Where the byte is, counted from zero.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// A UTF-16 text that ends in half a character.
    Truncated,
}

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16BigEndian,
    Utf16LittleEndian,
    Ascii,
    Latin1,
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16BigEndian => "UTF-16 (big endian)",
            Encoding::Utf16LittleEndian => "UTF-16 (little endian)",
            Encoding::Ascii => "US-ASCII",
            Encoding::Latin1 => "ISO-8859-1",
            Encoding::Windows1252 => "windows-1252",
        })
    }
}

/// Decodes an XML document by its byte order mark, else by its XML declaration, else as UTF-8 (XML 1.0 appendix F).
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let declared = declared_encoding(bytes);
    let (proven, content) = proven_encoding(bytes);
    let Some(encoding) = proven else {
        return decode_by_declaration(bytes, declared);
    };
    let text = decode_as(encoding, content, true)?;
    let declared = declared
        .or_else(|| declared_encoding(text.get(..200.min(text.len())).unwrap_or(&text).as_bytes()));
    let contradicted = declared.filter(|name| !agrees(name, encoding));
    Ok(Decoded {
        text,
        contradicted: contradicted.map(|name| (name, encoding)),
    })
}

/// The encoding that the first bytes prove, and the bytes after the byte order mark.
fn proven_encoding(bytes: &[u8]) -> (Option<Encoding>, &[u8]) {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xFE, 0xFF, rest @ ..] => (Some(Encoding::Utf16BigEndian), rest),
        [0xFF, 0xFE, rest @ ..] => (Some(Encoding::Utf16LittleEndian), rest),
        [0, b'<', 0, _, ..] => (Some(Encoding::Utf16BigEndian), bytes),
        [b'<', 0, _, 0, ..] => (Some(Encoding::Utf16LittleEndian), bytes),
        _ => (None, bytes),
    }
}

fn decode_by_declaration(bytes: &[u8], declared: Option<String>) -> Result<Decoded, DecodeError> {
    let Some(name) = declared else {
        return Ok(Decoded {
            text: decode_as(Encoding::Utf8, bytes, false)?,
            contradicted: None,
        });
    };
    let (encoding, contradicted) = match by_name(&name) {
        Some(encoding) => (encoding, false),
        // The declaration could be read as single bytes, so the text is not UTF-16: a program wrote the
        // declaration of a string that it then saved as UTF-8.
        None if is_utf16(&name) => (Encoding::Utf8, true),
        // Every encoding whose declaration can be read as single bytes has ASCII as its lower half, but for rare
        // ones such as UTF-7.
        None if bytes.is_ascii() && !name.eq_ignore_ascii_case("utf-7") => (Encoding::Ascii, false),
        None => return Err(DecodeError::UnknownEncoding(name)),
    };
    let text = decode_as(encoding, bytes, !contradicted)?;
    Ok(Decoded {
        text,
        contradicted: contradicted.then_some((name, encoding)),
    })
}

/// The encoding that an XML declaration in single bytes names.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration
        .windows(2)
        .take(200)
        .position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let (name, _) = after.get(1..)?.split_once(quote)?;
    Some(name.trim().to_owned())
}

fn by_name(name: &str) -> Option<Encoding> {
    match name.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Some(Encoding::Utf8),
        "us-ascii" | "ascii" => Some(Encoding::Ascii),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" => Some(Encoding::Latin1),
        "windows-1252" | "cp1252" | "cp-1252" => Some(Encoding::Windows1252),
        _ => None,
    }
}

fn is_utf16(name: &str) -> bool {
    ["utf-16", "utf16", "utf-16le", "utf-16be", "unicode"]
        .contains(&name.to_ascii_lowercase().as_str())
}

fn agrees(name: &str, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Utf16BigEndian | Encoding::Utf16LittleEndian => is_utf16(name),
        Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1 | Encoding::Windows1252 => {
            by_name(name) == Some(encoding)
        }
    }
}

fn decode_as(encoding: Encoding, bytes: &[u8], declared: bool) -> Result<String, DecodeError> {
    let invalid = |offset: usize| DecodeError::InvalidByte {
        encoding,
        declared,
        offset,
        byte: bytes.get(offset).copied().unwrap_or_default(),
    };
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(invalid(error.valid_up_to())),
        },
        Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Some(offset) => Err(invalid(offset)),
        },
        Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Encoding::Windows1252 => {
            let decoded = bytes
                .iter()
                .map(|byte| windows_1252(*byte))
                .collect::<Option<String>>();
            decoded.ok_or_else(|| {
                invalid(
                    bytes
                        .iter()
                        .position(|byte| windows_1252(*byte).is_none())
                        .unwrap_or(0),
                )
            })
        }
        Encoding::Utf16BigEndian => {
            decode_utf16(bytes, u16::from_be_bytes).map_err(|error| error.unwrap_or_else(invalid))
        }
        Encoding::Utf16LittleEndian => {
            decode_utf16(bytes, u16::from_le_bytes).map_err(|error| error.unwrap_or_else(invalid))
        }
    }
}

/// Where UTF-16 is wrong: at its end, or at an offset.
enum Utf16Error {
    Truncated,
    At(usize),
}

impl Utf16Error {
    fn unwrap_or_else(self, invalid: impl Fn(usize) -> DecodeError) -> DecodeError {
        match self {
            Utf16Error::Truncated => DecodeError::Truncated,
            Utf16Error::At(offset) => invalid(offset),
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Utf16Error> {
    let mut pairs = bytes.chunks_exact(2);
    let units = pairs
        .by_ref()
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(unit);
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 0;
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| Utf16Error::At(offset))?;
        offset += 2 * character.len_utf16();
        text.push(character);
    }
    if pairs.remainder().is_empty() {
        Ok(text)
    } else {
        Err(Utf16Error::Truncated)
    }
}

/// The character of a byte in windows-1252; five bytes have none.
fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '\u{20AC}', '\0', '\u{201A}', '\u{0192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}',
        '\u{02C6}', '\u{2030}', '\u{0160}', '\u{2039}', '\u{0152}', '\0', '\u{017D}', '\0', '\0',
        '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}',
        '\u{02DC}', '\u{2122}', '\u{0161}', '\u{203A}', '\u{0153}', '\0', '\u{017E}', '\u{0178}',
    ];
    match byte {
        0x80..=0x9F => HIGH
            .get(usize::from(byte - 0x80))
            .copied()
            .filter(|character| *character != '\0'),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let with = |name: &str| format!("<?xml version='1.0' encoding='{name}'?><a>\u{e4}</a>");
        let single = |name: &str| {
            with(name)
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect::<Vec<_>>()
        };
        let cases = [
            (with("UTF-8").into_bytes(), "UTF-8"),
            (
                [b"\xEF\xBB\xBF".as_slice(), with("utf-8").as_bytes()].concat(),
                "utf-8",
            ),
            (single("ISO-8859-1"), "ISO-8859-1"),
            (single("windows-1252"), "windows-1252"),
            (
                [
                    b"\xFE\xFF".to_vec(),
                    utf16(&with("UTF-16"), u16::to_be_bytes),
                ]
                .concat(),
                "UTF-16",
            ),
            (
                [
                    b"\xFF\xFE".to_vec(),
                    utf16(&with("UTF-16"), u16::to_le_bytes),
                ]
                .concat(),
                "UTF-16",
            ),
            (utf16(&with("UTF-16BE"), u16::to_be_bytes), "UTF-16BE"),
            (utf16(&with("utf-16le"), u16::to_le_bytes), "utf-16le"),
        ];
        for (bytes, name) in cases {
            let expected = Decoded {
                text: with(name),
                contradicted: None,
            };
            assert_eq!(decode(&bytes), Ok(expected), "{name}");
        }
    }

    #[test]
    fn without_a_declaration_it_is_utf8() {
        assert_eq!(
            decode("<a>\u{e4}</a>".as_bytes()).unwrap().text,
            "<a>\u{e4}</a>"
        );
        assert_eq!(decode(b"").unwrap().text, "");
        assert_eq!(
            decode(b"<a>\xE4</a>"),
            Err(DecodeError::InvalidByte {
                encoding: Encoding::Utf8,
                declared: false,
                offset: 3,
                byte: 0xE4
            })
        );
    }

    #[test]
    fn bytes_that_prove_another_encoding_win() {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>";
        let decoded = decode(text.as_bytes()).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!(
            decoded.contradicted,
            Some(("utf-16".to_owned(), Encoding::Utf8))
        );
        let latin = "<?xml version=\"1.0\" encoding=\"latin1\"?><a/>";
        let bytes = [b"\xFF\xFE".to_vec(), utf16(latin, u16::to_le_bytes)].concat();
        assert_eq!(
            decode(&bytes).unwrap().contradicted,
            Some(("latin1".to_owned(), Encoding::Utf16LittleEndian))
        );
    }

    #[test]
    fn wrong_bytes_are_exact_errors() {
        let invalid = |encoding, offset, byte| {
            Err(DecodeError::InvalidByte {
                encoding,
                declared: true,
                offset,
                byte,
            })
        };
        assert_eq!(
            decode(b"<?xml encoding='us-ascii'?>\xE4"),
            invalid(Encoding::Ascii, 27, 0xE4)
        );
        assert_eq!(
            decode(b"<?xml encoding='cp1252'?>\x81"),
            invalid(Encoding::Windows1252, 25, 0x81)
        );
        assert_eq!(
            decode(b"\xFE\xFF\0a\xD8\0\0b"),
            invalid(Encoding::Utf16BigEndian, 2, 0xD8)
        );
        assert_eq!(decode(b"\xFE\xFF\0a\0"), Err(DecodeError::Truncated));
        assert_eq!(
            decode(b"<?xml encoding='windows-1255'?>\xE0"),
            Err(DecodeError::UnknownEncoding("windows-1255".to_owned()))
        );
    }

    #[test]
    fn ascii_alone_is_the_same_in_encodings_that_are_not_known() {
        let text = "<?xml encoding='windows-1255'?><a/>";
        assert_eq!(decode(text.as_bytes()).unwrap().text, text);
    }

    #[test]
    fn windows_1252_has_its_own_upper_controls() {
        assert_eq!(
            decode(b"<?xml encoding='cp1252'?>\x80\x9F\xFF")
                .unwrap()
                .text,
            "<?xml encoding='cp1252'?>\u{20AC}\u{178}\u{FF}"
        );
    }
}
