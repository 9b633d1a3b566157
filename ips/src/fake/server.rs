//! The fake over HTTP, with all that goes wrong there.

use std::fmt;
use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use soapstone::transport::{EndpointError, Handler};
use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::chaos::Mishap;
use super::{Fake, servlet};
use crate::Hosts;

/// How large a request may be that is no upload.
const LARGEST: usize = 64 << 20;

/// What hyper calls an error: the connection is closed, and nothing more is said.
#[derive(Debug)]
struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut")
    }
}

impl std::error::Error for Cut {}

/// A fake that listens on loopback. Dropping it stops it.
pub struct FakeServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeServer {
    pub(super) fn bind(address: impl ToSocketAddrs, fake: Fake) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let (report, started) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("fake-ips".to_owned())
            .spawn(move || run(listener, fake, stopped, &report))?;
        started
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the server's thread ended")))?;
        Ok(FakeServer {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The URL of its root, as in `http://127.0.0.1:8080/`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The hosts for a client: one address for everything.
    ///
    /// # Errors
    /// None: the URLs are right.
    pub fn hosts(&self) -> Result<Hosts, EndpointError> {
        let url = format!("{}scene7", self.url());
        Hosts::at(&url, &url)
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Fails if the server is gone, which is what was asked for.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for FakeServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

fn run(
    listener: std::net::TcpListener,
    fake: Fake,
    stopped: oneshot::Receiver<()>,
    report: &mpsc::Sender<io::Result<()>>,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = report.send(Err(error));
            return;
        }
    };
    runtime.block_on(async move {
        match TcpListener::from_std(listener) {
            Ok(listener) => {
                let _ = report.send(Ok(()));
                tokio::spawn(accept(listener, fake));
                let _ = stopped.await;
            }
            Err(error) => {
                let _ = report.send(Err(error));
            }
        }
    });
    runtime.shutdown_background();
}

async fn accept(listener: TcpListener, fake: Fake) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: others have to end first.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let fake = fake.clone();
        let service = service_fn(move |request| {
            let fake = fake.clone();
            async move { respond(&fake, request).await }
        });
        tokio::spawn(async move {
            // An error is a connection that was cut, by either side.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(fake: &Fake, request: Request<Incoming>) -> Result<Response<Whole>, Cut> {
    let (parts, body) = request.into_parts();
    if parts.uri.path().ends_with("/UploadFile") {
        let response = receive_upload(fake, &parts.headers, body).await?;
        return Ok(response.map(Whole));
    }
    let body = collect(body).await?;
    let mishap = fake.state().chaos.next();
    match mishap {
        Some(Mishap::CutBefore) => return Err(Cut),
        Some(Mishap::Busy) => return Ok(busy().map(Whole)),
        Some(Mishap::Fault) => return Ok(broken().map(Whole)),
        Some(Mishap::Slow(time)) => tokio::time::sleep(time).await,
        Some(Mishap::CutAfter) | None => {}
    }
    let is_compressed = accepts_gzip(&parts.headers, &body);
    let request = Request::from_parts(parts, body);
    let response = fake.handle(request).await;
    if mishap == Some(Mishap::CutAfter) {
        return Err(Cut);
    }
    Ok(match is_compressed {
        true => compressed(response),
        false => response,
    }
    .map(Whole))
}

/// Reads a form of any size without keeping its files.
async fn receive_upload(
    fake: &Fake,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Response<Bytes>, Cut> {
    let Some(mut reader) = servlet::reader(headers) else {
        return Ok(super::not_found());
    };
    let cut = fake
        .inner
        .state
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .cut_upload;
    let mut body = pin!(body);
    let mut received = 0_u64;
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let frame = frame.map_err(|_| Cut)?;
        let Some(piece) = frame.data_ref() else {
            continue;
        };
        received += u64::try_from(piece.len()).unwrap_or_default();
        if cut.is_some_and(|cut| received >= cut) {
            fake.state().cut_upload = None;
            return Err(Cut);
        }
        if reader.push(piece).is_err() {
            return Err(Cut);
        }
    }
    Ok(servlet::finish(fake, reader, headers))
}

async fn collect(body: Incoming) -> Result<Bytes, Cut> {
    let mut body = pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let frame = frame.map_err(|_| Cut)?;
        if let Some(piece) = frame.data_ref() {
            bytes.extend_from_slice(piece);
        }
        if bytes.len() > LARGEST {
            return Err(Cut);
        }
    }
    Ok(bytes.freeze())
}

fn page(status: StatusCode, content_type: &'static str, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// What a proxy says when the service behind it doesn't answer.
fn busy() -> Response<Bytes> {
    let text = "<html><body>Service Unavailable</body></html>";
    page(StatusCode::SERVICE_UNAVAILABLE, "text/html", text)
}

/// What the service says when something broke inside of it.
fn broken() -> Response<Bytes> {
    let text = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">\
        <soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode>\
        <faultstring>ipsApiFault</faultstring><detail>\
        <ipsApiFault xmlns=\"http://www.scene7.com/IpsApi/xsd\"><code>30000</code>\
        <reason>Injected</reason></ipsApiFault></detail>\
        </soapenv:Fault></soapenv:Body></soapenv:Envelope>";
    page(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/xml;charset=utf-8",
        text,
    )
}

/// Whether the reply is compressed: as the header of the message says, or else that of HTTP.
fn accepts_gzip(headers: &HeaderMap, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let flag = text
        .split_once("gzipResponse>")
        .map(|(_, rest)| rest.starts_with("true") || rest.starts_with('1'));
    flag.unwrap_or_else(|| {
        headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .any(|value| value.to_str().is_ok_and(|value| value.contains("gzip")))
    })
}

fn compressed(response: Response<Bytes>) -> Response<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder
        .write_all(response.body())
        .and_then(|()| encoder.finish());
    let Ok(bytes) = written else { return response };
    let mut response = response.map(|_| Bytes::from(bytes));
    let gzip = HeaderValue::from_static("gzip");
    response.headers_mut().insert(CONTENT_ENCODING, gzip);
    response
}

/// A body in memory, in the form that hyper sends.
struct Whole(Bytes);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.0)))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.0.len()).unwrap_or_default())
    }
}
