//! The tables that generated code has in `static`s, built in memory: row for row what `soapstone_codegen` writes.

mod identity;

use std::collections::HashMap;
use std::sync::OnceLock;

use soapstone::bindings::{
    self as table, Content, Declarations, DerivedType, Element, ElementType, Group, Methods, Model,
    Name, NamedType, Particle, SimpleType, ValueConstraint, Wildcard,
};
use soapstone_codegen::rust::{self, Crate, ItemId, ItemKind, SimpleRef};
use soapstone_codegen::schema::{self, Compositor, Set, Values};
use soapstone_codegen::syntax::QName;

/// The tables of a crate that is described but not written.
#[derive(Debug)]
pub(crate) struct Tables {
    models: HashMap<ItemId, &'static Model>,
    derived: HashMap<ItemId, &'static [DerivedType]>,
    simple_types: Vec<&'static SimpleType>,
    declarations: Option<&'static Declarations>,
}

impl Tables {
    /// Builds the tables of all types.
    pub(crate) fn of(crate_: &Crate, set: &Set) -> Self {
        let values = Values::new(set);
        let simple_types = crate_.simple_types.iter();
        let simple_types = simple_types
            .map(|row| leak(values.simple_type(row.definition).clone()))
            .collect();
        let mut tables = Tables {
            models: HashMap::new(),
            derived: HashMap::new(),
            simple_types,
            declarations: None,
        };
        // Types refer to each other in circles, so all models are there before the first has its content.
        let mut contents = Vec::new();
        for (index, item) in crate_.items.iter().enumerate() {
            let ItemKind::Struct(record) = &item.kind else {
                continue;
            };
            if let Some(model) = &record.model {
                let (built, content) = tables.empty_model(model);
                tables.models.insert(ItemId(index), built);
                contents.push((content, model));
            }
        }
        for (index, item) in crate_.items.iter().enumerate() {
            if let ItemKind::Derived(derived) = &item.kind {
                let rows = tables.derived_rows(derived);
                tables.derived.insert(ItemId(index), rows);
            }
        }
        for (content, model) in contents {
            // Each is set once, right here.
            let _ = content.set(tables.model_content(&model.content));
        }
        let declarations = crate_.declarations.as_ref();
        tables.declarations =
            declarations.map(|declarations| leak(tables.declarations(declarations)));
        tables
    }

    /// The declarations that wildcards and `xsi:type` refer to, where there are any that ask for them.
    pub(crate) fn declared(&self) -> Option<&'static Declarations> {
        self.declarations
    }

    /// The declaration of a global element, as the root of a document.
    pub(crate) fn root(&self, row: &rust::ElementRow) -> Element {
        let mut element = self.element(row);
        element.declarations = self.declarations;
        element
    }

    /// The model of a struct.
    pub(crate) fn model(&self, id: ItemId) -> Option<&'static Model> {
        self.models.get(&id).copied()
    }

    /// The type of an element of a struct's type.
    pub(crate) fn complex(&self, id: ItemId) -> ElementType {
        ElementType::Complex(self.model(id).unwrap_or(&table::ROW))
    }

    pub(crate) fn simple(&self, simple_type: SimpleRef) -> &'static SimpleType {
        match simple_type {
            SimpleRef::Builtin(builtin) => table::simple::builtin(builtin.name()),
            SimpleRef::Table(id) => self.simple_types.get(id.0).copied(),
        }
        .unwrap_or(&table::simple::ANY_SIMPLE_TYPE)
    }

    pub(crate) fn content(&self, content: rust::ElementContent) -> ElementType {
        match content {
            rust::ElementContent::Simple(simple_type) => {
                ElementType::Simple(self.simple(simple_type))
            }
            rust::ElementContent::Complex(id) => self.complex(id),
            rust::ElementContent::Flattened(id) => {
                ElementType::Flattened(self.model(id).unwrap_or(&table::ROW))
            }
            rust::ElementContent::Derived(id) => {
                ElementType::Derived(self.derived.get(&id).copied().unwrap_or_default())
            }
            rust::ElementContent::Any => ElementType::Any,
            rust::ElementContent::Unchecked => ElementType::Unchecked,
        }
    }

    /// An element declaration.
    pub(crate) fn element(&self, row: &rust::ElementRow) -> Element {
        let mut element = Element::new(
            name(&row.name),
            number(row.field),
            self.content(row.content),
        );
        element.nillable = row.is_nillable;
        element.constraint = row.constraint.as_ref().map(constraint);
        element.identity = identity::rows(&row.identity);
        element.blocked = Methods {
            extension: row.blocked.extension,
            restriction: row.blocked.restriction,
        };
        element
    }

    fn declarations(&self, declarations: &rust::Declarations) -> Declarations {
        let elements = declarations.elements.iter().map(|declared| {
            let mut element = self.element(&declared.row);
            element.is_abstract = declared.is_abstract;
            element
        });
        let attributes = declarations
            .attributes
            .iter()
            .map(|row| self.attribute(row));
        let types = declarations.types.iter().map(|named| {
            let content = self.content(named.content);
            let built = match content {
                ElementType::Simple(simple_type) => {
                    NamedType::simple(name(&named.name), simple_type)
                }
                content => NamedType::complex(name(&named.name), content),
            };
            match (&named.base, named.is_extension) {
                (Some(base), true) => built.extends(name(base)),
                (Some(base), false) => built.restricts(name(base)),
                (None, _) => built,
            }
        });
        Declarations {
            elements: leak_list(elements.collect()),
            attributes: leak_list(attributes.collect()),
            types: leak_list(types.collect()),
        }
    }

    fn empty_model(&self, model: &rust::Model) -> (&'static Model, &'static OnceLock<Content>) {
        let content: &'static OnceLock<Content> = leak(OnceLock::new());
        let attributes = model.attributes.iter().map(|row| self.attribute(row));
        let mut built = Model::new(name(&model.name), Content::Later(content))
            .attributes(leak_list(attributes.collect()));
        if let Some((field, wildcard)) = &model.any_attribute {
            built = built.any_attribute(number(*field), self::wildcard(wildcard));
        }
        built.is_abstract = model.is_abstract;
        (leak(built), content)
    }

    fn attribute(&self, row: &rust::AttributeRow) -> table::Attribute {
        let mut attribute = table::Attribute::new(
            name(&row.name),
            number(row.field),
            self.simple(row.simple_type),
        );
        attribute.required = row.required;
        attribute.constraint = row.constraint.as_ref().map(constraint);
        attribute
    }

    fn model_content(&self, content: &rust::Content) -> Content {
        match content {
            rust::Content::Empty => Content::Empty,
            rust::Content::Text { field, simple_type } => Content::Text {
                field: number(*field),
                simple_type: self.simple(*simple_type),
            },
            rust::Content::Elements(group) => Content::Elements(self.group(group)),
            rust::Content::Mixed { field, group } => Content::Mixed {
                field: number(*field),
                group: self.group(group),
            },
        }
    }

    fn group(&self, group: &rust::Group) -> Group {
        let particles = group
            .particles
            .iter()
            .map(|particle| self.particle(particle));
        let particles = leak_list(particles.collect());
        let mut built = match group.compositor {
            Compositor::Sequence => Group::sequence(particles),
            Compositor::Choice => Group::choice(particles),
            Compositor::All => Group::all(particles),
        };
        if let Some(field) = group.field {
            built = built.into_field(number(field));
        }
        if group.is_optional && group.compositor == Compositor::All {
            built = built.optional();
        }
        built
    }

    fn particle(&self, particle: &rust::Particle) -> Particle {
        let term = match &particle.term {
            rust::Term::Element(row) => table::Term::Element(self.element(row)),
            rust::Term::Any { field, wildcard } => table::Term::Any {
                field: number(*field),
                wildcard: self::wildcard(wildcard),
            },
            rust::Term::Group(group) => table::Term::Group(self.group(group)),
        };
        Particle::new(term).occurs(particle.min, particle.max.unwrap_or(table::UNBOUNDED))
    }

    fn derived_rows(&self, derived: &rust::Derived) -> &'static [DerivedType] {
        let rows = derived.variants.iter().enumerate();
        let rows = rows.map(|(index, variant)| DerivedType {
            name: name(&variant.name),
            variant: number(index),
            content: self.complex(variant.item),
        });
        leak_list(rows.collect())
    }
}

/// The name of a component in the tables.
pub(crate) fn name(name: &QName) -> Name {
    Name::new(
        leak_text(name.namespace.as_deref().unwrap_or_default()),
        leak_text(&name.local),
    )
}

fn constraint(constraint: &rust::Constraint) -> ValueConstraint {
    let text = leak_text(&constraint.text);
    match constraint.is_fixed {
        true => ValueConstraint::Fixed(text),
        false => ValueConstraint::Default(text),
    }
}

fn wildcard(row: &rust::WildcardRow) -> Wildcard {
    let text = |namespace: &Option<std::sync::Arc<str>>| {
        leak_text(namespace.as_deref().unwrap_or_default())
    };
    Wildcard {
        namespaces: match &row.namespaces {
            schema::NamespaceConstraint::Any => table::NamespaceConstraint::Any,
            schema::NamespaceConstraint::Not(other) => table::NamespaceConstraint::Not(text(other)),
            schema::NamespaceConstraint::Set(list) => {
                table::NamespaceConstraint::OneOf(leak_list(list.iter().map(text).collect()))
            }
        },
        process_contents: match row.process_contents {
            schema::ProcessContents::Strict => table::ProcessContents::Strict,
            schema::ProcessContents::Lax => table::ProcessContents::Lax,
            schema::ProcessContents::Skip => table::ProcessContents::Skip,
        },
    }
}

/// The number of a field, as tables have it. No type has as many fields as would be too many.
fn number(field: usize) -> u16 {
    u16::try_from(field).unwrap_or(u16::MAX)
}

pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub(crate) fn leak_list<T>(list: Vec<T>) -> &'static [T] {
    Vec::leak(list)
}

pub(crate) fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}
