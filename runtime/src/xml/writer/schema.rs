//! Elements and attributes that a schema declares: their names are right, and mostly were written before.

use super::tags::ATTRIBUTE;
use super::{Open, OpenName, Span, Writer, misplaced};
use crate::xml::error::XmlError;
use crate::xml::escape;

/// From which length on it pays to keep tags.
const LONG: usize = 2_000;

impl Writer {
    /// As [`start`](Self::start).
    #[inline]
    pub(crate) fn start_declared(
        &mut self,
        namespace: &'static str,
        local: &'static str,
    ) -> Result<(), XmlError> {
        if let Some(bound) = self.last
            && std::ptr::eq(bound.namespace, namespace)
            && self.is_ready()
            && let Some(tag) = self.tags.find(local, bound.number)
        {
            if self.in_tag {
                self.out.push('>');
            }
            self.out.push_str(tag.open_start());
            self.open.push(Open {
                name: OpenName::Kept(tag.place),
                scope: self.written,
            });
            self.in_tag = true;
            self.attributes.clear();
            return Ok(());
        }
        self.start_and_keep(namespace, local)
    }

    /// Writes an element that holds text.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start) and [`text`](Self::text).
    #[inline]
    pub(crate) fn text_element(
        &mut self,
        namespace: &'static str,
        local: &'static str,
        text: &str,
    ) -> Result<(), XmlError> {
        if let Some(bound) = self.last
            && std::ptr::eq(bound.namespace, namespace)
            && self.is_ready()
            && !text.is_empty()
            && let Some(tag) = self.tags.find(local, bound.number)
        {
            if self.in_tag {
                self.in_tag = false;
                self.out.push('>');
            }
            self.out.push_str(&tag.start);
            escape::push_text(&mut self.out, text)?;
            self.out.push_str(&tag.end);
            return Ok(());
        }
        self.text_element_and_keep(namespace, local, text)
    }

    /// Writes an element that holds text which needs no escaping, such as a number: `write` appends it.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    #[inline]
    pub(crate) fn element_with(
        &mut self,
        namespace: &'static str,
        local: &'static str,
        write: impl FnOnce(&mut String),
    ) -> Result<(), XmlError> {
        if let Some(bound) = self.last
            && std::ptr::eq(bound.namespace, namespace)
            && self.is_ready()
            && let Some(tag) = self.tags.find(local, bound.number)
        {
            if self.in_tag {
                self.in_tag = false;
                self.out.push('>');
            }
            self.out.push_str(&tag.start);
            let length = self.out.len();
            write(&mut self.out);
            if self.out.len() > length {
                self.out.push_str(&tag.end);
            } else {
                self.out.pop();
                self.out.push_str("/>");
            }
            return Ok(());
        }
        self.start_and_keep(namespace, local)?;
        self.raw_with(write)?;
        self.end()
    }

    /// Writes an attribute that the schema declares for the element just started. It is not compared with the others
    /// of that element, as a schema declares none twice.
    ///
    /// # Errors
    ///
    /// As [`attribute`](Self::attribute).
    #[inline]
    pub(crate) fn attribute_declared(
        &mut self,
        namespace: &'static str,
        local: &'static str,
        value: &str,
    ) -> Result<(), XmlError> {
        if !namespace.is_empty() {
            return self.attribute(namespace, local, value);
        }
        self.attribute_start_declared(local)?;
        escape::push_attribute(&mut self.out, value)?;
        self.out.push('"');
        Ok(())
    }

    /// The same for a value that needs no escaping: `write` appends it.
    ///
    /// # Errors
    ///
    /// As [`attribute`](Self::attribute).
    #[inline]
    pub(crate) fn attribute_declared_with(
        &mut self,
        namespace: &'static str,
        local: &'static str,
        write: impl FnOnce(&mut String),
    ) -> Result<(), XmlError> {
        if !namespace.is_empty() {
            return self.attribute_with(namespace, local, write);
        }
        self.attribute_start_declared(local)?;
        write(&mut self.out);
        self.out.push('"');
        Ok(())
    }

    /// Whether an element inside the root element may start here, and needs no declaration.
    #[inline]
    fn is_ready(&self) -> bool {
        let depth = self.open.len();
        depth > 0 && depth < self.depth && self.written == self.bindings.len()
    }

    #[inline(never)]
    fn text_element_and_keep(
        &mut self,
        namespace: &'static str,
        local: &'static str,
        text: &str,
    ) -> Result<(), XmlError> {
        self.start_and_keep(namespace, local)?;
        self.text(text)?;
        self.end()
    }

    #[inline(never)]
    fn start_and_keep(
        &mut self,
        namespace: &'static str,
        local: &'static str,
    ) -> Result<(), XmlError> {
        let bound = self.binding(namespace)?;
        if self.out.len() >= LONG
            && let Some(binding) = self.bindings.get(bound.binding)
        {
            self.tags.keep_element(local, bound.number, &binding.prefix);
        }
        self.start_bound(bound.binding, local)
    }

    #[inline]
    fn attribute_start_declared(&mut self, local: &'static str) -> Result<(), XmlError> {
        let Some(tag) = self.tags.find(local, ATTRIBUTE) else {
            if self.out.len() >= LONG {
                self.tags.keep_attribute(local);
            }
            return self.attribute_start(None, local);
        };
        if !self.in_tag {
            return Err(misplaced("attributes before the content of the element"));
        }
        let start = self.out.len() + 1;
        self.out.push_str(&tag.start);
        self.attributes.push(Span {
            start,
            end: start + local.len(),
        });
        Ok(())
    }
}
