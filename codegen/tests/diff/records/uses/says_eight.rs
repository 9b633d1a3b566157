//! type SaysEight: element f9 added

use versioned::api::*;

fn main() {
    let value = SaysEight { f1: String::new(), f2: String::new(), f3: String::new(), f4: String::new(), f5: String::new(), f6: String::new(), f7: String::new(), f8: String::new() };
    assert_eq!(value.f8, "");
}
