//! The pipeline on one screen: from files to Rust types with names.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::diagnostic::code::rust::NOTHING_TO_GENERATE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::naming::{self, Names};
use crate::rust::{self, Crate};
use crate::schema::check;
use crate::schema::compose::{self, compose};
use crate::schema::{Set, TypeDefinition};
use crate::source::{DocumentId, Documents, Loader, Origin, Span};
use crate::syntax::{self, Input};
use crate::{overlay, service};

/// Everything that the stages made of the files of a [`Config`], up to the names.
#[derive(Debug)]
pub struct Analysis {
    /// The texts.
    pub documents: Documents,
    /// The files that were read.
    pub files: Vec<PathBuf>,
    /// What there is to say.
    pub diagnostics: Diagnostics,
    /// The documents as written.
    pub input: Input,
    /// The components.
    pub set: Set,
    /// The services.
    pub services: service::Set,
    /// The Rust types.
    pub crate_: Crate,
    /// Their names.
    pub names: Names,
    /// How long each stage took, in order.
    pub times: Vec<(&'static str, Duration)>,
}

impl Analysis {
    /// Runs all stages but the last ones. Stages go on after errors; only those that build Rust types don't run where
    /// the schema is wrong.
    pub fn new(config: &Config) -> Self {
        Self::observed(config, &|_| {})
    }

    /// As [`Analysis::new`]; tells the name of each stage when it begins.
    pub fn observed(config: &Config, begins: &dyn Fn(&'static str)) -> Self {
        let mut clock = Clock::new(begins);
        clock.begin("read");
        let mut diagnostics = Diagnostics::default();
        let mut loader = Loader::new(config.locations.clone(), &mut diagnostics);
        let input = syntax::read(
            &mut loader,
            &config.inputs,
            config.strictness,
            &mut diagnostics,
        );
        let overlay = read_overlays(config, &mut loader, &mut diagnostics);
        clock.begin("compose");
        let schemas = schema_documents(&input, loader.documents());
        let set = compose(&schemas, config.strictness, &mut diagnostics);
        clock.begin("check");
        check::check(&set, config.strictness, &mut diagnostics);
        clock.begin("services");
        let services = service::Set::compose(
            input.definitions().map(|(_, definitions)| definitions),
            &mut diagnostics,
        );
        let mut crate_ = Crate::default();
        let mut names = Names::default();
        if !diagnostics.has_errors() {
            config.check_names(&set, &mut diagnostics);
            clock.begin("lower");
            crate_ = rust::lower::lower(&set, &services, &config.choices(), &mut diagnostics);
            crate_.primary_namespace = primary_namespace(&input, &set, &services);
            rust::pass::run(&mut crate_, &config.passes(overlay), &mut diagnostics);
            if let Some(namespace) = &config.only_namespace {
                crate_.primary_namespace = Some(namespace.clone());
            }
            clock.begin("name");
            names = naming::choose(&crate_, &config.naming(), &mut diagnostics);
            report_nothing(&crate_, &mut diagnostics);
        }
        let times = clock.finish();
        let files = loader.files().to_vec();
        Analysis {
            documents: loader.into_documents(),
            files,
            diagnostics,
            input,
            set,
            services,
            crate_,
            names,
            times,
        }
    }
}

fn read_overlays(
    config: &Config,
    loader: &mut Loader,
    diagnostics: &mut Diagnostics,
) -> overlay::Overlay {
    let mut merged = overlay::Overlay::default();
    for path in &config.overlays {
        if let Some(document) = loader.file(path, diagnostics) {
            let text = loader
                .documents()
                .get(document)
                .map(|document| document.text.clone())
                .unwrap_or_default();
            merged.merge(overlay::parse(document, &text, diagnostics), diagnostics);
        }
    }
    merged
}

/// The schema documents, those inside of WSDL documents among them, and which of them refer to which.
fn schema_documents<'i>(input: &'i Input, documents: &Documents) -> compose::Input<'i> {
    let is_bundled = |document: DocumentId| {
        documents
            .get(document)
            .is_some_and(|document| document.origin == Origin::Bundled)
    };
    let schemas: Vec<_> = input.schemas().collect();
    let entries: Vec<DocumentId> = input
        .parsed
        .iter()
        .filter(|parsed| parsed.entry)
        .map(|parsed| parsed.document)
        .collect();
    let position = |document: DocumentId| schemas.iter().position(|(own, _)| *own == document);
    let target = |span: Span| input.target(span).and_then(position);
    let documents = schemas.iter().map(|(_, schema)| compose::Document {
        schema,
        targets: schema
            .references
            .iter()
            .map(|reference| target(reference.span))
            .collect(),
    });
    let documents = documents.collect();
    // All schemas of a WSDL, and of the WSDL documents that it imports, are asked for with it, and so are the schemas
    // that come with this crate and that were read because a name asks for them: WSDL documents use SOAP's encoding
    // without importing it.
    let has_definitions = input.definitions().next().is_some();
    let is_root = |document: &DocumentId| {
        entries.contains(document)
            || input.definitions().any(|(own, _)| own == *document)
            || (has_definitions && is_bundled(*document))
    };
    let roots = schemas
        .iter()
        .enumerate()
        .filter(|(_, (document, _))| is_root(document))
        .map(|(index, _)| index);
    compose::Input {
        documents,
        roots: roots.collect(),
    }
}

/// The namespace whose types stand at the root: that of the first message body of the first interface, or the target
/// namespace of the first schema.
fn primary_namespace(
    input: &Input,
    set: &Set,
    services: &service::Set,
) -> Option<std::sync::Arc<str>> {
    let first_body = services
        .interfaces
        .iter()
        .flat_map(|interface| &interface.operations)
        .find_map(|operation| {
            if let Some(wrapper) = &operation.input.wrapper {
                return wrapper.namespace.clone();
            }
            let part = operation.input.body.first()?;
            match &part.content {
                service::PartContent::Element(name) => name.value.namespace.clone(),
                service::PartContent::Type(name) => match set.type_named(&name.value) {
                    Some(TypeDefinition::Complex(_)) => name.value.namespace.clone(),
                    _ => None,
                },
            }
        });
    first_body.or_else(|| {
        input
            .schemas()
            .find_map(|(_, schema)| schema.target_namespace.clone())
    })
}

/// Says that there is nothing to generate, if no mistake is the reason.
fn report_nothing(crate_: &Crate, diagnostics: &mut Diagnostics) {
    let nothing = crate_
        .items
        .iter()
        .all(|item| item.presence != rust::Presence::Written);
    if nothing && crate_.interfaces.is_empty() && !diagnostics.has_errors() {
        let message = "the files hold nothing to generate: no element, no type and no operation";
        let help = "a schema of attributes or simple types alone is of use to other schemas; give one that uses it";
        diagnostics
            .push(Diagnostic::warning_without_place(&NOTHING_TO_GENERATE, message).help(help));
    }
}

/// Times of stages.
struct Clock<'a> {
    begins: &'a dyn Fn(&'static str),
    current: Option<(&'static str, Instant)>,
    laps: Vec<(&'static str, Duration)>,
}

impl<'a> Clock<'a> {
    fn new(begins: &'a dyn Fn(&'static str)) -> Self {
        Clock {
            begins,
            current: None,
            laps: Vec::new(),
        }
    }

    /// Ends the stage before, if there is one, and begins the next.
    fn begin(&mut self, stage: &'static str) {
        self.end();
        (self.begins)(stage);
        self.current = Some((stage, Instant::now()));
    }

    fn end(&mut self) {
        if let Some((stage, start)) = self.current.take() {
            self.laps.push((stage, start.elapsed()));
        }
    }

    fn finish(mut self) -> Vec<(&'static str, Duration)> {
        self.end();
        self.laps
    }
}
