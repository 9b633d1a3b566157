//! A hand on every request and response of a client.

use bytes::Bytes;
use http::{Request, Response};

use crate::transport::TransportError;

/// Changes or refuses what a client sends and gets, as bytes: for signatures, for tokens that are renewed, for headers
/// that a gateway wants.
///
/// It is called for every attempt, between the writing of a message and the transport. Of several, the one added last
/// is the nearest to the network: requests pass them in the order in which they were added, responses the other way
/// round. To look on without changing anything, use [`Observed`](crate::transport::Observed).
///
/// An interceptor refuses with [`TransportError::refused`]; such a call is not made again.
///
/// ```
/// use bytes::Bytes;
/// use http::{HeaderValue, Request};
/// use soapstone::soap::Interceptor;
/// use soapstone::transport::TransportError;
///
/// struct Tenant;
///
/// impl Interceptor for Tenant {
///     fn request(&self, request: &mut Request<Bytes>) -> Result<(), TransportError> {
///         let value = HeaderValue::from_static("north");
///         request.headers_mut().insert("x-tenant", value);
///         Ok(())
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync {
    /// Changes a request that is about to be sent. The body is the message, without content encoding.
    ///
    /// # Errors
    /// To have nothing sent.
    fn request(&self, request: &mut Request<Bytes>) -> Result<(), TransportError> {
        let _ = request;
        Ok(())
    }

    /// Changes a response before it is read. The body has its content encoding undone.
    ///
    /// # Errors
    /// To have the response refused.
    fn response(&self, response: &mut Response<Bytes>) -> Result<(), TransportError> {
        let _ = response;
        Ok(())
    }
}
