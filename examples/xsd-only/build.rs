//! Generates the types of invoices.

fn main() -> Result<(), soapstone_codegen::Error> {
    soapstone_codegen::Config::new()
        .schema("xsd/invoice.xsd")
        .module("invoice")
        .build_script()
}
