//! Who calls.

use soapstone::xsd::Secret;

/// Who calls: a user with a password, or a token.
///
/// `Debug` shows neither password nor token.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub(crate) identity: Identity,
    pub(crate) style: AuthenticationStyle,
}

#[derive(Clone, Debug)]
pub(crate) enum Identity {
    Password { user: String, password: Secret },
    AccessToken(Secret),
}

impl Credentials {
    /// The e-mail address of a user, and the password.
    pub fn password(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Credentials {
            identity: Identity::Password {
                user: user.into(),
                password: password.into(),
            },
            style: AuthenticationStyle::default(),
        }
    }

    /// An access token, which the service takes in place of user and password.
    pub fn access_token(token: impl Into<Secret>) -> Self {
        Credentials {
            identity: Identity::AccessToken(token.into()),
            style: AuthenticationStyle::default(),
        }
    }

    /// The same credentials, sent in another way. Default: in the header without a version.
    #[must_use]
    pub fn sent_as(mut self, style: AuthenticationStyle) -> Self {
        self.style = style;
        self
    }
}

/// How credentials are sent. The element `authHeader` goes with every request whatever the style, because the name of the
/// application and the locale are in it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthenticationStyle {
    /// In `authHeader` of the namespace without a version, as the documentation asks for.
    #[default]
    SharedHeader,
    /// In `authHeader` of the namespace of the API version, as the WSDL of 2014-04-03 declares it.
    VersionedHeader,
    /// By HTTP Basic with the first request, since the service answers requests without credentials with a fault and
    /// never with 401. For passwords only.
    HttpBasic,
}
