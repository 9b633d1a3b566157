//! Keeps the operations that the user asked for.

use std::sync::Arc;

use crate::diagnostic::code::rust::OPERATION_UNKNOWN;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rust::Crate;

pub(super) fn run(crate_: &mut Crate, operations: &[Arc<str>], diagnostics: &mut Diagnostics) {
    for name in operations {
        let is_known = |interface: &crate::rust::Interface| {
            interface.operations.iter().any(|operation| operation.name == *name)
        };
        if !crate_.interfaces.iter().any(is_known) {
            let known = crate_.interfaces.iter().flat_map(|interface| &interface.operations);
            let nearest = nearest(name, known.map(|operation| operation.name.as_ref()));
            let mut diagnostic =
                Diagnostic::error_without_place(&OPERATION_UNKNOWN, format!("there is no operation `{name}`"));
            if let Some(nearest) = nearest {
                diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            }
            diagnostics.push(diagnostic);
        }
    }
    for interface in &mut crate_.interfaces {
        interface.operations.retain(|operation| operations.contains(&operation.name));
    }
    crate_.interfaces.retain(|interface| !interface.operations.is_empty());
}

/// The name that differs least, if it differs by few letters.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase();
    known
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= name.len().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be changed, added or left out to make one word of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (slot, other) in row.iter_mut().skip(1).zip(&right) {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = *slot;
            before = changed.min(*slot + 1).min(before + 1);
            *slot = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn the_nearest_name_is_one_that_a_slip_explains() {
        assert_eq!(distance("kitten", "sitting"), 3);
        let known = ["executeJob", "submitJob", "getAssets"];
        assert_eq!(nearest("executejob", known.into_iter()), Some("executeJob"));
        assert_eq!(nearest("getAsset", known.into_iter()), Some("getAssets"));
        assert_eq!(nearest("somethingElse", known.into_iter()), None);
    }
}
