//! Applies what an overlay says: open enumerations, secrets, idempotent operations, headers and codes of faults.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::code::rust::{OVERLAY_FIELD_TYPE, OVERLAY_UNMATCHED};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::overlay::{FaultCodes, FieldName, HeaderDefault, OpenEnum, Overlay};
use crate::rust::{
    Crate, EnumValue, FaultKind, FaultKinds, Field, FieldOrigin, Item, ItemId, ItemKind, Origin,
    Presence, Role, Shape, TypeRef,
};
use crate::schema::Builtin;
use crate::source::Span;
use crate::syntax::QName;

pub(super) fn run(crate_: &mut Crate, overlay: &Overlay, diagnostics: &mut Diagnostics) {
    let mut application = Application {
        crate_,
        diagnostics,
    };
    application.open_enums(&overlay.open_enums);
    for field in &overlay.secrets {
        application.change_field(field, "a secret", &TypeRef::Secret);
    }
    for header in &overlay.headers {
        application.header(header);
    }
    for fault in &overlay.faults {
        application.fault(fault);
    }
}

/// Marks the operations that may be sent again.
pub(super) fn mark_idempotent(
    crate_: &mut Crate,
    overlay: &Overlay,
    diagnostics: &mut Diagnostics,
) {
    for name in &overlay.idempotent {
        let (plain, may_lack) = match name.value.strip_suffix('?') {
            Some(plain) => (plain, true),
            None => (name.value.as_ref(), false),
        };
        let mut is_known = false;
        let operations = crate_
            .interfaces
            .iter_mut()
            .flat_map(|interface| &mut interface.operations);
        for operation in operations.filter(|operation| operation.name.as_ref() == plain) {
            operation.is_idempotent = true;
            is_known = true;
        }
        if !is_known && !may_lack {
            diagnostics.push(unmatched(name.span, "no interface has this operation"));
        }
    }
}

struct Application<'a> {
    crate_: &'a mut Crate,
    diagnostics: &'a mut Diagnostics,
}

impl Application<'_> {
    fn open_enums(&mut self, open_enums: &[OpenEnum]) {
        let by_name: HashMap<&str, &OpenEnum> = open_enums
            .iter()
            .map(|open_enum| (open_enum.name.value.as_ref(), open_enum))
            .collect();
        for open_enum in open_enums {
            let mut values = Vec::new();
            collect_values(open_enum, &by_name, &mut values, &mut Vec::new());
            let item = Item {
                namespace: self.crate_.primary_namespace.clone(),
                origin: Origin::Overlay(open_enum.name.value.clone()),
                documentation: open_enum.doc.as_deref().map(Arc::from),
                span: None,
                kind: ItemKind::OpenEnumeration(values),
                presence: Presence::Written,
            };
            self.crate_.items.push(item);
            let type_ref = TypeRef::Item(ItemId(self.crate_.items.len() - 1));
            for field in &open_enum.fields {
                self.change_field(field, "an open enumeration", &type_ref);
            }
        }
    }

    /// Gives all fields of a name another type than string.
    fn change_field(&mut self, name: &FieldName, what: &str, type_ref: &TypeRef) {
        let mut is_known = false;
        let mut wrong = None;
        for item in &mut self.crate_.items {
            let Some(container) = component_name(&item.origin) else {
                continue;
            };
            if !name.container.matches(container) {
                continue;
            }
            if let ItemKind::Struct(record) = &mut item.kind
                && let Some(field) = record
                    .fields
                    .iter_mut()
                    .find(|field| is_field(field, &name.field))
            {
                is_known = true;
                if is_string(&field.shape) {
                    field.shape.type_ref = type_ref.clone();
                } else {
                    wrong = Some(format!("{}/{}", container.local, name.field));
                }
            }
        }
        if let Some(wrong) = wrong {
            self.diagnostics.push(
                Diagnostic::error(
                    &OVERLAY_FIELD_TYPE,
                    name.span,
                    format!("`{wrong}` can't be {what}: it is not a string"),
                )
                .label("expected a field of type xsd:string, or a list of such that is flattened"),
            );
        } else if !is_known && !name.optional {
            self.unmatched(name.span, "no type or element of the schema has this field");
        }
    }

    /// Lets clients send another element for a header part.
    fn header(&mut self, header: &HeaderDefault) {
        let Some(send) = &header.send else {
            return;
        };
        let Some(sent) = self
            .crate_
            .elements
            .iter()
            .position(|element| element.row.name == send.value)
        else {
            self.unmatched(send.span, "no schema declares this element");
            return;
        };
        let elements = &self.crate_.elements;
        for interface in &mut self.crate_.interfaces {
            for part in &mut interface.headers {
                let name = elements.get(part.element).map(|element| &element.row.name);
                if name.is_some_and(|name| header.element.value.matches(name)) {
                    part.element = sent;
                }
            }
            let mut seen = Vec::new();
            interface.headers.retain(|part| {
                let is_new = !seen.contains(&part.element);
                seen.push(part.element);
                is_new
            });
        }
    }

    /// Names the codes of a fault.
    fn fault(&mut self, fault: &FaultCodes) {
        let matching =
            |element: &&crate::rust::GlobalElement| fault.element.value.matches(&element.row.name);
        let structs: Vec<ItemId> = self
            .crate_
            .elements
            .iter()
            .filter(matching)
            .filter_map(|element| match &element.shape.type_ref {
                TypeRef::Item(item) => Some(*item),
                _ => None,
            })
            .collect();
        if structs.is_empty() {
            self.unmatched(fault.element.span, "no schema declares this element");
        }
        let Some(code) = &fault.code else {
            return;
        };
        for item in structs {
            self.fault_kinds(fault, item, &code.value, code.span);
        }
    }

    fn fault_kinds(&mut self, fault: &FaultCodes, id: ItemId, code: &str, span: Span) {
        let Some(Item {
            kind: ItemKind::Struct(record),
            namespace,
            ..
        }) = self.crate_.items.get(id.0)
        else {
            return;
        };
        let Some(field) = record.fields.iter().position(|field| is_field(field, code)) else {
            self.unmatched(span, "the fault has no such field");
            return;
        };
        let kinds = fault.kinds.iter().map(|kind| FaultKind {
            name: kind.name.value.clone(),
            code: kind.code.clone(),
            documentation: kind.doc.as_deref().map(Arc::from),
        });
        let item = Item {
            namespace: namespace.clone(),
            origin: Origin::Nested {
                parent: id,
                local: Arc::from(""),
                role: Role::FaultKind,
            },
            documentation: None,
            span: None,
            kind: ItemKind::FaultKinds(FaultKinds {
                fault: id,
                field,
                kinds: kinds.collect(),
            }),
            presence: Presence::Written,
        };
        self.crate_.items.push(item);
    }

    fn unmatched(&mut self, span: Span, label: &str) {
        self.diagnostics.push(unmatched(span, label));
    }
}

fn unmatched(span: Span, label: &str) -> Diagnostic {
    Diagnostic::error(
        &OVERLAY_UNMATCHED,
        span,
        "the overlay names what the schema doesn't have",
    )
    .label(label)
    .help("a trailing `?` says that some versions of the schema lack it")
}

/// The values of an open enumeration, those of the ones that it includes first, each once.
fn collect_values(
    open_enum: &OpenEnum,
    by_name: &HashMap<&str, &OpenEnum>,
    values: &mut Vec<EnumValue>,
    path: &mut Vec<Arc<str>>,
) {
    if path.contains(&open_enum.name.value) {
        return;
    }
    path.push(open_enum.name.value.clone());
    for included in &open_enum.includes {
        if let Some(included) = by_name.get(included.value.as_ref()) {
            collect_values(included, by_name, values, path);
        }
    }
    path.pop();
    for value in &open_enum.values {
        if values.iter().any(|known| known.text == value.value) {
            continue;
        }
        values.push(EnumValue {
            text: value.value.clone(),
            documentation: value.doc.as_deref().map(Arc::from),
            deprecated: value.deprecated.as_deref().map(Arc::from),
        });
    }
}

/// The name of the component that an item stands for.
fn component_name(origin: &Origin) -> Option<&QName> {
    match origin {
        Origin::Type(name) | Origin::Element(name) | Origin::Message { name, .. } => Some(name),
        Origin::Group(_) | Origin::Overlay(_) | Origin::Nested { .. } | Origin::InGroup { .. } => {
            None
        }
    }
}

fn is_field(field: &Field, local: &str) -> bool {
    match &field.origin {
        FieldOrigin::Element(name) | FieldOrigin::Attribute(name) => name.local.as_ref() == local,
        FieldOrigin::Group { .. }
        | FieldOrigin::Text
        | FieldOrigin::Mixed
        | FieldOrigin::Any
        | FieldOrigin::AnyAttributes => false,
    }
}

fn is_string(shape: &Shape) -> bool {
    matches!(
        shape.type_ref,
        TypeRef::Builtin(Builtin::String | Builtin::NormalizedString | Builtin::Token)
    )
}
