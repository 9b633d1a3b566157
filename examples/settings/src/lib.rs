//! The settings of the generator that change types, each compiled and used. The settings are in `build.rs`.

mod cents;

pub use cents::Cents;

/// The types of the shared namespace, generated once.
pub mod common {
    soapstone::include_bindings!("common");
}

/// Types that use those of [`common`].
pub mod shop {
    soapstone::include_bindings!("shop");
}

/// The types of a service, without operations, clients and servers.
pub mod order_types {
    soapstone::include_bindings!("order_types");
}

/// One operation of a service, as a tree of files.
pub mod order_tree {
    include!(concat!(env!("OUT_DIR"), "/tree/mod.rs"));
}
