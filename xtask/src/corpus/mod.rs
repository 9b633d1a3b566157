//! `cargo xtask corpus`: real WSDL and XSD files, generated without configuration, built, and tried on their instances.

mod body;
pub(crate) mod index;

use std::path::PathBuf;

use crate::conformance::case::{Case, CaseResult, Expected, FailureKind, Outcome};
use crate::conformance::score::{self, Miss, Score};
use crate::conformance::{known, print_surprises, project_root, report, run, schema_counts};
use index::{Choice, Corpus};

/// What the command line says.
#[derive(Debug, Default)]
struct Arguments {
    index: Option<PathBuf>,
    choice: Choice,
    report: Option<PathBuf>,
    dump: Option<PathBuf>,
    schemas_only: bool,
    update: bool,
}

/// Runs the entries of an index; whether all came out as they are known to.
pub(crate) fn command(arguments: &[&str]) -> Result<bool, String> {
    let arguments = Arguments::parse(arguments)?;
    let index = arguments
        .index
        .as_deref()
        .ok_or("--index DIR/index.json is missing")?;
    let root = project_root();
    let mut corpus = index::read(index, &arguments.choice, &root.join("target/corpus/bodies"))?;
    let options = run::Options {
        root: root.clone(),
        workshop: root.join("target/corpus"),
        dump: arguments.dump,
        generate_only: arguments.schemas_only,
        interpret: false,
    };
    let mut results = run::run(&corpus.cases, &options)?;
    settle_shared(&mut corpus, &mut results);
    let cases = &corpus.cases;
    let (total, misses) = (
        score::total(cases, &results),
        score::misses(cases, &results),
    );
    let scores = score::by_group(cases, &results);
    if let Some(path) = &arguments.report {
        report::write_json(path, &total, &misses)?;
    }
    let list = root.join("tests/known-failures/corpus.txt");
    if arguments.update {
        known::update(&list, cases, &misses)?;
        let kind = arguments.choice.kind.as_deref().unwrap_or("all");
        let section = report::Section {
            title: &format!("Corpus, {kind} entries"),
            group: "entry",
            scores: &scores,
            total: &total,
            misses: &misses,
        };
        section.write(&root.join("docs/conformance.md"))?;
    }
    if options.generate_only {
        print_refused(cases, &results);
        misses
            .iter()
            .filter(|miss| miss.measure == "built")
            .for_each(print_miss);
        println!("{}", schema_counts(&total));
        return Ok(true);
    }
    let is_exact = print_surprises(&known::compare(&list, cases, &misses));
    print_refused(cases, &results);
    for (entry, score) in &scores {
        println!("{entry}: {}", counts(score));
        let own = misses.iter().filter(|miss| miss.group == *entry);
        own.for_each(print_miss);
    }
    if corpus.without_schema > 0 {
        println!("{} instances have no schema", corpus.without_schema);
    }
    println!("corpus: {}", counts(&total));
    Ok(is_exact)
}

/// Says what becomes of the entry files that other validators refuse.
fn print_refused(cases: &[Case], results: &[CaseResult]) {
    for (case, result) in cases
        .iter()
        .zip(results)
        .filter(|(case, _)| case.expected == Expected::Unchecked)
    {
        println!(
            "refused elsewhere: {}: {}",
            case.name,
            result.schema.reason()
        );
    }
}

fn print_miss(miss: &Miss) {
    println!("    {} {}: {}", miss.measure, miss.name, miss.reason);
}

fn counts(score: &Score) -> String {
    format!(
        "generated {} built {} kept {} rejected {} panics {} timeouts {}",
        score.generated.shown(),
        score.built.shown(),
        score.kept.shown(),
        score.instances_rejected.shown(),
        score.panics,
        score.timeouts
    )
}

/// Counts an instance that may belong to any of several schemas once: it is kept where one of them keeps it, and
/// refused where all of them refuse it.
fn settle_shared(corpus: &mut Corpus, results: &mut [CaseResult]) {
    for places in &corpus.shared {
        let outcomes: Vec<Outcome> = places
            .iter()
            .filter_map(|(case, instance)| results.get(*case)?.instances.get(*instance).cloned())
            .collect();
        for (number, (case, instance)) in places.iter().enumerate() {
            let Some(own) = corpus
                .cases
                .get_mut(*case)
                .and_then(|case| case.instances.get_mut(*instance))
            else {
                continue;
            };
            let outcome = results
                .get_mut(*case)
                .and_then(|result| result.instances.get_mut(*instance));
            match (number, outcome) {
                (0, Some(outcome)) => *outcome = common(own.expected, &outcomes),
                _ => own.expected = Expected::Unchecked,
            }
        }
    }
}

/// What the outcomes of an instance by several schemas come to.
fn common(expected: Expected, outcomes: &[Outcome]) -> Outcome {
    let chosen = match expected {
        Expected::Valid | Expected::Unchecked => {
            outcomes.iter().find(|outcome| outcome.is(Expected::Valid))
        }
        Expected::Invalid => outcomes
            .iter()
            .find(|outcome| !outcome.is(Expected::Invalid)),
    };
    let none = || Outcome::failed(FailureKind::NoCode, "there is no schema");
    chosen.or(outcomes.first()).cloned().unwrap_or_else(none)
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
                "--index" => parsed.index = Some(value()?.into()),
                "--kind" => parsed.choice.kind = Some(value()?),
                "--only" => parsed.choice.only.push(value()?),
                "--report" => parsed.report = Some(value()?.into()),
                "--dump" => parsed.dump = Some(value()?.into()),
                "--schemas-only" => parsed.schemas_only = true,
                "--update" => parsed.update = true,
                other => return Err(format!("unknown option {other}")),
            }
        }
        if parsed.update && (!parsed.choice.only.is_empty() || parsed.schemas_only) {
            return Err(String::from("--update takes all entries"));
        }
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::common;
    use crate::conformance::case::{Expected, FailureKind, Outcome};

    #[test]
    fn an_instance_of_several_schemas_is_kept_by_one_and_refused_by_all() {
        let refused = Outcome::Refused {
            code: String::from("cvc-elt.1"),
            message: String::new(),
        };
        let broken = Outcome::failed(FailureKind::NoCode, "");
        let kept = Outcome::Accepted;
        assert!(common(Expected::Valid, &[refused.clone(), kept.clone()]).is(Expected::Valid));
        assert!(
            common(Expected::Invalid, &[refused.clone(), refused.clone()]).is(Expected::Invalid)
        );
        assert!(!common(Expected::Invalid, &[refused.clone(), kept]).is(Expected::Invalid));
        assert!(!common(Expected::Invalid, &[refused, broken]).is(Expected::Invalid));
        assert!(!common(Expected::Invalid, &[]).is(Expected::Invalid));
    }
}
