//! When a call is made again.

use std::time::Duration;

use crate::random;

/// When a call that failed is made again.
///
/// Only two kinds of failures are: the request surely was not sent, whatever the operation; or what went wrong may pass
/// (the connection broke, 429, 502, 503, 504 without a SOAP message) and the operation only reads. A fault is an answer and
/// never asked for again. What changes something, such as submitting a job, deleting assets or invalidating the CDN, is
/// never sent twice, nor is a check of a password, which could lock the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Default for Retry {
    /// Three attempts; pauses of a quarter of a second, then twice as much each, up to 20 seconds.
    fn default() -> Self {
        Retry {
            attempts: 3,
            first: Duration::from_millis(250),
            longest: Duration::from_secs(20),
        }
    }
}

impl Retry {
    /// No second attempt.
    pub fn never() -> Self {
        Retry::default().attempts(1)
    }

    /// Sets how often a call is made at most.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the first pause and the longest. Each is shortened at random by up to a half.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// The pause after this many attempts; `None` where that is the end.
    pub(crate) fn pause<F>(
        &self,
        attempts: u32,
        is_idempotent: bool,
        error: &soapstone::Error<F>,
    ) -> Option<Duration> {
        let is_allowed = error.is_retryable() || (is_idempotent && error.is_transient());
        if !is_allowed || attempts >= self.attempts {
            return None;
        }
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let pause = self.first.saturating_mul(factor).min(self.longest);
        Some(random::spread(pause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use soapstone::transport::{TransportError, TransportErrorKind};

    fn closed(sent: bool) -> soapstone::Error {
        TransportError::new(TransportErrorKind::Closed, sent).into()
    }

    #[test]
    fn what_changes_something_is_sent_again_only_if_it_was_not_sent() {
        let retry = Retry::default();
        assert!(retry.pause(1, false, &closed(false)).is_some());
        assert_eq!(retry.pause(1, false, &closed(true)), None);
        assert!(retry.pause(1, true, &closed(true)).is_some());
        assert_eq!(retry.pause(3, true, &closed(true)), None);
        assert_eq!(Retry::never().pause(1, true, &closed(false)), None);
    }
}
