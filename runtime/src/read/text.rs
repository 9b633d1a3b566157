//! Text into values of simple types.

use super::Mode;
use super::interpreter::is_space;
use crate::simple::{Builtin, Namespaces, Simple, SimpleType, ValueError, Variety};
use crate::value::{Blank, Place, Value};
use crate::xml::Reader;

/// Which checks a text still needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checks {
    /// All that the schema asks for.
    All,
    /// What the Rust type needs.
    Value,
}

impl Checks {
    pub(crate) fn of(mode: Mode) -> Self {
        match mode {
            Mode::Strict => Checks::All,
            Mode::Lenient => Checks::Value,
        }
    }
}

/// Puts a text, as it stands in the document, into a place.
pub(crate) fn store(
    place: Place<'_>,
    text: &str,
    simple_type: &SimpleType,
    names: &dyn Namespaces,
    checks: Checks,
) -> Result<(), ValueError> {
    match (place, &simple_type.variety) {
        (Place::Text(value), _) => {
            store_text(value, text, simple_type, names, checks).map_err(|error| {
                if value.is_secret() {
                    error.redacted()
                } else {
                    error
                }
            })
        }
        (Place::Many(list), Variety::List(item)) => {
            let is_checked = reading_checks(item) && simple_type.has_no_facets();
            if checks == Checks::All && !is_checked {
                simple_type.validate(&simple_type.normalize(text), names)?;
            }
            let mut tokens = text.split(is_space).filter(|token| !token.is_empty());
            tokens.try_for_each(|token| match list.add() {
                // A token has no white space to normalise.
                Place::Text(value) => value.read(token, item, names),
                place => store(place, token, item, names, Checks::Value),
            })
        }
        (Place::Choice(choice), Variety::Union(members)) => {
            if checks == Checks::All {
                simple_type.validate(&simple_type.normalize(text), names)?;
            }
            for (variant, member) in (0..).zip(members.iter()) {
                if member.validate(&member.normalize(text), names).is_ok() {
                    return store(
                        choice.select(variant).place(),
                        text,
                        member,
                        names,
                        Checks::Value,
                    );
                }
            }
            Err(no_member(text, simple_type))
        }
        (Place::Checked(_), _) if checks == Checks::All => {
            simple_type.validate(&simple_type.normalize(text), names)
        }
        (Place::Checked(_), _) => Ok(()),
        (Place::Nillable(nillable), _) => store(nillable.fill(), text, simple_type, names, checks),
        (Place::Empty, _) => Ok(()),
        _ => Err(no_member(text, simple_type)),
    }
}

fn store_text(
    value: &mut dyn Simple,
    text: &str,
    simple_type: &SimpleType,
    names: &dyn Namespaces,
    checks: Checks,
) -> Result<(), ValueError> {
    let normalized = simple_type.normalize(text);
    if checks == Checks::All && !reading_checks(simple_type) {
        simple_type.validate(&normalized, names)?;
    }
    value.read(&normalized, simple_type, names)
}

impl Namespaces for Reader<'_> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.lookup(prefix)
            .filter(|namespace| !namespace.is_empty())
    }
}

/// The value of a text.
pub(crate) fn parse<T: Value + Blank>(
    text: &str,
    simple_type: &SimpleType,
    names: &dyn Namespaces,
) -> Result<T, ValueError> {
    let mut value = T::blank();
    store(value.place(), text, simple_type, names, Checks::All)?;
    Ok(value)
}

fn no_member(text: &str, simple_type: &SimpleType) -> ValueError {
    ValueError::lexical(text, String::new(), "a value of one of the member types")
        .for_type(simple_type)
}

/// Whether two texts are the same value of a type.
pub(crate) fn is_same_value(
    simple_type: &SimpleType,
    left: &str,
    right: &str,
    names: &dyn Namespaces,
) -> bool {
    let (left, right) = (simple_type.normalize(left), simple_type.normalize(right));
    if left == right {
        return true;
    }
    match (
        simple_type.value(&left, names),
        simple_type.value(&right, names),
    ) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}

/// Whether reading the Rust value checks all that the type asks for, so that it need not be checked twice: built-in
/// types whose lexical space is that of their Rust type.
fn reading_checks(simple_type: &SimpleType) -> bool {
    let Variety::Atomic(builtin) = &simple_type.variety else {
        return false;
    };
    let has_rust_type_of_its_own = matches!(
        builtin,
        Builtin::String
            | Builtin::AnySimpleType
            | Builtin::Boolean
            | Builtin::Decimal
            | Builtin::Integer
            | Builtin::Long
            | Builtin::Int
            | Builtin::Short
            | Builtin::Byte
            | Builtin::UnsignedLong
            | Builtin::UnsignedInt
            | Builtin::UnsignedShort
            | Builtin::UnsignedByte
            | Builtin::Float
            | Builtin::Double
            | Builtin::Duration
            | Builtin::DateTime
            | Builtin::Time
            | Builtin::Date
            | Builtin::GYearMonth
            | Builtin::GYear
            | Builtin::GMonthDay
            | Builtin::GDay
            | Builtin::GMonth
            | Builtin::HexBinary
            | Builtin::Base64Binary
    );
    has_rust_type_of_its_own && std::ptr::eq(simple_type, builtin.simple_type())
}
