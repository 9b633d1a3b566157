//! Elements of `xsd:anyType`, whose content may refer to namespaces by their prefixes.

use soapstone::bindings::{self as table, ElementType, Model, Namespace, global_element, record};
use soapstone::{AnyElement, from_str, to_string};

const NS: Namespace = Namespace("urn:any");

static PARCEL: Model = Model::sequence(
    NS.name("Parcel"),
    &[table::element(NS.name("item"), 0, ElementType::Any).repeated()],
);

#[derive(Clone, Debug, PartialEq)]
struct Parcel {
    items: Vec<AnyElement>,
}

record! { Parcel: PARCEL { 0 items } }
global_element! { Parcel: NS, "parcel", Complex(&PARCEL) }

#[test]
fn names_in_the_content_keep_their_namespaces() {
    let text = r#"<parcel xmlns="urn:any" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:x="urn:x"><item i:type="x:t">x:q</item></parcel>"#;
    let value: Parcel = from_str(text).unwrap();
    let written = to_string(&value).unwrap();
    assert!(written.contains("xmlns:x=\"urn:x\""), "{written}");
    assert_eq!(from_str::<Parcel>(&written).unwrap(), value);
}
