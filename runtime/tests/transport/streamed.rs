//! Bodies that are read while they are sent.

use std::io::Read;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use soapstone::transport::{
    BlockingTransport, BoxFuture, CallOptions, InProcess, Reqwest, Server, StreamedBody, Transport,
    TransportError, TransportErrorKind, Ureq,
};

const LENGTH: u64 = 5_000_000;

fn request(url: &str, length: u64, source: impl Read + Send + 'static) -> Request<StreamedBody> {
    let body = StreamedBody::new(length, source);
    Request::post(url).body(body).unwrap()
}

/// Says how long the body was, by its header and by its bytes, and their sum.
fn counted(request: Request<Bytes>) -> Response<Bytes> {
    let sum: u64 = request.body().iter().map(|byte| u64::from(*byte)).sum();
    let text = format!("{} {sum}", request.body().len());
    Response::new(Bytes::from(text))
}

type Exchange = fn(Request<StreamedBody>, CallOptions) -> Result<Response<Bytes>, TransportError>;

const CLIENTS: [(&str, Exchange); 2] = [
    ("reqwest", |request, options| {
        tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(async { Reqwest::new()?.send_streamed(request, &options).await })
    }),
    ("ureq", |request, options| {
        Ureq::new().send_streamed(request, &options)
    }),
];

#[test]
fn a_body_is_sent_with_its_length() {
    let server = Server::bind("127.0.0.1:0", counted).unwrap();
    for (name, send) in CLIENTS {
        let request = request(&server.url(), LENGTH, std::io::repeat(2));
        let response = send(request, CallOptions::new()).unwrap();
        let expected = format!("{LENGTH} {}", 2 * LENGTH);
        assert_eq!(response.body(), expected.as_bytes(), "{name}");
    }
}

#[test]
fn the_length_is_a_header_and_there_are_no_chunks() {
    for (name, send) in CLIENTS {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = vec![0; 4096];
            let read = stream.read(&mut head).unwrap();
            String::from_utf8_lossy(&head[..read]).to_ascii_lowercase()
        });
        let options = CallOptions::new().with_timeout(Duration::from_secs(5));
        send(request(&url, 7, &b"1234567"[..]), options).unwrap_err();
        let head = server.join().unwrap();
        assert!(head.contains("content-length: 7\r\n"), "{name}: {head}");
        assert!(!head.contains("transfer-encoding"), "{name}: {head}");
    }
}

#[test]
fn a_source_that_ends_too_early_breaks_the_request_off() {
    let server = Server::bind("127.0.0.1:0", counted).unwrap();
    for (name, send) in CLIENTS {
        let error = send(
            request(&server.url(), LENGTH, std::io::repeat(1).take(LENGTH / 2)),
            CallOptions::new(),
        )
        .unwrap_err();
        assert!(error.request_sent(), "{name}: {error}");
    }
}

#[test]
fn a_connection_that_stands_still_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let options = CallOptions::new().with_timeout(Duration::from_millis(300));
    let started = Instant::now();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // More than the buffers of the system hold, so that the body stands still and not the response alone.
    let request = request(&url, 1 << 30, std::io::repeat(1));
    let sending: BoxFuture<'_, _> =
        Box::pin(async { Reqwest::new()?.send_streamed(request, &options).await });
    let error = runtime.block_on(sending).unwrap_err();
    assert!(
        matches!(error.kind(), TransportErrorKind::Timeout { .. }),
        "{error}"
    );
    assert!(started.elapsed() < Duration::from_secs(20));
    drop(listener);
}

#[test]
fn a_transport_without_streams_takes_the_body_as_a_whole() {
    let service = InProcess::new(counted);
    let options = CallOptions::new();
    let request = request("http://service/", 3, &b"\x01\x02\x03"[..]);
    let response = BlockingTransport::send_streamed(&service, request, &options).unwrap();
    assert_eq!(response.body(), "3 6");
}
