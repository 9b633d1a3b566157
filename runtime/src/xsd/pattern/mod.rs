//! The regular expressions of XSD 1.0 (Part 2, appendix F), matched in linear time.
//!
//! They are not those of other languages: an expression matches the whole text, `^` and `$` are
//! ordinary characters, classes can be subtracted (`[a-z-[aeiou]]`), `\i` and `\c` are the characters
//! of XML names, `\d`, `\w` and `\s` have meanings of their own, and there are no lazy quantifiers,
//! look-around or back references.

#[cfg(feature = "pattern")]
mod alphabet;
#[cfg(feature = "pattern")]
mod blocks;
#[cfg(feature = "pattern")]
mod compile;
#[cfg(feature = "pattern")]
mod example;
#[cfg(feature = "pattern")]
mod syntax;

use std::borrow::Cow;
#[cfg(feature = "pattern")]
use std::sync::OnceLock;

#[cfg(feature = "pattern")]
pub use syntax::SyntaxError;

/// One value of a pattern facet. It can stand in a `static`, and is compiled at its first use.
///
/// Without the feature `pattern` it is only its source.
#[cfg_attr(feature = "pattern", doc = "```")]
#[cfg_attr(not(feature = "pattern"), doc = "```ignore")]
/// use soapstone::simple::Pattern;
///
/// static CONSONANTS: Pattern = Pattern::new("[a-z-[aeiou]]{3}");
/// assert_eq!(CONSONANTS.is_match("xyz"), Ok(true));
/// assert_eq!(CONSONANTS.is_match("abc"), Ok(false));
///
/// let error = Pattern::new("a{2,1}").compile().unwrap_err();
/// assert_eq!(error.to_string(), "at offset 5: found \"}\", expected a number of at least 2");
/// ```
#[derive(Clone, Debug)]
pub struct Pattern {
    source: Cow<'static, str>,
    #[cfg(feature = "pattern")]
    program: OnceLock<Result<Box<compile::Program>, PatternError>>,
}

impl Pattern {
    /// A pattern known at compile time. Nothing is parsed here.
    #[must_use]
    pub const fn new(source: &'static str) -> Pattern {
        Pattern::from_source(Cow::Borrowed(source))
    }

    /// The expression as the schema has it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether texts are really checked against the pattern: it compiles, and the feature `pattern` is
    /// on.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        #[cfg(feature = "pattern")]
        return self.program().is_ok();
        #[cfg(not(feature = "pattern"))]
        return false;
    }

    /// Whether the text matches, or can't be checked.
    pub(crate) fn allows(&self, text: &str) -> bool {
        #[cfg(feature = "pattern")]
        return self.is_match(text).unwrap_or(true);
        #[cfg(not(feature = "pattern"))]
        return {
            let _ = text;
            true
        };
    }

    const fn from_source(source: Cow<'static, str>) -> Pattern {
        Pattern {
            source,
            #[cfg(feature = "pattern")]
            program: OnceLock::new(),
        }
    }
}

#[cfg(feature = "pattern")]
impl Pattern {
    /// Whether all of the text matches.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn is_match(&self, text: &str) -> Result<bool, PatternError> {
        self.program()
            .as_ref()
            .map(|program| program.is_match(text))
            .map_err(PatternError::clone)
    }

    /// Compiles the pattern, if that has not happened yet. The generator asks this, to warn of patterns
    /// that will not be checked.
    ///
    /// Needless escapes of punctuation, such as `\/`, are let through here, since schemas in use have
    /// them; [`check_syntax`] is strict.
    ///
    /// # Errors
    /// [`PatternError::Syntax`] if it is not a regular expression of XSD, [`PatternError::TooLarge`] if
    /// its program would be larger than 1 MiB.
    pub fn compile(&self) -> Result<(), PatternError> {
        self.program()
            .as_ref()
            .map(drop)
            .map_err(PatternError::clone)
    }

    /// Some texts that match, short ones first: what a sample message may say. There are none where the pattern is
    /// no regular expression of XSD.
    #[must_use]
    pub fn examples(&self) -> Vec<String> {
        example::examples(&self.source)
    }

    fn program(&self) -> &Result<Box<compile::Program>, PatternError> {
        self.program
            .get_or_init(|| compile::compile(&self.source).map(Box::new))
    }
}

impl From<String> for Pattern {
    fn from(source: String) -> Pattern {
        Pattern::from_source(Cow::Owned(source))
    }
}

/// Checks that `source` is a regular expression of XSD (Part 2, appendix F).
///
/// # Errors
/// With the place of the first fault, and what is expected there.
///
/// ```
/// use soapstone::xsd::pattern::check_syntax;
///
/// assert!(check_syntax(r"\i\c*").is_ok());
/// let error = check_syntax("(a").unwrap_err();
/// assert_eq!(error.to_string(), r#"at offset 2: found the end, expected ")""#);
/// ```
#[cfg(feature = "pattern")]
pub fn check_syntax(source: &str) -> Result<(), SyntaxError> {
    syntax::parse(source, syntax::Escapes::Strict).map(drop)
}

/// Why a pattern can't be used.
#[cfg(feature = "pattern")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// It is not a regular expression of XSD.
    Syntax(SyntaxError),
    /// It is one, but its program would be larger than this many bytes.
    TooLarge {
        /// The limit.
        limit: usize,
    },
}

#[cfg(feature = "pattern")]
impl std::fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PatternError::Syntax(error) => error.fmt(formatter),
            PatternError::TooLarge { limit } => {
                write!(
                    formatter,
                    "the pattern needs a program of more than {limit} bytes"
                )
            }
        }
    }
}

#[cfg(feature = "pattern")]
impl std::error::Error for PatternError {}
