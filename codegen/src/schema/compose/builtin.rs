//! The components that every set has from the beginning.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::set::{Globals, Poison};
use super::super::{
    Arena, AttributeDeclaration, Builtin, ComplexTypeDefinition, Compositor, ContentType,
    DerivationMethod, DerivationSet, Facet, Facets, Id, Literal, MaxOccurs, ModelGroup,
    NamespaceConstraint, Occurs, Particle, Pattern, ProcessContents, Scope, Set,
    SimpleTypeDefinition, Term, TypeDefinition, Variety, WhiteSpace, Wildcard,
};
use crate::syntax::QName;
use crate::syntax::xsd::{Namespaces, XML_NAMESPACE, XSD_NAMESPACE};

/// The namespace of `xsi:type` and `xsi:nil`.
pub(super) const XSI_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A set with the built-in types and nothing else.
pub(super) fn initial_set() -> Set {
    let mut set = Set {
        simple_types: Arena::default(),
        complex_types: Arena::default(),
        elements: Arena::default(),
        attributes: Arena::default(),
        group_definitions: Arena::default(),
        attribute_groups: Arena::default(),
        groups: Arena::default(),
        particles: Arena::default(),
        wildcards: Arena::default(),
        identity_constraints: Arena::default(),
        notations: Arena::default(),
        documentation: Vec::new(),
        global: Globals::default(),
        any_type: Id::FIRST,
        builtins: HashMap::new(),
        poison: Poison {
            simple_type: Id::FIRST,
            complex_type: Id::FIRST,
        },
        redefined: Vec::new(),
        derived: HashMap::new(),
        substitution: HashMap::new(),
    };
    set.any_type = add_any_type(&mut set);
    for builtin in Builtin::ALL {
        let id = add_builtin(&mut set, builtin);
        set.builtins.insert(builtin, id);
        let name = QName::new(Some(XSD_NAMESPACE), builtin.name());
        set.global.types.insert(name, TypeDefinition::Simple(id));
    }
    let poison = SimpleTypeDefinition {
        name: None,
        builtin: None,
        ..base_of_all(&set)
    };
    set.poison.simple_type = set.simple_types.add(poison);
    let poison = ComplexTypeDefinition {
        name: None,
        ..set.complex_types[set.any_type].clone()
    };
    set.poison.complex_type = set.complex_types.add(poison);
    set
}

fn add_any_type(set: &mut Set) -> Id<ComplexTypeDefinition> {
    let any = Wildcard {
        namespace_constraint: NamespaceConstraint::Any,
        process_contents: ProcessContents::Lax,
        documentation: None,
        span: None,
    };
    let element_wildcard = set.wildcards.add(any.clone());
    let attribute_wildcard = set.wildcards.add(any);
    let inner = set.particles.add(Particle {
        occurs: Occurs {
            min: 0,
            max: MaxOccurs::Unbounded,
        },
        term: Term::Wildcard(element_wildcard),
        definition: None,
        span: None,
    });
    let group = set.groups.add(ModelGroup {
        compositor: Compositor::Sequence,
        particles: vec![inner],
        documentation: None,
        span: None,
    });
    let content = set.particles.add(Particle {
        occurs: Occurs::ONCE,
        term: Term::Group(group),
        definition: None,
        span: None,
    });
    let name = QName::new(Some(XSD_NAMESPACE), "anyType");
    let id = set.complex_types.add(ComplexTypeDefinition {
        name: Some(name.clone()),
        owner: None,
        base: TypeDefinition::Complex(Id::FIRST),
        derivation: DerivationMethod::Restriction,
        is_abstract: false,
        final_set: DerivationSet::NONE,
        prohibited_substitutions: DerivationSet::NONE,
        attribute_uses: Vec::new(),
        prohibited_attributes: Vec::new(),
        attribute_wildcard: Some(attribute_wildcard),
        content: ContentType::Mixed(content),
        own_particle: Some(content),
        documentation: None,
        span: None,
    });
    set.global.types.insert(name, TypeDefinition::Complex(id));
    id
}

fn add_builtin(set: &mut Set, builtin: Builtin) -> Id<SimpleTypeDefinition> {
    let base = builtin
        .base()
        .and_then(|base| set.builtins.get(&base).copied());
    let item = builtin
        .item()
        .and_then(|item| set.builtins.get(&item).copied());
    let variety = match (item, builtin.primitive()) {
        (Some(item), _) => Variety::List { item },
        (None, Some(primitive)) => Variety::Atomic { primitive },
        (None, None) => Variety::Absent,
    };
    let base_white_space = base.map(|base| set.simple_types[base].white_space);
    let facets = facets(builtin);
    let white_space = facets
        .white_space
        .as_ref()
        .map(|facet| facet.value)
        .or(base_white_space)
        .unwrap_or_default();
    set.simple_types.add(SimpleTypeDefinition {
        name: Some(QName::new(Some(XSD_NAMESPACE), builtin.name())),
        base: base.map_or(
            TypeDefinition::Complex(set.any_type),
            TypeDefinition::Simple,
        ),
        variety,
        facets,
        white_space,
        builtin: Some(builtin),
        ..blank_simple_type(set)
    })
}

/// A simple type of which nothing is known yet.
pub(super) fn blank_simple_type(set: &Set) -> SimpleTypeDefinition {
    SimpleTypeDefinition {
        name: None,
        owner: None,
        base: TypeDefinition::Complex(set.any_type),
        variety: Variety::Absent,
        facets: Facets::default(),
        white_space: WhiteSpace::Preserve,
        final_set: DerivationSet::NONE,
        builtin: None,
        documentation: None,
        span: None,
    }
}

fn base_of_all(set: &Set) -> SimpleTypeDefinition {
    set.simple_types[set.builtin(Builtin::AnySimpleType)].clone()
}

/// The facets that the specification gives a built-in type itself.
fn facets(builtin: Builtin) -> Facets {
    let white_space = match builtin {
        Builtin::String => Some((WhiteSpace::Preserve, false)),
        Builtin::NormalizedString => Some((WhiteSpace::Replace, false)),
        Builtin::Token => Some((WhiteSpace::Collapse, false)),
        _ if builtin.is_primitive() || builtin.item().is_some() => {
            Some((WhiteSpace::Collapse, true))
        }
        _ => None,
    };
    let (min, max) = builtin.bounds();
    let literal = |text: &str| Literal {
        text: Arc::from(text),
        namespaces: Namespaces::default(),
    };
    Facets {
        white_space: white_space.map(|(value, fixed)| Facet {
            value,
            fixed,
            span: None,
        }),
        min_length: builtin.item().map(|_| Facet {
            value: 1,
            fixed: false,
            span: None,
        }),
        min_inclusive: min.map(|min| Facet {
            value: literal(min),
            fixed: false,
            span: None,
        }),
        max_inclusive: max.map(|max| Facet {
            value: literal(max),
            fixed: false,
            span: None,
        }),
        fraction_digits: (builtin == Builtin::Integer).then_some(Facet {
            value: 0,
            fixed: true,
            span: None,
        }),
        patterns: builtin
            .pattern()
            .map(|pattern| Pattern {
                alternatives: vec![(Arc::from(pattern), None)],
            })
            .into_iter()
            .collect(),
        ..Facets::default()
    }
}

/// The type of an attribute that every set knows: those of `xml:` and `xsi:`.
pub(super) fn known_attribute(set: &mut Set, name: &QName) -> Option<Id<AttributeDeclaration>> {
    let type_of = match (name.namespace.as_deref()?, &*name.local) {
        (XML_NAMESPACE, "lang") => Builtin::Language,
        (XML_NAMESPACE, "space") => Builtin::NcName,
        (XML_NAMESPACE, "base") => Builtin::AnyUri,
        (XML_NAMESPACE, "id") => Builtin::Id,
        (XSI_NAMESPACE, "type") => Builtin::QName,
        (XSI_NAMESPACE, "nil") => Builtin::Boolean,
        (XSI_NAMESPACE, "schemaLocation" | "noNamespaceSchemaLocation") => Builtin::AnyUri,
        _ => return None,
    };
    let declaration = AttributeDeclaration {
        name: name.clone(),
        scope: Scope::Global,
        type_definition: set.builtin(type_of),
        value_constraint: None,
        documentation: None,
        span: None,
    };
    let id = set.attributes.add(declaration);
    set.global.attributes.insert(name.clone(), id);
    Some(id)
}
