#![doc = include_str!("guide.md")]

mod blocked;
mod credentials;
mod fields;
mod hosts;
mod multipart;
mod random;
mod retry;
mod timer;

#[cfg(feature = "fake")]
pub mod fake;

pub mod v2014_04_03;

pub use credentials::{AuthenticationStyle, Credentials};
pub use fields::{FieldError, Fields};
pub use hosts::{Environment, Hosts, Region};
pub use retry::Retry;
#[cfg(feature = "reqwest")]
pub use timer::TokioTimer;
pub use timer::{ThreadTimer, Timer};
#[doc(inline)]
pub use v2014_04_03::*;
