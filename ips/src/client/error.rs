//! What can go wrong.

use std::fmt;

use soapstone::transport::{AuthorizationError, EndpointError, TransportError};
use soapstone::{Fault, WriteError};

use super::api::operations::IpsApiFault;
use super::{BatchFailure, UploadError, WaitError};
use crate::FieldError;

/// Why there is no result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A call failed, after as many attempts as are allowed.
    Call(Box<CallError>),
    /// The settings allow no connection.
    Setup(Box<dyn std::error::Error + Send + Sync>),
    /// The service knows no company of this name, or the user may not use it.
    NoCompany {
        /// The name.
        name: String,
    },
    /// A path of a field that no reply has.
    Field(FieldError),
    /// A reply lacks what the next step needs.
    Incomplete {
        /// The operation.
        operation: &'static str,
        /// The path of the field.
        field: &'static str,
    },
    /// The pages of a search don't fit together.
    Paging(PagingError),
    /// A job didn't come to its end, or nobody knows how.
    Wait(Box<WaitError>),
    /// Some items of a batch failed.
    Batch(Box<BatchFailure>),
    /// Files could not be sent.
    Upload(Box<UploadError>),
    /// A URL for the CDN that can't be one. Nothing was sent.
    Url {
        /// The URL.
        url: String,
    },
}

/// A call that failed.
#[derive(Debug)]
pub struct CallError {
    /// The operation.
    pub operation: &'static str,
    /// The error, that of the last attempt.
    pub error: soapstone::Error<IpsApiFault>,
}

/// Pages of a search that don't fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingError {
    /// A page with nothing that was not on a page before, though there should be more: to go on would never end.
    Repeated {
        /// The number of the page, from 1.
        page: i32,
        /// How many different assets came before.
        found: usize,
        /// How many there are, as the service says.
        total: usize,
    },
    /// An empty page, though there should be more.
    Ended {
        /// The number of the page, from 1.
        page: i32,
        /// How many different assets came before.
        found: usize,
        /// How many there are, as the service says.
        total: usize,
    },
}

impl Error {
    pub(super) fn setup(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Error::Setup(Box::new(error))
    }

    /// The fault, if the service answered with one: for its code and words.
    pub fn fault(&self) -> Option<&Fault<IpsApiFault>> {
        match self {
            Error::Call(call) => call.error.fault(),
            Error::Upload(upload) => upload.fault(),
            _ => None,
        }
    }

    /// The declared detail of the fault, which has the code: match it and ask its `kind()`.
    pub fn detail(&self) -> Option<&IpsApiFault> {
        self.fault().and_then(|fault| fault.detail.as_ref())
    }

    /// The code of the fault, such as 10001 for a wrong password.
    pub fn code(&self) -> Option<i32> {
        self.detail().map(|detail| match detail {
            IpsApiFault::IpsApi(fault) => fault.code,
            IpsApiFault::Authentication(fault) => fault.code,
            IpsApiFault::Authorization(fault) => fault.code,
        })
    }

    /// Whether the credentials are missing or wrong.
    pub fn is_authentication(&self) -> bool {
        matches!(self.detail(), Some(IpsApiFault::Authentication(_)))
    }

    /// Whether the user may not do this.
    pub fn is_authorization(&self) -> bool {
        matches!(self.detail(), Some(IpsApiFault::Authorization(_)))
    }
}

impl CallError {
    pub(super) fn new(operation: &'static str, error: soapstone::Error<IpsApiFault>) -> Self {
        CallError { operation, error }
    }
}

/// `getAssets: fault Server: ipsApiFault, detail …: Asset not found (code 30000)`.
impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        write_call(f, &self.error)
    }
}

/// An error of a call with what the declared detail says.
pub(super) fn write_call(
    f: &mut fmt::Formatter<'_>,
    error: &soapstone::Error<IpsApiFault>,
) -> fmt::Result {
    let detail = error.fault().and_then(|fault| fault.detail.as_ref());
    match detail {
        Some(IpsApiFault::IpsApi(fault)) => {
            write!(f, "{} (ipsApiFault {})", fault.reason, fault.code)
        }
        Some(IpsApiFault::Authentication(fault)) => {
            write!(f, "{} (authenticationFault {})", fault.reason, fault.code)
        }
        Some(IpsApiFault::Authorization(fault)) => {
            write!(f, "{} (authorizationFault {})", fault.reason, fault.code)
        }
        None => write!(f, "{error}"),
    }
}

impl std::error::Error for CallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PagingError::Repeated { page, found, total } => write!(
                f,
                "page {page} repeats assets of the pages before: found {found} of {total} assets, expected new ones"
            ),
            PagingError::Ended { page, found, total } => write!(
                f,
                "page {page} is empty: found {found} of {total} assets, expected more"
            ),
        }
    }
}

impl std::error::Error for PagingError {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Call(error) => error.fmt(f),
            Error::Setup(error) => error.fmt(f),
            Error::NoCompany { name } => write!(f, "there is no company `{name}` for this user"),
            Error::Field(error) => error.fmt(f),
            Error::Incomplete { operation, field } => {
                write!(f, "the reply to `{operation}` lacks `{field}`")
            }
            Error::Paging(error) => error.fmt(f),
            Error::Wait(error) => error.fmt(f),
            Error::Batch(error) => error.fmt(f),
            Error::Upload(error) => error.fmt(f),
            Error::Url { url } => write!(
                f,
                "found `{url}`, expected a URL like https://example.com/is/image/Company/name"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Call(error) => Some(error),
            Error::Setup(error) => Some(&**error),
            Error::Field(error) => Some(error),
            Error::Paging(error) => Some(error),
            Error::Wait(error) => Some(error),
            Error::Batch(error) => Some(error),
            Error::Upload(error) => Some(error),
            Error::NoCompany { .. } | Error::Incomplete { .. } | Error::Url { .. } => None,
        }
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        Error::Call(Box::new(error))
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Error::Field(error)
    }
}

impl From<PagingError> for Error {
    fn from(error: PagingError) -> Self {
        Error::Paging(error)
    }
}

impl From<WaitError> for Error {
    fn from(error: WaitError) -> Self {
        Error::Wait(Box::new(error))
    }
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        Error::Upload(Box::new(error))
    }
}

impl From<BatchFailure> for Error {
    fn from(error: BatchFailure) -> Self {
        Error::Batch(Box::new(error))
    }
}

impl From<EndpointError> for Error {
    fn from(error: EndpointError) -> Self {
        Error::setup(error)
    }
}

impl From<AuthorizationError> for Error {
    fn from(error: AuthorizationError) -> Self {
        Error::setup(error)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Error::setup(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Error::setup(error)
    }
}
