//! The repository's own commands. `cargo xtask help` lists them.

mod bench;
mod bench_compile;
mod bench_generate;
mod conformance;
mod corpus;
mod regen;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["conformance", options @ ..] => return verdict(conformance::command(options)),
        ["corpus", options @ ..] => return verdict(corpus::command(options)),
        ["regen"] => regen::write(),
        ["regen", "--check"] => regen::check(),
        ["bench"] => bench::run(),
        ["bench-compile"] => bench_compile::run(),
        ["bench-compile", "--schemas"] => bench_compile::schemas::run(),
        ["bench-schemas", measurement @ ..] => bench_compile::schemas::measure(measurement),
        ["bench-generate"] => bench_generate::run(),
        ["bench-generate", profile, goal] => bench_generate::measure(profile, goal),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// A run that went through fails where its results are not the known ones, and has said so already.
fn verdict(result: Result<bool, String>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

const HELP: &str = "\
cargo xtask conformance --manifest FILE.jsonl --files DIR [--only PREFIX] [--report OUT.json] [--dump DIR]
                        [--schemas-only] [--update]
                              run a manifest of the W3C XML Schema Test Suite
cargo xtask corpus --index DIR/index.json [--kind xsd|wsdl] [--only NAME]... [--report OUT.json] [--dump DIR]
                   [--schemas-only] [--update]
                              run a corpus of real schemas
cargo xtask regen             write the IPS bindings in generated/ from the schemas in xsd/
cargo xtask regen --check     fail if they are not what would be written
cargo xtask bench             compare the speed of reading and writing with other libraries
cargo xtask bench-compile     compare what the IPS bindings cost the compiler with serde's derives
cargo xtask bench-compile --schemas
                              measure what the largest schemas of the corpus cost, where it is beside the repository
cargo xtask bench-generate    measure how long the IPS bindings take to generate";

/// The directory of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
