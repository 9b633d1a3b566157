//! `docs/corpus.md`: what becomes of the files of the corpus, and why some are refused.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::conformance::case::{Case, CaseResult, Expected, Outcome};

/// How far the files were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Code was generated.
    Generated,
    /// The code was checked by the compiler.
    Checked,
    /// The code was built and tried on the instances.
    Built,
}

/// Writes the document. `corpus` is the directory of the index, which messages don't show.
pub(super) fn write(
    path: &Path,
    kind: &str,
    corpus: &Path,
    extent: Extent,
    cases: &[Case],
    results: &[CaseResult],
) -> Result<(), String> {
    let done = match extent {
        Extent::Generated => "generated without configuration",
        Extent::Checked => "generated without configuration, and compiled (`cargo check`)",
        Extent::Built => "generated without configuration, built and tried on their instances",
    };
    let all = || cases.iter().zip(results);
    let is_accepted = |result: &CaseResult| matches!(result.schema, Outcome::Accepted);
    let count = |expected: Expected| {
        let of_kind = all().filter(|(case, _)| case.expected == expected);
        let accepted = of_kind.clone().filter(|(_, result)| is_accepted(result));
        (accepted.count(), of_kind.count())
    };
    let ((good, of_good), (other, of_other)) = (count(Expected::Valid), count(Expected::Unchecked));
    let mut text = format!(
        "# Corpus\n\nReal files of many vendors, {done}, by\n\n```text\ncargo xtask corpus --index INDEX --kind {kind} --update\n```\n\n\
         Other validators compile the schemas of {of_good} of these files; {good} of them are accepted here. They refuse \
         {of_other} more, of which {other} are accepted: a WSDL may leave out imports that a schema needs.\n"
    );
    let refused = |expected: Expected| {
        all().filter(move |(case, result)| case.expected == expected && !is_accepted(result))
    };
    table(
        &mut text,
        "Refused here alone",
        corpus,
        refused(Expected::Valid),
    );
    table(
        &mut text,
        "Refused by others too",
        corpus,
        refused(Expected::Unchecked),
    );
    if extent == Extent::Built {
        messages(&mut text, cases, results);
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn table<'a>(
    text: &mut String,
    title: &str,
    corpus: &Path,
    refused: impl Iterator<Item = (&'a Case, &'a CaseResult)>,
) {
    let _ = write!(text, "\n## {title}\n\n| file | message |\n|---|---|\n");
    for (case, result) in refused {
        let message = result
            .schema
            .reason()
            .replace(&format!("{}/", corpus.display()), "")
            .replace('|', "\\|")
            .replace('<', "&lt;");
        let message = message.strip_prefix("no-rule: ").unwrap_or(&message);
        let _ = writeln!(text, "| `{}` | {message} |", case.name);
    }
}

/// The messages that other validators accept and that did not come back as they were.
fn messages(text: &mut String, cases: &[Case], results: &[CaseResult]) {
    text.push_str("\n## Messages that are not kept\n\n| message | reason |\n|---|---|\n");
    for (case, result) in cases.iter().zip(results) {
        for (instance, outcome) in case.instances.iter().zip(&result.instances) {
            let is_message = instance.message.is_some() && instance.expected == Expected::Valid;
            if is_message && !outcome.is(Expected::Valid) {
                let reason = outcome.reason().replace('|', "\\|").replace('<', "&lt;");
                let _ = writeln!(text, "| `{}#{}` | {reason} |", case.name, instance.name);
            }
        }
    }
}
