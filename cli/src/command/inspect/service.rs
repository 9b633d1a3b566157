//! Operations and their messages.

use serde_json::{Value, json};
use soapstone_codegen::service::{Interface, Message, Operation, Part, PartContent, Style, Use};

use super::Subject;
use crate::view::{columns, first_line, place};

/// All operations in full, as text and as JSON.
pub(super) fn list(subject: &Subject<'_>) -> (String, Value) {
    let (mut text, mut json) = (String::new(), Vec::new());
    for interface in &subject.analysis.services.interfaces {
        for (index, operation) in interface.operations.iter().enumerate() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&in_full(subject, interface, index, operation));
            let mut object = to_json(subject, operation);
            if let Some(object) = object.as_object_mut() {
                object.insert(String::from("interface"), json!(interface.name.to_string()));
            }
            json.push(object);
        }
    }
    (text, json!({ "operations": json }))
}

/// An operation in one line: name, input, output, faults.
pub(super) fn row(subject: &Subject<'_>, operation: &Operation) -> Vec<String> {
    let output = match &operation.output {
        Some(output) => format!("-> {}", body(subject, output)),
        None => String::from("one-way"),
    };
    let faults: Vec<String> = operation
        .faults
        .iter()
        .map(|fault| content(subject, &fault.part))
        .collect();
    let faults = if faults.is_empty() {
        String::new()
    } else {
        format!("faults {}", faults.join(", "))
    };
    vec![
        operation.name.to_string(),
        body(subject, &operation.input),
        output,
        faults,
    ]
}

/// An operation as JSON.
pub(super) fn to_json(subject: &Subject<'_>, operation: &Operation) -> Value {
    let part = |part: &Part| {
        let (kind, name) = match &part.content {
            PartContent::Element(name) => ("element", name.value.to_string()),
            PartContent::Type(name) => ("type", name.value.to_string()),
        };
        json!({ "part": &*part.name, kind: name })
    };
    let message = |message: &Message| {
        json!({
            "message": message.name.to_string(),
            "wrapper": message.wrapper.as_ref().map(ToString::to_string),
            "body": message.body.iter().map(part).collect::<Value>(),
            "headers": message.headers.iter().map(|header| part(&header.part)).collect::<Value>(),
        })
    };
    let faults = operation
        .faults
        .iter()
        .map(|fault| json!({ "name": &*fault.name, "detail": part(&fault.part) }));
    json!({
        "name": &*operation.name,
        "style": style(operation),
        "actions": actions(subject, operation),
        "input": message(&operation.input),
        "output": operation.output.as_ref().map(message),
        "faults": faults.collect::<Value>(),
        "documentation": operation.documentation,
        "place": place(&subject.analysis.documents, operation.span),
    })
}

fn in_full(
    subject: &Subject<'_>,
    interface: &Interface,
    index: usize,
    operation: &Operation,
) -> String {
    let mut text = format!(
        "operation {}  {}, {}\n",
        operation.name,
        interface.name,
        style(operation)
    );
    if let Some(documentation) = &operation.documentation {
        text.push_str(&format!("  {}\n", first_line(documentation)));
    }
    let mut rows = vec![vec![String::from("input"), body(subject, &operation.input)]];
    let header = |kind: &str, message: &Message| {
        let headers = message
            .headers
            .iter()
            .map(|header| vec![format!("{kind} header"), content(subject, &header.part)]);
        headers.collect::<Vec<_>>()
    };
    rows.extend(header("input", &operation.input));
    match &operation.output {
        Some(output) => {
            rows.push(vec![String::from("output"), body(subject, output)]);
            rows.extend(header("output", output));
        }
        None => rows.push(vec![String::from("output"), String::from("none, one-way")]),
    }
    rows.extend(operation.faults.iter().map(|fault| {
        vec![
            format!("fault {}", fault.name),
            content(subject, &fault.part),
        ]
    }));
    let mut actions = subject.analysis.services.bindings.iter().filter(|binding| {
        subject
            .analysis
            .services
            .interface(binding.interface)
            .is_some_and(|bound| std::ptr::eq(bound, interface))
    });
    let action = actions.find_map(|binding| binding.actions.get(index)?.as_ref());
    if let Some(action) = action.filter(|action| action.stated) {
        rows.push(vec![String::from("action"), format!("{:?}", action.uri)]);
    }
    rows.push(vec![
        String::from("at"),
        place(&subject.analysis.documents, operation.span),
    ]);
    text.push_str(&columns("  ", &rows));
    text
}

/// The SOAP actions that the bindings state for an operation.
fn actions(subject: &Subject<'_>, operation: &Operation) -> Vec<String> {
    let services = &subject.analysis.services;
    let mut actions: Vec<String> = Vec::new();
    for binding in &services.bindings {
        let Some(interface) = services.interface(binding.interface) else {
            continue;
        };
        let index = interface
            .operations
            .iter()
            .position(|other| std::ptr::eq(other, operation));
        let action = index.and_then(|index| binding.actions.get(index)?.as_ref());
        if let Some(action) = action.filter(|action| action.stated) {
            actions.push(action.uri.to_string());
        }
    }
    actions.dedup();
    actions
}

fn style(operation: &Operation) -> String {
    let style = match operation.style {
        Style::Document => "document",
        Style::Rpc => "rpc",
    };
    let use_ = match operation.use_ {
        Use::Literal => "literal",
        Use::Encoded => "encoded",
    };
    format!("{style}/{use_}")
}

/// The body of a message: its element, or the parts of an rpc call.
fn body(subject: &Subject<'_>, message: &Message) -> String {
    let parts: Vec<String> = message
        .body
        .iter()
        .map(|part| content(subject, part))
        .collect();
    match &message.wrapper {
        None if parts.is_empty() => String::from("empty"),
        None => parts.join(", "),
        Some(_) => {
            let parts = message
                .body
                .iter()
                .zip(&parts)
                .map(|(part, content)| format!("{}: {content}", part.name));
            format!("({})", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn content(subject: &Subject<'_>, part: &Part) -> String {
    match &part.content {
        PartContent::Element(name) | PartContent::Type(name) => subject.names.show(&name.value),
    }
}
