//! Lists that are one occurrence: of list types, and of types that hold nothing but one repeated element.

use soapstone::bindings::{
    self as table, Attribute, Model, Namespace, SimpleType, global_element, record,
    simple::{INT, NMTOKENS, STRING},
};
use soapstone::{from_str, to_string};

const NS: Namespace = Namespace("urn:lists");

static INT_LIST: SimpleType = SimpleType {
    name: None,
    base: Some(table::Shared::Static(&table::simple::ANY_SIMPLE_TYPE)),
    variety: table::Variety::List(table::Shared::Static(&INT)),
    white_space: table::WhiteSpace::Collapse,
    facets: table::Shared::Static(&[]),
};

static HANDLES: Model = Model::sequence(
    NS.name("Handles"),
    &[table::text(NS.name("items"), 0, &STRING).repeated()],
);

static ORDER: Model = Model::sequence(
    NS.name("Order"),
    &[
        table::flattened(NS.name("required"), 0, &HANDLES),
        table::flattened(NS.name("optional"), 1, &HANDLES).optional(),
        table::flattened(NS.name("repeated"), 2, &HANDLES).repeated(),
        table::text(NS.name("sizes"), 3, &INT_LIST),
        table::text(NS.name("moreSizes"), 4, &INT_LIST).repeated(),
    ],
)
.attributes(&[
    Attribute::new(table::Name::new("", "tags"), 5, &NMTOKENS).required(),
    Attribute::new(table::Name::new("", "moreTags"), 6, &NMTOKENS),
]);

#[derive(Clone, Debug, PartialEq)]
struct Order {
    required: Vec<String>,
    optional: Option<Vec<String>>,
    repeated: Vec<Vec<String>>,
    sizes: Vec<i32>,
    more_sizes: Vec<Vec<i32>>,
    tags: Vec<String>,
    more_tags: Option<Vec<String>>,
}

record! { Order: ORDER {
    0 required, 1 optional, 2 repeated, 3 sizes, 4 more_sizes, 5 tags, 6 more_tags,
} }
global_element! { Order: NS, "order", Complex(&ORDER) }

fn list(items: &[&str]) -> Vec<String> {
    items.iter().copied().map(String::from).collect()
}

#[test]
fn lists_keep_their_shape_in_every_field() {
    let full = Order {
        required: list(&["a", "b"]),
        optional: Some(list(&["c"])),
        repeated: vec![list(&["d"]), list(&[]), list(&["e", "f"])],
        sizes: vec![1, -2],
        more_sizes: vec![vec![3], vec![], vec![4, 5]],
        tags: list(&["x", "y"]),
        more_tags: Some(list(&["z"])),
    };
    let empty = Order {
        required: Vec::new(),
        optional: None,
        repeated: Vec::new(),
        sizes: Vec::new(),
        more_sizes: Vec::new(),
        tags: list(&["x"]),
        more_tags: None,
    };
    let present = Order {
        optional: Some(Vec::new()),
        repeated: vec![Vec::new()],
        ..empty.clone()
    };
    for (order, content) in [
        (
            full,
            "<order xmlns=\"urn:lists\" tags=\"x y\" moreTags=\"z\">\
             <required><items>a</items><items>b</items></required><optional><items>c</items></optional>\
             <repeated><items>d</items></repeated><repeated/>\
             <repeated><items>e</items><items>f</items></repeated>\
             <sizes>1 -2</sizes><moreSizes>3</moreSizes><moreSizes/><moreSizes>4 5</moreSizes></order>",
        ),
        (
            empty,
            "<order xmlns=\"urn:lists\" tags=\"x\"><required/><sizes/></order>",
        ),
        (
            present,
            "<order xmlns=\"urn:lists\" tags=\"x\"><required/><optional/><repeated/><sizes/></order>",
        ),
    ] {
        let written = to_string(&order)
            .unwrap()
            .replace("ns1:", "")
            .replace(":ns1", "");
        assert_eq!(written, content);
        assert_eq!(from_str::<Order>(content).unwrap(), order, "{content}");
    }
}

#[test]
fn a_list_that_must_be_there_is_missed() {
    let error =
        from_str::<Order>("<order xmlns='urn:lists' tags='x'><sizes/></order>").unwrap_err();
    assert_eq!(
        error.to_string(),
        "/order/sizes at 1:35: unexpected element `{urn:lists}sizes`: expected `{urn:lists}required`"
    );
}
