//! What the two HTTP clients have in common.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::header::{ACCEPT_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderValue, Uri};
use rustls::crypto::CryptoProvider;

use super::{TransportError, TransportErrorKind};

/// Name resolution, TCP and TLS together.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The whole call.
pub(super) const CALL_TIMEOUT: Duration = Duration::from_secs(120);

/// Whether the HTTP library took the body of the request.
///
/// Libraries don't say how far a failed request got, but each takes the body only when a
/// connection is open and the header is on its way. A server can't act on a request without its
/// body, so a body that was never taken means that the request can be sent again.
#[derive(Debug, Clone, Default)]
pub(super) struct BodyTaken(Arc<AtomicBool>);

impl BodyTaken {
    pub(super) fn note(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// One request that is being sent: what an error about it needs to know.
pub(super) struct Attempt {
    pub(super) uri: Uri,
    pub(super) taken: BodyTaken,
    /// A body without bytes isn't taken; then the kind of the error has to decide.
    pub(super) has_body: bool,
}

impl Attempt {
    pub(super) fn new(request: &http::Request<bytes::Bytes>) -> Self {
        Attempt {
            uri: request.uri().clone(),
            taken: BodyTaken::default(),
            has_body: !request.body().is_empty(),
        }
    }

    pub(super) fn streamed(request: &http::Request<super::StreamedBody>) -> Self {
        Attempt {
            uri: request.uri().clone(),
            taken: BodyTaken::default(),
            has_body: request.body().length() > 0,
        }
    }

    /// The error for a request that failed before its response was there.
    pub(super) fn failed(
        &self,
        kind: TransportErrorKind,
        source: Option<impl fmt::Display>,
    ) -> TransportError {
        let sent = if self.has_body {
            self.taken.get()
        } else {
            !kind.precedes_request()
        };
        self.error(kind, sent, source)
    }

    /// The error for a response that can't be used.
    pub(super) fn failed_in_response(
        &self,
        kind: TransportErrorKind,
        source: Option<impl fmt::Display>,
    ) -> TransportError {
        self.error(kind, true, source)
    }

    fn error(
        &self,
        kind: TransportErrorKind,
        sent: bool,
        source: Option<impl fmt::Display>,
    ) -> TransportError {
        let error = TransportError::new(kind, sent).at(&self.uri);
        match source {
            Some(source) => error.with_source(source),
            None => error,
        }
    }
}

/// Adds the headers that every request has, unless the caller set them.
pub(super) fn add_headers(headers: &mut HeaderMap) {
    let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    headers
        .entry(ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static("gzip"));
    headers
        .entry(USER_AGENT)
        .or_insert(HeaderValue::from_static(own));
}

/// The cryptography that the program chose for itself, or else ring.
///
/// Given to the HTTP library by hand: then TLS works with whichever providers are compiled in, and
/// nothing global is set behind the program's back.
pub(super) fn crypto_provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()))
}

/// The first error of type `T` among `error` and its causes.
pub(super) fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    std::iter::successors(Some(error), |error| (*error).source()).find_map(|cause| {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        // The source of an I/O error is that of the error inside it.
        let inner = cause.downcast_ref::<io::Error>()?.get_ref()?;
        find::<T>(inner)
    })
}

/// Whether an I/O error says that the other side went away.
pub(super) fn is_disconnect(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
    )
}
