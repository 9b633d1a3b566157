//! Model Group (Part 1, 3.8), Particle (3.9) and Wildcard (3.10).

use std::fmt;
use std::sync::Arc;

use super::{ElementDeclaration, Id, ModelGroupDefinition};
use crate::source::Span;

pub use crate::syntax::xsd::{Compositor, MaxOccurs, Occurs, ProcessContents};

/// A particle: a term and how often it may appear.
#[derive(Clone, Debug)]
pub struct Particle {
    /// {min occurs} and {max occurs}; never `0, 0`: such a particle is no particle.
    pub occurs: Occurs,
    /// The {term}.
    pub term: Term,
    /// The named group that a group reference brought in here.
    pub definition: Option<Id<ModelGroupDefinition>>,
    /// The element that states it; `None` for what is built in.
    pub span: Option<Span>,
}

/// The {term} of a particle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// An element.
    Element(Id<ElementDeclaration>),
    /// A group of particles.
    Group(Id<ModelGroup>),
    /// Any element that the wildcard allows.
    Wildcard(Id<Wildcard>),
}

/// A model group.
#[derive(Clone, Debug)]
pub struct ModelGroup {
    /// Sequence, choice or all.
    pub compositor: Compositor,
    /// The particles, in order.
    pub particles: Vec<Id<Particle>>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that states it; `None` for what is built in or made by an extension.
    pub span: Option<Span>,
}

/// A wildcard for elements or attributes.
#[derive(Clone, Debug)]
pub struct Wildcard {
    /// The {namespace constraint}.
    pub namespace_constraint: NamespaceConstraint,
    /// The {process contents}.
    pub process_contents: ProcessContents,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that states it; `None` for what is built in.
    pub span: Option<Span>,
}

/// The {namespace constraint} of a wildcard. `None` in it stands for *absent*: names without a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamespaceConstraint {
    /// Any namespace or none.
    Any,
    /// Any namespace but this one; and never a name without a namespace.
    Not(Option<Arc<str>>),
    /// These alone; sorted, without duplicates.
    Set(Vec<Option<Arc<str>>>),
}

impl NamespaceConstraint {
    /// The constraint that allows exactly these namespaces.
    pub fn set(namespaces: impl IntoIterator<Item = Option<Arc<str>>>) -> Self {
        let mut list: Vec<_> = namespaces.into_iter().collect();
        list.sort();
        list.dedup();
        NamespaceConstraint::Set(list)
    }

    /// Whether a name in this namespace is allowed (`cvc-wildcard-namespace`).
    pub fn allows(&self, namespace: Option<&Arc<str>>) -> bool {
        match self {
            NamespaceConstraint::Any => true,
            NamespaceConstraint::Not(excluded) => {
                namespace.is_some() && namespace != excluded.as_ref()
            }
            NamespaceConstraint::Set(allowed) => {
                allowed.iter().any(|uri| uri.as_ref() == namespace)
            }
        }
    }
}

/// As a person would say it: `any namespace`, `any namespace but "urn:a"`, `"urn:a" or no namespace`.
impl fmt::Display for NamespaceConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |uri: &Option<Arc<str>>| match uri {
            Some(uri) => format!("\"{uri}\""),
            None => "no namespace".to_owned(),
        };
        match self {
            NamespaceConstraint::Any => f.write_str("any namespace"),
            NamespaceConstraint::Not(None) => f.write_str("any namespace, but not none"),
            NamespaceConstraint::Not(uri) => write!(f, "any namespace but {}", name(uri)),
            NamespaceConstraint::Set(list) if list.is_empty() => f.write_str("nothing"),
            NamespaceConstraint::Set(list) => {
                f.write_str(&list.iter().map(name).collect::<Vec<_>>().join(" or "))
            }
        }
    }
}
