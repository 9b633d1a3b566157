//! A streamed body, in the form that hyper reads.

use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

use super::StreamedBody;
use super::sending::BodyTaken;

/// How much is read from the source at a time.
const PIECE: usize = 64 * 1024;

/// When something moved last.
#[derive(Debug, Clone)]
pub(super) struct Activity(Arc<Mutex<Instant>>);

impl Activity {
    pub(super) fn now() -> Self {
        Activity(Arc::new(Mutex::new(Instant::now())))
    }

    pub(super) fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How much of `limit` is left; `None` when it has passed.
    pub(super) fn left(&self, limit: Duration) -> Option<Duration> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limit
            .checked_sub(last.elapsed())
            .filter(|left| !left.is_zero())
    }
}

/// A body whose source is read on a thread for blocking work, a few pieces ahead.
pub(super) struct Pieces {
    /// Behind a lock because reqwest wants bodies that threads can share; nobody else holds it.
    source: Mutex<Option<StreamedBody>>,
    receiver: Option<mpsc::Receiver<io::Result<Bytes>>>,
    left: u64,
    taken: BodyTaken,
    activity: Activity,
}

impl Pieces {
    pub(super) fn new(source: StreamedBody, taken: BodyTaken, activity: Activity) -> Self {
        Pieces {
            left: source.length(),
            source: Mutex::new(Some(source)),
            receiver: None,
            taken,
            activity,
        }
    }

    fn receiver(&mut self) -> Option<&mut mpsc::Receiver<io::Result<Bytes>>> {
        let source = self
            .source
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(source) = source {
            let (sender, receiver) = mpsc::channel(2);
            tokio::task::spawn_blocking(move || read(source, &sender));
            self.receiver = Some(receiver);
        }
        self.receiver.as_mut()
    }
}

/// Sends pieces until the source ends, or nobody wants them any more.
fn read(mut source: StreamedBody, sender: &mpsc::Sender<io::Result<Bytes>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = match source.read(&mut piece) {
            Ok(0) => return,
            Ok(read) => {
                piece.truncate(read);
                Ok(Bytes::from(piece))
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = read.is_err();
        if sender.blocking_send(read).is_err() || failed {
            return;
        }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.taken.note();
        self.activity.note();
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let Some(receiver) = self.receiver() else {
            return Poll::Ready(None);
        };
        match receiver.poll_recv(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Some(Ok(piece))) => {
                self.left = self.left.saturating_sub(super::decode::size(&piece));
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
