//! port TicketsService/TicketsPort12: added

use versioned::api::*;

fn main() {
    assert!(client::TICKETS_PORT.starts_with("http"));
}
