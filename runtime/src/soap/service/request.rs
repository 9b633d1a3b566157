//! What an implementation gets, and what it may answer with.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::request::Parts;
use http::{HeaderName, StatusCode};

use crate::bindings::{FaultDetail, Operation};
use crate::read::{GlobalElement, ReadError, ReadOptions};
use crate::soap::fault::{Fault, FaultCode};
use crate::soap::header::find_header;
use crate::soap::{Attachment, HeaderBlock};
use crate::xml::AnyElement;

/// A request to a service: the input of the operation, and what came with it.
pub struct Request<T> {
    /// The input of the operation.
    pub input: T,
    /// The header blocks, as they came.
    pub headers: Vec<AnyElement>,
    /// The parts of the message beside the envelope. Those that fields refer to by XOP stand in the fields too.
    pub attachments: Vec<Attachment>,
    /// Method, URI and headers of HTTP.
    pub http: Parts,
    /// Where the header blocks of the reply go.
    pub reply: ReplyHeaders,
}

/// The header blocks of the reply to a request, be it an output or a fault.
///
/// Clones are the same: an implementation that hands its request on can keep one.
///
/// A reply without an envelope ([`Framing::Bare`](crate::Framing::Bare)) has no place for header blocks; there they are
/// left out.
#[derive(Clone, Debug, Default)]
pub struct ReplyHeaders {
    blocks: Arc<Mutex<Vec<HeaderBlock>>>,
}

impl ReplyHeaders {
    /// Adds a block, behind the others.
    pub fn add(&self, block: HeaderBlock) {
        self.blocks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(block);
    }

    pub(super) fn blocks(&self) -> Vec<HeaderBlock> {
        self.blocks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<T> Request<T> {
    /// The first header block that is the element `H`, read strictly; `None` if there is none.
    ///
    /// # Errors
    /// [`ReadError`] where the block is not what the schema of `H` allows.
    pub fn header<H: GlobalElement>(&self) -> Option<Result<H, ReadError>> {
        find_header(&self.headers, &ReadOptions::strict())
    }
}

/// Without header blocks and the values of HTTP headers, which may be credentials.
impl<T: fmt::Debug> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|block| block.name.to_string())
            .collect();
        let http_headers: Vec<&str> = self.http.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Request")
            .field("input", &self.input)
            .field("headers", &headers)
            .field(
                "http",
                &format_args!(
                    "{} {} {http_headers:?}",
                    self.http.method,
                    self.http.uri.path()
                ),
            )
            .finish()
    }
}

/// Why an implementation has no output: the fault to answer with.
///
/// A declared detail becomes one by `?` or [`From`], a whole [`Fault`] too.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure<F>(Box<Fault<F>>);

impl<F> Failure<F> {
    /// A fault of the service itself.
    pub fn receiver(reason: impl Into<String>) -> Self {
        Fault::new(FaultCode::Receiver, reason).into()
    }

    /// A fault in the request.
    pub fn sender(reason: impl Into<String>) -> Self {
        Fault::new(FaultCode::Sender, reason).into()
    }

    /// The same failure with a declared detail.
    #[must_use]
    pub fn with_detail(mut self, detail: F) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The same failure with a code.
    #[must_use]
    pub fn with_code(mut self, code: FaultCode) -> Self {
        self.0.code = code;
        self
    }

    /// The same failure with an HTTP status other than the usual one.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status.as_u16());
        self
    }

    /// The fault.
    pub fn fault(&self) -> &Fault<F> {
        &self.0
    }

    /// The fault, taken out.
    pub fn into_fault(self) -> Fault<F> {
        *self.0
    }
}

impl<F> From<Fault<F>> for Failure<F> {
    fn from(fault: Fault<F>) -> Self {
        Failure(Box::new(fault))
    }
}

/// The service refuses with a declared detail, whose name is the reason.
impl<F: FaultDetail> From<F> for Failure<F> {
    fn from(detail: F) -> Self {
        let (variant, _) = detail.selected();
        let element = F::ELEMENTS.iter().find(|element| element.field == variant);
        let reason = element.map_or("", |element| element.name.local);
        Failure::receiver(reason).with_detail(detail)
    }
}

/// What an operation answers that is not implemented: the default of generated service traits.
pub fn not_implemented<O: Operation>(_: Request<O::Input>) -> Failure<O::Fault> {
    Failure::receiver(format!(
        "the operation `{}` is not implemented",
        O::META.name
    ))
}
