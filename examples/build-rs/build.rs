//! Generates the bindings of the order service.

fn main() -> Result<(), soapstone_codegen::Error> {
    soapstone_codegen::Config::new()
        .wsdl("wsdl/orders.wsdl")
        .flatten_lists(true)
        .module("orders")
        .build_script()
}
