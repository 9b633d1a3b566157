//! Faults as services really write them. Each is a fault, and none is lost.

use soapstone::soap::{Found, Settings};
use soapstone::{Error, Fault, FaultCode, Mode, ReadErrorKind};

use crate::archive::*;

fn fault_of(status: u16, body: &str) -> Fault<ArchiveFault> {
    let response = response(status, "text/xml; charset=utf-8", String::from(body));
    match find_response(&Settings::default(), &response) {
        Err(Error::Fault(fault)) => *fault,
        other => panic!("{body}: {other:?}"),
    }
}

const CODE: &str = "<faultcode>s:Server</faultcode>";
const REASON: &str = "<faultstring>Oh no</faultstring>";
const NOT_FOUND: &str = "<c:notFoundFault xmlns:c='urn:archive:common'>x</c:notFoundFault>";

fn fault_11(content: &str) -> String {
    envelope(&format!("<s:Fault>{content}</s:Fault>"))
}

fn fault_12(content: &str) -> String {
    envelope_12(&format!("<s:Fault>{content}</s:Fault>"))
}

fn not_found() -> Option<ArchiveFault> {
    Some(ArchiveFault::NotFound(String::from("x")))
}

#[test]
fn a_fault_is_one_whatever_the_status() {
    for status in [200, 202, 400, 401, 404, 500, 503] {
        let fault = fault_of(
            status,
            &fault_11(&format!("{CODE}{REASON}<detail>{NOT_FOUND}</detail>")),
        );
        assert_eq!(fault.code, FaultCode::Receiver);
        assert_eq!(fault.reason, "Oh no");
        assert_eq!(fault.detail, not_found());
        assert_eq!(fault.status, Some(status));
        assert!(fault.other_details.is_empty());
    }
}

#[test]
fn a_fault_of_soap_12_has_all_its_parts() {
    let fault = fault_of(
        400,
        &fault_12(&format!(
            "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:m='urn:m'>m:Timeout</s:Value>\
             <s:Subcode xmlns:n='urn:n'><s:Value>n:Late</s:Value></s:Subcode></s:Subcode></s:Code>\
             <s:Reason><s:Text xml:lang='en'> Too late\n</s:Text><s:Text xml:lang='de'>Zu spät</s:Text></s:Reason>\
             <s:Node>urn:node</s:Node><s:Role>urn:role</s:Role><s:Detail>{NOT_FOUND}</s:Detail>"
        )),
    );
    assert_eq!(fault.code, FaultCode::Sender);
    let subcodes: Vec<String> = fault.subcodes.iter().map(ToString::to_string).collect();
    assert_eq!(subcodes, ["{urn:m}Timeout", "{urn:n}Late"]);
    assert_eq!(fault.reason, "Too late");
    assert_eq!(fault.reasons[1].text, "Zu spät");
    assert_eq!(fault.reasons[1].language.as_deref(), Some("de"));
    assert_eq!(fault.node.as_deref(), Some("urn:node"));
    assert_eq!(fault.role.as_deref(), Some("urn:role"));
    assert_eq!(fault.detail, not_found());
    assert_eq!(
        fault.to_string(),
        "fault Sender ({urn:n}Late): Too late, detail {urn:archive:common}notFoundFault"
    );
}

#[test]
fn codes_are_understood_in_every_spelling() {
    let other = |namespace: &'static str, local: &'static str| {
        FaultCode::Other(soapstone::ExpandedName::from_static(namespace, local))
    };
    let cases = [
        ("<faultcode>s:Client</faultcode>", FaultCode::Sender),
        ("<faultcode>\n  s:Client </faultcode>", FaultCode::Sender),
        ("<faultcode>Server</faultcode>", FaultCode::Receiver),
        (
            "<faultcode>undeclared:Server</faultcode>",
            FaultCode::Receiver,
        ),
        (
            "<faultcode>undeclared:Quota</faultcode>",
            other("", "undeclared:Quota"),
        ),
        (
            "<faultcode>s:VersionMismatch</faultcode>",
            FaultCode::VersionMismatch,
        ),
        (
            "<faultcode>s:MustUnderstand</faultcode>",
            FaultCode::MustUnderstand,
        ),
        ("<faultcode>s:Sender</faultcode>", FaultCode::Sender),
        (
            "<faultcode xmlns:q='urn:q'>q:Client</faultcode>",
            other("urn:q", "Client"),
        ),
        (
            "<faultcode xmlns='urn:d'>Quota</faultcode>",
            other("urn:d", "Quota"),
        ),
        ("<s:faultcode>s:Client</s:faultcode>", FaultCode::Sender),
        (
            "<x:faultcode xmlns:x='urn:x'>s:Client</x:faultcode>",
            FaultCode::Sender,
        ),
        ("<faultCode>s:Client</faultCode>", FaultCode::Sender),
        ("<faultcode/>", FaultCode::Unspecified),
        ("", FaultCode::Unspecified),
    ];
    for (code, expected) in cases {
        let fault = fault_of(500, &fault_11(&format!("{code}{REASON}")));
        assert_eq!(fault.code, expected, "{code}");
        assert_eq!(fault.reason, "Oh no");
    }
    let dotted = fault_of(
        500,
        &fault_11("<faultcode>s:Client.Authentication</faultcode>"),
    );
    assert_eq!(dotted.code, FaultCode::Sender);
    assert_eq!(dotted.subcodes[0].local, "Client.Authentication");
}

#[test]
fn reasons_lose_the_white_space_around_them_only() {
    let cases = [
        (
            "<faultstring xml:lang='en'>\n  a  b \n</faultstring>",
            "a  b",
        ),
        (
            "<faultstring>a &lt;b&gt;<![CDATA[<c>]]></faultstring>",
            "a <b><c>",
        ),
        ("<faultstring>a <i>b</i> c</faultstring>", "a b c"),
        ("<faultstring/>", ""),
        ("", ""),
    ];
    for (reason, expected) in cases {
        assert_eq!(
            fault_of(500, &fault_11(&format!("{CODE}{reason}"))).reason,
            expected
        );
    }
}

#[test]
fn the_version_of_the_fault_is_its_own() {
    let reads = |body: &str| fault_of(200, body);
    let fault = reads(&envelope(
        "<f:Fault xmlns:f='http://www.w3.org/2003/05/soap-envelope'><f:Code><f:Value>f:Receiver</f:Value></f:Code>\
         <f:Reason><f:Text xml:lang='en'>twelve</f:Text></f:Reason></f:Fault>",
    ));
    assert_eq!(
        (fault.code, fault.reason.as_str()),
        (FaultCode::Receiver, "twelve")
    );
    let fault = reads(&envelope_12(
        "<f:Fault xmlns:f='http://schemas.xmlsoap.org/soap/envelope/'><faultcode>f:Client</faultcode>\
         <faultstring>eleven</faultstring></f:Fault>",
    ));
    assert_eq!(
        (fault.code, fault.reason.as_str()),
        (FaultCode::Sender, "eleven")
    );
    let mut settings = Settings::default();
    settings.framing = soapstone::Framing::Soap12;
    let response = response(500, "text/xml", fault_11(&format!("{CODE}{REASON}")));
    assert!(matches!(
        find_response(&settings, &response),
        Err(Error::Fault(_))
    ));
}

#[test]
fn a_fault_without_envelope_is_one() {
    let bare_detail = "<authenticationFault xmlns='urn:archive:common'><code>10000</code><reason>no</reason></authenticationFault>";
    for body in [
        String::from(bare_detail),
        envelope(bare_detail),
        envelope_12(bare_detail),
    ] {
        let fault = fault_of(200, &body);
        let Some(ArchiveFault::Authentication(detail)) = fault.detail else {
            panic!("{body}");
        };
        assert_eq!((detail.code, detail.reason.as_str()), (10000, "no"));
        assert_eq!(fault.code, FaultCode::Unspecified);
    }
    let bare_fault = format!(
        "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>{CODE}{REASON}<detail>{NOT_FOUND}</detail></s:Fault>"
    );
    assert_eq!(fault_of(500, &bare_fault).detail, not_found());
    assert_eq!(
        fault_of(500, &format!("<Fault>{REASON}</Fault>")).reason,
        "Oh no"
    );
    assert_eq!(
        fault_of(500, &envelope(&format!("<Fault>{REASON}</Fault>"))).reason,
        "Oh no"
    );
}

#[test]
fn details_that_are_not_declared_are_kept() {
    let unknown = "<u:why xmlns:u='urn:u' u:x='1'><u:deep/></u:why>";
    let fault = fault_of(
        500,
        &fault_11(&format!(
            "{CODE}<detail>{unknown}{NOT_FOUND}{unknown}</detail>"
        )),
    );
    assert_eq!(fault.detail, not_found());
    assert_eq!(fault.other_details.len(), 2);
    assert_eq!(fault.other_details[0], unknown.parse().unwrap());

    let twice = fault_of(
        500,
        &fault_11(&format!(
            "<detail>{NOT_FOUND}<authenticationFault xmlns='urn:archive:common'><code>1</code><reason/></authenticationFault></detail>"
        )),
    );
    assert_eq!(twice.detail, not_found());
    assert_eq!(twice.other_details[0].name.local, "authenticationFault");

    let text = fault_of(
        500,
        &fault_11("<detail> java.lang.Exception: why </detail>"),
    );
    assert_eq!(text.other_details[0].text(), "java.lang.Exception: why");
    assert_eq!(text.to_string(), "fault without a code, detail detail");

    for empty in ["<detail/>", "<detail> </detail>", ""] {
        let fault = fault_of(500, &fault_11(&format!("{CODE}{empty}")));
        assert!(fault.detail.is_none() && fault.other_details.is_empty());
    }
}

#[test]
fn a_detail_that_is_not_as_declared_does_not_cost_the_fault() {
    let broken =
        "<authenticationFault xmlns='urn:archive:common'><code>ten</code></authenticationFault>";
    let body = fault_11(&format!(
        "{CODE}{REASON}<detail>{broken}{NOT_FOUND}</detail>"
    ));
    let fault = fault_of(500, &body);
    assert_eq!(fault.reason, "Oh no");
    assert_eq!(
        fault.detail,
        not_found(),
        "the next declared detail is taken"
    );
    assert_eq!(fault.other_details, [broken.parse().unwrap()]);

    let mut strict = Settings::default();
    strict.read.mode = Mode::Strict;
    let error = find_response(&strict, &response(500, "text/xml", body)).unwrap_err();
    let Error::Read(reply) = &error else {
        panic!("{error}");
    };
    assert!(matches!(reply.error.kind(), ReadErrorKind::InvalidValue(_)));
    assert_eq!(
        reply.error.path(),
        "/Envelope/Body/Fault/detail/authenticationFault/code"
    );
    assert_eq!(error.status().unwrap(), 500);
}

#[test]
fn large_details_that_are_not_declared_are_left_out_and_reported() {
    let large = format!("<u:why xmlns:u='urn:u'>{}</u:why>", "x".repeat(70_000));
    let fault = fault_of(
        500,
        &fault_11(&format!("{CODE}{REASON}<detail>{large}<small/></detail>")),
    );
    assert_eq!(fault.other_details.len(), 1);
    assert_eq!(fault.reason, "Oh no");
}

#[test]
fn parts_in_any_order_with_junk_between_are_read_in_both_modes() {
    let body = fault_11(&format!(
        "<detail>{NOT_FOUND}</detail>junk<surprise/>{REASON}<faultactor> urn:a </faultactor>{CODE}"
    ));
    for mode in [Mode::Lenient, Mode::Strict] {
        let mut settings = Settings::default();
        settings.read.mode = mode;
        let error = find_response(&settings, &response(500, "text/xml", body.clone())).unwrap_err();
        let fault = error.into_fault().unwrap();
        assert_eq!(fault.code, FaultCode::Receiver);
        assert_eq!(fault.role.as_deref(), Some("urn:a"));
        assert_eq!(fault.detail, not_found());
    }
}

#[test]
fn a_fault_beside_an_output_wins() {
    let output = "<findAssetReturn xmlns='urn:archive'/>";
    let fault = format!("<s:Fault>{CODE}{REASON}</s:Fault>");
    assert_eq!(
        fault_of(200, &envelope(&format!("{output}{fault}"))).reason,
        "Oh no"
    );
    assert_eq!(
        fault_of(200, &envelope(&format!("{fault}{output}"))).reason,
        "Oh no"
    );
}

#[test]
fn an_accepted_response_without_body_is_no_output() {
    let error = find_response(&Settings::default(), &response(202, "", "")).unwrap_err();
    let Error::NotSoap(found) = error else {
        panic!("{error}");
    };
    assert_eq!(found.found, Found::Nothing);
}

#[test]
fn a_fault_to_a_one_way_operation_is_one() {
    let client = canned(response(
        202,
        "text/xml",
        fault_11(&format!("{CODE}{REASON}")),
    ));
    let notice = Notice {
        text: String::from("x"),
    };
    let error = client.call::<NotifyOperation>(&notice).unwrap_err();
    assert_eq!(error.to_string(), "fault Receiver: Oh no");
}
