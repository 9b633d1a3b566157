//! Messages of SOAP: each is read by the client or by the server of its operation, as it would be in use, and what was
//! read is written again.

use std::future::ready;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use soapstone::bindings::{Body, NoFault, Operation, OperationMetadata};
use soapstone::soap::{Call, Settings};
use soapstone::transport::Handler;
use soapstone::{AnyElement, Error, Failure, Mode, ReadOptions, Service};

use crate::driver::Answer;

/// An operation, and what it makes of messages.
pub struct Message {
    metadata: &'static OperationMetadata,
    response: fn(&[u8]) -> Answer,
    request: fn(&[u8]) -> Answer,
}

impl Message {
    pub const fn of<O: Operation>() -> Self
    where
        O::Output: Sync,
    {
        Message {
            metadata: O::META,
            response: response::<O>,
            request: request::<O>,
        }
    }
}

/// Reads a message with the operation whose body it has; a fault with the first of them.
pub fn read(messages: &[Message], reader: &str, bytes: &[u8]) -> Answer {
    let first = first_in_body(bytes);
    let fits = |body: Option<Body>| match (body, &first) {
        (Some(Body::Content(_)), Some(_)) => true,
        (Some(Body::Empty), None) => true,
        (Some(body), Some((namespace, local))) => body
            .element()
            .is_some_and(|element| element.name.namespace == namespace && element.name.local == local),
        _ => false,
    };
    let is_fault = first.as_ref().is_some_and(|(_, local)| local == "Fault");
    let as_response = messages
        .iter()
        .find(|message| is_fault || fits(message.metadata.output));
    let as_request = messages
        .iter()
        .find(|message| fits(Some(message.metadata.input)));
    match (reader, as_response, as_request) {
        ("client" | "either", Some(message), _) => (message.response)(bytes),
        ("server" | "either", _, Some(message)) => (message.request)(bytes),
        _ => Answer::new("refused", "cvc-elt.1", "no operation has such a message"),
    }
}

/// The name of the first element in the body.
fn first_in_body(bytes: &[u8]) -> Option<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let envelope: AnyElement = text.trim_start_matches('\u{FEFF}').trim().parse().ok()?;
    let body = envelope.elements().find(|part| part.name.local == "Body")?;
    let first = body.elements().next()?;
    Some((first.name.namespace.to_string(), first.name.local.to_string()))
}

/// The output of an operation, as the input of another one.
struct AsInput<O>(PhantomData<fn() -> O>);

impl<O: Operation> Operation for AsInput<O>
where
    O::Output: Sync,
{
    type Input = O::Output;
    type Output = ();
    type Fault = NoFault;
    const META: &'static OperationMetadata = &OperationMetadata {
        name: O::META.name,
        soap_action: "",
        input: match O::META.output {
            Some(body) => body,
            None => Body::Empty,
        },
        output: None,
        idempotent: false,
    };
}

/// The output of an operation, without its input.
struct AsOutput<O>(PhantomData<fn() -> O>);

impl<O: Operation> Operation for AsOutput<O> {
    type Input = ();
    type Output = O::Output;
    type Fault = O::Fault;
    const META: &'static OperationMetadata = &OperationMetadata {
        name: O::META.name,
        soap_action: "",
        input: Body::Empty,
        output: O::META.output,
        idempotent: false,
    };
}

fn response<O: Operation>(bytes: &[u8]) -> Answer
where
    O::Output: Sync,
{
    let mut strict = Settings::default();
    strict.read.mode = Mode::Strict;
    let calls = [strict, Settings::default()]
        .map(|settings| Call::<AsOutput<O>>::new(&(), &uri(), &settings));
    let [Ok(strict), Ok(call)] = calls else {
        return Answer::new("not-written", "", "there is no call");
    };
    // Clients read leniently; what the schema allows and what it doesn't shows in strict reading.
    let response = |bytes: &[u8]| http::Response::new(Bytes::copy_from_slice(bytes));
    if let Err(error @ (Error::Read(_) | Error::NotSoap(_))) = strict.response(&response(bytes)) {
        return Answer::new("refused", "client", error.to_string());
    }
    let read = |bytes: &[u8]| call.response(&response(bytes));
    let output = match read(bytes) {
        Ok(reply) => reply.output,
        Err(Error::Fault(_)) => return Answer::new("kept", "", ""),
        Err(error) => return Answer::new("refused", "client", error.to_string()),
    };
    let body = O::META.output.unwrap_or(Body::Empty);
    answer::<AsInput<O>>(&output, body, |bytes| {
        read(bytes).map(|reply| reply.output).map_err(|error| error.to_string())
    })
}

fn request<O: Operation>(bytes: &[u8]) -> Answer {
    let read = |bytes: &[u8]| take::<O>(bytes);
    match read(bytes) {
        Ok(input) => answer::<O>(&input, O::META.input, read),
        Err(error) => Answer::new("refused", "server", error),
    }
}

/// What an implementation keeps of the request that it gets.
type Slot<T> = Arc<Mutex<Option<T>>>;

/// The input of a request, as a server reads it.
fn take<O: Operation>(bytes: &[u8]) -> Result<O::Input, String> {
    let slot: Slot<O::Input> = Arc::new(Mutex::new(None));
    let service = Service::builder(Arc::clone(&slot))
        .read(ReadOptions::strict())
        .route::<O>(|slot, request| {
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(request.input);
            }
            Box::pin(ready(Err(Failure::receiver("taken"))))
        })
        .build();
    let request = http::Request::post("http://service.example/")
        .header("soapaction", O::META.soap_action)
        .body(Bytes::copy_from_slice(bytes))
        .map_err(|error| error.to_string())?;
    let mut answer = service.handle(request);
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(response) = answer.as_mut().poll(&mut context) else {
        return Err(String::from("the service waits"));
    };
    let input = slot.lock().ok().and_then(|mut slot| slot.take());
    input.ok_or_else(|| String::from_utf8_lossy(response.body()).into_owned())
}

/// Writes what was read. A wrapper of rpc style has no declaration to compare by: there what is written must come back
/// the same.
fn answer<O: Operation>(
    value: &O::Input,
    body: Body,
    read: impl Fn(&[u8]) -> Result<O::Input, String>,
) -> Answer {
    let write = |value: &O::Input| {
        Call::<O>::new(value, &uri(), &Settings::default())
            .map(|call| call.request().into_body())
            .map_err(|error| error.to_string())
    };
    let written = match write(value) {
        Ok(written) => written,
        Err(error) => return Answer::new("not-written", "", error),
    };
    if let Body::Element(_) = body {
        let text = String::from_utf8_lossy(&written);
        let first = text.parse::<AnyElement>().ok().and_then(|envelope| {
            let body = envelope.elements().find(|part| part.name.local == "Body")?;
            body.elements().next().map(ToString::to_string)
        });
        return match first {
            Some(text) => Answer::new("written", "", text),
            None => Answer::new("not-written", "", "the body is empty"),
        };
    }
    match read(&written).and_then(|again| write(&again)) {
        Ok(again) if again == written => Answer::new("kept", "", ""),
        Ok(_) => Answer::new("not-written", "", "it is written otherwise when it is read again"),
        Err(error) => Answer::new("not-written", "", error),
    }
}

fn uri() -> http::Uri {
    http::Uri::from_static("http://service.example/")
}
