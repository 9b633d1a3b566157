//! Schema components as a person reads them: short names, places, trees.

mod facets;
mod names;
mod tree;

pub(crate) use facets::facets;
pub(crate) use names::Names;
pub(crate) use tree::{Expansion, Node, Trees};

use soapstone_codegen::source::{Documents, Span};

/// A place as `file:line:column`.
pub(crate) fn place(documents: &Documents, span: Span) -> String {
    match documents.get(span.document) {
        Some(document) => {
            let position = document.position(span.range().start);
            format!("{}:{}:{}", document.name, position.line, position.column)
        }
        None => String::new(),
    }
}

/// The first line of a text, for an overview.
pub(crate) fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default().trim_end()
}

/// Text in columns: every line has as many cells; all columns but the last are as wide as their widest cell.
pub(crate) fn columns(indent: &str, rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        let line = format!("{indent}{}", cells.collect::<Vec<_>>().join("  "));
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}
