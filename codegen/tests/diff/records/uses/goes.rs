//! type Goes: removed

use versioned::api::*;

fn main() {
    assert_eq!(Goes::new("a").a, "a");
}
