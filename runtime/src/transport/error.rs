//! What went wrong between the client and the server, before any XML is read.

use std::fmt;
use std::time::Duration;

use http::{StatusCode, Uri};

use super::EndpointError;
use super::endpoint::origin_of;

/// A request that got no usable response.
///
/// It says where (the scheme, host and port), what was found and what was expected. It never holds
/// a header value, a body, a path or a query, because each of them may hold a secret.
///
/// The question that decides about a second attempt is [`request_sent`](Self::request_sent).
///
/// ```
/// use soapstone::transport::{TransportError, TransportErrorKind};
///
/// let error = TransportError::new(TransportErrorKind::Connect, false)
///     .at(&http::Uri::from_static("https://example.com:8443/service?key=1"))
///     .with_source("connection refused");
///
/// assert_eq!(
///     error.to_string(),
///     "https://example.com:8443: can't connect to the server: connection refused",
/// );
/// assert!(!error.request_sent());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError {
    kind: TransportErrorKind,
    request_sent: bool,
    origin: Option<Box<str>>,
    source: Option<Box<str>>,
}

impl TransportError {
    /// An error of the given kind.
    ///
    /// `request_sent` is false only where the request surely never reached the server. A transport
    /// that isn't sure says true.
    pub fn new(kind: TransportErrorKind, request_sent: bool) -> Self {
        TransportError {
            kind,
            request_sent,
            origin: None,
            source: None,
        }
    }

    /// The same error, with the scheme, host and port of the request.
    ///
    /// Everything else of the URL is left out.
    #[must_use]
    pub fn at(mut self, uri: &Uri) -> Self {
        self.origin = origin_of(uri).map(String::into_boxed_str);
        self
    }

    /// The same error, with the words of the library below.
    ///
    /// The text must not hold header values or bodies.
    #[must_use]
    pub fn with_source(mut self, text: impl fmt::Display) -> Self {
        self.source = Some(text.to_string().into_boxed_str());
        self
    }

    /// What an interceptor returns that doesn't let a request or a response pass. The text says why, and must not hold
    /// header values or bodies.
    pub fn refused(text: impl fmt::Display) -> Self {
        TransportError::new(TransportErrorKind::Refused, false).with_source(text)
    }

    /// What went wrong.
    pub fn kind(&self) -> &TransportErrorKind {
        &self.kind
    }

    /// Whether the server may have got the request.
    ///
    /// With `false` any operation can be sent again without harm. With `true` the server may have
    /// done what it was asked to do, even though no usable response arrived.
    pub fn request_sent(&self) -> bool {
        self.request_sent
    }

    /// Scheme, host and port of the server, as in `https://example.com:8443`.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The words of the library below, where it had any.
    pub fn source_text(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether a time limit was hit, in whichever phase.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Timeout { .. })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An endpoint error names the place by itself.
        if let (Some(origin), false) = (&self.origin, self.kind.names_its_place()) {
            write!(formatter, "{origin}: ")?;
        }
        self.kind.fmt(formatter)?;
        match &self.source {
            Some(source) => write!(formatter, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TransportError {}

impl From<EndpointError> for TransportError {
    fn from(error: EndpointError) -> Self {
        TransportError::new(TransportErrorKind::Endpoint(error), false)
    }
}

/// The kinds of [`TransportError`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The URL of the request isn't one that a request with secrets may go to.
    Endpoint(EndpointError),
    /// The request can't be written as HTTP.
    InvalidRequest,
    /// The client can't be set up; for instance the system has no root certificates.
    Configuration,
    /// The host name has no address.
    NameResolution,
    /// No connection to the server.
    Connect,
    /// The TLS handshake failed, for instance because of the server's certificate.
    Tls,
    /// A time limit was hit.
    Timeout {
        /// What the client was doing.
        phase: TimeoutPhase,
        /// The limit, where the transport knows it.
        limit: Option<Duration>,
    },
    /// The server closed the connection before it answered.
    Closed,
    /// The connection ended within the body.
    Truncated {
        /// The bytes of the body that arrived.
        received: u64,
        /// The bytes that were announced.
        expected: Option<u64>,
    },
    /// What the server sent isn't HTTP.
    Protocol,
    /// The body is larger than the client accepts.
    BodyTooLarge {
        /// The limit that was hit.
        limit: BodyLimit,
        /// The value of that limit, in bytes.
        maximum: u64,
        /// The size, where it is known before the body is read to its end.
        found: Option<u64>,
    },
    /// The compressed body grows more than the client accepts.
    InflateRatio {
        /// The value of the limit `inflate_ratio`.
        maximum: u32,
        /// The compressed bytes read so far.
        compressed: u64,
        /// The bytes that they became.
        inflated: u64,
    },
    /// The body has a content encoding (RFC 9110 section 8.4) that can't be read.
    UnsupportedEncoding(UnsupportedEncoding),
    /// The body says that it is gzip (RFC 1952) and isn't.
    Gzip {
        /// Where in the compressed body, counted in bytes from its start.
        offset: u64,
        /// What was found there.
        problem: GzipProblem,
    },
    /// The server answered with a redirect, which is never followed: credentials are often part of
    /// the body, so that it would hand them to whoever the server names.
    RedirectRefused {
        /// The status of the response.
        status: StatusCode,
        /// Scheme, host and port of the place that the server named.
        target: Option<Box<str>>,
    },
    /// An interceptor of the client didn't let it pass; the source text says why.
    Refused,
    /// A [`Replay`](super::Replay) has no answer left for the request.
    NotRecorded,
    /// Anything else; the source text says what.
    Other,
}

impl TransportErrorKind {
    fn names_its_place(&self) -> bool {
        matches!(self, TransportErrorKind::Endpoint(_))
    }

    /// Whether this can only happen before the first byte of a request is sent.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(super) fn precedes_request(&self) -> bool {
        match self {
            Self::Endpoint(_)
            | Self::InvalidRequest
            | Self::Configuration
            | Self::NameResolution
            | Self::Connect
            | Self::Tls
            | Self::Refused
            | Self::NotRecorded => true,
            Self::Timeout { phase, .. } => *phase == TimeoutPhase::Connect,
            Self::Closed
            | Self::Truncated { .. }
            | Self::Protocol
            | Self::BodyTooLarge { .. }
            | Self::InflateRatio { .. }
            | Self::UnsupportedEncoding(_)
            | Self::Gzip { .. }
            | Self::RedirectRefused { .. }
            | Self::Other => false,
        }
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint(error) => error.fmt(formatter),
            Self::InvalidRequest => formatter.write_str("the request can't be written as HTTP"),
            Self::Configuration => formatter.write_str("the HTTP client can't be set up"),
            Self::NameResolution => formatter.write_str("the host name has no address"),
            Self::Connect => formatter.write_str("can't connect to the server"),
            Self::Tls => formatter.write_str("the TLS handshake failed"),
            Self::Timeout {
                phase,
                limit: Some(limit),
            } => {
                write!(formatter, "timed out {phase}; the limit is {limit:?}")
            }
            Self::Timeout { phase, limit: None } => write!(formatter, "timed out {phase}"),
            Self::Closed => {
                formatter.write_str("the server closed the connection without an answer")
            }
            Self::Truncated {
                received,
                expected: Some(expected),
            } => {
                write!(
                    formatter,
                    "the body ended after {received} of {expected} bytes"
                )
            }
            Self::Truncated {
                received,
                expected: None,
            } => {
                write!(
                    formatter,
                    "the body ended too early, after {received} bytes"
                )
            }
            Self::Protocol => formatter.write_str("the server's answer isn't HTTP"),
            Self::BodyTooLarge {
                limit,
                maximum,
                found,
            } => {
                write!(
                    formatter,
                    "the body is larger than the limit `{limit}` of {maximum} bytes"
                )?;
                match found {
                    Some(found) => write!(formatter, ": found {found} bytes"),
                    None => Ok(()),
                }
            }
            Self::InflateRatio {
                maximum,
                compressed,
                inflated,
            } => write!(
                formatter,
                "the compressed body grows more than the limit `inflate_ratio` of {maximum}: \
                 found {inflated} bytes out of {compressed}",
            ),
            Self::UnsupportedEncoding(found) => found.fmt(formatter),
            Self::Gzip { offset, problem } => {
                write!(formatter, "byte {offset} of the gzip body: {problem}")
            }
            Self::RedirectRefused { status, target } => {
                write!(
                    formatter,
                    "the server answered {} with a redirect",
                    status.as_u16()
                )?;
                if let Some(target) = target {
                    write!(formatter, " to {target}")?;
                }
                formatter.write_str(
                    ", and redirects aren't followed, because the request may hold credentials; \
                     expected the URL of the service itself",
                )
            }
            Self::Refused => formatter.write_str("an interceptor refused the exchange"),
            Self::NotRecorded => {
                formatter.write_str("the recording has no answer left for this request")
            }
            Self::Other => formatter.write_str("the HTTP client failed"),
        }
    }
}

/// What a client was doing when a time limit was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// Name resolution, TCP and TLS.
    Connect,
    /// Sending the request, or waiting for the head of the response.
    Response,
    /// Reading the body of the response.
    Body,
}

impl fmt::Display for TimeoutPhase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            TimeoutPhase::Connect => "while connecting",
            TimeoutPhase::Response => "while waiting for the response",
            TimeoutPhase::Body => "while reading the response body",
        })
    }
}

/// The limits on the size of a body; fields of [`TransportLimits`](super::TransportLimits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyLimit {
    /// [`wire_bytes`](super::TransportLimits::wire_bytes): the bytes that travel.
    WireBytes,
    /// [`body_bytes`](super::TransportLimits::body_bytes): the bytes after decompression.
    BodyBytes,
}

impl fmt::Display for BodyLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            BodyLimit::WireBytes => "wire_bytes",
            BodyLimit::BodyBytes => "body_bytes",
        })
    }
}

/// A content encoding that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsupportedEncoding {
    /// The feature `gzip` of this crate is off.
    GzipNotEnabled,
    /// `deflate`, which servers use for two formats that can't be told apart for sure.
    Deflate,
    /// Several encodings, one over the other.
    Several {
        /// How many.
        count: usize,
    },
    /// Another one.
    Unknown {
        /// Its name, cut after 32 characters; other characters than those of an HTTP token are
        /// shown as `?`.
        name: Box<str>,
    },
}

impl fmt::Display for UnsupportedEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GzipNotEnabled => formatter.write_str(
                "unsupported content encoding: found `gzip`, expected none, because the feature \
                 `gzip` of soapstone is off",
            ),
            Self::Deflate => formatter.write_str(
                "unsupported content encoding: found `deflate`, which has two incompatible \
                 meanings, expected `gzip` or none",
            ),
            Self::Several { count } => write!(
                formatter,
                "unsupported content encoding: found {count} encodings one over the other, \
                 expected `gzip` or none",
            ),
            Self::Unknown { name } => write!(
                formatter,
                "unsupported content encoding: found `{name}`, expected `gzip` or none",
            ),
        }
    }
}

/// What is wrong with gzip data (RFC 1952).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GzipProblem {
    /// The data ends within a member.
    Truncated,
    /// A member doesn't start with the two identification bytes.
    NotGzip,
    /// Bytes follow the last member.
    TrailingData,
    /// A compression method other than deflate.
    Method {
        /// The method's number; 8 is deflate.
        found: u8,
    },
    /// Flags that the format reserves.
    ReservedFlags {
        /// The byte of flags.
        found: u8,
    },
    /// The checksum of the member's header doesn't match.
    HeaderChecksum {
        /// The checksum of what was read.
        found: u16,
        /// The checksum that the header has.
        expected: u16,
    },
    /// The compressed data is damaged.
    Deflate,
    /// The CRC-32 of the content doesn't match.
    Checksum {
        /// The checksum of what was read.
        found: u32,
        /// The checksum that the member has.
        expected: u32,
    },
    /// The length of the content, modulo 2^32, doesn't match.
    Length {
        /// The length of what was read.
        found: u32,
        /// The length that the member has.
        expected: u32,
    },
}

impl fmt::Display for GzipProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => formatter.write_str("found the end of the data within a member"),
            Self::NotGzip => formatter.write_str("found other data, expected the bytes 1f 8b"),
            Self::TrailingData => {
                formatter.write_str("found other data after the last member, expected the end")
            }
            Self::Method { found } => {
                write!(
                    formatter,
                    "found compression method {found}, expected 8 (deflate)"
                )
            }
            Self::ReservedFlags { found } => {
                write!(
                    formatter,
                    "found the flags {found:#04x}, expected none above 0x1f"
                )
            }
            Self::HeaderChecksum { found, expected } => write!(
                formatter,
                "found a header with the checksum {found:04x}, expected {expected:04x}",
            ),
            Self::Deflate => formatter.write_str("found damaged deflate data"),
            Self::Checksum { found, expected } => write!(
                formatter,
                "found content with the checksum {found:08x}, expected {expected:08x}",
            ),
            Self::Length { found, expected } => {
                write!(
                    formatter,
                    "found content of {found} bytes, expected {expected}"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_says_what_was_found_and_what_was_expected() {
        let cases = [
            (
                TransportErrorKind::NameResolution,
                "the host name has no address",
            ),
            (
                TransportErrorKind::Timeout {
                    phase: TimeoutPhase::Connect,
                    limit: Some(Duration::from_secs(10)),
                },
                "timed out while connecting; the limit is 10s",
            ),
            (
                TransportErrorKind::Timeout {
                    phase: TimeoutPhase::Body,
                    limit: None,
                },
                "timed out while reading the response body",
            ),
            (
                TransportErrorKind::Truncated {
                    received: 5,
                    expected: Some(9),
                },
                "the body ended after 5 of 9 bytes",
            ),
            (
                TransportErrorKind::Truncated {
                    received: 5,
                    expected: None,
                },
                "the body ended too early, after 5 bytes",
            ),
            (
                TransportErrorKind::BodyTooLarge {
                    limit: BodyLimit::WireBytes,
                    maximum: 10,
                    found: Some(12),
                },
                "the body is larger than the limit `wire_bytes` of 10 bytes: found 12 bytes",
            ),
            (
                TransportErrorKind::BodyTooLarge {
                    limit: BodyLimit::BodyBytes,
                    maximum: 10,
                    found: None,
                },
                "the body is larger than the limit `body_bytes` of 10 bytes",
            ),
            (
                TransportErrorKind::InflateRatio {
                    maximum: 250,
                    compressed: 4,
                    inflated: 4_000,
                },
                "the compressed body grows more than the limit `inflate_ratio` of 250: found 4000 \
                 bytes out of 4",
            ),
            (
                TransportErrorKind::Gzip {
                    offset: 18,
                    problem: GzipProblem::Checksum {
                        found: 1,
                        expected: 0xffff_ffff,
                    },
                },
                "byte 18 of the gzip body: found content with the checksum 00000001, expected \
                 ffffffff",
            ),
            (
                TransportErrorKind::RedirectRefused {
                    status: StatusCode::FOUND,
                    target: Some("http://example.org".into()),
                },
                "the server answered 302 with a redirect to http://example.org, and redirects \
                 aren't followed, because the request may hold credentials; expected the URL of \
                 the service itself",
            ),
        ];
        for (kind, text) in cases {
            assert_eq!(TransportError::new(kind, true).to_string(), text);
        }
    }

    #[test]
    fn the_place_is_the_origin_and_nothing_more() {
        let uri = Uri::from_static("https://user:secret@example.com/path?token=secret");
        let error = TransportError::new(TransportErrorKind::Closed, true).at(&uri);

        assert_eq!(error.origin(), Some("https://example.com"));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}
