//! `xsd:integer` and the types derived from it that have no bounds a Rust integer has.

use super::lexical::{Malformed, textual};
use crate::simple::{Builtin, ValueError};
use std::cmp::Ordering;

/// A whole number of any size: `xsd:integer`, `xsd:nonNegativeInteger` and so on (Part 2, 3.3.13).
///
/// Numbers that an `i128` holds need no allocation.
///
/// ```
/// use soapstone::xsd::Integer;
///
/// let huge: Integer = "123456789012345678901234567890123456789012345".parse()?;
/// assert!(huge > Integer::from(i128::MAX));
/// assert_eq!(huge.to_string(), "123456789012345678901234567890123456789012345");
/// assert_eq!(u8::try_from("+007".parse::<Integer>()?)?, 7);
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small(i128),
    /// Only for numbers that `Small` can't hold; the digits have no leading zeros.
    Large {
        negative: bool,
        digits: Box<str>,
    },
}

impl Integer {
    /// The number as a float, rounded to the nearest one; infinite if it is too large for any.
    #[must_use]
    pub fn to_f64_lossy(&self) -> f64 {
        // Rust's parser rounds correctly and takes every integer literal.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Whether the number is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(number) => *number < 0,
            Repr::Large { negative, .. } => *negative,
        }
    }

    /// A number given by its digits, which have no leading zeros.
    pub(crate) fn from_digits(negative: bool, digits: &str) -> Integer {
        Integer(match parse_small(negative, digits) {
            Some(number) => Repr::Small(number),
            None => Repr::Large {
                negative,
                digits: digits.into(),
            },
        })
    }

    /// The number, if an `i128` holds it.
    pub(crate) fn as_small(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small(number) => Some(*number),
            Repr::Large { .. } => None,
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Integer, Malformed> {
        let (negative, digits) = split_sign(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Malformed::Lexical);
        }
        Ok(Integer::from_digits(
            negative,
            digits.trim_start_matches('0'),
        ))
    }

    pub(crate) fn push(&self, out: &mut String) {
        match &self.0 {
            Repr::Small(number) => super::lexical::push_number(number, out),
            Repr::Large { negative, digits } => {
                if *negative {
                    out.push('-');
                }
                out.push_str(digits);
            }
        }
    }
}

/// Takes the sign off a number.
pub(crate) fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number with these digits and this sign, if an `i128` holds it.
fn parse_small(negative: bool, digits: &str) -> Option<i128> {
    // Most numbers are short, and 64 bits are quicker.
    let magnitude = if digits.len() <= 18 {
        let number = digits
            .bytes()
            .fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        u128::from(number)
    } else {
        digits.parse::<u128>().ok()?
    };
    if negative {
        0_i128.checked_sub_unsigned(magnitude)
    } else {
        i128::try_from(magnitude).ok()
    }
}

impl Default for Integer {
    fn default() -> Integer {
        Integer(Repr::Small(0))
    }
}

textual!(Integer, Integer, "a whole number");

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) => left.cmp(right),
            // A large number is beyond all small ones, on its side of zero.
            (Repr::Large { negative, .. }, Repr::Small(_)) if *negative => Ordering::Less,
            (Repr::Large { .. }, Repr::Small(_)) => Ordering::Greater,
            (Repr::Small(_), Repr::Large { .. }) => other.cmp(self).reverse(),
            (
                Repr::Large { negative, digits },
                Repr::Large {
                    negative: other_negative,
                    digits: other_digits,
                },
            ) => {
                let magnitudes = digits
                    .len()
                    .cmp(&other_digits.len())
                    .then_with(|| digits.cmp(other_digits));
                match (negative, other_negative) {
                    (false, false) => magnitudes,
                    (true, true) => magnitudes.reverse(),
                    (true, false) => Ordering::Less,
                    (false, true) => Ordering::Greater,
                }
            }
        }
    }
}

macro_rules! primitives {
    ($($primitive:ident)*) => {$(
        impl From<$primitive> for Integer {
            fn from(number: $primitive) -> Integer {
                Integer(Repr::Small(number.into()))
            }
        }

        impl TryFrom<&Integer> for $primitive {
            type Error = ValueError;

            /// # Errors
            /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is too large
            /// or too small.
            fn try_from(number: &Integer) -> Result<$primitive, ValueError> {
                number.as_small().and_then(|small| small.try_into().ok()).ok_or_else(|| {
                    ValueError::out_of_range(
                        &number.to_string(),
                        Builtin::Integer,
                        concat!("a number that ", stringify!($primitive), " can hold"),
                    )
                })
            }
        }

        impl TryFrom<Integer> for $primitive {
            type Error = ValueError;

            /// # Errors
            /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is too large
            /// or too small.
            fn try_from(number: Integer) -> Result<$primitive, ValueError> {
                (&number).try_into()
            }
        }
    )*};
}

primitives!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

macro_rules! large_primitives {
    ($($primitive:ident)*) => {$(
        impl From<$primitive> for Integer {
            fn from(number: $primitive) -> Integer {
                Integer::from_digits(false, number.to_string().trim_start_matches('0'))
            }
        }

        impl TryFrom<&Integer> for $primitive {
            type Error = ValueError;

            /// # Errors
            /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is too large
            /// or negative.
            fn try_from(number: &Integer) -> Result<$primitive, ValueError> {
                let text = number.to_string();
                text.parse().map_err(|_| {
                    let expected = concat!("a number that ", stringify!($primitive), " can hold");
                    ValueError::out_of_range(&text, Builtin::Integer, expected)
                })
            }
        }

        impl TryFrom<Integer> for $primitive {
            type Error = ValueError;

            /// # Errors
            /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the number is too large
            /// or negative.
            fn try_from(number: Integer) -> Result<$primitive, ValueError> {
                (&number).try_into()
            }
        }
    )*};
}

large_primitives!(u128 usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, written) in [
            ("0", "0"),
            ("-0", "0"),
            ("+5", "5"),
            ("007", "7"),
            (
                "-170141183460469231731687303715884105728",
                "-170141183460469231731687303715884105728",
            ),
            (
                "170141183460469231731687303715884105728",
                "170141183460469231731687303715884105728",
            ),
            (
                "-00999999999999999999999999999999999999999999",
                "-999999999999999999999999999999999999999999",
            ),
        ] {
            assert_eq!(text.parse::<Integer>().unwrap().to_string(), written);
        }
        for text in [
            "", "-", "+", "1.0", "1e5", " 1", "1 ", "--1", "0x1", "1_0", "１",
        ] {
            assert!(text.parse::<Integer>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_by_size() {
        let sorted = [
            "-9999999999999999999999999999999999999999",
            "-999999999999999999999999999999999999999",
            "-170141183460469231731687303715884105728",
            "-1",
            "0",
            "170141183460469231731687303715884105727",
            "170141183460469231731687303715884105728",
            "9999999999999999999999999999999999999999",
        ];
        let mut numbers: Vec<Integer> = sorted.iter().map(|text| text.parse().unwrap()).collect();
        numbers.reverse();
        numbers.sort();
        let texts: Vec<String> = numbers.iter().map(Integer::to_string).collect();
        assert_eq!(texts, sorted);
    }

    #[test]
    fn converts() {
        assert_eq!(i8::try_from(Integer::from(-128)).unwrap(), -128);
        assert_eq!(
            i8::try_from(Integer::from(128)).unwrap_err().to_string(),
            r#""128" is beyond what is supported for xsd:integer: expected a number that i8 can hold"#
        );
        assert_eq!(
            u128::try_from(&Integer::from(u128::MAX)).unwrap(),
            u128::MAX
        );
        assert_eq!(Integer::from(0_usize), Integer::default());
        assert!(u128::try_from(Integer::from(-1)).is_err());
        assert_eq!(
            Integer::from(1_i64 << 53).to_f64_lossy(),
            9_007_199_254_740_992.0
        );
    }
}
