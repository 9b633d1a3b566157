//! Calls that are made again, and what passes a client on its way.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use soapstone::soap::{CallContext, Interceptor};
use soapstone::transport::{
    BlockingTransport, BoxFuture, CallOptions as SendOptions, Endpoint, Transport, TransportError,
    TransportErrorKind,
};
use soapstone::{AnyElement, CallOptions, Client, Error, HeaderBlock, Retry, blocking};

use crate::archive::*;

type Outcome = Result<(u16, &'static str), TransportErrorKind>;

/// Answers with one outcome after the other, and keeps the requests.
#[derive(Clone)]
struct Scripted {
    outcomes: Arc<Mutex<Vec<Outcome>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Scripted {
    fn new(outcomes: &[Outcome]) -> Self {
        Scripted {
            outcomes: Arc::new(Mutex::new(outcomes.iter().rev().cloned().collect())),
            requests: Arc::default(),
            slept: Arc::default(),
        }
    }

    fn requests(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    fn client(&self) -> blocking::Client {
        let endpoint = Endpoint::new("https://example.com/archive").unwrap();
        let quick = Retry::safe().delays(Duration::ZERO, Duration::ZERO);
        blocking::Client::builder(endpoint, self.clone())
            .retry(quick)
            .build()
    }
}

impl BlockingTransport for Scripted {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &SendOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.requests.lock().unwrap().push(request);
        let outcome = self.outcomes.lock().unwrap().pop().unwrap();
        match outcome {
            Ok((status, body)) => Ok(Response::builder()
                .status(status)
                .body(Bytes::from_static(body.as_bytes()))
                .unwrap()),
            Err(kind) => {
                let sent = !matches!(kind, TransportErrorKind::Connect);
                Err(TransportError::new(kind, sent))
            }
        }
    }
}

impl Transport for Scripted {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a SendOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { BlockingTransport::send(self, request, options) })
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        self.slept.lock().unwrap().push(duration);
        Some(Box::pin(std::future::ready(())))
    }
}

const FOUND: &str = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>\
    <findAssetReturn xmlns='urn:archive'/></e:Body></e:Envelope>";

fn find() -> FindAsset {
    FindAsset {
        name: String::from("x"),
        limit: None,
    }
}

fn set_password() -> SetPassword {
    SetPassword {
        user: String::from("ada"),
        password: "S3CR3T-CANARY".into(),
    }
}

#[test]
fn an_idempotent_operation_is_called_again_until_there_is_an_answer() {
    let transport = Scripted::new(&[
        Err(TransportErrorKind::Connect),
        Ok((503, "<html>busy</html>")),
        Ok((200, FOUND)),
    ]);
    let found = transport.client().call::<FindAssetOperation>(&find());
    assert!(found.is_ok(), "{found:?}");
    let requests = transport.requests.lock().unwrap();
    assert_eq!(requests.len(), 3);
    assert!(
        requests
            .iter()
            .all(|request| request.body() == requests[0].body())
    );
}

#[test]
fn what_the_server_may_have_got_is_sent_once_for_other_operations() {
    for outcome in [
        Err(TransportErrorKind::Closed),
        Ok((503, "busy")),
        Ok((429, "")),
    ] {
        let transport = Scripted::new(&[outcome]);
        let error = transport
            .client()
            .call::<SetPasswordOperation>(&set_password())
            .unwrap_err();
        assert!(error.is_transient() && !error.is_retryable(), "{error}");
        assert_eq!(transport.requests(), 1);
    }
}

#[test]
fn a_call_may_say_otherwise_of_its_operation_and_of_its_attempts() {
    let closed = || Err(TransportErrorKind::Closed);
    let quick = Retry::safe().delays(Duration::ZERO, Duration::ZERO);
    let cases = [
        (CallOptions::new().idempotent(true), 3),
        (
            CallOptions::new().idempotent(true).retry(quick.attempts(2)),
            2,
        ),
        (CallOptions::new(), 1),
    ];
    for (options, expected) in cases {
        let transport = Scripted::new(&[closed(), closed(), closed()]);
        let outcome = transport
            .client()
            .call_with::<SetPasswordOperation>(&set_password(), &options);
        assert!(matches!(outcome, Err(Error::Transport(_))));
        assert_eq!(transport.requests(), expected);
    }
}

#[test]
fn asynchronous_clients_wait_with_the_timer_of_the_transport() {
    let transport = Scripted::new(&[
        Err(TransportErrorKind::Connect),
        Err(TransportErrorKind::Connect),
        Ok((200, FOUND)),
    ]);
    let endpoint = Endpoint::new("https://example.com/archive").unwrap();
    let client = Client::builder(endpoint, transport.clone()).build();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let found = find();
    runtime
        .block_on(client.call::<FindAssetOperation>(&found))
        .unwrap();
    let slept = transport.slept.lock().unwrap();
    assert_eq!(slept.len(), 2);
    assert!(
        slept
            .iter()
            .all(|slept| *slept <= Duration::from_millis(500))
    );
}

struct Signing(&'static str, Arc<Mutex<Vec<String>>>);

impl Interceptor for Signing {
    fn request(&self, request: &mut Request<Bytes>) -> Result<(), TransportError> {
        self.1.lock().unwrap().push(format!("> {}", self.0));
        let length = HeaderValue::from(request.body().len());
        request.headers_mut().insert(self.0, length);
        Ok(())
    }

    fn response(&self, response: &mut Response<Bytes>) -> Result<(), TransportError> {
        self.1.lock().unwrap().push(format!("< {}", self.0));
        *response.status_mut() = StatusCode::ACCEPTED;
        Ok(())
    }
}

#[test]
fn interceptors_see_every_attempt_in_order_and_the_response_in_reverse() {
    let transport = Scripted::new(&[Err(TransportErrorKind::Connect), Ok((200, FOUND))]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let client = transport
        .client()
        .to_builder()
        .interceptor(Signing("x-one", Arc::clone(&seen)))
        .interceptor(Signing("x-two", Arc::clone(&seen)))
        .build();
    let reply = client
        .call_with::<FindAssetOperation>(&find(), &CallOptions::new())
        .unwrap();
    assert_eq!(reply.status, 202);
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "> x-one", "> x-two", "> x-one", "> x-two", "< x-two", "< x-one"
        ]
    );
    let requests = transport.requests.lock().unwrap();
    let length = requests[1].body().len().to_string();
    assert_eq!(requests[1].headers()["x-two"], length.as_str());
}

struct Refusing;

impl Interceptor for Refusing {
    fn request(&self, _: &mut Request<Bytes>) -> Result<(), TransportError> {
        Err(TransportError::refused("the token has expired"))
    }
}

#[test]
fn a_request_that_is_refused_is_not_sent() {
    let transport = Scripted::new(&[]);
    let client = transport
        .client()
        .to_builder()
        .interceptor(Refusing)
        .build();
    let error = client.call::<FindAssetOperation>(&find()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "https://example.com: an interceptor refused the exchange: the token has expired"
    );
    assert_eq!(transport.requests(), 0);
}

struct Token(&'static str);

impl Interceptor for Token {
    fn request(&self, request: &mut Request<Bytes>) -> Result<(), TransportError> {
        let value = HeaderValue::from_static(self.0);
        request.headers_mut().insert("authorization", value);
        Ok(())
    }
}

#[test]
fn credentials_of_an_interceptor_stand_in_no_error() {
    let transport = Scripted::new(&[Ok((500, "you sent T0K3N"))]);
    let client = transport
        .client()
        .to_builder()
        .interceptor(Token("Bearer T0K3N"))
        .build();
    let error = client.call::<FindAssetOperation>(&find()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "HTTP 500: expected a SOAP envelope with `{urn:archive}findAssetReturn`, found text: \"you sent [redacted]\""
    );
}

#[test]
fn header_blocks_can_be_made_for_each_call() {
    let transport = Scripted::new(&[Ok((200, FOUND)), Ok((200, FOUND))]);
    let number = Mutex::new(0);
    let client = transport
        .client()
        .to_builder()
        .header_provider(move |call: &CallContext<'_>| {
            let mut number = number.lock().unwrap();
            *number += 1;
            let text = format!("{} {number} {}", call.operation, call.uri);
            let block = AnyElement::new("urn:n", "number").with_text(text);
            Ok(vec![HeaderBlock::raw(&block)?])
        })
        .build();
    for _ in 0..2 {
        client.call::<FindAssetOperation>(&find()).unwrap();
    }
    let requests = transport.requests.lock().unwrap();
    for (request, number) in requests.iter().zip([1, 2]) {
        let body = std::str::from_utf8(request.body()).unwrap();
        let text = format!(">findAsset {number} https://example.com/archive</");
        assert!(body.contains(&text), "{body}");
    }
}
