//! Documents by their URLs, within limits.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri};
use soapstone::transport::{BlockingTransport, CallOptions, TransportLimits, Ureq};

use crate::arguments::Fetch;
use crate::outcome::Failure;

/// Gets documents.
pub(super) struct Network {
    transport: Ureq,
    allow_http: bool,
}

impl Network {
    pub(super) fn new(arguments: &Fetch) -> Self {
        let transport = Ureq::builder()
            .timeout(Duration::from_secs(arguments.timeout))
            .public_addresses_only(!arguments.allow_private)
            .build();
        Network {
            transport,
            allow_http: arguments.allow_http,
        }
    }

    /// Gets a document of at most so many bytes. A redirect is an error of the transport, which names the host that it
    /// leads to: whoever trusts that one fetches its URL.
    pub(super) fn get(&self, url: &str, most: u64) -> Result<Vec<u8>, Failure> {
        let response = self.send(&self.uri(url)?, most)?;
        match response.status() {
            StatusCode::OK => Ok(response.into_body().to_vec()),
            status => Err(Failure::NoAnswer(format!("{url}: HTTP {status}"))),
        }
    }

    fn send(&self, uri: &Uri, most: u64) -> Result<http::Response<Bytes>, Failure> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = uri.clone();
        let mut options = CallOptions::default();
        options.allow_plain_http = self.allow_http;
        options.limits = Some(TransportLimits {
            wire_bytes: most,
            body_bytes: most,
            ..TransportLimits::default()
        });
        self.transport
            .send(request, &options)
            .map_err(|error| Failure::NoAnswer(format!("{uri}: {error}")))
    }

    /// The URL, if it may be asked.
    fn uri(&self, url: &str) -> Result<Uri, Failure> {
        let expected = || Failure::Input(format!("{url}: expected a URL with https"));
        let uri: Uri = url.parse().map_err(|_| expected())?;
        let host = uri.host().unwrap_or_default();
        match uri.scheme_str() {
            Some("https") if !host.is_empty() => Ok(uri),
            Some("http") if !host.is_empty() && self.allow_http => Ok(uri),
            Some("http") => Err(Failure::Usage {
                message: format!("{url} is plain http: expected https"),
                help: String::from("--allow-http lets it be"),
            }),
            _ => Err(expected()),
        }
    }
}
