//! Real schemas: every one that validators accept composes without errors, and none makes the generator panic.
//!
//! The corpus lies beside the project; without it the test says so and passes. `CORPUS_REPORT` names a file to
//! which all messages are written, `CORPUS_FILTER` is a part of the names to run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs, panic};

use soapstone_codegen::schema::Strictness;
use support::Loader;

#[test]
fn real_schemas_compose() {
    let Some(shared) = support::shared("corpus") else {
        println!("skipped: the corpus is not there");
        return;
    };
    let index = fs::read_to_string(shared.join("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    let filter = env::var("CORPUS_FILTER").unwrap_or_default();
    let mut report = String::new();
    let (mut accepted, mut all, mut failed) = (0, 0, Vec::new());
    for entry in index.as_array().unwrap() {
        let name = entry["name"].as_str().unwrap();
        if !name.contains(&filter) {
            continue;
        }
        let folder = shared.join(name);
        let catalog: Vec<(String, PathBuf)> = (entry["catalog"].as_object().into_iter().flatten())
            .map(|(from, to)| (from.clone(), folder.join(to.as_str().unwrap())))
            .collect();
        for file in entry["entry"].as_array().unwrap() {
            let file = file.as_str().unwrap();
            let malformed = entry["malformed"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|it| it == file);
            let refused = malformed || entry["entry_status"].get(file).is_some();
            let started = Instant::now();
            let outcome = panic::catch_unwind(|| {
                let outcome = Loader::default()
                    .catalog(catalog.clone())
                    .compile(&[folder.join(file)], Strictness::Vendor);
                (outcome.is_valid(), outcome.errors())
            });
            all += 1;
            let (valid, errors) = outcome.unwrap_or((false, vec!["PANIC".to_owned()]));
            accepted += usize::from(valid);
            let known = if refused {
                " (validators refuse it)"
            } else {
                ""
            };
            writeln!(
                report,
                "{name}/{file}: {valid}{known} {:.1?}",
                started.elapsed()
            )
            .unwrap();
            for error in errors.iter().take(8) {
                writeln!(report, "    {error}").unwrap();
            }
            if errors.iter().any(|error| error == "PANIC") || (!valid && !refused) {
                failed.push(format!("{name}/{file}"));
            }
        }
    }
    println!("{accepted} of {all} entries compose");
    if let Ok(path) = env::var("CORPUS_REPORT") {
        fs::write(path, &report).unwrap();
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
