//! Making a call again that brought no answer.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Response};

use super::error::{is_busy, is_passing};
use super::message::is_message;
use crate::transport::TransportError;
use crate::xsd::{DateTime, Timezone};

/// When a client makes a call again that brought no answer, and how long it waits before that.
///
/// A call is made again
///
/// - whatever the operation, if the request surely was not sent: the name has no address yet, the server takes no
///   connection;
/// - if the operation is *idempotent*, also where the server may have got the request: the connection broke or timed
///   out, or something other than a SOAP message came with the status 429, 502, 503 or 504.
///
/// Which operations are idempotent is said by the overlay of the generator, or by
/// [`CallOptions::idempotent`](super::CallOptions::idempotent). A SOAP message is an answer, so that a fault never has a
/// call made again, unless [`or_if`](Self::or_if) says so. The request that is sent again is the same to the byte.
///
/// Waiting times are random (*full jitter*): between nothing and a bound that doubles from attempt to attempt, so that
/// many clients don't come back in the same moment. What the server asks for with `Retry-After` counts more, up to a
/// minute; a server that asks for more is not asked again. The time limit of a call is one for all attempts together.
///
/// ```
/// use std::time::Duration;
/// use soapstone::Retry;
///
/// let patient = Retry::safe().attempts(5).delays(Duration::from_secs(1), Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    also: Option<Arc<Predicate>>,
}

type Predicate = dyn Fn(&Response<Bytes>) -> bool + Send + Sync;

/// The longest time that a server may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

impl Retry {
    /// Three attempts, the bound of the waiting times growing from 250 milliseconds to 20 seconds: the default.
    pub fn safe() -> Self {
        Retry {
            attempts: 3,
            first: Duration::from_millis(250),
            longest: Duration::from_secs(20),
            also: None,
        }
    }

    /// One attempt.
    pub fn never() -> Self {
        Retry::safe().attempts(1)
    }

    /// Sets the number of attempts, the first among them. 0 counts as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the bound of the first waiting time, and that of the longest.
    #[must_use]
    pub fn delays(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Has idempotent operations called again also where `predicate` says so of the response: for services that answer
    /// with a fault when they are busy.
    #[must_use]
    pub fn or_if(
        mut self,
        predicate: impl Fn(&Response<Bytes>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.also = Some(Arc::new(predicate));
        self
    }
}

impl Default for Retry {
    fn default() -> Self {
        Retry::safe()
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("attempts", &self.attempts)
            .field("first", &self.first)
            .field("longest", &self.longest)
            .finish_non_exhaustive()
    }
}

/// The attempts of one call.
pub(super) struct Attempts<'r> {
    policy: &'r Retry,
    is_idempotent: bool,
    made: u32,
    deadline: Option<Instant>,
}

impl<'r> Attempts<'r> {
    /// `timeout` is that of the call, from now on.
    pub(super) fn new(policy: &'r Retry, is_idempotent: bool, timeout: Option<Duration>) -> Self {
        Attempts {
            policy,
            is_idempotent,
            made: 0,
            deadline: timeout.and_then(|timeout| Instant::now().checked_add(timeout)),
        }
    }

    /// The time for the attempt that begins; `own` where it is the first, or where the call has no limit.
    pub(super) fn time_left(&self, own: Option<Duration>) -> Option<Duration> {
        match self.deadline {
            Some(deadline) if self.made > 0 => {
                Some(deadline.saturating_duration_since(Instant::now()))
            }
            _ => own,
        }
    }

    /// How long to wait before the next attempt; `None` where the outcome of this one is that of the call.
    pub(super) fn wait_after(
        &mut self,
        outcome: &Result<Response<Bytes>, TransportError>,
    ) -> Option<Duration> {
        self.made += 1;
        if self.made >= self.policy.attempts || !self.may_repeat(outcome) {
            return None;
        }
        let asked = match outcome {
            Ok(response) => retry_after(response.headers(), SystemTime::now()),
            Err(_) => None,
        };
        let wait = match asked {
            Some(asked) if asked > LONGEST_ASKED => return None,
            Some(asked) => asked,
            None => self.bound().mul_f64(random()),
        };
        let is_in_time = self.deadline.is_none_or(|deadline| {
            Instant::now()
                .checked_add(wait)
                .is_some_and(|then| then < deadline)
        });
        is_in_time.then_some(wait)
    }

    fn may_repeat(&self, outcome: &Result<Response<Bytes>, TransportError>) -> bool {
        match outcome {
            Err(error) => is_passing(error) && (self.is_idempotent || !error.request_sent()),
            Ok(response) => {
                let is_asked = || self.policy.also.as_ref().is_some_and(|also| also(response));
                self.is_idempotent
                    && ((is_busy(response.status()) && !is_message(response)) || is_asked())
            }
        }
    }

    fn bound(&self) -> Duration {
        let doubled = 1_u32
            .checked_shl(self.made.saturating_sub(1))
            .unwrap_or(u32::MAX);
        self.policy
            .first
            .saturating_mul(doubled)
            .min(self.policy.longest)
    }
}

/// A number from 0 to 1. It need not be hard to guess, only different from client to client.
fn random() -> f64 {
    let bits = RandomState::new().hash_one(0_u8) >> 32;
    u32::try_from(bits).map_or(1.0, |bits| f64::from(bits) / f64::from(u32::MAX))
}

/// What `Retry-After` asks for (RFC 9110 section 10.2.3): seconds, or a moment.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    Some(moment(value)?.duration_since(now).unwrap_or_default())
}

/// A moment as HTTP writes it (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
fn moment(text: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.split_once(", ")?;
    let mut parts = rest.split([' ', ':']);
    let mut part = || parts.next();
    let day = part()?.parse().ok()?;
    let name = part()?;
    let month = (1..).zip(MONTHS).find(|(_, month)| *month == name)?.0;
    let year = part()?.parse().ok()?;
    let hour = part()?.parse().ok()?;
    let minute = part()?.parse().ok()?;
    let second = part()?.parse().ok()?;
    let moment = DateTime::new(year, month, day, hour, minute, second).ok()?;
    SystemTime::try_from(&moment.with_timezone(Some(Timezone::UTC))).ok()
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderValue, StatusCode};

    use super::*;
    use crate::transport::TransportErrorKind;

    type Outcome = Result<Response<Bytes>, TransportError>;

    fn failed(kind: TransportErrorKind, request_sent: bool) -> Outcome {
        Err(TransportError::new(kind, request_sent))
    }

    fn answered(status: u16, body: &'static str) -> Outcome {
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        Ok(response)
    }

    fn asking(outcome: Outcome, retry_after: &'static str) -> Outcome {
        outcome.map(|mut response| {
            let value = HeaderValue::from_static(retry_after);
            response.headers_mut().insert(RETRY_AFTER, value);
            response
        })
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        const FAULT: &str = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'/>";
        let cases = [
            // Outcome, whether any operation is repeated, whether an idempotent one is.
            (failed(TransportErrorKind::Connect, false), true, true),
            (
                failed(TransportErrorKind::NameResolution, false),
                true,
                true,
            ),
            (failed(TransportErrorKind::Tls, false), false, false),
            (
                failed(TransportErrorKind::InvalidRequest, false),
                false,
                false,
            ),
            (failed(TransportErrorKind::Closed, true), false, true),
            (failed(TransportErrorKind::Protocol, true), false, false),
            (answered(503, "busy"), false, true),
            (answered(503, "<html><body/></html>"), false, true),
            (answered(503, ""), false, true),
            (answered(429, ""), false, true),
            (answered(503, FAULT), false, false),
            (answered(500, ""), false, false),
            (answered(200, "busy"), false, false),
        ];
        for (outcome, any, idempotent) in cases {
            let policy = Retry::safe();
            for (is_idempotent, expected) in [(false, any), (true, idempotent)] {
                let mut attempts = Attempts::new(&policy, is_idempotent, None);
                let wait = attempts.wait_after(&outcome);
                assert_eq!(wait.is_some(), expected, "{outcome:?} {is_idempotent}");
            }
        }
    }

    #[test]
    fn a_predicate_adds_responses_for_idempotent_operations() {
        let policy = Retry::safe().or_if(|response| response.body().starts_with(b"<busy"));
        for (is_idempotent, body, expected) in [
            (true, "<busy/>", true),
            (true, "<done/>", false),
            (false, "<busy/>", false),
        ] {
            let mut attempts = Attempts::new(&policy, is_idempotent, None);
            let wait = attempts.wait_after(&answered(500, body));
            assert_eq!(wait.is_some(), expected);
        }
    }

    #[test]
    fn the_number_of_attempts_is_a_limit() {
        for (policy, expected) in [
            (Retry::safe(), 3),
            (Retry::never(), 1),
            (Retry::safe().attempts(0), 1),
        ] {
            let mut attempts = Attempts::new(&policy, false, None);
            let mut made = 1;
            while attempts
                .wait_after(&failed(TransportErrorKind::Connect, false))
                .is_some()
            {
                made += 1;
            }
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn waiting_times_stay_below_a_bound_that_doubles() {
        let policy = Retry::safe()
            .attempts(50)
            .delays(Duration::from_millis(100), Duration::from_millis(700));
        let mut attempts = Attempts::new(&policy, false, None);
        for bound in [100, 200, 400, 700, 700].into_iter().chain([700; 40]) {
            let wait = attempts.wait_after(&failed(TransportErrorKind::Connect, false));
            assert!(wait.unwrap() <= Duration::from_millis(bound));
            assert_eq!(attempts.bound(), Duration::from_millis(bound));
        }
    }

    #[test]
    fn a_server_is_given_the_time_that_it_asks_for() {
        let policy = Retry::safe();
        let wait = |text: &'static str, timeout: Option<u64>| {
            let timeout = timeout.map(Duration::from_secs);
            let outcome = asking(answered(503, ""), text);
            Attempts::new(&policy, true, timeout).wait_after(&outcome)
        };
        assert_eq!(wait("7", None), Some(Duration::from_secs(7)));
        assert_eq!(wait("61", None), None);
        assert_eq!(wait("7", Some(5)), None);
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:49:37 GMT", None),
            Some(Duration::ZERO)
        );
        assert!(wait("soon", None).unwrap() <= Duration::from_millis(250));
    }

    #[test]
    fn moments_of_http_are_understood() {
        let expected = UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(moment("Sun, 06 Nov 1994 08:49:37 GMT"), Some(expected));
        for text in ["", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
