//! Characters and names of XML 1.0 (fifth edition, sections 2.2 and 2.3).

/// What a byte may be in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// No part of a name.
    Other,
    /// At the start of a name or later.
    Start,
    /// In a name, but not at its start.
    Later,
    Colon,
    /// Part of a character beyond ASCII.
    Wide,
}

/// The class of each byte, so that looking at one is one load.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut rest: &mut [Class] = &mut classes;
    let mut byte = 0;
    while let [first, tail @ ..] = rest {
        *first = class_of(byte);
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    classes
};

#[inline]
fn class(byte: u8) -> Class {
    CLASSES
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Class::Other)
}

const fn class_of(byte: u8) -> Class {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => Class::Start,
        b'0'..=b'9' | b'-' | b'.' => Class::Later,
        b':' => Class::Colon,
        0x80.. => Class::Wide,
        _ => Class::Other,
    }
}

/// Whether XML 1.0 allows the character (production 2, `Char`).
#[inline]
pub(crate) fn is_char(character: char) -> bool {
    matches!(
        character,
        '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..
    )
}

/// Whether the byte is white space of XML (production 3, `S`).
#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Production 4, `NameStartChar`, without the colon.
fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Production 4a, `NameChar`, without the colon.
fn is_name_later(character: char) -> bool {
    is_name_start(character)
        || matches!(character,
            '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// A qualified name at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QualifiedName {
    /// Bytes of the whole name.
    pub(super) len: usize,
    /// Bytes of the prefix with its colon; zero without a prefix.
    pub(super) local: usize,
}

/// Finds the end of the qualified name at the start of `text` (Namespaces, production 7).
/// `None` means that there is no name, or one with a misplaced colon.
#[inline]
pub(super) fn qualified_name(text: &str) -> Option<QualifiedName> {
    let bytes = text.as_bytes();
    let mut local = 0;
    let mut at = 0;
    if class(*bytes.first()?) != Class::Start {
        return wide_qualified_name(text);
    }
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            Class::Start | Class::Later => at += 1,
            Class::Colon => {
                let next = *bytes.get(at + 1)?;
                if local != 0 || class(next) != Class::Start {
                    return wide_qualified_name(text);
                }
                local = at + 1;
                at += 2;
            }
            Class::Wide => return wide_qualified_name(text),
            Class::Other => break,
        }
    }
    Some(QualifiedName { len: at, local })
}

/// The same for names with characters beyond ASCII.
#[cold]
fn wide_qualified_name(text: &str) -> Option<QualifiedName> {
    let prefix = ncname_len(text)?;
    if text.as_bytes().get(prefix) != Some(&b':') {
        return Some(QualifiedName {
            len: prefix,
            local: 0,
        });
    }
    let local = prefix + 1;
    let len = local + ncname_len(text.get(local..)?)?;
    (text.as_bytes().get(len) != Some(&b':')).then_some(QualifiedName { len, local })
}

/// Bytes of the name without a colon at the start of `text` (Namespaces, production 4,
/// `NCName`); `None` if there is none.
pub(super) fn ncname_len(text: &str) -> Option<usize> {
    if !is_name_start(text.chars().next()?) {
        return None;
    }
    Some(
        text.find(|character| !is_name_later(character))
            .unwrap_or(text.len()),
    )
}

/// Whether the whole text is a name without a colon.
#[inline]
pub(crate) fn is_ncname(text: &str) -> bool {
    let mut bytes = text.bytes();
    let ascii = bytes
        .next()
        .is_some_and(|first| class(first) == Class::Start)
        && bytes.all(|byte| matches!(class(byte), Class::Start | Class::Later));
    ascii || ncname_len(text) == Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_grammar_says() {
        let cases: &[(&str, Option<(usize, usize)>)] = &[
            ("a", Some((1, 0))),
            ("ns1:items>", Some((9, 4))),
            ("a b", Some((1, 0))),
            ("_x-1.y", Some((6, 0))),
            ("", None),
            ("1a", None),
            ("-a", None),
            (":a", None),
            ("a:", None),
            ("a:1", None),
            ("a:b:c", None),
            ("é", Some((2, 0))),
            ("é:ü/", Some((5, 3))),
            ("a:é:b", None),
            ("a\u{B7}", Some((3, 0))),
            ("\u{B7}a", None),
            ("aé b", Some((3, 0))),
            ("a×", Some((1, 0))),
        ];
        for (text, expected) in cases {
            let found = qualified_name(text).map(|name| (name.len, name.local));
            assert_eq!(found, *expected, "{text:?}");
        }
    }

    #[test]
    fn characters_that_xml_forbids() {
        for forbidden in [
            '\0', '\u{1}', '\u{8}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}',
        ] {
            assert!(!is_char(forbidden), "{forbidden:?}");
        }
        for allowed in [
            '\t',
            '\n',
            '\r',
            ' ',
            '\u{7F}',
            '\u{85}',
            '\u{FFFD}',
            '\u{1FFFF}',
        ] {
            assert!(is_char(allowed), "{allowed:?}");
        }
    }
}
