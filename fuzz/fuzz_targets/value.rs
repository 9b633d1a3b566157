//! The canonical text of a value is a text of the same value.

#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use soapstone::xsd;

fn check<T: FromStr + Display + PartialEq + Debug>(text: &str)
where
    T::Err: Debug,
{
    if let Ok(value) = text.parse::<T>() {
        let canonical = value.to_string();
        let again: T = canonical.parse().expect("a canonical text is a text");
        assert_eq!(again, value, "{text:?} became {canonical:?}");
        assert_eq!(again.to_string(), canonical);
    }
}

fuzz_target!(|text: &str| {
    check::<xsd::Decimal>(text);
    check::<xsd::Integer>(text);
    check::<xsd::Duration>(text);
    check::<xsd::DateTime>(text);
    check::<xsd::Date>(text);
    check::<xsd::Time>(text);
    check::<xsd::GYear>(text);
    check::<xsd::GYearMonth>(text);
    check::<xsd::GMonth>(text);
    check::<xsd::GMonthDay>(text);
    check::<xsd::GDay>(text);
    check::<xsd::HexBinary>(text);
    check::<xsd::Base64Binary>(text);
});
