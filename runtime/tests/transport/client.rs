//! Both clients against servers that send what they should, and what they shouldn't.

use std::io::Write as _;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderValue, Request, StatusCode};
use soapstone::transport::{
    BasicAuth, BodyLimit, CallOptions, EndpointError, GzipProblem, TimeoutPhase, TransportError,
    TransportErrorKind, TransportLimits, UnsupportedEncoding,
};

use crate::clients::{Settings, for_each_client, post};
use crate::raw_server::RawServer;

fn response(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

fn gzipped(body: &[u8]) -> Vec<u8> {
    response("200 OK\r\ncontent-encoding: gzip", body)
}

/// The error of each client for a server's response.
fn errors(settings: Settings, server: &RawServer, check: impl Fn(&str, &TransportError)) {
    for_each_client(settings, |name, client| {
        let error = client
            .send(post(&server.url(), "<a/>"), &CallOptions::new())
            .unwrap_err();
        assert_eq!(
            error.origin().unwrap(),
            server.url().strip_suffix("/service").unwrap()
        );
        check(name, &error);
    });
}

fn limited(limits: TransportLimits) -> Settings {
    Settings {
        limits,
        ..Settings::default()
    }
}

fn impatient() -> Settings {
    Settings {
        timeout: Duration::from_millis(300),
        ..Settings::default()
    }
}

#[test]
fn the_request_arrives_as_it_was_given() {
    let server = RawServer::answering(response("200 OK\r\nx-reply: 1", b"<b/>"));
    for_each_client(Settings::default(), |name, client| {
        let mut request = post(&server.url(), "<a>\u{e9}</a>");
        BasicAuth::new("user", "password")
            .unwrap()
            .apply(request.headers_mut());
        request
            .headers_mut()
            .insert("soapaction", HeaderValue::from_static("\"urn:a b\""));
        let response = client.send(request, &CallOptions::new()).unwrap();
        assert_eq!(response.status(), 200, "{name}");
        assert_eq!(response.headers()["x-reply"], "1", "{name}");
        assert_eq!(response.body(), "<b/>", "{name}");
        assert!(!response.headers().contains_key("content-length"), "{name}");

        let received = server.requests().pop().unwrap();
        let (head, body) = received.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "<a>\u{e9}</a>", "{name}");
        let lines: Vec<String> = head.lines().map(str::to_ascii_lowercase).collect();
        assert_eq!(lines[0], "post /service http/1.1", "{name}");
        for line in [
            "content-type: text/xml; charset=utf-8",
            "content-length: 9",
            "accept-encoding: gzip",
            "authorization: basic dxnlcjpwyxnzd29yza==",
            "soapaction: \"urn:a b\"",
            concat!("user-agent: soapstone/", env!("CARGO_PKG_VERSION")),
        ] {
            assert_eq!(
                lines.iter().filter(|other| *other == line).count(),
                1,
                "{name}: {line}"
            );
        }
        assert!(
            !head.to_ascii_lowercase().contains("transfer-encoding"),
            "{name}"
        );
    });
}

#[test]
fn what_the_caller_sets_is_kept_and_a_body_may_be_missing() {
    let server = RawServer::answering(response("200 OK", b"<definitions/>"));
    for_each_client(Settings::default(), |name, client| {
        let request = Request::get(format!("{}?wsdl", server.url()))
            .header("accept-encoding", "identity")
            .header("user-agent", "mine")
            .body(bytes::Bytes::new())
            .unwrap();
        let response = client.send(request, &CallOptions::new()).unwrap();
        assert_eq!(response.body(), "<definitions/>", "{name}");

        let received = server.requests().pop().unwrap().to_ascii_lowercase();
        assert!(
            received.starts_with("get /service?wsdl http/1.1\r\n"),
            "{name}: {received}"
        );
        for (line, count) in [
            ("accept-encoding: identity", 1),
            ("user-agent: mine", 1),
            ("accept-encoding: gzip", 0),
            ("content-length", 0),
            ("transfer-encoding", 0),
        ] {
            assert_eq!(received.matches(line).count(), count, "{name}: {line}");
        }
    });
}

#[test]
fn connections_are_reused() {
    let server = RawServer::scripted(|connection| {
        for _ in 0..3 {
            connection.read_request();
            connection.write(&response("200 OK", b"<b/>"));
        }
    });
    for_each_client(Settings::default(), |name, client| {
        let before = server.requests().len();
        for _ in 0..3 {
            let response = client
                .send(post(&server.url(), "<a/>"), &CallOptions::new())
                .unwrap();
            assert_eq!(response.body(), "<b/>", "{name}");
        }
        assert_eq!(server.requests().len(), before + 3, "{name}");
    });
}

#[test]
fn a_connection_that_the_server_closed_meanwhile_is_not_used() {
    let server = RawServer::answering(response("200 OK", b"<b/>"));
    for_each_client(Settings::default(), |name, client| {
        for _ in 0..3 {
            let response = client.send(post(&server.url(), "<a/>"), &CallOptions::new());
            assert_eq!(response.unwrap().body(), "<b/>", "{name}");
            thread::sleep(Duration::from_millis(50));
        }
    });
}

#[test]
fn a_server_may_answer_before_it_has_read_everything() {
    let server = RawServer::scripted(|connection| {
        connection.read_start();
        connection.write(&response("413 Payload Too Large", b"too large"));
    });
    for_each_client(Settings::default(), |name, client| {
        // Whether the answer is read depends on when the connection breaks; what must not happen is
        // an error that calls for a second attempt.
        match client.send(
            post(&server.url(), " ".repeat(8 << 20)),
            &CallOptions::new(),
        ) {
            Ok(response) => assert_eq!(response.status(), 413, "{name}"),
            Err(error) => assert!(error.request_sent(), "{name}: {error}"),
        }
    });
}

#[test]
fn every_status_is_a_response() {
    for status in [400, 401, 403, 404, 407, 429, 500, 502, 503] {
        let head = format!("{status} Whatever\r\ncontent-type: text/xml");
        let server = RawServer::answering(response(&head, b"<Fault/>"));
        for_each_client(Settings::default(), |name, client| {
            let response = client
                .send(post(&server.url(), "<a/>"), &CallOptions::new())
                .unwrap();
            assert_eq!(response.status(), status, "{name}");
            assert_eq!(response.body(), "<Fault/>", "{name}");
            assert_eq!(response.headers()["content-type"], "text/xml", "{name}");
        });
    }
}

#[test]
fn bodies_may_be_empty_chunked_or_ended_by_closing() {
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                    2\r\n<b\r\n2;x=y\r\n/>\r\n0\r\n\r\n";
    let cases = [
        (
            b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n".to_vec(),
            "",
        ),
        (b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(), ""),
        (
            b"HTTP/1.1 202 Accepted\r\ncontent-encoding: gzip\r\ncontent-length: 0\r\n\r\n"
                .to_vec(),
            "",
        ),
        (chunked.to_vec(), "<b/>"),
        (
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<b/>".to_vec(),
            "<b/>",
        ),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n<b/>"
                .to_vec(),
            "<b/>",
        ),
    ];
    for (bytes, body) in cases {
        let server = RawServer::answering(bytes.clone());
        for_each_client(Settings::default(), |name, client| {
            let response = client.send(post(&server.url(), "<a/>"), &CallOptions::new());
            let shown = String::from_utf8_lossy(&bytes);
            assert_eq!(response.unwrap().body(), body, "{name}: {shown}");
        });
    }
}

#[test]
fn a_body_over_the_limit_is_refused_before_or_while_it_is_read() {
    let limits = TransportLimits {
        wire_bytes: 1000,
        ..TransportLimits::default()
    };
    let body = vec![b' '; 1001];
    let chunked = [
        &b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n"[..],
        &body,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let closing = [&b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"[..], &body].concat();
    let announced = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec();
    let cases = [
        (response("200 OK", &body), Some(1001)),
        (announced, Some(99_999_999_999)),
        (chunked, None),
        (closing, None),
    ];
    for (bytes, found) in cases {
        let server = RawServer::answering(bytes);
        errors(limited(limits), &server, |name, error| {
            let expected = TransportErrorKind::BodyTooLarge {
                limit: BodyLimit::WireBytes,
                maximum: 1000,
                found,
            };
            assert_eq!(error.kind(), &expected, "{name}");
            assert!(error.request_sent(), "{name}");
        });
    }

    let server = RawServer::answering(response("200 OK", &body[..1000]));
    for_each_client(limited(limits), |name, client| {
        let response = client
            .send(post(&server.url(), "<a/>"), &CallOptions::new())
            .unwrap();
        assert_eq!(response.body().len(), 1000, "{name}");
    });
}

#[test]
fn the_limits_of_a_call_replace_those_of_the_client() {
    let server = RawServer::answering(response("200 OK", b"12345"));
    let small = TransportLimits {
        wire_bytes: 4,
        ..TransportLimits::default()
    };
    for_each_client(limited(small), |name, client| {
        let options = CallOptions::new().with_limits(TransportLimits::default());
        let response = client.send(post(&server.url(), "<a/>"), &options).unwrap();
        assert_eq!(response.body(), "12345", "{name}");
        client
            .send(post(&server.url(), "<a/>"), &CallOptions::new())
            .unwrap_err();
    });
}

#[test]
fn gzip_is_inflated_member_by_member() {
    let members = [gzip(b"<b>"), gzip(b"text"), gzip(b"</b>")].concat();
    let old_name = response("200 OK\r\ncontent-encoding: x-gzip", &gzip(b"<b>text</b>"));
    for bytes in [gzipped(&gzip(b"<b>text</b>")), gzipped(&members), old_name] {
        let server = RawServer::answering(bytes);
        for_each_client(Settings::default(), |name, client| {
            let response = client
                .send(post(&server.url(), "<a/>"), &CallOptions::new())
                .unwrap();
            assert_eq!(response.body(), "<b>text</b>", "{name}");
            assert!(
                !response.headers().contains_key("content-encoding"),
                "{name}"
            );
        });
    }
}

#[test]
fn a_gzip_bomb_is_stopped_by_its_ratio_and_by_its_size() {
    let bomb = gzip(&vec![b' '; 100 << 20]);
    let server = RawServer::answering(gzipped(&bomb));
    errors(Settings::default(), &server, |name, error| {
        let TransportErrorKind::InflateRatio {
            maximum: 250,
            inflated,
            ..
        } = *error.kind()
        else {
            panic!("{name}: {error}");
        };
        assert!(inflated < 2 << 20, "{name}: {inflated}");
        assert!(error.request_sent(), "{name}");
    });

    let limits = TransportLimits {
        inflate_ratio: 2000,
        ..TransportLimits::default()
    };
    errors(limited(limits), &server, |name, error| {
        assert_eq!(
            error.to_string(),
            format!(
                "{}: the body is larger than the limit `body_bytes` of 67108864 bytes",
                error.origin().unwrap(),
            ),
            "{name}",
        );
    });
}

#[test]
fn damaged_gzip_is_an_error_with_its_place() {
    let whole = gzip(b"<b>text</b>");
    let end = whole.len();
    let mut wrong_checksum = whole.clone();
    wrong_checksum[end - 8] ^= 1;
    let followed = [whole.as_slice(), b"<html>"].concat();
    let problem = |bytes: &[u8]| {
        let server = RawServer::answering(gzipped(bytes));
        let found = std::cell::RefCell::new(None);
        errors(Settings::default(), &server, |name, error| {
            let TransportErrorKind::Gzip { offset, problem } = *error.kind() else {
                panic!("{name}: {error}");
            };
            assert!(error.request_sent(), "{name}");
            if let Some(before) = found.replace(Some((offset, problem))) {
                assert_eq!(before, (offset, problem), "{name}");
            }
        });
        found.into_inner().unwrap()
    };
    let at = |index: usize| u64::try_from(index).unwrap();

    assert_eq!(
        problem(&whole[..end - 3]),
        (at(end - 3), GzipProblem::Truncated)
    );
    assert_eq!(problem(&followed), (at(end), GzipProblem::TrailingData));
    assert_eq!(problem(b"<html></html>"), (0, GzipProblem::NotGzip));
    let (offset, checksum) = problem(&wrong_checksum);
    assert_eq!(offset, at(end - 8));
    assert!(matches!(checksum, GzipProblem::Checksum { .. }));
}

#[test]
fn other_encodings_are_refused_by_name() {
    let cases = [
        ("deflate", UnsupportedEncoding::Deflate),
        ("br", UnsupportedEncoding::Unknown { name: "br".into() }),
        ("gzip, gzip", UnsupportedEncoding::Several { count: 2 }),
    ];
    for (encoding, expected) in cases {
        let head = format!("200 OK\r\ncontent-encoding: {encoding}");
        let server = RawServer::answering(response(&head, b"xxxx"));
        errors(Settings::default(), &server, |name, error| {
            let expected = TransportErrorKind::UnsupportedEncoding(expected.clone());
            assert_eq!(error.kind(), &expected, "{name}");
        });
    }
}

#[test]
fn a_body_that_ends_early_is_truncated() {
    let cases = [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n<b>te",
            TransportErrorKind::Truncated {
                received: 5,
                expected: Some(10),
            },
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n<b>te",
            TransportErrorKind::Truncated {
                received: 5,
                expected: None,
            },
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<b>te\r\n",
            TransportErrorKind::Truncated {
                received: 5,
                expected: None,
            },
        ),
    ];
    for (bytes, expected) in cases {
        let server = RawServer::answering(bytes);
        errors(Settings::default(), &server, |name, error| {
            assert_eq!(error.kind(), &expected, "{name}: {bytes:?}");
            assert!(error.request_sent(), "{name}");
        });
    }
}

#[test]
fn a_response_cut_at_any_byte_is_never_a_response() {
    let whole = response("200 OK", b"<b/>");
    for length in 0..whole.len() {
        let server = RawServer::answering(&whole[..length]);
        errors(Settings::default(), &server, |name, error| {
            assert!(error.request_sent(), "{name} at {length}");
            let is_expected = matches!(
                error.kind(),
                TransportErrorKind::Closed
                    | TransportErrorKind::Truncated { .. }
                    | TransportErrorKind::Protocol
            );
            assert!(is_expected, "{name} at {length}: {error:?}");
        });
    }
}

#[test]
fn what_is_not_http_is_said_to_be_that() {
    let cases = [
        "220 mail.example.com ESMTP\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
    ];
    for bytes in cases {
        let server = RawServer::answering(bytes);
        errors(Settings::default(), &server, |name, error| {
            assert_eq!(
                error.kind(),
                &TransportErrorKind::Protocol,
                "{name}: {error} {bytes:?}"
            );
            assert!(error.request_sent(), "{name}");
        });
    }
}

#[test]
fn a_server_that_speaks_first_is_not_http() {
    let server = RawServer::scripted(|connection| {
        connection.write(b"220 mail.example.com ESMTP\r\n");
        connection.wait(Duration::from_millis(200));
    });
    errors(Settings::default(), &server, |name, error| {
        assert_eq!(
            error.kind(),
            &TransportErrorKind::Protocol,
            "{name}: {error}"
        );
    });
}

#[test]
fn a_server_that_is_silent_or_slow_hits_the_time_limit() {
    let silent = RawServer::scripted(|connection| {
        connection.read_request();
        connection.wait(Duration::from_secs(5));
    });
    let slow = RawServer::scripted(|connection| {
        connection.read_request();
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<b>");
        for _ in 0..50 {
            connection.write(b" ");
            connection.wait(Duration::from_millis(100));
        }
    });
    for (server, phase) in [
        (&silent, TimeoutPhase::Response),
        (&slow, TimeoutPhase::Body),
    ] {
        let start = Instant::now();
        errors(impatient(), server, |name, error| {
            let limit = Some(Duration::from_millis(300));
            assert_eq!(
                error.kind(),
                &TransportErrorKind::Timeout { phase, limit },
                "{name}"
            );
            assert!(error.request_sent() && error.is_timeout(), "{name}");
        });
        assert!(start.elapsed() < Duration::from_secs(4));
    }
}

#[test]
fn the_time_limit_of_a_call_replaces_that_of_the_client() {
    let server = RawServer::scripted(|connection| {
        connection.read_request();
        connection.wait(Duration::from_millis(600));
        connection.write(&response("200 OK", b"<b/>"));
    });
    for_each_client(impatient(), |name, client| {
        let patient = CallOptions::new().with_timeout(Duration::from_secs(10));
        let response = client.send(post(&server.url(), "<a/>"), &patient).unwrap();
        assert_eq!(response.body(), "<b/>", "{name}");
    });
    for_each_client(Settings::default(), |name, client| {
        let limit = Duration::from_millis(200);
        let options = CallOptions::new().with_timeout(limit);
        let error = client
            .send(post(&server.url(), "<a/>"), &options)
            .unwrap_err();
        let phase = TimeoutPhase::Response;
        let expected = TransportErrorKind::Timeout {
            phase,
            limit: Some(limit),
        };
        assert_eq!(error.kind(), &expected, "{name}");
    });
}

#[test]
fn a_tls_handshake_without_answer_hits_the_connect_limit() {
    let server = RawServer::scripted(|connection| connection.wait(Duration::from_secs(5)));
    let limit = Duration::from_millis(300);
    let settings = Settings {
        connect_timeout: limit,
        ..Settings::default()
    };
    for_each_client(settings, |name, client| {
        let error = client
            .send(post(&server.https_url(), "<a/>"), &CallOptions::new())
            .unwrap_err();
        let phase = TimeoutPhase::Connect;
        let expected = TransportErrorKind::Timeout {
            phase,
            limit: Some(limit),
        };
        assert_eq!(error.kind(), &expected, "{name}");
        assert!(!error.request_sent(), "{name}");
    });
}

#[test]
fn a_whole_call_that_ends_while_connecting_was_not_sent() {
    let server = RawServer::scripted(|connection| connection.wait(Duration::from_secs(5)));
    for_each_client(impatient(), |name, client| {
        let error = client
            .send(post(&server.https_url(), "<a/>"), &CallOptions::new())
            .unwrap_err();
        assert!(error.is_timeout(), "{name}: {error}");
        assert!(!error.request_sent(), "{name}");
    });
}

#[test]
fn a_server_without_tls_is_a_tls_error() {
    let server = RawServer::scripted(|connection| {
        connection.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    });
    for_each_client(Settings::default(), |name, client| {
        let error = client
            .send(post(&server.https_url(), "<a/>"), &CallOptions::new())
            .unwrap_err();
        assert_eq!(error.kind(), &TransportErrorKind::Tls, "{name}: {error}");
        assert!(!error.request_sent(), "{name}");
        assert!(error.source_text().is_some(), "{name}");
    });
}

#[test]
fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "http://{}/service?key=S3CR3T",
        listener.local_addr().unwrap()
    );
    drop(listener);
    for_each_client(Settings::default(), |name, client| {
        for body in ["<a/>", ""] {
            let error = client
                .send(post(&url, body), &CallOptions::new())
                .unwrap_err();
            assert_eq!(
                error.kind(),
                &TransportErrorKind::Connect,
                "{name}: {error}"
            );
            assert!(!error.request_sent(), "{name}");
            let text = error.to_string();
            assert!(
                text.contains(": can't connect to the server: Connection refused"),
                "{text}"
            );
            assert!(!text.contains("S3CR3T"), "{text}");
        }
    });
}

#[test]
fn a_host_without_address_was_not_sent() {
    // The top-level domain that never has an address: RFC 2606 section 2.
    let url = "https://service.invalid/";
    for_each_client(Settings::default(), |name, client| {
        let error = client
            .send(post(url, "<a/>"), &CallOptions::new())
            .unwrap_err();
        assert_eq!(
            error.kind(),
            &TransportErrorKind::NameResolution,
            "{name}: {error}"
        );
        assert!(!error.request_sent(), "{name}");
    });
}

#[test]
fn a_request_that_was_read_counts_as_sent_and_is_sent_once() {
    let server = RawServer::scripted(|connection| connection.read_request());
    for_each_client(Settings::default(), |name, client| {
        let before = server.requests().len();
        for body in ["<a/>", ""] {
            let error = client
                .send(post(&server.url(), body), &CallOptions::new())
                .unwrap_err();
            assert_eq!(error.kind(), &TransportErrorKind::Closed, "{name}: {error}");
            assert!(error.request_sent(), "{name}");
        }
        assert_eq!(server.requests().len(), before + 2, "{name}");
    });
}

#[test]
fn redirects_are_not_followed() {
    let target = RawServer::answering(response("200 OK", b"<b/>"));
    for status in [301, 302, 303, 307, 308] {
        let head = format!("{status} Elsewhere\r\nlocation: {}?S3CR3T", target.url());
        let server = RawServer::answering(response(&head, b"<html/>"));
        errors(Settings::default(), &server, |name, error| {
            let expected = TransportErrorKind::RedirectRefused {
                status: StatusCode::from_u16(status).unwrap(),
                target: target.url().strip_suffix("/service").map(Into::into),
            };
            assert_eq!(error.kind(), &expected, "{name}");
            assert!(error.request_sent(), "{name}");
            assert!(!error.to_string().contains("S3CR3T"), "{name}");
        });
    }
    assert_eq!(target.requests(), [] as [String; 0]);
}

#[test]
fn plain_http_leaves_this_machine_only_when_allowed() {
    for_each_client(impatient(), |name, client| {
        let error = client
            .send(post("http://192.0.2.1/", "<a/>"), &CallOptions::new())
            .unwrap_err();
        let host = "192.0.2.1".into();
        let expected = TransportErrorKind::Endpoint(EndpointError::PlainHttp { host });
        assert_eq!(error.kind(), &expected, "{name}");
        assert!(!error.request_sent(), "{name}");

        // An address of RFC 5737, where nothing answers.
        let endpoint =
            soapstone::transport::Endpoint::allow_plain_http("http://192.0.2.1/").unwrap();
        let options = CallOptions::new().for_endpoint(&endpoint);
        if let Err(error) = client.send(post("http://192.0.2.1/", "<a/>"), &options) {
            assert!(
                !matches!(error.kind(), TransportErrorKind::Endpoint(_)),
                "{name}: {error}"
            );
        }
    });
}

#[test]
fn credentials_in_the_url_are_refused_and_not_shown() {
    for_each_client(Settings::default(), |name, client| {
        let url = "https://user:S3CR3T@example.com/";
        let error = client
            .send(post(url, "<a/>"), &CallOptions::new())
            .unwrap_err();
        let host = "example.com".into();
        let expected = TransportErrorKind::Endpoint(EndpointError::UserInfo { host });
        assert_eq!(error.kind(), &expected, "{name}");
        assert!(!format!("{error} {error:?}").contains("S3CR3T"), "{name}");
    });
}

#[test]
fn a_header_cannot_smuggle_another() {
    let smuggling = ["\"a\"\r\nx-other: b", "a\nb", "a\rb", "a\0b"];
    for value in smuggling {
        assert!(HeaderValue::from_str(value).is_err(), "{value:?}");
        assert!(
            Request::post("http://localhost/")
                .header("soapaction", value)
                .body(())
                .is_err()
        );
        assert!(
            Request::post(format!("http://localhost/{value}"))
                .body(())
                .is_err()
        );
    }

    // What the type lets through arrives in one line.
    let server = RawServer::answering(response("200 OK", b"<b/>"));
    for_each_client(Settings::default(), |name, client| {
        let mut request = post(&server.url(), "<a/>");
        let value = HeaderValue::from_bytes(b"\"urn:a: b\t\xc3\xa9\"").unwrap();
        request.headers_mut().insert("soapaction", value);
        client.send(request, &CallOptions::new()).unwrap();
        let received = server.requests().pop().unwrap();
        let line = received
            .lines()
            .find(|line| line.to_lowercase().starts_with("soapaction"));
        assert!(
            line.unwrap().ends_with(": \"urn:a: b\t\u{e9}\""),
            "{name}: {line:?}"
        );
    });
}

#[test]
fn errors_show_nothing_of_what_was_sent_or_received() {
    let responses = [
        "HTTP/1.1 200 OK\r\nset-cookie: S3CR3T\r\ncontent-length: 99\r\n\r\nS3CR3T",
        "HTTP/1.1 200 OK\r\nlocation: S3CR3T\r\ncontent-length: S3CR3T\r\n\r\nS3CR3T",
        "HTTP/1.1 302 OK\r\nlocation: http://u:S3CR3T@localhost/S3CR3T\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 6\r\n\r\nS3CR3T",
        "S3CR3T S3CR3T\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nS3CR3T\r\n",
    ];
    for bytes in responses {
        let server = RawServer::answering(bytes);
        for_each_client(Settings::default(), |name, client| {
            let mut request = post(&format!("{}/S3CR3T?S3CR3T", server.url()), "<a>S3CR3T</a>");
            request
                .headers_mut()
                .insert("x-key", HeaderValue::from_static("S3CR3T"));
            let error = client.send(request, &CallOptions::new()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("S3CR3T"), "{name}: {shown} for {bytes:?}");
        });
    }
}
