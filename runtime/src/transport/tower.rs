//! Services of tower, as transports and as servers.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use tower_service::Service;

use super::buffered::Buffered;
use super::receiving::receive;
use super::{
    BoxFuture, CallOptions, Handler, Transport, TransportError, TransportErrorKind,
    TransportLimits, finish_response,
};

/// A transport over a service of tower: whatever middleware you have, down to an HTTP client.
///
/// The rule about plain http, size limits and the refusal of redirects are ours. Time limits are the task of the
/// service, such as a `Timeout` layer; [`CallOptions::timeout`] doesn't reach it.
pub struct Tower<S> {
    /// Services take `&mut self` to be called, and are cloned for that.
    service: Mutex<S>,
    limits: TransportLimits,
}

impl<S: Clone> Tower<S> {
    /// A transport over `service`.
    pub fn new(service: S) -> Self {
        Tower {
            service: Mutex::new(service),
            limits: TransportLimits::default(),
        }
    }

    /// The same transport with other limits on responses.
    #[must_use]
    pub fn with_limits(mut self, limits: TransportLimits) -> Self {
        self.limits = limits;
        self
    }

    fn service(&self) -> S {
        self.service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<S> Transport for Tower<S>
where
    S: Service<Request<Bytes>, Response = Response<Bytes>> + Clone + Send,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send,
{
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            options.check(request.uri())?;
            let uri = request.uri().clone();
            let failed = |error: S::Error, sent| {
                TransportError::new(TransportErrorKind::Other, sent)
                    .at(&uri)
                    .with_source(error.into())
            };
            let mut service = self.service();
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| failed(error, false))?;
            let response = service
                .call(request)
                .await
                .map_err(|error| failed(error, true))?;
            finish_response(response, &options.limits.unwrap_or(self.limits))
                .map_err(|error| error.at(&uri))
        })
    }
}

impl<S: fmt::Debug> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower")
            .field("service", &self.service)
            .finish()
    }
}

/// A [`Handler`] as a service of tower, for axum, hyper and whatever else takes one.
///
/// With axum: `Router::new().route_service("/archive", HttpService::new(service))`. The body of a request is read to its
/// end, within the limits, and has its content encoding undone before the handler sees it.
#[derive(Clone, Debug)]
pub struct HttpService<H> {
    handler: H,
    limits: TransportLimits,
}

impl<H: Handler + Clone> HttpService<H> {
    /// `handler` as a service of tower.
    pub fn new(handler: H) -> Self {
        HttpService {
            handler,
            limits: TransportLimits::default(),
        }
    }

    /// The same service with other limits on requests.
    #[must_use]
    pub fn with_limits(mut self, limits: TransportLimits) -> Self {
        self.limits = limits;
        self
    }
}

impl<H, B> Service<Request<B>> for HttpService<H>
where
    H: Handler + Clone + 'static,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Send,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<ResponseBody>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let HttpService { handler, limits } = self.clone();
        Box::pin(async move {
            let response = match receive(request, &limits).await {
                Ok(request) => handler.handle(request).await,
                Err(refusal) => refusal.into_response(),
            };
            Ok(response.map(|bytes| ResponseBody(Buffered::new(bytes))))
        })
    }
}

/// The body of a response of [`HttpService`]: one piece, in memory.
pub struct ResponseBody(Buffered);

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Its size: a body may hold what must not be shown.
impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResponseBody({:?} bytes)", self.0.size_hint().exact())
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use super::*;
    use crate::transport::in_process::block_on;
    use http::StatusCode;

    /// Answers with what it got, or fails.
    #[derive(Clone)]
    struct Echo {
        is_ready: bool,
    }

    impl Service<Request<Bytes>> for Echo {
        type Response = Response<Bytes>;
        type Error = String;
        type Future = Ready<Result<Response<Bytes>, String>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), String>> {
            Poll::Ready(match self.is_ready {
                true => Ok(()),
                false => Err(String::from("too many requests under way")),
            })
        }

        fn call(&mut self, request: Request<Bytes>) -> Self::Future {
            ready(match request.body().is_empty() {
                true => Err(String::from("broken pipe")),
                false => Ok(Response::new(request.into_body())),
            })
        }
    }

    fn send(
        uri: &'static str,
        is_ready: bool,
        body: &'static [u8],
    ) -> Result<Response<Bytes>, TransportError> {
        let request = Request::post(uri).body(Bytes::from_static(body)).unwrap();
        block_on(Tower::new(Echo { is_ready }).send(request, &CallOptions::default()))
    }

    #[test]
    fn a_service_is_a_transport() {
        let response = send("https://example.com/", true, b"<a/>").unwrap();
        assert_eq!(response.body(), "<a/>");
        for (uri, is_ready, sent, text) in [
            (
                "https://example.com/",
                false,
                false,
                "https://example.com: the HTTP client failed: too many requests under way",
            ),
            (
                "https://example.com/",
                true,
                true,
                "https://example.com: the HTTP client failed: broken pipe",
            ),
        ] {
            let error = send(uri, is_ready, b"").unwrap_err();
            assert_eq!(
                (error.request_sent(), error.to_string().as_str()),
                (sent, text)
            );
        }
        let error = send("http://example.com/", true, b"<a/>").unwrap_err();
        assert!(matches!(error.kind(), TransportErrorKind::Endpoint(_)));
    }

    /// A body in two pieces.
    struct Pieces(Vec<Bytes>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop().map(|piece| Ok(Frame::data(piece))))
        }
    }

    fn serve(limits: TransportLimits) -> (StatusCode, Bytes) {
        let echo = |request: Request<Bytes>| Response::new(request.into_body());
        let body = Pieces(vec![Bytes::from_static(b"b/>"), Bytes::from_static(b"<")]);
        let mut service = HttpService::new(echo).with_limits(limits);
        let response = block_on(service.call(Request::post("/").body(body).unwrap())).unwrap();
        let (parts, body) = response.into_parts();
        let mut body = std::pin::pin!(body);
        let frame = block_on(poll_fn(|context| body.as_mut().poll_frame(context)));
        (parts.status, frame.unwrap().unwrap().into_data().unwrap())
    }

    #[test]
    fn a_handler_is_a_service_within_limits() {
        let (status, body) = serve(TransportLimits::default());
        assert_eq!((status.as_u16(), body.as_ref()), (200, &b"<b/>"[..]));

        let limits = TransportLimits {
            wire_bytes: 3,
            ..TransportLimits::default()
        };
        let (status, body) = serve(limits);
        assert_eq!(status.as_u16(), 413);
        assert_eq!(
            body,
            "the body is larger than the limit `wire_bytes` of 3 bytes"
        );
    }
}
