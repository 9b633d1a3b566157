//! The elements `group`, `all`, `choice`, `sequence` and `any`.

use std::sync::Arc;

use super::{Common, LocalElement, NamespaceSet, ProcessContents, Spanned};
use crate::source::Span;
use crate::syntax::QName;

/// A definition of a model group.
#[derive(Clone, Debug)]
pub struct Group {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `all`, `choice` or `sequence` inside.
    pub model_group: ModelGroup,
}

/// `all`, `choice` or `sequence`.
#[derive(Clone, Debug)]
pub struct ModelGroup {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the three.
    pub compositor: Compositor,
    /// What it groups, in order.
    pub particles: Vec<Particle>,
}

/// `all`, `choice` or `sequence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compositor {
    /// In any order.
    All,
    /// One of them.
    Choice,
    /// In this order.
    Sequence,
}

/// Something that may appear some number of times.
#[derive(Clone, Debug)]
pub struct Particle {
    /// `minOccurs` and `maxOccurs`.
    pub occurs: Occurs,
    /// Where they are written; the start tag where neither is.
    pub occurs_span: Span,
    /// What may appear.
    pub term: ParticleTerm,
}

/// What may appear.
#[derive(Clone, Debug)]
pub enum ParticleTerm {
    /// An `element`.
    Element(LocalElement),
    /// A group of particles.
    ModelGroup(ModelGroup),
    /// A reference to a named group.
    GroupReference(GroupReference),
    /// Any element.
    Any(Any),
}

/// `<group ref="…"/>`
#[derive(Clone, Debug)]
pub struct GroupReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}

/// The element `any`.
#[derive(Clone, Debug)]
pub struct Any {
    /// What every element of XSD may have.
    pub common: Common,
    /// `namespace`.
    pub namespaces: NamespaceSet,
    /// `processContents`.
    pub process_contents: ProcessContents,
}

/// How often something may appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Occurs {
    /// `minOccurs`. What is greater than `u32::MAX` is clamped to it, with a warning.
    pub min: u32,
    /// `maxOccurs`.
    pub max: MaxOccurs,
}

/// `maxOccurs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaxOccurs {
    /// At most so often. What is greater than `u32::MAX` is clamped to it, with a warning.
    Bounded(u32),
    /// `unbounded`
    Unbounded,
}

impl Occurs {
    /// Exactly once.
    pub const ONCE: Occurs = Occurs {
        min: 1,
        max: MaxOccurs::Bounded(1),
    };

    /// Never: `maxOccurs="0"`.
    pub fn is_never(self) -> bool {
        self.max == MaxOccurs::Bounded(0)
    }
}
