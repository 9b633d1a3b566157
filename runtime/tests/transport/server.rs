//! The server against raw bytes, and against the clients.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http::{Request, Response};
use soapstone::transport::{BoxFuture, Handler, Server, TransportLimits};

use crate::message::read_message;

/// Answers with the method, the path, and what it got.
fn echo(request: Request<Bytes>) -> Response<Bytes> {
    let line = format!("{} {} ", request.method(), request.uri().path());
    Response::new(Bytes::from([line.as_bytes(), request.body()].concat()))
}

fn exchange(server: &Server, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(server.local_addr()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request);
    let _ = stream.shutdown(Shutdown::Write);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    response
}

fn text(response: &[u8]) -> String {
    String::from_utf8_lossy(response).into_owned()
}

fn request(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("POST /service HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_request_is_answered() {
    let server = Server::bind("127.0.0.1:0", echo).unwrap();
    assert_eq!(
        server.url(),
        format!("http://127.0.0.1:{}/", server.local_addr().port())
    );

    let response = text(&exchange(&server, &request("", b"<a/>")));
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains("content-length: 18\r\n"), "{response}");
    assert!(
        response.ends_with("\r\n\r\nPOST /service <a/>"),
        "{response}"
    );

    let chunked = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n\
                    2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n";
    assert!(text(&exchange(&server, chunked)).ends_with("POST / <a/>"));
    let get = b"GET /?wsdl HTTP/1.1\r\nhost: a\r\n\r\n";
    assert!(text(&exchange(&server, get)).ends_with("\r\n\r\nGET / "));
}

#[test]
fn a_connection_carries_several_requests() {
    let server = Server::bind("127.0.0.1:0", echo).unwrap();
    let mut stream = TcpStream::connect(server.local_addr()).unwrap();
    for body in ["<a/>", "<b/>", "<c/>"] {
        stream.write_all(&request("", body.as_bytes())).unwrap();
        assert!(read_message(&mut stream).ends_with(body));
    }
}

#[test]
fn a_body_over_the_limit_is_413() {
    let limits = TransportLimits {
        wire_bytes: 10,
        body_bytes: 20,
        ..TransportLimits::default()
    };
    let server = Server::builder()
        .limits(limits)
        .bind("127.0.0.1:0", echo)
        .unwrap();
    let chunked = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n\
                    b\r\n12345678901\r\n0\r\n\r\n";
    for bytes in [request("", b"12345678901"), chunked.to_vec()] {
        let response = text(&exchange(&server, &bytes));
        assert!(
            response.starts_with("HTTP/1.1 413 Payload Too Large\r\n"),
            "{response}"
        );
        assert!(
            response.contains("the limit `wire_bytes` of 10 bytes"),
            "{response}"
        );
    }
    assert!(text(&exchange(&server, &request("", b"1234567890"))).ends_with("1234567890"));

    let limits = TransportLimits {
        body_bytes: 20,
        ..TransportLimits::default()
    };
    let server = Server::builder()
        .limits(limits)
        .bind("127.0.0.1:0", echo)
        .unwrap();
    let bytes = request("content-encoding: gzip\r\n", &gzip(&[b' '; 21]));
    let response = text(&exchange(&server, &bytes));
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(
        response.contains("the limit `body_bytes` of 20 bytes"),
        "{response}"
    );
}

#[test]
fn compressed_requests_are_read_or_refused() {
    let server = Server::bind("127.0.0.1:0", echo).unwrap();
    let good = request("content-encoding: gzip\r\n", &gzip(b"<a/>"));
    assert!(text(&exchange(&server, &good)).ends_with("POST /service <a/>"));

    let damaged = request("content-encoding: gzip\r\n", b"<a/>");
    let response = text(&exchange(&server, &damaged));
    assert!(
        response.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{response}"
    );
    assert!(response.contains("byte 0 of the gzip body"), "{response}");

    let unknown = request("content-encoding: br\r\n", b"<a/>");
    let response = text(&exchange(&server, &unknown));
    assert!(
        response.starts_with("HTTP/1.1 415 Unsupported Media Type\r\n"),
        "{response}"
    );
    assert!(response.contains("accept-encoding: gzip\r\n"), "{response}");
}

#[test]
fn large_responses_are_compressed_for_those_who_accept_it() {
    let large = "<b/>".repeat(1000);
    let reply = large.clone();
    let server = Server::builder()
        .compress_from(4000)
        .bind("127.0.0.1:0", move |request: Request<Bytes>| {
            let length = request.headers().get("x-length").unwrap().to_str().unwrap();
            Response::new(Bytes::copy_from_slice(
                &reply.as_bytes()[..length.parse().unwrap()],
            ))
        })
        .unwrap();

    let accepting = "accept-encoding: gzip\r\nx-length: 4000\r\n";
    let response = exchange(&server, &request(accepting, b""));
    let split = response
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .unwrap()
        + 4;
    let head = text(&response[..split]);
    assert!(head.contains("content-encoding: gzip\r\n"), "{head}");
    assert!(head.contains("vary: accept-encoding\r\n"), "{head}");
    assert!(
        head.contains(&format!("content-length: {}\r\n", response.len() - split)),
        "{head}"
    );
    let mut inflated = String::new();
    GzDecoder::new(&response[split..])
        .read_to_string(&mut inflated)
        .unwrap();
    assert_eq!(inflated, large);

    for headers in [
        "accept-encoding: gzip\r\nx-length: 3999\r\n",
        "accept-encoding: gzip;q=0\r\nx-length: 4000\r\n",
        "x-length: 4000\r\n",
    ] {
        let response = text(&exchange(&server, &request(headers, b"")));
        assert!(!response.contains("content-encoding"), "{headers}");
        assert!(
            response.ends_with("<b/>") || response.ends_with("<b/"),
            "{headers}"
        );
    }
}

#[test]
fn a_handler_that_panics_is_500_and_the_server_goes_on() {
    let server = Server::bind("127.0.0.1:0", |request: Request<Bytes>| {
        assert!(request.body() != "panic", "as the test wants it");
        echo(request)
    })
    .unwrap();
    for _ in 0..3 {
        let response = text(&exchange(&server, &request("", b"panic")));
        assert!(
            response.starts_with("HTTP/1.1 500 Internal Server Error\r\n"),
            "{response}"
        );
        assert!(!response.contains("as the test wants it"), "{response}");
        assert!(text(&exchange(&server, &request("", b"<a/>"))).ends_with("<a/>"));
    }
}

#[test]
fn a_client_that_breaks_off_or_dawdles_harms_only_itself() {
    let server = Server::builder()
        .read_timeout(Duration::from_millis(300))
        .bind("127.0.0.1:0", echo)
        .unwrap();
    for bytes in [
        &b""[..],
        b"\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"POST / HT",
        b"\x16\x03\x01\x00",
    ] {
        let response = text(&exchange(&server, bytes));
        assert!(
            response.is_empty() || response.starts_with("HTTP/1.1 400"),
            "{response}"
        );
    }
    let cut = request("", b"12345");
    let response = text(&exchange(&server, &cut[..cut.len() - 1]));
    assert!(
        response.is_empty() || response.starts_with("HTTP/1.1 400"),
        "{response}"
    );

    let mut slow = TcpStream::connect(server.local_addr()).unwrap();
    slow.write_all(&cut[..cut.len() - 1]).unwrap();
    let response = read_message(&mut slow);
    assert!(
        response.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
        "{response}"
    );

    let mut slow = TcpStream::connect(server.local_addr()).unwrap();
    slow.write_all(b"POST / HTTP/1.1\r\n").unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    // The connection ends, with or without an answer.
    slow.read_to_end(&mut Vec::new()).unwrap();

    assert!(text(&exchange(&server, &request("", b"<a/>"))).ends_with("<a/>"));
}

#[test]
fn connections_beyond_the_limit_are_closed() {
    let server = Server::builder()
        .connections(1)
        .bind("127.0.0.1:0", echo)
        .unwrap();
    let mut first = TcpStream::connect(server.local_addr()).unwrap();
    first.write_all(&request("", b"<a/>")).unwrap();
    assert!(read_message(&mut first).ends_with("<a/>"));

    assert_eq!(text(&exchange(&server, &request("", b"<b/>"))), "");
    first.write_all(&request("", b"<c/>")).unwrap();
    assert!(read_message(&mut first).ends_with("<c/>"));
}

/// Takes its time for each answer.
struct Slow {
    began: Arc<AtomicBool>,
    time: Duration,
}

impl Handler for Slow {
    fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
        Box::pin(async move {
            self.began.store(true, Ordering::Release);
            thread::sleep(self.time);
            echo(request)
        })
    }
}

/// A server whose answer takes `time`, and a client that waits for it.
fn with_request_in_progress(time: Duration, grace: Duration) -> (Server, TcpStream) {
    let began = Arc::new(AtomicBool::new(false));
    let handler = Slow {
        began: Arc::clone(&began),
        time,
    };
    let server = Server::builder()
        .grace(grace)
        .bind("127.0.0.1:0", handler)
        .unwrap();
    let mut stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.write_all(&request("", b"<a/>")).unwrap();
    while !began.load(Ordering::Acquire) {
        thread::sleep(Duration::from_millis(5));
    }
    (server, stream)
}

#[test]
fn a_shutdown_lets_requests_finish_and_takes_no_more() {
    let (server, mut stream) =
        with_request_in_progress(Duration::from_millis(400), Duration::from_secs(10));
    let address = server.local_addr();
    server.shutdown();

    assert!(read_message(&mut stream).ends_with("<a/>"));
    // The port is free again.
    TcpListener::bind(address).unwrap();
}

#[test]
fn a_shutdown_waits_no_longer_than_the_grace() {
    let (server, _stream) =
        with_request_in_progress(Duration::from_secs(3), Duration::from_millis(100));
    let start = Instant::now();
    drop(server);
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn an_idle_connection_does_not_delay_a_shutdown() {
    let server = Server::bind("127.0.0.1:0", echo).unwrap();
    let mut stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.write_all(&request("", b"<a/>")).unwrap();
    assert!(read_message(&mut stream).ends_with("<a/>"));

    let start = Instant::now();
    server.shutdown();
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn an_address_in_use_is_an_error() {
    let server = Server::bind("127.0.0.1:0", echo).unwrap();
    let error = Server::bind(server.local_addr(), echo).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}

#[cfg(any(feature = "reqwest", feature = "ureq"))]
#[test]
fn both_clients_talk_to_the_server() {
    use crate::clients::{Settings, for_each_client, post};
    use soapstone::transport::CallOptions;

    let server = Server::bind("localhost:0", |request: Request<Bytes>| {
        let reply = request.body().repeat(1000);
        Response::new(Bytes::from(reply))
    })
    .unwrap();
    for_each_client(Settings::default(), |name, client| {
        let url = format!("http://localhost:{}/service", server.local_addr().port());
        let response = client
            .send(post(&url, "<a/>"), &CallOptions::new())
            .unwrap();
        assert_eq!(response.body(), "<a/>".repeat(1000).as_str(), "{name}");
    });
}

#[cfg(feature = "reqwest")]
#[test]
fn a_server_may_be_dropped_inside_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let server = Server::bind("127.0.0.1:0", echo).unwrap();
        drop(server);
    });
}
