//! From the response on the wire to the response that the SOAP layer reads.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};

use super::endpoint::origin_of;
use super::{BodyLimit, TransportError, TransportErrorKind, TransportLimits, UnsupportedEncoding};

/// Undoes the content encoding (RFC 9110 section 8.4) of a body, within the limits.
///
/// Reads `gzip` and its old name `x-gzip` (feature `gzip`), with any number of members. An empty
/// body is empty in every encoding, because servers label empty replies too.
///
/// The encoding is looked up in `headers`, which a caller then has to correct;
/// [`finish_response`] does both.
///
/// # Errors
///
/// [`TransportErrorKind::BodyTooLarge`], [`InflateRatio`](TransportErrorKind::InflateRatio),
/// [`UnsupportedEncoding`](TransportErrorKind::UnsupportedEncoding) and
/// [`Gzip`](TransportErrorKind::Gzip), all with `request_sent`.
///
/// ```
/// use bytes::Bytes;
/// use http::HeaderMap;
/// use soapstone::transport::{TransportLimits, decode_body};
///
/// let limits = TransportLimits { body_bytes: 3, ..TransportLimits::default() };
/// let error = decode_body(&HeaderMap::new(), Bytes::from_static(b"four"), &limits).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the body is larger than the limit `body_bytes` of 3 bytes: found 4 bytes",
/// );
/// ```
pub fn decode_body(
    headers: &HeaderMap,
    body: Bytes,
    limits: &TransportLimits,
) -> Result<Bytes, TransportError> {
    decode(headers, body, limits).map_err(|kind| TransportError::new(kind, true))
}

/// Makes a buffered response from the wire into the one that a [`Transport`](super::Transport)
/// returns: redirects refused, content encoding undone, and the header fields that spoke about the
/// encoded body removed.
///
/// The last step of every transport; one of your own should call it too.
///
/// # Errors
///
/// [`TransportErrorKind::RedirectRefused`], and those of [`decode_body`].
pub fn finish_response(
    response: Response<Bytes>,
    limits: &TransportLimits,
) -> Result<Response<Bytes>, TransportError> {
    let (mut parts, body) = response.into_parts();
    refuse_redirect(parts.status, &parts.headers)
        .map_err(|kind| TransportError::new(kind, true))?;
    let body = decode_body(&parts.headers, body, limits)?;
    for name in [CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    Ok(Response::from_parts(parts, body))
}

pub(super) fn decode(
    headers: &HeaderMap,
    body: Bytes,
    limits: &TransportLimits,
) -> Result<Bytes, TransportErrorKind> {
    within(BodyLimit::WireBytes, limits.wire_bytes, size(&body))?;
    match ContentEncoding::of(headers).map_err(TransportErrorKind::UnsupportedEncoding)? {
        ContentEncoding::Identity => {}
        ContentEncoding::Gzip if body.is_empty() => {}
        #[cfg(feature = "gzip")]
        ContentEncoding::Gzip => return super::gzip::inflate(&body, limits).map(Bytes::from),
        #[cfg(not(feature = "gzip"))]
        ContentEncoding::Gzip => {
            return Err(TransportErrorKind::UnsupportedEncoding(
                UnsupportedEncoding::GzipNotEnabled,
            ));
        }
    }
    within(BodyLimit::BodyBytes, limits.body_bytes, size(&body))?;
    Ok(body)
}

/// An error if `found` bytes are more than the limit allows.
pub(super) fn within(limit: BodyLimit, maximum: u64, found: u64) -> Result<(), TransportErrorKind> {
    if found > maximum {
        return Err(TransportErrorKind::BodyTooLarge {
            limit,
            maximum,
            found: Some(found),
        });
    }
    Ok(())
}

pub(super) fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn refuse_redirect(status: StatusCode, headers: &HeaderMap) -> Result<(), TransportErrorKind> {
    // The statuses that ask for the same request, or a GET, elsewhere: RFC 9110 section 15.4.
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !is_redirect {
        return Ok(());
    }
    let target = headers
        .get(LOCATION)
        .and_then(|value| Uri::try_from(value.as_bytes()).ok())
        .and_then(|uri| origin_of(&uri))
        .map(String::into_boxed_str);
    Err(TransportErrorKind::RedirectRefused { status, target })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ContentEncoding {
    Identity,
    Gzip,
}

impl ContentEncoding {
    fn of(headers: &HeaderMap) -> Result<Self, UnsupportedEncoding> {
        let names: Vec<&[u8]> = headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .map(HeaderValue::as_bytes)
            .flat_map(|value| value.split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii)
            .filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity"))
            .collect();
        match names.as_slice() {
            [] => Ok(ContentEncoding::Identity),
            [name] if is_gzip(name) => Ok(ContentEncoding::Gzip),
            [name] if name.eq_ignore_ascii_case(b"deflate") => Err(UnsupportedEncoding::Deflate),
            [name] => Err(UnsupportedEncoding::Unknown {
                name: printable(name),
            }),
            several => Err(UnsupportedEncoding::Several {
                count: several.len(),
            }),
        }
    }
}

fn is_gzip(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip")
}

/// A name that a stranger chose, made safe for a log.
fn printable(name: &[u8]) -> Box<str> {
    const LONGEST: usize = 32;
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
    name.iter()
        .take(LONGEST)
        .map(|byte| {
            if is_token(*byte) {
                char::from(*byte)
            } else {
                '?'
            }
        })
        .collect::<String>()
        .into_boxed_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(encodings: &[&str]) -> HeaderMap {
        let value = |text: &&str| {
            (
                CONTENT_ENCODING,
                HeaderValue::from_bytes(text.as_bytes()).unwrap(),
            )
        };
        encodings.iter().map(value).collect()
    }

    #[test]
    fn a_body_without_encoding_is_itself() {
        for encodings in [
            &[][..],
            &[""],
            &["identity"],
            &["identity, , IDENTITY", "identity"],
        ] {
            let body = Bytes::from_static(b"<a/>");
            let decoded = decode_body(&headers(encodings), body, &TransportLimits::default());
            assert_eq!(decoded.unwrap(), "<a/>");
        }
    }

    #[test]
    fn an_encoding_that_cannot_be_read_is_named() {
        let found = "unsupported content encoding: found";
        let cases = [
            (
                &["deflate"][..],
                format!(
                    "{found} `deflate`, which has two incompatible meanings, expected `gzip` or none"
                ),
            ),
            (&["br"], format!("{found} `br`, expected `gzip` or none")),
            (
                &["b\u{e9} r"],
                format!("{found} `b???r`, expected `gzip` or none"),
            ),
            (
                &["gzip, gzip"],
                format!("{found} 2 encodings one over the other, expected `gzip` or none"),
            ),
            (
                &["br", "identity", "gzip, deflate"],
                format!("{found} 3 encodings one over the other, expected `gzip` or none"),
            ),
        ];
        for (encodings, text) in cases {
            let body = Bytes::from_static(b"<a/>");
            let error = decode_body(&headers(encodings), body, &TransportLimits::default());
            let error = error.unwrap_err();
            assert_eq!(error.to_string(), text);
            assert!(error.request_sent());
        }
    }

    #[cfg(not(feature = "gzip"))]
    #[test]
    fn gzip_needs_its_feature() {
        let body = Bytes::from_static(b"\x1f\x8b");
        let error = decode_body(&headers(&["gzip"]), body, &TransportLimits::default());
        assert_eq!(
            error.unwrap_err().to_string(),
            "unsupported content encoding: found `gzip`, expected none, because the feature \
             `gzip` of soapstone is off",
        );
    }

    #[test]
    fn an_empty_body_is_empty_in_gzip_too() {
        let decoded = decode_body(
            &headers(&["gzip"]),
            Bytes::new(),
            &TransportLimits::default(),
        );
        assert_eq!(decoded.unwrap(), "");
    }

    #[test]
    fn each_limit_is_tested_at_its_edge() {
        let body = || Bytes::from_static(b"12345");
        let limits = |wire_bytes, body_bytes| TransportLimits {
            wire_bytes,
            body_bytes,
            ..TransportLimits::default()
        };
        let none = HeaderMap::new();

        assert_eq!(decode_body(&none, body(), &limits(5, 5)).unwrap(), "12345");
        assert_eq!(
            decode_body(&none, body(), &limits(4, 5))
                .unwrap_err()
                .to_string(),
            "the body is larger than the limit `wire_bytes` of 4 bytes: found 5 bytes",
        );
        assert_eq!(
            decode_body(&none, body(), &limits(5, 4))
                .unwrap_err()
                .to_string(),
            "the body is larger than the limit `body_bytes` of 4 bytes: found 5 bytes",
        );
    }

    #[test]
    fn a_finished_response_speaks_about_its_decoded_body() {
        let response = Response::builder()
            .status(500)
            .header(CONTENT_ENCODING, "identity")
            .header(CONTENT_LENGTH, "4")
            .header("x-request-id", "7")
            .body(Bytes::from_static(b"<a/>"))
            .unwrap();
        let response = finish_response(response, &TransportLimits::default()).unwrap();

        assert_eq!(response.status(), 500);
        assert_eq!(response.body(), "<a/>");
        let names: Vec<_> = response
            .headers()
            .keys()
            .map(http::HeaderName::as_str)
            .collect();
        assert_eq!(names, ["x-request-id"]);
    }

    #[test]
    fn redirects_are_refused_and_name_the_host_alone() {
        let cases = [
            (
                301,
                Some("https://example.org/a?S3CR3T"),
                Some("https://example.org"),
            ),
            (
                302,
                Some("http://u:S3CR3T@example.org:81/"),
                Some("http://example.org:81"),
            ),
            (303, Some("/elsewhere"), None),
            (307, Some("\u{e9}"), None),
            (308, None, None),
        ];
        for (status, location, origin) in cases {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            if let Some(location) = location {
                let value = HeaderValue::from_bytes(location.as_bytes()).unwrap();
                response.headers_mut().insert(LOCATION, value);
            }
            let error = finish_response(response, &TransportLimits::default()).unwrap_err();
            let expected = TransportErrorKind::RedirectRefused {
                status: StatusCode::from_u16(status).unwrap(),
                target: origin.map(Into::into),
            };
            assert_eq!(error.kind(), &expected);
            assert!(error.request_sent());
        }
    }
}
