//! The lexical rules of attribute values.

use super::MaxOccurs;

/// Leading and trailing white space removed, runs of it made one space.
pub(super) fn collapse(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// The items of a list: what stands between white space as XML knows it.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
}

/// Leading and trailing white space removed.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// Whether a text is an `NCName`: a name of XML without a colon.
pub(super) fn is_ncname(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a text is a `language`: letters, then letters and digits, in parts of at most eight.
pub(super) fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(index, part)| {
        let allowed = |c: char| c.is_ascii_alphabetic() || (index > 0 && c.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.chars().all(allowed)
    })
}

/// A `boolean`.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match trim(text) {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A number that may be greater than what it is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clamped {
    pub(super) value: u32,
    /// Whether the number as written is greater.
    pub(super) clamped: bool,
}

/// A `nonNegativeInteger`.
pub(super) fn non_negative_integer(text: &str) -> Option<Clamped> {
    let text = trim(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    if negative && !significant.is_empty() {
        return None;
    }
    if significant.is_empty() {
        return Some(Clamped {
            value: 0,
            clamped: false,
        });
    }
    Some(match significant.parse() {
        Ok(value) => Clamped {
            value,
            clamped: false,
        },
        Err(_) => Clamped {
            value: u32::MAX,
            clamped: true,
        },
    })
}

/// A `nonNegativeInteger`; what is greater than `u64::MAX` is clamped to it.
pub(super) fn non_negative(text: &str) -> Option<u64> {
    let small = non_negative_integer(text)?;
    if !small.clamped {
        return Some(u64::from(small.value));
    }
    let digits = trim(text).trim_start_matches('+');
    Some(digits.parse().unwrap_or(u64::MAX))
}

/// `maxOccurs`, and whether it was clamped.
pub(super) fn max_occurs(text: &str) -> Option<(MaxOccurs, bool)> {
    if trim(text) == "unbounded" {
        return Some((MaxOccurs::Unbounded, false));
    }
    non_negative_integer(text).map(|number| (MaxOccurs::Bounded(number.value), number.clamped))
}

#[cfg(test)]
mod tests {
    use super::{Clamped, boolean, collapse, is_ncname, non_negative_integer};

    #[test]
    fn ncnames() {
        for (text, expected) in [
            ("a", true),
            ("_a-1.b", true),
            ("é", true),
            ("", false),
            ("1a", false),
            ("a:b", false),
            ("a b", false),
            ("-a", false),
        ] {
            assert_eq!(is_ncname(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        let exact = |value| {
            Some(Clamped {
                value,
                clamped: false,
            })
        };
        for (text, expected) in [
            ("0", exact(0)),
            (" +07 ", exact(7)),
            ("-0", exact(0)),
            ("-1", None),
            ("", None),
            ("1.0", None),
            ("+", None),
            ("4294967295", exact(u32::MAX)),
            (
                "4294967296",
                Some(Clamped {
                    value: u32::MAX,
                    clamped: true,
                }),
            ),
        ] {
            assert_eq!(non_negative_integer(text), expected, "{text:?}");
        }
    }

    #[test]
    fn booleans_and_white_space() {
        assert_eq!(boolean(" true "), Some(true));
        assert_eq!(boolean("0"), Some(false));
        assert_eq!(boolean("TRUE"), None);
        assert_eq!(collapse("  a \t\n b "), "a b");
    }
}
