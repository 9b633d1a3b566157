//! WS-Security: user names, passwords and the age of a message.
//!
//! The header block of *Web Services Security: SOAP Message Security 1.1* with the *Username Token Profile 1.1* and a
//! timestamp. Signatures and encryption are not here; an [`Interceptor`](super::Interceptor) sees the bytes of a message
//! and can add them.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::provider::{CallContext, HeaderProvider};
use super::random::random_bytes;
use super::secrets::Secrets;
use super::{ConfigError, HeaderBlock};
use crate::write::WriteError;
use crate::xml::AnyElement;
use crate::xsd::{DateTime, Secret};

const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const PROFILE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// The header block `wsse:Security` with a user name and a password, and with a timestamp if asked for.
///
/// It is made for every call, because the digest of a password and the timestamp hold the time.
///
/// ```
/// use std::time::Duration;
/// use soapstone::soap::UsernameToken;
///
/// let token = UsernameToken::digest("ada", "S3CR3T").timestamp(Duration::from_secs(300));
/// assert_eq!(format!("{token:?}"), "UsernameToken(ada)");
/// ```
///
/// A client gets it with [`ClientBuilder::header_provider`](super::ClientBuilder::header_provider).
#[derive(Clone)]
pub struct UsernameToken {
    username: String,
    password: Secret,
    is_digest: bool,
    lifetime: Option<Duration>,
    must_understand: bool,
}

impl UsernameToken {
    /// A token with the password as it is (`#PasswordText`): what most services expect, over TLS.
    pub fn text(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        UsernameToken {
            username: username.into(),
            password: password.into(),
            is_digest: false,
            lifetime: None,
            must_understand: true,
        }
    }

    /// A token with a digest (`#PasswordDigest`): SHA-1 of a number used once, the time, and the password. The server
    /// must know the password itself to check it.
    pub fn digest(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        UsernameToken {
            is_digest: true,
            ..Self::text(username, password)
        }
    }

    /// Adds a timestamp that says when the message was made, and after how long it is too old.
    #[must_use]
    pub fn timestamp(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Sets whether the service must refuse the message if it doesn't know the block. Default: it must.
    #[must_use]
    pub fn must_understand(mut self, must_understand: bool) -> Self {
        self.must_understand = must_understand;
        self
    }

    fn block(&self, now: SystemTime, nonce: &[u8]) -> Result<HeaderBlock, WriteError> {
        let mut secrets = Secrets::default();
        let mut security = AnyElement::new(WSSE, "Security");
        if let Some(lifetime) = self.lifetime {
            security = security.with_child(timestamp(now, lifetime));
        }
        security = security.with_child(self.token(now, nonce, &mut secrets));
        Ok(HeaderBlock::from_element(&security, secrets)?.must_understand(self.must_understand))
    }

    fn token(&self, now: SystemTime, nonce: &[u8], secrets: &mut Secrets) -> AnyElement {
        let wsse = |local: &'static str| AnyElement::new(WSSE, local);
        let password = |form: &str, text: String| {
            wsse("Password")
                .with_attribute("", "Type", format!("{PROFILE}#{form}"))
                .with_text(text)
        };
        secrets.add(self.password.expose());
        let token =
            wsse("UsernameToken").with_child(wsse("Username").with_text(self.username.as_str()));
        if !self.is_digest {
            let text = String::from(self.password.expose());
            return token.with_child(password("PasswordText", text));
        }
        let created = moment(now);
        let digest = password_digest(nonce, &created, self.password.expose());
        secrets.add(&digest);
        token
            .with_child(password("PasswordDigest", digest))
            .with_child(
                wsse("Nonce")
                    .with_attribute("", "EncodingType", BASE64)
                    .with_text(STANDARD.encode(nonce)),
            )
            .with_child(AnyElement::new(WSU, "Created").with_text(created))
    }
}

impl HeaderProvider for UsernameToken {
    fn blocks(&self, _: &CallContext<'_>) -> Result<Vec<HeaderBlock>, super::Error> {
        let nonce = random_bytes::<16>().ok_or(ConfigError::NoRandomness)?;
        Ok(vec![self.block(SystemTime::now(), &nonce)?])
    }
}

/// Without the password.
impl fmt::Debug for UsernameToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UsernameToken({})", self.username)
    }
}

fn timestamp(now: SystemTime, lifetime: Duration) -> AnyElement {
    let expires = now.checked_add(lifetime).unwrap_or(now);
    AnyElement::new(WSU, "Timestamp")
        .with_attribute(WSU, "Id", "timestamp")
        .with_child(AnyElement::new(WSU, "Created").with_text(moment(now)))
        .with_child(AnyElement::new(WSU, "Expires").with_text(moment(expires)))
}

/// `Base64(SHA-1(nonce + created + password))` (Username Token Profile 1.1 section 3.1).
fn password_digest(nonce: &[u8], created: &str, password: &str) -> String {
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        nonce.len() + created.len() + password.len(),
    ));
    bytes.extend_from_slice(nonce);
    bytes.extend_from_slice(created.as_bytes());
    bytes.extend_from_slice(password.as_bytes());
    STANDARD.encode(Sha1::digest(bytes.as_slice()))
}

/// A moment in milliseconds: services refuse more digits, and count replays by fewer.
fn moment(moment: SystemTime) -> String {
    let whole = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let milliseconds = u64::try_from(whole.as_millis()).unwrap_or(u64::MAX);
    let rounded = UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds));
    DateTime::from(rounded.unwrap_or(moment)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soap::framing::Version;
    use crate::xml::Writer;

    const NONCE: [u8; 16] = [7; 16];

    fn written(token: &UsernameToken) -> String {
        let now = UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
        let mut writer = Writer::new();
        writer.start("", "h").unwrap();
        let block = token.block(now, &NONCE).unwrap();
        block.write(&mut writer, Some(Version::Soap11)).unwrap();
        writer.end().unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn a_password_as_text_stands_in_the_block() {
        assert_eq!(
            written(&UsernameToken::text("ada", "a<b").must_understand(false)),
            format!(
                "<h><ns1:Security xmlns:ns1=\"{WSSE}\"><ns1:UsernameToken><ns1:Username>ada</ns1:Username>\
                 <ns1:Password Type=\"{PROFILE}#PasswordText\">a&lt;b</ns1:Password></ns1:UsernameToken>\
                 </ns1:Security></h>"
            )
        );
    }

    #[test]
    fn a_digest_holds_the_nonce_and_the_time() {
        let token = UsernameToken::digest("ada", "secret").timestamp(Duration::from_secs(60));
        let text = written(&token);
        for part in [
            "mustUnderstand=\"1\"",
            ":Created>2001-09-09T01:46:40.123Z</",
            ":Expires>2001-09-09T01:47:40.123Z</",
            "#PasswordDigest\">I3cdnJ7gv5J0Egib1bhMwwlDPqs=</",
            ">BwcHBwcHBwcHBwcHBwcHBw==</",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains("secret"));
    }

    #[test]
    fn passwords_and_digests_are_secrets_and_names_are_not() {
        let block = UsernameToken::digest("ada", "hunter2")
            .block(UNIX_EPOCH, &NONCE)
            .unwrap();
        let digest = password_digest(&NONCE, "1970-01-01T00:00:00Z", "hunter2");
        let shown = block
            .secrets()
            .redact(&format!("ada hunter2 {digest}"), 200);
        assert_eq!(shown, "ada [redacted] [redacted]");
    }
}
