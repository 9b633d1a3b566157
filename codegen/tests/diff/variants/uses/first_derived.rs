//! type PlainHolder: element plain changed

use versioned::api::*;

fn main() {
    assert_eq!(PlainHolder::new(Plain::new("a")).plain.a, "a");
}
