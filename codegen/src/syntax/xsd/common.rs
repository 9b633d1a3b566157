//! What the elements of XSD have in common.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Context, XML_NAMESPACE, xsd_name};
use super::lexical::{is_language, trim, words};
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::QName;

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The text that it was read from.
    pub span: Span,
}

/// What every element of XSD may have.
#[derive(Clone, Debug)]
pub struct Common {
    /// The start tag, from `<` to the last attribute.
    pub span: Span,
    /// The `id`.
    pub id: Option<Spanned<Arc<str>>>,
    /// The `annotation`.
    pub annotation: Option<Annotation>,
    /// The attributes from other namespaces, in order.
    pub foreign_attributes: Vec<ForeignAttribute>,
}

impl Common {
    /// The text that the annotation documents, if there is any.
    pub fn documentation(&self) -> Option<Arc<str>> {
        self.annotation.as_ref().and_then(Annotation::text)
    }
}

/// An attribute from a namespace other than that of XSD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignAttribute {
    /// The name.
    pub name: QName,
    /// The value.
    pub value: Arc<str>,
    /// The whole attribute.
    pub span: Span,
    /// The namespace bindings in scope, for values that are QNames (such as `wsdl:arrayType`).
    pub namespaces: Namespaces,
}

/// The element `annotation`.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// The start tag.
    pub span: Span,
    /// The `documentation` elements, in order.
    pub documentation: Vec<Documentation>,
    /// The `appinfo` elements, in order.
    pub app_infos: Vec<AppInfo>,
}

impl Annotation {
    /// The text of all `documentation`, paragraphs between them; `None` where there is none.
    pub fn text(&self) -> Option<Arc<str>> {
        let texts: Vec<&str> = (self.documentation.iter())
            .map(|documentation| documentation.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        if texts.is_empty() {
            None
        } else {
            Some(Arc::from(texts.join("\n\n")))
        }
    }
}

/// The element `documentation`.
#[derive(Clone, Debug)]
pub struct Documentation {
    /// The start tag.
    pub span: Span,
    /// The `source`.
    pub source: Option<Arc<str>>,
    /// The `xml:lang`.
    pub language: Option<Arc<str>>,
    /// All text in it, markup left out.
    pub text: String,
}

/// The element `appinfo`.
#[derive(Clone, Debug)]
pub struct AppInfo {
    /// The start tag.
    pub span: Span,
    /// The `source`.
    pub source: Option<Arc<str>>,
    /// The elements in it, by name, with their text.
    pub elements: Vec<(QName, String)>,
}

/// The namespace bindings in scope at an element. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namespaces(pub(super) Arc<[Binding]>);

/// A prefix, or `None` for the default namespace, and what it is bound to.
type Binding = (Option<Arc<str>>, Arc<str>);

impl Namespaces {
    /// The namespace of a prefix, or of no prefix. An undeclared default namespace is `None`, as is a prefix that
    /// is bound to nothing.
    pub fn get(&self, prefix: Option<&str>) -> Option<Arc<str>> {
        let binding = self.0.iter().find(|(bound, _)| bound.as_deref() == prefix);
        match binding {
            Some((_, uri)) => Some(uri.clone()).filter(|uri| !uri.is_empty()),
            None if prefix == Some("xml") => Some(Arc::from(XML_NAMESPACE)),
            None => None,
        }
    }

    /// All bindings: a prefix, or `None` for the default namespace, and the namespace.
    pub fn iter(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.0
            .iter()
            .map(|(prefix, uri)| (prefix.as_deref(), &**uri))
    }
}

/// The two ways in which a type derives from another by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DerivationMethod {
    /// It allows more.
    Extension,
    /// It allows less.
    Restriction,
}

/// A set of derivation methods and of `substitution`: the value of `block` and `final`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DerivationSet {
    /// `extension`
    pub extension: bool,
    /// `restriction`
    pub restriction: bool,
    /// `substitution`
    pub substitution: bool,
    /// `list`
    pub list: bool,
    /// `union`
    pub union: bool,
}

impl DerivationSet {
    /// The empty set.
    pub const NONE: DerivationSet = DerivationSet {
        extension: false,
        restriction: false,
        substitution: false,
        list: false,
        union: false,
    };

    /// `#all`
    pub const ALL: DerivationSet = DerivationSet {
        extension: true,
        restriction: true,
        substitution: true,
        list: true,
        union: true,
    };

    /// Whether a method is in the set.
    pub fn contains(self, method: DerivationMethod) -> bool {
        match method {
            DerivationMethod::Extension => self.extension,
            DerivationMethod::Restriction => self.restriction,
        }
    }

    /// What is in either set.
    #[must_use]
    pub fn union(self, other: DerivationSet) -> DerivationSet {
        DerivationSet {
            extension: self.extension || other.extension,
            restriction: self.restriction || other.restriction,
            substitution: self.substitution || other.substitution,
            list: self.list || other.list,
            union: self.union || other.union,
        }
    }

    /// What is in both sets.
    #[must_use]
    pub fn intersection(self, other: DerivationSet) -> DerivationSet {
        DerivationSet {
            extension: self.extension && other.extension,
            restriction: self.restriction && other.restriction,
            substitution: self.substitution && other.substitution,
            list: self.list && other.list,
            union: self.union && other.union,
        }
    }
}

/// Whether local declarations are in the target namespace: `form`, `elementFormDefault`, `attributeFormDefault`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// In the target namespace.
    Qualified,
    /// In no namespace.
    #[default]
    Unqualified,
}

/// How strictly what a wildcard matches is checked: `processContents`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProcessContents {
    /// A declaration must exist and hold.
    #[default]
    Strict,
    /// A declaration must hold where it exists.
    Lax,
    /// Well-formed XML is enough.
    Skip,
}

/// The `namespace` of a wildcard as it is written; what it means depends on the target namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamespaceSet {
    /// `##any`
    Any,
    /// `##other`
    Other,
    /// A list of namespaces.
    List {
        /// The namespaces written out, in order.
        namespaces: Vec<Arc<str>>,
        /// Whether `##targetNamespace` is in the list.
        target_namespace: bool,
        /// Whether `##local` is in the list.
        local: bool,
    },
}

/// `default` or `fixed` of an element or attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueConstraint {
    /// Whether it is `fixed`.
    pub fixed: bool,
    /// The value, before white space is normalized.
    pub value: Spanned<Arc<str>>,
    /// The namespace bindings in scope, for values of type `QName`.
    pub namespaces: Namespaces,
}

impl Annotation {
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Annotation {
        let (common, mut children) = context.open_unannotated(node, &[]);
        let mut annotation = Annotation {
            span: common.span,
            documentation: Vec::new(),
            app_infos: Vec::new(),
        };
        while let Some(child) = children.next_named(&["documentation", "appinfo"]) {
            if xsd_name(child) == Some("documentation") {
                annotation
                    .documentation
                    .push(Documentation::parse(context, child));
            } else {
                annotation.app_infos.push(AppInfo::parse(context, child));
            }
        }
        children.finish(context, "`appinfo` and `documentation`");
        annotation
    }
}

impl Documentation {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Documentation {
        context.check_free_element(node, &["source"]);
        s4s_xml_lang(context, node);
        Documentation {
            span: context.start_tag(node),
            source: node.attribute("source").map(Arc::from),
            language: node.attribute((XML_NAMESPACE, "lang")).map(Arc::from),
            text: text_of(node),
        }
    }
}

impl AppInfo {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> AppInfo {
        context.check_free_element(node, &["source"]);
        let elements = node.children().filter(Node::is_element).map(|child| {
            let name = child.tag_name();
            (QName::new(name.namespace(), name.name()), text_of(child))
        });
        AppInfo {
            span: context.start_tag(node),
            source: node.attribute("source").map(Arc::from),
            elements: elements.collect(),
        }
    }
}

/// The `xml:lang` of a documentation names a language, or none.
fn s4s_xml_lang(context: &mut Context<'_>, node: Node<'_, '_>) {
    let Some(attribute) = node.attribute_node((XML_NAMESPACE, "lang")) else {
        return;
    };
    let value = attribute.value();
    if !value.is_empty() && !is_language(trim(value)) {
        let span = context.value_span(attribute);
        let message = format!(
            "`xml:lang` must name a language, as \"en\" or \"pt-BR\" do, but is \"{value}\""
        );
        context.error(&code::S4S_XML_LANG, span, message);
    }
}

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect()
}

impl NamespaceSet {
    /// The `namespace` of a wildcard; `##any` where it is absent or wrong.
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> NamespaceSet {
        let Some(Spanned { value, span }) = context.text(node, "namespace") else {
            return NamespaceSet::Any;
        };
        match trim(&value) {
            "##any" => return NamespaceSet::Any,
            "##other" => return NamespaceSet::Other,
            _ => {}
        }
        let (mut namespaces, mut target_namespace, mut local) = (Vec::new(), false, false);
        for word in words(&value) {
            match word {
                "##targetNamespace" => target_namespace = true,
                "##local" => local = true,
                _ if word.starts_with("##") => {
                    let expected = "`##any`, `##other`, or a list of namespaces, `##targetNamespace` and `##local`";
                    context.invalid_value(span, "namespace", &value, expected);
                    return NamespaceSet::Any;
                }
                _ => namespaces.push(Arc::from(word)),
            }
        }
        NamespaceSet::List {
            namespaces,
            target_namespace,
            local,
        }
    }
}

impl ProcessContents {
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> ProcessContents {
        let values = [
            ("strict", ProcessContents::Strict),
            ("lax", ProcessContents::Lax),
            ("skip", ProcessContents::Skip),
        ];
        context
            .one_of(node, "processContents", &values)
            .unwrap_or_default()
    }
}

impl Form {
    pub(super) fn parse(context: &mut Context<'_>, node: Node<'_, '_>, name: &str) -> Option<Form> {
        context.one_of(
            node,
            name,
            &[
                ("qualified", Form::Qualified),
                ("unqualified", Form::Unqualified),
            ],
        )
    }
}
