//! element login: added

use versioned::api::*;

fn main() {
    assert_eq!(Session(String::new()).0, "");
}
