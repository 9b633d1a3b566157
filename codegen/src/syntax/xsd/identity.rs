//! The elements `unique`, `key`, `keyref`, `selector` and `field`.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Context, xsd_name};
use super::xpath::Role;
use super::{Common, Path, Spanned};
use crate::diagnostic::code::schema as code;
use crate::syntax::QName;

/// An identity constraint.
#[derive(Clone, Debug)]
pub struct IdentityConstraint {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the three.
    pub kind: IdentityConstraintKind,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `selector`.
    pub selector: XPath,
    /// The `field`s, in order.
    pub fields: Vec<XPath>,
}

/// `unique`, `key` or `keyref`.
#[derive(Clone, Debug)]
pub enum IdentityConstraintKind {
    /// `unique`
    Unique,
    /// `key`
    Key,
    /// `keyref`, with its `refer`
    Keyref(Spanned<QName>),
}

/// A `selector` or `field`.
#[derive(Clone, Debug)]
pub struct XPath {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `xpath` as it is written.
    pub text: Spanned<Arc<str>>,
    /// What it means; empty where it is wrong, which has been reported.
    pub path: Path,
}

impl IdentityConstraint {
    pub(super) fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
    ) -> Option<IdentityConstraint> {
        let is_keyref = xsd_name(node) == Some("keyref");
        let (common, mut children) = context.open(
            node,
            if is_keyref {
                &["name", "refer"]
            } else {
                &["name"]
            },
        );
        let name = context.name(node);
        let kind = match xsd_name(node) {
            Some("unique") => Some(IdentityConstraintKind::Unique),
            Some("key") => Some(IdentityConstraintKind::Key),
            _ => {
                if !node.has_attribute("refer") {
                    context.missing(node, "refer");
                }
                context
                    .qname(node, "refer")
                    .map(IdentityConstraintKind::Keyref)
            }
        };
        let Some(child) = children.next_named(&["selector"]) else {
            children.missing(context, "a `selector`, then at least one `field`");
            return None;
        };
        let selector = XPath::parse(context, child, Role::Selector);
        let mut fields = Vec::new();
        let mut found_field = false;
        while let Some(child) = children.next_named(&["field"]) {
            found_field = true;
            fields.extend(XPath::parse(context, child, Role::Field));
        }
        if found_field {
            children.finish(context, "another `field`, or nothing");
        } else {
            children.missing(context, "at least one `field` after the `selector`");
        }
        Some(IdentityConstraint {
            common,
            kind: kind?,
            name: name?,
            selector: selector?,
            fields,
        })
    }
}

impl XPath {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>, role: Role) -> Option<XPath> {
        let (common, children) = context.open(node, &["xpath"]);
        children.finish(context, "nothing but an `annotation`");
        let Some(text) = context.text(node, "xpath") else {
            context.missing(node, "xpath");
            return None;
        };
        let namespaces = context.namespaces(node);
        let path = match Path::parse(&text.value, role, &namespaces) {
            Ok(path) => path,
            Err(problem) => {
                let rule = match role {
                    Role::Selector => &code::C_SELECTOR_XPATH,
                    Role::Field => &code::C_FIELDS_XPATHS,
                };
                let element = node.tag_name().name();
                let message = format!(
                    "\"{}\" is not an XPath that a `{element}` may have: {problem}",
                    text.value
                );
                context.error(rule, text.span, message);
                Path::default()
            }
        };
        Some(XPath { common, text, path })
    }
}
