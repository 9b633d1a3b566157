//! Tests of WSDL as it is written.

use super::{Definitions, OperationKind, PartContent, Protocol, SoapVersion, Style, Use};
use crate::syntax::fixture::Fixture;

fn read(content: &str) -> (Definitions, String) {
    let text = format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap12/'
 xmlns:m='http://schemas.xmlsoap.org/wsdl/mime/' xmlns:t='urn:t' xmlns:v='urn:vendor' targetNamespace='urn:t'>
{content}
</definitions>"
    );
    let fixture = Fixture::read(&[("a.wsdl", &text)]);
    let definitions = fixture.input.definitions().next().unwrap().1.clone();
    (definitions, fixture.rendered())
}

#[test]
fn all_attributes_of_the_soap_binding_are_read() {
    let (definitions, rendered) = read(
        "<binding name='B' type='t:P'><documentation>Binds <b>P</b>.</documentation>
<s:binding style='rpc' transport='urn:transport'/>
<operation name='O'><s:operation soapAction=' urn:o ' style='document' soapActionRequired='false'/>
<input name='I'><m:multipartRelated><m:part><s:body use='encoded' parts='a b' namespace='urn:n'
 encodingStyle='urn:e1 urn:e2'/><s:header message='t:H' part='h' use='literal' namespace='urn:h'>
<s:headerfault message='t:HF' part='f'/></s:header></m:part>
<m:part><m:content part='c' type='image/png'/><m:content part='c' type='image/gif'/></m:part></m:multipartRelated></input>
<fault><s:fault name='F' use='literal'/></fault></operation></binding>
<service name='S'><port name='P' binding='t:B'><s:address location=' http://h/ '/></port></service>",
    );
    assert_eq!(rendered, "");
    let binding = &definitions.bindings[0];
    assert_eq!(binding.documentation.as_deref(), Some("Binds P."));
    let Protocol::Soap(soap) = &binding.protocol else {
        panic!("{:?}", binding.protocol)
    };
    assert_eq!(
        (soap.version, soap.style),
        (SoapVersion::V12, Some(Style::Rpc))
    );
    let operation = &binding.operations[0];
    let soap = operation.soap.as_ref().unwrap();
    assert_eq!(soap.action.as_ref().unwrap().value, "urn:o");
    assert_eq!(
        (soap.style, soap.action_required),
        (Some(Style::Document), Some(false))
    );
    let input = operation.input.as_ref().unwrap();
    let body = input.body.as_ref().unwrap();
    assert_eq!(body.use_.as_ref().unwrap().value, Use::Encoded);
    assert_eq!(body.parts.as_ref().unwrap().value, ["a".into(), "b".into()]);
    assert_eq!(
        (body.namespace.as_deref(), body.encoding_style.len()),
        (Some("urn:n"), 2)
    );
    let header = &input.headers[0];
    assert_eq!(
        header.message.as_ref().unwrap().value.to_string(),
        "{urn:t}H"
    );
    assert_eq!(
        (
            &*header.part.as_ref().unwrap().value,
            header.namespace.as_deref()
        ),
        ("h", Some("urn:h"))
    );
    assert_eq!(
        header.faults[0].message.as_ref().unwrap().value.to_string(),
        "{urn:t}HF"
    );
    assert_eq!(input.other[0].parts, ["c".into()]);
    assert_eq!(
        operation.faults[0].soap.as_ref().unwrap().name.as_deref(),
        Some("F")
    );
    let address = definitions.services[0].ports[0].address.as_ref().unwrap();
    assert_eq!(address.value, "http://h/");
}

#[test]
fn kinds_of_operations_follow_from_the_order_of_their_messages() {
    let (definitions, rendered) = read(
        "<portType name='P'><operation name='a'><input message='t:M'/></operation>
<operation name='b' parameterOrder='x y'><input message='t:M'/><output message='t:M'/></operation>
<operation name='c'><output message='t:M'/><input message='t:M'/></operation>
<operation name='d'><output message='t:M'/></operation><operation name='e'/></portType>",
    );
    assert_eq!(rendered, "");
    let operations = &definitions.port_types[0].operations;
    let kinds: Vec<_> = operations.iter().map(|operation| operation.kind).collect();
    let expected = [
        OperationKind::OneWay,
        OperationKind::RequestResponse,
        OperationKind::SolicitResponse,
        OperationKind::Notification,
        OperationKind::Empty,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(operations[1].parameter_order, ["x".into(), "y".into()]);
}

#[test]
fn documentation_is_plain_text() {
    let (definitions, _) = read(
        "<documentation>\n   First <i>line</i>,\r\n   second.\n\n\n   Then.\n  </documentation>\n<documentation>More.</documentation>",
    );
    assert_eq!(
        definitions.documentation.as_deref(),
        Some("First line,\nsecond.\n\nThen.\n\nMore.")
    );
}

#[test]
fn extensions_are_tolerated_and_listed() {
    let (definitions, rendered) = read(
        "<v:policy xmlns:w='http://schemas.xmlsoap.org/wsdl/' w:required='0'/><message name='M' v:a='1'/>",
    );
    assert_eq!(rendered, "");
    assert_eq!(
        definitions.extensions[0].name.to_string(),
        "{urn:vendor}policy"
    );
    assert_eq!(
        definitions.messages[0].extensions[0].name.to_string(),
        "{urn:vendor}a"
    );
}

#[test]
fn a_part_is_an_element_or_a_type() {
    let (definitions, rendered) = read(
        "<message name='M'>
<part name='e' element='t:E'/><part name='y' type='t:T'/>
<part name='b' element='t:E' type='t:T'/>
<part name='n'/>
<part name='u' element='q:E'/>
<part name='z' element='t:'/></message>",
    );
    let contents: Vec<_> = definitions.messages[0]
        .parts
        .iter()
        .map(|part| match &part.content {
            Some(PartContent::Element(name)) => format!("<{}>", name.value.local),
            Some(PartContent::Type(name)) => name.value.local.to_string(),
            None => "-".to_owned(),
        })
        .collect();
    assert_eq!(contents, ["<E>", "T", "<E>", "-", "-", "-"]);
    let expected = "\
warning[wsdl-part]: the part `b` has both `element` and `type`; `element` counts
 --> a.wsdl:5:1
  |
5 | <part name='b' element='t:E' type='t:T'/>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

warning[wsdl-part]: the part `n` has neither `element` nor `type`; what needs it is left out
 --> a.wsdl:6:1
  |
6 | <part name='n'/>
  | ^^^^^^^^^^^^^^^^ expected `element` or `type`

warning[wsdl-name]: the prefix `q` is not declared; what needs it is left out
 --> a.wsdl:7:25
  |
7 | <part name='u' element='q:E'/>
  |                         ^^^ used here
  |
  = help: declare it on this element or around it: `xmlns:q=\"…\"`

warning[wsdl-name]: `t:` is not a qualified name; what needs it is left out
 --> a.wsdl:8:25
  |
8 | <part name='z' element='t:'/></message>
  |                         ^^ expected `name` or `prefix:name`
";
    assert_eq!(rendered, expected);
}

#[test]
fn what_wsdl_does_not_know_is_reported() {
    let (_, rendered) = read(
        "<message nmae='M'/>
<mesage name='M'/>
<v:p xmlns:w='http://schemas.xmlsoap.org/wsdl/' w:required='true'/>",
    );
    let expected = "\
warning[wsdl-unknown]: the element `message` has no attribute `nmae`; it is ignored
 --> a.wsdl:3:10
  |
3 | <message nmae='M'/>
  |          ^^^^^^^^ not known here
  |
  = help: its attributes are `name`

warning[wsdl-missing]: the element `message` lacks the attribute `name`; what needs it is left out
 --> a.wsdl:3:1
  |
3 | <message nmae='M'/>
  | ^^^^^^^^^^^^^^^^^^^ expected `name=\"…\"`

warning[wsdl-unknown]: an element `mesage` is not known in `definitions`; it is ignored
 --> a.wsdl:4:1
  |
4 | <mesage name='M'/>
  | ^^^^^^^^^^^^^^^^^^ not known here

warning[wsdl-required-extension]: the required extension `{urn:vendor}p` is not known; what it demands is not done
 --> a.wsdl:5:1
  |
5 | <v:p xmlns:w='http://schemas.xmlsoap.org/wsdl/' w:required='true'/>
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marked as required
";
    assert_eq!(rendered, expected);
    let (_, rendered) = read("<import namespace='urn:a' schemaLocation='a.wsdl'/>");
    let expected = "\
warning[wsdl-unknown]: the element `import` has no attribute `schemaLocation`; it is ignored
 --> a.wsdl:3:27
  |
3 | <import namespace='urn:a' schemaLocation='a.wsdl'/>
  |                           ^^^^^^^^^^^^^^^^^^^^^^^ not known here
  |
  = help: its attributes are `namespace`, `location`
";
    assert_eq!(rendered, expected);
}
