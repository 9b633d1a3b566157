//! Particles as the rules of restriction see them: pointless groups removed, heads of substitution groups spread
//! out (`cos-particle-restrict`, clause 2).

use std::collections::HashMap;

use super::super::{
    Compositor, ElementDeclaration, Id, MaxOccurs, ModelGroup, Occurs, Particle, Set, Term,
    Wildcard,
};
use crate::source::Span;

/// A particle without pointless groups.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) occurs: Occurs,
    pub(super) term: ViewTerm,
    /// The term that it came from; two particles with the same one allow the same.
    pub(super) source: Option<Term>,
    pub(super) span: Option<Span>,
}

#[derive(Clone, Debug)]
pub(super) enum ViewTerm {
    Element(Id<ElementDeclaration>),
    Wildcard(Id<Wildcard>),
    Group(Compositor, Vec<View>),
}

impl View {
    /// The view of a particle; `None` where nothing is left of it.
    pub(super) fn of(set: &Set, particle: Id<Particle>) -> Option<View> {
        // Without a group around it, nothing is spliced, so that there is one view at most.
        views(set, particle, None).pop()
    }

    /// How many views there are in all the groups of a particle, each counted wherever it is referred to.
    pub(super) fn size(set: &Set, particle: Id<Particle>) -> u64 {
        size(set, particle, &mut HashMap::new())
    }

    /// The view of a group by itself; `None` where nothing is left of it.
    pub(super) fn of_group(set: &Set, group: Id<ModelGroup>) -> Option<View> {
        let group = &set.groups[group];
        let inner = group
            .particles
            .iter()
            .flat_map(|inner| views(set, *inner, Some(group.compositor)));
        let term = ViewTerm::Group(group.compositor, inner.collect());
        splice(
            View {
                occurs: Occurs::ONCE,
                term,
                source: None,
                span: group.span,
            },
            None,
        )
        .pop()
    }

    /// A group of one view, as `rcase-RecurseAsIfGroup` wants it.
    pub(super) fn wrapped(self, compositor: Compositor) -> View {
        let span = self.span;
        View {
            occurs: Occurs::ONCE,
            term: ViewTerm::Group(compositor, vec![self]),
            source: None,
            span,
        }
    }

    /// The *effective total range*.
    pub(super) fn range(&self) -> Occurs {
        let ViewTerm::Group(compositor, views) = &self.term else {
            return self.occurs;
        };
        let ranges = views.iter().map(View::range);
        let inner = match compositor {
            Compositor::Choice => ranges.reduce(Occurs::or).unwrap_or(Occurs::NOTHING),
            Compositor::All | Compositor::Sequence => ranges.fold(Occurs::NOTHING, Occurs::plus),
        };
        inner.times(self.occurs)
    }

    /// Whether nothing at all satisfies it.
    pub(super) fn is_emptiable(&self) -> bool {
        self.occurs.min == 0
            || match &self.term {
                ViewTerm::Element(_) | ViewTerm::Wildcard(_) => false,
                ViewTerm::Group(Compositor::Choice, views) => views.iter().any(View::is_emptiable),
                ViewTerm::Group(_, views) => views.iter().all(View::is_emptiable),
            }
    }
}

fn size(set: &Set, particle: Id<Particle>, known: &mut HashMap<Id<ModelGroup>, u64>) -> u64 {
    let Term::Group(group) = set.particles[particle].term else {
        return 1;
    };
    if let Some(known) = known.get(&group) {
        return *known;
    }
    let inner = set.groups[group].particles.iter();
    let size = inner
        .map(|inner| size(set, *inner, known))
        .fold(1, u64::saturating_add);
    known.insert(group, size);
    size
}

/// Whether how often something may appear is within what another allows (`range-ok`).
pub(super) fn is_within(own: Occurs, base: Occurs) -> bool {
    own.min >= base.min && own.max <= base.max
}

/// How often, as messages show it.
pub(super) fn show(occurs: Occurs) -> String {
    match occurs.max {
        MaxOccurs::Bounded(1) if occurs.min == 1 => String::from("exactly once"),
        MaxOccurs::Bounded(1) if occurs.min == 0 => String::from("at most once"),
        MaxOccurs::Bounded(max) if max == occurs.min => format!("{max} times"),
        MaxOccurs::Bounded(max) => format!("{} to {max} times", occurs.min),
        MaxOccurs::Unbounded => format!("{} times or more", occurs.min),
    }
}

/// The views of a particle inside a group: none where it is pointless, several where its group is.
fn views(set: &Set, id: Id<Particle>, parent: Option<Compositor>) -> Vec<View> {
    let particle = &set.particles[id];
    let view = |term| View {
        occurs: particle.occurs,
        term,
        source: Some(particle.term),
        span: particle.span,
    };
    match particle.term {
        Term::Wildcard(wildcard) => vec![view(ViewTerm::Wildcard(wildcard))],
        Term::Element(element) => {
            let members = set.substitution_group(element);
            if members.is_empty() {
                return vec![view(ViewTerm::Element(element))];
            }
            // The group is a set: one order for all of its members, so that choices of two groups compare.
            let mut all: Vec<_> = members.into_iter().chain([element]).collect();
            all.sort();
            let choices = all.into_iter().map(|member| View {
                occurs: Occurs::ONCE,
                term: ViewTerm::Element(member),
                source: Some(Term::Element(member)),
                span: particle.span,
            });
            vec![view(ViewTerm::Group(Compositor::Choice, choices.collect()))]
        }
        Term::Group(group) => {
            let group = &set.groups[group];
            let inner = group
                .particles
                .iter()
                .flat_map(|inner| views(set, *inner, Some(group.compositor)));
            splice(
                view(ViewTerm::Group(group.compositor, inner.collect())),
                parent,
            )
        }
    }
}

/// Removes a group where it is pointless.
fn splice(view: View, parent: Option<Compositor>) -> Vec<View> {
    let once = view.occurs == Occurs::ONCE;
    match view.term {
        ViewTerm::Group(compositor, inner) => {
            let is_empty =
                inner.is_empty() && (compositor != Compositor::Choice || view.occurs.min == 0);
            if is_empty {
                return Vec::new();
            }
            if once && inner.len() == 1 {
                return inner
                    .into_iter()
                    .flat_map(|only| splice(only, parent))
                    .collect();
            }
            if once && parent == Some(compositor) && compositor != Compositor::All {
                return inner;
            }
            vec![View {
                term: ViewTerm::Group(compositor, inner),
                ..view
            }]
        }
        ViewTerm::Element(_) | ViewTerm::Wildcard(_) => vec![view],
    }
}
