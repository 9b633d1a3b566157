//! Exchanges that are kept, and given back: tests against a real service that run without it.

mod document;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};

pub use self::document::RecordingError;
use super::{
    BlockingTransport, BoxFuture, CallOptions, Redaction, Transport, TransportError,
    TransportErrorKind, finish_response,
};

/// Requests and their responses, without secrets.
///
/// A [`Recorder`] makes one, a [`Replay`] answers from it, and between the two it is a file of XML that people can read
/// ([`to_xml`](Self::to_xml), [`from_xml`](Self::from_xml)).
///
/// What is kept has `[redacted]` in the place of every secret that the client knows of ([`Redaction`]). Of the HTTP
/// headers, those are left out that hold credentials or say how a message was cut up on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    exchanges: Vec<Recorded>,
}

/// One exchange of a [`Recording`].
#[derive(Clone, Debug, PartialEq, Eq)]
struct Recorded {
    request: RecordedRequest,
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What a request is known by when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RecordedRequest {
    method: String,
    /// Path and query.
    target: String,
    /// `SOAPAction`, or the content type, which has the action in SOAP 1.2.
    action: String,
    body: Vec<u8>,
}

impl Recording {
    /// The number of exchanges.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Whether there is no exchange.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }
}

/// A transport that keeps what travels through another one.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use soapstone::transport::{BlockingTransport, CallOptions, InProcess, Recorder, Replay};
///
/// let service = InProcess::new(|_: Request<Bytes>| Response::new(Bytes::from_static(b"<b/>")));
/// let recorder = Recorder::new(service);
/// let request = || Request::post("http://service/").body(Bytes::from_static(b"<a/>")).unwrap();
/// BlockingTransport::send(&recorder, request(), &CallOptions::default())?;
///
/// let replay = Replay::new(recorder.recording());
/// let response = BlockingTransport::send(&replay, request(), &CallOptions::default())?;
/// assert_eq!(response.body(), "<b/>");
/// # Ok::<(), soapstone::transport::TransportError>(())
/// ```
pub struct Recorder<T> {
    transport: T,
    recording: Mutex<Recording>,
}

impl<T> Recorder<T> {
    /// `transport`, with nothing recorded yet.
    pub fn new(transport: T) -> Self {
        Recorder {
            transport,
            recording: Mutex::default(),
        }
    }

    /// What was recorded so far, in the order in which the responses came. Exchanges without a response are not in it.
    pub fn recording(&self) -> Recording {
        self.recording
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(
        &self,
        request: RecordedRequest,
        outcome: &Result<Response<Bytes>, TransportError>,
        redaction: &Redaction,
    ) {
        let Ok(response) = outcome else {
            return;
        };
        let recorded = Recorded {
            request,
            status: response.status(),
            headers: shown_headers(response.headers(), redaction),
            body: redacted(response.body(), redaction),
        };
        let mut recording = self
            .recording
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        recording.exchanges.push(recorded);
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let recorded = RecordedRequest::of(&request, &options.redaction);
            let outcome = self.transport.send(request, options).await;
            self.keep(recorded, &outcome, &options.redaction);
            outcome
        })
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.transport.sleep(duration)
    }
}

impl<T: BlockingTransport> BlockingTransport for Recorder<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        let recorded = RecordedRequest::of(&request, &options.redaction);
        let outcome = self.transport.send(request, options);
        self.keep(recorded, &outcome, &options.redaction);
        outcome
    }
}

impl<T: fmt::Debug> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("transport", &self.transport)
            .field("recorded", &self.recording().len())
            .finish()
    }
}

/// A transport that answers from a [`Recording`], without a network.
///
/// Each exchange answers once: the first one left whose request is the same in method, path, query, action and body,
/// secrets aside. A request that was not recorded is an error that says so ([`TransportErrorKind::NotRecorded`]).
pub struct Replay {
    exchanges: Vec<Recorded>,
    answered: Mutex<Vec<bool>>,
    compares_bodies: bool,
}

impl Replay {
    /// Answers from a recording.
    pub fn new(recording: Recording) -> Self {
        Replay {
            answered: Mutex::new(vec![false; recording.exchanges.len()]),
            exchanges: recording.exchanges,
            compares_bodies: true,
        }
    }

    /// Takes requests for the same whatever their bodies: where these hold the time or a number used once.
    #[must_use]
    pub fn ignoring_bodies(mut self) -> Self {
        self.compares_bodies = false;
        self
    }

    /// How many exchanges have not answered yet.
    pub fn left(&self) -> usize {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.iter().filter(|answered| !**answered).count()
    }

    fn answer(
        &self,
        request: &Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        let asked = RecordedRequest::of(request, &options.redaction);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |recorded: &RecordedRequest| match self.compares_bodies {
            true => *recorded == asked,
            false => recorded.has_head_of(&asked),
        };
        let found = answered
            .iter_mut()
            .zip(&self.exchanges)
            .find(|(answered, exchange)| !**answered && is_same(&exchange.request));
        let Some((answered, exchange)) = found else {
            let error = TransportError::new(TransportErrorKind::NotRecorded, false);
            return Err(error.at(request.uri()));
        };
        *answered = true;
        finish_response(exchange.response(), &options.limits.unwrap_or_default())
            .map_err(|error| error.at(request.uri()))
    }
}

impl Transport for Replay {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { self.answer(&request, options) })
    }
}

impl BlockingTransport for Replay {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(&request, options)
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("exchanges", &self.exchanges.len())
            .field("left", &self.left())
            .finish()
    }
}

impl RecordedRequest {
    fn of(request: &Request<Bytes>, redaction: &Redaction) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            Some(redaction.redact(&String::from_utf8_lossy(value.as_bytes())))
        };
        let target = request.uri().path_and_query();
        RecordedRequest {
            method: request.method().to_string(),
            target: redaction.redact(target.map_or("/", |target| target.as_str())),
            action: header("soapaction")
                .or_else(|| header("content-type"))
                .unwrap_or_default(),
            body: redacted(request.body(), redaction),
        }
    }

    fn has_head_of(&self, other: &RecordedRequest) -> bool {
        self.method == other.method && self.target == other.target && self.action == other.action
    }
}

impl Recorded {
    fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body.clone()));
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(name.as_str()),
                HeaderValue::from_str(value),
            ) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// The headers that mean the same when they come from a recording.
fn shown_headers(headers: &HeaderMap, redaction: &Redaction) -> Vec<(String, String)> {
    const LEFT_OUT: [&str; 7] = [
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "keep-alive",
        "trailer",
        "transfer-encoding",
    ];
    const SECRET: [HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];
    headers
        .iter()
        .filter(|(name, value)| {
            !LEFT_OUT.contains(&name.as_str()) && !SECRET.contains(name) && !value.is_sensitive()
        })
        .map(|(name, value)| {
            let value = redaction.redact(&String::from_utf8_lossy(value.as_bytes()));
            (String::from(name.as_str()), value)
        })
        .collect()
}

/// A body without secrets; what in it is no text stays as it is.
fn redacted(body: &[u8], redaction: &Redaction) -> Vec<u8> {
    let mut shown = Vec::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        shown.extend_from_slice(redaction.redact(chunk.valid()).as_bytes());
        shown.extend_from_slice(chunk.invalid());
    }
    shown
}
