//! type MoreMembers: member type date added

use versioned::api::*;

fn main() {
    let value = MoreMembers::Int(1);
    assert!(match value { MoreMembers::Int(_) => true, MoreMembers::Boolean(_) => false });
}
