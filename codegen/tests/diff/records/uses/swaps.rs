//! type Swaps: changed

use versioned::api::*;

fn main() {
    assert_eq!(Swaps::new("a", 1).b, 1);
}
