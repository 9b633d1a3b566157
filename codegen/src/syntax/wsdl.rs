//! WSDL 1.1 as it is written.
