//! Composition: from schema documents as they are written to one set of components.
//!
//! It goes in passes over all documents: which documents there are and in which namespace (`closure`), which
//! global components they have (`declare`), what each component refers to (`simple_type`, `complex_type`,
//! `element`, …), and what derivation brings in, base types first (`order`). What can't be found is reported
//! once and stands as a poison component from then on.

mod attribute;
mod builtin;
mod closure;
mod complete;
mod complex_type;
mod declare;
mod element;
mod facet;
mod inverse;
mod order;
mod particle;
mod reference;
mod simple_type;

use std::collections::{HashMap, HashSet};

use super::{
    AttributeGroupDefinition, ComplexTypeDefinition, ElementDeclaration, Id, IdentityConstraint,
    ModelGroupDefinition, Occurs, Scope, Set, SimpleTypeDefinition, Strictness,
};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::Sink;
use crate::syntax::with_stack_for;
use crate::syntax::{QName, xsd};
use attribute::PendingAttributes;
use closure::Module;
use complex_type::PendingComplexType;

/// What [`compose`] works on: schema documents and how they refer to each other.
#[derive(Debug, Default)]
pub struct Input<'a> {
    /// All schema documents; schemas inside of a WSDL are documents of their own.
    pub documents: Vec<Document<'a>>,
    /// The positions of the documents that the user named. The others take part as far as these reach them.
    pub roots: Vec<usize>,
}

/// One schema document.
#[derive(Debug)]
pub struct Document<'a> {
    /// What is written in it.
    pub schema: &'a xsd::Schema,
    /// For each of its references, in order, the position of the document that it leads to; `None` where there is
    /// none.
    pub targets: Vec<Option<usize>>,
}

/// Builds the components of all documents that the roots reach.
///
/// The set is complete even where there are errors: what could not be found or contradicts itself is replaced by
/// poison components, about which nothing more is reported.
pub fn compose(input: &Input<'_>, strictness: Strictness, diagnostics: &mut Diagnostics) -> Set {
    // Chains of derivations nest particles without bound, whatever the documents look like.
    with_stack_for(usize::MAX, || {
        Composer::new(input, Sink::new(diagnostics, strictness)).compose()
    })
}

/// The state of a composition.
struct Composer<'a, 'd> {
    set: Set,
    modules: Vec<Module<'a>>,
    sink: Sink<'d>,
    /// The original that a redefining component means by its own name.
    originals: Originals,
    simple_types: HashMap<Id<SimpleTypeDefinition>, Vec<&'a xsd::Facet>>,
    complex_types: HashMap<Id<ComplexTypeDefinition>, PendingComplexType<'a>>,
    attribute_groups: HashMap<Id<AttributeGroupDefinition>, PendingAttributes>,
    /// Elements without a type, which have that of the head of their substitution group.
    untyped_elements: HashSet<Id<ElementDeclaration>>,
    /// Where the group that is being redefined refers to its original, and how often that may appear.
    self_references: Vec<(Span, Occurs)>,
    keyrefs: Vec<(Id<IdentityConstraint>, Place, &'a xsd::Spanned<QName>)>,
}

/// The originals of the components that redefinitions replace.
#[derive(Default)]
struct Originals {
    simple_types: HashMap<Id<SimpleTypeDefinition>, Id<SimpleTypeDefinition>>,
    complex_types: HashMap<Id<ComplexTypeDefinition>, Id<ComplexTypeDefinition>>,
    groups: HashMap<Id<ModelGroupDefinition>, Id<ModelGroupDefinition>>,
    attribute_groups: HashMap<Id<AttributeGroupDefinition>, Id<AttributeGroupDefinition>>,
}

/// Where something is written: in which module, and inside of which component.
#[derive(Clone, Copy, Debug)]
struct Place {
    module: usize,
    scope: Scope,
}

impl<'a, 'd> Composer<'a, 'd> {
    fn new(input: &Input<'a>, mut sink: Sink<'d>) -> Self {
        let modules = closure::modules(input, &mut sink);
        Composer {
            set: builtin::initial_set(),
            modules,
            sink,
            originals: Originals::default(),
            simple_types: HashMap::new(),
            complex_types: HashMap::new(),
            attribute_groups: HashMap::new(),
            untyped_elements: HashSet::new(),
            self_references: Vec::new(),
            keyrefs: Vec::new(),
        }
    }

    fn compose(mut self) -> Set {
        let globals = self.declare();
        self.resolve(globals);
        self.resolve_keyrefs();
        self.complete_substitution_groups();
        self.complete_simple_types();
        self.complete_groups();
        self.complete_attribute_groups();
        self.complete_complex_types();
        self.complete_substitution_members();
        self.complete_derived_types();
        self.set
    }

    fn error(
        &mut self,
        code: &'static crate::diagnostic::Code,
        span: Span,
        message: impl Into<String>,
    ) {
        self.sink
            .report(crate::diagnostic::Diagnostic::error(code, span, message));
    }
}
