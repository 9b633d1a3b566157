//! Responses that are no SOAP messages: what the error says about them.

use soapstone::soap::{Found, Settings};
use soapstone::{CallOptions, Error, Limits};

use crate::archive::*;

/// The error of a response to `findAsset`.
fn error_of(status: u16, content_type: &str, body: &[u8]) -> (Found, String) {
    let response = response(status, content_type, body.to_vec());
    match find_response(&Settings::default(), &response) {
        Err(error @ Error::NotSoap(_)) => {
            let text = error.to_string();
            let Error::NotSoap(found) = error else {
                panic!("{text}");
            };
            assert_eq!(found.status, status);
            (found.found, text)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_kind_is_told_with_its_beginning() {
    let expected = "expected a SOAP envelope with `{urn:archive}findAssetReturn`, found";
    let cases: [(u16, &str, &[u8], String); 16] = [
        (200, "", b"", format!("HTTP 200: {expected} an empty body")),
        (
            403,
            "text/plain",
            b" \r\n",
            format!("HTTP 403 (text/plain): {expected} an empty body"),
        ),
        (204, "", b"", format!("HTTP 204: {expected} an empty body")),
        (
            502,
            "text/html",
            b"<html><body>Bad Gateway",
            format!("HTTP 502 (text/html): {expected} an HTML page: \"<html><body>Bad Gateway\""),
        ),
        (
            200,
            "text/html; charset=utf-8",
            b"\xEF\xBB\xBF<!doctype HTML>\n<title>Log in</title>",
            format!(
                "HTTP 200 (text/html; charset=utf-8): {expected} an HTML page: \
                 \"<!doctype HTML>\\n<title>Log in</title>\""
            ),
        ),
        (
            407,
            "text/html",
            b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-' 'x'><HTML></HTML>",
            format!(
                "HTTP 407 (text/html): {expected} an HTML page: \
                 \"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-' 'x'><HTML></HTML>\""
            ),
        ),
        (
            200,
            "",
            b"<!-- x --><html xmlns='http://www.w3.org/1999/xhtml'/>",
            format!(
                "HTTP 200: {expected} an HTML page: \"<!-- x --><html xmlns='http://www.w3.org/1999/xhtml'/>\""
            ),
        ),
        (
            500,
            "application/json",
            b"{\"error\":1}",
            format!("HTTP 500 (application/json): {expected} JSON: \"{{\\\"error\\\":1}}\""),
        ),
        (
            429,
            "",
            b"[1]",
            format!("HTTP 429: {expected} JSON: \"[1]\""),
        ),
        (
            503,
            "text/plain",
            b"busy",
            format!("HTTP 503 (text/plain): {expected} text: \"busy\""),
        ),
        (
            200,
            "image/gif",
            b"GIF89a\0\x01",
            format!("HTTP 200 (image/gif): {expected} binary data: \"GIF89a\\0\\u{{1}}\""),
        ),
        (
            200,
            "",
            b"<a>\xFF",
            format!(
                "HTTP 200: {expected} bytes that are no text (the bytes are not valid UTF-8): \"<a>\u{FFFD}\""
            ),
        ),
        (
            200,
            "text/xml",
            b"<other xmlns='urn:o'/>",
            format!(
                "HTTP 200 (text/xml): {expected} a document with the root element `{{urn:o}}other`: \
                 \"<other xmlns='urn:o'/>\""
            ),
        ),
        (
            200,
            "",
            b"<e:Envelope xmlns:e='http://www.w3.org/2001/06/soap-envelope'/>",
            format!(
                "HTTP 200: {expected} an envelope in the namespace `http://www.w3.org/2001/06/soap-envelope`, \
                 which is of no known version of SOAP: \
                 \"<e:Envelope xmlns:e='http://www.w3.org/2001/06/soap-envelope'/>\""
            ),
        ),
        (
            200,
            "",
            b"<",
            format!("HTTP 200: {expected} text that is not XML ("),
        ),
        (
            200,
            "",
            b"<Envelope",
            format!("HTTP 200: {expected} text that is not XML ("),
        ),
    ];
    for (status, content_type, body, text) in cases {
        let (found, error) = error_of(status, content_type, body);
        match found {
            Found::NotXml(_) => assert!(error.starts_with(&text), "{error}"),
            Found::Binary(Some(_)) => assert!(error.contains("bytes that are no text"), "{error}"),
            _ => assert_eq!(error, text),
        }
    }
}

#[test]
fn the_excerpt_is_short() {
    let page = format!("<html>{}", "é".repeat(1000));
    let response = response(500, "text/html", page);
    let mut settings = Settings::default();
    for (limit, length) in [(512, 512), (7, 6), (8, 8), (0, 0)] {
        settings.read.limits = Limits::default().excerpt(limit);
        let Err(Error::NotSoap(found)) = find_response(&settings, &response) else {
            panic!();
        };
        assert_eq!(
            found.excerpt.len(),
            length,
            "never more than the limit, and whole characters"
        );
    }
}

#[test]
fn a_one_way_operation_needs_no_message() {
    let notice = Notice {
        text: String::from("x"),
    };
    let good = [
        response(200, "", ""),
        response(202, "", ""),
        response(204, "", ""),
        response(202, "text/plain", "accepted"),
        response(200, "text/xml", envelope("")),
        response(202, "text/xml", envelope_12("")),
    ];
    for response in good {
        let status = response.status();
        let reply = canned(response)
            .call_with::<NotifyOperation>(&notice, &CallOptions::new())
            .unwrap();
        assert_eq!(reply.status, status);
    }
    let bad = [
        (
            response(200, "text/html", "<html>log in"),
            "HTTP 200 (text/html): expected an empty body or a SOAP envelope, \
          found an HTML page: \"<html>log in\"",
        ),
        (
            response(500, "", ""),
            "HTTP 500: expected an empty body or a SOAP envelope, found an empty body",
        ),
        (
            response(404, "", ""),
            "HTTP 404: expected an empty body or a SOAP envelope, found an empty body",
        ),
    ];
    for (response, text) in bad {
        assert_eq!(
            canned(response)
                .call::<NotifyOperation>(&notice)
                .unwrap_err()
                .to_string(),
            text
        );
    }
}

#[test]
fn a_busy_server_is_transient_and_nothing_is_safe_to_repeat_but_what_was_not_sent() {
    use soapstone::transport::{TransportError, TransportErrorKind};
    let error = |status| -> Error<ArchiveFault> {
        find_response(&Settings::default(), &response(status, "", "x")).unwrap_err()
    };
    for (status, is_transient, is_timeout) in [
        (429, true, false),
        (502, true, false),
        (503, true, false),
        (504, true, true),
        (408, false, true),
        (500, false, false),
    ] {
        let error = error(status);
        assert_eq!(
            (error.is_transient(), error.is_timeout()),
            (is_transient, is_timeout),
            "{status}"
        );
        assert!(!error.is_retryable());
        assert_eq!(error.status().unwrap(), status);
        assert!(error.fault().is_none());
    }
    let cases = [
        (TransportErrorKind::Connect, false, true, true),
        (TransportErrorKind::Closed, true, false, true),
        (TransportErrorKind::Tls, false, false, false),
    ];
    for (kind, sent, is_retryable, is_transient) in cases {
        let error = Error::<ArchiveFault>::from(TransportError::new(kind, sent));
        assert_eq!(
            (error.is_retryable(), error.is_transient()),
            (is_retryable, is_transient),
            "{error}"
        );
        assert_eq!(error.status(), None);
    }
    let fault = find_response(
        &Settings::default(),
        &response(503, "", envelope("<s:Fault/>")),
    )
    .unwrap_err();
    assert!(!fault.is_transient() && !fault.is_retryable());
}
