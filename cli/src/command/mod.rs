//! One module for each subcommand.

mod call;
mod check;
mod diff;
mod dump;
mod explain;
mod fetch;
mod generate;
mod inspect;
mod message;
mod sample;
mod validate;

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;

use crate::arguments::Command;
use crate::console::Console;
use crate::outcome::{Failure, Outcome};
use crate::progress::Progress;

/// Does what was asked for.
pub(crate) fn run(command: &Command, console: &Console) -> Result<Outcome, Failure> {
    match command {
        Command::Generate(arguments) => generate::run(arguments, console),
        Command::Check(arguments) => check::run(arguments, console),
        Command::Inspect(arguments) => inspect::run(arguments, console),
        Command::Diff(arguments) => diff::run(arguments, console),
        Command::Validate(arguments) => validate::run(arguments, console),
        Command::Sample(arguments) => sample::run(arguments, console),
        Command::Call(arguments) => call::run(arguments, console),
        Command::Fetch(arguments) => fetch::run(arguments, console),
        Command::Dump(arguments) => dump::run(arguments, console),
        Command::Explain(arguments) => explain::run(arguments, console),
    }
}

/// Runs the stages up to the names, shows progress, and writes the messages.
fn analyse(config: &Config, console: &Console) -> Analysis {
    let progress = Progress::start(console.json);
    let analysis = Analysis::observed(config, &|stage| progress.begin(stage));
    progress.finish();
    console.messages(&analysis.diagnostics, &analysis.documents);
    analysis
}
