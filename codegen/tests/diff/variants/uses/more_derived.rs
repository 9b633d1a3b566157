//! type Shape/derived types: derived type Square added

use versioned::api::*;

fn main() {
    let value = ShapeKind::from(Shape::new("a"));
    assert!(match value { ShapeKind::Shape(_) => true, ShapeKind::Circle(_) => false });
}
