//! `xsd:date`.

use super::Timezone;
use super::calendar::{self, Position, positioned};
use super::lexical::{Malformed, Scanner, push_two_digits, push_year, textual};
use crate::simple::{Builtin, ValueError};

/// A day: `xsd:date` (Part 2, 3.2.9).
///
/// With a time zone, two values are equal if they begin at the same moment.
///
/// ```
/// use soapstone::xsd::Date;
///
/// let date: Date = "2024-02-29".parse()?;
/// assert_eq!(date, Date::new(2024, 2, 29)?);
/// assert!("2023-02-29".parse::<Date>().is_err());
/// assert_eq!("2000-01-01+13:00".parse::<Date>()?, "1999-12-31-11:00".parse()?);
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Date {
    year: i64,
    month: u8,
    day: u8,
    timezone: Option<Timezone>,
}

impl Date {
    /// A day without a time zone.
    ///
    /// # Errors
    /// If there is no such day. XSD 1.0 has no year 0, nor the year `i64::MIN`.
    pub fn new(year: i64, month: u8, day: u8) -> Result<Date, ValueError> {
        Date::of_day(year, month, day).ok_or_else(|| {
            let text = format!("{year:04}-{month:02}-{day:02}");
            ValueError::lexical(&text, "xsd:date", Builtin::Date.expected())
        })
    }

    /// The same day in another time zone, or in none.
    #[must_use]
    pub fn with_timezone(self, timezone: Option<Timezone>) -> Date {
        Date { timezone, ..self }
    }

    /// The year; negative before the year 1. There is no year 0.
    #[must_use]
    pub fn year(&self) -> i64 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.day
    }

    /// The time zone, if there is one.
    #[must_use]
    pub fn timezone(&self) -> Option<Timezone> {
        self.timezone
    }

    pub(crate) fn of_day(year: i64, month: u8, day: u8) -> Option<Date> {
        let exists = calendar::is_date(year, month, day) && year != i64::MIN;
        exists.then_some(Date {
            year,
            month,
            day,
            timezone: None,
        })
    }

    /// Reads the year, month and day of a day that exists.
    pub(crate) fn scan_day(scanner: &mut Scanner<'_>) -> Option<(i64, u8, u8)> {
        let year = scanner.year()?;
        scanner.expect("-")?;
        let month = scanner.two_digits()?;
        scanner.expect("-")?;
        let day = scanner.two_digits()?;
        calendar::is_date(year, month, day).then_some((year, month, day))
    }

    pub(crate) fn parse(text: &str) -> Result<Date, Malformed> {
        Scanner::whole(text, |scanner| {
            let (year, month, day) = Date::scan_day(scanner)?;
            let timezone = Timezone::scan(scanner)?;
            Some(Date {
                year,
                month,
                day,
                timezone,
            })
        })
    }

    pub(crate) fn push(&self, out: &mut String) {
        push_year(self.year, out);
        out.push('-');
        push_two_digits(self.month, out);
        out.push('-');
        push_two_digits(self.day, out);
        if let Some(timezone) = self.timezone {
            timezone.push(out);
        }
    }

    fn position(&self) -> Position<'static> {
        Position::of_day(self.year, self.month, self.day, self.timezone)
    }
}

/// 1970-01-01.
impl Default for Date {
    fn default() -> Date {
        Date {
            year: 1970,
            month: 1,
            day: 1,
            timezone: None,
        }
    }
}

textual!(
    Date,
    Date,
    "years from -9223372036854775807 to 9223372036854775807"
);
positioned!(Date);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for text in ["2024-02-29", "-0044-03-15Z", "123456-01-01-13:59"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in [
            "2024-02-30",
            "0000-01-01",
            "2024-02",
            "2024-02-29T",
            "24-02-29",
            "2024-02-29+15:00",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!(Date::new(0, 1, 1).is_err());
        assert!(Date::new(i64::MIN, 1, 1).is_err());
    }

    #[test]
    fn compares_by_the_beginning_of_the_day() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(date("2024-01-01") < date("2024-01-02"));
        assert!(date("2024-01-01+14:00") < date("2024-01-01Z"));
        assert_eq!(date("2024-01-01").partial_cmp(&date("2024-01-01Z")), None);
        assert!(date("2024-01-01") < date("2024-01-02Z"));
    }
}
