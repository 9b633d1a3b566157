//! What messages have that no schema declares: the wrappers of rpc style, bodies of several parts, parts with a type.
//!
//! Each becomes a struct, or a tuple struct around a value of the type, with a table like any other, so that nothing
//! behind this knows that there is no declaration.

use std::sync::Arc;

use super::super::{
    Cardinality, Content, ElementContent, ElementRow, Field, FieldOrigin, GlobalElement, Group,
    Item, ItemId, ItemKind, Model, Origin, Particle, Presence, Shape, Struct, Term,
};
use super::Lowering;
use super::service::Unusable;
use crate::schema::{Compositor, DerivationSet};
use crate::service::{Message, Part, PartContent, Use};
use crate::source::Span;
use crate::syntax::QName;

/// Which synthesised elements are the same: those of one name whose parts are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    name: QName,
    parts: Vec<(Arc<str>, bool, QName)>,
    is_encoded: bool,
}

impl Lowering<'_> {
    /// An element with the parts of a message in it, in their order.
    pub(super) fn parts_element(
        &mut self,
        name: &QName,
        place: Arc<str>,
        message: &Message,
        is_encoded: bool,
    ) -> Result<usize, Unusable> {
        let key = Key {
            name: name.clone(),
            parts: message.body.iter().map(part_key).collect(),
            is_encoded,
        };
        if let Some(element) = self.messages.get(&key) {
            return Ok(*element);
        }
        for part in &message.body {
            self.check_part(part)?;
        }
        let item = self.message_item(
            name,
            place,
            message.documentation.as_deref(),
            message.span,
            ItemKind::Struct(Struct::default()),
        );
        let mut record = Struct::default();
        let mut particles = Vec::new();
        for part in &message.body {
            particles.extend(self.part_field(part, item, is_encoded, &mut record.fields));
        }
        record.model = Some(Model {
            name: name.clone(),
            attributes: Vec::new(),
            any_attribute: None,
            content: Content::Elements(Group {
                compositor: Compositor::Sequence,
                particles,
                field: None,
                is_optional: false,
            }),
            is_abstract: false,
            array_of: None,
        });
        if let Some(slot) = self.result.items.get_mut(item.0) {
            slot.kind = ItemKind::Struct(record);
        }
        let shape = Shape::one(super::TypeRef::Item(item));
        let content = ElementContent::Complex(item);
        Ok(self.message_element(key, item, shape, content))
    }

    fn check_part(&self, part: &Part) -> Result<(), Unusable> {
        match &part.content {
            PartContent::Element(name) if self.set.element_named(&name.value).is_none() => {
                Err(self.unknown_element(part, name))
            }
            PartContent::Type(name) if self.set.type_named(&name.value).is_none() => {
                Err(Self::unknown_type(part, name))
            }
            PartContent::Element(_) | PartContent::Type(_) => Ok(()),
        }
    }

    /// An element by this name whose content is of the type of a part.
    pub(super) fn typed_element(
        &mut self,
        part: &Part,
        name: QName,
        place: Arc<str>,
        use_: Use,
    ) -> Result<usize, Unusable> {
        self.check_part(part)?;
        let type_name = part.content.name();
        let key = Key {
            name: name.clone(),
            parts: vec![part_key(part)],
            is_encoded: use_ == Use::Encoded,
        };
        if let Some(element) = self.messages.get(&key) {
            return Ok(*element);
        }
        let Some(definition) = self.set.type_named(&type_name.value) else {
            return Err(Self::unknown_type(part, type_name));
        };
        let (content, shape) = self.type_content(definition, DerivationSet::NONE, None);
        let kind = ItemKind::Element {
            inner: shape.clone(),
        };
        let item = self.message_item(&name, place, None, part.span, kind);
        Ok(self.message_element(key, item, shape, content))
    }

    fn message_item(
        &mut self,
        name: &QName,
        place: Arc<str>,
        documentation: Option<&str>,
        span: Span,
        kind: ItemKind,
    ) -> ItemId {
        self.add(Item {
            namespace: name.namespace.clone(),
            origin: Origin::Message {
                name: name.clone(),
                place,
            },
            documentation: documentation.map(Arc::from),
            span: Some(span),
            kind,
            presence: Presence::Written,
        })
    }

    fn message_element(
        &mut self,
        key: Key,
        item: ItemId,
        shape: Shape,
        content: ElementContent,
    ) -> usize {
        self.result.elements.push(GlobalElement {
            declaration: None,
            documentation: None,
            item: Some(item),
            shape,
            row: ElementRow {
                name: key.name.clone(),
                field: 0,
                content,
                is_nillable: false,
                blocked: DerivationSet::NONE,
                identity: Vec::new(),
                constraint: None,
            },
        });
        let index = self.result.elements.len() - 1;
        self.messages.insert(key, index);
        index
    }

    /// The field of a part, and its row: an element without a namespace that is named like the part, or the element
    /// that the part names.
    fn part_field(
        &mut self,
        part: &Part,
        parent: ItemId,
        is_encoded: bool,
        fields: &mut Vec<Field>,
    ) -> Option<Particle> {
        let (row, mut shape, documentation) = match &part.content {
            PartContent::Element(name) => {
                let element = self.set.element_named(&name.value)?;
                let (row, shape) = self.element_row(element, fields.len(), parent);
                (row, shape, self.set.elements[element].documentation.clone())
            }
            PartContent::Type(name) => {
                let definition = self.set.type_named(&name.value)?;
                let place = Some((parent, &part.name));
                let (content, shape) = self.type_content(definition, DerivationSet::NONE, place);
                let row = ElementRow {
                    name: QName {
                        namespace: None,
                        local: part.name.clone(),
                    },
                    field: fields.len(),
                    content,
                    is_nillable: false,
                    blocked: DerivationSet::NONE,
                    identity: Vec::new(),
                    constraint: None,
                };
                (row, shape, None)
            }
        };
        // Any value may be left out or nil by the rules of encoding (SOAP 1.1, section 5.1).
        if is_encoded {
            shape.cardinality = Cardinality::Optional;
        }
        fields.push(Field {
            origin: FieldOrigin::Element(row.name.clone()),
            documentation,
            shape,
            default: None,
        });
        Some(Particle {
            min: u32::from(!is_encoded),
            max: Some(1),
            term: Term::Element(row),
        })
    }
}

fn part_key(part: &Part) -> (Arc<str>, bool, QName) {
    let is_element = matches!(part.content, PartContent::Element(_));
    (
        part.name.clone(),
        is_element,
        part.content.name().value.clone(),
    )
}
