//! Chooses for every enum the variant that a blank value is, so that blank values are finite.

use crate::rust::{Cardinality, Crate, ItemKind, Shape, TypeRef};

pub(super) fn run(crate_: &mut Crate) {
    let mut finite = vec![false; crate_.items.len()];
    loop {
        let mut changed = false;
        for index in 0..crate_.items.len() {
            if finite.get(index) == Some(&true) {
                continue;
            }
            let Some(item) = crate_.items.get_mut(index) else {
                continue;
            };
            if is_finite(&mut item.kind, &finite)
                && let Some(slot) = finite.get_mut(index)
            {
                *slot = true;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Whether an item has a finite blank value, given which others have; remembers the variant.
fn is_finite(kind: &mut ItemKind, finite: &[bool]) -> bool {
    let is_finite = |shape: &Shape| match (&shape.type_ref, shape.cardinality) {
        (TypeRef::Item(item), Cardinality::One) if !shape.is_list && !shape.is_nillable => {
            finite.get(item.0).copied().unwrap_or_default()
        }
        _ => true,
    };
    match kind {
        ItemKind::Struct(record) => record.fields.iter().all(|field| is_finite(&field.shape)),
        ItemKind::Choice(choice) => match choice
            .variants
            .iter()
            .position(|variant| is_finite(&variant.shape))
        {
            Some(blank) => {
                choice.blank = blank;
                true
            }
            None => false,
        },
        ItemKind::Derived(derived) => {
            let is_blank = |variant: &crate::rust::DerivedVariant| {
                !variant.is_abstract && finite.get(variant.item.0).copied().unwrap_or_default()
            };
            match derived.variants.iter().position(is_blank) {
                Some(blank) => {
                    derived.blank = blank;
                    true
                }
                None => false,
            }
        }
        ItemKind::Union { variants, .. } => variants
            .first()
            .is_none_or(|variant| is_finite(&variant.shape)),
        ItemKind::Restricted { inner, .. }
        | ItemKind::Alias(inner)
        | ItemKind::Element { inner } => is_finite(inner),
        ItemKind::Enumeration { .. } | ItemKind::OpenEnumeration(_) | ItemKind::FaultKinds(_) => {
            true
        }
    }
}
