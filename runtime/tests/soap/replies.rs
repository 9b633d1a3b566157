//! Replies that are read: content types, charsets, headers, what lenient reading passes over, what is refused.

use soapstone::soap::{MustUnderstand, Settings};
use soapstone::{Error, Framing, Mode};

use crate::archive::*;

const OUTPUT: &str =
    "<findAssetReturn xmlns='urn:archive'><asset><handle>a|é</handle></asset></findAssetReturn>";

fn strict() -> Settings {
    let mut settings = Settings::default();
    settings.read.mode = Mode::Strict;
    settings
}

fn handle(result: FindResult) -> String {
    result.unwrap().output.assets.remove(0).handle
}

#[test]
fn the_content_type_does_not_decide() {
    let types = [
        "text/xml; charset=utf-8",
        "text/xml; charset=\"utf-8\"",
        "text/xml;\u{FEFF}charset=utf-8",
        "text/xml; charset='UTF8'",
        "text/xml; charset=utf8mb4",
        "text/xml; charset=",
        "text/xml;;charset=utf-8;",
        "application/xml",
        "application/soap+xml; charset=utf-8; action=\"x\"",
        "text/plain",
        "text/html",
        "application/octet-stream",
        "",
        "nonsense",
    ];
    for content_type in types {
        for body in [envelope(OUTPUT), envelope_12(OUTPUT), String::from(OUTPUT)] {
            let result = find_response(&strict(), &response(200, content_type, body));
            assert_eq!(handle(result), "a|é", "{content_type:?}");
        }
    }
}

#[test]
fn a_message_is_decoded_as_http_or_the_document_says() {
    let latin = |text: &str| {
        text.chars()
            .map(|character| u8::try_from(u32::from(character)).unwrap())
            .collect::<Vec<u8>>()
    };
    let utf_16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let declared = |encoding: &str| {
        format!(
            "<?xml version='1.0' encoding='{encoding}'?>{}",
            envelope(OUTPUT)
        )
    };
    let cases = [
        ("text/xml; charset=iso-8859-1", latin(&envelope(OUTPUT))),
        ("text/xml; charset=ISO-8859-1", latin(&declared("utf-8"))),
        ("text/xml", latin(&declared("iso-8859-1"))),
        (
            "text/xml; charset=klingon",
            latin(&declared("windows-1252")),
        ),
        ("text/xml", utf_16(&declared("utf-16"))),
        ("text/xml; charset=utf-16", utf_16(&envelope(OUTPUT))),
        (
            "text/xml; charset=utf-8",
            format!("\u{FEFF}{}", envelope(OUTPUT)).into_bytes(),
        ),
        ("text/xml", declared("UTF-8").into_bytes()),
    ];
    for (content_type, body) in cases {
        assert_eq!(
            handle(find_response(&strict(), &response(200, content_type, body))),
            "a|é",
            "{content_type}"
        );
    }
}

#[test]
fn the_status_does_not_decide() {
    for status in [200, 201, 202, 400, 404, 500, 503] {
        let reply =
            find_response(&strict(), &response(status, "text/xml", envelope(OUTPUT))).unwrap();
        assert_eq!(reply.status, status);
    }
}

#[test]
fn header_blocks_are_handed_out() {
    let body = |version: &str, attributes: &str| {
        format!(
            "<s:Envelope xmlns:s='{version}'><s:Header><h:session xmlns:h='urn:h' {attributes}>S-1</h:session><other/></s:Header>\
             <s:Body>{OUTPUT}</s:Body></s:Envelope>"
        )
    };
    let one = "http://schemas.xmlsoap.org/soap/envelope/";
    let two = "http://www.w3.org/2003/05/soap-envelope";
    let next = "s:actor='http://schemas.xmlsoap.org/soap/actor/next'";
    let cases = [
        (one, String::new(), false),
        (one, String::from("s:mustUnderstand='0'"), false),
        (one, String::from("s:mustUnderstand='1'"), true),
        (one, format!("s:mustUnderstand='1' {next}"), true),
        (
            one,
            String::from("s:mustUnderstand='1' s:actor='urn:somebody'"),
            false,
        ),
        (two, String::from("s:mustUnderstand='true'"), true),
        (
            two,
            String::from(
                "s:mustUnderstand='true' s:role='http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver'",
            ),
            true,
        ),
        (
            two,
            String::from(
                "s:mustUnderstand='true' s:role='http://www.w3.org/2003/05/soap-envelope/role/none'",
            ),
            false,
        ),
    ];
    for (version, attributes, must_be_understood) in cases {
        let response = response(200, "text/xml", body(version, &attributes));
        let reply = find_response(&strict(), &response).unwrap();
        assert_eq!(reply.headers.len(), 2);
        assert_eq!(reply.headers[0].text(), "S-1");

        let mut refusing = strict();
        refusing.must_understand = MustUnderstand::Refuse;
        let result = find_response(&refusing, &response);
        assert_eq!(result.is_err(), must_be_understood, "{attributes}");
        if let Err(error) = result {
            assert!(
                error.to_string().ends_with(
                    "the header block `{urn:h}session` must be understood and is not known"
                ),
                "{error}"
            );
        }
    }
}

#[test]
fn a_header_block_can_be_read_as_its_type() {
    let body = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:c='urn:archive:common'><s:Header>\
         <c:authHeader s:mustUnderstand='1' new='1'><c:user>me</c:user><c:password/></c:authHeader></s:Header>\
         <s:Body>{OUTPUT}</s:Body></s:Envelope>"
    );
    let reply = find_response(&Settings::default(), &response(200, "", body)).unwrap();
    assert_eq!(reply.header::<AuthHeader>().unwrap().unwrap().user, "me");
    assert!(reply.header::<FindAsset>().is_none());
}

#[test]
fn lenient_reading_reports_what_it_passes_over() {
    let body = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>x<s:Extra/><s:Body id='1'>\
         <findAssetReturn xmlns='urn:archive' version='2'><asset><handle>a</handle><new/></asset></findAssetReturn>\
         <extra/></s:Body><s:Trailer/></s:Envelope>";
    let response = response(200, "text/xml", body);
    let report = find_response(&Settings::default(), &response)
        .unwrap()
        .report;
    assert_eq!(report.skipped_elements, 4);
    assert_eq!(report.skipped_attributes, 1);
    assert_eq!(report.skipped_texts, 1);
    assert_eq!(
        report.names,
        [
            "{http://schemas.xmlsoap.org/soap/envelope/}Extra",
            "version",
            "{urn:archive}new",
            "extra",
            "{http://schemas.xmlsoap.org/soap/envelope/}Trailer",
        ]
    );
    let error = find_response(&strict(), &response).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the reply (HTTP 200) can't be read: /Envelope at 1:65: unexpected text \"x\": only elements may stand here"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let expected = "`{urn:archive}findAssetReturn`";
    let cases = [
        (
            envelope("<other/>"),
            format!(
                "/Envelope/Body/other at 1:73: unexpected element `other`: expected {expected}"
            ),
        ),
        (
            envelope(""),
            format!(
                "/Envelope/Body at 1:73: missing element: expected {expected} before the end tag"
            ),
        ),
        (
            String::from("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>"),
            String::from(
                "/Envelope at 1:1: missing element: expected `{http://schemas.xmlsoap.org/soap/envelope/}Body` \
                 before the end tag",
            ),
        ),
        (
            envelope("<findAssetReturn xmlns='urn:archive'><asset/></findAssetReturn>"),
            String::from(
                "/Envelope/Body/findAssetReturn/asset[1] at 1:110: missing element: expected `{urn:archive}handle` \
                 before the end tag",
            ),
        ),
    ];
    for (body, text) in cases {
        for settings in [strict(), Settings::default()] {
            let error =
                find_response(&settings, &response(200, "text/xml", body.clone())).unwrap_err();
            assert!(matches!(error, Error::Read(_)));
            assert_eq!(
                error.to_string(),
                format!("the reply (HTTP 200) can't be read: {text}")
            );
        }
    }
}

#[test]
fn a_reply_that_is_cut_is_never_an_output() {
    let fault = envelope(
        "<s:Fault><faultcode>s:Server</faultcode><detail><notFoundFault xmlns='urn:archive:common'>x</notFoundFault></detail></s:Fault>",
    );
    for whole in [
        envelope(OUTPUT),
        envelope_12(OUTPUT),
        String::from(OUTPUT),
        format!("<?xml version='1.0'?>\n{}", envelope(OUTPUT)),
        fault,
    ] {
        let bytes = whole.as_bytes();
        for end in 0..bytes.len() {
            let cut = response(200, "text/xml; charset=utf-8", bytes[..end].to_vec());
            for settings in [strict(), Settings::default()] {
                let error = find_response(&settings, &cut).unwrap_err();
                assert!(
                    matches!(error, Error::Read(_) | Error::NotSoap(_)),
                    "cut at {end}: {error}"
                );
            }
        }
    }
}

#[test]
fn a_bare_call_says_that_it_expects_a_root() {
    let mut settings = Settings::default();
    settings.framing = Framing::Bare;
    let error = find_response(&settings, &response(200, "", "<a/>")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "HTTP 200: expected the root element `{urn:archive}findAssetReturn`, found a document with the root element \
         `a`: \"<a/>\""
    );
}

#[test]
fn limits_hold_in_replies() {
    let mut settings = Settings::default();
    settings.read.limits = soapstone::Limits::default().depth(4);
    let error = find_response(&settings, &response(200, "", envelope(OUTPUT))).unwrap_err();
    assert!(error.to_string().contains("depth"), "{error}");
    let doctype = format!("<!DOCTYPE s:Envelope>{}", envelope(OUTPUT));
    assert!(find_response(&settings, &response(200, "", doctype)).is_err());
}
