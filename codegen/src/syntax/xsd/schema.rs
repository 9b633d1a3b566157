//! The element `schema` and what stands directly in it.

use std::sync::Arc;

use roxmltree::Node;

use super::context::{Context, report_misplaced, xsd_name};
use super::{
    Annotation, Attribute, AttributeGroup, Common, ComplexType, DerivationSet, Element, Form,
    Group, SimpleType, Spanned,
};
use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{DocumentId, Span};
use crate::syntax::{NESTING_LIMIT, Sink, Strictness, depth, with_stack_for};

/// A schema document, or a `schema` element inside a WSDL.
#[derive(Clone, Debug)]
pub struct Schema {
    /// What every element of XSD may have; the annotations of a schema are in `annotations`.
    pub common: Common,
    /// The document that it stands in.
    pub document: DocumentId,
    /// The `targetNamespace`.
    pub target_namespace: Option<Arc<str>>,
    /// The `version`.
    pub version: Option<Arc<str>>,
    /// `elementFormDefault`.
    pub element_form_default: Form,
    /// `attributeFormDefault`.
    pub attribute_form_default: Form,
    /// `blockDefault`.
    pub block_default: DerivationSet,
    /// `finalDefault`.
    pub final_default: DerivationSet,
    /// The references to other schema documents, in order.
    pub references: Vec<Reference>,
    /// The components, in order.
    pub components: Vec<Component>,
    /// The annotations that stand directly in it, in order.
    pub annotations: Vec<Annotation>,
}

/// An `include`, `import` or `redefine`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Which of the three.
    pub kind: ReferenceKind,
    /// The `namespace` of an import.
    pub namespace: Option<Arc<str>>,
    /// The `schemaLocation`.
    pub location: Option<String>,
    /// The `schemaLocation`, or the start tag where there is none.
    pub span: Span,
    /// What a `redefine` redefines, in order.
    pub redefinitions: Vec<Redefinition>,
    /// What every element of XSD may have.
    pub common: Common,
}

/// The kinds of references to other schema documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// `include`
    Include,
    /// `import`
    Import,
    /// `redefine`
    Redefine,
}

/// A component in a `redefine`.
#[derive(Clone, Debug)]
pub enum Redefinition {
    /// A `simpleType`.
    SimpleType(SimpleType),
    /// A `complexType`.
    ComplexType(Box<ComplexType>),
    /// A `group`.
    Group(Group),
    /// An `attributeGroup`.
    AttributeGroup(AttributeGroup),
}

/// A global component.
#[derive(Clone, Debug)]
pub enum Component {
    /// A `simpleType`.
    SimpleType(SimpleType),
    /// A `complexType`.
    ComplexType(Box<ComplexType>),
    /// An `element`.
    Element(Element),
    /// An `attribute`.
    Attribute(Attribute),
    /// A `group`.
    Group(Group),
    /// An `attributeGroup`.
    AttributeGroup(AttributeGroup),
    /// A `notation`.
    Notation(Notation),
}

/// The element `notation`.
#[derive(Clone, Debug)]
pub struct Notation {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `public` identifier.
    pub public: Option<Arc<str>>,
    /// The `system` identifier.
    pub system: Option<Arc<str>>,
}

/// Parses a `schema` element, of a schema document or inside a WSDL, with [`Strictness::Vendor`].
///
/// What is wrong goes to `diagnostics`; the schema that is returned lacks the components that could not be read.
pub fn parse_schema(
    node: Node<'_, '_>,
    document: DocumentId,
    diagnostics: &mut Diagnostics,
) -> Schema {
    parse_schema_with(node, document, Strictness::Vendor, diagnostics)
}

/// Parses a `schema` element as strictly as asked for; see [`parse_schema`].
pub fn parse_schema_with(
    node: Node<'_, '_>,
    document: DocumentId,
    strictness: Strictness,
    diagnostics: &mut Diagnostics,
) -> Schema {
    let depth = depth(node);
    let mut context = Context::new(document, Sink::new(diagnostics, strictness));
    if depth > NESTING_LIMIT {
        let span = context.start_tag(node);
        let message = format!(
            "the elements of this schema nest {depth} deep; at most {NESTING_LIMIT} are supported"
        );
        context.error(&code::XSD_NESTING_LIMIT, span, message);
        return Schema::empty(document, span);
    }
    with_stack_for(depth, || Schema::parse(&mut context, node, document))
}

const ATTRIBUTES: [&str; 6] = [
    "targetNamespace",
    "version",
    "finalDefault",
    "blockDefault",
    "attributeFormDefault",
    "elementFormDefault",
];

const EXPECTED: &str = "`include`, `import`, `redefine`, `annotation`; then `simpleType`, `complexType`, `element`, \
                        `attribute`, `group`, `attributeGroup`, `notation` or `annotation`";

impl Schema {
    fn empty(document: DocumentId, span: Span) -> Schema {
        Schema {
            common: Common {
                span,
                id: None,
                annotation: None,
                foreign_attributes: Vec::new(),
            },
            document,
            target_namespace: None,
            version: None,
            element_form_default: Form::Unqualified,
            attribute_form_default: Form::Unqualified,
            block_default: DerivationSet::NONE,
            final_default: DerivationSet::NONE,
            references: Vec::new(),
            components: Vec::new(),
            annotations: Vec::new(),
        }
    }

    fn parse(context: &mut Context<'_>, node: Node<'_, '_>, document: DocumentId) -> Schema {
        let (common, mut children) = context.open_unannotated(node, &ATTRIBUTES);
        let mut schema = Schema::empty(document, common.span);
        schema.common = common;
        schema.target_namespace = target_namespace(context, node);
        schema.version = context.text(node, "version").map(|version| version.value);
        schema.element_form_default =
            Form::parse(context, node, "elementFormDefault").unwrap_or_default();
        schema.attribute_form_default =
            Form::parse(context, node, "attributeFormDefault").unwrap_or_default();
        let blocks = ["extension", "restriction", "substitution"];
        schema.block_default = context
            .derivation_set(node, "blockDefault", &blocks)
            .unwrap_or_default();
        let finals = ["extension", "restriction", "list", "union"];
        schema.final_default = context
            .derivation_set(node, "finalDefault", &finals)
            .unwrap_or_default();
        while let Some(child) = children.next() {
            schema.parse_child(context, node, child);
        }
        schema
    }

    fn parse_child(&mut self, context: &mut Context<'_>, node: Node<'_, '_>, child: Node<'_, '_>) {
        match xsd_name(child) {
            Some("annotation") => self.annotations.push(Annotation::parse(context, child)),
            Some("include" | "import" | "redefine") if self.components.is_empty() => {
                self.references.extend(Reference::parse(
                    context,
                    child,
                    self.target_namespace.as_ref(),
                ));
            }
            Some("include" | "import" | "redefine") => {
                let reference = Reference::parse(context, child, self.target_namespace.as_ref());
                self.references.extend(reference);
                report_misplaced(
                    context,
                    node,
                    child,
                    "all references to other documents before the first component",
                );
            }
            _ => match Component::parse(context, child) {
                Some(Ok(component)) => self.components.push(component),
                Some(Err(Broken)) => {}
                None => report_misplaced(context, node, child, EXPECTED),
            },
        }
    }
}

/// The `targetNamespace`; an empty one is none, as the specification forbids it in prose alone.
fn target_namespace(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Arc<str>> {
    let namespace = context.any_uri(node, "targetNamespace")?;
    if namespace.value.is_empty() {
        let message = "the `targetNamespace` is empty; it is taken as none";
        context.report(Diagnostic::warning(
            &code::XSD_EMPTY_NAMESPACE,
            namespace.span,
            message,
        ));
        return None;
    }
    Some(namespace.value)
}

/// A component that could not be read, which has been reported.
struct Broken;

impl Component {
    /// The component of an element; `None` where the element is no component.
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Result<Component, Broken>> {
        let component = match xsd_name(node)? {
            "simpleType" => SimpleType::parse_global(context, node).map(Component::SimpleType),
            "complexType" => ComplexType::parse_global(context, node)
                .map(Box::new)
                .map(Component::ComplexType),
            "element" => Element::parse_global(context, node).map(Component::Element),
            "attribute" => Attribute::parse_global(context, node).map(Component::Attribute),
            "group" => Group::parse(context, node).map(Component::Group),
            "attributeGroup" => AttributeGroup::parse(context, node).map(Component::AttributeGroup),
            "notation" => Notation::parse(context, node).map(Component::Notation),
            _ => return None,
        };
        Some(component.ok_or(Broken))
    }
}

impl Reference {
    fn parse(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        target: Option<&Arc<str>>,
    ) -> Option<Reference> {
        match xsd_name(node)? {
            "import" => Some(Reference::parse_import(context, node, target)),
            "include" => {
                let (common, children) = context.open(node, &["schemaLocation"]);
                children.finish(context, "nothing but an `annotation`");
                Some(Reference::new(
                    context,
                    node,
                    ReferenceKind::Include,
                    common,
                ))
            }
            _ => Some(Reference::parse_redefine(context, node)),
        }
    }

    fn new(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        kind: ReferenceKind,
        common: Common,
    ) -> Reference {
        let location = context.any_uri(node, "schemaLocation");
        if location.is_none() && kind != ReferenceKind::Import {
            context.missing(node, "schemaLocation");
        }
        Reference {
            kind,
            namespace: None,
            span: location
                .as_ref()
                .map_or(common.span, |location| location.span),
            location: location.map(|location| location.value.to_string()),
            redefinitions: Vec::new(),
            common,
        }
    }

    fn parse_import(
        context: &mut Context<'_>,
        node: Node<'_, '_>,
        target: Option<&Arc<str>>,
    ) -> Reference {
        let (common, children) = context.open(node, &["namespace", "schemaLocation"]);
        children.finish(context, "nothing but an `annotation`");
        let namespace = context.any_uri(node, "namespace");
        src_import_1(context, &common, namespace.as_ref(), target);
        let mut reference = Reference::new(context, node, ReferenceKind::Import, common);
        reference.namespace = namespace
            .map(|namespace| namespace.value)
            .filter(|uri| !uri.is_empty());
        reference
    }

    fn parse_redefine(context: &mut Context<'_>, node: Node<'_, '_>) -> Reference {
        let (common, mut children) = context.open_unannotated(node, &["schemaLocation"]);
        let mut reference = Reference::new(context, node, ReferenceKind::Redefine, common);
        while let Some(child) = children.next() {
            let redefinition = match xsd_name(child) {
                Some("annotation") => {
                    Annotation::parse(context, child);
                    None
                }
                Some("simpleType") => {
                    SimpleType::parse_global(context, child).map(Redefinition::SimpleType)
                }
                Some("complexType") => ComplexType::parse_global(context, child)
                    .map(Box::new)
                    .map(Redefinition::ComplexType),
                Some("group") => Group::parse(context, child).map(Redefinition::Group),
                Some("attributeGroup") => {
                    AttributeGroup::parse(context, child).map(Redefinition::AttributeGroup)
                }
                _ => {
                    let expected =
                        "`annotation`, `simpleType`, `complexType`, `group` or `attributeGroup`";
                    report_misplaced(context, node, child, expected);
                    None
                }
            };
            reference.redefinitions.extend(redefinition);
        }
        reference
    }
}

/// *Import Constraints and Semantics*, clause 1: what is imported is in another namespace.
fn src_import_1(
    context: &mut Context<'_>,
    common: &Common,
    namespace: Option<&Spanned<Arc<str>>>,
    target: Option<&Arc<str>>,
) {
    match (namespace, target) {
        (Some(namespace), Some(target)) if namespace.value == *target => {
            let message = format!(
                "the `namespace` of an import can't be the target namespace \"{target}\" itself"
            );
            let diagnostic = Diagnostic::error(&code::SRC_IMPORT, namespace.span, message);
            context.report(diagnostic.help("use `include` for documents of the same namespace"));
        }
        (None, None) => {
            let message = "an import without a `namespace` needs a schema with a `targetNamespace`";
            context.error(&code::SRC_IMPORT, common.span, message);
        }
        _ => {}
    }
}

impl Notation {
    fn parse(context: &mut Context<'_>, node: Node<'_, '_>) -> Option<Notation> {
        let (common, children) = context.open(node, &["name", "public", "system"]);
        children.finish(context, "nothing but an `annotation`");
        let name = context.name(node);
        let public = context.text(node, "public").map(|public| public.value);
        let system = context.text(node, "system").map(|system| system.value);
        if public.is_none() && system.is_none() {
            context.missing(node, "public");
        }
        Some(Notation {
            common,
            name: name?,
            public,
            system,
        })
    }
}
