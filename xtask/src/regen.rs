//! The committed IPS bindings: a module for each version of the API, and one for the namespace that they share.

use std::path::{Path, PathBuf};
use std::time::Instant;

use soapstone_codegen::{Config, Output, Stale};

/// The namespace of the faults and of the header that all versions share.
const COMMON: &str = "http://www.scene7.com/IpsApi/xsd";

/// The versions: the directory of the schemas, and the module.
const VERSIONS: [(&str, &str); 3] = [
    ("2014-04-03", "v2014_04_03"),
    ("2013-02-15", "v2013_02_15"),
    ("2022-11-01-beta", "v2022_11_01_beta"),
];

/// Writes the bindings, and prints what was written.
pub(crate) fn write() -> Result<(), String> {
    let start = Instant::now();
    for (directory, output) in generate()? {
        output
            .write_to(&directory)
            .map_err(|error| error.to_string())?;
        print(&directory, &output);
    }
    println!("in {:.2} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Fails if the bindings are not what would be written.
pub(crate) fn check() -> Result<(), String> {
    let mut stale = Vec::new();
    for (directory, output) in generate()? {
        stale.extend(
            output
                .check(&directory)
                .map_err(|error| error.to_string())?,
        );
    }
    if stale.is_empty() {
        println!("generated/ is fresh");
        return Ok(());
    }
    for file in &stale {
        match file {
            Stale::Missing(path) => eprintln!("missing: {}", path.display()),
            Stale::Different(path) => eprintln!("different: {}", path.display()),
            Stale::Unexpected(path) => eprintln!("unexpected: {}", path.display()),
        }
    }
    Err(String::from("generated/ is stale: run `cargo xtask regen`"))
}

fn generate() -> Result<Vec<(PathBuf, Output)>, String> {
    let root = workspace();
    let schemas = root.join("xsd").join("ips");
    let source = root.join("generated").join("src");
    let mut outputs = Vec::new();
    for (version, module) in VERSIONS {
        let config = Config::new()
            .wsdl(schemas.join(version).join("IpsApi.wsdl"))
            .overlay(schemas.join("overlay.toml"))
            .flatten_lists(true)
            .partial_outputs(true);
        if outputs.is_empty() {
            outputs.push((source.join("common"), config.clone().only_namespace(COMMON)));
        }
        outputs.push((
            source.join(module),
            config.extern_path(COMMON, "crate::common"),
        ));
    }
    outputs
        .into_iter()
        .map(|(directory, config)| match config.generate() {
            Ok(output) => Ok((directory, output)),
            Err(error) => Err(error.to_string()),
        })
        .collect()
}

fn print(directory: &Path, output: &Output) {
    let statistics = output.statistics();
    let directory = directory.strip_prefix(workspace()).unwrap_or(directory);
    println!(
        "{}: {} files, {} operations, {} types, {} lines",
        directory.display(),
        output.files().len(),
        statistics.operations,
        statistics.types,
        statistics.lines,
    );
    let times: Vec<String> = statistics
        .times
        .iter()
        .map(|(stage, time)| format!("{stage} {:.0} ms", time.as_secs_f64() * 1000.0))
        .collect();
    println!("    {}", times.join(", "));
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}
