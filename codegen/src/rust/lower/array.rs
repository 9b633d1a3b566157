//! Arrays of SOAP encoding: types derived from `soapenc:Array`, which are lists.
//!
//! Neither XSD nor the name of an item's element says what an array holds; `wsdl:arrayType` does (WSDL 1.1, section
//! 2.2). The table of such a type is that of a repeated element, and marked, so that the runtime takes items of any
//! name.

use std::sync::Arc;

use super::super::{
    Cardinality, Content, ElementContent, ElementRow, Field, FieldOrigin, Group, Item, ItemId,
    ItemKind, Model, Origin, Particle, Presence, Role, Shape, Struct, Term, TypeRef,
};
use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::rust::ARRAY_DIMENSIONS;
use crate::schema::{
    self, ComplexTypeDefinition, Compositor, ContentType, DerivationSet, Id, SOAP_ENCODINGS, Set,
    TypeDefinition,
};
use crate::syntax::QName;

/// What an array holds.
struct Items {
    /// The type of the innermost items; `None` where nothing is said.
    definition: Option<TypeDefinition>,
    /// The name of that type.
    name: QName,
    /// The name of an item's element.
    element: QName,
    /// How many arrays there are inside of each other.
    levels: usize,
}

/// Whether a type is one of SOAP's encoding schemas.
pub(super) fn is_of_encoding(name: Option<&QName>) -> bool {
    let namespace = name.and_then(|name| name.namespace.as_deref());
    namespace.is_some_and(|namespace| SOAP_ENCODINGS.contains(&namespace))
}

/// Whether a type is an array of SOAP encoding.
pub(super) fn is_array(set: &Set, id: Id<ComplexTypeDefinition>) -> bool {
    let mut current = id;
    for _ in 0..=set.complex_types.len() {
        let definition = &set.complex_types[current];
        let name = definition.name.as_ref();
        if is_of_encoding(name) && name.is_some_and(|name| &*name.local == "Array") {
            return true;
        }
        match definition.base {
            TypeDefinition::Complex(base) if base != current => current = base,
            _ => return false,
        }
    }
    false
}

impl Lowering<'_> {
    /// Fills the struct of an array.
    pub(super) fn fill_array(&mut self, id: Id<ComplexTypeDefinition>, item: ItemId) {
        let items = self.items(id);
        let name = self.model_name(&self.set.complex_types[id]);
        self.fill_level(&items, items.levels, name, item);
    }

    fn fill_level(&mut self, items: &Items, levels: usize, name: QName, item: ItemId) {
        let (content, shape) = if levels > 1 {
            let inner = self.add(Item {
                namespace: self
                    .result
                    .items
                    .get(item.0)
                    .and_then(|item| item.namespace.clone()),
                origin: Origin::Nested {
                    parent: item,
                    local: items.element.local.clone(),
                    role: Role::Type,
                },
                documentation: None,
                span: None,
                kind: ItemKind::Struct(Struct::default()),
                presence: Presence::Written,
            });
            self.fill_level(items, levels - 1, items.element.clone(), inner);
            (
                ElementContent::Complex(inner),
                Shape::one(TypeRef::Item(inner)),
            )
        } else {
            match items.definition {
                Some(definition) => {
                    let place = Some((item, &items.element.local));
                    self.type_content(definition, DerivationSet::NONE, place)
                }
                None => (ElementContent::Any, Shape::one(TypeRef::AnyElement)),
            }
        };
        let field = Field {
            origin: FieldOrigin::Element(items.element.clone()),
            documentation: None,
            shape: Shape {
                cardinality: Cardinality::Many,
                ..shape
            },
            default: None,
        };
        let row = ElementRow {
            name: items.element.clone(),
            field: 0,
            content,
            is_nillable: false,
            blocked: DerivationSet::NONE,
            identity: Vec::new(),
            constraint: None,
        };
        let model = Model {
            name,
            attributes: Vec::new(),
            any_attribute: None,
            content: Content::Elements(Group {
                compositor: Compositor::Sequence,
                particles: vec![Particle {
                    min: 0,
                    max: None,
                    term: Term::Element(row),
                }],
                field: None,
                is_optional: false,
            }),
            is_abstract: false,
            array_of: Some(QName {
                namespace: items.name.namespace.clone(),
                local: Arc::from(format!("{}{}", items.name.local, "[]".repeat(levels - 1))),
            }),
        };
        if let Some(slot) = self.result.items.get_mut(item.0) {
            slot.kind = ItemKind::Struct(Struct {
                fields: vec![field],
                model: Some(model),
                is_flattened: false,
            });
        }
    }

    fn items(&mut self, id: Id<ComplexTypeDefinition>) -> Items {
        let definition = &self.set.complex_types[id];
        let particle = only_element(self.set, definition);
        let element = particle.map(|element| self.set.elements[element].name.clone());
        let element = element.unwrap_or_else(|| QName::new(None, "item"));
        let stated = definition
            .attribute_uses
            .iter()
            .find_map(|attribute| Some((attribute.array_type.as_ref()?, attribute.span)));
        if let Some((array_type, span)) = stated {
            if array_type.dimensions.contains(',')
                && let Some(span) = span
            {
                let message = format!(
                    "the array has more than one dimension (`{}`); its items are one list, row by row",
                    array_type.dimensions
                );
                self.diagnostics.push(
                    Diagnostic::warning(&ARRAY_DIMENSIONS, span, message)
                        .label("written with one dimension"),
                );
            }
            return Items {
                definition: self.set.type_named(&array_type.item),
                name: array_type.item.clone(),
                element,
                levels: array_type.dimensions.matches('[').count().max(1),
            };
        }
        let definition = particle.map(|element| self.set.elements[element].type_definition);
        let name = definition.and_then(|definition| self.set.type_name(definition).cloned());
        Items {
            definition,
            name: name.unwrap_or_else(|| QName::new(Some(schema::XSD_NAMESPACE), "anyType")),
            element,
            levels: 1,
        }
    }
}

/// The one element that the content of a type is made of.
fn only_element(
    set: &Set,
    definition: &ComplexTypeDefinition,
) -> Option<Id<schema::ElementDeclaration>> {
    let (ContentType::ElementOnly(mut particle) | ContentType::Mixed(mut particle)) =
        definition.content
    else {
        return None;
    };
    loop {
        match set.particles[particle].term {
            schema::Term::Element(element) => return Some(element),
            schema::Term::Wildcard(_) => return None,
            schema::Term::Group(group) => match set.groups[group].particles.as_slice() {
                [only] => particle = *only,
                _ => return None,
            },
        }
    }
}
