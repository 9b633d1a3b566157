//! Tables, JSON, and bars.

use std::io::{self, IsTerminal, Write};

use serde_json::{Map, Value};

/// Rows of texts under names.
pub(crate) struct Table {
    names: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(names: &'static [&'static str]) -> Self {
        Table {
            names,
            rows: Vec::new(),
        }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [Option<String>; N]) {
        let cells = cells.into_iter().map(Option::unwrap_or_default);
        self.rows.push(cells.collect());
    }

    pub(crate) fn print(&self, json: bool) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if json {
            return writeln!(out, "{:#}", self.json());
        }
        let heads = self.names.iter().map(|name| (*name).to_owned()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            writeln!(out, "{}", self.line(row).trim_end())?;
        }
        Ok(())
    }

    fn line(&self, row: &[String]) -> String {
        let cells = row.iter().enumerate().map(|(index, cell)| {
            let width = self.width(index);
            format!("{cell:<width$}")
        });
        cells.collect::<Vec<_>>().join("  ")
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let name = self.names.get(column).map_or(0, |name| name.len());
        cells
            .map(|cell| cell.chars().count())
            .fold(name, usize::max)
    }

    fn json(&self) -> Value {
        let object = |row: &Vec<String>| {
            let pairs = self.names.iter().zip(row);
            let pairs =
                pairs.map(|(name, cell)| (name.to_lowercase(), Value::String(cell.clone())));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }
}

/// Prints some facts, as lines or as an object.
pub(crate) fn facts(json: bool, facts: &[(&str, Value)]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if json {
        let object: Map<_, _> = facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        return writeln!(out, "{:#}", Value::Object(object));
    }
    for (name, value) in facts {
        match value {
            Value::String(text) => writeln!(out, "{name}: {text}")?,
            other => writeln!(out, "{name}: {other}")?,
        }
    }
    Ok(())
}

/// Shows how much is done, where somebody looks.
pub(crate) fn bar(done: u64, total: u64, what: &str) {
    let mut err = io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    let percent = (done * 100).checked_div(total).unwrap_or(100).min(100);
    let filled = usize::try_from(percent / 4).unwrap_or(25);
    let end = if done >= total { "\n" } else { "" };
    // What can't be shown is not missed.
    let _ = write!(
        err,
        "\r[{}{}] {percent:>3} % {what}{end}",
        "#".repeat(filled),
        " ".repeat(25 - filled)
    );
    let _ = err.flush();
}
