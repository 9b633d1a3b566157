//! The texts that were read, and lines and columns in them.

use std::path::{Path, PathBuf};

use super::span::{DocumentId, Span};

/// The documents that were read, in the order in which they were first asked for.
#[derive(Debug, Default)]
pub struct Documents {
    documents: Vec<Document>,
}

impl Documents {
    /// Adds a document and returns its id.
    pub fn add(&mut self, document: Document) -> DocumentId {
        let id = DocumentId(u32::try_from(self.documents.len()).unwrap_or(u32::MAX));
        self.documents.push(document);
        id
    }

    /// The document of an id that came from [`Documents::add`] of this set.
    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(usize::try_from(id.0).ok()?)
    }

    /// All documents with their ids, in the order in which they were first asked for.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        (0..).map(DocumentId).zip(&self.documents)
    }

    /// The text of a span; empty where the span is not of these documents.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.document)
            .and_then(|document| document.text.get(span.range()))
            .unwrap_or_default()
    }
}

/// One document: where it came from and its text, decoded to UTF-8.
#[derive(Debug)]
pub struct Document {
    /// The name shown in messages: the path as the user wrote it or as it was resolved.
    pub name: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
    line_starts: Vec<usize>,
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file, by its canonical path.
    File(PathBuf),
    /// A text that the caller gave for a path.
    Memory(PathBuf),
    /// A well-known schema that the generator brings along.
    Bundled,
}

/// A place for people: line and column, both counted from one; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The character in the line, from one.
    pub column: usize,
}

impl Document {
    /// A document with its table of lines.
    pub fn new(name: impl Into<String>, text: impl Into<String>, origin: Origin) -> Self {
        let text = text.into();
        let after_line_feed = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let line_starts = std::iter::once(0).chain(after_line_feed).collect();
        Document {
            name: name.into(),
            text,
            origin,
            line_starts,
        }
    }

    /// The line and column of a byte; an offset beyond the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|index| self.line_starts.get(index))
            .copied()
            .unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The text of some lines, counted from one, both included, with the offset at which it starts.
    pub fn lines(&self, first: usize, last: usize) -> (usize, &str) {
        let start_of = |line: usize| {
            line.checked_sub(1)
                .and_then(|index| self.line_starts.get(index))
                .copied()
        };
        let start = start_of(first).unwrap_or_default();
        let end = start_of(last.saturating_add(1)).unwrap_or(self.text.len());
        (start, self.text.get(start..end).unwrap_or_default())
    }

    /// The byte of a line and column; past the end of the line it is the line's end.
    pub fn offset(&self, position: Position) -> usize {
        let Some(start) = position
            .line
            .checked_sub(1)
            .and_then(|index| self.line_starts.get(index))
        else {
            return self.text.len();
        };
        let line = self.text.get(*start..).unwrap_or_default();
        let line = line.split('\n').next().unwrap_or_default();
        let column = position.column.saturating_sub(1);
        let within = line
            .char_indices()
            .nth(column)
            .map_or(line.len(), |(index, _)| index);
        start + within
    }

    /// The file on disk that the text came from, if it did.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Memory(_) | Origin::Bundled => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new("a.xsd", text, Origin::Bundled)
    }

    #[test]
    fn positions_and_offsets_are_inverse() {
        let document = document("a\r\nbü c\n\nd");
        for (offset, line, column) in [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (6, 2, 3),
            (9, 3, 1),
            (10, 4, 1),
            (11, 4, 2),
        ] {
            let position = Position { line, column };
            assert_eq!(document.position(offset), position, "offset {offset}");
            assert_eq!(document.offset(position), offset, "position {position:?}");
        }
    }

    #[test]
    fn places_beyond_the_text_are_its_end() {
        let document = document("ab\ncd");
        assert_eq!(document.position(99), Position { line: 2, column: 3 });
        assert_eq!(document.offset(Position { line: 9, column: 1 }), 5);
        assert_eq!(
            document.offset(Position {
                line: 1,
                column: 99
            }),
            2
        );
        assert_eq!(document.offset(Position { line: 0, column: 0 }), 5);
    }

    #[test]
    fn a_span_that_is_not_a_range_of_the_text_has_no_text() {
        let mut documents = Documents::default();
        let id = documents.add(document("äb"));
        assert_eq!(documents.text(Span::new(id, 0..2)), "ä");
        assert_eq!(documents.text(Span::new(id, 1..2)), "");
        assert_eq!(documents.text(Span::new(DocumentId(7), 0..1)), "");
    }
}
