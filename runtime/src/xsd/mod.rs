//! The value types of XSD 1.0 Part 2 (second edition): lossless, exact, compared by value.

pub mod pattern;

pub mod float;

/// Whether the text is a zero with a minus sign.
pub(crate) fn is_minus_zero(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit == b'0'))
}
