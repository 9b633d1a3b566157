//! All components that a compilation knows.

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    Arena, AttributeDeclaration, AttributeGroupDefinition, Builtin, ComplexTypeDefinition,
    ElementDeclaration, Id, IdentityConstraint, ModelGroup, ModelGroupDefinition,
    NotationDeclaration, Particle, SimpleTypeDefinition, Wildcard,
};
use crate::source::Span;
use crate::syntax::QName;

/// The components of a schema: one arena for each kind.
///
/// Global components come first in each arena, in the order in which the documents were first asked for and, in a
/// document, in the order in which they are written; components inside of others follow in the order in which
/// their owners are written. Built-in components come before all.
#[derive(Debug)]
pub struct Set {
    /// Simple type definitions, the built-in ones first.
    pub simple_types: Arena<SimpleTypeDefinition>,
    /// Complex type definitions, `anyType` first.
    pub complex_types: Arena<ComplexTypeDefinition>,
    /// Element declarations.
    pub elements: Arena<ElementDeclaration>,
    /// Attribute declarations.
    pub attributes: Arena<AttributeDeclaration>,
    /// Named model groups.
    pub group_definitions: Arena<ModelGroupDefinition>,
    /// Named attribute groups.
    pub attribute_groups: Arena<AttributeGroupDefinition>,
    /// Model groups.
    pub groups: Arena<ModelGroup>,
    /// Particles.
    pub particles: Arena<Particle>,
    /// Wildcards of elements and attributes.
    pub wildcards: Arena<Wildcard>,
    /// Identity constraints.
    pub identity_constraints: Arena<IdentityConstraint>,
    /// Notations.
    pub notations: Arena<NotationDeclaration>,
    /// What the documents themselves document, in order.
    pub documentation: Vec<SchemaDocumentation>,
    pub(super) global: Globals,
    pub(super) any_type: Id<ComplexTypeDefinition>,
    pub(super) builtins: HashMap<Builtin, Id<SimpleTypeDefinition>>,
    pub(super) poison: Poison,
    pub(super) redefined: Vec<Redefined>,
    /// The types that derive from a type directly, in document order.
    pub(super) derived: HashMap<TypeDefinition, Vec<TypeDefinition>>,
    /// The elements that name an element as the head of their substitution group, in document order.
    pub(super) substitution: HashMap<Id<ElementDeclaration>, Vec<Id<ElementDeclaration>>>,
}

/// The documentation at the top of one schema document.
#[derive(Clone, Debug)]
pub struct SchemaDocumentation {
    /// The target namespace of the document.
    pub target_namespace: Option<Arc<str>>,
    /// The text.
    pub text: Arc<str>,
    /// Where it is written.
    pub span: Span,
}

/// A type definition: simple or complex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeDefinition {
    /// A simple type.
    Simple(Id<SimpleTypeDefinition>),
    /// A complex type.
    Complex(Id<ComplexTypeDefinition>),
}

/// The global components by name, one table for each symbol space (Part 1, 2.5).
#[derive(Debug, Default)]
pub(super) struct Globals {
    pub(super) types: HashMap<QName, TypeDefinition>,
    pub(super) elements: HashMap<QName, Id<ElementDeclaration>>,
    pub(super) attributes: HashMap<QName, Id<AttributeDeclaration>>,
    pub(super) groups: HashMap<QName, Id<ModelGroupDefinition>>,
    pub(super) attribute_groups: HashMap<QName, Id<AttributeGroupDefinition>>,
    pub(super) identity_constraints: HashMap<QName, Id<IdentityConstraint>>,
    pub(super) notations: HashMap<QName, Id<NotationDeclaration>>,
}

/// The components that stand for those that could not be found or are broken, so that one mistake is reported once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poison {
    pub(super) simple_type: Id<SimpleTypeDefinition>,
    pub(super) complex_type: Id<ComplexTypeDefinition>,
}

/// A component that a `redefine` replaced, and what replaced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redefined {
    /// A type; the redefining one derives from the original.
    Type {
        /// What the redefined document defines; it keeps its name, but can't be looked up by it.
        original: TypeDefinition,
        /// What has the name now.
        redefining: TypeDefinition,
    },
    /// A model group.
    Group {
        /// What the redefined document defines.
        original: Id<ModelGroupDefinition>,
        /// What has the name now.
        redefining: Id<ModelGroupDefinition>,
        /// Whether the new one contains the original; otherwise it must restrict it.
        refers_to_original: bool,
    },
    /// An attribute group.
    AttributeGroup {
        /// What the redefined document defines.
        original: Id<AttributeGroupDefinition>,
        /// What has the name now.
        redefining: Id<AttributeGroupDefinition>,
        /// Whether the new one contains the original; otherwise it must restrict it.
        refers_to_original: bool,
    },
}

impl Set {
    /// What was redefined, in the order of the redefinitions.
    pub fn redefined(&self) -> &[Redefined] {
        &self.redefined
    }

    /// The type `anyType`.
    pub fn any_type(&self) -> Id<ComplexTypeDefinition> {
        self.any_type
    }

    /// The type `anySimpleType`.
    pub fn any_simple_type(&self) -> Id<SimpleTypeDefinition> {
        self.builtin(Builtin::AnySimpleType)
    }

    /// A built-in simple type.
    pub fn builtin(&self, builtin: Builtin) -> Id<SimpleTypeDefinition> {
        self.builtins
            .get(&builtin)
            .copied()
            .unwrap_or(self.poison.simple_type)
    }

    /// The global type of a name, built-in types among them.
    pub fn type_named(&self, name: &QName) -> Option<TypeDefinition> {
        self.global.types.get(name).copied()
    }

    /// The global element of a name.
    pub fn element_named(&self, name: &QName) -> Option<Id<ElementDeclaration>> {
        self.global.elements.get(name).copied()
    }

    /// The global attribute of a name.
    pub fn attribute_named(&self, name: &QName) -> Option<Id<AttributeDeclaration>> {
        self.global.attributes.get(name).copied()
    }

    /// The model group of a name.
    pub fn group_named(&self, name: &QName) -> Option<Id<ModelGroupDefinition>> {
        self.global.groups.get(name).copied()
    }

    /// The attribute group of a name.
    pub fn attribute_group_named(&self, name: &QName) -> Option<Id<AttributeGroupDefinition>> {
        self.global.attribute_groups.get(name).copied()
    }

    /// The identity constraint of a name.
    pub fn identity_constraint_named(&self, name: &QName) -> Option<Id<IdentityConstraint>> {
        self.global.identity_constraints.get(name).copied()
    }

    /// The notation of a name.
    pub fn notation_named(&self, name: &QName) -> Option<Id<NotationDeclaration>> {
        self.global.notations.get(name).copied()
    }

    /// The name of a type; `None` for an anonymous one.
    pub fn type_name(&self, definition: TypeDefinition) -> Option<&QName> {
        match definition {
            TypeDefinition::Simple(id) => self.simple_types[id].name.as_ref(),
            TypeDefinition::Complex(id) => self.complex_types[id].name.as_ref(),
        }
    }

    /// The {base type definition} of a type; that of `anyType` is itself.
    pub fn base_type(&self, definition: TypeDefinition) -> TypeDefinition {
        match definition {
            TypeDefinition::Simple(id) => self.simple_types[id].base,
            TypeDefinition::Complex(id) => self.complex_types[id].base,
        }
    }

    /// The place where a type is defined; `None` for what is built in.
    pub fn type_span(&self, definition: TypeDefinition) -> Option<Span> {
        match definition {
            TypeDefinition::Simple(id) => self.simple_types[id].span,
            TypeDefinition::Complex(id) => self.complex_types[id].span,
        }
    }

    /// Whether the type stands for one that could not be found; an error has been reported for it.
    pub fn is_poison(&self, definition: TypeDefinition) -> bool {
        match definition {
            TypeDefinition::Simple(id) => id == self.poison.simple_type,
            TypeDefinition::Complex(id) => id == self.poison.complex_type,
        }
    }
}
