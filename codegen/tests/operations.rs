//! Choosing operations: those that can't be generated stand in the way of no other.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::PathBuf;

use soapstone_codegen::Config;

/// The order service of the examples with one operation whose messages are encoded in document style, which nothing
/// defines.
fn with_an_undefined_operation() -> Config {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/build-rs/wsdl");
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("operations");
    fs::create_dir_all(&directory).unwrap();
    let text = fs::read_to_string(source.join("orders.wsdl")).unwrap();
    let action = r#"soapAction="http://example.com/orders/getOrder""#;
    assert!(text.contains(action));
    let (before, operation) = text.split_once(action).unwrap();
    let operation = operation.replace(r#"use="literal""#, r#"use="encoded""#);
    fs::write(
        directory.join("orders.wsdl"),
        [before, action, &operation].concat(),
    )
    .unwrap();
    fs::copy(source.join("orders.xsd"), directory.join("orders.xsd")).unwrap();
    Config::new().wsdl(directory.join("orders.wsdl"))
}

#[test]
fn an_operation_that_cannot_be_generated_stands_in_the_way_of_no_other() {
    let config = with_an_undefined_operation();
    for config in [config.clone(), config.clone().operations(["placeOrder"])] {
        let output = config.generate().unwrap();
        assert!(output.single_file().contains("pub fn place_order("));
        assert!(!output.single_file().contains("fn get_order("));
    }

    let warnings = config.generate().unwrap().warnings().concat();
    assert!(
        warnings.contains("warning[soap-document-encoded]"),
        "{warnings}"
    );

    let error = config.operations(["getOrder"]).generate().unwrap_err();
    assert!(
        error.to_string().contains("error[soap-document-encoded]"),
        "{error}"
    );
}
