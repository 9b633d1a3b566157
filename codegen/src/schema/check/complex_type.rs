//! Constraints on complex type definitions (Part 1, 3.4.6): their properties, and restriction. Extension is in
//! `extension`.

use super::super::{
    AttributeGroupDefinition, AttributeUse, ComplexTypeDefinition, ContentType, DerivationMethod,
    DerivationSet, Id, TypeDefinition, ValueConstraintKind, Wildcard,
};
use super::Checker;
use crate::diagnostic::Code;
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::xsd::ProcessContents;

impl Checker<'_, '_> {
    pub(super) fn check_complex_type(&mut self, id: Id<ComplexTypeDefinition>) {
        let definition = &self.set.complex_types[id];
        let Some(span) = definition.span else { return };
        self.ag_props_correct_2(&definition.attribute_uses, span, &code::CT_PROPS_CORRECT);
        self.ag_props_correct_3(&definition.attribute_uses, span, &code::CT_PROPS_CORRECT);
        let is_own =
            |attribute: &&AttributeUse| match self.set.attributes[attribute.declaration].scope {
                super::super::Scope::Type(owner) => owner == id,
                _ => true,
            };
        for attribute in definition.attribute_uses.iter().filter(is_own) {
            self.check_attribute_use(attribute);
        }
        if self.set.is_poison(definition.base) {
            return;
        }
        match (definition.derivation, definition.base) {
            (DerivationMethod::Extension, base) => self.cos_ct_extends(id, base, span),
            (DerivationMethod::Restriction, TypeDefinition::Complex(base)) => {
                self.derivation_ok_restriction(id, base, span);
            }
            // Composition has reported it (`src-ct`).
            (DerivationMethod::Restriction, TypeDefinition::Simple(_)) => {}
        }
    }

    /// *Derivation Valid (Restriction, Complex)*.
    fn derivation_ok_restriction(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: Id<ComplexTypeDefinition>,
        span: Span,
    ) {
        let (own, base_definition) = (&self.set.complex_types[id], &self.set.complex_types[base]);
        self.derivation_ok_restriction_1(base, span);
        let restricting = Attributes::of(own);
        let restricted = Attributes::of(base_definition);
        self.check_restricted_attributes(
            &restricting,
            &restricted,
            base == self.set.any_type,
            span,
            RULE,
        );
        self.derivation_ok_restriction_5(id, base, span);
    }

    /// Clause 1: the base's {final} allows restriction.
    fn derivation_ok_restriction_1(&mut self, base: Id<ComplexTypeDefinition>, span: Span) {
        if self.set.complex_types[base].final_set.restriction {
            let message = format!(
                "{} is final: it can't be restricted",
                self.type_text(TypeDefinition::Complex(base))
            );
            self.error(RULE, Some(span), message);
        }
    }

    /// Clauses 2 to 4, which hold for redefined attribute groups, too.
    pub(super) fn check_restricted_attributes(
        &mut self,
        own: &Attributes<'_>,
        base: &Attributes<'_>,
        base_is_any: bool,
        span: Span,
        rule: &'static Code,
    ) {
        for attribute in own.uses {
            self.derivation_ok_restriction_2(attribute, base, span, rule);
        }
        for attribute in base.uses.iter().filter(|attribute| attribute.required) {
            self.derivation_ok_restriction_3(attribute, own, span, rule);
        }
        if let Some(wildcard) = own.wildcard {
            self.derivation_ok_restriction_4(wildcard, base.wildcard, base_is_any, span, rule);
        }
    }

    /// Clause 2: each attribute restricts one of the base, or its wildcard allows it.
    fn derivation_ok_restriction_2(
        &mut self,
        own: &AttributeUse,
        base: &Attributes<'_>,
        span: Span,
        rule: &'static Code,
    ) {
        let declaration = &self.set.attributes[own.declaration];
        let name = &declaration.name;
        let place = Some(own.span.unwrap_or(span));
        let same = |other: &&AttributeUse| self.set.attributes[other.declaration].name == *name;
        let Some(other) = base.uses.iter().find(same) else {
            let wildcard = base
                .wildcard
                .map(|wildcard| &self.set.wildcards[wildcard].namespace_constraint);
            if !wildcard.is_some_and(|allowed| allowed.allows(name.namespace.as_ref())) {
                let message =
                    format!("the attribute `{name}` is not one of the type that is restricted");
                self.error(rule, place, message);
            }
            return;
        };
        if other.required && !own.required {
            let message =
                format!("the attribute `{name}` is required in the type that is restricted");
            self.error(rule, place, message);
        }
        let base_declaration = &self.set.attributes[other.declaration];
        let (derived, from) = (
            declaration.type_definition,
            base_declaration.type_definition,
        );
        let either_poison = self.is_poison(derived) || self.is_poison(from);
        let (derived_type, from_type) = (
            TypeDefinition::Simple(derived),
            TypeDefinition::Simple(from),
        );
        if !either_poison
            && !self
                .set
                .is_derived_from(derived_type, from_type, DerivationSet::NONE)
        {
            let message = format!(
                "the type of the attribute `{name}`, {}, must derive from {}, as it is in the type that is restricted",
                self.type_text(derived_type),
                self.type_text(from_type)
            );
            self.error(rule, place, message);
        }
        self.derivation_ok_restriction_2_1_3(own, other, place, rule);
    }

    /// Clause 2.1.3: a fixed value stays.
    fn derivation_ok_restriction_2_1_3(
        &mut self,
        own: &AttributeUse,
        base: &AttributeUse,
        place: Option<Span>,
        rule: &'static Code,
    ) {
        let Some(fixed) = self
            .effective_constraint(base)
            .filter(|it| it.kind == ValueConstraintKind::Fixed)
        else {
            return;
        };
        let of = self.set.attributes[base.declaration].type_definition;
        if !self.fixes_same(self.effective_constraint(own), fixed, Some(of)) {
            let message = format!(
                "the attribute `{}` is fixed to \"{}\" in the type that is restricted",
                self.set.attributes[own.declaration].name, fixed.value.text
            );
            self.error(rule, place, message);
        }
    }

    /// Clause 3: what the base requires is there.
    fn derivation_ok_restriction_3(
        &mut self,
        base: &AttributeUse,
        own: &Attributes<'_>,
        span: Span,
        rule: &'static Code,
    ) {
        let name = &self.set.attributes[base.declaration].name;
        if !own
            .uses
            .iter()
            .any(|attribute| self.set.attributes[attribute.declaration].name == *name)
        {
            let message =
                format!("the attribute `{name}` is required in the type that is restricted");
            self.error(rule, Some(span), message);
        }
    }

    /// Clause 4: the attribute wildcard allows nothing that that of the base does not.
    fn derivation_ok_restriction_4(
        &mut self,
        own: Id<Wildcard>,
        base: Option<Id<Wildcard>>,
        base_is_any: bool,
        span: Span,
        rule: &'static Code,
    ) {
        let own = &self.set.wildcards[own];
        let place = Some(own.span.unwrap_or(span));
        let Some(base) = base else {
            self.error(
                rule,
                place,
                "the type that is restricted has no attribute wildcard",
            );
            return;
        };
        let base = &self.set.wildcards[base];
        if !own
            .namespace_constraint
            .is_subset_of(&base.namespace_constraint)
        {
            let message = format!(
                "the attribute wildcard allows {}, but that of the type that is restricted {}",
                own.namespace_constraint, base.namespace_constraint
            );
            self.error(rule, place, message);
        }
        if !base_is_any && is_weaker(own.process_contents, base.process_contents) {
            let message = "the attribute wildcard checks less strictly than that of the type that is restricted";
            self.error(rule, place, message);
        }
    }

    /// Clause 5: the content restricts that of the base.
    fn derivation_ok_restriction_5(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: Id<ComplexTypeDefinition>,
        span: Span,
    ) {
        if base == self.set.any_type {
            return;
        }
        let (own, restricted) = (
            self.set.complex_types[id].content,
            self.set.complex_types[base].content,
        );
        let problem = match (own, restricted) {
            (ContentType::Empty, ContentType::Empty) => None,
            (
                ContentType::Empty,
                ContentType::ElementOnly(particle) | ContentType::Mixed(particle),
            ) => (!self.set.is_emptiable(particle))
                .then_some("the content of the base can't be empty"),
            (ContentType::Simple(own), ContentType::Simple(base)) => {
                let (own, base) = (TypeDefinition::Simple(own), TypeDefinition::Simple(base));
                let either_poison = self.set.is_poison(own) || self.set.is_poison(base);
                (!either_poison && !self.set.is_derived_from(own, base, DerivationSet::NONE))
                    .then_some("its simple content does not derive from that of the base")
            }
            // Composition has made sure that the content may be empty (`src-ct`).
            (ContentType::Simple(_), ContentType::Mixed(_)) => None,
            (
                ContentType::ElementOnly(own),
                ContentType::ElementOnly(base) | ContentType::Mixed(base),
            )
            | (ContentType::Mixed(own), ContentType::Mixed(base)) => {
                self.check_particle_restriction(own, base, span);
                None
            }
            (ContentType::Mixed(_), ContentType::ElementOnly(_)) => {
                Some("its content is mixed, that of the base is not")
            }
            (ContentType::Mixed(_) | ContentType::ElementOnly(_), ContentType::Empty) => {
                Some("the content of the base is empty")
            }
            (ContentType::Simple(_), _) => (own
                != ContentType::Simple(self.set.poison.simple_type))
            .then_some("its content is simple, that of the base is not"),
            (_, ContentType::Simple(base)) => {
                (!self.is_poison(base)).then_some("the content of the base is simple")
            }
        };
        if let Some(problem) = problem {
            let message = format!(
                "this is no restriction of {}: {problem}",
                self.type_text(TypeDefinition::Complex(base))
            );
            self.error(RULE, Some(span), message);
        }
    }
}

const RULE: &Code = &code::DERIVATION_OK_RESTRICTION;

/// The attributes of a complex type or attribute group.
pub(super) struct Attributes<'a> {
    pub(super) uses: &'a [AttributeUse],
    pub(super) wildcard: Option<Id<Wildcard>>,
}

impl<'a> Attributes<'a> {
    fn of(definition: &'a ComplexTypeDefinition) -> Self {
        Attributes {
            uses: &definition.attribute_uses,
            wildcard: definition.attribute_wildcard,
        }
    }

    pub(super) fn of_group(definition: &'a AttributeGroupDefinition) -> Self {
        Attributes {
            uses: &definition.attribute_uses,
            wildcard: definition.attribute_wildcard,
        }
    }
}

/// Whether one way to process contents checks less than another.
pub(super) fn is_weaker(own: ProcessContents, base: ProcessContents) -> bool {
    let rank = |it| match it {
        ProcessContents::Skip => 0,
        ProcessContents::Lax => 1,
        ProcessContents::Strict => 2,
    };
    rank(own) < rank(base)
}
