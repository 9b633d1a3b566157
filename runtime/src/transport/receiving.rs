//! Requests on a server: put together within the limits, or refused.

use std::future::poll_fn;
use std::pin::pin;

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING,
};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::Body;

use super::collect::Collector;
use super::decode::decode;
use super::{TransportErrorKind, TransportLimits};

/// Reads a request to its end and undoes its content encoding.
pub(super) async fn receive<B: Body<Data = Bytes>>(
    request: Request<B>,
    limits: &TransportLimits,
) -> Result<Request<Bytes>, Refusal> {
    let (mut parts, body) = request.into_parts();
    let body = read(&parts.headers, body, limits).await?;
    let body = decode(&parts.headers, body, limits).map_err(Refusal::Body)?;
    for name in [CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    Ok(Request::from_parts(parts, body))
}

async fn read<B: Body<Data = Bytes>>(
    headers: &HeaderMap,
    body: B,
    limits: &TransportLimits,
) -> Result<Bytes, Refusal> {
    let mut collector = Collector::new(headers, limits).map_err(Refusal::Body)?;
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|_| Refusal::Body(collector.truncated()))?;
        if let Some(piece) = frame.data_ref() {
            collector.push(piece).map_err(Refusal::Body)?;
        }
    }
    Ok(collector.finish())
}

/// Why a request doesn't reach the handler, or its answer not the client.
pub(super) enum Refusal {
    #[cfg(feature = "server")]
    Slow,
    Body(TransportErrorKind),
    #[cfg(feature = "server")]
    Panicked,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            #[cfg(feature = "server")]
            Refusal::Slow => StatusCode::REQUEST_TIMEOUT,
            Refusal::Body(
                TransportErrorKind::BodyTooLarge { .. } | TransportErrorKind::InflateRatio { .. },
            ) => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Body(TransportErrorKind::UnsupportedEncoding(_)) => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Refusal::Body(_) => StatusCode::BAD_REQUEST,
            #[cfg(feature = "server")]
            Refusal::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let status = self.status();
        let text = match self {
            #[cfg(feature = "server")]
            Refusal::Slow => "the request took too long to arrive".to_owned(),
            Refusal::Body(kind) => kind.to_string(),
            #[cfg(feature = "server")]
            Refusal::Panicked => "the service failed".to_owned(),
        };
        let mut response = Response::new(Bytes::from(text));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
        if status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            // RFC 9110 section 12.5.3: says which encoding would have done.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}
