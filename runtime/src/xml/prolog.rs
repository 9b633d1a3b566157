//! Markup that carries no content: the XML declaration, document type declarations, comments and
//! processing instructions (XML 1.0 sections 2.5, 2.6 and 2.8).

use crate::limits::Doctype;

use super::character::{is_space, ncname_len, qualified_name};
use super::error::XmlErrorKind;

/// Checks the text between `<!--` and `-->`.
pub(super) fn check_comment(text: &str) -> Result<(), XmlErrorKind> {
    if text.contains("--") || text.ends_with('-') {
        return Err(XmlErrorKind::DoubleHyphenInComment);
    }
    Ok(())
}

/// Whether the text between `<?` and `?>` is that of an XML declaration.
pub(super) fn is_declaration(text: &str) -> bool {
    text.strip_prefix("xml")
        .is_some_and(|after| after.is_empty() || after.bytes().next().is_some_and(is_space))
}

/// Checks the text between `<?` and `?>` of a processing instruction.
pub(super) fn check_instruction(text: &str) -> Result<(), XmlErrorKind> {
    let malformed = || XmlErrorKind::MalformedName {
        name: first_word(text).to_owned(),
    };
    let len = ncname_len(text).ok_or_else(malformed)?;
    let (target, data) = text.split_at(len);
    if data.bytes().next().is_some_and(|byte| !is_space(byte)) {
        return Err(malformed());
    }
    if target.eq_ignore_ascii_case("xml") {
        return Err(XmlErrorKind::MisplacedDeclaration);
    }
    Ok(())
}

/// The start of the text, up to the first space.
pub(super) fn first_word(text: &str) -> &str {
    text.split(|character: char| character.is_ascii_whitespace())
        .next()
        .unwrap_or(text)
}

/// The text between `<?` and `?>` of an XML declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declaration<'a> {
    pub(super) encoding: Option<&'a str>,
}

impl<'a> Declaration<'a> {
    /// Reads the text between `<?` and `?>` (production 23, `XMLDecl`).
    pub(super) fn parse(text: &'a str) -> Result<Self, XmlErrorKind> {
        let malformed = |expected| XmlErrorKind::MalformedDeclaration { expected };
        let mut scanner = Scanner {
            rest: text.strip_prefix("xml").unwrap_or(text),
        };
        let version = scanner
            .pseudo_attribute("version")
            .ok_or_else(|| malformed("`version=\"1.0\"` first"))?;
        if version != "1.0" {
            return Err(XmlErrorKind::UnsupportedVersion {
                version: version.to_owned(),
            });
        }
        let encoding = scanner.pseudo_attribute("encoding");
        if encoding.is_some_and(|name| !is_encoding_name(name)) {
            return Err(malformed("the name of an encoding"));
        }
        match scanner.pseudo_attribute("standalone") {
            None | Some("yes" | "no") => {}
            Some(_) => return Err(malformed("`standalone` to be `yes` or `no`")),
        }
        scanner.space();
        if !scanner.rest.is_empty() {
            return Err(malformed("`encoding`, then `standalone`, then `?>`"));
        }
        Ok(Declaration { encoding })
    }
}

/// Production 81, `EncName`.
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Checks a whole document type declaration, from `<!` to `>` (production 28, `doctypedecl`).
pub(super) fn check_doctype(text: &str, policy: Doctype) -> Result<(), XmlErrorKind> {
    let malformed = |expected| XmlErrorKind::MalformedDoctype { expected };
    let Some(content) = text
        .strip_prefix("<!DOCTYPE")
        .and_then(|rest| rest.strip_suffix('>'))
    else {
        return Err(malformed("`<!DOCTYPE` in capital letters"));
    };
    if policy == Doctype::Reject {
        return Err(XmlErrorKind::Doctype);
    }
    let mut scanner = Scanner { rest: content };
    let name = "the name of the root element";
    if !scanner.space() {
        return Err(malformed(name));
    }
    let len = qualified_name(scanner.rest)
        .ok_or_else(|| malformed(name))?
        .len;
    scanner.advance(len);
    let mut spaced = scanner.space();
    let literal = "a quoted identifier after a space";
    if spaced && scanner.take("PUBLIC") {
        let public = scanner.spaced_literal().ok_or_else(|| malformed(literal))?;
        if !public.bytes().all(is_public_identifier) {
            return Err(malformed("a public identifier without special characters"));
        }
        scanner.spaced_literal().ok_or_else(|| malformed(literal))?;
        spaced = scanner.space();
    } else if spaced && scanner.take("SYSTEM") {
        scanner.spaced_literal().ok_or_else(|| malformed(literal))?;
        spaced = scanner.space();
    }
    match scanner.rest {
        "" => Ok(()),
        rest if rest.starts_with('[') => Err(XmlErrorKind::DoctypeSubset),
        _ if spaced => Err(malformed("`SYSTEM`, `PUBLIC` or `>`")),
        _ => Err(malformed("a space or `>`")),
    }
}

/// Production 13, `PubidChar`.
fn is_public_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&byte)
}

/// Reads the small grammars of declarations.
struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn advance(&mut self, len: usize) {
        self.rest = self.rest.get(len..).unwrap_or_default();
    }

    /// Skips white space and tells whether there was any.
    fn space(&mut self) -> bool {
        let after = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let found = after.len() < self.rest.len();
        self.rest = after;
        found
    }

    fn take(&mut self, expected: &str) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    fn literal(&mut self) -> Option<&'a str> {
        let quote = self
            .rest
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''))?;
        let (value, after) = self.rest.get(1..)?.split_once(quote)?;
        self.rest = after;
        Some(value)
    }

    fn spaced_literal(&mut self) -> Option<&'a str> {
        if self.space() { self.literal() } else { None }
    }

    /// Space, then `name="value"`; takes nothing if that does not come next.
    fn pseudo_attribute(&mut self, name: &str) -> Option<&'a str> {
        let before = self.rest;
        let value = self.try_pseudo_attribute(name);
        if value.is_none() {
            self.rest = before;
        }
        value
    }

    fn try_pseudo_attribute(&mut self, name: &str) -> Option<&'a str> {
        if !(self.space() && self.take(name)) {
            return None;
        }
        self.space();
        if !self.take("=") {
            return None;
        }
        self.space();
        self.literal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        for (text, encoding) in [
            ("xml version=\"1.0\"", None),
            ("xml version='1.0' encoding='UTF-8'", Some("UTF-8")),
            (
                "xml\n version = '1.0'\tencoding = \"latin1\" standalone = 'no' ",
                Some("latin1"),
            ),
            ("xml version='1.0' standalone='yes'", None),
        ] {
            assert_eq!(
                Declaration::parse(text),
                Ok(Declaration { encoding }),
                "{text:?}"
            );
        }
        for text in [
            "xml",
            "xml ",
            "xml encoding='UTF-8'",
            "xmlversion='1.0'",
            "xml version='1.0'encoding='UTF-8'",
            "xml version='1.0' standalone='maybe'",
            "xml version='1.0' standalone='yes' encoding='UTF-8'",
            "xml version='1.0' encoding=''",
            "xml version='1.0' encoding='8bit'",
            "xml version='1.0' extra='1'",
            "xml version=1.0",
            "xml version='1.0",
        ] {
            assert!(
                matches!(
                    Declaration::parse(text),
                    Err(XmlErrorKind::MalformedDeclaration { .. })
                ),
                "{text:?}"
            );
        }
        for version in ["1.1", "2.0", "", "1"] {
            assert_eq!(
                Declaration::parse(&format!("xml version='{version}'")),
                Err(XmlErrorKind::UnsupportedVersion {
                    version: version.to_owned()
                })
            );
        }
    }

    #[test]
    fn document_type_declarations() {
        for text in [
            "<!DOCTYPE a>",
            "<!DOCTYPE p:a >",
            "<!DOCTYPE a SYSTEM \"x.dtd\">",
            "<!DOCTYPE\na\tPUBLIC '-//A//B' 'x>y'\n>",
        ] {
            assert_eq!(check_doctype(text, Doctype::Skip), Ok(()), "{text:?}");
            assert_eq!(
                check_doctype(text, Doctype::Reject),
                Err(XmlErrorKind::Doctype)
            );
        }
        for text in [
            "<!DOCTYPE a []>",
            "<!DOCTYPE a[<!ENTITY e 'x'>]>",
            "<!DOCTYPE a SYSTEM 'x'[]>",
        ] {
            assert_eq!(
                check_doctype(text, Doctype::Skip),
                Err(XmlErrorKind::DoctypeSubset)
            );
        }
        for text in [
            "<!doctype a>",
            "<!DOCTYPEa>",
            "<!DOCTYPE >",
            "<!DOCTYPE 1>",
            "<!DOCTYPE a SYSTEM>",
            "<!DOCTYPE a SYSTEM'x'>",
            "<!DOCTYPE a PUBLIC 'x'>",
            "<!DOCTYPE a PUBLIC 'x''y'>",
            "<!DOCTYPE a PUBLIC '{' 'y'>",
            "<!DOCTYPE a b>",
            "<!DOCTYPE a SYSTEM 'x' y>",
        ] {
            assert!(
                matches!(
                    check_doctype(text, Doctype::Skip),
                    Err(XmlErrorKind::MalformedDoctype { .. })
                ),
                "{text:?}"
            );
        }
    }

    #[test]
    fn instructions_and_comments() {
        for text in ["a", "a b", "xml-stylesheet href='x'", "a ?"] {
            assert_eq!(check_instruction(text), Ok(()), "{text:?}");
        }
        for text in ["", " a", "1", "a:b", "a\"b", "a$ b"] {
            assert!(
                matches!(
                    check_instruction(text),
                    Err(XmlErrorKind::MalformedName { .. })
                ),
                "{text:?}"
            );
        }
        for text in ["xml", "XML x", "xMl"] {
            assert_eq!(
                check_instruction(text),
                Err(XmlErrorKind::MisplacedDeclaration)
            );
        }
        for text in ["", " a - b ", ">", "-a"] {
            assert_eq!(check_comment(text), Ok(()), "{text:?}");
        }
        for text in ["--", "a--b", "a-", "-"] {
            assert_eq!(
                check_comment(text),
                Err(XmlErrorKind::DoubleHyphenInComment)
            );
        }
    }
}
