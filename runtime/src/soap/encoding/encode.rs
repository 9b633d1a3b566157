//! From the form that the tables describe into that of encoding: every value says its type, arrays their length.

use super::{
    ENCODING_11, ENCODING_12, elements_mut, find, group_of, is_instance, item_of, model_of,
};
use crate::model::{DerivedType, Element, ElementType, Model, Name};
use crate::read::INSTANCE;
use crate::simple::{SimpleType, XSD_NAMESPACE};
use crate::soap::framing::Version;
use crate::xml::{AnyAttribute, AnyElement};

/// Adds what encoding asks for to the wrapper of a message and to all inside.
pub(super) fn annotate(root: &mut AnyElement, element: &'static Element, version: Version) {
    let mut taken = Vec::new();
    prefixes_of(root, &mut taken);
    let mut annotation = Annotation {
        version,
        taken,
        declared: Vec::new(),
    };
    annotation.prefix(INSTANCE);
    if let Some(model) = model_of(element.content) {
        annotation.members(root, model);
    }
    let style = match version {
        Version::Soap11 => ENCODING_11,
        Version::Soap12 => ENCODING_12,
    };
    root.attributes.push(AnyAttribute::new(
        version.namespace(),
        "encodingStyle",
        style,
    ));
    for (prefix, namespace) in annotation.declared {
        root.declare(prefix, namespace);
    }
}

fn prefixes_of(element: &AnyElement, prefixes: &mut Vec<String>) {
    prefixes.extend(element.namespaces().map(|(prefix, _)| String::from(prefix)));
    element
        .elements()
        .for_each(|child| prefixes_of(child, prefixes));
}

struct Annotation {
    version: Version,
    /// Prefixes that the elements declare themselves.
    taken: Vec<String>,
    /// Prefixes to be declared on the wrapper, with their namespaces.
    declared: Vec<(String, String)>,
}

impl Annotation {
    fn members(&mut self, element: &mut AnyElement, model: &'static Model) {
        let Some(group) = group_of(model) else {
            return;
        };
        for child in elements_mut(element) {
            if let Some(found) = find(group, &child.name.namespace, &child.name.local) {
                self.value(child, &found.element.name, found.element.content);
            }
        }
    }

    fn value(&mut self, element: &mut AnyElement, name: &Name, content: ElementType) {
        match content {
            ElementType::Simple(simple_type) => self.simple(element, simple_type),
            ElementType::Complex(model) | ElementType::Flattened(model) => {
                self.structure(element, name, model);
            }
            ElementType::Derived(types) => self.derived(element, types),
            ElementType::Any | ElementType::Unchecked => {}
        }
    }

    /// The nearest type with a name.
    fn simple(&mut self, element: &mut AnyElement, simple_type: &'static SimpleType) {
        let named = simple_type.derivation().find_map(|own| own.name.as_ref());
        if let Some(name) = named {
            self.type_name(element, &name.namespace, &name.local);
        }
    }

    fn structure(&mut self, element: &mut AnyElement, name: &Name, model: &'static Model) {
        match (&model.array_of, item_of(model)) {
            (Some(of), Some(item)) => self.array(element, of, item),
            _ => {
                // A type without a name has that of its element in its table.
                if model.name != *name {
                    self.type_name(element, model.name.namespace, model.name.local);
                }
                self.members(element, model);
            }
        }
    }

    /// A derived type that the writer named already; the declared one is named like any other.
    fn derived(&mut self, element: &mut AnyElement, types: &'static [DerivedType]) {
        let written = element
            .attributes
            .iter()
            .find(|own| is_instance(&own.name.namespace) && own.name.local == "type")
            .map(|own| String::from(own.value.rsplit(':').next().unwrap_or_default()));
        let row = match &written {
            Some(local) => types.iter().find(|row| row.name.local == local.as_str()),
            None => types.first(),
        };
        let Some(row) = row else {
            return;
        };
        if written.is_none() {
            self.type_name(element, row.name.namespace, row.name.local);
        }
        if let Some(model) = model_of(row.content) {
            self.members(element, model);
        }
    }

    /// SOAP 1.1, section 5.4.2; SOAP 1.2 part 2, section 3.1.6.
    fn array(&mut self, element: &mut AnyElement, of: &Name, item: &'static Element) {
        let count = element.elements().count();
        let prefix = self.prefix(of.namespace);
        let of = qualified(&prefix, of.local);
        match self.version {
            Version::Soap11 => {
                self.type_name(element, ENCODING_11, "Array");
                element.attributes.push(AnyAttribute::new(
                    ENCODING_11,
                    "arrayType",
                    format!("{of}[{count}]"),
                ));
            }
            Version::Soap12 => {
                let size = AnyAttribute::new(ENCODING_12, "arraySize", count.to_string());
                element
                    .attributes
                    .push(AnyAttribute::new(ENCODING_12, "itemType", of));
                element.attributes.push(size);
            }
        }
        for child in elements_mut(element) {
            self.value(child, &item.name, item.content);
        }
    }

    fn type_name(&mut self, element: &mut AnyElement, namespace: &str, local: &str) {
        let prefix = self.prefix(namespace);
        set_type(element, qualified(&prefix, local));
    }

    /// The prefix of a namespace on the wrapper.
    fn prefix(&mut self, namespace: &str) -> String {
        if namespace.is_empty() {
            return String::new();
        }
        if let Some((prefix, _)) = self.declared.iter().find(|(_, known)| *known == namespace) {
            return prefix.clone();
        }
        let wanted = match namespace {
            XSD_NAMESPACE => "xsd",
            ENCODING_11 | ENCODING_12 => "enc",
            INSTANCE => "xsi",
            _ => "t",
        };
        let prefix = self.free_prefix(wanted);
        self.declared
            .push((prefix.clone(), String::from(namespace)));
        prefix
    }

    fn free_prefix(&self, wanted: &str) -> String {
        let is_free = |prefix: &String| {
            !self.taken.contains(prefix)
                && !self.declared.iter().any(|(declared, _)| declared == prefix)
        };
        let mut prefixes = std::iter::once(String::from(wanted))
            .chain((1_u32..).map(|number| format!("{wanted}{number}")));
        prefixes.find(is_free).unwrap_or_default()
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() {
        String::from(local)
    } else {
        format!("{prefix}:{local}")
    }
}

/// Sets `xsi:type`. A nil value has no type to name.
fn set_type(element: &mut AnyElement, name: String) {
    if !element
        .attributes
        .iter()
        .any(|own| is_instance(&own.name.namespace))
    {
        element
            .attributes
            .push(AnyAttribute::new(INSTANCE, "type", name));
    }
}
