//! What is compared with, where it does not depend on the document.

use std::collections::HashSet;
use std::error::Error;
use std::hint::black_box;

use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, BytesText, Event};
use quick_xml::name::NamespaceResolver;
use quick_xml::{NsReader, Reader, Writer};

/// Takes every event of a document and looks at none.
pub(crate) fn reader(document: &str) -> Result<usize, quick_xml::Error> {
    let mut reader = Reader::from_str(document);
    let mut events = 0;
    loop {
        match black_box(reader.read_event()?) {
            Event::Eof => return Ok(events),
            _ => events += 1,
        }
    }
}

/// Takes every event with its namespace, and every attribute and text as the document means it: the least that a
/// reader by hand does for an XML with namespaces. It keeps nothing.
pub(crate) fn ns_reader(document: &str) -> Result<usize, Box<dyn Error>> {
    let mut reader = NsReader::from_str(document);
    let mut length = 0;
    loop {
        match reader.read_event()? {
            Event::Start(start) | Event::Empty(start) => {
                length += take_names(&start, reader.resolver())?
            }
            Event::End(end) => {
                black_box(reader.resolver().resolve_element(end.name()));
            }
            Event::Text(text) => length += black_box(text.xml10_content()).len(),
            Event::CData(text) => length += black_box(text.xml10_content()).len(),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref()?;
                let text =
                    || quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
                length +=
                    black_box(character.map_or_else(|| text().map_or(0, str::len), char::len_utf8));
            }
            Event::Eof => return Ok(length),
            other => {
                black_box(other);
            }
        }
    }
}

fn take_names(
    start: &BytesStart<'_>,
    resolver: &NamespaceResolver,
) -> Result<usize, Box<dyn Error>> {
    black_box(resolver.resolve_element(start.name()));
    let mut length = 0;
    for attribute in start.attributes() {
        let attribute = attribute?;
        black_box(resolver.resolve_attribute(attribute.key));
        length += black_box(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?).len();
    }
    Ok(length)
}

/// The events of a document, to be written again.
pub(crate) fn ready_events(document: &str) -> Result<Vec<Event<'static>>, quick_xml::Error> {
    let mut reader = Reader::from_str(document);
    let mut events = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(events),
            event => events.push(event.into_owned()),
        }
    }
}

/// Writes events that are ready, escaped and all: one copy for each.
pub(crate) fn ready_writer(events: &[Event<'static>]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event.borrow())?;
    }
    Ok(writer.into_inner())
}

/// What a program that writes by hand has: names, and values as they are meant.
pub(crate) enum Item {
    Start(Tag),
    /// An element without content.
    Empty(Tag),
    Text(String),
    End(&'static str),
}

pub(crate) struct Tag {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
}

/// The items of a document, to be written again.
pub(crate) fn items(document: &str) -> Result<Vec<Item>, Box<dyn Error>> {
    let mut reader = Reader::from_str(document);
    let mut names = Names::default();
    let mut items = Vec::new();
    loop {
        let text = match reader.read_event()? {
            Event::Start(start) => {
                items.push(Item::Start(names.tag(&start)?));
                continue;
            }
            Event::Empty(start) => {
                items.push(Item::Empty(names.tag(&start)?));
                continue;
            }
            Event::End(end) => {
                items.push(Item::End(names.name(end.name().as_ref())));
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(reference) => resolved(&reference)?,
            Event::Eof => return Ok(items),
            other => return Err(format!("{other:?} is not made for the benchmark").into()),
        };
        match items.last_mut() {
            Some(Item::Text(before)) => before.push_str(&text),
            _ => items.push(Item::Text(text)),
        }
    }
}

/// Names that live as long as those in the code of a program, each once.
#[derive(Default)]
struct Names(HashSet<&'static str>);

impl Names {
    fn name(&mut self, name: &str) -> &'static str {
        if let Some(known) = self.0.get(name) {
            return known;
        }
        let name = Box::leak(Box::<str>::from(name));
        self.0.insert(name);
        name
    }

    fn tag(&mut self, start: &BytesStart<'_>) -> Result<Tag, Box<dyn Error>> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?;
            attributes.push((self.name(attribute.key.as_ref()), value.into_owned()));
        }
        Ok(Tag {
            name: self.name(start.name().as_ref()),
            attributes,
        })
    }
}

/// What a reference in text stands for.
fn resolved(reference: &BytesRef<'_>) -> Result<String, Box<dyn Error>> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    let entity = quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
    Ok(entity.ok_or("an entity that is not declared")?.to_owned())
}

/// Writes items as one does by hand: an event is made of each name and each value, which escapes.
pub(crate) fn writer(items: &[Item]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    for item in items {
        writer.write_event(match item {
            Item::Start(tag) => Event::Start(start(tag)),
            Item::Empty(tag) => Event::Empty(start(tag)),
            // `BytesText::new` would escape quotes too, which takes longer and gives other bytes.
            Item::Text(text) => Event::Text(BytesText::from_escaped(partial_escape(text.as_str()))),
            Item::End(name) => Event::End(BytesEnd::new(*name)),
        })?;
    }
    Ok(writer.into_inner())
}

fn start(tag: &Tag) -> BytesStart<'_> {
    let mut start = BytesStart::new(tag.name);
    for (name, value) in &tag.attributes {
        start.push_attribute((*name, value.as_str()));
    }
    start
}
