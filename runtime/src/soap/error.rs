//! What can go wrong in a call.

use std::fmt;

use http::StatusCode;

use super::fault::Fault;
use super::multipart::MultipartError;
use crate::bindings::{FaultDetail, NoFault};
use crate::read::ReadError;
use crate::transport::TransportError;
use crate::write::WriteError;
use crate::xml::XmlError;

/// Why a call has no output.
///
/// `F` is the enum of the fault details that the operation declares. No variant shows the request: neither header
/// blocks nor body nor credentials, and where a reply is quoted, the secrets of the request are taken out.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<F = NoFault> {
    /// No response: the server can't be reached, or what came is not HTTP, or too large.
    Transport(Box<TransportError>),
    /// The service answered with a fault. Secrets of the request that its texts repeat are replaced by `[redacted]`.
    Fault(Box<Fault<F>>),
    /// A response that is not a SOAP message: a page of a proxy, a login form, nothing.
    NotSoap(Box<NotSoap>),
    /// A reply that is not what the schema allows.
    Read(Box<Unreadable>),
    /// An input that is not what the schema allows.
    Write(WriteError),
    /// Settings that contradict each other or the operation.
    Config(ConfigError),
}

/// A reply that is SOAP, but not what the schema allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// What is wrong, and where.
    pub error: ReadError,
    /// The HTTP status of the response.
    pub status: StatusCode,
}

/// A response that is not a SOAP message.
///
/// ```text
/// HTTP 502 (text/html): expected a SOAP envelope, found an HTML page: "<html><body>Bad Gateway"
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NotSoap {
    /// The HTTP status.
    pub status: StatusCode,
    /// The content type, as the response says.
    pub content_type: Option<String>,
    /// What the body is instead.
    pub found: Found,
    /// What it should have been.
    pub expected: String,
    /// The beginning of the body, without the secrets of the request: at most
    /// [`Limits::excerpt`](crate::Limits::excerpt) bytes.
    pub excerpt: String,
}

/// What a body is that is not a SOAP message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Found {
    /// Nothing, or white space.
    Nothing,
    /// A page for people.
    Html,
    /// JSON, by its first character.
    Json,
    /// Other text.
    Text,
    /// Bytes that are no text, or text of an encoding that is not supported.
    Binary(Option<XmlError>),
    /// Text that starts like XML and isn't.
    NotXml(XmlError),
    /// Parts that can't be taken apart.
    Multipart(MultipartError),
    /// An XML document with another root element.
    Root(String),
    /// An envelope in a namespace of no known version of SOAP.
    UnknownEnvelope(String),
}

/// Settings that a call can't be made with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// The action of the operation can't be written as an HTTP header: it has control characters or others than those
    /// of ASCII.
    SoapAction {
        /// The name of the operation.
        operation: String,
    },
    /// Header blocks where the framing has no place for them.
    HeaderBlocks {
        /// The name of the first.
        name: String,
    },
    /// WS-Addressing wants an action, and the operation has none.
    NoAction {
        /// The name of the operation.
        operation: String,
    },
    /// The operating system gives no random numbers.
    NoRandomness,
}

impl<F> Error<F> {
    /// The fault, if the service answered with one.
    pub fn fault(&self) -> Option<&Fault<F>> {
        match self {
            Error::Fault(fault) => Some(fault),
            _ => None,
        }
    }

    /// The fault, taken out.
    ///
    /// # Errors
    /// The error itself, if it is not a fault.
    pub fn into_fault(self) -> Result<Fault<F>, Self> {
        match self {
            Error::Fault(fault) => Ok(*fault),
            other => Err(other),
        }
    }

    /// The HTTP status, where there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Error::Fault(fault) => fault
                .status
                .and_then(|status| StatusCode::from_u16(status).ok()),
            Error::NotSoap(response) => Some(response.status),
            Error::Read(reply) => Some(reply.status),
            Error::Transport(_) | Error::Write(_) | Error::Config(_) => None,
        }
    }

    /// Whether a time limit was hit, of the client or of a proxy (408, 504).
    pub fn is_timeout(&self) -> bool {
        match self {
            Error::Transport(error) => error.is_timeout(),
            Error::NotSoap(response) => {
                matches!(
                    response.status,
                    StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT
                )
            }
            _ => false,
        }
    }

    /// Whether the same call can be made again without harm, whatever the operation, and may then succeed: the
    /// request surely was not sent, and what kept it may pass.
    ///
    /// A fault is an answer: asking again brings the same one.
    pub fn is_retryable(&self) -> bool {
        self.is_transient() && matches!(self, Error::Transport(error) if !error.request_sent())
    }

    /// Whether what went wrong may pass: the server can't be reached, the connection broke or timed out, or a busy
    /// server or proxy answered (429, 502, 503, 504, without a SOAP message).
    ///
    /// The service may have done what it was asked to do nevertheless. To make the call again is safe for an
    /// operation that is idempotent, or where [`is_retryable`](Self::is_retryable) says so too.
    pub fn is_transient(&self) -> bool {
        match self {
            Error::Transport(error) => is_passing(error),
            Error::NotSoap(response) => is_busy(response.status),
            Error::Fault(_) | Error::Read(_) | Error::Write(_) | Error::Config(_) => false,
        }
    }
}

pub(super) fn is_busy(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

/// Whether the reason may be gone the next time.
pub(super) fn is_passing(error: &TransportError) -> bool {
    use crate::transport::TransportErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::NameResolution
            | Kind::Connect
            | Kind::Timeout { .. }
            | Kind::Closed
            | Kind::Truncated { .. }
            | Kind::Other
    )
}

impl Error<NoFault> {
    /// The same error as one of an operation with declared faults.
    pub(crate) fn with_detail<F>(self, detail: Option<F>) -> Error<F> {
        match self {
            Error::Transport(error) => Error::Transport(error),
            Error::Fault(fault) => Error::Fault(Box::new(fault.replace_detail(detail))),
            Error::NotSoap(response) => Error::NotSoap(response),
            Error::Read(reply) => Error::Read(reply),
            Error::Write(error) => Error::Write(error),
            Error::Config(error) => Error::Config(error),
        }
    }
}

impl<F> From<TransportError> for Error<F> {
    fn from(error: TransportError) -> Self {
        Error::Transport(Box::new(error))
    }
}

impl<F> From<WriteError> for Error<F> {
    fn from(error: WriteError) -> Self {
        Error::Write(error)
    }
}

impl<F> From<ConfigError> for Error<F> {
    fn from(error: ConfigError) -> Self {
        Error::Config(error)
    }
}

impl<F: FaultDetail> fmt::Display for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Transport(error) => error.fmt(f),
            Error::Fault(fault) => fault.fmt(f),
            Error::NotSoap(response) => response.fmt(f),
            Error::Read(reply) => reply.fmt(f),
            Error::Write(error) => write!(f, "the request can't be written: {error}"),
            Error::Config(error) => error.fmt(f),
        }
    }
}

impl<F: FaultDetail> std::error::Error for Error<F> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Transport(error) => Some(&**error),
            Error::Fault(fault) => Some(&**fault),
            Error::Read(reply) => Some(&reply.error),
            Error::Write(error) => Some(error),
            Error::NotSoap(_) | Error::Config(_) => None,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the reply (HTTP {}) can't be read: {}",
            self.status.as_u16(),
            self.error
        )
    }
}

impl fmt::Display for NotSoap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status.as_u16())?;
        if let Some(content_type) = &self.content_type {
            write!(f, " ({content_type})")?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)?;
        if self.excerpt.is_empty() {
            return Ok(());
        }
        write!(f, ": {:?}", self.excerpt)
    }
}

impl Found {
    /// The same with what it repeats of the body passed through a function, which takes secrets out.
    pub(super) fn redacted(self, redact: &dyn Fn(&str) -> String) -> Self {
        match self {
            Found::NotXml(error) => Found::NotXml(error.redacted(redact)),
            Found::Binary(Some(error)) => Found::Binary(Some(error.redacted(redact))),
            Found::Root(name) => Found::Root(redact(&name)),
            Found::Multipart(error) => Found::Multipart(error.redacted(redact)),
            Found::UnknownEnvelope(namespace) => Found::UnknownEnvelope(redact(&namespace)),
            other @ (Found::Nothing
            | Found::Html
            | Found::Json
            | Found::Text
            | Found::Binary(None)) => other,
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Nothing => f.write_str("an empty body"),
            Found::Html => f.write_str("an HTML page"),
            Found::Json => f.write_str("JSON"),
            Found::Text => f.write_str("text"),
            Found::Binary(None) => f.write_str("binary data"),
            Found::Binary(Some(error)) => write!(f, "bytes that are no text ({error})"),
            Found::NotXml(error) => write!(f, "text that is not XML ({error})"),
            Found::Multipart(error) => write!(f, "a broken message in parts ({error})"),
            Found::Root(name) => write!(f, "a document with the root element `{name}`"),
            Found::UnknownEnvelope(namespace) => {
                write!(
                    f,
                    "an envelope in the namespace `{namespace}`, which is of no known version of SOAP"
                )
            }
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::SoapAction { operation } => {
                write!(
                    f,
                    "the soapAction of the operation `{operation}` can't be an HTTP header: \
                     expected printable ASCII characters only"
                )
            }
            ConfigError::HeaderBlocks { name } => {
                write!(
                    f,
                    "the header block `{name}` has no place in the framing `Bare`: expected no header blocks"
                )
            }
            ConfigError::NoAction { operation } => {
                write!(
                    f,
                    "the operation `{operation}` has no soapAction: expected an action for WS-Addressing"
                )
            }
            ConfigError::NoRandomness => f.write_str(
                "the operating system gives no random numbers, which header blocks need",
            ),
        }
    }
}

impl std::error::Error for ConfigError {}
