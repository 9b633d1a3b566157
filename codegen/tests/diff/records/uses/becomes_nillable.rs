//! type BecomesNillable: element a changed

use versioned::api::*;

fn main() {
    assert_eq!(BecomesNillable::new("a").a, "a");
}
