//! Reads the entry files and the closure of what they refer to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use roxmltree::{Node, NodeType, ParsingOptions};

use super::Strictness;
use super::element::{attribute_span, element_span};
use super::input::{Content, Input, Parsed};
use super::name::{is_xml_space, namespace_of};
use super::wsdl::{self, parse_definitions};
use super::xsd::{self, ReferenceKind, parse_schema_with};
use crate::diagnostic::code::source as code;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Document, DocumentId, Found, Loader, Position, Request, Span};

/// The namespace of XSD.
const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";
/// The deepest nesting of elements: parsers of later stages may recurse as deep.
const DEEPEST: usize = 256;

/// Reads the entry files and all that they refer to.
///
/// Each document is read once. What can't be found, decoded or parsed is reported. A missing document is an error,
/// but a warning for `xs:import`, whose location is a hint only; where another document has its namespace, nothing is
/// missing. By the exact rules it is a warning for `xs:include` and `xs:redefine` as well: an error follows where
/// something of it is referred to.
pub fn read(
    loader: &mut Loader,
    entries: &[PathBuf],
    strictness: Strictness,
    diagnostics: &mut Diagnostics,
) -> Input {
    let mut reader = Reader {
        strictness,
        loader,
        diagnostics,
        input: Input::default(),
        queue: VecDeque::new(),
        seen: BTreeSet::new(),
        imports: Vec::new(),
    };
    for path in entries {
        if let Some(document) = reader.loader.entry(path, reader.diagnostics) {
            reader.enqueue(document, true);
        }
    }
    reader.run();
    reader.check_definitions_imports();
    reader.input
}

struct Reader<'r> {
    strictness: Strictness,
    loader: &'r mut Loader,
    diagnostics: &'r mut Diagnostics,
    input: Input,
    queue: VecDeque<(DocumentId, bool)>,
    seen: BTreeSet<DocumentId>,
    /// The `xs:import` elements whose document was not found by location.
    imports: Vec<Import>,
}

/// An `xs:import` without a document.
struct Import {
    namespace: Option<Arc<str>>,
    span: Span,
    /// What went wrong with its location, where it has one.
    failure: Option<Box<Diagnostic>>,
}

/// A reference from one document to another.
struct Reference {
    kind: Kind,
    namespace: Option<Arc<str>>,
    location: Option<String>,
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `xs:import`.
    Import,
    /// `xs:include` or `xs:redefine`.
    Include,
    /// `wsdl:import`.
    Definitions,
}

impl Reader<'_> {
    fn enqueue(&mut self, document: DocumentId, entry: bool) {
        if self.seen.insert(document) {
            self.queue.push_back((document, entry));
        }
    }

    /// Works through the queue, then through the imports that are left; these may bring new documents.
    fn run(&mut self) {
        loop {
            while let Some((document, entry)) = self.queue.pop_front() {
                self.document(document, entry);
            }
            let imports = std::mem::take(&mut self.imports);
            if imports.is_empty() {
                break;
            }
            for import in imports {
                self.import_by_namespace(import);
            }
        }
    }

    fn document(&mut self, document: DocumentId, entry: bool) {
        let (contents, references) = {
            let Some(source) = self.loader.documents().get(document) else {
                return;
            };
            let mut parser = Parser {
                document,
                strictness: self.strictness,
                source,
                diagnostics: self.diagnostics,
                contents: Vec::new(),
                references: Vec::new(),
            };
            parser.parse();
            (parser.contents, parser.references)
        };
        for content in contents {
            self.input.parsed.push(Parsed {
                document,
                entry,
                content,
            });
        }
        for reference in references {
            self.follow(document, reference);
        }
    }

    fn follow(&mut self, from: DocumentId, reference: Reference) {
        let location = reference
            .location
            .as_deref()
            .filter(|location| !location.trim().is_empty());
        let Some(location) = location else {
            if reference.kind == Kind::Import {
                self.imports.push(Import {
                    namespace: reference.namespace,
                    span: reference.span,
                    failure: None,
                });
            }
            return;
        };
        let request = Request {
            from,
            location,
            span: reference.span,
        };
        match self.loader.refer(request, self.diagnostics) {
            Found::Document(target) => self.link(reference.span, target),
            Found::BuiltIn | Found::Broken => {}
            Found::Nowhere(failure) if reference.kind == Kind::Import => {
                self.imports.push(Import {
                    namespace: reference.namespace,
                    span: reference.span,
                    failure: Some(failure),
                })
            }
            Found::Nowhere(mut failure) => {
                // The specification lets a processor go on without the document (src-include). What is lost with it
                // matters more, unless its rules alone are asked for.
                if reference.kind == Kind::Include && self.strictness == Strictness::Exact {
                    failure.severity = Severity::Warning;
                }
                self.diagnostics.push(*failure);
            }
        }
    }

    fn link(&mut self, reference: Span, target: DocumentId) {
        self.input.link(reference, target);
        self.enqueue(target, false);
    }

    /// Finds the document of an import by its namespace, unless one with that namespace was read already.
    fn import_by_namespace(&mut self, import: Import) {
        let loaded = |input: &Input| {
            input.schemas().any(|(_, schema)| {
                schema.target_namespace.as_deref() == import.namespace.as_deref()
            })
        };
        if loaded(&self.input) {
            return;
        }
        let namespace = import.namespace.as_deref();
        let found = namespace.and_then(|namespace| {
            self.loader
                .namespace(namespace, import.span, self.diagnostics)
        });
        match (found, import.failure) {
            (Some(Found::Document(target)), _) => {
                self.link(import.span, target);
                // Later imports of the same namespace find it read.
                while let Some((document, entry)) = self.queue.pop_front() {
                    self.document(document, entry);
                }
            }
            (Some(Found::BuiltIn | Found::Broken), _) => {}
            (Some(Found::Nowhere(failure)), _) | (None, Some(failure)) => {
                let mut failure = *failure;
                failure.severity = Severity::Warning;
                self.diagnostics.push(failure);
            }
            // Composition says whether anything of it is used.
            (None, None) => {}
        }
    }
}

/// What a `wsdl:import` leads to.
impl Reader<'_> {
    fn check_definitions_imports(&mut self) {
        let imports = self
            .input
            .definitions()
            .flat_map(|(_, definitions)| &definitions.imports);
        let found = imports.filter_map(|import| {
            let target = self.input.target(import.span)?;
            check_definitions_import(&self.input, import, target)
        });
        for diagnostic in found.collect::<Vec<_>>() {
            self.diagnostics.push(diagnostic);
        }
    }
}

fn check_definitions_import(
    input: &Input,
    import: &wsdl::Import,
    target: DocumentId,
) -> Option<Diagnostic> {
    let contents = || {
        input
            .parsed
            .iter()
            .filter(|parsed| parsed.document == target)
    };
    let definitions: Vec<_> = contents()
        .filter_map(|parsed| match &parsed.content {
            Content::Definitions(definitions) => Some(definitions),
            Content::Schema(_) => None,
        })
        .collect();
    if definitions.is_empty() {
        contents().next()?;
        let message = "a `wsdl:import` imports a schema; it is read as if `xs:import` did";
        return Some(
            Diagnostic::warning(&code::WSDL_IMPORT_SCHEMA, import.span, message)
                .label("expected the location of a WSDL document")
                .help("import schemas with `xs:import` inside of `wsdl:types`"),
        );
    }
    let namespace = |definitions: &wsdl::Definitions| definitions.target_namespace.clone();
    if definitions
        .iter()
        .any(|definitions| namespace(definitions) == import.namespace)
    {
        return None;
    }
    let imported = definitions.first()?;
    let message = format!(
        "the import names the namespace {}, but the document has {}, which counts",
        quoted(import.namespace.as_deref()),
        quoted(imported.target_namespace.as_deref())
    );
    Some(
        Diagnostic::warning(&code::WSDL_IMPORT_NAMESPACE, import.span, message)
            .label("imported here")
            .related(imported.span, "the document that is imported"),
    )
}

fn quoted(namespace: Option<&str>) -> String {
    namespace.map_or_else(|| "none".to_owned(), |namespace| format!("`{namespace}`"))
}

/// Parses one document.
struct Parser<'p> {
    document: DocumentId,
    strictness: Strictness,
    source: &'p Document,
    diagnostics: &'p mut Diagnostics,
    contents: Vec<Content>,
    references: Vec<Reference>,
}

impl Parser<'_> {
    fn parse(&mut self) {
        if !self
            .source
            .text
            .trim_start_matches(is_xml_space)
            .starts_with('<')
        {
            let message = format!(
                "`{}` is not XML: expected `<` at its beginning",
                self.source.name
            );
            self.diagnostics.push(Diagnostic::error_without_place(
                &code::FILE_NOT_XML,
                message,
            ));
            return;
        }
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        match roxmltree::Document::parse_with_options(&self.source.text, options) {
            Ok(tree) => match too_deep(tree.root()) {
                None => self.root(tree.root_element()),
                Some(node) => {
                    let message = format!("the elements are nested deeper than {DEEPEST} levels");
                    let span = element_span(node, self.document);
                    let diagnostic = Diagnostic::error(&code::FILE_NESTING, span, message);
                    self.diagnostics
                        .push(diagnostic.label("one level too deep"));
                }
            },
            Err(error) => self.malformed(&error),
        }
    }

    fn malformed(&mut self, error: &roxmltree::Error) {
        let position = error.pos();
        let line = usize::try_from(position.row).unwrap_or(usize::MAX);
        let column = usize::try_from(position.col).unwrap_or(usize::MAX);
        let text = error.to_string();
        let place = format!(" at {position}");
        let at_end = !text.contains(&place);
        let message = text.replace(&place, "");
        let end = self.source.text.trim_end_matches(is_xml_space).len();
        let offset = if at_end {
            end
        } else {
            self.source.offset(Position { line, column }).min(end)
        };
        let span = Span::new(self.document, offset..offset);
        let mut diagnostic = Diagnostic::error(
            &code::FILE_MALFORMED,
            span,
            format!("not well-formed XML: {message}"),
        );
        if at_end {
            diagnostic = diagnostic.label("the document ends here");
        }
        self.diagnostics.push(diagnostic);
    }

    fn root(&mut self, root: Node<'_, '_>) {
        if self.content(root) {
            return;
        }
        let name = root.tag_name();
        if matches!(name.namespace(), Some(wsdl::NAMESPACE_20)) && name.name() == "description" {
            let message = "the document is WSDL 2.0, which is not supported";
            let diagnostic = Diagnostic::error(
                &code::WSDL_VERSION,
                element_span(root, self.document),
                message,
            )
            .label("expected `definitions` of WSDL 1.1")
            .help("ask the service for its WSDL 1.1 document, often at the same URL with `?wsdl`");
            self.diagnostics.push(diagnostic);
            return;
        }
        if is_wrapper(root) {
            let inside: Vec<_> = root
                .descendants()
                .filter(|node| is_content(*node))
                .collect();
            // A schema inside of definitions belongs to them.
            let outermost = inside
                .iter()
                .filter(|node| !node.ancestors().skip(1).any(is_content));
            let mut found = false;
            for node in outermost {
                found |= self.content(*node);
            }
            if found {
                return;
            }
        }
        let namespace = match name.namespace() {
            Some(namespace) => format!("in the namespace `{namespace}`"),
            None => "without a namespace".to_owned(),
        };
        let message = format!(
            "the root element is `{}` {namespace}; this is no schema and no WSDL",
            name.name()
        );
        let diagnostic =
            Diagnostic::error(&code::FILE_ROOT, element_span(root, self.document), message);
        let expected = format!(
            "expected `schema` in `{XSD_NAMESPACE}` or `definitions` in `{}`",
            wsdl::NAMESPACE
        );
        self.diagnostics.push(diagnostic.help(expected));
    }

    /// Reads a schema or definitions; whether it is one.
    fn content(&mut self, node: Node<'_, '_>) -> bool {
        if node.has_tag_name((XSD_NAMESPACE, "schema")) {
            let schema = parse_schema_with(node, self.document, self.strictness, self.diagnostics);
            self.references
                .extend(schema.references.iter().map(Reference::of_schema));
            self.references.extend(implied_imports(node, self.document));
            self.contents.push(Content::Schema(Box::new(schema)));
            return true;
        }
        if node.has_tag_name((wsdl::NAMESPACE, "definitions")) {
            let definitions =
                parse_definitions(node, self.document, self.strictness, self.diagnostics);
            self.references
                .extend(definitions.imports.iter().map(Reference::of_definitions));
            let schemas = definitions
                .schemas
                .iter()
                .flat_map(|schema| &schema.references);
            self.references.extend(schemas.map(Reference::of_schema));
            self.references.extend(implied_imports(node, self.document));
            self.contents
                .push(Content::Definitions(Box::new(definitions)));
            return true;
        }
        false
    }
}

impl Reference {
    fn of_schema(reference: &xsd::Reference) -> Self {
        Reference {
            kind: match reference.kind {
                ReferenceKind::Import => Kind::Import,
                ReferenceKind::Include | ReferenceKind::Redefine => Kind::Include,
            },
            namespace: reference.namespace.clone(),
            location: reference.location.clone(),
            span: reference.span,
        }
    }

    fn of_definitions(import: &wsdl::Import) -> Self {
        Reference {
            kind: Kind::Definitions,
            namespace: import.namespace.clone(),
            location: import
                .location
                .as_ref()
                .map(|location| location.value.clone()),
            span: import.span,
        }
    }
}

/// The namespaces that names in a schema or in message parts use, each with the first place. An import of them may
/// be missing, which composition reports; the document is looked for all the same, so that a forgotten import of
/// `xml:lang` or of SOAP's encoding does no harm.
fn implied_imports(root: Node<'_, '_>, document: DocumentId) -> Vec<Reference> {
    const QNAMES: &[&str] = &[
        "ref",
        "type",
        "base",
        "itemType",
        "memberTypes",
        "element",
        "substitutionGroup",
    ];
    let mut namespaces: BTreeMap<&str, Span> = BTreeMap::new();
    for node in root.descendants().filter(Node::is_element) {
        let names = node
            .attributes()
            .filter(|attribute| attribute.namespace().is_none());
        for attribute in names.filter(|attribute| QNAMES.contains(&attribute.name())) {
            for (prefix, _) in attribute
                .value()
                .split(is_xml_space)
                .filter_map(|name| name.split_once(':'))
            {
                if let Some(namespace) = namespace_of(node, prefix) {
                    namespaces
                        .entry(namespace)
                        .or_insert_with(|| attribute_span(attribute, document));
                }
            }
        }
    }
    let references = namespaces.into_iter().map(|(namespace, span)| Reference {
        kind: Kind::Import,
        namespace: Some(Arc::from(namespace)),
        location: None,
        span,
    });
    references.collect()
}

fn is_content(node: Node<'_, '_>) -> bool {
    node.has_tag_name((XSD_NAMESPACE, "schema"))
        || node.has_tag_name((wsdl::NAMESPACE, "definitions"))
}

/// Whether a root element is one that wraps a WSDL document: a SOAP envelope, or WS-MetadataExchange metadata.
fn is_wrapper(root: Node<'_, '_>) -> bool {
    const WRAPPERS: &[(&str, &str)] = &[
        ("http://schemas.xmlsoap.org/soap/envelope/", "Envelope"),
        ("http://www.w3.org/2003/05/soap-envelope", "Envelope"),
        ("http://schemas.xmlsoap.org/ws/2004/09/mex", "Metadata"),
        ("http://www.w3.org/2009/09/ws-mex", "Metadata"),
    ];
    WRAPPERS.iter().any(|name| root.has_tag_name(*name))
}

/// The first element that is nested too deep, found without recursion.
fn too_deep<'a, 'input>(root: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    let mut node = root;
    let mut depth = 0_usize;
    loop {
        if node.node_type() == NodeType::Element && depth > DEEPEST {
            return Some(node);
        }
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            continue;
        }
        loop {
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            node = node.parent()?;
            depth = depth.saturating_sub(1);
        }
    }
}
