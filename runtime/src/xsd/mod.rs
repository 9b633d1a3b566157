//! The value types of XSD 1.0 Part 2 (second edition): lossless, exact, compared by value.
//!
//! Each type reads (`FromStr`) and writes (`Display`) the lexical forms of its XSD type, after white
//! space is normalised. `==`, ordering and hashing follow the XSD value space: `1.0` and `1.00` are one
//! decimal, `13:00:00Z` and `14:00:00+01:00` one time. Where XSD's order is partial, so is `PartialOrd`.
//!
//! `xsd:float` and `xsd:double` are `f32` and `f64`; [`float`] has their lexical rules.

mod binary;
mod calendar;
mod date;
mod date_time;
mod decimal;
mod duration;
pub mod float;
mod fraction;
mod gregorian;
mod integer;
mod lexical;
pub(crate) mod name_chars;
pub mod pattern;
#[cfg(test)]
mod properties;
pub(crate) mod qname;
mod secret;
mod time;
mod timezone;

pub use binary::{Base64Binary, HexBinary};
pub use date::Date;
pub use date_time::DateTime;
pub use decimal::Decimal;
pub use duration::Duration;
pub use fraction::Fraction;
pub use gregorian::{GDay, GMonth, GMonthDay, GYear, GYearMonth};
pub use integer::Integer;
pub(crate) use lexical::{Malformed, is_minus_zero, push_integer, push_unsigned};
pub use qname::{Notation, QName};
pub use secret::Secret;
pub use time::Time;
pub use timezone::Timezone;
