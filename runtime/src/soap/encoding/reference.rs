//! Values that stand elsewhere: `href="#id"` and `id` of SOAP 1.1, `enc:ref` and `enc:id` of SOAP 1.2.

use std::collections::HashMap;

use super::{ENCODING_12, is_encoding};
use crate::limits::Limit;
use crate::read::{Interpreter, ReadError, ReadErrorKind};
use crate::xml::{AnyElement, AnyNode, XmlError};

/// Follows all references from the root, which is the first of the elements that says no other.
pub(super) fn resolve(
    mut elements: Vec<AnyElement>,
    interpreter: &Interpreter<'_, '_>,
) -> Result<Option<AnyElement>, ReadError> {
    if elements.is_empty() {
        return Ok(None);
    }
    // SOAP 1.1, section 5.6: an element that is no root says so.
    let is_root = |element: &AnyElement| {
        !element.attributes.iter().any(|own| {
            is_encoding(&own.name.namespace) && own.name.local == "root" && own.value.trim() == "0"
        })
    };
    let position = elements.iter().position(is_root).unwrap_or(0);
    let mut targets = Targets {
        by_id: HashMap::new(),
        interpreter,
        budget: interpreter.reader.limits().body_bytes,
    };
    if elements.iter().any(has_reference) {
        for element in &elements {
            targets.collect(element, &mut Vec::new())?;
        }
    }
    let mut root = elements.swap_remove(position);
    if !targets.by_id.is_empty() || has_reference(&root) {
        targets.follow(&mut root, &mut Vec::new(), 1)?;
    }
    Ok(Some(root))
}

fn has_reference(element: &AnyElement) -> bool {
    reference(element).is_some() || element.elements().any(has_reference)
}

/// The id that an element refers to.
fn reference(element: &AnyElement) -> Option<&str> {
    element.attributes.iter().find_map(|own| {
        match (&*own.name.namespace, &*own.name.local) {
            // A reference to an attachment begins with `cid:`, one to another document with its URI.
            ("", "href") => own.value.trim().strip_prefix('#'),
            (ENCODING_12, "ref") => Some(own.value.trim()),
            _ => None,
        }
    })
}

fn id(element: &AnyElement) -> Option<&str> {
    element.attributes.iter().find_map(|own| {
        let is_id = own.name.local == "id"
            && (own.name.namespace.is_empty() || is_encoding(&own.name.namespace));
        is_id.then(|| own.value.trim())
    })
}

/// The elements that may be referred to.
struct Targets<'i, 'r, 'a> {
    by_id: HashMap<String, AnyElement>,
    interpreter: &'i Interpreter<'r, 'a>,
    /// How much may still be copied: a few references to references to references are a great many elements, and the
    /// message with all of them in place must be no larger than one that is written so.
    budget: usize,
}

impl Targets<'_, '_, '_> {
    fn collect<'e>(
        &mut self,
        element: &'e AnyElement,
        around: &mut Vec<&'e AnyElement>,
    ) -> Result<(), ReadError> {
        if let Some(id) = id(element) {
            let limit = self.interpreter.reader.limits().references;
            if self.by_id.len() >= limit {
                return Err(self.error(ReadErrorKind::TooManyReferences { limit }));
            }
            if !self.by_id.contains_key(id) {
                let mut target = element.clone();
                for outer in around.iter().rev() {
                    target.inherit_namespaces(outer);
                }
                self.by_id.insert(String::from(id), target);
            }
        }
        around.push(element);
        for child in element.elements() {
            self.collect(child, around)?;
        }
        around.pop();
        Ok(())
    }

    /// Puts what is referred to in the place of references. `open` are the ids around the element.
    fn follow(
        &mut self,
        element: &mut AnyElement,
        open: &mut Vec<String>,
        depth: usize,
    ) -> Result<(), ReadError> {
        let limit = self.interpreter.reader.limits().depth;
        if depth > limit {
            let error = XmlError::limit(Limit::Depth, limit, self.interpreter.reader.offset());
            return Err(self.error(ReadErrorKind::Xml(error)));
        }
        let followed = match reference(element).map(String::from) {
            Some(id) => {
                self.replace(element, &id, open)?;
                open.push(id);
                true
            }
            None => false,
        };
        if !followed && let Some(own) = id(element) {
            open.push(String::from(own));
        }
        let is_open = followed || id(element).is_some();
        if reference(element).is_some() {
            // A reference to a reference.
            self.follow(element, open, depth + 1)?;
        } else {
            for child in super::elements_mut(element) {
                self.follow(child, open, depth + 1)?;
            }
        }
        if is_open {
            open.pop();
        }
        Ok(())
    }

    fn replace(
        &mut self,
        element: &mut AnyElement,
        id: &str,
        open: &[String],
    ) -> Result<(), ReadError> {
        if open.iter().any(|around| around == id) {
            let id = String::from(id);
            return Err(self.error(ReadErrorKind::CircularReference { id }));
        }
        let Some(target) = self.by_id.get(id) else {
            let id = String::from(id);
            return Err(self.error(ReadErrorKind::UnknownReference { id }));
        };
        let mut copy = target.clone();
        let Some(left) = self.budget.checked_sub(size(&copy)) else {
            let limit = self.interpreter.reader.limits().body_bytes;
            let error = XmlError::limit(Limit::BodyBytes, limit, self.interpreter.reader.offset());
            return Err(self.error(ReadErrorKind::Xml(error)));
        };
        self.budget = left;
        copy.name = element.name.clone();
        copy.attributes.retain(|own| !is_id_attribute(own));
        *element = copy;
        Ok(())
    }

    fn error(&self, kind: ReadErrorKind) -> ReadError {
        self.interpreter.error(kind)
    }
}

fn is_id_attribute(attribute: &crate::xml::AnyAttribute) -> bool {
    attribute.name.local == "id"
        && (attribute.name.namespace.is_empty() || is_encoding(&attribute.name.namespace))
}

/// About how much memory a copy takes.
fn size(element: &AnyElement) -> usize {
    let own = size_of::<AnyElement>()
        + element
            .attributes
            .iter()
            .map(|own| size_of_val(own) + own.value.len())
            .sum::<usize>();
    let content = element.children.iter().map(|node| match node {
        AnyNode::Element(child) => size(child),
        AnyNode::Text(text) => size_of::<AnyNode>() + text.len(),
    });
    own + content.sum::<usize>()
}
