//! HTTP over real sockets on this machine: both clients against servers that are right and wrong,
//! and the server against both clients and raw bytes.
//!
//! Without the features `reqwest`, `ureq` and `server` there is nothing to test here.

// Functions that tests share fail as tests do.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod chaos;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod client;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod clients;
#[cfg(any(feature = "reqwest", feature = "ureq", feature = "server"))]
mod message;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod raw_server;
#[cfg(feature = "server")]
mod server;
#[cfg(all(feature = "reqwest", feature = "ureq", feature = "server"))]
mod streamed;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod tls;
