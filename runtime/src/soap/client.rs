//! Clients: calls over a transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

use super::call::{Extra, Prepared, RawCall, Settings};
use super::error::Error;
use super::interceptor::Interceptor;
use super::multipart::Attachment;
use super::provider::HeaderProvider;
use super::reply::{MustUnderstand, Reply};
use super::retry::{Attempts, Retry};
use super::trace::CallSpan;
use super::{Framing, HeaderBlock, SoapActionStyle};
use crate::bindings::{Blank, FaultDetail, Operation, OperationMetadata};
use crate::limits::Limits;
use crate::read::{GlobalElement, Mode};
use crate::transport::{
    self, BasicAuth, Bearer, BlockingTransport, Endpoint, Transport, TransportError,
    TransportLimits,
};
use crate::value::Value;
use crate::write::WriteError;
use crate::xml::AnyElement;

/// A client of a service, over an asynchronous transport. Clones share everything and cost nothing.
///
/// Generated clients have a method for each operation, which is one line: `self.client.call::<ExecuteJob>(input).await`.
///
/// ```
/// use soapstone::Client;
/// use soapstone::transport::{BasicAuth, Endpoint, InProcess};
///
/// # let service = |_: http::Request<bytes::Bytes>| http::Response::new(bytes::Bytes::new());
/// let client = Client::builder(Endpoint::new("https://example.com/service")?, InProcess::new(service))
///     .basic_auth(&BasicAuth::new("user", "password")?)
///     .build();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
    connection: Arc<Connection>,
}

impl Client {
    /// Starts a client of the service at `endpoint`.
    pub fn builder(
        endpoint: Endpoint,
        transport: impl Transport + 'static,
    ) -> ClientBuilder<Client> {
        ClientBuilder {
            transport: Arc::new(transport),
            connection: Connection::new(endpoint),
        }
    }

    /// Starts a client like this one, with some things different.
    pub fn to_builder(&self) -> ClientBuilder<Client> {
        ClientBuilder {
            transport: Arc::clone(&self.transport),
            connection: (*self.connection).clone(),
        }
    }

    /// Calls the operation `O`.
    ///
    /// # Errors
    /// [`Error`] says in which way there is no output.
    pub async fn call<O: Operation>(&self, input: &O::Input) -> Result<O::Output, Error<O::Fault>> {
        let reply = self.call_with::<O>(input, &CallOptions::default()).await?;
        Ok(reply.output)
    }

    /// Calls the operation `O` with options for this call, and returns what came beside the output too.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_with<O: Operation>(
        &self,
        input: &O::Input,
        options: &CallOptions,
    ) -> Result<Reply<O::Output>, Error<O::Fault>> {
        let (call, response) = self
            .exchange_with(O::META, input, options)
            .await
            .map_err(|error| error.with_detail(None))?;
        let mut output = O::Output::blank();
        let reply = call.read::<O::Fault>(&response, O::META, &mut output)?;
        Ok(reply.with_output(output))
    }

    /// Sends an element of any kind in the framing and with the header blocks of the client, and returns the element
    /// that came back, if there was one. Each text in the element counts as a secret.
    ///
    /// # Errors
    /// As [`call`](Self::call); the details of a fault are in
    /// [`other_details`](super::Fault::other_details).
    pub async fn call_raw(
        &self,
        soap_action: &str,
        body: &AnyElement,
        options: &CallOptions,
    ) -> Result<Reply<Option<AnyElement>>, Error> {
        let mut call = self.connection.prepare_raw(soap_action, body, options)?;
        let response = self.exchange(call.prepared(), false, options).await?;
        call.response(&response)
    }

    /// A client like this one that sends a header with every call, in place of one of the same name.
    ///
    /// # Errors
    /// Where the header is not what its schema allows.
    pub fn with_header<H: GlobalElement>(&self, header: &H) -> Result<Self, WriteError> {
        Ok(self
            .to_builder()
            .replace_header(HeaderBlock::new(header)?)
            .build())
    }

    /// Where calls go.
    pub fn endpoint(&self) -> &Endpoint {
        &self.connection.endpoint
    }

    /// How the client talks to the service.
    pub fn settings(&self) -> &Settings {
        &self.connection.settings
    }

    /// Sends the request of an operation and waits for the response.
    async fn exchange_with(
        &self,
        operation: &OperationMetadata,
        input: &(dyn Value + Sync),
        options: &CallOptions,
    ) -> Result<(Prepared, Response<Bytes>), Error> {
        let mut call = self.connection.prepare(operation, input, options)?;
        let response = self
            .exchange(&mut call, operation.idempotent, options)
            .await?;
        Ok((call, response))
    }

    /// Sends a request and waits for the response: the one place through which all calls go.
    async fn exchange(
        &self,
        prepared: &mut Prepared,
        is_idempotent: bool,
        options: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        let span = CallSpan::new(
            prepared.operation(),
            self.connection.endpoint(options).uri(),
        );
        let mut attempts = self.connection.attempts(is_idempotent, options);
        loop {
            let outcome = match self.connection.send(prepared, &attempts, options) {
                Ok((request, own)) => span.follow(self.transport.send(request, &own)).await,
                Err(refused) => Err(refused),
            };
            let wait = attempts.wait_after(&outcome);
            match wait.and_then(|wait| Some((wait, self.transport.sleep(wait)?))) {
                Some((wait, pause)) => {
                    span.repeated(&outcome, wait);
                    pause.await;
                }
                None => {
                    span.ended(&outcome);
                    return self.connection.receive(outcome);
                }
            }
        }
    }
}

/// Without header blocks, credentials and the query of the endpoint.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.connection.fmt_as("Client", f)
    }
}

/// The same client, for programs without an asynchronous runtime.
pub mod blocking {
    use super::*;

    /// A client of a service, over a blocking transport. Clones share everything and cost nothing.
    #[derive(Clone)]
    pub struct Client {
        pub(super) transport: Arc<dyn BlockingTransport>,
        pub(super) connection: Arc<Connection>,
    }

    impl Client {
        /// Starts a client of the service at `endpoint`.
        pub fn builder(
            endpoint: Endpoint,
            transport: impl BlockingTransport + 'static,
        ) -> ClientBuilder<Client> {
            ClientBuilder {
                transport: Arc::new(transport),
                connection: Connection::new(endpoint),
            }
        }

        /// Starts a client like this one, with some things different.
        pub fn to_builder(&self) -> ClientBuilder<Client> {
            ClientBuilder {
                transport: Arc::clone(&self.transport),
                connection: (*self.connection).clone(),
            }
        }

        /// Calls the operation `O`.
        ///
        /// # Errors
        /// [`Error`] says in which way there is no output.
        pub fn call<O: Operation>(&self, input: &O::Input) -> Result<O::Output, Error<O::Fault>> {
            let mut output = O::Output::blank();
            self.complete::<O::Fault>(O::META, input, &mut output)?;
            Ok(output)
        }

        /// Calls the operation `O` with options for this call, and returns what came beside the output too.
        ///
        /// # Errors
        /// As [`call`](Self::call).
        pub fn call_with<O: Operation>(
            &self,
            input: &O::Input,
            options: &CallOptions,
        ) -> Result<Reply<O::Output>, Error<O::Fault>> {
            let mut output = O::Output::blank();
            let reply = self.perform::<O::Fault>(O::META, input, options, &mut output)?;
            Ok(reply.with_output(output))
        }

        /// Sends an element of any kind in the framing and with the header blocks of the client, and returns the
        /// element that came back, if there was one. Each text in the element counts as a secret.
        ///
        /// # Errors
        /// As [`call`](Self::call); the details of a fault are in
        /// [`other_details`](crate::soap::Fault::other_details).
        pub fn call_raw(
            &self,
            soap_action: &str,
            body: &AnyElement,
            options: &CallOptions,
        ) -> Result<Reply<Option<AnyElement>>, Error> {
            let mut call = self.connection.prepare_raw(soap_action, body, options)?;
            let response = self.exchange(call.prepared(), false, options)?;
            call.response(&response)
        }

        /// A client like this one that sends a header with every call, in place of one of the same name.
        ///
        /// # Errors
        /// Where the header is not what its schema allows.
        pub fn with_header<H: GlobalElement>(&self, header: &H) -> Result<Self, WriteError> {
            Ok(self
                .to_builder()
                .replace_header(HeaderBlock::new(header)?)
                .build())
        }

        /// Where calls go.
        pub fn endpoint(&self) -> &Endpoint {
            &self.connection.endpoint
        }

        /// How the client talks to the service.
        pub fn settings(&self) -> &Settings {
            &self.connection.settings
        }

        /// Calls an operation without any options, for its output alone.
        fn complete<F: FaultDetail>(
            &self,
            operation: &OperationMetadata,
            input: &dyn Value,
            output: &mut dyn Value,
        ) -> Result<(), Error<F>> {
            self.perform(operation, input, &CallOptions::default(), output)
                .map(drop)
        }

        /// Calls an operation. It is compiled once for all operations with the same faults.
        fn perform<F: FaultDetail>(
            &self,
            operation: &OperationMetadata,
            input: &dyn Value,
            options: &CallOptions,
            output: &mut dyn Value,
        ) -> Result<Reply<()>, Error<F>> {
            let mut call = self
                .connection
                .prepare(operation, input, options)
                .map_err(|error| error.with_detail(None))?;
            let response = self.exchange(&mut call, operation.idempotent, options)?;
            call.read(&response, operation, output)
        }

        /// Sends a request and waits for the response: the one place through which all calls go.
        fn exchange(
            &self,
            prepared: &mut Prepared,
            is_idempotent: bool,
            options: &CallOptions,
        ) -> Result<Response<Bytes>, TransportError> {
            let span = CallSpan::new(
                prepared.operation(),
                self.connection.endpoint(options).uri(),
            );
            let mut attempts = self.connection.attempts(is_idempotent, options);
            loop {
                let outcome = match self.connection.send(prepared, &attempts, options) {
                    Ok((request, own)) => span.within(|| self.transport.send(request, &own)),
                    Err(refused) => Err(refused),
                };
                match attempts.wait_after(&outcome) {
                    Some(wait) => {
                        span.repeated(&outcome, wait);
                        std::thread::sleep(wait);
                    }
                    None => {
                        span.ended(&outcome);
                        return self.connection.receive(outcome);
                    }
                }
            }
        }
    }

    /// Without header blocks, credentials and the query of the endpoint.
    impl fmt::Debug for Client {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.connection.fmt_as("blocking::Client", f)
        }
    }
}

/// What one call wants to be different.
///
/// ```
/// use std::time::Duration;
/// use soapstone::CallOptions;
///
/// let options = CallOptions::new().timeout(Duration::from_secs(300));
/// ```
#[derive(Clone, Default)]
pub struct CallOptions {
    headers: Vec<HeaderBlock>,
    http_headers: HeaderMap,
    timeout: Option<Duration>,
    endpoint: Option<Endpoint>,
    retry: Option<Retry>,
    idempotent: Option<bool>,
    attachments: Vec<Attachment>,
}

impl CallOptions {
    /// Options that leave everything to the client.
    pub fn new() -> Self {
        CallOptions::default()
    }

    /// Adds a header block, behind those of the client.
    #[must_use]
    pub fn header(mut self, block: HeaderBlock) -> Self {
        self.headers.push(block);
        self
    }

    /// Sets an HTTP header.
    #[must_use]
    pub fn http_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.http_headers.insert(name, value);
        self
    }

    /// Sends a file beside the message (*SOAP Messages with Attachments*), behind the others.
    #[must_use]
    pub fn attachment(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Sets the time for the whole call, all attempts together.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when the call is made again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Says whether a second request does no harm after one that may have been carried out, in place of what the
    /// bindings say of the operation.
    #[must_use]
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Sends the call to another endpoint. The credentials of the client go with it.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }
}

/// Without the values of HTTP headers, of which any may be a key.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let http_headers: Vec<&str> = self.http_headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("CallOptions")
            .field("headers", &self.headers)
            .field("http_headers", &http_headers)
            .field("timeout", &self.timeout)
            .field("endpoint", &self.endpoint)
            .field("retry", &self.retry)
            .field("idempotent", &self.idempotent)
            .field("attachments", &self.attachments)
            .finish()
    }
}

/// What a client is made with. `C` is [`Client`] or [`blocking::Client`].
pub struct ClientBuilder<C: AnyClient> {
    transport: C::Transport,
    connection: Connection,
}

/// The two kinds of clients.
pub trait AnyClient: private::Sealed {
    /// What the client sends its requests with.
    type Transport;
}

mod private {
    pub trait Sealed {}
    impl Sealed for super::Client {}
    impl Sealed for super::blocking::Client {}
}

impl AnyClient for Client {
    type Transport = Arc<dyn Transport>;
}

impl AnyClient for blocking::Client {
    type Transport = Arc<dyn BlockingTransport>;
}

impl ClientBuilder<Client> {
    /// The client.
    pub fn build(self) -> Client {
        Client {
            transport: self.transport,
            connection: Arc::new(self.connection),
        }
    }
}

impl ClientBuilder<blocking::Client> {
    /// The client.
    pub fn build(self) -> blocking::Client {
        blocking::Client {
            transport: self.transport,
            connection: Arc::new(self.connection),
        }
    }
}

impl<C: AnyClient> ClientBuilder<C> {
    /// Sends the calls to another endpoint.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.connection.endpoint = endpoint;
        self
    }

    /// Sets what stands around the elements of a message. Default: [`Framing::Soap11`].
    #[must_use]
    pub fn framing(mut self, framing: Framing) -> Self {
        self.connection.settings.framing = framing;
        self
    }

    /// Sets how the HTTP header `SOAPAction` is written. Default: in quotes.
    #[must_use]
    pub fn soap_action(mut self, style: SoapActionStyle) -> Self {
        self.connection.settings.soap_action = style;
        self
    }

    /// Adds a header block to every request.
    #[must_use]
    pub fn header(mut self, block: HeaderBlock) -> Self {
        self.connection.settings.headers.push(block);
        self
    }

    /// Adds a header block to every request, in place of those of the same name.
    #[must_use]
    pub fn replace_header(mut self, block: HeaderBlock) -> Self {
        self.connection
            .settings
            .headers
            .retain(|known| known.name() != block.name());
        self.header(block)
    }

    /// Adds header blocks to every request that are made anew for each, such as those of WS-Addressing.
    #[must_use]
    pub fn header_provider(mut self, provider: impl HeaderProvider + 'static) -> Self {
        self.connection.settings.providers.push(Arc::new(provider));
        self
    }

    /// Takes the header blocks away that were added so far, and what makes some.
    #[must_use]
    pub fn without_headers(mut self) -> Self {
        self.connection.settings.headers.clear();
        self.connection.settings.providers.clear();
        self
    }

    /// Sends the content of elements of `xsd:base64Binary` as parts of their own (MTOM) if it has this many bytes or more.
    /// Replies may come in parts whatever is set here.
    #[must_use]
    pub fn mtom(mut self, threshold: usize) -> Self {
        self.connection.settings.mtom = Some(threshold);
        self
    }

    /// Has every request and response changed, or refused, behind the interceptors that were added so far.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.connection.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Sets when a call is made again that brought no answer. Default: [`Retry::safe`].
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.connection.retry = retry;
        self
    }

    /// Sends the credentials of HTTP Basic with every request, without waiting for the server to ask for them.
    #[must_use]
    pub fn basic_auth(self, credentials: &BasicAuth) -> Self {
        self.http_header(AUTHORIZATION, credentials.header_value().clone())
    }

    /// Sends a bearer token with every request.
    #[must_use]
    pub fn bearer(self, token: &Bearer) -> Self {
        self.http_header(AUTHORIZATION, token.header_value().clone())
    }

    /// Sets the HTTP header `User-Agent`.
    #[must_use]
    pub fn user_agent(self, value: HeaderValue) -> Self {
        self.http_header(USER_AGENT, value)
    }

    /// Sets an HTTP header of every request.
    #[must_use]
    pub fn http_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.connection.settings.http_headers.insert(name, value);
        self
    }

    /// Sets the time for a whole call, all attempts together. Default: that of the transport, for each attempt.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.connection.timeout = Some(timeout);
        self
    }

    /// Sets what is too much in a response: for the transport, and for the reading of the message.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        let bytes = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
        self.connection.limits = Some(TransportLimits {
            wire_bytes: bytes(limits.wire_bytes),
            body_bytes: bytes(limits.body_bytes),
            inflate_ratio: u32::try_from(limits.inflate_ratio).unwrap_or(u32::MAX),
        });
        self.connection.settings.read.limits = limits;
        self
    }

    /// Sets how exactly replies must keep to the schema. Default: [`Mode::Lenient`].
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.connection.settings.read.mode = mode;
        self
    }

    /// Sets what to do with header blocks of a reply that must be understood. Default: hand them out.
    #[must_use]
    pub fn must_understand(mut self, must_understand: MustUnderstand) -> Self {
        self.connection.settings.must_understand = must_understand;
        self
    }
}

impl<C: AnyClient> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.connection.fmt_as("ClientBuilder", f)
    }
}

/// What both clients are, without the transport.
#[derive(Clone)]
struct Connection {
    endpoint: Endpoint,
    settings: Settings,
    timeout: Option<Duration>,
    limits: Option<TransportLimits>,
    retry: Retry,
    interceptors: Vec<Arc<dyn Interceptor>>,
}

impl Connection {
    fn new(endpoint: Endpoint) -> Self {
        Connection {
            endpoint,
            settings: Settings::default(),
            timeout: None,
            limits: None,
            retry: Retry::safe(),
            interceptors: Vec::new(),
        }
    }

    fn endpoint<'o>(&'o self, options: &'o CallOptions) -> &'o Endpoint {
        options.endpoint.as_ref().unwrap_or(&self.endpoint)
    }

    fn prepare(
        &self,
        operation: &OperationMetadata,
        input: &dyn Value,
        options: &CallOptions,
    ) -> Result<Prepared, Error> {
        Prepared::of(
            operation,
            input,
            self.endpoint(options).uri(),
            &self.settings,
            &options.extra(),
        )
    }

    fn prepare_raw(
        &self,
        soap_action: &str,
        body: &AnyElement,
        options: &CallOptions,
    ) -> Result<RawCall, Error> {
        RawCall::new(
            soap_action,
            body,
            self.endpoint(options).uri(),
            &self.settings,
            &options.extra(),
        )
    }

    fn attempts<'o>(&'o self, is_idempotent: bool, options: &'o CallOptions) -> Attempts<'o> {
        Attempts::new(
            options.retry.as_ref().unwrap_or(&self.retry),
            options.idempotent.unwrap_or(is_idempotent),
            options.timeout.or(self.timeout),
        )
    }

    /// The request of one attempt, past the interceptors, with what the transport must know of it.
    fn send(
        &self,
        prepared: &mut Prepared,
        attempts: &Attempts<'_>,
        options: &CallOptions,
    ) -> Result<(Request<Bytes>, transport::CallOptions), TransportError> {
        let endpoint = self.endpoint(options);
        let mut request = prepared.request();
        for interceptor in &self.interceptors {
            interceptor
                .request(&mut request)
                .map_err(|error| error.at(endpoint.uri()))?;
        }
        prepared.keep_credentials(request.headers());
        let mut own = transport::CallOptions::new().for_endpoint(endpoint);
        own.timeout = attempts.time_left(options.timeout.or(self.timeout));
        own.limits = self.limits;
        own.redaction = prepared.redaction();
        Ok((request, own))
    }

    /// What came of the last attempt, past the interceptors.
    fn receive(
        &self,
        outcome: Result<Response<Bytes>, TransportError>,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut response = outcome?;
        for interceptor in self.interceptors.iter().rev() {
            interceptor.response(&mut response)?;
        }
        Ok(response)
    }

    fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("endpoint", &self.endpoint)
            .field("settings", &self.settings)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl CallOptions {
    fn extra(&self) -> Extra<'_> {
        Extra {
            headers: &self.headers,
            http_headers: Some(&self.http_headers),
            attachments: &self.attachments,
        }
    }
}
