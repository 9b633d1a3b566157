//! `soapstone inspect`: what the files offer.

mod component;
mod overview;
mod service;

use soapstone_codegen::analysis::Analysis;

use crate::arguments::Inspect;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};
use crate::view::Names;

/// Shows the part that was asked for. Files with errors are shown as far as they are understood.
pub(crate) fn run(arguments: &Inspect, console: &Console) -> Result<Outcome, Failure> {
    let analysis = super::analyse(&arguments.reading.config(), console);
    let names = Names::new(&analysis);
    let subject = Subject {
        analysis: &analysis,
        names: &names,
    };
    let (text, mut json) = if let Some(name) = &arguments.r#type {
        component::one_type(&subject, name)?
    } else if let Some(name) = &arguments.tree {
        component::tree(&subject, name, arguments.depth)?
    } else if arguments.types {
        component::list(&subject)
    } else if arguments.operations {
        service::list(&subject)
    } else {
        overview::show(&subject)
    };
    if console.json {
        if let Some(object) = json.as_object_mut() {
            let diagnostics = console::to_json(&analysis.diagnostics, &analysis.documents);
            object.insert(String::from("diagnostics"), diagnostics);
        }
        console.print_json(&json)?;
    } else {
        console.print(&text)?;
    }
    Ok(console::outcome(&analysis.diagnostics))
}

/// What is inspected.
struct Subject<'a> {
    analysis: &'a Analysis,
    names: &'a Names,
}
