//! Each style of WSDL 1.1 from the generated client to the generated server and back, and messages as other stacks
//! write them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod document;
mod rpc_encoded;
mod rpc_literal;
mod several;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use soapstone::transport::{Endpoint, Exchange, Handler, InProcess, Observed, Server, Ureq};
use soapstone::{AnyElement, Framing, Mode, Service, blocking};

const FRAMINGS: [Framing; 2] = [Framing::Soap11, Framing::Soap12];

/// What was sent and received, in turn.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Vec<String>>>);

impl Wire {
    /// A client in the same process as the service that notes what travels between them.
    fn client(&self, service: Service, framing: Framing) -> blocking::Client {
        let texts = Arc::clone(&self.0);
        let transport = Observed::new(InProcess::new(service), move |exchange: Exchange<'_>| {
            let body = match exchange {
                Exchange::Request(request) => request.body().clone(),
                Exchange::Response(response) => response.body().clone(),
                _ => return,
            };
            let text = String::from_utf8(body.to_vec()).unwrap();
            texts.lock().unwrap().push(text);
        });
        blocking::Client::builder(endpoint(), transport)
            .framing(framing)
            .mode(Mode::Strict)
            .build()
    }

    /// The message of a number, without its envelope where that is of SOAP 1.1.
    fn message(&self, number: usize) -> AnyElement {
        self.0.lock().unwrap()[number].parse().unwrap()
    }

    /// The content of the body of a message.
    fn body(&self, number: usize) -> Vec<AnyElement> {
        let envelope = self.message(number);
        let body = envelope.elements().find(|part| part.name.local == "Body");
        body.unwrap().elements().cloned().collect()
    }
}

fn endpoint() -> Endpoint {
    Endpoint::new("https://service.example/").unwrap()
}

/// A client over HTTP, and the server that it calls.
fn over_http(service: Service, framing: Framing) -> (Server, blocking::Client) {
    let server = Server::bind("127.0.0.1:0", service).unwrap();
    let endpoint = Endpoint::new(&server.url()).unwrap();
    let client = blocking::Client::builder(endpoint, Ureq::new())
        .framing(framing)
        .build();
    (server, client)
}

/// A client, lenient as clients are, that always gets this body of an envelope of SOAP 1.1.
fn answered(body: &str) -> blocking::Client {
    let text = envelope(body);
    let reply = move |_: http::Request<Bytes>| http::Response::new(Bytes::from(text.clone()));
    blocking::Client::builder(endpoint(), InProcess::new(reply)).build()
}

fn envelope(body: &str) -> String {
    format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
         xmlns:enc='http://schemas.xmlsoap.org/soap/encoding/' \
         xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
         xmlns:xsd='http://www.w3.org/2001/XMLSchema'><e:Body>{body}</e:Body></e:Envelope>"
    )
}

/// What a service answers to a message of SOAP 1.1.
fn ask(service: &Service, action: &str, body: &str) -> (u16, String) {
    let request = http::Request::post("https://service.example/")
        .header("soapaction", action)
        .body(Bytes::from(envelope(body)))
        .unwrap();
    let mut answer = service.handle(request);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match answer.as_mut().poll(&mut context) {
        std::task::Poll::Ready(response) => {
            let text = String::from_utf8(response.body().to_vec()).unwrap();
            (response.status().as_u16(), text)
        }
        std::task::Poll::Pending => panic!("the service waits for something"),
    }
}
