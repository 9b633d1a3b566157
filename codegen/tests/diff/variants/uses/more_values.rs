//! type MoreValues: value c added

use versioned::api::*;

fn main() {
    let value = MoreValues::A;
    assert!(match value { MoreValues::A => true, MoreValues::B => false });
}
