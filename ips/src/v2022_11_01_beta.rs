//! The API of 2022-11-01-beta, the newest version whose model is known in full, with smart crops.
//!
//! Adobe doesn't document it. Programs that use beta versions were seen with [`Protocol::Bare`].

/// The generated operations and types of this version.
pub use scene7_ips_api::v2022_11_01_beta as api;

#[path = "client/mod.rs"]
mod client;
mod crop;

pub use client::*;
pub use crop::AddedCrops;
