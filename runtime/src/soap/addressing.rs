//! WS-Addressing: the header blocks that say where a message goes and what it asks for.

use std::fmt::Write as _;

use super::provider::{CallContext, HeaderProvider};
use super::random::random_bytes;
use super::{ConfigError, Error, HeaderBlock};
use crate::write::WriteError;
use crate::xml::AnyElement;

/// The header blocks of WS-Addressing on every request: `To`, `Action`, `MessageID` and `ReplyTo`.
///
/// The action is that of the operation (WS-Addressing 1.0 Metadata, section 4.4.1, where the binding has a
/// `soapAction`), or one that is set here.
///
/// ```
/// use soapstone::soap::{Addressing, AddressingVersion};
///
/// let addressing = Addressing::new(AddressingVersion::August2004).must_understand(true);
/// ```
///
/// A client gets it with [`ClientBuilder::header_provider`](super::ClientBuilder::header_provider). The blocks of a reply,
/// `RelatesTo` among them, are in [`Reply::headers`](super::Reply::headers).
#[derive(Clone, Debug)]
pub struct Addressing {
    version: AddressingVersion,
    action: Option<String>,
    to: Option<String>,
    must_understand: bool,
}

/// A version of WS-Addressing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressingVersion {
    /// WS-Addressing 1.0, the recommendation of 2006: `http://www.w3.org/2005/08/addressing`.
    #[default]
    V1,
    /// The submission of August 2004, which older services use.
    August2004,
}

impl AddressingVersion {
    /// The namespace of the header blocks.
    pub const fn namespace(self) -> &'static str {
        match self {
            AddressingVersion::V1 => "http://www.w3.org/2005/08/addressing",
            AddressingVersion::August2004 => "http://schemas.xmlsoap.org/ws/2004/08/addressing",
        }
    }

    /// The address that stands for the sender of the request.
    pub const fn anonymous(self) -> &'static str {
        match self {
            AddressingVersion::V1 => "http://www.w3.org/2005/08/addressing/anonymous",
            AddressingVersion::August2004 => {
                "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
            }
        }
    }
}

impl Addressing {
    /// The header blocks of a version.
    pub fn new(version: AddressingVersion) -> Self {
        Addressing {
            version,
            action: None,
            to: None,
            must_understand: false,
        }
    }

    /// Sets the action, in place of that of the operation.
    #[must_use]
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Sets the address of the service, in place of that where the call goes.
    #[must_use]
    pub fn to(mut self, address: impl Into<String>) -> Self {
        self.to = Some(address.into());
        self
    }

    /// Sets whether the service must refuse the message if it doesn't know `To` and `Action`. Default: it need not.
    #[must_use]
    pub fn must_understand(mut self, must_understand: bool) -> Self {
        self.must_understand = must_understand;
        self
    }

    fn block(&self, element: &AnyElement) -> Result<HeaderBlock, WriteError> {
        HeaderBlock::from_element(element, super::secrets::Secrets::default())
    }

    fn blocks_with(
        &self,
        call: &CallContext<'_>,
        message_id: &str,
    ) -> Result<Vec<HeaderBlock>, Error> {
        let action = self.action.as_deref().unwrap_or(call.soap_action);
        if action.is_empty() {
            return Err(Error::Config(ConfigError::NoAction {
                operation: String::from(call.operation),
            }));
        }
        let element = |local: &'static str| AnyElement::new(self.version.namespace(), local);
        let to = match &self.to {
            Some(to) => to.clone(),
            None => call.uri.to_string(),
        };
        let reply_to =
            element("ReplyTo").with_child(element("Address").with_text(self.version.anonymous()));
        let marked = |text: &str, local| {
            let block = self.block(&element(local).with_text(text))?;
            Ok::<_, WriteError>(block.must_understand(self.must_understand))
        };
        Ok(vec![
            marked(&to, "To")?,
            marked(action, "Action")?,
            self.block(&element("MessageID").with_text(message_id))?,
            self.block(&reply_to)?,
        ])
    }
}

impl HeaderProvider for Addressing {
    fn blocks(&self, call: &CallContext<'_>) -> Result<Vec<HeaderBlock>, Error> {
        let message_id = unique_name().ok_or(ConfigError::NoRandomness)?;
        self.blocks_with(call, &message_id)
    }
}

/// A UUID of version 4 as a URN (RFC 9562 section 5.4).
fn unique_name() -> Option<String> {
    let random = u128::from_be_bytes(random_bytes::<16>()?);
    let marked = random & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let digits = format!("{marked:032x}");
    let mut name = String::from("urn:uuid:");
    for (index, digit) in digits.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            name.push('-');
        }
        // Writing to a string can't fail.
        let _ = name.write_char(digit);
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::*;
    use crate::soap::Framing;
    use crate::xml::Writer;

    fn context(soap_action: &'static str, uri: &'static Uri) -> CallContext<'static> {
        CallContext {
            operation: "find",
            soap_action,
            uri,
            framing: Framing::Soap12,
        }
    }

    fn uri() -> &'static Uri {
        static URI: std::sync::OnceLock<Uri> = std::sync::OnceLock::new();
        URI.get_or_init(|| Uri::from_static("https://example.com/service"))
    }

    #[test]
    fn requests_say_where_they_go_and_what_they_ask_for() {
        let blocks = Addressing::new(AddressingVersion::V1)
            .blocks_with(&context("urn:find", uri()), "urn:uuid:1")
            .unwrap();
        let mut writer = Writer::new();
        writer.prefer("http://www.w3.org/2005/08/addressing", "a");
        writer
            .start("http://www.w3.org/2005/08/addressing", "h")
            .unwrap();
        for block in &blocks {
            block.write(&mut writer, None).unwrap();
        }
        writer.end().unwrap();
        let text = writer.finish().unwrap();
        let text = text.replace(" xmlns:ns1=\"http://www.w3.org/2005/08/addressing\"", "");
        assert_eq!(
            text,
            "<a:h xmlns:a=\"http://www.w3.org/2005/08/addressing\"><ns1:To>https://example.com/service</ns1:To>\
             <ns1:Action>urn:find</ns1:Action><ns1:MessageID>urn:uuid:1</ns1:MessageID>\
             <ns1:ReplyTo><ns1:Address>http://www.w3.org/2005/08/addressing/anonymous</ns1:Address></ns1:ReplyTo></a:h>"
        );
    }

    #[test]
    fn an_operation_without_action_needs_one_of_the_users() {
        let addressing = Addressing::new(AddressingVersion::August2004);
        let error = addressing
            .blocks_with(&context("", uri()), "urn:uuid:1")
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the operation `find` has no soapAction: expected an action for WS-Addressing"
        );
        let addressing = addressing.action("urn:other");
        assert!(
            addressing
                .blocks_with(&context("", uri()), "urn:uuid:1")
                .is_ok()
        );
    }

    #[test]
    fn message_ids_are_uuids_and_differ() {
        let [one, other] = [unique_name().unwrap(), unique_name().unwrap()];
        assert_ne!(one, other);
        let uuid = one.strip_prefix("urn:uuid:").unwrap();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(uuid.get(14..15), Some("4"));
        assert!(matches!(uuid.get(19..20), Some("8" | "9" | "a" | "b")));
    }
}
