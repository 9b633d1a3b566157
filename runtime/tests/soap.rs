//! SOAP: calls, replies, faults and services, against bindings as the generator writes them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

#[path = "soap/archive.rs"]
mod archive;
#[path = "soap/attachments.rs"]
mod attachments;
#[path = "soap/attempts.rs"]
mod attempts;
#[path = "soap/fault_shapes.rs"]
mod fault_shapes;
#[path = "soap/not_soap.rs"]
mod not_soap;
#[path = "soap/replies.rs"]
mod replies;
#[path = "soap/requests.rs"]
mod requests;
#[path = "soap/round_trips.rs"]
mod round_trips;
#[path = "soap/secrets.rs"]
mod secrets;
#[path = "soap/service.rs"]
mod service;
