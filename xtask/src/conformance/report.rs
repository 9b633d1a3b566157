//! Reports: as JSON for other tools, and as `docs/conformance.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::score::{Miss, Score};

/// Writes counts and failures as JSON.
pub(crate) fn write_json(path: &Path, total: &Score, misses: &[Miss]) -> Result<(), String> {
    let ratio = |ratio: super::score::Ratio| json!([ratio.good, ratio.all]);
    let failures: Vec<_> = misses
        .iter()
        .map(|miss| json!({ "name": miss.name, "group": miss.group, "measure": miss.measure, "reason": miss.reason }))
        .collect();
    let report = json!({
        "generated": ratio(total.generated),
        "built": ratio(total.built),
        "kept": ratio(total.kept),
        "instances_rejected": ratio(total.instances_rejected),
        "schemas_rejected": ratio(total.schemas_rejected),
        "panics": total.panics,
        "timeouts": total.timeouts,
        "failures": failures,
    });
    let text = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
    fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

/// A part of `docs/conformance.md`.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    /// Its title.
    pub(crate) title: &'a str,
    /// What a row of the table stands for.
    pub(crate) group: &'a str,
    /// The rows.
    pub(crate) scores: &'a BTreeMap<&'a str, Score>,
    /// Their sum.
    pub(crate) total: &'a Score,
    /// What failed.
    pub(crate) misses: &'a [Miss],
}

impl Section<'_> {
    /// Puts the section into a document, in the place of the one with the same title.
    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let old = fs::read_to_string(path).unwrap_or_else(|_| String::from(INTRODUCTION));
        fs::write(path, replaced(&old, self.title, &self.text()))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    fn text(&self) -> String {
        let mut text = format!("## {}\n\n", self.title);
        let _ = writeln!(
            text,
            "| {} | built | kept | instances rejected | schemas rejected | panics | timeouts |",
            self.group
        );
        text.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
        for (group, score) in self.scores {
            row(&mut text, group, score);
        }
        row(&mut text, "total", self.total);
        let shares = [
            self.total.built,
            self.total.kept,
            self.total.instances_rejected,
            self.total.schemas_rejected,
        ];
        let shares: Vec<String> = shares.iter().map(|ratio| ratio.percent()).collect();
        let _ = writeln!(text, "| | {} | | |", shares.join(" | "));
        if self.misses.is_empty() {
            return text + "\nNothing fails.\n";
        }
        text.push_str("\n| failure | of | reason |\n|---|---|---|\n");
        for miss in self.misses {
            let reason = miss.reason.replace('|', "\\|").replace('<', "&lt;");
            let _ = writeln!(text, "| `{}` | {} | {reason} |", miss.name, miss.measure);
        }
        text
    }
}

fn row(text: &mut String, name: &str, score: &Score) {
    let Score {
        built,
        kept,
        instances_rejected,
        schemas_rejected,
        panics,
        timeouts,
        ..
    } = score;
    let ratios = [built, kept, instances_rejected, schemas_rejected]
        .map(|ratio| ratio.shown())
        .join(" | ");
    let _ = writeln!(text, "| {name} | {ratios} | {panics} | {timeouts} |");
}

/// A document with one section replaced, or added at the end.
fn replaced(document: &str, title: &str, section: &str) -> String {
    let heading = format!("## {title}\n");
    let Some(start) = document.find(&heading) else {
        return format!("{}\n\n{section}", document.trim_end());
    };
    let (before, rest) = document.split_at(start);
    let after = rest
        .get(heading.len()..)
        .and_then(|rest| rest.find("\n## ").and_then(|end| rest.get(end + 1..)));
    match after {
        Some(after) => format!("{before}{section}\n{after}"),
        None => format!("{before}{section}"),
    }
}

const INTRODUCTION: &str = "\
# Conformance

What the runners count; they write this file (`cargo xtask conformance --update`, `cargo xtask corpus --update`).

*Built* counts the valid schemas that are accepted and whose code compiles. *Kept* counts the valid instances that are
read in strict mode, written, and then equal to what was read as far as their schema gives them a meaning. *Rejected*
counts the invalid instances and schemas that are refused by a rule of the specification; a crash, a limit or something
unsupported is not a refusal. Nothing is left out of the counts.
";

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn sections_are_replaced_in_their_place() {
        let document = "# Title\n\n## A\n\nold\n\n## B\n\nkeep\n";
        assert_eq!(
            replaced(document, "A", "## A\n\nnew\n"),
            "# Title\n\n## A\n\nnew\n\n## B\n\nkeep\n"
        );
        assert_eq!(
            replaced(document, "B", "## B\n\nnew\n"),
            "# Title\n\n## A\n\nold\n\n## B\n\nnew\n"
        );
        assert_eq!(replaced("# Title\n", "A", "## A\n"), "# Title\n\n## A\n");
    }
}
