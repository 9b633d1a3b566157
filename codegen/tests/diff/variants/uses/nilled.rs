//! element nilled: changed

use versioned::api::*;

fn main() {
    assert_eq!(Nilled(1).0, 1_i32);
}
