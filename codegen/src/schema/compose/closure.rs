//! Which documents belong to the set, and with which target namespace.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Input;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::syntax::Sink;
use crate::syntax::xsd::{Reference, ReferenceKind, Schema};

/// A schema document together with the target namespace that it has in this set. A document without one that is
/// included by documents of several namespaces is one module for each of them (a *chameleon*).
pub(super) struct Module<'a> {
    /// The index of the document in the input.
    document: usize,
    pub(super) schema: &'a Schema,
    /// The target namespace: its own, or that of the document that includes it.
    pub(super) namespace: Option<Arc<str>>,
    /// The namespaces that it may refer to.
    pub(super) imports: BTreeSet<Option<Arc<str>>>,
    /// Where its references lead: the module, if the document was found.
    pub(super) targets: Vec<Option<usize>>,
}

impl Module<'_> {
    /// Whether names without a namespace are in the namespace of the including document.
    pub(super) fn is_chameleon(&self) -> bool {
        self.schema.target_namespace.is_none() && self.namespace.is_some()
    }
}

/// A `redefine`, with the modules that it connects.
pub(super) struct Redefine<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) reference: &'a Reference,
}

/// All modules that the roots reach, in the order in which they are first reached.
pub(super) fn modules<'a>(input: &Input<'a>, sink: &mut Sink<'_>) -> Vec<Module<'a>> {
    let mut closure = Closure {
        input,
        sink,
        modules: Vec::new(),
        known: HashMap::new(),
    };
    for &root in &input.roots {
        if let Some(document) = input.documents.get(root) {
            closure.add(root, document.schema.target_namespace.clone());
        }
    }
    let mut next = 0;
    while next < closure.modules.len() {
        closure.follow_references(next);
        next += 1;
    }
    closure.modules
}

struct Closure<'c, 'a, 'd> {
    input: &'c Input<'a>,
    sink: &'c mut Sink<'d>,
    modules: Vec<Module<'a>>,
    known: HashMap<(usize, Option<Arc<str>>), usize>,
}

impl<'a> Closure<'_, 'a, '_> {
    fn add(&mut self, document: usize, namespace: Option<Arc<str>>) -> Option<usize> {
        if let Some(&module) = self.known.get(&(document, namespace.clone())) {
            return Some(module);
        }
        let schema = self.input.documents.get(document)?.schema;
        let module = self.modules.len();
        self.known.insert((document, namespace.clone()), module);
        self.modules.push(Module {
            document,
            schema,
            namespace,
            imports: BTreeSet::new(),
            targets: Vec::new(),
        });
        Some(module)
    }

    fn follow_references(&mut self, index: usize) {
        let Some(module) = self.modules.get(index) else {
            return;
        };
        let (schema, namespace) = (module.schema, module.namespace.clone());
        let targets = self
            .input
            .documents
            .get(module.document)
            .map(|document| &document.targets);
        let (mut imports, mut reached) = (BTreeSet::new(), Vec::new());
        for (position, reference) in schema.references.iter().enumerate() {
            let target = targets.and_then(|targets| targets.get(position).copied().flatten());
            if reference.kind == ReferenceKind::Import {
                imports.insert(reference.namespace.clone());
            }
            if target.is_none() {
                src_redefine_2(self.sink, reference);
            }
            reached
                .push(target.and_then(|target| self.follow(reference, target, namespace.as_ref())));
        }
        if let Some(module) = self.modules.get_mut(index) {
            module.imports = imports;
            module.targets = reached;
        }
    }

    fn follow(
        &mut self,
        reference: &Reference,
        target: usize,
        namespace: Option<&Arc<str>>,
    ) -> Option<usize> {
        let own = self
            .input
            .documents
            .get(target)?
            .schema
            .target_namespace
            .clone();
        match reference.kind {
            ReferenceKind::Import => {
                src_import_3(self.sink, reference, own.as_ref());
                self.add(target, own)
            }
            ReferenceKind::Include | ReferenceKind::Redefine => {
                if own.is_some() && own.as_ref() != namespace {
                    src_include_2(self.sink, reference, own.as_ref(), namespace);
                    return None;
                }
                self.add(target, namespace.cloned())
            }
        }
    }
}

/// *Redefinition Constraints and Semantics*, clauses 1 and 2: what is redefined is there.
fn src_redefine_2(sink: &mut Sink<'_>, reference: &Reference) {
    if !reference.redefinitions.is_empty() {
        let message = "the document that is redefined here was not found";
        sink.report(Diagnostic::error(
            &code::SRC_REDEFINE,
            reference.span,
            message,
        ));
    }
}

/// *Import Constraints and Semantics*, clause 3: the document has the namespace that is imported.
fn src_import_3(sink: &mut Sink<'_>, reference: &Reference, own: Option<&Arc<str>>) {
    if own == reference.namespace.as_ref() {
        return;
    }
    let message = format!(
        "the import names {}, but the document has {}",
        show(reference.namespace.as_ref()),
        show(own)
    );
    sink.report(Diagnostic::error(
        &code::SRC_IMPORT_3,
        reference.span,
        message,
    ));
}

/// *Inclusion Constraints and Semantics*, clause 2, and *Redefinition Constraints and Semantics*, clause 3: the
/// document has the same namespace, or none.
fn src_include_2(
    sink: &mut Sink<'_>,
    reference: &Reference,
    own: Option<&Arc<str>>,
    namespace: Option<&Arc<str>>,
) {
    let (rule, element) = match reference.kind {
        ReferenceKind::Redefine => (&code::SRC_REDEFINE, "redefine"),
        ReferenceKind::Include | ReferenceKind::Import => (&code::SRC_INCLUDE, "include"),
    };
    let message = format!(
        "this schema has {}, but the document has {}",
        show(namespace),
        show(own)
    );
    let diagnostic =
        Diagnostic::error(rule, reference.span, message).label("a document of another namespace");
    sink.report(diagnostic.help(format!(
        "`{element}` is for documents of the same namespace; use `import` for others"
    )));
}

fn show(namespace: Option<&Arc<str>>) -> String {
    namespace.map_or_else(
        || "no namespace".to_owned(),
        |uri| format!("the namespace \"{uri}\""),
    )
}

/// All redefines, those that are reached through others first: what is redefined last wins.
pub(super) fn redefines<'a>(modules: &[Module<'a>]) -> Vec<Redefine<'a>> {
    let indices = 0..modules.len();
    let order = super::order::order(indices, |index| {
        let targets = modules
            .get(index)
            .map(|module| same_namespace(module))
            .unwrap_or_default();
        targets
            .into_iter()
            .map(|(_, target)| target)
            .collect::<Vec<_>>()
    });
    let mut redefines = Vec::new();
    for from in order.items {
        let Some(module) = modules.get(from) else {
            continue;
        };
        for (reference, to) in same_namespace(module) {
            if reference.kind == ReferenceKind::Redefine {
                redefines.push(Redefine {
                    from,
                    to,
                    reference,
                });
            }
        }
    }
    redefines
}

/// The redefines that stand in a document that they redefine themselves, through others.
pub(super) fn circular_redefines<'a>(modules: &[Module<'a>]) -> Vec<&'a Reference> {
    let order = super::order::order(0..modules.len(), |index| {
        redefined_by(modules, index)
            .into_iter()
            .map(|(_, target)| target)
            .collect::<Vec<_>>()
    });
    let mut circular = Vec::new();
    for (from, to) in order.circular {
        let references = redefined_by(modules, from)
            .into_iter()
            .filter(|(_, target)| *target == to);
        circular.extend(references.map(|(reference, _)| reference));
    }
    circular
}

fn redefined_by<'a>(modules: &[Module<'a>], index: usize) -> Vec<(&'a Reference, usize)> {
    let references = modules
        .get(index)
        .map(|module| same_namespace(module))
        .unwrap_or_default();
    references
        .into_iter()
        .filter(|(reference, _)| reference.kind == ReferenceKind::Redefine)
        .collect()
}

/// The modules that a module reaches by include and redefine, itself among them.
pub(super) fn reachable(modules: &[Module<'_>], start: usize) -> BTreeSet<usize> {
    let (mut reached, mut open) = (BTreeSet::from([start]), vec![start]);
    while let Some(index) = open.pop() {
        let targets = modules
            .get(index)
            .map(|module| same_namespace(module))
            .unwrap_or_default();
        open.extend(
            targets
                .into_iter()
                .map(|(_, target)| target)
                .filter(|target| reached.insert(*target)),
        );
    }
    reached
}

fn same_namespace<'a>(module: &Module<'a>) -> Vec<(&'a Reference, usize)> {
    let pairs = module.schema.references.iter().zip(&module.targets);
    pairs
        .filter(|(reference, _)| reference.kind != ReferenceKind::Import)
        .filter_map(|(reference, target)| target.map(|target| (reference, target)))
        .collect()
}
