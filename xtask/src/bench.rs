//! How fast documents are read and written, beside other libraries: the program in `benches/`, built as users build.

use std::process::Command;

use crate::workspace;

/// Builds and runs the comparison.
pub(crate) fn run() -> Result<(), String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(workspace()).args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "soapstone-bench",
    ]);
    let status = cargo
        .status()
        .map_err(|error| format!("cargo can't be run: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the comparison failed: {status}"))
    }
}
