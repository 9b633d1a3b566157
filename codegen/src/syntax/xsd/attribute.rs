//! The elements `attribute`, `attributeGroup` and `anyAttribute`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, report_misplaced, xsd_name};
use super::{Common, Form, NamespaceSet, ProcessContents, SimpleType, Spanned, ValueConstraint};
use crate::diagnostic::code::schema as code;
use crate::syntax::QName;

/// A declaration of an attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `type`.
    pub type_name: Option<Spanned<QName>>,
    /// The type defined inside.
    pub type_definition: Option<Box<SimpleType>>,
    /// `default` or `fixed`; those of a local declaration belong to its use.
    pub value_constraint: Option<ValueConstraint>,
    /// `form`; local declarations alone have it.
    pub form: Option<Form>,
}

/// An `attribute` in a complex type or attribute group.
#[derive(Clone, Debug)]
pub struct AttributeUse {
    /// `use`.
    pub kind: AttributeUseKind,
    /// What is used.
    pub attribute: LocalAttribute,
}

/// `use`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AttributeUseKind {
    /// `optional`
    #[default]
    Optional,
    /// `required`
    Required,
    /// `prohibited`
    Prohibited,
}

/// A local declaration of an attribute, or a reference to a global one.
#[derive(Clone, Debug)]
pub enum LocalAttribute {
    /// A declaration.
    Declaration(Attribute),
    /// A reference.
    Reference(AttributeReference),
}

/// `<attribute ref="…"/>`
#[derive(Clone, Debug)]
pub struct AttributeReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
    /// `default` or `fixed`.
    pub value_constraint: Option<ValueConstraint>,
}

/// What stands at the end of a complex type or in an attribute group: `((attribute | attributeGroup)*,
/// anyAttribute?)`.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// The attributes and references to attribute groups, in order.
    pub items: Vec<AttributeItem>,
    /// The wildcard.
    pub wildcard: Option<AnyAttribute>,
}

/// An attribute or a reference to an attribute group.
#[derive(Clone, Debug)]
pub enum AttributeItem {
    /// An `attribute`.
    Attribute(AttributeUse),
    /// An `attributeGroup` with `ref`.
    Group(AttributeGroupReference),
}

/// `<attributeGroup ref="…"/>`
#[derive(Clone, Debug)]
pub struct AttributeGroupReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}

/// A definition of an attribute group.
#[derive(Clone, Debug)]
pub struct AttributeGroup {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// What it groups.
    pub attributes: Attributes,
}

/// The element `anyAttribute`.
#[derive(Clone, Debug)]
pub struct AnyAttribute {
    /// What every element of XSD may have.
    pub common: Common,
    /// `namespace`.
    pub namespaces: NamespaceSet,
    /// `processContents`.
    pub process_contents: ProcessContents,
}

const GLOBAL: [&str; 4] = ["name", "type", "default", "fixed"];

const LOCAL: [&str; 7] = ["name", "ref", "type", "default", "fixed", "form", "use"];

impl Attribute {
    /// An `attribute` directly in a `schema`.
    pub(super) fn parse_global(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Attribute> {
        let (common, children) = context.open(node, &GLOBAL);
        Attribute::parse(context, node, common, children)
    }

    fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        common: Common,
        mut children: Children<'_, '_>,
    ) -> Option<Attribute> {
        let name = context.name(node);
        let type_name = context.qname(node, "type");
        let value_constraint = context.value_constraint(node, &code::SRC_ATTRIBUTE);
        let form = Form::parse(context, node, "form");
        let inside = children.next_named(&["simpleType"]);
        let type_definition = inside
            .and_then(|child| SimpleType::parse_local(context, child))
            .map(Box::new);
        children.finish(context, "`annotation`, then `simpleType`");
        let attribute = Attribute {
            common,
            name: name?,
            type_name,
            type_definition,
            value_constraint,
            form,
        };
        src_attribute_4(context, &attribute);
        no_xmlns(context, &attribute);
        Some(attribute)
    }
}

impl AttributeUse {
    /// An `attribute` in a complex type or attribute group.
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<AttributeUse> {
        let (common, children) = context.open(node, &LOCAL);
        let kinds = [
            ("optional", AttributeUseKind::Optional),
            ("required", AttributeUseKind::Required),
            ("prohibited", AttributeUseKind::Prohibited),
        ];
        let kind = context.one_of(node, "use", &kinds).unwrap_or_default();
        src_attribute_2(context, node, kind);
        if node.has_attribute("ref") {
            src_attribute_3_2(context, node, children);
            let value_constraint = context.value_constraint(node, &code::SRC_ATTRIBUTE);
            let reference = context.qname(node, "ref")?;
            let attribute = LocalAttribute::Reference(AttributeReference {
                common,
                reference,
                value_constraint,
            });
            return Some(AttributeUse { kind, attribute });
        }
        if !node.has_attribute("name") {
            context.error(
                &code::SRC_ATTRIBUTE,
                common.span,
                "a local `attribute` must have a `name` or a `ref`",
            );
            return None;
        }
        let attribute = Attribute::parse(context, node, common, children)?;
        Some(AttributeUse {
            kind,
            attribute: LocalAttribute::Declaration(attribute),
        })
    }
}

/// *Attribute Declaration Representation OK*, clause 2: a default value is for optional attributes.
fn src_attribute_2(context: &mut Context<'_>, node: Node<'_, '_>, kind: AttributeUseKind) {
    if let (Some(default), true) = (
        context.text(node, "default"),
        kind != AttributeUseKind::Optional,
    ) {
        let message = "an attribute with a `default` must be optional";
        context.error(&code::SRC_ATTRIBUTE, default.span, message);
    }
}

/// *Attribute Declaration Representation OK*, clause 3.2: a reference does not declare.
fn src_attribute_3_2(context: &mut Context<'_>, node: Node<'_, '_>, children: Children<'_, '_>) {
    for name in ["name", "type", "form"] {
        if let Some(attribute) = node.attribute_node(name) {
            let span = context.value_span(attribute);
            let message = format!("an `attribute` with `ref` can't have `{name}`");
            context.error(&code::SRC_ATTRIBUTE, span, message);
        }
    }
    children.finish(
        context,
        "nothing but an `annotation`, as this is a reference",
    );
}

/// *Attribute Declaration Representation OK*, clause 4: the type is named or defined inside.
fn src_attribute_4(context: &mut Context<'_>, attribute: &Attribute) {
    if let (Some(type_name), Some(_)) = (&attribute.type_name, &attribute.type_definition) {
        let message = format!(
            "`{}` has a `type`, but a type is defined inside it, too",
            attribute.name.value
        );
        context.error(&code::SRC_ATTRIBUTE, type_name.span, message);
    }
}

/// *`xmlns` Not Allowed*.
fn no_xmlns(context: &mut Context<'_>, attribute: &Attribute) {
    if &*attribute.name.value == "xmlns" {
        context.error(
            &code::NO_XMLNS,
            attribute.name.span,
            "an attribute can't be named `xmlns`",
        );
    }
}

impl Attributes {
    /// `((attribute | attributeGroup)*, anyAttribute?)`, which ends the element.
    pub(super) fn parse(
        context: &mut Context<'_>,
        parent: Node<'_, '_>,
        mut children: Children<'_, '_>,
        expected_before: &str,
    ) -> Attributes {
        let mut attributes = Attributes::default();
        while let Some(child) = children.next() {
            match (xsd_name(child), &attributes.wildcard) {
                (Some("attribute"), None) => {
                    attributes
                        .items
                        .extend(AttributeUse::parse(context, child).map(AttributeItem::Attribute));
                }
                (Some("attributeGroup"), None) => {
                    let group = AttributeGroupReference::parse(context, child);
                    attributes.items.extend(group.map(AttributeItem::Group));
                }
                (Some("anyAttribute"), None) => {
                    attributes.wildcard = Some(AnyAttribute::parse(context, child))
                }
                (_, None) => {
                    let before = if attributes.items.is_empty() {
                        expected_before
                    } else {
                        ""
                    };
                    let expected =
                        format!("{before}`attribute`, `attributeGroup` or `anyAttribute`");
                    report_misplaced(context, parent, child, &expected);
                }
                (_, Some(_)) => {
                    report_misplaced(context, parent, child, "nothing after `anyAttribute`")
                }
            }
        }
        attributes
    }
}

impl AttributeGroupReference {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<AttributeGroupReference> {
        let (common, children) = context.open(node, &["ref"]);
        children.finish(
            context,
            "nothing but an `annotation`, as this is a reference",
        );
        if !node.has_attribute("ref") {
            context.missing(node, "ref");
        }
        Some(AttributeGroupReference {
            common,
            reference: context.qname(node, "ref")?,
        })
    }
}

impl AttributeGroup {
    /// An `attributeGroup` directly in a `schema` or `redefine`.
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<AttributeGroup> {
        let (common, children) = context.open(node, &["name"]);
        let name = context.name(node);
        let attributes = Attributes::parse(context, node, children, "`annotation`, ");
        Some(AttributeGroup {
            common,
            name: name?,
            attributes,
        })
    }
}

impl AnyAttribute {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> AnyAttribute {
        let (common, children) = context.open(node, &["namespace", "processContents"]);
        children.finish(context, "nothing but an `annotation`");
        AnyAttribute {
            common,
            namespaces: NamespaceSet::parse(context, node),
            process_contents: ProcessContents::parse(context, node),
        }
    }
}
