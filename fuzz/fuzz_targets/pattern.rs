//! A regular expression of XSD matches a text, or says what is wrong with it. The first line is the expression.

#![no_main]

use libfuzzer_sys::fuzz_target;
use soapstone::simple::Pattern;
use soapstone::xsd::pattern::check_syntax;

fuzz_target!(|input: &str| {
    let (source, text) = input.split_once('\n').unwrap_or((input, ""));
    let pattern = Pattern::from(String::from(source));
    let matched = pattern.is_match(text);
    if check_syntax(source).is_ok()
        && let Err(error) = matched
    {
        let message = error.to_string();
        assert!(message.contains("large"), "{source:?}: {message}");
    }
});
