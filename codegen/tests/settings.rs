//! Settings: what they stand in the way of, and what happens if they name what isn't there.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use soapstone_codegen::Config;

/// The order service of the examples with one operation of rpc style.
fn with_an_rpc_operation() -> Config {
    static WSDL: LazyLock<PathBuf> = LazyLock::new(write_the_service);
    Config::new().wsdl(&*WSDL)
}

fn write_the_service() -> PathBuf {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/build-rs/wsdl");
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("settings");
    fs::create_dir_all(&directory).unwrap();
    let text = fs::read_to_string(source.join("orders.wsdl")).unwrap();
    let action = r#"soapAction="http://example.com/orders/getOrder""#;
    assert!(text.contains(action));
    let text = text.replace(action, &format!(r#"style="rpc" {action}"#));
    fs::write(directory.join("orders.wsdl"), text).unwrap();
    fs::copy(source.join("orders.xsd"), directory.join("orders.xsd")).unwrap();
    directory.join("orders.wsdl")
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

#[test]
fn a_setting_that_names_what_is_not_there_is_an_error() {
    let cases: [(fn(Config) -> Config, &str); 7] = [
        (
            |config| config.operations(["placeOder"]),
            "there is no operation `placeOder`",
        ),
        (
            |config| config.rename("{urn:x}A", "B"),
            "can't rename `{urn:x}A`: the schema has no such name",
        ),
        (
            |config| config.map_type("{urn:x}A", "crate::A"),
            "can't map `{urn:x}A`: the schema has no such type",
        ),
        (
            |config| config.map_type("{http://example.com/orders}Line", "crate::A"),
            "can't map `{http://example.com/orders}Line`: it is a complex type, expected a simple one",
        ),
        (
            |config| config.extern_path("urn:x", "crate::x"),
            "`extern_path` names `urn:x`: no schema has that target namespace",
        ),
        (
            |config| config.namespace_module("urn:x", "x"),
            "`namespace_module` names `urn:x`: no schema has that target namespace",
        ),
        (
            |config| config.only_namespace("urn:x"),
            "`only_namespace` names `urn:x`: no schema has that target namespace",
        ),
    ];
    for (setting, expected) in cases {
        let config = setting(with_an_rpc_operation().operations(["placeOrder"]));
        let error = config.generate().unwrap_err().to_string();
        assert!(
            error.contains(expected),
            "expected {expected:?}, found:\n{error}"
        );
    }
}
