use super::*;

fn open_with(content_type: &str, body: &str) -> Result<Option<Package>, MultipartError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
    let body = Bytes::from(body.replace('\n', "\r\n").into_bytes());
    open(&body, &headers, &Limits::default())
}

const TYPE: &str = "multipart/related; boundary=b; type=\"application/xop+xml\"; start=\"<root>\"";
const ROOT: &str = "--b\nContent-Type: application/xop+xml\nContent-ID: <root>\n\n<a/>\n";

#[test]
fn parts_are_found_with_their_identifiers() {
    let text = "preamble\n--b\nContent-ID: <one@x>\nContent-Type:\n image/png\n\nbytes\n--bc\n\n"
        .to_owned()
        + ROOT
        + "--b  \ncontent-transfer-encoding: BASE64\ncontent-id: two\n\nYWJj\nZA==\n--b--\nepilogue";
    let package = open_with(TYPE, &text).unwrap().unwrap();
    assert_eq!(package.root, "<a/>");
    assert!(package.is_xop);
    assert_eq!(
        package.attachments,
        [
            Attachment::new("one@x", "image/png", "bytes\r\n--bc\r\n"),
            Attachment::new("two", "", "abcd"),
        ]
    );
}

#[test]
fn without_a_start_the_first_part_is_the_root() {
    let text = "--b\n\n<a/>\n--b\n\nrest\n--b--";
    let package = open_with("Multipart/Related;boundary=\"b\"", text)
        .unwrap()
        .unwrap();
    assert_eq!(
        (package.root.as_ref(), package.is_xop),
        (&b"<a/>"[..], false)
    );
    assert_eq!(package.attachments.len(), 1);
}

#[test]
fn other_messages_are_not_taken_apart() {
    assert!(open_with("text/xml; boundary=b", ROOT).unwrap().is_none());
    assert!(
        open(&Bytes::new(), &HeaderMap::new(), &Limits::default())
            .unwrap()
            .is_none()
    );
}

#[test]
fn broken_messages_are_refused_with_the_reason() {
    let with_end = |text: &str| format!("{text}--b--");
    let cases = [
        (
            "multipart/related",
            with_end(ROOT),
            MultipartError::NoBoundary,
        ),
        (TYPE, String::new(), MultipartError::NoParts),
        (TYPE, String::from("--b--"), MultipartError::NoParts),
        (TYPE, String::from(ROOT), MultipartError::Truncated),
        (
            TYPE,
            format!("{ROOT}--b\n\nrest"),
            MultipartError::Truncated,
        ),
        (
            TYPE,
            with_end("--b\nContent-ID: <other>\n\n<a/>\n"),
            MultipartError::NoRoot {
                start: String::from("<root>"),
            },
        ),
        (
            TYPE,
            with_end(&format!("{ROOT}--b\nno header\n\nx\n")),
            MultipartError::PartHeader { part: 2 },
        ),
        (
            TYPE,
            with_end(&format!("{ROOT}--b\nContent-ID: x\n")),
            MultipartError::PartHeader { part: 2 },
        ),
        (
            TYPE,
            with_end(&format!(
                "{ROOT}--b\nContent-ID: <x>\n\n1\n--b\nContent-ID: x\n\n2\n"
            )),
            MultipartError::DuplicateId {
                id: String::from("x"),
            },
        ),
        (
            TYPE,
            with_end(&format!(
                "{ROOT}--b\nContent-Type: multipart/mixed; boundary=c\n\n--c--\n"
            )),
            MultipartError::Nested { part: 2 },
        ),
        (
            TYPE,
            with_end(&format!(
                "{ROOT}--b\nContent-Transfer-Encoding: quoted-printable\n\n=41\n"
            )),
            MultipartError::TransferEncoding {
                part: 2,
                found: String::from("quoted-printable"),
            },
        ),
    ];
    for (content_type, text, expected) in cases {
        let error = open_with(content_type, &text).unwrap_err();
        assert_eq!(error, expected, "{text}");
    }
}

#[test]
fn parts_and_their_headers_are_limited() {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(TYPE));
    let text = format!("{ROOT}--b\n\n1\n--b\n\n2\n--b--");
    let body = Bytes::from(text.into_bytes());
    let limits = Limits::default();
    let opened = |limits: &Limits| open(&body, &headers, limits).map(|_| ());
    assert_eq!(opened(&limits.clone().mime_parts(3)), Ok(()));
    for (limits, expected) in [
        (
            limits.clone().mime_parts(2),
            "found more than 2 parts in the multipart message, the limit that `Limits::mime_parts` sets",
        ),
        (
            limits.mime_part_header(20),
            "found more than 20 bytes in the headers of a part, the limit that `Limits::mime_part_header` sets",
        ),
    ] {
        assert_eq!(opened(&limits).unwrap_err().to_string(), expected);
    }
}

#[test]
fn references_are_percent_encoded_or_not() {
    let attachment = Attachment::new("a b@x%", "", "");
    for (reference, expected) in [
        ("cid:a%20b%40x%25", true),
        ("cid:a b@x%", true),
        (" cid:a%20b@x%25\n", true),
        ("cid:a", false),
        ("a b@x%", false),
        ("cid:%2", false),
    ] {
        assert_eq!(attachment.is_meant_by(reference), expected, "{reference}");
    }
}

#[test]
fn what_is_packed_is_opened_again() {
    let attachments = [
        Attachment::new(
            "1@x",
            "application/octet-stream",
            &b"\r\n--soapstone-part-0\r\n\0"[..],
        ),
        Attachment::new("2@x", "text/plain", ""),
    ];
    for is_xop in [true, false] {
        let media_type = "application/soap+xml; charset=UTF-8; action=\"urn:a\"";
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        let parts = Parts {
            document: String::from("<a/>"),
            is_xop,
            attachments: attachments.to_vec(),
        };
        let body = parts.into_body(&mut headers);
        let content_type = headers[CONTENT_TYPE].to_str().unwrap();
        assert!(content_type.ends_with("; action=\"urn:a\""));
        let package = open(&body, &headers, &Limits::default()).unwrap().unwrap();
        assert_eq!(package.root, "<a/>");
        assert_eq!(package.is_xop, is_xop);
        assert_eq!(package.attachments, attachments);
    }
}
