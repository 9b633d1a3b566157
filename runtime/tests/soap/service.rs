//! The server's side: routing, refusals, statuses, versions.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use soapstone::bindings::Name;
use soapstone::transport::Handler;
use soapstone::{AnyElement, ExpandedName, Failure, Fault, FaultCode, Service, soap};

use crate::archive::*;

struct Echo;

impl Archive for Echo {
    async fn find_asset(
        &self,
        request: soap::Request<FindAsset>,
    ) -> Result<FindAssetReturn, Failure<ArchiveFault>> {
        match request.input.name.as_str() {
            "teapot" => {
                Err(Failure::sender("short and stout").with_status(StatusCode::IM_A_TEAPOT))
            }
            "control" => Err(Failure::receiver("a\u{1}b")),
            "whole" => {
                let mut fault = Fault::new(
                    FaultCode::Other(ExpandedName::from_static("urn:c", "Quota")),
                    "enough",
                );
                fault.subcodes = vec![ExpandedName::from_static("urn:c", "Daily")];
                fault.role = Some(String::from("urn:role"));
                fault.node = Some(String::from("urn:node"));
                fault.detail = Some(ArchiveFault::NotFound(String::from("d")));
                fault.other_details = vec![AnyElement::new("urn:o", "other")];
                Err(fault.into())
            }
            "unwritable" => Ok(FindAssetReturn {
                assets: vec![Asset {
                    handle: String::from("\u{1}"),
                    size: None,
                }],
            }),
            _ => Ok(FindAssetReturn { assets: Vec::new() }),
        }
    }
}

fn send(service: &Service, request: Request<Bytes>) -> (StatusCode, String) {
    let response: Response<Bytes> = now(service.handle(request));
    (
        response.status(),
        String::from_utf8(response.body().to_vec()).unwrap(),
    )
}

fn post(body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post("/").body(body.into()).unwrap()
}

fn find_body(name: &str) -> String {
    format!("<findAsset xmlns='urn:archive'><name>{name}</name></findAsset>")
}

const ENVELOPE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>";

/// A fault of SOAP 1.1 as the service writes it.
fn fault(code: &str, reason: &str) -> String {
    format!(
        "{ENVELOPE}<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{reason}</faultstring></soap:Fault>\
         </soap:Body></soap:Envelope>"
    )
}

#[test]
fn requests_that_are_not_right_are_told_why() {
    let service = service(Echo).build();
    let declared = "{urn:archive}findAsset";
    let cases = [
        (
            String::new(),
            fault("Client", "expected a SOAP envelope, found an empty body"),
        ),
        (
            String::from("{}"),
            fault("Client", "expected a SOAP envelope, found JSON"),
        ),
        (
            find_body("x"),
            fault(
                "Client",
                &format!(
                    "expected a SOAP envelope, found a document with the root element `{declared}`"
                ),
            ),
        ),
        (
            envelope("<nonsense xmlns='urn:archive'/>"),
            fault(
                "Client",
                "unknown operation: found `{urn:archive}nonsense`, expected one of `{urn:archive}findAsset`, \
                 `{urn:archive}setPassword`, `{urn:archive}notify`",
            ),
        ),
        (
            envelope(""),
            fault(
                "Client",
                "unknown operation: found an empty body with the action \"\"",
            ),
        ),
        (
            envelope("<findAsset xmlns='urn:archive'><limit>1</limit></findAsset>"),
            fault(
                "Client",
                "/Envelope/Body/findAsset/limit at 1:104: unexpected element `{urn:archive}limit`: \
                 expected `{urn:archive}name`",
            ),
        ),
        (
            envelope("<findAsset xmlns='urn:archive'><name>x</name><limit>ten</limit></findAsset>"),
            fault(
                "Client",
                "/Envelope/Body/findAsset/limit at 1:128: \"ten\" is not an xsd:int: \
                 expected a whole number from -2147483648 to 2147483647",
            ),
        ),
        (
            envelope(&format!("{}<extra/>", find_body("x"))),
            fault(
                "Client",
                "/Envelope/Body/extra at 1:130: unexpected element `extra`: expected the end tag",
            ),
        ),
        (
            String::from("<Envelope xmlns='urn:soap'/>"),
            fault(
                "VersionMismatch",
                "expected an envelope of SOAP 1.1 or 1.2, found an envelope in the namespace `urn:soap`, \
                 which is of no known version of SOAP",
            ),
        ),
    ];
    for (body, expected) in cases {
        let (status, text) = send(&service, post(body));
        assert_eq!(status, 500);
        assert_eq!(text, expected);
    }
    let (_, text) = send(&service, post(envelope("<findAsset")));
    assert!(
        text.contains("<faultcode>soap:Client</faultcode>"),
        "{text}"
    );
}

#[test]
fn the_reply_has_the_version_of_the_request_and_not_of_its_content_type() {
    let service = service(Echo).build();
    let mut request = post(envelope_12(&find_body("x")));
    request
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    let response = now(service.handle(request));
    assert_eq!(
        response.headers()["content-type"],
        "application/soap+xml; charset=UTF-8"
    );
    assert_eq!(
        response.body(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body>\
         <ns1:findAssetReturn xmlns:ns1=\"urn:archive\"/></soap:Body></soap:Envelope>"
    );
    let response = now(service.handle(post(envelope(&find_body("x")))));
    assert_eq!(
        response.headers()["content-type"],
        "text/xml; charset=UTF-8"
    );
}

#[test]
fn a_whole_fault_is_written_in_each_version() {
    let service = service(Echo).bare(true).build();
    let detail = "<ns1:notFoundFault xmlns:ns1=\"urn:archive:common\">d</ns1:notFoundFault><ns2:other xmlns:ns2=\"urn:o\"/>";
    let (status, text) = send(&service, post(envelope(&find_body("whole"))));
    assert_eq!(status, 500);
    assert_eq!(
        text.strip_prefix(ENVELOPE).unwrap(),
        format!(
            "<soap:Fault><faultcode xmlns:ns1=\"urn:c\">ns1:Quota</faultcode><faultstring>enough</faultstring>\
             <faultactor>urn:role</faultactor><detail>{}</detail></soap:Fault></soap:Body></soap:Envelope>",
            detail.replace("ns2", "ns3").replace("ns1", "ns2")
        )
    );
    let (status, text) = send(&service, post(envelope_12(&find_body("whole"))));
    assert_eq!(status, 500, "a Receiver of SOAP 1.2");
    let inside = text.split_once("<soap:Body>").unwrap().1;
    assert!(
        inside.starts_with(
            "<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode>\
             <soap:Value xmlns:ns1=\"urn:c\">ns1:Quota</soap:Value><soap:Subcode>\
             <soap:Value xmlns:ns2=\"urn:c\">ns2:Daily</soap:Value></soap:Subcode></soap:Subcode></soap:Code>\
             <soap:Reason><soap:Text xml:lang=\"en\">enough</soap:Text></soap:Reason>\
             <soap:Node>urn:node</soap:Node><soap:Role>urn:role</soap:Role><soap:Detail>"
        ),
        "{inside}"
    );
    let (_, text) = send(&service, post(find_body("whole")));
    assert_eq!(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ns1:notFoundFault xmlns:ns1=\"urn:archive:common\">d</ns1:notFoundFault>"
    );
}

#[test]
fn statuses_are_the_usual_ones_unless_set() {
    let usual = service(Echo).build();
    let always_200 = service(Echo).fault_status(StatusCode::OK).build();
    let cases = [
        (&usual, envelope(&find_body("whole")), 500),
        (&usual, envelope_12("<nonsense/>"), 400),
        (&usual, envelope(&find_body("teapot")), 418),
        (&always_200, envelope(&find_body("whole")), 200),
        (&always_200, envelope_12("<nonsense/>"), 200),
        (&always_200, envelope(&find_body("teapot")), 418),
    ];
    for (service, body, expected) in cases {
        assert_eq!(send(service, post(body)).0, expected);
    }
}

#[test]
fn what_an_implementation_gets_wrong_is_a_fault_too() {
    let service = service(Echo).build();
    let (status, text) = send(&service, post(envelope(&find_body("unwritable"))));
    assert_eq!(status, 500);
    assert!(
        text.contains("the reply can't be written: /findAssetReturn/asset[1]/handle: "),
        "{text}"
    );
    let (_, text) = send(&service, post(envelope(&find_body("control"))));
    assert_eq!(text, fault("Server", "a\u{FFFD}b"));
}

#[test]
fn only_post_is_answered() {
    let service = service(Echo).build();
    for method in [Method::GET, Method::PUT, Method::HEAD, Method::DELETE] {
        let request = Request::builder()
            .method(method)
            .uri("/?wsdl")
            .body(Bytes::new())
            .unwrap();
        let response = now(service.handle(request));
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "POST");
    }
}

#[test]
fn header_blocks_that_must_be_understood_are_known_or_refused() {
    let envelope = |attributes: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>\
             <c:authHeader xmlns:c='urn:archive:common' {attributes}/></s:Header><s:Body>{}</s:Body></s:Envelope>",
            find_body("x")
        )
    };
    let strict = service(Echo).build();
    let knowing = [
        service(Echo).understands::<AuthHeader>().build(),
        service(Echo)
            .understands_name(Name::new("urn:archive:common", "authHeader"))
            .build(),
    ];
    let (status, text) = send(&strict, post(envelope("s:mustUnderstand='1'")));
    assert_eq!(status, 500);
    assert!(
        text.contains("<faultcode>soap:MustUnderstand</faultcode>"),
        "{text}"
    );
    assert!(text.contains("/Envelope/Header at "), "{text}");
    assert!(text.contains(
        "the header block `{urn:archive:common}authHeader` must be understood and is not known"
    ));
    for attributes in [
        "",
        "s:mustUnderstand='0'",
        "s:mustUnderstand='1' s:actor='urn:somebody'",
    ] {
        assert_eq!(
            send(&strict, post(envelope(attributes))).0,
            200,
            "{attributes}"
        );
    }
    for service in &knowing {
        assert_eq!(send(service, post(envelope("s:mustUnderstand='1'"))).0, 200);
    }
}

#[test]
fn a_typed_header_is_read_strictly_and_without_the_attributes_of_soap() {
    struct Checking;
    impl Archive for Checking {
        async fn find_asset(
            &self,
            request: soap::Request<FindAsset>,
        ) -> Result<FindAssetReturn, Failure<ArchiveFault>> {
            match request.header::<AuthHeader>() {
                None => Err(Failure::sender("no header")),
                Some(Err(error)) => Err(Failure::sender(error.to_string())),
                Some(Ok(header)) => Err(Failure::sender(format!("hello {}", header.user))),
            }
        }
    }
    let service = service(Checking).understands::<AuthHeader>().build();
    let answer = |header: &str| {
        let body = format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>{header}</s:Header>\
             <s:Body>{}</s:Body></s:Envelope>",
            find_body("x")
        );
        send(&service, post(body)).1
    };
    let header = |attributes: &str, content: &str| {
        format!("<authHeader xmlns='urn:archive:common' {attributes}>{content}</authHeader>")
    };
    let good = "<user>me</user><password>p</password>";
    assert_eq!(answer(""), fault("Client", "no header"));
    assert_eq!(
        answer(&header(
            "s:mustUnderstand='1' s:actor='' s:encodingStyle=''",
            good
        )),
        fault("Client", "hello me")
    );
    assert!(answer(&header("", "<user>me</user>")).contains("/authHeader at "));
    assert!(answer(&header("x='1'", good)).contains("unexpected attribute `x`"));
}

#[test]
fn operations_with_the_same_element_are_told_apart_by_their_action() {
    use soapstone::bindings::operation;
    enum First {}
    operation!(First {
        name: "first",
        soap_action: "urn:1",
        input: FindAsset,
        output: FindAssetReturn,
        fault: soapstone::NoFault,
        idempotent: true
    });
    enum Second {}
    operation!(Second {
        name: "second",
        soap_action: "urn:2",
        input: FindAsset,
        output: FindAssetReturn,
        fault: soapstone::NoFault,
        idempotent: true
    });
    let service = Service::builder(())
        .route::<First>(|(), request| {
            Box::pin(std::future::ready(Err(soap::not_implemented::<First>(
                request,
            ))))
        })
        .route::<Second>(|(), request| {
            Box::pin(std::future::ready(Err(soap::not_implemented::<Second>(
                request,
            ))))
        })
        .build();
    assert_eq!(
        service.operations().collect::<Vec<_>>(),
        ["first", "second"]
    );
    for (action, name) in [
        ("\"urn:1\"", "first"),
        ("\"urn:2\"", "second"),
        ("urn:2", "second"),
        ("\"\"", "first"),
        ("x", "first"),
    ] {
        let mut request = post(envelope(&find_body("x")));
        request
            .headers_mut()
            .insert("soapaction", action.parse().unwrap());
        assert!(
            send(&service, request).1.contains(&format!("`{name}`")),
            "{action}"
        );
    }
    let mut request = post(envelope_12(&find_body("x")));
    request.headers_mut().insert(
        "content-type",
        "application/soap+xml; action=\"urn:2\"".parse().unwrap(),
    );
    assert!(send(&service, request).1.contains("`second`"));
}

#[test]
fn requests_are_read_leniently_if_asked() {
    let body = envelope("<findAsset xmlns='urn:archive'><name>x</name><new/></findAsset>");
    assert_eq!(send(&service(Echo).build(), post(body.clone())).0, 500);
    let lenient = service(Echo)
        .read(soapstone::ReadOptions::lenient())
        .build();
    assert_eq!(send(&lenient, post(body)).0, 200);
}

#[test]
fn a_request_that_is_cut_is_never_carried_out() {
    let service = service(Echo).bare(true).build();
    for whole in [envelope(&find_body("x")), find_body("x")] {
        for end in 0..whole.len() {
            assert_ne!(
                send(&service, post(whole[..end].to_owned())).0,
                200,
                "cut at {end}"
            );
        }
    }
}

/// Answers with a header block, be it an output or a fault.
struct Metered;

impl Archive for Metered {
    async fn find_asset(
        &self,
        request: soap::Request<FindAsset>,
    ) -> Result<FindAssetReturn, Failure<ArchiveFault>> {
        let left = AnyElement::new("urn:meter", "left").with_text("3");
        let block = soapstone::HeaderBlock::raw(&left).map_err(|_| Failure::receiver("meter"))?;
        request.reply.add(block);
        match request.input.name.as_str() {
            "fault" => Err(Failure::receiver("no")),
            _ => Ok(FindAssetReturn { assets: Vec::new() }),
        }
    }
}

#[test]
fn replies_and_faults_have_the_header_blocks_of_the_implementation() {
    let service = service(Metered).bare(true).build();
    let header = "<soap:Header><ns1:left xmlns:ns1=\"urn:meter\">3</ns1:left></soap:Header>";
    for name in ["asset", "fault"] {
        let (_, text) = send(&service, post(envelope(&find_body(name))));
        assert!(text.contains(header), "{text}");
    }
    let (status, text) = send(&service, post(find_body("asset")));
    assert_eq!(status, 200);
    assert!(!text.contains("meter"), "{text}");
}

#[test]
fn a_service_hands_out_what_describes_it() {
    let service = service(Echo)
        .wsdl("<definitions/>")
        .document("types.xsd", "<schema/>")
        .build();
    let get = |uri: &str, method: Method| {
        let request = Request::builder().method(method).uri(uri);
        send(&service, request.body(Bytes::new()).unwrap())
    };
    for (uri, expected) in [
        ("/archive?wsdl", Some("<definitions/>")),
        ("/archive?WSDL", Some("<definitions/>")),
        ("/types.xsd", Some("<schema/>")),
        ("/archive/types.xsd", Some("<schema/>")),
        ("/archive?wsdl=1", None),
        ("/archive", None),
    ] {
        let (status, text) = get(uri, Method::GET);
        match expected {
            Some(expected) => assert_eq!((status.as_u16(), text.as_str()), (200, expected)),
            None => assert_eq!(status, 405, "{uri}"),
        }
    }
    assert_eq!(get("/archive?wsdl", Method::PUT).0, 405);
    let shown = format!("{service:?}");
    assert!(
        shown.contains("14 bytes") && !shown.contains("definitions"),
        "{shown}"
    );
}
