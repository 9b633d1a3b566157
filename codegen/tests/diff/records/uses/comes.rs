//! type Comes: added

use versioned::api::*;

fn main() {
    assert_eq!(GainsOptional::new("a").a, "a");
}
