//! What strict reading checks across a document: identity constraints (XSD 1.0 Part 1, 3.11), and that IDs are unique
//! and references to them lead somewhere (3.3.4).
//!
//! A constraint is checked where its element ends. IDs are those of one root: of a document, of an element in the body
//! of a SOAP message. Where no element with a constraint is open, an element costs one comparison.

mod constraints;
mod error;
mod ids;

use std::borrow::Cow;

use constraints::{Constraints, Found, Started};
use ids::{Holder, Ids};

pub use error::IdentityError;
pub(super) use ids::may_identify;

use super::Mode;
use super::interpreter::{Interpreter, Result};
use crate::model::Element;
use crate::simple::SimpleType;
use crate::value::Value;
use crate::xml::{Attribute, Reader};

/// The state of these checks.
#[derive(Debug, Default)]
pub(super) struct Identity {
    constraints: Constraints,
    ids: Ids,
    /// What the IDs take.
    id_bytes: usize,
    /// The memory that the account of the document was charged for.
    charged: usize,
}

impl Identity {
    /// Whether the text of the current element matters, which has this type.
    #[inline]
    pub(super) fn wants_text(&self, simple_type: &SimpleType) -> bool {
        self.constraints.wants_text() || may_identify(simple_type)
    }

    /// Whether an attribute of the current element matters, which has this type.
    #[inline]
    pub(super) fn wants_attribute(&self, simple_type: &SimpleType) -> bool {
        self.constraints.wants_attributes() || may_identify(simple_type)
    }

    /// The valid text of the current element.
    #[cold]
    pub(super) fn text(
        &mut self,
        simple_type: &SimpleType,
        text: &str,
        is_secret: bool,
        reader: &Reader<'_>,
    ) -> Result {
        self.id_bytes += self.ids.add(Holder::Element, text, simple_type, reader)?;
        let found = Found {
            simple_type,
            text,
            is_secret,
        };
        self.constraints.text(found, reader)
    }

    /// A valid attribute of the current element, or its default.
    #[cold]
    pub(super) fn attribute(
        &mut self,
        (namespace, local): (&str, &str),
        simple_type: &SimpleType,
        text: &str,
        is_secret: bool,
        reader: &Reader<'_>,
    ) -> Result {
        self.id_bytes += self.ids.add(Holder::Attribute, text, simple_type, reader)?;
        let found = Found {
            simple_type,
            text,
            is_secret,
        };
        self.constraints.attribute(namespace, local, found, reader)
    }

    /// A valid attribute of the current element that a wildcard admits.
    pub(super) fn any_attribute(
        &mut self,
        attribute: &Attribute<'_>,
        simple_type: &SimpleType,
        reader: &Reader<'_>,
    ) -> Result {
        if !self.wants_attribute(simple_type) {
            return Ok(());
        }
        let name = attribute.name;
        let expanded = (name.namespace.as_str(), name.local);
        self.attribute(expanded, simple_type, attribute.value, false, reader)
            .map_err(|error| error.within(format!("@{}", name.local)))
    }

    /// The memory that the account of the document was charged for.
    pub(super) fn charged(&self) -> usize {
        self.charged
    }

    /// The current element is nil.
    pub(super) fn nil(&mut self) {
        self.constraints.nil();
    }
}

impl Interpreter<'_, '_> {
    /// Whether an element has constraints, or stands in one that has.
    #[inline]
    pub(super) fn is_constrained(&self, element: &Element) -> bool {
        self.identity.constraints.is_active()
            || (!element.identity.is_empty() && self.mode == Mode::Strict)
    }

    /// Reads an element that has constraints, or stands in one that has.
    #[cold]
    pub(super) fn read_constrained(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
        is_repeated: bool,
    ) -> Result {
        let started = Started {
            namespace: Cow::Borrowed(element.name.namespace),
            local: Cow::Borrowed(element.name.local),
            constraints: element.identity,
            is_nillable: element.nillable,
        };
        self.identity.constraints.enter(started, self.reader);
        self.read_element(value, element, is_repeated)?;
        self.identity.constraints.leave(self.reader)?;
        self.charge_identity()
    }

    /// Takes note of an element without a declaration, which stands in one that has constraints.
    pub(super) fn enter_undeclared(&mut self) {
        if self.identity.constraints.is_active() {
            let name = self.reader.name();
            let started = Started {
                namespace: Cow::Owned(name.namespace.as_str().to_owned()),
                local: Cow::Owned(name.local.to_owned()),
                constraints: &[],
                is_nillable: false,
            };
            self.identity.constraints.enter(started, self.reader);
        }
    }

    /// The element without a declaration ends.
    pub(super) fn leave_undeclared(&mut self) -> Result {
        if self.identity.constraints.is_active() {
            self.identity.constraints.leave(self.reader)?;
        }
        self.charge_identity()
    }

    /// Begins with a root: no constraint is open, and no ID known.
    pub(super) fn begin_identity(&mut self) {
        self.memory_left += self.identity.charged;
        self.identity = Identity {
            ids: Ids::of_root(self.reader),
            ..Identity::default()
        };
    }

    /// Checks, at the end of a root, that every reference has its ID.
    pub(super) fn end_identity(&mut self) -> Result {
        self.identity.ids.check(self.reader)
    }

    /// Settles the account of memory.
    #[inline]
    pub(super) fn charge_identity(&mut self) -> Result {
        let bytes = self
            .identity
            .constraints
            .bytes()
            .saturating_add(self.identity.id_bytes);
        let charged = std::mem::replace(&mut self.identity.charged, bytes);
        match bytes.checked_sub(charged) {
            Some(0) => Ok(()),
            Some(more) => self.charge(more),
            None => {
                self.memory_left += charged - bytes;
                Ok(())
            }
        }
    }
}
