//! Messages in parts: MTOM and SOAP with attachments, both ways.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use soapstone::bindings::{Model, child, global_element, operation, record, simple, text};
use soapstone::soap::{Attachment, Call, Settings};
use soapstone::transport::{Handler, InProcess};
use soapstone::xsd::Base64Binary;
use soapstone::{CallOptions, Error, Failure, Framing, NoFault, Service, blocking, soap};

use crate::archive::*;

/// A file and a small thing beside it.
#[derive(Clone, Debug, PartialEq)]
struct Files {
    content: Base64Binary,
    thumbnail: Base64Binary,
}

static FILES: Model = Model::sequence(
    ARCHIVE.name("Files"),
    &[
        text(ARCHIVE.name("content"), 0, &simple::BASE64_BINARY),
        text(ARCHIVE.name("thumbnail"), 1, &simple::BASE64_BINARY),
    ],
);
record!(Files: FILES { 0 content, 1 thumbnail });

#[derive(Clone, Debug, PartialEq)]
struct Store {
    files: Files,
}

static STORE: Model = Model::sequence(
    ARCHIVE.name("store"),
    &[child(ARCHIVE.name("files"), 0, &FILES)],
);
record!(Store: STORE { 0 files });
global_element!(Store: ARCHIVE, "store", Complex(&STORE));

#[derive(Clone, Debug, PartialEq)]
struct StoreReturn {
    files: Files,
}

static STORE_RETURN: Model = Model::sequence(
    ARCHIVE.name("storeReturn"),
    &[child(ARCHIVE.name("files"), 0, &FILES)],
);
record!(StoreReturn: STORE_RETURN { 0 files });
global_element!(StoreReturn: ARCHIVE, "storeReturn", Complex(&STORE_RETURN));

enum StoreOperation {}
operation!(StoreOperation {
    name: "store",
    soap_action: "urn:store",
    input: Store,
    output: StoreReturn,
    fault: NoFault,
    idempotent: false,
});

/// Gives back what it gets, and keeps what came beside it.
#[derive(Clone, Default)]
struct Storage {
    attachments: Arc<Mutex<Vec<Attachment>>>,
}

fn service(storage: &Storage, mtom: Option<usize>) -> Service {
    let builder = Service::builder(storage.clone()).route::<StoreOperation>(
        |storage, request: soap::Request<Store>| {
            Box::pin(async move {
                storage
                    .attachments
                    .lock()
                    .unwrap()
                    .extend(request.attachments);
                Ok::<_, Failure<NoFault>>(StoreReturn {
                    files: request.input.files,
                })
            })
        },
    );
    match mtom {
        Some(threshold) => builder.mtom(threshold).build(),
        None => builder.build(),
    }
}

fn store() -> Store {
    Store {
        files: Files {
            content: vec![0xFF; 1000].into(),
            thumbnail: vec![1, 2, 3].into(),
        },
    }
}

fn settings(framing: Framing, mtom: Option<usize>) -> Settings {
    let mut settings = Settings::default();
    settings.framing = framing;
    settings.mtom = mtom;
    settings
}

fn text_of(body: &Bytes) -> String {
    String::from_utf8_lossy(body).into_owned()
}

#[test]
fn bytes_travel_as_parts_from_a_threshold_on_and_arrive_as_bytes() {
    let storage = Storage::default();
    let service = service(&storage, Some(100));
    for framing in [Framing::Soap11, Framing::Soap12] {
        let call =
            Call::<StoreOperation>::new(&store(), &uri(), &settings(framing, Some(100))).unwrap();
        let request = call.request();
        let media_type = request.headers()["content-type"].to_str().unwrap();
        assert!(media_type.starts_with("multipart/related; boundary=\"soapstone-part-0\""));
        assert_eq!(
            media_type.contains("action=\"urn:store\""),
            framing == Framing::Soap12
        );
        let shown = text_of(request.body());
        assert!(shown.contains("href=\"cid:part1@soapstone\""), "{shown}");
        assert!(shown.contains("thumbnail>AQID</"), "{shown}");

        let response = now(service.handle(request));
        let media_type = response.headers()["content-type"].to_str().unwrap();
        assert!(media_type.starts_with("multipart/related"), "{media_type}");
        let reply = call.response(&response).unwrap();
        assert_eq!(reply.output.files, store().files);
        assert_eq!(reply.attachments.len(), 1);
    }
    let attachments = storage.attachments.lock().unwrap();
    assert_eq!(attachments[0].body, vec![0xFF; 1000]);
}

#[test]
fn a_client_that_does_not_take_parts_gets_none() {
    let service = service(&Storage::default(), Some(1));
    let call = Call::<StoreOperation>::new(&store(), &uri(), &Settings::default()).unwrap();
    let response = now(service.handle(call.request()));
    assert_eq!(
        response.headers()["content-type"],
        "text/xml; charset=UTF-8"
    );
    assert_eq!(
        call.response(&response).unwrap().output.files,
        store().files
    );
}

#[test]
fn files_can_go_beside_a_message() {
    let storage = Storage::default();
    let transport = InProcess::new(service(&storage, None));
    let client = blocking::Client::builder(endpoint(), transport).build();
    let file = Attachment::new("a@x\r\nEvil: 1", "text/plain", "hello");
    let options = CallOptions::new().attachment(file);
    let reply = client
        .call_with::<StoreOperation>(&store(), &options)
        .unwrap();
    assert_eq!(reply.output.files, store().files);
    let attachments = storage.attachments.lock().unwrap();
    assert_eq!(
        *attachments,
        [Attachment::new("a@xEvil: 1", "text/plain", "hello")]
    );
}

/// A reply in parts as other stacks write it; `part` stands beside the envelope.
fn reply(content: &str, part: &str) -> Response<Bytes> {
    let body = envelope(&format!(
        "<storeReturn xmlns='urn:archive'><files><content>{content}</content><thumbnail/></files></storeReturn>"
    ));
    let text = format!(
        "--MIME_b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n{body}\r\n\
         --MIME_b\r\nContent-ID: <1=a@b>\r\n\r\n{part}\r\n--MIME_b--\r\n"
    );
    let media_type = "Multipart/Related; start-info=\"text/xml\"; type=\"application/xop+xml\"; \
        boundary=\"MIME_b\"; start=\"<root>\"";
    response(200, media_type, text)
}

fn read(response: &Response<Bytes>) -> Result<Vec<u8>, Error> {
    let call = Call::<StoreOperation>::new(&store(), &uri(), &Settings::default()).unwrap();
    let reply = call.response(response)?;
    Ok(reply.output.files.content.into())
}

const INCLUDE: &str =
    "<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:1%3Da@b'/>";

#[test]
fn replies_of_other_stacks_are_read() {
    assert_eq!(
        read(&reply(INCLUDE, "--bytes\r\n")).unwrap(),
        b"--bytes\r\n"
    );
    assert_eq!(read(&reply(&format!("\n {INCLUDE} "), "")).unwrap(), b"");
    assert_eq!(read(&reply("AQID", "")).unwrap(), [1, 2, 3]);
}

#[test]
fn references_that_lead_nowhere_are_errors() {
    let path = "/Envelope/Body/storeReturn/files/content";
    let cases = [
        (
            INCLUDE.replace("1%3Da", "2"),
            "`cid:2@b` refers to no part of the message: expected the content of one",
        ),
        (INCLUDE.replace("href", "ref"), "missing attribute `href`"),
        (
            format!("{INCLUDE}x"),
            "unexpected text \"x\": only elements may stand here",
        ),
        (
            format!("{INCLUDE}<y/>"),
            "unexpected element `{urn:archive}y`: only text may stand here",
        ),
    ];
    for (content, expected) in cases {
        let error = read(&reply(&content, "")).unwrap_err().to_string();
        assert!(
            error.contains(path) && error.ends_with(expected),
            "{error}\n{expected}"
        );
    }
}

#[test]
fn a_reply_cut_at_any_byte_is_no_reply() {
    let whole = reply(INCLUDE, "bytes");
    let length = whole.body().len() - "--\r\n".len();
    for end in 0..length {
        let mut cut = whole.clone();
        *cut.body_mut() = whole.body().slice(..end);
        assert!(read(&cut).is_err(), "{end}");
    }
}

#[test]
fn a_broken_request_in_parts_is_answered_with_a_fault() {
    let request = Request::post("/")
        .header("content-type", "multipart/related; boundary=b")
        .body(Bytes::from_static(b"--b\r\n\r\n<a/>"))
        .unwrap();
    let response = now(service(&Storage::default(), None).handle(request));
    assert_eq!(response.status(), 500);
    let text = text_of(response.body());
    assert!(text.contains("the last part doesn't end"), "{text}");
}
