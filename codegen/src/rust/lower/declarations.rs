//! What wildcards and `xsi:type` refer to by name: all that a set declares globally. What of it is needed is decided
//! when it is known what is written.

use super::super::{AttributeRow, Declarations, DeclaredElement, ElementContent, NamedType};
use super::{Lowering, lower_constraint};
use crate::schema::{
    AttributeDeclaration, DerivationMethod, ProcessContents, Scope, TypeDefinition,
};
use crate::syntax::QName;

/// The namespace of `xsi:type`, whose attributes are known to all.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl Lowering<'_> {
    pub(super) fn declarations(&mut self) {
        let elements = self.result.elements.iter().map(|element| DeclaredElement {
            row: element.row.clone(),
            is_abstract: self.set.elements[element.declaration].is_abstract,
        });
        let mut declarations = Declarations {
            elements: elements.collect(),
            attributes: Vec::new(),
            types: self.named_types(),
        };
        if self.has_open_content() {
            declarations.attributes = self.global_attributes();
        }
        declarations
            .elements
            .sort_by(|one, other| order(&one.row.name, &other.row.name));
        declarations
            .attributes
            .sort_by(|one, other| order(&one.name, &other.name));
        declarations
            .types
            .sort_by(|one, other| order(&one.name, &other.name));
        self.result.declarations = Some(declarations);
    }

    /// Whether documents may have what only their declarations tell of.
    fn has_open_content(&self) -> bool {
        let any_type = TypeDefinition::Complex(self.set.any_type());
        let of_any_type =
            |element: &crate::schema::ElementDeclaration| element.type_definition == any_type;
        let is_checked = |wildcard: &crate::schema::Wildcard| {
            wildcard.span.is_some() && wildcard.process_contents != ProcessContents::Skip
        };
        self.set
            .elements
            .iter()
            .any(|(_, element)| of_any_type(element))
            || self
                .set
                .wildcards
                .iter()
                .any(|(_, wildcard)| is_checked(wildcard))
    }

    fn global_attributes(&mut self) -> Vec<AttributeRow> {
        let set = self.set;
        let is_own = |attribute: &AttributeDeclaration| {
            attribute.scope == Scope::Global
                && attribute.name.namespace.as_deref() != Some(INSTANCE)
                && set.attribute_named(&attribute.name).is_some()
        };
        let own = set
            .attributes
            .iter()
            .filter(|(_, attribute)| is_own(attribute));
        own.map(|(_, attribute)| AttributeRow {
            name: attribute.name.clone(),
            field: 0,
            simple_type: self.simple_ref(attribute.type_definition),
            required: false,
            constraint: attribute.value_constraint.as_ref().map(lower_constraint),
        })
        .collect()
    }

    fn named_types(&mut self) -> Vec<NamedType> {
        let set = self.set;
        let mut types = Vec::new();
        for (id, definition) in set.simple_types.iter() {
            let own = TypeDefinition::Simple(id);
            if let Some(name) = &definition.name
                && definition.builtin.is_none()
                && set.type_named(name) == Some(own)
            {
                types.push(NamedType {
                    name: name.clone(),
                    content: ElementContent::Simple(self.simple_ref(id)),
                    base: None,
                    is_extension: false,
                });
            }
        }
        for (id, definition) in set.complex_types.iter() {
            let own = TypeDefinition::Complex(id);
            if let Some(name) = &definition.name
                && set.type_named(name) == Some(own)
                && let Some(item) = self.structs.get(&id)
            {
                types.push(NamedType {
                    name: name.clone(),
                    content: ElementContent::Complex(*item),
                    base: self.base_name(own),
                    is_extension: definition.derivation == DerivationMethod::Extension,
                });
            }
        }
        types
    }

    /// The name of the type that a complex type is derived from.
    fn base_name(&self, definition: TypeDefinition) -> Option<QName> {
        let base = self.set.base_type(definition);
        let is_any_type = base == TypeDefinition::Complex(self.set.any_type());
        self.set.type_name(base).filter(|_| !is_any_type).cloned()
    }
}

/// The order in which the runtime looks for names.
fn order(one: &QName, other: &QName) -> std::cmp::Ordering {
    let key = |name: &QName| -> (String, String) {
        (
            name.namespace.as_deref().unwrap_or_default().to_owned(),
            name.local.to_string(),
        )
    };
    key(one).cmp(&key(other))
}
