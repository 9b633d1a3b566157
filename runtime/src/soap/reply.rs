//! Reading the response to a call.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::error::{Error, Found, NotSoap, Unreadable};
use super::fault::Fault;
use super::fault_reading::{DetailSlot, declared_detail, is_fault, read_bare_detail, read_fault};
use super::framing::Framing;
use super::header::find_header;
use super::message::{
    Content, Failure, decode_lossy, read_any, read_message, skip_unexpected, unexpected,
};
use super::multipart::Attachment;
use super::secrets::Secrets;
use crate::bindings::NoFault;
use crate::model::Element;
use crate::read::{GlobalElement, Interpreter, ReadError, ReadErrorKind, ReadOptions, Report};
use crate::value::Value;
use crate::xml::{AnyElement, Reader};

/// The answer to a call, with what came beside the output.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The output of the operation.
    pub output: T,
    /// The header blocks of the reply, as they came.
    pub headers: Vec<AnyElement>,
    /// The parts of the message beside the envelope. Those that fields refer to by XOP stand in the fields too.
    pub attachments: Vec<Attachment>,
    /// What lenient reading passed over.
    pub report: Report,
    /// The HTTP status. What the body says counts, so that it may be one of an error.
    pub status: StatusCode,
}

/// What to do with a header block of a reply that says that it must be understood. The runtime understands none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MustUnderstand {
    /// Hand it out with the others: services mark blocks that nobody needs, and the caller sees them all.
    #[default]
    Tolerate,
    /// Refuse the reply, as SOAP asks for (SOAP 1.1 section 4.2.3).
    Refuse,
}

/// What the body of a reply should hold.
pub(super) enum Expected<'v> {
    /// Nothing, and perhaps not even a message: the operation is one-way.
    NoMessage,
    /// An envelope with an empty body.
    Nothing,
    /// One element.
    Element(&'static Element, &'v mut dyn Value),
    /// One element of any name, or none.
    Any(&'v mut Option<AnyElement>),
}

/// How to read a response.
pub(super) struct Reading<'s> {
    pub(super) options: &'s ReadOptions,
    pub(super) must_understand: MustUnderstand,
    pub(super) secrets: &'s Secrets,
    /// Whether the output may be the root of the document even if nothing is known about it.
    pub(super) is_bare: bool,
}

/// Reads a response into what is expected and, of a fault, the declared detail into `details`.
pub(super) fn read_response(
    response: &Response<Bytes>,
    reading: &Reading<'_>,
    expected: Expected<'_>,
    details: &mut dyn DetailSlot,
) -> Result<Reply<()>, Error> {
    let is_one_way = matches!(expected, Expected::NoMessage);
    let expectation = expected.describe(reading.is_bare);
    let mut content = ReplyContent {
        expected,
        details,
        reading,
        fault: None,
        has_output: false,
    };
    let status = response.status();
    let message = match read_message(
        response.body(),
        response.headers(),
        reading.options,
        &mut content,
    ) {
        Ok(message) => message,
        Err(Failure::NotSoap(found)) if is_one_way && is_accepted(status, &found) => {
            return Ok(Reply::new((), status));
        }
        Err(Failure::NotSoap(found)) => {
            return Err(Error::NotSoap(Box::new(not_soap(
                response,
                reading,
                found,
                expectation,
            ))));
        }
        Err(Failure::Read(error)) => {
            let redact = |text: &str| reading.secrets.redact(text, usize::MAX);
            let error = error.redacted(&redact);
            return Err(Error::Read(Box::new(Unreadable { error, status })));
        }
    };
    match content.fault {
        Some(fault) => {
            let secrets = reading.secrets.known();
            let mut fault = fault.redacted(&|text| secrets.redact(text, usize::MAX));
            fault.status = Some(status.as_u16());
            Err(Error::Fault(Box::new(fault)))
        }
        None => Ok(Reply {
            output: (),
            headers: message.headers,
            attachments: message.attachments,
            report: message.report,
            status,
        }),
    }
}

impl<T> Reply<T> {
    fn new(output: T, status: StatusCode) -> Self {
        Reply {
            output,
            headers: Vec::new(),
            attachments: Vec::new(),
            report: Report::default(),
            status,
        }
    }

    /// The first header block that is the element `H`, read leniently; `None` if there is none.
    ///
    /// # Errors
    /// [`ReadError`] where the block is not what the schema of `H` allows.
    pub fn header<H: GlobalElement>(&self) -> Option<Result<H, ReadError>> {
        find_header(&self.headers, &ReadOptions::lenient())
    }

    /// The same reply with another output.
    pub(super) fn with_output<U>(self, output: U) -> Reply<U> {
        Reply {
            output,
            headers: self.headers,
            attachments: self.attachments,
            report: self.report,
            status: self.status,
        }
    }
}

/// Whether a response that is no message says that a one-way message has arrived. What stands in the body of a 202 is
/// for people; other statuses must come without one.
fn is_accepted(status: StatusCode, found: &Found) -> bool {
    status == StatusCode::ACCEPTED || (status.is_success() && *found == Found::Nothing)
}

fn not_soap(
    response: &Response<Bytes>,
    reading: &Reading<'_>,
    found: Found,
    expected: String,
) -> NotSoap {
    const CONTENT_TYPE_SHOWN: usize = 80;
    let content_type = response.headers().get(http::header::CONTENT_TYPE);
    let content_type = content_type.map(|value| {
        let value = String::from_utf8_lossy(value.as_bytes());
        reading.secrets.redact(value.trim(), CONTENT_TYPE_SHOWN)
    });
    let text = decode_lossy(response.body(), response.headers());
    NotSoap {
        status: response.status(),
        content_type,
        found: found.redacted(&|text| reading.secrets.redact(text, usize::MAX)),
        expected,
        excerpt: reading
            .secrets
            .redact(text.trim(), reading.options.limits.excerpt),
    }
}

impl Expected<'_> {
    fn describe(&self, is_bare: bool) -> String {
        match self {
            Expected::NoMessage => String::from("an empty body or a SOAP envelope"),
            Expected::Element(element, _) if is_bare => {
                format!("the root element `{}`", element.name)
            }
            Expected::Element(element, _) => format!("a SOAP envelope with `{}`", element.name),
            Expected::Any(_) if is_bare => String::from("an XML document"),
            Expected::Nothing | Expected::Any(_) => String::from("a SOAP envelope"),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Expected::Element(element, _) => vec![element.name.to_string()],
            Expected::NoMessage | Expected::Nothing | Expected::Any(_) => Vec::new(),
        }
    }
}

/// Reads the body of a reply: the output, or a fault, whichever it is.
struct ReplyContent<'c, 'v> {
    expected: Expected<'v>,
    details: &'c mut dyn DetailSlot,
    reading: &'c Reading<'c>,
    fault: Option<Fault<NoFault>>,
    has_output: bool,
}

impl Content for ReplyContent<'_, '_> {
    fn framing(&mut self, _: Framing) {}

    fn is_root(&self, reader: &Reader<'_>) -> bool {
        let is_output = match &self.expected {
            Expected::Element(element, _) => {
                reader.matches(element.name.namespace, element.name.local)
            }
            Expected::Any(_) => {
                self.reading.is_bare && !matches!(reader.name().local, "Envelope" | "html" | "HTML")
            }
            Expected::NoMessage | Expected::Nothing => false,
        };
        is_output || is_fault(reader) || declared_detail(&*self.details, reader).is_some()
    }

    fn is_wrapper(&self, _: &Reader<'_>) -> bool {
        false
    }

    fn is_content(&self, reader: &Reader<'_>) -> bool {
        self.is_root(reader)
    }

    fn understands(&self, _: &AnyElement) -> bool {
        self.reading.must_understand == MustUnderstand::Tolerate
    }

    fn element(&mut self, interpreter: &mut Interpreter<'_, '_>) -> Result<(), ReadError> {
        if self.fault.is_some() {
            return skip_unexpected(interpreter, Vec::new());
        }
        match &mut self.expected {
            Expected::Element(element, value)
                if !self.has_output
                    && interpreter
                        .reader
                        .matches(element.name.namespace, element.name.local) =>
            {
                self.has_output = true;
                return interpreter.read_started(&mut **value, element);
            }
            _ => {}
        }
        if is_fault(interpreter.reader)
            || declared_detail(&*self.details, interpreter.reader).is_some()
        {
            interpreter.keep_from_text(self.reading.secrets.known());
        }
        if is_fault(interpreter.reader) {
            self.fault = Some(read_fault(interpreter, self.details)?);
            return Ok(());
        }
        if declared_detail(&*self.details, interpreter.reader).is_some() {
            self.fault = Some(read_bare_detail(interpreter, self.details)?);
            return Ok(());
        }
        match &mut self.expected {
            Expected::Any(output) if output.is_none() => {
                **output = Some(read_any(interpreter)?);
                Ok(())
            }
            Expected::Element(..) if !self.has_output => {
                Err(unexpected(interpreter, self.expected.names()))
            }
            _ => skip_unexpected(interpreter, Vec::new()),
        }
    }

    fn end(&mut self, interpreter: &Interpreter<'_, '_>) -> Result<(), ReadError> {
        match &self.expected {
            Expected::Element(..) if !self.has_output && self.fault.is_none() => Err(interpreter
                .error(ReadErrorKind::MissingElement {
                    expected: self.expected.names(),
                })),
            _ => Ok(()),
        }
    }
}
