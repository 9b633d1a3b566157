//! A document that is read as a generic element is written, and reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use soapstone::{AnyElement, Limits};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = soapstone::xml::decode(data, None) else {
        return;
    };
    let limits = Limits::default();
    let Ok(element) = AnyElement::from_xml(&text, &limits) else {
        return;
    };
    let written = element.to_xml().expect("what was read can be written");
    let again = AnyElement::from_xml(&written, &Limits::trusted());
    let again = again.expect("what was written can be read");
    // Prefixes may differ where the first document declared one twice.
    assert_eq!(again.to_xml().as_deref().ok(), Some(written.as_str()));
});
