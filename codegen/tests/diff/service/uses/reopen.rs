//! operation reopen: removed

use versioned::api::*;

pub fn call(client: blocking::Tickets) {
    let _ = client.reopen(&1);
}

fn main() {}
