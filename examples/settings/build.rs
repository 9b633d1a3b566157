//! Generates the same schemas with different settings.

use soapstone_codegen::{Config, Error};

const COMMON: &str = "http://example.com/common";

fn main() -> Result<(), Error> {
    // Two modules that share the types of a namespace, with names and a type of ours, and a derive.
    let shop = Config::new()
        .schema("xsd/shop.xsd")
        .map_type("{http://example.com/common}Money", "crate::Cents")
        .derive("serde::Serialize");
    shop.clone()
        .only_namespace(COMMON)
        .module("common")
        .build_script()?;
    shop.extern_path(COMMON, "crate::common")
        .rename("{http://example.com/shop}Itm", "Item")
        .rename("{http://example.com/shop}Itm/hndl", "handle")
        .module("shop")
        .build_script()?;

    // The types of a service, without the service.
    Config::new()
        .wsdl("../build-rs/wsdl/orders.wsdl")
        .types_only(true)
        .module("order_types")
        .build_script()?;

    // The service as a tree of files, as one would commit it.
    let output = std::env::var_os("OUT_DIR").ok_or(Error::NotInBuildScript)?;
    Config::new()
        .wsdl("../build-rs/wsdl/orders.wsdl")
        .operations(["getOrder"])
        .namespace_module("http://example.com/orders", "messages")
        .write_to(std::path::Path::new(&output).join("tree"))?;
    Ok(())
}
