//! Schemas far beyond what people write: nothing overflows, and the time grows with the size alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use std::time::{Duration, Instant};

use soapstone_codegen::schema::{Compositor, Strictness, Term, TypeDefinition};
use soapstone_codegen::syntax::QName;
use support::{Loader, Outcome};

/// Compiles the body of a schema and checks that it took no more than a while; builds of tests are slow.
fn compile(name: &str, body: &str) -> Outcome {
    let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{body}</xs:schema>");
    let started = Instant::now();
    let outcome = Loader::default().compile_text(&text, Strictness::Exact);
    let took = started.elapsed();
    println!("{name}: {took:.1?}");
    assert!(took < Duration::from_secs(20), "{name} took {took:.1?}");
    outcome
}

fn assert_valid(name: &str, body: &str) -> Outcome {
    let outcome = compile(name, body);
    assert!(outcome.is_valid(), "{name}: {:?}", outcome.errors().first());
    outcome
}

fn repeat(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[test]
fn long_chains() {
    let extensions = repeat(10_000, |n| {
        let own = if n % 100 == 0 {
            format!("<xs:sequence><xs:element name='e{n}'/></xs:sequence>")
        } else {
            String::new()
        };
        format!(
            "<xs:complexType name='t{}'><xs:complexContent><xs:extension base='t{n}'>{own}</xs:extension>\
             </xs:complexContent></xs:complexType>",
            n + 1
        )
    });
    let outcome = assert_valid(
        "extensions",
        &format!("<xs:complexType name='t0'/>{extensions}"),
    );
    let last = outcome.set.type_named(&QName::new(None, "t10000")).unwrap();
    let first = outcome.set.type_named(&QName::new(None, "t0")).unwrap();
    assert!(outcome.set.is_derived_from(last, first, Default::default()));
    let TypeDefinition::Complex(last) = last else {
        panic!("t10000 is complex")
    };
    let content = outcome.set.complex_types[last].content.particle().unwrap();
    assert_eq!(outcome.set.effective_total_range(content).min, 100);

    let restrictions = repeat(10_000, |n| {
        format!(
            "<xs:simpleType name='s{}'><xs:restriction base='s{n}'><xs:maxLength value='{}'/></xs:restriction>\
             </xs:simpleType>",
            n + 1,
            20_000 - n
        )
    });
    let body = format!(
        "<xs:simpleType name='s0'><xs:restriction base='xs:string'/></xs:simpleType>{restrictions}"
    );
    assert_valid("restrictions", &body);

    let members = repeat(10_000, |n| {
        format!("<xs:element name='m{}' substitutionGroup='m{n}'/>", n + 1)
    });
    let body = format!("<xs:element name='m0' type='xs:string'/>{members}");
    let outcome = assert_valid("substitution groups", &body);
    let head = outcome.set.element_named(&QName::new(None, "m0")).unwrap();
    assert_eq!(outcome.set.substitutable(head).len(), 10_001);
}

#[test]
fn deep_groups() {
    let open = "<xs:sequence>".repeat(1_000);
    let close = "</xs:sequence>".repeat(1_000);
    let body =
        format!("<xs:complexType name='t'>{open}<xs:element name='e'/>{close}</xs:complexType>");
    assert_valid("nested sequences", &body);

    let references = repeat(1_000, |n| {
        format!(
            "<xs:group name='g{}'><xs:choice><xs:group ref='g{n}'/></xs:choice></xs:group>",
            n + 1
        )
    });
    let body = format!(
        "<xs:group name='g0'><xs:sequence><xs:element name='e'/></xs:sequence></xs:group>{references}\
         <xs:complexType name='t'><xs:group ref='g1000'/></xs:complexType>"
    );
    let outcome = assert_valid("nested references", &body);
    let definition = outcome.set.group_named(&QName::new(None, "g1000")).unwrap();
    let group = &outcome.set.groups[outcome.set.group_definitions[definition].model_group];
    assert_eq!(group.compositor, Compositor::Choice);
    assert!(matches!(
        outcome.set.particles[group.particles[0]].term,
        Term::Group(_)
    ));

    let open = "<xs:element name='e'><xs:complexType><xs:sequence>".repeat(300);
    let close = "</xs:sequence></xs:complexType></xs:element>".repeat(300);
    assert_valid("nested anonymous types", &format!("{open}{close}"));
}

#[test]
fn too_deep_groups_are_reported() {
    let open = "<xs:sequence>".repeat(5_000);
    let close = "</xs:sequence>".repeat(5_000);
    let outcome = compile(
        "too deep",
        &format!("<xs:complexType name='t'>{open}{close}</xs:complexType>"),
    );
    assert!(
        outcome.errors()[0].starts_with("xsd-nesting-limit"),
        "{:?}",
        outcome.errors()
    );

    let references = repeat(5_000, |n| {
        format!(
            "<xs:group name='g{}'><xs:choice><xs:group ref='g{n}'/></xs:choice></xs:group>",
            n + 1
        )
    });
    let body = format!("<xs:group name='g0'><xs:sequence/></xs:group>{references}");
    let outcome = compile("too deep by reference", &body);
    assert!(
        outcome.errors()[0].starts_with("xsd-nesting-limit"),
        "{:?}",
        outcome.errors()
    );
}

#[test]
fn large_models() {
    let elements = repeat(500, |n| {
        format!("<xs:element name='e{n}' type='xs:string'/>")
    });
    let choice = format!("<xs:choice minOccurs='0' maxOccurs='unbounded'>{elements}</xs:choice>");
    assert_valid(
        "large choice",
        &format!("<xs:complexType name='t'>{choice}</xs:complexType>"),
    );

    let optional = repeat(500, |n| format!("<xs:element name='e{n}' minOccurs='0'/>"));
    assert_valid(
        "large all",
        &format!("<xs:complexType name='t'><xs:all>{optional}</xs:all></xs:complexType>"),
    );
    let sequence = format!("<xs:sequence maxOccurs='unbounded'>{optional}</xs:sequence>");
    assert_valid(
        "large sequence",
        &format!("<xs:complexType name='t'>{sequence}</xs:complexType>"),
    );

    let restriction = format!(
        "<xs:complexType name='t'>{choice}</xs:complexType><xs:complexType name='u'><xs:complexContent>\
         <xs:restriction base='t'>{choice}</xs:restriction></xs:complexContent></xs:complexType>"
    );
    assert_valid("large restriction", &restriction);
}

#[test]
fn groups_that_double() {
    let doubling = repeat(60, |n| {
        let inner = format!("<xs:group ref='g{n}' minOccurs='0'/>");
        format!(
            "<xs:group name='g{}'><xs:sequence>{inner}{inner}</xs:sequence></xs:group>",
            n + 1
        )
    });
    let body = format!(
        "<xs:group name='g0'><xs:sequence><xs:element name='a'/><xs:any namespace='urn:x'/></xs:sequence></xs:group>{doubling}\
         <xs:complexType name='t'><xs:group ref='g60'/></xs:complexType>\
         <xs:complexType name='u'><xs:complexContent><xs:restriction base='t'><xs:group ref='g59'/>\
         </xs:restriction></xs:complexContent></xs:complexType>"
    );
    let outcome = compile("doubling groups", &body);
    assert!(
        outcome.errors()[0].starts_with("cos-nonambig"),
        "{:?}",
        outcome.errors()
    );
}

#[test]
fn huge_bounds() {
    let body = "<xs:complexType name='t'><xs:sequence maxOccurs='4000000000'>\
                <xs:element name='a' minOccurs='100000' maxOccurs='100000'/>\
                <xs:element name='b' minOccurs='0' maxOccurs='99999999999999999999'/></xs:sequence></xs:complexType>";
    assert_valid("huge bounds", body);
    let body = "<xs:complexType name='t'><xs:sequence>\
                <xs:element name='a' minOccurs='99999' maxOccurs='100000'/><xs:element name='a'/>\
                </xs:sequence></xs:complexType>";
    let outcome = compile("huge ambiguous bounds", body);
    assert!(
        outcome.errors()[0].starts_with("cos-nonambig"),
        "{:?}",
        outcome.errors()
    );
}

#[test]
fn circles_are_reported() {
    for (body, code) in [
        (
            "<xs:complexType name='a'><xs:complexContent><xs:extension base='b'/></xs:complexContent></xs:complexType>\
             <xs:complexType name='b'><xs:complexContent><xs:extension base='a'/></xs:complexContent></xs:complexType>",
            "ct-props-correct",
        ),
        (
            "<xs:simpleType name='a'><xs:restriction base='b'/></xs:simpleType>\
             <xs:simpleType name='b'><xs:restriction base='a'/></xs:simpleType>",
            "st-props-correct",
        ),
        (
            "<xs:simpleType name='a'><xs:union memberTypes='a xs:int'/></xs:simpleType>",
            "st-props-correct",
        ),
        (
            "<xs:group name='a'><xs:sequence><xs:group ref='a'/></xs:sequence></xs:group>",
            "mg-props-correct",
        ),
        (
            "<xs:attributeGroup name='a'><xs:attributeGroup ref='a'/></xs:attributeGroup>",
            "src-attribute-group",
        ),
        (
            "<xs:element name='a' substitutionGroup='b'/><xs:element name='b' substitutionGroup='a'/>",
            "e-props-correct",
        ),
    ] {
        let errors = compile(code, body).errors();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].starts_with(code), "{errors:?}");
    }
}
