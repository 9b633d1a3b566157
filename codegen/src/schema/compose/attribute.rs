//! Attributes, attribute groups and attribute wildcards.

use super::super::{
    AttributeDeclaration, AttributeGroupDefinition, AttributeUse, Id, NamespaceConstraint, Owner,
    Redefined, Scope, SimpleTypeDefinition, Wildcard,
};
use super::element::value_constraint;
use super::order::order;
use super::{Composer, Place};
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::xsd::{self, AttributeItem, AttributeUseKind, LocalAttribute, Spanned};

/// What a complex type or attribute group says of attributes, before references to groups are followed.
#[derive(Debug, Default)]
pub(super) struct PendingAttributes {
    items: Vec<Item>,
    wildcard: Option<Id<Wildcard>>,
}

#[derive(Debug)]
enum Item {
    Use(AttributeUse),
    Prohibited(QName),
    Group(Id<AttributeGroupDefinition>, Span),
}

/// Attributes with those of groups taken in.
#[derive(Debug, Default)]
pub(super) struct CompleteAttributes {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) prohibited: Vec<QName>,
    pub(super) wildcard: Option<Id<Wildcard>>,
}

impl<'a> Composer<'a, '_> {
    pub(super) fn resolve_global_attribute(
        &mut self,
        id: Id<AttributeDeclaration>,
        written: &'a xsd::Attribute,
        module: usize,
    ) {
        let place = Place {
            module,
            scope: Scope::Global,
        };
        let name = self.set.attributes[id].name.clone();
        self.no_xsi(&name, written.name.span);
        let type_definition = self.attribute_type(id, written, place);
        let declaration = &mut self.set.attributes[id];
        declaration.type_definition = type_definition;
        declaration.value_constraint = written.value_constraint.as_ref().map(value_constraint);
    }

    fn attribute_type(
        &mut self,
        id: Id<AttributeDeclaration>,
        written: &'a xsd::Attribute,
        place: Place,
    ) -> Id<SimpleTypeDefinition> {
        match (&written.type_name, &written.type_definition) {
            (Some(name), _) => self.resolve_simple_type(place, name),
            (None, Some(inside)) => self.local_simple_type(inside, Owner::Attribute(id), place),
            (None, None) => self.set.any_simple_type(),
        }
    }

    /// What is written of attributes, with references to declarations resolved.
    pub(super) fn attributes(
        &mut self,
        written: &'a xsd::Attributes,
        place: Place,
    ) -> PendingAttributes {
        let mut pending = PendingAttributes::default();
        for item in &written.items {
            pending.items.extend(match item {
                AttributeItem::Attribute(written) => self.attribute_use(written, place),
                AttributeItem::Group(written) => {
                    let group = self.referenced_attribute_group(written, place);
                    group.map(|group| Item::Group(group, written.common.span))
                }
            });
        }
        pending.wildcard = written.wildcard.as_ref().map(|written| {
            self.wildcard(
                &written.namespaces,
                written.process_contents,
                &written.common,
                place,
            )
        });
        pending
    }

    fn attribute_use(&mut self, written: &'a xsd::AttributeUse, place: Place) -> Option<Item> {
        let (declaration, constraint, common) = match &written.attribute {
            LocalAttribute::Declaration(attribute) => {
                let id = self.local_attribute(attribute, place);
                (id, &attribute.value_constraint, &attribute.common)
            }
            LocalAttribute::Reference(attribute) => {
                let id = self.resolve_attribute(place, &attribute.reference);
                let id = id.unwrap_or_else(|| self.poison_attribute(&attribute.reference, place));
                (id, &attribute.value_constraint, &attribute.common)
            }
        };
        if written.kind == AttributeUseKind::Prohibited {
            return Some(Item::Prohibited(
                self.set.attributes[declaration].name.clone(),
            ));
        }
        Some(Item::Use(AttributeUse {
            required: written.kind == AttributeUseKind::Required,
            declaration,
            value_constraint: constraint.as_ref().map(value_constraint),
            documentation: common.documentation(),
            span: Some(common.span),
        }))
    }

    fn local_attribute(
        &mut self,
        written: &'a xsd::Attribute,
        place: Place,
    ) -> Id<AttributeDeclaration> {
        let module = self.modules.get(place.module);
        let default = module.map(|module| module.schema.attribute_form_default);
        let qualified = written.form.or(default) == Some(xsd::Form::Qualified);
        let namespace = module.and_then(|module| module.namespace.clone());
        let id = self.set.attributes.add(AttributeDeclaration {
            name: QName {
                namespace: namespace.filter(|_| qualified),
                local: written.name.value.clone(),
            },
            scope: place.scope,
            type_definition: self.set.any_simple_type(),
            value_constraint: None,
            documentation: written.common.documentation(),
            span: Some(written.common.span),
        });
        let name = self.set.attributes[id].name.clone();
        self.no_xsi(&name, written.name.span);
        self.set.attributes[id].type_definition = self.attribute_type(id, written, place);
        id
    }

    /// What stands for an attribute that was not found.
    fn poison_attribute(
        &mut self,
        reference: &Spanned<QName>,
        place: Place,
    ) -> Id<AttributeDeclaration> {
        let name = self.meant(place, &reference.value);
        self.set.attributes.add(AttributeDeclaration {
            name,
            scope: Scope::Global,
            type_definition: self.set.poison.simple_type,
            value_constraint: None,
            documentation: None,
            span: Some(reference.span),
        })
    }

    /// The group of a reference: in a redefinition, the group's own name means the original.
    fn referenced_attribute_group(
        &mut self,
        written: &xsd::AttributeGroupReference,
        place: Place,
    ) -> Option<Id<AttributeGroupDefinition>> {
        if let Scope::AttributeGroup(within) = place.scope
            && let Some(original) = self.originals.attribute_groups.get(&within)
            && self.set.attribute_groups[within].name == self.meant(place, &written.reference.value)
        {
            self.self_references
                .push((written.common.span, xsd::Occurs::ONCE));
            return Some(*original);
        }
        self.resolve_attribute_group(place, &written.reference)
    }

    pub(super) fn resolve_attribute_group_definition(
        &mut self,
        id: Id<AttributeGroupDefinition>,
        written: &'a xsd::AttributeGroup,
        module: usize,
    ) {
        let place = Place {
            module,
            scope: Scope::AttributeGroup(id),
        };
        let pending = self.attributes(&written.attributes, place);
        self.attribute_groups.insert(id, pending);
        let references = std::mem::take(&mut self.self_references);
        if let Some(original) = self.originals.attribute_groups.get(&id).copied() {
            // *Redefinition Constraints and Semantics*, clause 7.1.
            if let Some((span, _)) = references.get(1) {
                let message = "a redefined attribute group may refer to itself once only";
                self.error(&code::SRC_REDEFINE, *span, message);
            }
            let refers_to_original = !references.is_empty();
            self.set.redefined.push(Redefined::AttributeGroup {
                original,
                redefining: id,
                refers_to_original,
            });
        }
    }

    /// Follows the references between attribute groups, and breaks circles.
    pub(super) fn complete_attribute_groups(&mut self) {
        let groups = &self.attribute_groups;
        let order = order(self.set.attribute_groups.ids(), |id| {
            groups
                .get(&id)
                .map(PendingAttributes::groups)
                .unwrap_or_default()
        });
        for (id, on) in order.circular {
            self.src_attribute_group_3(id, on);
        }
        for id in order.items {
            let Some(pending) = self.attribute_groups.remove(&id) else {
                continue;
            };
            let complete = self.complete_attributes(pending, &code::SRC_ATTRIBUTE_GROUP);
            let definition = &mut self.set.attribute_groups[id];
            definition.attribute_uses = complete.uses;
            definition.prohibited_attributes = complete.prohibited;
            definition.attribute_wildcard = complete.wildcard;
        }
    }

    /// *Attribute Group Definition Representation OK*, clause 3: no attribute group contains itself.
    fn src_attribute_group_3(
        &mut self,
        id: Id<AttributeGroupDefinition>,
        on: Id<AttributeGroupDefinition>,
    ) {
        let Some(pending) = self.attribute_groups.get_mut(&id) else {
            return;
        };
        let mut spans = Vec::new();
        pending.items.retain(|item| match item {
            Item::Group(group, span) if *group == on => {
                spans.push(*span);
                false
            }
            _ => true,
        });
        for span in spans {
            let name = &self.set.attribute_groups[on].name;
            let message = format!("the attribute group `{name}` contains itself");
            self.error(&code::SRC_ATTRIBUTE_GROUP, span, message);
        }
    }

    /// Takes in the attributes of the groups referred to; all of them are complete. `rule` is reported where the
    /// wildcards have no common part that can be expressed.
    pub(super) fn complete_attributes(
        &mut self,
        pending: PendingAttributes,
        rule: &'static Code,
    ) -> CompleteAttributes {
        let mut complete = CompleteAttributes::default();
        let mut wildcards: Vec<Id<Wildcard>> = pending.wildcard.into_iter().collect();
        for item in pending.items {
            match item {
                Item::Use(attribute) => complete.uses.push(attribute),
                Item::Prohibited(name) => complete.prohibited.push(name),
                Item::Group(group, _) => {
                    let group = &self.set.attribute_groups[group];
                    // What a group prohibits is no matter: only a restriction's own attributes take uses of the base
                    // away (Part 1, 3.4.2, {attribute uses}, clause 3).
                    complete.uses.extend(group.attribute_uses.iter().cloned());
                    wildcards.extend(group.attribute_wildcard);
                }
            }
        }
        complete.wildcard = self.wildcard_intersection(&wildcards, rule);
        complete
    }

    /// The wildcard that allows what all of them allow, with all else taken from the first.
    fn wildcard_intersection(
        &mut self,
        wildcards: &[Id<Wildcard>],
        rule: &'static Code,
    ) -> Option<Id<Wildcard>> {
        let (&first, rest) = wildcards.split_first()?;
        if rest.is_empty() {
            return Some(first);
        }
        let mut constraint = self.set.wildcards[first].namespace_constraint.clone();
        for &other in rest {
            let other = &self.set.wildcards[other];
            match constraint.intersection(&other.namespace_constraint) {
                Some(common) => constraint = common,
                None => {
                    let message =
                        inexpressible("intersection", &constraint, &other.namespace_constraint);
                    if let Some(span) = self.set.wildcards[first].span {
                        self.error(rule, span, message);
                    }
                }
            }
        }
        let wildcard = Wildcard {
            namespace_constraint: constraint,
            ..self.set.wildcards[first].clone()
        };
        Some(self.set.wildcards.add(wildcard))
    }

    /// The attribute wildcard of an extension: what its base allows and what it adds.
    pub(super) fn wildcard_union(
        &mut self,
        base: Option<Id<Wildcard>>,
        own: Option<Id<Wildcard>>,
        span: Option<Span>,
    ) -> Option<Id<Wildcard>> {
        let (Some(base), Some(own)) = (base, own) else {
            return own.or(base);
        };
        let (left, right) = (&self.set.wildcards[base], &self.set.wildcards[own]);
        let union = left.namespace_constraint.union(&right.namespace_constraint);
        if let (None, Some(span)) = (&union, span) {
            let message = inexpressible(
                "union",
                &left.namespace_constraint,
                &right.namespace_constraint,
            );
            self.sink
                .report(Diagnostic::error(&code::SRC_CT, span, message));
        }
        let namespace_constraint = union.unwrap_or(NamespaceConstraint::Any);
        let wildcard = Wildcard {
            namespace_constraint,
            ..self.set.wildcards[own].clone()
        };
        Some(self.set.wildcards.add(wildcard))
    }
}

fn inexpressible(
    operation: &str,
    left: &NamespaceConstraint,
    right: &NamespaceConstraint,
) -> String {
    format!(
        "the {operation} of the attribute wildcards for {left} and for {right} can't be expressed in XSD 1.0"
    )
}

impl PendingAttributes {
    /// The groups referred to.
    fn groups(&self) -> Vec<Id<AttributeGroupDefinition>> {
        let groups = self.items.iter().filter_map(|item| match item {
            Item::Group(group, _) => Some(*group),
            Item::Use(_) | Item::Prohibited(_) => None,
        });
        groups.collect()
    }
}
