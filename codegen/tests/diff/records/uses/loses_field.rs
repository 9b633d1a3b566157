//! type LosesField: element b removed

use versioned::api::*;

fn main() {
    let value = LosesField { b: Some(String::from("b")), ..LosesField::new("a") };
    assert_eq!(value.a, "a");
}
