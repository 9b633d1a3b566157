//! Generates the bindings of each WSDL, without any setting.

use soapstone_codegen::{Config, Error};

/// The styles of WSDL 1.1, each a file.
const SERVICES: [&str; 4] = ["rpc_literal", "rpc_encoded", "document", "several"];

fn main() -> Result<(), Error> {
    for service in SERVICES {
        Config::new()
            .wsdl(format!("wsdl/{service}.wsdl"))
            .module(service)
            .build_script()?;
    }
    Ok(())
}
