//! The W3C XML Schema Test Suite: valid schemas are accepted, invalid ones refused.
//!
//! The suite lies beside the project; without it the test says so and passes. Variables of the environment:
//! `XSTS_DIR` is where the suite is unpacked, `XSTS_MANIFEST` is `smoke` (the default) or `visible`, `XSTS_REPORT`
//! names a file to which every disagreement is written, `XSTS_FILTER` is a part of the ids to run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use soapstone_codegen::schema::Strictness;
use support::Loader;

#[derive(Default)]
struct Tally {
    valid: u32,
    accepted: u32,
    invalid: u32,
    refused: u32,
    panics: u32,
}

#[test]
fn verdicts_agree_with_the_suite() {
    let Some(shared) = support::shared("xsts") else {
        println!("skipped: the test suite is not there");
        return;
    };
    let root = unpacked(&shared);
    let manifest = env::var("XSTS_MANIFEST").unwrap_or_else(|_| "smoke".to_owned());
    let manifest = fs::read_to_string(shared.join(format!("{manifest}.jsonl"))).unwrap();
    let filter = env::var("XSTS_FILTER").unwrap_or_default();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut report = String::new();
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = entry["id"].as_str().unwrap();
        if !id.contains(&filter) {
            continue;
        }
        let tally = tallies
            .entry(entry["contributor"].as_str().unwrap().to_owned())
            .or_default();
        run(&root, &entry, id, tally, &mut report);
    }
    let mut total = Tally::default();
    for (contributor, tally) in &tallies {
        println!("{contributor:8} {}", show(tally));
        total.valid += tally.valid;
        total.accepted += tally.accepted;
        total.invalid += tally.invalid;
        total.refused += tally.refused;
        total.panics += tally.panics;
    }
    println!("total    {}", show(&total));
    if let Ok(path) = env::var("XSTS_REPORT") {
        fs::write(path, &report).unwrap();
    }
    assert_eq!(total.panics, 0, "{report}");
    assert!(
        filter
            .is_empty()
            .then(|| f64::from(total.accepted) >= 0.998 * f64::from(total.valid))
            != Some(false),
        "{report}"
    );
    assert!(
        filter
            .is_empty()
            .then(|| f64::from(total.refused) >= 0.98 * f64::from(total.invalid))
            != Some(false),
        "{report}"
    );
}

fn show(tally: &Tally) -> String {
    format!(
        "valid accepted {}/{}, invalid refused {}/{}, panics {}",
        tally.accepted, tally.valid, tally.refused, tally.invalid, tally.panics
    )
}

fn run(root: &Path, entry: &serde_json::Value, id: &str, tally: &mut Tally, report: &mut String) {
    let schemas: Vec<PathBuf> = entry["schemas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| root.join(path.as_str().unwrap()))
        .collect();
    let expected = entry["schema_valid"].as_bool().unwrap();
    *(if expected {
        &mut tally.valid
    } else {
        &mut tally.invalid
    }) += 1;
    let outcome = panic::catch_unwind(|| {
        let outcome = Loader::default().compile(&schemas, Strictness::Exact);
        (outcome.is_valid(), outcome.errors())
    });
    match outcome {
        Err(_) => {
            tally.panics += 1;
            writeln!(report, "PANIC {id}").unwrap();
        }
        Ok((true, _)) if expected => tally.accepted += 1,
        Ok((false, errors)) if !expected => {
            tally.refused += 1;
            if env::var("XSTS_REFUSALS").is_ok() {
                writeln!(report, "OK {id}\n    {}", errors.first().unwrap()).unwrap();
            }
        }
        Ok((_, errors)) => {
            let verdict = if expected { "REFUSED" } else { "ACCEPTED" };
            writeln!(report, "{verdict} {id} {}", entry["schemas"]).unwrap();
            for error in errors.iter().take(5) {
                writeln!(report, "    {error}").unwrap();
            }
        }
    }
}

/// Where the suite is unpacked; it is unpacked first where it is not.
fn unpacked(shared: &Path) -> PathBuf {
    let directory =
        env::var("XSTS_DIR").map_or_else(|_| env::temp_dir().join("xsts-5e7e6667"), PathBuf::from);
    if !directory.join("00COPYRIGHT").is_file() {
        fs::create_dir_all(&directory).unwrap();
        let archive = shared.join("xsts-visible.tar.xz");
        let status = Command::new("tar")
            .arg("-xJf")
            .arg(archive)
            .arg("-C")
            .arg(&directory)
            .status();
        assert!(
            status.unwrap().success(),
            "the archive of the test suite can't be unpacked"
        );
    }
    directory
}
