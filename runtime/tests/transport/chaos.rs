//! Servers that break off, dawdle and lie, at every point of an exchange: what a client of the SOAP layer makes of them.
//!
//! Each script is run against both HTTP clients. Whatever it does, the call ends in time, in a reply that is whole or in
//! an error of the right kind, which says rightly whether the server may have got the request.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use soapstone::transport::{
    BlockingTransport, Endpoint, TimeoutPhase, TransportErrorKind, TransportLimits,
};
use soapstone::{AnyElement, CallOptions, Error, Reply, Retry, blocking};

use crate::clients::{Settings, for_each_client};
use crate::message::read_message;

/// What a server does on one connection, from its start; then it closes.
#[derive(Clone)]
enum Step {
    /// Reads the request to its end.
    Read,
    /// Reads this many bytes of the request.
    ReadBytes(usize),
    Send(Vec<u8>),
    /// Sends byte by byte, with this pause between two.
    Drip(Vec<u8>, Duration),
    /// Sends this again and again until the client hangs up.
    Flood(Vec<u8>),
    Wait(Duration),
    /// Closes with what is unread, which resets the connection.
    Reset,
}

use Step::{Drip, Flood, Read as ReadAll, ReadBytes, Reset, Send, Wait};

const TIMEOUT: Duration = Duration::from_millis(700);
const LONG: Duration = Duration::from_millis(1500);
const BODY: &str = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><r/></e:Body></e:Envelope>";

fn send(text: impl AsRef<[u8]>) -> Step {
    Send(text.as_ref().to_vec())
}

/// A response with these headers, each with its line end, and the body.
fn response(headers: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n{headers}\r\n{BODY}")
}

fn whole() -> String {
    response(&format!("content-length: {}\r\n", BODY.len()))
}

/// A response whose body is in chunks, each with its length; `end` is what follows them.
fn chunked(end: &str) -> String {
    let (one, other) = BODY.split_at(20);
    format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{one}\r\n{:x};x=y\r\n{other}\r\n{end}",
        one.len(),
        other.len()
    )
}

/// What came of a call: a word for it, and whether the server may have got the request.
fn outcome(result: Result<Reply<Option<AnyElement>>, Error>) -> String {
    let error = match result {
        Ok(reply) => {
            return match reply.output {
                Some(element) if element.name.is("", "r") => String::from("reply"),
                other => panic!("a reply with {other:?}"),
            };
        }
        Err(Error::Transport(error)) => error,
        Err(Error::NotSoap(_)) => return String::from("not soap"),
        Err(Error::Read(_)) => return String::from("unreadable"),
        Err(error) => panic!("{error}"),
    };
    let sent = if error.request_sent() {
        ""
    } else {
        ", not sent"
    };
    let kind = match error.kind() {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Closed => "closed",
        TransportErrorKind::Truncated { .. } => "truncated",
        TransportErrorKind::Protocol => "protocol",
        TransportErrorKind::BodyTooLarge { .. } => "too large",
        TransportErrorKind::InflateRatio { .. } => "ratio",
        TransportErrorKind::Gzip { .. } => "gzip",
        TransportErrorKind::UnsupportedEncoding(_) => "encoding",
        TransportErrorKind::RedirectRefused { .. } => "redirect",
        TransportErrorKind::Timeout {
            phase: TimeoutPhase::Response,
            ..
        } => "response timeout",
        TransportErrorKind::Timeout {
            phase: TimeoutPhase::Body,
            ..
        } => "body timeout",
        other => panic!("{other:?}: {error}"),
    };
    format!("{kind}{sent}")
}

/// A script: its name, what the server does, and what may come of the call.
type Script = (&'static str, Vec<Step>, &'static [&'static str]);

/// Breaks off before, in and after the request.
fn breaks() -> Vec<Script> {
    vec![
        ("closes at once", vec![], &["closed", "closed, not sent"]),
        (
            "resets after a byte",
            vec![ReadBytes(1), Reset],
            &["closed"],
        ),
        (
            "resets within the head",
            vec![ReadBytes(40), Reset],
            &["closed"],
        ),
        (
            "closes within the body of the request",
            vec![ReadBytes(300)],
            &["closed"],
        ),
        ("closes after the request", vec![ReadAll], &["closed"]),
        (
            "closes within the status line",
            vec![ReadAll, send("HTTP/1.1 2")],
            &["closed", "protocol"],
        ),
        (
            "closes within a header",
            vec![ReadAll, send("HTTP/1.1 200 OK\r\ncontent-")],
            &["closed", "protocol"],
        ),
        (
            "closes after the head",
            vec![
                ReadAll,
                send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"),
            ],
            &["truncated"],
        ),
        (
            "closes within the body",
            vec![ReadAll, send(&whole()[..whole().len() - 1])],
            &["truncated"],
        ),
        (
            "closes within a body without length",
            vec![ReadAll, send(response("").trim_end_matches('>'))],
            &["unreadable", "not soap"],
        ),
        (
            "closes within a chunk",
            vec![ReadAll, send(&chunked("")[..90])],
            &["truncated"],
        ),
        (
            "closes before the last chunk",
            vec![ReadAll, send(chunked(""))],
            &["truncated"],
        ),
        (
            "closes within the last chunk",
            vec![ReadAll, send(chunked("0\r\n"))],
            &["truncated", "reply"],
        ),
        (
            "resets within the body",
            vec![
                ReadBytes(300),
                send(&whole()[..100]),
                Wait(Duration::from_millis(50)),
                Reset,
            ],
            &["truncated", "closed"],
        ),
    ]
}

/// Takes its time.
fn delays() -> Vec<Script> {
    let drip =
        |text: String, milliseconds| Drip(text.into_bytes(), Duration::from_millis(milliseconds));
    vec![
        ("never reads", vec![Wait(LONG)], &["response timeout"]),
        (
            "never answers",
            vec![ReadAll, Wait(LONG)],
            &["response timeout"],
        ),
        (
            "stops within the head",
            vec![ReadAll, send("HTTP/1.1 200 OK\r\n"), Wait(LONG)],
            &["response timeout"],
        ),
        (
            "stops within the body",
            vec![ReadAll, send(&whole()[..100]), Wait(LONG)],
            &["body timeout"],
        ),
        (
            "stops within a chunk",
            vec![ReadAll, send(&chunked("")[..90]), Wait(LONG)],
            &["body timeout"],
        ),
        (
            "sends byte by byte",
            vec![ReadAll, drip(whole(), 1)],
            &["reply"],
        ),
        (
            "sends byte by byte for too long",
            vec![ReadAll, drip(whole(), 40)],
            &["response timeout", "body timeout"],
        ),
        (
            "dawdles before it reads",
            vec![Wait(Duration::from_millis(200)), ReadAll, send(whole())],
            &["reply"],
        ),
    ]
}

/// Says what isn't so.
fn lies() -> Vec<Script> {
    let length = |length: usize| response(&format!("content-length: {length}\r\n"));
    let after = |text: &str| vec![ReadAll, send(text)];
    vec![
        (
            "announces too much",
            after(&length(BODY.len() + 1)),
            &["truncated"],
        ),
        (
            "announces too little",
            after(&length(BODY.len() - 1)),
            &["unreadable", "not soap"],
        ),
        (
            "announces more than is allowed",
            after(&length(1 << 40)),
            &["too large"],
        ),
        (
            "announces two lengths",
            after(&response("content-length: 1\r\ncontent-length: 2\r\n")),
            &["protocol"],
        ),
        (
            "announces a length below nothing",
            after(&response("content-length: -1\r\n")),
            &["protocol"],
        ),
        (
            "announces a length of letters",
            after(&response("content-length: ten\r\n")),
            &["protocol"],
        ),
        (
            "announces a chunk of letters",
            after("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"),
            &["protocol", "truncated"],
        ),
        (
            "announces a chunk beyond numbers",
            after("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
            &["protocol", "truncated"],
        ),
        (
            "compresses nothing",
            after(&response(&format!(
                "content-encoding: gzip\r\ncontent-length: {}\r\n",
                BODY.len()
            ))),
            &["gzip"],
        ),
        (
            "encodes as nobody does",
            after(&response(&format!(
                "content-encoding: br\r\ncontent-length: {}\r\n",
                BODY.len()
            ))),
            &["encoding"],
        ),
        (
            "sends elsewhere",
            after(
                "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
            ),
            &["redirect"],
        ),
        (
            "has no content",
            after("HTTP/1.1 204 No Content\r\n\r\n"),
            &["not soap"],
        ),
    ]
}

/// Speaks another protocol, or this one in a way that nobody expects.
fn oddities() -> Vec<Script> {
    let before = |text: &str| vec![ReadAll, send(text), send(whole())];
    let many = "HTTP/1.1 100 Continue\r\n\r\n".repeat(20);
    let headers: String = (0..20_000)
        .map(|number| format!("x-{number}: {number}\r\n"))
        .collect();
    vec![
        (
            "speaks first",
            vec![send("220 mail.example ESMTP\r\n"), ReadAll],
            &[
                "protocol",
                "closed",
                "protocol, not sent",
                "closed, not sent",
            ],
        ),
        (
            "speaks another protocol",
            vec![ReadAll, send("* OK IMAP4 ready\r\n")],
            &["protocol", "closed"],
        ),
        (
            "speaks a version that does not exist",
            vec![ReadAll, send("HTTP/9.7 200 OK\r\n\r\n")],
            &["protocol"],
        ),
        (
            "answers with a status that does not exist",
            vec![ReadAll, send("HTTP/1.1 20 OK\r\n\r\n")],
            &["protocol"],
        ),
        (
            "has a header without a colon",
            vec![
                ReadAll,
                send(whole().replace("content-type: ", "content-type ")),
            ],
            &["protocol"],
        ),
        (
            "has a header with a zero byte",
            vec![ReadAll, send(whole().replace("text/xml", "text\0xml"))],
            &["protocol"],
        ),
        (
            "has twenty thousand headers",
            vec![ReadAll, send(response(&headers))],
            &["protocol"],
        ),
        (
            "says that it goes on",
            before("HTTP/1.1 100 Continue\r\n\r\n"),
            &["reply"],
        ),
        (
            "says that it goes on again and again",
            before(&many),
            &["reply", "protocol"],
        ),
        (
            "gives early hints",
            before("HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n"),
            &["reply"],
        ),
        (
            "answers before it reads",
            vec![send(whole()), ReadAll],
            &["reply", "protocol", "protocol, not sent"],
        ),
        (
            "sends chunks with extensions and trailers",
            vec![ReadAll, send(chunked("0\r\nx-checksum: 1\r\n\r\n"))],
            &["reply"],
        ),
        (
            "has a length and chunks",
            vec![
                ReadAll,
                send(chunked("0\r\n\r\n").replace("transfer-", "content-length: 3\r\ntransfer-")),
            ],
            &["reply", "protocol"],
        ),
        (
            "ends the body by closing",
            vec![ReadAll, send(response(""))],
            &["reply"],
        ),
        (
            "goes on after the response",
            vec![ReadAll, send(whole()), send("more")],
            &["reply"],
        ),
        (
            "never ends the body",
            vec![ReadAll, send(response("")), Flood(vec![b' '; 65_536])],
            &["too large"],
        ),
        (
            "never ends the chunks",
            vec![ReadAll, send(chunked("")), Flood(chunk())],
            &["too large"],
        ),
        (
            "never ends the headers",
            vec![
                ReadAll,
                send("HTTP/1.1 200 OK\r\n"),
                Flood(b"x: y\r\n".repeat(1000)),
            ],
            &["protocol"],
        ),
    ]
}

fn chunk() -> Vec<u8> {
    let mut chunk = b"8000\r\n".to_vec();
    chunk.extend([b' '; 0x8000]);
    chunk.extend(b"\r\n");
    chunk
}

#[test]
fn whatever_a_server_does_the_call_ends_in_time_and_rightly() {
    let scripts: Vec<Script> = [breaks(), delays(), lies(), oddities()].concat();
    let settings = Settings {
        timeout: TIMEOUT,
        limits: TransportLimits {
            wire_bytes: 1 << 20,
            ..TransportLimits::default()
        },
        ..Settings::default()
    };
    let failures = RefCell::new(Vec::new());
    for (name, steps, expected) in &scripts {
        for_each_client(settings, |client, transport| {
            let server = Server::start(steps.clone());
            let started = Instant::now();
            let found = outcome(call(transport, server.address));
            let elapsed = started.elapsed();
            let requests = server.requests.load(Ordering::SeqCst);
            if !expected.contains(&found.as_str()) || elapsed > 3 * TIMEOUT || requests > 1 {
                failures.borrow_mut().push(format!(
                    "{client}: {name}: {found} after {elapsed:?} and {requests} requests, expected {expected:?}"
                ));
            }
        });
    }
    assert!(failures.borrow().is_empty(), "{:#?}", failures.borrow());
    println!("{} scripts", scripts.len());
}

/// A connection that is kept open is not taken for one that works: the second call goes over a new one.
#[test]
fn a_connection_that_broke_between_two_calls_breaks_none_of_them() {
    let after: [(&str, Vec<Step>); 3] = [
        ("closes", vec![]),
        ("sends garbage", vec![send("garbage")]),
        ("sends another response", vec![send(whole())]),
    ];
    for (name, steps) in after {
        for_each_client(Settings::default(), |client, transport| {
            let script = [vec![ReadAll, send(whole())], steps.clone()].concat();
            let server = Server::start(script);
            for _ in 0..2 {
                let found = outcome(call(transport, server.address));
                assert_eq!(found, "reply", "{client}: {name}");
                thread::sleep(Duration::from_millis(50));
            }
            assert_eq!(server.requests.load(Ordering::SeqCst), 2);
        });
    }
}

fn call(
    transport: &Arc<dyn BlockingTransport>,
    address: SocketAddr,
) -> Result<Reply<Option<AnyElement>>, Error> {
    let endpoint = Endpoint::new(&format!("http://{address}/service")).unwrap();
    let client = blocking::Client::builder(endpoint, Arc::clone(transport))
        .retry(Retry::never())
        .build();
    // So large that it doesn't come with the head.
    let body = AnyElement::new("", "q").with_text("x".repeat(400));
    client.call_raw("urn:q", &body, &CallOptions::new())
}

/// Runs the same steps for every connection.
struct Server {
    address: SocketAddr,
    /// How many requests were read to their end.
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (steps, counted) = (steps.clone(), Arc::clone(&counted));
                thread::spawn(move || run(stream.unwrap(), steps, &counted));
            }
        });
        Server { address, requests }
    }
}

fn run(mut stream: TcpStream, steps: Vec<Step>, requests: &AtomicUsize) {
    for step in steps {
        // Whatever fails here fails because the client has hung up.
        let done = match step {
            ReadAll => {
                let is_whole = read_message(&mut stream).ends_with("Envelope>");
                requests.fetch_add(usize::from(is_whole), Ordering::SeqCst);
                Ok(())
            }
            ReadBytes(count) => stream.read_exact(&mut vec![0; count]),
            Send(bytes) => stream.write_all(&bytes),
            Drip(bytes, pause) => bytes.iter().try_for_each(|byte| {
                thread::sleep(pause);
                stream.write_all(&[*byte])
            }),
            Flood(bytes) => loop {
                if let Err(error) = stream.write_all(&bytes) {
                    break Err(error);
                }
            },
            Wait(time) => {
                thread::sleep(time);
                Ok(())
            }
            Reset => return,
        };
        if done.is_err() {
            return;
        }
    }
    let _ = stream.shutdown(Shutdown::Write);
    // Closing with unread input would reset the connection and take the response with it.
    let _ = stream.set_read_timeout(Some(LONG));
    let _ = stream.read_to_end(&mut Vec::new());
}
