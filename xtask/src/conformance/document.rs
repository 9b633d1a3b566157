//! Documents as text: decoding and parsing of instances, apart from the code that is tested.

use std::fs;
use std::path::Path;

/// The text of a document; `None` where it can't be read or is in an encoding that is not known here.
pub(crate) fn read(path: &Path) -> Option<String> {
    decode(&fs::read(path).ok()?)
}

/// Parses a document; entities of its own are replaced.
pub(crate) fn parse(text: &str) -> Result<roxmltree::Document<'_>, String> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// The expanded name of the root element, `{namespace}local`; empty where the document is not well-formed.
pub(crate) fn root_name(path: &Path) -> String {
    let Some(text) = read(path) else {
        return String::new();
    };
    let Ok(document) = parse(&text) else {
        return String::new();
    };
    let name = document.root_element().tag_name();
    expanded_name(name.namespace(), name.name())
}

/// `{namespace}local`.
pub(crate) fn expanded_name(namespace: Option<&str>, local: &str) -> String {
    format!("{{{}}}{local}", namespace.unwrap_or_default())
}

fn decode(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => is_latin(bytes).then(|| bytes.iter().map(|byte| char::from(*byte)).collect()),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    if rest.is_empty() {
        String::from_utf16(&units).ok()
    } else {
        None
    }
}

/// Whether a document declares an encoding that is close enough to ISO 8859-1.
fn is_latin(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..100).unwrap_or(bytes)).to_lowercase();
    ["iso-8859-1", "windows-1252"]
        .iter()
        .any(|encoding| head.contains(encoding))
}
