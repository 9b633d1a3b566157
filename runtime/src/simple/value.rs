//! A value of any simple type, for comparison by the value space.

use crate::xsd::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    HexBinary, Notation, QName, Time,
};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value of any simple type, in the value space of its primitive type: what enumerations, bounds,
/// fixed values and identity constraints compare.
///
/// Values of different primitive types are never equal, even if they are written alike. The order is
/// partial as XSD says; types without an order have none.
///
/// ```
/// use soapstone::simple::{DECIMAL, INT, STRING};
///
/// assert_eq!(INT.value("007", &())?, DECIMAL.value("7.0", &())?);
/// assert_ne!(INT.value("7", &())?, STRING.value("7", &())?);
/// assert!(INT.value("7", &())? < DECIMAL.value("7.5", &())?);
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Of `xsd:string` and what is derived from it, and of `xsd:anySimpleType`.
    String(Cow<'a, str>),
    /// Of `xsd:anyURI`.
    AnyUri(Cow<'a, str>),
    /// Of `xsd:boolean`.
    Boolean(bool),
    /// Of `xsd:decimal` and what is derived from it.
    Decimal(Decimal),
    /// Of `xsd:float`.
    Float(f32),
    /// Of `xsd:double`.
    Double(f64),
    /// Of `xsd:duration`.
    Duration(Duration),
    /// Of `xsd:dateTime`.
    DateTime(DateTime),
    /// Of `xsd:time`.
    Time(Time),
    /// Of `xsd:date`.
    Date(Date),
    /// Of `xsd:gYearMonth`.
    GYearMonth(GYearMonth),
    /// Of `xsd:gYear`.
    GYear(GYear),
    /// Of `xsd:gMonthDay`.
    GMonthDay(GMonthDay),
    /// Of `xsd:gDay`.
    GDay(GDay),
    /// Of `xsd:gMonth`.
    GMonth(GMonth),
    /// Of `xsd:hexBinary`.
    HexBinary(HexBinary),
    /// Of `xsd:base64Binary`.
    Base64Binary(Base64Binary),
    /// Of `xsd:QName`.
    QName(QName),
    /// Of `xsd:NOTATION`.
    Notation(Notation),
    /// Of a list type.
    List(Vec<Value<'a>>),
}

impl Value<'_> {
    /// The same value, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Value::AnyUri(text) => Value::AnyUri(Cow::Owned(text.into_owned())),
            Value::Boolean(value) => Value::Boolean(value),
            Value::Decimal(value) => Value::Decimal(value),
            Value::Float(value) => Value::Float(value),
            Value::Double(value) => Value::Double(value),
            Value::Duration(value) => Value::Duration(value),
            Value::DateTime(value) => Value::DateTime(value),
            Value::Time(value) => Value::Time(value),
            Value::Date(value) => Value::Date(value),
            Value::GYearMonth(value) => Value::GYearMonth(value),
            Value::GYear(value) => Value::GYear(value),
            Value::GMonthDay(value) => Value::GMonthDay(value),
            Value::GDay(value) => Value::GDay(value),
            Value::GMonth(value) => Value::GMonth(value),
            Value::HexBinary(value) => Value::HexBinary(value),
            Value::Base64Binary(value) => Value::Base64Binary(value),
            Value::QName(value) => Value::QName(value),
            Value::Notation(value) => Value::Notation(value),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
        }
    }

    /// A number for the primitive type, so that unlike values hash apart.
    fn rank(&self) -> u8 {
        match self {
            Value::String(_) => 0,
            Value::AnyUri(_) => 1,
            Value::Boolean(_) => 2,
            Value::Decimal(_) => 3,
            Value::Float(_) => 4,
            Value::Double(_) => 5,
            Value::Duration(_) => 6,
            Value::DateTime(_) => 7,
            Value::Time(_) => 8,
            Value::Date(_) => 9,
            Value::GYearMonth(_) => 10,
            Value::GYear(_) => 11,
            Value::GMonthDay(_) => 12,
            Value::GDay(_) => 13,
            Value::GMonth(_) => 14,
            Value::HexBinary(_) => 15,
            Value::Base64Binary(_) => 16,
            Value::QName(_) => 17,
            Value::Notation(_) => 18,
            Value::List(_) => 19,
        }
    }
}

/// By the value space. Not-a-number equals itself (Part 2, 3.2.4.1).
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::String(left), Value::String(right))
            | (Value::AnyUri(left), Value::AnyUri(right)) => left == right,
            (Value::Boolean(left), Value::Boolean(right)) => left == right,
            (Value::Decimal(left), Value::Decimal(right)) => left == right,
            (Value::Float(left), Value::Float(right)) => {
                float_bits((*left).into()) == float_bits((*right).into())
            }
            (Value::Double(left), Value::Double(right)) => float_bits(*left) == float_bits(*right),
            (Value::Duration(left), Value::Duration(right)) => left == right,
            (Value::DateTime(left), Value::DateTime(right)) => left == right,
            (Value::Time(left), Value::Time(right)) => left == right,
            (Value::Date(left), Value::Date(right)) => left == right,
            (Value::GYearMonth(left), Value::GYearMonth(right)) => left == right,
            (Value::GYear(left), Value::GYear(right)) => left == right,
            (Value::GMonthDay(left), Value::GMonthDay(right)) => left == right,
            (Value::GDay(left), Value::GDay(right)) => left == right,
            (Value::GMonth(left), Value::GMonth(right)) => left == right,
            (Value::HexBinary(left), Value::HexBinary(right)) => left == right,
            (Value::Base64Binary(left), Value::Base64Binary(right)) => left == right,
            (Value::QName(left), Value::QName(right)) => left == right,
            (Value::Notation(left), Value::Notation(right)) => left == right,
            (Value::List(left), Value::List(right)) => left == right,
            _ => false,
        }
    }
}

impl Eq for Value<'_> {}

impl Hash for Value<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rank().hash(state);
        match self {
            Value::String(value) | Value::AnyUri(value) => value.hash(state),
            Value::Boolean(value) => value.hash(state),
            Value::Decimal(value) => value.hash(state),
            Value::Float(value) => float_bits((*value).into()).hash(state),
            Value::Double(value) => float_bits(*value).hash(state),
            Value::Duration(value) => value.hash(state),
            Value::DateTime(value) => value.hash(state),
            Value::Time(value) => value.hash(state),
            Value::Date(value) => value.hash(state),
            Value::GYearMonth(value) => value.hash(state),
            Value::GYear(value) => value.hash(state),
            Value::GMonthDay(value) => value.hash(state),
            Value::GDay(value) => value.hash(state),
            Value::GMonth(value) => value.hash(state),
            Value::HexBinary(value) => value.hash(state),
            Value::Base64Binary(value) => value.hash(state),
            Value::QName(value) => value.hash(state),
            Value::Notation(value) => value.hash(state),
            Value::List(items) => items.hash(state),
        }
    }
}

/// The bits of a float; the same for both zeros, and for all that are not a number.
fn float_bits(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

/// The order of the primitive type, where it has one.
impl PartialOrd for Value<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Value::Decimal(left), Value::Decimal(right)) => Some(left.cmp(right)),
            (Value::Float(left), Value::Float(right)) if !left.is_nan() => left.partial_cmp(right),
            (Value::Double(left), Value::Double(right)) if !left.is_nan() => {
                left.partial_cmp(right)
            }
            (Value::Duration(left), Value::Duration(right)) => left.partial_cmp(right),
            (Value::DateTime(left), Value::DateTime(right)) => left.partial_cmp(right),
            (Value::Time(left), Value::Time(right)) => left.partial_cmp(right),
            (Value::Date(left), Value::Date(right)) => left.partial_cmp(right),
            (Value::GYearMonth(left), Value::GYearMonth(right)) => left.partial_cmp(right),
            (Value::GYear(left), Value::GYear(right)) => left.partial_cmp(right),
            (Value::GMonthDay(left), Value::GMonthDay(right)) => left.partial_cmp(right),
            (Value::GDay(left), Value::GDay(right)) => left.partial_cmp(right),
            (Value::GMonth(left), Value::GMonth(right)) => left.partial_cmp(right),
            _ => (self == other).then_some(Ordering::Equal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::{DOUBLE, FLOAT, QNAME, STRING};
    use std::collections::HashSet;

    #[test]
    fn floats_equal_themselves() {
        let value = |text| DOUBLE.value(text, &()).unwrap();
        assert_eq!(value("NaN"), value("NaN"));
        assert_eq!(value("-0"), value("0"));
        assert_eq!(value("NaN").partial_cmp(&value("1")), None);
        assert_eq!(
            value("NaN").partial_cmp(&value("NaN")),
            Some(Ordering::Equal)
        );
        assert!(value("-INF") < value("INF"));
        assert_ne!(FLOAT.value("1", &()).unwrap(), value("1"));
        let set: HashSet<_> = ["NaN", "NaN", "0", "-0", "1e0", "1"].map(value).into();
        assert_eq!(set.len(), 3);
    }

    #[test]
    fn texts_have_no_order() {
        let value = |text| STRING.value(text, &()).unwrap();
        assert_eq!(value("a").partial_cmp(&value("b")), None);
        assert_ne!(QNAME.value("a", &()).unwrap(), value("a"));
    }
}
