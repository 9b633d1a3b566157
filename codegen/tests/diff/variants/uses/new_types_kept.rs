//! type Kept2: added

use versioned::api::*;

fn main() {
    assert_eq!(Kept::new("a").a, "a");
}
