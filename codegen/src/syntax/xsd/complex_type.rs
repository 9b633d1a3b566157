//! The elements `complexType`, `simpleContent` and `complexContent`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, xsd_name};
use super::{
    Attributes, Common, DerivationMethod, DerivationSet, Facet, Particle, SimpleType, Spanned,
};
use crate::syntax::QName;

/// A definition of a complex type, global or inside an element.
#[derive(Clone, Debug)]
pub struct ComplexType {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`; `None` inside an element.
    pub name: Option<Spanned<Arc<str>>>,
    /// `abstract`.
    pub is_abstract: bool,
    /// `final`.
    pub final_set: Option<DerivationSet>,
    /// `block`.
    pub block: Option<DerivationSet>,
    /// `mixed`.
    pub mixed: bool,
    /// What it contains.
    pub content: ComplexTypeContent,
}

/// What a `complexType` contains.
#[derive(Clone, Debug)]
pub enum ComplexTypeContent {
    /// A particle and attributes: short for a restriction of `anyType`.
    Short {
        /// The `group`, `all`, `choice` or `sequence`.
        particle: Option<Particle>,
        /// The attributes.
        attributes: Attributes,
    },
    /// A `simpleContent`.
    Simple(SimpleContent),
    /// A `complexContent`.
    Complex(ComplexContent),
}

/// The element `simpleContent`.
#[derive(Clone, Debug)]
pub struct SimpleContent {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `restriction` or `extension` inside.
    pub derivation: SimpleContentDerivation,
}

/// The `restriction` or `extension` in a `simpleContent`.
#[derive(Clone, Debug)]
pub struct SimpleContentDerivation {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the two.
    pub method: DerivationMethod,
    /// The `base`.
    pub base: Spanned<QName>,
    /// The `simpleType` of a restriction.
    pub type_definition: Option<Box<SimpleType>>,
    /// The facets of a restriction.
    pub facets: Vec<Facet>,
    /// The attributes.
    pub attributes: Attributes,
}

/// The element `complexContent`.
#[derive(Clone, Debug)]
pub struct ComplexContent {
    /// What every element of XSD may have.
    pub common: Common,
    /// `mixed`; where it is not written, that of the `complexType` holds.
    pub mixed: Option<bool>,
    /// The `restriction` or `extension` inside.
    pub derivation: ComplexDerivation,
}

/// The `restriction` or `extension` in a `complexContent`.
#[derive(Clone, Debug)]
pub struct ComplexDerivation {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the two.
    pub method: DerivationMethod,
    /// The `base`.
    pub base: Spanned<QName>,
    /// The `group`, `all`, `choice` or `sequence`.
    pub particle: Option<Particle>,
    /// The attributes.
    pub attributes: Attributes,
}

impl ComplexType {
    /// A `complexType` directly in a `schema` or `redefine`.
    pub(super) fn parse_global(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<ComplexType> {
        let (common, children) =
            context.open(node, &["name", "abstract", "final", "block", "mixed"]);
        let name = context.name(node);
        let mut definition = ComplexType::parse(context, node, common, children)?;
        definition.name = Some(name?);
        Some(definition)
    }

    /// A `complexType` inside an `element`.
    pub(super) fn parse_local(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<ComplexType> {
        let (common, children) = context.open(node, &["mixed"]);
        ComplexType::parse(context, node, common, children)
    }

    fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        common: Common,
        mut children: Children<'_, '_>,
    ) -> Option<ComplexType> {
        let is_abstract = context.boolean(node, "abstract");
        let mixed = context.boolean(node, "mixed");
        let final_set = context.derivation_set(node, "final", &["extension", "restriction"]);
        let block = context.derivation_set(node, "block", &["extension", "restriction"]);
        let content = match children.next_named(&["simpleContent", "complexContent"]) {
            Some(child) => {
                children.finish(
                    context,
                    &format!("nothing after `{}`", child.tag_name().name()),
                );
                ComplexTypeContent::parse_derivation(context, child)?
            }
            None => {
                let particle = Particle::parse_content(context, &mut children);
                let before = if particle.is_some() { "" } else { CONTENT };
                let attributes = Attributes::parse(context, node, children, before);
                ComplexTypeContent::Short {
                    particle,
                    attributes,
                }
            }
        };
        Some(ComplexType {
            common,
            name: None,
            is_abstract,
            final_set,
            block,
            mixed,
            content,
        })
    }
}

const CONTENT: &str =
    "`annotation`, `simpleContent`, `complexContent`, `group`, `all`, `choice`, `sequence`, ";

impl ComplexTypeContent {
    fn parse_derivation(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<ComplexTypeContent> {
        let is_simple = xsd_name(node) == Some("simpleContent");
        let (common, mut children) = context.open(node, if is_simple { &[] } else { &["mixed"] });
        let mixed = context.optional_boolean(node, "mixed");
        let Some(child) = children.next_named(&["restriction", "extension"]) else {
            children.missing(context, "a `restriction` or an `extension`");
            return None;
        };
        children.finish(
            context,
            &format!("nothing after `{}`", child.tag_name().name()),
        );
        if is_simple {
            let derivation = SimpleContentDerivation::parse(context, child)?;
            return Some(ComplexTypeContent::Simple(SimpleContent {
                common,
                derivation,
            }));
        }
        let derivation = ComplexDerivation::parse(context, child)?;
        Some(ComplexTypeContent::Complex(ComplexContent {
            common,
            mixed,
            derivation,
        }))
    }
}

impl SimpleContentDerivation {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<SimpleContentDerivation> {
        let (common, mut children) = context.open(node, &["base"]);
        let method = method(node);
        let base = base(context, node);
        let (mut type_definition, mut facets) = (None, Vec::new());
        if method == DerivationMethod::Restriction {
            let inside = children.next_named(&["simpleType"]);
            type_definition = inside
                .and_then(|child| SimpleType::parse_local(context, child))
                .map(Box::new);
            facets = Facet::parse_all(context, &mut children);
        }
        let expected = if method == DerivationMethod::Restriction {
            "`simpleType`, a facet, "
        } else {
            ""
        };
        let attributes = Attributes::parse(context, node, children, expected);
        Some(SimpleContentDerivation {
            common,
            method,
            base: base?,
            type_definition,
            facets,
            attributes,
        })
    }
}

impl ComplexDerivation {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<ComplexDerivation> {
        let (common, mut children) = context.open(node, &["base"]);
        let base = base(context, node);
        let particle = Particle::parse_content(context, &mut children);
        let before = if particle.is_some() {
            ""
        } else {
            "`annotation`, `group`, `all`, `choice`, `sequence`, "
        };
        let attributes = Attributes::parse(context, node, children, before);
        Some(ComplexDerivation {
            common,
            method: method(node),
            base: base?,
            particle,
            attributes,
        })
    }
}

fn method(node: Node<'_, '_>) -> DerivationMethod {
    if xsd_name(node) == Some("extension") {
        DerivationMethod::Extension
    } else {
        DerivationMethod::Restriction
    }
}

fn base(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Spanned<QName>> {
    if !node.has_attribute("base") {
        context.missing(node, "base");
    }
    context.qname(node, "base")
}
