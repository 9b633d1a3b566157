//! Bindings of services in the styles of WSDL 1.1, which the tests call and answer.

/// rpc/literal, over SOAP 1.1 and 1.2.
pub mod rpc_literal {
    soapstone::include_bindings!("rpc_literal");
}

/// rpc/encoded, with one operation that is literal.
pub mod rpc_encoded {
    soapstone::include_bindings!("rpc_encoded");
}

/// Document style: no part, one, several, and parts with a type.
pub mod document {
    soapstone::include_bindings!("document");
}

/// Several services and port types, with operations of the same names.
pub mod several {
    soapstone::include_bindings!("several");
}
