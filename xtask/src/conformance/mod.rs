//! `cargo xtask conformance`: the W3C XML Schema Test Suite, by a manifest of it.

pub(crate) mod batch;
pub(crate) mod case;
pub(crate) mod compare;
pub(crate) mod document;
pub(crate) mod exercise;
pub(crate) mod generate;
pub(crate) mod interpret;
pub(crate) mod known;
pub(crate) mod manifest;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod score;

use std::path::{Path, PathBuf};

use score::Score;

/// What the command line says.
#[derive(Debug, Default)]
struct Arguments {
    manifest: Option<PathBuf>,
    files: Option<PathBuf>,
    only: Option<String>,
    report: Option<PathBuf>,
    dump: Option<PathBuf>,
    schemas_only: bool,
    interpret: bool,
    update: bool,
}

/// Runs the cases of a manifest; whether all came out as they are known to.
pub(crate) fn command(arguments: &[&str]) -> Result<bool, String> {
    let arguments = Arguments::parse(arguments)?;
    let manifest = arguments
        .manifest
        .as_deref()
        .ok_or("--manifest FILE.jsonl is missing")?;
    let files = arguments.files.as_deref().ok_or("--files DIR is missing")?;
    let mut cases = manifest::read(manifest, files)?;
    if let Some(prefix) = &arguments.only {
        cases.retain(|case| case.name.starts_with(prefix.as_str()));
    }
    let root = project_root();
    let options = run::Options {
        root: root.clone(),
        workshop: root.join("target/conformance"),
        dump: arguments.dump,
        generate_only: arguments.schemas_only,
        interpret: arguments.interpret,
    };
    if options.generate_only {
        cases.iter_mut().for_each(|case| case.instances.clear());
    }
    let results = run::run(&cases, &options)?;
    let (total, misses) = (
        score::total(&cases, &results),
        score::misses(&cases, &results),
    );
    let scores = score::by_group(&cases, &results);
    if let Some(path) = &arguments.report {
        report::write_json(path, &total, &misses)?;
    }
    let list = root.join("tests/known-failures/xsts.txt");
    if arguments.update {
        known::update(&list, &cases, &misses)?;
        let title = manifest
            .file_stem()
            .map(|stem| stem.to_string_lossy())
            .unwrap_or_default();
        let section = report::Section {
            title: &format!("W3C suite, {title} manifest"),
            group: "contributor",
            scores: &scores,
            total: &total,
            misses: &misses,
        };
        section.write(&root.join("docs/conformance.md"))?;
    }
    if arguments.schemas_only {
        println!("{}", schema_counts(&total));
        return Ok(true);
    }
    let is_exact = print_surprises(&known::compare(&list, &cases, &misses));
    for (contributor, score) in &scores {
        println!("{contributor}: {}", counts(score));
    }
    println!("conformance: {}", counts(&total));
    Ok(is_exact)
}

/// What is known where nothing was built.
pub(crate) fn schema_counts(score: &Score) -> String {
    format!(
        "schemas only, nothing built: accepted {} rejected {} panics {} timeouts {}",
        score.built.shown(),
        score.schemas_rejected.shown(),
        score.panics,
        score.timeouts
    )
}

/// Says what is not as it is known to be; whether there is nothing to say.
pub(crate) fn print_surprises(surprises: &known::Surprises) -> bool {
    for name in &surprises.failures {
        println!("unexpected failure: {name}");
    }
    for name in &surprises.passes {
        println!("unexpected pass: {name}");
    }
    surprises.is_empty()
}

/// The root of the project.
pub(crate) fn project_root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

fn counts(score: &Score) -> String {
    format!(
        "built {} kept {} instances-rejected {} schemas-rejected {} panics {} timeouts {}",
        score.built.shown(),
        score.kept.shown(),
        score.instances_rejected.shown(),
        score.schemas_rejected.shown(),
        score.panics,
        score.timeouts
    )
}

impl Arguments {
    fn parse(arguments: &[&str]) -> Result<Self, String> {
        let mut parsed = Arguments::default();
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            let mut value = || {
                rest.next()
                    .map(|value| String::from(*value))
                    .ok_or(format!("{option} needs a value"))
            };
            match *option {
                "--manifest" => parsed.manifest = Some(value()?.into()),
                "--files" => parsed.files = Some(value()?.into()),
                "--only" => parsed.only = Some(value()?),
                "--report" => parsed.report = Some(value()?.into()),
                "--dump" => parsed.dump = Some(value()?.into()),
                "--schemas-only" => parsed.schemas_only = true,
                "--interpret" => parsed.interpret = true,
                "--update" => parsed.update = true,
                other => return Err(format!("unknown option {other}")),
            }
        }
        if parsed.update && parsed.interpret {
            return Err(String::from("--update takes the results of generated code"));
        }
        if parsed.update && (parsed.only.is_some() || parsed.schemas_only) {
            return Err(String::from("--update takes all cases of a manifest"));
        }
        Ok(parsed)
    }
}
