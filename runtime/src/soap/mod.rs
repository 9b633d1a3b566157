//! SOAP: everything between typed values and HTTP messages.
//!
//! [`Call`] is the core, without input or output of its own: it writes a request, and says what a response means.
//! [`Client`] and [`blocking::Client`] are thin layers over it and a [`Transport`](crate::transport::Transport).
//! [`Service`] is the other side: it reads requests, calls your implementation, and writes replies and faults. As it
//! is a [`Handler`](crate::transport::Handler), the same service answers over a network, and in the same process as
//! the mock of a test.
//!
//! Whether a reply is an output or a fault is decided from its body. The HTTP status, the content type and the version
//! of the envelope are taken note of, but none of them can make a fault unreadable.

#[cfg(feature = "ws-addressing")]
mod addressing;
mod call;
mod client;
mod error;
mod fault;
mod fault_reading;
mod fault_writing;
mod framing;
mod header;
mod interceptor;
mod message;
mod multipart;
mod provider;
#[cfg(any(feature = "ws-addressing", feature = "ws-security"))]
mod random;
mod reply;
mod retry;
mod secrets;
#[cfg(feature = "ws-security")]
mod security;
mod service;
mod trace;

#[cfg(feature = "ws-addressing")]
pub use addressing::{Addressing, AddressingVersion};
pub use call::{Call, Settings};
pub use client::{AnyClient, CallOptions, Client, ClientBuilder, blocking};
pub use error::{ConfigError, Error, Found, NotSoap, Unreadable};
pub use fault::{Fault, FaultCode, Reason};
pub use framing::{Framing, SoapActionStyle};
pub use header::HeaderBlock;
pub use interceptor::Interceptor;
pub use multipart::{Attachment, MultipartError};
pub use provider::{CallContext, HeaderProvider};
pub use reply::{MustUnderstand, Reply};
pub use retry::Retry;
pub(crate) use secrets::Secrets;
#[cfg(feature = "ws-security")]
pub use security::UsernameToken;
pub use service::{
    Failure, HandlerFunction, ReplyHeaders, Request, Service, ServiceBuilder, not_implemented,
};
