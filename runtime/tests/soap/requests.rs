//! What is sent: the exact bytes and HTTP headers.

use http::{HeaderValue, Method};
use soapstone::bindings::Name;
use soapstone::soap::{Call, ConfigError, Settings};
use soapstone::transport::{BasicAuth, Bearer, BlockingTransport, Endpoint};
use soapstone::{AnyElement, CallOptions, Error, Framing, HeaderBlock, SoapActionStyle, blocking};

use crate::archive::*;

fn settings(framing: Framing) -> Settings {
    let mut settings = Settings::default();
    settings.framing = framing;
    settings
}

fn auth() -> HeaderBlock {
    let header = AuthHeader {
        user: String::from("me"),
        password: "<&>".into(),
        fault_status: None,
    };
    HeaderBlock::new(&header).unwrap().must_understand(true)
}

#[test]
fn bodies_have_the_envelope_of_the_framing() {
    let element = "<ns1:findAsset xmlns:ns1=\"urn:archive\"><ns1:name>x</ns1:name></ns1:findAsset>";
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let cases = [
        (
            Framing::Soap11,
            format!(
                "{declaration}<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>{element}\
                 </soap:Body></soap:Envelope>"
            ),
        ),
        (
            Framing::Soap12,
            format!(
                "{declaration}<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body>{element}\
                 </soap:Body></soap:Envelope>"
            ),
        ),
        (Framing::Bare, format!("{declaration}{element}")),
        (
            Framing::Wrapped(Name::new("urn:archive", "Request")),
            format!(
                "{declaration}<ns1:Request xmlns:ns1=\"urn:archive\"><ns1:findAsset><ns1:name>x</ns1:name></ns1:findAsset>\
                 </ns1:Request>"
            ),
        ),
    ];
    for (framing, expected) in cases {
        let call = Call::<FindAssetOperation>::new(&find("x"), &uri(), &settings(framing)).unwrap();
        let request = call.request();
        assert_eq!(request.body(), &expected);
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), &uri());
    }
}

#[test]
fn header_blocks_stand_before_the_body_in_order() {
    let raw: AnyElement = "<t:trace xmlns:t='urn:trace'>1</t:trace>".parse().unwrap();
    let mut settings = settings(Framing::Soap12);
    settings.headers = vec![auth(), HeaderBlock::raw(&raw).unwrap().role("urn:next")];
    let call = Call::<FindAssetOperation>::new(&find("x"), &uri(), &settings).unwrap();
    let request = call.request();
    let body = std::str::from_utf8(request.body()).unwrap();
    let start = body.find("<soap:Header>").unwrap();
    let end = body.find("<soap:Body>").unwrap();
    assert_eq!(
        &body[start..end],
        "<soap:Header>\
         <ns1:authHeader xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" soap:mustUnderstand=\"true\" \
         xmlns:ns1=\"urn:archive:common\"><ns1:user>me</ns1:user><ns1:password>&lt;&amp;&gt;</ns1:password></ns1:authHeader>\
         <t:trace xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" soap:role=\"urn:next\" \
         xmlns:t=\"urn:trace\">1</t:trace>\
         </soap:Header>"
    );
}

#[test]
fn content_type_and_action_are_those_of_the_version() {
    let cases = [
        (
            Framing::Soap11,
            SoapActionStyle::Quoted,
            "text/xml; charset=UTF-8",
            Some("\"urn:archive#setPassword\""),
        ),
        (
            Framing::Soap11,
            SoapActionStyle::Bare,
            "text/xml; charset=UTF-8",
            Some("urn:archive#setPassword"),
        ),
        (
            Framing::Soap11,
            SoapActionStyle::None,
            "text/xml; charset=UTF-8",
            None,
        ),
        (
            Framing::Soap12,
            SoapActionStyle::Quoted,
            "application/soap+xml; charset=UTF-8; action=\"urn:archive#setPassword\"",
            None,
        ),
        (
            Framing::Bare,
            SoapActionStyle::Quoted,
            "text/xml; charset=UTF-8",
            None,
        ),
    ];
    let input = SetPassword {
        user: String::from("me"),
        password: "p".into(),
    };
    for (framing, style, content_type, action) in cases {
        let mut settings = settings(framing);
        settings.soap_action = style;
        let request = Call::<SetPasswordOperation>::new(&input, &uri(), &settings)
            .unwrap()
            .request();
        assert_eq!(request.headers()["content-type"], content_type);
        assert_eq!(
            request
                .headers()
                .get("soapaction")
                .map(HeaderValue::as_bytes),
            action.map(str::as_bytes)
        );
    }
    let notice = Notice {
        text: String::from("x"),
    };
    let request = Call::<NotifyOperation>::new(&notice, &uri(), &Settings::default())
        .unwrap()
        .request();
    assert_eq!(
        request.headers()["soapaction"],
        "\"\"",
        "an empty action is written (WS-I BP 1.1 R2744)"
    );
}

/// A transport that keeps nothing but checks the request.
struct Seen<F>(F);

impl<F: Fn(&http::Request<bytes::Bytes>, &soapstone::transport::CallOptions) + Send + Sync>
    BlockingTransport for Seen<F>
{
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        options: &soapstone::transport::CallOptions,
    ) -> Result<http::Response<bytes::Bytes>, soapstone::transport::TransportError> {
        (self.0)(&request, options);
        Ok(response(
            200,
            "text/xml",
            envelope("<findAssetReturn xmlns='urn:archive'/>"),
        ))
    }
}

#[test]
fn credentials_and_other_headers_are_on_the_wire() {
    let check = |request: &http::Request<bytes::Bytes>, _: &soapstone::transport::CallOptions| {
        let headers = request.headers();
        assert_eq!(
            headers["authorization"],
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert!(headers["authorization"].is_sensitive());
        assert_eq!(headers["user-agent"], "archivist/1");
        assert_eq!(
            headers["x-trace"], "2",
            "that of the call replaces that of the client"
        );
        assert_eq!(request.uri(), "https://other.example/");
    };
    let client = blocking::Client::builder(endpoint(), Seen(check))
        .basic_auth(&BasicAuth::new("Aladdin", "open sesame").unwrap())
        .user_agent(HeaderValue::from_static("archivist/1"))
        .http_header("x-trace".parse().unwrap(), HeaderValue::from_static("1"))
        .build();
    let options = CallOptions::new()
        .http_header("x-trace".parse().unwrap(), HeaderValue::from_static("2"))
        .endpoint(Endpoint::new("https://other.example").unwrap());
    assert!(
        client
            .call_with::<FindAssetOperation>(&find("x"), &options)
            .is_ok()
    );

    let check = |request: &http::Request<bytes::Bytes>, _: &soapstone::transport::CallOptions| {
        assert_eq!(request.headers()["authorization"], "Bearer t.1");
    };
    let client = blocking::Client::builder(endpoint(), Seen(check))
        .bearer(&Bearer::new("t.1").unwrap())
        .build();
    assert!(client.call::<FindAssetOperation>(&find("x")).is_ok());
}

#[test]
fn the_transport_is_told_about_time_limits_and_endpoint() {
    use std::time::Duration;
    let check = |_: &http::Request<bytes::Bytes>, options: &soapstone::transport::CallOptions| {
        assert_eq!(options.timeout, Some(Duration::from_secs(2)));
        assert_eq!(options.limits.unwrap().wire_bytes, 1000);
        assert!(options.allow_plain_http);
    };
    let endpoint = Endpoint::allow_plain_http("http://archive.example/").unwrap();
    let client = blocking::Client::builder(endpoint, Seen(check))
        .timeout(Duration::from_secs(1))
        .limits(soapstone::Limits::default().wire_bytes(1000))
        .build();
    let options = CallOptions::new().timeout(Duration::from_secs(2));
    assert!(
        client
            .call_with::<FindAssetOperation>(&find("x"), &options)
            .is_ok()
    );
}

#[test]
fn what_can_not_be_sent_is_an_error_before_anything_is() {
    let mut bare = settings(Framing::Bare);
    bare.headers = vec![auth()];
    let error = Call::<FindAssetOperation>::new(&find("x"), &uri(), &bare).unwrap_err();
    assert!(matches!(
        error,
        Error::Config(ConfigError::HeaderBlocks { .. })
    ));
    assert_eq!(
        error.to_string(),
        "the header block `{urn:archive:common}authHeader` has no place in the framing `Bare`: expected no header blocks"
    );

    let error =
        Call::<FindAssetOperation>::new(&find("a\u{1}"), &uri(), &Settings::default()).unwrap_err();
    assert!(matches!(error, Error::Write(_)));
    assert!(
        error
            .to_string()
            .starts_with("the request can't be written: /findAsset/name: "),
        "{error}"
    );

    let body: AnyElement = "<a/>".parse().unwrap();
    let client = canned(response(200, "", ""));
    for action in ["a\r\nX-Injected: 1", "a\nb", "ä"] {
        let error = client
            .call_raw(action, &body, &CallOptions::new())
            .unwrap_err();
        assert!(
            matches!(error, Error::Config(ConfigError::SoapAction { .. })),
            "{action:?}: {error}"
        );
    }
}
