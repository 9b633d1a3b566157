//! The global components: every one gets its id and its name before anything refers to it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::super::{
    AttributeDeclaration, AttributeGroupDefinition, ComplexTypeDefinition, ContentType,
    DerivationMethod, DerivationSet, ElementDeclaration, Id, ModelGroup, ModelGroupDefinition,
    NotationDeclaration, Redefined, SchemaDocumentation, Scope, SimpleTypeDefinition,
    TypeDefinition,
};
use super::closure::{self, Redefine};
use super::{Composer, Place};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::xsd::{self, Component, Redefinition, Spanned, XSD_NAMESPACE};

/// A global component with its id, its written form and its module; still to be resolved.
pub(super) enum Global<'a> {
    SimpleType(Id<SimpleTypeDefinition>, &'a xsd::SimpleType, usize),
    ComplexType(Id<ComplexTypeDefinition>, &'a xsd::ComplexType, usize),
    Element(Id<ElementDeclaration>, &'a xsd::Element, usize),
    Attribute(Id<AttributeDeclaration>, &'a xsd::Attribute, usize),
    Group(Id<ModelGroupDefinition>, &'a xsd::Group, usize),
    AttributeGroup(Id<AttributeGroupDefinition>, &'a xsd::AttributeGroup, usize),
}

/// The module that declares a global component, by kind and id.
#[derive(Default)]
struct Declared {
    types: HashMap<TypeDefinition, usize>,
    groups: HashMap<Id<ModelGroupDefinition>, usize>,
    attribute_groups: HashMap<Id<AttributeGroupDefinition>, usize>,
}

impl<'a> Composer<'a, '_> {
    /// Declares the components of all modules, then what redefinitions put in their place.
    pub(super) fn declare(&mut self) -> Vec<Global<'a>> {
        let (mut globals, mut declared) = (Vec::new(), Declared::default());
        for module in 0..self.modules.len() {
            let Some(schema) = self.modules.get(module).map(|module| module.schema) else {
                continue;
            };
            self.declare_documentation(schema, module);
            for component in &schema.components {
                globals.extend(self.declare_component(component, module, &mut declared));
            }
        }
        for reference in closure::circular_redefines(&self.modules) {
            let message = "this document is redefined by the one that it redefines";
            self.error(&code::SRC_REDEFINE, reference.span, message);
        }
        for redefine in closure::redefines(&self.modules) {
            let within = closure::reachable(&self.modules, redefine.to);
            for redefinition in &redefine.reference.redefinitions {
                let reach = Reach {
                    redefine: &redefine,
                    within: &within,
                };
                globals.extend(self.redeclare(redefinition, &reach, &mut declared));
            }
        }
        globals
    }

    fn declare_documentation(&mut self, schema: &xsd::Schema, module: usize) {
        let target_namespace = self
            .modules
            .get(module)
            .and_then(|module| module.namespace.clone());
        for annotation in &schema.annotations {
            let Some(text) = annotation.text() else {
                continue;
            };
            let target_namespace = target_namespace.clone();
            self.set.documentation.push(SchemaDocumentation {
                target_namespace,
                text,
                span: annotation.span,
            });
        }
    }

    fn declare_component(
        &mut self,
        component: &'a Component,
        module: usize,
        declared: &mut Declared,
    ) -> Option<Global<'a>> {
        match component {
            Component::SimpleType(written) => {
                let name = self.global_name(written.name.as_ref()?, module);
                if self.is_built_in(&name) {
                    return None;
                }
                let id = self.add_simple_type(Some(name.clone()), written.common.span);
                self.name_type(
                    name,
                    TypeDefinition::Simple(id),
                    written.name.as_ref()?.span,
                );
                declared.types.insert(TypeDefinition::Simple(id), module);
                Some(Global::SimpleType(id, written, module))
            }
            Component::ComplexType(written) => {
                let name = self.global_name(written.name.as_ref()?, module);
                if self.is_built_in(&name) {
                    return None;
                }
                let id = self.add_complex_type(Some(name.clone()), written.common.span);
                self.name_type(
                    name,
                    TypeDefinition::Complex(id),
                    written.name.as_ref()?.span,
                );
                declared.types.insert(TypeDefinition::Complex(id), module);
                Some(Global::ComplexType(id, written, module))
            }
            Component::Element(written) => self.declare_element(written, module),
            Component::Attribute(written) => self.declare_attribute(written, module),
            Component::Group(written) => {
                let name = self.global_name(&written.name, module);
                let id = self.add_group(name.clone(), written);
                let first = name_it(&mut self.set.global.groups, &name, id);
                let first = first.map(|first| self.set.group_definitions[first].span);
                self.report_twice("group", &name, written.name.span, first);
                declared.groups.insert(id, module);
                Some(Global::Group(id, written, module))
            }
            Component::AttributeGroup(written) => {
                let name = self.global_name(&written.name, module);
                let id = self.add_attribute_group(name.clone(), written);
                let first = name_it(&mut self.set.global.attribute_groups, &name, id);
                let first = first.map(|first| self.set.attribute_groups[first].span);
                self.report_twice("attribute group", &name, written.name.span, first);
                declared.attribute_groups.insert(id, module);
                Some(Global::AttributeGroup(id, written, module))
            }
            Component::Notation(written) => {
                self.declare_notation(written, module);
                None
            }
        }
    }

    fn declare_element(&mut self, written: &'a xsd::Element, module: usize) -> Option<Global<'a>> {
        let name = self.global_name(&written.name, module);
        let place = Place {
            module,
            scope: Scope::Global,
        };
        let id = self.add_element(name.clone(), written, place);
        let first = name_it(&mut self.set.global.elements, &name, id);
        let first = first.map(|first| self.set.elements[first].span);
        self.report_twice("element", &name, written.name.span, first);
        Some(Global::Element(id, written, module))
    }

    fn declare_attribute(
        &mut self,
        written: &'a xsd::Attribute,
        module: usize,
    ) -> Option<Global<'a>> {
        let name = self.global_name(&written.name, module);
        let id = self.set.attributes.add(AttributeDeclaration {
            name: name.clone(),
            scope: Scope::Global,
            type_definition: self.set.any_simple_type(),
            value_constraint: None,
            documentation: written.common.documentation(),
            span: Some(written.common.span),
        });
        let first = name_it(&mut self.set.global.attributes, &name, id);
        let first = first.and_then(|first| self.set.attributes[first].span);
        self.report_twice("attribute", &name, written.name.span, first);
        Some(Global::Attribute(id, written, module))
    }

    fn declare_notation(&mut self, written: &xsd::Notation, module: usize) {
        let name = self.global_name(&written.name, module);
        let id = self.set.notations.add(NotationDeclaration {
            name: name.clone(),
            system: written.system.clone(),
            public: written.public.clone(),
            documentation: written.common.documentation(),
            span: written.common.span,
        });
        let first = name_it(&mut self.set.global.notations, &name, id);
        let first = first.map(|first| self.set.notations[first].span);
        self.report_twice("notation", &name, written.name.span, first);
    }

    fn global_name(&self, name: &Spanned<std::sync::Arc<str>>, module: usize) -> QName {
        let namespace = self
            .modules
            .get(module)
            .and_then(|module| module.namespace.clone());
        QName {
            namespace,
            local: name.value.clone(),
        }
    }

    /// The schema for schemas defines the built-in types again; ours stay.
    fn is_built_in(&self, name: &QName) -> bool {
        name.namespace.as_deref() == Some(XSD_NAMESPACE)
            && self
                .set
                .type_named(name)
                .is_some_and(|known| self.set.type_span(known).is_none())
    }

    fn name_type(&mut self, name: QName, definition: TypeDefinition, span: Span) {
        let first = name_it(&mut self.set.global.types, &name, definition);
        let first = first.and_then(|first| self.set.type_span(first));
        self.report_twice("type", &name, span, first);
    }

    /// *Schema Properties Correct*, clause 2: no two components of one kind have the same name.
    fn report_twice(&mut self, kind: &str, name: &QName, span: Span, first: Option<Span>) {
        let Some(first) = first else { return };
        let message = format!("the {kind} `{name}` is defined twice");
        let diagnostic =
            Diagnostic::error(&code::SCH_PROPS_CORRECT, span, message).label("defined again here");
        self.sink
            .report(diagnostic.related(first, "first defined here"));
    }

    pub(super) fn add_simple_type(
        &mut self,
        name: Option<QName>,
        span: Span,
    ) -> Id<SimpleTypeDefinition> {
        let blank = super::builtin::blank_simple_type(&self.set);
        let base = TypeDefinition::Simple(self.set.any_simple_type());
        self.set.simple_types.add(SimpleTypeDefinition {
            name,
            base,
            span: Some(span),
            ..blank
        })
    }

    pub(super) fn add_complex_type(
        &mut self,
        name: Option<QName>,
        span: Span,
    ) -> Id<ComplexTypeDefinition> {
        self.set.complex_types.add(ComplexTypeDefinition {
            name,
            owner: None,
            base: TypeDefinition::Complex(self.set.any_type),
            derivation: DerivationMethod::Restriction,
            is_abstract: false,
            final_set: DerivationSet::NONE,
            prohibited_substitutions: DerivationSet::NONE,
            attribute_uses: Vec::new(),
            prohibited_attributes: Vec::new(),
            attribute_wildcard: None,
            content: ContentType::Empty,
            own_particle: None,
            documentation: None,
            span: Some(span),
        })
    }

    fn add_group(&mut self, name: QName, written: &xsd::Group) -> Id<ModelGroupDefinition> {
        let model_group = self.set.groups.add(ModelGroup {
            compositor: written.model_group.compositor,
            particles: Vec::new(),
            documentation: written.model_group.common.documentation(),
            span: Some(written.model_group.common.span),
        });
        self.set.group_definitions.add(ModelGroupDefinition {
            name,
            model_group,
            documentation: written.common.documentation(),
            span: written.common.span,
        })
    }

    fn add_attribute_group(
        &mut self,
        name: QName,
        written: &xsd::AttributeGroup,
    ) -> Id<AttributeGroupDefinition> {
        self.set.attribute_groups.add(AttributeGroupDefinition {
            name,
            attribute_uses: Vec::new(),
            prohibited_attributes: Vec::new(),
            attribute_wildcard: None,
            documentation: written.common.documentation(),
            span: written.common.span,
        })
    }
}

/// Gives a component its name, unless another one has it; that one is returned.
fn name_it<T: Copy>(table: &mut HashMap<QName, T>, name: &QName, component: T) -> Option<T> {
    match table.entry(name.clone()) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(entry) => {
            entry.insert(component);
            None
        }
    }
}

/// A redefine, and the modules in which what it redefines must be.
struct Reach<'r, 'a> {
    redefine: &'r Redefine<'a>,
    within: &'r std::collections::BTreeSet<usize>,
}

impl Reach<'_, '_> {
    /// The component that a redefinition replaces, if it is in the redefined document.
    fn original<T: Copy + Eq + Hash>(
        &self,
        named: Option<T>,
        declared: &HashMap<T, usize>,
    ) -> Option<T> {
        named.filter(|component| {
            declared
                .get(component)
                .is_some_and(|module| self.within.contains(module))
        })
    }
}

impl<'a> Composer<'a, '_> {
    fn redeclare(
        &mut self,
        redefinition: &'a Redefinition,
        reach: &Reach<'_, 'a>,
        declared: &mut Declared,
    ) -> Option<Global<'a>> {
        let module = reach.redefine.from;
        match redefinition {
            Redefinition::SimpleType(written) => {
                self.redeclare_simple_type(written, reach, declared)
            }
            Redefinition::ComplexType(written) => {
                self.redeclare_complex_type(written, reach, declared)
            }
            Redefinition::Group(written) => {
                let name = self.global_name(&written.name, module);
                let id = self.add_group(name.clone(), written);
                match reach.original(self.set.group_named(&name), &declared.groups) {
                    Some(original) => {
                        self.originals.groups.insert(id, original);
                    }
                    None => self.report_not_redefined("group", &name, written.name.span),
                }
                self.set.global.groups.insert(name, id);
                declared.groups.insert(id, module);
                Some(Global::Group(id, written, module))
            }
            Redefinition::AttributeGroup(written) => {
                let name = self.global_name(&written.name, module);
                let id = self.add_attribute_group(name.clone(), written);
                match reach.original(
                    self.set.attribute_group_named(&name),
                    &declared.attribute_groups,
                ) {
                    Some(original) => {
                        self.originals.attribute_groups.insert(id, original);
                    }
                    None => self.report_not_redefined("attribute group", &name, written.name.span),
                }
                self.set.global.attribute_groups.insert(name, id);
                declared.attribute_groups.insert(id, module);
                Some(Global::AttributeGroup(id, written, module))
            }
        }
    }

    fn redeclare_simple_type(
        &mut self,
        written: &'a xsd::SimpleType,
        reach: &Reach<'_, 'a>,
        declared: &mut Declared,
    ) -> Option<Global<'a>> {
        let module = reach.redefine.from;
        let written_name = written.name.as_ref()?;
        let name = self.global_name(written_name, module);
        let id = self.add_simple_type(Some(name.clone()), written.common.span);
        let redefining = TypeDefinition::Simple(id);
        match reach.original(self.set.type_named(&name), &declared.types) {
            Some(TypeDefinition::Simple(original)) => {
                self.originals.simple_types.insert(id, original);
                self.redefine_type(TypeDefinition::Simple(original), redefining);
            }
            _ => self.report_not_redefined("simple type", &name, written_name.span),
        }
        self.set.global.types.insert(name, redefining);
        declared.types.insert(redefining, module);
        Some(Global::SimpleType(id, written, module))
    }

    fn redeclare_complex_type(
        &mut self,
        written: &'a xsd::ComplexType,
        reach: &Reach<'_, 'a>,
        declared: &mut Declared,
    ) -> Option<Global<'a>> {
        let module = reach.redefine.from;
        let written_name = written.name.as_ref()?;
        let name = self.global_name(written_name, module);
        let id = self.add_complex_type(Some(name.clone()), written.common.span);
        let redefining = TypeDefinition::Complex(id);
        match reach.original(self.set.type_named(&name), &declared.types) {
            Some(TypeDefinition::Complex(original)) => {
                self.originals.complex_types.insert(id, original);
                self.redefine_type(TypeDefinition::Complex(original), redefining);
            }
            _ => self.report_not_redefined("complex type", &name, written_name.span),
        }
        self.set.global.types.insert(name, redefining);
        declared.types.insert(redefining, module);
        Some(Global::ComplexType(id, written, module))
    }

    fn redefine_type(&mut self, original: TypeDefinition, redefining: TypeDefinition) {
        self.set.redefined.push(Redefined::Type {
            original,
            redefining,
        });
    }

    fn report_not_redefined(&mut self, kind: &str, name: &QName, span: Span) {
        let message = format!(
            "the redefined document has no {kind} `{name}`, or another `redefine` replaced it"
        );
        self.error(&code::SRC_REDEFINE, span, message);
    }
}
