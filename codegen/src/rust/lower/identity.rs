//! Identity constraints of elements.

use super::super::{IdentityCategory, IdentityRow};
use crate::schema::{ElementDeclaration, IdentityConstraintCategory, Set};

/// The identity constraints of an element, as rows of its table.
pub(super) fn rows(set: &Set, declaration: &ElementDeclaration) -> Vec<IdentityRow> {
    let constraints = declaration.identity_constraints.iter();
    let rows = constraints.filter_map(|id| {
        let constraint = &set.identity_constraints[*id];
        let category = match constraint.category {
            IdentityConstraintCategory::Unique => IdentityCategory::Unique,
            IdentityConstraintCategory::Key => IdentityCategory::Key,
            IdentityConstraintCategory::Keyref(key) => {
                // A reference that leads nowhere has been reported.
                IdentityCategory::Keyref(set.identity_constraints[key?].name.clone())
            }
        };
        Some(IdentityRow {
            name: constraint.name.clone(),
            category,
            selector: constraint.selector.clone(),
            fields: constraint.fields.clone(),
        })
    });
    rows.collect()
}
