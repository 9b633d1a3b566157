//! type BecomesOptional: element a changed

use versioned::api::*;

fn main() {
    assert_eq!(BecomesOptional::new("a").a, "a");
}
