//! What the comparator sees and what it does not.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;

use super::Comparator;

const SCHEMA: &str = r###"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"
    targetNamespace="urn:t" elementFormDefault="qualified">
  <xs:element name="order">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="note" type="xs:string" minOccurs="0" nillable="true"/>
        <xs:element name="count" type="xs:integer" minOccurs="0" default="7"/>
        <xs:element name="name" type="xs:QName" minOccurs="0"/>
        <xs:element name="numbers" minOccurs="0"><xs:simpleType><xs:list itemType="xs:decimal"/></xs:simpleType></xs:element>
        <xs:choice minOccurs="0" maxOccurs="unbounded">
          <xs:element name="a" type="xs:string"/>
          <xs:element name="b" type="xs:string"/>
        </xs:choice>
        <xs:element name="address" type="t:Address" minOccurs="0"/>
        <xs:element name="size" minOccurs="0">
          <xs:complexType><xs:all>
            <xs:element name="height" type="xs:int"/><xs:element name="width" type="xs:int"/>
          </xs:all></xs:complexType>
        </xs:element>
        <xs:element name="text" minOccurs="0">
          <xs:complexType mixed="true"><xs:sequence>
            <xs:element name="bold" type="xs:string" minOccurs="0" maxOccurs="9"/>
          </xs:sequence></xs:complexType>
        </xs:element>
        <xs:any namespace="urn:skip" processContents="skip" minOccurs="0"/>
        <xs:any namespace="urn:lax" processContents="lax" minOccurs="0"/>
        <xs:element ref="t:head" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="kind" default="plain"/>
      <xs:attribute name="when" type="xs:dateTime"/>
      <xs:attribute name="other" type="xs:token"/>
      <xs:anyAttribute namespace="##other" processContents="lax"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="Address"><xs:sequence><xs:element name="city" type="xs:string"/></xs:sequence></xs:complexType>
  <xs:complexType name="Home"><xs:complexContent><xs:extension base="t:Address"/></xs:complexContent></xs:complexType>
  <xs:element name="head" type="xs:decimal"/>
  <xs:element name="member" type="xs:decimal" substitutionGroup="t:head"/>
</xs:schema>"###;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The message of the first difference between two orders; each is what stands after `<order`.
fn difference(read: &str, written: &str) -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path: PathBuf =
        std::env::temp_dir().join(format!("comparator-{}-{number}.xsd", std::process::id()));
    fs::write(&path, SCHEMA).unwrap();
    let analysis = Analysis::new(&Config::new().schema(&path));
    fs::remove_file(&path).unwrap();
    assert!(!analysis.diagnostics.has_errors());
    let document = |rest: &str| {
        format!(
            r#"<order xmlns="urn:t" xmlns:t="urn:t" xmlns:xsi="{XSI}" xmlns:xs="http://www.w3.org/2001/XMLSchema"{rest}</order>"#
        )
    };
    let result = Comparator::new(&analysis.set).compare(&document(read), &document(written));
    result
        .err()
        .map(|difference| format!("{} {}", difference.path, difference.message))
}

#[test]
fn what_the_schema_makes_meaningless_is_equal() {
    for (what, read, written) in [
        ("an attribute and its default", r#" kind="plain">"#, ">"),
        (
            "an absent attribute and its default",
            ">",
            r#" kind="plain">"#,
        ),
        (
            "an empty element and its default",
            "><count/>",
            "><count>7</count>",
        ),
        (
            "lexical variants of a number",
            "><count> +07 </count>",
            "><count>7</count>",
        ),
        (
            "lexical variants of a date",
            r#" when="2020-01-01T12:00:00+02:00">"#,
            r#" when="2020-01-01T10:00:00.0Z">"#,
        ),
        (
            "lexical variants in a list",
            "><numbers>1.0\n 2</numbers>",
            "><numbers>1 2.00</numbers>",
        ),
        (
            "white space by the facet",
            r#" other="  a  b ">"#,
            r#" other="a b">"#,
        ),
        (
            "white space between elements",
            "> <note>x</note>\n <count>1</count> ",
            "><note>x</note><count>1</count>",
        ),
        (
            "order in all",
            "><size><height>1</height><width>2</width></size>",
            "><size><width>2</width><height>1</height></size>",
        ),
        (
            "prefixes of elements",
            "><t:note>x</t:note>",
            "><note>x</note>",
        ),
        (
            "prefixes of values",
            "><name>t:x</name>",
            r#"><name xmlns:q="urn:t">q:x</name>"#,
        ),
        (
            "comments and instructions",
            "><note>a<!--c-->b<?p?></note>",
            "><note>ab</note>",
        ),
        (
            "sections",
            "><note><![CDATA[<]]></note>",
            "><note>&lt;</note>",
        ),
        (
            "a type that says nothing",
            r#"><count xsi:type="xs:integer">1</count>"#,
            "><count>1</count>",
        ),
        ("hints", r#" xsi:schemaLocation="urn:t t.xsd">"#, ">"),
        (
            "prefixes in skipped content",
            r#"><s:x xmlns:s="urn:skip" s:a="1"/>"#,
            r#"><x xmlns="urn:skip" xmlns:q="urn:skip" q:a="1"/>"#,
        ),
        (
            "values in lax content",
            r#"><l:x xmlns:l="urn:lax"><head>1</head></l:x>"#,
            r#"><l:x xmlns:l="urn:lax"><head>1.0</head></l:x>"#,
        ),
        (
            "a member of a substitution group",
            "><member>1</member>",
            "><member>1.0</member>",
        ),
    ] {
        assert_eq!(difference(read, written), None, "{what}");
    }
}

#[test]
fn all_else_is_a_difference() {
    for (what, read, written, message) in [
        ("a lost attribute", r#" other="a">"#, ">", "is lost"),
        (
            "a lost attribute that is not the default",
            r#" kind="fancy">"#,
            ">",
            "is lost",
        ),
        ("a new attribute", ">", r#" other="a">"#, "was not there"),
        (
            "another attribute",
            r#" other="a">"#,
            r#" other="b">"#,
            "was \"a\" and is \"b\"",
        ),
        (
            "a lost attribute of a wildcard",
            r#" xml:lang="en">"#,
            ">",
            "is lost",
        ),
        (
            "another time",
            r#" when="2020-01-01T12:00:00Z">"#,
            r#" when="2020-01-01T12:00:00">"#,
            "the attribute when",
        ),
        (
            "a lost element",
            "><a>1</a><b>2</b>",
            "><a>1</a>",
            "{urn:t}b is lost",
        ),
        (
            "a new element",
            "><a>1</a>",
            "><a>1</a><a/>",
            "was not there",
        ),
        (
            "another order",
            "><a>1</a><b>2</b>",
            "><b>2</b><a>1</a>",
            "became {urn:t}b",
        ),
        (
            "another text",
            "><note>x</note>",
            "><note>y</note>",
            "became \"y\"",
        ),
        (
            "white space of a string",
            "><note> x</note>",
            "><note>x</note>",
            "became \"x\"",
        ),
        (
            "an empty string",
            "><note>x</note>",
            "><note/>",
            "became \"\"",
        ),
        (
            "another number",
            "><count>1</count>",
            "><count>2</count>",
            "became \"2\"",
        ),
        (
            "a default that is not the value",
            "><count/>",
            "><count>8</count>",
            "became \"8\"",
        ),
        (
            "an item of a list",
            "><numbers>1 2</numbers>",
            "><numbers>1</numbers>",
            "became",
        ),
        (
            "another namespace",
            "><note>x</note>",
            r#"><note xmlns="urn:u">x</note>"#,
            "became {urn:u}note",
        ),
        (
            "another namespace of a value",
            "><name>t:x</name>",
            "><name>xs:x</name>",
            "became",
        ),
        (
            "lost nil",
            r#"><note xsi:nil="true"/>"#,
            "><note/>",
            "xsi:nil was true",
        ),
        (
            "new nil",
            "><note/>",
            r#"><note xsi:nil="1"/>"#,
            "xsi:nil was false",
        ),
        (
            "a lost type",
            r#"><address xsi:type="Home"><city>x</city></address>"#,
            "><address><city>x</city></address>",
            "xsi:type was Home",
        ),
        (
            "text in mixed content",
            "><text>a<bold>b</bold>c</text>",
            "><text>a<bold>b</bold></text>",
            "\"c\" became \"\"",
        ),
        (
            "white space in mixed content",
            "><text>a <bold>b</bold></text>",
            "><text>a<bold>b</bold></text>",
            "became \"a\"",
        ),
        (
            "the place in mixed content",
            "><text>a<bold>b</bold></text>",
            "><text><bold>b</bold>a</text>",
            "\"a\" became",
        ),
        (
            "values in skipped content",
            r#"><x xmlns="urn:skip">1</x>"#,
            r#"><x xmlns="urn:skip">1.0</x>"#,
            "became \"1.0\"",
        ),
        (
            "a lost attribute in skipped content",
            r#"><x xmlns="urn:skip" a="1"/>"#,
            r#"><x xmlns="urn:skip"/>"#,
            "the attributes",
        ),
        (
            "a lost child in skipped content",
            r#"><x xmlns="urn:skip"><y/></x>"#,
            r#"><x xmlns="urn:skip"/>"#,
            "is lost",
        ),
        (
            "a lost type in lax content",
            r#"><x xmlns="urn:lax" xsi:type="xs:int">1</x>"#,
            r#"><x xmlns="urn:lax">1</x>"#,
            "xsi:type was xs:int",
        ),
        (
            "the head in place of a member",
            "><member>1</member>",
            "><head>1</head>",
            "became {urn:t}head",
        ),
        (
            "text between elements",
            "><a>1</a>",
            "><a>1</a>x",
            "between elements",
        ),
    ] {
        let found = difference(read, written).unwrap_or_else(|| panic!("{what}: not seen"));
        assert!(found.contains(message), "{what}: {found}");
    }
}

#[test]
fn a_difference_says_where() {
    let found = difference("><a>1</a><a>2</a>", "><a>1</a><a>3</a>");
    assert_eq!(
        found.as_deref(),
        Some("/order/a[2] the text \"2\" became \"3\"")
    );
}
