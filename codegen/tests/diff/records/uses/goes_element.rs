//! element goes: removed

use versioned::api::*;

fn main() {
    let document: Result<GoesElement, _> = soapstone::from_str("");
    assert!(document.is_err());
}
