//! Documents by their URLs, within limits.

use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, Request, StatusCode, Uri};
use soapstone::transport::{BlockingTransport, CallOptions, TransportLimits, Ureq};
use soapstone_codegen::source::join_url;

use crate::arguments::Fetch;
use crate::outcome::Failure;

/// How many redirects are followed for one document.
const REDIRECTS: usize = 5;

/// Gets documents.
pub(super) struct Network {
    transport: Ureq,
    allow_http: bool,
}

/// A document.
pub(super) struct Answer {
    /// Where it was in the end: what its references are relative to.
    pub(super) url: String,
    pub(super) body: Vec<u8>,
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

    /// Gets a document of at most so many bytes.
    pub(super) fn get(&self, url: &str, most: u64) -> Result<Answer, Failure> {
        let mut current = url.to_owned();
        for _ in 0..=REDIRECTS {
            let uri = self.uri(&current)?;
            let response = self.send(&uri, most)?;
            let status = response.status();
            if status == StatusCode::OK {
                return Ok(Answer {
                    url: current,
                    body: response.into_body().to_vec(),
                });
            }
            let location = response.headers().get(LOCATION);
            let location = location.and_then(|location| location.to_str().ok());
            let Some(location) = location.filter(|_| status.is_redirection()) else {
                return Err(Failure::NoAnswer(format!("{current}: HTTP {status}")));
            };
            let next = join_url(&current, location);
            let target = self.uri(&next)?;
            let host = |uri: &Uri| uri.authority().map(ToString::to_string);
            if host(&target) != host(&uri) {
                return Err(Failure::NoAnswer(format!(
                    "{current}: redirects to another host, {next}: fetch that URL if it is meant"
                )));
            }
            current = next;
        }
        Err(Failure::NoAnswer(format!(
            "{url}: more than {REDIRECTS} redirects"
        )))
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
