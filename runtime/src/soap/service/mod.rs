//! The server's side: from requests to your implementation, and from its answers to responses.

mod answer;
mod request;
mod route;

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};

use self::answer::{Answer, document, method_not_allowed};
pub use self::request::{Failure, ReplyHeaders, Request, not_implemented};
pub use self::route::HandlerFunction;
use self::route::{Route, Started, TypedRoute};
use super::Framing;
use super::encoding::{self, Encoded};
use super::error::Found;
use super::fault::{Fault, FaultCode};
use super::message::{self, Content as MessageContent, parameter, read_message, skip_unexpected};
use crate::bindings::{Body, NoFault, Operation};
use crate::model::{Compositor, Content, Element, ElementType, Group, Name, Term};
use crate::read::{GlobalElement, Interpreter, Mode, ReadError, ReadErrorKind, ReadOptions};
use crate::transport::{BoxFuture, Handler};
use crate::xml::{AnyElement, ExpandedName, Reader};

/// A SOAP service: a [`Handler`] that answers HTTP requests by calling an implementation.
///
/// Generated code builds it from an implementation of the service's trait. It runs in
/// [`Server`](crate::transport), behind any HTTP server, and in
/// [`InProcess`](crate::transport::InProcess) as the mock of a test.
///
/// - The operation is chosen by the element in the body and, where several have the same, by the action.
/// - The reply has the framing of the request: SOAP 1.1 or 1.2 by the namespace of the envelope; without an envelope
///   where [`bare`](ServiceBuilder::bare) allows it. The content type counts for the charset alone.
/// - Requests are read strictly, and a request that the schema doesn't allow is answered with a `Client` (`Sender`)
///   fault that says what was found, what was expected, and where.
/// - A header block that must be understood is answered with a `MustUnderstand` fault, unless
///   [`understands`](ServiceBuilder::understands) names it.
/// - The HTTP status of a fault is 500 (of a `Sender` fault in SOAP 1.2: 400), unless the service or the
///   [`Failure`] says otherwise.
/// - A one-way operation is answered with 202 when the implementation is done.
///
/// A panic in the implementation is not caught here: it unwinds into whatever runs the handler.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    routes: Arc<Vec<Box<dyn Route>>>,
    settings: Settings,
}

/// What is the same for every request.
#[derive(Clone, Debug)]
struct Settings {
    read: ReadOptions,
    understood: Vec<Name>,
    fault_status: Option<StatusCode>,
    mtom: Option<usize>,
    bare: bool,
    wrapper: Option<Name>,
    wsdl: Option<Document>,
    documents: Vec<(String, Document)>,
}

/// A document that describes the service.
#[derive(Clone)]
struct Document(Bytes);

/// Its length, as it may be long.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Service {
    /// The names of the operations, in the order in which they were added.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.inner.routes.iter().map(|route| route.metadata().name)
    }

    /// The same service that accepts requests in an element of this name as well ([`Framing::Wrapped`]), for services
    /// that generated code builds.
    #[must_use]
    pub fn wrapped(&self, wrapper: Name) -> Service {
        let mut settings = self.inner.settings.clone();
        settings.wrapper = Some(wrapper);
        Service {
            inner: Arc::new(Inner {
                routes: Arc::clone(&self.inner.routes),
                settings,
            }),
        }
    }

    /// Starts a service that `implementation` answers for.
    pub fn builder<S: Send + Sync + 'static>(implementation: S) -> ServiceBuilder<S> {
        ServiceBuilder {
            implementation: Arc::new(implementation),
            routes: Vec::new(),
            settings: Settings {
                read: ReadOptions::strict(),
                understood: Vec::new(),
                fault_status: None,
                mtom: None,
                bare: false,
                wrapper: None,
                wsdl: None,
                documents: Vec::new(),
            },
        }
    }
}

/// What a [`Service`] is made with.
pub struct ServiceBuilder<S> {
    implementation: Arc<S>,
    routes: Vec<Box<dyn Route>>,
    settings: Settings,
}

impl<S: Send + Sync + 'static> ServiceBuilder<S> {
    /// Adds an operation and the function that implements it.
    ///
    /// ```ignore
    /// builder.route::<ExecuteJob>(|service, request| Box::pin(service.execute_job(request)))
    /// ```
    #[must_use]
    pub fn route<O: Operation>(mut self, handler: HandlerFunction<S, O>) -> Self {
        self.routes.push(Box::new(TypedRoute::<S, O> {
            implementation: Arc::clone(&self.implementation),
            handler,
        }));
        self
    }

    /// Sets how exactly requests must keep to the schema, and what is too much. Default: strict.
    #[must_use]
    pub fn read(mut self, options: ReadOptions) -> Self {
        self.settings.read = options;
        self
    }

    /// Says that the service understands header blocks of the element `H`.
    #[must_use]
    pub fn understands<H: GlobalElement>(self) -> Self {
        self.understands_name(H::DECLARATION.name)
    }

    /// Says that the service understands header blocks of a name.
    #[must_use]
    pub fn understands_name(mut self, name: Name) -> Self {
        self.settings.understood.push(name);
        self
    }

    /// Sets the HTTP status of faults that don't say theirs.
    #[must_use]
    pub fn fault_status(mut self, status: StatusCode) -> Self {
        self.settings.fault_status = Some(status);
        self
    }

    /// Answers with the content of elements of `xsd:base64Binary` as parts of their own (MTOM) if it has this many bytes or
    /// more: clients that send parts themselves, or say in `Accept` that they take them.
    #[must_use]
    pub fn mtom(mut self, threshold: usize) -> Self {
        self.settings.mtom = Some(threshold);
        self
    }

    /// Accepts requests without an envelope as well ([`Framing::Bare`]).
    #[must_use]
    pub fn bare(mut self, bare: bool) -> Self {
        self.settings.bare = bare;
        self
    }

    /// Accepts requests in an element of this name as well ([`Framing::Wrapped`]).
    #[must_use]
    pub fn wrapped(mut self, wrapper: Name) -> Self {
        self.settings.wrapper = Some(wrapper);
        self
    }

    /// Answers `GET …?wsdl` with this document, as it is: the address in it must be that of the service.
    #[must_use]
    pub fn wsdl(mut self, text: impl Into<Bytes>) -> Self {
        self.settings.wsdl = Some(Document(text.into()));
        self
    }

    /// Answers a `GET` for a file of this name, beside the service or below it, with a document: what the WSDL imports.
    #[must_use]
    pub fn document(mut self, name: impl Into<String>, text: impl Into<Bytes>) -> Self {
        self.settings
            .documents
            .push((name.into(), Document(text.into())));
        self
    }

    /// The service.
    pub fn build(self) -> Service {
        Service {
            inner: Arc::new(Inner {
                routes: Arc::new(self.routes),
                settings: self.settings,
            }),
        }
    }
}

impl Handler for Service {
    fn handle<'a>(&'a self, request: http::Request<Bytes>) -> BoxFuture<'a, Response<Bytes>> {
        match self.inner.accept(request) {
            Ok(response) => response,
            Err(response) => Box::pin(ready(*response)),
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<&str> = self.operations().collect();
        f.debug_struct("Service")
            .field("operations", &operations)
            .field("settings", &self.inner.settings)
            .finish()
    }
}

impl<S> fmt::Debug for ServiceBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<&str> = self
            .routes
            .iter()
            .map(|route| route.metadata().name)
            .collect();
        f.debug_struct("ServiceBuilder")
            .field("operations", &operations)
            .field("settings", &self.settings)
            .finish()
    }
}

impl Inner {
    /// Reads a request and starts the implementation; or the response that says why not.
    fn accept(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<BoxFuture<'_, Response<Bytes>>, Box<Response<Bytes>>> {
        let (http, body) = request.into_parts();
        if http.method != Method::POST {
            let found = self.settings.document(&http);
            return Err(Box::new(found.map_or_else(method_not_allowed, document)));
        }
        let action = action(&http.headers);
        let mut content = RequestContent {
            service: self,
            action,
            framing: self.guessed_framing(&http.headers),
            started: None,
            unknown: None,
            encoded: None,
        };
        let message = read_message(&body, &http.headers, &self.settings.read, &mut content);
        let answer = Answer {
            framing: content.framing,
            mtom: self.settings.mtom.filter(|_| is_in_parts(&http.headers)),
            fault_status: self.settings.fault_status,
        };
        let refuse = |fault: &Fault<NoFault>| Box::new(answer.fault(fault, None, &[]));
        let message = message.map_err(|failure| refuse(&refusal(failure)))?;
        match content.finish() {
            Ok(started) => Ok(started.run(message, http, answer)),
            Err(fault) => Err(refuse(&fault)),
        }
    }

    /// The framing to answer in while nothing is known of the message.
    fn guessed_framing(&self, headers: &HeaderMap) -> Framing {
        let content_type = headers
            .get(http::header::CONTENT_TYPE)
            .map(http::HeaderValue::as_bytes);
        match content_type {
            Some(value) if value.starts_with(b"application/soap+xml") => Framing::Soap12,
            _ => Framing::Soap11,
        }
    }

    /// The operation for an element of the body (`None`: for an empty body) and an action.
    fn route(&self, element: Option<&Reader<'_>>, action: Option<&str>) -> Option<&dyn Route> {
        let fits = |route: &&dyn Route| match (route.metadata().input, element) {
            (
                Body::Element(declared) | Body::Rpc(declared) | Body::Encoded(declared),
                Some(reader),
            ) => reader.matches(declared.name.namespace, declared.name.local),
            (Body::Empty, None) => true,
            _ => false,
        };
        let has_action = |route: &&dyn Route| action == Some(route.metadata().soap_action);
        let mut fitting = self.routes.iter().map(|route| &**route).filter(fits);
        let first = fitting.clone().next();
        // The only thing that tells messages without parts from each other is the action.
        let first = if element.is_some() { first } else { None };
        fitting.find(has_action).or(first)
    }

    /// The operation whose input is the content of the body as a whole, for its first element and an action. Without
    /// an element to tell, the action must.
    fn whole_route(
        &self,
        first: Option<&ExpandedName>,
        action: Option<&str>,
    ) -> Option<&dyn Route> {
        let fits = |route: &&dyn Route| match route.metadata().input {
            Body::Content(element) => may_begin_with(element.content, first),
            _ => false,
        };
        let has_action = |route: &&dyn Route| action == Some(route.metadata().soap_action);
        let mut fitting = self.routes.iter().map(|route| &**route).filter(fits);
        let any = fitting.clone().next().filter(|_| first.is_some());
        fitting.find(has_action).or(any)
    }

    fn inputs(&self) -> impl Iterator<Item = &'static Element> + '_ {
        self.routes
            .iter()
            .filter_map(|route| route.metadata().input.element())
    }
}

/// Whether the sender of a request takes messages in parts.
fn is_in_parts(headers: &HeaderMap) -> bool {
    let values = [http::header::CONTENT_TYPE, http::header::ACCEPT].map(|name| headers.get(name));
    values.into_iter().flatten().any(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.to_ascii_lowercase().contains("multipart/related"))
    })
}

impl Settings {
    /// The document that a request without a message asks for.
    fn document(&self, http: &http::request::Parts) -> Option<Bytes> {
        if http.method != Method::GET {
            return None;
        }
        if http
            .uri
            .query()
            .is_some_and(|query| query.eq_ignore_ascii_case("wsdl"))
        {
            return self.wsdl.as_ref().map(|document| document.0.clone());
        }
        let name = http.uri.path().rsplit('/').next()?;
        let found = self.documents.iter().find(|(known, _)| known == name);
        found.map(|(_, document)| document.0.clone())
    }
}

/// The fault for a request that can't be read.
fn refusal(failure: message::Failure) -> Fault<NoFault> {
    match failure {
        message::Failure::NotSoap(found @ Found::UnknownEnvelope(_)) => Fault::new(
            FaultCode::VersionMismatch,
            format!("expected an envelope of SOAP 1.1 or 1.2, found {found}"),
        ),
        message::Failure::NotSoap(found) => Fault::new(
            FaultCode::Sender,
            format!("expected a SOAP envelope, found {found}"),
        ),
        message::Failure::Read(error) => {
            let code = match error.kind() {
                ReadErrorKind::NotUnderstood { .. } => FaultCode::MustUnderstand,
                _ => FaultCode::Sender,
            };
            Fault::new(code, error.to_string())
        }
    }
}

/// The action of a request: `SOAPAction` in SOAP 1.1, a parameter of the content type in SOAP 1.2.
fn action(headers: &HeaderMap) -> Option<String> {
    let header = headers
        .get("soapaction")
        .and_then(|value| value.to_str().ok());
    let header = header.map(|value| String::from(value.trim().trim_matches('"')));
    header.or_else(|| parameter(headers, "action"))
}

/// Reads the body of a request into the input of the operation that it is for.
struct RequestContent<'s> {
    service: &'s Inner,
    action: Option<String>,
    framing: Framing,
    started: Option<Box<dyn Started<'s> + 's>>,
    /// The name of an element that no operation knows.
    unknown: Option<String>,
    /// The elements of an encoded body, and the wrapper that they are read into.
    encoded: Option<(Encoded, &'static Element)>,
}

impl<'s> RequestContent<'s> {
    /// The call, once the message is read to its end.
    fn finish(mut self) -> Result<Box<dyn Started<'s> + 's>, Box<Fault<NoFault>>> {
        if let Some(unknown) = self.unknown {
            let known: Vec<String> = self
                .service
                .inputs()
                .map(|element| format!("`{}`", element.name))
                .collect();
            let reason = format!(
                "unknown operation: found `{unknown}`, expected one of {}",
                known.join(", ")
            );
            return Err(Box::new(Fault::new(FaultCode::Sender, reason)));
        }
        if let Some(started) = self.started.take() {
            return Ok(started);
        }
        match self.service.route(None, self.action.as_deref()) {
            Some(route) => Ok(route.start()),
            None => {
                let action = self.action.unwrap_or_default();
                let reason =
                    format!("unknown operation: found an empty body with the action {action:?}");
                Err(Box::new(Fault::new(FaultCode::Sender, reason)))
            }
        }
    }
}

impl MessageContent for RequestContent<'_> {
    fn framing(&mut self, framing: Framing) {
        self.framing = framing;
    }

    fn is_root(&self, reader: &Reader<'_>) -> bool {
        self.service.settings.bare && self.is_content(reader)
    }

    fn is_wrapper(&self, reader: &Reader<'_>) -> bool {
        let wrapper = self.service.settings.wrapper;
        wrapper.is_some_and(|wrapper| reader.matches(wrapper.namespace, wrapper.local))
    }

    fn is_content(&self, reader: &Reader<'_>) -> bool {
        self.service
            .route(Some(reader), self.action.as_deref())
            .is_some()
    }

    fn understands(&self, header: &AnyElement) -> bool {
        self.service
            .settings
            .understood
            .iter()
            .any(|name| header.name.is(name.namespace, name.local))
    }

    fn may_read_whole(&self) -> bool {
        self.service
            .routes
            .iter()
            .any(|route| matches!(route.metadata().input, Body::Content(_)))
    }

    fn whole(
        &mut self,
        interpreter: &mut Interpreter<'_, '_>,
        first: Option<&ExpandedName>,
    ) -> Result<bool, ReadError> {
        let Some(route) = self.service.whole_route(first, self.action.as_deref()) else {
            return Ok(false);
        };
        let Body::Content(element) = route.metadata().input else {
            return Ok(false);
        };
        let started = self.started.insert(route.start());
        interpreter.read_inside(started.input(), element)?;
        Ok(true)
    }

    fn element(&mut self, interpreter: &mut Interpreter<'_, '_>) -> Result<(), ReadError> {
        if let Some((encoded, _)) = &mut self.encoded {
            return encoded.take(interpreter);
        }
        if self.started.is_some() || self.unknown.is_some() {
            return skip_unexpected(interpreter, Vec::new());
        }
        let Some(route) = self
            .service
            .route(Some(interpreter.reader), self.action.as_deref())
        else {
            self.unknown = Some(interpreter.reader.name().to_string());
            let mode = std::mem::replace(&mut interpreter.mode, Mode::Lenient);
            let skipped = interpreter.skip_element();
            interpreter.mode = mode;
            return skipped;
        };
        match route.metadata().input {
            Body::Element(element) | Body::Rpc(element) => {
                let started = self.started.insert(route.start());
                interpreter.read_started(started.input(), element)
            }
            Body::Encoded(element) => {
                self.started = Some(route.start());
                let (encoded, _) = self.encoded.insert((Encoded::default(), element));
                encoded.take(interpreter)
            }
            Body::Content(_) | Body::Empty => Ok(()),
        }
    }

    fn end(&mut self, interpreter: &mut Interpreter<'_, '_>) -> Result<(), ReadError> {
        if let (Some((encoded, element)), Some(started)) = (self.encoded.take(), &mut self.started)
            && let Some(root) = encoded.root(interpreter)?
        {
            encoding::read_wrapper(root, started.input(), element, interpreter)?;
        }
        Ok(())
    }
}

/// Whether content of a type may begin with an element, or have none (`None`).
fn may_begin_with(content: ElementType, first: Option<&ExpandedName>) -> bool {
    let group = match content {
        ElementType::Simple(_) => return first.is_none(),
        ElementType::Any | ElementType::Unchecked => return true,
        ElementType::Derived(types) => {
            return types.iter().any(|row| may_begin_with(row.content, first));
        }
        ElementType::Complex(model) | ElementType::Flattened(model) => match model.content() {
            Content::Empty | Content::Text { .. } | Content::Later(_) => return first.is_none(),
            Content::Elements(group) | Content::Mixed { group, .. } => group,
        },
    };
    match first {
        None => group.is_emptiable(),
        Some(first) => group_may_begin_with(group, first),
    }
}

fn group_may_begin_with(group: &Group, first: &ExpandedName) -> bool {
    for particle in group.particles {
        let begins = match &particle.term {
            Term::Element(element) => first.is(element.name.namespace, element.name.local),
            Term::Any { wildcard, .. } => wildcard.namespaces.admits(&first.namespace),
            Term::Group(group) => group_may_begin_with(group, first),
        };
        if begins {
            return true;
        }
        if group.compositor == Compositor::Sequence && !particle.is_emptiable() {
            return false;
        }
    }
    false
}
