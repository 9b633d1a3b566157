//! Tests of services.

use std::fmt::Write as _;

use super::{Message, Part, PartContent, Set, Style, Use};
use crate::syntax::fixture::Fixture;

/// Services of some documents, as text, and the messages about them.
fn compose(files: &[(&str, &str)]) -> (String, String) {
    let mut fixture = Fixture::read(files);
    let definitions = fixture
        .input
        .definitions()
        .map(|(_, definitions)| definitions);
    let set = Set::compose(definitions, &mut fixture.diagnostics);
    (describe(&set), fixture.rendered())
}

fn describe(set: &Set) -> String {
    let mut text = String::new();
    for interface in &set.interfaces {
        writeln!(
            text,
            "interface {} of {}",
            interface.name, interface.port_type
        )
        .unwrap();
        for operation in &interface.operations {
            let overload = if operation.overloaded {
                format!(" ({})", operation.input_name)
            } else {
                String::new()
            };
            let style = match (operation.style, operation.use_) {
                (Style::Document, Use::Literal) => "document/literal",
                (Style::Document, Use::Encoded) => "document/encoded",
                (Style::Rpc, Use::Literal) => "rpc/literal",
                (Style::Rpc, Use::Encoded) => "rpc/encoded",
            };
            writeln!(text, "  {}{overload} {style}", operation.name).unwrap();
            writeln!(text, "    in  {}", message(&operation.input)).unwrap();
            if let Some(output) = &operation.output {
                writeln!(text, "    out {}", message(output)).unwrap();
            }
            for fault in &operation.faults {
                writeln!(text, "    fault {} {}", fault.name, part(&fault.part)).unwrap();
            }
        }
    }
    for binding in &set.bindings {
        let actions = binding.actions.iter().map(|action| match action {
            None => "-".to_owned(),
            Some(action) if action.stated => format!("'{}'", action.uri),
            Some(_) => "none".to_owned(),
        });
        let actions = actions.collect::<Vec<_>>().join(" ");
        let interface = &set.interfaces[binding.interface.0].name;
        writeln!(
            text,
            "binding {} of {interface} {:?} {actions}",
            binding.name, binding.version
        )
        .unwrap();
    }
    for service in &set.services {
        writeln!(text, "service {}", service.name).unwrap();
        for port in &service.ports {
            let address = port
                .address
                .as_ref()
                .map_or("nowhere", |address| &address.value);
            let binding = &set.bindings[port.binding.0].name;
            writeln!(text, "  port {} {binding} at {address}", port.name).unwrap();
        }
    }
    text
}

fn message(message: &Message) -> String {
    let body: Vec<_> = message.body.iter().map(part).collect();
    let mut text = match &message.wrapper {
        Some(wrapper) => format!("{wrapper}[{}]", body.join(" ")),
        None => format!("[{}]", body.join(" ")),
    };
    for header in &message.headers {
        write!(text, " header {}", part(&header.part)).unwrap();
        for fault in &header.faults {
            write!(text, " headerfault {}", part(fault)).unwrap();
        }
    }
    text
}

fn part(part: &Part) -> String {
    match &part.content {
        PartContent::Element(name) => format!("{}=<{}>", part.name, name.value.local),
        PartContent::Type(name) => format!("{}:{}", part.name, name.value.local),
    }
}

/// A WSDL document in the namespace `urn:w`, whose schema would be in `urn:x`.
fn wsdl(content: &str) -> String {
    format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/'
 xmlns:soap12='http://schemas.xmlsoap.org/wsdl/soap12/' xmlns:http='http://schemas.xmlsoap.org/wsdl/http/'
 xmlns:mime='http://schemas.xmlsoap.org/wsdl/mime/' xmlns:w='urn:w' xmlns:x='urn:x' targetNamespace='urn:w'>
{content}
</definitions>"
    )
}

const MESSAGES: &str = "<message name='AddIn'><part name='body' element='x:Add'/><part name='auth' element='x:Auth'/></message>
<message name='AddOut'><part name='body' element='x:AddResponse'/></message>
<message name='Failure'><part name='detail' element='x:Failure'/></message>";

const PORT_TYPE: &str = "<portType name='Calculator'><operation name='Add'>
<input message='w:AddIn'/><output message='w:AddOut'/><fault name='failure' message='w:Failure'/></operation></portType>";

/// A binding of `Calculator` to a version of SOAP.
fn binding(prefix: &str, action: &str) -> String {
    format!(
        "
<binding name='{prefix}Binding' type='w:Calculator'>
<{prefix}:binding transport='http://schemas.xmlsoap.org/soap/http'/>
<operation name='Add'><{prefix}:operation soapAction='{action}'/>
<input><{prefix}:header message='w:AddIn' part='auth' use='literal'>
<{prefix}:headerfault message='w:Failure' part='detail' use='literal'/></{prefix}:header>
<{prefix}:body use='literal'/></input>
<output><{prefix}:body use='literal'/></output>
<fault name='failure'><{prefix}:fault name='failure' use='literal'/></fault></operation></binding>"
    )
}

#[test]
fn bindings_of_both_versions_share_an_interface() {
    let service = "<service name='S'>
<port name='A' binding='w:soapBinding'><soap:address location='http://h/a'/></port>
<port name='B' binding='w:soap12Binding'><soap12:address location='http://h/b'/></port></service>";
    let bindings = [binding("soap", "add"), binding("soap12", "urn:add")].concat();
    let text = wsdl(&format!("{MESSAGES}{PORT_TYPE}{bindings}{service}"));
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    assert_eq!(rendered, "");
    let expected = "\
interface {urn:w}Calculator of {urn:w}Calculator
  Add document/literal
    in  [body=<Add>] header auth=<Auth> headerfault detail=<Failure>
    out [body=<AddResponse>]
    fault failure detail=<Failure>
binding {urn:w}soapBinding of {urn:w}Calculator V11 'add'
binding {urn:w}soap12Binding of {urn:w}Calculator V12 'urn:add'
service {urn:w}S
  port A {urn:w}soapBinding at http://h/a
  port B {urn:w}soap12Binding at http://h/b
";
    assert_eq!(set, expected);
}

#[test]
fn a_binding_that_reads_differently_is_another_interface() {
    let other = binding("soap12", "")
        .replace("<input>", "<input><!--")
        .replace(
            "<soap12:body use='literal'/></input>",
            "--><soap12:body parts='body'/></input>",
        );
    let text = wsdl(&format!(
        "{MESSAGES}{PORT_TYPE}{}{other}",
        binding("soap", "")
    ));
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    assert_eq!(rendered, "");
    let expected = "\
interface {urn:w}Calculator of {urn:w}Calculator
  Add document/literal
    in  [body=<Add>] header auth=<Auth> headerfault detail=<Failure>
    out [body=<AddResponse>]
    fault failure detail=<Failure>
interface {urn:w}soap12Binding of {urn:w}Calculator
  Add document/literal
    in  [body=<Add>]
    out [body=<AddResponse>]
    fault failure detail=<Failure>
binding {urn:w}soapBinding of {urn:w}Calculator V11 ''
binding {urn:w}soap12Binding of {urn:w}soap12Binding V12 ''
";
    assert_eq!(set, expected);
}

#[test]
fn rpc_messages_are_wrapped() {
    let text = wsdl(
        "<message name='In'><part name='a' type='x:A'/><part name='b' type='x:B'/></message><message name='Out'/>
<portType name='P'><operation name='Do'><input message='w:In'/><output message='w:Out'/></operation>
<operation name='Tell'><input message='w:In'/></operation></portType>
<binding name='B' type='w:P'><soap:binding style='rpc' transport='http://schemas.xmlsoap.org/soap/http'/>
<operation name='Do'><soap:operation soapAction=''/><input><soap:body use='literal' namespace='urn:r'/></input>
<output><soap:body use='literal' namespace='urn:r'/></output></operation>
<operation name='Tell'><soap:operation soapAction=''/>
<input><soap:body use='literal' parts='b' namespace='urn:r'/></input></operation></binding>",
    );
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    assert_eq!(rendered, "");
    let expected = "\
interface {urn:w}P of {urn:w}P
  Do rpc/literal
    in  {urn:r}Do[a:A b:B]
    out {urn:r}DoResponse[]
  Tell rpc/literal
    in  {urn:r}Tell[b:B]
binding {urn:w}B of {urn:w}P V11 '' ''
";
    assert_eq!(set, expected);
}

#[test]
fn overloads_are_told_apart_by_their_messages() {
    let text = wsdl(
        "<message name='In1'><part name='p' element='x:A'/></message><message name='In2'><part name='p' element='x:B'/></message>
<portType name='P'><operation name='Do'><input name='One' message='w:In1'/></operation>
<operation name='Do'><input name='Two' message='w:In2'/></operation></portType>
<binding name='B' type='w:P'><soap:binding/>
<operation name='Do'><soap:operation soapAction='two'/><input name='Two'><soap:body/></input></operation>
<operation name='Do'><soap:operation soapAction='one'/><input name='One'><soap:body/></input></operation></binding>",
    );
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    assert_eq!(rendered, "");
    let expected = "\
interface {urn:w}P of {urn:w}P
  Do (One) document/literal
    in  [p=<A>]
  Do (Two) document/literal
    in  [p=<B>]
binding {urn:w}B of {urn:w}P V11 'one' 'two'
";
    assert_eq!(set, expected);
}

#[test]
fn documents_of_one_service_may_be_several() {
    let abstract_part = wsdl(&format!("{MESSAGES}{PORT_TYPE}"));
    let concrete = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:w='urn:w' targetNamespace='urn:s'
 xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/'><import namespace='urn:w' location='a.wsdl'/>BINDING</definitions>";
    let concrete = concrete.replace("BINDING", &binding("soap", "add"));
    let (set, rendered) = compose(&[("s.wsdl", &concrete), ("a.wsdl", &abstract_part)]);
    assert_eq!(rendered, "");
    assert!(
        set.starts_with("interface {urn:w}Calculator of {urn:w}Calculator\n  Add"),
        "{set}"
    );
    assert!(
        set.ends_with("binding {urn:s}soapBinding of {urn:w}Calculator V11 'add'\n"),
        "{set}"
    );
}

#[test]
fn a_port_type_alone_has_the_defaults() {
    let text = wsdl(&format!(
        "{MESSAGES}{PORT_TYPE}<message name='T'><part name='p' type='x:T'/></message>
<portType name='R'><operation name='Do'><input message='w:T'/></operation></portType>"
    ));
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    let expected = "\
interface {urn:w}Calculator of {urn:w}Calculator
  Add document/literal
    in  [body=<Add> auth=<Auth>]
    out [body=<AddResponse>]
    fault failure detail=<Failure>
interface {urn:w}R of {urn:w}R
  Do rpc/literal
    in  {urn:w}Do[p:T]
binding {urn:w}Calculator of {urn:w}Calculator V11 none
binding {urn:w}R of {urn:w}R V11 none
";
    assert_eq!(set, expected);
    assert_eq!(
        rendered.matches("warning[wsdl-port-type-unbound]").count(),
        2,
        "{rendered}"
    );
    assert_eq!(
        rendered.matches("warning[soap-document-parts]").count(),
        1,
        "{rendered}"
    );
}

#[test]
fn one_wrong_prefix_is_forgiven_where_the_meaning_is_clear() {
    let text = wsdl(&format!(
        "{MESSAGES}{}{}",
        PORT_TYPE
            .replace("w:AddIn", "AddIn")
            .replace("w:AddOut", "y:AddOut"),
        binding("soap", "")
    ));
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    assert!(set.contains("out [body=<AddResponse>]"), "{set}");
    let expected = "\
warning[wsdl-name]: the prefix `y` is not declared; only the local name counts
 --> a.wsdl:7:42
  |
7 | <input message='AddIn'/><output message='y:AddOut'/><fault name='failure' message='w:Failure'/></operation></portType>
  |                                          ^^^^^^^^ used here

warning[wsdl-reference-guessed]: there is no message `{http://schemas.xmlsoap.org/wsdl/}AddIn`; `{urn:w}AddIn` is taken
 --> a.wsdl:7:17
  |
4 | <message name='AddIn'><part name='body' element='x:Add'/><part name='auth' element='x:Auth'/></message>
  | ---------------------- the only one of that name
...
7 | <input message='AddIn'/><output message='y:AddOut'/><fault name='failure' message='w:Failure'/></operation></portType>
  |                 ^^^^^ in the wrong namespace

warning[wsdl-reference-guessed]: there is no message `AddOut`; `{urn:w}AddOut` is taken
";
    assert!(rendered.starts_with(expected), "{rendered}");
}

#[test]
fn what_is_missing_is_said_and_the_rest_is_used() {
    let port_type = PORT_TYPE.replace("w:Failure", "w:Failrue").replace(
        "</portType>",
        "<operation name='Sub'><input message='w:SubIn'/></operation></portType>",
    );
    let text = wsdl(&format!(
        "{MESSAGES}{port_type}{}<service name='S'><port name='A' binding='w:gone'/></service>",
        binding("soap", "").replace("</binding>", "<operation name='Sub'><soap:operation/><input><soap:body/></input></operation></binding>")
    ));
    let (set, rendered) = compose(&[("a.wsdl", &text)]);
    let expected = "\
interface {urn:w}Calculator of {urn:w}Calculator
  Add document/literal
    in  [body=<Add>] header auth=<Auth> headerfault detail=<Failure>
    out [body=<AddResponse>]
binding {urn:w}soapBinding of {urn:w}Calculator V11 ''
service {urn:w}S
";
    assert_eq!(set, expected);
    for message in [
        "there is no message `{urn:w}Failrue`; the fault `failure` of `Add` is left out",
        "= help: there is a similar name: `{urn:w}Failure`",
        "there is no message `{urn:w}SubIn`; the operation `Sub` is left out",
        "there is no binding `{urn:w}gone`; the port `A` is left out",
    ] {
        assert!(rendered.contains(message), "{message}: {rendered}");
    }
}

/// Texts to replace, each with another.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// Messages about a `Calculator` whose text was changed, each as its first line.
fn titles(changes: Changes<'_>, more: &str) -> Vec<String> {
    let mut text = wsdl(&format!(
        "{MESSAGES}{PORT_TYPE}{}{more}",
        binding("soap", "")
    ));
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let (_, rendered) = compose(&[("a.wsdl", &text)]);
    rendered
        .lines()
        .filter(|line| line.starts_with(['e', 'w']))
        .map(str::to_owned)
        .collect()
}

#[test]
fn quirks_and_what_is_not_supported_are_warned_about() {
    let http = "<binding name='H' type='w:Calculator'><http:binding verb='POST'/></binding>";
    let cases: &[(Changes<'_>, &str, &str)] = &[
        (
            &[("<soap:fault name='failure' ", "<soap:fault ")],
            "",
            "[soap-fault-name]: `soap:fault` has no name; `failure` is taken",
        ),
        (
            &[("<soap:fault name='failure' ", "<soap:fault name='other' ")],
            "",
            "[soap-fault-name]: `soap:fault` is named `other`, but its `wsdl:fault` `failure`, which counts",
        ),
        (
            &[
                ("<fault name='failure'><soap", "<fault name='f'><soap"),
                ("soap:fault name='failure'", "soap:fault name='f'"),
            ],
            "",
            "[soap-fault]: the operation `Add` of the port type has no fault `f`; it is ignored",
        ),
        (
            &[("<soap:operation soapAction=''/>", "")],
            "",
            "[soap-operation]: the operation `Add` lacks `soap:operation`",
        ),
        (
            &[("<output><soap:body use='literal'/>", "<output>")],
            "",
            "[soap-body]: a message of `Add` lacks `soap:body`; a literal body is assumed",
        ),
        (
            &[(
                "<output><soap:body use='literal'/>",
                "<output><soap:body parts='x'/>",
            )],
            "",
            "[soap-body-parts]: the message `AddOut` has no part `x`; it is ignored",
        ),
        (
            &[(
                "<output><soap:body use='literal'/>",
                "<output><soap12:body/>",
            )],
            "",
            "[soap-version]: the body of `Add` is of another SOAP version than its binding, which counts",
        ),
        (
            &[(
                "<output><soap:body use='literal'/>",
                "<output><soap:body use='litteral'/>",
            )],
            "",
            "[wsdl-value]: `litteral` is not a value of `use`; `literal` is taken",
        ),
        (
            &[
                ("part='auth'", "part='autj'"),
                ("<part name='auth' element='x:Auth'/>", ""),
            ],
            "",
            "[soap-header]: the message `AddIn` has no part `autj`; the header is left out",
        ),
        (
            &[("element='x:AddResponse'", "type='x:AddResponse'")],
            "",
            "[soap-document-parts]: the document-style part `body` has a type",
        ),
        (
            &[(
                "element='x:Failure'/>",
                "element='x:Failure'/><part name='q' element='x:Q'/>",
            )],
            "",
            "[soap-fault]: the message `Failure` of a fault has several parts; the first one counts",
        ),
        (
            &[(
                "http://schemas.xmlsoap.org/soap/http",
                "http://schemas.xmlsoap.org/soap/smtp",
            )],
            "",
            "[soap-transport]: the transport `http://schemas.xmlsoap.org/soap/smtp` is not HTTP",
        ),
        (
            &[],
            http,
            "[wsdl-binding-unsupported]: the binding `H` binds to HTTP GET or POST; it is left out",
        ),
        (
            &[
                (
                    "<soap:binding transport='http://schemas.xmlsoap.org/soap/http'/>",
                    "<soap:binding style='rpc'/>",
                ),
                ("element='x:AddResponse'", "type='x:AddResponse'"),
                (
                    "</soap:header>\n<soap:body use='literal'/>",
                    "</soap:header><soap:body namespace='u'/>",
                ),
                ("element='x:Add'", "type='x:Add'"),
            ],
            "",
            "[soap-rpc-namespace]: the rpc-style body of `Add` states no namespace; that of the document is taken: `urn:w`",
        ),
        (
            &[(
                "<operation name='Add'><soap:operation",
                "<operation name='Sub'/><operation name='Add'><soap:operation",
            )],
            "",
            "[wsdl-operation-unbound]: the port type `Calculator` has no operation `Sub`",
        ),
        (
            &[
                (
                    "<portType name='Calculator'>",
                    "<portType name='Calculator'><operation name='N'><output message='w:AddOut'/></operation>",
                ),
                (
                    "<operation name='Add'><soap:operation",
                    "<operation name='N'><soap:operation/></operation><operation name='Add'><soap:operation",
                ),
            ],
            "",
            "[wsdl-operation-kind]: the operation `N` has only an output (notification); it is left out",
        ),
        (
            &[],
            "<message name='AddIn'/>",
            "[wsdl-duplicate]: the message `{urn:w}AddIn` is defined twice; the first one counts",
        ),
        (
            &[(
                "<output><soap:body use='literal'/>",
                "<output><mime:multipartRelated><mime:part><soap:body/></mime:part>\
             <mime:part><mime:content part='x' type='*/*'/></mime:part></mime:multipartRelated>",
            )],
            "",
            "[soap-mime]: a message of `Add` is bound to `multipartRelated`, which is not supported",
        ),
        (
            &[(
                "<portType name='Calculator'>",
                "<portType name='Unused'/><portType name='Calculator'>",
            )],
            "",
            "[wsdl-port-type-unbound]: no binding binds the port type `Unused`; it is left out",
        ),
    ];
    for (changes, more, expected) in cases {
        assert_eq!(
            titles(changes, more),
            [format!("warning{expected}")],
            "{changes:?}"
        );
    }
}

#[test]
fn documents_without_operations_are_warned_about() {
    let (set, rendered) = compose(&[("a.wsdl", &wsdl("<types/>"))]);
    assert_eq!(set, "");
    assert!(
        rendered.starts_with("warning[wsdl-empty]: there is no operation that can be called"),
        "{rendered}"
    );
}

#[test]
fn damaged_documents_are_reported_and_never_panic() {
    let text = wsdl(&format!("{MESSAGES}{PORT_TYPE}{}", binding("soap", "add")));
    for end in 0..text.len() {
        let mut fixture = Fixture::read(&[("a.wsdl", &text[..end])]);
        assert!(fixture.diagnostics.has_errors(), "cut at {end}");
        let definitions = fixture
            .input
            .definitions()
            .map(|(_, definitions)| definitions);
        assert_eq!(
            describe(&Set::compose(definitions, &mut fixture.diagnostics)),
            ""
        );
        assert!(fixture.rendered().contains("error["));
    }
    for start in (0..text.len()).step_by(3) {
        for length in [1, 7, 40] {
            let end = (start + length).min(text.len());
            compose(&[("a.wsdl", &format!("{}{}", &text[..start], &text[end..]))]);
        }
    }
}

#[test]
fn elements_that_come_from_entities_have_places() {
    let content = wsdl("<message name='M'>&part;</message><portType name='P'/>");
    let text = format!("<!DOCTYPE definitions [<!ENTITY part '<part name=\"p\"/>'>]>\n{content}");
    let (_, rendered) = compose(&[("a.wsdl", &text)]);
    let expected = "\
warning[wsdl-part]: the part `p` has neither `element` nor `type`; what needs it is left out
 --> a.wsdl:1:39
  |
1 | <!DOCTYPE definitions [<!ENTITY part '<part name=\"p\"/>'>]>
  |                                       ^^^^^^^^^^^^^^^^ expected `element` or `type`
";
    assert!(rendered.starts_with(expected), "{rendered}");
}
