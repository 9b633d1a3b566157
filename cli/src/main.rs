//! The command `soapstone`: WSDL and XSD files in, plain Rust out.

mod arguments;
mod command;
mod console;
mod outcome;
mod progress;
mod view;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use console::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(arguments.color, arguments.json);
    match command::run(&arguments.command, &console) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            console.failure(&failure);
            failure.outcome().into()
        }
    }
}
