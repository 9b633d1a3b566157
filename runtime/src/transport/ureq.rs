//! The blocking client over ureq.

use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use ::ureq::config::{Config, Timeouts};
use ::ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ::ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ::ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ::ureq::{Agent, SendBody, Timeout};
use bytes::{Buf, Bytes};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Request, Response};

use super::collect::Collector;
use super::sending::{
    Attempt, BodyTaken, CALL_TIMEOUT, CONNECT_TIMEOUT, add_headers, crypto_provider, find,
    is_disconnect,
};
use super::{
    BlockingTransport, CallOptions, StreamedBody, TimeoutPhase, TransportError, TransportErrorKind,
    TransportLimits, endpoint, finish_response,
};

/// The transport over [ureq](::ureq), which needs no runtime.
///
/// HTTP/1.1 with kept-alive connections; TLS 1.2 or newer by rustls, with the root certificates of
/// the system; proxies from the environment, except for this machine; no redirects, no cookies.
/// Cloning is cheap and shares the connections.
///
/// ```no_run
/// use bytes::Bytes;
/// use soapstone::transport::{BlockingTransport, CallOptions, Ureq};
///
/// let transport = Ureq::new();
/// let request = http::Request::post("https://example.com/service")
///     .header("content-type", "text/xml; charset=utf-8")
///     .body(Bytes::from_static(b"<a/>"))
///     .unwrap();
/// let response = transport.send(request, &CallOptions::default())?;
/// # Ok::<(), soapstone::transport::TransportError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Ureq {
    agent: Agent,
    limits: TransportLimits,
}

impl Ureq {
    /// A client with the defaults of [`UreqBuilder`].
    pub fn new() -> Self {
        Ureq::builder().build()
    }

    /// Settings for a client.
    pub fn builder() -> UreqBuilder {
        UreqBuilder {
            connect_timeout: CONNECT_TIMEOUT,
            timeout: Some(CALL_TIMEOUT),
            limits: TransportLimits::default(),
            public_addresses_only: false,
        }
    }

    /// A client over one that you set up: for client certificates, certificates of one's own,
    /// proxies.
    ///
    /// Size limits, the rule about plain http and that every status is a response are ours;
    /// everything else, with the time limits, is yours. Redirects are off whatever the agent says.
    /// Leave ureq's own decompression off (it has no limits).
    pub fn from_agent(agent: Agent) -> Self {
        Ureq {
            agent,
            limits: TransportLimits::default(),
        }
    }

    /// The same client with other limits on responses.
    #[must_use]
    pub fn with_limits(mut self, limits: TransportLimits) -> Self {
        self.limits = limits;
        self
    }

    fn exchange(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        options.check(request.uri())?;
        let attempt = Attempt::new(&request);
        let limits = options.limits.unwrap_or(self.limits);
        let mut timeouts = self.agent.config().timeouts();
        timeouts.global = options.timeout.or(timeouts.global);

        let request = self.prepare(request, &attempt, options);
        let response = self.agent.run(request).map_err(|error| {
            let failure = Failure::of(error, TimeoutPhase::Response, &timeouts);
            attempt.failed(failure.kind, failure.source)
        })?;
        let response = collect(response, &attempt, &limits, &timeouts)?;
        finish_response(response, &limits).map_err(|error| error.at(&attempt.uri))
    }

    /// Sends a body piece by piece. The limit on the time for the body grows with its length.
    fn exchange_streamed(
        &self,
        mut request: Request<StreamedBody>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        options.check(request.uri())?;
        let attempt = Attempt::streamed(&request);
        let limits = options.limits.unwrap_or(self.limits);
        let pause = options.timeout.or(self.agent.config().timeouts().global);
        let length = request.body().length();

        add_headers(request.headers_mut());
        request
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
        let request = request.map(|body| {
            SendBody::from_owned_reader(Noting {
                source: body,
                taken: attempt.taken.clone(),
            })
        });
        let avoids_proxy =
            self.agent.config().proxy().is_some() && endpoint::is_loopback(&attempt.uri);
        let settings = self
            .agent
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(None)
            .timeout_send_body(pause.map(|pause| pause + slowest(length)))
            .timeout_recv_response(pause)
            .timeout_recv_body(pause);
        let request = match avoids_proxy {
            true => settings.proxy(None).build(),
            false => settings.build(),
        };
        let mut timeouts = self.agent.config().timeouts();
        timeouts.global = None;
        timeouts.recv_response = pause;
        let response = self.agent.run(request).map_err(|error| {
            let failure = Failure::of(error, TimeoutPhase::Response, &timeouts);
            attempt.failed(failure.kind, failure.source)
        })?;
        let response = collect(response, &attempt, &limits, &timeouts)?;
        finish_response(response, &limits).map_err(|error| error.at(&attempt.uri))
    }

    fn prepare(
        &self,
        mut request: Request<Bytes>,
        attempt: &Attempt,
        options: &CallOptions,
    ) -> Request<SendBody<'static>> {
        add_headers(request.headers_mut());
        if attempt.has_body {
            let length = HeaderValue::from(request.body().len());
            request.headers_mut().insert(CONTENT_LENGTH, length);
        }
        let request = request.map(|bytes| {
            if bytes.is_empty() {
                return SendBody::none();
            }
            SendBody::from_owned_reader(Noting {
                source: bytes.reader(),
                taken: attempt.taken.clone(),
            })
        });
        self.configure(request, options)
    }

    /// Changes the settings for this request alone, where those of the agent don't do. Only then,
    /// because such a request can't fill the agent's cache of the TLS configuration.
    fn configure(
        &self,
        request: Request<SendBody<'static>>,
        options: &CallOptions,
    ) -> Request<SendBody<'static>> {
        let own = self.agent.config();
        let timeout = options.timeout.or(own.timeouts().global);
        // A proxy would carry plain http elsewhere.
        let avoids_proxy = own.proxy().is_some() && endpoint::is_loopback(request.uri());
        let keeps_rules = !own.http_status_as_error()
            && own.max_redirects() == 0
            && !own.max_redirects_will_error();
        if keeps_rules && !avoids_proxy && timeout == own.timeouts().global {
            return request;
        }
        let settings = self
            .agent
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(timeout);
        match avoids_proxy {
            true => settings.proxy(None).build(),
            false => settings.build(),
        }
    }
}

impl Default for Ureq {
    fn default() -> Self {
        Ureq::new()
    }
}

impl BlockingTransport for Ureq {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.exchange(request, options)
    }

    /// The time for sending is that of [`CallOptions::timeout`], and one second more for each 16 KiB, since the
    /// library below can't tell a connection that stands still from one that is slow.
    fn send_streamed(
        &self,
        request: Request<StreamedBody>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        self.exchange_streamed(request, options)
    }
}

/// Settings for [`Ureq`].
#[derive(Debug, Clone)]
pub struct UreqBuilder {
    connect_timeout: Duration,
    timeout: Option<Duration>,
    limits: TransportLimits,
    public_addresses_only: bool,
}

impl UreqBuilder {
    /// The time for name resolution, and again for TCP and TLS: 10 seconds.
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

    /// Refuses hosts whose address is not one of the public internet: this machine, private networks, link-local and
    /// other special addresses. For URLs that somebody else chose. The addresses that are connected to are those that
    /// were looked at. Behind a proxy it is the address of the proxy that counts. Default: any address.
    #[must_use]
    pub fn public_addresses_only(mut self, only: bool) -> Self {
        self.public_addresses_only = only;
        self
    }

    /// The client.
    pub fn build(self) -> Ureq {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(crypto_provider())
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(self.connect_timeout))
            .timeout_connect(Some(self.connect_timeout))
            .timeout_global(self.timeout)
            .build();
        let agent = match self.public_addresses_only {
            true => Agent::with_parts(
                agent,
                DefaultConnector::default(),
                PublicAddresses::default(),
            ),
            false => agent.new_agent(),
        };
        Ureq {
            agent,
            limits: self.limits,
        }
    }
}

/// The time that a body takes on the slowest connection that is worth waiting for.
fn slowest(length: u64) -> Duration {
    Duration::from_secs(length / (16 * 1024))
}

/// Names into addresses, but not into those of this machine and its neighbours.
#[derive(Debug, Default)]
struct PublicAddresses {
    all: DefaultResolver,
}

impl Resolver for PublicAddresses {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ::ureq::Error> {
        let found = self.all.resolve(uri, config, timeout)?;
        if found.iter().all(|address| is_public(address.ip())) {
            return Ok(found);
        }
        let error = io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the host has an address that is not public",
        );
        Err(error.into())
    }
}

/// Whether an address is one of the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, third, _] = address.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            let is_protocol = first == 192 && second == 0 && third == 0;
            let is_benchmark = first == 198 && (18..20).contains(&second);
            !(address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_broadcast()
                || address.is_multicast()
                || address.is_documentation()
                || is_shared
                || is_protocol
                || is_benchmark
                || first == 0
                || first >= 240)
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => is_public(IpAddr::V4(address)),
            // What is global unicast, without the ranges for documentation and for tunnels to IPv4.
            None => {
                let [first, second, ..] = address.segments();
                (0x2000..0x4000).contains(&first)
                    && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
                    && first != 0x2002
            }
        },
    }
}

/// A request body that notes when it is taken.
struct Noting<R> {
    source: R,
    taken: BodyTaken,
}

impl<R: Read> Read for Noting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.taken.note();
        self.source.read(buffer)
    }
}

fn collect(
    response: Response<::ureq::Body>,
    attempt: &Attempt,
    limits: &TransportLimits,
    timeouts: &Timeouts,
) -> Result<Response<Bytes>, TransportError> {
    let refused = |kind| attempt.failed_in_response(kind, None::<Box<str>>);
    let (parts, body) = response.into_parts();
    let mut collector = Collector::new(&parts.headers, limits).map_err(refused)?;
    let mut reader = body.into_reader();
    let mut piece = vec![0; 16 * 1024];
    loop {
        let length = match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let failure = Failure::of(error.into(), TimeoutPhase::Body, timeouts);
                let kind = match failure.kind {
                    TransportErrorKind::Closed | TransportErrorKind::Other => collector.truncated(),
                    kind => kind,
                };
                return Err(attempt.failed_in_response(kind, failure.source));
            }
        };
        collector
            .push(piece.get(..length).unwrap_or_default())
            .map_err(refused)?;
    }
    Ok(Response::from_parts(parts, collector.finish()))
}

/// An error of ureq in the words of this module.
struct Failure {
    kind: TransportErrorKind,
    source: Option<Box<str>>,
}

impl Failure {
    fn of(error: ::ureq::Error, phase: TimeoutPhase, timeouts: &Timeouts) -> Self {
        use ::ureq::Error;

        // Some texts of ureq have the URL or the value of a header in them.
        let bare = |kind| Failure { kind, source: None };
        let with = |kind, text: &dyn std::fmt::Display| Failure {
            kind,
            source: Some(text.to_string().into_boxed_str()),
        };
        match &error {
            Error::Timeout(reached) => bare(timeout_kind(*reached, phase, timeouts)),
            Error::HostNotFound => bare(TransportErrorKind::NameResolution),
            Error::ConnectionFailed => bare(TransportErrorKind::Connect),
            Error::ConnectProxyFailed(_) => with(
                TransportErrorKind::Connect,
                &"the proxy refused the connection",
            ),
            Error::InvalidProxyUrl => with(TransportErrorKind::Connect, &error),
            Error::Tls(_) | Error::TlsRequired | Error::Pem(_) => {
                with(TransportErrorKind::Tls, &error)
            }
            Error::Rustls(error) => with(TransportErrorKind::Tls, error),
            Error::Http(error) => with(TransportErrorKind::InvalidRequest, error),
            Error::BadUri(_) | Error::RequireHttpsOnly(_) => {
                bare(TransportErrorKind::InvalidRequest)
            }
            Error::Protocol(_) => bare(TransportErrorKind::Protocol),
            Error::LargeResponseHeader(..) => with(TransportErrorKind::Protocol, &error),
            Error::Io(error) => Failure::of_io(error),
            _ => with(TransportErrorKind::Other, &error),
        }
    }

    fn of_io(error: &io::Error) -> Self {
        let kind = if let Some(error) = find::<rustls::Error>(error) {
            let source = Some(error.to_string().into_boxed_str());
            return Failure {
                kind: TransportErrorKind::Tls,
                source,
            };
        } else if is_disconnect(error) {
            TransportErrorKind::Closed
        } else if is_refusal(error) {
            TransportErrorKind::Connect
        } else if error.raw_os_error().is_none() {
            // Failures of sockets have a number of the operating system, those of the resolver
            // have a text.
            TransportErrorKind::NameResolution
        } else {
            TransportErrorKind::Other
        };
        Failure {
            kind,
            source: Some(error.to_string().into_boxed_str()),
        }
    }
}

/// Whether an I/O error comes from opening a connection.
fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable
            | io::ErrorKind::PermissionDenied
    )
}

fn timeout_kind(reached: Timeout, phase: TimeoutPhase, timeouts: &Timeouts) -> TransportErrorKind {
    let (phase, limit) = match reached {
        Timeout::Resolve => (TimeoutPhase::Connect, timeouts.resolve),
        Timeout::Connect => (TimeoutPhase::Connect, timeouts.connect),
        Timeout::SendRequest => (TimeoutPhase::Response, timeouts.send_request),
        Timeout::SendBody => (TimeoutPhase::Response, timeouts.send_body),
        Timeout::RecvResponse => (TimeoutPhase::Response, timeouts.recv_response),
        Timeout::RecvBody => (TimeoutPhase::Body, timeouts.recv_body),
        Timeout::PerCall => (phase, timeouts.per_call),
        Timeout::Global => (phase, timeouts.global),
        _ => (phase, None),
    };
    TransportErrorKind::Timeout { phase, limit }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn addresses_of_this_machine_and_its_neighbours_are_not_public() {
        for (address, expected) in [
            ("127.0.0.1", false),
            ("127.8.8.8", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("224.0.0.1", false),
            ("8.8.8.8", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("2002:7f00:1::", false),
            ("2606:4700::1111", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }
}
