//! The lexical representations of one value, beside the one that is written by default.
//!
//! A pattern constrains the text and not the value (Part 2, 4.3.4), so a value may be allowed in one form and not in
//! another: `1.50` and not `1.5`, `1E2` and not `100`. Of a union, the form also tells which member type is meant.

use super::{Builtin, SimpleType, Variety};

/// The most digits that a form is filled up to.
const MOST_DIGITS: usize = 20;

impl SimpleType {
    /// Whether some value of the type has more than one text, names aside, whose prefixes are kept with the value.
    pub(crate) fn has_many_forms(&self) -> bool {
        match &self.variety {
            Variety::Atomic(builtin) => has_many_forms(*builtin),
            Variety::List(item) => item.has_many_forms(),
            Variety::Union(members) => members.iter().any(|member| member.has_many_forms()),
        }
    }

    /// The first other form of the value that `text` denotes which is accepted. The nearest to `text` come first.
    pub(crate) fn other_form(
        &self,
        text: &str,
        is_accepted: &mut dyn FnMut(&str) -> bool,
    ) -> Option<String> {
        match &self.variety {
            Variety::Atomic(builtin) => styles(*builtin)
                .into_iter()
                .filter_map(|style| style.apply(text))
                .find(|form| is_accepted(form)),
            Variety::List(item) => {
                let Variety::Atomic(builtin) = &item.variety else {
                    return None;
                };
                styles(*builtin)
                    .into_iter()
                    .filter_map(|style| {
                        let items = super::white_space::tokens(text);
                        let items = items.map(|item| style.apply(item));
                        Some(items.collect::<Option<Vec<String>>>()?.join(" "))
                    })
                    .find(|form| is_accepted(form))
            }
            Variety::Union(_) => {
                let (_, member, text) = self.member(text, &()).ok()?;
                member.other_form(&text, is_accepted)
            }
        }
    }
}

/// A way to write the values of a primitive type.
#[derive(Clone, Copy, Debug)]
enum Style {
    /// A truth value as `1` or `0`.
    Digit,
    /// A number without an exponent, with at least so many digits on each side of the point.
    Fixed {
        integer: usize,
        fraction: usize,
        has_plus: bool,
    },
    /// A number with an exponent of at least so many digits, and a mantissa with one digit before the point.
    Scientific {
        letter: char,
        fraction: usize,
        exponent: usize,
        has_plus: bool,
        exponent_has_plus: bool,
    },
    /// A duration in which no part of the date, or none at all, is left out; each with at least so many digits.
    Parts { has_time: bool, digits: usize },
    /// A point in time with so many digits of a second's fraction, and with this for `Z`.
    Time {
        fraction: usize,
        zone: Option<&'static str>,
    },
    /// Hexadecimal digits in lower case.
    LowerCase,
}

fn has_many_forms(builtin: Builtin) -> bool {
    !matches!(
        builtin.primitive(),
        Builtin::String
            | Builtin::AnySimpleType
            | Builtin::AnyUri
            | Builtin::Base64Binary
            | Builtin::QName
            | Builtin::Notation
    )
}

/// The ways to write the values of a type, those that change least first.
fn styles(builtin: Builtin) -> Vec<Style> {
    match builtin.primitive() {
        Builtin::Boolean => vec![Style::Digit],
        Builtin::Decimal if builtin == Builtin::Decimal => fixed(MOST_DIGITS),
        Builtin::Decimal => fixed(0),
        Builtin::Float | Builtin::Double => {
            let mut styles = scientific();
            styles.extend(fixed(MOST_DIGITS));
            styles
        }
        Builtin::Duration => {
            let kinds = [false, true].into_iter();
            kinds
                .flat_map(|has_time| (1..=4).map(move |digits| Style::Parts { has_time, digits }))
                .collect()
        }
        Builtin::DateTime | Builtin::Time => times(9),
        Builtin::Date
        | Builtin::GYearMonth
        | Builtin::GYear
        | Builtin::GMonthDay
        | Builtin::GDay
        | Builtin::GMonth => times(0),
        Builtin::HexBinary => vec![Style::LowerCase],
        _ => Vec::new(),
    }
}

fn fixed(most_of_fraction: usize) -> Vec<Style> {
    let mut styles = Vec::new();
    for has_plus in [false, true] {
        // Leading zeros are asked for more often than that a lone one is left out.
        for integer in (1..=MOST_DIGITS).chain([0]) {
            styles.extend((0..=most_of_fraction).map(|fraction| Style::Fixed {
                integer,
                fraction,
                has_plus,
            }));
        }
    }
    styles
}

fn scientific() -> Vec<Style> {
    let mut styles = Vec::new();
    for has_plus in [false, true] {
        for letter in ['E', 'e'] {
            for exponent_has_plus in [false, true] {
                for exponent in 1..=3 {
                    // The canonical representation, with a digit after the point, comes first.
                    let fractions = (1..=MOST_DIGITS).chain([0]);
                    styles.extend(fractions.map(|fraction| Style::Scientific {
                        letter,
                        fraction,
                        exponent,
                        has_plus,
                        exponent_has_plus,
                    }));
                }
            }
        }
    }
    styles
}

fn times(most_of_fraction: usize) -> Vec<Style> {
    let zones = [None, Some("+00:00"), Some("-00:00")].into_iter();
    zones
        .flat_map(|zone| (0..=most_of_fraction).map(move |fraction| Style::Time { fraction, zone }))
        .collect()
}

impl Style {
    /// The text in this style; `None` where the style does not fit it.
    fn apply(self, text: &str) -> Option<String> {
        match self {
            Style::Digit => match text {
                "true" => Some(String::from("1")),
                "false" => Some(String::from("0")),
                _ => None,
            },
            Style::Fixed {
                integer,
                fraction,
                has_plus,
            } => Number::parse(text)?.fixed(integer, fraction, has_plus),
            Style::Scientific {
                letter,
                fraction,
                exponent,
                has_plus,
                exponent_has_plus,
            } => {
                let number = Number::parse(text)?;
                let (mantissa, value) = number.mantissa(fraction, has_plus);
                let sign = match (value < 0, exponent_has_plus) {
                    (true, _) => "-",
                    (false, true) => "+",
                    (false, false) => "",
                };
                let magnitude = value.unsigned_abs();
                Some(format!("{mantissa}{letter}{sign}{magnitude:0>exponent$}"))
            }
            Style::Parts { has_time, digits } => with_all_parts(text, has_time, digits),
            Style::Time { fraction, zone } => with_time(text, fraction, zone),
            Style::LowerCase => Some(text.to_ascii_lowercase()),
        }
    }
}

/// A decimal number, as `0.digits` times a power of ten.
struct Number {
    is_negative: bool,
    /// Without leading and trailing zeros; empty for zero.
    digits: String,
    /// The power of ten.
    point: i64,
}

impl Number {
    fn parse(text: &str) -> Option<Number> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
            None => (text, 0_i64),
        };
        let is_negative = mantissa.starts_with('-');
        let mantissa = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{integer}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = all.trim_start_matches('0');
        let leading = i64::try_from(all.len() - significant.len()).ok()?;
        let digits = significant.trim_end_matches('0').to_owned();
        let point = if digits.is_empty() {
            0
        } else {
            i64::try_from(integer.len()).ok()? - leading + exponent
        };
        Some(Number {
            is_negative,
            digits,
            point,
        })
    }

    fn sign(&self, has_plus: bool) -> &'static str {
        match (self.is_negative, has_plus) {
            (true, _) => "-",
            (false, true) => "+",
            (false, false) => "",
        }
    }

    fn fixed(&self, integer: usize, fraction: usize, has_plus: bool) -> Option<String> {
        let digit = |position: i64| {
            let index = usize::try_from(position).ok();
            index
                .and_then(|index| self.digits.as_bytes().get(index))
                .map_or('0', |byte| char::from(*byte))
        };
        let len = i64::try_from(self.digits.len()).ok()?;
        let before = self.point.max(i64::try_from(integer).ok()?);
        let after = (len - self.point).max(i64::try_from(fraction).ok()?).max(0);
        if before == 0 && after == 0 {
            return None;
        }
        let mut text = self.sign(has_plus).to_owned();
        text.extend((self.point - before..self.point).map(digit));
        if after > 0 {
            text.push('.');
            text.extend((self.point..self.point + after).map(digit));
        }
        Some(text)
    }

    /// The mantissa with one digit before the point, and the exponent that goes with it.
    fn mantissa(&self, fraction: usize, has_plus: bool) -> (String, i64) {
        let mut digits = self.digits.chars();
        let first = digits.next().unwrap_or('0');
        let rest = digits.as_str();
        let mut text = self.sign(has_plus).to_owned();
        text.push(first);
        if fraction > 0 || !rest.is_empty() {
            text.push_str(&format!(".{rest:0<fraction$}"));
        }
        let exponent = if self.digits.is_empty() {
            0
        } else {
            self.point - 1
        };
        (text, exponent)
    }
}

/// A duration with all its parts, or all parts of its date where it has no time.
fn with_all_parts(text: &str, has_time: bool, digits: usize) -> Option<String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (date, time) = rest
        .strip_prefix('P')?
        .split_once('T')
        .unwrap_or((rest.get(1..)?, ""));
    let mut out = format!("{sign}P{}", filled(date, &["Y", "M", "D"], digits)?);
    if has_time || !time.is_empty() {
        out.push('T');
        out.push_str(&filled(time, &["H", "M", "S"], digits)?);
    }
    Some(out)
}

/// Numbers with units, those that are not there as zeros.
fn filled(mut parts: &str, units: &[&str], digits: usize) -> Option<String> {
    let mut out = String::new();
    for unit in units {
        let number = match parts.split_once(unit) {
            Some((number, rest)) => {
                parts = rest;
                number
            }
            None => "0",
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        out.push_str(&format!("{whole:0>digits$}"));
        if let Some(fraction) = fraction {
            out.push('.');
            out.push_str(fraction);
        }
        out.push_str(unit);
    }
    parts.is_empty().then_some(out)
}

/// A point in time, and its zone if it has one.
fn split_zone(text: &str) -> (&str, &str) {
    if let Some(point) = text.strip_suffix('Z') {
        return (point, "Z");
    }
    let is_offset = |zone: &str| zone.starts_with(['+', '-']) && zone.find(':') == Some(3);
    match text
        .len()
        .checked_sub(6)
        .and_then(|at| text.split_at_checked(at))
    {
        Some((point, zone)) if is_offset(zone) => (point, zone),
        _ => (text, ""),
    }
}

/// A point in time with another number of digits, and another way to write UTC.
fn with_time(text: &str, fraction: usize, zone: Option<&str>) -> Option<String> {
    let is_utc = text.ends_with('Z');
    let (point, own_zone) = split_zone(text);
    let zone = match zone {
        Some(zone) if is_utc => zone,
        Some(_) => return None,
        None => own_zone,
    };
    if fraction == 0 {
        return Some(format!("{point}{zone}"));
    }
    let (whole, digits) = point.split_once('.').unwrap_or((point, ""));
    Some(format!("{whole}.{digits:0<fraction$}{zone}"))
}

#[cfg(all(test, feature = "pattern"))]
mod tests {
    use super::super::{BOOLEAN, DATE_TIME, DECIMAL, DOUBLE, DURATION, HEX_BINARY, INT, Pattern};
    use super::*;

    #[test]
    fn the_nearest_form_that_a_pattern_allows_is_found() {
        let cases: [(&SimpleType, &str, &str, &str); 14] = [
            (&BOOLEAN, "true", "[01]", "1"),
            (&DECIMAL, "1.5", r"\d+\.\d{2}", "1.50"),
            (&DECIMAL, "-7", r"-\d{3}\.\d", "-007.0"),
            (&DECIMAL, "0.5", r"\.\d", ".5"),
            (&DECIMAL, "12", r"\+\d+", "+12"),
            (&INT, "12", r"\d{4}", "0012"),
            (&DOUBLE, "1.0E300", r"\d\.\d{6}E\d+", "1.000000E300"),
            (&DOUBLE, "0.01", "...[Ee]..", "1.0E-2"),
            (&DOUBLE, "1250", r"\de\+\d{2}|\d\.\d\de\+\d{2}", "1.25e+03"),
            (&DOUBLE, "1.0E16", r"\d+", "10000000000000000"),
            (
                &DURATION,
                "P1Y",
                r"P\d+Y\d+M\d+DT\d+H\d+M\d+S",
                "P1Y0M0DT0H0M0S",
            ),
            (
                &DATE_TIME,
                "2024-02-29T01:02:03Z",
                r".*:03\.000\+00:00",
                "2024-02-29T01:02:03.000+00:00",
            ),
            (
                &DATE_TIME,
                "2024-02-29T01:02:03.5-05:00",
                r".*:03\.50-05:00",
                "2024-02-29T01:02:03.50-05:00",
            ),
            (&HEX_BINARY, "AB0C", "[a-f0-9]*", "ab0c"),
        ];
        for (simple_type, text, pattern, expected) in cases {
            let pattern = Pattern::new(pattern);
            let found = simple_type.other_form(text, &mut |form| {
                pattern.is_match(form).unwrap()
                    && simple_type.value(form, &()) == simple_type.value(text, &())
            });
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn every_form_is_the_same_value() {
        let cases: [(&SimpleType, &[&str]); 6] = [
            (&DECIMAL, &["0", "-1.25", "100", "0.001"]),
            (&INT, &["0", "-7", "1200"]),
            (&DOUBLE, &["0", "-0", "1.5", "-1.0E-9", "123.0E5"]),
            (&DURATION, &["PT0S", "-P1Y2DT3.5S", "P12M", "PT90M"]),
            (
                &DATE_TIME,
                &["2024-02-29T01:02:03.25Z", "-0044-03-15T00:00:00"],
            ),
            (&HEX_BINARY, &["", "0AFF"]),
        ];
        for (simple_type, texts) in cases {
            for text in texts {
                let value = simple_type.value(text, &()).unwrap();
                simple_type.other_form(text, &mut |form| {
                    assert_eq!(simple_type.value(form, &()).as_ref(), Ok(&value), "{form}");
                    false
                });
            }
        }
    }

    #[test]
    fn numbers_that_are_not_finite_have_one_form() {
        for text in ["INF", "-INF", "NaN"] {
            assert_eq!(DOUBLE.other_form(text, &mut |_| true), None);
        }
    }
}
