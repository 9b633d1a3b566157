//! interface Tickets: header {urn:example:tickets}login added

use versioned::api::*;

pub fn call(client: blocking::Tickets) {
    let _ = client.close(&1);
}

fn main() {}
