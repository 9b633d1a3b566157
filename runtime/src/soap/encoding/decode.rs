//! From the form of encoding into the one that the tables describe.

use super::{Found, find, group_of, is_encoding, is_instance, item_of, model_of};
use crate::model::{Compositor, DerivedType, Element, ElementType, Group, Model, Term};
use crate::read::INSTANCE;
use crate::xml::{AnyAttribute, AnyElement, AnyNode, ExpandedName};

/// Brings the wrapper of a message into the form of its table. `most` bounds the length of sparse arrays.
pub(super) fn normalize(root: &mut AnyElement, element: &'static Element, most: usize) {
    let scope = Scope {
        around: None,
        element: &root.clone_start(),
    };
    strip(root);
    root.name = ExpandedName::from_static(element.name.namespace, element.name.local);
    remove_type(root);
    if let Some(model) = model_of(element.content) {
        members(root, model, &scope, most);
    }
}

/// The namespace declarations around an element, for prefixes in `xsi:type`.
struct Scope<'s> {
    around: Option<&'s Scope<'s>>,
    element: &'s AnyElement,
}

impl Scope<'_> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        let own = self.element.namespaces().find(|(own, _)| *own == prefix);
        match own {
            Some((_, namespace)) => Some(namespace),
            None => self.around?.namespace(prefix),
        }
    }
}

fn value(element: &mut AnyElement, content: ElementType, around: &Scope<'_>, most: usize) {
    let start = element.clone_start();
    let scope = Scope {
        around: Some(around),
        element: &start,
    };
    match content {
        ElementType::Simple(_) => {
            strip(element);
            remove_type(element);
        }
        ElementType::Complex(model) | ElementType::Flattened(model) => {
            structure(element, model, &scope, most);
            remove_type(element);
        }
        ElementType::Derived(types) => derived(element, types, &scope, most),
        ElementType::Any | ElementType::Unchecked => strip(element),
    }
}

/// A value whose type its `xsi:type` names; one that is not among the types is taken for the declared one.
fn derived(
    element: &mut AnyElement,
    types: &'static [DerivedType],
    scope: &Scope<'_>,
    most: usize,
) {
    let named = type_name(element).and_then(|name| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = scope.namespace(prefix).unwrap_or_default();
        types
            .iter()
            .find(|row| row.name.namespace == namespace && row.name.local == local)
    });
    let Some(row) = named.or(types.first()) else {
        return;
    };
    if named.is_none() {
        remove_type(element);
    }
    match model_of(row.content) {
        Some(model) => structure(element, model, scope, most),
        None => strip(element),
    }
}

fn structure(element: &mut AnyElement, model: &'static Model, scope: &Scope<'_>, most: usize) {
    let is_array = model.array_of.is_some() || says_array(element);
    match item_of(model).filter(|_| is_array) {
        Some(item) => {
            items(element, item, scope, most);
            strip(element);
        }
        None => {
            strip(element);
            members(element, model, scope, most);
        }
    }
}

/// Members of a struct: known by their names, in any order, and absent where they are nil (SOAP 1.1, section 5.4.1).
fn members(element: &mut AnyElement, model: &'static Model, scope: &Scope<'_>, most: usize) {
    let Some(group) = group_of(model) else {
        return;
    };
    let mut known: Vec<(usize, AnyNode)> = Vec::new();
    let mut unknown = Vec::new();
    for node in std::mem::take(&mut element.children) {
        let AnyNode::Element(mut child) = node else {
            unknown.push(node);
            continue;
        };
        match find(group, &child.name.namespace, &child.name.local) {
            Some(Found {
                element: declared,
                particle,
                place,
            }) => {
                if particle.min == 0 && !declared.nillable && is_nil(&child) {
                    continue;
                }
                child.name =
                    ExpandedName::from_static(declared.name.namespace, declared.name.local);
                value(&mut child, declared.content, scope, most);
                known.push((place, AnyNode::Element(child)));
            }
            None if child.name.namespace == "http://www.w3.org/2003/05/soap-rpc" => {}
            None => unknown.push(AnyNode::Element(child)),
        }
    }
    if is_one_sequence(group) {
        known.sort_by_key(|(place, _)| *place);
    }
    element.children = known.into_iter().map(|(_, node)| node).collect();
    element.children.extend(unknown);
}

/// Whether the elements of a group have one order and no other: what a type adds to its base stands in a sequence
/// behind that of the base.
fn is_one_sequence(group: &Group) -> bool {
    group.compositor == Compositor::Sequence
        && group.particles.iter().all(|particle| match &particle.term {
            Term::Element(_) => true,
            Term::Group(inner) => particle.max == 1 && is_one_sequence(inner),
            Term::Any { .. } => false,
        })
}

/// Items of an array: of any name, in order, or each at a place of its own (SOAP 1.1, section 5.4.2).
fn items(element: &mut AnyElement, item: &'static Element, scope: &Scope<'_>, most: usize) {
    let mut next = attribute(element, "offset").and_then(index).unwrap_or(0);
    let mut places: Vec<(usize, AnyElement)> = Vec::new();
    for node in std::mem::take(&mut element.children) {
        if let AnyNode::Element(mut child) = node {
            let place = attribute(&child, "position")
                .and_then(index)
                .unwrap_or(next);
            next = place.saturating_add(1);
            child.name = ExpandedName::from_static(item.name.namespace, item.name.local);
            value(&mut child, item.content, scope, most);
            places.push((place, child));
        }
    }
    places.sort_by_key(|(place, _)| *place);
    let mut filled = 0;
    for (place, child) in places {
        // What is left out of a sparse array is nil; lenient reading passes over it.
        while filled < place.min(most) {
            let mut nil = AnyElement::new(item.name.namespace, item.name.local);
            nil.attributes
                .push(AnyAttribute::new(INSTANCE, "nil", "true"));
            element.children.push(AnyNode::Element(nil));
            filled += 1;
        }
        element.children.push(AnyNode::Element(child));
        filled += 1;
    }
}

/// The number in `[5]`.
fn index(text: &str) -> Option<usize> {
    text.trim()
        .strip_prefix('[')?
        .strip_suffix(']')?
        .trim()
        .parse()
        .ok()
}

/// Whether an element says of itself that it is an array.
fn says_array(element: &AnyElement) -> bool {
    ["arrayType", "itemType", "arraySize"]
        .iter()
        .any(|local| attribute(element, local).is_some())
}

/// The value of an attribute of encoding.
fn attribute<'e>(element: &'e AnyElement, local: &str) -> Option<&'e str> {
    let own = element
        .attributes
        .iter()
        .find(|own| is_encoding(&own.name.namespace) && own.name.local == local);
    own.map(|own| own.value.as_str())
}

fn type_name(element: &AnyElement) -> Option<&str> {
    let own = element
        .attributes
        .iter()
        .find(|own| is_instance(&own.name.namespace) && own.name.local == "type");
    own.map(|own| own.value.trim())
}

fn remove_type(element: &mut AnyElement) {
    element
        .attributes
        .retain(|own| !(is_instance(&own.name.namespace) && own.name.local == "type"));
}

fn is_nil(element: &AnyElement) -> bool {
    element.attributes.iter().any(|own| {
        is_instance(&own.name.namespace)
            && matches!(&*own.name.local, "nil" | "null")
            && matches!(own.value.trim(), "1" | "true")
    })
}

/// Takes away what encoding says about an element, and gives `xsi:nil` the name of today.
fn strip(element: &mut AnyElement) {
    element.attributes.retain(|own| {
        let namespace = &*own.name.namespace;
        match &*own.name.local {
            "encodingStyle" => namespace.is_empty(),
            "id" | "href" => !namespace.is_empty() && !is_encoding(namespace),
            _ => !is_encoding(namespace),
        }
    });
    for own in &mut element.attributes {
        let is_old = is_instance(&own.name.namespace) && own.name.namespace != INSTANCE;
        if is_old {
            let local = if own.name.local == "null" {
                "nil".into()
            } else {
                own.name.local.clone()
            };
            own.name = ExpandedName::new(INSTANCE, local);
        }
    }
}
