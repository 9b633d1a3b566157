//! Escaping on the way out (XML 1.0 sections 2.4 and 3.3.3).

use super::character::is_char;
use super::error::{XmlError, XmlErrorKind};
use super::search;

/// Appends text as content of an element.
///
/// # Errors
///
/// [`XmlErrorKind::ForbiddenCharacter`], with the offset in `text`, for a character that XML 1.0
/// does not have, not even as a reference.
#[inline]
pub(super) fn push_text(out: &mut String, text: &str) -> Result<(), XmlError> {
    push_escaped(out, text, is_special_in_text, |byte| match byte {
        b'&' => Escape::With("&amp;"),
        b'<' => Escape::With("&lt;"),
        b'>' => Escape::With("&gt;"),
        // A parser makes a line feed of a bare carriage return.
        b'\r' => Escape::With("&#13;"),
        b'\t' | b'\n' => Escape::No,
        _ => Escape::Look,
    })
}

/// Appends text as an attribute value between double quotes.
///
/// # Errors
///
/// As [`push_text`].
#[inline]
pub(super) fn push_attribute(out: &mut String, text: &str) -> Result<(), XmlError> {
    push_escaped(out, text, is_special_in_attribute, |byte| match byte {
        b'&' => Escape::With("&amp;"),
        b'<' => Escape::With("&lt;"),
        b'"' => Escape::With("&quot;"),
        // A parser makes spaces of these.
        b'\t' => Escape::With("&#9;"),
        b'\n' => Escape::With("&#10;"),
        b'\r' => Escape::With("&#13;"),
        _ => Escape::Look,
    })
}

/// The first byte of U+FFFE and U+FFFF, which XML does not have.
const UNICODE_END: u8 = 0xEF;

#[derive(Clone, Copy)]
enum Escape {
    No,
    With(&'static str),
    /// XML may not have the character.
    Look,
}

/// Whether a byte of an element's text needs a look.
#[inline]
fn is_special_in_text(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == UNICODE_END)
}

/// Whether a byte of an attribute's value needs a look.
#[inline]
fn is_special_in_attribute(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'&') | (byte == b'<') | (byte == b'"') | (byte == UNICODE_END)
}

#[inline]
fn push_escaped(
    out: &mut String,
    text: &str,
    is_special: impl Fn(u8) -> bool + Copy,
    escape: impl Fn(u8) -> Escape,
) -> Result<(), XmlError> {
    let bytes = text.as_bytes();
    let Some(mut at) = search::first(bytes, is_special) else {
        out.push_str(text);
        return Ok(());
    };
    let mut from = 0;
    while let Some(byte) = bytes.get(at) {
        match escape(*byte) {
            Escape::No => {}
            Escape::With(replacement) => {
                out.push_str(text.get(from..at).unwrap_or_default());
                out.push_str(replacement);
                from = at + 1;
            }
            Escape::Look => check(text, at)?,
        }
        at += 1;
        let rest = bytes.get(at..).unwrap_or_default();
        at += search::first(rest, is_special).unwrap_or(rest.len());
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ok(())
}

/// Checks the character that starts at a place.
fn check(text: &str, at: usize) -> Result<(), XmlError> {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(character) if !is_char(character) => Err(XmlError::new(
            XmlErrorKind::ForbiddenCharacter { character },
            at,
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Result<String, XmlError> {
        let mut out = String::new();
        push_text(&mut out, value).map(|()| out)
    }

    fn attribute(value: &str) -> Result<String, XmlError> {
        let mut out = String::new();
        push_attribute(&mut out, value).map(|()| out)
    }

    #[test]
    fn what_is_escaped_where() {
        let cases = [
            ("", "", ""),
            ("plain", "plain", "plain"),
            ("a&b", "a&amp;b", "a&amp;b"),
            ("<a>", "&lt;a&gt;", "&lt;a>"),
            ("]]>", "]]&gt;", "]]>"),
            ("'\"", "'\"", "'&quot;"),
            ("a\tb\nc\rd", "a\tb\nc&#13;d", "a&#9;b&#10;c&#13;d"),
            (
                "\u{FFFD}\u{F000}é",
                "\u{FFFD}\u{F000}é",
                "\u{FFFD}\u{F000}é",
            ),
            (
                "long enough for several lanes & more",
                "long enough for several lanes &amp; more",
                "long enough for several lanes &amp; more",
            ),
        ];
        for (value, in_text, in_attribute) in cases {
            assert_eq!(text(value).unwrap(), in_text, "{value:?}");
            assert_eq!(attribute(value).unwrap(), in_attribute, "{value:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_errors_with_their_place() {
        for character in ['\0', '\u{1}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            for result in [
                text(&format!("<é{character}")),
                attribute(&format!("<é{character}")),
            ] {
                let error = result.unwrap_err();
                assert_eq!(
                    error.kind(),
                    &XmlErrorKind::ForbiddenCharacter { character }
                );
                assert_eq!(error.offset(), 3);
            }
        }
    }
}
