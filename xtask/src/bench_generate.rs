//! How long the IPS bindings take to generate, and that a build with unchanged inputs does not generate them again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use soapstone_codegen::{Config, Output};

use crate::{median, workspace};

/// How many times the bindings are generated in each profile.
const ROUNDS: usize = 5;

/// Prints the times of the two profiles, each measured by this program built in that profile, and those of a build.
pub(crate) fn run() -> Result<(), String> {
    for (profile, goal) in [("release", 0.5), ("dev", 2.0)] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(workspace()).args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--profile",
            profile,
            "--",
        ]);
        cargo.args(["bench-generate", profile, &goal.to_string()]);
        let status = cargo
            .status()
            .map_err(|error| format!("cargo can't be run: {error}"))?;
        if !status.success() {
            return Err(format!(
                "measuring in the profile {profile} failed: {status}"
            ));
        }
    }
    downstream()
}

/// Prints how long this program, in the profile that it was built in, takes.
pub(crate) fn measure(profile: &str, goal: &str) -> Result<(), String> {
    let mut totals = Vec::new();
    let mut stages: Vec<(String, Vec<f64>)> = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let output = config().generate().map_err(|error| error.to_string())?;
        totals.push(start.elapsed().as_secs_f64());
        add_stages(&mut stages, &output);
    }
    println!(
        "bench-generate {profile}: {:.3} s (goal: below {goal} s), the median of {ROUNDS}",
        median(totals)
    );
    for (stage, times) in stages {
        println!("    {stage:<10} {:>7.1} ms", median(times) * 1000.0);
    }
    Ok(())
}

fn add_stages(stages: &mut Vec<(String, Vec<f64>)>, output: &Output) {
    for (stage, time) in &output.statistics().times {
        let seconds = Duration::as_secs_f64(time);
        match stages.iter_mut().find(|(name, _)| name == stage) {
            Some((_, times)) => times.push(seconds),
            None => stages.push((stage.to_string(), vec![seconds])),
        }
    }
}

fn config() -> Config {
    let schemas = workspace().join("xsd").join("ips");
    Config::new()
        .wsdl(schemas.join("2014-04-03").join("IpsApi.wsdl"))
        .overlay(schemas.join("overlay.toml"))
        .flatten_lists(true)
        .partial_outputs(true)
}

/// Checks a crate of a user's three times: built, built again, and built after a schema has been touched.
fn downstream() -> Result<(), String> {
    let directory = workspace().join("target").join("bench-generate");
    write_crate(&directory)?;
    let first = check(&directory)?;
    let unchanged = check(&directory)?;
    let schema = directory.join("ips").join("2014-04-03").join("IpsApi.xsd");
    let text = fs::read(&schema).map_err(|error| format!("{}: {error}", schema.display()))?;
    fs::write(&schema, text).map_err(|error| format!("{}: {error}", schema.display()))?;
    let touched = check(&directory)?;
    println!(
        "bench-generate in a build script, runs of the generator and wall time of `cargo check`:"
    );
    for (build, (runs, time)) in [
        ("first", first),
        ("unchanged", unchanged),
        ("schema touched", touched),
    ] {
        println!("    {build:<15} {runs} {:>7.2} s", time.as_secs_f64());
    }
    match (unchanged.0 - first.0, touched.0 - unchanged.0) {
        (0, 1) => Ok(()),
        (0, _) => Err(String::from(
            "a schema that was touched did not make the build script run once",
        )),
        _ => Err(String::from(
            "the build script ran though nothing had changed",
        )),
    }
}

/// How many times the build script has run so far, and how long this check took.
fn check(directory: &Path) -> Result<(usize, Duration), String> {
    let start = Instant::now();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(directory).args(["check", "--quiet"]);
    let output = cargo
        .output()
        .map_err(|error| format!("cargo can't be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let time = start.elapsed();
    let runs = fs::read_to_string(directory.join("runs")).unwrap_or_default();
    Ok((runs.lines().count(), time))
}

/// Writes a crate with a build script that leaves a line in the file `runs` each time.
fn write_crate(directory: &Path) -> Result<(), String> {
    let root = workspace();
    let text = |path: PathBuf| path.display().to_string();
    let manifest = format!(
        "[package]\nname = \"downstream\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nsoapstone = {{ path = {:?} }}\n\n\
         [build-dependencies]\nsoapstone-codegen = {{ path = {:?} }}\n",
        text(root.join("runtime")),
        text(root.join("codegen")),
    );
    let script = "use std::io::Write;\n\n\
        fn main() -> Result<(), soapstone_codegen::Error> {\n    \
            let file = std::fs::OpenOptions::new().create(true).append(true).open(\"runs\");\n    \
            if let Ok(mut file) = file {\n        let _ = writeln!(file, \"run\");\n    }\n    \
            soapstone_codegen::Config::new()\n        .wsdl(\"ips/2014-04-03/IpsApi.wsdl\")\n        \
            .flatten_lists(true)\n        .module(\"ips\")\n        .build_script()\n}\n";
    let library = "pub mod ips { soapstone::include_bindings!(\"ips\"); }\n";
    let _ = fs::remove_file(directory.join("runs"));
    let ips = root.join("xsd").join("ips");
    let files: [(&str, Vec<u8>); 3] = [
        ("Cargo.toml", manifest.into()),
        ("build.rs", script.into()),
        ("src/lib.rs", library.into()),
    ];
    for (name, content) in files {
        write(&directory.join(name), &content)?;
    }
    // The same versions of what it depends on.
    let lock = root.join("Cargo.lock");
    let versions = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    write(&directory.join("Cargo.lock"), &versions)?;
    for name in [
        "common.xsd",
        "2014-04-03/IpsApi.xsd",
        "2014-04-03/IpsApi.wsdl",
    ] {
        let content = fs::read(ips.join(name)).map_err(|error| format!("{name}: {error}"))?;
        write(&directory.join("ips").join(name), &content)?;
    }
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    let failure = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failure)?;
    }
    fs::write(path, content).map_err(failure)
}
