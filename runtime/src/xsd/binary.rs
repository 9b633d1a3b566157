//! `xsd:base64Binary` and `xsd:hexBinary`.

use super::lexical::{Malformed, textual};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ops::{Deref, DerefMut};

/// Octets written in base64: `xsd:base64Binary` (Part 2, 3.2.16).
///
/// Text may have white space between its characters; padding must be there and right.
///
/// ```
/// use soapstone::xsd::Base64Binary;
///
/// let octets: Base64Binary = "aGVs bG8=".parse()?;
/// assert_eq!(*octets, *b"hello");
/// assert_eq!(octets.to_string(), "aGVsbG8=");
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Binary(pub Vec<u8>);

impl Base64Binary {
    /// Whether the text is in the lexical space.
    pub(crate) fn is_lexical(text: &str) -> bool {
        let (mut count, mut padding, mut last) = (0_usize, 0_usize, 0);
        for byte in text.bytes().filter(|byte| !is_space(byte)) {
            match sextet(byte) {
                Some(sextet) if padding == 0 => {
                    count += 1;
                    last = sextet;
                }
                None if byte == b'=' => padding += 1,
                _ => return false,
            }
        }
        match (count % 4, padding) {
            (0, 0) => true,
            // The bits beyond the last octet must be zero.
            (3, 1) => last & 0b11 == 0,
            (2, 2) => last & 0b1111 == 0,
            _ => false,
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Base64Binary, Malformed> {
        let decoded = if text.bytes().any(|byte| is_space(&byte)) {
            let dense: Vec<u8> = text.bytes().filter(|byte| !is_space(byte)).collect();
            STANDARD.decode(dense)
        } else {
            STANDARD.decode(text)
        };
        decoded.map(Base64Binary).map_err(|_| Malformed::Lexical)
    }

    pub(crate) fn push(&self, out: &mut String) {
        STANDARD.encode_string(&self.0, out);
    }
}

textual!(Base64Binary, Base64Binary, "base64 text");

/// Whether the byte is white space.
fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The six bits that a character of base64 stands for.
fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Octets written as hexadecimal digits: `xsd:hexBinary` (Part 2, 3.2.15).
///
/// ```
/// use soapstone::xsd::HexBinary;
///
/// let octets: HexBinary = "0fB7".parse()?;
/// assert_eq!(*octets, [0x0f, 0xb7]);
/// assert_eq!(octets.to_string(), "0FB7");
/// # Ok::<(), soapstone::simple::ValueError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HexBinary(pub Vec<u8>);

impl HexBinary {
    /// Whether the text is in the lexical space.
    pub(crate) fn is_lexical(text: &str) -> bool {
        text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    pub(crate) fn parse(text: &str) -> Result<HexBinary, Malformed> {
        let digit = |byte: &u8| {
            char::from(*byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        text.as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(digit(high)? << 4 | digit(low)?),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>()
            .map(HexBinary)
            .ok_or(Malformed::Lexical)
    }

    pub(crate) fn push(&self, out: &mut String) {
        out.reserve(self.0.len() * 2);
        for octet in &self.0 {
            for digit in [octet >> 4, octet & 0xf] {
                out.push(char::from(if digit < 10 {
                    b'0' + digit
                } else {
                    b'A' + digit - 10
                }));
            }
        }
    }
}

textual!(HexBinary, HexBinary, "hexadecimal digits");

/// Makes a type a thin cover of its octets.
macro_rules! octets {
    ($type:ident) => {
        impl Deref for $type {
            type Target = Vec<u8>;

            fn deref(&self) -> &Vec<u8> {
                &self.0
            }
        }

        impl DerefMut for $type {
            fn deref_mut(&mut self) -> &mut Vec<u8> {
                &mut self.0
            }
        }

        impl AsRef<[u8]> for $type {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $type {
            fn from(octets: Vec<u8>) -> $type {
                $type(octets)
            }
        }

        impl From<&[u8]> for $type {
            fn from(octets: &[u8]) -> $type {
                $type(octets.to_vec())
            }
        }

        impl From<$type> for Vec<u8> {
            fn from(value: $type) -> Vec<u8> {
                value.0
            }
        }
    };
}

octets!(Base64Binary);
octets!(HexBinary);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_base64_of_xsd() {
        for (text, octets) in [
            ("", &b""[..]),
            ("AA==", &[0]),
            ("A A = =", &[0]),
            ("AAE=", &[0, 1]),
            ("AAEC", &[0, 1, 2]),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
        ] {
            assert_eq!(text.parse::<Base64Binary>().unwrap().0, octets, "{text}");
            assert!(Base64Binary::is_lexical(text), "{text}");
        }
        for text in [
            "A", "AA", "AAE", "AB==", "AAF=", "AA=A", "====", "A===", "AA==AA==", "AAA=A", "A-_A",
            "AAECA", "é",
        ] {
            assert!(text.parse::<Base64Binary>().is_err(), "{text}");
            assert!(!Base64Binary::is_lexical(text), "{text}");
        }
    }

    #[test]
    fn takes_pairs_of_hexadecimal_digits() {
        assert_eq!("".parse::<HexBinary>().unwrap().0, b"");
        assert_eq!("00fFaA".parse::<HexBinary>().unwrap().to_string(), "00FFAA");
        for text in ["0", "0g", "0x00", "00 00", "éé", "000"] {
            assert!(text.parse::<HexBinary>().is_err(), "{text}");
            assert!(!HexBinary::is_lexical(text), "{text}");
        }
    }
}
