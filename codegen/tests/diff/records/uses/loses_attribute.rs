//! type LosesAttribute: attribute b removed

use versioned::api::*;

fn main() {
    assert_eq!(LosesAttribute::new("a").b, None);
}
