//! HTTP, as far as SOAP needs it: one request, one response, both in memory. Only the body of a request may be
//! streamed ([`StreamedBody`]).
//!
//! A client hands a finished request to a [`Transport`] or a [`BlockingTransport`]. The features
//! `reqwest` and `ureq` bring one of each, [`InProcess`] calls a server's [`Handler`] without a
//! network, and your own is one method.
//!
//! What all of them keep:
//!
//! - Requests go to `https`, or to this machine, unless [`CallOptions::allow_plain_http`] says
//!   otherwise ([`Endpoint`]).
//! - Redirects are errors, because a SOAP body often holds the credentials.
//! - Sizes are limited while reading and while inflating ([`TransportLimits`]).
//! - An error says whether the server may have got the request ([`TransportError::request_sent`])
//!   and shows no header, body, path or query.
//! - A status such as 500 is a response, not an error: SOAP faults come with it.
//!
//! A transport of your own sends the request, reads the body, and ends with [`finish_response`].
//!
//! ```
//! use bytes::Bytes;
//! use soapstone::transport::{
//!     BlockingTransport, CallOptions, TransportError, TransportErrorKind, finish_response,
//! };
//!
//! /// Answers every request with the same reply.
//! struct Canned(&'static str);
//!
//! impl BlockingTransport for Canned {
//!     fn send(
//!         &self,
//!         request: http::Request<Bytes>,
//!         options: &CallOptions,
//!     ) -> Result<http::Response<Bytes>, TransportError> {
//!         options.check(request.uri())?;
//!         let response = http::Response::new(Bytes::from_static(self.0.as_bytes()));
//!         finish_response(response, &options.limits.unwrap_or_default())
//!     }
//! }
//!
//! let request = || http::Request::post("http://localhost/").body(Bytes::new()).unwrap();
//! let response = Canned("<a/>").send(request(), &CallOptions::default())?;
//! assert_eq!(response.body(), "<a/>");
//! # Ok::<(), TransportError>(())
//! ```

mod authorization;
#[cfg(any(feature = "reqwest", feature = "server", feature = "tower"))]
mod buffered;
#[cfg(any(
    feature = "reqwest",
    feature = "ureq",
    feature = "server",
    feature = "tower"
))]
mod collect;
mod decode;
mod endpoint;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
mod in_process;
mod limits;
mod observed;
#[cfg(feature = "reqwest")]
mod pieces;
#[cfg(any(feature = "server", feature = "tower"))]
mod receiving;
mod recording;
mod redaction;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod sending;
#[cfg(feature = "server")]
mod server;
mod streamed;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "ureq")]
mod ureq;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};

pub use self::authorization::{AuthorizationError, BasicAuth, Bearer};
pub use self::decode::{decode_body, finish_response};
pub use self::endpoint::{Endpoint, EndpointError};
pub use self::error::{
    BodyLimit, GzipProblem, TimeoutPhase, TransportError, TransportErrorKind, UnsupportedEncoding,
};
pub use self::in_process::{Handler, InProcess};
pub use self::limits::TransportLimits;
pub use self::observed::{Exchange, Observed};
pub use self::recording::{Recorder, Recording, RecordingError, Replay};
pub use self::redaction::Redaction;
#[cfg(feature = "reqwest")]
pub use self::reqwest::{Reqwest, ReqwestBuilder};
#[cfg(feature = "server")]
pub use self::server::{Server, ServerBuilder};
pub use self::streamed::StreamedBody;
#[cfg(feature = "tower")]
pub use self::tower::{HttpService, ResponseBody, Tower};
#[cfg(feature = "ureq")]
pub use self::ureq::{Ureq, UreqBuilder};

/// A future behind a pointer, so that the traits of this module can be used as `dyn`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends a request and waits for its response.
///
/// Bodies are in memory, except for those of [`send_streamed`](Self::send_streamed).
pub trait Transport: Send + Sync {
    /// Sends `request` once and reads the response to its end.
    ///
    /// The URI of the request is absolute. The response has its content encoding undone.
    ///
    /// # Errors
    ///
    /// [`TransportError`] for everything but a response, whatever status that has.
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>>;

    /// Sends a request whose body is read while it is sent, as [`send`](Self::send) does otherwise.
    ///
    /// The time of [`CallOptions::timeout`] is that without any progress, not that of the whole call, which depends on
    /// the length. A transport that doesn't stream reads the body into memory first: the default.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); [`TransportErrorKind::Other`] where the body can't be read.
    fn send_streamed<'a>(
        &'a self,
        request: Request<StreamedBody>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { self.send(streamed::buffered(request)?, options).await })
    }

    /// Waits for a while, between two attempts of a call. `None`, the default, where the transport has no timer: then a
    /// client makes no call again.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        let _ = duration;
        None
    }
}

/// Sends a request and blocks the thread until its response is there.
///
/// The rules are those of [`Transport`].
pub trait BlockingTransport: Send + Sync {
    /// Sends `request` once and reads the response to its end.
    ///
    /// The URI of the request is absolute. The response has its content encoding undone.
    ///
    /// # Errors
    ///
    /// [`TransportError`] for everything but a response, whatever status that has.
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError>;

    /// Sends a request whose body is read while it is sent, as [`send`](Self::send) does otherwise.
    ///
    /// The time of [`CallOptions::timeout`] is that without any progress, not that of the whole call, which depends on
    /// the length. A transport that doesn't stream reads the body into memory first: the default.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); [`TransportErrorKind::Other`] where the body can't be read.
    fn send_streamed(
        &self,
        request: Request<StreamedBody>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.send(streamed::buffered(request)?, options)
    }
}

/// What one call wants to be different.
///
/// ```
/// use std::time::Duration;
/// use soapstone::transport::CallOptions;
///
/// let options = CallOptions::new().with_timeout(Duration::from_secs(300));
/// assert_eq!(options.timeout, Some(Duration::from_secs(300)));
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// The time for the whole call, from name resolution to the last byte; `None` for that of the
    /// transport.
    pub timeout: Option<Duration>,
    /// The limits on the response; `None` for those of the transport.
    pub limits: Option<TransportLimits>,
    /// Whether the request may go to another machine over plain `http`. A client sets it from
    /// [`Endpoint::plain_http_allowed`].
    pub allow_plain_http: bool,
    /// What must not be shown of the request and its response.
    pub redaction: Redaction,
}

impl CallOptions {
    /// Options that leave everything to the transport.
    pub fn new() -> Self {
        CallOptions::default()
    }

    /// The same options with a time for the whole call.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same options with limits on the response.
    #[must_use]
    pub fn with_limits(mut self, limits: TransportLimits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The same options with what `endpoint` allows.
    #[must_use]
    pub fn for_endpoint(mut self, endpoint: &Endpoint) -> Self {
        self.allow_plain_http = endpoint.plain_http_allowed();
        self
    }

    /// Checks the URI of a request, as every transport does before it opens a connection.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Endpoint`], never sent.
    pub fn check(&self, uri: &Uri) -> Result<(), TransportError> {
        endpoint::check(uri, self.allow_plain_http)
            .map_err(|error| TransportError::from(error).at(uri))
    }
}

macro_rules! forward {
    ($pointer:ty) => {
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn send<'a>(
                &'a self,
                request: Request<Bytes>,
                options: &'a CallOptions,
            ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
                (**self).send(request, options)
            }

            fn send_streamed<'a>(
                &'a self,
                request: Request<StreamedBody>,
                options: &'a CallOptions,
            ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
                (**self).send_streamed(request, options)
            }

            fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
                (**self).sleep(duration)
            }
        }

        impl<T: BlockingTransport + ?Sized> BlockingTransport for $pointer {
            fn send(
                &self,
                request: Request<Bytes>,
                options: &CallOptions,
            ) -> Result<Response<Bytes>, TransportError> {
                (**self).send(request, options)
            }

            fn send_streamed(
                &self,
                request: Request<StreamedBody>,
                options: &CallOptions,
            ) -> Result<Response<Bytes>, TransportError> {
                (**self).send_streamed(request, options)
            }
        }
    };
}

forward!(&T);
forward!(Box<T>);
forward!(Arc<T>);
