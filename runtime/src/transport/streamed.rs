//! Request bodies that don't fit into memory.

use std::fmt;
use std::io::{self, Read};

use bytes::Bytes;
use http::Request;

use super::{TransportError, TransportErrorKind};

/// A request body that is read while it is sent: a large file, for instance.
///
/// Its length is known before, and sent as `Content-Length`. A source that has more is cut there; one that has less
/// breaks the request off.
///
/// ```
/// use std::io::Read;
/// use soapstone::transport::StreamedBody;
///
/// let mut body = StreamedBody::new(5, std::io::repeat(b'a'));
/// let mut text = String::new();
/// body.read_to_string(&mut text)?;
/// assert_eq!(text, "aaaaa");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct StreamedBody {
    length: u64,
    left: u64,
    source: Box<dyn Read + Send>,
}

impl StreamedBody {
    /// The next `length` bytes of `source`.
    pub fn new(length: u64, source: impl Read + Send + 'static) -> Self {
        StreamedBody {
            length,
            left: length,
            source: Box::new(source),
        }
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }
}

/// Reads up to the length and no further.
impl Read for StreamedBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let Some(room) = buffer.get_mut(..room).filter(|room| !room.is_empty()) else {
            return Ok(0);
        };
        let read = self.source.read(room)?;
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!(
                    "the body ended after {} bytes, expected {}",
                    self.length - self.left,
                    self.length
                ),
            ));
        }
        self.left = self
            .left
            .saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

impl From<Bytes> for StreamedBody {
    fn from(bytes: Bytes) -> Self {
        StreamedBody::new(super::decode::size(&bytes), io::Cursor::new(bytes))
    }
}

impl fmt::Debug for StreamedBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StreamedBody")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// The same request with its body in memory, for transports that can't send it otherwise.
pub(super) fn buffered(request: Request<StreamedBody>) -> Result<Request<Bytes>, TransportError> {
    let (parts, mut body) = request.into_parts();
    let mut bytes = Vec::new();
    match body.read_to_end(&mut bytes) {
        Ok(_) => Ok(Request::from_parts(parts, Bytes::from(bytes))),
        Err(error) => Err(TransportError::new(TransportErrorKind::Other, false)
            .at(&parts.uri)
            .with_source(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_too_short_is_an_error() {
        let mut body = StreamedBody::new(3, &b"ab"[..]);
        let error = body.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the body ended after 2 bytes, expected 3"
        );
    }

    #[test]
    fn a_source_that_is_too_long_is_cut() {
        let request = Request::post("http://service/")
            .body(StreamedBody::new(2, &b"abc"[..]))
            .unwrap();
        assert_eq!(buffered(request).unwrap().body(), "ab");
    }
}
