//! Outputs and faults.

use scene7_ips_api::common;

use super::api::operations::IpsApiFault;

/// What comes of an operation.
pub(super) type Answer<T> = Result<T, IpsApiFault>;

pub(super) fn authentication(code: i32, reason: &str) -> IpsApiFault {
    IpsApiFault::Authentication(Box::new(common::AuthenticationFault::new(code, reason)))
}

pub(super) fn authorization(code: i32, reason: &str) -> IpsApiFault {
    IpsApiFault::Authorization(Box::new(common::AuthorizationFault::new(code, reason)))
}

/// The operation can't be carried out.
pub(super) fn exception(reason: &str) -> IpsApiFault {
    IpsApiFault::IpsApi(Box::new(common::IpsApiFault::new(30000, reason)))
}

/// A parameter has a value that doesn't do.
pub(super) fn invalid(reason: &str) -> IpsApiFault {
    IpsApiFault::IpsApi(Box::new(common::IpsApiFault::new(30001, reason)))
}

/// A parameter is missing.
pub(super) fn missing(name: &str) -> IpsApiFault {
    let reason = format!("Missing parameter {name}");
    IpsApiFault::IpsApi(Box::new(common::IpsApiFault::new(30002, reason)))
}
