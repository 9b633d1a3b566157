//! `xsd:time`.

use super::calendar::{Position, positioned};
use super::lexical::{Malformed, Scanner, push_two_digits, textual};
use super::{Fraction, Timezone};
use crate::simple::{Builtin, ValueError};

/// A time of day: `xsd:time` (Part 2, 3.2.8).
///
/// Values compare as the moments that they are on one and the same day (3.2.8, *order relation*): with a time zone,
/// half past eleven in the evening an hour west of Greenwich is after any time of that day in UTC. `24:00:00` is read
/// as `00:00:00`.
///
/// ```
/// use soapstone::xsd::Time;
///
/// let time: Time = "13:30:00.5-01:00".parse()?;
/// assert_eq!(time, "14:30:00.5Z".parse()?);
/// assert_eq!(Time::new(9, 0, 0)?.to_string(), "09:00:00");
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Default)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    fraction: Fraction,
    timezone: Option<Timezone>,
}

impl Time {
    /// A time of day without a fraction of a second and without a time zone.
    ///
    /// # Errors
    /// If there is no such time of day.
    pub fn new(hour: u8, minute: u8, second: u8) -> Result<Time, ValueError> {
        if hour < 24 && minute < 60 && second < 60 {
            Ok(Time {
                hour,
                minute,
                second,
                ..Time::default()
            })
        } else {
            let text = format!("{hour:02}:{minute:02}:{second:02}");
            Err(ValueError::lexical(
                &text,
                "xsd:time",
                Builtin::Time.expected(),
            ))
        }
    }

    /// The same with another fraction of a second.
    #[must_use]
    pub fn with_fraction(self, fraction: Fraction) -> Time {
        Time { fraction, ..self }
    }

    /// The same local time in another time zone, or in none.
    #[must_use]
    pub fn with_timezone(self, timezone: Option<Timezone>) -> Time {
        Time { timezone, ..self }
    }

    /// The hour, up to 23.
    #[must_use]
    pub fn hour(&self) -> u8 {
        self.hour
    }

    /// The minute.
    #[must_use]
    pub fn minute(&self) -> u8 {
        self.minute
    }

    /// The whole seconds, up to 59.
    #[must_use]
    pub fn second(&self) -> u8 {
        self.second
    }

    /// The fraction of a second.
    #[must_use]
    pub fn fraction(&self) -> &Fraction {
        &self.fraction
    }

    /// The time zone, if there is one.
    #[must_use]
    pub fn timezone(&self) -> Option<Timezone> {
        self.timezone
    }

    /// The whole seconds since midnight.
    pub(crate) fn second_of_day(&self) -> i128 {
        i128::from(self.hour) * 3_600 + i128::from(self.minute) * 60 + i128::from(self.second)
    }

    /// The time this many seconds after midnight; of a larger number, what is left of whole days.
    pub(crate) fn of_second(second_of_day: i64) -> Time {
        let part = |value: i64, size: i64| u8::try_from(value.rem_euclid(size)).unwrap_or_default();
        Time {
            hour: part(second_of_day / 3_600, 24),
            minute: part(second_of_day / 60, 60),
            second: part(second_of_day, 60),
            ..Time::default()
        }
    }

    /// Reads a time with its time zone, and whether it is the end of the day, `24:00:00`.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Option<(Time, bool)> {
        let hour = scanner.two_digits()?;
        scanner.expect(":")?;
        let minute = scanner.two_digits()?;
        scanner.expect(":")?;
        let second = scanner.two_digits()?;
        let fraction = Fraction::scan(scanner)?;
        let timezone = Timezone::scan(scanner)?;
        let is_next_day = hour == 24 && minute == 0 && second == 0 && fraction.is_zero();
        let hour = if is_next_day { 0 } else { hour };
        let is_time = hour < 24 && minute < 60 && second < 60;
        is_time.then_some((
            Time {
                hour,
                minute,
                second,
                fraction,
                timezone,
            },
            is_next_day,
        ))
    }

    pub(crate) fn parse(text: &str) -> Result<Time, Malformed> {
        Scanner::whole(text, Time::scan).map(|(time, _)| time)
    }

    pub(crate) fn push(&self, out: &mut String) {
        push_two_digits(self.hour, out);
        out.push(':');
        push_two_digits(self.minute, out);
        out.push(':');
        push_two_digits(self.second, out);
        self.fraction.push(out);
        if let Some(timezone) = self.timezone {
            timezone.push(out);
        }
    }

    fn position(&self) -> Position<'_> {
        Position::new(self.second_of_day(), &self.fraction, self.timezone)
    }
}

textual!(Time, Time, "a time of day");
positioned!(Time);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for text in ["00:00:00", "23:59:59.999999999999Z", "12:00:00-14:00"] {
            assert_eq!(text.parse::<Time>().unwrap().to_string(), text);
        }
        assert_eq!(
            "24:00:00Z".parse::<Time>().unwrap().to_string(),
            "00:00:00Z"
        );
        for text in [
            "",
            "1:00:00",
            "24:00:01",
            "12:00",
            "12:00:00 Z",
            "12:60:00",
            "12:00:60",
            "-12:00:00",
        ] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
        assert!(Time::new(24, 0, 0).is_err());
        assert_eq!(Time::of_second(86_399), Time::new(23, 59, 59).unwrap());
    }

    #[test]
    fn compares_times_of_day() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        assert!(time("08:00:00") < time("08:00:00.1"));
        assert!(time("20:00:00-05:00") > time("02:00:00Z"));
        assert!(time("12:00:00-14:00") > time("12:00:00-10:00"));
        assert_eq!(time("01:00:00+01:00"), time("24:00:00Z"));
        assert_eq!(time("08:00:00").partial_cmp(&time("08:00:00Z")), None);
        assert_ne!(time("08:00:00"), time("08:00:00Z"));
    }
}
