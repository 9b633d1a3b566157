//! Bodies put together piece by piece, up to the limit.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use super::decode::{size, within};
use super::{BodyLimit, TransportErrorKind, TransportLimits};

/// A body on its way in.
pub(super) struct Collector {
    bytes: BytesMut,
    expected: Option<u64>,
    maximum: u64,
}

impl Collector {
    /// A collector for the body that `headers` announce.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::BodyTooLarge`] if they announce too much.
    pub(super) fn new(
        headers: &HeaderMap,
        limits: &TransportLimits,
    ) -> Result<Self, TransportErrorKind> {
        let maximum = limits.wire_bytes;
        let expected = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse().ok());
        if let Some(expected) = expected {
            within(BodyLimit::WireBytes, maximum, expected)?;
        }
        Ok(Collector {
            bytes: BytesMut::new(),
            expected,
            maximum,
        })
    }

    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::BodyTooLarge`] if the body gets longer than allowed.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), TransportErrorKind> {
        let length = self.received().saturating_add(size(piece));
        if length > self.maximum {
            return Err(TransportErrorKind::BodyTooLarge {
                limit: BodyLimit::WireBytes,
                maximum: self.maximum,
                found: None,
            });
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    /// The error for a connection that ended here.
    pub(super) fn truncated(&self) -> TransportErrorKind {
        TransportErrorKind::Truncated {
            received: self.received(),
            expected: self.expected,
        }
    }

    pub(super) fn finish(self) -> Bytes {
        self.bytes.freeze()
    }

    fn received(&self) -> u64 {
        size(&self.bytes)
    }
}
