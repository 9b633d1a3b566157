//! Where each piece of markup starts and ends: the one file that knows quick-xml.
//!
//! quick-xml finds the pieces and matches end tags with start tags. All else that makes text a
//! well-formed document is checked by [`Reader`](super::Reader).

use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event;

use super::error::{XmlError, XmlErrorKind};

/// A piece of the document, from `start` to before `end`, its delimiters included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `<a …>`
    Start,
    /// `<a …/>`
    Empty,
    /// `</a>`, with the name of the element that is open.
    End,
    /// Characters without `<` and `&`.
    Text,
    /// `&…;`
    Reference,
    /// `<![CDATA[…]]>`
    Cdata,
    /// `<!--…-->`
    Comment,
    /// `<?…?>`
    Instruction,
    /// `<!DOCTYPE…>`, in any case of the keyword.
    Doctype,
    /// The end of the text.
    Eof,
}

#[derive(Debug, Clone)]
pub(super) struct Tokenizer<'a> {
    text: &'a str,
    reader: quick_xml::Reader<&'a [u8]>,
}

impl<'a> Tokenizer<'a> {
    /// Tokenizes a text that does not start with a byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        Tokenizer {
            text,
            reader: quick_xml::Reader::from_reader(text.as_bytes()),
        }
    }

    /// The next piece. Must not be called again after an error or the end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Piece, XmlError> {
        let start = offset(self.reader.buffer_position());
        let kind = match self.reader.read_event() {
            Ok(Event::Start(_)) => PieceKind::Start,
            Ok(Event::End(_)) => PieceKind::End,
            Ok(Event::Text(_)) => PieceKind::Text,
            Ok(Event::Empty(_)) => PieceKind::Empty,
            Ok(Event::GeneralRef(_)) => PieceKind::Reference,
            Ok(Event::CData(_)) => PieceKind::Cdata,
            Ok(Event::Comment(_)) => PieceKind::Comment,
            Ok(Event::PI(_) | Event::Decl(_)) => PieceKind::Instruction,
            Ok(Event::DocType(_)) => PieceKind::Doctype,
            Ok(Event::Eof) => PieceKind::Eof,
            Err(error) => return Err(self.error(start, error)),
        };
        let end = offset(self.reader.buffer_position());
        Ok(Piece { kind, start, end })
    }

    #[cold]
    fn error(&self, start: usize, error: Error) -> XmlError {
        let kind = match error {
            Error::Syntax(error) => syntax(self.text.get(start..).unwrap_or_default(), error),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                XmlErrorKind::MismatchedEndTag { expected, found }
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                XmlErrorKind::UnmatchedEndTag { found }
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => XmlErrorKind::BareAmpersand,
            Error::IllFormed(IllFormedError::MissingDoctypeName) => {
                XmlErrorKind::MalformedDoctype {
                    expected: "the name of the root element",
                }
            }
            // The input is text already, so that no other error is left but of this family.
            other => XmlErrorKind::MalformedMarkup {
                found: other.to_string(),
            },
        };
        XmlError::new(kind, start)
    }
}

/// The error of markup that does not end, or that starts like none does.
fn syntax(markup: &str, error: SyntaxError) -> XmlErrorKind {
    let (start, expected) = match error {
        SyntaxError::InvalidBangMarkup => ("<!--", "-->"),
        SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => ("<?", "?>"),
        SyntaxError::UnclosedComment => ("<!--", "-->"),
        SyntaxError::UnclosedDoctype => ("<!DOCTYPE", ">"),
        SyntaxError::UnclosedTag => ("<", ">"),
        SyntaxError::UnclosedCData => ("<![CDATA[", "]]>"),
        SyntaxError::UnclosedSingleQuotedAttributeValue => ("<", "'"),
        SyntaxError::UnclosedDoubleQuotedAttributeValue => ("<", "\""),
    };
    if markup.starts_with(start) || start.starts_with(markup) {
        XmlErrorKind::Truncated {
            expected: expected.to_owned(),
        }
    } else {
        let found = markup.chars().take("<![CDATA[".len()).collect();
        XmlErrorKind::MalformedMarkup { found }
    }
}

/// A position inside a slice always fits.
#[inline]
fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
