//! element opened2: added

use versioned::api::*;

fn main() {
    assert_eq!(Opened(1).0, 1);
}
