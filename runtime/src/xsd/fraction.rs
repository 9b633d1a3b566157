//! Fractions of a second of any length.

use super::lexical::{Scanner, push_padded};

/// A fraction of a second, from 0 up to but not including 1, with any number of digits.
///
/// ```
/// use soapstone::xsd::DateTime;
///
/// let moment: DateTime = "2024-01-01T00:00:00.1234567890123Z".parse()?;
/// assert_eq!(moment.fraction().nanoseconds(), 123_456_789);
/// assert!(!moment.fraction().is_whole_nanoseconds());
/// assert_eq!(moment.to_string(), "2024-01-01T00:00:00.1234567890123Z");
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fraction {
    nanoseconds: u32,
    /// The digits after the ninth, as ASCII without trailing zeros; `None` if there are none. Their
    /// order as text is their order as numbers.
    rest: Option<Box<str>>,
}

/// How many nanoseconds a second has.
const NANOSECONDS: u32 = 1_000_000_000;

impl Fraction {
    /// No fraction.
    pub const ZERO: Fraction = Fraction {
        nanoseconds: 0,
        rest: None,
    };

    /// This many billionths of a second; `None` if that is a second or more.
    #[must_use]
    pub const fn from_nanoseconds(nanoseconds: u32) -> Option<Fraction> {
        if nanoseconds < NANOSECONDS {
            Some(Fraction {
                nanoseconds,
                rest: None,
            })
        } else {
            None
        }
    }

    /// The fraction in billionths of a second, cut off after nine digits.
    #[must_use]
    pub const fn nanoseconds(&self) -> u32 {
        self.nanoseconds
    }

    /// Whether nine digits hold all of the fraction.
    #[must_use]
    pub const fn is_whole_nanoseconds(&self) -> bool {
        self.rest.is_none()
    }

    /// Whether there is no fraction.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.nanoseconds == 0 && self.rest.is_none()
    }

    /// What is missing to a whole second; `None` if there is no fraction.
    pub(crate) fn complement(&self) -> Option<Fraction> {
        if self.is_zero() {
            return None;
        }
        let Some(rest) = &self.rest else {
            return Fraction::from_nanoseconds(NANOSECONDS - self.nanoseconds);
        };
        // The ten's complement: nine minus each digit, plus one in the last place, which is not zero.
        let last = rest.len() - 1;
        let complement: String = rest
            .bytes()
            .enumerate()
            .map(|(index, digit)| char::from(b'9' - digit + b'0' + u8::from(index == last)))
            .collect();
        Some(Fraction {
            nanoseconds: NANOSECONDS - 1 - self.nanoseconds,
            rest: Some(complement.into_boxed_str()),
        })
    }

    /// Reads a fraction with its point, if there is one.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Option<Fraction> {
        if scanner.eat(".") {
            scanner.digits().map(Fraction::from_digits)
        } else {
            Some(Fraction::ZERO)
        }
    }

    /// The fraction with these digits after the point.
    fn from_digits(digits: &str) -> Fraction {
        let digits = digits.trim_end_matches('0');
        let (first, rest) = digits.split_at_checked(9).unwrap_or((digits, ""));
        let nanoseconds = first
            .bytes()
            .chain(std::iter::repeat(b'0'))
            .take(9)
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        Fraction {
            nanoseconds,
            rest: (!rest.is_empty()).then(|| rest.into()),
        }
    }

    /// Appends the fraction with its point, if there is one.
    pub(crate) fn push(&self, out: &mut String) {
        if self.is_zero() {
            return;
        }
        out.push('.');
        let mut digits = u64::from(self.nanoseconds);
        let mut width = 9;
        match &self.rest {
            Some(rest) => {
                push_padded(digits, width, out);
                out.push_str(rest);
            }
            None => {
                // Most have milliseconds.
                if digits.is_multiple_of(1_000_000) {
                    digits /= 1_000_000;
                    width = 3;
                }
                while digits.is_multiple_of(10) {
                    digits /= 10;
                    width -= 1;
                }
                push_padded(digits, width, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(text: &str) -> Fraction {
        Scanner::whole(text, Fraction::scan).unwrap()
    }

    #[test]
    fn keeps_every_digit_but_trailing_zeros() {
        let cases = [
            ("", ""),
            (".0", ""),
            (".5", ".5"),
            (".500", ".5"),
            (".000000001", ".000000001"),
            (".0000000001", ".0000000001"),
            (".12345678901234567890", ".1234567890123456789"),
        ];
        for (text, written) in cases {
            let mut out = String::new();
            fraction(text).push(&mut out);
            assert_eq!(out, written);
        }
        assert!(Scanner::whole(".", Fraction::scan).is_err());
    }

    #[test]
    fn orders_by_size() {
        let sorted = [
            "",
            ".0000000001",
            ".00000000011",
            ".000000001",
            ".1",
            ".1000000001",
            ".2",
        ];
        for pair in sorted.windows(2) {
            assert!(fraction(pair[0]) < fraction(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn complements_to_a_second() {
        for (text, complement) in [
            (".25", ".75"),
            (".1234567891", ".8765432109"),
            (".0000000000001", ".9999999999999"),
        ] {
            assert_eq!(fraction(text).complement(), Some(fraction(complement)));
            assert_eq!(fraction(complement).complement(), Some(fraction(text)));
        }
        assert_eq!(Fraction::ZERO.complement(), None);
    }
}
