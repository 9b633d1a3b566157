//! Header blocks that are new for every call.

use http::Uri;

use super::{Error, Framing, HeaderBlock};

/// Makes header blocks for every call: those with a time, a number used once, or the address of the service.
///
/// A block that is the same for every call is better given to the client as it is
/// ([`ClientBuilder::header`](super::ClientBuilder::header)), which writes it once. A function is a provider too.
///
/// ```
/// use soapstone::soap::CallContext;
/// use soapstone::{AnyElement, Error, HeaderBlock};
///
/// fn sent_at(_: &CallContext<'_>) -> Result<Vec<HeaderBlock>, Error> {
///     let now = soapstone::xsd::DateTime::from(std::time::SystemTime::now());
///     let block = AnyElement::new("urn:example", "sentAt").with_text(now.to_string());
///     Ok(vec![HeaderBlock::raw(&block)?])
/// }
/// ```
pub trait HeaderProvider: Send + Sync {
    /// The blocks for a call. They stand behind those of the client and before those of the call.
    ///
    /// # Errors
    /// Where a block can't be made; the call then fails with the error.
    fn blocks(&self, call: &CallContext<'_>) -> Result<Vec<HeaderBlock>, Error>;
}

impl<F> HeaderProvider for F
where
    F: Fn(&CallContext<'_>) -> Result<Vec<HeaderBlock>, Error> + Send + Sync,
{
    fn blocks(&self, call: &CallContext<'_>) -> Result<Vec<HeaderBlock>, Error> {
        self(call)
    }
}

/// What is known of a call before its message is written.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallContext<'a> {
    /// The name of the operation; of a call without types, the action.
    pub operation: &'a str,
    /// The `soapAction` of the operation; may be empty.
    pub soap_action: &'a str,
    /// Where the call goes.
    pub uri: &'a Uri,
    /// What stands around the message.
    pub framing: Framing,
}
