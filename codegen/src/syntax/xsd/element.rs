//! The element `element`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, xsd_name};
use super::{
    Common, ComplexType, DerivationSet, Form, IdentityConstraint, SimpleType, Spanned,
    ValueConstraint,
};
use crate::diagnostic::code::schema as code;
use crate::syntax::QName;

/// A declaration of an element, global or local.
#[derive(Clone, Debug)]
pub struct Element {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `type`.
    pub type_name: Option<Spanned<QName>>,
    /// The type defined inside.
    pub type_definition: Option<InlineType>,
    /// The `substitutionGroup`; global declarations alone have it.
    pub substitution_group: Option<Spanned<QName>>,
    /// `default` or `fixed`.
    pub value_constraint: Option<ValueConstraint>,
    /// `nillable`.
    pub nillable: bool,
    /// `abstract`; global declarations alone have it.
    pub is_abstract: bool,
    /// `final`; global declarations alone have it.
    pub final_set: Option<DerivationSet>,
    /// `block`.
    pub block: Option<DerivationSet>,
    /// `form`; local declarations alone have it.
    pub form: Option<Form>,
    /// `unique`, `key` and `keyref`, in order.
    pub identity_constraints: Vec<IdentityConstraint>,
}

/// A type definition inside an element.
#[derive(Clone, Debug)]
pub enum InlineType {
    /// A `simpleType`.
    Simple(Box<SimpleType>),
    /// A `complexType`.
    Complex(Box<ComplexType>),
}

/// An `element` in a model group.
#[derive(Clone, Debug)]
pub enum LocalElement {
    /// A declaration.
    Declaration(Box<Element>),
    /// A reference to a global declaration.
    Reference(ElementReference),
}

/// `<element ref="…"/>`
#[derive(Clone, Debug)]
pub struct ElementReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}

const GLOBAL: [&str; 9] = [
    "name",
    "type",
    "substitutionGroup",
    "default",
    "fixed",
    "nillable",
    "abstract",
    "final",
    "block",
];

const LOCAL: [&str; 10] = [
    "name",
    "ref",
    "minOccurs",
    "maxOccurs",
    "type",
    "default",
    "fixed",
    "nillable",
    "block",
    "form",
];

impl Element {
    /// An `element` directly in a `schema`.
    pub(super) fn parse_global(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Element> {
        let (common, children) = context.open(node, &GLOBAL);
        Element::parse(context, node, common, children)
    }

    fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        common: Common,
        mut children: Children<'_, '_>,
    ) -> Option<Element> {
        let name = context.name(node);
        let type_name = context.qname(node, "type");
        let value_constraint = context.value_constraint(node, &code::SRC_ELEMENT);
        let substitution_group = context.qname(node, "substitutionGroup");
        let nillable = context.boolean(node, "nillable");
        let is_abstract = context.boolean(node, "abstract");
        let final_set = context.derivation_set(node, "final", &["extension", "restriction"]);
        let block =
            context.derivation_set(node, "block", &["extension", "restriction", "substitution"]);
        let form = Form::parse(context, node, "form");
        let type_definition = InlineType::parse(context, &mut children);
        let mut identity_constraints = Vec::new();
        while let Some(child) = children.next_named(&["unique", "key", "keyref"]) {
            identity_constraints.extend(IdentityConstraint::parse(context, child));
        }
        children.finish(
            context,
            "`annotation`, then `simpleType` or `complexType`, then `unique`, `key`, `keyref`",
        );
        let element = Element {
            common,
            name: name?,
            type_name,
            type_definition,
            substitution_group,
            value_constraint,
            nillable,
            is_abstract,
            final_set,
            block,
            form,
            identity_constraints,
        };
        src_element_3(context, &element);
        Some(element)
    }
}

impl InlineType {
    fn parse(context: &mut Context<'_>, children: &mut Children<'_, '_>) -> Option<InlineType> {
        let node = children.next_named(&["simpleType", "complexType"])?;
        if xsd_name(node) == Some("simpleType") {
            return SimpleType::parse_local(context, node)
                .map(Box::new)
                .map(InlineType::Simple);
        }
        ComplexType::parse_local(context, node)
            .map(Box::new)
            .map(InlineType::Complex)
    }
}

impl LocalElement {
    /// An `element` in a model group.
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<LocalElement> {
        let (common, mut children) = context.open(node, &LOCAL);
        if !node.has_attribute("ref") {
            if !node.has_attribute("name") {
                let message = "a local `element` must have a `name` or a `ref`";
                context.error(&code::SRC_ELEMENT, common.span, message);
                return None;
            }
            return Element::parse(context, node, common, children)
                .map(Box::new)
                .map(LocalElement::Declaration);
        }
        src_element_2(context, node, &mut children);
        let reference = context.qname(node, "ref")?;
        Some(LocalElement::Reference(ElementReference {
            common,
            reference,
        }))
    }
}

/// *Element Declaration Representation OK*, clause 2: a reference says nothing but how often.
fn src_element_2(context: &mut Context<'_>, node: Node<'_, '_>, children: &mut Children<'_, '_>) {
    for name in [
        "name", "type", "default", "fixed", "nillable", "block", "form",
    ] {
        if let Some(attribute) = node.attribute_node(name) {
            let span = context.value_span(attribute);
            let message = format!("an `element` with `ref` can't have `{name}`");
            context.error(&code::SRC_ELEMENT, span, message);
        }
    }
    if let Some(child) =
        children.next_named(&["simpleType", "complexType", "key", "keyref", "unique"])
    {
        let span = context.start_tag(child);
        let message = format!(
            "an `element` with `ref` can't contain `{}`",
            child.tag_name().name()
        );
        context.error(&code::SRC_ELEMENT, span, message);
    } else if !children.is_empty() {
        children.missing(context, "nothing but an `annotation`");
    }
}

/// *Element Declaration Representation OK*, clause 3: the type is named or defined inside.
fn src_element_3(context: &mut Context<'_>, element: &Element) {
    if let (Some(type_name), Some(_)) = (&element.type_name, &element.type_definition) {
        let message = format!(
            "`{}` has a `type`, but a type is defined inside it, too",
            element.name.value
        );
        context.error(&code::SRC_ELEMENT, type_name.span, message);
    }
}
