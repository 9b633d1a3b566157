//! The API of 2014-04-03, the version that Adobe documents.

/// The generated operations and types of this version.
pub use scene7_ips_api::v2014_04_03 as api;

#[path = "client/mod.rs"]
mod client;

/// What the fake does in this version alone.
#[cfg(feature = "fake")]
macro_rules! further_operations {
    () => {
        super::unsupported::unsupported_operations! {
            get_associated_assets(GetAssociatedAssetsParam) -> GetAssociatedAssetsReturn: GetAssociatedAssets;
        }
    };
}

#[cfg(feature = "fake")]
#[path = "fake/mod.rs"]
pub mod fake;

pub use client::*;
