//! A look at what travels.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Request, Response};

use super::{BlockingTransport, BoxFuture, CallOptions, Transport, TransportError};

/// One half of an exchange, as an observer sees it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Exchange<'a> {
    /// What is about to be sent.
    Request(&'a Request<Bytes>),
    /// What came back, with its content encoding undone.
    Response(&'a Response<Bytes>),
    /// What came instead of a response.
    Error(&'a TransportError),
}

/// A transport that shows each request and response to a function: for examples, tests and the
/// search for a mistake.
///
/// The values of the headers that hold credentials (`Authorization`, `Proxy-Authorization`,
/// `Cookie`, `Set-Cookie`, and all that are marked as sensitive) are replaced by `[REDACTED]`.
/// **Bodies are shown as they are**, so an observer must not write those with a password to a log.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use soapstone::transport::{BlockingTransport, CallOptions, Exchange, InProcess, Observed};
///
/// let service = InProcess::new(|_: Request<Bytes>| Response::new(Bytes::from_static(b"<b/>")));
/// let transport = Observed::new(service, |exchange: Exchange<'_>| match exchange {
///     Exchange::Request(request) => println!("> {:?}", request.body()),
///     Exchange::Response(response) => println!("< {:?}", response.body()),
///     _ => {}
/// });
/// let request = Request::post("http://service/").body(Bytes::from_static(b"<a/>")).unwrap();
/// BlockingTransport::send(&transport, request, &CallOptions::default())?;
/// # Ok::<(), soapstone::transport::TransportError>(())
/// ```
#[derive(Clone)]
pub struct Observed<T, F> {
    transport: T,
    observer: F,
}

impl<T, F> Observed<T, F>
where
    F: Fn(Exchange<'_>) + Send + Sync,
{
    /// `transport`, with `observer` called before and after each exchange.
    pub fn new(transport: T, observer: F) -> Self {
        Observed {
            transport,
            observer,
        }
    }

    fn show_request(&self, request: &Request<Bytes>) {
        let mut shown = request.clone();
        redact(shown.headers_mut());
        (self.observer)(Exchange::Request(&shown));
    }

    fn show_outcome(&self, outcome: &Result<Response<Bytes>, TransportError>) {
        match outcome {
            Ok(response) => {
                let mut shown = response.clone();
                redact(shown.headers_mut());
                (self.observer)(Exchange::Response(&shown));
            }
            Err(error) => (self.observer)(Exchange::Error(error)),
        }
    }
}

impl<T, F> Transport for Observed<T, F>
where
    T: Transport,
    F: Fn(Exchange<'_>) + Send + Sync,
{
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            self.show_request(&request);
            let outcome = self.transport.send(request, options).await;
            self.show_outcome(&outcome);
            outcome
        })
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.transport.sleep(duration)
    }
}

impl<T, F> BlockingTransport for Observed<T, F>
where
    T: BlockingTransport,
    F: Fn(Exchange<'_>) + Send + Sync,
{
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.show_request(&request);
        let outcome = self.transport.send(request, options);
        self.show_outcome(&outcome);
        outcome
    }
}

impl<T: fmt::Debug, F> fmt::Debug for Observed<T, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Observed")
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

fn redact(headers: &mut HeaderMap) {
    const SECRET: [http::HeaderName; 4] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE];
    for (name, value) in headers.iter_mut() {
        if value.is_sensitive() || SECRET.contains(name) {
            *value = HeaderValue::from_static("[REDACTED]");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::transport::{BasicAuth, InProcess, TransportLimits};

    #[test]
    fn both_halves_are_shown_without_credentials_and_sent_with_them() {
        let service = InProcess::new(|request: Request<Bytes>| {
            let authorization = request.headers()[AUTHORIZATION].clone();
            Response::builder()
                .header("x-got", authorization.to_str().unwrap())
                .header(SET_COOKIE, "session=S3CR3T")
                .body(Bytes::from_static(b"<b/>"))
                .unwrap()
        });
        let shown = Mutex::new(Vec::new());
        let transport = Observed::new(service, |exchange: Exchange<'_>| {
            let line = match exchange {
                Exchange::Request(request) => format!("{:?}", (request.headers(), request.body())),
                Exchange::Response(response) => {
                    format!(
                        "{:?}",
                        (response.headers().get(SET_COOKIE), response.body())
                    )
                }
                Exchange::Error(error) => error.to_string(),
            };
            shown.lock().unwrap().push(line);
        });

        let credentials = BasicAuth::new("user", "password").unwrap();
        let request = || {
            let mut request = Request::post("http://service/")
                .body(Bytes::from_static(b"<a/>"))
                .unwrap();
            credentials.apply(request.headers_mut());
            request
                .headers_mut()
                .insert("x-plain", HeaderValue::from_static("1"));
            request
        };
        let response =
            BlockingTransport::send(&transport, request(), &CallOptions::default()).unwrap();
        assert_eq!(response.headers()["x-got"], credentials.header_value());

        let limits = TransportLimits {
            wire_bytes: 1,
            ..TransportLimits::default()
        };
        let options = CallOptions::new().with_limits(limits);
        BlockingTransport::send(&transport, request(), &options).unwrap_err();

        let sent = r#"({"authorization": "[REDACTED]", "x-plain": "1"}, b"<a/>")"#;
        assert_eq!(
            *shown.lock().unwrap(),
            [
                sent,
                r#"(Some("[REDACTED]"), b"<b/>")"#,
                sent,
                "http://service: the body is larger than the limit `wire_bytes` of 1 bytes: \
                 found 4 bytes",
            ],
        );
    }
}
