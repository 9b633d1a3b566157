//! `xsd:dateTime`.

use super::calendar::{self, Position, positioned};
use super::lexical::{Malformed, Scanner, textual};
use super::{Date, Fraction, Time, Timezone};
use crate::simple::{Builtin, ValueError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment: `xsd:dateTime` (Part 2, 3.2.7).
///
/// Years may have more than four digits or be negative, seconds any number of digits after the point,
/// and the time zone may be missing. `24:00:00` is read as the beginning of the next day. Two values
/// are equal if they are the same moment; with and without a time zone they never are.
///
/// ```
/// use soapstone::xsd::DateTime;
///
/// let moment: DateTime = "2024-02-29T23:30:00.250-05:00".parse()?;
/// assert_eq!((moment.year(), moment.month(), moment.day()), (2024, 2, 29));
/// assert_eq!(moment, "2024-03-01T04:30:00.25Z".parse()?);
/// assert!("2024-02-29T23:30:60Z".parse::<DateTime>().is_err());
///
/// // 3.2.7.4: comparable only where the missing time zone can't matter.
/// let local: DateTime = "2024-03-01T12:00:00".parse()?;
/// assert_eq!(moment.partial_cmp(&local), None);
/// assert!(local < "2024-03-03T00:00:00Z".parse()?);
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Default)]
pub struct DateTime {
    date: Date,
    time: Time,
}

impl DateTime {
    /// A moment without a fraction of a second and without a time zone.
    ///
    /// # Errors
    /// If there is no such day or time of day. Hour 24 is only for reading text.
    pub fn new(
        year: i64,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Result<DateTime, ValueError> {
        let date = Date::new(year, month, day)?;
        let time = Time::new(hour, minute, second)?;
        Ok(DateTime { date, time })
    }

    /// The moment on a day at a time of day. The time zone is that of `time`.
    #[must_use]
    pub fn from_parts(date: Date, time: Time) -> DateTime {
        let date = date.with_timezone(None);
        DateTime { date, time }
    }

    /// The same with another fraction of a second.
    #[must_use]
    pub fn with_fraction(self, fraction: Fraction) -> DateTime {
        let time = self.time.with_fraction(fraction);
        DateTime { time, ..self }
    }

    /// The same local time in another time zone, or in none: another moment.
    #[must_use]
    pub fn with_timezone(self, timezone: Option<Timezone>) -> DateTime {
        let time = self.time.with_timezone(timezone);
        DateTime { time, ..self }
    }

    /// The year; negative before the year 1. There is no year 0.
    #[must_use]
    pub fn year(&self) -> i64 {
        self.date.year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.date.month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.date.day()
    }

    /// The hour, up to 23.
    #[must_use]
    pub fn hour(&self) -> u8 {
        self.time.hour()
    }

    /// The minute.
    #[must_use]
    pub fn minute(&self) -> u8 {
        self.time.minute()
    }

    /// The whole seconds, up to 59.
    #[must_use]
    pub fn second(&self) -> u8 {
        self.time.second()
    }

    /// The fraction of a second.
    #[must_use]
    pub fn fraction(&self) -> &Fraction {
        self.time.fraction()
    }

    /// The time zone, if there is one.
    #[must_use]
    pub fn timezone(&self) -> Option<Timezone> {
        self.time.timezone()
    }

    /// The day, with the time zone.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date.with_timezone(self.timezone())
    }

    /// The time of day, with the time zone.
    #[must_use]
    pub fn time(&self) -> &Time {
        &self.time
    }

    pub(crate) fn parse(text: &str) -> Result<DateTime, Malformed> {
        Scanner::whole(text, |scanner| {
            let (year, month, day) = Date::scan_day(scanner)?;
            scanner.expect("T")?;
            let (time, is_next_day) = Time::scan(scanner)?;
            let (year, month, day) = if is_next_day {
                calendar::next_day(year, month, day)?
            } else {
                (year, month, day)
            };
            let date = Date::of_day(year, month, day)?;
            Some(DateTime { date, time })
        })
    }

    pub(crate) fn push(&self, out: &mut String) {
        self.date.push(out);
        out.push('T');
        self.time.push(out);
    }

    fn position(&self) -> Position<'_> {
        let day = calendar::day_number(self.year().into(), self.month(), self.day());
        let seconds = day * calendar::SECONDS_OF_DAY + self.time.second_of_day();
        Position::new(seconds, self.fraction(), self.timezone())
    }
}

textual!(
    DateTime,
    DateTime,
    "years from -9223372036854775807 to 9223372036854775807"
);
positioned!(DateTime);

/// In UTC.
impl From<SystemTime> for DateTime {
    fn from(moment: SystemTime) -> DateTime {
        let (seconds, nanoseconds) = match moment.duration_since(UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
                after.subsec_nanos(),
            ),
            Err(error) => seconds_before(error.duration()),
        };
        let (year, month, day) = calendar::date_of_day_number(seconds.div_euclid(86_400));
        DateTime {
            date: Date::of_day(year, month, day).unwrap_or_default(),
            time: Time::of_second(seconds.rem_euclid(86_400))
                .with_fraction(Fraction::from_nanoseconds(nanoseconds).unwrap_or_default())
                .with_timezone(Some(Timezone::UTC)),
        }
    }
}

/// A time before the epoch as whole seconds, rounded down, and what is left.
fn seconds_before(before: Duration) -> (i64, u32) {
    let seconds = -i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
    match before.subsec_nanos() {
        0 => (seconds, 0),
        nanoseconds => (seconds - 1, 1_000_000_000 - nanoseconds),
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = ValueError;

    /// # Errors
    /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) if there is no time zone, more than
    /// nine digits after the point, or the system can't represent the moment.
    fn try_from(moment: &DateTime) -> Result<SystemTime, ValueError> {
        let out_of_range = || {
            ValueError::out_of_range(
                &moment.to_string(),
                Builtin::DateTime,
                "a time zone, and a moment that the system clock can represent",
            )
        };
        if moment.timezone().is_none() || !moment.fraction().is_whole_nanoseconds() {
            return Err(out_of_range());
        }
        let seconds = moment.position().seconds();
        let magnitude = u64::try_from(seconds.unsigned_abs()).map_err(|_| out_of_range())?;
        let magnitude = Duration::from_secs(magnitude);
        let whole = if seconds < 0 {
            UNIX_EPOCH.checked_sub(magnitude)
        } else {
            UNIX_EPOCH.checked_add(magnitude)
        };
        let fraction = Duration::from_nanos(moment.fraction().nanoseconds().into());
        whole
            .and_then(|whole| whole.checked_add(fraction))
            .ok_or_else(out_of_range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    fn moment(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn reads_what_xsd_allows_and_writes_it_back() {
        for text in [
            "2024-02-29T23:30:00",
            "2024-02-29T23:30:00Z",
            "2024-02-29T23:30:00.000000000000000001+14:00",
            "-0044-03-15T12:00:00-00:01",
            "12345678901-12-31T00:00:00-14:00",
            "9223372036854775807-01-01T00:00:00",
        ] {
            assert_eq!(moment(text).to_string(), text);
        }
        for (text, written) in [
            ("2024-12-31T24:00:00", "2025-01-01T00:00:00"),
            ("-0001-12-31T24:00:00.00Z", "0001-01-01T00:00:00Z"),
            ("2024-01-01T00:00:00.10-00:00", "2024-01-01T00:00:00.1Z"),
        ] {
            assert_eq!(moment(text).to_string(), written);
        }
    }

    #[test]
    fn refuses_what_xsd_forbids() {
        for text in [
            "",
            "2024-02-30T00:00:00",
            "2023-02-29T00:00:00",
            "0000-01-01T00:00:00",
            "24-01-01T00:00:00",
            "02024-01-01T00:00:00",
            "+2024-01-01T00:00:00",
            "2024-1-01T00:00:00",
            "2024-01-01",
            "2024-01-01T",
            "2024-01-01T00:00",
            "2024-01-01T00:00:60",
            "2024-01-01T24:00:01",
            "2024-01-01T24:00:00.1",
            "2024-01-01T25:00:00",
            "2024-01-01T00:60:00",
            "2024-01-01T00:00:00.",
            "2024-01-01T00:00:00z",
            "2024-01-01T00:00:00+14:01",
            "2024-01-01T00:00:00+1:00",
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00Z ",
            "2024-01-01 00:00:00",
            "2024-13-01T00:00:00",
            "2024-00-01T00:00:00",
            "--2024-01-01T00:00:00",
            "2024-01-01T00:00:00+13:60",
            "２024-01-01T00:00:00",
        ] {
            let error = text.parse::<DateTime>().unwrap_err();
            assert_eq!(error.code(), "cvc-datatype-valid.1.2.1", "{text}");
        }
        assert_eq!(
            "2024".parse::<DateTime>().unwrap_err().to_string(),
            r#""2024" is not an xsd:dateTime: expected a date and time such as 2024-02-29T13:20:00.5Z"#
        );
        assert_eq!(
            "9223372036854775808-01-01T00:00:00"
                .parse::<DateTime>()
                .unwrap_err()
                .to_string(),
            "\"9223372036854775808-01-01T00:00:00\" is beyond what is supported for xsd:dateTime: \
             expected years from -9223372036854775807 to 9223372036854775807"
        );
    }

    #[test]
    fn orders_as_the_table_of_the_specification_says() {
        let cases = [
            (
                "2000-01-15T00:00:00",
                "2000-02-15T00:00:00",
                Some(Ordering::Less),
            ),
            (
                "2000-01-15T12:00:00",
                "2000-01-16T12:00:00Z",
                Some(Ordering::Less),
            ),
            ("2000-01-01T12:00:00", "1999-12-31T23:00:00Z", None),
            ("2000-01-16T12:00:00", "2000-01-16T12:00:00Z", None),
            ("2000-01-16T00:00:00", "2000-01-16T12:00:00Z", None),
            (
                "2000-01-15T12:00:00Z",
                "2000-01-15T13:00:00+01:00",
                Some(Ordering::Equal),
            ),
            (
                "-0001-12-31T23:00:00Z",
                "0001-01-01T00:00:00+01:00",
                Some(Ordering::Equal),
            ),
            (
                "-0002-01-01T00:00:00",
                "-0001-01-01T00:00:00",
                Some(Ordering::Less),
            ),
            (
                "2000-01-01T00:00:00.1",
                "2000-01-01T00:00:00.10000000001",
                Some(Ordering::Less),
            ),
        ];
        for (left, right, order) in cases {
            let (left, right) = (moment(left), moment(right));
            assert_eq!(left.partial_cmp(&right), order, "{left} {right}");
            assert_eq!(
                right.partial_cmp(&left),
                order.map(Ordering::reverse),
                "{right} {left}"
            );
            assert_eq!(left == right, order == Some(Ordering::Equal));
        }
    }

    #[test]
    fn converts_to_and_from_the_system_clock() {
        for (seconds, nanoseconds, text) in [
            (0, 0, "1970-01-01T00:00:00Z"),
            (951_827_696, 500_000_000, "2000-02-29T12:34:56.5Z"),
        ] {
            let system = UNIX_EPOCH + Duration::new(seconds, nanoseconds);
            assert_eq!(DateTime::from(system).to_string(), text);
            assert_eq!(SystemTime::try_from(&moment(text)).unwrap(), system);
        }
        let before = UNIX_EPOCH - Duration::new(1, 250_000_000);
        assert_eq!(
            DateTime::from(before).to_string(),
            "1969-12-31T23:59:58.75Z"
        );
        assert_eq!(
            SystemTime::try_from(&DateTime::from(before)).unwrap(),
            before
        );
        assert!(SystemTime::try_from(&moment("2000-01-01T00:00:00")).is_err());
    }
}
