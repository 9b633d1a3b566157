//! Constraints on element declarations (Part 1, 3.3.6) and identity constraints (3.11.6).

use super::super::{
    ContentType, ElementDeclaration, Id, IdentityConstraint, IdentityConstraintCategory,
    TypeDefinition, ValueConstraint,
};
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;

impl Checker<'_, '_> {
    pub(super) fn check_element(&mut self, id: Id<ElementDeclaration>) {
        let element = &self.set.elements[id];
        if self.set.is_poison(element.type_definition) {
            return;
        }
        if let Some(constraint) = &element.value_constraint {
            self.e_props_correct_2(id, constraint);
            self.e_props_correct_5(id, constraint);
        }
        self.e_props_correct_4(id);
        if let TypeDefinition::Simple(simple) = element.type_definition
            && self.is_bare_notation(simple)
        {
            self.enumeration_required_notation(&element.name.to_string(), Some(element.span));
        }
    }

    /// *Element Declaration Properties Correct*, clause 2: a default or fixed value is one of the type
    /// (*Element Default Valid*, `cos-valid-default`).
    fn e_props_correct_2(&mut self, id: Id<ElementDeclaration>, constraint: &ValueConstraint) {
        let element = &self.set.elements[id];
        let problem = match element.type_definition {
            TypeDefinition::Simple(simple) => self
                .validate(simple, &constraint.value)
                .err()
                .map(|e| e.to_string()),
            TypeDefinition::Complex(complex) => match self.set.complex_types[complex].content {
                ContentType::Simple(simple) => self
                    .validate(simple, &constraint.value)
                    .err()
                    .map(|e| e.to_string()),
                ContentType::Mixed(particle) if self.set.is_emptiable(particle) => None,
                ContentType::Mixed(_) => {
                    Some("its mixed content can't be without elements".to_owned())
                }
                ContentType::Empty | ContentType::ElementOnly(_) => {
                    Some("its content has no text".to_owned())
                }
            },
        };
        if let Some(problem) = problem {
            let message = format!(
                "\"{}\" is not a value of the element `{}`: {problem}",
                constraint.value.text, element.name
            );
            self.error(&code::E_PROPS_CORRECT, Some(constraint.span), message);
        }
    }

    /// *Element Declaration Properties Correct*, clause 4: the type derives from that of the head, by methods that
    /// the head does not exclude.
    fn e_props_correct_4(&mut self, id: Id<ElementDeclaration>) {
        let element = &self.set.elements[id];
        let Some(head) = element.substitution_group else {
            return;
        };
        let head = &self.set.elements[head];
        let (own, base) = (element.type_definition, head.type_definition);
        if self.set.is_poison(base)
            || self
                .set
                .is_derived_from(own, base, head.substitution_group_exclusions)
        {
            return;
        }
        let message = format!(
            "the type of `{}`, {}, must derive from that of the head of its substitution group `{}`, {}, in a way \
             that the head's `final` allows",
            element.name,
            self.type_text(own),
            head.name,
            self.type_text(base)
        );
        let diagnostic = Diagnostic::error(&code::E_PROPS_CORRECT, element.span, message);
        self.sink
            .report(diagnostic.related(head.span, "the head is declared here"));
    }

    /// *Element Declaration Properties Correct*, clause 5: an `ID` has neither default nor fixed value.
    fn e_props_correct_5(&mut self, id: Id<ElementDeclaration>, constraint: &ValueConstraint) {
        let element = &self.set.elements[id];
        if self
            .set
            .text_type(element.type_definition)
            .is_some_and(|simple| self.is_id(simple))
        {
            let message = format!(
                "the element `{}` is an `ID`; it can't have a default or fixed value",
                element.name
            );
            self.error(&code::E_PROPS_CORRECT, Some(constraint.span), message);
        }
    }

    pub(super) fn check_identity_constraint(&mut self, id: Id<IdentityConstraint>) {
        self.c_props_correct_2(id);
    }

    /// *Identity-constraint Definition Properties Correct*, clause 2: a `keyref` has as many fields as its key.
    fn c_props_correct_2(&mut self, id: Id<IdentityConstraint>) {
        let constraint = &self.set.identity_constraints[id];
        let IdentityConstraintCategory::Keyref(Some(key)) = constraint.category else {
            return;
        };
        let key = &self.set.identity_constraints[key];
        if key.fields.len() != constraint.fields.len() {
            let message = format!(
                "the `keyref` has {} fields, but `{}`, which it refers to, has {}",
                constraint.fields.len(),
                key.name,
                key.fields.len()
            );
            let diagnostic = Diagnostic::error(&code::C_PROPS_CORRECT, constraint.span, message);
            self.sink
                .report(diagnostic.related(key.span, "referred to"));
        }
    }
}
