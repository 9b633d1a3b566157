//! type AnotherBase: changed

use versioned::api::*;

fn main() {
    assert_eq!(*AnotherBase::try_new(1_i32).unwrap().get(), 1_i32);
}
