//! From outputs and faults to HTTP responses.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use crate::bindings::{Body, FaultDetail, NoFault, OperationMetadata};
use crate::soap::fault::{Fault, FaultCode};
use crate::soap::fault_writing::{Detail, write_bare_fault, write_fault};
use crate::soap::message::write_message;
use crate::soap::multipart::{Attachment, Parts};
use crate::soap::service::Failure;
use crate::soap::{Framing, HeaderBlock};
use crate::value::Value;
use crate::write::{self, WriteError};

/// How to answer one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// That of the request; bare where the request was wrapped.
    pub(super) framing: Framing,
    /// From how many bytes on bytes are a part of their own.
    pub(super) mtom: Option<usize>,
    /// The HTTP status of faults that don't say theirs.
    pub(super) fault_status: Option<StatusCode>,
}

impl Answer {
    /// The response to an operation that has an output, or none because it is one-way.
    pub(super) fn output(
        self,
        metadata: &OperationMetadata,
        output: &dyn Value,
        headers: &[HeaderBlock],
    ) -> Response<Bytes> {
        let Some(body) = metadata.output else {
            return respond(StatusCode::ACCEPTED, None, String::new());
        };
        let mut attachments = Vec::new();
        let written = write_message(self.framing, self.placed(headers), |writer| {
            let Body::Element(element) = body else {
                return Ok(());
            };
            let mut interpreter = write::Interpreter::new(writer);
            if let Some(threshold) = self.mtom {
                interpreter.pack_from(threshold);
            }
            interpreter.write_root(output, element)?;
            attachments = interpreter.take_attachments();
            Ok(())
        });
        match written {
            Ok(document) => self.packed(document, attachments),
            Err(error) => self.unwritten(&error),
        }
    }

    fn packed(self, document: String, attachments: Vec<Attachment>) -> Response<Bytes> {
        let mut response = respond(
            StatusCode::OK,
            Some(self.framing.content_type()),
            String::new(),
        );
        let parts = Parts {
            document,
            is_xop: true,
            attachments,
        };
        *response.body_mut() = parts.into_body(response.headers_mut());
        response
    }

    /// The response to an operation that failed.
    pub(super) fn failure<F: FaultDetail>(
        self,
        failure: Failure<F>,
        headers: &[HeaderBlock],
    ) -> Response<Bytes> {
        let (fault, detail) = failure.into_fault().take_detail();
        let detail = detail.as_ref().and_then(|detail| {
            let (variant, value) = detail.selected();
            F::ELEMENTS
                .iter()
                .find(|element| element.field == variant)
                .map(|element| (element, value))
        });
        self.fault(&fault, detail, headers)
    }

    /// The response with a fault.
    pub(super) fn fault(
        self,
        fault: &Fault<NoFault>,
        detail: Option<Detail<'_>>,
        headers: &[HeaderBlock],
    ) -> Response<Bytes> {
        match self.write_fault(fault, detail, headers) {
            Ok(response) => response,
            Err(error) => self.unwritten(&error),
        }
    }

    /// The implementation answered with something that the schema doesn't allow.
    fn unwritten(self, error: &WriteError) -> Response<Bytes> {
        let fault = Fault::new(
            FaultCode::Receiver,
            format!("the reply can't be written: {error}"),
        );
        self.write_fault(&fault, None, &[])
            .unwrap_or_else(|_| respond(StatusCode::INTERNAL_SERVER_ERROR, None, String::new()))
    }

    fn write_fault(
        self,
        fault: &Fault<NoFault>,
        detail: Option<Detail<'_>>,
        headers: &[HeaderBlock],
    ) -> Result<Response<Bytes>, WriteError> {
        let own = fault
            .status
            .and_then(|status| StatusCode::from_u16(status).ok());
        let status = own
            .or(self.fault_status)
            .unwrap_or_else(|| self.usual_status(&fault.code));
        let text = write_message(self.framing, self.placed(headers), |writer| {
            match self.framing.version() {
                Some(version) => write_fault(writer, version, fault, detail),
                None => write_bare_fault(writer, fault, detail),
            }
        })?;
        Ok(respond(status, Some(self.framing.content_type()), text))
    }

    /// The header blocks that the framing has a place for.
    fn placed(self, headers: &[HeaderBlock]) -> std::slice::Iter<'_, HeaderBlock> {
        match self.framing.version() {
            Some(_) => headers.iter(),
            None => [].iter(),
        }
    }

    /// SOAP 1.1 section 6.2 asks for 500; SOAP 1.2 part 2 section 7.5.2.2 for 400 where the sender is at fault.
    fn usual_status(self, code: &FaultCode) -> StatusCode {
        match (self.framing, code) {
            (Framing::Soap12, FaultCode::Sender) => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The response with a document that describes the service.
pub(super) fn document(text: Bytes) -> Response<Bytes> {
    let mut response = Response::new(text);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

/// The response to a method other than POST.
pub(super) fn method_not_allowed() -> Response<Bytes> {
    let text = HeaderValue::from_static("text/plain; charset=UTF-8");
    let mut response = respond(
        StatusCode::METHOD_NOT_ALLOWED,
        Some(text),
        String::from("expected POST"),
    );
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

fn respond(status: StatusCode, content_type: Option<HeaderValue>, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    if let Some(content_type) = content_type {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}
