//! The overview: services, interfaces, namespaces.

use std::sync::Arc;

use serde_json::{Value, json};
use soapstone_codegen::schema::{Set, TypeDefinition};
use soapstone_codegen::service::SoapVersion;
use soapstone_codegen::syntax::QName;

use super::{Subject, service};
use crate::console::counted;
use crate::view::columns;

/// The overview as text and as JSON.
pub(super) fn show(subject: &Subject<'_>) -> (String, Value) {
    let sections = [services(subject), interfaces(subject), namespaces(subject)];
    let texts = sections
        .iter()
        .map(|(text, _)| text.as_str())
        .filter(|text| !text.is_empty());
    let text = texts.collect::<Vec<_>>().join("\n");
    let [(_, services), (_, interfaces), (_, namespaces)] = sections;
    (
        text,
        json!({ "services": services, "interfaces": interfaces, "namespaces": namespaces }),
    )
}

fn services(subject: &Subject<'_>) -> (String, Value) {
    let set = &subject.analysis.services;
    let (mut text, mut json) = (String::new(), Vec::new());
    for service in &set.services {
        text.push_str(&format!("service {}\n", service.name));
        let (mut rows, mut ports) = (Vec::new(), Vec::new());
        for port in &service.ports {
            let binding = set.binding(port.binding);
            let version = binding.map_or("SOAP", |binding| version(binding.version));
            let interface = binding.and_then(|binding| set.interface(binding.interface));
            let interface = interface
                .map(|interface| interface.name.local.to_string())
                .unwrap_or_default();
            let address = port.address.as_ref().map(|address| address.value.clone());
            ports.push(json!({ "name": &*port.name, "version": version, "address": address, "interface": interface }));
            let address = address.unwrap_or_else(|| String::from("no address"));
            rows.push(vec![
                format!("port {}", port.name),
                String::from(version),
                interface,
                address,
            ]);
        }
        text.push_str(&columns("  ", &rows));
        json.push(json!({ "name": service.name.to_string(), "ports": ports }));
    }
    (text, Value::Array(json))
}

fn version(version: SoapVersion) -> &'static str {
    match version {
        SoapVersion::V11 => "SOAP 1.1",
        SoapVersion::V12 => "SOAP 1.2",
    }
}

fn interfaces(subject: &Subject<'_>) -> (String, Value) {
    let (mut text, mut json) = (String::new(), Vec::new());
    for interface in &subject.analysis.services.interfaces {
        text.push_str(&format!(
            "interface {}, {}\n",
            interface.name,
            counted(interface.operations.len(), "operation")
        ));
        let rows: Vec<Vec<String>> = interface
            .operations
            .iter()
            .map(|operation| service::row(subject, operation))
            .collect();
        text.push_str(&columns("  ", &rows));
        let operations: Vec<Value> = interface
            .operations
            .iter()
            .map(|operation| service::to_json(subject, operation))
            .collect();
        json.push(json!({ "name": interface.name.to_string(), "operations": operations }));
    }
    (text, Value::Array(json))
}

fn namespaces(subject: &Subject<'_>) -> (String, Value) {
    let counts = count(&subject.analysis.set);
    if counts.is_empty() {
        return (String::new(), json!([]));
    }
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(namespace, count)| {
            let name = namespace.as_deref().unwrap_or("(no namespace)");
            vec![
                name.to_owned(),
                counted(count.elements, "element"),
                counted(count.complex_types, "complex type"),
                counted(count.simple_types, "simple type"),
            ]
        })
        .collect();
    let json = counts.iter().map(|(namespace, count)| {
        json!({
            "namespace": namespace.as_deref(),
            "elements": count.elements,
            "complexTypes": count.complex_types,
            "simpleTypes": count.simple_types,
        })
    });
    (
        format!("namespaces\n{}", columns("  ", &rows)),
        json.collect(),
    )
}

/// How many global components of each kind a namespace has.
#[derive(Default)]
struct Count {
    elements: usize,
    complex_types: usize,
    simple_types: usize,
}

/// The counts, in the order in which the namespaces come up.
fn count(set: &Set) -> Vec<(Option<Arc<str>>, Count)> {
    let mut counts: Vec<(Option<Arc<str>>, Count)> = Vec::new();
    let mut at = |name: &QName, add: fn(&mut Count)| {
        let known = counts
            .iter()
            .position(|(namespace, _)| *namespace == name.namespace);
        let index = known.unwrap_or_else(|| {
            counts.push((name.namespace.clone(), Count::default()));
            counts.len() - 1
        });
        if let Some((_, count)) = counts.get_mut(index) {
            add(count);
        }
    };
    for (name, _) in super::component::global_elements(set) {
        at(&name, |count| count.elements += 1);
    }
    for (name, definition) in super::component::named_types(set) {
        match definition {
            TypeDefinition::Complex(_) => at(&name, |count| count.complex_types += 1),
            TypeDefinition::Simple(_) => at(&name, |count| count.simple_types += 1),
        }
    }
    counts
}
