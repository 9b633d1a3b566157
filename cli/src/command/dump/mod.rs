//! `soapstone dump`: what a stage makes of the files, as stable text.

mod names;
mod rust;
mod schema;

use std::fmt::Write as _;

use serde_json::json;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::syntax::Content;

use crate::arguments::{Dump, Stage};
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};

/// Shows the result of a stage. The stages after a schema with errors have none.
pub(crate) fn run(arguments: &Dump, console: &Console) -> Result<Outcome, Failure> {
    let config = arguments.making.add_to(arguments.reading.config());
    let analysis = super::analyse(&config, console);
    let (name, text) = match arguments.stage {
        Stage::Syntax => ("syntax", syntax(&analysis)),
        Stage::Schema => ("schema", schema::text(&analysis)),
        Stage::Rust => ("rust", rust::text(&analysis.crate_)),
        Stage::Names => ("names", names::text(&analysis)),
    };
    if console.json {
        let diagnostics = console::to_json(&analysis.diagnostics, &analysis.documents);
        console.print_json(&json!({ "stage": name, "text": text, "diagnostics": diagnostics }))?;
    } else {
        console.print(&text)?;
    }
    Ok(console::outcome(&analysis.diagnostics))
}

fn syntax(analysis: &Analysis) -> String {
    let mut text = String::new();
    for parsed in &analysis.input.parsed {
        let name = analysis
            .documents
            .get(parsed.document)
            .map(|document| document.name.as_str())
            .unwrap_or_default();
        // A `String` takes every write.
        let _ = match &parsed.content {
            Content::Schema(schema) => writeln!(text, "// {name}\n{schema:#?}"),
            Content::Definitions(definitions) => writeln!(text, "// {name}\n{definitions:#?}"),
        };
    }
    text
}
