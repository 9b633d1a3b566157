//! Messages as they are on the wire: the walk through an envelope, or through a document without one.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response};

use super::error::Found;
use super::framing::Version;
use super::header::not_written;
use super::multipart::{self, Attachment};
use super::{Framing, HeaderBlock};
use crate::limits::Limits;
use crate::model::Name;
use crate::read::{Interpreter, Mode, ReadError, ReadErrorKind, ReadOptions, Report};
use crate::write::WriteError;
use crate::xml::{self, AnyElement, Reader, Token, Writer, XmlErrorKind};

/// What a walk found beside the content of the body.
pub(super) struct Message {
    /// The blocks of the header.
    pub(super) headers: Vec<AnyElement>,
    /// The parts beside the document.
    pub(super) attachments: Vec<Attachment>,
    /// What lenient reading passed over.
    pub(super) report: Report,
}

/// Why a walk did not get to the end.
pub(super) enum Failure {
    /// The bytes are no message.
    NotSoap(Found),
    /// The message is not as it should be.
    Read(ReadError),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::Read(error)
    }
}

/// Who reads the content of the body.
pub(super) trait Content {
    /// Takes note of what stands around the content.
    fn framing(&mut self, framing: Framing);

    /// Whether the element that just started may be the root of a document without envelope.
    fn is_root(&self, reader: &Reader<'_>) -> bool;

    /// Whether the root element that just started stands around header blocks and content instead of an envelope.
    fn is_wrapper(&self, reader: &Reader<'_>) -> bool;

    /// Whether the element that just started in a wrapper is content, and no header block.
    fn is_content(&self, reader: &Reader<'_>) -> bool;

    /// Whether a header block may stand here that must be understood.
    fn understands(&self, header: &AnyElement) -> bool;

    /// Reads the element that just started, to its end.
    fn element(&mut self, interpreter: &mut Interpreter<'_, '_>) -> Result<(), ReadError>;

    /// Checks that nothing is missing, at the end of the body.
    fn end(&mut self, interpreter: &Interpreter<'_, '_>) -> Result<(), ReadError>;
}

/// Reads a message to its end. `headers` are those of HTTP.
pub(super) fn read_message(
    body: &Bytes,
    headers: &HeaderMap,
    options: &ReadOptions,
    content: &mut dyn Content,
) -> Result<Message, Failure> {
    let package = multipart::open(body, headers, &options.limits)
        .map_err(|error| Failure::NotSoap(Found::Multipart(error)))?;
    let (body, headers, attachments) = match &package {
        Some(package) => (&package.root, &package.headers, &*package.attachments),
        None => (body, headers, &[][..]),
    };
    let text = decode(body, headers).map_err(Failure::NotSoap)?;
    if let Some(found) = sniff(&text) {
        return Err(Failure::NotSoap(found));
    }
    let mut reader = Reader::new(&text, &options.limits);
    if let Err(error) = reader.next() {
        return Err(Failure::NotSoap(if looks_like_html(&text) {
            Found::Html
        } else {
            Found::NotXml(error)
        }));
    }
    let mut interpreter = Interpreter::new(&mut reader, options);
    if package.as_ref().is_some_and(|package| package.is_xop) {
        interpreter.include_from(attachments.to_vec());
    }
    let headers = read_root(&mut interpreter, content)?;
    interpreter.finish()?;
    Ok(Message {
        headers,
        attachments: attachments.to_vec(),
        report: interpreter.into_report(),
    })
}

fn read_root(
    interpreter: &mut Interpreter<'_, '_>,
    content: &mut dyn Content,
) -> Result<Vec<AnyElement>, Failure> {
    if content.is_root(interpreter.reader) {
        content.framing(Framing::Bare);
        content.element(interpreter)?;
        content.end(interpreter)?;
        return Ok(Vec::new());
    }
    let name = interpreter.reader.name();
    if content.is_wrapper(interpreter.reader) {
        let wrapper = String::from(name.local);
        content.framing(Framing::Bare);
        return read_wrapper(interpreter, content).map_err(|error| error.within(wrapper).into());
    }
    if name.local == "Envelope" {
        let namespace = name.namespace.as_str();
        let Some(version) = Version::of_namespace(namespace) else {
            return Err(Failure::NotSoap(Found::UnknownEnvelope(String::from(
                namespace,
            ))));
        };
        content.framing(match version {
            Version::Soap11 => Framing::Soap11,
            Version::Soap12 => Framing::Soap12,
        });
        return read_envelope(interpreter, version, content)
            .map_err(|error| error.within(String::from("Envelope")).into());
    }
    Err(Failure::NotSoap(
        if name.local.eq_ignore_ascii_case("html") {
            Found::Html
        } else {
            Found::Root(name.to_string())
        },
    ))
}

/// How far the walk through an envelope is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    AfterHeader,
    AfterBody,
}

fn read_envelope(
    interpreter: &mut Interpreter<'_, '_>,
    version: Version,
    content: &mut dyn Content,
) -> Result<Vec<AnyElement>, ReadError> {
    let namespace = version.namespace();
    let mut headers = Vec::new();
    let mut place = Place::Start;
    while let Some(()) = next_child(interpreter)? {
        if place == Place::Start && interpreter.reader.matches(namespace, "Header") {
            headers = read_header(interpreter, version, content)
                .map_err(|error| error.within(String::from("Header")))?;
            place = Place::AfterHeader;
        } else if place != Place::AfterBody && interpreter.reader.matches(namespace, "Body") {
            read_body(interpreter, content).map_err(|error| error.within(String::from("Body")))?;
            place = Place::AfterBody;
        } else {
            let expected: &[&str] = match place {
                Place::Start => &["Header", "Body"],
                Place::AfterHeader => &["Body"],
                Place::AfterBody => &[],
            };
            let expected = expected
                .iter()
                .map(|local| Name::new(namespace, local).to_string())
                .collect();
            skip_unexpected(interpreter, expected)?;
        }
    }
    if place == Place::AfterBody {
        return Ok(headers);
    }
    Err(interpreter.error(ReadErrorKind::MissingElement {
        expected: vec![Name::new(namespace, "Body").to_string()],
    }))
}

fn read_header(
    interpreter: &mut Interpreter<'_, '_>,
    version: Version,
    content: &mut dyn Content,
) -> Result<Vec<AnyElement>, ReadError> {
    let mut headers = Vec::new();
    while let Some(()) = next_child(interpreter)? {
        let header = read_any(interpreter)?;
        if must_be_understood(&header, version) && !content.understands(&header) {
            return Err(interpreter.error(ReadErrorKind::NotUnderstood {
                name: header.name.to_string(),
            }));
        }
        headers.push(header);
    }
    Ok(headers)
}

fn read_body(
    interpreter: &mut Interpreter<'_, '_>,
    content: &mut dyn Content,
) -> Result<(), ReadError> {
    while let Some(()) = next_child(interpreter)? {
        content.element(interpreter)?;
    }
    content.end(interpreter)
}

/// Header blocks up to the first element that is content.
fn read_wrapper(
    interpreter: &mut Interpreter<'_, '_>,
    content: &mut dyn Content,
) -> Result<Vec<AnyElement>, ReadError> {
    let mut headers = Vec::new();
    while let Some(()) = next_child(interpreter)? {
        if content.is_content(interpreter.reader) {
            content.element(interpreter)?;
        } else {
            headers.push(read_any(interpreter)?);
        }
    }
    content.end(interpreter)?;
    Ok(headers)
}

/// Moves to the start of the next child element; `None` at the end of the parent.
pub(super) fn next_child(interpreter: &mut Interpreter<'_, '_>) -> Result<Option<()>, ReadError> {
    loop {
        match interpreter.next()? {
            Token::Start => return Ok(Some(())),
            Token::Text => interpreter.text_between_elements()?,
            Token::End | Token::Eof => return Ok(None),
        }
    }
}

/// Reads the element that just started, whatever it is.
pub(super) fn read_any(interpreter: &mut Interpreter<'_, '_>) -> Result<AnyElement, ReadError> {
    let mut element = AnyElement::new("", "");
    interpreter.read_any(&mut element)?;
    Ok(element)
}

/// An element that may not stand here: an error, or passed over in lenient reading.
pub(super) fn skip_unexpected(
    interpreter: &mut Interpreter<'_, '_>,
    expected: Vec<String>,
) -> Result<(), ReadError> {
    match interpreter.mode {
        Mode::Lenient => interpreter.skip_element(),
        Mode::Strict => Err(unexpected(interpreter, expected)),
    }
}

/// The error of an element that may not stand here.
pub(super) fn unexpected(interpreter: &Interpreter<'_, '_>, expected: Vec<String>) -> ReadError {
    let name = interpreter.reader.name();
    let segment = String::from(name.local);
    let found = name.to_string();
    interpreter
        .error(ReadErrorKind::UnexpectedElement { found, expected })
        .within(segment)
}

/// Whether a header block is for the last receiver, which must understand it (SOAP 1.1 sections 4.2.2 and 4.2.3, SOAP
/// 1.2 part 1 sections 5.2.2 and 5.2.3).
fn must_be_understood(header: &AnyElement, version: Version) -> bool {
    let attribute = |local| header.attribute(version.namespace(), local).map(str::trim);
    let is_for_us = match (version, attribute("actor"), attribute("role")) {
        (Version::Soap11, actor, _) => matches!(
            actor,
            None | Some("" | "http://schemas.xmlsoap.org/soap/actor/next")
        ),
        (Version::Soap12, _, role) => matches!(
            role,
            None | Some(
                "" | "http://www.w3.org/2003/05/soap-envelope/role/next"
                    | "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"
            )
        ),
    };
    is_for_us && matches!(attribute("mustUnderstand"), Some("1" | "true"))
}

/// The text of a body. A charset that is no encoding is passed over, as the body may still say what it is.
fn decode<'a>(body: &'a [u8], headers: &HeaderMap) -> Result<std::borrow::Cow<'a, str>, Found> {
    let charset = parameter(headers, "charset");
    let decoded = match xml::decode(body, charset.as_deref()) {
        Err(error)
            if charset.is_some()
                && matches!(error.kind(), XmlErrorKind::UnsupportedEncoding { .. }) =>
        {
            xml::decode(body, None)
        }
        decoded => decoded,
    };
    decoded.map_err(|error| Found::Binary(Some(error)))
}

/// The text of a body for people: what can't be decoded is replaced.
pub(super) fn decode_lossy<'a>(body: &'a [u8], headers: &HeaderMap) -> std::borrow::Cow<'a, str> {
    decode(body, headers).unwrap_or_else(|_| String::from_utf8_lossy(body))
}

/// Whether a response holds a document that is no web page: an answer of the service, whatever its status.
pub(super) fn is_message(response: &Response<Bytes>) -> bool {
    let Ok(text) = decode(response.body(), response.headers()) else {
        return false;
    };
    let limits = Limits::default();
    let mut reader = Reader::new(&text, &limits);
    sniff(&text).is_none()
        && matches!(reader.next(), Ok(Token::Start))
        && !reader.name().local.eq_ignore_ascii_case("html")
}

/// A parameter of the content type. Servers send byte order marks and other junk around it, which is taken away.
pub(super) fn parameter(headers: &HeaderMap, name: &str) -> Option<String> {
    let content_type = String::from_utf8_lossy(headers.get(CONTENT_TYPE)?.as_bytes()).into_owned();
    let is_junk =
        |character: char| !character.is_ascii_graphic() || matches!(character, '"' | '\'');
    content_type.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim_matches(is_junk)
            .eq_ignore_ascii_case(name)
            .then(|| String::from(value.trim_matches(is_junk)))
    })
}

/// What a text is, where its first characters show that it is no XML.
fn sniff(text: &str) -> Option<Found> {
    let start = text
        .trim_start_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}');
    let is_control = |character: char| character.is_control() && !character.is_whitespace();
    match start.chars().next() {
        None => Some(Found::Nothing),
        Some('<') => {
            let is_page = |tag: &str| {
                start
                    .get(..tag.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(tag))
            };
            (is_page("<!doctype html") || is_page("<html")).then_some(Found::Html)
        }
        Some(_) if text.chars().any(is_control) => Some(Found::Binary(None)),
        Some('{' | '[') => Some(Found::Json),
        Some(_) => Some(Found::Text),
    }
}

fn looks_like_html(text: &str) -> bool {
    const LOOKED_AT: usize = 1024;
    let start: String = text
        .chars()
        .take(LOOKED_AT)
        .collect::<String>()
        .to_ascii_lowercase();
    start.contains("<html") || start.contains("<!doctype html")
}

/// Writes a message. `content` writes what stands in the body.
pub(super) fn write_message<'b>(
    framing: Framing,
    headers: impl Iterator<Item = &'b HeaderBlock>,
    content: impl FnOnce(&mut Writer) -> Result<(), WriteError>,
) -> Result<String, WriteError> {
    let mut writer = Writer::new();
    writer.declaration().map_err(not_written)?;
    let mut headers = headers.peekable();
    match (framing.version(), framing) {
        (Some(version), _) => {
            let namespace = version.namespace();
            writer.prefer(namespace, "soap");
            writer.start(namespace, "Envelope").map_err(not_written)?;
            if headers.peek().is_some() {
                writer.start(namespace, "Header").map_err(not_written)?;
                headers
                    .try_for_each(|block| block.write(&mut writer, Some(version)))
                    .map_err(not_written)?;
                writer.end().map_err(not_written)?;
            }
            writer.start(namespace, "Body").map_err(not_written)?;
            content(&mut writer)?;
            writer.end().map_err(not_written)?;
            writer.end().map_err(not_written)?;
        }
        (None, Framing::Wrapped(wrapper)) => {
            writer
                .start(wrapper.namespace, wrapper.local)
                .map_err(not_written)?;
            headers
                .try_for_each(|block| block.write(&mut writer, None))
                .map_err(not_written)?;
            content(&mut writer)?;
            writer.end().map_err(not_written)?;
        }
        (None, _) => content(&mut writer)?,
    }
    writer.finish().map_err(not_written)
}
