//! From settings to calls.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use http::header::ACCEPT_LANGUAGE;
use soapstone::transport::{BasicAuth, BlockingTransport, Transport};
use soapstone::{Client, Framing, GlobalElement, HeaderBlock, Operation, SoapActionStyle};

use super::api::operations::IpsApiFault;
use super::api::{self, client::IpsApi};
use super::error::{CallError, Error};
use super::{Company, blocking};
use crate::blocked::{Blocked, Timed};
use crate::credentials::Identity;
use crate::{AuthenticationStyle, Credentials, Hosts, Retry, Timer};
use scene7_ips_api::common;

/// A connection to IPS. Clones share everything and cost nothing.
///
/// Nothing is sent when it is made: a wrong password shows with the first call, as
/// [`Error::is_authentication`].
///
/// Everything that the service can do and the helpers can't is one step down: [`raw`](Self::raw) is the generated client,
/// with the same hosts and credentials.
#[derive(Clone)]
pub struct Ips {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    client: Client,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) hosts: Hosts,
    pub(super) timeout: Option<Duration>,
    /// `authHeader` as a document, for the servlet.
    pub(super) header: soapstone::xsd::Secret,
    /// The password or the token.
    pub(super) secret: soapstone::xsd::Secret,
    companies: Mutex<HashMap<String, Company>>,
}

/// What stands around requests, and where they go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// SOAP 1.1.
    #[default]
    Soap11,
    /// SOAP 1.2.
    Soap12,
    /// The endpoint `/scene7/api/IpsApiService`: no envelope but an element `Request`, and replies without anything around
    /// them. The credentials go in the header of the version. This endpoint has no documentation; programs that use it were
    /// seen with beta versions.
    Bare,
}

impl Ips {
    /// Starts a connection to the installation of Adobe for a region, or to other [`Hosts`].
    pub fn builder(hosts: Hosts, credentials: Credentials) -> IpsBuilder {
        IpsBuilder {
            hosts,
            credentials,
            protocol: Protocol::default(),
            soap_action: SoapActionStyle::default(),
            application: (
                env!("CARGO_PKG_NAME").to_owned(),
                env!("CARGO_PKG_VERSION").to_owned(),
            ),
            locale: None,
            gzip: None,
            fault_status: None,
            retry: Retry::safe(),
            timeout: None,
        }
    }

    /// A connection with the default settings, over reqwest.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials can't be sent, or the system has no root certificates.
    #[cfg(feature = "reqwest")]
    pub fn connect(
        region: crate::Region,
        environment: crate::Environment,
        credentials: Credentials,
    ) -> Result<Ips, Error> {
        Ips::builder(Hosts::new(region, environment)?, credentials).connect()
    }

    /// The company of this name. The service is asked once; afterwards the answer is that of the first time.
    ///
    /// Calls [`getCompanyInfo`](api::client::IpsApi::get_company_info).
    ///
    /// # Errors
    /// [`Error::NoCompany`] where the service knows none of this name for the user, and those of a call.
    pub async fn company(&self, name: &str) -> Result<Company, Error> {
        if let Some(company) = self.companies().get(name) {
            return Ok(company.clone());
        }
        let mut param = api::GetCompanyInfoParam::default();
        param.company_name = Some(name.to_owned());
        let reply = self.call::<api::operations::GetCompanyInfo>(&param).await?;
        let company = reply
            .company_info
            .and_then(|info| Company::new(self.clone(), *info))
            .ok_or_else(|| Error::NoCompany {
                name: name.to_owned(),
            })?;
        self.companies().insert(name.to_owned(), company.clone());
        Ok(company)
    }

    /// The company with this handle, without asking the service: for those who keep the handle for a session.
    pub fn company_by_handle(&self, handle: impl Into<String>) -> Company {
        Company::with_handle(self.clone(), handle.into())
    }

    /// The generated client, for every operation that there is.
    pub fn raw(&self) -> IpsApi {
        IpsApi::new(self.shared.client.clone())
    }

    /// Calls any operation.
    ///
    /// # Errors
    /// [`Error::Call`].
    pub async fn call<O>(&self, input: &O::Input) -> Result<O::Output, Error>
    where
        O: Operation<Fault = IpsApiFault>,
    {
        match self.shared.client.call::<O>(input).await {
            Ok(output) => Ok(output),
            Err(error) => Err(CallError::new(O::META.name, error).into()),
        }
    }

    fn companies(&self) -> std::sync::MutexGuard<'_, HashMap<String, Company>> {
        self.shared
            .companies
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Ips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ips")
            .field("client", &self.shared.client)
            .field("hosts", &self.shared.hosts)
            .finish_non_exhaustive()
    }
}

/// Settings of a connection.
///
/// ```
/// use scene7_ips::{Credentials, Environment, Hosts, Ips, Region};
///
/// let hosts = Hosts::new(Region::NorthAmerica, Environment::Production)?;
/// let credentials = Credentials::password("me@example.com", "open sesame");
/// let ips = Ips::builder(hosts, credentials)
///     .application("Catalogue", "1.0")
///     .locale("en-US")
///     .connect()?;
/// # Ok::<(), scene7_ips::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct IpsBuilder {
    hosts: Hosts,
    credentials: Credentials,
    protocol: Protocol,
    soap_action: SoapActionStyle,
    application: (String, String),
    locale: Option<String>,
    gzip: Option<bool>,
    fault_status: Option<i32>,
    retry: Retry,
    timeout: Option<Duration>,
}

impl IpsBuilder {
    /// Names the program, and its version. Default: this crate.
    #[must_use]
    pub fn application(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.application = (name.into(), version.into());
        self
    }

    /// Sets the language of messages, as in `en` or `de-CH`. Default: that of the service.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// Sets what stands around requests. Default: SOAP 1.1.
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// Sets how the header `SOAPAction` is written. Default: in quotes, as SOAP asks for; an example in the documentation has
    /// none.
    #[must_use]
    pub fn soap_action(mut self, style: SoapActionStyle) -> Self {
        self.soap_action = style;
        self
    }

    /// Asks for compressed replies by the header of the message, or for plain ones. Default: by the HTTP header.
    #[must_use]
    pub fn gzip(mut self, gzip: bool) -> Self {
        self.gzip = Some(gzip);
        self
    }

    /// Sets the HTTP status of faults. Default: 500. Faults are recognised whatever it is; some proxies replace the page of a
    /// 500 by their own, and then 200 helps.
    #[must_use]
    pub fn fault_status(mut self, status: u16) -> Self {
        self.fault_status = Some(status.into());
        self
    }

    /// Sets when calls are made again. Default: [`Retry::safe`], by which what changes something, such as submitting a job,
    /// deleting assets or invalidating the CDN, is never sent twice, nor is a check of a password, which could lock the
    /// account.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the time for a call. For uploads it is the time without any progress. Default: that of the transport.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The connection, over reqwest. Its calls need tokio.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials can't be sent, or the system has no root certificates.
    #[cfg(feature = "reqwest")]
    pub fn connect(self) -> Result<Ips, Error> {
        let transport = soapstone::transport::Reqwest::new()?;
        self.connect_with(transport, crate::TokioTimer::default())
    }

    /// The connection, over a transport and with a timer of your own.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials or the locale can't be sent.
    pub fn connect_with(
        self,
        transport: impl Transport + 'static,
        timer: impl Timer + 'static,
    ) -> Result<Ips, Error> {
        let timer: Arc<dyn Timer> = Arc::new(timer);
        let transport: Arc<dyn Transport> = Arc::new(Timed {
            transport: Arc::new(transport),
            timer: Arc::clone(&timer),
        });
        let client = self.client(Client::builder(
            self.endpoint().clone(),
            Arc::clone(&transport),
        ))?;
        Ok(Ips {
            shared: Arc::new(Shared {
                client: client.build(),
                transport,
                timer,
                header: self.header_document()?,
                secret: match &self.credentials.identity {
                    Identity::Password { password, .. } => password.clone(),
                    Identity::AccessToken(token) => token.clone(),
                },
                hosts: self.hosts,
                timeout: self.timeout,
                companies: Mutex::default(),
            }),
        })
    }

    /// The connection, over ureq. It needs no asynchronous runtime.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials or the locale can't be sent.
    #[cfg(feature = "ureq")]
    pub fn connect_blocking(self) -> Result<blocking::Ips, Error> {
        self.connect_blocking_with(
            soapstone::transport::Ureq::new(),
            crate::ThreadTimer::default(),
        )
    }

    /// The connection, over a blocking transport and with a timer of your own.
    ///
    /// # Errors
    /// [`Error::Setup`] where the credentials or the locale can't be sent.
    pub fn connect_blocking_with(
        self,
        transport: impl BlockingTransport + 'static,
        timer: impl Timer + 'static,
    ) -> Result<blocking::Ips, Error> {
        let transport: Arc<dyn BlockingTransport> = Arc::new(transport);
        let raw = self.client(soapstone::blocking::Client::builder(
            self.endpoint().clone(),
            Arc::clone(&transport),
        ))?;
        let raw = api::blocking::IpsApi::new(raw.build());
        let core = self.connect_with(Blocked(transport), timer)?;
        Ok(blocking::Ips::new(core, raw))
    }

    fn endpoint(&self) -> &soapstone::transport::Endpoint {
        match self.protocol {
            Protocol::Soap11 | Protocol::Soap12 => self.hosts.soap(),
            Protocol::Bare => self.hosts.bare(),
        }
    }

    /// Applies the settings to a client, which is of either kind.
    fn client<C: soapstone::soap::AnyClient>(
        &self,
        mut client: soapstone::soap::ClientBuilder<C>,
    ) -> Result<soapstone::soap::ClientBuilder<C>, Error> {
        client = client
            .framing(self.framing())
            .soap_action(self.soap_action)
            .retry(self.retry.clone())
            .header(self.header_block()?);
        if let Some(credentials) = self.basic()? {
            client = client.basic_auth(&credentials);
        }
        if let Some(locale) = &self.locale {
            let value = HeaderValue::from_str(locale).map_err(Error::setup)?;
            client = client.http_header(ACCEPT_LANGUAGE, value);
        }
        if let Some(timeout) = self.timeout {
            client = client.timeout(timeout);
        }
        Ok(client)
    }

    fn framing(&self) -> Framing {
        match self.protocol {
            Protocol::Soap11 => Framing::Soap11,
            Protocol::Soap12 => Framing::Soap12,
            Protocol::Bare => Framing::Wrapped(soapstone::model::Name::new(
                api::AuthHeader::DECLARATION.name.namespace,
                "Request",
            )),
        }
    }

    fn is_versioned(&self) -> bool {
        self.credentials.style == AuthenticationStyle::VersionedHeader
            || self.protocol == Protocol::Bare
    }

    fn header_block(&self) -> Result<HeaderBlock, Error> {
        Ok(match self.is_versioned() {
            true => HeaderBlock::new(&self.versioned_header())?,
            false => HeaderBlock::new(&self.shared_header())?,
        })
    }

    /// The header as a document, without the credentials of HTTP Basic, which the servlet may not know: they are in it.
    fn header_document(&self) -> Result<soapstone::xsd::Secret, Error> {
        let mut header = self.clone();
        if header.credentials.style == AuthenticationStyle::HttpBasic {
            header.credentials.style = AuthenticationStyle::SharedHeader;
        }
        Ok(match self.is_versioned() {
            true => soapstone::to_string(&header.versioned_header())?,
            false => soapstone::to_string(&header.shared_header())?,
        }
        .into())
    }

    fn basic(&self) -> Result<Option<BasicAuth>, Error> {
        match (&self.credentials.identity, self.credentials.style) {
            (Identity::Password { user, password }, AuthenticationStyle::HttpBasic) => {
                Ok(Some(BasicAuth::new(user, password.expose())?))
            }
            _ => Ok(None),
        }
    }

    fn shared_header(&self) -> common::AuthHeader {
        let mut header = common::AuthHeader {
            locale: self.locale.clone(),
            app_name: Some(self.application.0.clone()),
            app_version: Some(self.application.1.clone()),
            gzip_response: self.gzip,
            fault_http_status_code: self.fault_status,
            ..common::AuthHeader::default()
        };
        match &self.credentials.identity {
            Identity::AccessToken(token) => header.access_token = Some(token.clone()),
            Identity::Password { user, password } if !self.is_basic() => {
                header.user = Some(user.clone());
                header.password = Some(password.clone());
            }
            Identity::Password { .. } => {}
        }
        header
    }

    fn versioned_header(&self) -> api::AuthHeader {
        let shared = self.shared_header();
        let mut header = api::AuthHeader::new(&*self.application.0, &*self.application.1);
        header.user = shared.user;
        header.password = shared.password;
        header.access_token = shared.access_token;
        header.locale = shared.locale;
        header.gzip_response = shared.gzip_response;
        header.fault_http_status_code = shared.fault_http_status_code;
        header
    }

    fn is_basic(&self) -> bool {
        self.credentials.style == AuthenticationStyle::HttpBasic
    }
}
