//! Values of the header `Authorization`, kept out of logs.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use zeroize::Zeroizing;

/// HTTP Basic credentials (RFC 7617), sent with the first request rather than after a 401.
///
/// ```
/// use http::HeaderMap;
/// use soapstone::transport::BasicAuth;
///
/// let mut headers = HeaderMap::new();
/// BasicAuth::new("Aladdin", "open sesame")?.apply(&mut headers);
/// assert_eq!(headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
/// assert_eq!(format!("{headers:?}"), r#"{"authorization": Sensitive}"#);
/// # Ok::<(), soapstone::transport::AuthorizationError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BasicAuth {
    value: HeaderValue,
}

impl BasicAuth {
    /// Credentials from a user name and a password, encoded as UTF-8.
    ///
    /// # Errors
    ///
    /// [`AuthorizationError::UserName`] for a name with a colon and
    /// [`AuthorizationError::ControlCharacter`] (RFC 7617 section 2).
    pub fn new(user: &str, password: &str) -> Result<Self, AuthorizationError> {
        if user.contains(':') {
            return Err(AuthorizationError::UserName);
        }
        if user.chars().chain(password.chars()).any(char::is_control) {
            return Err(AuthorizationError::ControlCharacter);
        }
        let plain = Zeroizing::new(format!("{user}:{password}"));
        let encoded = Zeroizing::new(STANDARD.encode(plain.as_bytes()));
        let value = sensitive(&Zeroizing::new(format!("Basic {}", encoded.as_str())))?;
        Ok(BasicAuth { value })
    }

    /// The value of the header, marked as sensitive.
    pub fn header_value(&self) -> &HeaderValue {
        &self.value
    }

    /// Sets the header `Authorization`.
    pub fn apply(&self, headers: &mut HeaderMap) {
        headers.insert(AUTHORIZATION, self.value.clone());
    }
}

impl fmt::Debug for BasicAuth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BasicAuth([REDACTED])")
    }
}

/// A bearer token (RFC 6750).
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer {
    value: HeaderValue,
}

impl Bearer {
    /// A header from a token, without the word `Bearer`.
    ///
    /// # Errors
    ///
    /// [`AuthorizationError::Token`] unless the token is a `b64token` (RFC 6750 section 2.1).
    pub fn new(token: &str) -> Result<Self, AuthorizationError> {
        let body = token.trim_end_matches('=');
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        if body.is_empty() || !body.bytes().all(is_allowed) {
            return Err(AuthorizationError::Token);
        }
        let value = sensitive(&Zeroizing::new(format!("Bearer {token}")))?;
        Ok(Bearer { value })
    }

    /// The value of the header, marked as sensitive.
    pub fn header_value(&self) -> &HeaderValue {
        &self.value
    }

    /// Sets the header `Authorization`.
    pub fn apply(&self, headers: &mut HeaderMap) {
        headers.insert(AUTHORIZATION, self.value.clone());
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Bearer([REDACTED])")
    }
}

/// Credentials that HTTP can't carry. The text doesn't hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// A user name with a colon, which ends the name.
    UserName,
    /// A control character, such as a line break, in the name or the password.
    ControlCharacter,
    /// A token with other characters than RFC 6750 allows.
    Token,
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::UserName => {
                "found a colon in the user name, expected none, because HTTP Basic ends the name \
                 there"
            }
            Self::ControlCharacter => {
                "found a control character in the user name or the password, expected none; \
                 perhaps a line break at the end of a file?"
            }
            Self::Token => {
                "found a token with other characters than letters, digits and -._~+/ with = at \
                 its end"
            }
        })
    }
}

impl std::error::Error for AuthorizationError {}

fn sensitive(text: &str) -> Result<HeaderValue, AuthorizationError> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| AuthorizationError::ControlCharacter)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_those_of_the_specification() {
        let cases = [
            (
                "Aladdin",
                "open sesame",
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            ),
            ("test", "123\u{a3}", "Basic dGVzdDoxMjPCow=="),
            ("", "", "Basic Og=="),
            ("a", "b:c", "Basic YTpiOmM="),
        ];
        for (user, password, value) in cases {
            assert_eq!(
                BasicAuth::new(user, password).unwrap().header_value(),
                value
            );
        }
    }

    #[test]
    fn credentials_that_would_change_their_meaning_are_refused() {
        assert_eq!(
            BasicAuth::new("a:b", "c"),
            Err(AuthorizationError::UserName)
        );
        for (user, password) in [
            ("a\r\nX-Other", "c"),
            ("a", "b\n"),
            ("a\0", "b"),
            ("a", "\u{7f}"),
        ] {
            assert_eq!(
                BasicAuth::new(user, password),
                Err(AuthorizationError::ControlCharacter)
            );
        }
        for token in [
            "",
            "==",
            "a b",
            "a\r\nX-Other: b",
            "a=b",
            "\u{e9}",
            "Bearer a",
        ] {
            assert_eq!(
                Bearer::new(token),
                Err(AuthorizationError::Token),
                "{token:?}"
            );
        }
        assert_eq!(
            Bearer::new("aA0-._~+/==").unwrap().header_value(),
            "Bearer aA0-._~+/=="
        );
    }

    #[test]
    fn nothing_shows_the_secret() {
        let basic = BasicAuth::new("user", "S3CR3T-CANARY").unwrap();
        let bearer = Bearer::new("S3CR3T-CANARY").unwrap();
        let mut headers = HeaderMap::new();
        basic.apply(&mut headers);
        let shown = format!(
            "{basic:?} {bearer:?} {headers:?} {:?}",
            bearer.header_value()
        );

        assert!(!shown.contains("S3CR3T"), "{shown}");
        assert!(
            !shown.contains(&STANDARD.encode("user:S3CR3T-CANARY")),
            "{shown}"
        );
        assert!(bearer.header_value().is_sensitive());
    }
}
