//! What the tests across the crates of soapstone share.
//!
//! Nothing here is for users: the crate is not published.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "support code of tests fails by panicking, as tests do"
)]

pub mod golden;
pub mod ips;
pub mod random;
pub mod sample;
pub mod workspace;
