//! The lexical and value space of each built-in type.

use super::{Builtin, Namespaces, Value, ValueError};
use crate::xsd::name_chars::{is_name, is_ncname, is_nmtoken};
use crate::xsd::qname::{resolve, split};
use crate::xsd::{Base64Binary, HexBinary};
use crate::xsd::{Decimal, Notation, QName, float, is_minus_zero};
use std::str::FromStr;

/// What the qualified names in a text mean.
#[derive(Clone, Copy)]
pub(super) enum Names<'n> {
    /// They have prefixes: the text stands in a document.
    InScope(&'n dyn Namespaces),
    /// They are written `{namespace}local`: the text stands in a facet.
    Expanded,
}

impl Builtin {
    /// Whether the text is in the lexical space; quicker than to build the value.
    pub(super) fn check(self, text: &str, names: Names<'_>) -> Result<(), ValueError> {
        let is_fine = match self {
            Builtin::AnySimpleType | Builtin::String => true,
            Builtin::NormalizedString => !text.contains(['\t', '\n', '\r']),
            Builtin::Token => super::white_space::is_collapsed(text),
            Builtin::Language => is_language(text),
            Builtin::Nmtoken => is_nmtoken(text),
            Builtin::Name => is_name(text),
            Builtin::NcName | Builtin::Id | Builtin::Idref | Builtin::Entity => is_ncname(text),
            Builtin::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            Builtin::Float => float::parse_f32(text).is_some(),
            Builtin::Double => float::parse_f64(text).is_some(),
            Builtin::HexBinary => HexBinary::is_lexical(text),
            Builtin::Base64Binary => Base64Binary::is_lexical(text),
            Builtin::AnyUri => super::any_uri::is_uri_reference(text),
            _ => match self.is_integer(text) {
                Some(is_integer) => is_integer,
                None => return self.value(text, names).map(drop),
            },
        };
        is_fine
            .then_some(())
            .ok_or_else(|| ValueError::not_a(self, text))
    }

    /// Whether the text is a number of this integer type; `None` for the types that are not.
    fn is_integer(self, text: &str) -> Option<bool> {
        let is_positive = || !text.starts_with('-') && !is_zero(text);
        Some(match self {
            Builtin::Integer => is_whole(text),
            Builtin::NonPositiveInteger => is_whole(text) && !is_positive(),
            Builtin::NegativeInteger => is_whole(text) && text.starts_with('-') && !is_zero(text),
            Builtin::NonNegativeInteger => {
                is_whole(text) && (!text.starts_with('-') || is_zero(text))
            }
            Builtin::PositiveInteger => is_whole(text) && is_positive(),
            Builtin::Long => fits::<i64>(text),
            Builtin::Int => fits::<i32>(text),
            Builtin::Short => fits::<i16>(text),
            Builtin::Byte => fits::<i8>(text),
            Builtin::UnsignedLong => fits::<u64>(text),
            Builtin::UnsignedInt => fits::<u32>(text),
            Builtin::UnsignedShort => fits::<u16>(text),
            Builtin::UnsignedByte => fits::<u8>(text),
            _ => return None,
        })
    }

    /// The value of a text.
    pub(super) fn value<'a>(
        self,
        text: &'a str,
        names: Names<'_>,
    ) -> Result<Value<'a>, ValueError> {
        let not_a = || ValueError::not_a(self, text);
        Ok(match self.primitive() {
            Builtin::Boolean => Value::Boolean(match text {
                "true" | "1" => true,
                "false" | "0" => false,
                _ => return Err(not_a()),
            }),
            Builtin::Decimal => {
                if self.is_integer(text) == Some(false) {
                    return Err(not_a());
                }
                Value::Decimal(Decimal::parse(text).map_err(|_| not_a())?)
            }
            Builtin::Float => Value::Float(float::parse_f32(text).ok_or_else(not_a)?),
            Builtin::Double => Value::Double(float::parse_f64(text).ok_or_else(not_a)?),
            Builtin::Duration => Value::Duration(text.parse()?),
            Builtin::DateTime => Value::DateTime(text.parse()?),
            Builtin::Time => Value::Time(text.parse()?),
            Builtin::Date => Value::Date(text.parse()?),
            Builtin::GYearMonth => Value::GYearMonth(text.parse()?),
            Builtin::GYear => Value::GYear(text.parse()?),
            Builtin::GMonthDay => Value::GMonthDay(text.parse()?),
            Builtin::GDay => Value::GDay(text.parse()?),
            Builtin::GMonth => Value::GMonth(text.parse()?),
            Builtin::HexBinary => Value::HexBinary(text.parse()?),
            Builtin::Base64Binary => Value::Base64Binary(text.parse()?),
            Builtin::QName => Value::QName(self.name_value(text, names)?),
            Builtin::Notation => Value::Notation(Notation(self.name_value(text, names)?)),
            Builtin::AnyUri => {
                self.check(text, names)?;
                Value::AnyUri(text.into())
            }
            _ => {
                self.check(text, names)?;
                Value::String(text.into())
            }
        })
    }

    fn name_value(self, text: &str, names: Names<'_>) -> Result<QName, ValueError> {
        let names = match names {
            Names::InScope(names) => names,
            Names::Expanded => {
                return expanded_name(text).ok_or_else(|| ValueError::not_a(self, text));
            }
        };
        let (prefix, local, namespace) = resolve(text, self, names)?;
        Ok(QName {
            namespace: namespace.to_owned(),
            local: local.to_owned(),
            prefix: prefix.map(str::to_owned),
        })
    }

    /// What the lexical space of the type looks like, in words that follow "expected".
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Builtin::AnySimpleType | Builtin::String => "text",
            Builtin::NormalizedString => "text without tabs and line breaks",
            Builtin::Token => "text without line breaks, outer and double spaces",
            Builtin::Language => "a language tag such as en or pt-BR",
            Builtin::Nmtoken => "a name token: letters, digits, '.', '-', '_', ':'",
            Builtin::Name => {
                "a name: a letter, '_' or ':', then letters, digits, '.', '-', '_', ':'"
            }
            Builtin::NcName | Builtin::Id | Builtin::Idref | Builtin::Entity => {
                "a name without a colon: a letter or '_', then letters, digits, '.', '-', '_'"
            }
            Builtin::Boolean => "true, false, 1 or 0",
            Builtin::Decimal => "a decimal number such as -12.50 (no exponent)",
            Builtin::Integer => "a whole number",
            Builtin::NonPositiveInteger => "a whole number, at most 0",
            Builtin::NegativeInteger => "a whole number, at most -1",
            Builtin::Long => "a whole number from -9223372036854775808 to 9223372036854775807",
            Builtin::Int => "a whole number from -2147483648 to 2147483647",
            Builtin::Short => "a whole number from -32768 to 32767",
            Builtin::Byte => "a whole number from -128 to 127",
            Builtin::NonNegativeInteger => "a whole number, at least 0",
            Builtin::UnsignedLong => "a whole number from 0 to 18446744073709551615",
            Builtin::UnsignedInt => "a whole number from 0 to 4294967295",
            Builtin::UnsignedShort => "a whole number from 0 to 65535",
            Builtin::UnsignedByte => "a whole number from 0 to 255",
            Builtin::PositiveInteger => "a whole number, at least 1",
            Builtin::Float | Builtin::Double => "a number such as 1.5 or -2E10, INF, -INF or NaN",
            Builtin::Duration => "a duration such as P1Y2M3DT4H5M6.7S",
            Builtin::DateTime => "a date and time such as 2024-02-29T13:20:00.5Z",
            Builtin::Time => "a time such as 13:20:00 or 13:20:00.5+01:00",
            Builtin::Date => "a date such as 2024-02-29 or 2024-02-29Z",
            Builtin::GYearMonth => "a year and month such as 2024-02",
            Builtin::GYear => "a year such as 2024",
            Builtin::GMonthDay => "a month and day such as --02-29",
            Builtin::GDay => "a day such as ---29",
            Builtin::GMonth => "a month such as --02",
            Builtin::HexBinary => "pairs of hexadecimal digits",
            Builtin::Base64Binary => "base64 text",
            Builtin::AnyUri => "a URI reference",
            Builtin::QName => "a qualified name such as p:local",
            Builtin::Notation => "the qualified name of a notation",
        }
    }
}

/// A name written `{namespace}local`, or `local` if it is in no namespace.
fn expanded_name(text: &str) -> Option<QName> {
    let (namespace, local) = match text.strip_prefix('{') {
        Some(rest) => rest.split_once('}')?,
        None => ("", text),
    };
    let (None, local) = split(local)? else {
        return None;
    };
    Some(QName::new(namespace, local))
}

/// Whether the text is a language tag: letters, then parts of letters and digits, all of one to eight
/// (Part 2, 3.3.3).
fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(index, part)| {
        let is_allowed =
            |byte: u8| byte.is_ascii_alphabetic() || (index > 0 && byte.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(is_allowed)
    })
}

/// Whether the text is a whole number.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a whole number is zero.
fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'0'))
}

/// Whether the text is a whole number that the Rust type can hold. Rust's grammar is that of XSD, but
/// it refuses "-0" for unsigned types.
fn fits<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok() || is_minus_zero(text)
}
