//! type ChangesType: element a changed

use versioned::api::*;

fn main() {
    let a: i32 = ChangesType::new(1).a;
    assert_eq!(a, 1);
}
