//! type GainsOptional: element b added

use versioned::api::*;

fn main() {
    let value = GainsOptional::new("a");
    let GainsOptional { a, .. } = GainsOptional { a: String::from("b"), ..value };
    assert_eq!(a, "b");
}
