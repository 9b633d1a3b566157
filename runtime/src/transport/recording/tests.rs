use super::*;
use crate::soap::Secrets;
use crate::transport::InProcess;

fn options() -> CallOptions {
    let mut secrets = Secrets::default();
    secrets.add("S3C&RT");
    let mut options = CallOptions::new();
    options.redaction = Redaction::new(secrets);
    options
}

fn request(body: &'static [u8]) -> Request<Bytes> {
    Request::post("http://service/find?key=S3C%26RT")
        .header("soapaction", "\"find\"")
        .header(AUTHORIZATION, "Bearer token")
        .body(Bytes::from_static(body))
        .unwrap()
}

fn echo(request: Request<Bytes>) -> Response<Bytes> {
    Response::builder()
        .status(500)
        .header("content-type", "text/xml")
        .header("content-length", request.body().len())
        .header(SET_COOKIE, "session=1")
        .body(request.into_body())
        .unwrap()
}

fn recorded(bodies: &[&'static [u8]]) -> Recording {
    let recorder = Recorder::new(InProcess::new(echo));
    for body in bodies {
        BlockingTransport::send(&recorder, request(body), &options()).unwrap();
    }
    recorder.recording()
}

#[test]
fn a_recording_has_no_secrets_and_no_credentials() {
    let recording = recorded(&[b"<a>S3C&amp;RT</a>"]);
    assert_eq!(
        recording.to_xml().unwrap(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<recording>\n\
         <exchange><request method=\"POST\" target=\"/find?key=[redacted]\" action=\"&quot;find&quot;\">\
         <body>&lt;a&gt;[redacted]&lt;/a&gt;</body></request>\
         <response status=\"500\"><header name=\"content-type\">text/xml</header>\
         <body>&lt;a&gt;[redacted]&lt;/a&gt;</body></response></exchange>\n</recording>\n"
    );
}

#[test]
fn a_recording_survives_its_file() {
    let recording = recorded(&[b"<a>\r\n\t]]></a>", b"\xFF\x00S3C&RT", b""]);
    let text = recording.to_xml().unwrap();
    assert_eq!(Recording::from_xml(&text).unwrap(), recording);
    assert!(!text.contains("S3C"));
}

#[test]
fn each_exchange_answers_once_and_only_to_its_request() {
    let replay = Replay::new(recorded(&[b"<a/>", b"<b/>"]));
    let send = |body| BlockingTransport::send(&replay, request(body), &options());

    let response = send(b"<b/>").unwrap();
    assert_eq!(response.body(), "<b/>");
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers()["content-type"], "text/xml");
    assert_eq!(replay.left(), 1);
    for body in [&b"<b/>"[..], b"<c/>"] {
        let error = send(body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "http://service: the recording has no answer left for this request"
        );
        assert!(!error.request_sent());
    }
}

#[test]
fn bodies_can_be_ignored() {
    let replay = Replay::new(recorded(&[b"<a/>"])).ignoring_bodies();
    let response = BlockingTransport::send(&replay, request(b"<other/>"), &options());
    assert_eq!(response.unwrap().body(), "<a/>");
}

#[test]
fn what_is_no_recording_is_an_error_that_says_why() {
    let cases = [
        (
            "<a/>",
            "this is no recording: found `a`, expected recording",
        ),
        (
            "<recording><exchange/></recording>",
            "this is no recording: `exchange` has no `request`",
        ),
        (
            "<recording><exchange><request method='' target='' action=''><body/></request>\
             <response status='1'><body/></response></exchange></recording>",
            "this is no recording: found `1`, expected an HTTP status",
        ),
        (
            "<recording><exchange><request method='' target='' action=''><body encoding='base64'>!</body>\
             </request><response status='200'><body/></response></exchange></recording>",
            "this is no recording: found `!`, expected base64",
        ),
    ];
    for (text, expected) in cases {
        let error = Recording::from_xml(text).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
