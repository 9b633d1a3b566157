//! Documents of the fixtures without generated code: read, written, as JSON and back, and made up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use soapstone::ReadOptions;
use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_dynamic::{Error, Extent, SampleError, Schema};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn schema(file: &Path) -> Option<Schema> {
    let analysis = Analysis::new(&Config::new().input(file));
    (!analysis.diagnostics.has_errors()).then(|| Schema::new(&analysis))
}

/// The folders of fixtures: each with a schema, documents that are right and documents that are wrong.
fn cases() -> Vec<PathBuf> {
    let mut cases = Vec::new();
    let areas = fs::read_dir(repository().join("tests/fixtures")).unwrap();
    for area in areas.map(|entry| entry.unwrap().path()) {
        let Ok(entries) = fs::read_dir(area) else {
            continue;
        };
        cases.extend(entries.map(|entry| entry.unwrap().path()));
    }
    cases.retain(|case| case.is_dir());
    cases.sort();
    cases
}

fn files(case: &Path, accept: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(case).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| accept(path.file_name().unwrap().to_str().unwrap()))
        .collect();
    files.sort();
    files
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    match folder.is_dir() {
        true => files(folder, |name| name.ends_with(".xml")),
        false => Vec::new(),
    }
}

/// What is right is read, written, and kept by JSON; what is wrong is refused.
#[test]
fn fixtures_come_out_as_with_generated_code() {
    let (mut kept, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    for case in cases() {
        let inputs = files(&case, |name| name == "schema.xsd" || name == "service.wsdl");
        let Some(schema) = inputs.first().and_then(|input| schema(input)) else {
            continue;
        };
        let options = ReadOptions::strict();
        for path in documents(&case.join("good")) {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.display();
            if let Err(error) = schema.validate(&text, &options) {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
            let (document, _) = schema.read(&text, &options).unwrap();
            if let Err(error) = document.to_xml() {
                wrong.push(format!("{name}: not written: {error}"));
                continue;
            }
            let json = document.to_json();
            match schema.from_json(document.declaration(), &json) {
                Ok(again) if again.to_json() == json => kept += 1,
                Ok(again) => wrong.push(format!("{name}: {json}\n  became {}", again.to_json())),
                Err(error) => wrong.push(format!("{name}: {json}: {error}")),
            }
        }
        for path in documents(&case.join("bad")) {
            let text = fs::read_to_string(&path).unwrap();
            match schema.validate(&text, &options) {
                Ok(()) => wrong.push(format!("{}: accepted", path.display())),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{kept} kept, {refused} refused");
    assert!(kept > 50 && refused > 50, "{kept} kept, {refused} refused");
}

fn is_about_identity(error: &Error) -> bool {
    match error {
        Error::Read(error) => {
            error.code().starts_with("cvc-identity-constraint")
                || error.code().starts_with("cvc-id")
        }
        _ => false,
    }
}

/// What is made up for an element is valid, and so is what is optional.
#[test]
fn samples_are_valid() {
    let mut count = 0;
    let mut wrong = Vec::new();
    let mut impossible = BTreeSet::new();
    let mut inputs: Vec<PathBuf> = cases()
        .iter()
        .flat_map(|case| files(case, |name| name == "schema.xsd" || name == "service.wsdl"))
        .collect();
    inputs.push(repository().join("xsd/ips/2014-04-03/IpsApi.wsdl"));
    for input in inputs {
        let Some(schema) = schema(&input) else {
            continue;
        };
        for declaration in schema.elements() {
            for extent in [Extent::Required, Extent::All] {
                let name = format!("{}: {} {extent:?}", input.display(), declaration.name());
                let sample = match schema.sample(declaration, extent) {
                    Ok(sample) => sample,
                    // Keys and references are not made to fit, and an ID can't be a document.
                    Err(SampleError::NotValid(error)) if is_about_identity(&error) => continue,
                    // Some fixtures have types without any document.
                    Err(SampleError::Endless { .. } | SampleError::Nothing { .. }) => {
                        impossible.insert(declaration.name().to_string());
                        continue;
                    }
                    Err(error) => {
                        wrong.push(format!("{name}: {error}"));
                        continue;
                    }
                };
                let text = match sample.to_xml() {
                    Ok(text) => text,
                    Err(error) => {
                        wrong.push(format!("{name}: {error}"));
                        continue;
                    }
                };
                match schema.validate(&text, &ReadOptions::strict()) {
                    Ok(()) => count += 1,
                    Err(error) => wrong.push(format!("{name}: {error}\n  {text}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{count} are right", wrong.join("\n"));
    assert!(count > 500, "{count}");
    assert!(impossible.len() <= 5, "{impossible:?}");
}
