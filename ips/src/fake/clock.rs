//! Time that passes when it is told to.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use soapstone::transport::BoxFuture;
use soapstone::xsd::DateTime;

use crate::Timer;

/// The first moment of a clock that is told: 2026-01-01T00:00:00Z.
const BEGINNING: Duration = Duration::from_secs(1_767_225_600);

/// The clock of a fake. As a [`Timer`] of a client, waiting makes it pass at once. Clones are the same clock.
#[derive(Clone)]
pub struct Clock(Arc<Kind>);

enum Kind {
    Manual(Mutex<Duration>),
    Real(Instant),
}

impl Clock {
    /// A clock that stands still until somebody waits for it.
    pub fn manual() -> Self {
        Clock(Arc::new(Kind::Manual(Mutex::default())))
    }

    /// A clock that goes as clocks do. Waiting for it blocks the thread.
    pub fn real() -> Self {
        Clock(Arc::new(Kind::Real(Instant::now())))
    }

    /// Lets time pass. A real clock goes its own way.
    pub fn advance(&self, time: Duration) {
        if let Kind::Manual(now) = &*self.0 {
            *now.lock().unwrap_or_else(PoisonError::into_inner) += time;
        }
    }

    /// The moment that the fake says it is.
    pub fn date(&self) -> DateTime {
        self.date_at(self.now())
    }

    /// The date of a time of this clock.
    pub(super) fn date_at(&self, time: Duration) -> DateTime {
        let beginning = match &*self.0 {
            Kind::Manual(_) => BEGINNING,
            Kind::Real(start) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
                .saturating_sub(start.elapsed()),
        };
        DateTime::from(UNIX_EPOCH + beginning + time)
    }

    /// The time of this clock for a date; zero for one before its beginning.
    pub(super) fn time_of(&self, date: &DateTime) -> Duration {
        let beginning = SystemTime::try_from(&self.date_at(Duration::ZERO));
        let moment = SystemTime::try_from(date);
        match (beginning, moment) {
            (Ok(beginning), Ok(moment)) => moment.duration_since(beginning).unwrap_or_default(),
            _ => Duration::ZERO,
        }
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        match &*self.0 {
            Kind::Manual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
            Kind::Real(start) => start.elapsed(),
        }
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            match &*self.0 {
                Kind::Manual(_) => self.advance(time),
                Kind::Real(_) => std::thread::sleep(time),
            }
        })
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({:?})", self.now())
    }
}
