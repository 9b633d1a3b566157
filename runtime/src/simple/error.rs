//! What is wrong with a value.

use super::{Builtin, SimpleType, TypeName, Variety, XSD_NAMESPACE};
use crate::xsd::Malformed;
use std::borrow::Cow;
use std::fmt;

/// A text is not a value of its type: what was found, what was expected, and the rule that says so.
///
/// ```
/// let error = soapstone::simple::INT.validate("abc", &()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     r#""abc" is not an xsd:int: expected a whole number from -2147483648 to 2147483647"#,
/// );
/// assert_eq!(error.code(), "cvc-datatype-valid.1.2.1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    kind: ValueErrorKind,
    found: Option<String>,
    type_name: Cow<'static, str>,
}

/// What rule a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueErrorKind {
    /// The text is not in the lexical space of the type.
    Lexical {
        /// What the type asks for.
        expected: Cow<'static, str>,
    },
    /// No member type of the union accepts the text.
    Union {
        /// The names of the member types.
        members: String,
    },
    /// The prefix of a qualified name is not declared.
    UndeclaredPrefix {
        /// The prefix.
        prefix: String,
    },
    /// No prefix can be had for the namespace of a qualified name that is to be written.
    UnboundNamespace {
        /// The namespace.
        namespace: String,
    },
    /// The value is legal, but larger than this implementation represents (Part 2, 5.4 allows it).
    OutOfRange {
        /// The range that is supported.
        expected: Cow<'static, str>,
    },
    /// A constraining facet forbids the value.
    Facet {
        /// The facet.
        facet: FacetName,
        /// The value of the facet: a number, a bound, the patterns or the allowed values.
        limit: String,
        /// What was measured (a length, a number of digits), where the facet counts something.
        measured: Option<u64>,
        /// The unit of `measured` and `limit`: characters, octets, items, digits.
        unit: &'static str,
    },
}

/// The name of a constraining facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the facets")]
pub enum FacetName {
    Length,
    MinLength,
    MaxLength,
    Pattern,
    Enumeration,
    MinInclusive,
    MaxInclusive,
    MinExclusive,
    MaxExclusive,
    TotalDigits,
    FractionDigits,
}

impl FacetName {
    /// The name as a schema spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FacetName::Length => "length",
            FacetName::MinLength => "minLength",
            FacetName::MaxLength => "maxLength",
            FacetName::Pattern => "pattern",
            FacetName::Enumeration => "enumeration",
            FacetName::MinInclusive => "minInclusive",
            FacetName::MaxInclusive => "maxInclusive",
            FacetName::MinExclusive => "minExclusive",
            FacetName::MaxExclusive => "maxExclusive",
            FacetName::TotalDigits => "totalDigits",
            FacetName::FractionDigits => "fractionDigits",
        }
    }

    /// The validation rule of the facet.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            FacetName::Length => "cvc-length-valid",
            FacetName::MinLength => "cvc-minLength-valid",
            FacetName::MaxLength => "cvc-maxLength-valid",
            FacetName::Pattern => "cvc-pattern-valid",
            FacetName::Enumeration => "cvc-enumeration-valid",
            FacetName::MinInclusive => "cvc-minInclusive-valid",
            FacetName::MaxInclusive => "cvc-maxInclusive-valid",
            FacetName::MinExclusive => "cvc-minExclusive-valid",
            FacetName::MaxExclusive => "cvc-maxExclusive-valid",
            FacetName::TotalDigits => "cvc-totalDigits-valid",
            FacetName::FractionDigits => "cvc-fractionDigits-valid",
        }
    }
}

impl fmt::Display for FacetName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl ValueError {
    /// `text` breaks the rule `kind` of the type called `type_name`.
    #[must_use]
    pub fn new(
        kind: ValueErrorKind,
        text: &str,
        type_name: impl Into<Cow<'static, str>>,
    ) -> ValueError {
        ValueError(Box::new(Details {
            kind,
            found: Some(excerpt(text)),
            type_name: type_name.into(),
        }))
    }

    /// `text` is not in the lexical space of the type called `type_name`, which expects `expected`.
    #[must_use]
    pub fn lexical(
        text: &str,
        type_name: impl Into<Cow<'static, str>>,
        expected: impl Into<Cow<'static, str>>,
    ) -> ValueError {
        let expected = expected.into();
        ValueError::new(ValueErrorKind::Lexical { expected }, text, type_name)
    }

    /// `text` is not in the lexical space of a built-in type.
    pub(crate) fn not_a(builtin: Builtin, text: &str) -> ValueError {
        ValueError::lexical(text, builtin.name(), builtin.expected())
    }

    /// `text` is a value of `builtin`, but beyond what the Rust type holds, which is `expected`.
    pub(crate) fn out_of_range(text: &str, builtin: Builtin, expected: &'static str) -> ValueError {
        let expected = Cow::Borrowed(expected);
        ValueError::new(
            ValueErrorKind::OutOfRange { expected },
            text,
            builtin.name(),
        )
    }

    /// `text` can't be read as a Rust value for `builtin`, which holds what `range` says.
    pub(crate) fn malformed(
        malformed: Malformed,
        text: &str,
        builtin: Builtin,
        range: &'static str,
    ) -> ValueError {
        match malformed {
            Malformed::Lexical => ValueError::not_a(builtin, text),
            Malformed::OutOfRange => ValueError::out_of_range(text, builtin, range),
        }
    }

    /// The same error without the text that was found, for values that must not be shown.
    #[must_use]
    pub fn redacted(mut self) -> ValueError {
        self.0.found = None;
        self
    }

    /// The same error, told of the type of the place instead of the one that found it.
    #[must_use]
    pub fn for_type(mut self, simple_type: &SimpleType) -> ValueError {
        self.0.type_name = Cow::Owned(simple_type.describe());
        self
    }

    /// The facet that forbids the value, if it is a facet.
    pub(crate) fn facet(&self) -> Option<FacetName> {
        match &self.0.kind {
            ValueErrorKind::Facet { facet, .. } => Some(*facet),
            _ => None,
        }
    }

    /// What rule is broken.
    #[must_use]
    pub fn kind(&self) -> &ValueErrorKind {
        &self.0.kind
    }

    /// The beginning of the text that was found; `None` if it must not be shown.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.0.found.as_deref()
    }

    /// The name of the type.
    #[must_use]
    pub fn type_name(&self) -> &str {
        &self.0.type_name
    }

    /// The code of the rule that is broken, as XSD 1.0 names it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.0.kind {
            ValueErrorKind::Lexical { .. }
            | ValueErrorKind::UndeclaredPrefix { .. }
            | ValueErrorKind::UnboundNamespace { .. }
            | ValueErrorKind::OutOfRange { .. } => "cvc-datatype-valid.1.2.1",
            ValueErrorKind::Union { .. } => "cvc-datatype-valid.1.2.3",
            ValueErrorKind::Facet { facet, .. } => facet.code(),
        }
    }
}

impl SimpleType {
    /// The name of the type as messages show it: `xsd:int`, `Sku`, or, of an anonymous type, what it
    /// is made of: `a restriction of Sku`, `a list of xsd:int`.
    #[must_use]
    pub fn describe(&self) -> String {
        if let Some(name) = &self.name {
            return name.to_string();
        }
        let named = self
            .derivation()
            .take_while(|step| step.base.is_some())
            .find_map(|step| step.name.as_ref());
        match (named, &self.variety) {
            (Some(name), _) => format!("a restriction of {name}"),
            (None, Variety::List(item)) => format!("a list of {}", item.describe()),
            (None, Variety::Union(_)) => "an anonymous union".to_owned(),
            (None, Variety::Atomic(builtin)) => builtin.name().to_owned(),
        }
    }
}

/// `xsd:int` for built-in types, the local part for others.
impl fmt::Display for TypeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self.namespace == *XSD_NAMESPACE {
            formatter.write_str("xsd:")?;
        }
        formatter.write_str(&self.local)
    }
}

impl std::error::Error for ValueError {}

impl fmt::Display for ValueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.found {
            Some(found) => write!(formatter, "\"{found}\"")?,
            None => formatter.write_str("the value")?,
        }
        let name = &*self.0.type_name;
        match &self.0.kind {
            ValueErrorKind::Lexical { expected } => {
                write!(
                    formatter,
                    " is not {}{name}: expected {expected}",
                    article(name)
                )
            }
            ValueErrorKind::Union { members } => write!(
                formatter,
                " is not {}{name}: expected a value of one of {members}",
                article(name)
            ),
            ValueErrorKind::UndeclaredPrefix { prefix } => {
                write!(
                    formatter,
                    " is not {}{name}: the prefix \"{prefix}\" is not declared",
                    article(name)
                )
            }
            ValueErrorKind::UnboundNamespace { namespace } => {
                write!(
                    formatter,
                    " can't be written: no prefix is bound to the namespace \"{namespace}\""
                )
            }
            ValueErrorKind::OutOfRange { expected } => {
                write!(
                    formatter,
                    " is beyond what is supported for {name}: expected {expected}"
                )
            }
            ValueErrorKind::Facet {
                facet,
                limit,
                measured,
                unit,
            } => write_facet(formatter, name, *facet, limit, *measured, unit),
        }
    }
}

fn write_facet(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    facet: FacetName,
    limit: &str,
    measured: Option<u64>,
    unit: &str,
) -> fmt::Result {
    let measured = measured.unwrap_or_default();
    let unit_of = |count: u64| {
        if count == 1 {
            unit.strip_suffix('s').unwrap_or(unit)
        } else {
            unit
        }
    };
    let found = unit_of(measured);
    match facet {
        FacetName::Length => {
            write!(
                formatter,
                " has the wrong length for {name}: {measured} {found}, exactly {limit} expected"
            )
        }
        FacetName::MinLength => {
            write!(
                formatter,
                " is too short for {name}: {measured} {found}, at least {limit} expected"
            )
        }
        FacetName::MaxLength => {
            write!(
                formatter,
                " is too long for {name}: {measured} {found}, at most {limit} allowed"
            )
        }
        FacetName::TotalDigits => {
            write!(
                formatter,
                " has too many digits for {name}: {measured} {found}, at most {limit} allowed"
            )
        }
        FacetName::FractionDigits => write!(
            formatter,
            " has too many digits after the point for {name}: {measured} {found}, at most {limit} allowed"
        ),
        FacetName::Pattern => write!(
            formatter,
            " does not match the pattern of {name}: expected {limit}"
        ),
        FacetName::Enumeration => write!(formatter, " is not a value of {name}: expected {limit}"),
        FacetName::MinInclusive => write!(
            formatter,
            " is out of range for {name}: expected at least {limit}"
        ),
        FacetName::MaxInclusive => write!(
            formatter,
            " is out of range for {name}: expected at most {limit}"
        ),
        FacetName::MinExclusive => write!(
            formatter,
            " is out of range for {name}: expected more than {limit}"
        ),
        FacetName::MaxExclusive => write!(
            formatter,
            " is out of range for {name}: expected less than {limit}"
        ),
    }?;
    write!(formatter, " ({facet})")
}

/// What stands between "is not" and a type name, with a space behind it.
fn article(name: &str) -> &'static str {
    if name.starts_with("a ") || name.starts_with("an ") {
        return "a value of ";
    }
    let local = name.strip_prefix("xsd:");
    // "xsd:" is spoken "ex es dee".
    if local.is_some() || name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) {
        "an "
    } else {
        "a "
    }
}

/// The most characters of a text that an error quotes.
const EXCERPT_LENGTH: usize = 60;

/// The beginning of a text, with control characters made visible.
pub(crate) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == EXCERPT_LENGTH {
            shown.push('…');
            break;
        }
        match character {
            '"' | '\'' => shown.push(character),
            character if character.is_control() => shown.extend(character.escape_debug()),
            character => shown.push(character),
        }
    }
    shown
}
