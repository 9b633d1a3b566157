//! `xsd:decimal`.

use super::Integer;
use super::integer::split_sign;
use super::lexical::{Malformed, push_integer, push_number, push_with_point, textual};
use crate::simple::{Builtin, ValueError};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A decimal number of any size and precision: `xsd:decimal` (Part 2, 3.2.3).
///
/// Every digit is kept, zeros at the end too: `1.50` is written as `1.50`, though it is equal to `1.5`.
/// Numbers of up to 38 digits need no allocation.
///
/// ```
/// use soapstone::xsd::Decimal;
///
/// let price: Decimal = "12.50".parse()?;
/// assert_eq!(price, Decimal::new(125, 1));
/// assert_eq!(price.to_string(), "12.50");
/// assert!(price < "12.500000000000000000000000000000000000000000001".parse()?);
/// assert!("1E5".parse::<Decimal>().is_err());
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Repr);

#[derive(Clone)]
enum Repr {
    /// `coefficient` divided by ten to the power of `scale`.
    Small {
        coefficient: i128,
        scale: u8,
    },
    Large(Box<Digits>),
}

/// A number written out.
#[derive(Clone)]
struct Digits {
    negative: bool,
    /// Without leading zeros.
    integer: Box<str>,
    fraction: Box<str>,
}

/// How many digits surely fit into an `i128`.
const SMALL_DIGITS: usize = 38;

impl Decimal {
    /// `coefficient` divided by ten to the power of `scale`, with `scale` digits after the point.
    #[must_use]
    pub const fn new(coefficient: i128, scale: u8) -> Decimal {
        Decimal(Repr::Small { coefficient, scale })
    }

    /// How many digits the value has, leading zeros before and trailing zeros after the point not
    /// counted; what the totalDigits facet looks at (Part 2, 4.3.11).
    #[must_use]
    pub fn total_digits(&self) -> usize {
        if let Some((coefficient, scale)) = self.stripped() {
            let digits = coefficient
                .checked_ilog10()
                .map_or(1, |exponent| exponent.saturating_add(1));
            return usize::try_from(digits.max(scale.into())).unwrap_or(usize::MAX);
        }
        self.with_parts(|_, integer, fraction| (integer.len() + fraction.len()).max(1))
    }

    /// How many digits after the point the value needs; what the fractionDigits facet looks at
    /// (Part 2, 4.3.12).
    #[must_use]
    pub fn fraction_digits(&self) -> usize {
        if let Some((_, scale)) = self.stripped() {
            return scale.into();
        }
        self.with_parts(|_, _, fraction| fraction.len())
    }

    /// Whether the number is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { coefficient, .. } => *coefficient < 0,
            Repr::Large(digits) => digits.negative && !digits.is_zero(),
        }
    }

    /// The number as a float, rounded to the nearest one; infinite if it is too large for any.
    #[must_use]
    pub fn to_f64_lossy(&self) -> f64 {
        // Rust's parser rounds correctly and takes every decimal literal.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The magnitude of a small number without zeros at the end of the fraction, and its scale.
    fn stripped(&self) -> Option<(u128, u8)> {
        let Repr::Small { coefficient, scale } = self.0 else {
            return None;
        };
        let (mut magnitude, mut scale) = (coefficient.unsigned_abs(), scale);
        while scale > 0 && magnitude.is_multiple_of(10) {
            magnitude /= 10;
            scale -= 1;
        }
        Some((magnitude, scale))
    }

    pub(crate) fn parse(text: &str) -> Result<Decimal, Malformed> {
        let (negative, digits) = split_sign(text);
        let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let has_digits = !integer.is_empty() || !fraction.is_empty();
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !has_digits || !is_digits(integer) || !is_digits(fraction) {
            return Err(Malformed::Lexical);
        }
        Ok(Decimal::from_parts(
            negative,
            integer.trim_start_matches('0'),
            fraction,
        ))
    }

    /// A number with these digits before (no leading zeros) and after the point.
    fn from_parts(negative: bool, integer: &str, fraction: &str) -> Decimal {
        let scale = u8::try_from(fraction.len());
        match scale {
            Ok(scale) if integer.len() + fraction.len() <= SMALL_DIGITS => {
                let magnitude = coefficient(integer, fraction);
                let coefficient = if negative { -magnitude } else { magnitude };
                Decimal(Repr::Small { coefficient, scale })
            }
            _ => Decimal(Repr::Large(Box::new(Digits {
                negative,
                integer: integer.into(),
                fraction: fraction.into(),
            }))),
        }
    }

    /// Calls `look` with the sign of the value, the digits before the point without leading zeros, and
    /// those after it without trailing zeros.
    fn with_parts<T>(&self, look: impl FnOnce(bool, &str, &str) -> T) -> T {
        match &self.0 {
            Repr::Small { coefficient, scale } => {
                let digits = coefficient.unsigned_abs().to_string();
                let scale = usize::from(*scale);
                let padded = if digits.len() <= scale {
                    format!("{digits:0>scale$}")
                } else {
                    digits
                };
                let (integer, fraction) = padded.split_at(padded.len() - scale);
                look(
                    *coefficient < 0,
                    integer.trim_start_matches('0'),
                    fraction.trim_end_matches('0'),
                )
            }
            Repr::Large(digits) => look(
                digits.negative && !digits.is_zero(),
                &digits.integer,
                digits.fraction.trim_end_matches('0'),
            ),
        }
    }

    pub(crate) fn push(&self, out: &mut String) {
        match &self.0 {
            Repr::Small {
                coefficient,
                scale: 0,
            } => match i64::try_from(*coefficient) {
                Ok(number) => push_integer(number, out),
                Err(_) => push_number(coefficient, out),
            },
            Repr::Small { coefficient, scale } => push_scaled(*coefficient, *scale, out),
            Repr::Large(digits) => {
                if digits.negative {
                    out.push('-');
                }
                out.push_str(if digits.integer.is_empty() {
                    "0"
                } else {
                    &digits.integer
                });
                if !digits.fraction.is_empty() {
                    out.push('.');
                    out.push_str(&digits.fraction);
                }
            }
        }
    }
}

impl Digits {
    fn is_zero(&self) -> bool {
        self.integer.is_empty() && self.fraction.bytes().all(|digit| digit == b'0')
    }
}

/// The digits of both parts as one number; they are few enough to fit.
fn coefficient(integer: &str, fraction: &str) -> i128 {
    let digits = integer.bytes().chain(fraction.bytes());
    // Most numbers are short, and 64 bits are quicker.
    if integer.len() + fraction.len() <= 18 {
        let number = digits.fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'));
        i128::from(number)
    } else {
        digits.fold(0, |number, digit| number * 10 + i128::from(digit - b'0'))
    }
}

/// Appends a number with a point before the last `scale` digits.
fn push_scaled(coefficient: i128, scale: u8, out: &mut String) {
    use std::fmt::Write;
    if coefficient < 0 {
        out.push('-');
    }
    let magnitude = coefficient.unsigned_abs();
    let width = usize::from(scale);
    if let Ok(magnitude) = u64::try_from(magnitude)
        && width < 20
    {
        return push_with_point(magnitude, width, out);
    }
    // Writing to a `String` can't fail.
    let _ = write!(out, "{magnitude:0>width$}", width = width + 1);
    out.insert(out.len() - width, '.');
}

impl Default for Decimal {
    fn default() -> Decimal {
        Decimal::new(0, 0)
    }
}

textual!(Decimal, Decimal, "a decimal number");

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (
                Repr::Small { coefficient, scale },
                Repr::Small {
                    coefficient: other_coefficient,
                    scale: other_scale,
                },
            ) => {
                let common = (*scale).max(*other_scale);
                let left = rescaled(*coefficient, common - scale);
                let right = rescaled(*other_coefficient, common - other_scale);
                match (left, right) {
                    (Some(left), Some(right)) => left.cmp(&right),
                    _ => self.compare_digits(other),
                }
            }
            _ => self.compare_digits(other),
        }
    }
}

/// The number times ten to the power of `zeros`, if an `i128` holds it.
fn rescaled(number: i128, zeros: u8) -> Option<i128> {
    if zeros == 0 || number == 0 {
        return Some(number);
    }
    number.checked_mul(10_i128.checked_pow(zeros.into())?)
}

impl Decimal {
    fn compare_digits(&self, other: &Decimal) -> Ordering {
        self.with_parts(|negative, integer, fraction| {
            other.with_parts(|other_negative, other_integer, other_fraction| {
                let magnitudes = integer
                    .len()
                    .cmp(&other_integer.len())
                    .then_with(|| integer.cmp(other_integer))
                    .then_with(|| fraction.cmp(other_fraction));
                match (negative, other_negative) {
                    (false, false) => magnitudes,
                    (true, true) => magnitudes.reverse(),
                    (true, false) => Ordering::Less,
                    (false, true) => Ordering::Greater,
                }
            })
        })
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.with_parts(|negative, integer, fraction| (negative, integer, fraction).hash(state));
    }
}

impl From<Integer> for Decimal {
    fn from(number: Integer) -> Decimal {
        (&number).into()
    }
}

impl From<&Integer> for Decimal {
    fn from(number: &Integer) -> Decimal {
        match number.as_small() {
            Some(coefficient) => Decimal::new(coefficient, 0),
            None => {
                let text = number.to_string();
                let (negative, digits) = split_sign(&text);
                Decimal::from_parts(negative, digits, "")
            }
        }
    }
}

impl TryFrom<&Decimal> for Integer {
    type Error = ValueError;

    /// # Errors
    /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is not whole.
    fn try_from(number: &Decimal) -> Result<Integer, ValueError> {
        number
            .with_parts(|negative, integer, fraction| {
                fraction
                    .is_empty()
                    .then(|| Integer::from_digits(negative, integer))
            })
            .ok_or_else(|| {
                ValueError::out_of_range(&number.to_string(), Builtin::Decimal, "a whole number")
            })
    }
}

impl TryFrom<Decimal> for Integer {
    type Error = ValueError;

    /// # Errors
    /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is not whole.
    fn try_from(number: Decimal) -> Result<Integer, ValueError> {
        (&number).try_into()
    }
}

macro_rules! primitives {
    ($($primitive:ident)*) => {$(
        impl From<$primitive> for Decimal {
            fn from(number: $primitive) -> Decimal {
                Integer::from(number).into()
            }
        }

        impl TryFrom<&Decimal> for $primitive {
            type Error = ValueError;

            /// # Errors
            /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is not whole,
            /// too large or too small.
            fn try_from(number: &Decimal) -> Result<$primitive, ValueError> {
                Integer::try_from(number)?.try_into()
            }
        }
    )*};
}

primitives!(i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_writes() {
        let long = format!("0.{}1", "0".repeat(300));
        let large = format!("-{}.{}", "9".repeat(50), "0".repeat(50));
        for (text, written) in [
            ("0", "0"),
            ("-1.50", "-1.50"),
            ("+.5", "0.5"),
            ("5.", "5"),
            ("0012", "12"),
            ("-0.0", "0.0"),
            (
                "0.000000000000000000000000000000000000000000001",
                "0.000000000000000000000000000000000000000000001",
            ),
            (&long, &long),
            (&large, &large),
        ] {
            assert_eq!(decimal(text).to_string(), written);
        }
        for text in [
            "", ".", "-", "+-1", "1.2.3", "1e5", "1,5", "INF", "NaN", " 1", "1 ", "1.-5", "٣",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn compares_and_hashes_by_value() {
        use std::hash::DefaultHasher;
        let hash = |value: &Decimal| {
            let mut hasher = DefaultHasher::new();
            value.hash(&mut hasher);
            hasher.finish()
        };
        let many_zeros = format!("1.{}", "0".repeat(400));
        let minus_zero = format!("-0.{}", "0".repeat(400));
        for (left, right) in [
            ("1", "1.000"),
            ("-0", "0"),
            ("1", &many_zeros),
            ("0", &minus_zero),
            ("100", "0100.0"),
        ] {
            let (left, right) = (decimal(left), decimal(right));
            assert_eq!(left, right);
            assert_eq!(hash(&left), hash(&right), "{left} {right}");
        }
        let far = format!("0.{}1", "0".repeat(250));
        let sorted = [
            "-100000000000000000000000000000000000000000",
            "-1.01",
            "-1",
            "-0.5",
            "0",
            &far,
            "0.1",
            "99999999999999999999999999999999999999",
            "99999999999999999999999999999999999999.5",
        ];
        for pair in sorted.windows(2) {
            assert!(decimal(pair[0]) < decimal(pair[1]), "{pair:?}");
            assert!(decimal(pair[1]) > decimal(pair[0]), "{pair:?}");
        }
    }

    #[test]
    fn counts_digits_of_the_value() {
        for (text, total, fraction) in [
            ("0", 1, 0),
            ("0.0", 1, 0),
            ("1.50", 2, 1),
            ("100", 3, 0),
            ("0.001", 3, 3),
            ("-12.345", 5, 3),
            ("00.5", 1, 1),
        ] {
            assert_eq!(decimal(text).total_digits(), total, "{text}");
            assert_eq!(decimal(text).fraction_digits(), fraction, "{text}");
        }
    }

    #[test]
    fn converts() {
        assert_eq!(i32::try_from(&decimal("-7.00")).unwrap(), -7);
        assert!(i32::try_from(&decimal("7.5")).is_err());
        assert_eq!(Decimal::from(u128::MAX).to_string(), u128::MAX.to_string());
        assert_eq!(
            Integer::try_from(decimal(&"9".repeat(60)))
                .unwrap()
                .to_string(),
            "9".repeat(60)
        );
        assert_eq!(decimal("0.1").to_f64_lossy(), 0.1);
    }
}
