//! `xsd:float` and `xsd:double`: the lexical rules of XSD for `f32` and `f64`.
//!
//! The types themselves are Rust's. Their own grammar is wider (`inf`, `nan`, `infinity`, `+INF`), and
//! they write infinity as `inf`; these functions read and write as XSD 1.0 Part 2, 3.2.4 and 3.2.5 say.

use std::fmt::Write;

/// Reads an `xsd:float`; `None` if the text is not in its lexical space.
///
/// ```
/// use soapstone::xsd::float::parse_f32;
///
/// assert_eq!(parse_f32("-INF"), Some(f32::NEG_INFINITY));
/// assert_eq!(parse_f32("1E2"), Some(100.0));
/// assert_eq!(parse_f32("inf"), None);
/// ```
#[must_use]
pub fn parse_f32(text: &str) -> Option<f32> {
    match text {
        "INF" => Some(f32::INFINITY),
        "-INF" => Some(f32::NEG_INFINITY),
        "NaN" => Some(f32::NAN),
        _ if is_number(text) => text.parse().ok(),
        _ => None,
    }
}

/// Reads an `xsd:double`; `None` if the text is not in its lexical space.
#[must_use]
pub fn parse_f64(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ if is_number(text) => text.parse().ok(),
        _ => None,
    }
}

/// Appends the shortest form that reads back as the same `xsd:float`: `19.99`, and where that would be long, the
/// canonical representation, `1.0E-9` (Part 2, 3.2.4.2). XSD asks no writer for the canonical representation, which
/// of 19.99 would be `1.999E1`.
pub fn write_f32(value: f32, out: &mut String) {
    write_finite(value.into(), &value, &value, out);
}

/// Appends the shortest form that reads back as the same `xsd:double`, as [`write_f32`] does.
pub fn write_f64(value: f64, out: &mut String) {
    write_finite(value, &value, &value, out);
}

/// Writes the special values, very large and small numbers with an exponent, others without.
fn write_finite(
    value: f64,
    plain: &dyn std::fmt::Display,
    exponent: &dyn std::fmt::LowerExp,
    out: &mut String,
) {
    if value.is_nan() {
        out.push_str("NaN");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "INF" } else { "-INF" });
    } else {
        let magnitude = value.abs();
        let few_digits = magnitude == 0.0 || (1e-5..1e16).contains(&magnitude);
        // Writing to a `String` can't fail.
        let _ = if few_digits {
            write!(out, "{plain}")
        } else {
            write_canonical(&format!("{exponent:e}"), out)
        };
    }
}

/// Turns Rust's `1e300` into the canonical representation, `1.0E300` (Part 2, 3.2.4.2).
fn write_canonical(text: &str, out: &mut String) -> std::fmt::Result {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let point = if mantissa.contains('.') { "" } else { ".0" };
    write!(out, "{mantissa}{point}E{exponent}")
}

/// Whether the text is a decimal number, perhaps with an exponent.
fn is_number(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_lexical_space_of_xsd_and_no_more() {
        for text in [
            "1",
            "-1E4",
            "1267.43233E12",
            "12.78e-2",
            "12",
            "-0",
            "0",
            "+1.",
            ".5",
            "1e400",
        ] {
            assert!(parse_f64(text).is_some(), "{text}");
            assert!(parse_f32(text).is_some(), "{text}");
        }
        for text in [
            "", "+", ".", "inf", "+INF", "Infinity", "infinity", "nan", "-NaN", "1e", "e1",
            "1e1.5", "0x1p3", "1 ", "1_000", "1e+", "--1", "1f",
        ] {
            assert!(parse_f64(text).is_none(), "{text}");
            assert!(parse_f32(text).is_none(), "{text}");
        }
    }

    #[test]
    fn writes_what_reads_back() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (0.1, "0.1"),
            (1e300, "1.0E300"),
            (6e-255, "6.0E-255"),
            (-1.5e-9, "-1.5E-9"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NaN"),
        ];
        for (value, text) in cases {
            let mut out = String::new();
            write_f64(value, &mut out);
            assert_eq!(out, text);
            assert_eq!(parse_f64(text).unwrap().to_bits(), value.to_bits());
        }
        let mut out = String::new();
        write_f32(0.1, &mut out);
        assert_eq!(out, "0.1");
    }
}
