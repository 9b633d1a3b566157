//! Include, chameleon include, import and redefine, and what derivation brings in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use soapstone_codegen::schema::{
    ComplexTypeDefinition, ContentType, NamespaceConstraint, Redefined, Set, Strictness, Term,
    TypeDefinition, Variety,
};
use soapstone_codegen::syntax::QName;
use support::{Loader, Outcome};

fn schema(namespace: Option<&str>, body: &str) -> String {
    let target = namespace
        .map(|uri| format!(" targetNamespace='{uri}'"))
        .unwrap_or_default();
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' xmlns:u='urn:u'{target}>{body}</xs:schema>"
    )
}

fn compile(documents: &[(&str, Option<&str>, &str)]) -> Outcome {
    let texts: Vec<_> = (documents.iter())
        .map(|(name, namespace, body)| (*name, schema(*namespace, body)))
        .collect();
    let outcome = Loader::default().compile_texts(&texts, Strictness::Exact);
    assert!(outcome.is_valid(), "{:#?}", outcome.errors());
    outcome
}

fn complex<'s>(set: &'s Set, namespace: Option<&str>, name: &str) -> &'s ComplexTypeDefinition {
    match set.type_named(&QName::new(namespace, name)) {
        Some(TypeDefinition::Complex(id)) => &set.complex_types[id],
        other => panic!("{name} is {other:?}"),
    }
}

/// The names of the elements of a content, in order.
fn elements(set: &Set, content: ContentType) -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Vec<_> = content.particle().into_iter().collect();
    while let Some(particle) = open.pop() {
        match set.particles[particle].term {
            Term::Element(element) => names.push(set.elements[element].name.to_string()),
            Term::Group(group) => open.extend(set.groups[group].particles.iter().rev()),
            Term::Wildcard(_) => names.push("*".to_owned()),
        }
    }
    names
}

fn attributes(set: &Set, definition: &ComplexTypeDefinition) -> Vec<String> {
    let name = |use_: &soapstone_codegen::schema::AttributeUse| {
        set.attributes[use_.declaration].name.to_string()
    };
    definition.attribute_uses.iter().map(name).collect()
}

#[test]
fn a_chameleon_takes_the_namespace_of_each_that_includes_it() {
    let outcome = compile(&[
        (
            "a",
            Some("urn:t"),
            "<xs:include schemaLocation='c'/><xs:import namespace='urn:u' schemaLocation='b'/>",
        ),
        ("b", Some("urn:u"), "<xs:include schemaLocation='c'/>"),
        (
            "c",
            None,
            "<xs:include schemaLocation='d'/><xs:element name='e' type='s'/>",
        ),
        (
            "d",
            None,
            "<xs:simpleType name='s'><xs:list itemType='xs:int'/></xs:simpleType>",
        ),
    ]);
    for namespace in ["urn:t", "urn:u"] {
        let element = outcome
            .set
            .element_named(&QName::new(Some(namespace), "e"))
            .unwrap();
        let own = outcome
            .set
            .type_named(&QName::new(Some(namespace), "s"))
            .unwrap();
        assert_eq!(outcome.set.elements[element].type_definition, own);
    }
    assert_eq!(outcome.set.element_named(&QName::new(None, "e")), None);
}

#[test]
fn documents_may_include_and_import_each_other() {
    let outcome = compile(&[
        (
            "a",
            Some("urn:t"),
            "<xs:include schemaLocation='b'/><xs:include schemaLocation='c'/><xs:element name='x' type='t:y'/>",
        ),
        (
            "b",
            Some("urn:t"),
            "<xs:include schemaLocation='a'/><xs:complexType name='y'/>",
        ),
        (
            "c",
            Some("urn:t"),
            "<xs:include schemaLocation='b'/><xs:import namespace='urn:u' schemaLocation='d'/>",
        ),
        (
            "d",
            Some("urn:u"),
            "<xs:import namespace='urn:t' schemaLocation='a'/><xs:element name='z' type='t:y'/>",
        ),
    ]);
    assert!(
        outcome
            .set
            .element_named(&QName::new(Some("urn:u"), "z"))
            .is_some()
    );
}

#[test]
fn redefinitions_replace_and_refer_to_the_original() {
    let outcome = compile(&[
        (
            "a",
            Some("urn:t"),
            "<xs:redefine schemaLocation='b'>\
             <xs:complexType name='c'><xs:complexContent><xs:extension base='t:c'><xs:sequence><xs:element name='more'/>\
             </xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
             <xs:simpleType name='s'><xs:restriction base='t:s'><xs:maxInclusive value='9'/></xs:restriction></xs:simpleType>\
             <xs:group name='g'><xs:sequence><xs:group ref='t:g'/><xs:element name='h'/></xs:sequence></xs:group>\
             <xs:attributeGroup name='ag'><xs:attributeGroup ref='t:ag'/><xs:attribute name='y'/></xs:attributeGroup>\
             </xs:redefine>",
        ),
        ("b", Some("urn:t"), "<xs:include schemaLocation='c'/>"),
        (
            "c",
            Some("urn:t"),
            "<xs:complexType name='c'><xs:sequence><xs:element name='first'/></xs:sequence></xs:complexType>\
             <xs:simpleType name='s'><xs:restriction base='xs:int'/></xs:simpleType>\
             <xs:group name='g'><xs:sequence><xs:element name='f'/></xs:sequence></xs:group>\
             <xs:attributeGroup name='ag'><xs:attribute name='x' type='t:s'/></xs:attributeGroup>\
             <xs:complexType name='user'><xs:sequence><xs:group ref='t:g'/><xs:element name='l' type='t:c'/></xs:sequence>\
             <xs:attributeGroup ref='t:ag'/></xs:complexType>",
        ),
    ]);
    let set = &outcome.set;
    assert_eq!(
        elements(set, complex(set, Some("urn:t"), "c").content),
        ["first", "more"]
    );
    let user = complex(set, Some("urn:t"), "user");
    assert_eq!(elements(set, user.content), ["f", "h", "l"]);
    assert_eq!(attributes(set, user), ["x", "y"]);
    assert_eq!(set.redefined().len(), 4);
    let Redefined::Type {
        original,
        redefining,
    } = set.redefined()[0]
    else {
        panic!("{:?}", set.redefined()[0])
    };
    assert_eq!(set.base_type(redefining), original);
    assert_eq!(set.type_name(redefining), set.type_name(original));
}

#[test]
fn what_derivation_brings_in() {
    let outcome = compile(&[(
        "a",
        None,
        "<xs:complexType name='base'><xs:sequence><xs:element name='e'/></xs:sequence><xs:attribute name='x'/>\
         <xs:attribute name='y'/><xs:anyAttribute namespace='urn:p'/></xs:complexType>\
         <xs:complexType name='more'><xs:complexContent><xs:extension base='base'><xs:choice><xs:element name='f'/>\
         <xs:any namespace='urn:q'/></xs:choice><xs:attribute name='z'/><xs:anyAttribute namespace='urn:q'/></xs:extension>\
         </xs:complexContent></xs:complexType>\
         <xs:complexType name='less'><xs:complexContent><xs:restriction base='base'><xs:sequence><xs:element name='e'/>\
         </xs:sequence><xs:attribute name='x' use='required'/><xs:attribute name='y' use='prohibited'/></xs:restriction>\
         </xs:complexContent></xs:complexType>\
         <xs:complexType name='same'><xs:complexContent><xs:extension base='base'/></xs:complexContent></xs:complexType>\
         <xs:complexType name='mixed' mixed='true'/>\
         <xs:complexType name='text'><xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent></xs:complexType>\
         <xs:complexType name='digit'><xs:simpleContent><xs:restriction base='text'><xs:maxInclusive value='9'/>\
         </xs:restriction></xs:simpleContent></xs:complexType>",
    )]);
    let set = &outcome.set;
    let more = complex(set, None, "more");
    assert_eq!(elements(set, more.content), ["e", "f", "*"]);
    assert_eq!(attributes(set, more), ["x", "y", "z"]);
    let wildcard = &set.wildcards[more.attribute_wildcard.unwrap()];
    let both = NamespaceConstraint::set([Some("urn:p".into()), Some("urn:q".into())]);
    assert_eq!(wildcard.namespace_constraint, both);
    let less = complex(set, None, "less");
    assert_eq!(attributes(set, less), ["x"]);
    assert!(less.attribute_uses[0].required);
    assert!(less.attribute_wildcard.is_none());
    assert_eq!(
        complex(set, None, "same").content,
        complex(set, None, "base").content
    );
    assert!(complex(set, None, "mixed").content.is_mixed());
    let ContentType::Simple(digit) = complex(set, None, "digit").content else {
        panic!("digit is text")
    };
    assert_eq!(
        set.facets(digit).max_inclusive.unwrap().value.text.as_ref(),
        "9"
    );
    assert!(matches!(
        set.simple_types[digit].variety,
        Variety::Atomic { .. }
    ));
}

#[test]
fn substitution_honours_block_and_abstract() {
    let outcome = compile(&[(
        "a",
        None,
        "<xs:complexType name='b'/><xs:complexType name='x'><xs:complexContent><xs:extension base='b'/></xs:complexContent></xs:complexType>\
         <xs:complexType name='r'><xs:complexContent><xs:restriction base='b'/></xs:complexContent></xs:complexType>\
         <xs:element name='head' type='b' block='extension'/><xs:element name='extended' type='x' substitutionGroup='head'/>\
         <xs:element name='restricted' type='r' substitutionGroup='head' abstract='true'/>\
         <xs:element name='deep' substitutionGroup='restricted'/>\
         <xs:element name='closed' type='b' block='substitution'/><xs:element name='useless' substitutionGroup='closed'/>",
    )]);
    let set = &outcome.set;
    let names = |head: &str| -> Vec<String> {
        let head = set.element_named(&QName::new(None, head)).unwrap();
        set.substitutable(head)
            .into_iter()
            .map(|id| set.elements[id].name.to_string())
            .collect()
    };
    assert_eq!(names("head"), ["head", "deep"]);
    assert_eq!(names("closed"), ["closed"]);
}

#[test]
fn names_without_an_import_resolve_with_a_warning() {
    let texts = [
        (
            "a",
            schema(
                Some("urn:t"),
                "<xs:include schemaLocation='b'/><xs:element name='e' type='u:s'/>",
            ),
        ),
        (
            "b",
            schema(None, "<xs:import namespace='urn:u' schemaLocation='c'/>"),
        ),
        ("c", schema(Some("urn:u"), "<xs:complexType name='s'/>")),
    ];
    let outcome = Loader::default().compile_texts(&texts, Strictness::Vendor);
    assert!(outcome.is_valid());
    assert_eq!(
        outcome
            .diagnostics
            .iter()
            .map(|it| it.code.name)
            .collect::<Vec<_>>(),
        ["src-resolve.4"]
    );
    assert!(
        !Loader::default()
            .compile_texts(&texts, Strictness::Exact)
            .is_valid()
    );
}
