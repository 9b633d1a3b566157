//! element retyped: changed

use versioned::api::*;

fn main() {
    assert_eq!(Retyped(1).0, 1_i32);
}
