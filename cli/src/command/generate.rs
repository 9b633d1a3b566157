//! `soapstone generate`: Rust code into a directory.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use soapstone_codegen::{Output, Stale};

use crate::arguments::Generate;
use crate::console::{self, Console, Count, counted};
use crate::outcome::{Failure, Outcome};
use crate::progress::Progress;

/// Generates, and writes the files or compares them with those on disk.
pub(crate) fn run(arguments: &Generate, console: &Console) -> Result<Outcome, Failure> {
    let config = arguments.making.add_to(arguments.reading.config());
    let analysis = super::analyse(&config, console);
    let count = Count::of(&analysis.diagnostics);
    let diagnostics = console::to_json(&analysis.diagnostics, &analysis.documents);
    let mut report = Report {
        arguments,
        console,
        json: json!({ "errors": count.errors, "warnings": count.warnings, "diagnostics": diagnostics }),
    };
    if analysis.diagnostics.has_errors() {
        let outcome = console::outcome(&analysis.diagnostics);
        report.finish()?;
        return Ok(outcome);
    }
    let progress = Progress::start(console.json);
    progress.begin("emit");
    let output = config.emit(analysis)?;
    progress.finish();
    let stale = output.check(&arguments.out)?;
    if arguments.check {
        report.compared(&stale)
    } else {
        report.write(&output, &stale)
    }
}

/// What is said about a run, for people as it goes, for machines at its end.
struct Report<'a> {
    arguments: &'a Generate,
    console: &'a Console,
    json: Value,
}

impl Report<'_> {
    fn write(&mut self, output: &Output, stale: &[Stale]) -> Result<Outcome, Failure> {
        for file in stale {
            if let Stale::Different(path) = file {
                refuse_what_is_not_generated(path)?;
            }
        }
        output.write_to(&self.arguments.out)?;
        let (mut written, mut removed) = (Vec::new(), Vec::new());
        for file in stale {
            match file {
                Stale::Missing(path) | Stale::Different(path) => written.push(path),
                Stale::Unexpected(path) => removed.push(path),
            }
        }
        let statistics = output.statistics();
        let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        if self.console.json {
            let files = output
                .files()
                .iter()
                .map(|file| show(&self.arguments.out.join(&file.path)));
            self.set("files", files.collect());
            self.set("written", written.iter().map(|path| show(path)).collect());
            self.set("removed", removed.iter().map(|path| show(path)).collect());
            self.set("operations", statistics.operations.into());
            self.set("types", statistics.types.into());
            self.set("lines", statistics.lines.into());
            let times = statistics
                .times
                .iter()
                .map(|(stage, time)| (String::from(*stage), milliseconds(*time).into()));
            self.set("milliseconds", Value::Object(times.collect::<Map<_, _>>()));
            self.finish()?;
            return Ok(Outcome::Success);
        }
        let mut text = format!(
            "{}: {} ({} written, {} unchanged{}), {}, {}, {}\n",
            show(&self.arguments.out),
            counted(output.files().len(), "file"),
            written.len(),
            output.files().len().saturating_sub(written.len()),
            if removed.is_empty() {
                String::new()
            } else {
                format!(", {} removed", removed.len())
            },
            counted(statistics.operations, "operation"),
            counted(statistics.types, "type"),
            counted(statistics.lines, "line"),
        );
        if self.arguments.verbose {
            text.extend(
                written
                    .iter()
                    .map(|path| format!("  wrote    {}\n", show(path))),
            );
            text.extend(
                removed
                    .iter()
                    .map(|path| format!("  removed  {}\n", show(path))),
            );
            for (stage, time) in &statistics.times {
                text.push_str(&format!("  {stage:8} {:8.1} ms\n", milliseconds(*time)));
            }
        }
        self.console.print(&text)?;
        Ok(Outcome::Success)
    }

    fn compared(&mut self, stale: &[Stale]) -> Result<Outcome, Failure> {
        let described = stale.iter().map(|file| match file {
            Stale::Missing(path) => ("missing", path),
            Stale::Different(path) => ("different", path),
            Stale::Unexpected(path) => ("unexpected", path),
        });
        if self.console.json {
            let files =
                described.map(|(state, path)| json!({ "file": show(path), "state": state }));
            self.set("stale", files.collect());
            self.finish()?;
        } else if stale.is_empty() {
            self.console
                .print(&format!("{}: up to date\n", show(&self.arguments.out)))?;
        } else {
            let lines: String = described
                .map(|(state, path)| format!("{state:10}  {}\n", show(path)))
                .collect();
            self.console.print(&lines)?;
            self.console
                .note("error: these files are not what would be written; run it without --check\n");
        }
        Ok(if stale.is_empty() {
            Outcome::Success
        } else {
            Outcome::Findings
        })
    }

    fn set(&mut self, key: &str, value: Value) {
        if let Value::Object(object) = &mut self.json {
            object.insert(key.to_owned(), value);
        }
    }

    fn finish(&self) -> Result<(), Failure> {
        if self.console.json {
            self.console.print_json(&self.json)
        } else {
            Ok(())
        }
    }
}

/// Fails for a file that somebody wrote by hand, which would be lost.
fn refuse_what_is_not_generated(path: &PathBuf) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    })?;
    if text.starts_with("// @generated") || text.trim().is_empty() {
        Ok(())
    } else {
        Err(Failure::NotGenerated(path.clone()))
    }
}

/// A path as it is shown, with the same separators everywhere.
fn show(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
