//! element full: added

use versioned::api::*;

fn main() {
    assert_eq!(Unknown(1).0, 1);
}
