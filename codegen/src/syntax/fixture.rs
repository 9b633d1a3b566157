//! What tests of this and later stages start from: documents in memory.

use std::path::PathBuf;

use super::{Input, Strictness, read};
use crate::diagnostic::{Colour, Diagnostics};
use crate::source::{Loader, Locations};

/// Documents that were read from memory.
pub(crate) struct Fixture {
    pub(crate) loader: Loader,
    pub(crate) input: Input,
    pub(crate) diagnostics: Diagnostics,
}

impl Fixture {
    /// Reads the first of these files and what it refers to.
    pub(crate) fn read(files: &[(&str, &str)]) -> Self {
        Self::read_with(Locations::default(), files)
    }

    /// Reads the first of these files and what it refers to, by the exact rules of the specification.
    pub(crate) fn read_exactly(files: &[(&str, &str)]) -> Self {
        Self::read_as(Locations::default(), Strictness::Exact, files)
    }

    pub(crate) fn read_with(locations: Locations, files: &[(&str, &str)]) -> Self {
        Self::read_as(locations, Strictness::default(), files)
    }

    fn read_as(locations: Locations, strictness: Strictness, files: &[(&str, &str)]) -> Self {
        let mut diagnostics = Diagnostics::default();
        let mut loader = Loader::new(locations, &mut diagnostics);
        for (path, text) in files {
            loader.insert(path, *text);
        }
        let input = read(
            &mut loader,
            &[PathBuf::from(files[0].0)],
            strictness,
            &mut diagnostics,
        );
        Fixture {
            loader,
            input,
            diagnostics,
        }
    }

    /// All messages as text.
    pub(crate) fn rendered(&self) -> String {
        self.diagnostics
            .render(self.loader.documents(), Colour::Never)
    }

    /// The names of the documents that hold something, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let document = |parsed: &super::Parsed| self.loader.documents().get(parsed.document);
        self.input
            .parsed
            .iter()
            .filter_map(document)
            .map(|document| document.name.as_str())
            .collect()
    }
}
