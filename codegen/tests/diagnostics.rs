//! Every message as the user sees it: for each folder of `tests/diagnostics`, the smallest input that causes it and the
//! exact text.
//!
//! A folder is named `<code>-<what is wrong>` and holds `input.xsd` or `input.wsdl`, the files that it refers to, an
//! `overlay.toml` where one is needed, `options.txt` with an option of the command on each line (without the dashes),
//! and `expected.txt`, in which `FOLDER` stands for the path of the folder. With `BLESS=1` in the environment the
//! expected texts are written; read them before you commit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at what it does not expect"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::diagnostic::{Colour, code};

#[test]
fn messages_are_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/diagnostics")
        .canonicalize()
        .unwrap();
    let bless = env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    let mut failures = Vec::new();
    for folder in &folders {
        failures.extend(run(folder, bless));
    }
    report_codes_without_folder(&folders);
    assert!(
        failures.is_empty(),
        "{} of {} folders:\n\n{}",
        failures.len(),
        folders.len(),
        failures.join("\n")
    );
}

/// What is wrong with the messages of a folder.
fn run(folder: &Path, bless: bool) -> Option<String> {
    let name = file_name(folder);
    // Paths in messages are as they were given, so that they are given relative to the folder.
    env::set_current_dir(folder).unwrap();
    let analysis = Analysis::new(&config(folder));
    let found = analysis
        .diagnostics
        .render(&analysis.documents, Colour::Never);
    // A message that says where relative paths start names this folder.
    let found = found.replace(&folder.display().to_string(), "FOLDER");
    let codes: Vec<&str> = analysis
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.name)
        .collect();
    if !codes.iter().any(|code| is_about(&name, code)) {
        return Some(format!(
            "{name}: no message has the code of the folder; they have {codes:?}\n{found}"
        ));
    }
    let path = folder.join("expected.txt");
    if bless {
        fs::write(&path, &found).unwrap();
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    (found != expected).then(|| format!("{name}: expected\n{expected}\nfound\n{found}"))
}

fn config(folder: &Path) -> Config {
    let mut config = Config::new();
    for input in ["input.xsd", "input.wsdl"] {
        if folder.join(input).exists() {
            config = config.input(input);
        }
    }
    if folder.join("overlay.toml").exists() {
        config = config.overlay("overlay.toml");
    }
    let options = fs::read_to_string(folder.join("options.txt")).unwrap_or_default();
    for line in options.lines() {
        let (option, value) = line.split_once(' ').unwrap_or((line, ""));
        let pair = || {
            value
                .rsplit_once('=')
                .unwrap_or_else(|| panic!("`{line}` needs a `=`"))
        };
        config = match option {
            "input" => config.input(value),
            "catalog" => config.catalog(value),
            "map" => config.map_location(pair().0, pair().1),
            "strict-schema" => config.strict_schema(true),
            "operations" => config.operations(value.split(',')),
            "rename" => config.rename(pair().0, pair().1),
            "map-type" => config.map_type(pair().0, pair().1),
            "extern-path" => config.extern_path(pair().0, pair().1),
            "derive" => config.derive(value),
            "only-namespace" => config.only_namespace(value),
            other => panic!("{}: there is no option `{other}`", folder.display()),
        };
    }
    config
}

/// Says which codes have no folder yet.
fn report_codes_without_folder(folders: &[PathBuf]) {
    let names: Vec<String> = folders.iter().map(|folder| file_name(folder)).collect();
    let missing = code::all().filter(|code| !names.iter().any(|name| is_about(name, code.name)));
    let missing: Vec<&str> = missing.map(|code| code.name).collect();
    println!(
        "{} codes have no folder: {}",
        missing.len(),
        missing.join(", ")
    );
}

/// Whether a folder is named after a code. `soap-body-parts-unknown` is about `soap-body-parts`, not `soap-body`: of
/// two codes that fit, the longer one counts.
fn is_about(folder: &str, code: &str) -> bool {
    let fits = |code: &str| {
        folder
            .strip_prefix(code)
            .is_some_and(|rest| rest.starts_with('-'))
    };
    fits(code) && !code::all().any(|other| other.name.len() > code.len() && fits(other.name))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
