//! type Square: added

use versioned::api::*;

fn main() {
    assert_eq!(Drawing::new(Shape::new("a").into()).shape, Shape::new("a").into());
}
