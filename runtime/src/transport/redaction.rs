//! The secrets of a request, for those who show or keep what travels.

use std::fmt;
use std::sync::Arc;

use crate::soap::Secrets;

/// Takes the secrets of one request out of texts.
///
/// A client gives it to its transport with every request ([`CallOptions::redaction`](super::CallOptions::redaction)):
/// it knows the fields that are secret, the header blocks and the HTTP credentials; of a message without types, every
/// text counts as one. Whoever logs or records what travels passes it through here. Without a client it knows no secret.
///
/// ```
/// use soapstone::transport::Redaction;
///
/// assert_eq!(Redaction::default().redact("<password>x</password>"), "<password>x</password>");
/// ```
#[derive(Clone, Default)]
pub struct Redaction {
    secrets: Option<Arc<Secrets>>,
}

impl Redaction {
    pub(crate) fn new(secrets: Secrets) -> Self {
        Redaction {
            secrets: Some(Arc::new(secrets)),
        }
    }

    /// The text with `[redacted]` in the place of each secret, as it is or escaped as in XML, HTML, JSON or a URL.
    pub fn redact(&self, text: &str) -> String {
        match &self.secrets {
            Some(secrets) => secrets.redact(text, usize::MAX),
            None => String::from(text),
        }
    }
}

/// Not the secrets.
impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redaction")
    }
}
