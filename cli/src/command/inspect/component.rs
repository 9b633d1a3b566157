//! Elements and types: the list, one type, a tree.

use serde_json::{Value, json};
use soapstone_codegen::schema::{
    ContentType, DerivationMethod, ElementDeclaration, Id, Scope, Set, SimpleTypeDefinition,
    TypeDefinition, Variety,
};
use soapstone_codegen::service::{Message, Operation, PartContent};
use soapstone_codegen::syntax::QName;

use super::Subject;
use crate::outcome::Failure;
use crate::view::{Expansion, Node, Trees, columns, facets, first_line, place};

/// The global elements, in document order.
pub(super) fn global_elements(set: &Set) -> Vec<(QName, Id<ElementDeclaration>)> {
    let global = set
        .elements
        .iter()
        .filter(|(_, element)| element.scope == Scope::Global);
    global
        .map(|(id, element)| (element.name.clone(), id))
        .collect()
}

/// The named types, in document order; built-in ones are not among them, nor are those that were redefined.
pub(super) fn named_types(set: &Set) -> Vec<(QName, TypeDefinition)> {
    let complex = set.complex_types.ids().map(TypeDefinition::Complex);
    let simple = set.simple_types.ids().map(TypeDefinition::Simple);
    let named = complex.chain(simple).filter_map(|definition| {
        set.type_span(definition)?;
        let name = set.type_name(definition)?;
        (set.type_named(name) == Some(definition)).then(|| (name.clone(), definition))
    });
    named.collect()
}

/// All global elements and named types, a line each.
pub(super) fn list(subject: &Subject<'_>) -> (String, Value) {
    let set = &subject.analysis.set;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (name, id) in global_elements(set) {
        let definition = set.elements[id].type_definition;
        let type_name = subject
            .names
            .show_type(set, definition)
            .unwrap_or_else(|| String::from("anonymous type"));
        rows.push(vec![
            String::from("element"),
            subject.names.show(&name),
            type_name,
        ]);
        let type_name = set.type_name(definition).map(ToString::to_string);
        json.push(json!({ "kind": "element", "name": name.to_string(), "type": type_name }));
    }
    for (name, definition) in named_types(set) {
        let summary = summary(subject, definition);
        let kind = kind(definition);
        rows.push(vec![
            kind.to_owned(),
            subject.names.show(&name),
            summary.clone(),
        ]);
        let base = set
            .type_name(set.base_type(definition))
            .map(ToString::to_string);
        json.push(
            json!({ "kind": kind, "name": name.to_string(), "base": base, "summary": summary }),
        );
    }
    (columns("", &rows), json!({ "components": json }))
}

/// One type.
pub(super) fn one_type(subject: &Subject<'_>, wanted: &str) -> Result<(String, Value), Failure> {
    let set = &subject.analysis.set;
    let definition = subject.names.find("type", wanted, &named_types(set))?;
    let name = set
        .type_name(definition)
        .map(ToString::to_string)
        .unwrap_or_default();
    let place = set
        .type_span(definition)
        .map(|span| place(&subject.analysis.documents, span));
    let documentation = match definition {
        TypeDefinition::Simple(id) => set.simple_types[id].documentation.clone(),
        TypeDefinition::Complex(id) => set.complex_types[id].documentation.clone(),
    };
    let derived: Vec<String> = set
        .types_derived_from(definition)
        .iter()
        .filter_map(|derived| subject.names.show_type(set, *derived))
        .collect();
    let mut text = format!("{} type {name}\n", kind(definition));
    let mut rows = vec![vec![String::from("is"), summary(subject, definition)]];
    rows.extend(
        place
            .iter()
            .map(|place| vec![String::from("at"), place.clone()]),
    );
    rows.extend(
        documentation
            .iter()
            .map(|text| vec![String::from("says"), first_line(text).to_owned()]),
    );
    if !derived.is_empty() {
        rows.push(vec![String::from("base of"), derived.join(", ")]);
    }
    text.push_str(&columns("  ", &rows));
    let mut json = json!({
        "kind": kind(definition),
        "name": name,
        "summary": summary(subject, definition),
        "place": place,
        "documentation": documentation.as_deref(),
        "derived": derived,
    });
    let inside = match definition {
        TypeDefinition::Simple(id) => simple_type(set, id, &mut text),
        TypeDefinition::Complex(_) => {
            let nodes = Trees::new(set, subject.names, Expansion::Anonymous).members(definition);
            nodes.iter().for_each(|node| node.write(1, &mut text));
            json!({ "members": nodes.iter().map(Node::to_json).collect::<Value>() })
        }
    };
    if let (Value::Object(object), Value::Object(inside)) = (&mut json, inside) {
        object.extend(inside);
    }
    Ok((text, json))
}

/// The tree of an operation, an element or a type.
pub(super) fn tree(
    subject: &Subject<'_>,
    wanted: &str,
    depth: usize,
) -> Result<(String, Value), Failure> {
    let set = &subject.analysis.set;
    let mut trees = Trees::new(set, subject.names, Expansion::Levels(depth));
    if let Some(operation) = find_operation(subject, wanted) {
        return Ok(operation_tree(subject, operation, &mut trees));
    }
    let elements = global_elements(set)
        .into_iter()
        .map(|(name, id)| (name, Root::Element(id)));
    let types = named_types(set)
        .into_iter()
        .map(|(name, definition)| (name, Root::Type(definition)));
    let mut all: Vec<(QName, Root)> = elements.collect();
    // An element hides the type of the same name: the tree of the element shows the type.
    let types = types
        .filter(|(name, _)| !all.iter().any(|(other, _)| other == name))
        .collect::<Vec<_>>();
    all.extend(types);
    let mut text = String::new();
    let json = match subject
        .names
        .find("operation, element or type", wanted, &all)?
    {
        Root::Element(id) => {
            let node = trees.element(id);
            node.write(0, &mut text);
            json!({ "element": node.to_json() })
        }
        Root::Type(definition) => {
            let nodes = trees.members(definition);
            text.push_str(&format!(
                "{} type {}\n",
                kind(definition),
                subject.names.show_type(set, definition).unwrap_or_default()
            ));
            nodes.iter().for_each(|node| node.write(1, &mut text));
            json!({ "type": wanted, "members": nodes.iter().map(Node::to_json).collect::<Value>() })
        }
    };
    Ok((text, json))
}

#[derive(Clone, Copy)]
enum Root {
    Element(Id<ElementDeclaration>),
    Type(TypeDefinition),
}

fn find_operation<'a>(subject: &Subject<'a>, wanted: &str) -> Option<&'a Operation> {
    let interfaces = subject.analysis.services.interfaces.iter();
    interfaces
        .flat_map(|interface| &interface.operations)
        .find(|operation| *operation.name == *wanted)
}

fn operation_tree(
    subject: &Subject<'_>,
    operation: &Operation,
    trees: &mut Trees<'_>,
) -> (String, Value) {
    let mut text = format!("operation {}\n", operation.name);
    let mut sections = Vec::new();
    let mut message = |kind: &str, message: &Message| {
        for header in &message.headers {
            sections.push((
                format!("{kind} header"),
                part(subject, &header.part.content, trees),
            ));
        }
        for body in &message.body {
            sections.push((kind.to_owned(), part(subject, &body.content, trees)));
        }
    };
    message("input", &operation.input);
    if let Some(output) = &operation.output {
        message("output", output);
    }
    for fault in &operation.faults {
        sections.push((
            format!("fault {}", fault.name),
            part(subject, &fault.part.content, trees),
        ));
    }
    for (title, nodes) in &sections {
        text.push_str(&format!("  {title}\n"));
        nodes.iter().for_each(|node| node.write(2, &mut text));
    }
    let sections = sections.iter().map(|(title, nodes)| {
        json!({ "part": title, "tree": nodes.iter().map(Node::to_json).collect::<Value>() })
    });
    (
        text,
        json!({ "operation": &*operation.name, "parts": sections.collect::<Value>() }),
    )
}

fn part(subject: &Subject<'_>, content: &PartContent, trees: &mut Trees<'_>) -> Vec<Node> {
    let set = &subject.analysis.set;
    match content {
        PartContent::Element(name) => set
            .element_named(&name.value)
            .map(|id| trees.element(id))
            .into_iter()
            .collect(),
        PartContent::Type(name) => set
            .type_named(&name.value)
            .map(|definition| trees.members(definition))
            .unwrap_or_default(),
    }
}

fn kind(definition: TypeDefinition) -> &'static str {
    match definition {
        TypeDefinition::Simple(_) => "simple",
        TypeDefinition::Complex(_) => "complex",
    }
}

/// What a type is, in a few words.
fn summary(subject: &Subject<'_>, definition: TypeDefinition) -> String {
    let set = &subject.analysis.set;
    let base = subject
        .names
        .show_type(set, set.base_type(definition))
        .unwrap_or_else(|| String::from("an anonymous type"));
    match definition {
        TypeDefinition::Simple(id) => simple_summary(subject, id, &base),
        TypeDefinition::Complex(id) => {
            let complex = &set.complex_types[id];
            let content = match complex.content {
                ContentType::Empty => "no content",
                ContentType::Simple(_) => "text",
                ContentType::ElementOnly(_) => "elements",
                ContentType::Mixed(_) => "mixed text and elements",
            };
            let content = match complex.attribute_uses.is_empty() {
                true => String::from(content),
                false => format!("{content}, attributes"),
            };
            let derivation = match complex.derivation {
                _ if complex.base == TypeDefinition::Complex(set.any_type()) => String::new(),
                DerivationMethod::Extension => format!("extends {base}: "),
                DerivationMethod::Restriction => format!("restricts {base}: "),
            };
            let is_abstract = if complex.is_abstract {
                "abstract, "
            } else {
                ""
            };
            format!("{is_abstract}{derivation}{content}")
        }
    }
}

fn simple_summary(subject: &Subject<'_>, id: Id<SimpleTypeDefinition>, base: &str) -> String {
    let set = &subject.analysis.set;
    let simple = &set.simple_types[id];
    let name = |id: Id<SimpleTypeDefinition>| {
        let name = subject.names.show_type(set, TypeDefinition::Simple(id));
        name.unwrap_or_else(|| String::from("an anonymous type"))
    };
    let derives_here = simple.base == TypeDefinition::Simple(set.any_simple_type());
    match &simple.variety {
        Variety::List { item } if derives_here => format!("list of {}", name(*item)),
        Variety::Union { members } if derives_here => {
            format!(
                "union of {}",
                members
                    .iter()
                    .map(|member| name(*member))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        Variety::Absent | Variety::Atomic { .. } | Variety::List { .. } | Variety::Union { .. } => {
            let values = simple
                .facets
                .enumeration
                .as_ref()
                .map(|values| crate::console::counted(values.len(), "value"));
            values.map_or_else(
                || format!("restricts {base}"),
                |values| format!("restricts {base}: {values}"),
            )
        }
    }
}

fn simple_type(set: &Set, id: Id<SimpleTypeDefinition>, text: &mut String) -> Value {
    let all = set.facets(id);
    // The built-in bases say how white space is treated; only what the files state is of interest.
    let facets: Vec<(&str, String)> = facets(&all)
        .into_iter()
        .filter(|(name, _)| *name != "whiteSpace")
        .collect();
    let rows: Vec<Vec<String>> = facets
        .iter()
        .map(|(name, value)| vec![(*name).to_owned(), value.clone()])
        .collect();
    text.push_str(&columns("  ", &rows));
    let values = all.enumeration.unwrap_or_default();
    let rows = values.iter().map(|value| {
        let documentation = value
            .documentation
            .as_deref()
            .map(first_line)
            .unwrap_or_default();
        vec![format!("{:?}", value.value.text), documentation.to_owned()]
    });
    text.push_str(&columns("    ", &rows.collect::<Vec<_>>()));
    let facets = facets
        .iter()
        .map(|(name, value)| json!({ "facet": name, "value": value }));
    let values = values.iter().map(|value| json!({ "value": &*value.value.text, "documentation": value.documentation.as_deref() }));
    json!({ "facets": facets.collect::<Value>(), "values": values.collect::<Value>() })
}
