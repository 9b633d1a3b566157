//! The components that the generator composes of the IPS schemas are those of the real service, field by field.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::schema::{
    Compositor, ContentType, Id, MaxOccurs, NamespaceConstraint, Occurs, Particle, ProcessContents,
    Scope, Set, Term, TypeDefinition,
};
use soapstone_codegen::service::{Operation, PartContent, SoapVersion, Style, Use};
use soapstone_codegen::syntax::QName;
use soapstone_tests::workspace;

const COMMON: &str = "http://www.scene7.com/IpsApi/xsd";

/// Complex types and elements of complex types by their names: each a line for its compositor, one for each field,
/// and one for its attribute wildcard.
type Containers = BTreeMap<String, Vec<String>>;

/// The containers of one namespace.
#[derive(Debug, Default)]
struct Model {
    elements: Containers,
    types: Containers,
}

impl Model {
    fn fields(&self) -> usize {
        let lines = self.elements.values().chain(self.types.values()).flatten();
        lines.filter(|line| line.starts_with("field ")).count()
    }
}

#[test]
fn the_model_of_2014_04_03_is_that_of_the_service() {
    let Some(facts) = workspace::ips_facts("the_model_of_2014_04_03_is_that_of_the_service") else {
        return;
    };
    let operations = workspace::json(&facts.join("operations.json"));
    let types = workspace::json(&facts.join("types.json"));
    let service = workspace::json(&facts.join("service.json"));
    let mut expected = Model::default();
    for operation in items(&operations["operations"]) {
        for message in ["input", "output"] {
            let message = &operation[message];
            expected.elements.insert(
                string(&message["element"]),
                described_fields(&message["fields"]),
            );
        }
    }
    let header = described_container(&service["auth_header"]["versioned_element"]);
    expected.elements.insert(String::from("authHeader"), header);
    for definition in items(&types["types"]) {
        expected.types.insert(
            string(&definition["name"]),
            described_fields(&definition["fields"]),
        );
    }

    let analysis = analysis("2014-04-03");
    let namespace = string(&operations["namespace"]);
    let found = composed(&analysis.set, &namespace);
    report("2014-04-03", &expected, &found);
    assert_eq!(
        (expected.elements.len(), expected.types.len()),
        (2 * 164 + 1, 222)
    );

    let order: Vec<String> = items(&operations["wsdl_operation_order"])
        .iter()
        .map(string)
        .collect();
    let interface = &analysis.services.interfaces[0];
    let names: Vec<String> = interface
        .operations
        .iter()
        .map(|operation| operation.name.to_string())
        .collect();
    assert_eq!(names, order, "the order of the operations");
    let facts: BTreeMap<String, &Json> = items(&operations["operations"])
        .iter()
        .map(|operation| (string(&operation["name"]), operation))
        .collect();
    for (index, operation) in interface.operations.iter().enumerate() {
        let fact = facts[&*operation.name];
        let elements = ["input", "output"].map(|message| string(&fact[message]["element"]));
        let faults: Vec<String> = items(&fact["faults"]).iter().map(string).collect();
        check_operation(operation, &namespace, &namespace, &elements, &faults);
        for binding in &analysis.services.bindings {
            let action = binding.actions[index]
                .as_ref()
                .expect("every operation is bound");
            assert_eq!(
                *action.uri,
                string(&fact["soapAction"]),
                "{}",
                operation.name
            );
        }
    }
    check_service(&analysis, &service["wsdl"]);
}

#[test]
fn the_model_of_2013_02_15_is_that_of_the_service() {
    let name = "the_model_of_2013_02_15_is_that_of_the_service";
    if let Some(facts) = workspace::ips_facts(name) {
        check_model(&facts, "2013-02-15", (163, 221), Some(COMMON));
    }
}

#[test]
fn the_model_of_2022_11_01_beta_is_that_of_the_service() {
    let name = "the_model_of_2022_11_01_beta_is_that_of_the_service";
    if let Some(facts) = workspace::ips_facts(name) {
        check_model(&facts, "2022-11-01-beta", (184, 259), None);
    }
}

/// Compares a version with its model: so many operations and types, and a header of another namespace or its own.
fn check_model(
    facts: &std::path::Path,
    version: &str,
    counts: (usize, usize),
    header_namespace: Option<&str>,
) {
    let model = workspace::json(&facts.join(format!("models/{version}.json")));
    let service = workspace::json(&facts.join("service.json"));
    let containers = |kind: &str| -> Containers {
        let containers = model[kind].as_object().expect("an object");
        containers
            .iter()
            .map(|(name, fields)| (name.clone(), described_tuples(fields)))
            .collect()
    };
    let mut expected = Model {
        elements: containers("elements"),
        types: containers("types"),
    };

    // The model has no attributes, of which the header takes any.
    if let Some(header) = expected.elements.get_mut("authHeader") {
        header.push(String::from("anyAttribute ##other lax"));
    }

    let analysis = analysis(version);
    let namespace = string(&model["namespace"]);
    let found = composed(&analysis.set, &namespace);
    report(version, &expected, &found);

    let interface = &analysis.services.interfaces[0];
    assert_eq!((interface.operations.len(), expected.types.len()), counts);
    let names: BTreeSet<&str> = interface
        .operations
        .iter()
        .map(|operation| &*operation.name)
        .collect();
    let expected_names: BTreeSet<&str> = expected
        .elements
        .keys()
        .filter_map(|element| element.strip_suffix("Param"))
        .collect();
    assert_eq!(names, expected_names);
    let faults = ["ipsApiFault", "authenticationFault", "authorizationFault"].map(String::from);
    for (index, operation) in interface.operations.iter().enumerate() {
        let elements = [
            format!("{}Param", operation.name),
            format!("{}Return", operation.name),
        ];
        check_operation(
            operation,
            &namespace,
            header_namespace.unwrap_or(&namespace),
            &elements,
            &faults,
        );
        for binding in &analysis.services.bindings {
            assert_eq!(
                binding.actions[index].as_ref().map(|action| &action.uri),
                Some(&operation.name)
            );
        }
    }
    check_service(&analysis, &service["wsdl"]);
}

#[test]
fn the_shared_header_and_the_faults_are_those_of_the_service() {
    let Some(facts) =
        workspace::ips_facts("the_shared_header_and_the_faults_are_those_of_the_service")
    else {
        return;
    };
    let service = workspace::json(&facts.join("service.json"));
    let faults = workspace::json(&facts.join("faults.json"));
    let mut expected = Model::default();
    let header = described_container(&service["auth_header"]["shared_element"]);
    expected.elements.insert(String::from("authHeader"), header);
    for fault in items(&faults["faults"]) {
        expected
            .elements
            .insert(string(&fault["element"]), described_container(fault));
    }
    for version in ["2014-04-03", "2013-02-15", "2022-11-01-beta"] {
        let analysis = analysis(version);
        let found = composed(&analysis.set, COMMON);
        report(&format!("shared, with {version}"), &expected, &found);
    }
}

/// The facts.
fn described_fields(fields: &Json) -> Vec<String> {
    described(
        "sequence",
        items(fields).iter().map(|field| {
            let max = match &field["maxOccurs"] {
                Json::String(text) => text.clone(),
                number => number.to_string(),
            };
            format!(
                "field {} {} {} {max}",
                string(&field["name"]),
                string(&field["type"]),
                field["minOccurs"]
            )
        }),
    )
}

fn described_tuples(fields: &Json) -> Vec<String> {
    described(
        "sequence",
        items(fields).iter().map(|field| {
            let max = match &field[3] {
                Json::String(text) => text.clone(),
                number => number.to_string(),
            };
            let type_name = match field[1].get("inline") {
                Some(inline) => described_tuples(inline).join(", "),
                None => string(&field[1]),
            };
            format!("field {} {type_name} {} {max}", string(&field[0]), field[2])
        }),
    )
}

/// A container that says its compositor and its attribute wildcard, which faults leave to a sequence.
fn described_container(container: &Json) -> Vec<String> {
    let mut lines = described_fields(&container["fields"]);
    if let Some(compositor) = container["compositor"].as_str() {
        lines[0] = format!("compositor {compositor}");
    }
    let wildcard = &container["anyAttribute"];
    lines.push(format!(
        "anyAttribute {} {}",
        string(&wildcard["namespace"]),
        string(&wildcard["processContents"])
    ));
    lines
}

fn described(compositor: &str, fields: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines = vec![format!("compositor {compositor}")];
    lines.extend(fields);
    if lines.len() == 1 {
        lines[0] = String::from("empty");
    }
    lines
}

fn items(json: &Json) -> &[Json] {
    json.as_array()
        .map(Vec::as_slice)
        .unwrap_or_else(|| panic!("expected a list, found {json}"))
}

fn string(json: &Json) -> String {
    json.as_str()
        .map(String::from)
        .unwrap_or_else(|| panic!("expected a string, found {json}"))
}

/// The components.
fn analysis(version: &str) -> Analysis {
    let config = Config::new().wsdl(workspace::schemas(version).join("IpsApi.wsdl"));
    let analysis = Analysis::new(&config);
    let messages: Vec<&String> = analysis
        .diagnostics
        .iter()
        .map(|diagnostic| &diagnostic.message)
        .collect();
    assert!(messages.is_empty(), "{messages:?}");
    analysis
}

fn composed(set: &Set, namespace: &str) -> Model {
    let mut model = Model::default();
    let is_own = |name: &QName| name.namespace.as_deref() == Some(namespace);
    for (_, element) in set
        .elements
        .iter()
        .filter(|(_, element)| element.scope == Scope::Global)
    {
        if is_own(&element.name) {
            assert!(
                !element.nillable
                    && element.value_constraint.is_none()
                    && element.substitution_group.is_none()
            );
            model.elements.insert(
                element.name.local.to_string(),
                container(set, element.type_definition, namespace),
            );
        }
    }
    for (id, definition) in set.complex_types.iter() {
        if let Some(name) = definition.name.as_ref().filter(|name| is_own(name)) {
            model.types.insert(
                name.local.to_string(),
                container(set, TypeDefinition::Complex(id), namespace),
            );
        }
    }
    let simple = set
        .simple_types
        .iter()
        .filter_map(|(_, definition)| definition.name.as_ref())
        .find(|name| is_own(name));
    assert_eq!(simple, None, "the service has no simple types");
    model
}

fn container(set: &Set, definition: TypeDefinition, namespace: &str) -> Vec<String> {
    let TypeDefinition::Complex(id) = definition else {
        panic!("the service has no elements of simple types at the top");
    };
    let definition = &set.complex_types[id];
    assert!(definition.attribute_uses.is_empty() && !definition.is_abstract);
    assert_eq!(
        definition.base,
        TypeDefinition::Complex(set.any_type()),
        "the service derives nothing"
    );
    let mut lines = match definition.content {
        ContentType::Empty => vec![String::from("empty")],
        ContentType::ElementOnly(particle) => fields(set, particle, namespace),
        ContentType::Simple(_) | ContentType::Mixed(_) => panic!("the service has no such content"),
    };
    if let Some(wildcard) = definition.attribute_wildcard {
        let wildcard = &set.wildcards[wildcard];
        let constraint = match &wildcard.namespace_constraint {
            NamespaceConstraint::Any => "##any",
            NamespaceConstraint::Not(excluded) if excluded.as_deref() == Some(namespace) => {
                "##other"
            }
            other => panic!("{other}"),
        };
        let process = match wildcard.process_contents {
            ProcessContents::Lax => "lax",
            ProcessContents::Skip => "skip",
            ProcessContents::Strict => "strict",
        };
        lines.push(format!("anyAttribute {constraint} {process}"));
    }
    lines
}

fn fields(set: &Set, particle: Id<Particle>, namespace: &str) -> Vec<String> {
    let particle = &set.particles[particle];
    assert_eq!(
        particle.occurs,
        Occurs {
            min: 1,
            max: MaxOccurs::Bounded(1)
        }
    );
    let Term::Group(group) = particle.term else {
        panic!("the content is a group");
    };
    let group = &set.groups[group];
    let compositor = match group.compositor {
        Compositor::Sequence => "sequence",
        Compositor::Choice => "choice",
        Compositor::All => "all",
    };
    described(
        compositor,
        group
            .particles
            .iter()
            .map(|particle| field(set, &set.particles[*particle], namespace)),
    )
}

fn field(set: &Set, particle: &Particle, namespace: &str) -> String {
    let Term::Element(element) = particle.term else {
        panic!("the service has no groups in groups and no wildcards");
    };
    let element = &set.elements[element];
    assert!(
        !element.nillable && element.value_constraint.is_none(),
        "{:?}",
        element.name
    );
    assert_eq!(
        element.name.namespace.as_deref(),
        Some(namespace),
        "local elements are qualified"
    );
    let type_name = match set.type_name(element.type_definition) {
        None => container(set, element.type_definition, namespace).join(", "),
        Some(name) => match name.namespace.as_deref() {
            Some("http://www.w3.org/2001/XMLSchema") => format!("xsd:{}", name.local),
            Some(own) if own == namespace => format!("types:{}", name.local),
            other => panic!("a type of {other:?}"),
        },
    };
    let max = match particle.occurs.max {
        MaxOccurs::Bounded(max) => max.to_string(),
        MaxOccurs::Unbounded => String::from("unbounded"),
    };
    format!(
        "field {} {type_name} {} {max}",
        element.name.local, particle.occurs.min
    )
}

/// The operations.
fn check_operation(
    operation: &Operation,
    namespace: &str,
    header_namespace: &str,
    [input, output]: &[String; 2],
    faults: &[String],
) {
    let name = &operation.name;
    let element = |namespace: &str, local: &str| format!("{{{namespace}}}{local}");
    assert_eq!(
        (operation.style, operation.use_),
        (Style::Document, Use::Literal),
        "{name}"
    );
    let input_parts: Vec<_> = operation.input.body.iter().map(part).collect();
    assert_eq!(
        input_parts,
        [format!("input {}", element(namespace, input))],
        "{name}"
    );
    let output_message = operation
        .output
        .as_ref()
        .expect("every operation is two-way");
    let output_parts: Vec<_> = output_message.body.iter().map(part).collect();
    assert_eq!(
        output_parts,
        [format!("output {}", element(namespace, output))],
        "{name}"
    );
    let headers: Vec<_> = operation
        .input
        .headers
        .iter()
        .map(|header| part(&header.part))
        .collect();
    assert_eq!(
        headers,
        [format!(
            "authHeader {}",
            element(header_namespace, "authHeader")
        )],
        "{name}"
    );
    assert!(output_message.headers.is_empty(), "{name}");
    let found: Vec<_> = operation
        .faults
        .iter()
        .map(|fault| part(&fault.part))
        .collect();
    let expected: Vec<_> = faults
        .iter()
        .map(|fault| format!("fault {}", element(COMMON, fault)))
        .collect();
    assert_eq!(found, expected, "{name}");
}

fn part(part: &soapstone_codegen::service::Part) -> String {
    match &part.content {
        PartContent::Element(name) => {
            let QName { namespace, local } = &name.value;
            format!(
                "{} {{{}}}{local}",
                part.name,
                namespace.as_deref().unwrap_or_default()
            )
        }
        PartContent::Type(_) => panic!("the parts are elements"),
    }
}

fn check_service(analysis: &Analysis, wsdl: &Json) {
    let services = &analysis.services;
    assert_eq!(services.interfaces.len(), 1);
    assert_eq!(
        *services.interfaces[0].port_type.local,
        string(&wsdl["port_type"])
    );
    let namespace = string(&wsdl["target_namespace"]);
    assert_eq!(
        services.interfaces[0].port_type.namespace.as_deref(),
        Some(&*namespace)
    );
    assert_eq!(services.services.len(), 1);
    let service = &services.services[0];
    assert_eq!(*service.name.local, string(&wsdl["service"]));
    let found: Vec<[String; 3]> = service
        .ports
        .iter()
        .map(|port| {
            let binding = services
                .binding(port.binding)
                .expect("the binding is there");
            let version = match binding.version {
                SoapVersion::V11 => "1.1",
                SoapVersion::V12 => "1.2",
            };
            [
                port.name.to_string(),
                binding.name.local.to_string(),
                String::from(version),
            ]
        })
        .collect();
    let expected: Vec<[String; 3]> = items(&wsdl["ports"])
        .iter()
        .map(|port| ["name", "binding", "soap"].map(|key| string(&port[key])))
        .collect();
    assert_eq!(found, expected);
}

/// Prints what was compared, and fails with all differences.
fn report(what: &str, expected: &Model, found: &Model) {
    let mut differences = Vec::new();
    for (kind, expected, found) in [
        ("element", &expected.elements, &found.elements),
        ("type", &expected.types, &found.types),
    ] {
        let names: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        for name in names {
            let (expected, found) = (expected.get(name), found.get(name));
            if expected != found {
                differences.push(format!(
                    "{kind} {name}:\n  expected {expected:?}\n     found {found:?}"
                ));
            }
        }
    }
    println!(
        "{what}: {} elements, {} types, {} fields compared",
        expected.elements.len(),
        expected.types.len(),
        expected.fields()
    );
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
