//! Counts and what is left to do: from results to numbers.

use std::collections::BTreeMap;

use super::case::{Case, CaseResult, Expected, FailureKind, Outcome};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ratio {
    /// How many are as expected.
    pub(crate) good: usize,
    /// How many there are.
    pub(crate) all: usize,
}

impl Ratio {
    fn count(&mut self, is_good: bool) {
        self.good += usize::from(is_good);
        self.all += 1;
    }

    /// `good/all`.
    pub(crate) fn shown(self) -> String {
        format!("{}/{}", self.good, self.all)
    }

    /// In hundredths.
    pub(crate) fn percent(self) -> String {
        match (self.good * 10_000).checked_div(self.all) {
            Some(share) => format!("{}.{:02} %", share / 100, share % 100),
            None => String::from("–"),
        }
    }
}

/// The counts of a group of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Score {
    /// Valid schemas whose code builds.
    pub(crate) built: Ratio,
    /// Valid instances that came back equal.
    pub(crate) kept: Ratio,
    /// Invalid instances that are refused by a rule.
    pub(crate) instances_rejected: Ratio,
    /// Invalid schemas that are refused by a rule.
    pub(crate) schemas_rejected: Ratio,
    /// Valid schemas that code is generated for.
    pub(crate) generated: Ratio,
    /// Panics and crashes of all kinds.
    pub(crate) panics: usize,
    /// What took too long.
    pub(crate) timeouts: usize,
}

impl Score {
    fn add(&mut self, case: &Case, result: &CaseResult) {
        self.note(&result.schema);
        match case.expected {
            Expected::Valid => {
                self.built.count(result.schema.is(Expected::Valid));
                let is_generated = result.schema.is_failure(FailureKind::NotCompiled);
                self.generated
                    .count(is_generated || result.schema.is(Expected::Valid));
            }
            Expected::Invalid => self
                .schemas_rejected
                .count(result.schema.is(Expected::Invalid)),
            Expected::Unchecked => {}
        }
        for (instance, outcome) in case.instances.iter().zip(&result.instances) {
            self.note(outcome);
            match instance.expected {
                Expected::Valid => self.kept.count(outcome.is(Expected::Valid)),
                Expected::Invalid => self.instances_rejected.count(outcome.is(Expected::Invalid)),
                Expected::Unchecked => {}
            }
        }
    }

    fn note(&mut self, outcome: &Outcome) {
        self.panics += usize::from(outcome.is_failure(FailureKind::Panic));
        self.timeouts += usize::from(outcome.is_failure(FailureKind::Timeout));
    }
}

/// The score of all cases.
pub(crate) fn total(cases: &[Case], results: &[CaseResult]) -> Score {
    let mut score = Score::default();
    cases
        .iter()
        .zip(results)
        .for_each(|(case, result)| score.add(case, result));
    score
}

/// The scores by group.
pub(crate) fn by_group<'a>(cases: &'a [Case], results: &[CaseResult]) -> BTreeMap<&'a str, Score> {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for (case, result) in cases.iter().zip(results) {
        scores.entry(&case.group).or_default().add(case, result);
    }
    scores
}

/// Something that did not come out as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Miss {
    /// The case, and the instance after a `#`.
    pub(crate) name: String,
    /// The group of the case.
    pub(crate) group: String,
    /// Which of the four measures it is missing from.
    pub(crate) measure: &'static str,
    /// What came out.
    pub(crate) reason: String,
}

/// All that did not come out as expected.
pub(crate) fn misses(cases: &[Case], results: &[CaseResult]) -> Vec<Miss> {
    let mut misses = Vec::new();
    for (case, result) in cases.iter().zip(results) {
        let mut miss = |name: String, measure, outcome: &Outcome| {
            misses.push(Miss {
                name,
                group: case.group.clone(),
                measure,
                reason: outcome.reason(),
            });
        };
        match case.expected {
            Expected::Valid if !result.schema.is(Expected::Valid) => {
                miss(case.name.clone(), "built", &result.schema)
            }
            Expected::Invalid if !result.schema.is(Expected::Invalid) => {
                miss(case.name.clone(), "schemas-rejected", &result.schema);
            }
            _ => {}
        }
        for (instance, outcome) in case.instances.iter().zip(&result.instances) {
            let measure = match instance.expected {
                Expected::Valid if !outcome.is(Expected::Valid) => "kept",
                Expected::Invalid if !outcome.is(Expected::Invalid) => "instances-rejected",
                _ => continue,
            };
            miss(format!("{}#{}", case.name, instance.name), measure, outcome);
        }
    }
    misses
}

#[cfg(test)]
mod tests {
    use super::{misses, total};
    use crate::conformance::case::{Case, CaseResult, Expected, FailureKind, Instance, Outcome};

    fn case(expected: Expected, instances: &[Expected]) -> Case {
        let instance = |(index, expected): (usize, &Expected)| Instance {
            message: None,
            name: index.to_string(),
            path: std::path::PathBuf::new(),
            expected: *expected,
        };
        Case {
            name: String::from("case"),
            group: String::from("group"),
            documents: Vec::new(),
            hints: Vec::new(),
            catalog: Vec::new(),
            is_strict: true,
            expected,
            instances: instances.iter().enumerate().map(instance).collect(),
        }
    }

    fn refused() -> Outcome {
        Outcome::Refused {
            code: String::from("cvc-elt.1"),
            message: String::from("no"),
        }
    }

    #[test]
    fn everything_stays_in_the_denominator() {
        use Expected::{Invalid, Valid};
        let cases = [
            case(Valid, &[Valid, Invalid, Invalid]),
            case(Valid, &[Valid, Invalid]),
            case(Invalid, &[]),
        ];
        let crash = || Outcome::failed(FailureKind::Panic, "crash");
        let none = || Outcome::failed(FailureKind::NoCode, "none");
        let results = [
            CaseResult {
                schema: Outcome::Accepted,
                instances: vec![
                    Outcome::Accepted,
                    refused(),
                    Outcome::failed(FailureKind::Timeout, ""),
                ],
            },
            CaseResult {
                schema: Outcome::failed(FailureKind::NotCompiled, "no"),
                instances: vec![none(), none()],
            },
            CaseResult {
                schema: crash(),
                instances: Vec::new(),
            },
        ];
        let score = total(&cases, &results);
        assert_eq!(score.built.shown(), "1/2");
        assert_eq!(score.generated.shown(), "2/2");
        assert_eq!(score.kept.shown(), "1/2");
        assert_eq!(score.instances_rejected.shown(), "1/3");
        assert_eq!(score.schemas_rejected.shown(), "0/1");
        assert_eq!((score.panics, score.timeouts), (1, 1));
        let misses = misses(&cases, &results);
        let names: Vec<_> = misses
            .iter()
            .map(|miss| (miss.measure, miss.name.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                ("instances-rejected", "case#2"),
                ("built", "case"),
                ("kept", "case#0"),
                ("instances-rejected", "case#1"),
                ("schemas-rejected", "case"),
            ]
        );
    }

    #[test]
    fn an_outcome_of_ours_is_no_refusal() {
        assert!(!Outcome::failed(FailureKind::NoRule, "a limit").is(Expected::Invalid));
        assert!(!Outcome::Accepted.is(Expected::Invalid));
        assert!(refused().is(Expected::Invalid));
        assert!(!refused().is(Expected::Valid));
    }
}
