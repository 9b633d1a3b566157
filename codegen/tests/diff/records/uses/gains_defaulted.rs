//! type GainsDefaulted: attribute b added

use versioned::api::*;

fn main() {
    let value = GainsDefaulted::new("a");
    assert_eq!(GainsDefaulted { a: String::from("b"), ..value }.a, "b");
}
