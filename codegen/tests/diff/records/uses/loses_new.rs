//! type LosesNew: element f8 added

use versioned::api::*;

fn main() {
    let value = LosesNew::new("1", "2", "3", "4", "5", "6", "7");
    assert_eq!(value.f7, "7");
}
