//! Where each piece of markup starts and ends, and that end tags match start tags.
//!
//! All else that makes text a well-formed document is checked by [`Reader`](super::Reader). The tokenizer only
//! compares bytes of ASCII, so that no cut is inside a character.

use super::character::is_space;
use super::error::{XmlError, XmlErrorKind};
use super::search;

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
    /// Where the next piece starts.
    at: usize,
    /// Where the names of the open elements start.
    open: Vec<usize>,
}

impl<'a> Tokenizer<'a> {
    /// Tokenizes a text that does not start with a byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        Tokenizer {
            text,
            at: 0,
            open: Vec::with_capacity(16),
        }
    }

    /// The next piece. Must not be called again after an error or the end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Piece, XmlError> {
        let start = self.at;
        let rest = self.rest(start);
        let (kind, length) = match rest.first() {
            Some(b'<') => self.markup(start, rest)?,
            Some(b'&') => self.reference(start, rest)?,
            Some(_) => (
                PieceKind::Text,
                search::either(rest, *b"<&").unwrap_or(rest.len()),
            ),
            None => (PieceKind::Eof, 0),
        };
        let end = start + length;
        self.at = end;
        Ok(Piece { kind, start, end })
    }

    #[inline]
    fn rest(&self, start: usize) -> &'a [u8] {
        self.text.as_bytes().get(start..).unwrap_or_default()
    }

    /// Kind and length of the markup that `rest` starts with.
    #[inline]
    fn markup(&mut self, start: usize, rest: &[u8]) -> Result<(PieceKind, usize), XmlError> {
        match rest.get(1) {
            Some(b'/') => self.end_tag(start, rest),
            Some(b'!') => self.declaration(start, rest),
            Some(b'?') => self.delimited(start, PieceKind::Instruction, "<?", "?>"),
            _ => self.start_tag(start, rest),
        }
    }

    #[inline]
    fn start_tag(&mut self, start: usize, rest: &[u8]) -> Result<(PieceKind, usize), XmlError> {
        let mut at = 1;
        loop {
            let tail = rest.get(at..).unwrap_or_default();
            let Some(found) = search::either(tail, *b">\"'") else {
                return Err(self.unclosed(start, "<", ">"));
            };
            at += found + 1;
            let quote = match tail.get(found) {
                Some(b'>') => break,
                Some(b'"') => b'"',
                _ => b'\'',
            };
            let value = rest.get(at..).unwrap_or_default();
            let Some(closing) = search::either(value, [quote]) else {
                return Err(self.unclosed(start, "<", if quote == b'"' { "\"" } else { "'" }));
            };
            at += closing + 1;
        }
        if rest.get(at - 2) == Some(&b'/') && at > 2 {
            return Ok((PieceKind::Empty, at));
        }
        self.open.push(start + 1);
        Ok((PieceKind::Start, at))
    }

    #[inline]
    fn end_tag(&mut self, start: usize, rest: &[u8]) -> Result<(PieceKind, usize), XmlError> {
        let name = rest.get(2..).unwrap_or_default();
        let Some(length) = search::either(name, *b">") else {
            return Err(self.unclosed(start, "<", ">"));
        };
        let name = name.get(..length).unwrap_or_default();
        match self.open.pop() {
            Some(open) if self.is_name(open, name) || self.is_name(open, name.trim_ascii_end()) => {
                Ok((PieceKind::End, length + 3))
            }
            open => Err(self.wrong_end_tag(start, length, open)),
        }
    }

    /// Whether the name that starts at `open` is the one given.
    #[inline]
    fn is_name(&self, open: usize, name: &[u8]) -> bool {
        let written = self.rest(open);
        written.starts_with(name)
            && written
                .get(name.len())
                .is_some_and(|after| *after == b'>' || is_space(*after))
            && search::either(name, *b" \t\r\n").is_none()
    }

    #[cold]
    fn wrong_end_tag(&self, start: usize, length: usize, open: Option<usize>) -> XmlError {
        let name = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let found = name(start + 2, start + 2 + length)
            .trim_end_matches([' ', '\t', '\r', '\n'])
            .to_owned();
        let kind = match open {
            Some(open) => {
                let expected = name(open, self.text.len());
                let end = expected
                    .find([' ', '\t', '\r', '\n', '>'])
                    .unwrap_or(expected.len());
                let expected = name(open, open + end).to_owned();
                XmlErrorKind::MismatchedEndTag { expected, found }
            }
            None => XmlErrorKind::UnmatchedEndTag { found },
        };
        XmlError::new(kind, start)
    }

    fn reference(&self, start: usize, rest: &[u8]) -> Result<(PieceKind, usize), XmlError> {
        let name = rest.get(1..).unwrap_or_default();
        match name
            .iter()
            .position(|byte| matches!(byte, b';' | b'&' | b'<'))
        {
            Some(length) if name.get(length) == Some(&b';') => {
                Ok((PieceKind::Reference, length + 2))
            }
            _ => Err(XmlError::new(XmlErrorKind::BareAmpersand, start)),
        }
    }

    /// What starts with `<!`.
    fn declaration(&self, start: usize, rest: &[u8]) -> Result<(PieceKind, usize), XmlError> {
        const DOCTYPE: &[u8] = b"<!DOCTYPE";
        match rest.get(2) {
            Some(b'[') => self.delimited(start, PieceKind::Cdata, "<![CDATA[", "]]>"),
            Some(b'D' | b'd')
                if rest
                    .get(..DOCTYPE.len())
                    .is_some_and(|it| it.eq_ignore_ascii_case(DOCTYPE)) =>
            {
                match doctype_length(rest) {
                    Some(length) => Ok((PieceKind::Doctype, length)),
                    None => Err(self.unclosed(start, "<", ">")),
                }
            }
            Some(b'D' | b'd') => Err(self.unclosed(start, "<!DOCTYPE", ">")),
            _ => self.delimited(start, PieceKind::Comment, "<!--", "-->"),
        }
    }

    /// A piece that goes from one text to the next occurrence of another.
    fn delimited(
        &self,
        start: usize,
        kind: PieceKind,
        from: &'static str,
        to: &'static str,
    ) -> Result<(PieceKind, usize), XmlError> {
        let rest = self.text.get(start..).unwrap_or_default();
        match rest.strip_prefix(from).and_then(|content| content.find(to)) {
            Some(length) => Ok((kind, from.len() + length + to.len())),
            None => Err(self.unclosed(start, from, to)),
        }
    }

    /// The error of markup that should start with one text and end with another: the document ends inside of it, or
    /// it starts like none does.
    #[cold]
    fn unclosed(&self, start: usize, from: &'static str, to: &'static str) -> XmlError {
        let markup = self.text.get(start..).unwrap_or_default();
        let kind = if markup.starts_with(from) || from.starts_with(markup) {
            XmlErrorKind::Truncated {
                expected: to.to_owned(),
            }
        } else {
            let found = markup.chars().take("<![CDATA[".len()).collect();
            XmlErrorKind::MalformedMarkup { found }
        };
        XmlError::new(kind, start)
    }
}

/// How long the document type declaration is that `rest` starts with. What is in an internal subset does not matter
/// here: the reader refuses all of them.
fn doctype_length(rest: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'[') => {
                let subset = rest.get(at..)?;
                let end = subset.iter().position(|byte| *byte == b']').unwrap_or(0);
                let close = subset.get(end..)?.iter().position(|byte| *byte == b'>')?;
                return Some(at + end + close + 1);
            }
            (Some(opening), byte) if opening == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;

    /// The pieces that quick-xml finds, up to the end or to an error.
    fn by_quick_xml(text: &str) -> (Vec<(PieceKind, usize)>, bool) {
        let mut reader = quick_xml::Reader::from_reader(text.as_bytes());
        let mut pieces = Vec::new();
        loop {
            let kind = match reader.read_event() {
                Ok(Event::Start(_)) => PieceKind::Start,
                Ok(Event::End(_)) => PieceKind::End,
                Ok(Event::Text(_)) => PieceKind::Text,
                Ok(Event::Empty(_)) => PieceKind::Empty,
                Ok(Event::GeneralRef(_)) => PieceKind::Reference,
                Ok(Event::CData(_)) => PieceKind::Cdata,
                Ok(Event::Comment(_)) => PieceKind::Comment,
                Ok(Event::PI(_) | Event::Decl(_)) => PieceKind::Instruction,
                Ok(Event::DocType(_)) => PieceKind::Doctype,
                Ok(Event::Eof) => return (pieces, true),
                Err(_) => return (pieces, false),
            };
            pieces.push((kind, usize::try_from(reader.buffer_position()).unwrap()));
        }
    }

    fn ours(text: &str) -> (Vec<(PieceKind, usize)>, bool) {
        let mut tokenizer = Tokenizer::new(text);
        let mut pieces = Vec::new();
        loop {
            match tokenizer.next() {
                Ok(Piece {
                    kind: PieceKind::Eof,
                    ..
                }) => return (pieces, true),
                Ok(piece) => pieces.push((piece.kind, piece.end)),
                Err(_) => return (pieces, false),
            }
        }
    }

    fn part() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "<a>",
            "</a>",
            "<a ",
            "<b/>",
            "<longer-name x='>'>",
            "</longer-name>",
            "<a x>",
            "</a x>",
            "</a >",
            "</",
            "<",
            ">",
            "/",
            "&",
            "&lt;",
            ";",
            "\"",
            "'",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?a",
            "?>",
            "<!DOCTYPE a>",
            "<!DOCTYPE a '>'>",
            "x",
            "é",
            " ",
            "some longer text",
        ])
    }

    proptest! {
        #[test]
        fn cuts_where_quick_xml_cuts(parts in prop::collection::vec(part(), 0..12)) {
            let text = parts.concat();
            // An instruction without a name is for the reader to refuse.
            prop_assume!(!text.contains("<?>"));
            prop_assert_eq!(ours(&text), by_quick_xml(&text), "{}", text);
        }
    }
}
