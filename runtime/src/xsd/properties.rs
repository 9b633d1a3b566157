//! What holds for every value of every type.

use super::*;
use crate::simple::{
    Builtin, DOUBLE, FLOAT, QNAME, Simple, SimpleType, ValueError, WhiteSpace, builtin,
};
use bigdecimal::BigDecimal;
use proptest::collection::vec;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::fmt::{Debug, Display};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

/// Writing and reading gives the same value, and the same text once more.
fn round_trips<T>(value: &T) -> Result<(), TestCaseError>
where
    T: FromStr<Err = ValueError> + Display + Debug + Simple + Eq + Hash + Default,
{
    let text = value.to_string();
    let read: T = text
        .parse()
        .map_err(|error| TestCaseError::fail(format!("{error}")))?;
    prop_assert_eq!(&read, value);
    prop_assert_eq!(hash(&read), hash(value));
    prop_assert_eq!(read.to_string(), text.clone());

    let mut written = String::new();
    value.write(&mut written, &mut ()).unwrap();
    prop_assert_eq!(&written, &text);
    let mut filled = T::default();
    filled
        .read(&text, Builtin::String.simple_type(), &())
        .unwrap();
    prop_assert_eq!(&filled, value);
    Ok(())
}

/// Equal values hash alike, and the order agrees with equality and with itself the other way round.
fn is_ordered<T: PartialOrd + Eq + Hash + Debug>(left: &T, right: &T) -> Result<(), TestCaseError> {
    let order = left.partial_cmp(right);
    prop_assert_eq!(
        order == Some(Ordering::Equal),
        left == right,
        "{:?} {:?}",
        left,
        right
    );
    prop_assert_eq!(right.partial_cmp(left), order.map(Ordering::reverse));
    if left == right {
        prop_assert_eq!(hash(left), hash(right));
    }
    Ok(())
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn fractions() -> impl Strategy<Value = Fraction> {
    prop_oneof![
        Just(Fraction::ZERO),
        (0_u32..1_000_000_000)
            .prop_map(|nanoseconds| Fraction::from_nanoseconds(nanoseconds).unwrap()),
        "[0-9]{1,20}".prop_map(|digits| {
            let time: Time = format!("00:00:00.{digits}").parse().unwrap();
            time.fraction().clone()
        }),
    ]
}

fn timezones() -> impl Strategy<Value = Option<Timezone>> {
    proptest::option::of(
        (-840_i16..=840).prop_map(|minutes| Timezone::from_minutes(minutes).unwrap()),
    )
}

fn years() -> impl Strategy<Value = i64> {
    prop_oneof![1_i64..3000, -3000_i64..0, -i64::MAX..0, 1_i64..=i64::MAX]
}

fn dates() -> impl Strategy<Value = Date> {
    (years(), 1_u8..13, 1_u8..29, timezones()).prop_map(|(year, month, day, timezone)| {
        Date::new(year, month, day).unwrap().with_timezone(timezone)
    })
}

fn times() -> impl Strategy<Value = Time> {
    (0_u8..24, 0_u8..60, 0_u8..60, fractions(), timezones()).prop_map(
        |(hour, minute, second, fraction, timezone)| {
            Time::new(hour, minute, second)
                .unwrap()
                .with_fraction(fraction)
                .with_timezone(timezone)
        },
    )
}

fn moments() -> impl Strategy<Value = DateTime> {
    (dates(), times()).prop_map(|(date, time)| DateTime::from_parts(date, time))
}

fn durations() -> impl Strategy<Value = Duration> {
    let part = || prop_oneof![Just(0_u64), 0_u64..100, any::<u64>()];
    (
        any::<bool>(),
        [part(), part(), part()],
        [part(), part(), part()],
        fractions(),
    )
        .prop_map(
            |(negative, [years, months, days], [hours, minutes, seconds], fraction)| Duration {
                negative,
                years,
                months,
                days,
                hours,
                minutes,
                seconds,
                fraction,
            },
        )
}

fn decimals() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,5}",
        "-?[0-9]{0,5}\\.[0-9]{1,5}",
        "-?[0-9]{1,60}\\.?[0-9]{0,60}",
        "-?0\\.0{0,300}[0-9]"
    ]
}

proptest! {
    #[test]
    fn dates_and_times_round_trip(
        date in dates(), time in times(), moment in moments(), duration in durations(),
        year in years(), month in 1_u8..13, day in 1_u8..30, timezone in timezones(),
    ) {
        round_trips(&date)?;
        round_trips(&time)?;
        round_trips(&moment)?;
        round_trips(&duration)?;
        round_trips(&GYear::new(year).unwrap().with_timezone(timezone))?;
        round_trips(&GYearMonth::new(year, month).unwrap().with_timezone(timezone))?;
        round_trips(&GMonth::new(month).unwrap().with_timezone(timezone))?;
        round_trips(&GMonthDay::new(month, day).unwrap().with_timezone(timezone))?;
        round_trips(&GDay::new(day).unwrap().with_timezone(timezone))?;
    }

    #[test]
    fn dates_and_times_are_ordered(
        date in [dates(), dates()], time in [times(), times()], moment in [moments(), moments()],
        duration in [durations(), durations()],
    ) {
        is_ordered(&date[0], &date[1])?;
        is_ordered(&time[0], &time[1])?;
        is_ordered(&moment[0], &moment[1])?;
        is_ordered(&duration[0], &duration[1])?;
    }

    #[test]
    fn a_moment_is_the_same_in_every_time_zone(moment in moments(), minutes in -840_i16..=840) {
        let utc = moment.with_timezone(Some(Timezone::UTC));
        prop_assume!(utc.year().unsigned_abs() < 1 << 40);
        if let Ok(system) = std::time::SystemTime::try_from(&utc) {
            prop_assert_eq!(DateTime::from(system), utc.clone());
        }
        let shifted = utc.clone().with_timezone(Some(Timezone::from_minutes(minutes).unwrap()));
        prop_assert_eq!(shifted.partial_cmp(&utc), Some(0.cmp(&minutes)));
    }

    #[test]
    fn decimals_agree_with_another_implementation(left in decimals(), right in decimals()) {
        let (ours, others): (Decimal, Decimal) = (left.parse().unwrap(), right.parse().unwrap());
        let theirs = [BigDecimal::from_str(&left).unwrap(), BigDecimal::from_str(&right).unwrap()];
        prop_assert_eq!(ours.cmp(&others), theirs[0].cmp(&theirs[1]), "{} {}", left, right);
        prop_assert_eq!(BigDecimal::from_str(&ours.to_string()).unwrap(), theirs[0].clone());
        is_ordered(&ours, &others)?;
        round_trips(&ours)?;
        let normalized = theirs[0].normalized();
        let fraction_digits = usize::try_from(normalized.fractional_digit_count().max(0)).unwrap();
        prop_assert_eq!(ours.fraction_digits(), fraction_digits);
        let is_negative = theirs[0].sign() == bigdecimal::num_bigint::Sign::Minus;
        prop_assert_eq!(ours.is_negative(), is_negative);
    }

    #[test]
    fn decimals_and_integers_agree_with_primitives(left in any::<i128>(), right in any::<i128>(), small in any::<i16>()) {
        let pair = [Integer::from(left), Integer::from(right)];
        prop_assert_eq!(pair[0].cmp(&pair[1]), left.cmp(&right));
        prop_assert_eq!(i128::try_from(&Decimal::from(left)).unwrap(), left);
        prop_assert_eq!(i16::try_from(Integer::from(small)).unwrap(), small);
        prop_assert_eq!(Integer::from(small).to_string(), small.to_string());
        round_trips(&pair[0])?;
    }

    #[test]
    fn integers_agree_with_decimals(left in "[+-]?[0-9]{1,60}", right in "[+-]?[0-9]{1,60}") {
        let (one, other): (Integer, Integer) = (left.parse().unwrap(), right.parse().unwrap());
        prop_assert_eq!(one.cmp(&other), Decimal::from(&one).cmp(&Decimal::from(&other)));
        prop_assert_eq!(Integer::try_from(Decimal::from(&one)).unwrap(), one.clone());
        is_ordered(&one, &other)?;
        round_trips(&one)?;
    }

    #[test]
    fn floats_round_trip(double in any::<f64>(), float in any::<f32>()) {
        let mut text = String::new();
        double.write(&mut text, &mut ()).unwrap();
        prop_assert!(DOUBLE.validate(&text, &()).is_ok(), "{}", text);
        let mut read = 0.0_f64;
        read.read(&text, &DOUBLE, &()).unwrap();
        prop_assert!(read.to_bits() == double.to_bits() || (read.is_nan() && double.is_nan()));

        text.clear();
        float.write(&mut text, &mut ()).unwrap();
        let mut read = 0.0_f32;
        read.read(&text, &FLOAT, &()).unwrap();
        prop_assert!(read.to_bits() == float.to_bits() || (read.is_nan() && float.is_nan()));
    }

    #[test]
    fn octets_round_trip(octets in vec(any::<u8>(), 0..100)) {
        round_trips(&Base64Binary(octets.clone()))?;
        round_trips(&HexBinary(octets))?;
    }

    #[test]
    fn names_round_trip(local in "[a-z_é][a-z0-9.é-]{0,9}") {
        let name = QName::new("http://www.w3.org/XML/1998/namespace", local);
        let mut text = String::new();
        name.write(&mut text, &mut ()).unwrap();
        let mut read = QName::default();
        read.read(&text, &QNAME, &()).unwrap();
        prop_assert_eq!(read, name);
    }

    #[test]
    fn white_space_collapses_as_defined(text in "[ \t\r\na-c]{0,12}") {
        let words: Vec<&str> = text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(WhiteSpace::Collapse.normalize(&text), words.join(" "));
    }

    /// The quick check and the value agree on what is in the lexical space.
    #[test]
    fn checks_agree_with_values(text in texts()) {
        for name in BUILTINS {
            let simple_type: &SimpleType = builtin(name).unwrap();
            let checked = simple_type.validate(&text, &());
            let value = simple_type.value(&text, &());
            prop_assert_eq!(checked.as_ref().err(), value.as_ref().err(), "{} {:?}", name, text);
            if let Err(error) = checked {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}

const BUILTINS: &[&str] = &[
    "anySimpleType",
    "string",
    "normalizedString",
    "token",
    "language",
    "NMTOKEN",
    "Name",
    "NCName",
    "boolean",
    "decimal",
    "integer",
    "nonPositiveInteger",
    "negativeInteger",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "positiveInteger",
    "float",
    "double",
    "duration",
    "dateTime",
    "time",
    "date",
    "gYearMonth",
    "gYear",
    "gMonthDay",
    "gDay",
    "gMonth",
    "hexBinary",
    "base64Binary",
    "anyURI",
    "QName",
    "NOTATION",
    "NMTOKENS",
    "IDREFS",
];

/// Texts that some types take.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[+-]?[0-9]{0,20}",
        "-?[0-9]{4}-[0-1][0-9]-[0-3][0-9](T[0-2][0-9]:[0-6]0:00)?(Z|[+-][01][0-9]:00)?",
        "-?P([0-9]Y)?([0-9]M)?([0-9]D)?(T([0-9]H)?([0-9](\\.[0-9])?S)?)?",
        "[-+.eE0-9INFa]{0,6}",
        "[A-D=+/ ]{0,9}",
        "[a-f0-9:%#/\\[\\] -]{0,12}",
        "-{2,3}[0-3][0-9](-[0-3][0-9])?",
    ]
}
