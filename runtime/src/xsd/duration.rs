//! `xsd:duration`.

use super::Fraction;
use super::calendar::{SECONDS_OF_DAY, day_number};
use super::lexical::{Malformed, Scanner, push_number, textual};
use crate::simple::{Builtin, ValueError};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A length of time: `xsd:duration` (Part 2, 3.2.6).
///
/// All parts are kept as they are written: `PT90M` stays 90 minutes. As values, `PT90M` and `PT1H30M` are
/// equal, and so are `P12M` and `P1Y`; but a month and 30 days are neither equal nor is one the longer.
///
/// ```
/// use soapstone::xsd::Duration;
///
/// let duration: Duration = "P1Y2M3DT4H5M6.7S".parse()?;
/// assert_eq!((duration.years, duration.seconds), (1, 6));
///
/// let month = Duration { months: 1, ..Duration::default() };
/// assert_eq!(month.partial_cmp(&"P30D".parse()?), None);
/// assert!(month < "P32D".parse()?);
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Default)]
pub struct Duration {
    /// Whether the duration goes back in time.
    pub negative: bool,
    /// Years.
    pub years: u64,
    /// Months.
    pub months: u64,
    /// Days.
    pub days: u64,
    /// Hours.
    pub hours: u64,
    /// Minutes.
    pub minutes: u64,
    /// Whole seconds.
    pub seconds: u64,
    /// The fraction of a second.
    pub fraction: Fraction,
}

impl Duration {
    /// Years and months, as months with the sign.
    fn total_months(&self) -> i128 {
        self.signed(i128::from(self.years) * 12 + i128::from(self.months))
    }

    /// Days and what is smaller: whole seconds, rounded down, and the fraction that is left.
    fn total_seconds(&self) -> (i128, Fraction) {
        let seconds = i128::from(self.days) * SECONDS_OF_DAY
            + i128::from(self.hours) * 3_600
            + i128::from(self.minutes) * 60
            + i128::from(self.seconds);
        match self.fraction.complement() {
            Some(complement) if self.negative => (-seconds - 1, complement),
            _ => (self.signed(seconds), self.fraction.clone()),
        }
    }

    fn signed(&self, magnitude: i128) -> i128 {
        if self.negative { -magnitude } else { magnitude }
    }

    pub(crate) fn parse(text: &str) -> Result<Duration, Malformed> {
        Scanner::whole(text, Duration::scan)
    }

    fn scan(scanner: &mut Scanner<'_>) -> Option<Duration> {
        let mut duration = Duration {
            negative: scanner.eat("-"),
            ..Duration::default()
        };
        scanner.expect("P")?;
        if scanner.is_at_end() {
            return None;
        }
        let units = &mut [
            ("Y", &mut duration.years),
            ("M", &mut duration.months),
            ("D", &mut duration.days),
        ];
        scan_parts(scanner, units)?;
        if scanner.eat("T") {
            if scanner.is_at_end() {
                return None;
            }
            let mut units = [
                ("H", &mut duration.hours),
                ("M", &mut duration.minutes),
                ("S", &mut duration.seconds),
            ];
            if let Some(seconds) = scan_parts(scanner, &mut units)? {
                duration.seconds = seconds;
                duration.fraction = Fraction::scan(scanner)?;
                scanner.expect("S")?;
            }
        }
        Some(duration)
    }

    pub(crate) fn push(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        out.push('P');
        push_parts(
            &[(self.years, 'Y'), (self.months, 'M'), (self.days, 'D')],
            out,
        );
        let has_seconds = self.seconds != 0 || !self.fraction.is_zero();
        let has_date = self.years != 0 || self.months != 0 || self.days != 0;
        let has_time = self.hours != 0 || self.minutes != 0 || has_seconds;
        if has_time || !has_date {
            out.push('T');
            push_parts(&[(self.hours, 'H'), (self.minutes, 'M')], out);
        }
        if has_seconds || !(has_date || has_time) {
            push_number(self.seconds, out);
            self.fraction.push(out);
            out.push('S');
        }
    }
}

/// Reads numbers with these units behind them, in this order, each at most once. A number with a
/// fraction behind it instead of a unit is given back.
fn scan_parts(scanner: &mut Scanner<'_>, units: &mut [(&str, &mut u64)]) -> Option<Option<u64>> {
    let mut units = units.iter_mut();
    while scanner.is_at_digit() {
        let number = scanner.number()?;
        if scanner.is_at(".") {
            return units.next().is_some().then_some(Some(number));
        }
        let (_, part) = units.find(|(unit, _)| scanner.eat(unit))?;
        **part = number;
    }
    Some(None)
}

/// Appends the parts that are not zero.
fn push_parts(parts: &[(u64, char)], out: &mut String) {
    for (number, unit) in parts {
        if *number != 0 {
            push_number(number, out);
            out.push(*unit);
        }
    }
}

textual!(Duration, Duration, "parts up to 18446744073709551615");

/// Equal if months and seconds are.
impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.total_months() == other.total_months() && self.total_seconds() == other.total_seconds()
    }
}

impl Eq for Duration {}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.total_months(), self.total_seconds()).hash(state);
    }
}

/// The months (counted from the year 0) that the four moments of 3.2.6.2 are the beginning of:
/// 1696-09, 1697-02, 1903-03 and 1903-07.
const REFERENCE_MONTHS: [i128; 4] = [1696 * 12 + 8, 1697 * 12 + 1, 1903 * 12 + 2, 1903 * 12 + 6];

/// The order of Part 2, 3.2.6.2: one duration is longer if it leads further from each of four moments.
impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self == other {
            return Some(Ordering::Equal);
        }
        let mut orders = REFERENCE_MONTHS.iter().map(|reference| {
            let (left, right) = (self.end(*reference), other.end(*reference));
            left.cmp(&right)
        });
        let first = orders.next()?;
        // 400 years and 146097 days lead to the same moments, but are not the same value.
        (first != Ordering::Equal && orders.all(|order| order == first)).then_some(first)
    }
}

impl Duration {
    /// The moment that the duration leads to from the beginning of a month.
    fn end(&self, month: i128) -> (i128, Fraction) {
        let month = month + self.total_months();
        let month_of_year = u8::try_from(month.rem_euclid(12) + 1).unwrap_or_default();
        let year = month.div_euclid(12);
        // Years before the year 1 only need to be in the right distance here.
        let day = day_number(year, month_of_year, 1) - if year < 0 { 366 } else { 0 };
        let (seconds, fraction) = self.total_seconds();
        (day * SECONDS_OF_DAY + seconds, fraction)
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Duration {
        Duration {
            seconds: duration.as_secs(),
            fraction: Fraction::from_nanoseconds(duration.subsec_nanos()).unwrap_or_default(),
            ..Duration::default()
        }
    }
}

impl TryFrom<&Duration> for std::time::Duration {
    type Error = ValueError;

    /// # Errors
    /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if the duration has years or months,
    /// goes back in time, has more than nine digits after the point, or more than 2^64 seconds.
    fn try_from(duration: &Duration) -> Result<std::time::Duration, ValueError> {
        let (seconds, fraction) = duration.total_seconds();
        let seconds = u64::try_from(seconds).ok();
        match seconds {
            Some(seconds) if duration.total_months() == 0 && fraction.is_whole_nanoseconds() => {
                Ok(std::time::Duration::new(seconds, fraction.nanoseconds()))
            }
            _ => Err(ValueError::out_of_range(
                &duration.to_string(),
                Builtin::Duration,
                "days, hours, minutes and whole nanoseconds, not negative",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_writes() {
        for text in [
            "P1Y2M3DT4H5M6.7S",
            "-P1Y",
            "P5M",
            "PT36H",
            "PT0S",
            "-P120D",
            "PT0.000000000000001S",
            "P1DT1S",
            "PT1H1S",
            "P18446744073709551615Y",
            "PT1M",
            "P1M",
        ] {
            assert_eq!(duration(text).to_string(), text);
        }
        for (text, written) in [
            ("P0Y", "PT0S"),
            ("P01Y0M", "P1Y"),
            ("-PT0S", "-PT0S"),
            ("PT1.50S", "PT1.5S"),
        ] {
            assert_eq!(duration(text).to_string(), written);
        }
        for text in [
            "", "P", "-P", "PT", "P1YT", "1Y", "P1", "P1S", "P1H", "P1M1Y", "P1Y1Y", "PT1S1M",
            "P-1Y", "+P1Y", "P1.5Y", "PT1.S", "PT.5S", "PT1.5M", "P1YM", "P 1Y", "P1Y ", "p1y",
            "PT1.5", "PT1.5SS", "PT1S1.5S", "P1DT",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
        let error = "P18446744073709551616Y".parse::<Duration>().unwrap_err();
        assert!(
            error.to_string().contains("beyond what is supported"),
            "{error}"
        );
    }

    #[test]
    fn compares_by_value() {
        for (left, right) in [
            ("P1Y", "P12M"),
            ("PT90M", "PT1H30M"),
            ("P1D", "PT24H"),
            ("-PT0S", "P0D"),
            ("PT1.0S", "PT1S"),
        ] {
            assert_eq!(duration(left), duration(right));
            assert_eq!(
                duration(left).partial_cmp(&duration(right)),
                Some(Ordering::Equal)
            );
        }
        // The table of 3.2.6.2.
        for (left, less, unordered, greater) in [
            ("P1Y", vec!["P364D"], vec!["P365D", "P366D"], vec!["P367D"]),
            (
                "P1M",
                vec!["P27D"],
                vec!["P28D", "P29D", "P30D", "P31D"],
                vec!["P32D"],
            ),
            (
                "P5M",
                vec!["P149D"],
                vec!["P150D", "P151D", "P152D", "P153D"],
                vec!["P154D"],
            ),
        ] {
            for other in less {
                assert!(duration(left) > duration(other), "{left} {other}");
            }
            for other in unordered {
                assert_eq!(
                    duration(left).partial_cmp(&duration(other)),
                    None,
                    "{left} {other}"
                );
            }
            for other in greater {
                assert!(duration(left) < duration(other), "{left} {other}");
            }
        }
        assert!(duration("-PT1.5S") < duration("-PT1.25S"));
        assert!(duration("-PT0.1S") < duration("PT0S"));
        assert!(duration("-P3000Y") < duration("-P2999Y"));
        assert!(duration("P18446744073709551615Y") > duration("P18446744073709551615D"));
    }

    #[test]
    fn converts_to_and_from_the_standard_type() {
        let standard = std::time::Duration::new(90, 5);
        assert_eq!(Duration::from(standard).to_string(), "PT90.000000005S");
        assert_eq!(
            std::time::Duration::try_from(&duration("PT1M30.000000005S")).unwrap(),
            standard
        );
        for text in ["P1M", "-PT1S", "PT0.0000000001S"] {
            assert!(
                std::time::Duration::try_from(&duration(text)).is_err(),
                "{text}"
            );
        }
    }
}
