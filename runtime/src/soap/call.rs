//! One call without any input or output of its own: the request to send, and what its response means.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};

use super::error::{ConfigError, Error};
use super::message::write_message;
use super::multipart::{Attachment, Parts};
use super::provider::{CallContext, HeaderProvider};
use super::reply::{Expected, MustUnderstand, Reading, Reply, read_response};
use super::secrets::Secrets;
use super::{Framing, HeaderBlock, SoapActionStyle};
use crate::bindings::{Blank, Body, FaultDetail, NoFault, Operation, OperationMetadata};
use crate::read::ReadOptions;
use crate::transport::Redaction;
use crate::value::Value;
use crate::write::{self, WriteError};
use crate::xml::{AnyElement, Writer};

/// How a client talks to a service: what is the same for all of its calls.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// What stands around the elements of a message. Default: [`Framing::Soap11`].
    pub framing: Framing,
    /// How the header `SOAPAction` is written. Default: in quotes.
    pub soap_action: SoapActionStyle,
    /// Header blocks of every request.
    pub headers: Vec<HeaderBlock>,
    /// What makes header blocks for each call.
    pub providers: Vec<Arc<dyn HeaderProvider>>,
    /// From how many bytes on the content of an element of `xsd:base64Binary` is sent as a part of its own (MTOM).
    /// Default: none is.
    pub mtom: Option<usize>,
    /// HTTP headers of every request; they replace those that the runtime sets.
    pub http_headers: HeaderMap,
    /// How exactly replies must keep to the schema, and what is too much. Default: lenient.
    pub read: ReadOptions,
    /// What to do with blocks in the header of a reply that must be understood.
    pub must_understand: MustUnderstand,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            framing: Framing::default(),
            soap_action: SoapActionStyle::default(),
            headers: Vec::new(),
            providers: Vec::new(),
            mtom: None,
            http_headers: HeaderMap::new(),
            read: ReadOptions::lenient(),
            must_understand: MustUnderstand::default(),
        }
    }
}

/// Without the values of HTTP headers, of which any may be a key.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let http_headers: Vec<&str> = self.http_headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Settings")
            .field("framing", &self.framing)
            .field("soap_action", &self.soap_action)
            .field("headers", &self.headers)
            .field("providers", &self.providers.len())
            .field("mtom", &self.mtom)
            .field("http_headers", &http_headers)
            .field("read", &self.read)
            .field("must_understand", &self.must_understand)
            .finish()
    }
}

/// A call of the operation `O`: the request is written, the response is still to come.
///
/// This is all of SOAP without a network, for whoever brings their own: send what [`request`](Self::request) gives,
/// and hand the response to [`response`](Self::response).
///
/// ```ignore
/// let call = Call::<ExecuteJob>::new(&input, endpoint.uri(), &Settings::default())?;
/// let response = my_http_client.send(call.request());
/// let reply = call.response(&response)?;
/// ```
pub struct Call<O> {
    prepared: Prepared,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    /// Writes the request to `uri`.
    ///
    /// # Errors
    /// [`Error::Write`] where the input is not what the schema allows, and [`Error::Config`] where the settings or the
    /// operation don't allow a request.
    pub fn new(input: &O::Input, uri: &Uri, settings: &Settings) -> Result<Self, Error<O::Fault>> {
        match Prepared::of(O::META, input, uri, settings, &Extra::default()) {
            Ok(prepared) => Ok(Call {
                prepared,
                operation: PhantomData,
            }),
            Err(error) => Err(error.with_detail(None)),
        }
    }

    /// The request. It holds the credentials, which the `Debug` of the body shows.
    pub fn request(&self) -> Request<Bytes> {
        self.prepared.request()
    }

    /// What the response means: whether it is the output or a fault is decided from the body, whatever the status.
    ///
    /// # Errors
    /// [`Error::Fault`], [`Error::NotSoap`] where the response is no SOAP message, and [`Error::Read`] where it is not
    /// what the schema allows.
    pub fn response(
        &self,
        response: &Response<Bytes>,
    ) -> Result<Reply<O::Output>, Error<O::Fault>> {
        let mut output = O::Output::blank();
        let reply = self.prepared.read(response, O::META, &mut output)?;
        Ok(reply.with_output(output))
    }
}

/// Not the request.
impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::META.name)
            .finish_non_exhaustive()
    }
}

/// A call without types: any element there, any element back.
pub(super) struct RawCall(Prepared);

impl RawCall {
    pub(super) fn new(
        soap_action: &str,
        body: &AnyElement,
        uri: &Uri,
        settings: &Settings,
        extra: &Extra<'_>,
    ) -> Result<Self, Error> {
        Prepared::new(
            soap_action,
            soap_action,
            &Input::Any(body),
            uri,
            settings,
            extra,
        )
        .map(RawCall)
    }

    pub(super) fn prepared(&mut self) -> &mut Prepared {
        &mut self.0
    }

    pub(super) fn response(
        &self,
        response: &Response<Bytes>,
    ) -> Result<Reply<Option<AnyElement>>, Error> {
        let mut output = None;
        let reply = read_response(
            response,
            &self.0.reading(),
            Expected::Any(&mut output),
            &mut None::<NoFault>,
        )?;
        Ok(reply.with_output(output))
    }
}

/// What one call adds to the settings.
#[derive(Default)]
pub(super) struct Extra<'o> {
    pub(super) headers: &'o [HeaderBlock],
    pub(super) http_headers: Option<&'o HeaderMap>,
    pub(super) attachments: &'o [Attachment],
}

/// The content of a request.
enum Input<'v> {
    Value(&'v dyn Value, Body),
    Any(&'v AnyElement),
}

/// A request, and what reading its response needs to know.
pub(super) struct Prepared {
    operation: Box<str>,
    request: Request<Bytes>,
    secrets: Secrets,
    read: ReadOptions,
    must_understand: MustUnderstand,
    is_bare: bool,
}

impl Prepared {
    /// The request of an operation.
    pub(super) fn of(
        operation: &OperationMetadata,
        input: &dyn Value,
        uri: &Uri,
        settings: &Settings,
        extra: &Extra<'_>,
    ) -> Result<Self, Error> {
        let content = Input::Value(input, operation.input);
        Prepared::new(
            operation.name,
            operation.soap_action,
            &content,
            uri,
            settings,
            extra,
        )
    }

    /// Reads the response of an operation into its output. Only the faults make this code different from one operation
    /// to another, and those are mostly the same for a whole port type.
    pub(super) fn read<F: FaultDetail>(
        &self,
        response: &Response<Bytes>,
        operation: &OperationMetadata,
        output: &mut dyn Value,
    ) -> Result<Reply<()>, Error<F>> {
        let expected = match operation.output {
            None => Expected::NoMessage,
            Some(Body::Empty) => Expected::Nothing,
            Some(Body::Element(element)) => Expected::Element(element, output),
        };
        let mut detail = None::<F>;
        read_response(response, &self.reading(), expected, &mut detail)
            .map_err(|error| error.with_detail(detail))
    }

    fn new(
        operation: &str,
        soap_action: &str,
        input: &Input<'_>,
        uri: &Uri,
        settings: &Settings,
        extra: &Extra<'_>,
    ) -> Result<Self, Error> {
        let context = CallContext {
            operation,
            soap_action,
            uri,
            framing: settings.framing,
        };
        let mut made = Vec::new();
        for provider in &settings.providers {
            made.extend(provider.blocks(&context)?);
        }
        let blocks = || settings.headers.iter().chain(&made).chain(extra.headers);
        if let (Framing::Bare, Some(block)) = (settings.framing, blocks().next()) {
            let name = block.name().to_string();
            return Err(Error::Config(ConfigError::HeaderBlocks { name }));
        }
        let mut secrets = Secrets::default();
        blocks().for_each(|block| secrets.extend(block.secrets()));
        let mut packed = Vec::new();
        let document = write_message(settings.framing, blocks(), |writer| {
            packed = input.write(writer, &mut secrets, settings.mtom)?;
            Ok(())
        })?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        set_headers(request.headers_mut(), settings, soap_action).ok_or_else(|| {
            ConfigError::SoapAction {
                operation: String::from(operation),
            }
        })?;
        let parts = Parts {
            document,
            is_xop: settings.mtom.is_some(),
            attachments: [packed.as_slice(), extra.attachments].concat(),
        };
        *request.body_mut() = parts.into_body(request.headers_mut());
        for headers in [Some(&settings.http_headers), extra.http_headers]
            .into_iter()
            .flatten()
        {
            replace_headers(request.headers_mut(), headers);
        }
        secrets.add_credentials(request.headers());
        Ok(Prepared {
            operation: Box::from(operation),
            request,
            secrets,
            read: settings.read.clone(),
            must_understand: settings.must_understand,
            is_bare: settings.framing.version().is_none(),
        })
    }

    pub(super) fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }

    /// The name of the operation; of a call without types, the action.
    pub(super) fn operation(&self) -> &str {
        &self.operation
    }

    /// Takes note of the credentials that a request got on its way.
    pub(super) fn keep_credentials(&mut self, headers: &HeaderMap) {
        self.secrets.add_credentials(headers);
    }

    pub(super) fn redaction(&self) -> Redaction {
        Redaction::new(self.secrets.clone())
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            options: &self.read,
            must_understand: self.must_understand,
            secrets: &self.secrets,
            is_bare: self.is_bare,
        }
    }
}

impl Input<'_> {
    /// Writes the content, and returns the parts that it refers to.
    fn write(
        &self,
        writer: &mut Writer,
        secrets: &mut Secrets,
        mtom: Option<usize>,
    ) -> Result<Vec<Attachment>, WriteError> {
        match self {
            Input::Value(value, Body::Element(element)) => {
                let mut interpreter = write::Interpreter::new(writer);
                if let Some(threshold) = mtom {
                    interpreter.pack_from(threshold);
                }
                interpreter.write_root(*value, element)?;
                let attachments = interpreter.take_attachments();
                secrets.extend(&interpreter.into_secrets());
                Ok(attachments)
            }
            Input::Value(_, Body::Empty) => Ok(Vec::new()),
            Input::Any(element) => {
                secrets.suspect_texts(element);
                element.write(writer).map_err(super::header::not_written)?;
                Ok(Vec::new())
            }
        }
    }
}

/// Sets the headers that say what the body is; `None` where the action can't stand in one.
fn set_headers(headers: &mut HeaderMap, settings: &Settings, soap_action: &str) -> Option<()> {
    const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");
    headers.insert(
        CONTENT_TYPE,
        settings.framing.request_content_type(soap_action)?,
    );
    headers.insert(
        http::header::ACCEPT,
        HeaderValue::from_static(match settings.mtom {
            Some(_) => "multipart/related, text/xml, application/soap+xml, application/xml",
            None => "text/xml, application/soap+xml, application/xml",
        }),
    );
    if settings.framing == Framing::Soap11 && settings.soap_action != SoapActionStyle::None {
        headers.insert(SOAP_ACTION, settings.soap_action.header_value(soap_action)?);
    }
    Some(())
}

/// Puts headers in the place of those of the same names. A name that occurs twice stays twice.
fn replace_headers(headers: &mut HeaderMap, by: &HeaderMap) {
    by.keys().for_each(|name| {
        headers.remove(name);
    });
    by.iter().for_each(|(name, value)| {
        headers.append(name.clone(), value.clone());
    });
}
