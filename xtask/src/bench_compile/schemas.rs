//! What the largest real schemas cost: to generate code from them, and to compile it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use soapstone_codegen::Config;
use soapstone_codegen::analysis::Analysis;

use super::contestant::{self, Build};
use crate::conformance::case::{Case, Expected};
use crate::corpus::index::{self, Choice};
use crate::{median, workspace};

/// How many schemas are measured.
const COUNT: usize = 10;
/// How many times the code of each is generated.
const ROUNDS: usize = 3;

const GENERATE_SECONDS: f64 = 2.0;
const TIMES_CLOSURE: f64 = 8.0;
const CHECK_SECONDS: f64 = 60.0;

/// Measures the largest schemas of the corpus beside the repository and prints a table; an error where one misses a
/// goal.
pub(crate) fn run() -> Result<(), String> {
    if corpus_index().is_none() {
        println!("there is no shared/corpus beside the repository: skipped");
        return Ok(());
    }
    println!(
        "| schema | its files, bytes | lines | bytes | of its files | generate, s | in a debug build, s | peak, MB | check, user s |\n\
         |---|---|---|---|---|---|---|---|---|"
    );
    let mut missed = Vec::new();
    let largest = in_child("release", &["largest"])?;
    for line in largest.lines() {
        let (position, name) = line
            .split_once(' ')
            .ok_or_else(|| format!("not a position and a name: {line}"))?;
        match row(position, name) {
            Ok(misses) => missed.extend(misses),
            Err(message) => {
                println!("| {name} | not measured | | | | | | | |");
                missed.push(format!("{name}: {message}"));
            }
        }
    }
    if missed.is_empty() {
        return Ok(());
    }
    Err(format!("goals missed:\n{}", missed.join("\n")))
}

/// Measures a schema and prints its row; which goals it misses.
fn row(position: &str, name: &str) -> Result<Vec<String>, String> {
    let source = contestant::schema_source(name).display().to_string();
    let release = Figures::read(&in_child("release", &["generate", position, &source])?)?;
    let debug = Figures::read(&in_child("dev", &["generate", position, &source])?)?;
    let check = contestant::schema(name)?.compile(Build::Check)?;
    let ratio = release.bytes / release.closure;
    println!(
        "| {name} | {} | {} | {} | {ratio:.1} | {:.2} | {:.2} | {:.0} | {check:.1} |",
        release.closure, release.lines, release.bytes, release.seconds, debug.seconds, release.peak,
    );
    let goals = [
        ("generate", release.seconds, GENERATE_SECONDS),
        ("bytes of its files", ratio, TIMES_CLOSURE),
        ("check", check, CHECK_SECONDS),
    ];
    let misses = goals.into_iter().filter(|(_, value, goal)| value > goal);
    Ok(misses
        .map(|(what, value, goal)| format!("{name}: {what}: {value:.2}, the goal is {goal}"))
        .collect())
}

/// What a child process of [`run`] does.
pub(crate) fn measure(arguments: &[&str]) -> Result<(), String> {
    match arguments {
        ["largest"] => largest(),
        ["generate", position, source] => generate(position, Path::new(source)),
        other => Err(format!("unknown measurement: {other:?}")),
    }
}

/// Prints the largest schema of each of the entries with the largest, with its position in the index.
fn largest() -> Result<(), String> {
    let mut sizes = Vec::new();
    for (position, case) in cases()?.iter().enumerate() {
        if case.expected == Expected::Valid {
            let files = Analysis::new(&config(case)).files;
            sizes.push((
                total_size(&files),
                position,
                case.name.clone(),
                case.group.clone(),
            ));
        }
    }
    sizes.sort_by(|left, right| right.cmp(left));
    let mut groups = BTreeSet::new();
    sizes.retain(|(_, _, _, group)| groups.insert(group.clone()));
    for (_, position, name, _) in sizes.into_iter().take(COUNT) {
        println!("{position} {name}");
    }
    Ok(())
}

/// Writes the code of a schema and prints what that took.
fn generate(position: &str, source: &Path) -> Result<(), String> {
    let cases = cases()?;
    let case = position
        .parse()
        .ok()
        .and_then(|position: usize| cases.get(position));
    let case = case.ok_or_else(|| format!("there is no schema at {position}"))?;
    let config = config(case);
    let mut seconds = Vec::new();
    let mut peak = f64::NAN;
    for round in 0..ROUNDS {
        let start = Instant::now();
        let output = config.generate().map_err(|error| error.to_string())?;
        seconds.push(start.elapsed().as_secs_f64());
        if round == 0 {
            peak = peak_megabytes();
            contestant::write(source, output.single_file())?;
            println!("lines {}", output.single_file().lines().count());
            println!("bytes {}", output.single_file().len());
            println!("closure {}", total_size(output.inputs()));
        }
    }
    println!("seconds {}", median(seconds));
    println!("peak {peak}");
    Ok(())
}

/// What a child process says of a schema.
#[derive(Debug, PartialEq)]
struct Figures {
    lines: f64,
    bytes: f64,
    closure: f64,
    seconds: f64,
    peak: f64,
}

impl Figures {
    fn read(text: &str) -> Result<Self, String> {
        let figure = |name: &str| {
            let mut lines = text.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
            value.ok_or_else(|| format!("no figure for {name} in {text:?}"))
        };
        Ok(Figures {
            lines: figure("lines")?,
            bytes: figure("bytes")?,
            closure: figure("closure")?,
            seconds: figure("seconds")?,
            peak: figure("peak")?,
        })
    }
}

/// Runs this program again, built in a profile, so that each schema has a process of its own.
fn in_child(profile: &str, arguments: &[&str]) -> Result<String, String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(workspace());
    cargo.args(["run", "--quiet", "--package", "xtask", "--profile", profile]);
    cargo.args(["--", "bench-schemas"]).args(arguments);
    let output = cargo
        .output()
        .map_err(|error| format!("cargo can't be run: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn corpus_index() -> Option<PathBuf> {
    let root = workspace();
    root.ancestors()
        .map(|directory| directory.join("shared/corpus/index.json"))
        .find(|path| path.is_file())
}

fn cases() -> Result<Vec<Case>, String> {
    let index = corpus_index().ok_or("there is no shared/corpus beside the repository")?;
    let choice = Choice {
        kind: Some(String::from("xsd")),
        only: Vec::new(),
    };
    let bodies = workspace().join("target/corpus/bodies");
    Ok(index::read(&index, &choice, &bodies)?.cases)
}

fn config(case: &Case) -> Config {
    let inputs = case
        .documents
        .iter()
        .fold(Config::new(), |config, path| config.input(path));
    case.catalog
        .iter()
        .fold(inputs, |config, (reference, path)| {
            config.map_location(reference, path)
        })
}

fn total_size(files: &[PathBuf]) -> u64 {
    files
        .iter()
        .filter_map(|path| fs::metadata(path).ok())
        .map(|metadata| metadata.len())
        .sum()
}

/// The most memory that this process has had, where the system says so.
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| {
        let value = line.strip_prefix("VmHWM:")?.trim();
        value.strip_suffix("kB")?.trim().parse::<f64>().ok()
    });
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn the_figures_of_a_child_are_read() {
        let text = "lines 10\nbytes 400\nclosure 100\nseconds 0.25\npeak 12.5\n";
        let figures = Figures {
            lines: 10.0,
            bytes: 400.0,
            closure: 100.0,
            seconds: 0.25,
            peak: 12.5,
        };
        assert_eq!(Figures::read(text), Ok(figures));
        assert!(Figures::read("lines 10\n").is_err());
    }
}
