//! The whiteSpace facet.

use crate::xml::search;
use std::borrow::Cow;

/// What happens to white space before a text is looked at (XSD 1.0 Part 2, 4.3.6).
///
/// ```
/// use soapstone::simple::WhiteSpace;
///
/// assert_eq!(WhiteSpace::Preserve.normalize(" a\n b "), " a\n b ");
/// assert_eq!(WhiteSpace::Replace.normalize(" a\n b "), " a  b ");
/// assert_eq!(WhiteSpace::Collapse.normalize(" a\n b "), "a b");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WhiteSpace {
    /// Nothing.
    Preserve,
    /// Each tab, line feed and carriage return becomes a space.
    Replace,
    /// As `Replace`; then runs of spaces become one, and those at the ends go.
    Collapse,
}

impl WhiteSpace {
    /// Normalises `text`; borrows where nothing but the ends changes.
    #[must_use]
    pub fn normalize(self, text: &str) -> Cow<'_, str> {
        match self {
            WhiteSpace::Preserve => Cow::Borrowed(text),
            WhiteSpace::Replace => replace(text),
            WhiteSpace::Collapse => collapse(text),
        }
    }
}

/// Whether the byte is white space to XML.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without white space at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

fn replace(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte != b' ' && is_space(byte)) {
        Cow::Owned(text.replace(['\t', '\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn collapse(text: &str) -> Cow<'_, str> {
    if search::either(text.as_bytes(), *b" \t\n\r").is_none() {
        return Cow::Borrowed(text);
    }
    let text = trim(text);
    if is_collapsed(text) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for token in tokens(text) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(token);
    }
    Cow::Owned(collapsed)
}

/// The pieces between white space.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r'])
        .filter(|token| !token.is_empty())
}

/// Whether the only white space is single spaces inside.
pub(crate) fn is_collapsed(text: &str) -> bool {
    let mut after_space = true;
    let is_fine = text.bytes().all(|byte| {
        let space = is_space(byte);
        let fine = !space || (byte == b' ' && !after_space);
        after_space = space;
        fine
    });
    is_fine && (text.is_empty() || !after_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_as_the_facet_says() {
        let cases = [
            ("", "", ""),
            (" ", " ", ""),
            ("a b", "a b", "a b"),
            ("a  b", "a  b", "a b"),
            ("\t a\r\nb\t", "  a  b ", "a b"),
            ("a\u{a0}\u{a0}b", "a\u{a0}\u{a0}b", "a\u{a0}\u{a0}b"),
        ];
        for (text, replaced, collapsed) in cases {
            assert_eq!(WhiteSpace::Preserve.normalize(text), text);
            assert_eq!(WhiteSpace::Replace.normalize(text), replaced, "{text:?}");
            assert_eq!(WhiteSpace::Collapse.normalize(text), collapsed, "{text:?}");
        }
    }

    #[test]
    fn borrows_where_nothing_changes_inside() {
        for text in ["", "a b c", "  a b ", "\n1\n"] {
            assert!(
                matches!(WhiteSpace::Collapse.normalize(text), Cow::Borrowed(_)),
                "{text:?}"
            );
        }
        assert!(matches!(
            WhiteSpace::Replace.normalize("a  b"),
            Cow::Borrowed(_)
        ));
    }
}
