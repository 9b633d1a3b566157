//! Running cases: generate, build in batches, exercise, compare.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use soapstone_codegen::schema::Set;
use soapstone_dynamic::Schema;

use super::batch::{Built, Module, Workshop};
use super::case::{Case, CaseResult, Expected, FailureKind, Instance, Outcome};
use super::compare::Comparator;
use super::document;
use super::exercise::{self, Answer, Request};
use super::generate::{self, Generated, generate};
use super::interpret;

/// How many modules a batch has at most.
const BATCH_MODULES: usize = 250;
/// How much code a batch has at most, unless a single module has more.
const BATCH_BYTES: usize = 3 * 1024 * 1024;

/// How to run.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// The root of the project.
    pub(crate) root: PathBuf,
    /// Where to build; runs at the same time need different ones.
    pub(crate) workshop: PathBuf,
    /// Where to put what was written, so that another tool can compare.
    pub(crate) dump: Option<PathBuf>,
    /// Whether to stop after generating: then nothing is built, and no instance is read.
    pub(crate) generate_only: bool,
    /// Whether to read instances by tables in memory, and to build nothing.
    pub(crate) interpret: bool,
}

/// Runs all cases, in order.
pub(crate) fn run(cases: &[Case], options: &Options) -> Result<Vec<CaseResult>, String> {
    generate::catch_panics();
    let mut runner = Runner {
        cases,
        options,
        workshop: Workshop::new(&options.root, options.workshop.clone())?,
        results: BTreeMap::new(),
        waiting: Vec::new(),
    };
    for number in 0..cases.len() {
        runner.generate(number)?;
        if (number + 1) % 500 == 0 {
            eprintln!("{} of {} schemas", number + 1, cases.len());
        }
    }
    runner.build()?;
    Ok(runner.results.into_values().collect())
}

struct Runner<'a> {
    cases: &'a [Case],
    options: &'a Options,
    workshop: Workshop,
    results: BTreeMap<usize, CaseResult>,
    /// What is generated and not yet built.
    waiting: Vec<Waiting>,
}

struct Waiting {
    number: usize,
    code: String,
    elements: Vec<(String, String)>,
    set: Set,
}

impl Runner<'_> {
    fn generate(&mut self, number: usize) -> Result<(), String> {
        let Some(case) = self.cases.get(number) else {
            return Ok(());
        };
        match generate(case, self.options.interpret) {
            Ok(Generated {
                schema: Some(schema),
                set,
                ..
            }) if !self.is_done_when_generated(case) => self.interpret(number, case, &schema, &set),
            Ok(Generated {
                code,
                elements,
                set,
                ..
            }) if !self.is_done_when_generated(case) => {
                self.waiting.push(Waiting {
                    number,
                    code,
                    elements,
                    set,
                });
            }
            Ok(_) => self.conclude(number, Outcome::Accepted),
            Err(outcome) => self.conclude(number, outcome),
        }
        let bytes: usize = self.waiting.iter().map(|waiting| waiting.code.len()).sum();
        if self.waiting.len() >= BATCH_MODULES || bytes >= BATCH_BYTES {
            self.build()
        } else {
            Ok(())
        }
    }

    /// Whether nothing is left to find out once there is code: an invalid schema should not have come so far.
    fn is_done_when_generated(&self, case: &Case) -> bool {
        self.options.generate_only
            || (case.expected == Expected::Invalid && case.instances.is_empty())
    }

    /// Reads the instances of a case by its tables.
    fn interpret(&mut self, number: usize, case: &Case, schema: &Schema, set: &Set) {
        let comparator = Comparator::new(set);
        let outcomes = case.instances.iter().map(|instance| {
            let answer = interpret::answer(schema, &instance.path);
            self.judge(case, instance, answer, &comparator)
        });
        let result = CaseResult {
            schema: Outcome::Accepted,
            instances: outcomes.collect(),
        };
        self.results.insert(number, result);
    }

    /// Notes what came of a schema that there is no program for.
    fn conclude(&mut self, number: usize, schema: Outcome) {
        let Some(case) = self.cases.get(number) else {
            return;
        };
        let none = Outcome::failed(
            FailureKind::NoCode,
            format!("the schema: {}", schema.reason()),
        );
        let instances = vec![none; case.instances.len()];
        self.results
            .insert(number, CaseResult { schema, instances });
    }

    fn build(&mut self) -> Result<(), String> {
        let batch = std::mem::take(&mut self.waiting);
        if batch.is_empty() {
            return Ok(());
        }
        let modules: Vec<Module<'_>> = batch
            .iter()
            .map(|waiting| Module {
                number: waiting.number,
                code: &waiting.code,
                elements: &waiting.elements,
            })
            .collect();
        let Built { programs, failures } = self.workshop.build(&modules)?;
        for (number, failure) in failures {
            self.conclude(number, failure);
        }
        for (program, numbers) in programs {
            let built: Vec<&Waiting> = batch
                .iter()
                .filter(|waiting| numbers.contains(&waiting.number))
                .collect();
            self.exercise(&program, &built)?;
            for extension in ["", "requests", "answers"] {
                // What is left over is in the way of nothing.
                let _ = fs::remove_file(program.with_extension(extension));
            }
        }
        Ok(())
    }

    fn exercise(&mut self, program: &Path, built: &[&Waiting]) -> Result<(), String> {
        let instances = |waiting: &Waiting| {
            self.cases
                .get(waiting.number)
                .map(|case| case.instances.as_slice())
        };
        let mut requests = Vec::new();
        for waiting in built {
            let of_case = instances(waiting)
                .unwrap_or_default()
                .iter()
                .map(|instance| Request {
                    module: waiting.number,
                    root: document::root_name(&instance.path),
                    path: instance.path.clone(),
                });
            requests.extend(of_case);
        }
        let mut answers = exercise::run(program, &requests)?.into_iter();
        for waiting in built {
            let Some(case) = self.cases.get(waiting.number) else {
                continue;
            };
            let comparator = Comparator::new(&waiting.set);
            let outcomes: Vec<Outcome> = case
                .instances
                .iter()
                .zip(answers.by_ref())
                .map(|(instance, answer)| self.judge(case, instance, answer, &comparator))
                .collect();
            let result = CaseResult {
                schema: Outcome::Accepted,
                instances: outcomes,
            };
            self.results.insert(waiting.number, result);
        }
        Ok(())
    }

    fn judge(
        &self,
        case: &Case,
        instance: &Instance,
        answer: Answer,
        comparator: &Comparator<'_>,
    ) -> Outcome {
        let written = match answer {
            Answer::Written(text) => text,
            Answer::Refused { code, message } if code.is_empty() => {
                return Outcome::failed(FailureKind::NoRule, message);
            }
            Answer::Refused { code, message } => return Outcome::Refused { code, message },
            Answer::Failed(kind, message) => return Outcome::failed(kind, message),
        };
        self.dump(case, instance, &written);
        if instance.expected == Expected::Invalid {
            return Outcome::Accepted;
        }
        let Some(read) = document::read(&instance.path) else {
            return Outcome::failed(
                FailureKind::Different,
                "the document can't be decoded to compare it",
            );
        };
        match catch_unwind(AssertUnwindSafe(|| comparator.compare(&read, &written))) {
            Ok(Ok(())) => Outcome::Accepted,
            Ok(Err(difference)) => Outcome::failed(
                FailureKind::Different,
                format!("{}: {}", difference.path, difference.message),
            ),
            Err(_) => Outcome::failed(FailureKind::Panic, generate::last_panic()),
        }
    }

    fn dump(&self, case: &Case, instance: &Instance, written: &str) {
        let Some(directory) = &self.options.dump else {
            return;
        };
        let path = directory.join(&case.name).join(&instance.name);
        let parent = path.parent().unwrap_or(directory);
        if let Err(error) = fs::create_dir_all(parent).and_then(|()| fs::write(&path, written)) {
            eprintln!("{}: {error}", path.display());
        }
    }
}
