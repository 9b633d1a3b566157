//! Choosing operations: those that can't be generated yet stand in the way of no other.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::PathBuf;

use soapstone_codegen::Config;

/// The order service of the examples with one operation of rpc style.
fn with_an_rpc_operation() -> Config {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/build-rs/wsdl");
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("operations");
    fs::create_dir_all(&directory).unwrap();
    let text = fs::read_to_string(source.join("orders.wsdl")).unwrap();
    let action = r#"soapAction="http://example.com/orders/getOrder""#;
    assert!(text.contains(action));
    let text = text.replace(action, &format!(r#"style="rpc" {action}"#));
    fs::write(directory.join("orders.wsdl"), text).unwrap();
    fs::copy(source.join("orders.xsd"), directory.join("orders.xsd")).unwrap();
    Config::new().wsdl(directory.join("orders.wsdl"))
}

#[test]
fn an_operation_that_is_left_out_may_be_unsupported() {
    let config = with_an_rpc_operation();
    let error = config.generate().unwrap_err().to_string();
    assert!(
        error.contains("error[soap-rpc-unsupported]: operation `getOrder`"),
        "{error}"
    );
    assert!(
        error.contains("leave the operation out with `operations([…])`"),
        "{error}"
    );

    let output = config
        .clone()
        .operations(["placeOrder"])
        .generate()
        .unwrap();
    assert!(output.single_file().contains("pub fn place_order("));
    assert!(!output.single_file().contains("get_order"));

    assert!(config.operations(["getOrder"]).generate().is_err());
}
