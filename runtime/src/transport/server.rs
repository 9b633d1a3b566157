//! A small HTTP/1.1 server.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::{Arc, mpsc};
use std::task::Poll;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING, VARY};
use http::{HeaderMap, HeaderValue, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

use super::buffered::Buffered;
use super::gzip;
use super::receiving::{Refusal, receive};
use super::{Handler, TransportLimits};

/// An HTTP/1.1 server on threads of its own, for services inside a network, examples and tests.
///
/// It speaks plain HTTP; TLS is the task of the proxy in front of it. The request that a
/// [`Handler`] gets is complete, within the limits, and without content encoding; a large response
/// is compressed for clients that accept it. A handler that panics is answered with 500, and the
/// server goes on. What the handler began goes on even if the client goes away.
///
/// Dropping the server stops it as [`shutdown`](Self::shutdown) does.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use soapstone::transport::Server;
///
/// let server = Server::bind("127.0.0.1:0", |request: Request<Bytes>| {
///     Response::new(request.into_body())
/// })?;
/// println!("listening on {}", server.url());
/// server.shutdown();
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server with the defaults of [`ServerBuilder`]. Port 0 takes a free port.
    ///
    /// # Errors
    ///
    /// The error of the operating system, for instance that the port is in use.
    pub fn bind(address: impl ToSocketAddrs, handler: impl Handler + 'static) -> io::Result<Self> {
        Server::builder().bind(address, handler)
    }

    /// Settings for a server.
    pub fn builder() -> ServerBuilder {
        ServerBuilder::default()
    }

    /// The address and port that it listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The URL of its root, as in `http://127.0.0.1:8080/`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Blocks this thread for as long as the server runs: the last line of a `main`.
    pub fn wait(mut self) {
        self.join();
    }

    /// Takes no more connections, lets the requests that are being answered finish for up to
    /// [`grace`](ServerBuilder::grace), and returns when the server is gone.
    pub fn shutdown(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Fails if the server is gone, which is what was asked for.
            let _ = stop.send(());
        }
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Fails if the thread panicked, which ended the server as well.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Settings for [`Server`].
#[derive(Debug, Clone)]
pub struct ServerBuilder {
    limits: TransportLimits,
    compress_from: Option<usize>,
    read_timeout: Duration,
    grace: Duration,
    connections: usize,
    threads: usize,
}

impl Default for ServerBuilder {
    fn default() -> Self {
        ServerBuilder {
            limits: TransportLimits::default(),
            compress_from: Some(1400),
            read_timeout: Duration::from_secs(60),
            grace: Duration::from_secs(5),
            connections: 1024,
            threads: 2,
        }
    }
}

impl ServerBuilder {
    /// The limits on requests; beyond them the answer is 413.
    #[must_use]
    pub fn limits(mut self, limits: TransportLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The size of a response, in bytes, from which on it is compressed for clients that accept
    /// gzip: 1400, since less fits into one packet anyway. `None` to never compress.
    #[must_use]
    pub fn compress_from(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.compress_from = bytes.into();
        self
    }

    /// The time for the header of a request, and again for its body: 60 seconds. Then the answer is
    /// 408.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How long a shutdown waits for requests that are being answered: 5 seconds.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// How many connections may be open: 1024. More are closed at once.
    #[must_use]
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections;
        self
    }

    /// How many threads run handlers: 2. A handler that blocks keeps one busy.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// Starts the server. Port 0 takes a free port.
    ///
    /// # Errors
    ///
    /// The error of the operating system, for instance that the port is in use.
    pub fn bind(
        self,
        address: impl ToSocketAddrs,
        handler: impl Handler + 'static,
    ) -> io::Result<Server> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let (report, started) = mpsc::channel();
        let service = Arc::new(Service {
            handler: Arc::new(handler),
            settings: self,
        });

        // The runtime lives on this thread alone: dropped on a thread of another runtime it would
        // panic.
        let thread = thread::Builder::new()
            .name("soapstone-server".to_owned())
            .spawn(move || run(listener, service, stopped, &report))?;
        started
            .recv()
            .unwrap_or_else(|_| Err(io::Error::other("the server's thread ended")))?;
        Ok(Server {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

/// What every connection needs.
struct Service {
    handler: Arc<dyn Handler>,
    settings: ServerBuilder,
}

fn run(
    listener: std::net::TcpListener,
    service: Arc<Service>,
    stopped: oneshot::Receiver<()>,
    report: &mpsc::Sender<io::Result<()>>,
) {
    let threads = service.settings.threads;
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
    {
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
                serve(listener, service, stopped).await;
            }
            Err(error) => {
                let _ = report.send(Err(error));
            }
        }
    });
    // Handlers that outlived the grace aren't waited for.
    runtime.shutdown_background();
}

async fn serve(listener: TcpListener, service: Arc<Service>, mut stopped: oneshot::Receiver<()>) {
    let open = Arc::new(Semaphore::new(service.settings.connections));
    let connections = GracefulShutdown::new();
    let mut settings = http1::Builder::new();
    settings
        .timer(TokioTimer::new())
        .header_read_timeout(service.settings.read_timeout)
        // A client may close its side after the request and still wait for the answer.
        .half_close(true);

    while let Some(accepted) = next_connection(&listener, &mut stopped).await {
        let Ok(stream) = accepted else {
            // Out of file descriptors, most likely: others have to end first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&open).try_acquire_owned() else {
            continue;
        };
        let service = Arc::clone(&service);
        let answer = service_fn(move |request| {
            let service = Arc::clone(&service);
            async move { Ok::<_, Infallible>(service.respond(request).await) }
        });
        let connection = settings.serve_connection(TokioIo::new(stream), answer);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // An error is the client's: it went away, or doesn't speak HTTP.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    let grace = service.settings.grace;
    let _ = tokio::time::timeout(grace, connections.shutdown()).await;
}

/// The next connection, or `None` when the server shall stop.
async fn next_connection(
    listener: &TcpListener,
    stopped: &mut oneshot::Receiver<()>,
) -> Option<io::Result<TcpStream>> {
    poll_fn(|context| {
        if Pin::new(&mut *stopped).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        listener
            .poll_accept(context)
            .map(|accepted| Some(accepted.map(|(stream, _)| stream)))
    })
    .await
}

impl Service {
    async fn respond(&self, request: Request<Incoming>) -> Response<Buffered> {
        let compress_from = self
            .settings
            .compress_from
            .filter(|_| accepts_gzip(request.headers()));
        let response = match self.receive(request).await {
            Ok(request) => self.handle(request).await,
            Err(refusal) => refusal.into_response(),
        };
        finish(response, compress_from)
    }

    async fn receive(&self, request: Request<Incoming>) -> Result<Request<Bytes>, Refusal> {
        let receiving = receive(request, &self.settings.limits);
        match tokio::time::timeout(self.settings.read_timeout, receiving).await {
            Ok(received) => received,
            Err(_) => Err(Refusal::Slow),
        }
    }

    /// Runs the handler as a task of its own, which contains its panics and lets it finish what it
    /// began.
    async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let handler = Arc::clone(&self.handler);
        let task = tokio::spawn(async move { handler.handle(request).await });
        task.await
            .unwrap_or_else(|_| Refusal::Panicked.into_response())
    }
}

fn finish(mut response: Response<Bytes>, compress_from: Option<usize>) -> Response<Buffered> {
    let headers = response.headers_mut();
    // hyper sets the length of what it sends.
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    let is_plain = !headers.contains_key(CONTENT_ENCODING);
    let is_large = compress_from.is_some_and(|from| response.body().len() >= from.max(1));
    if is_plain
        && is_large
        && let Some(compressed) = gzip::deflate(response.body())
    {
        *response.body_mut() = Bytes::from(compressed);
        let headers = response.headers_mut();
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    }
    response.map(Buffered::new)
}

/// Whether `Accept-Encoding` (RFC 9110 section 12.5.3) allows gzip.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for value in headers.get_all(ACCEPT_ENCODING) {
        for item in value.as_bytes().split(|byte| *byte == b',') {
            let mut parts = item.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let name = parts.next().unwrap_or_default();
            let allowed = !parts.any(is_zero_weight);
            if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") {
                return allowed;
            }
            any |= name == b"*" && allowed;
        }
    }
    any
}

/// `q=0`, `q=0.0`, `q=0.000`.
fn is_zero_weight(parameter: &[u8]) -> bool {
    let Some((b'q' | b'Q', rest)) = parameter.split_first() else {
        return false;
    };
    let Some(weight) = rest.trim_ascii().strip_prefix(b"=") else {
        return false;
    };
    let weight = weight.trim_ascii();
    weight.contains(&b'0') && weight.iter().all(|byte| matches!(byte, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_accepted_where_the_client_says_so() {
        let cases = [
            (&[][..], false),
            (&["gzip"], true),
            (&["deflate, GZIP;q=0.5"], true),
            (&["br", "x-gzip"], true),
            (&["*"], true),
            (&["br"], false),
            (&["gzip;q=0"], false),
            (&["gzip; q=0.000, *"], false),
            (&["*;q=0"], false),
            (&["gzip;q=0.01"], true),
        ];
        for (values, accepted) in cases {
            let header = |text: &&'static str| (ACCEPT_ENCODING, HeaderValue::from_static(text));
            let headers: HeaderMap = values.iter().map(header).collect();
            assert_eq!(accepts_gzip(&headers), accepted, "{values:?}");
        }
    }
}
