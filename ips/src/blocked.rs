//! The blocking clients are the asynchronous ones over transports and timers that block: their futures are ready when they
//! are asked for the first time.

use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use soapstone::transport::{
    BlockingTransport, BoxFuture, CallOptions, StreamedBody, Transport, TransportError,
};

use crate::Timer;

/// A blocking transport in the form of an asynchronous one.
pub(crate) struct Blocked<T>(pub(crate) T);

impl<T: BlockingTransport> Transport for Blocked<T> {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(ready(self.0.send(request, options)))
    }

    fn send_streamed<'a>(
        &'a self,
        request: Request<StreamedBody>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(ready(self.0.send_streamed(request, options)))
    }
}

/// A transport whose pauses between attempts are those of a timer.
pub(crate) struct Timed {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Arc<dyn Timer>,
}

impl Transport for Timed {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        self.transport.send(request, options)
    }

    fn send_streamed<'a>(
        &'a self,
        request: Request<StreamedBody>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        self.transport.send_streamed(request, options)
    }

    fn sleep(&self, time: Duration) -> Option<BoxFuture<'static, ()>> {
        let timer = Arc::clone(&self.timer);
        Some(Box::pin(async move { timer.sleep(time).await }))
    }
}

/// Runs a future to its end on this thread, which sleeps should the future wait.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            // May return early, which costs one more poll.
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
