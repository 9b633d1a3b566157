//! How much of a response is read at most.

/// The limits on what travels, each settable by itself.
///
/// An error that comes from a limit names it as the field is named here.
///
/// ```
/// use soapstone::transport::TransportLimits;
///
/// let limits = TransportLimits { wire_bytes: 256 << 20, ..TransportLimits::default() };
/// assert_eq!(limits.body_bytes, 64 << 20);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransportLimits {
    /// The bytes of a body as they travel, compressed or not: 32 MiB.
    pub wire_bytes: u64,
    /// The bytes of a body after decompression: 64 MiB.
    pub body_bytes: u64,
    /// How many bytes one compressed byte may become: 250. Tested once 1 MiB came out, so that
    /// small bodies of blanks pass. Lists in XML reach 30 to 60; gzip can reach 1032.
    pub inflate_ratio: u32,
}

impl Default for TransportLimits {
    fn default() -> Self {
        TransportLimits {
            wire_bytes: 32 << 20,
            body_bytes: 64 << 20,
            inflate_ratio: 250,
        }
    }
}
