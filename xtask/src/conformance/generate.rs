//! From a case to code: the first half of a run, in a thread of its own for each schema.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::diagnostic::code::{self, Code};
use soapstone_codegen::diagnostic::{Diagnostic, Severity};
use soapstone_codegen::rust::GlobalElement;
use soapstone_codegen::schema::Set;
use soapstone_dynamic::Schema;

use super::case::{Case, FailureKind, Outcome};
use super::document::expanded_name;

/// How long a schema may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// Room for schemas that nest deeply; what is too deep even for this should have been an error.
const STACK: usize = 256 * 1024 * 1024;

/// The code for a schema.
pub(crate) struct Generated {
    /// The code.
    pub(crate) code: String,
    /// The global elements: expanded name and path of the type in the code.
    pub(crate) elements: Vec<(String, String)>,
    /// The components, to compare instances by.
    pub(crate) set: Set,
    /// The tables of the code, built in memory; only if asked for, and then there is no code.
    pub(crate) schema: Option<Schema>,
}

/// Generates the code of a case, or builds the tables that the code would have.
pub(crate) fn generate(case: &Case, interpret: bool) -> Result<Generated, Outcome> {
    let work = Work {
        interpret,
        ..Work::of(case)
    };
    let (sender, receiver) = mpsc::channel();
    let run = move || {
        let result = catch_unwind(AssertUnwindSafe(|| work.run()));
        let result =
            result.unwrap_or_else(|_| Err(Outcome::failed(FailureKind::Panic, last_panic())));
        // Nobody listens any more where it took too long.
        let _ = sender.send(result);
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(run);
    if let Err(error) = thread {
        return Err(Outcome::failed(FailureKind::NoRule, error.to_string()));
    }
    receiver.recv_timeout(TIME_LIMIT).unwrap_or_else(|_| {
        Err(Outcome::failed(
            FailureKind::Timeout,
            "generating the code takes too long",
        ))
    })
}

/// Keeps the messages of panics for the reports, and off the screen.
pub(crate) fn catch_panics() {
    std::panic::set_hook(Box::new(|information| {
        LAST_PANIC.with(|last| last.replace(information.to_string()));
    }));
}

/// What the last panic of this thread said.
pub(crate) fn last_panic() -> String {
    LAST_PANIC.with(|last| last.take())
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What a thread needs to know of a case.
struct Work {
    documents: Vec<PathBuf>,
    hints: Vec<PathBuf>,
    catalog: Vec<(String, PathBuf)>,
    is_strict: bool,
    interpret: bool,
}

impl Work {
    fn of(case: &Case) -> Self {
        Work {
            documents: case.documents.clone(),
            hints: case.hints.clone(),
            catalog: case.catalog.clone(),
            is_strict: case.is_strict,
            interpret: false,
        }
    }

    fn run(&self) -> Result<Generated, Outcome> {
        let mut config = self.config();
        let mut analysis = Analysis::new(&config);
        if !self.hints.is_empty() && !analysis.diagnostics.has_errors() {
            let with_hints = self.with_hints(config.clone(), &analysis);
            let hinted = Analysis::new(&with_hints);
            // A hint may be ignored, and is where it names another version of what is there already.
            if !hinted.diagnostics.has_errors() {
                (config, analysis) = (with_hints, hinted);
            }
        }
        if analysis.diagnostics.has_errors() {
            return Err(refusal(&analysis));
        }
        if self.interpret {
            return Ok(Generated {
                code: String::new(),
                elements: Vec::new(),
                schema: Some(Schema::new(&analysis)),
                set: analysis.set,
            });
        }
        let output = config
            .generate()
            .map_err(|error| Outcome::failed(FailureKind::NoRule, error.to_string()))?;
        Ok(Generated {
            code: output.single_file().to_owned(),
            elements: elements(&analysis),
            schema: None,
            set: analysis.set,
        })
    }

    fn config(&self) -> Config {
        let config = Config::new().strict_schema(self.is_strict);
        let config = self
            .documents
            .iter()
            .fold(config, |config, path| config.input(path));
        self.catalog
            .iter()
            .fold(config, |config, (reference, path)| {
                config.map_location(reference, path)
            })
    }

    /// Adds those of the hints that the documents don't reach.
    fn with_hints(&self, config: Config, analysis: &Analysis) -> Config {
        let reached: Vec<_> = analysis
            .files
            .iter()
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        let is_new = |hint: &&PathBuf| {
            hint.canonicalize()
                .is_ok_and(|path| !reached.contains(&path))
        };
        self.hints
            .iter()
            .filter(is_new)
            .fold(config, |config, path| config.input(path))
    }
}

/// Whether a code is that of a rule that makes a document no schema: one of the specification, or that it is no
/// well-formed document with a `schema` at its root in the first place. Our own limits are none.
fn is_schema_rule(code: &Code) -> bool {
    const LIMITS: &[&str] = &[
        "xsd-occurs-clamped",
        "xsd-nesting-limit",
        "xsd-content-limit",
    ];
    const NO_SCHEMA: &[&str] = &["file-malformed", "file-not-xml", "file-root"];
    let is_rule = code::schema::ALL.iter().any(|rule| rule.name == code.name);
    NO_SCHEMA.contains(&code.name) || (is_rule && !LIMITS.contains(&code.name))
}

/// What a refused schema comes to: the first rule that it breaks, or why it was not looked at.
fn refusal(analysis: &Analysis) -> Outcome {
    let errors = || {
        analysis
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
    };
    let message =
        |diagnostic: &Diagnostic| format!("{}: {}", diagnostic.code.name, diagnostic.message);
    match errors().find(|diagnostic| is_schema_rule(diagnostic.code)) {
        Some(rule) => Outcome::Refused {
            code: rule.code.name.to_owned(),
            message: message(rule),
        },
        None => Outcome::failed(
            FailureKind::NoRule,
            errors().next().map(message).unwrap_or_default(),
        ),
    }
}

fn elements(analysis: &Analysis) -> Vec<(String, String)> {
    analysis
        .crate_
        .elements
        .iter()
        .filter_map(|element| element_path(analysis, element))
        .collect()
}

fn element_path(analysis: &Analysis, element: &GlobalElement) -> Option<(String, String)> {
    let item = element.item?;
    let namespace: Option<&Arc<str>> = analysis.crate_.items.get(item.0)?.namespace.as_ref();
    let modules = &analysis.names.modules;
    let path = modules.path(modules.of(namespace), 0);
    let path = path.strip_prefix("self").unwrap_or(&path);
    let name = analysis.names.items.get(item.0)?;
    let row = &element.row.name;
    Some((
        expanded_name(row.namespace.as_deref(), &row.local),
        format!("{path}::{name}"),
    ))
}
