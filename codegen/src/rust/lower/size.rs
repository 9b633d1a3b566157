//! Content that is too large to write out: groups that refer to groups, each several times, double with every level.

use std::collections::HashMap;

use crate::diagnostic::code::schema::XSD_CONTENT_LIMIT;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::{Id, ModelGroup, Particle, Set, Term};

/// The most particles that the contents of all types together may have. The largest schemas that people use have some
/// hundred thousand.
const MOST_PARTICLES: u64 = 5_000_000;

/// Reports the first type with which the contents of all types become too large, and says whether there is one.
pub(super) fn is_too_large(set: &Set, diagnostics: &mut Diagnostics) -> bool {
    let mut known = HashMap::new();
    let mut total: u64 = 0;
    for (_, definition) in set.complex_types.iter() {
        let Some(particle) = definition.content.particle() else {
            continue;
        };
        total = total.saturating_add(size(set, particle, &mut known));
        if total > MOST_PARTICLES {
            let message = format!("the content of the types has more than {MOST_PARTICLES} elements and groups, too many");
            let help = "look for groups that refer to other groups several times, over and over";
            diagnostics.push(match definition.span {
                Some(span) => Diagnostic::error(&XSD_CONTENT_LIMIT, span, message).label("up to this type").help(help),
                None => Diagnostic::error_without_place(&XSD_CONTENT_LIMIT, message).help(help),
            });
            return true;
        }
    }
    false
}

/// How many particles there are in a particle and its groups, each counted wherever it is referred to. Groups nest as
/// deep as composition allows, for which it has a stack of its own, so that this doesn't recurse.
fn size(set: &Set, particle: Id<Particle>, known: &mut HashMap<Id<ModelGroup>, u64>) -> u64 {
    let group_of = |particle: &Id<Particle>| match set.particles[*particle].term {
        Term::Group(group) => Some(group),
        Term::Element(_) | Term::Wildcard(_) => None,
    };
    let Some(root) = group_of(&particle) else {
        return 1;
    };
    let mut open = vec![root];
    while let Some(group) = open.last().copied() {
        let inner = &set.groups[group].particles;
        let unknown = inner.iter().filter_map(group_of).find(|inner| !known.contains_key(inner));
        match unknown {
            Some(unknown) => open.push(unknown),
            None => {
                let sizes = inner.iter().map(|inner| group_of(inner).and_then(|group| known.get(&group)).map_or(1, |size| *size));
                let size = sizes.fold(1, u64::saturating_add);
                known.insert(group, size);
                open.pop();
            }
        }
    }
    known.get(&root).copied().unwrap_or(1)
}
