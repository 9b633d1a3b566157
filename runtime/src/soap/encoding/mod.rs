//! SOAP encoding: rpc/encoded messages (SOAP 1.1 section 5, SOAP 1.2 part 2 section 3).
//!
//! Encoding has rules of its own for what the schema says: a value may stand elsewhere and be referred to, members of
//! a struct come in any order, items of an array have any name. None of that is in the tables, and none of it in the
//! interpreters: a message is brought into the form that its tables describe before it is read, and out of it after
//! it was written.

mod decode;
mod encode;
mod reference;

use super::framing::Version;
use crate::model::{Content, Element, ElementType, Group, Model, Particle, Term};
use crate::read::{Interpreter, ReadError, ReadErrorKind, ReadOptions};
use crate::value::Value;
use crate::write::{self, WriteError};
use crate::xml::{AnyElement, AnyNode, Reader, Writer};

/// The namespace of the encoding of SOAP 1.1.
const ENCODING_11: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// The namespace of the encoding of SOAP 1.2.
const ENCODING_12: &str = "http://www.w3.org/2003/05/soap-encoding";
/// The namespaces that `xsi:type` and `xsi:nil` have had.
const INSTANCES: [&str; 3] = [
    crate::read::INSTANCE,
    "http://www.w3.org/2000/10/XMLSchema-instance",
    "http://www.w3.org/1999/XMLSchema-instance",
];

/// The elements of an encoded body, kept until its end, since any of them may refer to any other.
#[derive(Default)]
pub(super) struct Encoded {
    elements: Vec<AnyElement>,
}

impl Encoded {
    /// Takes the element that just started.
    pub(super) fn take(&mut self, interpreter: &mut Interpreter<'_, '_>) -> Result<(), ReadError> {
        self.elements.push(super::message::read_any(interpreter)?);
        Ok(())
    }

    /// The first element, with all references in it followed; `None` of an empty body.
    pub(super) fn root(
        self,
        interpreter: &Interpreter<'_, '_>,
    ) -> Result<Option<AnyElement>, ReadError> {
        reference::resolve(self.elements, interpreter)
    }
}

/// Reads the wrapper of an encoded message into a value. The name of the wrapper counts for nothing (SOAP 1.1,
/// section 7.1).
pub(super) fn read_wrapper(
    mut root: AnyElement,
    value: &mut dyn Value,
    element: &'static Element,
    interpreter: &mut Interpreter<'_, '_>,
) -> Result<(), ReadError> {
    decode::normalize(&mut root, element, interpreter.reader.limits().children);
    read_again(&root, interpreter, |inner| inner.read_as(value, element))
}

/// Reads an element that was taken apart before. What goes wrong in it is reported at the end of the body, since the
/// places in it are not those of the message.
pub(super) fn read_again<T>(
    root: &AnyElement,
    interpreter: &mut Interpreter<'_, '_>,
    read: impl FnOnce(&mut Interpreter<'_, '_>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let place = interpreter.reader.position(interpreter.reader.offset());
    let text = match root.to_xml() {
        Ok(text) => text,
        Err(error) => return Err(interpreter.error(ReadErrorKind::Xml(error))),
    };
    let options = ReadOptions {
        mode: interpreter.mode,
        limits: interpreter.reader.limits().clone(),
    };
    let mut reader = Reader::new(&text, &options.limits);
    let mut inner = Interpreter::new(&mut reader, &options);
    let result = match inner.next() {
        Ok(_) => read(&mut inner),
        Err(error) => Err(error),
    };
    interpreter.report.append(inner.into_report());
    result.map_err(|error| error.at(place))
}

/// Writes a value as the wrapper of an encoded message.
pub(super) fn write_wrapper(
    value: &dyn Value,
    element: &'static Element,
    version: Version,
    writer: &mut Writer,
) -> Result<super::Secrets, WriteError> {
    let mut plain = Writer::new();
    let mut interpreter = write::Interpreter::new(&mut plain);
    interpreter.write_root(value, element)?;
    let secrets = interpreter.into_secrets();
    let text = plain.finish().map_err(super::header::not_written)?;
    let limits = crate::Limits::trusted();
    let mut root = AnyElement::from_xml(&text, &limits).map_err(super::header::not_written)?;
    encode::annotate(&mut root, element, version);
    root.write(writer).map_err(super::header::not_written)?;
    Ok(secrets)
}

/// The element of a name among the particles of a group, or else the one whose local name it is: whether the members
/// of an encoded struct are qualified is something that services disagree about.
fn find(group: &'static Group, namespace: &str, local: &str) -> Option<Found> {
    let mut found = Vec::new();
    collect(group, &mut found);
    let exact = found.iter().find(|found| {
        found.element.name.namespace == namespace && found.element.name.local == local
    });
    let by_local = || found.iter().find(|found| found.element.name.local == local);
    exact.or_else(by_local).copied()
}

/// An element particle, and its place among all those of the type.
#[derive(Clone, Copy)]
struct Found {
    element: &'static Element,
    particle: &'static Particle,
    place: usize,
}

fn collect(group: &'static Group, found: &mut Vec<Found>) {
    for particle in group.particles {
        match &particle.term {
            Term::Element(element) => found.push(Found {
                element,
                particle,
                place: found.len(),
            }),
            Term::Group(group) => collect(group, found),
            Term::Any { .. } => {}
        }
    }
}

/// The only element of a type that is one repeated element.
fn item_of(model: &'static Model) -> Option<&'static Element> {
    let Content::Elements(group) = model.content() else {
        return None;
    };
    match group.particles {
        [
            Particle {
                term: Term::Element(element),
                max,
                ..
            },
        ] if *max > 1 => Some(element),
        _ => None,
    }
}

fn group_of(model: &'static Model) -> Option<&'static Group> {
    match model.content() {
        Content::Elements(group) | Content::Mixed { group, .. } => Some(group),
        Content::Empty | Content::Text { .. } | Content::Later(_) => None,
    }
}

/// The table of a type that is a struct or an array.
fn model_of(content: ElementType) -> Option<&'static Model> {
    match content {
        ElementType::Complex(model) | ElementType::Flattened(model) => Some(model),
        ElementType::Simple(_)
        | ElementType::Derived(_)
        | ElementType::Any
        | ElementType::Unchecked => None,
    }
}

fn is_instance(namespace: &str) -> bool {
    INSTANCES.contains(&namespace)
}

fn is_encoding(namespace: &str) -> bool {
    namespace == ENCODING_11 || namespace == ENCODING_12
}

fn elements_mut(element: &mut AnyElement) -> impl Iterator<Item = &mut AnyElement> {
    element.children.iter_mut().filter_map(|node| match node {
        AnyNode::Element(element) => Some(element),
        AnyNode::Text(_) => None,
    })
}
