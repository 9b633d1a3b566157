//! Rust types, tables and services as code. Nothing is decided here: what to write is in the
//! [`Crate`], what it is called in the [`Names`].
//!
//! The output is a tree of modules: the types of the main namespace, re-exported at the root; a module for each
//! other namespace; in each of them a hidden module with the tables; and modules for operations, clients and
//! servers.

mod documentation;
mod file;
mod identity;
mod paths;
mod service;
mod tables;
mod types;

use crate::analysis::Analysis;
use crate::diagnostic::{Colour, Severity};
use crate::error::Error;
use crate::naming::{ModuleId, Names};
use crate::output::{Output, Statistics};
use crate::rust::{Crate, ItemKind, Presence};
use file::Code;

/// What the user decides about the code itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Further traits to derive.
    pub(crate) derives: Vec<String>,
    /// Whether to leave out operations, clients and servers.
    pub(crate) types_only: bool,
}

/// What all of the emission looks at.
pub(super) struct Context<'a> {
    pub(super) crate_: &'a Crate,
    pub(super) names: &'a Names,
    pub(super) set: &'a crate::schema::Set,
    pub(super) options: &'a Options,
}

/// The Rust type of a built-in simple type, as one would write it with everything imported.
pub(crate) fn rust_name_of(builtin: crate::schema::Builtin) -> String {
    let path = paths::builtin_type(builtin).to_string().replace(' ', "");
    let parts = path
        .split('<')
        .map(|part| part.rsplit("::").next().unwrap_or(part));
    parts.collect::<Vec<_>>().join("<")
}

/// Writes the code for what an analysis came to.
pub(crate) fn emit(analysis: Analysis, options: &Options) -> Result<Output, Error> {
    let start = std::time::Instant::now();
    let context = Context {
        crate_: &analysis.crate_,
        names: &analysis.names,
        set: &analysis.set,
        options,
    };
    let root = root(&context).format()?;
    let files = root.files();
    let single_file = root.single_file();
    let mut times = analysis.times.clone();
    times.push(("emit", start.elapsed()));
    let statistics = Statistics {
        times,
        lines: files.iter().map(|file| file.text.lines().count()).sum(),
        ..statistics(&analysis.crate_, options)
    };
    let warnings = analysis
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Warning);
    let warnings = warnings
        .map(|diagnostic| diagnostic.render(&analysis.documents, Colour::Never))
        .collect();
    Ok(Output {
        files,
        single_file,
        inputs: analysis.files,
        warnings,
        statistics,
    })
}

fn root(context: &Context<'_>) -> Code {
    let mut root = Code::root();
    let modules = &context.names.modules;
    let main = namespace_module(context, "types", modules.root());
    root.add_reexported(main);
    for (id, name, namespace) in modules.inside() {
        let documentation = match namespace {
            Some(namespace) => format!(
                "The types of the namespace {}.",
                documentation::code(namespace)
            ),
            None => String::from("The types without a namespace."),
        };
        root.add(namespace_module(context, name, id).documented(documentation));
    }
    if !context.options.types_only && !context.crate_.interfaces.is_empty() {
        for module in service::modules(context) {
            root.add(module);
        }
    }
    root
}

fn namespace_module(context: &Context<'_>, name: &str, module: ModuleId) -> Code {
    let mut code = Code::new(name);
    types::write(context, module, &mut code);
    let mut model = Code::new("model").hidden();
    tables::write(context, module, &mut model);
    code.add(model);
    code
}

fn statistics(crate_: &Crate, options: &Options) -> Statistics {
    let written = || {
        crate_
            .items
            .iter()
            .filter(|item| item.presence == Presence::Written)
    };
    let models = written()
        .filter(|item| matches!(&item.kind, ItemKind::Struct(record) if record.model.is_some()));
    let simple = crate_
        .simple_types
        .iter()
        .filter(|table| table.presence == Presence::Written);
    let operations = crate_
        .interfaces
        .iter()
        .map(|interface| interface.operations.len())
        .sum();
    Statistics {
        operations: if options.types_only { 0 } else { operations },
        types: written().count(),
        tables: models.count() + simple.count(),
        ..Statistics::default()
    }
}
