//! Complex types: what they refer to.

use super::super::{
    ComplexTypeDefinition, Compositor, DerivationMethod, DerivationSet, Id, Owner, Particle, Scope,
    SimpleTypeDefinition, TypeDefinition,
};
use super::attribute::PendingAttributes;
use super::{Composer, Place};
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::xsd::{self, ComplexTypeContent, ParticleTerm, Spanned};

/// A complex type whose base is known, but not yet complete.
pub(super) struct PendingComplexType<'a> {
    pub(super) content: PendingContent<'a>,
    pub(super) attributes: PendingAttributes,
    /// Where the base is named, or the type where it is not.
    pub(super) base_span: Span,
}

/// The content that the definition itself states.
pub(super) enum PendingContent<'a> {
    /// Elements, or nothing.
    Complex {
        /// The {explicit content}; `None` where it is empty.
        particle: Option<Id<Particle>>,
        /// The {effective mixed}.
        mixed: bool,
    },
    /// Text.
    Simple {
        /// The type defined inside of a restriction.
        inside: Option<Id<SimpleTypeDefinition>>,
        /// The facets of a restriction.
        facets: Vec<&'a xsd::Facet>,
    },
}

impl<'a> Composer<'a, '_> {
    /// A complex type that stands inside an element.
    pub(super) fn local_complex_type(
        &mut self,
        written: &'a xsd::ComplexType,
        owner: Owner,
        place: Place,
    ) -> Id<ComplexTypeDefinition> {
        let id = self.add_complex_type(None, written.common.span);
        self.set.complex_types[id].owner = Some(owner);
        self.resolve_complex(id, written, place.module);
        id
    }

    /// Resolves what a complex type refers to; what it inherits follows when all bases are known.
    pub(super) fn resolve_complex(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        written: &'a xsd::ComplexType,
        module: usize,
    ) {
        let place = Place {
            module,
            scope: Scope::Type(id),
        };
        self.set_properties(id, written, module);
        let pending = match &written.content {
            ComplexTypeContent::Short {
                particle,
                attributes,
            } => PendingComplexType {
                content: PendingContent::Complex {
                    particle: self.explicit_content(particle.as_ref(), place),
                    mixed: written.mixed,
                },
                attributes: self.attributes(attributes, place),
                base_span: written.common.span,
            },
            ComplexTypeContent::Complex(content) => {
                let derivation = &content.derivation;
                let base = self.resolve_base(id, &derivation.base, place);
                self.src_ct_1(base, &derivation.base);
                self.set_base(id, base, derivation.method);
                PendingComplexType {
                    content: PendingContent::Complex {
                        particle: self.explicit_content(derivation.particle.as_ref(), place),
                        mixed: content.mixed.unwrap_or(written.mixed),
                    },
                    attributes: self.attributes(&derivation.attributes, place),
                    base_span: derivation.base.span,
                }
            }
            ComplexTypeContent::Simple(content) => {
                self.simple_content(id, &content.derivation, place)
            }
        };
        self.src_redefine_5_complex(id, written);
        self.complex_types.insert(id, pending);
    }

    fn set_properties(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        written: &xsd::ComplexType,
        module: usize,
    ) {
        let schema = self.modules.get(module).map(|module| module.schema);
        let derivations = DerivationSet {
            extension: true,
            restriction: true,
            ..DerivationSet::NONE
        };
        let block = written
            .block
            .or(schema.map(|schema| schema.block_default))
            .unwrap_or_default();
        let final_set = written
            .final_set
            .or(schema.map(|schema| schema.final_default))
            .unwrap_or_default();
        let definition = &mut self.set.complex_types[id];
        definition.is_abstract = written.is_abstract;
        definition.prohibited_substitutions = block.intersection(derivations);
        definition.final_set = final_set.intersection(derivations);
        definition.documentation = written.common.documentation();
    }

    fn simple_content(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        derivation: &'a xsd::SimpleContentDerivation,
        place: Place,
    ) -> PendingComplexType<'a> {
        let base = self.resolve_base(id, &derivation.base, place);
        self.set_base(id, base, derivation.method);
        let inside = derivation.type_definition.as_deref();
        PendingComplexType {
            content: PendingContent::Simple {
                inside: inside
                    .map(|inside| self.local_simple_type(inside, Owner::Content(id), place)),
                facets: derivation.facets.iter().collect(),
            },
            attributes: self.attributes(&derivation.attributes, place),
            base_span: derivation.base.span,
        }
    }

    fn set_base(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: TypeDefinition,
        method: DerivationMethod,
    ) {
        let definition = &mut self.set.complex_types[id];
        definition.base = base;
        definition.derivation = method;
    }

    /// The base: in a redefinition, the type's own name means the original.
    fn resolve_base(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        base: &Spanned<QName>,
        place: Place,
    ) -> TypeDefinition {
        let own = self.set.complex_types[id].name.as_ref() == Some(&self.meant(place, &base.value));
        match self.originals.complex_types.get(&id) {
            Some(original) if own => TypeDefinition::Complex(*original),
            _ => self.resolve_type(place, base),
        }
    }

    /// *Complex Type Definition Representation OK*, clause 1: complex content derives from a complex type.
    fn src_ct_1(&mut self, base: TypeDefinition, reference: &Spanned<QName>) {
        if matches!(base, TypeDefinition::Simple(_)) && !self.set.is_poison(base) {
            let message = format!(
                "`complexContent` can't derive from `{}`, which is a simple type",
                reference.value
            );
            let diagnostic =
                crate::diagnostic::Diagnostic::error(&code::SRC_CT, reference.span, message);
            self.sink.report(diagnostic.help("use `simpleContent`"));
        }
    }

    /// *Redefinition Constraints and Semantics*, clause 5: a redefined complex type derives from itself.
    fn src_redefine_5_complex(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        written: &xsd::ComplexType,
    ) {
        let Some(original) = self.originals.complex_types.get(&id) else {
            return;
        };
        if self.set.complex_types[id].base != TypeDefinition::Complex(*original) {
            let message =
                "a redefined complex type must be a restriction or an extension of itself";
            self.error(&code::SRC_REDEFINE, written.common.span, message);
        }
    }

    /// The {explicit content}; `None` where it is empty.
    fn explicit_content(
        &mut self,
        written: Option<&'a xsd::Particle>,
        place: Place,
    ) -> Option<Id<Particle>> {
        let written = written?;
        if let ParticleTerm::ModelGroup(group) = &written.term
            && group.particles.is_empty()
            && (group.compositor != Compositor::Choice || written.occurs.min == 0)
        {
            return None;
        }
        self.particle(written, place)
    }
}
