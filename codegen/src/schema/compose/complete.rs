//! Complex types: what derivation brings in, base types first.

use super::super::{
    AttributeUse, ComplexTypeDefinition, Compositor, ContentType, DerivationMethod, Id, ModelGroup,
    Occurs, Owner, Particle, SimpleTypeDefinition, Term, TypeDefinition, Wildcard,
};
use super::Composer;
use super::attribute::CompleteAttributes;
use super::complex_type::{PendingComplexType, PendingContent};
use super::order::order;
use crate::diagnostic::code::schema as code;
use crate::syntax::xsd;

impl<'a> Composer<'a, '_> {
    /// Completes all complex types, and breaks circles.
    pub(super) fn complete_complex_types(&mut self) {
        let set = &self.set;
        let order = order(set.complex_types.ids(), |id| {
            match set.complex_types[id].base {
                TypeDefinition::Complex(base) if base != set.any_type => Some(base),
                _ => None,
            }
        });
        for (id, on) in order.circular {
            self.ct_props_correct_3(id, on);
        }
        for id in order.items {
            if let Some(pending) = self.complex_types.remove(&id) {
                self.complete_complex_type(id, pending);
            }
        }
    }

    /// *Complex Type Definition Properties Correct*, clause 3: no type derives from itself.
    fn ct_props_correct_3(&mut self, id: Id<ComplexTypeDefinition>, on: Id<ComplexTypeDefinition>) {
        let name = match &self.set.complex_types[on].name {
            Some(name) => format!("`{name}`"),
            None => "an anonymous type".to_owned(),
        };
        let message = format!("the complex type {name} derives from itself");
        if let Some(span) = self.complex_types.get(&id).map(|pending| pending.base_span) {
            self.error(&code::CT_PROPS_CORRECT, span, message);
        }
        self.set.complex_types[id].base = TypeDefinition::Complex(self.set.poison.complex_type);
    }

    fn complete_complex_type(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        pending: PendingComplexType<'a>,
    ) {
        let own = self.complete_attributes(pending.attributes, &code::SRC_CT);
        self.inherit_attributes(id, own);
        match pending.content {
            PendingContent::Complex { particle, mixed } => {
                self.set_complex_content(id, particle, mixed)
            }
            PendingContent::Simple { inside, facets } => {
                let content = self.simple_content_type(id, inside, &facets, pending.base_span);
                self.set.complex_types[id].content = ContentType::Simple(content);
            }
        }
    }

    fn inherit_attributes(&mut self, id: Id<ComplexTypeDefinition>, own: CompleteAttributes) {
        let definition = &self.set.complex_types[id];
        let (base_uses, base_wildcard) = match definition.base {
            TypeDefinition::Simple(_) => (Vec::new(), None),
            TypeDefinition::Complex(base) => {
                let base = &self.set.complex_types[base];
                (base.attribute_uses.clone(), base.attribute_wildcard)
            }
        };
        let (uses, wildcard) = match definition.derivation {
            DerivationMethod::Extension => {
                let span = definition.span;
                let wildcard = self.wildcard_union(base_wildcard, own.wildcard, span);
                (base_uses.into_iter().chain(own.uses).collect(), wildcard)
            }
            DerivationMethod::Restriction => (
                self.restricted_uses(base_uses, own.uses, &own.prohibited),
                own.wildcard,
            ),
        };
        self.set_attributes(id, uses, own.prohibited, wildcard);
    }

    fn set_attributes(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        uses: Vec<AttributeUse>,
        prohibited: Vec<crate::syntax::QName>,
        wildcard: Option<Id<Wildcard>>,
    ) {
        let definition = &mut self.set.complex_types[id];
        definition.attribute_uses = uses;
        definition.prohibited_attributes = prohibited;
        definition.attribute_wildcard = wildcard;
    }

    /// The attribute uses of a restriction: those of the base, but for what is prohibited or stated anew.
    fn restricted_uses(
        &self,
        base: Vec<AttributeUse>,
        own: Vec<AttributeUse>,
        prohibited: &[crate::syntax::QName],
    ) -> Vec<AttributeUse> {
        let name = |attribute: &AttributeUse| &self.set.attributes[attribute.declaration].name;
        let mut own: Vec<Option<AttributeUse>> = own.into_iter().map(Some).collect();
        let mut uses = Vec::new();
        for attribute in base {
            let anew = own.iter_mut().find(|candidate| {
                candidate
                    .as_ref()
                    .is_some_and(|own| name(own) == name(&attribute))
            });
            match anew {
                Some(anew) => uses.extend(anew.take()),
                None if prohibited.contains(name(&attribute)) => {}
                None => uses.push(attribute),
            }
        }
        uses.extend(own.into_iter().flatten());
        uses
    }

    /// The {content type} of complex content.
    fn set_complex_content(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        explicit: Option<Id<Particle>>,
        mixed: bool,
    ) {
        let effective = match explicit {
            None if mixed => {
                let group = self.empty_group();
                Some(self.once(group))
            }
            explicit => explicit,
        };
        let definition = &self.set.complex_types[id];
        let base = match definition.base {
            TypeDefinition::Complex(base)
                if definition.derivation == DerivationMethod::Extension =>
            {
                self.set.complex_types[base].content
            }
            _ => ContentType::Empty,
        };
        let content_of = |particle| {
            if mixed {
                ContentType::Mixed(particle)
            } else {
                ContentType::ElementOnly(particle)
            }
        };
        let content = match (effective, base.particle()) {
            (None, _) => base,
            (Some(own), None) => content_of(own),
            // Nothing but `mixed` is added, so that no group is needed around the base's content.
            (Some(_), Some(base)) if explicit.is_none() => content_of(base),
            (Some(own), Some(base)) => {
                let group = self.set.groups.add(ModelGroup {
                    compositor: Compositor::Sequence,
                    particles: vec![base, own],
                    documentation: None,
                    span: None,
                });
                content_of(self.once(group))
            }
        };
        let definition = &mut self.set.complex_types[id];
        definition.content = content;
        definition.own_particle = explicit;
    }

    fn once(&mut self, group: Id<ModelGroup>) -> Id<Particle> {
        let term = Term::Group(group);
        self.set.particles.add(Particle {
            occurs: Occurs::ONCE,
            term,
            definition: None,
            span: None,
        })
    }

    /// The simple type of simple content. *Complex Type Definition Representation OK*, clause 2, says what the base
    /// may be.
    fn simple_content_type(
        &mut self,
        id: Id<ComplexTypeDefinition>,
        inside: Option<Id<SimpleTypeDefinition>>,
        facets: &[&'a xsd::Facet],
        base_span: crate::source::Span,
    ) -> Id<SimpleTypeDefinition> {
        let definition = &self.set.complex_types[id];
        let (base, method) = (definition.base, definition.derivation);
        let content = match (base, method) {
            (TypeDefinition::Simple(simple), DerivationMethod::Extension) => Some(simple),
            (TypeDefinition::Simple(_), DerivationMethod::Restriction) => None,
            (TypeDefinition::Complex(complex), method) => {
                match self.set.complex_types[complex].content {
                    ContentType::Simple(simple) => inside.or(Some(simple)),
                    ContentType::Mixed(particle)
                        if method == DerivationMethod::Restriction
                            && self.set.is_emptiable(particle) =>
                    {
                        inside
                    }
                    _ => None,
                }
            }
        };
        let Some(content) = content else {
            if !self.set.is_poison(base) {
                let message = self.src_ct_2(base, method);
                self.error(&code::SRC_CT, base_span, message);
            }
            return self.set.poison.simple_type;
        };
        if facets.is_empty() {
            return content;
        }
        let span = self.set.complex_types[id].span.unwrap_or(base_span);
        let restricted = self.add_simple_type(None, span);
        let definition = &mut self.set.simple_types[restricted];
        definition.owner = Some(Owner::Content(id));
        definition.base = TypeDefinition::Simple(content);
        self.complete_restriction(restricted, facets);
        restricted
    }

    fn src_ct_2(&self, base: TypeDefinition, method: DerivationMethod) -> String {
        let name = self
            .set
            .type_name(base)
            .map(|name| format!(" `{name}`"))
            .unwrap_or_default();
        match (base, method) {
            (TypeDefinition::Simple(_), _) => {
                format!(
                    "`simpleContent` can't restrict{name}, which is a simple type; it can extend it"
                )
            }
            (TypeDefinition::Complex(_), DerivationMethod::Extension) => {
                format!(
                    "`simpleContent` can't extend{name}, which is a complex type without simple content"
                )
            }
            (TypeDefinition::Complex(_), DerivationMethod::Restriction) => format!(
                "`simpleContent` can't restrict{name}, which has neither simple content nor mixed content that may \
                 be empty and is restricted to a `simpleType`"
            ),
        }
    }
}
