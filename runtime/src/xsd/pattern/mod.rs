//! The regular expressions of XSD 1.0 (Part 2, appendix F), matched in linear time.

use std::borrow::Cow;

/// The value of a pattern facet; compiled at its first use.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: Cow<'static, str>,
}

impl Pattern {
    /// A pattern known at compile time. Nothing is parsed here.
    #[must_use]
    pub const fn new(source: &'static str) -> Pattern {
        Pattern {
            source: Cow::Borrowed(source),
        }
    }

    /// The expression as the schema has it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl From<String> for Pattern {
    fn from(source: String) -> Pattern {
        Pattern {
            source: Cow::Owned(source),
        }
    }
}
