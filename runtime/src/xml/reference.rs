//! References, line ends and the normalisation of values (XML 1.0 sections 2.11, 3.3.3, 4.1).

use super::character::{is_char, is_ncname};
use super::error::{XmlError, XmlErrorKind};

/// The character that a reference stands for; `reference` is what is between `&` and `;`.
pub(super) fn resolve(reference: &str) -> Result<char, XmlErrorKind> {
    match reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => match reference.strip_prefix('#') {
            Some(number) => {
                numbered(number).ok_or_else(|| XmlErrorKind::ForbiddenCharacterReference {
                    reference: reference.to_owned(),
                })
            }
            None if is_ncname(reference) => Err(XmlErrorKind::UnknownEntity {
                name: reference.to_owned(),
            }),
            None => Err(XmlErrorKind::BareAmpersand),
        },
    }
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` alone would take a sign.
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|character| is_char(*character))
}

/// Appends text with each line end, `\r\n` or `\r`, made `\n`.
pub(super) fn push_lines(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        out.push_str(line);
        out.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
}

/// Whether a byte of an attribute value stands for something else, or must not be there.
#[inline]
pub(super) fn is_special_in_attribute(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'\t' | b'\n' | b'\r')
}

/// Appends the value of an attribute from its text between the quotes, which starts at `offset`.
pub(super) fn push_attribute(
    value: &mut String,
    text: &str,
    offset: usize,
) -> Result<(), XmlError> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        value.push_str(plain);
        let here = offset + (text.len() - special.len());
        rest = if let Some(after) = special.strip_prefix('&') {
            let Some((reference, after)) = after.split_once(';') else {
                return Err(XmlError::new(XmlErrorKind::BareAmpersand, here));
            };
            value.push(resolve(reference).map_err(|kind| XmlError::new(kind, here))?);
            after
        } else if let Some(after) = special.strip_prefix("\r\n") {
            value.push(' ');
            after
        } else if let Some(after) = special.strip_prefix(['\t', '\n', '\r']) {
            value.push(' ');
            after
        } else {
            return Err(XmlError::new(XmlErrorKind::LessThanInAttribute, here));
        };
    }
    value.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_characters() {
        let good = [
            ("lt", '<'),
            ("gt", '>'),
            ("amp", '&'),
            ("apos", '\''),
            ("quot", '"'),
            ("#65", 'A'),
            ("#x41", 'A'),
            ("#x1F600", '😀'),
            ("#0000000009", '\t'),
            ("#xD", '\r'),
        ];
        for (reference, expected) in good {
            assert_eq!(resolve(reference), Ok(expected), "{reference}");
        }
        let forbidden = [
            "#0",
            "#1",
            "#xFFFE",
            "#xD800",
            "#x110000",
            "#",
            "#x",
            "#+65",
            "#X41",
            "#99999999999",
        ];
        for reference in forbidden {
            assert!(
                matches!(
                    resolve(reference),
                    Err(XmlErrorKind::ForbiddenCharacterReference { .. })
                ),
                "{reference}"
            );
        }
        assert_eq!(
            resolve("nbsp"),
            Err(XmlErrorKind::UnknownEntity {
                name: "nbsp".to_owned()
            })
        );
        for reference in ["", " ", " b", "1", "a b"] {
            assert_eq!(
                resolve(reference),
                Err(XmlErrorKind::BareAmpersand),
                "{reference:?}"
            );
        }
    }

    #[test]
    fn line_ends_become_one_character() {
        for (text, expected) in [
            ("a\r\nb", "a\nb"),
            ("a\rb", "a\nb"),
            ("\r\r\n\n\r", "\n\n\n\n"),
            ("a\nb", "a\nb"),
        ] {
            let mut out = String::new();
            push_lines(&mut out, text);
            assert_eq!(out, expected, "{text:?}");
        }
    }

    #[test]
    fn attribute_values_keep_referenced_space_only() {
        let attribute_value = |text, offset| {
            let mut value = String::new();
            push_attribute(&mut value, text, offset).map(|()| value)
        };
        for (text, expected) in [
            ("plain", "plain"),
            ("a\r\nb\tc\nd\re", "a b c d e"),
            ("&#10;&#13;&#9;", "\n\r\t"),
            ("&lt;&amp;&quot;", "<&\""),
            ("  two  ", "  two  "),
        ] {
            assert_eq!(attribute_value(text, 0).unwrap(), expected, "{text:?}");
        }
        let error = attribute_value("ab<", 10).unwrap_err();
        assert_eq!(
            (error.kind(), error.offset()),
            (&XmlErrorKind::LessThanInAttribute, 12)
        );
        let error = attribute_value("a\r\n&b", 10).unwrap_err();
        assert_eq!(
            (error.kind(), error.offset()),
            (&XmlErrorKind::BareAmpersand, 13)
        );
    }
}
