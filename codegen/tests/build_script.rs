//! The example `examples/build-rs` as its user works with it: built, changed, and built again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A copy of the example in a directory of its own.
struct Project {
    directory: PathBuf,
    target: PathBuf,
}

impl Project {
    fn copy_of_the_example() -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let example = repository.join("examples").join("build-rs");
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let directory = target.join("order-client");
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        for part in ["", "src", "wsdl"] {
            copy_files(&example.join(part), &directory.join(part));
        }
        // The versions of the workspace, which are on this machine.
        fs::copy(repository.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        let project = Project {
            directory,
            target: target.join("target"),
        };
        for outdated in project.outputs() {
            fs::remove_dir_all(outdated).unwrap();
        }
        for path in ["runtime", "codegen"] {
            let absolute = repository.join(path).display().to_string();
            project.replace(
                "Cargo.toml",
                &format!("../../{path}"),
                &absolute.replace('\\', "/"),
            );
        }
        project
    }

    /// Replaces a text that must be in a file.
    fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.directory.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from:?} is not in {file}");
        fs::write(&path, text.replace(from, to)).unwrap();
    }

    fn cargo(&self, command: &str) -> Output {
        Command::new(env!("CARGO"))
            .args([command, "--offline", "--target-dir"])
            .arg(&self.target)
            .current_dir(&self.directory)
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }

    /// What cargo says while it does something that must succeed.
    #[track_caller]
    fn succeeds(&self, command: &str) -> String {
        let output = self.cargo(command);
        let messages = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "cargo {command}:\n{messages}");
        messages
    }

    /// What cargo says while it does something that must fail.
    #[track_caller]
    fn fails(&self, command: &str) -> String {
        let output = self.cargo(command);
        let messages = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success(),
            "cargo {command} succeeded:\n{messages}"
        );
        messages
    }

    /// The generated code.
    fn bindings(&self) -> String {
        let files = self
            .outputs()
            .into_iter()
            .map(|directory| directory.join("out").join("orders.rs"));
        let found: Vec<PathBuf> = files.filter(|path| path.exists()).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        fs::read_to_string(&found[0]).unwrap()
    }

    /// The directories that the build script wrote into, and those of its own program.
    fn outputs(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.target.join("debug").join("build")) else {
            return Vec::new();
        };
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| {
                path.file_name()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with("order-client-")
            })
            .collect()
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// One test, because the steps are those of one directory.
#[test]
fn bindings_follow_the_schema() {
    let project = Project::copy_of_the_example();
    let built = project.succeeds("build");
    assert!(built.contains("Compiling order-client"), "{built}");
    assert!(!project.bindings().contains("pub gift: "));

    // Nothing changed: neither the build script nor the compiler runs.
    let unchanged = project.succeeds("build");
    assert!(!unchanged.contains("Compiling"), "{unchanged}");

    // A file that nothing generates from: the build script does not run, so that the bindings keep their time.
    let bindings = project.bindings();
    project.replace("src/main.rs", "//! Places an order", "//! Places one order");
    let rebuilt = project.succeeds("build");
    assert!(rebuilt.contains("Compiling order-client"), "{rebuilt}");
    assert_eq!(project.bindings(), bindings);

    // A field more in the schema that the WSDL imports, and another name for an operation.
    project.replace(
        "wsdl/orders.xsd",
        r#"<xsd:element name="remark" type="xsd:string" minOccurs="0"/>"#,
        r#"<xsd:element name="gift" type="xsd:boolean" minOccurs="0"/>"#,
    );
    project.replace(
        "wsdl/orders.wsdl",
        r#"operation name="getOrder""#,
        r#"operation name="findOrder""#,
    );
    let changed = project.fails("build");
    assert!(
        changed.contains("no method named `get_order` found"),
        "{changed}"
    );
    let bindings = project.bindings();
    assert!(
        bindings.contains("pub gift: ::std::option::Option<bool>"),
        "{bindings}"
    );
    assert!(!bindings.contains("pub remark: "), "{bindings}");
    assert!(bindings.contains("pub async fn find_order("), "{bindings}");

    // The program follows.
    project.replace("src/main.rs", "get_order(", "find_order(");
    project.replace("src/warehouse.rs", "fn get_order(", "fn find_order(");
    project.succeeds("build");

    // A mistake in the schema stops the build with its place.
    project.replace(
        "wsdl/orders.xsd",
        r#"type="xsd:boolean""#,
        r#"type="xsd:bool""#,
    );
    let broken = project.fails("build");
    assert!(broken.contains("orders.xsd:"), "{broken}");
    assert!(broken.contains("bool"), "{broken}");
}
