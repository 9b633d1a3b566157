//! The global declarations of a set of schemas, found by name while reading: what wildcards with `strict` and `lax`
//! and the names in `xsi:type` refer to.

use std::cmp::Ordering;

use crate::model::{Attribute, Element, ElementType, Methods, Name};
use crate::simple::{ANY_SIMPLE_TYPE, SimpleType, Variety, XSD_NAMESPACE, builtin};

/// The global elements, global attributes and named types of a set of schemas, each list in the order of
/// [`Name::cmp_expanded`].
#[derive(Debug)]
pub struct Declarations {
    /// The element declarations; the fields of the rows say nothing.
    pub elements: &'static [Element],
    /// The attribute declarations; the fields of the rows say nothing.
    pub attributes: &'static [Attribute],
    /// The type definitions, without the built-in ones.
    pub types: &'static [NamedType],
}

/// A type definition that `xsi:type` may name.
#[derive(Debug)]
pub struct NamedType {
    /// The type's name.
    pub name: Name,
    /// What an element of the type holds.
    pub content: ElementType,
    /// The name of the type that it is derived from, of a complex type only: simple types know theirs.
    pub base: Option<Name>,
    /// How it is derived from that.
    pub method: Methods,
}

impl NamedType {
    /// A simple type.
    pub const fn simple(name: Name, simple_type: &'static SimpleType) -> Self {
        NamedType {
            name,
            content: ElementType::Simple(simple_type),
            base: None,
            method: Methods::RESTRICTION,
        }
    }

    /// A complex type that restricts `xsd:anyType`, as one without `complexContent` and `simpleContent` does.
    pub const fn complex(name: Name, content: ElementType) -> Self {
        NamedType {
            name,
            content,
            base: None,
            method: Methods::RESTRICTION,
        }
    }

    /// Makes it an extension of another type.
    #[must_use]
    pub const fn extends(mut self, base: Name) -> Self {
        self.base = Some(base);
        self.method = Methods::EXTENSION;
        self
    }

    /// Makes it a restriction of another type.
    #[must_use]
    pub const fn restricts(mut self, base: Name) -> Self {
        self.base = Some(base);
        self.method = Methods::RESTRICTION;
        self
    }
}

/// What a name in `xsi:type` stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    /// A built-in simple type.
    Builtin(&'static SimpleType),
    /// `xsd:anyType`.
    AnyType,
    /// A type of the set.
    Type(&'static NamedType),
}

impl Named {
    /// What an element of the type holds.
    pub(crate) fn content(self) -> ElementType {
        match self {
            Named::Builtin(simple_type) => ElementType::Simple(simple_type),
            Named::AnyType => ElementType::Any,
            Named::Type(named) => named.content,
        }
    }
}

impl Declarations {
    /// The element declaration of a name.
    pub fn element(&self, namespace: &str, local: &str) -> Option<&'static Element> {
        find(self.elements, namespace, local, |row| &row.name)
    }

    /// The attribute declaration of a name.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&'static Attribute> {
        find(self.attributes, namespace, local, |row| &row.name)
    }

    /// The type definition of a name; the built-in types are in none of the lists.
    pub fn named_type(&self, namespace: &str, local: &str) -> Option<&'static NamedType> {
        find(self.types, namespace, local, |row| &row.name)
    }

    /// The type definition of a name, built-in ones among them.
    pub(crate) fn resolve(&self, namespace: &str, local: &str) -> Option<Named> {
        if namespace == XSD_NAMESPACE {
            return match local {
                "anyType" => Some(Named::AnyType),
                local => builtin(local).map(Named::Builtin),
            };
        }
        self.named_type(namespace, local).map(Named::Type)
    }

    /// By which methods a type is derived from `xsd:anyType`.
    pub(crate) fn methods_from_any_type(&self, named: Named) -> Methods {
        match named {
            Named::AnyType => Methods::NONE,
            Named::Builtin(_) => Methods::RESTRICTION,
            Named::Type(named) => self
                .steps(named)
                .fold(Methods::RESTRICTION, |used, step| used.union(step.method)),
        }
    }

    /// By which methods a type is derived from a simple type; `None` where it is not (*Type Derivation OK*,
    /// `cos-ct-derived-ok` and `cos-st-derived-ok`).
    pub(crate) fn methods_from_simple(&self, named: Named, base: &SimpleType) -> Option<Methods> {
        match named {
            Named::AnyType => None,
            Named::Builtin(simple_type) => restricts(simple_type, base),
            Named::Type(named) => {
                let mut used = Methods::NONE;
                let mut last = named;
                for step in self.steps(named) {
                    if let ElementType::Simple(simple_type) = step.content {
                        return restricts(simple_type, base).map(|methods| used.union(methods));
                    }
                    used = used.union(step.method);
                    last = step;
                }
                let name = last.base?;
                let simple_type = (name.namespace == XSD_NAMESPACE)
                    .then(|| builtin(name.local))
                    .flatten()?;
                restricts(simple_type, base).map(|methods| used.union(methods))
            }
        }
    }

    /// A type and those that it is derived from, as far as the set has names for them.
    fn steps(&self, named: &'static NamedType) -> impl Iterator<Item = &'static NamedType> {
        let base = |step: &&'static NamedType| {
            let base = step.base?;
            self.named_type(base.namespace, base.local)
        };
        std::iter::successors(Some(named), base).take(self.types.len())
    }
}

/// How a simple type is derived from another: not at all where it is the same, by restriction where it is one of its
/// ancestors or may stand for a member of the union that it is.
fn restricts(simple_type: &SimpleType, base: &SimpleType) -> Option<Methods> {
    if is_same(simple_type, base) {
        return Some(Methods::NONE);
    }
    let is_ancestor = simple_type.derivation().any(|step| is_same(step, base));
    let is_member = || match &base.variety {
        Variety::Union(members) => {
            base.facets.is_empty()
                && members
                    .iter()
                    .any(|member| restricts(simple_type, member).is_some())
        }
        Variety::Atomic(_) | Variety::List(_) => false,
    };
    (is_ancestor || std::ptr::eq(base, &ANY_SIMPLE_TYPE) || is_member())
        .then_some(Methods::RESTRICTION)
}

/// Whether two descriptors are of one definition: a set may be split over several modules, but a name is one type.
fn is_same(one: &SimpleType, other: &SimpleType) -> bool {
    std::ptr::eq(one, other) || (one.name.is_some() && one.name == other.name)
}

fn find<T>(
    rows: &'static [T],
    namespace: &str,
    local: &str,
    name: fn(&T) -> &Name,
) -> Option<&'static T> {
    let index = rows
        .binary_search_by(|row| name(row).cmp_expanded(namespace, local))
        .ok()?;
    rows.get(index)
}

impl Name {
    /// Compares with a name by its namespace and then by its local part, byte by byte.
    pub fn cmp_expanded(&self, namespace: &str, local: &str) -> Ordering {
        self.namespace
            .cmp(namespace)
            .then_with(|| self.local.cmp(local))
    }
}
