//! Known failures: a list that must be exact.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::case::Case;
use super::score::Miss;

/// How what failed differs from what is known to fail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Surprises {
    /// Failures that are not known.
    pub(crate) failures: Vec<String>,
    /// Known failures that are none.
    pub(crate) passes: Vec<String>,
}

impl Surprises {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.failures.is_empty() && self.passes.is_empty()
    }
}

/// Compares what failed with a list; cases of the list that were not run don't matter.
pub(crate) fn compare(list: &Path, cases: &[Case], misses: &[Miss]) -> Surprises {
    let text = fs::read_to_string(list).unwrap_or_default();
    let run: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let known: BTreeSet<&str> = names(&text)
        .filter(|name| run.contains(case_of(name)))
        .collect();
    let failed: BTreeSet<&str> = misses.iter().map(|miss| miss.name.as_str()).collect();
    Surprises {
        failures: failed
            .difference(&known)
            .map(|name| String::from(*name))
            .collect(),
        passes: known
            .difference(&failed)
            .map(|name| String::from(*name))
            .collect(),
    }
}

/// Writes the list anew; what it says of cases that were not run stays.
pub(crate) fn update(list: &Path, cases: &[Case], misses: &[Miss]) -> Result<(), String> {
    let text = fs::read_to_string(list).unwrap_or_default();
    let run: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let mut known: BTreeSet<&str> = names(&text)
        .filter(|name| !run.contains(case_of(name)))
        .collect();
    known.extend(misses.iter().map(|miss| miss.name.as_str()));
    let mut text = String::from(HEADER);
    for name in known {
        text.push_str(name);
        text.push('\n');
    }
    let directory = list.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    fs::write(list, text).map_err(|error| format!("{}: {error}", list.display()))
}

const HEADER: &str = "\
# What fails, one name on each line: a schema, or a schema and an instance after `#`.
# The runner fails where one of these passes, and where another one fails; `--update` writes the list anew.
";

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
}

fn case_of(name: &str) -> &str {
    name.split_once('#').map_or(name, |(case, _)| case)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{compare, update};
    use crate::conformance::case::{Case, Expected};
    use crate::conformance::score::Miss;

    fn case(name: &str) -> Case {
        Case {
            name: String::from(name),
            group: String::new(),
            documents: Vec::new(),
            hints: Vec::new(),
            catalog: Vec::new(),
            is_strict: true,
            expected: Expected::Valid,
            instances: Vec::new(),
        }
    }

    fn miss(name: &str) -> Miss {
        Miss {
            name: String::from(name),
            group: String::new(),
            measure: "built",
            reason: String::new(),
        }
    }

    #[test]
    fn the_list_must_be_exact() {
        let list = std::env::temp_dir().join(format!("known-failures-{}.txt", std::process::id()));
        fs::write(&list, "# A comment.\na\nb#x.xml\nnot-run\n").unwrap();
        let cases = [case("a"), case("b")];
        let surprises = compare(&list, &cases, &[miss("a"), miss("b#y.xml")]);
        assert_eq!(surprises.failures, ["b#y.xml"]);
        assert_eq!(surprises.passes, ["b#x.xml"]);
        update(&list, &cases, &[miss("b#y.xml")]).unwrap();
        assert!(compare(&list, &cases, &[miss("b#y.xml")]).is_empty());
        assert!(
            fs::read_to_string(&list)
                .unwrap()
                .ends_with("b#y.xml\nnot-run\n")
        );
        fs::remove_file(&list).unwrap();
    }
}
