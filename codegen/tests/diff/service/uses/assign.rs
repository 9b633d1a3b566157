//! operation assign: added

use versioned::api::*;

pub fn call(client: blocking::Tickets) {
    let _ = client.close(&1);
}

fn main() {}

pub struct Mine;

impl server::Tickets for Mine {}
