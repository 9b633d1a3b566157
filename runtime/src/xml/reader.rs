//! The pull reader: a document as starts, ends and texts, checked to be well-formed.

use crate::limits::{Limit, Limits};

use super::attribute::{self, Attribute, Attributes};
use super::character::{is_space, qualified_name};
use super::error::{XmlError, XmlErrorKind};
use super::namespace::{BindingIndex, Name, Namespaces};
use super::position::Position;
use super::prolog;
use super::reference;
use super::survey::Survey;
use super::tokenizer::{Piece, PieceKind, Tokenizer};

mod outside;
#[cfg(test)]
mod tests;

/// Reads a document without a DTD: XML 1.0 (fifth edition) with namespaces.
///
/// Offsets count bytes of the text, without its byte order mark. Once a method has returned an
/// error, the reader must not be used further, but for [`position`](Self::position).
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    tokenizer: Tokenizer<'a>,
    /// The piece that ended a text and comes next.
    pending: Option<Piece>,
    state: State,
    open: Vec<Open<'a>>,
    namespaces: Namespaces<'a>,
    attributes: Attributes<'a>,
    value: Value<'a>,
    buffer: String,
    /// Where the current text starts.
    text_offset: usize,
    offset: usize,
    /// What needs no look at each text, as the document has none of it.
    survey: Survey,
    has_cdata_end: bool,
    limits: Limits,
    /// What is left of [`Limits::decoded_bytes`].
    budget: usize,
}

/// What [`Reader::next`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// An element starts.
    Start,
    /// An element ends.
    End,
    /// Text, not empty, up to the next start or end of an element.
    Text,
    /// The document has ended.
    Eof,
}

/// What [`Reader::read_text`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The element has ended, and had only text.
    Text,
    /// A child element has started, after the text.
    Child,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first piece.
    New,
    /// Inside an element, or with its end to come.
    Content,
    /// An element of the form `<a/>` has started.
    Empty,
    /// An element has ended, and is still on the stack so that its names can be looked up.
    Ended,
    Eof,
}

#[derive(Debug, Clone)]
struct Open<'a> {
    /// The name with its prefix.
    name: &'a str,
    /// Where in the name the local part starts.
    local: usize,
    binding: BindingIndex,
    /// How many namespace declarations were in scope outside.
    scope: usize,
    children: usize,
    /// Where the start tag is.
    offset: usize,
}

impl<'a> Open<'a> {
    fn prefix(&self) -> &'a str {
        self.name
            .get(..self.local.saturating_sub(1))
            .unwrap_or_default()
    }

    #[inline]
    fn local(&self) -> &'a str {
        self.name.get(self.local..).unwrap_or_default()
    }
}

/// Where the current text is.
#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Input(&'a str),
    Buffer,
}

/// A state of a reader to come back to.
#[derive(Debug, Clone)]
pub struct Checkpoint<'a>(Box<Reader<'a>>);

impl<'a> Reader<'a> {
    /// Starts reading a text. Errors of the text as a whole, such as forbidden characters, come
    /// from the first [`next`](Self::next).
    pub fn new(text: &'a str, limits: &Limits) -> Reader<'a> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        Reader {
            text,
            tokenizer: Tokenizer::new(text),
            pending: None,
            state: State::New,
            open: Vec::with_capacity(16),
            namespaces: Namespaces::new(),
            attributes: Attributes::default(),
            value: Value::Input(""),
            buffer: String::new(),
            text_offset: 0,
            offset: 0,
            survey: Survey::of(text),
            has_cdata_end: text.contains("]]>"),
            limits: limits.clone(),
            budget: limits.decoded_bytes,
        }
    }

    /// Moves to the next start, end or text.
    ///
    /// # Errors
    ///
    /// An [`XmlError`] if the document is not well-formed or exceeds a limit.
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Token, XmlError> {
        match self.state {
            State::Content => self.content(),
            State::Ended => {
                self.close();
                if self.open.is_empty() {
                    self.epilog()
                } else {
                    self.content()
                }
            }
            State::Empty => {
                self.state = State::Ended;
                Ok(Token::End)
            }
            State::New => self.prolog(),
            State::Eof => Ok(Token::Eof),
        }
    }

    /// The name of the element that started or ended last, or that holds the current text.
    #[inline]
    pub fn name(&self) -> Name<'_> {
        let (binding, local) = self
            .open
            .last()
            .map_or((0, ""), |open| (open.binding, open.local()));
        Name {
            namespace: self.namespaces.get(binding),
            local,
        }
    }

    /// Whether [`name`](Self::name) is the one given.
    #[inline]
    pub fn matches(&self, namespace: &'static str, local: &str) -> bool {
        self.open.last().is_some_and(|open| {
            open.local() == local && self.namespaces.is(open.binding, namespace)
        })
    }

    /// The prefix of [`name`](Self::name); empty for none.
    pub fn prefix(&self) -> &'a str {
        self.open.last().map_or("", Open::prefix)
    }

    /// [`name`](Self::name) as written, with its prefix.
    pub fn qualified_name(&self) -> &'a str {
        self.open.last().map_or("", |open| open.name)
    }

    /// The attributes of the element just started, without namespace declarations. They can be
    /// had until the next child starts or the element is left.
    #[inline]
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = Attribute<'_>> {
        self.attributes.iter(&self.namespaces)
    }

    /// Whether the element just started has attributes other than namespace declarations.
    #[inline]
    pub fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }

    /// Whether any attribute of the element just started is in a namespace.
    #[inline]
    pub(crate) fn has_prefixed_attributes(&self) -> bool {
        self.attributes.has_prefixed()
    }

    /// The value of an attribute of the element just started.
    pub fn attribute(&self, namespace: &'static str, local: &str) -> Option<&str> {
        self.attributes.get(&self.namespaces, namespace, local)
    }

    /// The current text: of the last [`Token::Text`] or [`read_text`](Self::read_text).
    #[inline]
    pub fn text(&self) -> &str {
        match self.value {
            Value::Input(text) => text,
            Value::Buffer => &self.buffer,
        }
    }

    /// Where the current text starts, in bytes; if it is empty, where it would.
    #[inline]
    pub fn text_offset(&self) -> usize {
        self.text_offset
    }

    /// Reads an element that holds only text, from its start to its end, and makes its text the
    /// current one. If a child starts instead, stops there; the current text is then that before
    /// the child.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    #[inline]
    pub fn read_text(&mut self) -> Result<Content, XmlError> {
        if self.state == State::Content && self.pending.is_none() && !self.has_special_text() {
            self.read_plain_text()
        } else {
            self.read_any_text()
        }
    }

    /// Skips to the end of the innermost open element, checking what is skipped.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub fn skip(&mut self) -> Result<(), XmlError> {
        let depth = self.depth();
        while self.state != State::Eof {
            if self.next()? == Token::End && self.open.len() == depth {
                break;
            }
        }
        Ok(())
    }

    /// The namespace that a prefix is declared for at this place; empty for the empty prefix
    /// where there is no default namespace, and `None` for a prefix that is not declared.
    pub fn lookup(&self, prefix: &str) -> Option<&str> {
        self.namespaces.lookup(prefix)
    }

    /// Prefix and namespace of the declarations in scope, innermost first, without `xml`.
    pub fn namespaces_in_scope(&self) -> impl Iterator<Item = (&str, &str)> {
        self.namespaces.in_scope()
    }

    /// Prefix and namespace of the declarations on the element just started.
    pub fn namespaces_declared(&self) -> impl Iterator<Item = (&str, &str)> {
        let scope = self.open.last().map_or(0, |open| open.scope);
        self.namespaces.since(scope)
    }

    /// How many elements are open.
    #[inline]
    pub fn depth(&self) -> usize {
        self.open.len() - usize::from(self.state == State::Ended)
    }

    /// Where the current token starts, in bytes.
    #[inline]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Where the start tag of the element named by [`name`](Self::name) is, in bytes.
    pub fn element_offset(&self) -> usize {
        self.open.last().map_or(0, |open| open.offset)
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        Position::of(self.text, offset)
    }

    /// The limits that the reader obeys.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes memory for a value from the budget of the document.
    ///
    /// # Errors
    ///
    /// The limit [`Limit::DecodedBytes`] if there is too little left.
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> Result<(), XmlError> {
        match self.budget.checked_sub(bytes) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => {
                let limit = self.limits.decoded_bytes;
                Err(XmlError::limit(Limit::DecodedBytes, limit, self.offset))
            }
        }
    }

    /// The present state, to [`rewind`](Self::rewind) to.
    pub fn checkpoint(&self) -> Checkpoint<'a> {
        Checkpoint(Box::new(self.clone()))
    }

    /// Goes back to a state of this reader.
    pub fn rewind(&mut self, checkpoint: Checkpoint<'a>) {
        *self = *checkpoint.0;
    }
}

/// Content of the root element.
impl<'a> Reader<'a> {
    /// Whether texts must be looked at, for what [`Survey`] found.
    #[inline]
    fn has_special_text(&self) -> bool {
        self.survey.carriage_return || self.has_cdata_end
    }

    fn read_any_text(&mut self) -> Result<Content, XmlError> {
        let mut token = self.next()?;
        if token == Token::Text {
            token = self.next()?;
        } else {
            self.value = Value::Input("");
            self.text_offset = self.offset;
        }
        Ok(if token == Token::Start {
            Content::Child
        } else {
            Content::Text
        })
    }

    /// The same, where the next piece is not known and texts are as they are.
    #[inline]
    fn read_plain_text(&mut self) -> Result<Content, XmlError> {
        let first = self.tokenizer.next()?;
        if first.kind == PieceKind::Text {
            let next = self.tokenizer.next()?;
            if next.kind == PieceKind::End {
                self.offset = first.start;
                self.check_text(first.end - first.start)?;
                self.value = Value::Input(self.slice(first.start, first.end));
                self.text_offset = first.start;
                self.offset = next.start;
                self.state = State::Ended;
                return Ok(Content::Text);
            }
            self.offset = first.start;
            self.characters_before(first, next)?;
            return match self.next()? {
                Token::Start => Ok(Content::Child),
                _ => Ok(Content::Text),
            };
        }
        self.pending = Some(first);
        self.read_any_text()
    }

    #[inline]
    fn content(&mut self) -> Result<Token, XmlError> {
        loop {
            let piece = match self.pending.take() {
                Some(piece) => piece,
                None => self.tokenizer.next()?,
            };
            self.offset = piece.start;
            match piece.kind {
                PieceKind::Start => return self.start(piece.end - 1, State::Content),
                PieceKind::Empty => return self.start(piece.end - 2, State::Empty),
                PieceKind::End => {
                    self.state = State::Ended;
                    return Ok(Token::End);
                }
                PieceKind::Text | PieceKind::Reference | PieceKind::Cdata => {
                    if self.characters(piece)? {
                        return Ok(Token::Text);
                    }
                }
                PieceKind::Comment => self.comment(piece)?,
                PieceKind::Instruction => self.instruction(piece)?,
                PieceKind::Doctype => return Err(self.error(XmlErrorKind::MisplacedDoctype)),
                PieceKind::Eof => return Err(self.truncated()),
            }
        }
    }

    /// Starts the element whose tag is from the current offset to before `end`.
    #[inline]
    fn start(&mut self, end: usize, state: State) -> Result<Token, XmlError> {
        let offset = self.offset + 1;
        let tag = self.slice(offset, end);
        let Some(found) = qualified_name(tag) else {
            return Err(self.malformed_tag(tag));
        };
        if found.len > self.limits.name {
            return Err(XmlError::limit(Limit::Name, self.limits.name, self.offset));
        }
        if let Some(parent) = self.open.last_mut() {
            parent.children += 1;
            if parent.children > self.limits.children {
                return Err(XmlError::limit(
                    Limit::Children,
                    self.limits.children,
                    self.offset,
                ));
            }
        }
        let scope = self.namespaces.len();
        let name = tag.get(..found.len).unwrap_or_default();
        self.attributes.clear();
        if found.len < tag.len() {
            self.read_attributes(tag, found.len)?;
        }
        let prefix = name
            .get(..found.local.saturating_sub(1))
            .unwrap_or_default();
        let Some(binding) = self.namespaces.resolve(prefix) else {
            return Err(attribute::undeclared(prefix, name, offset));
        };
        if self.open.len() >= self.limits.depth {
            return Err(XmlError::limit(
                Limit::Depth,
                self.limits.depth,
                self.offset,
            ));
        }
        self.open.push(Open {
            name,
            local: found.local,
            binding,
            scope,
            children: 0,
            offset: self.offset,
        });
        self.state = state;
        Ok(Token::Start)
    }

    fn read_attributes(&mut self, tag: &'a str, name_len: usize) -> Result<(), XmlError> {
        let text = tag.get(name_len..).unwrap_or_default();
        if !text.bytes().next().is_some_and(is_space) {
            return Err(self.malformed_tag(tag));
        }
        let offset = self.offset + 1 + name_len;
        self.attributes
            .read(text, offset, &self.limits, &mut self.namespaces)
    }

    #[cold]
    fn malformed_tag(&self, tag: &str) -> XmlError {
        let name = prolog::first_word(tag);
        self.error(if name.is_empty() {
            XmlErrorKind::MalformedMarkup {
                found: format!("<{tag}"),
            }
        } else {
            XmlErrorKind::MalformedName {
                name: name.to_owned(),
            }
        })
    }

    /// Leaves the element that has ended.
    #[inline]
    fn close(&mut self) {
        self.state = State::Content;
        self.attributes.clear();
        if let Some(open) = self.open.pop() {
            self.namespaces.truncate(open.scope);
        }
    }

    /// Takes a text that starts with `first`; `false` if there is none after all.
    #[inline]
    fn characters(&mut self, first: Piece) -> Result<bool, XmlError> {
        if first.kind == PieceKind::Text && !self.has_special_text() {
            let next = self.tokenizer.next()?;
            return self.characters_before(first, next);
        }
        self.text_offset = first.start;
        self.buffer.clear();
        self.characters_buffered(first)
    }

    /// Takes a text that starts with `first` and goes on with `next`.
    #[inline]
    fn characters_before(&mut self, first: Piece, next: Piece) -> Result<bool, XmlError> {
        self.check_text(first.end - first.start)?;
        self.text_offset = first.start;
        let text = self.slice(first.start, first.end);
        if matches!(
            next.kind,
            PieceKind::End | PieceKind::Start | PieceKind::Empty
        ) {
            self.value = Value::Input(text);
            self.pending = Some(next);
            return Ok(true);
        }
        self.buffer.clear();
        self.buffer.push_str(text);
        self.characters_buffered(next)
    }

    /// Appends to the buffer until an element starts or ends.
    fn characters_buffered(&mut self, first: Piece) -> Result<bool, XmlError> {
        let mut piece = first;
        loop {
            match piece.kind {
                PieceKind::Text => self.push_text(piece)?,
                PieceKind::Reference => {
                    let reference = self.slice(piece.start + 1, piece.end - 1);
                    let character = reference::resolve(reference)
                        .map_err(|kind| XmlError::new(kind, piece.start))?;
                    self.buffer.push(character);
                }
                PieceKind::Cdata => {
                    let text = self.cdata(piece)?;
                    reference::push_lines(&mut self.buffer, text);
                }
                PieceKind::Comment => self.comment(piece)?,
                PieceKind::Instruction => self.instruction(piece)?,
                _ => {
                    self.pending = Some(piece);
                    self.value = Value::Buffer;
                    return Ok(!self.buffer.is_empty());
                }
            }
            self.check_text(self.buffer.len())?;
            piece = self.tokenizer.next()?;
        }
    }

    fn push_text(&mut self, piece: Piece) -> Result<(), XmlError> {
        let text = self.slice(piece.start, piece.end);
        if self.has_cdata_end
            && let Some(at) = text.find("]]>")
        {
            return Err(XmlError::new(
                XmlErrorKind::CdataEndInText,
                piece.start + at,
            ));
        }
        reference::push_lines(&mut self.buffer, text);
        Ok(())
    }

    fn cdata(&self, piece: Piece) -> Result<&'a str, XmlError> {
        let whole = self.slice(piece.start, piece.end);
        let content = whole
            .strip_prefix("<![CDATA[")
            .and_then(|rest| rest.strip_suffix("]]>"));
        content.ok_or_else(|| {
            let found = whole.chars().take(9).collect();
            XmlError::new(XmlErrorKind::MalformedMarkup { found }, piece.start)
        })
    }

    #[inline]
    fn check_text(&self, len: usize) -> Result<(), XmlError> {
        if len > self.limits.text {
            return Err(XmlError::limit(Limit::Text, self.limits.text, self.offset));
        }
        Ok(())
    }

    #[cold]
    fn truncated(&self) -> XmlError {
        let name = self.open.last().map_or("", |open| open.name);
        self.error(XmlErrorKind::Truncated {
            expected: format!("</{name}>"),
        })
    }

    /// A part of the text. The tokenizer cuts at characters of ASCII only, so that no cut is
    /// inside a character.
    #[inline]
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[cold]
    fn error(&self, kind: XmlErrorKind) -> XmlError {
        XmlError::new(kind, self.offset)
    }
}
