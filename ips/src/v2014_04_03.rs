//! The API of 2014-04-03, the version that Adobe documents.

/// The generated operations and types of this version.
pub use scene7_ips_api::v2014_04_03 as api;

#[path = "client/mod.rs"]
mod client;

pub use client::*;
