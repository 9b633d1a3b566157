//! type BecomesRequired: element a changed

use versioned::api::*;

fn main() {
    assert_eq!(BecomesRequired { a: None }.a, None);
}
