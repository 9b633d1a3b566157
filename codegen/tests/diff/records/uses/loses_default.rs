//! type LosesDefault: element b added

use versioned::api::*;

fn main() {
    let value = LosesDefault { a: Some(String::from("a")), ..LosesDefault::default() };
    assert_eq!(value.a.as_deref(), Some("a"));
}
