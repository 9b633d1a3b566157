//! The crates that are compiled, and how long that takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::definitions::{self, Flavor, Sources};
use crate::workspace;

/// How a crate is compiled.
#[derive(Clone, Copy)]
pub(super) enum Build {
    Check,
    Release,
}

impl Build {
    /// The command as one types it.
    pub(super) fn command(self) -> &'static str {
        match self {
            Build::Check => "check",
            Build::Release => "build --release",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Build::Check => &["check"],
            Build::Release => &["build", "--release"],
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Build::Check => "dev",
            Build::Release => "release",
        }
    }
}

/// A crate to compile.
pub(super) struct Contestant {
    pub(super) title: &'static str,
    package: &'static str,
    directory: PathBuf,
}

/// The bindings as they are.
pub(super) fn ours() -> Contestant {
    Contestant {
        title: "soapstone",
        package: "scene7-ips-api",
        directory: workspace(),
    }
}

/// The bindings, and a function to read and one to write what each message holds.
pub(super) fn in_use() -> Result<Contestant, String> {
    let contestant = Contestant {
        title: "soapstone, in use",
        package: "in-use",
        directory: scratch().join("in-use"),
    };
    let bindings = generated();
    contestant.write(&depends_on_runtime(), |sources| {
        definitions::users(&bindings, sources)
    })?;
    Ok(contestant)
}

/// The types alone.
pub(super) fn floor() -> Result<Contestant, String> {
    let contestant = Contestant {
        title: "types alone",
        package: "floor",
        directory: scratch().join("floor"),
    };
    contestant.write(&depends_on_runtime(), |sources| {
        definitions::library(sources, Flavor::Plain)
    })?;
    Ok(contestant)
}

/// The types with serde's derives, and a function to read and one to write what each message holds.
pub(super) fn serde() -> Result<Contestant, String> {
    let dependencies = "quick-xml = { version = \"0.42.0\", features = [\"serialize\"] }\n\
                        serde = { version = \"1.0\", features = [\"derive\"] }\n";
    let contestant = Contestant {
        title: "serde",
        package: "derived",
        directory: scratch().join("derived"),
    };
    contestant.write(dependencies, |sources| {
        definitions::library(sources, Flavor::Serde)
    })?;
    Ok(contestant)
}

/// The code of a schema, which is in [`schema_source`] already.
pub(super) fn schema(name: &str) -> Result<Contestant, String> {
    let contestant = Contestant {
        title: "schema",
        package: "schema",
        directory: schema_directory(name),
    };
    contestant.write(&depends_on_runtime(), |_| {
        Ok(String::from(
            "pub mod schema {\n    include!(\"schema.rs\");\n}\n",
        ))
    })?;
    Ok(contestant)
}

/// Where the code of a schema belongs, so that [`schema`] finds it.
pub(super) fn schema_source(name: &str) -> PathBuf {
    schema_directory(name).join("src").join("schema.rs")
}

fn schema_directory(name: &str) -> PathBuf {
    scratch()
        .join("schemas")
        .join(name.replace(['/', '\\'], "-"))
}

fn depends_on_runtime() -> String {
    let runtime = workspace().join("runtime");
    format!(
        "soapstone = {{ path = {:?} }}\n",
        runtime.display().to_string()
    )
}

/// Where the sources of the bindings are.
fn generated() -> PathBuf {
    workspace().join("generated").join("src")
}

impl Contestant {
    /// Writes the crate, whose only file is made from the bindings.
    fn write(
        &self,
        dependencies: &str,
        library: impl FnOnce(Sources<'_>) -> Result<String, String>,
    ) -> Result<(), String> {
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n\n[dependencies]\n{dependencies}",
            self.package
        );
        let version = generated().join("v2014_04_03");
        let library = library(Sources {
            common: &read(&generated().join("common").join("types.rs"))?,
            types: &read(&version.join("types.rs"))?,
            operations: &read(&version.join("operations.rs"))?,
        })?;
        write(&self.directory.join("Cargo.toml"), &manifest)?;
        // The same versions of what they depend on.
        write(
            &self.directory.join("Cargo.lock"),
            &read(&workspace().join("Cargo.lock"))?,
        )?;
        write(&self.directory.join("src").join("lib.rs"), &library)
    }

    /// Compiles the crate, and what it depends on unless that is done. The seconds of user CPU time that the compiler
    /// took for the crate alone.
    pub(super) fn compile(&self, build: Build) -> Result<f64, String> {
        self.cargo(&["clean", "--profile", build.profile()], &[])?;
        let times = scratch().join("times");
        let _ = fs::remove_file(&times);
        self.cargo(build.arguments(), &[("BENCH_COMPILE_TIMES", &times)])?;
        let text = read(&times)?;
        user_seconds(&text).ok_or_else(|| format!("not what the shell's `times` prints: {text:?}"))
    }

    fn cargo(&self, arguments: &[&str], variables: &[(&str, &Path)]) -> Result<(), String> {
        let wrapper = scratch().join("rustc-timed");
        write_wrapper(&wrapper)?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.directory).args(arguments);
        cargo
            .args(["--quiet", "--package", self.package, "--target-dir"])
            .arg(scratch().join("target").join(self.package));
        cargo
            .env("RUSTC_WRAPPER", &wrapper)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS");
        cargo.envs(variables.iter().copied());
        let output = cargo
            .output()
            .map_err(|error| format!("cargo can't be run: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "{}: {}",
            self.title,
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// A script that Cargo runs in the place of the compiler: it notes what the compiler took for the package that was
/// asked for, and only for that. So neither Cargo's own work nor what else the machine does is in the figure.
fn write_wrapper(path: &Path) -> Result<(), String> {
    const SCRIPT: &str = "#!/bin/sh\n\
        if [ -z \"$CARGO_PRIMARY_PACKAGE\" ] || [ -z \"$BENCH_COMPILE_TIMES\" ]; then exec \"$@\"; fi\n\
        \"$@\"\n\
        status=$?\n\
        times >\"$BENCH_COMPILE_TIMES\"\n\
        exit $status\n";
    if fs::read_to_string(path).is_ok_and(|text| text == SCRIPT) {
        return Ok(());
    }
    write(path, SCRIPT)?;
    let made = Command::new("chmod").arg("+x").arg(path).status();
    made.map_err(|error| format!("{}: {error}", path.display()))
        .map(drop)
}

/// The user time of the children in what a POSIX shell's `times` prints: two lines, the shell's own times and those
/// of its children, each with user and system time as `0m1.23s`.
fn user_seconds(times: &str) -> Option<f64> {
    let user = times.lines().nth(1)?.split_whitespace().next()?;
    let (minutes, seconds) = user.strip_suffix('s')?.split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

fn scratch() -> PathBuf {
    workspace().join("target").join("bench-compile")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub(super) fn write(path: &Path, content: &str) -> Result<(), String> {
    let failure = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failure)?;
    }
    fs::write(path, content).map_err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_time_of_the_children_is_found() {
        assert_eq!(
            user_seconds("0m0.00s 0m0.01s\n1m2.50s 0m0.40s\n"),
            Some(62.5)
        );
        assert_eq!(
            user_seconds("0m0.000s 0m0.010s\n0m0.250s 0m0.040s\n"),
            Some(0.25)
        );
        assert_eq!(user_seconds("nothing"), None);
    }
}
