//! Time zones as XSD has them: an offset from UTC.

use super::lexical::{Scanner, push_two_digits};
use crate::simple::{Builtin, ValueError};

/// The offset of local time from UTC, in minutes, from -14:00 to +14:00 (Part 2, 3.2.7.3).
///
/// ```
/// use soapstone::xsd::Timezone;
///
/// assert_eq!(Timezone::from_minutes(-330)?.to_string(), "-05:30");
/// assert_eq!(Timezone::UTC.to_string(), "Z");
/// assert!(Timezone::from_minutes(841).is_err());
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timezone {
    minutes: i16,
}

/// The largest offset: 14 hours.
const LIMIT: i16 = 14 * 60;

impl Timezone {
    /// No offset, written `Z`.
    pub const UTC: Timezone = Timezone { minutes: 0 };

    /// An offset in minutes, positive to the east.
    ///
    /// # Errors
    /// [`OutOfRange`](crate::simple::ValueErrorKind::OutOfRange) beyond 14 hours.
    pub fn from_minutes(minutes: i16) -> Result<Timezone, ValueError> {
        if (-LIMIT..=LIMIT).contains(&minutes) {
            Ok(Timezone { minutes })
        } else {
            Err(ValueError::out_of_range(
                &minutes.to_string(),
                Builtin::DateTime,
                "a time zone from -840 to 840 minutes",
            ))
        }
    }

    /// The offset in minutes, positive to the east.
    #[must_use]
    pub const fn minutes(self) -> i16 {
        self.minutes
    }

    /// The offset in seconds.
    pub(crate) fn seconds(self) -> i128 {
        i128::from(self.minutes) * 60
    }

    /// Reads a time zone, if there is one.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Option<Option<Timezone>> {
        if scanner.is_at_end() {
            return Some(None);
        }
        if scanner.eat("Z") {
            return Some(Some(Timezone::UTC));
        }
        let negative = scanner.eat("-");
        if !negative {
            scanner.expect("+")?;
        }
        let hours = i16::from(scanner.two_digits()?);
        scanner.expect(":")?;
        let minutes = i16::from(scanner.two_digits()?);
        let total = hours * 60 + minutes;
        if minutes > 59 || total > LIMIT {
            return None;
        }
        let minutes = if negative { -total } else { total };
        Some(Some(Timezone { minutes }))
    }

    /// Appends the lexical form.
    pub(crate) fn push(self, out: &mut String) {
        if self.minutes == 0 {
            out.push('Z');
            return;
        }
        out.push(if self.minutes < 0 { '-' } else { '+' });
        let minutes = self.minutes.unsigned_abs();
        // Both parts are below 60, so they fit.
        push_two_digits(u8::try_from(minutes / 60).unwrap_or_default(), out);
        out.push(':');
        push_two_digits(u8::try_from(minutes % 60).unwrap_or_default(), out);
    }
}

impl std::fmt::Display for Timezone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        formatter.pad(&text)
    }
}
