//! Documents checked against declarations that are found by name, with nothing kept of them.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use soapstone::bindings::{
    self, Attribute, Content, Declarations, DerivedType, Element, ElementType, Facet, Group,
    Methods, Model, Name, NamedType, NamespaceConstraint, Particle, ProcessContents, Shared,
    SimpleType, TypeName, Variety, WhiteSpace, Wildcard, any, child, element, group, text,
};
use soapstone::simple::{Builtin, ID, INT, STRING};
use soapstone::{Limits, ReadOptions};

const fn name(local: &'static str) -> Name {
    Name::new("urn:e", local)
}

static SMALL: SimpleType = SimpleType {
    name: Some(TypeName::new("urn:e", "Small")),
    base: Some(Shared::Static(&INT)),
    variety: Variety::Atomic(Builtin::Int),
    white_space: WhiteSpace::Collapse,
    facets: Shared::Static(&[Facet::MaxInclusive(Shared::Static("9"))]),
};

static LINE: Model = Model::sequence(
    name("Line"),
    &[
        text(Name::new("", "sku"), 0, &STRING),
        text(Name::new("", "count"), 1, &INT).block(Methods::NONE),
        text(Name::new("", "exact"), 2, &INT)
            .block(Methods::RESTRICTION)
            .optional(),
    ],
)
.attributes(&[Attribute::new(Name::new("", "id"), 3, &ID)])
.any_attribute(
    4,
    Wildcard {
        namespaces: NamespaceConstraint::Any,
        process_contents: ProcessContents::Strict,
    },
);

static GIFT: Model = Model::sequence(name("Gift"), &[text(Name::new("", "card"), 0, &STRING)]);
static SECRET: Model = Model::new(name("Secret"), Content::Empty).is_abstract();
static LINES: [DerivedType; 2] = [
    DerivedType {
        name: name("Line"),
        variant: 0,
        content: ElementType::Complex(&LINE),
    },
    DerivedType {
        name: name("Gift"),
        variant: 1,
        content: ElementType::Complex(&GIFT),
    },
];

static ORDER: Model = Model::sequence(
    name("order"),
    &[
        element(Name::new("", "line"), 0, ElementType::Derived(&LINES)).repeated(),
        group(
            Group::sequence(&[
                child(Name::new("", "row"), 0, &GIFT).repeated(),
                Particle::new(any_of(ProcessContents::Strict)).repeated(),
            ])
            .into_field(1),
        )
        .repeated(),
    ],
);

const fn any_of(process_contents: ProcessContents) -> bindings::Term {
    any(1, NamespaceConstraint::Not(""), process_contents).term
}

static LOOSE: Model = Model::sequence(
    name("loose"),
    &[any(0, NamespaceConstraint::Any, ProcessContents::Lax).repeated()],
);

static MIXED: Model = Model::new(
    name("mixed"),
    Content::Mixed {
        field: 0,
        group: Group::sequence(&[text(Name::new("", "b"), 1, &STRING).repeated()]),
    },
);

static DECLARATIONS: Declarations = Declarations {
    elements: &[
        Element::new(name("anything"), 0, ElementType::Any).nillable(),
        Element::new(name("blocked"), 0, ElementType::Any).block(Methods::ALL),
        Element::new(name("head"), 0, ElementType::Simple(&STRING)).is_abstract(),
        Element::new(name("left-out"), 0, ElementType::Unchecked),
        Element::new(name("line"), 0, ElementType::Complex(&LINE)).nillable(),
        Element::new(name("loose"), 0, ElementType::Complex(&LOOSE)),
        Element::new(name("mixed"), 0, ElementType::Complex(&MIXED)).fixed("a b"),
        Element::new(name("order"), 0, ElementType::Complex(&ORDER)),
        Element::new(name("seven"), 0, ElementType::Simple(&INT))
            .nillable()
            .fixed("7"),
    ],
    attributes: &[
        Attribute::new(name("key"), 0, &ID),
        Attribute::new(name("lang"), 0, &STRING).fixed("en"),
        Attribute::new(name("small"), 0, &SMALL),
    ],
    types: &[
        NamedType::complex(name("Gift"), ElementType::Complex(&GIFT)).extends(name("Line")),
        NamedType::complex(name("Line"), ElementType::Complex(&LINE)),
        NamedType::complex(name("Secret"), ElementType::Complex(&SECRET)),
        NamedType::simple(name("Small"), &SMALL),
    ],
};

/// What is wrong with a document, and by which rule.
fn check(text: &str) -> Result<(), String> {
    let start = text.find([' ', '/', '>']).unwrap();
    let declared = format!(
        "{} xmlns:e='urn:e' xmlns:o='urn:o' xmlns:xs='http://www.w3.org/2001/XMLSchema' \
         xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'{}",
        &text[..start],
        &text[start..]
    );
    bindings::validate(&declared, &DECLARATIONS, &ReadOptions::strict()).map_err(|error| {
        let text = error.to_string();
        let (path, rest) = text.split_once(" at ").unwrap();
        let what = rest.split_once(": ").unwrap().1;
        format!("{} {path}: {what}", error.code())
    })
}

#[test]
fn valid_documents_pass() {
    for text in [
        "<e:order/>",
        "<e:order><line id='a' e:small='9' e:lang='en'><sku>x</sku><count>1</count></line></e:order>",
        "<e:order><line xsi:type='e:Gift'><card/></line><row><card/></row></e:order>",
        "<e:order><row><card/></row><e:seven>7</e:seven><row><card/></row></e:order>",
        "<e:order><o:unknown xsi:type='e:Gift'><card/></o:unknown></e:order>",
        "<e:order><e:left-out a='b'>any<x/></e:left-out></e:order>",
        "<e:anything/>",
        "<e:anything a='b' e:small='1'>text<o:x e:small='2'><e:seven>07</e:seven></o:x></e:anything>",
        "<e:anything xsi:type='xs:int'> 5 </e:anything>",
        "<e:anything xsi:type='e:Gift'><card/></e:anything>",
        "<e:anything xsi:nil='true' e:small='3'/>",
        "<e:blocked xsi:type='xs:anyType'><e:order/></e:blocked>",
        "<e:loose><e:order/><o:x xsi:type='o:unknown'><y/></o:x><z>1</z></e:loose>",
        "<e:line id='a' xsi:nil='true'/>",
        "<e:line><sku/><count xsi:type='e:Small'>9</count></e:line>",
        "<e:line><sku/><count>9</count><exact xsi:type='xs:int'>9</exact></e:line>",
        "<e:mixed/>",
        "<e:mixed>a b</e:mixed>",
        "<e:seven/>",
        "<o:root xsi:type='e:Small'>1</o:root>",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_with_rule_and_place() {
    for (text, expected) in [
        (
            "<o:root/>",
            "cvc-elt.1 /root: undeclared element `{urn:o}root`: expected one that the schema declares",
        ),
        (
            "<e:order><o:x/></e:order>",
            "cvc-elt.1 /order/x: undeclared element `{urn:o}x`: expected one that the schema declares",
        ),
        (
            "<e:order><o:x xsi:type='o:t'/></e:order>",
            "cvc-elt.1 /order/x: undeclared element `{urn:o}x`: expected one that the schema declares",
        ),
        (
            "<e:order><o:x xsi:type='e:Small'>12</o:x></e:order>",
            "cvc-maxInclusive-valid /order/x: \"12\" is out of range for Small: expected at most 9 (maxInclusive)",
        ),
        (
            "<e:order><line><sku/><count>1</count></line><line><sku/><count>x</count></line></e:order>",
            "cvc-datatype-valid.1.2.1 /order/line[2]/count: \"x\" is not an xsd:int: expected a whole number from -2147483648 to 2147483647",
        ),
        (
            "<e:order><row><card/></row><e:loose><o:x><e:seven>8</e:seven></o:x></e:loose></e:order>",
            "cvc-elt.5.2.2 /order/loose/x/seven: the value is \"8\": the schema fixes it to \"7\"",
        ),
        (
            "<e:order><row><card/></row><row/></e:order>",
            "cvc-complex-type.2.4 /order/row[2]: missing element: expected `card` before the end tag",
        ),
        (
            "<e:head/>",
            "cvc-elt.2 /head: the element `{urn:e}head` is abstract: expected one of its substitution group",
        ),
        (
            "<e:anything xsi:type='e:Secret'/>",
            "cvc-type.2 /anything: the type `{urn:e}Secret` is abstract: expected an xsi:type that names another",
        ),
        (
            "<e:anything xsi:type='e:Nothing'/>",
            "cvc-elt.4.2 /anything: xsi:type names `{urn:e}Nothing`: expected a type that the schema defines",
        ),
        (
            "<e:anything e:small='12'/>",
            "cvc-maxInclusive-valid /anything/@small: \"12\" is out of range for Small: expected at most 9 (maxInclusive)",
        ),
        (
            "<e:anything xsi:nil='true'><o:x/></e:anything>",
            "cvc-elt.3.2.1 /anything: unexpected content: an element with xsi:nil=\"true\" must be empty",
        ),
        (
            "<e:blocked xsi:type='e:Gift'><card/></e:blocked>",
            "cvc-elt.4 /blocked: xsi:type names `{urn:e}Gift`: expected no other type",
        ),
        (
            "<e:line><sku/><count>1</count><exact xsi:type='e:Small'>9</exact></e:line>",
            "cvc-elt.4 /line/exact: xsi:type names `{urn:e}Small`: expected `xsd:int`",
        ),
        (
            "<e:line o:x='1'/>",
            "cvc-attribute.1 /line/@x: undeclared attribute `{urn:o}x`: expected one that the schema declares",
        ),
        (
            "<e:line e:lang='de'/>",
            "cvc-elt.5.2.2 /line/@lang: the value is \"de\": the schema fixes it to \"en\"",
        ),
        (
            "<e:line e:key='a' id='b'/>",
            "cvc-complex-type.5 /line: the attributes `{urn:e}key` and `id` are all of type xsd:ID: expected one at most",
        ),
        (
            "<e:line id='-' xsi:nil='true'/>",
            "cvc-datatype-valid.1.2.1 /line/@id: \"-\" is not an xsd:ID: expected a name without a colon: a letter or '_', then letters, digits, '.', '-', '_'",
        ),
        (
            "<e:seven xsi:nil='true'/>",
            "cvc-elt.3.2.2 /seven: xsi:nil is not allowed: the schema fixes the value to \"7\"",
        ),
        (
            "<e:seven xsi:other='1'>7</e:seven>",
            "cvc-complex-type.3 /seven: unexpected attribute `{http://www.w3.org/2001/XMLSchema-instance}other`: expected no attribute",
        ),
        (
            "<e:mixed>a  b</e:mixed>",
            "cvc-elt.5.2.2 /mixed: the value is \"a  b\": the schema fixes it to \"a b\"",
        ),
        (
            "<e:mixed>a b<b/></e:mixed>",
            "cvc-elt.5.2.2.1 /mixed: unexpected element `b`: the schema fixes the content to \"a b\"",
        ),
    ] {
        assert_eq!(
            check(text).as_ref().map_err(String::as_str),
            Err(expected),
            "{text}"
        );
    }
}

#[test]
fn an_element_is_checked_as_its_row_says() {
    static ROOT: Element = Element::new(Name::new("", "line"), 0, ElementType::Complex(&GIFT));
    let options = ReadOptions::strict().limits(Limits::trusted());
    let check =
        |text| bindings::validate_element(text, &ROOT, &options).map_err(|error| error.to_string());
    assert_eq!(check("<line><card/></line>"), Ok(()));
    assert_eq!(
        check("<row/>"),
        Err(String::from(
            "/ at 1:1: the root element is `row`: expected `line`"
        ))
    );
}

#[test]
fn nested_wildcards_cost_no_more_per_level() {
    let depth = 450;
    let text = format!(
        "<e:loose xmlns:e='urn:e'>{}{}</e:loose>",
        "<e:loose>".repeat(depth),
        "</e:loose>".repeat(depth)
    );
    let options = ReadOptions::strict().limits(Limits::trusted());
    assert!(bindings::validate(&text, &DECLARATIONS, &options).is_ok());
}
