//! Tests of the closure of documents.

use std::path::PathBuf;

use super::fixture::Fixture;
use crate::source::Locations;

const XS: &str = "xmlns:xs='http://www.w3.org/2001/XMLSchema'";

fn schema(namespace: &str, content: &str) -> String {
    format!("<xs:schema {XS} targetNamespace='{namespace}'>\n{content}\n</xs:schema>")
}

#[test]
fn references_are_followed_relative_to_their_document_and_once() {
    let fixture = Fixture::read(&[
        (
            "api/2014/service.wsdl",
            "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:s'>
               <w:import namespace='urn:m' location='messages.wsdl'/>
               <w:types><xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
                 <xs:import namespace='urn:c' schemaLocation='../common.xsd'/>
               </xs:schema></w:types>
             </w:definitions>",
        ),
        (
            "api/2014/messages.wsdl",
            "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:m'>
               <w:import namespace='urn:s' location='service.wsdl'/>
             </w:definitions>",
        ),
        (
            "api/common.xsd",
            &schema(
                "urn:c",
                "<xs:include schemaLocation='2014/./my%20types.xsd'/>",
            ),
        ),
        (
            "api/2014/my types.xsd",
            &schema("urn:c", "<xs:include schemaLocation='..\\common.xsd'/>"),
        ),
    ]);
    assert_eq!(fixture.rendered(), "");
    let expected = [
        "api/2014/service.wsdl",
        "api/2014/messages.wsdl",
        "api/common.xsd",
        "api/2014/my types.xsd",
    ];
    assert_eq!(fixture.names(), expected);
    let entries = fixture
        .input
        .parsed
        .iter()
        .map(|parsed| parsed.entry)
        .collect::<Vec<_>>();
    assert_eq!(entries, [true, false, false, false]);
    let (common, _) = fixture.input.schemas().nth(1).unwrap();
    let (_, types) = fixture.input.schemas().nth(2).unwrap();
    assert_eq!(fixture.input.target(types.references[0].span), Some(common));
}

#[test]
fn mapped_urls_and_namespaces_are_read_from_files() {
    let locations = Locations {
        files: vec![
            (
                "http://h/a/service.svc?xsd=xsd0".to_owned(),
                PathBuf::from("local/x.xsd"),
            ),
            ("urn:n".to_owned(), PathBuf::from("local/n.xsd")),
        ],
        ..Locations::default()
    };
    let fixture = Fixture::read_with(
        locations,
        &[
            (
                "a.xsd",
                &schema(
                    "urn:a",
                    "<xs:import namespace='urn:x' schemaLocation='http://h/a/service.svc?xsd=xsd0'/>
                     <xs:import namespace='urn:n'/>",
                ),
            ),
            ("local/x.xsd", &schema("urn:x", "<xs:include schemaLocation='y.xsd'/>")),
            ("local/y.xsd", &schema("urn:x", "<xs:include schemaLocation='service.svc?xsd=xsd0'/>")),
            ("local/n.xsd", &schema("urn:n", "")),
        ],
    );
    assert_eq!(fixture.rendered(), "");
    assert_eq!(
        fixture.names(),
        ["a.xsd", "local/x.xsd", "local/y.xsd", "local/n.xsd"]
    );
}

#[test]
fn bundled_schemas_are_found_by_url_by_namespace_and_without_an_import() {
    let fixture = Fixture::read(&[(
        "a.xsd",
        &schema(
            "urn:a",
            "<xs:import namespace='http://www.w3.org/2005/08/addressing'
                 schemaLocation='https://www.w3.org/2006/03/addressing/ws-addr.xsd'/>
             <xs:import namespace='http://schemas.xmlsoap.org/soap/encoding/'/>
             <xs:import namespace='http://www.w3.org/2001/XMLSchema'/>
             <xs:attributeGroup name='g'><xs:attribute ref='xml:lang'/></xs:attributeGroup>",
        ),
    )]);
    assert_eq!(fixture.rendered(), "");
    let expected = [
        "a.xsd",
        "<bundled>/ws-addressing.xsd",
        "<bundled>/soap11-encoding.xsd",
        "<bundled>/xml.xsd",
    ];
    assert_eq!(fixture.names(), expected);
}

#[test]
fn a_url_that_nothing_maps_is_an_error_or_for_imports_a_warning() {
    let fixture = Fixture::read(&[
        (
            "a.xsd",
            &schema(
                "urn:a",
                "<xs:include schemaLocation='http://h/b.xsd'/>
<xs:import namespace='urn:c' schemaLocation='http://h/c.xsd'/>
<xs:import namespace='urn:d' schemaLocation='http://h/d.xsd'/>
<xs:import namespace='urn:d' schemaLocation='d.xsd'/>",
            ),
        ),
        ("b.xsd", &schema("urn:a", "")),
        ("d.xsd", &schema("urn:d", "")),
    ]);
    let expected = "\
error[file-unmapped]: no file is known for `http://h/b.xsd`
 --> a.xsd:2:29
  |
2 | <xs:include schemaLocation='http://h/b.xsd'/>
  |                             ^^^^^^^^^^^^^^ nothing maps this to a file
  |
  = help: if it is the file `b.xsd`, map the URL to it; nothing is fetched from the network

warning[file-unmapped]: no file is known for `http://h/c.xsd`
 --> a.xsd:3:46
  |
3 | <xs:import namespace='urn:c' schemaLocation='http://h/c.xsd'/>
  |                                              ^^^^^^^^^^^^^^ nothing maps this to a file
  |
  = help: download it once and map the URL to the file, by itself or in an XML catalog; nothing is fetched from the network
";
    assert_eq!(fixture.rendered(), expected);
}

#[test]
fn an_include_that_leads_nowhere_is_no_error_by_the_exact_rules() {
    let files = [(
        "a.xsd",
        schema("urn:a", "<xs:include schemaLocation='b.xsd'/>"),
    )];
    let files = [(files[0].0, files[0].1.as_str())];
    assert!(Fixture::read(&files).diagnostics.has_errors());
    let exactly = Fixture::read_exactly(&files);
    assert!(!exactly.diagnostics.has_errors());
    assert!(
        exactly.rendered().starts_with("warning[file-not-found]"),
        "{}",
        exactly.rendered()
    );
}

#[test]
fn locations_that_leave_the_input_are_refused() {
    for location in [
        "file:///etc/hostname",
        "/etc/hostname",
        "\\\\server\\share\\a.xsd",
        "file://server/a.xsd",
    ] {
        let fixture = Fixture::read(&[(
            "a.xsd",
            &schema(
                "urn:a",
                &format!("<xs:include schemaLocation='{location}'/>"),
            ),
        )]);
        let rendered = fixture.rendered();
        assert!(
            rendered.starts_with(&format!("error[file-refused]: `{location}` is not read")),
            "{rendered}"
        );
    }
}

#[test]
fn what_is_not_xml_is_not_quoted() {
    let fixture = Fixture::read(&[
        (
            "a.xsd",
            &schema("urn:a", "<xs:include schemaLocation='../../secret'/>"),
        ),
        ("../../secret", "password=S3CR3T"),
    ]);
    assert_eq!(
        fixture.rendered(),
        "error[file-not-xml]: `../../secret` is not XML: expected `<` at its beginning\n"
    );
}

#[test]
fn documents_that_are_not_well_formed_say_where() {
    for (text, place, message) in [
        ("<a>\n  <b></a>", "2:6", "expected 'b' tag, not 'a'"),
        (
            "<a>\n<b/>\n",
            "2:5",
            "the root node was opened but never closed",
        ),
        ("<x:a/>", "1:2", "an unknown namespace prefix 'x'"),
        ("<a>&b;</a>", "1:4", "unknown entity reference 'b'"),
        (
            "\n<?xml version='1.0'?><a/>",
            "2:1",
            "unexpected XML declaration",
        ),
    ] {
        let rendered = Fixture::read(&[("a.xsd", text)]).rendered();
        let title = format!("error[file-malformed]: not well-formed XML: {message}\n");
        assert!(rendered.starts_with(&title), "{rendered}");
        assert!(
            rendered.contains(&format!("--> a.xsd:{place}\n")),
            "{rendered}"
        );
    }
}

#[test]
fn hostile_documents_are_refused() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(
        Fixture::read(&[("a.xsd", &deep)])
            .rendered()
            .starts_with("error[file-nesting]")
    );

    let levels = (1..12).map(|level| {
        let reference = format!("&e{};", level - 1);
        format!("<!ENTITY e{level} '{}'>", reference.repeat(10))
    });
    let laughs = format!(
        "<!DOCTYPE a [<!ENTITY e0 'ha'>{}]><a>&e11;</a>",
        levels.collect::<String>()
    );
    assert!(
        Fixture::read(&[("a.xsd", &laughs)])
            .rendered()
            .starts_with("error[file-malformed]")
    );

    let external = "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>";
    assert!(
        Fixture::read(&[("a.xsd", external)])
            .rendered()
            .starts_with("error[file-malformed]")
    );
}

#[test]
fn internal_entities_are_expanded() {
    let text = "<!DOCTYPE xs:schema [<!ENTITY ns 'urn:a'>]>
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='&ns;'/>";
    let fixture = Fixture::read(&[("a.xsd", text)]);
    assert_eq!(fixture.rendered(), "");
    assert_eq!(
        fixture
            .input
            .schemas()
            .next()
            .unwrap()
            .1
            .target_namespace
            .as_deref(),
        Some("urn:a")
    );
}

#[test]
fn other_root_elements_are_refused() {
    let html = Fixture::read(&[("a.wsdl", "<html/>")]).rendered();
    let expected = "error[file-root]: the root element is `html` without a namespace; this is no schema and no WSDL\n";
    assert!(html.starts_with(expected), "{html}");
    let wsdl20 =
        Fixture::read(&[("a.wsdl", "<description xmlns='http://www.w3.org/ns/wsdl'/>")]).rendered();
    assert!(
        wsdl20.starts_with("error[wsdl-version]: the document is WSDL 2.0"),
        "{wsdl20}"
    );
}

#[test]
fn definitions_are_found_inside_of_metadata() {
    let fixture = Fixture::read(&[(
        "a.mex",
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>
           <m:Metadata xmlns:m='http://schemas.xmlsoap.org/ws/2004/09/mex'>
             <m:MetadataSection><d:definitions xmlns:d='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:a'>
               <d:types><x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:i'/></d:types>
             </d:definitions></m:MetadataSection>
             <m:MetadataSection>
               <x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:b'/>
             </m:MetadataSection>
           </m:Metadata>
         </s:Body></s:Envelope>",
    )]);
    assert_eq!(fixture.rendered(), "");
    assert_eq!(fixture.input.definitions().count(), 1);
    let namespaces = fixture
        .input
        .schemas()
        .map(|(_, schema)| schema.target_namespace.as_deref());
    assert_eq!(
        namespaces.collect::<Vec<_>>(),
        [Some("urn:i"), Some("urn:b")]
    );
}

#[test]
fn imports_of_wsdl_that_are_not_quite_right_are_warned_about() {
    let fixture = Fixture::read(&[
        (
            "a.wsdl",
            "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>
<import namespace='urn:x' location='b.wsdl'/>
<import namespace='urn:c' location='c.xsd'/>
</definitions>",
        ),
        (
            "b.wsdl",
            "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:b'/>",
        ),
        ("c.xsd", &schema("urn:c", "")),
    ]);
    let expected = "\
warning[wsdl-import-namespace]: the import names the namespace `urn:x`, but the document has `urn:b`, which counts
 --> a.wsdl:2:1
  |
2 | <import namespace='urn:x' location='b.wsdl'/>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ imported here
  |
 ::: b.wsdl:1:1
  |
1 | <definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:b'/>
  | ------------------------------------------------------------------------------- the document that is imported

warning[wsdl-import-schema]: a `wsdl:import` imports a schema; it is read as if `xs:import` did
 --> a.wsdl:3:1
  |
3 | <import namespace='urn:c' location='c.xsd'/>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected the location of a WSDL document
  |
  = help: import schemas with `xs:import` inside of `wsdl:types`
";
    assert_eq!(fixture.rendered(), expected);
}
