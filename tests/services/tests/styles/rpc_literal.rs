//! rpc/literal: a wrapper named like the operation, parts without a namespace, headers and faults.

use std::sync::{Arc, Mutex};

use soapstone::{CallOptions, Error, Failure, HeaderBlock, Request};
use soapstone_services::rpc_literal::blocking::Warehouse as Client;
use soapstone_services::rpc_literal::operations::{self, WarehouseAnswer, WarehouseFault};
use soapstone_services::rpc_literal::server::{self, Warehouse};
use soapstone_services::rpc_literal::urn_example_warehouse::Trace;
use soapstone_services::rpc_literal::urn_example_warehouse_types::{
    Item, Receipt, Session, ShelfIsFull,
};
use soapstone_services::rpc_literal::{Note, Put, PutResponse, TidyUp, TidyUpResponse, client};

use crate::{FRAMINGS, Wire, answered, ask, over_http};

#[derive(Clone, Default)]
struct Rack {
    notes: Arc<Mutex<Vec<String>>>,
}

impl Warehouse for Rack {
    async fn put(&self, request: Request<Put>) -> WarehouseAnswer<PutResponse> {
        let session = request.header::<Session>().transpose().unwrap();
        let trace = request.header::<Trace>().transpose().unwrap();
        let receipt = format!(
            "{} {}",
            session.map_or_else(String::new, |header| header.0),
            trace.map_or_else(String::new, |header| header.0)
        );
        request
            .reply
            .add(HeaderBlock::new(&Receipt(receipt)).unwrap());
        if request.input.item.count > 100 {
            return Err(WarehouseFault::ShelfIsFull(Box::new(ShelfIsFull::new(100))).into());
        }
        Ok(PutResponse::new(request.input.item.count + 1))
    }

    async fn tidy_up(&self, _: Request<TidyUp>) -> WarehouseAnswer<TidyUpResponse> {
        Ok(TidyUpResponse {})
    }

    async fn note(&self, request: Request<Note>) -> WarehouseAnswer<()> {
        if request.input.text.is_empty() {
            return Err(Failure::sender("nothing to note"));
        }
        self.notes.lock().unwrap().push(request.input.text);
        Ok(())
    }
}

fn put(count: i32) -> Put {
    let item = Item {
        article: String::from("A & B"),
        count,
        fragile: Some(true),
    };
    Put::new(item, "B12".parse().unwrap())
}

#[test]
fn all_of_it_comes_back_in_process_and_over_http() {
    for framing in FRAMINGS {
        let rack = Rack::default();
        let service = server::warehouse(rack.clone());
        let (_server, http) = over_http(service.clone(), framing);
        for client in [Wire::default().client(service, framing), http] {
            let client = Client::new(client)
                .with_session(&Session(String::from("S-1")))
                .unwrap()
                .with_trace(&Trace(String::from("T-1")))
                .unwrap();
            let reply = client
                .client()
                .call_with::<operations::Put>(&put(7), &CallOptions::new())
                .unwrap();
            assert_eq!(reply.output, PutResponse::new(8), "{framing:?}");
            assert_eq!(
                reply.header::<Receipt>().unwrap().unwrap().0,
                "S-1 T-1",
                "{framing:?}"
            );
            assert_eq!(client.tidy_up(&TidyUp {}).unwrap(), TidyUpResponse {});
            client.note(&Note::new("done")).unwrap();
            let fault = match client.put(&put(101)) {
                Err(Error::Fault(fault)) => fault,
                other => panic!("{other:?}"),
            };
            let expected = WarehouseFault::ShelfIsFull(Box::new(ShelfIsFull::new(100)));
            assert_eq!(fault.detail, Some(expected));
        }
        assert_eq!(*rack.notes.lock().unwrap(), ["done", "done"]);
    }
}

#[test]
fn the_wrapper_is_qualified_and_the_parts_are_not() {
    let wire = Wire::default();
    let client = Client::new(wire.client(server::warehouse(Rack::default()), FRAMINGS[0]));
    client.put(&put(1)).unwrap();
    client.tidy_up(&TidyUp {}).unwrap();
    let [request, reply, empty] = [0, 1, 2].map(|number| wire.body(number).remove(0).to_string());
    assert_eq!(
        request,
        "<ns1:put xmlns:ns1=\"urn:example:warehouse:messages\"><item fragile=\"true\">\
         <ns2:article xmlns:ns2=\"urn:example:warehouse:types\">A &amp; B</ns2:article>\
         <ns3:count xmlns:ns3=\"urn:example:warehouse:types\">1</ns3:count></item>\
         <shelf>B12</shelf></ns1:put>"
    );
    assert_eq!(
        reply,
        "<ns1:putResponse xmlns:ns1=\"urn:example:warehouse:messages\"><total>2</total></ns1:putResponse>"
    );
    assert_eq!(
        empty,
        "<ns1:tidyUp xmlns:ns1=\"urn:example:warehouse:messages\"/>"
    );
}

#[test]
fn a_lenient_client_takes_a_wrapper_of_any_name() {
    for wrapper in ["r", "m:putResult xmlns:m='urn:other'"] {
        let name = wrapper.split(' ').next().unwrap();
        let client = Client::new(answered(&format!("<{wrapper}><total>3</total></{name}>")));
        assert_eq!(client.put(&put(1)).unwrap().total, 3);
    }
    let client = Client::new(answered("<r><sum>3</sum></r>"));
    let error = client.put(&put(1)).unwrap_err().to_string();
    assert_eq!(
        error,
        "the reply (HTTP 200) can't be read: /Envelope/Body/putResponse at 1:241: missing element: expected `total` before the end tag"
    );
}

#[test]
fn the_server_refuses_what_is_not_allowed() {
    let service = server::warehouse(Rack::default());
    let cases = [
        (
            "<m:put xmlns:m='urn:example:warehouse:messages'><shelf>B1</shelf></m:put>",
            "unexpected element `shelf`: expected `item`",
        ),
        (
            "<put><item/><shelf>B1</shelf></put>",
            "unknown operation: found `put`, expected one of \
             `{urn:example:warehouse:messages}put`, `{urn:example:warehouse:messages}tidyUp`, \
             `{urn:example:warehouse:messages}note`",
        ),
        (
            "<m:note xmlns:m='urn:example:warehouse:messages'><text/></m:note>",
            "nothing to note",
        ),
    ];
    for (body, expected) in cases {
        let (status, answer) = ask(&service, "", body);
        assert_eq!(status, 500);
        assert!(answer.contains(expected), "{answer}");
    }
}

#[test]
fn each_port_has_a_constant() {
    assert_eq!(
        (client::WAREHOUSE, client::WAREHOUSE12),
        ("https://example.com/11", "https://example.com/12")
    );
}
