//! Whether elements meet the bounds of a content model, however the groups of the value hold them.
//!
//! Where bounds nest, a schema does not say which occurrence of a group an element belongs to: two `a` are one or two
//! occurrences of `(a{1,2})`. Reading puts each element into the first occurrence that has room. So what counts when a
//! value is written is not how many occurrences it holds, but whether some way to count its elements is allowed.

use super::interpreter::{Fields, is_present, is_variant};
use crate::content::{Matcher, Symbol};
use crate::model::{Compositor, Group, Particle, Scope, Term};
use crate::value::{Value, View};

/// Whether the elements that a value is written as, in their order, satisfy a group.
pub(super) fn are_met(group: &'static Group, fields: Fields<'_>) -> bool {
    let mut matcher = Matcher::new(group);
    walk_group(group, fields, &mut matcher) && matcher.is_complete()
}

/// The element of a particle, and of no other.
struct Exactly(&'static Term);

impl Symbol for Exactly {
    fn is(&self, term: &'static Term) -> bool {
        std::ptr::eq(self.0, term)
    }
}

fn walk_group(group: &'static Group, fields: Fields<'_>, matcher: &mut Matcher) -> bool {
    if let (Compositor::Choice, Fields::Choice { variant, .. }) = (group.compositor, fields)
        && let Some(particle) = group.particles.get(usize::from(variant))
        && is_variant(particle, variant)
    {
        return walk_particle(particle, fields, matcher);
    }
    let mut particles = group.particles.iter();
    particles.all(|particle| walk_particle(particle, fields, matcher))
}

fn walk_particle(particle: &'static Particle, fields: Fields<'_>, matcher: &mut Matcher) -> bool {
    let group = match &particle.term {
        Term::Element(element) => {
            let Some(value) = fields.get(element.field) else {
                return true;
            };
            let is_one_list = particle.max <= 1 && matches!(value.view(), View::Many(_));
            let is_nil = particle.min == 1 && element.nillable && value.get(0).is_none();
            let count = if is_one_list || is_nil { 1 } else { len(value) };
            return take(&particle.term, count, matcher);
        }
        Term::Any { field, .. } => {
            let count = fields.get(*field).map_or(0, len);
            return take(&particle.term, count, matcher);
        }
        Term::Group(group) => group,
    };
    match group.scope {
        Scope::Field(field) => {
            let Some(value) = fields.get(field) else {
                return true;
            };
            let mut occurrences = (0..).map_while(|index| value.get(index));
            occurrences.all(|view| match view {
                View::Record(record) => walk_group(group, Fields::Record(record), matcher),
                View::Choice(choice) => walk_group(group, Fields::of_choice(choice), matcher),
                _ => false,
            })
        }
        Scope::Enclosing if particle.min == 0 && !is_present(group, fields) => true,
        Scope::Enclosing => walk_group(group, fields, matcher),
    }
}

/// How many occurrences a value holds.
fn len(value: &dyn Value) -> usize {
    (0..)
        .take_while(|index| value.get(*index).is_some())
        .count()
}

fn take(term: &'static Term, count: usize, matcher: &mut Matcher) -> bool {
    (0..count).all(|_| matcher.step(&Exactly(term)).is_some())
}
