//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate is in the workspace")
        .to_path_buf()
}

/// The directory of the schemas of one version of the IPS API.
pub fn schemas(version: &str) -> PathBuf {
    root().join("xsd/ips").join(version)
}

/// The facts about the IPS API, which are no part of the workspace. Prints that the test is skipped where they are
/// absent.
pub fn ips_facts(test: &str) -> Option<PathBuf> {
    // A worktree may be nested deeper than the workspace itself.
    let found = root()
        .ancestors()
        .skip(1)
        .map(|parent| parent.join("shared/ips-api"))
        .find(|facts| facts.is_dir());
    if found.is_none() {
        println!("skipped: {test} needs ../shared/ips-api, which is absent");
    }
    found
}

/// A JSON file.
pub fn json(path: &Path) -> serde_json::Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text file.
pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
