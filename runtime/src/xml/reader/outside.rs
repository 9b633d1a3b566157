//! What is around the root element, and markup that is no content.

use crate::limits::Limit;

use super::super::character::{is_space, qualified_name};
use super::super::error::{XmlError, XmlErrorKind};
use super::super::prolog::{self, Declaration};
use super::super::tokenizer::{Piece, PieceKind};
use super::{Reader, State, Token};

impl<'a> Reader<'a> {
    pub(super) fn prolog(&mut self) -> Result<Token, XmlError> {
        self.check_document()?;
        let mut doctype = false;
        loop {
            let piece = self.tokenizer.next()?;
            self.offset = piece.start;
            match piece.kind {
                PieceKind::Start => return self.start(piece.end - 1, State::Content),
                PieceKind::Empty => return self.start(piece.end - 2, State::Empty),
                PieceKind::Instruction if piece.start == 0 => self.declaration(piece)?,
                PieceKind::Doctype if !doctype => {
                    doctype = true;
                    let text = self.slice(piece.start, piece.end);
                    prolog::check_doctype(text, self.limits.doctype)
                        .map_err(|kind| self.error(kind))?;
                }
                PieceKind::Eof => return Err(self.error(XmlErrorKind::EmptyDocument)),
                _ => self.outside(piece)?,
            }
        }
    }

    pub(super) fn epilog(&mut self) -> Result<Token, XmlError> {
        loop {
            let piece = self.tokenizer.next()?;
            self.offset = piece.start;
            match piece.kind {
                PieceKind::Start | PieceKind::Empty => return Err(self.second_root(piece)),
                PieceKind::Eof => {
                    self.state = State::Eof;
                    return Ok(Token::Eof);
                }
                _ => self.outside(piece)?,
            }
        }
    }

    /// Checks a piece outside the root element that is neither element nor declaration.
    pub(super) fn outside(&self, piece: Piece) -> Result<(), XmlError> {
        match piece.kind {
            PieceKind::Comment => self.comment(piece),
            PieceKind::Instruction => self.instruction(piece),
            PieceKind::Doctype => Err(self.error(XmlErrorKind::MisplacedDoctype)),
            PieceKind::Text => {
                let text = self.slice(piece.start, piece.end);
                match text.bytes().position(|byte| !is_space(byte)) {
                    None => Ok(()),
                    Some(at) => Err(XmlError::new(
                        XmlErrorKind::TextOutsideRoot,
                        piece.start + at,
                    )),
                }
            }
            _ => Err(self.error(XmlErrorKind::TextOutsideRoot)),
        }
    }

    #[cold]
    pub(super) fn second_root(&self, piece: Piece) -> XmlError {
        let tag = self.slice(piece.start + 1, piece.end - 1);
        let len = qualified_name(tag).map_or(0, |name| name.len);
        let name = tag.get(..len).unwrap_or_default().to_owned();
        self.error(XmlErrorKind::SecondRoot { name })
    }

    pub(super) fn declaration(&self, piece: Piece) -> Result<(), XmlError> {
        let text = self.instruction_text(piece)?;
        if !prolog::is_declaration(text) {
            return self.instruction(piece);
        }
        Declaration::parse(text).map_err(|kind| self.error(kind))?;
        Ok(())
    }

    pub(super) fn comment(&self, piece: Piece) -> Result<(), XmlError> {
        let text = self.slice(piece.start + 4, piece.end - 3);
        prolog::check_comment(text).map_err(|kind| XmlError::new(kind, piece.start))
    }

    pub(super) fn instruction(&self, piece: Piece) -> Result<(), XmlError> {
        let text = self.instruction_text(piece)?;
        prolog::check_instruction(text).map_err(|kind| XmlError::new(kind, piece.start))
    }

    pub(super) fn instruction_text(&self, piece: Piece) -> Result<&'a str, XmlError> {
        let whole = self.slice(piece.start, piece.end);
        let text = whole
            .strip_prefix("<?")
            .and_then(|rest| rest.strip_suffix("?>"));
        text.ok_or_else(|| {
            let found = whole.to_owned();
            XmlError::new(XmlErrorKind::MalformedMarkup { found }, piece.start)
        })
    }

    /// Checks what one scan over the whole text tells.
    pub(super) fn check_document(&mut self) -> Result<(), XmlError> {
        if self.text.len() > self.limits.body_bytes {
            let limit = self.limits.body_bytes;
            return Err(XmlError::limit(Limit::BodyBytes, limit, limit));
        }
        if self.text.starts_with('\u{FEFF}') {
            return Err(self.error(XmlErrorKind::TextOutsideRoot));
        }
        match self.survey.forbidden(self.text) {
            None => Ok(()),
            Some((offset, character)) => Err(XmlError::new(
                XmlErrorKind::ForbiddenCharacter { character },
                offset,
            )),
        }
    }
}
