//! The asynchronous client over reqwest.

use std::error::Error;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest::redirect::Policy;
use ::reqwest::{Body, Client, ClientBuilder};
use bytes::Bytes;
use http::{Request, Response};
use rustls::ClientConfig;

use super::buffered::Buffered;
use super::collect::Collector;
use super::pieces::{Activity, Pieces};
use super::sending::{
    Attempt, CALL_TIMEOUT, CONNECT_TIMEOUT, add_headers, crypto_provider, find, is_disconnect,
};
use super::{
    BoxFuture, CallOptions, StreamedBody, TimeoutPhase, Transport, TransportError,
    TransportErrorKind, TransportLimits, endpoint, finish_response,
};

/// The transport over [reqwest](::reqwest), which runs inside tokio.
///
/// HTTP/1.1 with kept-alive connections; TLS 1.2 or newer by rustls, with the root certificates of
/// the system; proxies from the environment, except for this machine; no redirects, no cookies.
/// Cloning is cheap and shares the connections.
///
/// ```no_run
/// # async fn example() -> Result<(), soapstone::transport::TransportError> {
/// use bytes::Bytes;
/// use soapstone::transport::{CallOptions, Reqwest, Transport};
///
/// let transport = Reqwest::new()?;
/// let request = http::Request::post("https://example.com/service")
///     .header("content-type", "text/xml; charset=utf-8")
///     .body(Bytes::from_static(b"<a/>"))
///     .unwrap();
/// let response = transport.send(request, &CallOptions::default()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: Client,
    /// For this machine: a proxy would carry plain http elsewhere.
    direct: Client,
    connect_timeout: Option<Duration>,
    timeout: Option<Duration>,
    limits: TransportLimits,
}

impl Reqwest {
    /// A client with the defaults of [`ReqwestBuilder`].
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Configuration`] if the system has no root certificates.
    pub fn new() -> Result<Self, TransportError> {
        Reqwest::builder().build()
    }

    /// Settings for a client.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder {
            connect_timeout: CONNECT_TIMEOUT,
            timeout: Some(CALL_TIMEOUT),
            limits: TransportLimits::default(),
        }
    }

    /// A client over one that you set up: for client certificates, certificates of one's own,
    /// proxies, HTTP/2.
    ///
    /// Time limits, size limits and the rule about plain http are ours, everything else is yours.
    /// Turn redirects off (they may carry credentials elsewhere) and leave reqwest's own
    /// decompression off (it has no limits).
    pub fn from_client(client: Client) -> Self {
        Reqwest::builder().build_with(client)
    }

    async fn exchange(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        options.check(request.uri())?;
        let attempt = Attempt::new(&request);
        let timeout = options.timeout.or(self.timeout);
        let request = request.map(|body| Body::wrap(Buffered::noting(body, attempt.taken.clone())));
        let request = prepare(request, &attempt, timeout)?;
        self.execute(request, &attempt, options, timeout).await
    }

    /// Sends a body piece by piece, and gives up when nothing moves for the time of a call.
    async fn exchange_streamed(
        &self,
        request: Request<StreamedBody>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        options.check(request.uri())?;
        let attempt = Attempt::streamed(&request);
        let timeout = options.timeout.or(self.timeout);
        let activity = Activity::now();
        let pieces = |body| Pieces::new(body, attempt.taken.clone(), activity.clone());
        let request = request.map(|body| Body::wrap(pieces(body)));
        let request = prepare(request, &attempt, None)?;
        let exchange = self.execute(request, &attempt, options, timeout);
        let Some(limit) = timeout else {
            return exchange.await;
        };
        let mut exchange = pin!(exchange);
        let mut left = Some(limit);
        while let Some(time) = left {
            match tokio::time::timeout(time, exchange.as_mut()).await {
                Ok(outcome) => return outcome,
                Err(_) => left = activity.left(limit),
            }
        }
        let kind = TransportErrorKind::Timeout {
            phase: TimeoutPhase::Response,
            limit: timeout,
        };
        Err(attempt.failed(kind, None::<&str>))
    }

    async fn execute(
        &self,
        request: ::reqwest::Request,
        attempt: &Attempt,
        options: &CallOptions,
        timeout: Option<Duration>,
    ) -> Result<Response<Bytes>, TransportError> {
        let limits = options.limits.unwrap_or(self.limits);
        let cause = |error: &::reqwest::Error, phase| self.kind(error, phase, timeout);
        let client = if endpoint::is_loopback(&attempt.uri) {
            &self.direct
        } else {
            &self.client
        };
        let response = client.execute(request).await.map_err(|error| {
            let kind = cause(&error, TimeoutPhase::Response);
            attempt.failed(kind, root_cause(&error))
        })?;
        let response = collect(response, attempt, &limits, |error, collector| {
            match cause(error, TimeoutPhase::Body) {
                TransportErrorKind::Closed | TransportErrorKind::Other => collector.truncated(),
                kind => kind,
            }
        })
        .await?;
        finish_response(response, &limits).map_err(|error| error.at(&attempt.uri))
    }

    fn kind(
        &self,
        error: &::reqwest::Error,
        phase: TimeoutPhase,
        timeout: Option<Duration>,
    ) -> TransportErrorKind {
        if error.is_timeout() {
            return match error.is_connect() {
                true => TransportErrorKind::Timeout {
                    phase: TimeoutPhase::Connect,
                    limit: self.connect_timeout,
                },
                false => TransportErrorKind::Timeout {
                    phase,
                    limit: timeout,
                },
            };
        }
        if error.is_builder() {
            return TransportErrorKind::InvalidRequest;
        }
        if error.is_dns() {
            return TransportErrorKind::NameResolution;
        }
        if find::<rustls::Error>(error).is_some() {
            return TransportErrorKind::Tls;
        }
        if error.is_connect() {
            return TransportErrorKind::Connect;
        }
        kind_of_exchange(error)
    }
}

impl Transport for Reqwest {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, options))
    }

    fn send_streamed<'a>(
        &'a self,
        request: Request<StreamedBody>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange_streamed(request, options))
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        Some(Box::pin(tokio::time::sleep(duration)))
    }
}

/// Settings for [`Reqwest`].
#[derive(Debug, Clone)]
pub struct ReqwestBuilder {
    connect_timeout: Duration,
    timeout: Option<Duration>,
    limits: TransportLimits,
}

impl ReqwestBuilder {
    /// The time for name resolution, TCP and TLS together: 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time for a whole call: 120 seconds. `None` for no limit.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The limits on responses.
    #[must_use]
    pub fn limits(mut self, limits: TransportLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Configuration`] if the system has no root certificates.
    pub fn build(self) -> Result<Reqwest, TransportError> {
        let refused = |error: &(dyn Error + 'static)| {
            let error_at_start = TransportError::new(TransportErrorKind::Configuration, false);
            match root_cause(error) {
                Some(cause) => error_at_start.with_source(cause),
                None => error_at_start.with_source(error),
            }
        };
        let tls = tls_config().map_err(|error| refused(&error))?;
        let settings = || self.client_settings(tls.clone());
        Ok(Reqwest {
            client: settings().build().map_err(|error| refused(&error))?,
            direct: settings()
                .no_proxy()
                .build()
                .map_err(|error| refused(&error))?,
            connect_timeout: Some(self.connect_timeout),
            timeout: self.timeout,
            limits: self.limits,
        })
    }

    /// The client, over one that you set up: see [`Reqwest::from_client`].
    ///
    /// The time for connecting is then that of `client`.
    pub fn build_with(self, client: Client) -> Reqwest {
        Reqwest {
            direct: client.clone(),
            client,
            connect_timeout: None,
            timeout: self.timeout,
            limits: self.limits,
        }
    }

    fn client_settings(&self, tls: ClientConfig) -> ClientBuilder {
        Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(self.connect_timeout)
            .redirect(Policy::none())
            .referer(false)
            // Off in our own build; another crate of the program may have turned them on.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
    }
}

fn tls_config() -> Result<ClientConfig, rustls::Error> {
    let provider = crypto_provider();
    let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?;
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    // "Dangerous" is any verifier of one's own; this one asks the operating system.
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    Ok(config.with_no_client_auth())
}

fn prepare(
    mut request: Request<Body>,
    attempt: &Attempt,
    timeout: Option<Duration>,
) -> Result<::reqwest::Request, TransportError> {
    add_headers(request.headers_mut());
    let mut request = ::reqwest::Request::try_from(request)
        .map_err(|error| attempt.failed(TransportErrorKind::InvalidRequest, root_cause(&error)))?;
    *request.timeout_mut() = timeout;
    Ok(request)
}

async fn collect(
    mut response: ::reqwest::Response,
    attempt: &Attempt,
    limits: &TransportLimits,
    kind: impl Fn(&::reqwest::Error, &Collector) -> TransportErrorKind,
) -> Result<Response<Bytes>, TransportError> {
    let refused = |kind| attempt.failed_in_response(kind, None::<&str>);
    let mut collector = Collector::new(response.headers(), limits).map_err(refused)?;
    loop {
        let piece = response.chunk().await.map_err(|error| {
            attempt.failed_in_response(kind(&error, &collector), root_cause(&error))
        })?;
        match piece {
            Some(piece) => collector.push(&piece).map_err(refused)?,
            None => break,
        }
    }
    let mut collected = Response::new(collector.finish());
    *collected.status_mut() = response.status();
    *collected.version_mut() = response.version();
    *collected.headers_mut() = std::mem::take(response.headers_mut());
    Ok(collected)
}

/// What went wrong on an open connection.
fn kind_of_exchange(error: &::reqwest::Error) -> TransportErrorKind {
    let protocol = find::<hyper::Error>(error);
    if protocol.is_some_and(hyper::Error::is_parse) {
        return TransportErrorKind::Protocol;
    }
    let has_ended = |error: &hyper::Error| {
        error.is_incomplete_message() || error.is_closed() || error.is_canceled()
    };
    if protocol.is_some_and(has_ended) {
        return TransportErrorKind::Closed;
    }
    match find::<io::Error>(error) {
        Some(error) if is_disconnect(error) => TransportErrorKind::Closed,
        Some(error) if is_nonsense(error) => TransportErrorKind::Protocol,
        Some(_) => TransportErrorKind::Other,
        // hyper complains without one about what it doesn't expect at this point.
        None if protocol.is_some_and(|error| !error.is_user()) => TransportErrorKind::Protocol,
        None => TransportErrorKind::Other,
    }
}

/// Whether an I/O error says that the bytes make no sense, as hyper puts it for chunks.
fn is_nonsense(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
    )
}

/// The innermost cause. Those further out repeat the kind; the outermost has the URL.
fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |error| (*error).source()).last()
}
