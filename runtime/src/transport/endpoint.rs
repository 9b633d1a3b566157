//! Where requests go, and the rule that they don't go in the clear by accident.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;

/// The URL of a service: absolute, `https`, and without credentials in it.
///
/// SOAP requests often hold a user name and a password in their body, so plain `http` is refused
/// unless the host is this machine (`localhost`, 127.0.0.0/8, `::1`) or the caller
/// [allows it](Endpoint::allow_plain_http) for this endpoint.
///
/// ```
/// use soapstone::transport::Endpoint;
///
/// assert!(Endpoint::new("https://example.com/service").is_ok());
/// assert!(Endpoint::new("http://localhost:8080/service").is_ok());
///
/// let error = Endpoint::new("http://example.com/service").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "found plain http to the host example.com, expected https; \
///      a request may hold credentials, which plain http shows to everyone on the way",
/// );
/// assert!(Endpoint::allow_plain_http("http://example.com/service").is_ok());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    uri: Uri,
    plain_http_allowed: bool,
}

impl Endpoint {
    /// The endpoint at `url`, which is `https`, or `http` on this machine.
    ///
    /// # Errors
    ///
    /// [`EndpointError`] says what isn't as expected about the URL.
    pub fn new(url: &str) -> Result<Self, EndpointError> {
        Endpoint::with_policy(parse(url)?, false)
    }

    /// The endpoint at `url`, which may be plain `http` on any host.
    ///
    /// For services behind a tunnel, and for those that have nothing better. Everyone on the way
    /// can read and change what is sent there.
    ///
    /// # Errors
    ///
    /// [`EndpointError`], except [`EndpointError::PlainHttp`].
    pub fn allow_plain_http(url: &str) -> Result<Self, EndpointError> {
        Endpoint::with_policy(parse(url)?, true)
    }

    /// The URL.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether plain `http` to another machine was allowed.
    pub fn plain_http_allowed(&self) -> bool {
        self.plain_http_allowed
    }

    fn with_policy(uri: Uri, plain_http_allowed: bool) -> Result<Self, EndpointError> {
        check(&uri, plain_http_allowed)?;
        Ok(Endpoint {
            uri,
            plain_http_allowed,
        })
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(url: &str) -> Result<Self, EndpointError> {
        Endpoint::new(url)
    }
}

impl TryFrom<&str> for Endpoint {
    type Error = EndpointError;

    fn try_from(url: &str) -> Result<Self, EndpointError> {
        Endpoint::new(url)
    }
}

impl TryFrom<Uri> for Endpoint {
    type Error = EndpointError;

    fn try_from(uri: Uri) -> Result<Self, EndpointError> {
        Endpoint::with_policy(uri, false)
    }
}

impl fmt::Debug for Endpoint {
    // The query of a URL may be a key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.uri.query().is_some() {
            "?…"
        } else {
            ""
        };
        let origin = origin_of(&self.uri).unwrap_or_default();
        formatter
            .debug_struct("Endpoint")
            .field("uri", &format_args!("{origin}{}{query}", self.uri.path()))
            .field("plain_http_allowed", &self.plain_http_allowed)
            .finish()
    }
}

/// Why a URL can't be an [`Endpoint`].
///
/// Path and query of the URL aren't shown, because they may hold a key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// Not a URL.
    NotAUrl {
        /// What is wrong with it.
        problem: Box<str>,
    },
    /// A URL without scheme or host.
    NotAbsolute,
    /// A scheme other than `https` and `http`.
    Scheme {
        /// The scheme.
        found: Box<str>,
    },
    /// A user name, and perhaps a password, before the host.
    UserInfo {
        /// The host.
        host: Box<str>,
    },
    /// Plain `http` to another machine.
    PlainHttp {
        /// The host.
        host: Box<str>,
    },
}

impl fmt::Display for EndpointError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl { problem } => {
                write!(
                    formatter,
                    "the endpoint isn't a URL: {problem}; expected {EXPECTED}"
                )
            }
            Self::NotAbsolute => write!(
                formatter,
                "found an endpoint without scheme or host, expected {EXPECTED}",
            ),
            Self::Scheme { found } => {
                write!(
                    formatter,
                    "found an endpoint with the scheme {found}, expected {EXPECTED}"
                )
            }
            Self::UserInfo { host } => write!(
                formatter,
                "found credentials in the URL of the host {host}, expected none; \
                 a header such as `BasicAuth` keeps them out of logs",
            ),
            Self::PlainHttp { host } => write!(
                formatter,
                "found plain http to the host {host}, expected https; \
                 a request may hold credentials, which plain http shows to everyone on the way",
            ),
        }
    }
}

const EXPECTED: &str = "one like https://example.com/service";

impl std::error::Error for EndpointError {}

/// Checks a URL against the rules of [`Endpoint`]; transports call it before they send.
///
/// # Errors
///
/// [`EndpointError`] says what isn't as expected about the URL.
pub(super) fn check(uri: &Uri, plain_http_allowed: bool) -> Result<(), EndpointError> {
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Err(EndpointError::NotAbsolute);
    };
    let host = authority.host();
    if host.is_empty() {
        return Err(EndpointError::NotAbsolute);
    }
    if *scheme != Scheme::HTTPS && *scheme != Scheme::HTTP {
        return Err(EndpointError::Scheme {
            found: scheme.as_str().into(),
        });
    }
    if authority.as_str().contains('@') {
        return Err(EndpointError::UserInfo { host: host.into() });
    }
    if *scheme == Scheme::HTTP && !plain_http_allowed && !is_loopback(uri) {
        return Err(EndpointError::PlainHttp { host: host.into() });
    }
    Ok(())
}

/// Whether the host of a URL is this machine.
pub(super) fn is_loopback(uri: &Uri) -> bool {
    let Some(host) = uri.host() else { return false };
    let literal = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    match literal.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

/// Scheme, host and port of a URL.
pub(super) fn origin_of(uri: &Uri) -> Option<String> {
    let scheme = uri.scheme_str()?;
    let authority = uri.authority()?;
    Some(match authority.port() {
        Some(port) => format!("{scheme}://{}:{port}", authority.host()),
        None => format!("{scheme}://{}", authority.host()),
    })
}

fn parse(url: &str) -> Result<Uri, EndpointError> {
    url.parse()
        .map_err(|error: http::uri::InvalidUri| EndpointError::NotAUrl {
            problem: error.to_string().into(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_this_machine_are_endpoints() {
        for url in [
            "https://example.com",
            "https://example.com:8443/path?query",
            "http://localhost/",
            "http://LOCALHOST:80/",
            "http://127.0.0.1:1234/",
            "http://127.255.3.4/",
            "http://[::1]:80/",
        ] {
            let endpoint = Endpoint::new(url).unwrap();
            assert_eq!(endpoint.uri(), &url.parse::<Uri>().unwrap());
            assert!(!endpoint.plain_http_allowed());
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        let expected = "expected one like https://example.com/service";
        let clear = "expected https; a request may hold credentials, which plain http shows to \
                     everyone on the way";
        let cases = [
            (
                "",
                format!("the endpoint isn't a URL: empty string; {expected}"),
            ),
            (
                "https://",
                format!("the endpoint isn't a URL: empty string; {expected}"),
            ),
            (
                "https://a b/",
                format!("the endpoint isn't a URL: invalid uri character; {expected}"),
            ),
            (
                "https://a/\r\nx: y",
                format!("the endpoint isn't a URL: invalid uri character; {expected}"),
            ),
            (
                "/service",
                format!("found an endpoint without scheme or host, {expected}"),
            ),
            (
                "example.com",
                format!("found an endpoint without scheme or host, {expected}"),
            ),
            (
                "ftp://a/",
                format!("found an endpoint with the scheme ftp, {expected}"),
            ),
            (
                "https://user:S3CR3T@a/",
                "found credentials in the URL of the host a, expected none; a header such as \
                 `BasicAuth` keeps them out of logs"
                    .to_owned(),
            ),
            (
                "http://a/",
                format!("found plain http to the host a, {clear}"),
            ),
            (
                "http://localhost.example.com/",
                format!("found plain http to the host localhost.example.com, {clear}"),
            ),
            (
                "http://127.0.0.1.example.com/",
                format!("found plain http to the host 127.0.0.1.example.com, {clear}"),
            ),
            (
                "http://[::2]/",
                format!("found plain http to the host [::2], {clear}"),
            ),
            (
                "http://0.0.0.0/",
                format!("found plain http to the host 0.0.0.0, {clear}"),
            ),
        ];
        for (url, text) in cases {
            assert_eq!(Endpoint::new(url).unwrap_err().to_string(), text, "{url}");
        }
    }

    #[test]
    fn plain_http_is_all_that_can_be_allowed() {
        let endpoint = Endpoint::allow_plain_http("http://example.com/").unwrap();
        assert!(endpoint.plain_http_allowed());
        assert!(matches!(
            Endpoint::allow_plain_http("http://user@example.com/"),
            Err(EndpointError::UserInfo { .. })
        ));
        assert!(matches!(
            Endpoint::allow_plain_http("file://example.com/"),
            Err(EndpointError::Scheme { .. })
        ));
    }

    #[test]
    fn debug_hides_the_query() {
        let endpoint = Endpoint::new("https://example.com:1/path?key=S3CR3T").unwrap();
        assert_eq!(
            format!("{endpoint:?}"),
            "Endpoint { uri: https://example.com:1/path?…, plain_http_allowed: false }",
        );
    }
}
