//! What is compared with, where it does not depend on the document.

use std::error::Error;
use std::hint::black_box;

use quick_xml::events::{BytesStart, Event};
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
pub(crate) fn events(document: &str) -> Result<Vec<Event<'static>>, quick_xml::Error> {
    let mut reader = Reader::from_str(document);
    let mut events = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(events),
            event => events.push(event.into_owned()),
        }
    }
}

/// Writes events that are ready, escaped and all.
pub(crate) fn writer(events: &[Event<'static>]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event.borrow())?;
    }
    Ok(writer.into_inner())
}
