//! type GainsAttribute: attribute b added

use versioned::api::*;

fn main() {
    let value = GainsAttribute::new("a");
    assert_eq!(GainsAttribute { a: String::from("b"), ..value }.a, "b");
}
