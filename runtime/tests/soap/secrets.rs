//! Secrets of a request are in no error and in no `Debug`, even if the server sends them back.

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use soapstone::soap::{Call, Settings};
use soapstone::transport::{BasicAuth, InProcess};
use soapstone::{AnyElement, CallOptions, Client, HeaderBlock, blocking};

use crate::archive::*;

const CANARY: &str = "S3CR3T-CANARY & \"<more>\"";

/// Every part of the canary that a log must not hold.
fn assert_hidden(text: &str) {
    for piece in ["S3CR3T", "CANARY"] {
        assert!(!text.contains(piece), "{text}");
    }
}

fn set_password() -> SetPassword {
    SetPassword {
        user: String::from("me"),
        password: CANARY.into(),
    }
}

fn typed_header() -> HeaderBlock {
    let header = AuthHeader {
        user: String::from("me"),
        password: CANARY.into(),
        fault_status: None,
    };
    HeaderBlock::new(&header).unwrap()
}

fn raw_header() -> HeaderBlock {
    let token = AnyElement::new("urn:wsse", "token")
        .with_child(AnyElement::new("", "value").with_text(CANARY));
    HeaderBlock::raw(&token).unwrap()
}

/// A server that shows what it was sent, as debug pages do.
fn echo(request: Request<Bytes>) -> Response<Bytes> {
    let headers: Vec<String> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    let page = format!(
        "<html>{}{}",
        headers.join("\n"),
        String::from_utf8_lossy(request.body())
    );
    response(500, "text/html", page)
}

fn clients() -> Vec<blocking::Client> {
    let builder = || blocking::Client::builder(endpoint(), InProcess::new(echo));
    let mut key = HeaderValue::from_static("S3CR3T-CANARY");
    key.set_sensitive(true);
    vec![
        builder().build(),
        builder().header(typed_header()).build(),
        builder().header(raw_header()).build(),
        builder()
            .basic_auth(&BasicAuth::new("me", "S3CR3T-CANARY").unwrap())
            .build(),
        builder()
            .http_header("x-api-key".parse().unwrap(), key)
            .build(),
        builder()
            .header(typed_header())
            .header(raw_header())
            .build()
            .to_builder()
            .build(),
    ]
}

#[test]
fn an_echo_of_the_request_is_redacted() {
    for client in clients() {
        let error = client
            .call::<SetPasswordOperation>(&set_password())
            .unwrap_err();
        let text = format!("{error} {error:?} {error:#?}");
        assert!(text.contains("[redacted]"), "{text}");
        assert_hidden(&text);
        let base_64 = "bWU6UzNDUjNULUNBTkFSWQ==";
        assert!(!text.contains(base_64), "{text}");
    }
}

#[test]
fn a_secret_is_found_in_every_escape_and_at_the_end() {
    let echoes = [
        "S3CR3T-CANARY & \"<more>\"",
        "S3CR3T-CANARY &amp; &quot;&lt;more&gt;&quot;",
        "S3CR3T-CANARY &#38; &#34;&#60;more&#62;&#34;",
        "S3CR3T-CANARY & \\\"<more>\\\"",
        "S3CR3T-CANARY+%26+%22%3Cmore%3E%22",
        "S3CR3T-CANARY & \"<mo",
    ];
    let call =
        Call::<SetPasswordOperation>::new(&set_password(), &uri(), &Settings::default()).unwrap();
    for echo in echoes {
        for prefix in ["x ", "{\"password\":\"", "<p>"] {
            let response = response(500, "", format!("{prefix}{echo}"));
            let error = call.response(&response).unwrap_err();
            assert_hidden(&format!("{error} {error:?}"));
        }
    }
    // The excerpt ends in the middle of the secret.
    for length in 480..512 {
        let page = format!("{}{CANARY}", "x".repeat(length));
        let error = call.response(&response(500, "", page)).unwrap_err();
        assert_hidden(&error.to_string());
    }
}

#[test]
fn an_error_about_a_value_does_not_quote_a_secret() {
    let call = Call::<FindAssetOperation>::new(&find("x"), &uri(), &Settings::default()).unwrap();
    let size = |text: &str| {
        envelope(&format!(
            "<findAssetReturn xmlns='urn:archive'><asset><handle/><size>{text}</size></asset></findAssetReturn>"
        ))
    };
    let quoted = call
        .response(&response(200, "", size("harmless")))
        .unwrap_err();
    assert!(quoted.to_string().contains("\"harmless\""), "{quoted}");

    let mut settings = Settings::default();
    settings.headers = vec![typed_header()];
    for mode in [soapstone::Mode::Lenient, soapstone::Mode::Strict] {
        settings.read.mode = mode;
        let call = Call::<FindAssetOperation>::new(&find("x"), &uri(), &settings).unwrap();
        let escaped = CANARY.replace('&', "&amp;").replace('<', "&lt;");
        for body in [size(&escaped), envelope(&escaped)] {
            let error = call.response(&response(200, "", body)).unwrap_err();
            assert_hidden(&format!("{error} {error:?}"));
        }
    }
}

#[test]
fn nothing_that_holds_a_secret_shows_it() {
    let transport = InProcess::new(echo);
    let client = Client::builder(
        "https://archive.example/service?key=S3CR3T"
            .parse()
            .unwrap(),
        transport,
    )
    .header(typed_header())
    .basic_auth(&BasicAuth::new("me", "S3CR3T-CANARY").unwrap())
    .http_header("x-key".parse().unwrap(), HeaderValue::from_static("S3CR3T"));
    assert_hidden(&format!("{client:?}"));
    let client = client.build();
    assert_hidden(&format!("{client:?} {:?}", client.settings()));
    for client in clients() {
        assert_hidden(&format!("{client:?}"));
    }
    assert_hidden(&format!("{:?} {:?}", typed_header(), raw_header()));
    let options = CallOptions::new()
        .header(raw_header())
        .http_header("x-key".parse().unwrap(), HeaderValue::from_static("S3CR3T"));
    assert_hidden(&format!("{options:?}"));
    let mut settings = Settings::default();
    settings.headers = vec![raw_header()];
    let call = Call::<SetPasswordOperation>::new(&set_password(), &uri(), &settings).unwrap();
    assert_hidden(&format!("{call:?} {settings:?} {:?}", set_password()));
    assert_eq!(
        format!("{:?}", typed_header()),
        "HeaderBlock({urn:archive:common}authHeader)",
        "but its name is shown"
    );
}

#[test]
fn a_service_does_not_show_what_it_was_sent() {
    struct Telling;
    impl Archive for Telling {
        async fn set_password(
            &self,
            request: soapstone::soap::Request<SetPassword>,
        ) -> Result<SetPasswordReturn, soapstone::Failure<ArchiveFault>> {
            Err(soapstone::Failure::receiver(format!("{request:?}")))
        }
    }
    let transport = InProcess::new(service(Telling).build());
    let client = blocking::Client::builder(endpoint(), transport)
        .header(typed_header())
        .basic_auth(&BasicAuth::new("me", "S3CR3T-CANARY").unwrap())
        .build();
    let error = client
        .call::<SetPasswordOperation>(&set_password())
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("authorization") && text.contains("{urn:archive:common}authHeader"),
        "{text}"
    );
    assert_hidden(&text);
}

#[test]
fn a_service_refuses_a_secret_without_showing_it() {
    struct Nothing;
    impl Archive for Nothing {}
    let client =
        blocking::Client::builder(endpoint(), InProcess::new(service(Nothing).build())).build();
    let mut input = set_password();
    input.password = CANARY.repeat(10).into();
    let error = client.call::<SetPasswordOperation>(&input).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("maxLength") || text.contains("at most 64"),
        "{text}"
    );
    assert_hidden(&text);
}
