//! The elements `simpleType`, `restriction`, `list` and `union`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Children, Context, xsd_name};
use super::lexical::words;
use super::{Common, DerivationSet, Facet, Spanned};
use crate::diagnostic::code::schema as code;
use crate::syntax::QName;

/// A definition of a simple type, global or local.
#[derive(Clone, Debug)]
pub struct SimpleType {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`; `None` for a local one.
    pub name: Option<Spanned<Arc<str>>>,
    /// `final`.
    pub final_set: Option<DerivationSet>,
    /// How it derives.
    pub derivation: SimpleTypeDerivation,
}

/// How a simple type derives from others.
#[derive(Clone, Debug)]
pub enum SimpleTypeDerivation {
    /// A `restriction`.
    Restriction {
        /// What every element of XSD may have.
        common: Common,
        /// The `base`; `None` where the base is defined inside.
        base: Option<Spanned<QName>>,
        /// The base defined inside.
        type_definition: Option<Box<SimpleType>>,
        /// The facets, in order.
        facets: Vec<Facet>,
    },
    /// A `list`.
    List {
        /// What every element of XSD may have.
        common: Common,
        /// The `itemType`; `None` where it is defined inside.
        item_type: Option<Spanned<QName>>,
        /// The item type defined inside.
        type_definition: Option<Box<SimpleType>>,
    },
    /// A `union`.
    Union {
        /// What every element of XSD may have.
        common: Common,
        /// The `memberTypes`, in order.
        member_types: Vec<Spanned<QName>>,
        /// The member types defined inside, which come after them.
        type_definitions: Vec<SimpleType>,
    },
}

impl SimpleType {
    /// A `simpleType` directly in a `schema` or `redefine`.
    pub(super) fn parse_global(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<SimpleType> {
        let (common, children) = context.open(node, &["name", "final"]);
        let name = context.name(node);
        let final_set = context.derivation_set(node, "final", &["restriction", "list", "union"]);
        let derivation = SimpleTypeDerivation::parse_child(context, children);
        Some(SimpleType {
            common,
            name: Some(name?),
            final_set,
            derivation: derivation?,
        })
    }

    /// A `simpleType` inside another element.
    pub(super) fn parse_local(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<SimpleType> {
        let (common, children) = context.open(node, &[]);
        let derivation = SimpleTypeDerivation::parse_child(context, children)?;
        Some(SimpleType {
            common,
            name: None,
            final_set: None,
            derivation,
        })
    }
}

impl SimpleTypeDerivation {
    fn parse_child(
        context: &mut Context<'_>,
        mut children: Children<'_, '_>,
    ) -> Option<SimpleTypeDerivation> {
        let Some(child) = children.next_named(&["restriction", "list", "union"]) else {
            children.missing(context, "a `restriction`, a `list` or a `union`");
            return None;
        };
        children.finish(
            context,
            &format!("nothing after `{}`", child.tag_name().name()),
        );
        match xsd_name(child) {
            Some("restriction") => SimpleTypeDerivation::parse_restriction(context, child),
            Some("list") => SimpleTypeDerivation::parse_list(context, child),
            _ => SimpleTypeDerivation::parse_union(context, child),
        }
    }

    fn parse_restriction(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<SimpleTypeDerivation> {
        let (common, mut children) = context.open(node, &["base"]);
        let base = context.qname(node, "base");
        let type_definition = parse_inside(context, &mut children);
        let facets = Facet::parse_all(context, &mut children);
        children.finish(context, "`annotation`, then `simpleType`, then facets");
        one_of_two(
            context,
            node,
            &common,
            "base",
            type_definition.is_some(),
            "src-simple-type.2",
        );
        if base.is_none() && type_definition.is_none() {
            return None;
        }
        Some(SimpleTypeDerivation::Restriction {
            common,
            base,
            type_definition,
            facets,
        })
    }

    fn parse_list(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<SimpleTypeDerivation> {
        let (common, mut children) = context.open(node, &["itemType"]);
        let item_type = context.qname(node, "itemType");
        let type_definition = parse_inside(context, &mut children);
        children.finish(context, "`annotation`, then `simpleType`");
        one_of_two(
            context,
            node,
            &common,
            "itemType",
            type_definition.is_some(),
            "src-simple-type.3",
        );
        if item_type.is_none() && type_definition.is_none() {
            return None;
        }
        Some(SimpleTypeDerivation::List {
            common,
            item_type,
            type_definition,
        })
    }

    fn parse_union(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<SimpleTypeDerivation> {
        let (common, mut children) = context.open(node, &["memberTypes"]);
        let named = context.qnames(node, "memberTypes");
        let member_types = named.unwrap_or_default();
        let (mut type_definitions, mut count) = (Vec::new(), 0_usize);
        while let Some(child) = children.next_named(&["simpleType"]) {
            count += 1;
            type_definitions.extend(SimpleType::parse_local(context, child));
        }
        children.finish(context, "`annotation`, then `simpleType`s");
        let has_names = node
            .attribute("memberTypes")
            .is_some_and(|text| words(text).next().is_some());
        if count == 0 && !has_names {
            let message = "a `union` must have `memberTypes`, or contain at least one `simpleType`";
            context.error(&code::SRC_SIMPLE_TYPE, common.span, message);
            return None;
        }
        Some(SimpleTypeDerivation::Union {
            common,
            member_types,
            type_definitions,
        })
    }
}

fn parse_inside(
    context: &mut Context<'_>,
    children: &mut Children<'_, '_>,
) -> Option<Box<SimpleType>> {
    let child = children.next_named(&["simpleType"])?;
    SimpleType::parse_local(context, child).map(Box::new)
}

/// *Simple Type Definition Representation OK*, clauses 2 and 3: the other type is named or defined inside.
fn one_of_two(
    context: &mut Context<'_>,
    node: Node<'_, '_>,
    common: &Common,
    attribute: &str,
    inside: bool,
    clause: &str,
) {
    let element = node.tag_name().name();
    let has_child = inside
        || node
            .children()
            .any(|child| xsd_name(child) == Some("simpleType"));
    let problem = match (node.has_attribute(attribute), has_child) {
        (true, true) => "not both",
        (false, false) => "but has neither",
        _ => return,
    };
    let message = format!(
        "a `{element}` must have `{attribute}` or contain a `simpleType`, {problem} ({clause})"
    );
    context.error(&code::SRC_SIMPLE_TYPE, common.span, message);
}
