//! A small service: its bindings as the generator would write them, an implementation, and ways to call it.

use bytes::Bytes;
use http::{Response, Uri};
use soapstone::bindings::{
    Element, ElementType, Facet, Model, Namespace, Particle, Shared, SimpleType, TypeName,
    UNBOUNDED, Variety, WhiteSpace, child, choice, fault_detail, global_element, operation, record,
    simple, text,
};
use soapstone::soap::{Call, Settings};
use soapstone::transport::{BlockingTransport, BoxFuture, CallOptions, Endpoint, TransportError};
use soapstone::xsd::Secret;
use soapstone::{Failure, Service, blocking, soap};

pub(crate) const ARCHIVE: Namespace = Namespace("urn:archive");
pub(crate) const COMMON: Namespace = Namespace("urn:archive:common");

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FindAsset {
    pub name: String,
    pub limit: Option<i32>,
}

static FIND_ASSET: Model = Model::sequence(
    ARCHIVE.name("findAsset"),
    &[
        text(ARCHIVE.name("name"), 0, &simple::STRING),
        text(ARCHIVE.name("limit"), 1, &simple::INT).optional(),
    ],
);
record!(FindAsset: FIND_ASSET { 0 name, 1 limit });
global_element!(FindAsset: ARCHIVE, "findAsset", Complex(&FIND_ASSET));

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asset {
    pub handle: String,
    pub size: Option<i64>,
}

static ASSET: Model = Model::sequence(
    ARCHIVE.name("Asset"),
    &[
        text(ARCHIVE.name("handle"), 0, &simple::STRING),
        text(ARCHIVE.name("size"), 1, &simple::LONG).optional(),
    ],
);
record!(Asset: ASSET { 0 handle, 1 size });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FindAssetReturn {
    pub assets: Vec<Asset>,
}

const ASSETS: Particle = child(ARCHIVE.name("asset"), 0, &ASSET).occurs(0, UNBOUNDED);
static FIND_ASSET_RETURN: Model = Model::sequence(ARCHIVE.name("findAssetReturn"), &[ASSETS]);
record!(FindAssetReturn: FIND_ASSET_RETURN { 0 assets });
global_element!(FindAssetReturn: ARCHIVE, "findAssetReturn", Complex(&FIND_ASSET_RETURN));

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetPassword {
    pub user: String,
    pub password: Secret,
}

static PASSWORD: SimpleType = SimpleType {
    name: Some(TypeName::new("urn:archive", "Password")),
    base: Some(Shared::Static(&simple::STRING)),
    variety: Variety::Atomic(simple::Builtin::String),
    white_space: WhiteSpace::Preserve,
    facets: Shared::Static(&[Facet::MaxLength(64)]),
};
static SET_PASSWORD: Model = Model::sequence(
    ARCHIVE.name("setPassword"),
    &[
        text(ARCHIVE.name("user"), 0, &simple::STRING),
        text(ARCHIVE.name("password"), 1, &PASSWORD),
    ],
);
record!(SetPassword: SET_PASSWORD { 0 user, 1 password });
global_element!(SetPassword: ARCHIVE, "setPassword", Complex(&SET_PASSWORD));

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetPasswordReturn {}

static SET_PASSWORD_RETURN: Model = Model::sequence(ARCHIVE.name("setPasswordReturn"), &[]);
record!(SetPasswordReturn: SET_PASSWORD_RETURN {});
global_element!(SetPasswordReturn: ARCHIVE, "setPasswordReturn", Complex(&SET_PASSWORD_RETURN));

/// The content of the element `notify`, whose type has a name and a Rust type of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    pub text: String,
}

static NOTICE: Model = Model::sequence(
    ARCHIVE.name("Notice"),
    &[text(ARCHIVE.name("text"), 0, &simple::STRING)],
);
record!(Notice: NOTICE { 0 text });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NotifyElement(pub Notice);

soapstone::bindings::wrapper!(NotifyElement(Notice));
global_element!(NotifyElement: ARCHIVE, "notify", Complex(&NOTICE));

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AuthHeader {
    pub user: String,
    pub password: Secret,
    pub fault_status: Option<i32>,
}

static AUTH_HEADER: Model = Model::sequence(
    COMMON.name("authHeader"),
    &[
        text(COMMON.name("user"), 0, &simple::STRING),
        text(COMMON.name("password"), 1, &simple::STRING),
        text(COMMON.name("faultHttpStatusCode"), 2, &simple::INT).optional(),
    ],
);
record!(AuthHeader: AUTH_HEADER { 0 user, 1 password, 2 fault_status });
global_element!(AuthHeader: COMMON, "authHeader", Complex(&AUTH_HEADER));

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FaultContent {
    pub code: i32,
    pub reason: String,
}

static FAULT_CONTENT: Model = Model::sequence(
    COMMON.name("FaultContent"),
    &[
        text(COMMON.name("code"), 0, &simple::INT),
        text(COMMON.name("reason"), 1, &simple::STRING),
    ],
);
record!(FaultContent: FAULT_CONTENT { 0 code, 1 reason });

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ArchiveFault {
    Authentication(FaultContent),
    NotFound(String),
}

choice!(ArchiveFault, blank NotFound { 0 Authentication, 1 NotFound });
static ARCHIVE_FAULT_ELEMENTS: [Element; 2] = [
    Element::new(
        COMMON.name("authenticationFault"),
        0,
        ElementType::Complex(&FAULT_CONTENT),
    ),
    Element::new(
        COMMON.name("notFoundFault"),
        1,
        ElementType::Simple(&simple::STRING),
    ),
];
fault_detail!(ArchiveFault: ARCHIVE_FAULT_ELEMENTS);

pub(crate) enum FindAssetOperation {}
operation!(FindAssetOperation {
    name: "findAsset",
    soap_action: "findAsset",
    input: FindAsset,
    output: FindAssetReturn,
    fault: ArchiveFault,
    idempotent: true,
});

pub(crate) enum SetPasswordOperation {}
operation!(SetPasswordOperation {
    name: "setPassword",
    soap_action: "urn:archive#setPassword",
    input: SetPassword,
    output: SetPasswordReturn,
    fault: ArchiveFault,
    idempotent: false,
});

pub(crate) enum NotifyOperation {}
operation!(NotifyOperation {
    name: "notify",
    soap_action: "",
    input: Notice as NotifyElement,
    fault: soapstone::NoFault,
    idempotent: false,
});

/// The trait of the service, as generated: an operation that is not implemented answers with a fault.
pub(crate) trait Archive: Send + Sync + 'static {
    fn find_asset(
        &self,
        request: soap::Request<FindAsset>,
    ) -> impl Future<Output = Result<FindAssetReturn, Failure<ArchiveFault>>> + Send {
        std::future::ready(Err(soap::not_implemented::<FindAssetOperation>(request)))
    }

    fn set_password(
        &self,
        request: soap::Request<SetPassword>,
    ) -> impl Future<Output = Result<SetPasswordReturn, Failure<ArchiveFault>>> + Send {
        std::future::ready(Err(soap::not_implemented::<SetPasswordOperation>(request)))
    }

    fn notify(
        &self,
        request: soap::Request<Notice>,
    ) -> impl Future<Output = Result<(), Failure<soapstone::NoFault>>> + Send {
        std::future::ready(Err(soap::not_implemented::<NotifyOperation>(request)))
    }
}

pub(crate) fn service<S: Archive>(implementation: S) -> soap::ServiceBuilder<S> {
    Service::builder(implementation)
        .route::<FindAssetOperation>(|service, request| Box::pin(service.find_asset(request)))
        .route::<SetPasswordOperation>(|service, request| Box::pin(service.set_password(request)))
        .route::<NotifyOperation>(|service, request| Box::pin(service.notify(request)))
}

pub(crate) fn endpoint() -> Endpoint {
    Endpoint::new("https://archive.example/service").unwrap()
}

pub(crate) fn uri() -> Uri {
    endpoint().uri().clone()
}

pub(crate) fn find(name: &str) -> FindAsset {
    FindAsset {
        name: String::from(name),
        limit: None,
    }
}

/// A transport, for both kinds of clients, that always answers the same.
#[derive(Clone)]
pub(crate) struct Canned(pub Response<Bytes>);

impl BlockingTransport for Canned {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: &CallOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        Ok(self.0.clone())
    }
}

impl soapstone::transport::Transport for Canned {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

/// A response with a body and a content type; an empty one stands for none.
pub(crate) fn response(status: u16, content_type: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    if !content_type.is_empty() {
        let value = http::HeaderValue::from_bytes(content_type.as_bytes()).unwrap();
        response.headers_mut().insert("content-type", value);
    }
    response
}

pub(crate) type FindResult =
    Result<soapstone::Reply<FindAssetReturn>, soapstone::Error<ArchiveFault>>;

/// What the operation `findAsset` makes of a response.
pub(crate) fn find_response(settings: &Settings, response: &Response<Bytes>) -> FindResult {
    Call::<FindAssetOperation>::new(&find("x"), &uri(), settings)
        .unwrap()
        .response(response)
}

/// A client that always gets the same response.
pub(crate) fn canned(response: Response<Bytes>) -> blocking::Client {
    blocking::Client::builder(endpoint(), Canned(response)).build()
}

/// An envelope of SOAP 1.1 around the content of its body.
pub(crate) fn envelope(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// An envelope of SOAP 1.2.
pub(crate) fn envelope_12(body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Runs a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("the future waits"),
    }
}
