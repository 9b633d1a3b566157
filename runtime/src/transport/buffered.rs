//! A body in memory, in the form that HTTP libraries read.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

#[cfg(feature = "reqwest")]
use super::sending::BodyTaken;

/// A body of one piece.
pub(super) struct Buffered {
    bytes: Bytes,
    #[cfg(feature = "reqwest")]
    taken: BodyTaken,
}

impl Buffered {
    #[cfg(any(feature = "server", feature = "tower"))]
    pub(super) fn new(bytes: Bytes) -> Self {
        Buffered {
            bytes,
            #[cfg(feature = "reqwest")]
            taken: BodyTaken::default(),
        }
    }

    /// A body that notes when it is taken.
    #[cfg(feature = "reqwest")]
    pub(super) fn noting(bytes: Bytes, taken: BodyTaken) -> Self {
        Buffered { bytes, taken }
    }
}

impl Body for Buffered {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        #[cfg(feature = "reqwest")]
        self.taken.note();
        Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(super::decode::size(&self.bytes))
    }
}
