#![doc = include_str!("guide.md")]
#![allow(
    clippy::duplicate_mod,
    reason = "the helpers are compiled once for each version of the API"
)]
#![allow(
    clippy::field_reassign_with_default,
    reason = "a literal would need the fields that a version lacks, or `..` where it has no others"
)]

mod blocked;
mod credentials;
mod fields;
mod hosts;
mod multipart;
mod random;
mod timer;

pub mod v2014_04_03;
#[cfg(feature = "v2022-11-01-beta")]
pub mod v2022_11_01_beta;

pub use credentials::{AuthenticationStyle, Credentials};
pub use fields::{FieldError, Fields};
pub use hosts::{Environment, Hosts, Region};
pub use soapstone::Retry;
#[cfg(feature = "reqwest")]
pub use timer::TokioTimer;
pub use timer::{ThreadTimer, Timer};
#[doc(inline)]
pub use v2014_04_03::*;

/// The programs of the guides.
#[cfg(all(doctest, feature = "fake", feature = "ureq"))]
#[allow(non_camel_case_types, dead_code, reason = "named after the files")]
mod guides {
    macro_rules! guides {
        ($($name:ident)*) => {
            $(
                #[doc = include_str!(concat!("../../docs/ips/", stringify!($name), ".md"))]
                struct $name;
            )*
        };
    }

    #[cfg(feature = "v2022-11-01-beta")]
    guides! { crops }
    guides! { company search folders upload jobs publish metadata trash invalidate export fake }
}
