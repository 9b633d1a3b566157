//! type FewerValues: value b removed

use versioned::api::*;

fn main() {
    assert_eq!(FewerValues::B.as_str(), "b");
}
