//! `xsd:gYear`, `xsd:gYearMonth`, `xsd:gMonth`, `xsd:gMonthDay`, `xsd:gDay`.

use super::Timezone;
use super::calendar::{self, Position, positioned};
use super::lexical::{Malformed, Scanner, push_two_digits, push_year, textual};
use crate::simple::{Builtin, ValueError};

/// A leap year that begins with a month of 31 days: the year and month in which recurring days are
/// compared.
const ANY_YEAR: i64 = 1972;

/// Declares a type made of some of year, month and day, and a time zone.
macro_rules! gregorian {
    (
        $(#[$documentation:meta])*
        $type:ident { $($field:ident: $field_type:ty, $about:literal;)+ }
        default $($default:literal)+;
        exists $exists:expr;
        day $day:expr;
        scan $scan:expr;
        push $push:expr;
        range $range:literal;
    ) => {
        $(#[$documentation])*
        #[derive(Clone, Copy)]
        pub struct $type {
            $($field: $field_type,)+
            timezone: Option<Timezone>,
        }

        impl $type {
            /// A value without a time zone.
            ///
            /// # Errors
            /// If there is nothing like that in the calendar.
            pub fn new($($field: $field_type),+) -> Result<$type, ValueError> {
                let value = $type { $($field,)+ timezone: None };
                let exists: fn(&$type) -> bool = $exists;
                if exists(&value) {
                    Ok(value)
                } else {
                    let builtin = Builtin::$type;
                    let name = format!("xsd:{}", builtin.local_name());
                    Err(ValueError::lexical(&value.to_string(), name, builtin.expected()))
                }
            }

            /// The same in another time zone, or in none.
            #[must_use]
            pub fn with_timezone(self, timezone: Option<Timezone>) -> $type {
                $type { timezone, ..self }
            }

            $(
                #[doc = $about]
                #[must_use]
                pub fn $field(&self) -> $field_type {
                    self.$field
                }
            )+

            /// The time zone, if there is one.
            #[must_use]
            pub fn timezone(&self) -> Option<Timezone> {
                self.timezone
            }

            pub(crate) fn parse(text: &str) -> Result<$type, Malformed> {
                Scanner::whole(text, |scanner| {
                    let scan: fn(&mut Scanner<'_>) -> Option<($($field_type,)+)> = $scan;
                    let ($($field,)+) = scan(scanner)?;
                    let timezone = Timezone::scan(scanner)?;
                    let value = $type { $($field,)+ timezone };
                    let exists: fn(&$type) -> bool = $exists;
                    exists(&value).then_some(value)
                })
            }

            pub(crate) fn push(&self, out: &mut String) {
                let push: fn(&$type, &mut String) = $push;
                push(self, out);
                if let Some(timezone) = self.timezone {
                    timezone.push(out);
                }
            }

            fn position(&self) -> Position<'static> {
                let day: fn(&$type) -> (i64, u8, u8) = $day;
                let (year, month, day) = day(self);
                Position::of_day(year, month, day, self.timezone)
            }
        }

        impl Default for $type {
            fn default() -> $type {
                let ($($field,)+) = ($($default,)+);
                $type { $($field,)+ timezone: None }
            }
        }

        textual!($type, $type, $range);
        positioned!($type);
    };
}

gregorian! {
    /// A year: `xsd:gYear` (Part 2, 3.2.11).
    ///
    /// ```
    /// use soapstone::xsd::GYear;
    ///
    /// assert_eq!("-0044".parse::<GYear>()?.year(), -44);
    /// assert!("99".parse::<GYear>().is_err());
    /// # Ok::<(), soapstone::simple::ValueError>(())
    /// ```
    GYear {
        year: i64, "The year; negative before the year 1. There is no year 0.";
    }
    default 1970;
    exists |value| is_year(value.year);
    day |value| (value.year, 1, 1);
    scan |scanner| Some((scanner.year()?,));
    push |value, out| push_year(value.year, out);
    range "years from -9223372036854775807 to 9223372036854775807";
}

gregorian! {
    /// A month of a year: `xsd:gYearMonth` (Part 2, 3.2.10).
    ///
    /// ```
    /// use soapstone::xsd::GYearMonth;
    ///
    /// assert!("2023-12".parse::<GYearMonth>()? < GYearMonth::new(2024, 2)?);
    /// # Ok::<(), soapstone::simple::ValueError>(())
    /// ```
    GYearMonth {
        year: i64, "The year; negative before the year 1. There is no year 0.";
        month: u8, "The month, from 1.";
    }
    default 1970 1;
    exists |value| is_year(value.year) && calendar::is_date(value.year, value.month, 1);
    day |value| (value.year, value.month, 1);
    scan |scanner| {
        let year = scanner.year()?;
        scanner.expect("-")?;
        Some((year, scanner.two_digits()?))
    };
    push |value, out| {
        push_year(value.year, out);
        out.push('-');
        push_two_digits(value.month, out);
    };
    range "years from -9223372036854775807 to 9223372036854775807";
}

gregorian! {
    /// A month that recurs each year: `xsd:gMonth` (Part 2, 3.2.14).
    ///
    /// ```
    /// use soapstone::xsd::GMonth;
    ///
    /// assert_eq!("--02Z".parse::<GMonth>()?.month(), 2);
    /// # Ok::<(), soapstone::simple::ValueError>(())
    /// ```
    GMonth {
        month: u8, "The month, from 1.";
    }
    default 1;
    exists |value| calendar::is_date(ANY_YEAR, value.month, 1);
    day |value| (ANY_YEAR, value.month, 1);
    scan |scanner| {
        scanner.expect("--")?;
        Some((scanner.two_digits()?,))
    };
    push |value, out| {
        out.push_str("--");
        push_two_digits(value.month, out);
    };
    range "a month";
}

gregorian! {
    /// A day that recurs each year: `xsd:gMonthDay` (Part 2, 3.2.12).
    ///
    /// ```
    /// use soapstone::xsd::GMonthDay;
    ///
    /// let leap_day: GMonthDay = "--02-29".parse()?;
    /// assert_eq!((leap_day.month(), leap_day.day()), (2, 29));
    /// # Ok::<(), soapstone::simple::ValueError>(())
    /// ```
    GMonthDay {
        month: u8, "The month, from 1.";
        day: u8, "The day of the month, from 1.";
    }
    default 1 1;
    exists |value| calendar::is_date(ANY_YEAR, value.month, value.day);
    day |value| (ANY_YEAR, value.month, value.day);
    scan |scanner| {
        scanner.expect("--")?;
        let month = scanner.two_digits()?;
        scanner.expect("-")?;
        Some((month, scanner.two_digits()?))
    };
    push |value, out| {
        out.push_str("--");
        push_two_digits(value.month, out);
        out.push('-');
        push_two_digits(value.day, out);
    };
    range "a month and day";
}

gregorian! {
    /// A day that recurs each month: `xsd:gDay` (Part 2, 3.2.13).
    ///
    /// ```
    /// use soapstone::xsd::GDay;
    ///
    /// assert_eq!("---31".parse::<GDay>()?.day(), 31);
    /// # Ok::<(), soapstone::simple::ValueError>(())
    /// ```
    GDay {
        day: u8, "The day of the month, from 1.";
    }
    default 1;
    exists |value| calendar::is_date(ANY_YEAR, 1, value.day);
    day |value| (ANY_YEAR, 1, value.day);
    scan |scanner| {
        scanner.expect("---")?;
        Some((scanner.two_digits()?,))
    };
    push |value, out| {
        out.push_str("---");
        push_two_digits(value.day, out);
    };
    range "a day";
}

/// Whether XSD 1.0 has the year, and so does this crate.
fn is_year(year: i64) -> bool {
    year != 0 && year != i64::MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Display;
    use std::str::FromStr;

    fn round_trips<T: FromStr + Display>(good: &[&str], bad: &[&str]) {
        for text in good {
            let Ok(value) = text.parse::<T>() else {
                panic!("{text} is refused");
            };
            assert_eq!(value.to_string(), *text);
        }
        for text in bad {
            assert!(text.parse::<T>().is_err(), "{text} is taken");
        }
    }

    #[test]
    fn reads_and_writes() {
        round_trips::<GYear>(
            &["2024", "-0001Z", "12345+01:00"],
            &["0000", "024", "02024", "2024-", "", "+2024"],
        );
        round_trips::<GYearMonth>(
            &["2024-02", "-0001-12Z"],
            &["2024-13", "2024-00", "2024", "2024-2", "2024-02-01"],
        );
        round_trips::<GMonth>(
            &["--01", "--12-05:00"],
            &["--13", "--00", "-01", "--1", "--01--", "01"],
        );
        round_trips::<GMonthDay>(
            &["--02-29", "--12-31Z"],
            &["--02-30", "--04-31", "--00-01", "--0101", "02-29"],
        );
        round_trips::<GDay>(
            &["---01", "---31+14:00"],
            &["---32", "---00", "--01", "---1", "31"],
        );
    }

    #[test]
    fn builds_what_exists() {
        assert_eq!(GYear::new(0).unwrap_err().type_name(), "xsd:gYear");
        assert!(GYearMonth::new(2024, 13).is_err());
        assert!(GMonth::new(0).is_err());
        assert!(GMonthDay::new(2, 30).is_err());
        assert_eq!(GDay::new(31).unwrap().to_string(), "---31");
    }

    #[test]
    fn compares_with_time_zones() {
        let day = |text: &str| text.parse::<GMonthDay>().unwrap();
        assert!(day("--01-31") < day("--02-01"));
        assert_eq!(day("--01-31").partial_cmp(&day("--01-31Z")), None);
        assert!(day("--01-31+05:00") < day("--01-31Z"));
        assert!("---02".parse::<GDay>().unwrap() > "---01Z".parse::<GDay>().unwrap());
    }
}
