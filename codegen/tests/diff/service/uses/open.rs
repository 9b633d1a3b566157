//! operation open: changed

use versioned::api::*;

pub fn call(client: blocking::Tickets) {
    let _: Option<i32> = client.open(&String::new()).ok();
}

fn main() {}
