//! A password in a request stands in no `Debug`, no `Display` and no error, whatever the server does with it.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use scene7_ips_api::common::AuthHeader;
use scene7_ips_api::v2014_04_03::operations::{CheckLogin, SetPassword};
use scene7_ips_api::v2014_04_03::{self as api, CheckLoginParam, SetPasswordParam, SetPasswordReturn, server};
use soapstone::bindings::Operation;
use soapstone::soap::Call;
use soapstone::transport::{BasicAuth, Bearer, Endpoint, InProcess, Ureq};
use soapstone::xsd::Secret;
use soapstone::{
    CallOptions, Error, Failure, FaultDetail, Framing, HeaderBlock, Mode, Service, blocking, from_str, to_string,
};

const CANARY: &str = "S3CR3T-CANARY";
/// The user and the password, as HTTP Basic writes them.
const BASE_64: &str = "bWU6UzNDUjNULUNBTkFSWQ==";

/// All that was shown of anything, with what it was.
#[derive(Default)]
struct Shown(Vec<(String, String)>);

impl Shown {
    fn debug(&mut self, what: &str, value: &dyn Debug) {
        self.0.push((String::from(what), format!("{value:?} {value:#?}")));
    }

    fn display(&mut self, what: &str, value: &dyn Display) {
        self.0.push((String::from(what), format!("{value} {value:#}")));
    }

    /// An error, and all the errors that it came from.
    fn error(&mut self, what: &str, error: &dyn StdError) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.debug(what, &error);
            self.display(what, &error);
            next = error.source();
        }
    }

    fn check(self, least: usize) {
        let mut leaks: Vec<String> = self
            .0
            .iter()
            .filter(|(_, text)| ["S3CR3T", "CANARY", BASE_64].iter().any(|secret| text.contains(secret)))
            .map(|(what, text)| format!("{what}: {text}"))
            .collect();
        leaks.sort();
        leaks.dedup();
        println!("{} texts shown", self.0.len());
        assert!(self.0.len() >= least, "{} texts are fewer than expected", self.0.len());
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    }
}

fn auth_header() -> AuthHeader {
    AuthHeader {
        user: Some(String::from("me@example.com")),
        password: Some(Secret::from(CANARY)),
        access_token: Some(Secret::from(CANARY)),
        app_name: Some(String::from("tests")),
        ..AuthHeader::default()
    }
}

fn set_password() -> SetPasswordParam {
    SetPasswordParam { user_handle: Some(String::from("u|1")), password: Secret::from(CANARY), password_expires: None }
}

fn check_login() -> CheckLoginParam {
    CheckLoginParam { company_handle: None, email: String::from("me@example.com"), password: Secret::from(CANARY) }
}

fn builder<T: soapstone::transport::BlockingTransport + 'static>(url: &str, transport: T) -> soapstone::soap::ClientBuilder<blocking::Client> {
    blocking::Client::builder(Endpoint::new(url).unwrap(), transport)
        .header(HeaderBlock::new(&auth_header()).unwrap())
        .basic_auth(&BasicAuth::new("me", CANARY).unwrap())
        .http_header(HeaderName::from_static("x-api-key"), sensitive(CANARY))
}

fn sensitive(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).unwrap();
    value.set_sensitive(true);
    value
}

#[test]
fn values_clients_and_calls_do_not_show_it() {
    let mut shown = Shown::default();
    shown.debug("header", &auth_header());
    let mut versioned = api::AuthHeader::new("tests", "1");
    versioned.password = Some(Secret::from(CANARY));
    shown.debug("versioned header", &versioned);
    shown.debug("header block", &HeaderBlock::new(&auth_header()).unwrap());
    shown.debug("raw header block", &HeaderBlock::raw(&raw_header()).unwrap());
    shown.debug("input", &set_password());
    shown.debug("input with more", &check_login());
    shown.debug("basic", &BasicAuth::new("me", CANARY).unwrap());
    shown.debug("bearer", &Bearer::new(CANARY).unwrap());
    let builder = builder("https://ips.example/?key=S3CR3T-CANARY", InProcess::new(silence));
    shown.debug("builder", &builder);
    let client = builder.build();
    shown.debug("client", &client);
    shown.debug("settings", client.settings());
    shown.debug("endpoint", client.endpoint());
    let options = CallOptions::new()
        .header(HeaderBlock::new(&auth_header()).unwrap())
        .http_header(HeaderName::from_static("x-key"), HeaderValue::from_static(CANARY))
        .timeout(Duration::from_secs(1));
    shown.debug("options", &options);
    let call = Call::<SetPassword>::new(&set_password(), client.endpoint().uri(), client.settings()).unwrap();
    shown.debug("call", &call);
    shown.debug("generated client", &api::blocking::IpsApi::new(client));
    let service = server::ips_api(Teller::default());
    shown.debug("service", &service);
    shown.check(16);
    // It is in the request, so that the other tests look for something that is there.
    assert!(String::from_utf8_lossy(call.request().body()).contains(CANARY));
    assert!(to_string(&set_password()).unwrap().contains(CANARY));
}

fn raw_header() -> soapstone::AnyElement {
    soapstone::AnyElement::new("urn:token", "token").with_text(CANARY)
}

fn silence(_: Request<Bytes>) -> Response<Bytes> {
    Response::new(Bytes::new())
}

/// Replies that repeat the request, or parts of it, in all the ways that servers know.
fn replies(request: &Request<Bytes>) -> Vec<(&'static str, u16, &'static str, String)> {
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let escaped = body.replace('&', "&amp;").replace('<', "&lt;");
    let envelope = |content: &str| {
        format!("<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>{content}</e:Body></e:Envelope>")
    };
    let fault = |reason: &str, detail: &str| {
        envelope(&format!("<e:Fault><faultcode>e:Server</faultcode><faultstring>{reason}</faultstring><detail>{detail}</detail></e:Fault>"))
    };
    let common = "http://www.scene7.com/IpsApi/xsd";
    let declared = |reason: &str| {
        format!("<f:authenticationFault xmlns:f='{common}'><f:code>10001</f:code><f:reason>{reason}</f:reason></f:authenticationFault>")
    };
    let namespace = "http://www.scene7.com/IpsApi/xsd/2014-04-03";
    let reply = |inside: &str| envelope(&format!("<setPasswordReturn xmlns='{namespace}'>{inside}</setPasswordReturn>"));
    let headers: Vec<String> =
        request.headers().iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))).collect();
    let page = format!("<html><body><pre>{}\n{escaped}</pre></body></html>", headers.join("\n"));
    let xml = "text/xml; charset=utf-8";
    vec![
        ("echo", 200, xml, body.clone()),
        ("echo as text", 500, "text/plain", body.clone()),
        ("page", 502, "text/html", page),
        ("JSON", 400, "application/json", format!("{{\"request\": {body:?}}}")),
        ("headers as text", 403, "text/plain", headers.join("\n")),
        ("the password alone", 200, "text/plain", String::from(CANARY)),
        ("another root", 200, xml, format!("<echo>{body}</echo>")),
        ("cut echo", 200, xml, body.chars().take(body.find(CANARY).unwrap_or(0) + 9).collect()),
        ("fault with the password", 500, xml, fault(CANARY, "")),
        ("fault with the request", 500, xml, fault(&escaped, "")),
        ("declared fault with the password", 500, xml, fault("no", &declared(CANARY))),
        ("declared fault that is broken", 500, xml, fault("no", &declared("x").replace("10001", CANARY))),
        ("unknown detail", 500, xml, fault("no", &format!("<request password='{CANARY}'><password>{CANARY}</password></request>"))),
        ("detail as text", 500, xml, fault("no", CANARY)),
        ("bare fault", 200, xml, declared(CANARY)),
        ("text in the reply", 200, xml, reply(CANARY)),
        ("element in the reply", 200, xml, reply(&format!("<password>{CANARY}</password>"))),
        ("attribute in the reply", 200, xml, reply("").replace("<setPasswordReturn ", &format!("<setPasswordReturn password='{CANARY}' "))),
        ("text in the envelope", 200, xml, envelope(CANARY)),
        ("text after the envelope", 200, xml, reply("") + CANARY),
        ("unknown entity", 200, xml, reply(&format!("&{CANARY};"))),
        ("unclosed", 200, xml, reply("").replace("</setPasswordReturn>", &format!("</{CANARY}>"))),
        ("fault code", 500, xml, fault("no", "").replace("e:Server", CANARY)),
        ("fault actor", 500, xml, fault("no", "").replace("<detail>", &format!("<faultactor>{CANARY}</faultactor><detail>"))),
        ("root named like it", 200, xml, format!("<{CANARY}/>")),
        ("namespace named like it", 200, xml, envelope("").replace("http://schemas.xmlsoap.org/soap/envelope/", CANARY)),
        ("element named like it", 200, xml, reply(&format!("<{CANARY}/>"))),
        ("undeclared prefix", 200, xml, reply(&format!("<{CANARY}:a/>"))),
        ("header block", 200, xml, reply("").replace("<e:Body>", &format!("<e:Header><h e:mustUnderstand='1'>{CANARY}</h></e:Header><e:Body>"))),
        ("charset", 200, "text/xml; charset=S3CR3T-CANARY", reply("")),
        ("nothing", 500, xml, String::new()),
        ("bytes", 200, "application/octet-stream", format!("\u{0}\u{1}{CANARY}")),
    ]
}

#[test]
fn errors_about_replies_do_not_show_it() {
    let mut shown = Shown::default();
    let count = replies(&Request::new(Bytes::new())).len();
    for index in 0..count {
        for framing in [Framing::Soap11, Framing::Soap12] {
            for mode in [Mode::Strict, Mode::Lenient] {
                let handler = move |request: Request<Bytes>| {
                    let (_, status, content_type, body) = replies(&request).swap_remove(index);
                    let mut response = Response::new(Bytes::from(body));
                    *response.status_mut() = StatusCode::from_u16(status).unwrap();
                    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
                    response
                };
                let what = replies(&Request::new(Bytes::new()))[index].0;
                let client = builder("https://ips.example/", InProcess::new(handler)).framing(framing).mode(mode).build();
                record::<SetPassword>(&mut shown, what, client.call::<SetPassword>(&set_password()).err());
                record::<CheckLogin>(&mut shown, what, client.call::<CheckLogin>(&check_login()).err());
                if let Err(error) = client.call_raw("setPassword", &raw_header(), &CallOptions::new()) {
                    shown.error(what, &error);
                }
            }
        }
    }
    shown.check(count * 8);
}

fn record<O: Operation>(shown: &mut Shown, what: &str, error: Option<Error<O::Fault>>)
where
    O::Fault: FaultDetail,
{
    if let Some(error) = error {
        shown.error(what, &error);
    }
}

/// A server that answers with bytes of its own, and closes the connection.
fn raw_server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/{CANARY}?password={CANARY}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer_and_close(stream, answer);
        }
    });
    url
}

fn answer_and_close(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(300)))?;
    let mut request = [0; 16 * 1024];
    let _ = stream.read(&mut request)?;
    stream.write_all(answer)
}

#[test]
fn errors_of_the_transport_do_not_show_it() {
    let mut shown = Shown::default();
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/?password={CANARY}", listener.local_addr().unwrap())
    };
    let cases = [
        ("connection refused", refused),
        ("unknown host", format!("https://no-such-host.invalid/?password={CANARY}")),
        ("closed", raw_server(b"")),
        ("no HTTP", raw_server(b"S3CR3T-CANARY\r\n\r\n")),
        ("cut head", raw_server(b"HTTP/1.1 200 OK\r\nx: S3CR3T-CANARY")),
        ("cut body", raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nS3CR3T-CANARY")),
        ("redirect", raw_server(b"HTTP/1.1 307 Moved\r\nlocation: https://example.com/S3CR3T-CANARY\r\ncontent-length: 0\r\n\r\n")),
        ("no gzip", raw_server(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 13\r\n\r\nS3CR3T-CANARY")),
        ("unknown encoding", raw_server(b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 13\r\n\r\nS3CR3T-CANARY")),
        ("wrong header", raw_server(b"HTTP/1.1 200 OK\r\nS3CR3T CANARY: 1\r\n\r\n")),
    ];
    for (what, url) in &cases {
        let client = builder(url, Ureq::new()).timeout(Duration::from_secs(2)).build();
        let error = client.call::<SetPassword>(&set_password()).err().unwrap_or_else(|| panic!("{what} is an error"));
        println!("{what}: {error}");
        shown.error(what, &error);
    }
    // Where plain HTTP is not allowed, nothing is sent.
    let client = Endpoint::new(&format!("http://ips.example/?password={CANARY}"));
    if let Err(error) = client {
        shown.error("plain HTTP", &error);
    }
    shown.check(cases.len() * 2);
}

#[test]
fn errors_about_requests_do_not_show_it() {
    let mut shown = Shown::default();
    // What can't be written.
    let unwritable = SetPasswordParam { password: Secret::from(format!("{CANARY}\u{0}")), ..set_password() };
    let client = builder("https://ips.example/", InProcess::new(silence)).build();
    let error = client.call::<SetPassword>(&unwritable).unwrap_err();
    assert!(matches!(error, Error::Write(_)), "{error}");
    shown.error("unwritable", &error);
    shown.error("unwritable document", &to_string(&unwritable).unwrap_err());
    let header = AuthHeader { password: Some(Secret::from(format!("{CANARY}\u{0}"))), ..auth_header() };
    shown.error("unwritable header", &HeaderBlock::new(&header).unwrap_err());
    // What can't be read.
    let text = to_string(&set_password()).unwrap();
    for (what, broken) in [
        ("unclosed", text.replace("</", "<")),
        ("cut", text[..text.find(CANARY).unwrap() + 5].to_owned()),
        ("element in text", text.replace(CANARY, &format!("{CANARY}<x/>"))),
        ("reference", text.replace(CANARY, &format!("{CANARY}&#0;"))),
    ] {
        shown.error(what, &from_str::<SetPasswordParam>(&broken).unwrap_err());
    }
    shown.check(7 * 2);
}

/// An implementation that tells what it got.
#[derive(Clone, Default)]
struct Teller(Arc<Mutex<Shown>>);

impl server::IpsApi for Teller {
    async fn set_password(
        &self,
        request: soapstone::Request<SetPasswordParam>,
    ) -> Result<SetPasswordReturn, Failure<api::operations::IpsApiFault>> {
        let mut shown = self.0.lock().unwrap();
        shown.debug("request on the server", &request);
        let header = request.header::<AuthHeader>().expect("the header is there").expect("the header reads");
        assert_eq!(header.password.as_ref().map(Secret::expose), Some(CANARY));
        shown.debug("header on the server", &header);
        assert_eq!(request.input.password.expose(), CANARY);
        let failure = Failure::sender("no");
        shown.debug("failure", &failure);
        Err(failure)
    }
}

#[test]
fn the_server_does_not_show_it() {
    let teller = Teller::default();
    let service: Service = server::ips_api(teller.clone());
    let client = builder("https://ips.example/", InProcess::new(service)).build();
    let error = client.call::<SetPassword>(&set_password()).unwrap_err();
    let mut shown = std::mem::take(&mut *teller.0.lock().unwrap());
    shown.error("fault", &error);
    shown.check(5);
}
