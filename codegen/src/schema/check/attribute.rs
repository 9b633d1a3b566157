//! Constraints on attribute declarations (Part 1, 3.2.6), attribute uses (3.5.6) and attribute groups (3.6.6).

use std::collections::HashMap;

use super::super::{
    AttributeDeclaration, AttributeGroupDefinition, AttributeUse, Id, ValueConstraint,
    ValueConstraintKind,
};
use super::Checker;
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

impl Checker<'_, '_> {
    pub(super) fn check_attribute(&mut self, id: Id<AttributeDeclaration>) {
        let declaration = &self.set.attributes[id];
        if let Some(constraint) = &declaration.value_constraint {
            self.a_props_correct_2(id, constraint);
            self.a_props_correct_3(id, constraint);
        }
        if declaration.span.is_some() && self.is_bare_notation(declaration.type_definition) {
            self.enumeration_required_notation(&declaration.name.to_string(), declaration.span);
        }
    }

    /// *Attribute Declaration Properties Correct*, clause 2: a default or fixed value is one of the type.
    fn a_props_correct_2(&mut self, id: Id<AttributeDeclaration>, constraint: &ValueConstraint) {
        let declaration = &self.set.attributes[id];
        if let Err(error) = self.validate(declaration.type_definition, &constraint.value) {
            let message = format!(
                "\"{}\" is not a value of the attribute `{}`: {error}",
                constraint.value.text, declaration.name
            );
            self.error(&code::A_PROPS_CORRECT, Some(constraint.span), message);
        }
    }

    /// *Attribute Declaration Properties Correct*, clause 3: an `ID` has neither default nor fixed value.
    fn a_props_correct_3(&mut self, id: Id<AttributeDeclaration>, constraint: &ValueConstraint) {
        let declaration = &self.set.attributes[id];
        if self.is_id(declaration.type_definition) {
            let message = format!(
                "the attribute `{}` is an `ID`; it can't have a default or fixed value",
                declaration.name
            );
            self.error(&code::A_PROPS_CORRECT, Some(constraint.span), message);
        }
    }

    /// `enumeration-required-notation`: `NOTATION` itself is no type of elements and attributes.
    pub(super) fn enumeration_required_notation(&mut self, name: &str, span: Option<Span>) {
        let message = format!(
            "`{name}` has the type `NOTATION`, which must be restricted to an enumeration of notations"
        );
        self.error(&code::ENUMERATION_REQUIRED_NOTATION, span, message);
    }

    pub(super) fn check_attribute_group(&mut self, id: Id<AttributeGroupDefinition>) {
        let definition = &self.set.attribute_groups[id];
        let (uses, span) = (&definition.attribute_uses, definition.span);
        self.ag_props_correct_2(uses, span, &code::AG_PROPS_CORRECT);
        self.ag_props_correct_3(uses, span, &code::AG_PROPS_CORRECT);
        for attribute in uses {
            self.check_attribute_use(attribute);
        }
    }

    /// An attribute use, where it is written.
    pub(super) fn check_attribute_use(&mut self, attribute: &AttributeUse) {
        let Some(constraint) = &attribute.value_constraint else {
            return;
        };
        self.a_props_correct_2(attribute.declaration, constraint);
        self.a_props_correct_3(attribute.declaration, constraint);
        self.au_props_correct_2(attribute, constraint);
    }

    /// *Attribute Use Correct*, clause 2: what a declaration fixes, a use of it does not change.
    fn au_props_correct_2(&mut self, attribute: &AttributeUse, constraint: &ValueConstraint) {
        let declaration = &self.set.attributes[attribute.declaration];
        let Some(declared) = &declaration.value_constraint else {
            return;
        };
        if declared.kind == ValueConstraintKind::Fixed
            && !self.fixes_same(
                Some(constraint),
                declared,
                Some(declaration.type_definition),
            )
        {
            let message = format!(
                "the declaration of `{}` fixes the value \"{}\"; it can't be changed here",
                declaration.name, declared.value.text
            );
            let diagnostic = Diagnostic::error(&code::AU_PROPS_CORRECT, constraint.span, message);
            self.sink
                .report(diagnostic.related(declared.span, "fixed here"));
        }
    }

    /// *Attribute Group Definition Properties Correct*, clause 2, and *Complex Type Definition Properties Correct*,
    /// clause 4: no two attributes have the same name.
    pub(super) fn ag_props_correct_2(
        &mut self,
        uses: &[AttributeUse],
        span: Span,
        rule: &'static Code,
    ) {
        let mut seen: HashMap<_, Option<Span>> = HashMap::new();
        for attribute in uses {
            let name = &self.set.attributes[attribute.declaration].name;
            if let Some(first) = seen.insert(name, attribute.span) {
                let message = format!("the attribute `{name}` is there twice");
                let mut diagnostic =
                    Diagnostic::error(rule, attribute.span.unwrap_or(span), message);
                if let Some(first) = first {
                    diagnostic = diagnostic.related(first, "the other one is here");
                }
                self.sink.report(diagnostic);
            }
        }
    }

    /// *Attribute Group Definition Properties Correct*, clause 3, and *Complex Type Definition Properties Correct*,
    /// clause 5: at most one attribute is an `ID`.
    pub(super) fn ag_props_correct_3(
        &mut self,
        uses: &[AttributeUse],
        span: Span,
        rule: &'static Code,
    ) {
        let is_id = |attribute: &&AttributeUse| {
            self.is_id(self.set.attributes[attribute.declaration].type_definition)
        };
        let mut ids = uses.iter().filter(is_id);
        if let (Some(first), Some(second)) = (ids.next(), ids.next()) {
            let name = |attribute: &AttributeUse| {
                self.set.attributes[attribute.declaration].name.to_string()
            };
            let message = format!(
                "`{}` and `{}` are both of type `ID`; at most one may be",
                name(first),
                name(second)
            );
            self.error(rule, Some(second.span.unwrap_or(span)), message);
        }
    }
}
