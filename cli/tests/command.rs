//! The command as a user runs it: what it prints, what it writes, and how it exits.
//!
//! What is printed is held against the files in `tests/golden`. With `BLESS=1` in the environment they are written;
//! read them before you commit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use std::{env, fs};

use serde_json::Value;

/// The IPS WSDL, seen from the directory of this crate.
const IPS: &str = "../xsd/ips/2014-04-03/IpsApi.wsdl";
const TEMPERATURE: &str = "tests/fixtures/temperature.wsdl";

/// Runs the command in the directory of this crate, so that paths in messages are the same everywhere.
fn soapstone(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .args(arguments)
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output
        .status
        .code()
        .unwrap_or_else(|| panic!("ended by a signal: {output:?}"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = soapstone(&[arguments, &["--json"]].concat());
    assert_eq!(stderr(&output), "", "{arguments:?}");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", stdout(&output)))
}

/// A directory that is gone when this is.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("soapstone-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// All files below it with the time of their last change.
    fn files(&self) -> Vec<(PathBuf, SystemTime)> {
        let (mut files, mut open) = (Vec::new(), vec![self.0.clone()]);
        while let Some(directory) = open.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_dir() {
                    open.push(entry.path());
                } else {
                    files.push((entry.path(), entry.metadata().unwrap().modified().unwrap()));
                }
            }
        }
        files.sort();
        files
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_printed_is_as_expected() {
    let bless = env::var_os("BLESS").is_some_and(|value| value == "1");
    let cases: &[(&str, i32, &[&str])] = &[
        ("inspect", 0, &["inspect", TEMPERATURE]),
        (
            "inspect-operations",
            0,
            &["inspect", TEMPERATURE, "--operations"],
        ),
        ("inspect-types", 0, &["inspect", TEMPERATURE, "--types"]),
        (
            "inspect-complex-type",
            0,
            &["inspect", TEMPERATURE, "--type", "Place"],
        ),
        (
            "inspect-simple-type",
            0,
            &["inspect", TEMPERATURE, "--type", "g:Country"],
        ),
        (
            "inspect-facets",
            0,
            &["inspect", TEMPERATURE, "--type", "Station"],
        ),
        (
            "inspect-tree-operation",
            0,
            &["inspect", TEMPERATURE, "--tree", "measure"],
        ),
        (
            "inspect-tree-type",
            0,
            &[
                "inspect",
                TEMPERATURE,
                "--tree",
                "{urn:example:geography}Capital",
            ],
        ),
        (
            "inspect-tree-shallow",
            0,
            &[
                "inspect",
                TEMPERATURE,
                "--tree",
                "{urn:example:temperature}forget",
                "--depth",
                "1",
            ],
        ),
        (
            "inspect-unknown",
            2,
            &["inspect", TEMPERATURE, "--tree", "mesure"],
        ),
        (
            "dump-schema",
            0,
            &["dump", "--stage", "schema", TEMPERATURE],
        ),
        ("dump-rust", 0, &["dump", "--stage", "rust", TEMPERATURE]),
        ("dump-names", 0, &["dump", "--stage", "names", TEMPERATURE]),
        ("check-good", 0, &["check", TEMPERATURE]),
        ("check-broken", 1, &["check", "tests/fixtures/broken.xsd"]),
        ("check-warned", 0, &["check", "tests/fixtures/warned.xsd"]),
        (
            "check-warned-denied",
            1,
            &["check", "tests/fixtures/warned.xsd", "--deny-warnings"],
        ),
        (
            "check-warned-strict",
            1,
            &["check", "tests/fixtures/warned.xsd", "--strict-schema"],
        ),
        (
            "check-operation-unknown",
            1,
            &["check", TEMPERATURE, "--operations", "mesure"],
        ),
        (
            "diff",
            0,
            &["diff", TEMPERATURE, "tests/fixtures/temperature-2.wsdl"],
        ),
        (
            "diff-denied",
            1,
            &[
                "diff",
                TEMPERATURE,
                "tests/fixtures/temperature-2.wsdl",
                "--deny-breaking",
                "--json",
            ],
        ),
        ("diff-same", 0, &["diff", TEMPERATURE, TEMPERATURE]),
        (
            "diff-namespace-unknown",
            2,
            &["diff", TEMPERATURE, TEMPERATURE, "--map", "urn:a=urn:b"],
        ),
        (
            "validate-good",
            0,
            &["validate", TEMPERATURE, "tests/fixtures/measure-good.xml"],
        ),
        (
            "validate-bad",
            1,
            &["validate", TEMPERATURE, "tests/fixtures/measure-bad.xml"],
        ),
        (
            "validate-bad-json",
            1,
            &[
                "validate",
                TEMPERATURE,
                "tests/fixtures/measure-bad.xml",
                "--json",
            ],
        ),
        (
            "validate-root-unknown",
            1,
            &["validate", TEMPERATURE, "tests/fixtures/warned.xsd"],
        ),
        (
            "validate-nothing",
            2,
            &["validate", "tests/fixtures/measure-good.xml"],
        ),
        ("sample", 0, &["sample", TEMPERATURE, "measure"]),
        (
            "sample-all",
            0,
            &["sample", TEMPERATURE, "measure", "--all", "--soap", "1.2"],
        ),
        (
            "sample-json",
            0,
            &["sample", TEMPERATURE, "measure", "--all", "--json"],
        ),
        (
            "sample-output",
            0,
            &["sample", TEMPERATURE, "measure", "--output", "--all"],
        ),
        ("sample-element", 0, &["sample", TEMPERATURE, "measured"]),
        ("sample-unknown", 2, &["sample", TEMPERATURE, "mesure"]),
        ("call-unknown", 2, &["call", TEMPERATURE, "mesure"]),
        (
            "call-plain-http",
            2,
            &[
                "call",
                TEMPERATURE,
                "measure",
                "--endpoint",
                "http://example.com/",
            ],
        ),
        (
            "fetch-plain-http",
            2,
            &["fetch", "http://example.com/a.wsdl", "--out", "nowhere"],
        ),
        ("explain", 0, &["explain", "src-resolve"]),
        ("explain-unknown", 2, &["explain", "src-resolved"]),
    ];
    let mut failures = Vec::new();
    for (name, expected_code, arguments) in cases {
        let output = soapstone(arguments);
        let text = format!(
            "$ soapstone {}\n{}{}",
            arguments.join(" "),
            stdout(&output),
            stderr(&output)
        );
        if code(&output) != *expected_code {
            failures.push(format!(
                "{name}: exit code {}, expected {expected_code}\n{text}",
                code(&output)
            ));
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(format!("{name}.txt"));
        if bless {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != text {
            failures.push(format!("{name}: found\n{text}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn generating_twice_touches_nothing_the_second_time() {
    let directory = Directory::new("twice");
    let arguments = [
        "generate",
        IPS,
        "--out",
        &directory.path("ips"),
        "--flatten-lists",
        "--verbose",
    ];
    let first = soapstone(&arguments);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    assert!(
        stdout(&first).contains("164 operations") && stdout(&first).contains("read  "),
        "{}",
        stdout(&first)
    );
    let before = directory.files();
    assert!(before.len() > 5, "{before:?}");
    let second = soapstone(&arguments);
    assert!(
        stdout(&second).contains("(0 written, "),
        "{}",
        stdout(&second)
    );
    assert_eq!(directory.files(), before);
}

#[test]
fn checking_tells_how_files_differ() {
    let directory = Directory::new("check");
    let out = directory.path("temperature");
    let generate = ["generate", TEMPERATURE, "--out", &out];
    let check = [&generate[..], &["--check"]].concat();

    let missing = soapstone(&check);
    assert_eq!(code(&missing), 1);
    assert!(stdout(&missing).contains("missing"), "{}", stdout(&missing));
    assert_eq!(directory.files(), [], "--check writes nothing");

    assert_eq!(code(&soapstone(&generate)), 0);
    let fresh = soapstone(&check);
    assert_eq!(
        (code(&fresh), stdout(&fresh).contains("up to date")),
        (0, true)
    );

    let types = format!("{out}/types.rs");
    let text = fs::read_to_string(&types).unwrap();
    fs::write(&types, format!("{text}// edited\n")).unwrap();
    fs::write(format!("{out}/old.rs"), text.lines().next().unwrap()).unwrap();
    let stale = soapstone(&check);
    assert_eq!(code(&stale), 1);
    let listed = stdout(&stale);
    assert!(
        listed.contains("different") && listed.contains("unexpected"),
        "{listed}"
    );
    let report = json(&check);
    assert_eq!(report["stale"].as_array().unwrap().len(), 2, "{report}");

    let report = json(&generate);
    assert_eq!(report["written"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["removed"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(code(&soapstone(&check)), 0);
}

#[test]
fn what_somebody_wrote_is_not_overwritten() {
    let directory = Directory::new("own");
    let own = directory.path("mod.rs");
    fs::write(&own, "fn mine() {}\n").unwrap();
    let output = soapstone(&[
        "generate",
        TEMPERATURE,
        "--out",
        directory.0.to_str().unwrap(),
    ]);
    assert_eq!(code(&output), 3);
    assert!(
        stderr(&output).contains("was not generated"),
        "{}",
        stderr(&output)
    );
    assert_eq!(fs::read_to_string(&own).unwrap(), "fn mine() {}\n");
    assert_eq!(directory.files().len(), 1);
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let directory = Directory::new("codes");
    let file = directory.path("file");
    fs::write(&file, "").unwrap();
    let out = directory.path("out");
    let cases: &[(i32, &[&str])] = &[
        (0, &["--version"]),
        (0, &["--help"]),
        (0, &["explain"]),
        (1, &["generate", "tests/fixtures/broken.xsd", "--out", &out]),
        (
            1,
            &[
                "generate",
                TEMPERATURE,
                "--out",
                &out,
                "--rename",
                "{urn:none}A=B",
            ],
        ),
        (
            1,
            &[
                "generate",
                TEMPERATURE,
                "--out",
                &out,
                "--derive",
                "not a path",
            ],
        ),
        (2, &[]),
        (2, &["generate", TEMPERATURE]),
        (
            2,
            &["generate", TEMPERATURE, "--out", &out, "--rename", "A"],
        ),
        (2, &["inspect", TEMPERATURE, "--type", "Nothing"]),
        (2, &["inspect", TEMPERATURE, "--depth", "-1"]),
        (2, &["dump", TEMPERATURE, "--stage", "nothing"]),
        (3, &["check", "tests/fixtures/nothing.xsd"]),
        (3, &["check", "tests"]),
        (3, &["generate", TEMPERATURE, "--out", &file]),
    ];
    for (expected, arguments) in cases {
        let output = soapstone(arguments);
        assert_eq!(
            code(&output),
            *expected,
            "{arguments:?}\n{}{}",
            stdout(&output),
            stderr(&output)
        );
        if *expected != 0 {
            assert!(
                !stderr(&output).is_empty(),
                "{arguments:?} fails without a word"
            );
        }
    }
    assert!(
        !Path::new(&out).exists(),
        "nothing is written after an error"
    );
}

#[test]
fn json_is_one_document_with_all_that_is_said() {
    let broken = "tests/fixtures/broken.xsd";
    for arguments in [
        &["check", broken][..],
        &["generate", broken, "--out", "unused"],
        &["inspect", broken],
        &["dump", "--stage", "schema", broken],
    ] {
        let report = json(arguments);
        let diagnostics = report["diagnostics"]
            .as_array()
            .unwrap_or_else(|| panic!("{arguments:?}: {report}"));
        let codes: Vec<&str> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["src-resolve", "e-props-correct"], "{arguments:?}");
        assert_eq!(
            (&diagnostics[0]["file"], &diagnostics[0]["line"]),
            (&Value::from(broken), &Value::from(3))
        );
    }
    let overview = json(&["inspect", TEMPERATURE]);
    assert_eq!(
        overview["services"][0]["ports"][0]["address"],
        "http://localhost/temperature"
    );
    assert_eq!(
        overview["interfaces"][0]["operations"][0]["faults"][0]["name"],
        "unknownPlace"
    );
    let tree = json(&["inspect", TEMPERATURE, "--tree", "measure"]);
    assert_eq!(
        tree["parts"][1]["tree"][0]["children"][0]["children"][1]["max"], 5,
        "{tree}"
    );
    assert_eq!(
        json(&["inspect", TEMPERATURE, "--type", "Country"])["values"][0]["documentation"],
        "Germany"
    );
    assert_eq!(
        json(&["inspect", TEMPERATURE, "--types"])["components"]
            .as_array()
            .unwrap()
            .len(),
        9
    );
    assert_eq!(
        json(&["explain"]).as_array().unwrap().len(),
        stdout(&soapstone(&["explain"])).lines().count()
    );
    assert_eq!(
        json(&["explain", "cos-nonambig"])["clause"],
        "XSD 1.0 Part 1, 3.8.6"
    );
    assert!(
        json(&["inspect", TEMPERATURE, "--type", "Nothing"])["error"]
            .as_str()
            .unwrap()
            .contains("`Nothing`")
    );
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let arguments = ["check", "tests/fixtures/broken.xsd", "--color"];
    let escapes =
        |when: &str| stderr(&soapstone(&[&arguments[..], &[when]].concat())).contains('\u{1b}');
    assert!(escapes("always") && !escapes("never") && !escapes("auto"));
}

#[test]
fn every_stage_of_a_large_input_can_be_shown() {
    for stage in ["syntax", "schema", "rust", "names"] {
        let output = soapstone(&["dump", "--stage", stage, IPS]);
        assert_eq!(code(&output), 0, "{stage}: {}", stderr(&output));
        assert!(
            output.stdout.len() > 100_000,
            "{stage}: {} bytes",
            output.stdout.len()
        );
        assert_eq!(
            soapstone(&["dump", "--stage", stage, IPS]).stdout,
            output.stdout,
            "{stage} is not stable"
        );
    }
}

/// The promise of `generate`: the module tree needs the crate `soapstone` with its default features and nothing else.
#[test]
fn generated_code_compiles_with_the_runtime_alone() {
    let directory = Directory::new("compile");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap();
    fs::create_dir_all(directory.0.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nsoapstone = {{ path = {:?} }}\n\n[workspace]\n",
        root.join("runtime")
    );
    fs::write(directory.path("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), directory.path("Cargo.lock")).unwrap();
    fs::write(
        directory.path("src/lib.rs"),
        "#![deny(warnings)]\npub mod ips;\npub mod temperature;\n",
    )
    .unwrap();
    for (input, module, option) in [
        (IPS, "ips", "--flatten-lists"),
        (TEMPERATURE, "temperature", "--partial-outputs"),
    ] {
        let out = directory.path(&format!("src/{module}"));
        let output = soapstone(&["generate", input, "--out", &out, option]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The dependencies were fetched to build this test, and are compiled once for all runs.
    let output = Command::new(cargo)
        .args(["check", "--offline", "--quiet"])
        .current_dir(&directory.0)
        .env(
            "CARGO_TARGET_DIR",
            root.join("target").join("generated-by-command"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}
