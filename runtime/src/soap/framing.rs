//! How a message travels: which envelope, if any, and which HTTP headers.

use http::HeaderValue;

use crate::model::Name;

/// What stands around the elements of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// An envelope of SOAP 1.1, as `text/xml`.
    #[default]
    Soap11,
    /// An envelope of SOAP 1.2, as `application/soap+xml`.
    Soap12,
    /// The element of the body alone, as the root of the document. There is no place for header blocks.
    Bare,
    /// An element of this name around the header blocks and the element of the body. The reply is bare.
    Wrapped(Name),
}

/// How the HTTP header `SOAPAction` is written (SOAP 1.1 section 6.1.1).
///
/// SOAP 1.2 has no such header; there the action is a parameter of the content type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SoapActionStyle {
    /// In quotes, as the specification asks: `SOAPAction: "executeJob"`.
    #[default]
    Quoted,
    /// Without quotes, as some servers expect: `SOAPAction: executeJob`.
    Bare,
    /// Not at all.
    None,
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Soap11,
    Soap12,
}

/// The namespace of the envelope of SOAP 1.1.
pub(crate) const ENVELOPE_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// The namespace of the envelope of SOAP 1.2.
pub(crate) const ENVELOPE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

impl Version {
    pub(crate) const ALL: [Version; 2] = [Version::Soap11, Version::Soap12];

    pub(crate) const fn namespace(self) -> &'static str {
        match self {
            Version::Soap11 => ENVELOPE_11,
            Version::Soap12 => ENVELOPE_12,
        }
    }

    pub(crate) fn of_namespace(namespace: &str) -> Option<Version> {
        Version::ALL
            .into_iter()
            .find(|version| version.namespace() == namespace)
    }
}

impl Framing {
    /// The version of the envelope, if there is one.
    pub(crate) fn version(self) -> Option<Version> {
        match self {
            Framing::Soap11 => Some(Version::Soap11),
            Framing::Soap12 => Some(Version::Soap12),
            Framing::Bare | Framing::Wrapped(_) => None,
        }
    }

    /// The media type of a message.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Framing::Soap12 => "application/soap+xml; charset=UTF-8",
            Framing::Soap11 | Framing::Bare | Framing::Wrapped(_) => "text/xml; charset=UTF-8",
        })
    }

    /// The media type of a request, with the action that it names in SOAP 1.2 (RFC 3902); `None` for an action that
    /// can't stand in a header.
    pub(crate) fn request_content_type(self, action: &str) -> Option<HeaderValue> {
        if self != Framing::Soap12 || action.is_empty() {
            return Some(self.content_type());
        }
        let action = quoted(action)?;
        header_value(&format!(
            "application/soap+xml; charset=UTF-8; action={action}"
        ))
    }
}

impl SoapActionStyle {
    /// The value of the header; `None` for an action that can't stand in one.
    pub(crate) fn header_value(self, action: &str) -> Option<HeaderValue> {
        match self {
            SoapActionStyle::Quoted => header_value(&quoted(action)?),
            SoapActionStyle::Bare | SoapActionStyle::None => header_value(action),
        }
    }
}

/// A quoted string (RFC 9110 section 5.6.4), of ASCII only: what other characters mean is not defined.
fn quoted(text: &str) -> Option<String> {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='~' => quoted.push(character),
            _ => return None,
        }
    }
    quoted.push('"');
    Some(quoted)
}

fn header_value(text: &str) -> Option<HeaderValue> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain {
        HeaderValue::from_str(text).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_written_in_each_style() {
        let cases = [
            (
                SoapActionStyle::Quoted,
                "executeJob",
                Some("\"executeJob\""),
            ),
            (SoapActionStyle::Quoted, "", Some("\"\"")),
            (SoapActionStyle::Quoted, "a\"b\\c", Some("\"a\\\"b\\\\c\"")),
            (SoapActionStyle::Bare, "executeJob", Some("executeJob")),
            (SoapActionStyle::Bare, "", Some("")),
            (SoapActionStyle::Quoted, "a\r\nX-Other: 1", None),
            (SoapActionStyle::Bare, "a\r\nX-Other: 1", None),
            (SoapActionStyle::Bare, "a\0", None),
            (SoapActionStyle::Quoted, "ä", None),
        ];
        for (style, action, expected) in cases {
            let value = style.header_value(action);
            assert_eq!(
                value.as_ref().map(HeaderValue::as_bytes),
                expected.map(str::as_bytes),
                "{action:?}"
            );
        }
    }

    #[test]
    fn content_types_name_the_action_in_soap_12_only() {
        let cases = [
            (Framing::Soap11, "a", Some("text/xml; charset=UTF-8")),
            (Framing::Bare, "a", Some("text/xml; charset=UTF-8")),
            (
                Framing::Soap12,
                "",
                Some("application/soap+xml; charset=UTF-8"),
            ),
            (
                Framing::Soap12,
                "urn:a",
                Some("application/soap+xml; charset=UTF-8; action=\"urn:a\""),
            ),
            (
                Framing::Soap12,
                "a\"; x=\"",
                Some("application/soap+xml; charset=UTF-8; action=\"a\\\"; x=\\\"\""),
            ),
            (Framing::Soap12, "a\nb", None),
        ];
        for (framing, action, expected) in cases {
            let value = framing.request_content_type(action);
            assert_eq!(
                value.as_ref().map(HeaderValue::as_bytes),
                expected.map(str::as_bytes),
                "{action:?}"
            );
        }
    }
}
