//! Content that stands in another part of the message (XOP 1.0): `<xop:Include href="cid:…"/>` for bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::ReadErrorKind;
use super::interpreter::{Interpreter, Result, is_white_space};
use crate::simple::{Builtin, SimpleType};
use crate::soap::Attachment;
use crate::xml::Token;

/// The namespace of `Include`.
pub(crate) const XOP: &str = "http://www.w3.org/2004/08/xop/include";

impl Interpreter<'_, '_> {
    /// Lets the content of elements of bytes stand in these attachments.
    pub(crate) fn include_from(&mut self, attachments: Vec<Attachment>) {
        self.attachments = attachments;
    }

    /// The text that an element stands for which just started where text is expected, to the end of the parent: the
    /// lexical form of the bytes that it refers to.
    pub(super) fn read_included(&mut self, simple_type: &SimpleType) -> Result<String> {
        let is_reference = !self.attachments.is_empty()
            && simple_type.builtin() == Some(Builtin::Base64Binary)
            && self.reader.matches(XOP, "Include");
        if !is_reference {
            return Err(self.element_in_text());
        }
        let href = self
            .reader
            .attributes()
            .find(|attribute| attribute.name.is("", "href"))
            .map(|attribute| String::from(attribute.value));
        let Some(href) = href else {
            let name = String::from("href");
            return Err(self.error(ReadErrorKind::MissingAttribute { name }));
        };
        let found = self
            .attachments
            .iter()
            .find(|attachment| attachment.is_meant_by(&href));
        let Some(attachment) = found else {
            return Err(self.error(ReadErrorKind::MissingAttachment { reference: href }));
        };
        let text = STANDARD.encode(&attachment.body);
        self.reader.skip().map_err(|error| self.xml_error(error))?;
        loop {
            match self.next()? {
                Token::Text if is_white_space(self.reader.text()) => {}
                Token::End | Token::Eof => return Ok(text),
                Token::Text => {
                    let found = self.reader.text().trim().chars().take(40).collect();
                    return Err(self.error(ReadErrorKind::UnexpectedText { found }));
                }
                Token::Start => return Err(self.element_in_text()),
            }
        }
    }

    fn element_in_text(&self) -> super::ReadError {
        let found = self.reader.name().to_string();
        self.error(ReadErrorKind::ElementInText { found })
    }
}
