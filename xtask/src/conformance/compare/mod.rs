//! Whether two documents are the same to their schema: schema-aware equality of infosets.
//!
//! What is written may differ from what was read in what the schema makes meaningless, and in nothing else: an absent
//! attribute or an empty element against its default; white space that a facet takes away or that stands between
//! elements; the order inside of `all`; prefixes; comments and processing instructions; lexical variants of one value;
//! an `xsi:type` that names the type that the element has anyway; hints where schemas are.

#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use roxmltree::Node;
use soapstone_codegen::schema::{
    AttributeDeclaration, ComplexTypeDefinition, Compositor, ContentType, ElementDeclaration, Id,
    Particle, ProcessContents, Set, SimpleTypeDefinition, Term, TypeDefinition, ValueConstraint,
    Values, Wildcard,
};
use soapstone_codegen::syntax::QName;

use super::document::{expanded_name, parse};
use text::{Side, expand, is_blank, literal_value, text_of, value};

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How two documents differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The elements from the root to the place.
    pub(crate) path: String,
    /// What is different.
    pub(crate) message: String,
}

/// Compares documents by the components of a schema.
pub(crate) struct Comparator<'a> {
    set: &'a Set,
    values: Values,
}

/// What the schema says of an element.
#[derive(Clone, Copy)]
enum Governing {
    /// It has a declaration.
    Declared(Id<ElementDeclaration>),
    /// It has none, and its content is looked at as far as there are declarations (lax).
    Undeclared,
    /// Nothing is known of it or of what is inside (skip).
    Skipped,
}

/// What of the content of an element has a meaning.
enum Content {
    /// A value.
    Simple(Id<SimpleTypeDefinition>),
    /// Elements; in any order for `all`.
    Elements { is_all: bool },
    /// Elements and text.
    Mixed,
}

impl<'a> Comparator<'a> {
    pub(crate) fn new(set: &'a Set) -> Self {
        Comparator {
            set,
            values: Values::new(set),
        }
    }

    /// Compares two documents.
    ///
    /// # Errors
    /// The first difference.
    pub(crate) fn compare(&self, read: &str, written: &str) -> Result<(), Difference> {
        let at_root = |message: String| Difference {
            path: String::from("/"),
            message,
        };
        let read = parse(read)
            .map_err(|error| at_root(format!("what was read is not well-formed: {error}")))?;
        let written = parse(written)
            .map_err(|error| at_root(format!("what was written is not well-formed: {error}")))?;
        let (read, written) = (read.root_element(), written.root_element());
        let governing = match self.set.element_named(&name_of(read)) {
            Some(declaration) => Governing::Declared(declaration),
            None => Governing::Undeclared,
        };
        self.element(read, written, governing)
            .map_err(|mut difference| {
                difference.path = format!("/{}{}", read.tag_name().name(), difference.path);
                difference
            })
    }

    fn element(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        governing: Governing,
    ) -> Result<(), Difference> {
        if read.tag_name() != written.tag_name() {
            return different(format!(
                "the element {} became {}",
                shown(read),
                shown(written)
            ));
        }
        if matches!(governing, Governing::Skipped) {
            return self.skipped(read, written);
        }
        let definition = self.same_type(read, written, governing)?;
        let nil = self.is_nil(read);
        if nil != self.is_nil(written) {
            return different(format!("xsi:nil was {nil}"));
        }
        self.attributes(read, written, definition)?;
        if nil {
            return Ok(());
        }
        match self.content(definition) {
            Content::Simple(simple_type) => {
                self.simple_content(read, written, governing, simple_type)
            }
            Content::Elements { is_all } => self.element_content(read, written, definition, is_all),
            Content::Mixed => self.mixed_content(read, written, governing, definition),
        }
    }

    /// The type of an element in what was read; what was written must have the same.
    fn same_type(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        governing: Governing,
    ) -> Result<TypeDefinition, Difference> {
        let declared = match governing {
            Governing::Declared(declaration) => self.set.elements[declaration].type_definition,
            Governing::Undeclared | Governing::Skipped => {
                TypeDefinition::Complex(self.set.any_type())
            }
        };
        let (before, after) = (
            self.actual_type(read, declared),
            self.actual_type(written, declared),
        );
        if before == after {
            return Ok(before);
        }
        let shown = |node: Node<'_, '_>| {
            node.attribute((INSTANCE, "type"))
                .unwrap_or("absent")
                .to_owned()
        };
        different(format!(
            "the type is another: xsi:type was {} and is {}",
            shown(read),
            shown(written)
        ))
    }

    fn actual_type(&self, node: Node<'_, '_>, declared: TypeDefinition) -> TypeDefinition {
        let named = node
            .attribute((INSTANCE, "type"))
            .and_then(|text| self.set.type_named(&expand(node, text)?));
        named.unwrap_or(declared)
    }

    fn is_nil(&self, node: Node<'_, '_>) -> bool {
        node.attribute((INSTANCE, "nil"))
            .is_some_and(|text| matches!(text.trim(), "true" | "1"))
    }

    fn content(&self, definition: TypeDefinition) -> Content {
        let TypeDefinition::Complex(id) = definition else {
            return match definition {
                TypeDefinition::Simple(id) => Content::Simple(id),
                TypeDefinition::Complex(_) => Content::Mixed,
            };
        };
        match self.set.complex_types[id].content {
            ContentType::Simple(id) => Content::Simple(id),
            ContentType::Empty => Content::Elements { is_all: false },
            ContentType::Mixed(_) => Content::Mixed,
            ContentType::ElementOnly(particle) => Content::Elements {
                is_all: self.is_all(particle),
            },
        }
    }

    fn is_all(&self, particle: Id<Particle>) -> bool {
        match self.set.particles[particle].term {
            Term::Group(group) => {
                let group = &self.set.groups[group];
                match (group.compositor, group.particles.as_slice()) {
                    (Compositor::All, _) => true,
                    (_, [only]) => self.is_all(*only),
                    _ => false,
                }
            }
            Term::Element(_) | Term::Wildcard(_) => false,
        }
    }

    fn simple_content(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        governing: Governing,
        simple_type: Id<SimpleTypeDefinition>,
    ) -> Result<(), Difference> {
        if let Some(child) = read
            .children()
            .chain(written.children())
            .find(Node::is_element)
        {
            return different(format!("the element {} stands in text", shown(child)));
        }
        let constraint = self.constraint(governing);
        let (before, after) = (text_of(read), text_of(written));
        let of = |node, text: &str| self.value_or_default(simple_type, node, text, constraint);
        if of(read, &before) == of(written, &after) {
            return Ok(());
        }
        different(format!("the text {before:?} became {after:?}"))
    }

    fn value_or_default(
        &self,
        simple_type: Id<SimpleTypeDefinition>,
        node: Node<'_, '_>,
        text: &str,
        constraint: Option<&ValueConstraint>,
    ) -> Side {
        let simple_type = self.values.simple_type(simple_type);
        match constraint.filter(|_| text.is_empty()) {
            Some(constraint) => literal_value(simple_type, &constraint.value),
            None => value(simple_type, node, text),
        }
    }

    fn constraint(&self, governing: Governing) -> Option<&ValueConstraint> {
        match governing {
            Governing::Declared(declaration) => {
                self.set.elements[declaration].value_constraint.as_ref()
            }
            Governing::Undeclared | Governing::Skipped => None,
        }
    }

    fn element_content(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        definition: TypeDefinition,
        is_all: bool,
    ) -> Result<(), Difference> {
        for (node, when) in [(read, "was read"), (written, "was written")] {
            let mut texts = node
                .children()
                .filter(Node::is_text)
                .filter_map(|text| text.text());
            if let Some(text) = texts.find(|text| !is_blank(text)) {
                return different(format!("the text {text:?} {when} between elements"));
            }
        }
        let mut before: Vec<_> = read.children().filter(Node::is_element).collect();
        let mut after: Vec<_> = written.children().filter(Node::is_element).collect();
        if is_all {
            before.sort_by_key(|node| shown(*node));
            after.sort_by_key(|node| shown(*node));
        }
        self.children(&before, &after, definition)
    }

    fn mixed_content(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        governing: Governing,
        definition: TypeDefinition,
    ) -> Result<(), Difference> {
        let (before, after) = (runs(read), runs(written));
        if let Some(constraint) = self.constraint(governing)
            && let ([before], [after]) = (before.as_slice(), after.as_slice())
        {
            let or_default = |text: &str| {
                if text.is_empty() {
                    constraint.value.text.to_string()
                } else {
                    text.to_owned()
                }
            };
            if or_default(before) == or_default(after) {
                return Ok(());
            }
        }
        same_runs(&before, &after)?;
        let before: Vec<_> = read.children().filter(Node::is_element).collect();
        let after: Vec<_> = written.children().filter(Node::is_element).collect();
        self.children(&before, &after, definition)
    }

    fn children(
        &self,
        before: &[Node<'_, '_>],
        after: &[Node<'_, '_>],
        definition: TypeDefinition,
    ) -> Result<(), Difference> {
        for (index, (read, written)) in before.iter().zip(after).enumerate() {
            // Elements of one name have one type, but each may have a default of its own.
            let mut governing = self.governing(definition, *read).into_iter();
            let first = governing.next().unwrap_or(Governing::Skipped);
            let compared = self.element(*read, *written, first);
            let compared = governing.fold(compared, |compared, other| {
                compared.or_else(|difference| {
                    let compared = self.element(*read, *written, other);
                    compared.map_err(|_| difference)
                })
            });
            within(*read, index, compared)?;
        }
        same_number(before, after)
    }

    /// What the content model of a type says of a child.
    fn governing(&self, definition: TypeDefinition, child: Node<'_, '_>) -> Vec<Governing> {
        let TypeDefinition::Complex(id) = definition else {
            return vec![Governing::Skipped];
        };
        let name = name_of(child);
        let Some(particle) = self.set.complex_types[id].content.particle() else {
            return vec![Governing::Skipped];
        };
        let mut found = Found::default();
        self.find(particle, &name, &mut found);
        if !found.declarations.is_empty() {
            let declarations = found.declarations.into_iter();
            return declarations.map(Governing::Declared).collect();
        }
        vec![match (found.wildcard, self.set.element_named(&name)) {
            (Some(wildcard), _)
                if self.set.wildcards[wildcard].process_contents == ProcessContents::Skip =>
            {
                Governing::Skipped
            }
            (_, Some(declaration)) => Governing::Declared(declaration),
            (_, None) => Governing::Undeclared,
        }]
    }

    fn find(&self, particle: Id<Particle>, name: &QName, found: &mut Found) {
        match self.set.particles[particle].term {
            Term::Element(id) if self.set.elements[id].name == *name => {
                found.declarations.push(id);
            }
            Term::Element(id) => {
                let mut members = self.set.substitution_group(id).into_iter();
                found
                    .declarations
                    .extend(members.find(|member| self.set.elements[*member].name == *name));
            }
            Term::Wildcard(id) => {
                if self.set.wildcards[id]
                    .namespace_constraint
                    .allows(name.namespace.as_ref())
                {
                    found.wildcard = found.wildcard.or(Some(id));
                }
            }
            Term::Group(group) => {
                for inner in &self.set.groups[group].particles {
                    self.find(*inner, name, found);
                }
            }
        }
    }

    fn attributes(
        &self,
        read: Node<'_, '_>,
        written: Node<'_, '_>,
        definition: TypeDefinition,
    ) -> Result<(), Difference> {
        let (before, after) = (attributes(read), attributes(written));
        for (name, text) in &before {
            let declared = self.attribute(definition, name);
            let read = self.attribute_value(&declared, read, text);
            match after.get(name) {
                Some(other) if self.attribute_value(&declared, written, other) == read => {}
                Some(other) => {
                    return different(format!(
                        "the attribute {name} was {text:?} and is {other:?}"
                    ));
                }
                None if declared.default.as_ref() == Some(&read) => {}
                None => return different(format!("the attribute {name}={text:?} is lost")),
            }
        }
        for (name, text) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let declared = self.attribute(definition, name);
            let value = self.attribute_value(&declared, written, text);
            if declared.default.as_ref() != Some(&value) {
                return different(format!("the attribute {name}={text:?} was not there"));
            }
        }
        Ok(())
    }

    /// What a type says of an attribute.
    fn attribute(&self, definition: TypeDefinition, name: &QName) -> DeclaredAttribute {
        let TypeDefinition::Complex(id) = definition else {
            return DeclaredAttribute::default();
        };
        let complex_type: &ComplexTypeDefinition = &self.set.complex_types[id];
        let declaration_of = |id: Id<AttributeDeclaration>| &self.set.attributes[id];
        let mut uses = complex_type.attribute_uses.iter();
        if let Some(found) = uses.find(|found| declaration_of(found.declaration).name == *name) {
            let declaration = declaration_of(found.declaration);
            let simple_type = declaration.type_definition;
            let constraint = found
                .value_constraint
                .as_ref()
                .or(declaration.value_constraint.as_ref());
            return DeclaredAttribute {
                simple_type: Some(simple_type),
                default: constraint.map(|constraint| {
                    literal_value(self.values.simple_type(simple_type), &constraint.value)
                }),
            };
        }
        let wildcard = complex_type
            .attribute_wildcard
            .map(|id| &self.set.wildcards[id]);
        let is_skipped =
            wildcard.is_some_and(|wildcard| wildcard.process_contents == ProcessContents::Skip);
        let global = self.set.attribute_named(name).filter(|_| !is_skipped);
        DeclaredAttribute {
            simple_type: global.map(|id| declaration_of(id).type_definition),
            default: None,
        }
    }

    fn attribute_value(
        &self,
        declared: &DeclaredAttribute,
        node: Node<'_, '_>,
        text: &str,
    ) -> Side {
        match declared.simple_type {
            Some(simple_type) => value(self.values.simple_type(simple_type), node, text),
            None => Side::Text(text.to_owned()),
        }
    }

    /// Compares what no type is known of: all must be the same, but for prefixes, comments and processing instructions.
    fn skipped(&self, read: Node<'_, '_>, written: Node<'_, '_>) -> Result<(), Difference> {
        let (before, after) = (attributes(read), attributes(written));
        if before != after {
            return different(format!("the attributes {before:?} became {after:?}"));
        }
        let xsi = |node: Node<'_, '_>| {
            let named = node
                .attribute((INSTANCE, "type"))
                .map(|text| expand(node, text));
            (named, node.attribute((INSTANCE, "nil")).map(str::to_owned))
        };
        if xsi(read) != xsi(written) {
            return different("xsi:type or xsi:nil is another");
        }
        same_runs(&runs(read), &runs(written))?;
        let before: Vec<_> = read.children().filter(Node::is_element).collect();
        let after: Vec<_> = written.children().filter(Node::is_element).collect();
        for (index, (read, written)) in before.iter().zip(&after).enumerate() {
            within(
                *read,
                index,
                self.element(*read, *written, Governing::Skipped),
            )?;
        }
        same_number(&before, &after)
    }
}

/// What a content model has for a name.
#[derive(Default)]
struct Found {
    declarations: Vec<Id<ElementDeclaration>>,
    wildcard: Option<Id<Wildcard>>,
}

/// What a type says of an attribute.
#[derive(Default)]
struct DeclaredAttribute {
    simple_type: Option<Id<SimpleTypeDefinition>>,
    default: Option<Side>,
}

/// The attributes of an element, but for those that the specification gives a meaning everywhere.
fn attributes<'n>(node: Node<'n, '_>) -> BTreeMap<QName, &'n str> {
    const KNOWN: &[&str] = &["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];
    let meant = node.attributes().filter(|attribute| {
        attribute.namespace() != Some(INSTANCE) || !KNOWN.contains(&attribute.name())
    });
    meant
        .map(|attribute| {
            (
                QName::new(attribute.namespace(), attribute.name()),
                attribute.value(),
            )
        })
        .collect()
}

/// The text before, between and after the child elements.
fn runs(node: Node<'_, '_>) -> Vec<String> {
    let mut runs = vec![String::new()];
    for child in node.children() {
        if child.is_element() {
            runs.push(String::new());
        } else if child.is_text()
            && let Some(last) = runs.last_mut()
        {
            last.push_str(child.text().unwrap_or_default());
        }
    }
    runs
}

fn same_runs(before: &[String], after: &[String]) -> Result<(), Difference> {
    match before
        .iter()
        .zip(after)
        .find(|(before, after)| before != after)
    {
        Some((before, after)) => different(format!("the text {before:?} became {after:?}")),
        None => Ok(()),
    }
}

fn same_number(before: &[Node<'_, '_>], after: &[Node<'_, '_>]) -> Result<(), Difference> {
    match (before.get(after.len()), after.get(before.len())) {
        (Some(lost), _) => different(format!("the element {} is lost", shown(*lost))),
        (None, Some(new)) => different(format!("the element {} was not there", shown(*new))),
        (None, None) => Ok(()),
    }
}

fn name_of(node: Node<'_, '_>) -> QName {
    QName::new(node.tag_name().namespace(), node.tag_name().name())
}

fn shown(node: Node<'_, '_>) -> String {
    expanded_name(node.tag_name().namespace(), node.tag_name().name())
}

fn different<T>(message: impl Into<String>) -> Result<T, Difference> {
    Err(Difference {
        path: String::new(),
        message: message.into(),
    })
}

fn within(
    child: Node<'_, '_>,
    index: usize,
    result: Result<(), Difference>,
) -> Result<(), Difference> {
    result.map_err(|difference| Difference {
        path: format!(
            "/{}[{}]{}",
            child.tag_name().name(),
            index + 1,
            difference.path
        ),
        message: difference.message,
    })
}
