//! From a client through the wire format to a service and back.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use soapstone::bindings::Name;
use soapstone::transport::InProcess;
use soapstone::{
    AnyElement, Client, Error, Failure, FaultCode, Framing, HeaderBlock, NoFault, blocking, soap,
};

use crate::archive::*;

/// Finds what it is asked for, to whoever knows the password.
#[derive(Default)]
struct Shelf {
    notices: Arc<Mutex<Vec<String>>>,
}

impl Archive for Shelf {
    async fn find_asset(
        &self,
        request: soap::Request<FindAsset>,
    ) -> Result<FindAssetReturn, Failure<ArchiveFault>> {
        if let Some(header) = request.header::<AuthHeader>() {
            let header = header.map_err(|error| Failure::sender(error.to_string()))?;
            if header.password.expose() != "open sesame" {
                let content = FaultContent {
                    code: 10000,
                    reason: String::from("wrong password"),
                };
                let failure = Failure::from(ArchiveFault::Authentication(content));
                let status = header
                    .fault_status
                    .and_then(|status| StatusCode::from_u16(status.try_into().ok()?).ok());
                return Err(status.into_iter().fold(failure, Failure::with_status));
            }
        }
        if request.input.name == "nothing" {
            return Err(Failure::from(ArchiveFault::NotFound(request.input.name)));
        }
        let size = request.input.limit.map(i64::from);
        let asset = Asset {
            handle: format!("a|{}", request.input.name),
            size,
        };
        Ok(FindAssetReturn {
            assets: vec![
                asset.clone(),
                Asset {
                    size: None,
                    ..asset
                },
            ],
        })
    }

    async fn notify(&self, request: soap::Request<Notice>) -> Result<(), Failure<NoFault>> {
        if request.input.text.is_empty() {
            return Err(Failure::sender("nothing to say"));
        }
        self.notices.lock().unwrap().push(request.input.text);
        Ok(())
    }
}

const FRAMINGS: [Framing; 4] = [
    Framing::Soap11,
    Framing::Soap12,
    Framing::Bare,
    Framing::Wrapped(Name::new("urn:archive", "Request")),
];

fn client(framing: Framing) -> blocking::Client {
    let service = service(Shelf::default())
        .bare(true)
        .wrapped(Name::new("urn:archive", "Request"))
        .build();
    blocking::Client::builder(endpoint(), InProcess::new(service))
        .framing(framing)
        .build()
}

fn header(password: &str) -> HeaderBlock {
    let header = AuthHeader {
        user: String::from("me"),
        password: password.into(),
        fault_status: Some(200),
    };
    HeaderBlock::new(&header).unwrap()
}

#[test]
fn an_output_comes_back_in_every_framing() {
    for framing in FRAMINGS {
        let input = FindAsset {
            name: String::from("Tom & <Jerry>"),
            limit: Some(7),
        };
        let reply = client(framing)
            .call_with::<FindAssetOperation>(&input, &soapstone::CallOptions::new())
            .unwrap();
        assert_eq!(reply.output.assets.len(), 2, "{framing:?}");
        assert_eq!(reply.output.assets[0].handle, "a|Tom & <Jerry>");
        assert_eq!(
            (reply.output.assets[0].size, reply.output.assets[1].size),
            (Some(7), None)
        );
        assert_eq!(reply.status, 200);
        assert!(reply.report.is_empty());
    }
}

#[test]
fn a_declared_fault_comes_back_in_every_framing() {
    for framing in FRAMINGS {
        let error = client(framing)
            .call::<FindAssetOperation>(&find("nothing"))
            .unwrap_err();
        let fault = error.fault().unwrap();
        assert_eq!(
            fault.detail,
            Some(ArchiveFault::NotFound(String::from("nothing"))),
            "{framing:?}"
        );
        assert_eq!(fault.status, Some(500));
        if framing.eq(&Framing::Soap11) || framing.eq(&Framing::Soap12) {
            assert_eq!(fault.code, FaultCode::Receiver);
            assert_eq!(
                error.to_string(),
                "fault Receiver: notFoundFault, detail {urn:archive:common}notFoundFault"
            );
        }
    }
}

#[test]
fn an_operation_that_is_not_implemented_is_a_fault() {
    let input = SetPassword {
        user: String::from("me"),
        password: "secret".into(),
    };
    for framing in FRAMINGS {
        let error = client(framing)
            .call::<SetPasswordOperation>(&input)
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "fault Receiver: the operation `setPassword` is not implemented"
        );
    }
}

#[test]
fn a_one_way_operation_has_no_message_back() {
    let shelf = Shelf::default();
    let notices = Arc::clone(&shelf.notices);
    let service = service(shelf).build();
    let client = blocking::Client::builder(endpoint(), InProcess::new(service)).build();
    let notice = |text: &str| Notice {
        text: String::from(text),
    };
    let reply = client
        .call_with::<NotifyOperation>(&notice("hello"), &soapstone::CallOptions::new())
        .unwrap();
    assert_eq!(reply.status, 202);
    assert_eq!(*notices.lock().unwrap(), ["hello"]);
    let error = client.call::<NotifyOperation>(&notice("")).unwrap_err();
    assert_eq!(error.to_string(), "fault Sender: nothing to say");
}

#[test]
fn header_blocks_reach_the_service() {
    for framing in [Framing::Soap11, Framing::Soap12, FRAMINGS[3]] {
        let right = client(framing)
            .to_builder()
            .header(header("open sesame"))
            .build();
        assert!(
            right.call::<FindAssetOperation>(&find("x")).is_ok(),
            "{framing:?}"
        );
        let wrong = right.to_builder().replace_header(header("guess")).build();
        let error = wrong.call::<FindAssetOperation>(&find("x")).unwrap_err();
        let Some(ArchiveFault::Authentication(detail)) = &error.fault().unwrap().detail else {
            panic!("{framing:?}: {error}");
        };
        assert_eq!(detail.code, 10000);
        assert_eq!(
            error.status().unwrap(),
            200,
            "the status that the header asks for"
        );
    }
}

#[test]
fn a_header_of_a_call_is_added_to_those_of_the_client() {
    let client = client(Framing::Soap11);
    let options = soapstone::CallOptions::new().header(header("guess"));
    assert!(
        client
            .call_with::<FindAssetOperation>(&find("x"), &options)
            .is_err()
    );
    assert!(client.call::<FindAssetOperation>(&find("x")).is_ok());
}

#[test]
fn a_client_with_another_header_leaves_the_first_as_it_is() {
    let first = client(Framing::Soap11);
    let auth = |password: &str| AuthHeader {
        user: String::from("me"),
        password: password.into(),
        fault_status: None,
    };
    let wrong = first.with_header(&auth("guess")).unwrap();
    let right = wrong.with_header(&auth("open sesame")).unwrap();
    assert!(first.call::<FindAssetOperation>(&find("x")).is_ok());
    assert!(wrong.call::<FindAssetOperation>(&find("x")).is_err());
    assert!(right.call::<FindAssetOperation>(&find("x")).is_ok());
    assert_eq!(right.settings().headers.len(), 1);
}

#[test]
fn the_asynchronous_client_does_the_same() {
    let transport = InProcess::new(service(Shelf::default()).build());
    let client = Client::builder(endpoint(), transport)
        .header(header("open sesame"))
        .build();
    let found = now(client.clone().call::<FindAssetOperation>(&find("x"))).unwrap();
    assert_eq!(found.assets[0].handle, "a|x");
    let error = now(client.call::<FindAssetOperation>(&find("nothing"))).unwrap_err();
    assert!(matches!(error, Error::Fault(_)));
    let future = client.call::<FindAssetOperation>(&NOTHING);
    fn is_send(_: &impl Send) {}
    is_send(&future);
}

static NOTHING: FindAsset = FindAsset {
    name: String::new(),
    limit: None,
};

#[test]
fn a_raw_call_takes_and_gives_any_element() {
    let body: AnyElement = "<findAsset xmlns='urn:archive'><name>x</name></findAsset>"
        .parse()
        .unwrap();
    let options = soapstone::CallOptions::new();
    for framing in FRAMINGS {
        let reply = client(framing)
            .call_raw("findAsset", &body, &options)
            .unwrap();
        let output = reply.output.unwrap();
        assert!(
            output.name.is("urn:archive", "findAssetReturn"),
            "{framing:?}: {output}"
        );
        assert_eq!(output.elements().count(), 2);
    }
    let nothing: AnyElement = "<findAsset xmlns='urn:archive'><name>nothing</name></findAsset>"
        .parse()
        .unwrap();
    let error = client(Framing::Soap12)
        .call_raw("", &nothing, &options)
        .unwrap_err();
    assert_eq!(error.fault().unwrap().other_details[0].text(), "nothing");
}

/// Over a socket, with both HTTP clients.
#[cfg(all(feature = "server", feature = "ureq", feature = "reqwest"))]
#[test]
fn a_service_answers_over_the_network() {
    use soapstone::transport::{Endpoint, Reqwest, Server, Ureq};
    let service = service(Shelf::default()).build();
    let server = Server::bind("127.0.0.1:0", service).unwrap();
    let endpoint = || Endpoint::new(&server.url()).unwrap();
    for framing in [Framing::Soap11, Framing::Soap12] {
        let blocking = blocking::Client::builder(endpoint(), Ureq::new())
            .framing(framing)
            .header(header("open sesame"))
            .build();
        assert_eq!(
            blocking
                .call::<FindAssetOperation>(&find("x"))
                .unwrap()
                .assets
                .len(),
            2
        );
        let error = blocking
            .call::<FindAssetOperation>(&find("nothing"))
            .unwrap_err();
        assert_eq!(
            error.fault().unwrap().detail,
            Some(ArchiveFault::NotFound(String::from("nothing")))
        );

        let runtime = tokio::runtime::Runtime::new().unwrap();
        let client = Client::builder(endpoint(), Reqwest::new().unwrap())
            .framing(framing)
            .build();
        let output = runtime
            .block_on(client.call::<FindAssetOperation>(&find("y")))
            .unwrap();
        assert_eq!(output.assets[0].handle, "a|y");
    }
    server.shutdown();
}
