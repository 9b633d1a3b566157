//! type MoreChoices/choice: element c added

use versioned::api::*;

fn main() {
    let choice = MoreChoices::new(MoreChoicesChoice::A(String::new())).choice;
    assert!(match choice { MoreChoicesChoice::A(_) => true, MoreChoicesChoice::B(_) => false });
}
