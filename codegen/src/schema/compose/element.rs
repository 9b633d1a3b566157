//! Elements with their identity constraints, and global attributes.

use super::super::{
    DerivationSet, ElementDeclaration, Id, IdentityConstraint, IdentityConstraintCategory, Literal,
    Owner, Scope, TypeDefinition, ValueConstraint, ValueConstraintKind,
};
use super::declare::Global;
use super::order::order;
use super::{Composer, Place};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::xsd::{self, IdentityConstraintKind, InlineType};

impl<'a> Composer<'a, '_> {
    /// Resolves all global components and what stands in them.
    pub(super) fn resolve(&mut self, globals: Vec<Global<'a>>) {
        for global in globals {
            match global {
                Global::SimpleType(id, written, module) => {
                    self.resolve_simple(
                        id,
                        written,
                        Place {
                            module,
                            scope: Scope::Global,
                        },
                    );
                }
                Global::ComplexType(id, written, module) => {
                    self.resolve_complex(id, written, module)
                }
                Global::Element(id, written, module) => {
                    self.resolve_element_declaration(
                        id,
                        written,
                        Place {
                            module,
                            scope: Scope::Global,
                        },
                    );
                }
                Global::Attribute(id, written, module) => {
                    self.resolve_global_attribute(id, written, module)
                }
                Global::Group(id, written, module) => {
                    self.resolve_group_definition(id, written, module)
                }
                Global::AttributeGroup(id, written, module) => {
                    self.resolve_attribute_group_definition(id, written, module);
                }
            }
        }
    }

    /// An element with all that is known without following a reference.
    pub(super) fn add_element(
        &mut self,
        name: QName,
        written: &xsd::Element,
        place: Place,
    ) -> Id<ElementDeclaration> {
        let schema = self.modules.get(place.module).map(|module| module.schema);
        let block = written
            .block
            .or(schema.map(|schema| schema.block_default))
            .unwrap_or_default();
        let final_set = written
            .final_set
            .or(schema.map(|schema| schema.final_default))
            .unwrap_or_default();
        let derivations = DerivationSet {
            extension: true,
            restriction: true,
            ..DerivationSet::NONE
        };
        self.set.elements.add(ElementDeclaration {
            name,
            scope: place.scope,
            type_definition: TypeDefinition::Complex(self.set.any_type),
            nillable: written.nillable,
            value_constraint: written.value_constraint.as_ref().map(value_constraint),
            identity_constraints: Vec::new(),
            substitution_group: None,
            substitution_group_exclusions: final_set.intersection(derivations),
            disallowed_substitutions: block.intersection(DerivationSet {
                substitution: true,
                ..derivations
            }),
            is_abstract: written.is_abstract,
            documentation: written.common.documentation(),
            span: written.common.span,
        })
    }

    /// An element declared in a model group.
    pub(super) fn local_element(
        &mut self,
        written: &'a xsd::Element,
        place: Place,
    ) -> Id<ElementDeclaration> {
        let module = self.modules.get(place.module);
        let default = module.map(|module| module.schema.element_form_default);
        let qualified = written.form.or(default) == Some(xsd::Form::Qualified);
        let namespace = module
            .and_then(|module| module.namespace.clone())
            .filter(|_| qualified);
        let name = QName {
            namespace,
            local: written.name.value.clone(),
        };
        let id = self.add_element(name, written, place);
        self.resolve_element_declaration(id, written, place);
        id
    }

    fn resolve_element_declaration(
        &mut self,
        id: Id<ElementDeclaration>,
        written: &'a xsd::Element,
        place: Place,
    ) {
        if let Some(head) = &written.substitution_group {
            self.set.elements[id].substitution_group = self.resolve_element(place, head);
        }
        let type_definition = match (&written.type_name, &written.type_definition) {
            (Some(name), _) => Some(self.resolve_type(place, name)),
            (None, Some(InlineType::Simple(inside))) => Some(TypeDefinition::Simple(
                self.local_simple_type(inside, Owner::Element(id), place),
            )),
            (None, Some(InlineType::Complex(inside))) => Some(TypeDefinition::Complex(
                self.local_complex_type(inside, Owner::Element(id), place),
            )),
            (None, None) => None,
        };
        match type_definition {
            Some(definition) => self.set.elements[id].type_definition = definition,
            None if written.substitution_group.is_some() => {
                self.untyped_elements.insert(id);
            }
            None => {}
        }
        for constraint in &written.identity_constraints {
            self.add_identity_constraint(id, constraint, place);
        }
    }

    fn add_identity_constraint(
        &mut self,
        element: Id<ElementDeclaration>,
        written: &'a xsd::IdentityConstraint,
        place: Place,
    ) {
        let namespace = self
            .modules
            .get(place.module)
            .and_then(|module| module.namespace.clone());
        let name = QName {
            namespace,
            local: written.name.value.clone(),
        };
        let category = match &written.kind {
            IdentityConstraintKind::Unique => IdentityConstraintCategory::Unique,
            IdentityConstraintKind::Key => IdentityConstraintCategory::Key,
            IdentityConstraintKind::Keyref(_) => IdentityConstraintCategory::Keyref(None),
        };
        let id = self.set.identity_constraints.add(IdentityConstraint {
            name: name.clone(),
            category,
            element,
            selector: written.selector.path.clone(),
            fields: written
                .fields
                .iter()
                .map(|field| field.path.clone())
                .collect(),
            documentation: written.common.documentation(),
            span: written.common.span,
        });
        self.set.elements[element].identity_constraints.push(id);
        if let IdentityConstraintKind::Keyref(reference) = &written.kind {
            self.keyrefs.push((id, place, reference));
        }
        match self.set.global.identity_constraints.get(&name) {
            None => {
                self.set.global.identity_constraints.insert(name, id);
            }
            Some(first) => {
                let first = self.set.identity_constraints[*first].span;
                let message = format!("the identity constraint `{name}` is defined twice");
                let diagnostic =
                    Diagnostic::error(&code::SCH_PROPS_CORRECT, written.name.span, message);
                self.sink
                    .report(diagnostic.related(first, "first defined here"));
            }
        }
    }

    /// Breaks circles of substitution groups, and gives elements without a type that of their head.
    pub(super) fn complete_substitution_groups(&mut self) {
        let set = &self.set;
        let order = order(set.elements.ids(), |id| set.elements[id].substitution_group);
        for (id, head) in order.circular {
            self.e_props_correct_6(id, head);
        }
        let untyped = std::mem::take(&mut self.untyped_elements);
        for id in order.items {
            if !untyped.contains(&id) {
                continue;
            }
            let definition = match self.set.elements[id].substitution_group {
                Some(head) => self.set.elements[head].type_definition,
                None => TypeDefinition::Complex(self.set.poison.complex_type),
            };
            self.set.elements[id].type_definition = definition;
        }
    }

    /// *Element Declaration Properties Correct*, clause 6: no element is in its own substitution group.
    fn e_props_correct_6(&mut self, id: Id<ElementDeclaration>, head: Id<ElementDeclaration>) {
        let name = &self.set.elements[head].name;
        let message = format!("the element `{name}` stands in its own substitution group");
        let span = self.set.elements[id].span;
        self.error(&code::E_PROPS_CORRECT, span, message);
        self.set.elements[id].substitution_group = None;
    }

    /// *`xsi:` Not Allowed*.
    pub(super) fn no_xsi(&mut self, name: &QName, span: Span) {
        if name.namespace.as_deref() == Some(super::builtin::XSI_NAMESPACE) {
            let message = format!(
                "an attribute can't be declared in the namespace of `xsi:` (`{}`)",
                name.local
            );
            self.error(&code::NO_XSI, span, message);
        }
    }
}

pub(super) fn value_constraint(written: &xsd::ValueConstraint) -> ValueConstraint {
    ValueConstraint {
        kind: if written.fixed {
            ValueConstraintKind::Fixed
        } else {
            ValueConstraintKind::Default
        },
        value: Literal {
            text: written.value.value.clone(),
            namespaces: written.namespaces.clone(),
        },
        span: written.value.span,
    }
}
