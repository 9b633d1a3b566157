//! What identity constraints cost, and what their errors must not show.

use soapstone::bindings::{
    self as table, IdentityConstraint, Model, NameTest, Namespace, Path, PathBranch,
    global_element, record, simple,
};
use soapstone::xsd::Secret;
use soapstone::{Limits, ReadErrorKind, ReadOptions, from_str, from_str_with};

const NS: Namespace = Namespace("urn:identity");

static ROW: Model = Model::sequence(
    NS.name("Row"),
    &[
        table::text(NS.name("id"), 0, &simple::STRING).optional(),
        table::text(NS.name("secret"), 1, &simple::STRING).optional(),
    ],
);

#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    id: Option<String>,
    secret: Option<Secret>,
}

record! { Row: ROW { 0 id, 1 secret } }

static IDS: [IdentityConstraint; 2] = [
    IdentityConstraint::unique(
        NS.name("ids"),
        Path(&[PathBranch::new(&[NameTest::Name(NS.name("row"))])]),
        &[Path(&[PathBranch::new(&[NameTest::Name(NS.name("id"))])])],
    ),
    IdentityConstraint::unique(
        NS.name("secrets"),
        Path(&[PathBranch::new(&[NameTest::Name(NS.name("row"))])]),
        &[Path(&[PathBranch::new(&[NameTest::Name(
            NS.name("secret"),
        )])])],
    ),
];

static BLOCK: Model = Model::sequence(
    NS.name("Block"),
    &[table::child(NS.name("row"), 0, &ROW).repeated()],
);

#[derive(Clone, Debug, Default, PartialEq)]
struct Block {
    row: Vec<Row>,
}

record! { Block: BLOCK { 0 row } }

static BLOCKS: Model = Model::sequence(
    NS.name("Blocks"),
    &[table::child(NS.name("block"), 0, &BLOCK)
        .repeated()
        .identity(&IDS)],
);

#[derive(Clone, Debug, Default, PartialEq)]
struct Blocks {
    block: Vec<Block>,
}

record! { Blocks: BLOCKS { 0 block } }
global_element! { Blocks: NS, "blocks", Complex(&BLOCKS) }

/// A document of blocks, each with rows that are numbered anew.
fn document(blocks: usize, rows: usize) -> String {
    let row = |number: usize| format!("<row><id>{number}</id></row>");
    let block: String = (0..rows).map(row).collect();
    let blocks = format!("<block>{block}</block>").repeat(blocks);
    format!("<blocks xmlns=\"urn:identity\">{blocks}</blocks>")
}

fn read(text: &str, bytes: usize) -> Result<Blocks, soapstone::ReadError> {
    let mut limits = Limits::default();
    limits.decoded_bytes = bytes;
    let options = ReadOptions::strict().limits(limits);
    from_str_with(text, &options).map(|(value, _)| value)
}

#[test]
fn keys_are_charged_and_given_back_at_the_end_of_their_element() {
    let one = document(1, 100);
    // What the values take without the keys.
    let values = 100 * (size_of::<Row>() + 2) + 2 * size_of::<Blocks>();
    let error = read(&one, values + 1000).expect_err("keys take memory");
    assert!(
        matches!(error.kind(), ReadErrorKind::TooMuchMemory { .. }),
        "{error}"
    );
    let keys = 100 * 400;
    read(&one, values + keys).expect("a hundred keys take less");
    read(&document(50, 100), 50 * values + keys).expect("the keys of one block at a time");
}

#[test]
fn secrets_are_not_shown() {
    let text = "<blocks xmlns=\"urn:identity\"><block>\n<row><secret>hush</secret></row>\n\
                <row><secret>hush</secret></row></block></blocks>";
    let error = from_str::<Blocks>(text).expect_err("the secrets are the same");
    assert_eq!(
        error.to_string(),
        "/blocks/block[1]/row[2] at 3:1: the unique `{urn:identity}secrets` has (not shown) twice: expected another \
         value than that at 2:1"
    );
}

#[test]
fn lenient_reading_does_not_ask() {
    let text = "<blocks xmlns=\"urn:identity\"><block><row><id>1</id></row><row><id>1</id></row></block></blocks>";
    assert_eq!(
        from_str::<Blocks>(text).expect_err("strict").code(),
        "cvc-identity-constraint.4.1"
    );
    let (value, _) = from_str_with::<Blocks>(text, &ReadOptions::lenient()).expect("lenient");
    assert_eq!(value.block.len(), 1);
}
