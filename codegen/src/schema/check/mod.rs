//! Schema component constraints: one function for each clause, named by the clause.
//!
//! Nothing here changes the set. Components that stand for what could not be found are passed over.

mod attribute;
mod automaton;
mod complex_type;
mod element;
mod extension;
mod facet;
mod facet_bounds;
mod model_group;
mod particle;
mod redefine;
mod restriction;
mod simple_type;

use std::collections::HashMap;
use std::rc::Rc;

use soapstone::simple::ValueError;

use super::value::Values;
use super::{
    AttributeUse, Builtin, Facets, Id, Literal, Set, SimpleTypeDefinition, Strictness,
    TypeDefinition, ValueConstraint, ValueConstraintKind, Variety,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::Sink;
use crate::syntax::with_stack_for;

/// Holds a set against the schema component constraints.
pub fn check(set: &Set, strictness: Strictness, diagnostics: &mut Diagnostics) {
    let work = || {
        let sink = Sink::new(diagnostics, strictness);
        let (values, facets) = (Values::new(set), HashMap::new());
        Checker {
            set,
            values,
            facets,
            sink,
        }
        .check();
    };
    // Chains of derivations nest particles without bound.
    with_stack_for(usize::MAX, work);
}

/// What all checks share.
struct Checker<'s, 'd> {
    set: &'s Set,
    values: Values,
    /// All facets that hold for a type, as far as they were asked for.
    facets: HashMap<Id<SimpleTypeDefinition>, Rc<Facets>>,
    sink: Sink<'d>,
}

impl Checker<'_, '_> {
    fn check(&mut self) {
        for id in self.set.simple_types.ids() {
            self.check_simple_type(id);
        }
        for id in self.set.attributes.ids() {
            self.check_attribute(id);
        }
        for id in self.set.attribute_groups.ids() {
            self.check_attribute_group(id);
        }
        for id in self.set.elements.ids() {
            self.check_element(id);
        }
        for id in self.set.identity_constraints.ids() {
            self.check_identity_constraint(id);
        }
        for id in self.set.complex_types.ids() {
            self.check_complex_type(id);
        }
        self.check_redefinitions();
        self.check_model_groups();
        self.check_content_models();
    }

    fn error(&mut self, code: &'static Code, span: Option<Span>, message: impl Into<String>) {
        match span {
            Some(span) => self.sink.report(Diagnostic::error(code, span, message)),
            None => self
                .sink
                .report(Diagnostic::error_without_place(code, message)),
        }
    }

    /// An error that what a base type states is the reason of.
    fn error_with_base(
        &mut self,
        code: &'static Code,
        span: Option<Span>,
        base: Option<Span>,
        message: String,
    ) {
        match (span, base) {
            (Some(span), Some(base)) => {
                let diagnostic = Diagnostic::error(code, span, message);
                self.sink
                    .report(diagnostic.related(base, "the base type says so here"));
            }
            (span, _) => self.error(code, span, message),
        }
    }

    /// All facets that hold for a type; what was found for its bases is kept.
    fn facets(&mut self, id: Id<SimpleTypeDefinition>) -> Rc<Facets> {
        let (mut chain, mut current) = (Vec::new(), TypeDefinition::Simple(id));
        let mut facets = Rc::new(Facets::default());
        while let TypeDefinition::Simple(step) = current {
            if let Some(known) = self.facets.get(&step) {
                facets = known.clone();
                break;
            }
            chain.push(step);
            current = self.set.simple_types[step].base;
        }
        for step in chain.into_iter().rev() {
            let mut own = self.set.simple_types[step].facets.clone();
            own.inherit(&facets);
            facets = Rc::new(own);
            self.facets.insert(step, facets.clone());
        }
        facets
    }

    /// A type as messages show it.
    fn type_text(&self, definition: TypeDefinition) -> String {
        match self.set.type_name(definition) {
            Some(name) => format!("`{name}`"),
            None => "an anonymous type".to_owned(),
        }
    }

    /// Whether a type is `ID` or derives from it.
    fn is_id(&self, id: Id<SimpleTypeDefinition>) -> bool {
        let base = TypeDefinition::Simple(self.set.builtin(Builtin::Id));
        let mut current = TypeDefinition::Simple(id);
        while let TypeDefinition::Simple(step) = current {
            if current == base {
                return true;
            }
            current = self.set.simple_types[step].base;
        }
        false
    }

    /// Whether values of a type need a notation, and none is enumerated (`enumeration-required-notation`).
    fn is_bare_notation(&self, id: Id<SimpleTypeDefinition>) -> bool {
        let notation = Variety::Atomic {
            primitive: Builtin::Notation,
        };
        self.set.simple_types[id].variety == notation && self.set.facets(id).enumeration.is_none()
    }

    /// The value constraint that holds for an attribute use: its own, or that of the declaration.
    fn effective_constraint<'a>(
        &'a self,
        attribute: &'a AttributeUse,
    ) -> Option<&'a ValueConstraint> {
        let declared = &self.set.attributes[attribute.declaration].value_constraint;
        attribute.value_constraint.as_ref().or(declared.as_ref())
    }

    /// Whether a constraint fixes the same value as another; values are compared as values of a type.
    fn fixes_same(
        &self,
        own: Option<&ValueConstraint>,
        other: &ValueConstraint,
        of: Option<Id<SimpleTypeDefinition>>,
    ) -> bool {
        let Some(own) = own.filter(|own| own.kind == ValueConstraintKind::Fixed) else {
            return false;
        };
        self.same_value(&own.value, &other.value, of)
    }

    fn same_value(
        &self,
        left: &Literal,
        right: &Literal,
        of: Option<Id<SimpleTypeDefinition>>,
    ) -> bool {
        let Some(of) = of else {
            return left.text == right.text;
        };
        match (self.values.value(of, left), self.values.value(of, right)) {
            (Ok(left), Ok(right)) => left == right,
            _ => left.text == right.text,
        }
    }

    /// Whether a text is a value of a simple type (`cos-valid-default`, clause 2.1 and `cvc-simple-type`).
    fn validate(&self, id: Id<SimpleTypeDefinition>, literal: &Literal) -> Result<(), ValueError> {
        if id == self.set.poison.simple_type {
            return Ok(());
        }
        self.values.validate(id, literal)
    }
}
