//! `soapstone check`: all that is wrong with the files.

use serde_json::json;

use crate::arguments::Check;
use crate::console::{self, Console, Count};
use crate::outcome::{Failure, Outcome};

/// Runs all stages that report something, and says how many errors and warnings there are.
pub(crate) fn run(arguments: &Check, console: &Console) -> Result<Outcome, Failure> {
    let config = arguments.making.add_to(arguments.reading.config());
    let analysis = super::analyse(&config, console);
    let count = Count::of(&analysis.diagnostics);
    let outcome = match console::outcome(&analysis.diagnostics) {
        Outcome::Success if arguments.deny_warnings && count.warnings > 0 => Outcome::Findings,
        outcome => outcome,
    };
    if console.json {
        console.print_json(&json!({
            "errors": count.errors,
            "warnings": count.warnings,
            "diagnostics": console::to_json(&analysis.diagnostics, &analysis.documents),
        }))?;
    } else if count.errors == 0 && count.warnings == 0 {
        let files = console::counted(analysis.documents.iter().count(), "file");
        console.print(&format!("{files} read, nothing wrong\n"))?;
    }
    Ok(outcome)
}
