//! Every rule of XSD that is checked: the smallest schema that breaks it, and that it breaks nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use std::collections::BTreeSet;

use soapstone_codegen::diagnostic::code;
use soapstone_codegen::schema::Strictness;
use support::{Loader, Outcome};

/// What breaks a rule: the code and the content of a `schema` element with the target namespace `urn:t`, which is
/// also bound to `t`.
const CASES: &[(&str, &str)] = &[
    (
        "s4s-elt-invalid-content",
        "<xs:complexType name='a'><xs:attribute name='b'/><xs:sequence/></xs:complexType>",
    ),
    ("s4s-elt-invalid-content", "<xs:group name='a'/>"),
    ("s4s-elt-invalid-content", "<other/>"),
    (
        "s4s-elt-invalid-content",
        "<xs:element name='a'><xs:key name='k'><xs:selector xpath='.'/></xs:key></xs:element>",
    ),
    (
        "s4s-elt-invalid-content",
        "<xs:element name='a'/><xs:import namespace='urn:x'/>",
    ),
    ("s4s-elt-character", "text"),
    (
        "s4s-att-not-allowed",
        "<xs:element name='a' minOccurs='0'/>",
    ),
    (
        "s4s-att-not-allowed",
        "<xs:complexType name='a' xs:mixed='true'/>",
    ),
    ("s4s-att-must-appear", "<xs:complexType/>"),
    ("s4s-att-must-appear", "<xs:notation name='a'/>"),
    (
        "s4s-att-invalid-value",
        "<xs:element name='a' nillable='yes'/>",
    ),
    ("s4s-att-invalid-value", "<xs:element name='a b'/>"),
    (
        "s4s-att-invalid-value",
        "<xs:complexType name='a' final='list'/>",
    ),
    (
        "s4s-att-invalid-value",
        "<xs:group name='g'><xs:sequence><xs:any maxOccurs='-1'/></xs:sequence></xs:group>",
    ),
    (
        "s4s-att-invalid-value",
        "<xs:group name='g'><xs:sequence><xs:any namespace='##some'/></xs:sequence></xs:group>",
    ),
    (
        "s4s-att-invalid-value",
        "<xs:complexType name='a'><xs:all maxOccurs='2'/></xs:complexType>",
    ),
    (
        "s4s-att-invalid-value",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:length value='x'/></xs:restriction></xs:simpleType>",
    ),
    (
        "s4s-att-invalid-value",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:whiteSpace value='x'/></xs:restriction></xs:simpleType>",
    ),
    (
        "s4s-xml-lang",
        "<xs:annotation><xs:documentation xml:lang='en_US'/></xs:annotation>",
    ),
    (
        "cvc-id",
        "<xs:element name='a' id='i'/><xs:element name='b' id='i'/>",
    ),
    ("undeclared-prefix", "<xs:element name='a' type='p:b'/>"),
    (
        "src-element",
        "<xs:element name='a' default='1' fixed='1' type='xs:string'/>",
    ),
    (
        "src-element",
        "<xs:element name='a' type='xs:string'><xs:simpleType><xs:restriction base='xs:string'/></xs:simpleType></xs:element>",
    ),
    (
        "src-element",
        "<xs:element name='a'/><xs:group name='g'><xs:sequence><xs:element ref='t:a' type='xs:string'/></xs:sequence></xs:group>",
    ),
    (
        "src-element",
        "<xs:group name='g'><xs:sequence><xs:element/></xs:sequence></xs:group>",
    ),
    (
        "src-attribute",
        "<xs:attribute name='a' default='1' fixed='1'/>",
    ),
    (
        "src-attribute",
        "<xs:attributeGroup name='g'><xs:attribute name='a' use='required' default='1'/></xs:attributeGroup>",
    ),
    (
        "src-attribute",
        "<xs:attribute name='a' type='xs:string'><xs:simpleType><xs:restriction base='xs:string'/></xs:simpleType></xs:attribute>",
    ),
    (
        "src-attribute",
        "<xs:attribute name='a'/><xs:attributeGroup name='g'><xs:attribute ref='t:a' type='xs:string'/></xs:attributeGroup>",
    ),
    (
        "src-attribute-group",
        "<xs:attributeGroup name='a'><xs:attributeGroup ref='t:a'/></xs:attributeGroup>",
    ),
    (
        "src-simple-type",
        "<xs:simpleType name='a'><xs:restriction/></xs:simpleType>",
    ),
    (
        "src-simple-type",
        "<xs:simpleType name='a'><xs:list itemType='xs:int'><xs:simpleType><xs:list itemType='xs:int'/></xs:simpleType></xs:list></xs:simpleType>",
    ),
    (
        "src-simple-type",
        "<xs:simpleType name='a'><xs:union/></xs:simpleType>",
    ),
    (
        "src-single-facet-value",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:length value='1'/><xs:length value='1'/></xs:restriction></xs:simpleType>",
    ),
    ("src-import", "<xs:import namespace='urn:t'/>"),
    (
        "src-ct",
        "<xs:complexType name='a'><xs:complexContent><xs:extension base='xs:string'/></xs:complexContent></xs:complexType>",
    ),
    (
        "src-ct",
        "<xs:complexType name='a'><xs:simpleContent><xs:restriction base='xs:string'/></xs:simpleContent></xs:complexType>",
    ),
    (
        "src-ct",
        "<xs:complexType name='b'/><xs:complexType name='a'><xs:simpleContent><xs:extension base='t:b'/></xs:simpleContent></xs:complexType>",
    ),
    ("src-resolve", "<xs:element name='a' type='t:b'/>"),
    ("src-resolve", "<xs:attribute name='a' type='xs:anyType'/>"),
    ("src-resolve", "<xs:element name='a' type='xs:strin'/>"),
    (
        "src-resolve.4",
        "<xs:attributeGroup name='a'><xs:attribute ref='xml:lang'/></xs:attributeGroup>",
    ),
    ("no-xmlns", "<xs:attribute name='xmlns'/>"),
    (
        "sch-props-correct",
        "<xs:element name='a'/><xs:element name='a'/>",
    ),
    (
        "sch-props-correct",
        "<xs:complexType name='a'/><xs:simpleType name='a'><xs:list itemType='xs:int'/></xs:simpleType>",
    ),
    (
        "c-selector-xpath",
        "<xs:element name='a'><xs:key name='k'><xs:selector xpath='@b'/><xs:field xpath='.'/></xs:key></xs:element>",
    ),
    (
        "c-fields-xpaths",
        "<xs:element name='a'><xs:key name='k'><xs:selector xpath='b'/><xs:field xpath='b[1]'/></xs:key></xs:element>",
    ),
    (
        "c-props-correct",
        "<xs:element name='a'><xs:key name='k'><xs:selector xpath='b'/><xs:field xpath='c'/></xs:key>\
      <xs:keyref name='r' refer='t:k'><xs:selector xpath='b'/><xs:field xpath='c'/><xs:field xpath='d'/></xs:keyref></xs:element>",
    ),
    (
        "cos-all-limited",
        "<xs:complexType name='a'><xs:all><xs:element name='b' maxOccurs='2'/></xs:all></xs:complexType>",
    ),
    (
        "cos-all-limited",
        "<xs:group name='g'><xs:all><xs:element name='b'/></xs:all></xs:group>\
      <xs:complexType name='a'><xs:sequence><xs:group ref='t:g'/></xs:sequence></xs:complexType>",
    ),
    (
        "p-props-correct",
        "<xs:complexType name='a'><xs:sequence minOccurs='2'/></xs:complexType>",
    ),
    (
        "mg-props-correct",
        "<xs:group name='a'><xs:sequence><xs:group ref='t:a'/></xs:sequence></xs:group>",
    ),
    (
        "e-props-correct",
        "<xs:element name='a' type='xs:int' default='x'/>",
    ),
    (
        "e-props-correct",
        "<xs:element name='a' type='xs:ID' fixed='x'/>",
    ),
    (
        "e-props-correct",
        "<xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:string' substitutionGroup='t:a'/>",
    ),
    (
        "e-props-correct",
        "<xs:element name='a' substitutionGroup='t:a'/>",
    ),
    (
        "a-props-correct",
        "<xs:attribute name='a' type='xs:int' default='x'/>",
    ),
    (
        "a-props-correct",
        "<xs:attribute name='a' type='xs:ID' default='x'/>",
    ),
    (
        "au-props-correct",
        "<xs:attribute name='a' fixed='1'/><xs:complexType name='b'><xs:attribute ref='t:a' default='1'/></xs:complexType>",
    ),
    (
        "ag-props-correct",
        "<xs:attributeGroup name='g'><xs:attribute name='a'/><xs:attribute name='a'/></xs:attributeGroup>",
    ),
    (
        "ag-props-correct",
        "<xs:attributeGroup name='g'><xs:attribute name='a' type='xs:ID'/><xs:attribute name='b' type='xs:ID'/></xs:attributeGroup>",
    ),
    (
        "ct-props-correct",
        "<xs:complexType name='b'><xs:attribute name='a'/><xs:attribute name='a'/></xs:complexType>",
    ),
    (
        "ct-props-correct",
        "<xs:complexType name='a'><xs:complexContent><xs:extension base='t:a'/></xs:complexContent></xs:complexType>",
    ),
    (
        "st-props-correct",
        "<xs:simpleType name='a'><xs:restriction base='t:a'/></xs:simpleType>",
    ),
    (
        "st-props-correct",
        "<xs:simpleType name='a' final='restriction'><xs:restriction base='xs:int'/></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'/></xs:simpleType>",
    ),
    (
        "enumeration-required-notation",
        "<xs:element name='a' type='xs:NOTATION'/>",
    ),
    (
        "cos-st-restricts",
        "<xs:simpleType name='a'><xs:list itemType='xs:NMTOKENS'/></xs:simpleType>",
    ),
    (
        "cos-st-restricts",
        "<xs:simpleType name='a'><xs:restriction base='xs:anySimpleType'/></xs:simpleType>",
    ),
    (
        "cos-applicable-facets",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:length value='1'/></xs:restriction></xs:simpleType>",
    ),
    (
        "length-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:length value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:length value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "minLength-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:minLength value='2'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:minLength value='1'/></xs:restriction></xs:simpleType>",
    ),
    (
        "maxLength-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:maxLength value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:maxLength value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "minLength-less-than-equal-to-maxLength",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:minLength value='2'/><xs:maxLength value='1'/></xs:restriction></xs:simpleType>",
    ),
    (
        "length-minLength-maxLength",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:length value='2'/><xs:maxLength value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "totalDigits-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:totalDigits value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:totalDigits value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "fractionDigits-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:decimal'><xs:fractionDigits value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:fractionDigits value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "fractionDigits-totalDigits",
        "<xs:simpleType name='a'><xs:restriction base='xs:decimal'><xs:totalDigits value='1'/><xs:fractionDigits value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "whiteSpace-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:token'><xs:whiteSpace value='replace'/></xs:restriction></xs:simpleType>",
    ),
    (
        "fixed-facet-value",
        "<xs:simpleType name='a'><xs:restriction base='xs:integer'><xs:fractionDigits value='1'/></xs:restriction></xs:simpleType>",
    ),
    (
        "src-pattern",
        "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:pattern value='(a'/></xs:restriction></xs:simpleType>",
    ),
    (
        "src-pattern-escape",
        r"<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:pattern value='\/'/></xs:restriction></xs:simpleType>",
    ),
    (
        "enumeration-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:enumeration value='x'/></xs:restriction></xs:simpleType>",
    ),
    (
        "minInclusive-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:byte'><xs:minInclusive value='-129'/></xs:restriction></xs:simpleType>",
    ),
    (
        "minExclusive-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:float'><xs:minExclusive value='x'/></xs:restriction></xs:simpleType>",
    ),
    (
        "maxInclusive-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:maxInclusive value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:maxInclusive value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "maxExclusive-valid-restriction",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:maxExclusive value='1'/></xs:restriction></xs:simpleType>\
      <xs:simpleType name='b'><xs:restriction base='t:a'><xs:maxExclusive value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "maxInclusive-maxExclusive",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:maxInclusive value='1'/><xs:maxExclusive value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "minInclusive-minExclusive",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:minInclusive value='1'/><xs:minExclusive value='2'/></xs:restriction></xs:simpleType>",
    ),
    (
        "min-less-than-max",
        "<xs:simpleType name='a'><xs:restriction base='xs:int'><xs:minInclusive value='2'/><xs:maxInclusive value='1'/></xs:restriction></xs:simpleType>",
    ),
    (
        "cos-ct-extends",
        "<xs:complexType name='a' final='extension'/>\
      <xs:complexType name='b'><xs:complexContent><xs:extension base='t:a'/></xs:complexContent></xs:complexType>",
    ),
    (
        "cos-ct-extends",
        "<xs:complexType name='a'><xs:sequence><xs:element name='e'/></xs:sequence></xs:complexType>\
      <xs:complexType name='b' mixed='true'><xs:complexContent><xs:extension base='t:a'/></xs:complexContent></xs:complexType>",
    ),
    (
        "derivation-ok-restriction",
        "<xs:complexType name='a'/><xs:complexType name='b'><xs:complexContent><xs:restriction base='t:a'>\
      <xs:attribute name='c'/></xs:restriction></xs:complexContent></xs:complexType>",
    ),
    (
        "derivation-ok-restriction",
        "<xs:complexType name='a'><xs:attribute name='c' use='required'/></xs:complexType>\
      <xs:complexType name='b'><xs:complexContent><xs:restriction base='t:a'><xs:attribute name='c'/></xs:restriction></xs:complexContent></xs:complexType>",
    ),
    (
        "cos-element-consistent",
        "<xs:complexType name='a'><xs:sequence><xs:element name='e' type='xs:int'/><xs:element name='f'/>\
      <xs:element name='e' type='xs:string'/></xs:sequence></xs:complexType>",
    ),
    (
        "cos-nonambig",
        "<xs:complexType name='a'><xs:sequence><xs:element name='e' minOccurs='0'/><xs:element name='e'/></xs:sequence></xs:complexType>",
    ),
];

/// What breaks a rule of restriction: the code, the content of the base, and that of the restriction.
const RESTRICTIONS: &[(&str, &str, &str)] = &[
    (
        "cos-particle-restrict",
        "<xs:sequence><xs:element name='e'/></xs:sequence>",
        "<xs:sequence><xs:any/></xs:sequence>",
    ),
    (
        "rcase-NameAndTypeOK",
        "<xs:sequence><xs:element name='e'/></xs:sequence>",
        "<xs:sequence><xs:element name='e' maxOccurs='2'/></xs:sequence>",
    ),
    (
        "rcase-NameAndTypeOK",
        "<xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence>",
        "<xs:sequence><xs:element name='e' type='xs:string'/></xs:sequence>",
    ),
    (
        "rcase-NameAndTypeOK",
        "<xs:sequence><xs:element name='e' fixed='1' type='xs:int'/></xs:sequence>",
        "<xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence>",
    ),
    (
        "rcase-NSCompat",
        "<xs:sequence><xs:any namespace='urn:x'/></xs:sequence>",
        "<xs:sequence><xs:element name='e'/></xs:sequence>",
    ),
    (
        "rcase-NSSubset",
        "<xs:sequence><xs:any namespace='urn:x'/></xs:sequence>",
        "<xs:sequence><xs:any/></xs:sequence>",
    ),
    (
        "rcase-NSRecurseCheckCardinality",
        "<xs:sequence><xs:any/></xs:sequence>",
        "<xs:sequence><xs:element name='e'/><xs:element name='f'/></xs:sequence>",
    ),
    (
        "rcase-Recurse",
        "<xs:sequence><xs:element name='e'/><xs:element name='f'/></xs:sequence>",
        "<xs:sequence minOccurs='0'><xs:element name='e'/><xs:element name='f'/></xs:sequence>",
    ),
    (
        "rcase-Recurse",
        "<xs:sequence><xs:element name='e' minOccurs='0'/><xs:element name='f' minOccurs='0'/></xs:sequence>",
        "<xs:sequence><xs:element name='f'/><xs:element name='e'/></xs:sequence>",
    ),
    (
        "rcase-RecurseLax",
        "<xs:choice><xs:element name='e'/><xs:element name='f'/></xs:choice>",
        "<xs:choice><xs:element name='e'/><xs:element name='g'/></xs:choice>",
    ),
    (
        "rcase-RecurseUnordered",
        "<xs:all><xs:element name='e'/><xs:element name='f'/></xs:all>",
        "<xs:sequence><xs:element name='f'/><xs:element name='g'/></xs:sequence>",
    ),
    (
        "rcase-MapAndSum",
        "<xs:choice><xs:element name='e'/><xs:element name='f'/></xs:choice>",
        "<xs:sequence><xs:element name='e'/><xs:element name='f'/></xs:sequence>",
    ),
];

/// What breaks a rule with several documents: the code, and the bodies of the documents. The first has the target
/// namespace `urn:t`; the others have what stands before `|`.
const SEVERAL: &[(&str, &[&str])] = &[
    (
        "src-attribute-group",
        &[
            "<xs:import namespace='urn:x' schemaLocation='1'/><xs:attributeGroup name='b' xmlns:x='urn:x'>\
             <xs:attributeGroup ref='x:a'/><xs:anyAttribute namespace='##other'/></xs:attributeGroup>",
            "urn:x|<xs:attributeGroup name='a'><xs:anyAttribute namespace='##other'/></xs:attributeGroup>",
        ],
    ),
    (
        "src-include",
        &["<xs:include schemaLocation='1'/>", "urn:x|"],
    ),
    (
        "src-import.3",
        &[
            "<xs:import namespace='urn:x' schemaLocation='1'/>",
            "urn:y|",
        ],
    ),
    (
        "src-redefine",
        &[
            "<xs:redefine schemaLocation='1'><xs:complexType name='a'/></xs:redefine>",
            "urn:t|<xs:complexType name='a'/>",
        ],
    ),
    (
        "src-redefine",
        &[
            "<xs:redefine schemaLocation='1'><xs:group name='a'><xs:sequence><xs:group ref='t:a' maxOccurs='2'/></xs:sequence></xs:group></xs:redefine>",
            "urn:t|<xs:group name='a'><xs:sequence/></xs:group>",
        ],
    ),
    (
        "src-redefine",
        &[
            "<xs:redefine schemaLocation='missing'><xs:group name='a'><xs:sequence/></xs:group></xs:redefine>",
        ],
    ),
    (
        "rcase-NameAndTypeOK",
        &[
            "<xs:redefine schemaLocation='1'><xs:group name='a'><xs:sequence><xs:element name='e' minOccurs='0'/></xs:sequence></xs:group></xs:redefine>",
            "urn:t|<xs:group name='a'><xs:sequence><xs:element name='e'/></xs:sequence></xs:group>",
        ],
    ),
    (
        "no-xsi",
        &[
            "<xs:import namespace='http://www.w3.org/2001/XMLSchema-instance' schemaLocation='1'/>",
            "http://www.w3.org/2001/XMLSchema-instance|<xs:attribute name='a'/>",
        ],
    ),
];

fn document(namespace: &str, body: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='{namespace}'>{body}</xs:schema>"
    )
}

fn compile(body: &str, strictness: Strictness) -> Outcome {
    Loader::default().compile_text(&document("urn:t", body), strictness)
}

/// The codes of all errors, each once.
fn codes(outcome: &Outcome) -> BTreeSet<&'static str> {
    assert!(outcome.unreadable.is_empty(), "{:?}", outcome.unreadable);
    outcome
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.name)
        .collect()
}

fn restriction(base: &str, own: &str) -> String {
    format!(
        "<xs:complexType name='a'>{base}</xs:complexType><xs:complexType name='b'><xs:complexContent>\
         <xs:restriction base='t:a'>{own}</xs:restriction></xs:complexContent></xs:complexType>"
    )
}

fn compile_several(bodies: &[&str]) -> Outcome {
    let names = ["0", "1", "2"];
    let texts: Vec<_> = (names.into_iter().zip(bodies))
        .map(|(name, body)| {
            let (namespace, body) = body.split_once('|').unwrap_or(("urn:t", body));
            (name, document(namespace, body))
        })
        .collect();
    Loader::default().compile_texts(&texts, Strictness::Exact)
}

#[test]
fn each_rule_is_reported_alone() {
    let mut wrong = Vec::new();
    for (code, body) in CASES {
        let outcome = compile(body, Strictness::Exact);
        if codes(&outcome) != BTreeSet::from([*code]) {
            wrong.push((code, body, outcome.errors()));
        }
    }
    for (code, base, own) in RESTRICTIONS {
        let outcome = compile(&restriction(base, own), Strictness::Exact);
        if codes(&outcome) != BTreeSet::from([*code]) {
            wrong.push((code, own, outcome.errors()));
        }
    }
    for (code, bodies) in SEVERAL {
        let outcome = compile_several(bodies);
        if codes(&outcome) != BTreeSet::from([*code]) {
            wrong.push((code, &bodies[0], outcome.errors()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<&str> = (CASES.iter().map(|(code, _)| *code))
        .chain(RESTRICTIONS.iter().map(|(code, ..)| *code))
        .chain(SEVERAL.iter().map(|(code, _)| *code))
        // These are about sizes, in `limits`, or warnings, below.
        .chain([
            "xsd-nesting-limit",
            "xsd-content-limit",
            "xsd-occurs-clamped",
            "xsd-empty-namespace",
        ])
        .collect();
    let missing: Vec<_> = code::schema::ALL
        .iter()
        .map(|code| code.name)
        .filter(|name| !covered.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn warnings() {
    let clamped = "<xs:complexType name='a'><xs:sequence maxOccurs='4294967296'/></xs:complexType>";
    assert_eq!(
        codes(&compile(clamped, Strictness::Exact)),
        BTreeSet::from(["xsd-occurs-clamped"])
    );
    let both = "<xs:group name='g'><xs:sequence>\
                <xs:element name='a' minOccurs='5000000001' maxOccurs='5000000000'/></xs:sequence></xs:group>";
    let expected = BTreeSet::from(["xsd-occurs-clamped", "p-props-correct"]);
    assert_eq!(codes(&compile(both, Strictness::Exact)), expected);
    let empty = Loader::default().compile_text(&document("", ""), Strictness::Exact);
    assert_eq!(codes(&empty), BTreeSet::from(["xsd-empty-namespace"]));
}

#[test]
fn harmless_mistakes_are_warnings_unless_asked() {
    let body = "<xs:element name='a' minOccurs='0'/>\
                <xs:complexType name='b'><xs:sequence><xs:any minOccurs='0'/><xs:element name='e'/></xs:sequence></xs:complexType>";
    let lenient = compile(body, Strictness::Vendor);
    assert!(lenient.is_valid());
    assert_eq!(
        codes(&lenient),
        BTreeSet::from(["s4s-att-not-allowed", "cos-nonambig"])
    );
    assert!(!compile(body, Strictness::Exact).is_valid());
}

#[test]
fn messages_help() {
    for (body, help) in [
        (
            "<xs:element name='a' type='xs:strin'/>",
            "did you mean `{http://www.w3.org/2001/XMLSchema}string`?",
        ),
        (
            "<xs:element name='a' type='string'/>",
            "there is `{http://www.w3.org/2001/XMLSchema}string`; is a prefix missing or bound to another namespace?",
        ),
        (
            "<xs:element name='a' xmlns:q='urn:q' type='q:b'/>",
            "no schema document for the namespace \"urn:q\" was given or found",
        ),
    ] {
        let outcome = compile(body, Strictness::Exact);
        let found: Vec<_> = outcome
            .diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.help.clone())
            .collect();
        assert_eq!(found, [help], "{body}");
    }
}
