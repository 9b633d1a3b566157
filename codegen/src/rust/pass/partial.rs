//! Types that only outputs reach get optional fields, for services that leave out required elements on request.

use super::reach::Reached;
use crate::rust::{
    Body, Cardinality, Content, Crate, FieldOrigin, Group, ItemId, ItemKind, Struct,
};

pub(super) fn run(crate_: &mut Crate) {
    let (mut inputs, mut outputs) = (Reached::default(), Reached::default());
    for interface in &crate_.interfaces {
        let faults = interface.faults.iter().map(|fault| fault.element);
        let headers = interface.headers.iter().map(|header| header.element);
        for element in faults.chain(headers) {
            inputs.element(crate_, element);
        }
        for operation in &interface.operations {
            let headers = operation.reply_headers.iter().copied();
            for element in operation.input.element().into_iter().chain(headers) {
                inputs.element(crate_, element);
            }
            if let Some(output) = operation.output.and_then(Body::element) {
                outputs.element(crate_, output);
            }
        }
    }
    for (index, item) in crate_.items.iter_mut().enumerate() {
        let id = ItemId(index);
        if outputs.items.contains(&id)
            && !inputs.items.contains(&id)
            && let ItemKind::Struct(record) = &mut item.kind
        {
            make_partial(record);
        }
    }
}

fn make_partial(record: &mut Struct) {
    let Some(Content::Elements(group)) = record.model.as_mut().map(|model| &mut model.content)
    else {
        return;
    };
    make_optional(group);
    let of_content = |origin: &FieldOrigin| {
        matches!(
            origin,
            FieldOrigin::Element(_) | FieldOrigin::Group { .. } | FieldOrigin::Any
        )
    };
    for field in record
        .fields
        .iter_mut()
        .filter(|field| of_content(&field.origin))
    {
        if field.shape.cardinality == Cardinality::One {
            field.shape.cardinality = Cardinality::Optional;
        }
    }
}

fn make_optional(group: &mut Group) {
    for particle in &mut group.particles {
        particle.min = 0;
        if let crate::rust::Term::Group(inner) = &mut particle.term
            && inner.field.is_none()
        {
            make_optional(inner);
        }
    }
}
