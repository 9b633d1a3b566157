//! A stateful IPS for tests, demonstrations and trying things out, in the same process or on loopback.
//!
//! It has companies, users with their types, folders, assets, metadata, jobs that take their time, logs, a trash and the
//! upload servlet, and answers with the documented faults. What it doesn't do it answers with an `ipsApiFault`, as the
//! service answers what it can't. Time is under the control of the test: a [`Clock`] that passes when somebody waits for it.
//!
//! ```
//! use scene7_ips::fake::Fake;
//! use scene7_ips::{Job, Search, WaitOptions};
//!
//! let fake = Fake::demo();
//! let ips = fake.builder()?.connect_blocking_with(fake.transport(), fake.clock())?;
//! let company = ips.company("Acme")?;
//! assert_eq!(company.count(Search::new().folder("Acme/shoes/"))?, 12);
//!
//! let report = company.submit(Job::publish_full())?.wait(&WaitOptions::default())?;
//! assert!(report.is_success());
//! # Ok::<(), scene7_ips::Error>(())
//! ```

mod answer;
mod asset;
mod chaos;
mod clock;
mod folder;
mod form;
mod job;
mod restrict;
mod server;
mod service;
mod servlet;
mod session;
mod state;
mod unsupported;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use soapstone::GlobalElement;
use soapstone::transport::{
    BlockingTransport, BoxFuture, CallOptions, EndpointError, Handler, InProcess, Transport,
    TransportError,
};

pub(crate) use super::api;
use super::{Error, Ips, IpsBuilder};
use crate::{Credentials, Hosts};

pub use chaos::Chaos;
pub use clock::Clock;
pub use server::FakeServer;
use service::FakeService;
pub use session::UserType;
use state::State;

/// A stateful IPS. Clones are the same one.
#[derive(Clone)]
pub struct Fake {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    clock: Clock,
    soap: soapstone::Service,
    bare: soapstone::Service,
}

impl Fake {
    /// One with nothing in it, whose time passes when somebody waits for it.
    pub fn new() -> Self {
        Fake::with_clock(Clock::manual())
    }

    /// One with nothing in it, and a clock.
    pub fn with_clock(clock: Clock) -> Self {
        let inner = Arc::new_cyclic(|fake: &std::sync::Weak<Inner>| {
            let service = || FakeService::new(fake.clone());
            Inner {
                state: Mutex::new(State::default()),
                clock,
                soap: api::server::ips_api(service()),
                bare: service::bare(service()),
            }
        });
        Fake { inner }
    }

    /// One with the company `Acme`, the user `me@example.com` with the password `open sesame`, some folders, and 30 images.
    pub fn demo() -> Self {
        Fake::new().with_demo()
    }

    /// Adds what [`demo`](Self::demo) has.
    #[must_use]
    pub fn with_demo(self) -> Self {
        self.add_company("Acme");
        self.add_user("me@example.com", "open sesame", UserType::IpsCompanyAdmin);
        for (folder, name, count) in [
            ("shoes", "shoe", 4),
            ("shoes/boots", "boot", 8),
            ("hats", "hat", 10),
            ("bags", "bag", 8),
        ] {
            for number in 1..=count {
                self.add_asset("Acme", &format!("Acme/{folder}/{name}-{number:02}"));
            }
        }
        self
    }

    /// Adds a company, with a root folder of its name. Gives its handle.
    pub fn add_company(&self, name: &str) -> String {
        self.state().add_company(name)
    }

    /// Adds a user for all companies.
    pub fn add_user(&self, email: &str, password: &str, user_type: UserType) {
        self.add_user_of(email, password, user_type, &[]);
    }

    /// Adds a user for some companies, by their names.
    pub fn add_user_of(
        &self,
        email: &str,
        password: &str,
        user_type: UserType,
        companies: &[&str],
    ) {
        self.state().add_user(email, password, user_type, companies);
    }

    /// Adds a metadata field of a company. There are `Season` and `Colours` to begin with.
    pub fn add_field(&self, company: &str, name: &str) {
        if let Some(company) = self.state().company_by_name(company) {
            company.fields.insert(name.to_owned());
        }
    }

    /// Makes the service take a token for a user.
    pub fn add_token(&self, email: &str, token: &str) {
        self.state().add_token(email, token);
    }

    /// Adds an image by its path, as in `Acme/shoes/boot`, and the folders that it needs. Gives its handle, which is
    /// empty where there is no such company.
    pub fn add_asset(&self, company: &str, path: &str) -> String {
        self.add_asset_of(company, path, api::AssetType::Image)
    }

    /// Adds an asset of another type.
    pub fn add_asset_of(&self, company: &str, path: &str, asset_type: api::AssetType) -> String {
        let now = self.inner.clock.date();
        self.state().add_asset(company, path, asset_type, now)
    }

    /// Changes assets of a company, for what no operation does.
    pub fn change_assets(&self, company: &str, change: impl FnMut(&mut api::Asset)) {
        self.state().change_assets(company, change);
    }

    /// The paths of the assets of a company that are published.
    pub fn published(&self, company: &str) -> Vec<String> {
        self.state().published(company)
    }

    /// The URLs that were invalidated.
    pub fn invalidated(&self) -> Vec<String> {
        self.state().invalidated.clone()
    }

    /// The files that came by the servlet: their names and how many bytes they had.
    pub fn received(&self) -> Vec<(String, u64)> {
        self.state().received.clone()
    }

    /// How often an operation was carried out or refused, as in `submitJob`; `UploadFile` for the servlet.
    pub fn calls(&self, operation: &str) -> usize {
        self.state().calls.get(operation).copied().unwrap_or(0)
    }

    /// What is to go wrong from now on.
    pub fn set_chaos(&self, chaos: Chaos) {
        self.state().chaos = chaos.started();
    }

    /// How often each thing went wrong: faults, slow replies, cut connections, replies that the service is busy.
    pub fn chaos_counts(&self) -> [usize; 4] {
        self.state().chaos.counts()
    }

    /// Breaks the connection of the next upload when this many bytes of its body have come.
    pub fn cut_upload_after(&self, bytes: u64) {
        self.state().cut_upload = Some(bytes);
    }

    /// Sets how long jobs take from now on, and how long their log takes to appear when they have left the list of active
    /// ones. Default: ten seconds, and three.
    pub fn set_job_times(&self, length: std::time::Duration, gap: std::time::Duration) {
        let mut state = self.state();
        state.job_length = length;
        state.job_gap = gap;
    }

    /// Makes searches give the first page whatever page is asked for, as a service does that ignores the number.
    pub fn ignore_page_numbers(&self, ignore: bool) {
        self.state().ignores_pages = ignore;
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.inner.clock.clone()
    }

    /// Settings of a client for the user of [`demo`](Self::demo), in the same process.
    ///
    /// # Errors
    /// None: the URLs are right.
    pub fn builder(&self) -> Result<IpsBuilder, Error> {
        let credentials = Credentials::password("me@example.com", "open sesame");
        Ok(Ips::builder(self.hosts()?, credentials))
    }

    /// The hosts for a client in the same process. Nobody resolves their names.
    ///
    /// # Errors
    /// None: the URLs are right.
    pub fn hosts(&self) -> Result<Hosts, EndpointError> {
        Hosts::at("http://localhost/scene7", "http://localhost/scene7")
    }

    /// A transport to this fake, without a network.
    pub fn transport(&self) -> FakeTransport {
        FakeTransport(InProcess::new(self.clone()))
    }

    /// Serves HTTP on loopback, on a free port, until the server is dropped.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn serve(&self) -> std::io::Result<FakeServer> {
        FakeServer::bind("127.0.0.1:0", self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Fake {
    fn default() -> Self {
        Fake::new()
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake").finish_non_exhaustive()
    }
}

/// Answers requests whose body is complete.
impl Handler for Fake {
    fn handle<'a>(&'a self, request: Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
        let path = request.uri().path();
        if path.ends_with("/services/IpsApiService") {
            return self.inner.soap.handle(request);
        }
        if path.ends_with("/api/IpsApiService") {
            return self.inner.bare.handle(request);
        }
        Box::pin(async move {
            match request.uri().path().ends_with("/UploadFile") {
                true => servlet::answer(self, request),
                false => not_found(),
            }
        })
    }
}

fn not_found() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"<html><body>Not Found</body></html>"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A transport to a fake in the same process, asynchronous and blocking.
#[derive(Clone, Debug)]
pub struct FakeTransport(InProcess<Fake>);

impl Transport for FakeTransport {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Transport::send(&self.0, request, options)
    }
}

impl BlockingTransport for FakeTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        BlockingTransport::send(&self.0, request, options)
    }
}

/// The namespace of the elements of a version.
fn namespace() -> &'static str {
    api::AuthHeader::DECLARATION.name.namespace
}
