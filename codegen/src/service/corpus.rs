//! Reads the corpus of real WSDL and XSD files, where it is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Set;
use crate::diagnostic::{Colour, Diagnostics, Severity};
use crate::source::{Loader, Locations};
use crate::syntax::{self, Input};

/// The directory `shared/corpus` beside this project.
fn corpus() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here
        .ancestors()
        .map(|directory| directory.join("shared/corpus"))
        .find(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: there is no corpus beside this project");
    }
    found
}

struct Case {
    input: Input,
    set: Set,
    loader: Loader,
    diagnostics: Diagnostics,
}

fn run(path: PathBuf, files: Vec<(String, PathBuf)>) -> Case {
    let mut diagnostics = Diagnostics::default();
    let locations = Locations {
        files,
        ..Locations::default()
    };
    let mut loader = Loader::new(locations, &mut diagnostics);
    let input = syntax::read(
        &mut loader,
        &[path],
        syntax::Strictness::default(),
        &mut diagnostics,
    );
    let set = Set::compose(
        input.definitions().map(|(_, definitions)| definitions),
        &mut diagnostics,
    );
    Case {
        input,
        set,
        loader,
        diagnostics,
    }
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The files that an entry maps references to; well-known schemas come from the generator.
fn mapped(entry: &Value, directory: &Path) -> Vec<(String, PathBuf)> {
    let catalog = entry["catalog"].as_object().into_iter().flatten();
    let files = catalog.filter_map(|(reference, file)| Some((reference.clone(), file.as_str()?)));
    files
        .filter(|(_, file)| {
            !file.starts_with("_catalog/schemas.xmlsoap.org/soap/") && !file.ends_with("xml.xsd")
        })
        .map(|(reference, file)| (reference, directory.join(file)))
        .collect()
}

#[test]
fn every_file_of_the_corpus_is_read_or_reported() {
    let Some(corpus) = corpus() else { return };
    let index = std::fs::read_to_string(corpus.join("index.json")).unwrap();
    let index: Value = serde_json::from_str(&index).unwrap();
    let verbose = std::env::var_os("CORPUS_VERBOSE").is_some();
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    let (mut files, mut operations) = (0, 0);
    for entry in index.as_array().unwrap() {
        let directory = corpus.join(entry["name"].as_str().unwrap());
        for file in strings(&entry["entry"]) {
            let case = run(directory.join(file), mapped(entry, &directory));
            let rendered = case
                .diagnostics
                .render(case.loader.documents(), Colour::Never);
            for diagnostic in case.diagnostics.iter() {
                *counts
                    .entry((diagnostic.severity, diagnostic.code.name))
                    .or_default() += 1;
            }
            if verbose {
                println!("=== {} {file}\n{rendered}", entry["name"]);
            }
            files += 1;
            operations += case
                .set
                .interfaces
                .iter()
                .map(|interface| interface.operations.len())
                .sum::<usize>();
            let read = case.input.parsed.iter().any(|parsed| parsed.entry);
            assert!(
                read || case.diagnostics.has_errors(),
                "{file} is neither read nor reported"
            );
            if strings(&entry["malformed"]).contains(&file) {
                assert!(case.diagnostics.has_errors(), "{file} is malformed");
            }
        }
    }
    println!("{files} files, {operations} operations, {counts:#?}");
    assert!(operations > 3_000);
}
