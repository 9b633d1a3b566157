//! rpc/encoded: what is written inline with its types, and what other stacks write with references and arrays.

use soapstone::{Framing, Request};
use soapstone_services::rpc_encoded::blocking::Archive as Client;
use soapstone_services::rpc_encoded::operations::{ArchiveAnswer, ArchiveFault};
use soapstone_services::rpc_encoded::server::{self, Archive};
use soapstone_services::rpc_encoded::urn_example_archive::{
    Document, Editor, Person, PersonKind, Shelves as Rows,
};
use soapstone_services::rpc_encoded::{
    Count, CountResponse, Find, FindResponse, Shelves, ShelvesResponse, Store, StoreResponse,
};

use crate::{FRAMINGS, Wire, answered, ask, over_http};

struct Vault;

impl Archive for Vault {
    async fn find(&self, request: Request<Find>) -> ArchiveAnswer<FindResponse> {
        let words = request.input.words.unwrap_or_default();
        let documents = words.iter().map(|word| Document {
            title: Some(word.clone()),
            tags: Some(words.clone()),
            author: Some(Box::new(editor())),
            ..Document::new(request.input.most.unwrap_or(-1))
        });
        Ok(FindResponse {
            found: Some(documents.collect()),
        })
    }

    async fn store(&self, request: Request<Store>) -> ArchiveAnswer<StoreResponse> {
        let document = request.input.document.unwrap();
        if document.pages > 100 {
            return Err(ArchiveFault::Full(Box::new(editor())).into());
        }
        let pages = i64::from(document.pages);
        let title = document
            .title
            .map_or(-1, |title| i64::try_from(title.len()).unwrap());
        Ok(StoreResponse {
            number: Some(pages * 1000 + title),
        })
    }

    async fn shelves(&self, _: Request<Shelves>) -> ArchiveAnswer<ShelvesResponse> {
        Ok(ShelvesResponse {
            shelves: Some(Box::new(Rows {
                row: vec![vec![1, 2], vec![], vec![3]],
            })),
        })
    }

    async fn count(&self, _: Request<Count>) -> ArchiveAnswer<CountResponse> {
        Ok(CountResponse::new(4))
    }
}

fn editor() -> PersonKind {
    PersonKind::from(Editor {
        name: String::from("E"),
        born: Some("1970-01-01".parse().unwrap()),
        house: String::from("H"),
    })
}

fn find(words: &[&str]) -> Find {
    Find {
        words: Some(words.iter().map(|word| String::from(*word)).collect()),
        most: Some(9),
    }
}

#[test]
fn all_of_it_comes_back_in_process_and_over_http() {
    for framing in FRAMINGS {
        let (_server, http) = over_http(server::archive(Vault), framing);
        for client in [
            Wire::default().client(server::archive(Vault), framing),
            http,
        ] {
            let client = Client::new(client);
            let found = client.find(&find(&["a", "b"])).unwrap().found.unwrap();
            assert_eq!(found.len(), 2, "{framing:?}");
            assert_eq!(found[1].title.as_deref(), Some("b"));
            assert_eq!(found[1].tags.as_deref().unwrap(), ["a", "b"]);
            assert_eq!(found[1].author, Some(Box::new(editor())));
            assert_eq!(client.find(&find(&[])).unwrap().found, Some(vec![]));
            let rows = client.shelves(&Shelves {}).unwrap().shelves.unwrap().row;
            assert_eq!(rows, [vec![1, 2], vec![], vec![3]]);
            let count = Count::new(PersonKind::from(Person::new("P")));
            assert_eq!(client.count(&count).unwrap().count, 4);
            let store = |pages| Store {
                document: Some(Box::new(Document::new(pages))),
            };
            assert_eq!(client.store(&store(7)).unwrap().number, Some(6999));
            let error = client.store(&store(101)).unwrap_err();
            assert_eq!(
                error.fault().unwrap().detail,
                Some(ArchiveFault::Full(Box::new(editor())))
            );
        }
    }
}

#[test]
fn every_value_says_its_type() {
    let wire = Wire::default();
    let client = Client::new(wire.client(server::archive(Vault), Framing::Soap11));
    client.find(&find(&["a", "b"])).unwrap();
    assert_eq!(
        wire.body(0).remove(0).to_string(),
        "<ns1:find xmlns:ns1=\"urn:example:archive:calls\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" \
         xmlns:ns2=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         ns2:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">\
         <words xsi:type=\"enc:Array\" enc:arrayType=\"xsd:string[2]\">\
         <item xsi:type=\"xsd:string\">a</item><item xsi:type=\"xsd:string\">b</item></words>\
         <most xsi:type=\"xsd:int\">9</most></ns1:find>"
    );
}

const FIND: &str = "m:findResponse xmlns:m='urn:example:archive:calls'";

fn found(client: soapstone::blocking::Client) -> Vec<Document> {
    let found = Client::new(client).find(&find(&[]));
    found
        .unwrap_or_else(|error| panic!("{error}"))
        .found
        .unwrap()
}

#[test]
fn references_are_followed_wherever_they_lead() {
    let documents = found(answered(&format!(
        "<{FIND} e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\
         <found href='#d'/></m:findResponse>\
         <multiRef id='d' enc:root='0' xsi:type='enc:Array' enc:arrayType='a:Document[2]' xmlns:a='urn:example:archive'>\
         <item href='#x'/><item href='#x'/></multiRef>\
         <multiRef id='x' enc:root='0' xmlns:b='urn:example:archive' xsi:type='b:Document'>\
         <pages xsi:type='xsd:int'>12</pages><author href='#p'/><title xsi:type='enc:string'>T</title>\
         <unknown xsi:type='xsd:string'>u</unknown></multiRef>\
         <multiRef id='p' enc:root='0' xmlns:c='urn:example:archive' xsi:type='c:Editor'>\
         <house>H</house><name id='n'>E</name><born xsi:nil='true'/></multiRef>"
    )));
    let expected = Document {
        title: Some(String::from("T")),
        author: Some(Box::new(PersonKind::from(Editor {
            name: String::from("E"),
            born: None,
            house: String::from("H"),
        }))),
        ..Document::new(12)
    };
    assert_eq!(documents, [expected.clone(), expected]);
}

#[test]
fn soap_12_has_references_and_arrays_of_its_own() {
    let documents = found(answered(&format!(
        "<{FIND} xmlns:n='http://www.w3.org/2003/05/soap-encoding'>\
         <r:result xmlns:r='http://www.w3.org/2003/05/soap-rpc'>found</r:result>\
         <found n:itemType='a:Document' n:arraySize='1' xmlns:a='urn:example:archive'>\
         <x n:ref='d'/></found></m:findResponse>\
         <y n:id='d' xmlns:n='http://www.w3.org/2003/05/soap-encoding'><title xsi:nil='1'/><pages>3</pages>\
         <tags n:itemType='xsd:string' n:arraySize='*'><one>1</one><two>2</two></tags></y>"
    )));
    let expected = Document {
        tags: Some(vec![String::from("1"), String::from("2")]),
        ..Document::new(3)
    };
    assert_eq!(documents, [expected]);
}

#[test]
fn items_of_arrays_have_any_name_and_may_have_places() {
    let tags = |array: &str| {
        let documents = found(answered(&format!(
            "<{FIND}><found><d><title/><pages>1</pages><tags {array}</tags></d></found></m:findResponse>"
        )));
        documents[0].tags.clone().unwrap().join(" ")
    };
    let cases = [
        (
            "enc:arrayType='xsd:string[3]'><a>1</a><b>2</b><c>3</c>",
            "1 2 3",
        ),
        ("xsi:type='enc:Array'><enc:string>1</enc:string>", "1"),
        (">", ""),
        (
            "enc:arrayType='xsd:string[]'><i enc:position='[1]'>2</i><i enc:position='[0]'>1</i>",
            "1 2",
        ),
        (
            "enc:arrayType='xsd:string[5]' enc:offset='[2]'><i>3</i><i>4</i>",
            "3 4",
        ),
    ];
    for (array, expected) in cases {
        assert_eq!(tags(array), expected, "{array}");
    }
}

#[test]
fn what_refers_wrongly_is_an_error() {
    let error = |body: &str| {
        let client = Client::new(answered(body));
        client.find(&find(&[])).unwrap_err().to_string()
    };
    let cases = [
        (
            format!("<{FIND}><found href='#no'/></m:findResponse>"),
            "a value refers to `no`: no element has this id",
        ),
        (
            format!(
                "<{FIND}><found href='#a'/></m:findResponse>\
                 <m id='a'><i><author href='#b'/></i></m><m id='b'><name href='#a'/></m>"
            ),
            "a value refers to `a`, which it is a part of",
        ),
        (
            format!("<{FIND}><found href='#a'/></m:findResponse><m id='a' href='#a'/>"),
            "a value refers to `a`, which it is a part of",
        ),
    ];
    for (body, expected) in cases {
        let error = error(&body);
        assert!(error.ends_with(expected), "{error}");
    }
}

#[test]
fn references_to_references_do_not_fill_the_memory() {
    let mut body = format!("<{FIND}><found href='#i0'/></m:findResponse>");
    for level in 0..60 {
        let next = level + 1;
        body.push_str(&format!(
            "<m id='i{level}'><i href='#i{next}'/><i href='#i{next}'/></m>"
        ));
    }
    body.push_str("<m id='i60'/>");
    let client = Client::new(answered(&body));
    let error = client.find(&find(&[])).unwrap_err().to_string();
    assert!(error.contains("67108864"), "{error}");
}

#[test]
fn a_fault_may_refer_to_its_detail() {
    let client = Client::new(answered(
        "<e:Fault><faultcode>e:Server</faultcode><faultstring>full</faultstring>\
         <detail><m:full xmlns:m='urn:example:archive:calls' href='#p'/></detail></e:Fault>\
         <multiRef id='p' enc:root='0' xsi:type='a:Person' xmlns:a='urn:example:archive'><name>P</name></multiRef>",
    ));
    let error = client.store(&Store { document: None }).unwrap_err();
    let expected = ArchiveFault::Full(Box::new(PersonKind::from(Person::new("P"))));
    assert_eq!(error.fault().unwrap().detail, Some(expected));
}

#[test]
fn a_server_reads_references_too() {
    let (status, answer) = ask(
        &server::archive(Vault),
        "",
        "<m:store xmlns:m='urn:example:archive:calls'><document href='#d'/></m:store>\
         <multiRef id='d' enc:root='0' xsi:type='a:Document' xmlns:a='urn:example:archive'>\
         <title xsi:type='xsd:string'>abc</title><pages href='#n'/></multiRef>\
         <multiRef id='n' enc:root='0' xsi:type='xsd:int'>5</multiRef>",
    );
    assert_eq!(status, 200, "{answer}");
    assert!(answer.contains("xsd:long\">5003</number>"), "{answer}");
}
