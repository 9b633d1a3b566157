//! Places in the files that were read.

use std::ops::Range;

/// A file that was read, as its index in [`Documents`](super::Documents).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub(crate) u32);

/// A range of bytes in one document. Every node of every stage keeps the span it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The document that holds the bytes.
    pub document: DocumentId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of a range of bytes; a range beyond 4 GiB is clamped.
    pub fn new(document: DocumentId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            document,
            start: clamp(range.start),
            end: clamp(range.end),
        }
    }

    /// The bytes as a range of indices.
    pub fn range(self) -> Range<usize> {
        let index = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        index(self.start)..index(self.end)
    }
}

/// A value and the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What is written there.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}
