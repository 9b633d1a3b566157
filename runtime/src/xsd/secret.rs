//! Text that must not be shown.

use crate::simple::{Namespaces, Prefixes, Simple, SimpleType, ValueError};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A text that must not be shown: a password, a token.
///
/// It prints as `[redacted]`, can't be displayed, and its memory is overwritten when it is dropped.
///
/// ```
/// use soapstone::xsd::Secret;
///
/// let password = Secret::from("open sesame");
/// assert_eq!(format!("{password:?}"), "[redacted]");
/// assert_eq!(password.expose(), "open sesame");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl Simple for Secret {
    fn read(&mut self, text: &str, _: &SimpleType, _: &dyn Namespaces) -> Result<(), ValueError> {
        // A new value, so that the memory of the old one is overwritten.
        *self = Secret::from(text);
        Ok(())
    }

    fn write(&self, out: &mut String, _: &mut dyn Prefixes) -> Result<(), ValueError> {
        out.push_str(&self.0);
        Ok(())
    }

    fn is_secret(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_shows_its_text() {
        #[derive(Debug)]
        struct Login {
            #[allow(dead_code)]
            password: Secret,
        }
        let login = Login {
            password: "hidden".into(),
        };
        assert_eq!(format!("{login:?}"), "Login { password: [redacted] }");
        assert!(!format!("{login:#?}").contains("hidden"));
    }

    #[test]
    fn is_read_and_written_like_any_text() {
        let mut secret = Secret::default();
        secret.read("a b", &crate::simple::STRING, &()).unwrap();
        let mut out = String::new();
        secret.write(&mut out, &mut ()).unwrap();
        assert_eq!(out, "a b");
        assert_eq!(secret, "a b".into());
    }
}
