//! What all parsing functions share: where they are, the sink of messages, and how attributes are read.

use std::collections::HashMap;
use std::iter::Peekable;
use std::sync::Arc;

use roxmltree::{Node, NodeType};

use super::lexical::{self, is_ncname, trim};
use super::{
    Annotation, Common, DerivationSet, ForeignAttribute, Namespaces, Spanned, ValueConstraint,
};
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{DocumentId, Span};
use crate::syntax::{QName, Sink};

/// The namespace of XSD.
pub const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// The namespace of `xml:lang` and its like.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The document that is parsed and the sink of its messages.
pub(super) struct Context<'d> {
    document: DocumentId,
    sink: Sink<'d>,
    ids: HashMap<Arc<str>, Span>,
    last_namespaces: Namespaces,
}

impl<'d> Context<'d> {
    pub(super) fn new(document: DocumentId, sink: Sink<'d>) -> Self {
        Context {
            document,
            sink,
            ids: HashMap::new(),
            last_namespaces: Namespaces::default(),
        }
    }

    /// Reports an error.
    pub(super) fn error(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::error(code, span, message));
    }

    /// Adds a message.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// The start tag of an element, from `<` to its last attribute.
    pub(super) fn start_tag(&self, node: Node<'_, '_>) -> Span {
        let range = node.range();
        let text = node
            .document()
            .input_text()
            .get(range.start..)
            .unwrap_or_default();
        let name = text
            .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
            .unwrap_or(text.len());
        let end = node
            .attributes()
            .map(|attribute| attribute.range().end)
            .max();
        Span::new(
            self.document,
            range.start..end.unwrap_or(range.start + name),
        )
    }

    /// The value of an attribute, without the quotes.
    pub(super) fn value_span(&self, attribute: roxmltree::Attribute<'_, '_>) -> Span {
        Span::new(self.document, attribute.range_value())
    }

    /// Begins an element: checks that its attributes are among those allowed and that it holds no text, and takes
    /// what every element may have.
    pub(super) fn open<'a, 'i>(
        &mut self,
        node: Node<'a, 'i>,
        allowed: &[&str],
    ) -> (Common, Children<'a, 'i>) {
        let (mut common, mut children) = self.open_unannotated(node, allowed);
        if let Some(annotation) = children.next_named(&["annotation"]) {
            common.annotation = Some(Annotation::parse(self, annotation));
        }
        (common, children)
    }

    /// Like [`Context::open`], where annotations are children like others.
    pub(super) fn open_unannotated<'a, 'i>(
        &mut self,
        node: Node<'a, 'i>,
        allowed: &[&str],
    ) -> (Common, Children<'a, 'i>) {
        let span = self.start_tag(node);
        let foreign_attributes = self.check_attributes(node, allowed);
        let id = self.id(node);
        self.check_text(node);
        (
            Common {
                span,
                id,
                annotation: None,
                foreign_attributes,
            },
            Children::new(node),
        )
    }

    fn check_attributes(&mut self, node: Node<'_, '_>, allowed: &[&str]) -> Vec<ForeignAttribute> {
        let mut foreign = Vec::new();
        for attribute in node.attributes() {
            let span = Span::new(self.document, attribute.range());
            match attribute.namespace() {
                None if attribute.name() == "id" || allowed.contains(&attribute.name()) => {}
                None | Some(XSD_NAMESPACE) => {
                    let message = format!(
                        "the attribute `{}` is not allowed on `{}` here",
                        attribute.name(),
                        node.tag_name().name()
                    );
                    let help = match nearest(attribute.name(), allowed.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("allowed here: {}", list_of_names(allowed)),
                    };
                    let diagnostic = Diagnostic::error(&code::S4S_ATT_NOT_ALLOWED, span, message)
                        .label("not allowed");
                    self.report(diagnostic.help(help));
                }
                Some(namespace) => foreign.push(ForeignAttribute {
                    name: QName::new(Some(namespace), attribute.name()),
                    value: Arc::from(attribute.value()),
                    span,
                    namespaces: self.namespaces(node),
                }),
            }
        }
        foreign
    }

    /// Checks the attributes of an element whose content is free: `documentation` and `appinfo`.
    pub(super) fn check_free_element(&mut self, node: Node<'_, '_>, allowed: &[&str]) {
        if let Some(id) = node.attribute_node("id") {
            let span = Span::new(self.document, id.range());
            let message = format!(
                "the attribute `id` is not allowed on `{}`",
                node.tag_name().name()
            );
            self.error(&code::S4S_ATT_NOT_ALLOWED, span, message);
        }
        self.check_attributes(node, allowed);
    }

    fn id(&mut self, node: Node<'_, '_>) -> Option<Spanned<Arc<str>>> {
        let id = self.ncname(node, "id")?;
        if let Some(first) = self.ids.insert(id.value.clone(), id.span) {
            let message = format!("the id \"{}\" is used twice in this document", id.value);
            self.report(
                Diagnostic::error(&code::CVC_ID, id.span, message)
                    .related(first, "first used here"),
            );
        }
        Some(id)
    }

    fn check_text(&mut self, node: Node<'_, '_>) {
        let stray = node.children().find(|child| {
            child.node_type() == NodeType::Text
                && !trim(child.text().unwrap_or_default()).is_empty()
        });
        if let Some(text) = stray {
            let written = text
                .document()
                .input_text()
                .get(text.range())
                .unwrap_or_default();
            let start = text.range().start + (written.len() - written.trim_start().len());
            let span = Span::new(self.document, start..start + written.trim().len());
            let message = format!(
                "`{}` may contain elements alone, but there is text in it",
                node.tag_name().name()
            );
            self.error(&code::S4S_ELT_CHARACTER, span, message);
        }
    }

    /// The namespace bindings in scope at an element.
    pub(super) fn namespaces(&mut self, node: Node<'_, '_>) -> Namespaces {
        let in_scope = || {
            node.namespaces()
                .map(|binding| (binding.name(), binding.uri()))
        };
        if !in_scope().eq(self.last_namespaces.iter()) {
            let owned = in_scope().map(|(prefix, uri)| (prefix.map(Arc::from), Arc::from(uri)));
            self.last_namespaces = Namespaces(owned.collect());
        }
        self.last_namespaces.clone()
    }

    /// Reports a value that breaks the rule of its attribute.
    pub(super) fn invalid_value(&mut self, span: Span, name: &str, found: &str, expected: &str) {
        let message = format!("`{name}` must be {expected}, but is \"{found}\"");
        self.report(
            Diagnostic::error(&code::S4S_ATT_INVALID_VALUE, span, message)
                .label(format!("not {expected}")),
        );
    }

    /// Reports an attribute that must be there and is not.
    pub(super) fn missing(&mut self, node: Node<'_, '_>, name: &str) {
        let span = self.start_tag(node);
        let message = format!(
            "`{}` must have the attribute `{name}`",
            node.tag_name().name()
        );
        self.report(
            Diagnostic::error(&code::S4S_ATT_MUST_APPEAR, span, message)
                .label(format!("`{name}` is missing")),
        );
    }

    /// An attribute as it is written.
    pub(super) fn text(&self, node: Node<'_, '_>, name: &str) -> Option<Spanned<Arc<str>>> {
        let attribute = node.attribute_node(name)?;
        Some(Spanned {
            value: Arc::from(attribute.value()),
            span: self.value_span(attribute),
        })
    }

    /// An attribute of type `anyURI`.
    pub(super) fn any_uri(&self, node: Node<'_, '_>, name: &str) -> Option<Spanned<Arc<str>>> {
        let text = self.text(node, name)?;
        Some(Spanned {
            value: Arc::from(lexical::collapse(&text.value)),
            span: text.span,
        })
    }

    /// An attribute of type `NCName`; a value that is none is reported.
    pub(super) fn ncname(&mut self, node: Node<'_, '_>, name: &str) -> Option<Spanned<Arc<str>>> {
        let Spanned { value, span } = self.text(node, name)?;
        let trimmed = trim(&value);
        if is_ncname(trimmed) {
            return Some(Spanned {
                value: Arc::from(trimmed),
                span,
            });
        }
        self.invalid_value(span, name, &value, "a name without a colon (`NCName`)");
        None
    }

    /// The `name` of a component that must have one; its absence is reported.
    pub(super) fn name(&mut self, node: Node<'_, '_>) -> Option<Spanned<Arc<str>>> {
        if !node.has_attribute("name") {
            self.missing(node, "name");
        }
        self.ncname(node, "name")
    }

    /// An attribute of type `QName`, expanded; a value that is none is reported.
    pub(super) fn qname(&mut self, node: Node<'_, '_>, name: &str) -> Option<Spanned<QName>> {
        let Spanned { value, span } = self.text(node, name)?;
        let value = self.expand(node, name, trim(&value), span)?;
        Some(Spanned { value, span })
    }

    /// An attribute that is a list of `QName`s; those that are none are reported and left out.
    pub(super) fn qnames(&mut self, node: Node<'_, '_>, name: &str) -> Option<Vec<Spanned<QName>>> {
        let Spanned { value, span } = self.text(node, name)?;
        let words: Vec<&str> = lexical::words(&value).collect();
        let expanded = words
            .into_iter()
            .filter_map(|word| self.expand(node, name, word, span));
        Some(expanded.map(|value| Spanned { value, span }).collect())
    }

    fn expand(&mut self, node: Node<'_, '_>, name: &str, text: &str, span: Span) -> Option<QName> {
        let (prefix, local) = match text.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, text),
        };
        if !is_ncname(local) || !prefix.is_none_or(is_ncname) {
            self.invalid_value(span, name, text, "a qualified name (`QName`)");
            return None;
        }
        let namespace = match prefix {
            Some("xml") => Some(XML_NAMESPACE),
            _ => node.lookup_namespace_uri(prefix),
        };
        if let (Some(prefix), None) = (prefix, namespace) {
            let message = format!("the prefix `{prefix}` of \"{text}\" is not declared");
            let help =
                format!("declare it with `xmlns:{prefix}=\"…\"` on this element or one around it");
            self.report(Diagnostic::error(&code::UNDECLARED_PREFIX, span, message).help(help));
            return None;
        }
        Some(QName::new(namespace, local))
    }

    /// An attribute of type `boolean`; false where it is absent or wrong.
    pub(super) fn boolean(&mut self, node: Node<'_, '_>, name: &str) -> bool {
        self.optional_boolean(node, name).unwrap_or(false)
    }

    /// An attribute of type `boolean`.
    pub(super) fn optional_boolean(&mut self, node: Node<'_, '_>, name: &str) -> Option<bool> {
        let Spanned { value, span } = self.text(node, name)?;
        let parsed = lexical::boolean(&value);
        if parsed.is_none() {
            self.invalid_value(span, name, &value, "`true`, `false`, `1` or `0`");
        }
        parsed
    }

    /// An attribute with a few possible values.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        node: Node<'_, '_>,
        name: &str,
        values: &[(&str, T)],
    ) -> Option<T> {
        let Spanned { value, span } = self.text(node, name)?;
        let found = values.iter().find(|(text, _)| *text == trim(&value));
        if found.is_none() {
            let expected = list_of_names(&values.iter().map(|(text, _)| *text).collect::<Vec<_>>());
            self.invalid_value(span, name, &value, &format!("one of {expected}"));
        }
        found.map(|(_, value)| *value)
    }

    /// `block` or `final`: `#all` or a list of some of the allowed methods.
    pub(super) fn derivation_set(
        &mut self,
        node: Node<'_, '_>,
        name: &str,
        allowed: &[&str],
    ) -> Option<DerivationSet> {
        let Spanned { value, span } = self.text(node, name)?;
        if trim(&value) == "#all" {
            return Some(DerivationSet::ALL);
        }
        let mut set = DerivationSet::NONE;
        for word in lexical::words(&value) {
            match word {
                _ if !allowed.contains(&word) => {
                    let expected = format!("`#all` or a list of {}", list_of_names(allowed));
                    self.invalid_value(span, name, &value, &expected);
                    return None;
                }
                "extension" => set.extension = true,
                "restriction" => set.restriction = true,
                "substitution" => set.substitution = true,
                "list" => set.list = true,
                _ => set.union = true,
            }
        }
        Some(set)
    }

    /// `default` and `fixed`, of which one alone may be there (`rule`).
    pub(super) fn value_constraint(
        &mut self,
        node: Node<'_, '_>,
        rule: &'static Code,
    ) -> Option<ValueConstraint> {
        let default = self.text(node, "default");
        let fixed = self.text(node, "fixed");
        if let (Some(default), Some(fixed)) = (&default, &fixed) {
            let message = "`default` and `fixed` can't both be given";
            let diagnostic = Diagnostic::error(rule, fixed.span, message);
            self.report(diagnostic.related(default.span, "the default value is given here"));
        }
        let namespaces = self.namespaces(node);
        let is_fixed = fixed.is_some();
        let value = fixed.or(default)?;
        Some(ValueConstraint {
            fixed: is_fixed,
            value,
            namespaces,
        })
    }
}

/// The names in backquotes, commas between them.
pub(super) fn list_of_names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() {
        "`id`".to_owned()
    } else {
        quoted.join(", ")
    }
}

/// The element children that are still to be parsed.
pub(super) struct Children<'a, 'i> {
    parent: Node<'a, 'i>,
    rest: Peekable<std::vec::IntoIter<Node<'a, 'i>>>,
}

impl<'a, 'i> Children<'a, 'i> {
    fn new(parent: Node<'a, 'i>) -> Self {
        let elements: Vec<_> = parent.children().filter(Node::is_element).collect();
        Children {
            parent,
            rest: elements.into_iter().peekable(),
        }
    }

    /// The next child, if it is one of these elements of XSD.
    pub(super) fn next_named(&mut self, names: &[&str]) -> Option<Node<'a, 'i>> {
        self.rest
            .next_if(|child| xsd_name(*child).is_some_and(|name| names.contains(&name)))
    }

    /// The next child, whatever it is.
    pub(super) fn next(&mut self) -> Option<Node<'a, 'i>> {
        self.rest.next()
    }

    /// Whether no child is left.
    pub(super) fn is_empty(&mut self) -> bool {
        self.rest.peek().is_none()
    }

    /// Reports the first child that is left, if there is one; `expected` is what could have stood there.
    pub(super) fn finish(mut self, context: &mut Context<'_>, expected: &str) {
        if let Some(child) = self.rest.next() {
            report_misplaced(context, self.parent, child, expected);
        }
    }

    /// Reports that something that must be there is not.
    pub(super) fn missing(&mut self, context: &mut Context<'_>, expected: &str) {
        let parent = self.parent.tag_name().name();
        match self.rest.next() {
            Some(child) => report_misplaced(context, self.parent, child, expected),
            None => {
                let span = context.start_tag(self.parent);
                let message = format!("`{parent}` must contain {expected}");
                context.error(&code::S4S_ELT_INVALID_CONTENT, span, message);
            }
        }
    }
}

/// Reports an element where it can't stand.
pub(super) fn report_misplaced(
    context: &mut Context<'_>,
    parent: Node<'_, '_>,
    child: Node<'_, '_>,
    expected: &str,
) {
    let span = context.start_tag(child);
    let shown = match child.tag_name().namespace() {
        Some(XSD_NAMESPACE) => format!("`{}`", child.tag_name().name()),
        Some(namespace) => format!("`{{{namespace}}}{}`", child.tag_name().name()),
        None => format!("`{}`, which is in no namespace,", child.tag_name().name()),
    };
    let message = format!("{shown} can't stand here in `{}`", parent.tag_name().name());
    let diagnostic = Diagnostic::error(&code::S4S_ELT_INVALID_CONTENT, span, message)
        .label("unexpected element");
    // The names in the list of what is expected stand in backquotes.
    let names = expected.split('`').skip(1).step_by(2);
    let near =
        nearest(child.tag_name().name(), names).filter(|near| *near != child.tag_name().name());
    let help = match near {
        Some(near) => format!("did you mean `{near}`? Expected: {expected}"),
        None => format!("expected: {expected}"),
    };
    context.report(diagnostic.help(help));
}

/// The name of an element of XSD; `None` for other elements.
pub(super) fn xsd_name<'i>(node: Node<'_, 'i>) -> Option<&'i str> {
    (node.tag_name().namespace() == Some(XSD_NAMESPACE)).then(|| node.tag_name().name())
}
