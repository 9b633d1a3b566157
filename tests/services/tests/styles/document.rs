//! Document style: no part, one that is chosen, several, and parts with a type.

use soapstone::{CallOptions, Error, HeaderBlock, Request};
use soapstone_services::document::blocking::Desk as Client;
use soapstone_services::document::operations::{self, DeskAnswer, DeskFault};
use soapstone_services::document::server::{self, Desk};
use soapstone_services::document::{Both, Form, Second, Session, SessionEnded};

use crate::{FRAMINGS, Wire, answered, ask, over_http};

struct Clerk;

impl Desk for Clerk {
    async fn ping(&self, _: Request<()>) -> DeskAnswer<()> {
        Ok(())
    }

    async fn reset(&self, _: Request<()>) -> DeskAnswer<()> {
        Err(DeskFault::Lost(String::from("everything")).into())
    }

    async fn both(&self, request: Request<Both>) -> DeskAnswer<Both> {
        let mut both = request.input;
        both.second.n.push(3);
        Ok(both)
    }

    async fn ring(&self, request: Request<i32>) -> DeskAnswer<i32> {
        match request.header::<Session>().transpose().unwrap() {
            Some(session) => request
                .reply
                .add(HeaderBlock::new(&Session(session.0 + "!")).unwrap()),
            None => {
                let ended = SessionEnded(String::from("gone"));
                request.reply.add(HeaderBlock::new(&ended).unwrap());
                return Err(DeskFault::Late("2024-02-29T12:00:00Z".parse().unwrap()).into());
            }
        }
        Ok(request.input * 2)
    }

    async fn fill(&self, request: Request<Form>) -> DeskAnswer<Form> {
        let mut form = request.input;
        form.line.reverse();
        Ok(form)
    }

    async fn say(&self, request: Request<String>) -> DeskAnswer<String> {
        Ok(request.input.to_uppercase())
    }
}

fn both() -> Both {
    Both {
        first: String::from("one"),
        second: Second { n: vec![1, 2] },
    }
}

#[test]
fn all_of_it_comes_back_in_process_and_over_http() {
    for framing in FRAMINGS {
        let (_server, http) = over_http(server::desk(Clerk), framing);
        for client in [Wire::default().client(server::desk(Clerk), framing), http] {
            let client = Client::new(client);
            client.ping().unwrap();
            let lost = client.reset().unwrap_err();
            assert_eq!(
                lost.fault().unwrap().detail,
                Some(DeskFault::Lost(String::from("everything"))),
                "{framing:?}"
            );
            assert_eq!(client.both(&both()).unwrap().second.n, [1, 2, 3]);
            let form = Form {
                name: String::from("N"),
                line: vec![String::from("a"), String::from("b")],
            };
            assert_eq!(client.fill(&form).unwrap().line, ["b", "a"]);
            assert_eq!(client.say(&String::from("ay & <b>")).unwrap(), "AY & <B>");
            let late = client.ring(&1).unwrap_err();
            let Error::Fault(fault) = late else {
                panic!("{late:?}")
            };
            assert!(matches!(fault.detail, Some(DeskFault::Late(_))));
            let session = client.with_session(&Session(String::from("S"))).unwrap();
            let reply = session
                .client()
                .call_with::<operations::Ring>(&21, &CallOptions::new())
                .unwrap();
            assert_eq!(reply.output, 42);
            assert_eq!(reply.header::<Session>().unwrap().unwrap().0, "S!");
        }
    }
}

#[test]
fn bodies_hold_what_the_parts_say() {
    let wire = Wire::default();
    let client = Client::new(wire.client(server::desk(Clerk), FRAMINGS[0]));
    client.ping().unwrap();
    client.both(&both()).unwrap();
    client.fill(&Form::new("N")).unwrap();
    assert!(wire.body(0).is_empty() && wire.body(1).is_empty());
    let names = |number| {
        let body = wire.body(number);
        body.iter()
            .map(|element| element.name.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(2),
        ["{urn:example:desk}first", "{urn:example:desk}second"]
    );
    assert_eq!(names(4), ["{urn:example:desk}name"]);
}

#[test]
fn the_header_of_a_fault_is_in_the_header() {
    let service = server::desk(Clerk);
    let (status, answer) = ask(
        &service,
        "urn:ring",
        "<d:bell xmlns:d='urn:example:desk'>1</d:bell>",
    );
    assert_eq!(status, 500);
    let header = "<soap:Header><ns1:sessionEnded xmlns:ns1=\"urn:example:desk\">gone</ns1:sessionEnded></soap:Header>";
    assert!(answer.contains(header), "{answer}");
}

#[test]
fn a_fault_is_one_where_the_body_is_read_as_a_whole() {
    let fault = "<e:Fault><faultcode>e:Server</faultcode><faultstring>no</faultstring>\
                 <detail><d:lost xmlns:d='urn:example:desk'>it</d:lost></detail></e:Fault>";
    let client = Client::new(answered(fault));
    let errors = [
        client.fill(&Form::new("N")).unwrap_err(),
        client.say(&String::from("x")).unwrap_err(),
        client.both(&both()).unwrap_err(),
        client.ping().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            error.fault().unwrap().detail,
            Some(DeskFault::Lost(String::from("it")))
        );
    }
    let client = Client::new(answered("<d:first xmlns:d='urn:example:desk'/>"));
    assert_eq!(
        client.both(&both()).unwrap_err().to_string(),
        "the reply (HTTP 200) can't be read: /Envelope/Body at 1:263: missing element: expected `{urn:example:desk}second` before the end tag"
    );
}

#[test]
fn an_empty_body_is_told_apart_by_its_action() {
    let service = server::desk(Clerk);
    assert_eq!(ask(&service, "\"urn:ping\"", "").0, 200);
    assert_eq!(ask(&service, "\"urn:reset\"", "").0, 500);
    let (status, answer) = ask(&service, "\"urn:none\"", "");
    assert_eq!(status, 500);
    assert!(
        answer.contains("unknown operation: found an empty body with the action \"urn:none\""),
        "{answer}"
    );
}
