//! Stand-in.
use crate::xml::{Attribute, Reader, XmlError};
#[derive(Debug, Clone, Default)]
pub struct AnyElement;
impl AnyElement {
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, XmlError> { reader.skip()?; Ok(AnyElement) }
    pub fn memory(&self) -> usize { 0 }
}
#[derive(Debug, Clone, Default)]
pub struct AnyAttribute;
impl From<Attribute<'_>> for AnyAttribute { fn from(_: Attribute<'_>) -> Self { AnyAttribute } }
pub fn decode(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>, XmlError> { Ok(String::from_utf8_lossy(bytes)) }
