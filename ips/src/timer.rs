//! Time, so that tests need not wait.

use std::time::{Duration, Instant};

use soapstone::transport::BoxFuture;

/// What tells the time and waits.
///
/// Polling for jobs and pauses between attempts go through it. [`ThreadTimer`] is for blocking clients, [`TokioTimer`]
/// (feature `reqwest`) for asynchronous ones, and the clock of the fake passes without waiting.
pub trait Timer: Send + Sync {
    /// The time since some fixed moment.
    fn now(&self) -> Duration;

    /// Waits.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}

/// Waits by blocking the thread.
#[derive(Clone, Debug)]
pub struct ThreadTimer(Instant);

impl Default for ThreadTimer {
    fn default() -> Self {
        ThreadTimer(Instant::now())
    }
}

impl Timer for ThreadTimer {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { std::thread::sleep(time) })
    }
}

/// Waits inside tokio.
#[cfg(feature = "reqwest")]
#[derive(Clone, Debug)]
pub struct TokioTimer(Instant);

#[cfg(feature = "reqwest")]
impl Default for TokioTimer {
    fn default() -> Self {
        TokioTimer(Instant::now())
    }
}

#[cfg(feature = "reqwest")]
impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
