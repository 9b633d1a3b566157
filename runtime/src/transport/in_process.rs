//! A server without a network: the transport of mocks and tests.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::Bytes;
use http::{Request, Response};

use super::{
    BlockingTransport, BoxFuture, CallOptions, Transport, TransportError, finish_response,
};

/// The server's side of one exchange.
///
/// It has no error: whatever goes wrong becomes a response. Any function that returns a response
/// is a handler too, and so is an `Arc` of a handler.
pub trait Handler: Send + Sync {
    /// Answers `request`, whose body is complete and has no content encoding.
    fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>>;
}

impl<F> Handler for F
where
    F: Fn(Request<Bytes>) -> Response<Bytes> + Send + Sync,
{
    fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
        Box::pin(async move { self(request) })
    }
}

impl<H: Handler + ?Sized> Handler for Arc<H> {
    fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
        (**self).handle(request)
    }
}

/// A transport that hands requests to a [`Handler`] in the same process.
///
/// Limits apply as over a network. Time limits don't, since there is no timer here; nor does the
/// rule about plain `http`.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use soapstone::transport::{BlockingTransport, CallOptions, InProcess};
///
/// let echo = InProcess::new(|request: Request<Bytes>| Response::new(request.into_body()));
/// let request = Request::post("http://service/").body(Bytes::from_static(b"<a/>")).unwrap();
/// let response = BlockingTransport::send(&echo, request, &CallOptions::default())?;
/// assert_eq!(response.body(), "<a/>");
/// # Ok::<(), soapstone::transport::TransportError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct InProcess<H> {
    handler: H,
}

impl<H: Handler> InProcess<H> {
    /// A transport to `handler`.
    pub fn new(handler: H) -> Self {
        InProcess { handler }
    }

    /// The handler.
    pub fn handler(&self) -> &H {
        &self.handler
    }
}

impl<H: Handler> Transport for InProcess<H> {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let uri = request.uri().clone();
            let response = self.handler.handle(request).await;
            finish_response(response, &options.limits.unwrap_or_default())
                .map_err(|error| error.at(&uri))
        })
    }
}

impl<H: Handler> BlockingTransport for InProcess<H> {
    /// Runs the handler on this thread. A handler that waits for sockets or timers of a runtime
    /// needs that runtime to be entered.
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        block_on(Transport::send(self, request, options))
    }
}

/// Runs a future to its end on this thread, which sleeps while the future waits.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
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

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::transport::{TransportErrorKind, TransportLimits};

    fn request(body: &'static str) -> Request<Bytes> {
        Request::post("https://example.com/service")
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap()
    }

    fn teapot(request: Request<Bytes>) -> Response<Bytes> {
        let mut response = Response::new(request.into_body());
        *response.status_mut() = http::StatusCode::IM_A_TEAPOT;
        response
    }

    #[test]
    fn both_traits_reach_the_handler_also_behind_pointers() {
        let options = CallOptions::default();
        let plain = InProcess::new(teapot);
        let shared = Arc::new(plain);
        let asynchronous: Box<dyn Transport> = Box::new(Arc::clone(&shared));
        let blocking: Box<dyn BlockingTransport> = Box::new(Arc::clone(&shared));

        let responses = [
            block_on(asynchronous.send(request("<a/>"), &options)).unwrap(),
            block_on(Transport::send(&&*shared, request("<a/>"), &options)).unwrap(),
            blocking.send(request("<a/>"), &options).unwrap(),
            BlockingTransport::send(&&*shared, request("<a/>"), &options).unwrap(),
        ];
        for response in responses {
            assert_eq!(
                (response.status().as_u16(), response.body().as_ref()),
                (418, &b"<a/>"[..])
            );
        }
    }

    #[test]
    fn limits_apply_as_over_a_network() {
        let limits = TransportLimits {
            wire_bytes: 3,
            ..TransportLimits::default()
        };
        let options = CallOptions::new().with_limits(limits);
        let error = BlockingTransport::send(&InProcess::new(teapot), request("four"), &options)
            .unwrap_err();

        assert!(matches!(
            error.kind(),
            TransportErrorKind::BodyTooLarge { .. }
        ));
        assert_eq!(error.origin(), Some("https://example.com"));
    }

    struct AnsweredElsewhere;

    impl Handler for AnsweredElsewhere {
        fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
            let (sender, receiver) = mpsc::channel();
            let mut sender = Some(sender);
            Box::pin(std::future::poll_fn(move |context| {
                if let Some(sender) = sender.take() {
                    let waker = context.waker().clone();
                    thread::spawn(move || {
                        thread::sleep(Duration::from_millis(20));
                        sender.send(()).unwrap();
                        waker.wake();
                    });
                }
                match receiver.try_recv() {
                    Ok(()) => Poll::Ready(Response::new(request.body().clone())),
                    Err(_) => Poll::Pending,
                }
            }))
        }
    }

    #[test]
    fn a_handler_may_wait_for_another_thread() {
        let transport = InProcess::new(AnsweredElsewhere);
        let response =
            BlockingTransport::send(&transport, request("<a/>"), &CallOptions::default()).unwrap();
        assert_eq!(response.body(), "<a/>");
    }
}
