//! type GainsRequired: element b added

use versioned::api::*;

fn main() {
    assert_eq!(GainsRequired::new("a").a, "a");
}
