//! Generates the bindings of the orders, as a user would.

fn main() -> Result<(), soapstone_codegen::Error> {
    soapstone_codegen::Config::new()
        .schema("schemas/orders.xsd")
        .module("orders")
        .build_script()
}
