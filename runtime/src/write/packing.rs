//! Bytes that are sent as parts of the message of their own (XOP 1.0) instead of as base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::interpreter::{Interpreter, Result, is_secret, xml};
use crate::read::XOP;
use crate::simple::{Builtin, SimpleType};
use crate::soap::Attachment;
use crate::value::View;

/// The parts that a message has so far.
pub(super) struct Packing {
    threshold: usize,
    attachments: Vec<Attachment>,
}

impl Interpreter<'_> {
    /// Sends bytes as parts of their own from this number of bytes on.
    pub(crate) fn pack_from(&mut self, threshold: usize) {
        self.packing = Some(Packing {
            threshold,
            attachments: Vec::new(),
        });
    }

    /// The parts that the elements written refer to.
    pub(crate) fn take_attachments(&mut self) -> Vec<Attachment> {
        let packing = self.packing.as_mut();
        packing.map_or_else(Vec::new, |packing| std::mem::take(&mut packing.attachments))
    }

    /// Writes a reference in the place of bytes, if they are to be a part of their own.
    pub(super) fn write_reference(
        &mut self,
        view: &View<'_>,
        simple_type: &'static SimpleType,
    ) -> Result<bool> {
        if simple_type.builtin() != Some(Builtin::Base64Binary) || is_secret(view) {
            return Ok(false);
        }
        self.take_text(view, simple_type)?;
        let Some(packing) = &mut self.packing else {
            return Ok(false);
        };
        let Ok(bytes) = STANDARD.decode(&self.text) else {
            return Ok(false);
        };
        if bytes.len() < packing.threshold {
            return Ok(false);
        }
        let id = format!("part{}@soapstone", packing.attachments.len() + 1);
        let reference = format!("cid:{id}");
        packing
            .attachments
            .push(Attachment::new(id, "application/octet-stream", bytes));
        self.writer.start(XOP, "Include").map_err(xml)?;
        self.writer.attribute("", "href", &reference).map_err(xml)?;
        self.writer.end().map_err(xml)?;
        Ok(true)
    }
}
