//! interface Tickets: header {urn:example:tickets}session removed

use versioned::api::*;

pub fn call(client: blocking::Tickets) {
    let _ = client.with_session(&Session(String::new()));
}

fn main() {}
