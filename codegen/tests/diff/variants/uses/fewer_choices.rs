//! type FewerChoices/choice: element c removed

use versioned::api::*;

fn main() {
    let _ = FewerChoicesChoice::C(String::new());
}
