//! What a type holds, as a tree: attributes, elements, groups, with how often they appear.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use soapstone_codegen::schema::{
    AttributeUse, ComplexTypeDefinition, Compositor, ContentType, ElementDeclaration, Id,
    MaxOccurs, Occurs, Particle, ProcessContents, Set, Term, TypeDefinition, ValueConstraint,
    ValueConstraintKind, Wildcard,
};

use super::Names;

/// One line of a tree and what is below it.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its name, or what stands for it.
    pub(crate) name: String,
    /// How often it appears.
    pub(crate) occurs: Occurs,
    /// Its type, where that has a name.
    pub(crate) type_name: Option<String>,
    /// What else there is to say.
    pub(crate) notes: Vec<String>,
    /// What it holds.
    pub(crate) children: Vec<Node>,
}

/// What a node of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// The text of simple content.
    Text,
    /// A group of particles.
    Group,
    /// An element wildcard.
    Any,
    /// An attribute wildcard.
    AnyAttribute,
}

/// How far types are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expansion {
    /// Through anonymous types alone.
    Anonymous,
    /// Through all types, each named one shown once, so many levels deep.
    Levels(usize),
}

/// Makes trees of the components of a set.
#[derive(Debug)]
pub(crate) struct Trees<'a> {
    set: &'a Set,
    names: &'a Names,
    expansion: Expansion,
    /// The types that are being shown.
    open: Vec<TypeDefinition>,
    /// The named types that were shown.
    shown: HashSet<TypeDefinition>,
}

impl<'a> Trees<'a> {
    /// Trees that follow types so far.
    pub(crate) fn new(set: &'a Set, names: &'a Names, expansion: Expansion) -> Self {
        Trees {
            set,
            names,
            expansion,
            open: Vec::new(),
            shown: HashSet::new(),
        }
    }

    /// The tree of an element.
    pub(crate) fn element(&mut self, id: Id<ElementDeclaration>) -> Node {
        self.element_node(id, Occurs::ONCE, 0)
    }

    /// What a type holds.
    pub(crate) fn members(&mut self, definition: TypeDefinition) -> Vec<Node> {
        self.type_members(definition, 0)
    }

    /// What a model group holds.
    pub(crate) fn group(&mut self, particles: &[Id<Particle>]) -> Vec<Node> {
        particles
            .iter()
            .flat_map(|particle| self.particle(*particle, 0))
            .collect()
    }

    /// An attribute use.
    pub(crate) fn attribute(&self, attribute: &AttributeUse) -> Node {
        let declaration = &self.set.attributes[attribute.declaration];
        let definition = TypeDefinition::Simple(declaration.type_definition);
        let constraint = attribute
            .value_constraint
            .as_ref()
            .or(declaration.value_constraint.as_ref());
        Node {
            kind: Kind::Attribute,
            name: format!("@{}", self.names.show(&declaration.name)),
            occurs: if attribute.required {
                Occurs::ONCE
            } else {
                OPTIONAL
            },
            type_name: self.type_text(definition),
            notes: constraint.map(value_note).into_iter().collect(),
            children: Vec::new(),
        }
    }

    /// An attribute wildcard.
    pub(crate) fn any_attribute(&self, id: Id<Wildcard>) -> Node {
        self.wildcard(id, OPTIONAL, Kind::AnyAttribute)
    }

    fn element_node(&mut self, id: Id<ElementDeclaration>, occurs: Occurs, level: usize) -> Node {
        let element = &self.set.elements[id];
        let definition = element.type_definition;
        let mut notes = Vec::new();
        if element.is_abstract {
            notes.push(String::from("abstract"));
        }
        if element.nillable {
            notes.push(String::from("nillable"));
        }
        notes.extend(element.value_constraint.as_ref().map(value_note));
        let others = self.set.substitution_group(id);
        if !others.is_empty() {
            let others: Vec<String> = others
                .iter()
                .map(|id| self.names.show(&self.set.elements[*id].name))
                .collect();
            notes.push(format!("or {}", others.join(", ")));
        }
        let children = match self.why_not_followed(definition, level) {
            None => self.type_members(definition, level + 1),
            Some(note) => {
                notes.extend(note);
                Vec::new()
            }
        };
        Node {
            kind: Kind::Element,
            name: self.names.show(&element.name),
            occurs,
            type_name: self.type_text(definition),
            notes,
            children,
        }
    }

    /// Why the members of a type are not shown, with a note where the reader should know; `None` if they are.
    fn why_not_followed(&self, definition: TypeDefinition, level: usize) -> Option<Option<String>> {
        let TypeDefinition::Complex(id) = definition else {
            return Some(None);
        };
        let named = self.set.complex_types[id].name.is_some();
        match self.expansion {
            _ if id == self.set.any_type() || self.set.is_poison(definition) => Some(None),
            _ if self.open.contains(&definition) => Some(Some(String::from("recursive"))),
            Expansion::Anonymous if named => Some(None),
            Expansion::Levels(_) if self.shown.contains(&definition) => {
                Some(Some(String::from("as above")))
            }
            Expansion::Levels(levels) if level >= levels => Some(Some(String::from("…"))),
            Expansion::Anonymous | Expansion::Levels(_) => None,
        }
    }

    fn type_members(&mut self, definition: TypeDefinition, level: usize) -> Vec<Node> {
        let TypeDefinition::Complex(id) = definition else {
            return Vec::new();
        };
        let complex = &self.set.complex_types[id];
        self.open.push(definition);
        let mut members: Vec<Node> = complex
            .attribute_uses
            .iter()
            .map(|attribute| self.attribute(attribute))
            .collect();
        members.extend(
            complex
                .attribute_wildcard
                .map(|wildcard| self.any_attribute(wildcard)),
        );
        members.extend(self.content(complex, level));
        self.open.pop();
        if complex.name.is_some() {
            self.shown.insert(definition);
        }
        members
    }

    fn content(&mut self, complex: &ComplexTypeDefinition, level: usize) -> Vec<Node> {
        match complex.content {
            ContentType::Empty => Vec::new(),
            ContentType::Simple(simple) => vec![text(
                self.type_text(TypeDefinition::Simple(simple)),
                Vec::new(),
            )],
            ContentType::ElementOnly(particle) => self.particle(particle, level),
            ContentType::Mixed(particle) => {
                let mut nodes = vec![text(None, vec![String::from("mixed with the elements")])];
                nodes.extend(self.particle(particle, level));
                nodes
            }
        }
    }

    /// A particle; a sequence that appears once says nothing and is left out around its members.
    fn particle(&mut self, id: Id<Particle>, level: usize) -> Vec<Node> {
        let particle = &self.set.particles[id];
        match particle.term {
            Term::Element(element) => vec![self.element_node(element, particle.occurs, level)],
            Term::Wildcard(wildcard) => vec![self.wildcard(wildcard, particle.occurs, Kind::Any)],
            Term::Group(group) => {
                let group = &self.set.groups[group];
                let children = group
                    .particles
                    .iter()
                    .flat_map(|inner| self.particle(*inner, level))
                    .collect();
                if group.compositor == Compositor::Sequence && particle.occurs == Occurs::ONCE {
                    return children;
                }
                let compositor = match group.compositor {
                    Compositor::Sequence => "sequence",
                    Compositor::Choice => "choice",
                    Compositor::All => "all",
                };
                vec![Node {
                    kind: Kind::Group,
                    name: format!("({compositor})"),
                    occurs: particle.occurs,
                    type_name: None,
                    notes: Vec::new(),
                    children,
                }]
            }
        }
    }

    fn wildcard(&self, id: Id<Wildcard>, occurs: Occurs, kind: Kind) -> Node {
        let wildcard = &self.set.wildcards[id];
        let process = match wildcard.process_contents {
            ProcessContents::Strict => "strict",
            ProcessContents::Lax => "lax",
            ProcessContents::Skip => "skip",
        };
        Node {
            kind,
            name: String::from(if kind == Kind::AnyAttribute {
                "@(any)"
            } else {
                "(any)"
            }),
            occurs,
            type_name: None,
            notes: vec![
                wildcard.namespace_constraint.to_string(),
                String::from(process),
            ],
            children: Vec::new(),
        }
    }

    /// The name of a type, or what an anonymous simple type restricts.
    fn type_text(&self, definition: TypeDefinition) -> Option<String> {
        self.names
            .show_type(self.set, definition)
            .or_else(|| match definition {
                TypeDefinition::Simple(_) => {
                    let base = self
                        .type_text(self.set.base_type(definition))
                        .unwrap_or_default();
                    Some(format!("restricted {base}"))
                }
                TypeDefinition::Complex(_) => None,
            })
    }
}

fn text(type_name: Option<String>, notes: Vec<String>) -> Node {
    Node {
        kind: Kind::Text,
        name: String::from("text"),
        occurs: Occurs::ONCE,
        type_name,
        notes,
        children: Vec::new(),
    }
}

const OPTIONAL: Occurs = Occurs {
    min: 0,
    max: MaxOccurs::Bounded(1),
};

fn value_note(constraint: &ValueConstraint) -> String {
    let kind = match constraint.kind {
        ValueConstraintKind::Default => "default",
        ValueConstraintKind::Fixed => "fixed",
    };
    format!("{kind} {:?}", constraint.value.text)
}

impl Node {
    /// The tree as text: a line for each node, two spaces for each level. `?`, `*`, `+` and `{2,5}` behind a name say
    /// how often it appears.
    pub(crate) fn write(&self, indent: usize, text: &mut String) {
        text.push_str(&" ".repeat(indent * 2));
        text.push_str(&self.name);
        text.push_str(&occurrence(self.occurs));
        if let Some(type_name) = &self.type_name {
            text.push_str(": ");
            text.push_str(type_name);
        }
        if !self.notes.is_empty() {
            text.push_str(&format!("  ({})", self.notes.join("; ")));
        }
        text.push('\n');
        for child in &self.children {
            child.write(indent + 1, text);
        }
    }

    /// The tree as JSON.
    pub(crate) fn to_json(&self) -> Value {
        let kind = match self.kind {
            Kind::Element => "element",
            Kind::Attribute => "attribute",
            Kind::Text => "text",
            Kind::Group => "group",
            Kind::Any => "any",
            Kind::AnyAttribute => "anyAttribute",
        };
        let max = match self.occurs.max {
            MaxOccurs::Bounded(max) => json!(max),
            MaxOccurs::Unbounded => json!("unbounded"),
        };
        let name = self.name.trim_start_matches('@');
        let fields = [
            ("kind", json!(kind)),
            ("name", json!(name)),
            ("min", json!(self.occurs.min)),
            ("max", max),
        ];
        let mut object: Map<String, Value> = fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        if let Some(type_name) = &self.type_name {
            object.insert(String::from("type"), json!(type_name));
        }
        if !self.notes.is_empty() {
            object.insert(String::from("notes"), json!(self.notes));
        }
        if !self.children.is_empty() {
            object.insert(
                String::from("children"),
                self.children.iter().map(Node::to_json).collect(),
            );
        }
        Value::Object(object)
    }
}

fn occurrence(occurs: Occurs) -> String {
    match (occurs.min, occurs.max) {
        (1, MaxOccurs::Bounded(1)) => String::new(),
        (0, MaxOccurs::Bounded(1)) => String::from("?"),
        (0, MaxOccurs::Unbounded) => String::from("*"),
        (1, MaxOccurs::Unbounded) => String::from("+"),
        (min, MaxOccurs::Unbounded) => format!("{{{min},}}"),
        (min, MaxOccurs::Bounded(max)) if min == max => format!("{{{min}}}"),
        (min, MaxOccurs::Bounded(max)) => format!("{{{min},{max}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_written_as_in_a_regular_expression() {
        let bounded = MaxOccurs::Bounded;
        let cases = [
            (1, bounded(1), ""),
            (0, bounded(1), "?"),
            (0, MaxOccurs::Unbounded, "*"),
            (1, MaxOccurs::Unbounded, "+"),
            (2, MaxOccurs::Unbounded, "{2,}"),
            (2, bounded(5), "{2,5}"),
            (3, bounded(3), "{3}"),
        ];
        for (min, max, expected) in cases {
            assert_eq!(occurrence(Occurs { min, max }), expected);
        }
    }
}
