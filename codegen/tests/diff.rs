//! Comparing versions: what is said to break breaks, what is said to be added doesn't.
//!
//! Each folder of `tests/diff` has two versions of a schema, and in `uses` a program for every change that has an
//! effect on Rust. Its first line names the change. All of them compile with the old bindings; with the new ones those
//! of breaking changes do not, and the others do. `BLESS=1` writes `changes.txt`; read it before you commit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::diff::{Action, Change, Class, Mapping, MemberKind, diff};

#[test]
fn records_change_as_reported() {
    check(
        "records",
        "xsd",
        &[("urn:example:records:1", "urn:example:records:2")],
    );
}

#[test]
fn variants_change_as_reported() {
    check("variants", "xsd", &[]);
}

#[test]
fn services_change_as_reported() {
    check("service", "wsdl", &[]);
}

#[test]
fn a_version_does_not_differ_from_itself() {
    for (case, extension) in [("records", "xsd"), ("variants", "xsd"), ("service", "wsdl")] {
        for version in ["old", "new"] {
            let file = folder(case).join(format!("{version}.{extension}"));
            let changes = compare(&file, &file, &[]);
            assert_eq!(changes, [], "{case}/{version}");
        }
    }
}

/// The two versions of the IPS API, against the deltas that were found by hand.
#[test]
fn the_ips_versions_differ_in_what_is_known() {
    let Some(shared) = support::shared("ips-api") else {
        println!("skipped: ../shared/ips-api is not there");
        return;
    };
    let versions = fs::read_to_string(shared.join("versions.json")).unwrap();
    let versions: serde_json::Value = serde_json::from_str(&versions).unwrap();
    let versions = versions["versions"].as_array().unwrap();
    let version = versions
        .iter()
        .find(|version| version["api"] == "2014-04-03");
    let delta = &version.unwrap()["delta"];
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let file = |version: &str| repository.join("xsd/ips").join(version).join("IpsApi.wsdl");
    let namespace = |version: &str| format!("http://www.scene7.com/IpsApi/xsd/{version}");
    let mapping = (namespace("2013-02-15"), namespace("2014-04-03"));
    let changes = compare(
        &file("2013-02-15"),
        &file("2014-04-03"),
        &[(&mapping.0, &mapping.1)],
    );
    let mut expected = BTreeSet::new();
    let names = |value: &serde_json::Value| -> Vec<String> {
        let names = value.as_array().into_iter().flatten();
        names
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    for action in ["added", "removed"] {
        for operation in names(&delta["operations"][action]) {
            expected.insert(format!("operation {operation} {action}"));
            for message in ["Param", "Return"] {
                expected.insert(format!("element {operation}{message} {action}"));
            }
        }
        for name in names(&delta["types"][action]) {
            expected.insert(format!("type {name} {action}"));
        }
    }
    for changed in delta["changed"].as_array().unwrap() {
        let name = changed["name"].as_str().unwrap();
        for field in changed["added"].as_array().into_iter().flatten() {
            let text = |key: &str| field[key].as_str().unwrap_or("-").to_owned();
            let kind = text("type").rsplit(':').next().unwrap().to_owned();
            expected.insert(format!(
                "{name}.{} added: {kind} {}..{} after {}",
                text("name"),
                field["minOccurs"],
                field["maxOccurs"],
                text("after")
            ));
        }
        for field in names(&changed["removed"]) {
            expected.insert(format!("{name}.{field} removed"));
        }
    }
    // The header with the credentials: an element of its own in each version, where the old one has but the shared one.
    expected.insert(String::from("element authHeader added"));
    expected.insert(String::from("header 2014-04-03}authHeader added"));
    expected.insert(String::from("header xsd}authHeader removed"));
    let found: BTreeSet<String> = changes.iter().map(delta_line).collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:#?}, surplus {surplus:#?}"
    );
    assert_eq!(found.len(), changes.len());
}

/// A change as the list of known deltas has it.
fn delta_line(change: &Change) -> String {
    let (component, action) = (&change.component, change.action.name());
    let Some(member) = &change.member else {
        return format!(
            "{} {} {action}",
            component.kind.name(),
            component.name.local
        );
    };
    match (member.kind, &member.occurrence) {
        (MemberKind::Header, _) => {
            let name = member.name.trim_matches('`').rsplit('/').next().unwrap();
            format!("header {name} {action}")
        }
        (_, Some(occurrence)) if change.action == Action::Added => format!(
            "{}.{} added: {} {}..{} after {}",
            component.name.local,
            member.name,
            occurrence.type_name.as_ref().unwrap().local,
            occurrence.min,
            occurrence.max.unwrap(),
            occurrence.after.as_deref().unwrap_or("-"),
        ),
        _ => format!("{}.{} {action}", component.name.local, member.name),
    }
}

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/diff")
        .join(case)
}

fn compare(old: &Path, new: &Path, namespaces: &[(&str, &str)]) -> Vec<Change> {
    let analyse = |file: &Path| {
        let analysis = Analysis::new(&Config::new().input(file));
        assert!(
            !analysis.diagnostics.has_errors(),
            "{:?}",
            analysis.diagnostics
        );
        analysis
    };
    let mapping = namespaces
        .iter()
        .fold(Mapping::new(), |mapping, (old, new)| {
            mapping.namespace(old, new)
        });
    diff(&analyse(old), &analyse(new), &mapping)
}

fn check(case: &str, extension: &str, namespaces: &[(&str, &str)]) {
    let folder = folder(case);
    let file = |version: &str| folder.join(format!("{version}.{extension}"));
    let changes = compare(&file("old"), &file("new"), namespaces);
    let uses = uses(&folder);
    expect_text(&folder.join("changes.txt"), &text(&changes));

    let mut classes = BTreeMap::new();
    for change in &changes {
        if change.rust.text.is_empty() {
            continue;
        }
        let title = title(change);
        let name = uses.get(&title);
        let name = name.unwrap_or_else(|| panic!("{case}: no use for `{title}`"));
        classes.insert(name.clone(), change.rust.class);
    }
    assert_eq!(classes.len(), uses.len(), "{case}: uses without a change");

    let old = Project::new(case, "old", &file("old"), &folder);
    assert_eq!(old.failures(), BTreeSet::new(), "with the old version");
    let new = Project::new(case, "new", &file("new"), &folder);
    let breaking = classes
        .into_iter()
        .filter(|(_, class)| *class == Class::Breaking)
        .map(|(name, _)| name);
    assert_eq!(new.failures(), breaking.collect(), "with the new version");
}

/// The programs, by the changes that they show.
fn uses(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder.join("uses")).unwrap();
    let uses = entries.map(|entry| {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("//! ");
        let name = path.file_stem().unwrap().to_str().unwrap();
        (title.to_owned(), name.to_owned())
    });
    uses.collect()
}

/// `type Order: element note removed`
fn title(change: &Change) -> String {
    let mut text = format!(
        "{} {}",
        change.component.kind.name(),
        change.component.name.local
    );
    for part in &change.component.inside {
        text.push_str(&format!("/{part}"));
    }
    text.push_str(": ");
    if let Some(member) = &change.member {
        let name = member.name.trim_matches('`');
        text.push_str(&format!("{} {name} ", member.kind.name()));
    }
    text.push_str(change.action.name());
    text
}

fn text(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        text.push_str(&format!("{:<8} {}", change.class().name(), title(change)));
        if !change.detail.is_empty() {
            text.push_str(&format!(" ({})", change.detail));
        }
        text.push('\n');
        for (noun, effect) in [("code", &change.rust), ("messages", &change.messages)] {
            if !effect.text.is_empty() {
                text.push_str(&format!(
                    "    {} for {noun}: {}\n",
                    effect.class.name(),
                    effect.text
                ));
            }
        }
    }
    text
}

fn expect_text(path: &Path, found: &str) {
    if env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(expected == found, "{}:\n{found}", path.display());
}

/// A crate with the bindings of a version and the programs.
struct Project {
    directory: PathBuf,
    target: PathBuf,
}

impl Project {
    fn new(case: &str, version: &str, schema: &Path, folder: &Path) -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("diff");
        let directory = scratch.join(format!("{case}-{version}"));
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        fs::create_dir_all(directory.join("src")).unwrap();
        fs::create_dir_all(directory.join("examples")).unwrap();
        let runtime = repository.join("runtime").display().to_string();
        // Packages of one name would overwrite each other's output in the directory that they share.
        let manifest = format!(
            "[package]\nname = \"{case}-{version}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\nname = \"versioned\"\n\n[dependencies]\n\
             soapstone = {{ path = \"{}\" }}\n\n[workspace]\n",
            runtime.replace('\\', "/")
        );
        fs::write(directory.join("Cargo.toml"), manifest).unwrap();
        // The versions of the workspace, which are on this machine.
        fs::copy(repository.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        let library = "#[path = \"api/mod.rs\"]\npub mod api;\n";
        fs::write(directory.join("src/lib.rs"), library).unwrap();
        let generated = Config::new()
            .input(schema)
            .write_to(directory.join("src/api"));
        generated.unwrap();
        for entry in fs::read_dir(folder.join("uses")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            fs::copy(&path, directory.join("examples").join(name)).unwrap();
        }
        Project {
            directory,
            target: scratch.join("target"),
        }
    }

    /// The programs that do not compile.
    fn failures(&self) -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--keep-going", "--lib", "--examples"])
            .args(["--message-format", "json", "--target-dir"])
            .arg(&self.target)
            .current_dir(&self.directory)
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let mut failures = BTreeSet::new();
        let mut checked = 0;
        for line in lines.lines() {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            let target = &message["target"];
            let is_example = target["kind"][0] == "example";
            let name = target["name"].as_str().unwrap_or_default().to_owned();
            if message["reason"] == "compiler-artifact" && target["name"] == "versioned" {
                checked += 1;
            }
            if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
                continue;
            }
            assert!(
                is_example,
                "the bindings do not compile: {}",
                message["message"]["rendered"]
            );
            failures.insert(name);
        }
        assert_eq!(checked, 1, "{}", String::from_utf8_lossy(&output.stderr));
        failures
    }
}
