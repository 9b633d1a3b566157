//! A type of ours that stands for a simple type of the schema.

use std::fmt;
use std::str::FromStr;

/// An amount of money in hundredths, written as `12.50`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cents(pub i64);

impl FromStr for Cents {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 2 {
            return Err("less than a cent");
        }
        let cents = format!("{whole}{fraction:0<2}").parse();
        cents
            .map(Cents)
            .map_err(|_| "not a number of cents that fits")
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let amount = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", amount / 100, amount % 100)
    }
}

soapstone::text_type!(Cents);
