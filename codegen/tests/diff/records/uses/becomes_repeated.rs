//! type BecomesRepeated: element a changed

use versioned::api::*;

fn main() {
    assert_eq!(BecomesRepeated::new("a").a, "a");
}
