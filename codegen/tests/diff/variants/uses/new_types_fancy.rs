//! type Fancy: added

use versioned::api::*;

fn main() {
    assert_eq!(Plain::new("a").a, "a");
}
