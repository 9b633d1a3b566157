//! element comes: added

use versioned::api::*;

fn main() {
    assert_eq!(GainsOptionalElement(GainsOptional::new("a")).0.a, "a");
}
