//! The proleptic Gregorian calendar of XSD 1.0, and the order of moments in it.

use super::{Fraction, Timezone};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Whether a year has a 29 February. The rule looks at the number of the year as it is written, also
/// before the year 1 (Part 2, 3.2.7.1; there is no year 0 in XSD 1.0).
pub(crate) fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has; 0 if there is no such month.
pub(crate) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether the day exists.
pub(crate) fn is_date(year: i64, month: u8, day: u8) -> bool {
    year != 0 && day >= 1 && day <= days_in_month(year, month)
}

/// The day after; `None` after the last one that can be represented.
pub(crate) fn next_day(year: i64, month: u8, day: u8) -> Option<(i64, u8, u8)> {
    if day < days_in_month(year, month) {
        Some((year, month, day + 1))
    } else if month < 12 {
        Some((year, month + 1, 1))
    } else {
        let next = year.checked_add(1)?;
        Some((if next == 0 { 1 } else { next }, 1, 1))
    }
}

/// How many days a cycle of 400 years has.
const DAYS_OF_400_YEARS: i128 = 146_097;

/// The number of a day, 1970-01-01 being 0.
///
/// The year 0, which XSD 1.0 does not have, would have had 366 days; they are taken out.
pub(crate) fn day_number(year: i128, month: u8, day: u8) -> i128 {
    // Years that start in March have their leap day at the end.
    let (shifted_year, shifted_month) = if month > 2 {
        (year, i128::from(month) - 3)
    } else {
        (year - 1, i128::from(month) + 9)
    };
    let day_of_year = (153 * shifted_month + 2) / 5 + i128::from(day) - 1;
    let leap_days =
        shifted_year.div_euclid(4) - shifted_year.div_euclid(100) + shifted_year.div_euclid(400);
    let number = shifted_year * 365 + leap_days + day_of_year - 719_468;
    if year < 0 { number + 366 } else { number }
}

/// The year, month and day of a day with this number.
pub(crate) fn date_of_day_number(number: i64) -> (i64, u8, u8) {
    let (year, month, day) = date_with_year_0(number.into());
    if year > 0 {
        (year, month, day)
    } else {
        date_with_year_0(i128::from(number) - 366)
    }
}

/// The year, month and day in a calendar that has a year 0.
fn date_with_year_0(number: i128) -> (i64, u8, u8) {
    let days = number + 719_468;
    let cycle = days.div_euclid(DAYS_OF_400_YEARS);
    let day_of_cycle = days.rem_euclid(DAYS_OF_400_YEARS);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524
        - day_of_cycle / 146_096)
        / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_cycle + cycle * 400 + i128::from(month <= 2);
    // Months and days are small, and a year has more than one day.
    (
        i64::try_from(year).unwrap_or_default(),
        u8::try_from(month).unwrap_or_default(),
        u8::try_from(day).unwrap_or_default(),
    )
}

/// A place on the time line: what a date or time begins with, for comparing and hashing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position<'a> {
    /// Seconds of UTC, or of local time where there is no time zone.
    seconds: i128,
    fraction: &'a Fraction,
    has_timezone: bool,
}

impl<'a> Position<'a> {
    /// The place of a local time in a time zone.
    pub(crate) fn new(
        local_seconds: i128,
        fraction: &'a Fraction,
        timezone: Option<Timezone>,
    ) -> Position<'a> {
        Position {
            seconds: local_seconds - timezone.map_or(0, Timezone::seconds),
            fraction,
            has_timezone: timezone.is_some(),
        }
    }

    /// The place of the beginning of a day.
    pub(crate) fn of_day(
        year: i64,
        month: u8,
        day: u8,
        timezone: Option<Timezone>,
    ) -> Position<'static> {
        let seconds = day_number(year.into(), month, day) * SECONDS_OF_DAY;
        Position::new(seconds, &Fraction::ZERO, timezone)
    }

    /// The whole seconds since 1970-01-01T00:00:00.
    pub(crate) fn seconds(&self) -> i128 {
        self.seconds
    }

    /// The same place seen from the western or eastern end of the world.
    fn shifted(self, seconds: i128) -> (i128, &'a Fraction) {
        (self.seconds + seconds, self.fraction)
    }
}

/// How many seconds a day has.
pub(crate) const SECONDS_OF_DAY: i128 = 86_400;

/// How far a local time can be from UTC.
const FOURTEEN_HOURS: i128 = 14 * 3_600;

/// One with a time zone and one without are never equal.
impl PartialEq for Position<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.has_timezone == other.has_timezone && self.shifted(0) == other.shifted(0)
    }
}

/// The order of Part 2, 3.2.7.4: where only one has a time zone, the other could be anywhere within 14
/// hours.
impl PartialOrd for Position<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.has_timezone == other.has_timezone {
            return Some(self.shifted(0).cmp(&other.shifted(0)));
        }
        if self.shifted(FOURTEEN_HOURS) < other.shifted(0) {
            Some(Ordering::Less)
        } else if self.shifted(-FOURTEEN_HOURS) > other.shifted(0) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }
}

impl Hash for Position<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.fraction, self.has_timezone).hash(state);
    }
}

/// Gives a type with `position(&self) -> Position` the equality, order and hash of its position.
macro_rules! positioned {
    ($type:ident) => {
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.position() == other.position()
            }
        }

        impl Eq for $type {}

        /// `None` where only one of the two has a time zone and they are within 14 hours of each other.
        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.position().partial_cmp(&other.position())
            }
        }

        impl std::hash::Hash for $type {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.position().hash(state);
            }
        }
    };
}
pub(crate) use positioned;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_days_in_order_and_back() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!(day_number(2000, 2, 29), 11_016);
        let mut date = (-401, 12, 25);
        for _ in 0..400_000 {
            let next = next_day(date.0, date.1, date.2).unwrap();
            let number = day_number(next.0.into(), next.1, next.2);
            assert_eq!(
                number,
                day_number(date.0.into(), date.1, date.2) + 1,
                "{date:?}"
            );
            assert_eq!(date_of_day_number(i64::try_from(number).unwrap()), next);
            date = next;
        }
        assert_eq!(next_day(-1, 12, 31), Some((1, 1, 1)));
        assert_eq!(next_day(i64::MAX, 12, 31), None);
    }

    #[test]
    fn knows_which_days_exist() {
        for (year, month, day, exists) in [
            (2024, 2, 29, true),
            (2023, 2, 29, false),
            (1900, 2, 29, false),
            (2000, 2, 29, true),
            (-4, 2, 29, true),
            (2023, 4, 31, false),
            (2023, 13, 1, false),
            (2023, 0, 1, false),
            (2023, 1, 0, false),
            (0, 1, 1, false),
        ] {
            assert_eq!(is_date(year, month, day), exists, "{year}-{month}-{day}");
        }
    }
}
